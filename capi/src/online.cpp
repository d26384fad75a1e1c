// Models that learn row by row.
#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr std::int64_t no_rows = -1;

OnlineOptions online_options(const tenon_online_options* options) {
    const auto given = options_of(options, "online options");
    OnlineOptions result;
    if (given.kind != TENON_MODEL_LOGISTIC && given.kind != TENON_MODEL_LINEAR)
        refuse("kind", "must be TENON_MODEL_LOGISTIC or TENON_MODEL_LINEAR");
    result.kind = given.kind == TENON_MODEL_LINEAR ? ModelKind::linear : ModelKind::logistic;
    result.intercept = given.no_intercept == 0;
    if (given.rate != 0) result.rate = given.rate;
    result.l2 = given.l2;
    result.half_life = given.half_life;
    return result;
}

}  // namespace

tenon_status tenon_online_model_create(const char* const* names, int32_t count,
                                       const tenon_online_options* options,
                                       tenon_online_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        if (count < 0) refuse("count", "must not be negative");
        give_handle(out, OnlineModel(texts(names, count, "names"), online_options(options)));
    });
}

tenon_status tenon_online_model_partial_fit(tenon_online_model* model, const tenon_context* context,
                                            const tenon_matrix* features, const double* target,
                                            const double* weights, tenon_error* err) {
    return guard(err, [&] {
        OnlineModel& online = required(model, "model").value;
        required(features, "features");
        const MatrixView view = view_of(options_of(features, "features"));
        const auto rows = static_cast<std::size_t>(view.rows);
        if (rows > 0) required(target, "target");
        online.partial_fit(
            context_of(context), view, {target, rows},
            weights ? std::span<const double>(weights, rows) : std::span<const double>());
    });
}

tenon_status tenon_online_model_predict(const tenon_online_model* model, const double* record,
                                        int32_t value_count, double* score, tenon_error* err) {
    return guard(err, [&] {
        const OnlineModel& online = required(model, "model").value;
        required(score, "score");
        if (value_count < 0) refuse("value_count", "must not be negative");
        if (value_count > 0) required(record, "record");
        *score = online.predict({record, static_cast<std::size_t>(value_count)});
    });
}

int64_t tenon_online_model_rows(const tenon_online_model* model) {
    return guard_value(no_rows, [&] { return required(model, "model").value.rows(); });
}

double tenon_online_model_loss(const tenon_online_model* model) {
    return guard_value(std::numeric_limits<double>::quiet_NaN(),
                       [&] { return required(model, "model").value.loss(); });
}

tenon_status tenon_online_model_model(const tenon_online_model* model, tenon_model** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Pipeline::from_model(required(model, "model").value.model()));
    });
}

tenon_status tenon_online_model_to_bytes(const tenon_online_model* model, void* out,
                                         int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(
        err, [&] { give_bytes(required(model, "model").value.to_bytes(), out, capacity, needed); });
}

tenon_status tenon_online_model_from_bytes(const void* bytes, int64_t length,
                                           tenon_online_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(
            out, OnlineModel::from_bytes(buffer(static_cast<const char*>(bytes), length, "bytes")));
    });
}

void tenon_online_model_free(tenon_online_model* model) {
    guard_void([&] { delete model; });
}

// Models of rows that come in parts: partials, passes and sources of tables.
#include "handles.hpp"
#include "row_extras.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

constexpr std::int64_t no_rows = -1;

std::string_view bytes_of(const void* bytes, std::int64_t length) {
    return buffer(static_cast<const char*>(bytes), length, "bytes");
}

template <class Partial>
void add_matrix(Partial& partial, const tenon_context* context, const tenon_matrix* features,
                const double* target, const double* weights) {
    required(features, "features");
    const MatrixView view = view_of(options_of(features, "features"));
    const auto rows = static_cast<std::size_t>(view.rows);
    if (rows > 0) required(target, "target");
    const std::span<const double> given =
        weights ? std::span<const double>(weights, rows) : std::span<const double>();
    partial.add(context_of(context), view, {target, rows}, given);
}

template <class Partial>
void add_rows_of(Partial& partial, const std::vector<std::string>& names,
                 const tenon_context* context, const tenon_table* table, const char* target,
                 const char* weights, std::int64_t* left_out) {
    bool given = false;
    const Table& value = required(table, "table").value;
    const TableSource once{[&]() -> std::optional<Table> {
        if (std::exchange(given, true)) return std::nullopt;
        return value;
    }};
    std::int64_t left = 0;
    const RowSource rows =
        table_rows(context_of(context), once, names, std::string(required_text(target, "target")),
                   optional_text(weights), &left);
    RowBlock block;
    while (rows.next(block))
        partial.add(context_of(context), block.features, block.target, block.weights);
    if (left_out) *left_out = left;
}

// What a host's function returned.
void check_host(tenon_status status, const char* which) {
    if (status == TENON_OK) return;
    const bool known = status <= TENON_E_ARGUMENT && status >= TENON_E_INTERNAL;
    throw Error(known ? static_cast<Status>(status) : Status::cancelled,
                std::string("the host's function ") + which + " returned " + std::to_string(status),
                {.argument = which});
}

TableSource table_source(const tenon_table_source* source) {
    required(source, "source");
    const auto given = options_of(source, "source");
    if (!given.next) refuse("source", "must have a next function");
    TableSource out;
    out.next = [given]() -> std::optional<Table> {
        tenon_table* table = nullptr;
        const tenon_status status = given.next(&table, given.user);
        const std::unique_ptr<tenon_table> owned(table);
        check_host(status, "next");
        if (!owned) return std::nullopt;
        return std::move(owned->value);
    };
    if (given.rewind) out.rewind = [given] { return given.rewind(given.user) == 0; };
    return out;
}

}  // namespace

tenon_status tenon_linear_partial_create(const char* const* names, int32_t count,
                                         tenon_linear_partial** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        if (count < 0) refuse("count", "must not be negative");
        give_handle(out, LinearPartial(texts(names, count, "names")));
    });
}

tenon_status tenon_linear_partial_add(tenon_linear_partial* partial, const tenon_context* context,
                                      const tenon_matrix* features, const double* target,
                                      const double* weights, tenon_error* err) {
    return guard(err, [&] {
        add_matrix(required(partial, "partial").value, context, features, target, weights);
    });
}

tenon_status tenon_linear_partial_add_table(tenon_linear_partial* partial,
                                            const tenon_context* context, const tenon_table* table,
                                            const char* target, const char* weights,
                                            int64_t* left_out, tenon_error* err) {
    return guard(err, [&] {
        LinearPartial& value = required(partial, "partial").value;
        add_rows_of(value, value.names(), context, table, target, weights, left_out);
    });
}

tenon_status tenon_linear_partial_merge(tenon_linear_partial* partial,
                                        const tenon_linear_partial* other, tenon_error* err) {
    return guard(err, [&] {
        if (partial == other) refuse("other", "must be another partial");
        required(partial, "partial").value.merge(required(other, "other").value);
    });
}

int64_t tenon_linear_partial_rows(const tenon_linear_partial* partial) {
    return guard_value(no_rows, [&] { return required(partial, "partial").value.rows(); });
}

tenon_status tenon_linear_partial_to_bytes(const tenon_linear_partial* partial, void* out,
                                           int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_bytes(required(partial, "partial").value.to_bytes(), out, capacity, needed);
    });
}

tenon_status tenon_linear_partial_from_bytes(const void* bytes, int64_t length,
                                             tenon_linear_partial** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, LinearPartial::from_bytes(bytes_of(bytes, length)));
    });
}

tenon_status tenon_linear_partial_fit(const tenon_linear_partial* partial,
                                      const tenon_context* context,
                                      const tenon_linear_options* options, tenon_model** out,
                                      tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Pipeline::from_model(
                             required(partial, "partial")
                                 .value.finish(context_of(context), linear_options(options))));
    });
}

void tenon_linear_partial_free(tenon_linear_partial* partial) {
    guard_void([&] { delete partial; });
}

tenon_status tenon_logistic_partial_add(tenon_logistic_partial* partial,
                                        const tenon_context* context, const tenon_matrix* features,
                                        const double* target, const double* weights,
                                        tenon_error* err) {
    return guard(err, [&] {
        add_matrix(required(partial, "partial").value, context, features, target, weights);
    });
}

tenon_status tenon_logistic_partial_add_rows(tenon_logistic_partial* partial,
                                             const tenon_context* context,
                                             const tenon_matrix* features, const double* target,
                                             const tenon_row_extras* extras, tenon_error* err) {
    return guard(err, [&] {
        LogisticPartial& value = required(partial, "partial").value;
        const RowArrays rows = row_arrays(features, target, extras, nullptr);
        value.add_rows(context_of(context), rows.features, rows.target, rows.extras);
    });
}

tenon_status tenon_logistic_partial_add_table(tenon_logistic_partial* partial,
                                              const tenon_context* context,
                                              const tenon_table* table, const char* target,
                                              const char* weights, int64_t* left_out,
                                              tenon_error* err) {
    return guard(err, [&] {
        LogisticPartial& value = required(partial, "partial").value;
        add_rows_of(value, value.names(), context, table, target, weights, left_out);
    });
}

tenon_status tenon_logistic_partial_merge(tenon_logistic_partial* partial,
                                          const tenon_logistic_partial* other, tenon_error* err) {
    return guard(err, [&] {
        if (partial == other) refuse("other", "must be another partial");
        required(partial, "partial").value.merge(required(other, "other").value);
    });
}

int64_t tenon_logistic_partial_rows(const tenon_logistic_partial* partial) {
    return guard_value(no_rows, [&] { return required(partial, "partial").value.rows(); });
}

tenon_status tenon_logistic_partial_to_bytes(const tenon_logistic_partial* partial, void* out,
                                             int64_t capacity, int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_bytes(required(partial, "partial").value.to_bytes(), out, capacity, needed);
    });
}

tenon_status tenon_logistic_partial_from_bytes(const void* bytes, int64_t length,
                                               tenon_logistic_partial** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, LogisticPartial::from_bytes(bytes_of(bytes, length)));
    });
}

void tenon_logistic_partial_free(tenon_logistic_partial* partial) {
    guard_void([&] { delete partial; });
}

LogisticPass capi::lent_pass(tenon_logistic_pass_function pass, void* user) {
    if (!pass) refuse("pass", "must not be NULL");
    return [pass, user](LogisticPartial& partial) {
        tenon_logistic_partial lent{std::move(partial)};
        const tenon_status status = pass(&lent, user);
        partial = std::move(lent.value);
        check_host(status, "pass");
    };
}

FoldPass capi::lent_pass(tenon_fold_pass_function pass, void* user) {
    if (!pass) refuse("pass", "must not be NULL");
    return [pass, user](std::span<LogisticPartial> folds) {
        std::vector<tenon_logistic_partial> lent;
        lent.reserve(folds.size());
        std::vector<tenon_logistic_partial*> handles;
        for (LogisticPartial& fold : folds) {
            lent.push_back({std::move(fold)});
            handles.push_back(&lent.back());
        }
        const tenon_status status =
            pass(handles.data(), static_cast<std::int32_t>(handles.size()), user);
        for (std::size_t k = 0; k < folds.size(); ++k) folds[k] = std::move(lent[k].value);
        check_host(status, "pass");
    };
}

tenon_status tenon_glm_fit_passes(const tenon_context* context, const tenon_linear_partial* first,
                                  tenon_logistic_pass_function pass, void* user,
                                  tenon_model_kind family, const tenon_glm_options* options,
                                  tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        GlmOptions glm = glm_options(options);
        glm.family = model_kind(family);
        give_handle(
            out, Pipeline::from_model(fit_glm(context_of(context), required(first, "first").value,
                                              lent_pass(pass, user), glm)));
    });
}

tenon_status tenon_logistic_fit_passes(const tenon_context* context,
                                       const tenon_linear_partial* first,
                                       tenon_logistic_pass_function pass, void* user,
                                       const tenon_logistic_options* options, tenon_model** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    Pipeline::from_model(fit_logistic(
                        context_of(context), required(first, "first").value, lent_pass(pass, user),
                        array_options(options_of(options, "logistic options")))));
    });
}

tenon_status tenon_huber_fit_passes(const tenon_context* context, const tenon_linear_partial* first,
                                    tenon_logistic_pass_function pass, void* user,
                                    const tenon_huber_options* options, tenon_model** out,
                                    tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(
            out, Pipeline::from_model(fit_huber(context_of(context), required(first, "first").value,
                                                lent_pass(pass, user), huber_options(options))
                                          .model));
    });
}

tenon_status tenon_quantile_regression_fit_passes(const tenon_context* context,
                                                  const tenon_linear_partial* first,
                                                  tenon_logistic_pass_function pass, void* user,
                                                  const tenon_quantile_regression_options* options,
                                                  tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Pipeline::from_model(
                             fit_quantile(context_of(context), required(first, "first").value,
                                          lent_pass(pass, user), quantile_options(options))
                                 .model));
    });
}

tenon_status tenon_nonnegative_fit_partial(const tenon_context* context,
                                           const tenon_linear_partial* partial,
                                           int32_t no_intercept, tenon_model** out,
                                           tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Pipeline::from_model(fit_nonnegative(context_of(context),
                                                              required(partial, "partial").value,
                                                              {.intercept = no_intercept == 0})
                                                  .model));
    });
}

tenon_status tenon_pipeline_fit_source(const tenon_context* context,
                                       const tenon_table_source* source,
                                       const tenon_pipeline_options* options, tenon_model** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(options, "options");
        give_handle(out, Pipeline::fit(context_of(context), table_source(source),
                                       pipeline_options(options_of(options, "options"))));
    });
}

tenon_status tenon_pipeline_fit_csv(const tenon_context* context, const char* path,
                                    const tenon_csv_options* csv,
                                    const tenon_csv_batch_options* batch,
                                    const tenon_pipeline_options* options, tenon_model** out,
                                    tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(options, "options");
        const TableSource source =
            csv_table_source(context_of(context), std::string(required_text(path, "path")),
                             csv_batch_options(csv, batch));
        give_handle(out, Pipeline::fit(context_of(context), source,
                                       pipeline_options(options_of(options, "options"))));
    });
}

tenon_status tenon_pipeline_fit_arrow(const tenon_context* context, tenon_arrow_open_function open,
                                      void* user, const tenon_pipeline_options* options,
                                      tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(options, "options");
        if (!open) refuse("open", "must not be NULL");
        const TableSource source = arrow_table_source(
            context_of(context), [&](ArrowArrayStream* stream) { return open(stream, user) == 0; });
        give_handle(out, Pipeline::fit(context_of(context), source,
                                       pipeline_options(options_of(options, "options"))));
    });
}

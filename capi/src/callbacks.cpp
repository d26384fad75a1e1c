// Callbacks: the host's functions as those of the library, and the rows they hand back.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

tenon_solve_point point_struct(const SolvePoint& point) {
    return {sizeof(tenon_solve_point),
            static_cast<std::int32_t>(point.values.size()),
            point.values.data(),
            point.objective,
            point.bound,
            point.incumbent,
            point.nodes};
}

std::function<bool(const SolvePoint&, NewRows&)> rows_callback(tenon_rows_function call,
                                                               void* user) {
    if (!call) return {};
    return [call, user](const SolvePoint& point, NewRows& rows) {
        const tenon_solve_point snapshot = point_struct(point);
        tenon_new_rows lent{rows};
        return call(&snapshot, &lent, user) == 0;
    };
}

}  // namespace

namespace tenon::capi {

TextSink text_sink(tenon_text_sink sink, void* user) {
    if (!sink) refuse("sink", "must not be NULL");
    return [sink, user](std::string_view text) {
        if (sink(text.data(), static_cast<std::int64_t>(text.size()), user) != 0)
            throw Error(Status::cancelled, "the sink asked to stop", {.argument = "sink"});
    };
}

SolveCallbacks solve_callbacks(const tenon_solve_callbacks* callbacks) {
    const auto given = options_of(callbacks, "solve callbacks");
    SolveCallbacks result;
    if (given.incumbent)
        result.incumbent = [call = given.incumbent, user = given.user](const SolvePoint& point) {
            const tenon_solve_point snapshot = point_struct(point);
            return call(&snapshot, user) == 0;
        };
    result.lazy_rows = rows_callback(given.lazy_rows, given.user);
    result.user_cuts = rows_callback(given.user_cuts, given.user);
    return result;
}

}  // namespace tenon::capi

tenon_status tenon_new_rows_add(tenon_new_rows* rows, const char* name, double lower, double upper,
                                int32_t count, const int32_t* columns, const double* coefficients,
                                tenon_error* err) {
    return guard(err, [&] {
        NewRows& target = required(rows, "rows").value;
        const auto index = list_of(columns, count, "columns");
        const auto value = list_of(coefficients, count, "coefficients");
        target.add(lower, upper, index, value, optional_text(name));
    });
}

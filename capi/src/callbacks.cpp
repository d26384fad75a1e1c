// Callbacks: the host's functions as those of the library, and what they hand back.
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
    if (given.user_plans)
        result.user_plans = [call = given.user_plans, user = given.user](const SolvePoint& point,
                                                                         NewPlans& plans) {
            const tenon_solve_point snapshot = point_struct(point);
            tenon_new_plans lent{plans};
            return call(&snapshot, &lent, user) == 0;
        };
    if (given.plan_verdict)
        result.plan_verdict = [call = given.plan_verdict,
                               user = given.user](const PlanVerdict& verdict) {
            const std::string reason(verdict.reason);
            const tenon_plan_verdict told{sizeof(tenon_plan_verdict), verdict.number,
                                          verdict.taken ? 1 : 0,      0,
                                          verdict.objective,          reason.c_str()};
            return call(&told, user) == 0;
        };
    if (given.user_branching)
        result.user_branching = [call = given.user_branching, user = given.user](
                                    const SolvePoint& point, Branching& branching) {
            const tenon_solve_point snapshot = point_struct(point);
            tenon_branching lent{branching};
            return call(&snapshot, &lent, user) == 0;
        };
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

tenon_status tenon_new_plans_add(tenon_new_plans* plans, const double* values, int32_t count,
                                 tenon_error* err) {
    return guard(err, [&] {
        NewPlans& target = required(plans, "plans").value;
        target.add(list_of(values, count, "values"));
    });
}

tenon_status tenon_branching_choose(tenon_branching* branching, int32_t column, double value,
                                    tenon_branch_side first, tenon_error* err) {
    return guard(err, [&] {
        Branching& target = required(branching, "branching").value;
        if (first < TENON_BRANCH_AUTOMATIC || first > TENON_BRANCH_UP)
            refuse("first", "must be TENON_BRANCH_AUTOMATIC, _DOWN or _UP");
        target.choose(column, value, static_cast<BranchSide>(first));
    });
}

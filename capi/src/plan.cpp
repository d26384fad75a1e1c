#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_plan_orders(const tenon_context* context, const tenon_table* orders,
                               const tenon_table* machines, const tenon_order_plan_options* options,
                               tenon_plan** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const auto given = options_of(options, "options");
        OrderPlanOptions plan_options;
        if (given.days < 0) refuse("days", "must not be negative");
        if (given.days > 0) plan_options.days = given.days;
        if (given.setup_hours != given.setup_hours) refuse("setup_hours", "must not be NaN");
        if (given.setup_hours != 0) plan_options.setup_hours = std::max(0.0, given.setup_hours);
        plan_options.setup_cost = given.setup_cost;
        plan_options.solve = solve_options(given.solve);
        OrderPlan plan = plan_orders(solve_context_of(context), required(orders, "orders").value,
                                     required(machines, "machines").value, plan_options);
        tenon_problem problem{plan.problem};
        tenon_solution solution{std::make_shared<const Solution>(plan.solution)};
        give_handle(out, std::move(plan), std::move(problem), std::move(solution));
    });
}

void tenon_plan_free(tenon_plan* plan) {
    guard_void([&] { delete plan; });
}

tenon_status tenon_plan_schedule(const tenon_plan* plan, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(plan, "plan").value.schedule);
    });
}

tenon_status tenon_plan_load(const tenon_plan* plan, tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, required(plan, "plan").value.load);
    });
}

const char* tenon_plan_explanation(const tenon_plan* plan) {
    return guard_value("", [&] { return plan ? plan->value.explanation.c_str() : ""; });
}

int32_t tenon_plan_skipped(const tenon_plan* plan) {
    return guard_value(std::int32_t{-1}, [&] {
        return plan ? static_cast<std::int32_t>(plan->value.skipped.size()) : std::int32_t{-1};
    });
}

const char* tenon_plan_skipped_order(const tenon_plan* plan, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        return required(plan, "plan").value.skipped.at(static_cast<std::size_t>(index)).c_str();
    });
}

const tenon_problem* tenon_plan_problem(const tenon_plan* plan) {
    return guard_value(static_cast<const tenon_problem*>(nullptr),
                       [&] { return plan ? &plan->problem : nullptr; });
}

const tenon_solution* tenon_plan_solution(const tenon_plan* plan) {
    return guard_value(static_cast<const tenon_solution*>(nullptr),
                       [&] { return plan ? &plan->solution : nullptr; });
}

#include <utility>

#include "plan/explain.hpp"
#include "plan/first_plan.hpp"
#include "plan/order_data.hpp"
#include "plan/order_model.hpp"
#include "plan/schedule.hpp"
#include "tenon/plan.hpp"

namespace tenon {

OrderPlan plan_orders(const Context& context, const Table& orders, const Table& machines,
                      const OrderPlanOptions& options) {
    const plan::OrderBook book = plan::read_order_book(orders, machines, options);
    plan::OrderModel model = plan::build_order_model(context, book);
    SolveOptions solve_options = options.solve;
    if (solve_options.start.empty()) solve_options.start = plan::first_plan(book, model);

    OrderPlan out;
    out.solution = solve(context, model.problem, solve_options);
    const bool planned = out.solution.has_values;
    const plan::Schedule schedule =
        planned ? plan::schedule_of(book, model, out.solution.values) : plan::empty_schedule(book);
    out.schedule = plan::schedule_table(book, schedule);
    out.load = plan::load_table(book, schedule);
    for (const std::int32_t o : schedule.skipped)
        out.skipped.push_back(book.orders[static_cast<std::size_t>(o)].name);
    out.explanation = planned ? plan::explain_plan(book, schedule, out.solution)
                              : plan::explain_no_plan(book, out.solution);
    out.problem = std::move(model.problem);
    return out;
}

}  // namespace tenon

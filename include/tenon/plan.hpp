// Orders become a week's plan: which order runs on which machine on which day, at least cost.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve.hpp"
#include "tenon/table.hpp"

namespace tenon {

// orders:   order (text), family (text), hours (> 0), due_day (1..days, int64 or float64),
//           optional late_cost_per_day (default 1), optional skip_cost (default: must be made)
// machines: machine (text), hours_per_day (>= 0), optional cost_per_hour (default 0),
//           optional families (text: a list separated by ';' or ' '; empty or missing: all)
// Names may also be int64, as a CSV with numbered orders has them. Costs are finite and >= 0; a
// missing cell of an optional column is its default.
struct OrderPlanOptions {
    std::int32_t days = 5;
    double setup_hours = 0.5;  // each family started on a machine on a day costs this much time,
    double setup_cost = 0;     // this much money, and the machine's hours at cost_per_hour
    SolveOptions solve;
};

// min  sum lateness + machine + setup + skipping cost
// s.t. every order once (or skipped), hours + setups within each machine-day, an order's family is
//      set up where it runs. Orders run whole, on one machine and one day.
struct OrderPlan {
    Problem problem;  // the integer program, in names such as "P-17 on M-02 day 3"
    Solution solution;
    Table schedule;  // order, family, machine, day, start_hour, end_hour, due_day, days_late,
                     // cost (lateness and machine hours; set-ups are not shared out); in order
                     // of machine, day, start; empty without a plan
    Table load;      // machine, day, hours_used (set-ups included), setup_hours,
                     // hours_available; one row a machine and day
    std::vector<std::string> skipped;
    std::string explanation;  // a few sentences: cost parts, bottleneck, what was late or skipped
};

// Errors: not_found (a column), type, data (a cell; no rows; more than 5e6 choices of order,
// machine and day), argument (an option). An order that no machine can take is not an error: the
// outcome is infeasible, and the explanation says so in words. Without options.solve.start the
// solver starts from a plan made order by order.
OrderPlan plan_orders(const Context& context, const Table& orders, const Table& machines,
                      const OrderPlanOptions& options = {});

}  // namespace tenon

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
struct OrderPlanOptions {
    std::int32_t days = 5;
    double setup_hours = 0.5;  // each family started on a machine on a day costs this much time
    double setup_cost = 0;
    SolveOptions solve;
};

// min  sum lateness + machine + setup + skipping cost
// s.t. every order once (or skipped), hours + setups within each machine-day, an order's family is
//      set up where it runs. Orders run whole, on one machine and one day.
struct OrderPlan {
    Problem problem;     // the integer program, in names such as "P-17 on M-02 day 3"
    Solution solution;
    Table schedule;      // order, family, machine, day, start_hour, end_hour, due_day, days_late,
                         // cost; in order of machine, day, start; empty without a plan
    Table load;          // machine, day, hours_used, setup_hours, hours_available
    std::vector<std::string> skipped;
    std::string explanation;  // a few sentences: cost parts, bottleneck, what was late or skipped
};

// Errors: not_found (a column), type, data (an order no machine can take: outcome infeasible is
// explained in words instead).
OrderPlan plan_orders(const Context& context, const Table& orders, const Table& machines,
                      const OrderPlanOptions& options = {});

}  // namespace tenon

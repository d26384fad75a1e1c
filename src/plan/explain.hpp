// A plan, or the lack of one, in plain English.
#pragma once

#include <string>

#include "plan/schedule.hpp"
#include "tenon/solve.hpp"

namespace tenon::plan {

// What the plan costs and why, how sure that is, the fullest machine days, what is late or skipped.
std::string explain_plan(const OrderBook& book, const Schedule& schedule, const Solution& solution);

// Why there is no plan, as far as it can be proven by counting: an order no machine takes or has
// the hours for, more hours than the machines that take them have, more large orders than days;
// otherwise what to relax.
std::string explain_no_plan(const OrderBook& book, const Solution& solution);

}  // namespace tenon::plan

// A plan made in one pass, for the solver to start from.
#pragma once

#include <vector>

#include "plan/order_model.hpp"

namespace tenon::plan {

// One value a column of the model: orders by due day, dearest lateness first, each where it adds
// least cost. Empty if an order that must be made finds no room.
std::vector<double> first_plan(const OrderBook& book, const OrderModel& model);

}  // namespace tenon::plan

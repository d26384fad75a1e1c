// The tables of orders and machines as checked records.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenon/plan.hpp"
#include "tenon/table.hpp"

namespace tenon::plan {

// Sums of hours such as 0.1 + 0.2 may come out a little above the 0.3 that was meant.
inline constexpr double hours_slack = 1e-9;

struct Order {
    std::string name;
    std::int32_t family = 0;
    double hours = 0;
    std::int32_t due_day = 1;         // from 1
    double late_cost = 1;             // a day
    std::optional<double> skip_cost;  // empty: must be made
};

struct Machine {
    std::string name;
    double hours = 0;         // a day
    double cost = 0;          // an hour
    std::vector<bool> takes;  // by family
};

struct OrderBook {
    std::vector<Order> orders;
    std::vector<Machine> machines;
    std::vector<std::string> families;  // in order of first use by an order
    std::int32_t days = 5;
    double setup_hours = 0, setup_cost = 0;

    bool needs_setups() const noexcept { return setup_hours > 0 || setup_cost > 0; }
    // Whether the order could run on the machine on an otherwise empty day.
    bool fits(const Order& order, const Machine& machine) const noexcept {
        return machine.takes[static_cast<std::size_t>(order.family)] &&
               order.hours + setup_hours <= machine.hours + hours_slack;
    }
    std::int32_t days_late(const Order& order, std::int32_t day) const noexcept {
        return day > order.due_day ? day - order.due_day : 0;
    }
    // What it costs to run the order there and then, without its share of set-ups.
    double cost_of(const Order& order, const Machine& machine, std::int32_t day) const noexcept {
        return order.late_cost * days_late(order, day) + machine.cost * order.hours;
    }
    double setup_cost_on(const Machine& machine) const noexcept {
        return setup_cost + machine.cost * setup_hours;
    }
};

// Throws Error: not_found (a column), type, data (a cell, with its row), argument (an option).
OrderBook read_order_book(const Table& orders, const Table& machines,
                          const OrderPlanOptions& options);

}  // namespace tenon::plan

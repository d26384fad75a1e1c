// The days of the machines, hour by hour, from a solution of the integer program.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/order_model.hpp"
#include "tenon/table.hpp"

namespace tenon::plan {

struct Run {
    std::int32_t order, machine, day;
    double start = 0, end = 0;  // hours since the machine's day began
    std::int32_t days_late = 0;
    double cost = 0;  // lateness and machine hours of this order
};

struct MachineDay {
    double used = 0, setup = 0;  // used includes the set-ups
};

struct Schedule {
    std::vector<Run> runs;         // by machine, day, start
    std::vector<MachineDay> days;  // machines * book.days, by machine then day
    std::vector<std::int32_t> skipped;
    std::int64_t setups = 0;
    // Parts of the total cost.
    double lateness = 0, machine_hours = 0, setup_cost = 0, skipping = 0;
};

// Within a machine's day families follow one another by their earliest due day, each set up once,
// then the orders of the family by due day.
Schedule schedule_of(const OrderBook& book, const OrderModel& model,
                     const std::vector<double>& values);

Table schedule_table(const OrderBook& book, const Schedule& schedule);
Table load_table(const OrderBook& book, const Schedule& schedule);
// Tables of the same columns without a plan: no runs, nothing used.
Schedule empty_schedule(const OrderBook& book);

}  // namespace tenon::plan

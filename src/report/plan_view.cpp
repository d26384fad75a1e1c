// The tables of a plan as records that the charts can walk.
#include <algorithm>
#include <cmath>
#include <limits>

#include "report/charts.hpp"

namespace tenon::report {

namespace {

// Numbers of a column that may be absent; the caller's plan may come from an older document.
double number_at(const Table& table, std::string_view name, std::int64_t row) {
    const auto index = table.find(name);
    if (!index || table.column(*index).type() == Type::text) return 0;
    const double value = table.column(*index).number(row);
    return std::isfinite(value) ? value : 0;
}

std::string text_at(const Table& table, std::string_view name, std::int64_t row) {
    const auto index = table.find(name);
    return index ? table.column(*index).cell_text(row) : std::string();
}

std::int32_t day_at(const Table& table, std::int64_t row) {
    constexpr double last = 100'000;  // days; a plan of centuries is a mistake
    return static_cast<std::int32_t>(std::clamp(number_at(table, "day", row), 1.0, last));
}

std::int32_t index_in(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
        names.push_back(name);
        return static_cast<std::int32_t>(names.size() - 1);
    }
    return static_cast<std::int32_t>(found - names.begin());
}

}  // namespace

PlanView read_plan(const OrderPlan& plan) {
    PlanView view;
    const Table& load = plan.load;
    for (std::int64_t row = 0; row < load.rows(); ++row) {
        MachineDay entry;
        entry.machine = index_in(view.machines, text_at(load, "machine", row));
        entry.day = day_at(load, row);
        entry.used = number_at(load, "hours_used", row);
        entry.setup = number_at(load, "setup_hours", row);
        entry.available = number_at(load, "hours_available", row);
        view.days = std::max(view.days, entry.day);
        view.day_hours = std::max({view.day_hours, entry.available, entry.used});
        view.load.push_back(entry);
    }
    const Table& schedule = plan.schedule;
    for (std::int64_t row = 0; row < schedule.rows(); ++row) {
        PlannedOrder entry;
        entry.order = text_at(schedule, "order", row);
        entry.family = text_at(schedule, "family", row);
        entry.machine = index_in(view.machines, text_at(schedule, "machine", row));
        entry.day = day_at(schedule, row);
        entry.start = number_at(schedule, "start_hour", row);
        entry.end = number_at(schedule, "end_hour", row);
        entry.due_day = number_at(schedule, "due_day", row);
        entry.days_late = number_at(schedule, "days_late", row);
        entry.cost = number_at(schedule, "cost", row);
        index_in(view.families, entry.family);
        view.days = std::max(view.days, entry.day);
        view.day_hours = std::max(view.day_hours, entry.end);
        view.orders.push_back(std::move(entry));
    }
    std::sort(view.families.begin(), view.families.end());
    return view;
}

}  // namespace tenon::report

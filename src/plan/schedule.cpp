#include "plan/schedule.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace tenon::plan {

namespace {

constexpr double chosen =
    0.5;  // values of binary columns are exact 0 or 1; any number between does

class Scheduler {
  public:
    explicit Scheduler(const OrderBook& book) : book_(book), out_(empty_schedule(book)) {}

    Schedule run(const OrderModel& model, const std::vector<double>& values) {
        for (const Candidate& candidate : model.candidates)
            if (values[static_cast<std::size_t>(candidate.column)] > chosen)
                out_.runs.push_back(
                    {.order = candidate.order, .machine = candidate.machine, .day = candidate.day});
        std::stable_sort(out_.runs.begin(), out_.runs.end(), [](const Run& a, const Run& b) {
            return std::tie(a.machine, a.day) < std::tie(b.machine, b.day);
        });
        for (std::size_t first = 0, last = 0; first < out_.runs.size(); first = last) {
            while (last < out_.runs.size() && out_.runs[last].machine == out_.runs[first].machine &&
                   out_.runs[last].day == out_.runs[first].day)
                ++last;
            arrange_day(first, last);
        }
        for (std::size_t o = 0; o < book_.orders.size(); ++o) {
            const std::int32_t skip = model.skip_column[o];
            if (skip < 0 || values[static_cast<std::size_t>(skip)] <= chosen) continue;
            out_.skipped.push_back(static_cast<std::int32_t>(o));
            out_.skipping += *book_.orders[o].skip_cost;
        }
        return std::move(out_);
    }

  private:
    const Order& order_of(const Run& run) const {
        return book_.orders[static_cast<std::size_t>(run.order)];
    }

    void arrange_day(std::size_t first, std::size_t last) {
        std::vector<std::int32_t> urgency(book_.families.size(), book_.days + 1);
        for (std::size_t k = first; k < last; ++k) {
            const Order& order = order_of(out_.runs[k]);
            auto& earliest = urgency[static_cast<std::size_t>(order.family)];
            earliest = std::min(earliest, order.due_day);
        }
        const auto key = [&](const Run& run) {
            const Order& order = order_of(run);
            return std::tuple(urgency[static_cast<std::size_t>(order.family)], order.family,
                              order.due_day, run.order);
        };
        std::sort(out_.runs.begin() + static_cast<std::ptrdiff_t>(first),
                  out_.runs.begin() + static_cast<std::ptrdiff_t>(last),
                  [&](const Run& a, const Run& b) { return key(a) < key(b); });
        const auto m = static_cast<std::size_t>(out_.runs[first].machine);
        const Machine& machine = book_.machines[m];
        MachineDay& day = out_.days[m * static_cast<std::size_t>(book_.days) +
                                    static_cast<std::size_t>(out_.runs[first].day - 1)];
        std::int32_t family = -1;
        for (std::size_t k = first; k < last; ++k) {
            Run& run = out_.runs[k];
            const Order& order = order_of(run);
            if (order.family != family) {
                family = order.family;
                day.setup += book_.setup_hours;
                day.used += book_.setup_hours;
                out_.setup_cost += book_.setup_cost_on(machine);
                ++out_.setups;
            }
            run.start = day.used;
            day.used += order.hours;
            run.end = day.used;
            run.days_late = book_.days_late(order, run.day);
            run.cost = book_.cost_of(order, machine, run.day);
            out_.lateness += order.late_cost * run.days_late;
            out_.machine_hours += machine.cost * order.hours;
        }
    }

    const OrderBook& book_;
    Schedule out_;
};

}  // namespace

Schedule empty_schedule(const OrderBook& book) {
    Schedule schedule;
    schedule.days.resize(book.machines.size() * static_cast<std::size_t>(book.days));
    return schedule;
}

Schedule schedule_of(const OrderBook& book, const OrderModel& model,
                     const std::vector<double>& values) {
    return Scheduler(book).run(model, values);
}

Table schedule_table(const OrderBook& book, const Schedule& schedule) {
    std::vector<std::string> order, family, machine;
    std::vector<std::int64_t> day, due, late;
    std::vector<double> start, end, cost;
    for (const Run& run : schedule.runs) {
        const Order& made = book.orders[static_cast<std::size_t>(run.order)];
        order.push_back(made.name);
        family.push_back(book.families[static_cast<std::size_t>(made.family)]);
        machine.push_back(book.machines[static_cast<std::size_t>(run.machine)].name);
        day.push_back(run.day);
        start.push_back(run.start);
        end.push_back(run.end);
        due.push_back(made.due_day);
        late.push_back(run.days_late);
        cost.push_back(run.cost);
    }
    return Table({"order", "family", "machine", "day", "start_hour", "end_hour", "due_day",
                  "days_late", "cost"},
                 {Column::from_text(order), Column::from_text(family), Column::from_text(machine),
                  Column::from_int64(std::move(day)), Column::from_float64(std::move(start)),
                  Column::from_float64(std::move(end)), Column::from_int64(std::move(due)),
                  Column::from_int64(std::move(late)), Column::from_float64(std::move(cost))});
}

Table load_table(const OrderBook& book, const Schedule& schedule) {
    std::vector<std::string> machine;
    std::vector<std::int64_t> day;
    std::vector<double> used, setup, available;
    for (std::size_t place = 0; place < schedule.days.size(); ++place) {
        const auto days = static_cast<std::size_t>(book.days);
        const Machine& at = book.machines[place / days];
        machine.push_back(at.name);
        day.push_back(static_cast<std::int64_t>(place % days) + 1);
        used.push_back(schedule.days[place].used);
        setup.push_back(schedule.days[place].setup);
        available.push_back(at.hours);
    }
    return Table({"machine", "day", "hours_used", "setup_hours", "hours_available"},
                 {Column::from_text(machine), Column::from_int64(std::move(day)),
                  Column::from_float64(std::move(used)), Column::from_float64(std::move(setup)),
                  Column::from_float64(std::move(available))});
}

}  // namespace tenon::plan

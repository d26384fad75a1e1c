#include "plan/first_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace tenon::plan {

namespace {

std::vector<std::size_t> by_urgency(const OrderBook& book) {
    std::vector<std::size_t> sorted(book.orders.size());
    std::iota(sorted.begin(), sorted.end(), std::size_t{0});
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::size_t a, std::size_t b) {
        const Order &x = book.orders[a], &y = book.orders[b];
        if (x.due_day != y.due_day) return x.due_day < y.due_day;
        if (x.late_cost != y.late_cost) return x.late_cost > y.late_cost;
        return x.hours > y.hours;
    });
    return sorted;
}

}  // namespace

std::vector<double> first_plan(const OrderBook& book, const OrderModel& model) {
    const auto cost = model.problem.cost();
    std::vector<double> values(cost.size(), 0.0);
    std::vector<double> used(book.machines.size() * static_cast<std::size_t>(book.days), 0.0);
    for (const std::size_t o : by_urgency(book)) {
        const Candidate* best = nullptr;
        double best_cost = 0, best_hours = 0;
        std::size_t best_place = 0;
        for (std::size_t c = model.first_candidate[o]; c < model.first_candidate[o + 1]; ++c) {
            const Candidate& candidate = model.candidates[c];
            const bool starts =
                candidate.setup >= 0 && values[static_cast<std::size_t>(candidate.setup)] == 0;
            const double hours =
                book.orders[o].hours + (starts || candidate.alone ? book.setup_hours : 0);
            const auto machine = static_cast<std::size_t>(candidate.machine);
            const std::size_t place = machine * static_cast<std::size_t>(book.days) +
                                      static_cast<std::size_t>(candidate.day - 1);
            if (used[place] + hours > book.machines[machine].hours + hours_slack) continue;
            const double added = cost[static_cast<std::size_t>(candidate.column)] +
                                 (starts ? cost[static_cast<std::size_t>(candidate.setup)] : 0);
            if (best && added >= best_cost) continue;
            best = &candidate;
            best_cost = added;
            best_hours = hours;
            best_place = place;
        }
        const std::int32_t skip = model.skip_column[o];
        if (skip >= 0 && (!best || cost[static_cast<std::size_t>(skip)] < best_cost)) {
            values[static_cast<std::size_t>(skip)] = 1;
            continue;
        }
        if (!best) return {};
        used[best_place] += best_hours;
        values[static_cast<std::size_t>(best->column)] = 1;
        if (best->setup >= 0) values[static_cast<std::size_t>(best->setup)] = 1;
    }
    return values;
}

}  // namespace tenon::plan

// Proofs by counting that an order book has no plan. Each is a relaxation that a person can check.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/reason_text.hpp"
#include "plan/explain.hpp"

namespace tenon::plan {

namespace {

constexpr std::size_t most_reasons = 5;
constexpr double hundredths = 100;

std::string hours_text(double hours) {
    return reading_text(std::round(hours * hundredths) / hundredths);
}

// An order that fits no machine even on an empty day.
std::string why_alone(const OrderBook& book, const Order& order) {
    const Machine* longest = nullptr;
    for (const Machine& machine : book.machines) {
        if (book.fits(order, machine)) return {};
        if (machine.takes[static_cast<std::size_t>(order.family)] &&
            (!longest || machine.hours > longest->hours))
            longest = &machine;
    }
    const std::string& family = book.families[static_cast<std::size_t>(order.family)];
    if (!longest)
        return "Order " + order.name + " is of family " + family +
               ", which no machine takes; add it to a machine's families.";
    return "Order " + order.name + " needs " + hours_text(order.hours) + " hours" +
           (book.setup_hours > 0 ? " and " + hours_text(book.setup_hours) + " for its set-up"
                                 : std::string()) +
           ", but the longest day of a machine that takes family " + family + " has " +
           hours_text(longest->hours) + " (" + longest->name +
           "); split the order or lengthen the day.";
}

// Orders that must be made and can run on the machines of one set only.
struct Pool {
    std::vector<bool> machines;
    double work = 0, shortest = 0, capacity = 0, longest_day = 0;
    std::int64_t orders = 0, machine_days = 0;
    std::map<std::int32_t, double> family_work;
};

// For every set of machines that some order is bound to: all orders bound to it or a part of it.
std::vector<Pool> pools_of(const OrderBook& book) {
    std::map<std::vector<bool>, std::vector<const Order*>> bound;
    for (const Order& order : book.orders) {
        if (order.skip_cost) continue;
        std::vector<bool> machines(book.machines.size());
        for (std::size_t m = 0; m < machines.size(); ++m)
            machines[m] = book.fits(order, book.machines[m]);
        bound[machines].push_back(&order);
    }
    constexpr std::size_t most_sets = 200;  // pairs of sets are compared; more would tell no more
    std::vector<Pool> pools;
    for (const auto& [machines, own] : bound) {
        if (pools.size() == most_sets) break;
        Pool pool;
        pool.machines = machines;
        for (std::size_t m = 0; m < machines.size(); ++m)
            if (machines[m]) {
                pool.capacity += book.machines[m].hours * book.days;
                pool.longest_day = std::max(pool.longest_day, book.machines[m].hours);
                pool.machine_days += book.days;
            }
        for (const auto& [part, orders] : bound) {
            bool inside = true;
            for (std::size_t m = 0; m < part.size() && inside; ++m)
                inside = !part[m] || machines[m];
            if (!inside) continue;
            for (const Order* order : orders) {
                pool.shortest =
                    pool.orders == 0 ? order->hours : std::min(pool.shortest, order->hours);
                pool.work += order->hours;
                pool.family_work[order->family] += order->hours;
                ++pool.orders;
            }
        }
        pools.push_back(std::move(pool));
    }
    return pools;
}

std::string machines_text(const OrderBook& book, const Pool& pool) {
    std::string text;
    std::int64_t count = 0, named = 0;
    for (const bool in : pool.machines) count += in;
    if (count == static_cast<std::int64_t>(pool.machines.size()))
        return count == 1 ? "the machine" : "all machines together";
    for (std::size_t m = 0; m < pool.machines.size(); ++m) {
        if (!pool.machines[m]) continue;
        if (named == static_cast<std::int64_t>(most_reasons)) {
            text += " and " + count_text(count - named) + " more";
            break;
        }
        if (named > 0) text += named + 1 == count ? " and " : ", ";
        text += book.machines[m].name;
        ++named;
    }
    return text;
}

// More hours, with the fewest set-ups they need, than the machines have.
std::string why_hours(const OrderBook& book, const Pool& pool) {
    std::int64_t setups = 0;
    if (book.setup_hours > 0)
        for (const auto& [family, work] : pool.family_work)
            setups += static_cast<std::int64_t>(
                std::ceil(work / (pool.longest_day - book.setup_hours) - hours_slack));
    const double needed = pool.work + static_cast<double>(setups) * book.setup_hours;
    // The relative slack covers the rounding of long sums.
    if (needed <= pool.capacity * (1 + hours_slack) + hours_slack) return {};
    return count_text(pool.orders, "order", "orders") + " that must be made can run on " +
           machines_text(book, pool) + " only and need " + hours_text(pool.work) + " hours" +
           (setups > 0 ? " and at least " + count_text(setups, "set-up", "set-ups") : "") + ", " +
           hours_text(needed) + " in all, but " + count_text(book.days, "day has ", "days have ") +
           hours_text(pool.capacity) + "; add days or hours, or give some orders a skip_cost.";
}

// Orders of which no two fit into one machine day, and more of them than machine days.
std::string why_large(const OrderBook& book, const Pool& pool) {
    std::vector<double> hours;
    for (const Order& order : book.orders) {
        if (order.skip_cost) continue;
        bool inside = true;
        for (std::size_t m = 0; m < pool.machines.size() && inside; ++m)
            inside = !book.fits(order, book.machines[m]) || pool.machines[m];
        if (inside) hours.push_back(order.hours);
    }
    std::sort(hours.begin(), hours.end(), std::greater<>());
    // The orders before k are large if even the two least of them are too long for one day.
    const auto days = static_cast<std::size_t>(pool.machine_days);
    if (hours.size() <= days || days == 0) return {};
    if (hours[days - 1] + hours[days] + book.setup_hours <= pool.longest_day + hours_slack)
        return {};
    return count_text(static_cast<std::int64_t>(days) + 1) + " orders of at least " +
           hours_text(hours[days]) + " hours must be made on " + machines_text(book, pool) +
           ", no two of them fit into one day, and there are " +
           count_text(pool.machine_days, "machine day", "machine days") +
           " for them; add days or machines, or split orders.";
}

std::vector<std::string> reasons_of(const OrderBook& book) {
    std::vector<std::string> reasons;
    for (const Order& order : book.orders) {
        if (order.skip_cost) continue;
        if (std::string reason = why_alone(book, order); !reason.empty())
            reasons.push_back(std::move(reason));
    }
    if (!reasons.empty()) return reasons;
    for (const Pool& pool : pools_of(book)) {
        std::string reason = why_hours(book, pool);
        if (reason.empty()) reason = why_large(book, pool);
        if (!reason.empty()) reasons.push_back(std::move(reason));
    }
    return reasons;
}

}  // namespace

std::string explain_no_plan(const OrderBook& book, const Solution& solution) {
    const std::vector<std::string> reasons = reasons_of(book);
    std::string text = reasons.empty() && solution.outcome != Outcome::infeasible
                           ? "No plan was found before the search stopped (" +
                                 std::string(outcome_text(solution.outcome)) +
                                 "), nor was it proven that there is none; allow more time, or "
                                 "more days or hours."
                           : "There is no plan that makes every order that must be made.";
    for (std::size_t k = 0; k < std::min(reasons.size(), most_reasons); ++k)
        (text += ' ') += reasons[k];
    if (reasons.size() > most_reasons)
        text += " And " +
                count_text(static_cast<std::int64_t>(reasons.size() - most_reasons), "more reason",
                           "more reasons") +
                " of this kind.";
    if (reasons.empty() && solution.outcome == Outcome::infeasible)
        text +=
            " No single order and no group of machines is overloaded by itself; the orders, "
            "taken whole and with their set-ups, do not fit together. Add a day or machine "
            "hours, shorten set-ups, split large orders, or give a skip_cost to orders that "
            "may be left out.";
    return text;
}

}  // namespace tenon::plan

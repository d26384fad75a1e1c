#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>
#include <vector>

#include "base/reason_text.hpp"
#include "plan/explain.hpp"

namespace tenon::plan {

namespace {

constexpr std::size_t most_named = 5;       // orders named before "and n more"
constexpr std::size_t most_days_named = 3;  // machine days named as the fullest
constexpr double cent = 100;
constexpr double proven_gap = 1e-9;  // less is the rounding of the bound's own arithmetic

// Money to the cent, without trailing zeros.
std::string money(double amount) {
    return reading_text(std::round(amount * cent) / cent);
}

std::string hours_text(double hours) {
    return reading_text(std::round(hours * cent) / cent);
}

// "a, b and c", the rest counted.
std::string listed(const std::vector<std::string>& items) {
    const std::size_t named = std::min(items.size(), most_named);
    std::string text;
    for (std::size_t k = 0; k < named; ++k) {
        if (k > 0) text += k + 1 == items.size() ? " and " : ", ";
        text += items[k];
    }
    if (items.size() > named)
        text +=
            " and " + count_text(static_cast<std::int64_t>(items.size() - named), "more", "more");
    return text;
}

std::string certainty(const Solution& solution) {
    if (solution.gap <= proven_gap) return "No plan costs less.";
    const double above = solution.objective - solution.bound;
    if (!std::isfinite(above)) return "How far it is from the best is not known.";
    std::string text = "The best possible plan costs at least " + money(solution.bound);
    if (solution.outcome == Outcome::optimal)
        return text + ", so this one is the best within the gap asked for.";
    return text + ", so this one is at most " + money(above) +
           " above it; the search stopped before more was proven (" +
           outcome_text(solution.outcome) + ").";
}

std::string cost_sentence(const OrderBook& book, const Schedule& schedule,
                          const Solution& solution) {
    std::string text = fmt::format("The plan costs {}: {} for lateness, {} for machine hours",
                                   money(solution.objective), money(schedule.lateness),
                                   money(schedule.machine_hours));
    if (book.needs_setups())
        text += fmt::format(", {} for {}", money(schedule.setup_cost),
                            count_text(schedule.setups, "set-up", "set-ups"));
    if (!schedule.skipped.empty())
        text += fmt::format(", {} for skipping", money(schedule.skipping));
    return text + ". " + certainty(solution);
}

std::string bottleneck_sentence(const OrderBook& book, const Schedule& schedule) {
    const auto days = static_cast<std::size_t>(book.days);
    std::vector<std::size_t> busy;
    for (std::size_t place = 0; place < schedule.days.size(); ++place)
        if (schedule.days[place].used > 0) busy.push_back(place);
    const auto share = [&](std::size_t place) {
        return schedule.days[place].used / book.machines[place / days].hours;
    };
    std::stable_sort(busy.begin(), busy.end(),
                     [&](std::size_t a, std::size_t b) { return share(a) > share(b); });
    if (busy.empty()) return {};
    std::vector<std::string> named;
    for (std::size_t k = 0; k < std::min(busy.size(), most_days_named); ++k) {
        const std::size_t place = busy[k];
        const Machine& machine = book.machines[place / days];
        named.push_back(machine.name + " on day " + std::to_string(place % days + 1) + " (" +
                        hours_text(schedule.days[place].used) + " of " + hours_text(machine.hours) +
                        " hours, " + reading_text(std::round(100 * share(place))) + " %)");
    }
    double used = 0, available = 0;
    for (std::size_t place = 0; place < schedule.days.size(); ++place) {
        used += schedule.days[place].used;
        available += book.machines[place / days].hours;
    }
    return " The fullest machine " + std::string(named.size() == 1 ? "day is " : "days are ") +
           listed(named) + "; over all, " + hours_text(used) + " of " + hours_text(available) +
           " hours are used.";
}

std::string late_sentence(const OrderBook& book, const Schedule& schedule) {
    std::vector<const Run*> late;
    for (const Run& run : schedule.runs)
        if (run.days_late > 0) late.push_back(&run);
    if (late.empty()) return schedule.runs.empty() ? "" : " No order is late.";
    const auto cost = [&](const Run* run) {
        return book.orders[static_cast<std::size_t>(run->order)].late_cost * run->days_late;
    };
    std::stable_sort(late.begin(), late.end(),
                     [&](const Run* a, const Run* b) { return cost(a) > cost(b); });
    std::vector<std::string> named;
    for (const Run* run : late)
        named.push_back(book.orders[static_cast<std::size_t>(run->order)].name + " by " +
                        count_text(run->days_late, "day", "days") + " (" + money(cost(run)) + ")");
    return " Late: " + listed(named) + ".";
}

std::string skipped_sentence(const OrderBook& book, const Schedule& schedule) {
    if (schedule.skipped.empty()) return {};
    std::vector<std::string> named;
    for (const std::int32_t o : schedule.skipped) {
        const Order& order = book.orders[static_cast<std::size_t>(o)];
        named.push_back(order.name + " (" + money(*order.skip_cost) + ")");
    }
    return " Skipped: " + listed(named) + ".";
}

}  // namespace

std::string explain_plan(const OrderBook& book, const Schedule& schedule,
                         const Solution& solution) {
    const auto made = static_cast<std::int64_t>(schedule.runs.size());
    const auto all = static_cast<std::int64_t>(book.orders.size());
    std::string text = made == all ? "All " + count_text(all, "order is", "orders are") + " planned"
                                   : count_text(made) + " of " +
                                         count_text(all, "order is", "orders are") + " planned";
    if (all == 1 && made == 1) text = "The one order is planned";
    text += " on " +
            count_text(static_cast<std::int64_t>(book.machines.size()), "machine", "machines") +
            " over " + count_text(book.days, "day", "days") + ". ";
    text += cost_sentence(book, schedule, solution);
    text += bottleneck_sentence(book, schedule);
    text += late_sentence(book, schedule);
    text += skipped_sentence(book, schedule);
    return text;
}

}  // namespace tenon::plan

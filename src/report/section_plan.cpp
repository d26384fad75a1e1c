// A plan of orders, and any solved problem.
#include <algorithm>
#include <cmath>

#include "report/number_words.hpp"
#include "report/sections.hpp"
#include "report/visible_text.hpp"

namespace tenon::report {

namespace {

constexpr std::int32_t days_on_one_chart = 10;
constexpr std::int32_t days_of_a_panel = 7;
constexpr std::int32_t most_panels = 8;
constexpr std::size_t most_orders = 300;
constexpr std::size_t most_skipped = 50;

std::string bound_words(const Words& words, double bound) {
    return std::isfinite(bound) ? number_text(bound, 6) : std::string(words(Word::unknown_bound));
}

std::string gap_words(const Words& words, const Solution& solution) {
    if (solution.gap == 0) return std::string(words(Word::no_gap));
    return std::isfinite(solution.gap) ? share_text(solution.gap) : std::string("–");
}

void write_charts(Body& body, const PlanView& view) {
    const Words& words = body.words();
    const std::int32_t days = std::max(view.days, 1);
    const std::int32_t panel = days <= days_on_one_chart ? days : days_of_a_panel;
    const std::int32_t last = std::min(days, panel * most_panels);
    for (std::int32_t first = 1; first <= last; first += panel)
        body.chart(
            draw_gantt(words, body.next_id(), view, first, std::min(first + panel - 1, days)));
    for (std::int32_t first = 1; first <= last; first += panel)
        body.chart(
            draw_load(words, body.next_id(), view, first, std::min(first + panel - 1, days)));
    if (last < days) body.note(words(Word::gantt_only_days, {count_text(last), count_text(days)}));
}

void write_schedule(Body& body, const PlanView& view) {
    if (view.orders.empty()) return;
    const Words& words = body.words();
    using Kind = HtmlTable::Kind;
    const auto head = [&](Word word, Kind kind = Kind::number) {
        return HtmlTable::Header{std::string(words(word)), kind};
    };
    HtmlTable table(body,
                    {head(Word::machine, Kind::text), head(Word::day), head(Word::start),
                     head(Word::end), head(Word::order, Kind::text), head(Word::family, Kind::text),
                     head(Word::due_day), head(Word::days_late), head(Word::cost)},
                    words(Word::schedule));
    const std::size_t shown = std::min(view.orders.size(), most_orders);
    for (std::size_t i = 0; i < shown; ++i) {
        const PlannedOrder& order = view.orders[i];
        table.row().text(view.machines[static_cast<std::size_t>(order.machine)]);
        table.number(std::to_string(order.day));
        table.number(fixed_text(order.start, 1)).number(fixed_text(order.end, 1));
        table.name(order.order).text(order.family);
        table.number(number_text(order.due_day));
        if (order.days_late > 0)
            body.append({"<td class=\"n late-text\">", number_text(order.days_late), "</td>"});
        else
            table.number("");
        table.number(number_text(order.cost, 6));
    }
    table.finish();
    if (shown < view.orders.size())
        body.note(
            words(Word::more_rows, {count_text(static_cast<std::int64_t>(shown)),
                                    count_text(static_cast<std::int64_t>(view.orders.size()))}));
}

}  // namespace

std::string_view outcome_words(const Words& words, Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::optimal:
            return words(Word::outcome_optimal);
        case Outcome::infeasible:
            return words(Word::outcome_infeasible);
        case Outcome::unbounded:
            return words(Word::outcome_unbounded);
        case Outcome::infeasible_or_unbounded:
            return words(Word::outcome_infeasible_or_unbounded);
        case Outcome::time_limit:
            return words(Word::outcome_time_limit);
        case Outcome::node_limit:
            return words(Word::outcome_node_limit);
        case Outcome::work_limit:
            return words(Word::outcome_work_limit);
        case Outcome::cancelled:
            return words(Word::outcome_cancelled);
        case Outcome::memory_limit:
            return words(Word::outcome_memory_limit);
        case Outcome::cutoff:
            return words(Word::outcome_cutoff);
        case Outcome::numerical:
            break;
    }
    return words(Word::outcome_numerical);
}

void write_plan(Body& body, const OrderPlan& plan) {
    const Words& words = body.words();
    const PlanView view = read_plan(plan);
    const Solution& solution = plan.solution;
    const auto late = std::count_if(view.orders.begin(), view.orders.end(),
                                    [](const PlannedOrder& o) { return o.days_late > 0; });
    std::vector<std::pair<std::string, std::string>> figures = {
        {std::string(words(Word::outcome)), std::string(outcome_words(words, solution.outcome))}};
    const auto figure = [&](Word label, std::string value) {
        figures.emplace_back(words(label), std::move(value));
    };
    if (solution.has_values) {
        const auto orders = static_cast<std::int64_t>(view.orders.size());
        figure(Word::plan_cost, number_text(solution.objective, 6));
        figure(Word::plan_bound, bound_words(words, solution.bound));
        figure(Word::plan_gap, gap_words(words, solution));
        figure(Word::plan_late, words(Word::part_of, {count_text(late), count_text(orders)}));
        figure(Word::plan_skipped, count_text(static_cast<std::int64_t>(plan.skipped.size())));
    }
    body.figures(figures);
    body.english(plan.explanation);
    if (!plan.skipped.empty()) {
        std::string list;
        for (std::size_t i = 0; i < std::min(plan.skipped.size(), most_skipped); ++i) {
            if (i > 0) list += words(Word::list_separator);
            list += clipped(plan.skipped[i], 60);
        }
        if (plan.skipped.size() > most_skipped) list += " …";
        body.warning(words(Word::plan_skipped_list, {list}));
    }
    if (view.orders.empty()) return body.chart({std::string(words(Word::plan_none)), {}, {}});
    write_charts(body, view);
    write_schedule(body, view);
}

}  // namespace tenon::report

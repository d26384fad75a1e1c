#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "report/number_words.hpp"
#include "report/sections.hpp"

namespace tenon::report {

namespace {

constexpr std::size_t most_variables = 40;
constexpr std::size_t most_prices = 20;
constexpr double smallest_price = 1e-9;  // below it a shadow price is rounding

using Header = HtmlTable::Header;
using Kind = HtmlTable::Kind;

std::vector<Header> heads(const Words& words, std::initializer_list<Word> names) {
    std::vector<Header> headers;
    for (const Word name : names)
        headers.push_back({std::string(words(name)), headers.empty() ? Kind::text : Kind::number});
    return headers;
}

void write_key_figures(Body& body, const Problem& problem, const Solution& solution) {
    const Words& words = body.words();
    std::vector<std::pair<std::string, std::string>> figures = {
        {std::string(words(Word::outcome)), std::string(outcome_words(words, solution.outcome))}};
    const auto figure = [&](Word label, std::string value) {
        figures.emplace_back(words(label), std::move(value));
    };
    if (solution.has_values) figure(Word::objective, number_text(solution.objective, 8));
    figure(Word::bound, std::isfinite(solution.bound) ? number_text(solution.bound, 8)
                                                      : std::string(words(Word::unknown_bound)));
    if (solution.has_values)
        figure(Word::gap, solution.gap == 0             ? std::string(words(Word::no_gap))
                          : std::isfinite(solution.gap) ? share_text(solution.gap)
                                                        : std::string("–"));
    figure(Word::nodes, count_text(solution.counters.nodes));
    figure(Word::seconds, number_text(solution.counters.seconds, 3));
    body.figures(figures);
    const auto integers = std::count_if(problem.type().begin(), problem.type().end(),
                                        [](ColumnType t) { return t != ColumnType::continuous; });
    body.paragraph(
        words(Word::problem_size,
              {words(problem.sense() == Sense::minimize ? Word::minimized : Word::maximized),
               count_text(problem.columns()), count_text(integers), count_text(problem.rows()),
               count_text(problem.nonzeros())}));
}

// The variables that are not zero, those that weigh most in the objective first.
void write_values(Body& body, const Problem& problem, const Solution& solution) {
    const Words& words = body.words();
    const auto columns =
        std::min(solution.values.size(), static_cast<std::size_t>(problem.columns()));
    std::vector<std::size_t> order;
    for (std::size_t j = 0; j < columns; ++j)
        if (solution.values[j] != 0) order.push_back(j);
    if (order.empty()) return body.note(words(Word::solution_zero));
    const auto weight = [&](std::size_t j) {
        return std::fabs(problem.cost()[j] * solution.values[j]);
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return weight(a) > weight(b); });
    const std::size_t shown = std::min(order.size(), most_variables);
    HtmlTable table(body,
                    heads(words, {Word::variable, Word::value, Word::cost, Word::contribution}),
                    words(Word::solution_values));
    for (std::size_t k = 0; k < shown; ++k) {
        const std::size_t j = order[k];
        table.row().name(problem.column_name(static_cast<std::int32_t>(j)));
        table.number(number_text(solution.values[j], 8)).number(number_text(problem.cost()[j], 6));
        table.number(number_text(problem.cost()[j] * solution.values[j], 6));
    }
    table.finish();
    if (shown < order.size())
        body.note(words(Word::more_rows, {count_text(static_cast<std::int64_t>(shown)),
                                          count_text(static_cast<std::int64_t>(order.size()))}));
}

void write_prices(Body& body, const Problem& problem, const Solution& solution) {
    const Words& words = body.words();
    const auto rows = std::min(solution.dual.size(), static_cast<std::size_t>(problem.rows()));
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < rows; ++i)
        if (std::fabs(solution.dual[i]) > smallest_price) order.push_back(i);
    if (order.empty()) return;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::fabs(solution.dual[a]) > std::fabs(solution.dual[b]);
    });
    order.resize(std::min(order.size(), most_prices));
    HtmlTable table(body, heads(words, {Word::constraint, Word::activity, Word::shadow_price}),
                    words(Word::shadow_prices));
    for (const std::size_t i : order) {
        table.row().name(problem.row_name(static_cast<std::int32_t>(i)));
        table.number(i < solution.row_activity.size() ? number_text(solution.row_activity[i], 6)
                                                      : std::string());
        table.number(number_text(solution.dual[i], 6));
    }
    table.finish();
}

}  // namespace

void write_solution(Body& body, const Problem& problem, const Solution& solution) {
    const Words& words = body.words();
    write_key_figures(body, problem, solution);
    if (!solution.has_values) return body.chart({std::string(words(Word::solution_none)), {}, {}});
    if (solution.worst_row.empty() || solution.max_violation == 0)
        body.paragraph(words(Word::solution_checked));
    else
        body.paragraph(words(Word::solution_violation,
                             {number_text(solution.max_violation, 2), solution.worst_row}));
    write_values(body, problem, solution);
    write_prices(body, problem, solution);
}

}  // namespace tenon::report

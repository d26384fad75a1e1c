#include "ilp/model/file_constructs.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ilp/model/text_place.hpp"
#include "tenon/constructs.hpp"

namespace tenon::ilp {

namespace {

// Misuse of a construct is a model that has no such rows.
template <class Action>
void at_construct(std::string_view text, std::size_t place, Action&& action) {
    try {
        std::forward<Action>(action)();
    } catch (const Error& error) {
        if (error.status() != Status::argument) throw;
        refuse_text(text, place, error.message(), Status::unsupported);
    }
}

}  // namespace

void FileConstructs::begin_set(int kind, std::string name, std::size_t place) {
    sets_.push_back({kind, std::move(name), place, {}, {}});
}

void FileConstructs::add_to_set(std::int32_t column, double weight) {
    sets_.back().columns.push_back(column);
    sets_.back().weights.push_back(weight);
}

void FileConstructs::add_indicator(std::int32_t row, std::int32_t column, bool active,
                                   std::size_t place) {
    indicators_.push_back({row, column, active, place, {}, 0, 0, {}, {}});
}

void FileConstructs::add_indicator(std::string name, double lower, double upper,
                                   std::vector<std::int32_t> columns,
                                   std::vector<double> coefficients, std::int32_t column,
                                   bool active, std::size_t place) {
    indicators_.push_back({-1, column, active, place, std::move(name), lower, upper,
                           std::move(columns), std::move(coefficients)});
}

void FileConstructs::write_semi(Problem& problem, const Semi& semi) {
    const auto j = static_cast<std::size_t>(semi.column);
    make_semi(problem, problem.column_name(semi.column) + "_semi", semi.column, problem.lower()[j],
              problem.upper()[j]);
}

// Weights order the set; equal ones keep the order of the text.
void FileConstructs::write_set(Problem& problem, const Set& set) {
    std::vector<std::size_t> order(set.columns.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return set.weights[a] < set.weights[b]; });
    std::vector<std::int32_t> columns;
    for (const std::size_t k : order) columns.push_back(set.columns[k]);
    if (set.kind == 1)
        add_sos1(problem, set.name, columns);
    else
        add_sos2(problem, set.name, columns);
}

void FileConstructs::write_indicator(Problem& problem, const Indicator& indicator) {
    if (indicator.row < 0) {
        tenon::add_indicator(problem, indicator.name, indicator.column, indicator.active,
                             indicator.lower, indicator.upper, indicator.columns,
                             indicator.coefficients);
        return;
    }
    const auto i = static_cast<std::size_t>(indicator.row);
    const auto first = static_cast<std::size_t>(problem.row_start()[i]);
    const auto size = static_cast<std::size_t>(problem.row_start()[i + 1]) - first;
    const auto index = problem.index().subspan(first, size);
    const auto value = problem.value().subspan(first, size);
    const std::vector<std::int32_t> columns(index.begin(), index.end());
    const std::vector<double> coefficients(value.begin(), value.end());
    tenon::add_indicator(problem, problem.row_name(indicator.row), indicator.column,
                         indicator.active, problem.row_lower()[i], problem.row_upper()[i], columns,
                         coefficients);
    problem.set_row_bounds(indicator.row, -infinity, infinity);
}

// Semi-continuous columns first: they widen bounds, which the others' constants come from.
void FileConstructs::write(std::string_view text, Problem& problem) const {
    for (const Semi& semi : semis_)
        at_construct(text, semi.place, [&] { write_semi(problem, semi); });
    for (const Set& set : sets_) at_construct(text, set.place, [&] { write_set(problem, set); });
    for (const Indicator& indicator : indicators_)
        at_construct(text, indicator.place, [&] { write_indicator(problem, indicator); });
}

}  // namespace tenon::ilp

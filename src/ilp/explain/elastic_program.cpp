#include "ilp/explain/elastic_program.hpp"

#include <algorithm>
#include <cmath>

#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

// However it is declared: files write such columns as integers from 0 to 1, or from -0.3 to 1.4.
bool is_binary(const Problem& problem, std::int32_t column) {
    return problem.type()[column] == ColumnType::binary ||
           (problem.type()[column] == ColumnType::integer &&
            std::ceil(problem.lower()[column]) == 0 && std::floor(problem.upper()[column]) == 1);
}

double weight_of_bound(const Problem& problem, const RelaxOptions& options, std::int32_t column,
                       bool is_upper) {
    if (!options.column_weight.empty()) return options.column_weight[column];
    const bool is_sign = !is_upper && problem.lower()[column] == 0;
    return options.bounds && !is_sign && !is_binary(problem, column) ? 1.0 : infinity;
}

// How much a side of a row could ever have to give, with all columns within [lower, upper].
double most_violation(const Problem& problem, const ElasticProgram::Side& side,
                      const std::vector<double>& lower, const std::vector<double>& upper) {
    if (!is_of_row(side.part)) return infinity;
    const bool is_upper = !is_lower(side.part);
    const double sign = is_upper ? 1.0 : -1.0;
    Sum total;
    for (std::int64_t k = problem.row_start()[side.index]; k < problem.row_start()[side.index + 1];
         ++k) {
        const double a = sign * problem.value()[k];
        const std::int32_t j = problem.index()[k];
        const double bound = a > 0 ? upper[j] : lower[j];
        if (std::fabs(bound) == infinity) return infinity;
        total.add_product(a, bound);
    }
    const double limit = (is_upper ? problem.row_upper() : problem.row_lower())[side.index];
    return std::max(0.0, total.value() - sign * limit);
}

}  // namespace

ElasticProgram::ElasticProgram(const Problem& original, const RelaxOptions& options)
    : first_violation(original.columns()) {
    list_sides(original, options);
    // Bounds that may give are open here; their rows are further down.
    std::vector<double> lower(original.lower().begin(), original.lower().end());
    std::vector<double> upper(original.upper().begin(), original.upper().end());
    for (std::size_t k = row_sides_; k < sides.size(); ++k)
        (is_lower(sides[k].part) ? lower : upper)[sides[k].index] =
            is_lower(sides[k].part) ? -infinity : infinity;
    std::vector<double> most(sides.size(), infinity);
    const bool counted = options.measure == RelaxMeasure::count;
    if (counted)
        for (std::size_t k = 0; k < sides.size(); ++k)
            most[k] =
                std::min(options.largest_amount, most_violation(original, sides[k], lower, upper));
    for (std::int32_t j = 0; j < original.columns(); ++j) {
        const bool integer = original.type()[j] != ColumnType::continuous;
        problem.add_column("", integer ? ColumnType::integer : ColumnType::continuous, lower[j],
                           upper[j], 0);
    }
    for (std::size_t k = 0; k < sides.size(); ++k)
        problem.add_column("", ColumnType::continuous, 0, most[k], counted ? 0 : sides[k].weight);
    if (counted)
        for (const Side& side : sides)
            problem.add_column("", ColumnType::binary, 0, 1, side.weight);
    add_rows(original);
    if (counted) add_mark_rows(most);
}

void ElasticProgram::list_sides(const Problem& original, const RelaxOptions& options) {
    const auto add = [&](Part part, std::int32_t index, double side, double weight) {
        if (std::fabs(side) < infinity && weight < infinity) sides.push_back({part, index, weight});
    };
    for (std::int32_t i = 0; i < original.rows(); ++i) {
        const double weight = options.row_weight.empty() ? 1.0 : options.row_weight[i];
        add(Part::row_lower, i, original.row_lower()[i], weight);
        add(Part::row_upper, i, original.row_upper()[i], weight);
    }
    row_sides_ = sides.size();
    for (std::int32_t j = 0; j < original.columns(); ++j) {
        add(Part::column_lower, j, original.lower()[j],
            weight_of_bound(original, options, j, false));
        add(Part::column_upper, j, original.upper()[j],
            weight_of_bound(original, options, j, true));
    }
}

// The rows with their violations; then a bound that may give as a row of its own.
void ElasticProgram::add_rows(const Problem& original) {
    std::size_t next = 0;
    std::vector<std::int32_t> index;
    std::vector<double> value;
    const auto give = [&](std::size_t k) {
        index.push_back(first_violation + static_cast<std::int32_t>(k));
        value.push_back(is_lower(sides[k].part) ? 1.0 : -1.0);
    };
    for (std::int32_t i = 0; i < original.rows(); ++i) {
        const auto begin = original.row_start()[i], end = original.row_start()[i + 1];
        index.assign(original.index().begin() + begin, original.index().begin() + end);
        value.assign(original.value().begin() + begin, original.value().begin() + end);
        for (; next < row_sides_ && sides[next].index == i; ++next) give(next);
        problem.add_row("", original.row_lower()[i], original.row_upper()[i], index, value);
    }
    for (std::size_t k = row_sides_; k < sides.size(); ++k) {
        const std::int32_t j = sides[k].index;
        index.assign(1, j);
        value.assign(1, 1.0);
        give(k);
        const bool low = is_lower(sides[k].part);
        problem.add_row("", low ? original.lower()[j] : -infinity,
                        low ? infinity : original.upper()[j], index, value);
    }
}

// v <= most * mark
void ElasticProgram::add_mark_rows(const std::vector<double>& most) {
    const auto count = static_cast<std::int32_t>(sides.size());
    for (std::int32_t k = 0; k < count; ++k) {
        const std::vector<std::int32_t> index{first_violation + k, first_violation + count + k};
        problem.add_row("", -infinity, 0, index, std::vector<double>{1, -most[k]});
    }
}

void ElasticProgram::keep_marked(const std::vector<double>& values) {
    const auto count = static_cast<std::int32_t>(sides.size());
    for (std::int32_t k = 0; k < count; ++k) {
        const std::int32_t mark = first_violation + count + k;
        const double kept = values[mark] > 0.5 ? 1 : 0;
        problem.set_bounds(mark, kept, kept);
        problem.set_cost(mark, 0);
        problem.set_cost(first_violation + k, sides[k].weight);
    }
}

}  // namespace tenon::ilp

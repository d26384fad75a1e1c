#include "ilp/explain/elastic_program.hpp"

#include <algorithm>
#include <cmath>

#include "base/sum.hpp"

namespace tenon::ilp {

namespace {

double weight_of_row(const RelaxOptions& options, std::int32_t row) {
    return options.row_weight.empty() ? 1.0 : options.row_weight[row];
}

double weight_of_bound(const Problem& problem, const RelaxOptions& options, std::int32_t column,
                       bool is_upper) {
    if (!options.column_weight.empty()) return options.column_weight[column];
    const bool is_sign = !is_upper && problem.lower()[column] == 0;
    return options.bounds && !is_sign && problem.type()[column] != ColumnType::binary ? 1.0
                                                                                      : infinity;
}

// How much a row side could ever have to give with all columns within [lower, upper].
double most_violation(const Problem& problem, std::int32_t row, bool is_upper) {
    const double sign = is_upper ? 1.0 : -1.0;
    Sum total;
    for (std::int64_t k = problem.row_start()[row]; k < problem.row_start()[row + 1]; ++k) {
        const double a = sign * problem.value()[k];
        const std::int32_t j = problem.index()[k];
        const double bound = a > 0 ? problem.upper()[j] : problem.lower()[j];
        if (std::fabs(bound) == infinity) return infinity;
        total.add_product(a, bound);
    }
    return total.value() - sign * (is_upper ? problem.row_upper()[row] : problem.row_lower()[row]);
}

struct Entries {
    std::vector<std::int32_t> index;
    std::vector<double> value;
    void add(std::int32_t j, double a) {
        index.push_back(j);
        value.push_back(a);
    }
};

}  // namespace

ElasticProgram::ElasticProgram(const Problem& original, const RelaxOptions& options)
    : first_violation(original.columns()) {
    const auto add_side = [&](Part part, std::int32_t index, double side, double weight) {
        if (std::fabs(side) < infinity && weight < infinity) sides.push_back({part, index, weight});
    };
    for (std::int32_t i = 0; i < original.rows(); ++i) {
        add_side(Part::row_lower, i, original.row_lower()[i], weight_of_row(options, i));
        add_side(Part::row_upper, i, original.row_upper()[i], weight_of_row(options, i));
    }
    const std::size_t row_sides = sides.size();
    for (std::int32_t j = 0; j < original.columns(); ++j) {
        add_side(Part::column_lower, j, original.lower()[j],
                 weight_of_bound(original, options, j, false));
        add_side(Part::column_upper, j, original.upper()[j],
                 weight_of_bound(original, options, j, true));
    }

    // Columns: a bound that may give becomes a row of its own.
    std::vector<double> lower(original.lower().begin(), original.lower().end());
    std::vector<double> upper(original.upper().begin(), original.upper().end());
    for (std::size_t k = row_sides; k < sides.size(); ++k)
        (is_lower(sides[k].part) ? lower : upper)[sides[k].index] =
            is_lower(sides[k].part) ? -infinity : infinity;
    for (std::int32_t j = 0; j < original.columns(); ++j) {
        const bool integer = original.type()[j] != ColumnType::continuous;
        problem.add_column("", integer ? ColumnType::integer : ColumnType::continuous, lower[j],
                           upper[j], 0);
    }
    const bool counted = options.measure == RelaxMeasure::count;
    std::vector<double> most(sides.size(), infinity);
    if (counted)
        for (std::size_t k = 0; k < sides.size(); ++k) {
            most[k] = options.largest_amount;
            if (k < row_sides)
                most[k] =
                    std::min(most[k], std::max(0.0, most_violation(original, sides[k].index,
                                                                   !is_lower(sides[k].part))));
        }
    for (std::size_t k = 0; k < sides.size(); ++k)
        problem.add_column("", ColumnType::continuous, 0, most[k], counted ? 0 : sides[k].weight);
    const auto count = static_cast<std::int32_t>(sides.size());
    if (counted)
        for (const Side& side : sides)
            problem.add_column("", ColumnType::binary, 0, 1, side.weight);

    // Rows, with their violations.
    std::size_t next = 0;
    Entries entries;
    for (std::int32_t i = 0; i < original.rows(); ++i) {
        entries = {};
        for (std::int64_t k = original.row_start()[i]; k < original.row_start()[i + 1]; ++k)
            entries.add(original.index()[k], original.value()[k]);
        for (; next < row_sides && sides[next].index == i; ++next)
            entries.add(first_violation + static_cast<std::int32_t>(next),
                        is_lower(sides[next].part) ? 1.0 : -1.0);
        problem.add_row("", original.row_lower()[i], original.row_upper()[i], entries.index,
                        entries.value);
    }
    for (std::size_t k = row_sides; k < sides.size(); ++k) {
        const bool low = is_lower(sides[k].part);
        const std::int32_t j = sides[k].index;
        const std::vector<std::int32_t> index{j, first_violation + static_cast<std::int32_t>(k)};
        problem.add_row("", low ? original.lower()[j] : -infinity,
                        low ? infinity : original.upper()[j], index,
                        std::vector<double>{1, low ? 1.0 : -1.0});
    }
    if (!counted) return;
    for (std::int32_t k = 0; k < count; ++k) {  // v <= most * mark
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

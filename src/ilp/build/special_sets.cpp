// Special ordered sets and quantities that are zero or within limits, by switches: z = 0 forces
// x = 0,
//
//   l z <= x <= u z.
//
// E. Beale, J. Tomlin: Special facilities in a general mathematical programming system for
// nonconvex problems using ordered sets of variables, Proceedings of the Fifth International
// Conference on Operational Research, 1970.
#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"
#include "ilp/build/writing.hpp"

namespace tenon {

namespace {

using ilp::Terms;
using ilp::Writing;

// x = 0 unless one of the switches is on.
void switch_column(Writing& writing, std::int32_t x, const std::vector<std::int32_t>& switches,
                   double lower, double upper) {
    Terms above, below;
    above.add(x, 1);
    below.add(x, 1);
    for (const std::int32_t z : switches) {
        above.add(z, -upper);
        below.add(z, -lower);
    }
    // At the bound zero a side says nothing that the bounds do not.
    if (upper != 0 || lower > 0) writing.row(-infinity, 0, above);
    if (lower != 0 || upper < 0) writing.row(0, infinity, below);
}

constexpr const char* set_needs = "to be switched off in a special ordered set";

bool is_zero_one(const Problem& problem, std::int32_t j) {
    return problem.type()[j] != ColumnType::continuous && problem.lower()[j] >= 0 &&
           problem.upper()[j] <= 1;
}

}  // namespace

Construct add_sos1(Problem& problem, const std::string& name,
                   std::span<const std::int32_t> columns) {
    Writing writing(problem, "special ordered set", name);
    writing.check_columns(columns);
    Terms one;
    for (const std::int32_t x : columns) {
        if (problem.lower()[x] == 0 && problem.upper()[x] == 0) continue;
        if (is_zero_one(problem, x)) {
            one.add(x, 1);
            continue;
        }
        const double lower = writing.finite_lower(x, set_needs);
        const double upper = writing.finite_upper(x, set_needs);
        const std::int32_t z = writing.binary();
        switch_column(writing, x, {z}, lower, upper);
        one.add(z, 1);
    }
    if (one.columns.size() > 1) writing.row(-infinity, 1, one);
    return writing.finish();
}

// One switch a pair of neighbours; a column is off unless one of its two pairs is on.
Construct add_sos2(Problem& problem, const std::string& name,
                   std::span<const std::int32_t> columns) {
    Writing writing(problem, "special ordered set", name);
    writing.check_columns(columns);
    const std::size_t n = columns.size();
    if (n <= 2) return writing.finish();
    Terms one;
    for (std::size_t k = 0; k + 1 < n; ++k) one.add(writing.binary(), 1);
    for (std::size_t k = 0; k < n; ++k) {
        const double lower = writing.finite_lower(columns[k], set_needs);
        const double upper = writing.finite_upper(columns[k], set_needs);
        std::vector<std::int32_t> pairs;
        if (k > 0) pairs.push_back(one.columns[k - 1]);
        if (k + 1 < n) pairs.push_back(one.columns[k]);
        switch_column(writing, columns[k], pairs, lower, upper);
    }
    writing.row(1, 1, one);
    return writing.finish();
}

Construct make_semi(Problem& problem, const std::string& name, std::int32_t column, double lower,
                    double upper) {
    Writing writing(problem, "semi-continuous column", name);
    writing.check_column(column);
    if (!(lower <= upper) || lower == infinity || upper == -infinity)
        writing.refuse("column \"" + problem.column_name(column) +
                           "\": no number lies between its "
                           "limits",
                       column);
    // Rows that were made with the old bounds would cut the new values off.
    if (lower < problem.lower()[column] || upper > problem.upper()[column])
        writing.refuse("column \"" + problem.column_name(column) + "\" lies between " +
                           format_double(problem.lower()[column]) + " and " +
                           format_double(problem.upper()[column]) + "; limits from " +
                           format_double(lower) + " to " + format_double(upper) +
                           " reach beyond these bounds, so widen them before anything uses them",
                       column);
    writing.set_bounds(column, std::min(lower, 0.0), std::max(upper, 0.0));
    if (lower <= 0 && upper >= 0) return writing.finish();
    const char* needs = "to be zero or within limits";
    if (lower > 0) writing.finite_upper(column, needs);
    if (upper < 0) writing.finite_lower(column, needs);
    switch_column(writing, column, {writing.binary()}, lower, upper);
    return writing.finish();
}

}  // namespace tenon

// Rows with a switch. For a x <= b whenever z = 1, let h be the largest value of a x over the
// bounds (with z = 0); then
//
//   a x + (h - b) z <= h
//
// says a x <= b at z = 1 and nothing at z = 0, and no smaller constant does. For z = 0 as the
// active value: a x - (h - b) z <= b, with h for z = 1. Lower sides are upper sides of -a x.
//
// P. Belotti et al.: On handling indicator constraints in mixed integer programming, Computational
// Optimization and Applications 65, 2016.
#include <cmath>

#include "ilp/build/writing.hpp"

namespace tenon {

namespace {

using ilp::Terms;
using ilp::Writing;

void write_side(Writing& writing, std::int32_t z, bool active, const Terms& terms, double own,
                double b) {
    Terms rest;
    for (std::size_t k = 0; k < terms.columns.size(); ++k)
        if (terms.columns[k] != z) rest.add(terms.columns[k], terms.coefficients[k]);
    const double h = writing.highest(rest, "for the row to be free while the switch is off");
    if (h + (active ? own : 0) <= b) return;  // the bounds say so already
    Terms row = rest;
    if (active) {
        row.add(z, own + (h - b));
        writing.row(-infinity, h, row);
    } else {
        row.add(z, b - h);
        writing.row(-infinity, b, row);
    }
}

}  // namespace

Construct add_indicator(Problem& problem, const std::string& name, std::int32_t binary, bool active,
                        double lower, double upper, std::span<const std::int32_t> columns,
                        std::span<const double> coefficients) {
    Writing writing(problem, "indicator", name);
    writing.check_binary(binary);
    if (columns.size() != coefficients.size())
        writing.refuse(std::to_string(columns.size()) + " columns but " +
                       std::to_string(coefficients.size()) + " coefficients");
    if (!(lower <= upper) || lower == infinity || upper == -infinity)
        writing.refuse("no number lies between its sides");
    writing.check_columns(columns);
    Terms terms, turned;
    double own = 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
        if (!std::isfinite(coefficients[k])) writing.refuse("a coefficient is no finite number");
        if (columns[k] == binary) own = coefficients[k];
        terms.add(columns[k], coefficients[k]);
        turned.add(columns[k], -coefficients[k]);
    }
    if (upper < infinite_bound) write_side(writing, binary, active, terms, own, upper);
    if (lower > -infinite_bound) write_side(writing, binary, active, turned, -own, -lower);
    return writing.finish();
}

}  // namespace tenon

#include "ilp/presolve/implied_bounds.hpp"

#include <cmath>
#include <utility>

namespace tenon::ilp {

namespace {

// The sum `without` one term of a row, whose own bound is `own`; `infinite` are not in the sum.
double rest_of(double without, int infinite, double own, double unlimited) {
    return infinite > (std::isinf(own) ? 1 : 0) ? unlimited : without;
}

}  // namespace

Interval implied_interval(Workspace& work, std::int32_t row, std::int32_t j, double a) {
    const Activity& box = work.activity(row);
    const double at_min = a > 0 ? work.lower[j] : work.upper[j];
    const double at_max = a > 0 ? work.upper[j] : work.lower[j];
    const auto term = [a](double bound) { return std::isinf(bound) ? 0 : a * bound; };
    const double least =
        rest_of(box.min_without(term(at_min)), box.min_infinite, at_min, -infinity);
    const double most = rest_of(box.max_without(term(at_max)), box.max_infinite, at_max, infinity);
    Interval out{(work.row_lower[row] - most) / a, (work.row_upper[row] - least) / a};
    if (a < 0) std::swap(out.low, out.high);
    return out;
}

}  // namespace tenon::ilp

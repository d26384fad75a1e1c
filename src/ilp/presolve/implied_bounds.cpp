#include "ilp/presolve/implied_bounds.hpp"

#include <cmath>
#include <utility>

namespace tenon::ilp {

namespace {

// A sum of terms, of which `infinite` are not in it, less the term a * own.
double rest_of(double sum, int infinite, double a, double own, double unlimited) {
    if (std::isinf(own)) return infinite > 1 ? unlimited : sum;
    return infinite > 0 ? unlimited : sum - a * own;
}

}  // namespace

Interval implied_interval(Workspace& work, std::int32_t row, std::int32_t j, double a) {
    const Activity& box = work.activity(row);
    const double at_min = a > 0 ? work.lower[j] : work.upper[j];
    const double at_max = a > 0 ? work.upper[j] : work.lower[j];
    const double least = rest_of(box.min, box.min_infinite, a, at_min, -infinity);
    const double most = rest_of(box.max, box.max_infinite, a, at_max, infinity);
    Interval out{(work.row_lower[row] - most) / a, (work.row_upper[row] - least) / a};
    if (a < 0) std::swap(out.low, out.high);
    return out;
}

}  // namespace tenon::ilp

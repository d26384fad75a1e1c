// The value of a basic variable as it is given to the caller.
#pragma once

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

// Basic values this close to a bound are given as the bound, for rounding alone would break it.
// Where a program has no point but within the tolerance they are further out, and stay there: the
// rows at their sides would be left otherwise.
inline constexpr double at_bound = 1e-9;

inline double given_value(double x, double lower, double upper) noexcept {
    if (x < lower && lower - x <= at_bound * std::max(1.0, std::fabs(lower))) return lower + 0.0;
    if (x > upper && x - upper <= at_bound * std::max(1.0, std::fabs(upper))) return upper + 0.0;
    return x + 0.0;
}

}  // namespace tenon::ilp

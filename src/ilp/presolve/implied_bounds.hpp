// What one row says about one of its columns.
#pragma once

#include <cstdint>

#include "ilp/presolve/workspace.hpp"

namespace tenon::ilp {

struct Interval {
    double low = -infinity, high = infinity;
};

// The values of x_j that the row leaves it, whatever the other columns are within their bounds:
//
//   a > 0:   (row_lower - max rest) / a  <=  x_j  <=  (row_upper - min rest) / a,
//
// mirrored for a < 0, where a is the entry of x_j. The row's activity is looked up, so this takes
// constant time.
Interval implied_interval(Workspace& work, std::int32_t row, std::int32_t column, double a);

}  // namespace tenon::ilp

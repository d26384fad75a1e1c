// The linear program behind a problem: what the simplex method works on.
//
//   minimise sign c'x + sign offset   subject to   row_lower <= A x <= row_upper,  lower <= x <=
//   upper
//
// with sign = -1 for a maximisation. Rows and columns keep their numbers. Integers are continuous
// here: it is the relaxation, with the bounds as the caller gave them.
#pragma once

#include <cstdint>

#include "ilp/lp/simplex.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

inline double sign_of(Sense sense) noexcept {
    return sense == Sense::maximize ? -1.0 : 1.0;
}

// sign * x without a negative zero, which prints and compares badly.
inline double signed_value(double sign, double x) noexcept {
    return sign * x + 0.0;
}

// The rows of a problem by columns; entries of a column by row.
SparseColumns columns_of_rows(const Problem& problem);

LinearProgram linear_form(const Problem& problem);

}  // namespace tenon::ilp

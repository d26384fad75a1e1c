// Cholesky's factor of a matrix and the inverse of a triangle, in blocks of columns whose updates
// are sums of products of panels (base/rank_update.hpp): n^3/3 operations each, nearly all of them
// there.
//
// The factor is right-looking: a block of columns is factored and then taken from what lies right
// of it (G. H. Golub and C. F. van Loan, Matrix Computations, 4.2). The inverse W of R goes by
// blocks of columns, W_1i = -W_11 R_1i R_ii^-1. Results do not depend on threads.
#pragma once

#include <cstdint>

#include "tenon/context.hpp"

namespace tenon {

// A = L L' in place, lower triangle of n by n, columns `leading` apart; n and `leading` are
// multiples of eight (pad with the identity). False if A is not positive definite to rounding, or
// has an entry that is not finite; A is then used up. The upper triangle's contents are not
// defined.
bool factor_cholesky(const Context& context, double* a, std::int64_t n, std::int64_t leading);

// Upper triangle of w = r^-1 for an upper triangle r without zeros on its diagonal; both n by n,
// columns n apart. What lies below the diagonal of w becomes zero.
void invert_triangle(const Context& context, const double* r, std::int64_t n, double* w);

}  // namespace tenon

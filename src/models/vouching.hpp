// How many digits a least-squares answer has, from what its arithmetic may have lost.
//
// With u the unit rounding of the path (2^-53, or 2^-104 in double-double), W = R^-1 and |.| taken
// entry by entry, the computed b differs from the solution for the same data by no more than about
//
//     e = s u |W| (|R| |b|) + s u |W| |W|' (lengths |r|) + last correction left over
//
// (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2002, chapter 20: backward errors
// of Householder QR, column by column, with a modest constant s), and a raw coefficient V_r b by
// |V_r| e. Iterative refinement replaces the first two terms by those of the residual's rounding;
// from products of the columns alone |r| becomes |r| + lengths |b|, which is what squaring the
// condition costs.
#pragma once

#include <vector>

#include "models/factoring.hpp"
#include "models/raw_map.hpp"
#include "models/refinement.hpp"

namespace tenon::models {

struct Vouched {
    double digits = 0, error_digits = 0;
    double share = 0;  // the most a coefficient may be off, as a share of its standard error
};

// `values` and `unit_errors`: raw coefficients and |W'V_r| in scaled units, one a term.
template <class T>
Vouched vouch(const std::vector<RawTerm>& terms, const OrderedQr<T>& f, const Grid<T>& w,
              const Solved<T>& solved, const std::vector<double>& values,
              const std::vector<double>& unit_errors, double condition, double rows, Digits digits);

}  // namespace tenon::models

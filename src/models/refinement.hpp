// Iterative refinement of a least-squares solution against the data.
//
// With g = A'(y - A b) - P b, formed in double-double over the rows (models/residual.hpp), and R
// the factor of A'A + P:
//     R'R d = g,   b <- b + d
// until d is rounding. The error shrinks by cond eps (R from QR) or cond^2 eps (R from the cross
// product) a pass, down to the rounding of b (A. Bjorck 1987).
#pragma once

#include <vector>

#include "models/ordered_qr.hpp"
#include "models/residual.hpp"

namespace tenon::models {

template <class T>
struct Solved {
    std::vector<DoubleDouble> beta;  // one a kept column, scaled units
    T sum_squares{};                 // r'W r with r = y - A b
    double gradient = 0;             // largest |g_j| / spread_j, per row, as last measured
    double step_squares = 0;         // as in models/residual.hpp
    std::int64_t passes = 1;         // over the data
    // What may still be wrong with each of beta after the last correction: that correction times
    // the rate at which corrections shrank.
    std::vector<double> error;
    bool from_products = false;  // from products of the columns, not from the rows
};

// `kept` is the design without dropped columns; `penalty` is the diagonal of P; `spreads` and
// `penalty` have one entry a column of it. `contraction` bounds the rate before it is seen.
Solved<double> refine(const Context& context, const Design& kept, const Target& target,
                      const OrderedQr<double>& f, const std::vector<double>& penalty,
                      const std::vector<double>& spreads, Digits digits, double contraction);
// A double-double solution is only solved for and measured.
Solved<DoubleDouble> refine(const Context& context, const Design& kept, const Target& target,
                            const OrderedQr<DoubleDouble>& f,
                            const std::vector<DoubleDouble>& penalty,
                            const std::vector<double>& spreads, Digits digits, double contraction);

// Solved for by the sums of the cross product alone: R'R b = R' f.rotated. The gradient is that of
// these equations, step_squares is NaN.
Solved<double> solve_sums(const OrderedQr<double>& f, const std::vector<double>& penalty,
                          const std::vector<double>& spreads, std::int64_t rows);

// The same where the rows are elsewhere: `m` has M'M = [A y]'W [A y] (models/partial_design.hpp),
// of which f holds the columns `f.kept`. step_squares is NaN: the order of the rows is not known.
Solved<DoubleDouble> solve_products(const Grid<DoubleDouble>& m, const OrderedQr<DoubleDouble>& f,
                                    const std::vector<DoubleDouble>& penalty,
                                    const std::vector<double>& spreads, std::int64_t rows);

}  // namespace tenon::models

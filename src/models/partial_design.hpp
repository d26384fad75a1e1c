// Exact cross products (models/linear_sums.hpp) as the design and the small matrix that the fits
// know from data in memory.
//
// With W = sum w_i and the exact products G, the products about the means are
//
//     C_jk = (W G_jk - G_j1 G_k1) / W
//
// formed without rounding and then rounded once to double-double. With c_j a double near the mean
// m_j and d_j = m_j - c_j, the rows of the matrix
//
//     M = [ root(W)   root(W) d' ]      R'R = C (Cholesky, columns of the order given)
//         [    0           R     ]
//
// have M'M = [A y]' W [A y] for the design A about c, whose columns are not stored anywhere. From
// there on all is as for rows in memory: rank by QR of M in order, ridge rows under it.
#pragma once

#include <vector>

#include "models/design.hpp"
#include "models/grid.hpp"
#include "models/linear_sums.hpp"
#include "models/ordered_qr.hpp"
#include "tenon/context.hpp"

namespace tenon::models {

class PartialDesign {
  public:
    // The sums must have rows, and outlive this.
    PartialDesign(const LinearSums& sums, bool intercept);

    const Design& design() const noexcept { return design_; }  // its features have no data
    const Variable& target() const noexcept { return target_; }
    double total_weight() const noexcept { return total_weight_; }

    // M; its last column is the target's.
    Grid<DoubleDouble> reduced_matrix(const Context& context) const;
    // Of the design columns, as column_spreads(); weights count by their share of the mean weight.
    std::vector<double> spreads(const Grid<DoubleDouble>& m) const;
    RankRule rank_rule() const;
    // Weighted sum of squares of the scaled target about its mean.
    double centred_target_squares() const;

  private:
    DoubleDouble mean(std::int64_t column) const;
    DoubleDouble ratio(const ExactNumber& number, int exponent) const;
    std::int64_t raw_column(std::int64_t column) const;
    const Variable& variable(std::int64_t column) const;
    DoubleDouble product(std::int64_t a, std::int64_t b) const;

    const LinearSums& sums_;
    Design design_;
    Variable target_;
    DoubleDouble weight_;  // W 2^-weight_exponent_
    int weight_exponent_ = 0;
    double total_weight_ = 0;
};

}  // namespace tenon::models

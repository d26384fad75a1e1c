// The core of every elastic-net fit:
//
//     minimise  1/2 b'Cb - q'b + l1 sum |b_j| + l2/2 sum b_j^2
//
// by cyclic coordinate descent on g = q - C b, the covariance form (J. Friedman, T. Hastie,
// R. Tibshirani 2010):
//
//     b_j <- soft(g_j + C_jj b_j, l1) / (C_jj + l2),   soft(u, t) = sign(u) max(|u| - t, 0)
//
// over the candidates: first over those in the model until they stand still, then over all
// candidates, then over all features for the check of optimality |g_j| <= l1 that makes leaving
// features out safe. Where descent is slow (features nearly collinear) the coefficients in the
// model are moved together: a Newton step within their signs,
//
//     (C_AA + l2 I) d = g_A - l2 b_A - l1 sign(b_A),
//
// in which a coefficient that would change its sign stops at zero.
#pragma once

#include <cstdint>
#include <vector>

#include "base/eigen.hpp"
#include "tenon/context.hpp"

namespace tenon::models {

struct Penalty {
    double l1 = 0, l2 = 0;
};

class PenalisedQuadratic {
  public:
    // C is symmetric, both triangles filled, kept by reference; a feature with C_jj = 0 stays 0.
    PenalisedQuadratic(const Eigen::MatrixXd& c, Eigen::VectorXd q);

    // From `b` (or the last solution), sure of it that |g_j| was at most `screen` for features that
    // are no candidates: until no sweep lowers the objective by more than `enough` through any one
    // coefficient. False if max_sweeps did not suffice.
    bool solve(const Context& context, const Penalty& penalty, double screen, double enough,
               std::int64_t max_sweeps);

    void start_from(const Eigen::VectorXd& b);
    const Eigen::VectorXd& solution() const { return b_; }
    const Eigen::VectorXd& slope() const { return g_; }  // g = q - C b
    const Eigen::VectorXd& linear_part() const { return q_; }
    std::int64_t sweeps() const { return sweeps_; }

  private:
    double sweep(const std::vector<Eigen::Index>& features, const Penalty& penalty);
    bool descend(const Context& context, const Penalty& penalty, double enough,
                 std::int64_t last_sweep);
    void refresh_slope();
    std::vector<Eigen::Index> nonzero() const;

    const Eigen::MatrixXd& c_;
    Eigen::VectorXd q_, b_, g_;
    std::vector<Eigen::Index> candidates_;
    std::vector<char> is_candidate_;
    std::int64_t sweeps_ = 0;
    double rounding_ = 0;  // a fall of the objective that is none
};

// How far the objective with 1/2 |r|^2 / W as its smooth part is above its minimum at most, by the
// residual as dual point, scaled into the dual set or not, whichever proves more:
//
//     sum_j l1 |b_j| + l2/2 b_j^2 + max(|g_j| - l1, 0)^2 / (2 l2) - b_j g_j            (l2 > 0)
//     (1 - s)^2 / 2 (rr + l2 |b|^2) + sum_j l1 |b_j| - s b_j h_j,   h = g - l2 b, s = l1 / max |h|
//
// rr is |r|^2 / W. No large terms cancel in either. NaN without a penalty.
double duality_gap(const Eigen::VectorXd& b, const Eigen::VectorXd& g, const Penalty& penalty,
                   double rr);
// The first of the two, infinite for l2 = 0; and the second without its first term, with its s.
double conjugate_gap(const Eigen::VectorXd& b, const Eigen::VectorXd& g, const Penalty& penalty);
struct ScaledGap {
    double share = 1;  // s
    double terms = 0;
};
ScaledGap scaled_gap(const Eigen::VectorXd& b, const Eigen::VectorXd& g, const Penalty& penalty);

}  // namespace tenon::models

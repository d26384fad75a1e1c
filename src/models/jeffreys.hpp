// Firth's correction: Jeffreys' prior as a penalty.
//
//     f = l + 1/2 ln det I,     I = V' diag(w p (1 - p)) V
//     df/dtheta = V' (w (y - p) + h (1/2 - p)),   h_i = w_i p_i (1 - p_i) v_i' I^-1 v_i
//
//     d2(1/2 ln det I)/dtheta_a dtheta_b = 1/2 sum_i w_i k''_i q_i v_ia v_ib - 1/2 tr(M_a M_b),
//         k = p (1 - p),  q_i = v_i' I^-1 v_i,  M_a = sum_i w_i k'_i v_ia u_i u_i',  u_i = L^-1 v_i
//
// (D. Firth, Bias reduction of maximum likelihood estimates, Biometrika 80, 1993; G. Heinze and M.
// Schemper, A solution to the problem of separation in logistic regression, Statistics in Medicine
// 21, 2002.) f has its maximum at finite estimates even where the classes are separated. Binary
// logistic models only. A basis V = A B moves f by the constant ln |det B|.
#pragma once

#include <span>

#include "models/likelihood.hpp"

namespace tenon::models {

// Over some rows V with these eta and weights (empty: all 1), L L' = I: sum h_i (1/2 - p_i) v_i,
// and if `bent` the first sum of the second derivatives and M_a, a column each, as lower triangles
// with entries off the diagonal times root 2, so that tr(M_a M_b) is a product of columns.
JeffreysTerms jeffreys_terms(const Eigen::MatrixXd& v, const Eigen::ArrayXd& eta,
                             std::span<const double> weights, const Eigen::MatrixXd& l, bool bent);

inline constexpr double most_prior_work = 1e8;

// Adds the penalty and its gradient to `at`, which holds l, g and H at theta, and its second
// derivatives where rows times columns cubed are no more than most_prior_work, or in passes where
// columns are few. Leaves NaN as the value where I is singular. Cost: one more pass over the data.
void add_jeffreys(const Context& context, const Observations& data, const Eigen::VectorXd& theta,
                  Likelihood& at);

}  // namespace tenon::models

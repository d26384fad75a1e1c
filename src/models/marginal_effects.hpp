// Average marginal effects of a binary logistic model, with errors by the delta method.
//
// With w the weights, W their sum, p_i = sigma(eta_i), b_j = a_j'theta (raw_direction):
//
//     slope       AME_j = b_j m,              m = sum w p (1-p) / W
//                 dAME_j/dtheta = m a_j + b_j v,   v = sum w p (1-p) (1 - 2p) V_i / W
//     difference  AME_j = sum w (p(x_j=1) - p(x_j=0)) / W, and its derivative likewise, where the
//                 row of V with x_j = c is V_i + (c - x_ij) a_j
//     var AME_j = g' (H + P)^-1 g,  g the derivative
#pragma once

#include <vector>

#include "models/predictor_fit.hpp"

namespace tenon::models {

struct MarginalEffect {
    double effect = 0, standard_error = 0;
};

// One a kept column, NaN for the intercept. `root` with root root' = (H + P)^-1, or empty: then
// there are no errors. `difference` a kept column: whether it is a dummy to be taken so.
std::vector<MarginalEffect> marginal_effects(const Context& context, const PredictorFit& fit,
                                             const MatrixView& features,
                                             const Eigen::VectorXd& theta,
                                             const Eigen::MatrixXd& root,
                                             const std::vector<bool>& difference);

}  // namespace tenon::models

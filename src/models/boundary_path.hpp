// Maxima on the boundary of a link's range: of counts and amounts under the identity link, whose
// means must not be below 0, where some are best at 0.
//
// A row with the target 0 holds no mean above 0, so Newton's steps run into the boundary and shrink
// to nothing there. With b ln mu added for each of the m such rows (models/mean_family.hpp) the
// maximum lies inside, and no more than m b below the best that there is:
//
//     for b = b_0, b_0/10, ... b_end:  theta <- argmax l(theta) + b sum ln mu_i, from the last
//     theta
//
// (A. V. Fiacco and G. P. McCormick, Nonlinear Programming, 1968: the barrier method.)
#pragma once

#include "models/mean_family.hpp"
#include "models/predictor_fit.hpp"

namespace tenon::models {

// From `start`, whose means are above 0; `level` is the mean of the target. Where the maximum is
// inside after all, that; else the result is not converged and tells how many means are at 0.
PredictorResult climb_along_boundary(const Context& context, const PredictorFit& fit,
                                     MeanFamily& family, Eigen::VectorXd start, double level);

}  // namespace tenon::models

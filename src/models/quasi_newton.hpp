// Towards the maximum without its Hessian, where a Hessian costs many passes over the rows.
//
// Limited-memory BFGS (J. Nocedal, Updating quasi-Newton matrices with limited storage, Math. Comp.
// 35, 1980; D. C. Liu and J. Nocedal, Math. Programming 45, 1989) in the variables u = R theta,
//
//     R'R s ~ H + P,      grad_u f = R^-T g,      s a number,
//
// in which the Hessian is near a multiple of the identity. Such an R is there before the first
// step: the factor of the cross product that decided the rank, since H = p (1 - p) A'A where no
// feature has an effect yet, or the factor of the Hessian of a sample of the rows. So each step
// costs one pass for l and g alone, and the weights' spread decides how many there are, not the
// condition of the features.
//
// It only brings Newton's method (models/newton.hpp) a start: that the point is a maximum, is
// unique and exists is found there, from the Hessian itself.
#pragma once

#include <optional>

#include "base/eigen.hpp"

#include "models/newton.hpp"

namespace tenon::models {

struct CurvatureFactor {
    // R, upper triangle; none: the identity
    std::optional<Eigen::Ref<const Eigen::MatrixXd>> r;
    double scale = 0;  // s; 0: that of R'R = V'V, by the mean curvature of the rows at the start
};

// Whether passes without a Hessian are worth it for this shape, and the problem is of the kind that
// they serve: rows in memory, a canonical link, no prior but the penalty, no constraint.
bool suits_quasi_newton(const NewtonProblem& problem);

// Whether, near the maximum, a Hessian of all rows saves more passes than it costs.
bool one_hessian_pays(const NewtonProblem& problem);

// Where the search ended: converged, out of passes or, without a penalty, on what may be a flight
// along a separating direction. `known` is the likelihood at the start, if it is known already;
// only for a problem without a basis.
NewtonStart approach(const Context& context, const NewtonProblem& problem,
                     const CurvatureFactor& factor, NewtonStart start,
                     const Likelihood* known = nullptr);

}  // namespace tenon::models

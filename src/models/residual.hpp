// One pass over the data for r = y - A b and A'r, with r formed in double-double: what iterative
// refinement needs (A. Bjorck, Stability analysis of the method of seminormal equations for linear
// least squares problems, Linear Algebra Appl. 88/89, 1987).
#pragma once

#include <Eigen/Core>

#include "models/design.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

struct Residual {
    double sum_squares = 0;    // |r|^2, in scaled units of the target
    Eigen::VectorXd gradient;  // A'r
};

Residual residual_pass(const Context& context, const Design& design, const Target& target,
                       const Eigen::VectorXd& beta);

}  // namespace tenon::models

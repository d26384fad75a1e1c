// One pass over the data for r = y - A b and A'W r, with r formed in double-double: what iterative
// refinement needs (A. Bjorck, Stability analysis of the method of seminormal equations for linear
// least squares problems, Linear Algebra Appl. 88/89, 1987).
#pragma once

#include <vector>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

struct Residual {
    double sum_squares = 0;    // r'W r, in scaled units of the target
    Eigen::VectorXd gradient;  // A'W r
    // sum (r_i - r_(i-1))^2 of residuals times the roots of their weights
    double step_squares = 0;
};

// What of the data goes in: the columns and the target as doubles, or with what a double leaves of
// them, which a nearly collinear design needs.
enum class Digits { rounded, full };

Residual residual_pass(const Context& context, const Design& design, const Target& target,
                       const std::vector<DoubleDouble>& beta, Digits digits);

}  // namespace tenon::models

// Least squares with coefficients that are not negative: shares, rates, mixtures.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct NonnegativeOptions {
    bool intercept = true;  // it is free
    double confidence = 0.95;
    std::int64_t max_steps = 0;  // 0: 10 times the features, and 100
};

struct NonnegativeFit {
    LinearModel model;
    // Of each feature: the multiplier of b_j >= 0, minus the slope of the objective below, in its
    // units; positive only where b_j is 0, and then what one unit of b_j would cost.
    std::vector<double> multipliers;
    std::int64_t at_bound = 0;  // coefficients held at 0
};

// minimise  1/2 sum (y_i - b0 - b'x_i)^2   subject to  b >= 0
// by the active sets of C. L. Lawson and R. J. Hanson (Solving Least Squares Problems, 1974,
// chapter 23), each of whose systems is solved in double-double. The answer is exact up to its last
// rounding: the set of positive coefficients is found, and the least-squares solution on it
// returned.
//
// The optimality conditions (b >= 0, multipliers >= 0, b_j times multiplier_j = 0) are then checked
// against the data: summary.gradient_norm is the largest violation, over features of unit deviation
// and per row; converged tells that it is rounding. A feature that is a combination of positive
// ones stays at 0. Standard errors do not exist under bounds: NaN. summary.residual_sd divides by n
// minus the free and positive coefficients.
//
// Errors: as fit_linear. Cost: as fit_linear, and columns^2 a step. No copy of the features is made
// beyond 4e6 for rows * columns^2.
NonnegativeFit fit_nonnegative(const Context& context, const MatrixView& features,
                               std::span<const double> target, std::span<const std::string> names,
                               const NonnegativeOptions& options = {});

// The same from cross products that are summed already, exactly (tenon/linear_partial.hpp); the
// conditions are checked against them, in double-double. With weights as there; per row then means
// per unit of weight. The Durbin-Watson statistic is NaN. Cost: columns^3, and columns^2 a step.
// Errors: argument (options), data (no rows), cancelled.
NonnegativeFit fit_nonnegative(const Context& context, const LinearPartial& rows,
                               const NonnegativeOptions& options = {});

}  // namespace tenon

// Linear regression by least squares.
#pragma once

#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct LinearOptions {
    bool intercept = true;
    double l2 = 0;            // ridge penalty, see below
    double confidence = 0.95;
};

// minimise  1/2 sum (y_i - b0 - b'x_i)^2 + l2/2 sum (s_j b_j)^2
// by rank-revealing QR of the scaled design; s_j is the standard deviation (n - 1) of feature j, or
// its root mean square without an intercept, so l2 means the same in every unit. `names` has one
// entry a feature. Of features that depend on each other the earlier ones are kept; the others, and
// constant ones next to an intercept, get the coefficient 0 and a warning that names their causes.
//
// Up to 4e6 for rows * columns^2 all is done in double-double: the digits that are left are those of
// the data. Above, cost is one pass for the cross product (or two for the QR where the features are
// nearly collinear) and one for refinement; memory is O(columns^2) beside the caller's matrix.
//
// Summary: log-likelihood with the best sigma; AIC = -2 logL + 2k and BIC = -2 logL + k ln n, where
// k counts the coefficients and not sigma, as statsmodels does; R2 without an intercept is about
// zero, not about the mean; NaN where the target is constant. F is NaN for ridge. With l2 > 0,
// degrees of freedom are n minus the effective number of coefficients, standard errors are those of
// the shrunk estimate (sandwich) and a warning says that p-values are biased.
//
// Errors: argument (shapes, negative l2, confidence outside (0, 1)), data (no rows; NaN or infinity
// with row and feature), budget, cancelled.
LinearModel fit_linear(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const LinearOptions& options = {});

}  // namespace tenon

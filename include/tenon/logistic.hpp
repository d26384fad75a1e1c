// Binary logistic regression by maximum likelihood: P(Y = 1 | X) = sigma(b0 + b'X).
#pragma once

#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct LogisticOptions {
    bool intercept = true;
    double l2 = 0;              // penalty, see below; the intercept is free
    double confidence = 0.95;
    std::int64_t max_iterations = 100;
    double tolerance = 1e-10;   // on the scaled gradient per row
};

// maximise  sum log P(y_i | x_i) - l2/2 sum (s_j b_j)^2
// by Newton's method with step control on internally scaled features; s_j as in fit_linear. target
// holds 0 and 1; one class only is refused: Error(data). Standard errors come from the inverse
// Hessian at the estimate (of the penalised objective if l2 > 0), p-values from the normal
// distribution.
//
// Separation, rank loss and failure to converge are flags and warnings of the result, never silent.
// Under separation (l2 = 0) no estimate exists: the last finite iterate is returned with converged =
// false, the features that drive it are named, and the coefficients that run away (all of them under
// complete separation) have no standard errors. Cost: one pass over the data an iteration.
//
// Errors: argument (shapes, options out of range), data (no rows, one class, a target that is not 0
// or 1, NaN or infinity with row and feature), budget, cancelled.
LinearModel fit_logistic(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const LogisticOptions& options = {});

}  // namespace tenon

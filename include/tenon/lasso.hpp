// Linear and logistic regression under an L1 penalty, which sets coefficients to zero: for choosing
// among features.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct LassoFit {
    double penalty = 0;
    double intercept = 0;
    std::vector<double> coefficients;  // in the units of the features
    std::vector<double> scaled;   // s_j b_j: what the penalty weighs, comparable among features
    std::int64_t iterations = 0;  // quadratic models looked at
    bool converged = true;

    std::int64_t nonzero() const noexcept;
};

// minimise  1/n sum loss(y_i, b0 + b'x_i) + penalty sum s_j |b_j|
// with loss 1/2 (y - t)^2 for a linear model and ln(1 + e^t) - y t for a logistic one (y 0 or 1),
// s_j the standard deviation (n - 1) of feature j; the intercept is free. A constant feature gets
// 0.
//
// One fit a penalty, each starting from the one before it, so give penalties that descend. Cost: a
// pass over rows * columns^2 for each quadratic model (one in all for a linear model), and memory
// for a copy of the features.
//
// Errors: argument (shapes, a penalty that is negative or not finite), data (no rows, NaN or
// infinity, a target that is not 0 or 1, one class), budget, cancelled.
std::vector<LassoFit> fit_lasso(const Context& context, const MatrixView& features,
                                std::span<const double> target, ModelKind kind,
                                std::span<const double> penalties);

// The same of a linear model from cross products that are summed already
// (tenon/linear_partial.hpp).
std::vector<LassoFit> fit_lasso(const Context& context, const LinearPartial& rows,
                                std::span<const double> penalties);

// Of a logistic model by passes over its rows, as fit_elastic_net has it.
std::vector<LassoFit> fit_lasso(const Context& context, const LinearPartial& first,
                                const LogisticPass& pass, std::span<const double> penalties);

// The smallest penalty under which all coefficients are zero.
double largest_lasso_penalty(const Context& context, const MatrixView& features,
                             std::span<const double> target, ModelKind kind);

}  // namespace tenon

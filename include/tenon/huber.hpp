// Linear regression that outliers do not pull: Huber's estimate.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/row_source.hpp"

namespace tenon {

enum class HuberScale : std::int32_t {
    joint = 0,  // scale and coefficients minimise one convex objective together
    mad = 1,    // median |r| / 0.6745 of the residuals of the fit itself
    fixed = 2,  // given by the caller
};

struct HuberOptions {
    bool intercept = true;
    double threshold = 1.345;  // residuals beyond threshold * scale count linearly; above 0
    HuberScale scale = HuberScale::joint;
    double fixed_scale = 0;  // of HuberScale::fixed, in the target's units
    double confidence = 0.95;
    std::int64_t max_iterations = 200;
    double tolerance = 1e-10;  // on the scaled gradient per row
};

struct HuberFit {
    LinearModel model;          // residual_sd is the scale
    double scale = 0;           // in the target's units
    double objective = 0;       // as below, in the target's units
    std::int64_t outliers = 0;  // rows beyond threshold * scale, or their weight, rounded
};

// With H(z) = z^2 for |z| <= t and 2 t |z| - t^2 beyond, r = y - b0 - b'x and scale s,
//
//     joint   minimise over b and s   sum s (1 + H(r_i / s))       (P. J. Huber, Robust Statistics,
//             1981, 7.7; A. B. Owen 2007; the objective of scikit-learn's HuberRegressor at alpha
//             0; threshold above 1, or rows enough in reach, else s runs to 0)
//     mad     b minimises sum H(r_i / s), s is the scale of its residuals: a fixed point, which RLM
//     of
//             statsmodels looks for, too
//     fixed   minimise over b         sum H(r_i / s) s^2
//
// by damped Newton steps in coordinates in which the features are orthonormal. converged tells that
// the gradient over scale and root of the rows is below `tolerance`; summary.gradient_norm is it.
// Standard errors are Huber's first (1981, 6.5): K^2 [sum psi^2 s^2 / (n - k)] / mean(psi')^2
// (X'X)^-1, K = 1 + k/n var(psi') / mean(psi')^2; t with n - k degrees of freedom. Collinear
// features are left out as in fit_linear.
//
// Weights, one a row, finite and at least 0: a row of weight w counts as w rows everywhere, in n
// and in medians too; one of weight 0 nowhere. Empty: all 1.
//
// Where half of the rows or more lie on one plane the scale by mad is 0: Error(data), or a scale
// that falls without end and a fit that is not converged.
// Errors: as fit_linear, and argument for options out of range. Memory: a copy of the features.
HuberFit fit_huber(const Context& context, const MatrixView& features,
                   std::span<const double> target, std::span<const std::string> names,
                   const HuberOptions& options = {}, std::span<const double> weights = {});

// fit_huber on the rows of `first`, visited again by `pass`: see tenon/logistic_partial.hpp. Every
// point that is tried is a pass, some 10 to 30 in all; with HuberScale::mad some 10 more for every
// scale, whose median is found by counting, and 100 to 200 in all. Weights are 1, or 0 for a row
// that is left out. Errors: as above, argument (weights), and data if a pass brings other rows than
// `first` had.
HuberFit fit_huber(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                   const HuberOptions& options = {});
// The same over a source of blocks, which must be able to go back.
HuberFit fit_huber(const Context& context, const RowSource& source,
                   std::span<const std::string> names, const HuberOptions& options = {});

}  // namespace tenon

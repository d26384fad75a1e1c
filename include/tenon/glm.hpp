// Generalised linear models for counts, waiting times and amounts: Poisson, negative binomial,
// gamma and Tweedie.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/row_extras.hpp"

namespace tenon {

struct GlmOptions {
    // poisson, negative_binomial, gamma or tweedie.
    ModelKind family = ModelKind::poisson;
    // g(mean) = b0 + b'x + offset: log for every family; identity for Poisson, gamma and Tweedie;
    // inverse for gamma.
    Link link = Link::log;
    bool intercept = true;
    double l2 = 0;  // as in fit_logistic: s_j is the weighted spread
    double confidence = 0.95;
    std::int64_t max_iterations = 100;
    // On the gradient for features of unit spread, per unit of weight, over the size that a row's
    // part has by its nature (for Poisson with log link the root of the mean): a pure number.
    double tolerance = 1e-10;
    // Negative binomial: alpha in Var Y = mu + alpha mu^2; Tweedie: p in Var Y = phi mu^p, 1 < p
    // < 2. NaN: estimated by maximum (profile) likelihood. Must be NaN for the others.
    double shape = std::numeric_limits<double>::quiet_NaN();
    // Poisson only: standard errors times the root of the dispersion (quasi-likelihood), and t in
    // place of z, for counts that scatter more than Poisson's.
    bool quasi = false;
    // Others than classical ones hold where the variance is not that of the family; see below. Not
    // together with quasi, which is another cure for the same.
    ErrorKind errors = ErrorKind::classical;
};

// maximise  sum w_i l(y_i, mu_i) - l2/2 sum (s_j b_j)^2,  g(mu_i) = b0 + b'x_i + offset_i, where
//
//     Poisson            l = y ln mu - mu - ln y!                        y >= 0
//     negative binomial  r = 1/alpha, l = ln Gamma(y+r)/(Gamma(r) y!)    y >= 0
//                            + y ln(mu/(mu+r)) - r ln(1 + mu/r)
//     gamma              l = -(y/mu + ln mu)/phi + ...                    y > 0
//     Tweedie            compound Poisson of gammas, P(Y = 0) > 0        y >= 0
//                        l = (y mu^(1-p)/(1-p) - mu^(2-p)/(2-p))/phi + ...
//
// by Newton's method with step control (expected information where the observed is not positive
// definite). Gamma and Tweedie models with an identity link may have several maxima: the fit is
// started from many points (four and the usual one where rows are many, one where they come in
// slices), the greatest maximum that was met is taken, and a warning tells how many were compared.
// Exposure enters as its logarithm with coefficient 1 (log link).
//
// Summary: deviance, null_deviance (intercept and offset alone, same shape), pearson =
// sum w (y - mu)^2 / V(mu), dispersion = pearson / (n - k), n the sum of weights. Standard errors
// come from the expected information, with a negative binomial's alpha as if it were known (what it
// shares with the coefficients is 0 in expectation); those of gamma and Tweedie (and quasi) are
// times the root of the dispersion, with Student's t of n - k degrees; those of Poisson and
// negative binomial stand for dispersion 1, with z. shape is alpha or p, shape_error its standard error by the curvature of
// the profile likelihood, which is that of the observed information of shape and coefficients
// together (NaN if given). r2 is the share of the deviance explained.
//
// log_likelihood is complete (every constant in). For gamma and Tweedie it takes the most likely
// phi for these means (summary.dispersion_ml). AIC and BIC count the effective coefficients
// (fit_logistic), an estimated shape, and phi where there is one, as R does. The null log-likelihood is that of the intercept
// and offset alone, with the same shape.
//
// Robust errors: the sandwich of the scores' scatter between two inverses of the observed
// information, with m_i as ErrorKind tells for the score's residual dl/deta and the leverages of
// the last weighted least squares (expected information; A. Zeileis 2006). hc0 and cluster are
// those of statsmodels' GLM, whose hc1 is its hc0. A row of weight w stands for w equal rows here too; class
// weights are no such numbers, and multiply scores. The distribution is that of classical errors,
// or t with G - 1 degrees by cluster. A shape that is estimated is taken as known, and with l2 the
// bias is left out. They cost one pass more.
//
// Means that are the target to the last digits leave no dispersion and no bound to the likelihood:
// a warning says so, and a power of Tweedie is not looked for (shape 1.5, converged = false).
//
// Flags and warnings tell rank loss, rows of count 0 that can be told apart (the estimate runs to
// -infinity; S. Correia, P. Guimaraes and T. Zylkin 2019), counts that are no integers, dispersion
// that belies a Poisson model, no overdispersion (alpha = 0), an identity link whose best means are
// 0 in some rows (with rows in memory the estimate is that end, without standard errors), and
// failure to converge (converged = false, never silent, no standard errors). Cost: one pass an
// iteration; an estimated shape takes about ten short fits, and Tweedie's a series of some tens of
// terms a row and step, for every dispersion.
//
// Sources: P. McCullagh and J. Nelder, Generalized Linear Models (1989); J. Lawless, Canadian J. of
// Statistics 15 (1987); P. Dunn and G. Smyth, Statistics and Computing 15 (2005).
//
// Errors: argument (shapes, options out of range, a link the family has not, exposure without log
// link), data (no rows, a target out of the family's range with its row, a target that is all 0,
// NaN or infinity, weights, offset or exposure out of range, offsets so far apart that means leave
// the range of numbers), budget, cancelled.
LinearModel fit_glm(const Context& context, const MatrixView& features,
                    std::span<const double> target, std::span<const std::string> names,
                    const GlmOptions& options = {}, const RowExtras& rows = {});

// The mean that a linear predictor stands for. inverse: 1 / eta.
double inverse_link(Link link, double eta) noexcept;

}  // namespace tenon

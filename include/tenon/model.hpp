// What every fitted linear-family model says about itself.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace tenon {

struct LinearCore;  // linear_core.hpp

enum class ModelKind : std::int32_t {
    linear = 1,
    logistic = 2,
    poisson = 3,
    negative_binomial = 4,
    gamma = 5,
    tweedie = 6,
    multinomial = 7,
    ordinal = 8,
    probability = 9,  // least squares of a target of 0 and 1
};

// Whether the target is told as two classes, with a positive label.
constexpr bool has_positive_label(ModelKind kind) noexcept {
    return kind == ModelKind::logistic || kind == ModelKind::probability;
}
// Whether fit_glm fits it.
constexpr bool is_glm(ModelKind kind) noexcept {
    return kind == ModelKind::poisson || kind == ModelKind::negative_binomial ||
           kind == ModelKind::gamma || kind == ModelKind::tweedie;
}

// What is linear in the features: the mean, ln p/(1-p), ln mean, or 1/mean.
enum class Link : std::int32_t { identity = 0, logit = 1, log = 2, inverse = 3 };

// Named facts about a fit that its user must know; a set of bits.
enum FitFlag : std::uint32_t {
    fit_rank_deficient = 1u << 0,   // collinear or constant features; their coefficients are 0
    fit_separation = 1u << 1,       // a hyperplane separates the classes; estimates run to infinity
    fit_quasi_separation = 1u << 2, // the same with ties on the hyperplane
    fit_not_converged = 1u << 3,    // the stopping rule was not met
    fit_ill_conditioned = 1u << 4,  // condition number above 1e10 after scaling
    fit_few_rows = 1u << 5,         // no degrees of freedom left: no standard errors
    fit_dispersed = 1u << 6,        // the target's scatter is not that of the family
};

// How the numbers of a least-squares fit came about; each next one is slower and more exact.
enum class FitPath : std::int32_t {
    none = 0,           // of models that are not fitted by least squares
    cross_product = 1,  // Cholesky of the compensated cross product, refined
    blocked_qr = 2,     // QR by blocks of rows, refined
    dense_qr = 3,       // QR of the whole design, refined
    exact = 4,          // all in double-double: about 32 digits until the last rounding
};
const char* fit_path_name(FitPath path) noexcept;  // "cross product", ...; "" for none

// Where standard errors come from. With u_i the leverage h_i, r_i the residual, n rows and k
// coefficients, the covariance is (X'X)^-1 (sum m_i x_i x_i') (X'X)^-1 with m_i as told (J. G.
// MacKinnon, H. White, J. Econometrics 29, 1985); weights multiply as in statsmodels' WLS. Of
// logistic and generalised linear models scores take the place of residuals (tenon/glm.hpp), and
// classical errors are those of the inverse information.
enum class ErrorKind : std::int32_t {
    classical = 0,  // m_i = |r|^2 / (n - k): equal variances
    hc0 = 1,        // r_i^2
    hc1 = 2,        // r_i^2 n / (n - k)
    hc2 = 3,        // r_i^2 / (1 - h_i)
    hc3 = 4,        // r_i^2 / (1 - h_i)^2
    cluster = 5,    // sums over G groups, times G/(G-1) (n-1)/(n-k); t with G - 1 degrees
};
const char* error_kind_name(ErrorKind kind) noexcept;  // "classical", "hc0", ...

struct Coefficient {
    std::string name;          // feature, "feature^3", or "(intercept)"
    double estimate = 0;       // in the units of the features as given
    double standard_error = 0; // NaN where it does not exist
    double statistic = 0;      // t (linear) or z (logistic)
    double p_value = 0;        // two-sided
    double low = 0, high = 0;  // confidence interval
    bool dropped = false;      // collinear with earlier features; estimate 0
    // Least squares only, NaN elsewhere and for the intercept. estimate * s_x / s_y (standard
    // deviations, root mean squares without an intercept), and the variance inflation factor
    // 1 / (1 - R2 of this feature on the others).
    double standardized = std::numeric_limits<double>::quiet_NaN();
    double vif = std::numeric_limits<double>::quiet_NaN();
};

struct FitSummary {
    ModelKind kind = ModelKind::linear;
    std::int64_t rows = 0;
    std::int64_t parameters = 0;       // estimated, intercept included
    // What the penalty l2 leaves of them: the trace of H (H + P)^-1, H the information (the cross
    // product of least squares) and P the penalty's own; of an elastic net those that are not 0 (H.
    // Zou, T. Hastie and R. Tibshirani, Annals of Statistics 35, 2007). AIC and BIC count these
    // (R. J. Gray, JASA 87, 1992). NaN where it was not found, which takes the information.
    double effective_parameters = 0;
    double log_likelihood = 0;
    double null_log_likelihood = 0;    // intercept only
    double aic = 0, bic = 0;
    double r2 = 0, adjusted_r2 = 0;    // linear; McFadden's pseudo R2 in r2 for logistic
    double residual_sd = 0;            // linear
    double f_statistic = 0, f_p_value = 0;  // linear
    double condition = 0;              // 2-norm condition number of the scaled design
    double gradient_norm = 0;          // largest |gradient| over features scaled to unit sd, per row
    double confidence = 0.95;
    std::int64_t iterations = 0;
    bool converged = true;
    std::uint32_t flags = 0;           // FitFlag
    // Least squares only, but for digits, which binary logistic models and those of counts have too.
    FitPath path = FitPath::none;
    // Right digits of the worst coefficient that the arithmetic vouches for, taking the data as
    // exact, and the same of standard errors; 15.95 is the last rounding. 0: not known.
    double digits = 0;
    double error_digits = 0;
    ErrorKind errors = ErrorKind::classical;
    std::int64_t clusters = 0;         // of ErrorKind::cluster
    double error_degrees = 0;          // degrees of freedom behind t and intervals
    double durbin_watson = std::numeric_limits<double>::quiet_NaN();  // 0 to 4, rows in order
    // Of Huber and quantile regression and elastic nets of pipelines: what was minimised, and but for
    // Huber's the bound that proves it.
    double objective = std::numeric_limits<double>::quiet_NaN();
    double bound = std::numeric_limits<double>::quiet_NaN();
    // Generalised linear models only (tenon/glm.hpp), NaN elsewhere.
    Link link = Link::identity;
    double deviance = std::numeric_limits<double>::quiet_NaN();
    double null_deviance = std::numeric_limits<double>::quiet_NaN();
    double pearson = std::numeric_limits<double>::quiet_NaN();
    double dispersion = std::numeric_limits<double>::quiet_NaN();     // pearson / (n - k)
    double dispersion_ml = std::numeric_limits<double>::quiet_NaN();  // gamma, Tweedie
    double shape = std::numeric_limits<double>::quiet_NaN();          // alpha or p
    double shape_error = std::numeric_limits<double>::quiet_NaN();
};

// A feature that enters with its powers, b_1 x + ... + b_K x^K. For large x these terms cancel, so
// predictions add in their place
//     sum_k terms_k T_k(t), t = (x - centre) / half    with an intercept; T_k of Chebyshev
//     x sum_k terms_k T_(k-1)(t)                       without
//     sum_k terms_k x^k                                if plain
struct PowerTerms {
    std::int64_t feature = 0;
    bool plain = false;
    double centre = 0, half = 1;
    std::vector<double> terms;  // K of them; 0 where left out
};

// A fitted model on numeric features: score = intercept + sum coefficient_j * x_j, passed through
// the logistic function for a logistic model.
struct LinearModel {
    FitSummary summary;
    bool has_intercept = true;
    // The first `powered` features stand with their powers up to `degree`, one coefficient each.
    std::int64_t degree = 1, powered = 0;
    std::vector<PowerTerms> powers;  // of those not left out, ascending
    double powers_intercept = 0;     // stands for intercept() in predictions where powers are
    // Of least squares with degrees of freedom: what intervals of predictions are made of.
    std::shared_ptr<const LinearCore> core;
    std::vector<Coefficient> coefficients;  // "(intercept)" first when there is one
    std::vector<std::string> warnings;      // the flags in words, naming features

    double intercept() const noexcept { return has_intercept ? coefficients.front().estimate : 0; }
};

// sigma(t) = 1 / (1 + exp(-t)), without overflow.
double logistic_function(double t) noexcept;

}  // namespace tenon

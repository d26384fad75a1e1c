// What every fitted linear-family model says about itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tenon {

enum class ModelKind : std::int32_t { linear = 1, logistic = 2 };

// Named facts about a fit that its user must know; a set of bits.
enum FitFlag : std::uint32_t {
    fit_rank_deficient = 1u << 0,   // collinear or constant features; their coefficients are 0
    fit_separation = 1u << 1,       // a hyperplane separates the classes; estimates run to infinity
    fit_quasi_separation = 1u << 2, // the same with ties on the hyperplane
    fit_not_converged = 1u << 3,    // the stopping rule was not met
    fit_ill_conditioned = 1u << 4,  // condition number above 1e10 after scaling
    fit_few_rows = 1u << 5,         // no degrees of freedom left: no standard errors
};

struct Coefficient {
    std::string name;          // feature, or "(intercept)"
    double estimate = 0;       // in the units of the features as given
    double standard_error = 0; // NaN where it does not exist
    double statistic = 0;      // t (linear) or z (logistic)
    double p_value = 0;        // two-sided
    double low = 0, high = 0;  // confidence interval
    bool dropped = false;      // collinear with earlier features; estimate 0
};

struct FitSummary {
    ModelKind kind = ModelKind::linear;
    std::int64_t rows = 0;
    std::int64_t parameters = 0;       // estimated, intercept included
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
};

// A fitted model on numeric features: score = intercept + sum coefficient_j * x_j, passed through
// the logistic function for a logistic model.
struct LinearModel {
    FitSummary summary;
    bool has_intercept = true;
    std::vector<Coefficient> coefficients;  // "(intercept)" first when there is one
    std::vector<std::string> warnings;      // the flags in words, naming features

    double intercept() const noexcept { return has_intercept ? coefficients.front().estimate : 0; }
};

// sigma(t) = 1 / (1 + exp(-t)), without overflow.
double logistic_function(double t) noexcept;

}  // namespace tenon

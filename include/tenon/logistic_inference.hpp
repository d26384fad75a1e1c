// What there is to say about a binary logistic model beside its coefficients: odds ratios, marginal
// effects, tests, pseudo-R2, calibration on its own data.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/logistic.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/row_extras.hpp"

namespace tenon {

struct LogisticInferenceOptions {
    // Likelihood-ratio test of every coefficient: one fit more each.
    bool coefficient_tests = false;
    // Marginal effect of a feature that only takes 0 and 1: the mean change of P from 0 to 1, in
    // place of the mean slope.
    bool difference_for_dummies = false;
    std::int64_t groups = 10;  // of Hosmer and Lemeshow's test; 3 to 1000
};

// chi-squared with so many degrees of freedom. NaN where there is nothing to test.
struct ChiSquaredTest {
    double statistic = 0;
    double degrees = 0;
    double p_value = 0;
};

// One an entry of LinearModel::coefficients, in its order; NaN for dropped ones.
struct LogisticEffect {
    // exp(coefficient) and its interval's ends: the factor by which the odds p / (1 - p) change
    // with one unit of the feature.
    double odds_ratio = 0, odds_low = 0, odds_high = 0;
    // 2 (l - l with this coefficient 0), 1 degree (coefficient_tests); with firth of the penalised
    // log-likelihoods.
    ChiSquaredTest likelihood_ratio;
    // Average marginal effect: the mean over the rows (by weight) of dP/dx_j = p (1 - p) b_j, in
    // probability per unit of the feature; standard error by the delta method, z, two-sided p, and
    // interval at the model's confidence. NaN for the intercept.
    double marginal = 0, marginal_error = 0, marginal_z = 0, marginal_p = 0;
    double marginal_low = 0, marginal_high = 0;
};

// Rows put in groups by their probability, ascending.
struct HosmerLemeshowGroup {
    double low = 0, high = 0;           // of the probabilities in the group
    double rows = 0;                    // weight
    double observed = 0, expected = 0;  // weight of ones; sum of probabilities
};

struct LogisticInference {
    LinearModel model;  // as fit_logistic gives it
    std::vector<LogisticEffect> effects;

    // All coefficients but the intercept are 0. LR = 2 (l - l0), with l0 that of what is then left:
    // the intercept and offset, or without an intercept the offset alone (P = 1/2 without one),
    // where it is not the l0 of the measures below. NaN with l2. Wald = b' cov^-1 b.
    ChiSquaredTest likelihood_ratio, wald;

    // With l, l0 the log-likelihoods of model and intercept alone, n the total weight; without an
    // intercept too, and then they may be below 0:
    double mcfadden = 0;    // 1 - l/l0
    double cox_snell = 0;   // 1 - exp(2 (l0 - l) / n)
    double nagelkerke = 0;  // cox_snell / (1 - exp(2 l0 / n))
    double tjur = 0;        // mean p of the ones - mean p of the zeros

    // sum over groups of (O - E)^2 / (E (1 - E/n)); groups - 2 degrees. Groups are cut at the
    // quantiles (type 7) of the probabilities, each repeated by its weight (weights that are not
    // whole: where the weight reaches each share); equal probabilities stay together, so there may
    // be fewer groups than asked for.
    ChiSquaredTest hosmer_lemeshow;
    std::vector<HosmerLemeshowGroup> groups;
};

// Fits the model and tells the above. Where the estimates do not exist (separation) or were not
// found, tests that need them are NaN, and the model's flags and warnings say why.
//
// Cost: the fit, two passes more, and with coefficient_tests a fit a coefficient.
// Sources: D. W. Hosmer, S. Lemeshow and R. X. Sturdivant, Applied Logistic Regression (2013), 1.3,
// 5.2; N. Nagelkerke, Biometrika 78 (1991); T. Tjur, The American Statistician 63 (2009); W.
// Greene, Econometric Analysis (2012), 17.3 (marginal effects). Errors: as fit_logistic, and
// argument (groups out of range).
LogisticInference infer_logistic(const Context& context, const MatrixView& features,
                                 std::span<const double> target, std::span<const std::string> names,
                                 const LogisticOptions& options = {}, const RowExtras& rows = {},
                                 const LogisticInferenceOptions& inference = {});

}  // namespace tenon

// Linear and logistic regression under an elastic-net penalty, along a whole path of penalties,
// with a choice by cross-validation.
//
//     minimise  1/W sum w_i loss(y_i, b0 + b'x_i)
//               + penalty * ( l1_ratio * sum s_j |b_j|  +  (1 - l1_ratio)/2 * sum (s_j b_j)^2 )
//
// with loss 1/2 (y - t)^2 for a linear model and ln(1 + e^t) - y t for a logistic one (y 0 or 1), w
// the weights (1 if none are given) and W their sum. l1_ratio 1 is the lasso, which sets
// coefficients to zero; 0 is ridge. s_j is the standard deviation of feature j: weighted, with n -
// 1 for n records of positive weight (root mean square without an intercept), so that the penalty
// means the same in every unit; or 1 if `standardise` is off. The intercept is free. A constant
// feature gets 0.
//
// Source: J. Friedman, T. Hastie, R. Tibshirani, Regularization Paths for Generalized Linear Models
// via Coordinate Descent (2010); rules for leaving features out, with the check that makes them
// safe: R. Tibshirani and others, Strong rules for discarding predictors in lasso-type problems
// (2012).
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

struct ElasticNetOptions {
    double l1_ratio = 1;  // in [0, 1]
    // Penalties to fit. Empty: `steps` of them, falling in equal ratios from the smallest one under
    // which all coefficients are zero (for an l1_ratio below 0.001: that of 0.001) down to
    // smallest_share of it.
    std::vector<double> penalties;
    std::int32_t steps = 100;
    double smallest_share = 0;  // in (0, 1); 0: 1e-4 with more records than features, else 1e-2
    bool intercept = true;
    bool standardise = true;
    // A fit has converged when its duality gap is at most this share of the loss without features.
    double tolerance = 1e-9;
    std::int64_t max_sweeps = 100'000;  // over the coefficients, a penalty
};

struct ElasticNetFit {
    double penalty = 0;
    double intercept = 0;
    std::vector<double> coefficients;  // in the units of the features
    std::vector<double> scaled;  // s_j b_j: what the penalty weighs, comparable among features
    double loss = 0;             // the mean loss alone
    double objective = 0;        // with the penalty: what is minimised
    // The objective is at most this much above its minimum: a proof by a dual point, not an
    // estimate. NaN for penalty 0, where the gradient is judged instead.
    double gap = 0;
    double explained = 0;     // 1 - loss / loss without features; NaN where that is 0
    std::int64_t sweeps = 0;  // of coordinate descent
    std::int64_t models = 0;  // quadratic models looked at: 1 for a linear model
    bool converged = false;
    // Logistic, where the minimum was not reached or there is no penalty: features along which the
    // classes are separated completely, the strongest first. Without a penalty there is then no
    // minimum, and the fit has not converged.
    std::vector<std::int64_t> separating;

    std::int64_t nonzero() const noexcept;
};

struct ElasticNetPath {
    double l1_ratio = 1;
    double null_loss = 0;             // of the intercept alone
    std::vector<double> scales;       // s_j; 0 for a constant feature
    std::vector<ElasticNetFit> fits;  // in the order of the penalties
};

// Weights may be empty; they are finite, not negative, and not all zero. Only ratios of weights
// matter.
//
// Cost: linear, one pass of rows * columns^2, whatever the number of penalties, and memory for
// columns^2; logistic, a few passes of rows * columns for each penalty and memory for a copy of the
// features. The result does not depend on the number of threads.
//
// Errors: argument (shapes, an option out of range), data (fewer than two records of positive
// weight, NaN or infinity with row and feature, a target that is not 0 or 1, one class), budget,
// cancelled.
ElasticNetPath fit_elastic_net(const Context& context, const MatrixView& features,
                               std::span<const double> target, ModelKind kind,
                               const ElasticNetOptions& options = {},
                               std::span<const double> weights = {});

// A linear path from cross products that are summed already, exactly: the rows may lie anywhere,
// and the path has the same bits however they were sliced and merged (tenon/linear_partial.hpp).
// Cost: columns^2 exact products, and the path.
ElasticNetPath fit_elastic_net(const Context& context, const LinearPartial& rows,
                               const ElasticNetOptions& options = {});

// A logistic path over rows that are elsewhere: `first` is the partial of the rows with the classes
// 0 and 1 as target, `pass` visits them again (tenon/logistic_partial.hpp). The same bits however
// they were sliced and merged; the path of the rows in memory to the tolerance. `gap` is a bound
// that needs no pass of its own and may be larger than that of rows in memory. Cost: one pass for
// every Newton step and every halved one, some 2 to 4 a penalty, each of rows * columns^2 and of
// about 150 bytes for each of columns^2 / 2 sums. Errors also: data if a pass brings other rows.
ElasticNetPath fit_elastic_net(const Context& context, const LinearPartial& first,
                               const LogisticPass& pass, const ElasticNetOptions& options = {});

// The smallest penalty under which all coefficients are zero; of options, l1_ratio, intercept and
// standardise are read.
double largest_penalty(const Context& context, const MatrixView& features,
                       std::span<const double> target, ModelKind kind,
                       const ElasticNetOptions& options = {}, std::span<const double> weights = {});

double largest_penalty(const Context& context, const LinearPartial& rows,
                       const ElasticNetOptions& options = {});

// Logistic, by one pass.
double largest_penalty(const Context& context, const LinearPartial& first, const LogisticPass& pass,
                       const ElasticNetOptions& options = {});

struct ElasticNetChoice {
    ElasticNetPath path;  // fitted on all records
    // One entry a penalty: error of records left out, their mean over the folds by weight, and the
    // standard error of that mean. Mean squared error (linear) or mean log loss (logistic).
    std::vector<double> error, standard_error;
    std::vector<std::vector<double>> fold_errors;  // fold after fold, an entry a penalty
    std::int64_t best = 0;  // place of the least error; the larger penalty among equals
    // Place of the largest penalty whose error is at most that of `best` plus its standard error
    // (L. Breiman and others, Classification and Regression Trees, 1984, section 3.4.3).
    std::int64_t simplest = 0;
    bool converged = false;  // every fit of every fold and of the path did
};

// fold_of gives each record's fold, 0 to k - 1 with k at least 2 and none empty; -1 is in every
// training part and never left out. Penalties are those of the path on all records; means, scales
// and coefficients of a fold's fit come from its training records only.
//
// Cost: linear, the one pass of fit_elastic_net in all: cross-products are kept a fold, added up to
// those of each training part, and the error of a fold is read from its own; logistic, k + 1 paths.
// A linear fold error is good to about 1e-15 times mean y^2 over it. Errors as fit_elastic_net, and
// data where a training part has one class.
ElasticNetChoice choose_elastic_net(const Context& context, const MatrixView& features,
                                    std::span<const double> target, ModelKind kind,
                                    std::span<const std::int32_t> fold_of,
                                    const ElasticNetOptions& options = {},
                                    std::span<const double> weights = {});

// Linear, with a partial a fold: give every slice of rows to the partial of its fold. Errors also:
// argument (fewer than two folds, other features).
ElasticNetChoice choose_elastic_net(const Context& context, std::span<const LinearPartial> folds,
                                    const ElasticNetOptions& options = {});

// Logistic, with a first partial a fold; a pass fills the partials of all folds at once. Cost: k +
// 1 paths of fit_elastic_net.
ElasticNetChoice choose_elastic_net(const Context& context, std::span<const LinearPartial> folds,
                                    const FoldPass& pass, const ElasticNetOptions& options = {});

// What a fit with a penalty has to say of itself.
struct PenalisedState {
    std::int64_t rows = 0;
    double penalty = 0;
    bool converged = true;
    std::span<const std::int64_t> separating = {};  // as in ElasticNetFit
    // Where they are known, as below; of the intercept alone the second.
    double log_likelihood = std::numeric_limits<double>::quiet_NaN();
    double null_log_likelihood = std::numeric_limits<double>::quiet_NaN();
};

// What a mean loss of so many rows is as a log-likelihood: linear, -n/2 (ln(4 pi loss) + 1) + 1/2
// sum ln w_i, the normal one with the best sigma; logistic, -n loss. n counts rows of weight above
// 0, and weights are brought to a mean of 1 over them.
double log_likelihood_of_loss(ModelKind kind, double loss, std::int64_t rows,
                              std::span<const double> weights = {});

// A fit as a model that scores like any other. Standard errors and p-values are NaN: a penalised
// estimate is biased, and they would mislead. AIC = -2 l + 2k and BIC = -2 l + k ln n, where the
// likelihood is known, count the k coefficients that are not 0, which is what the lasso spends (H.
// Zou, T. Hastie and R. Tibshirani, Annals of Statistics 35, 2007) and a bound for an elastic net.
LinearModel penalised_model(ModelKind kind, std::span<const std::string> names, bool has_intercept,
                            double intercept, std::span<const double> coefficients,
                            const PenalisedState& state);

}  // namespace tenon

// Binary logistic regression by maximum likelihood: P(Y = 1 | X) = sigma(b0 + b'X + offset).
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"
#include "tenon/row_extras.hpp"

namespace tenon {

// What the rows of a class weigh, times their own weights. given: negative_weight and
// positive_weight. balanced: n / (2 n_class), so that both classes weigh the same and all rows
// together n.
enum class ClassWeights : std::int32_t { none = 0, balanced = 1, given = 2 };

struct LogisticOptions {
    bool intercept = true;
    double l2 = 0;  // penalty, see below; the intercept is free
    double confidence = 0.95;
    std::int64_t max_iterations = 100;
    // On the scaled gradient per unit of weight; what the next step promises to gain, per unit of
    // weight, is held to 1e-4 of it.
    double tolerance = 1e-10;
    // Firth's correction: log det of the information is added, halved, to the log-likelihood. The
    // estimates are finite for every data, separated or not, and have less bias in small samples.
    // Not together with l2. Costs two passes an iteration.
    // Few rows with a far one can have two maxima: where rows times columns cubed is at most 1e6,
    // all that are reached from slopes of two standard deviations are compared, at 2 fits a
    // feature; max_iterations holds for each, and summary.iterations are those of the best.
    // Newton's method has the curvature of the correction where rows times columns cubed is at most
    // 1e8, or of rows in slices columns at most 24; elsewhere it does without, and takes more
    // iterations.
    bool firth = false;
    // low and high by profile likelihood (penalised with firth): where 2 (l - l(b)) reaches the
    // quantile of chi-squared; some six fits more a coefficient. +-infinity where the profile is
    // above, as on a separated coefficient's far side. Else Wald: estimate -+ quantile * error.
    // With firth the likelihood over the other coefficients may have several maxima where one is
    // held. At the bound the one that was followed is compared with those reached from the points
    // where as many rows as there are other coefficients are undecided: all such points, while
    // their number times rows times columns cubed is at most 2e7 (1,500 rows of one feature, 110 of
    // two, 36 of three), and a part beyond; of rows in slices none. Where the classes are separated
    // and only a part was sought a warning says that a bound may be too narrow.
    bool profile_intervals = false;
    // false: no standard errors, tests or intervals (they are NaN), and with l2 > 0 and many
    // columns a fit in about half the time: the last information matrix is for them alone. Not
    // together with profile_intervals.
    bool inference = true;
    ClassWeights class_weights = ClassWeights::none;
    double negative_weight = 1, positive_weight = 1;  // given: finite, above 0
    // Others than classical ones hold where rows scatter otherwise than the model says: see
    // fit_glm. Not together with firth, profile_intervals or inference = false.
    ErrorKind errors = ErrorKind::classical;
};

// maximise  sum w_i log P(y_i | x_i) - l2/2 sum (s_j b_j)^2
// by Newton's method with step control on internally scaled features; s_j as in fit_linear,
// weighted by the w_i (class weights are part of them, so l2 means what it would if every row were
// there that often). target holds 0 and 1; one class only is refused: Error(data). Standard errors
// come from the inverse information at the estimate (of the penalised objective if l2 > 0),
// p-values from the normal distribution. AIC = -2 l + 2k and BIC = -2 l + k ln n count the
// effective coefficients, the trace of H (H + P)^-1 under a penalty (NaN there with inference =
// false, which leaves H out). Where the summary needs a number of rows (BIC) it is the sum of the
// weights.
//
// Separation, rank loss and failure to converge are flags and warnings of the result, never silent.
// Under separation (l2 = 0, no firth) no estimate exists: the last finite iterate is returned with
// converged = false, the features that drive it are named, and the coefficients that run away (all
// of them under complete separation) have no standard errors. Cost: one pass over the data an
// iteration.
//
// With firth the summary's log-likelihood is that at the estimate, without the correction.
//
// Sources: A. Agresti, Categorical Data Analysis (2013), 5.5 and 7.4; for separation and Firth see
// models/separation.hpp and models/jeffreys.hpp.
//
// Errors: argument (shapes, options out of range, l2 with firth), data (no rows, one class, a
// target that is not 0 or 1, NaN or infinity with row and feature, weights or offset out of range),
// budget, cancelled.
LinearModel fit_logistic(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const LogisticOptions& options = {}, const RowExtras& rows = {});

}  // namespace tenon

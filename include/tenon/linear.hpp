// Linear regression by least squares.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/matrix.hpp"
#include "tenon/model.hpp"

namespace tenon {

inline constexpr std::int64_t most_polynomial = 64;

struct LinearOptions {
    bool intercept = true;
    double l2 = 0;  // ridge penalty, see below
    double confidence = 0.95;
    // Every feature enters with its powers x, x^2, ..., x^polynomial; 1 to 64. They are never
    // rounded: each is carried to twice the digits, in a basis that is well conditioned.
    std::int64_t polynomial = 1;
    // Only the first so many features have powers; -1: all. Others enter as they are.
    std::int64_t polynomial_features = -1;
    ErrorKind errors = ErrorKind::classical;
    // Of many rows the sums of the first pass are all that is read, where they alone give every
    // coefficient to 1e-7 of its standard error, that error to nine digits, and the errors are
    // classical. True: the rows are read once more for their residuals, by which the coefficients
    // are refined to all their digits, and which give the Durbin-Watson statistic (else NaN).
    bool residual_pass = false;
};

// What may come with every row; empty where there is none.
struct LinearRows {
    // Weights, finite and at least 0: sum w_i r_i^2 is minimised, a residual variance sigma^2 / w_i
    // is meant. A row of weight 0 counts nowhere, not in n either.
    std::span<const double> weights = {};
    std::span<const std::int64_t> clusters = {};  // equal numbers: one cluster; ErrorKind::cluster
};

// minimise  1/2 sum w_i (y_i - b0 - b'x_i)^2 + l2/2 sum (s_j b_j)^2
// by rank-revealing QR of the scaled design; s_j is the standard deviation (n - 1) of feature j, or
// its root mean square without an intercept, so l2 means the same in every unit (with weights:
// sum w (x - mean_w)^2 / sum w * n / (n - 1)). `names` has one entry a feature; the coefficient of
// a power is called "name^3". Of features that depend on each other the earlier ones are kept; the
// others, and constant ones next to an intercept, get the coefficient 0 and a warning that names
// their causes.
//
// Up to 4e6 for rows * columns^2 all is done in double-double: the digits that are left are those
// of the data (summary.path: exact). Above, cost is one pass for the cross product. Where that is
// not sure enough, or a residual pass is asked for, one more refines (the QR where the features are
// nearly collinear takes two before it); summary.iterations counts what refined. Memory is
// O(columns^2) beside the caller's matrix. summary.digits says how many digits of the worst
// coefficient are right for the data as given. Robust errors cost one pass more.
//
// Powers: features are mapped to t in [-1, 1] and enter as Chebyshev polynomials of t; estimates
// and errors are mapped back in double-double. Predictions use model.powers. A feature of m
// different values enters with its first m - 1 powers (m without an intercept, zero not counted),
// since all higher ones follow from these; they are dropped and named.
//
// Summary: log-likelihood with the best sigma, -n/2 (ln(2 pi RSS/n) + 1) + 1/2 sum ln w_i; AIC =
// -2 logL + 2k and BIC = -2 logL + k ln n, where k counts the effective coefficients (the trace
// of the hat matrix; all of them without l2) and not sigma, as statsmodels does; R2 without an intercept is about zero, not about the mean; NaN where the target
// is constant. F is NaN for ridge; with robust errors it is the Wald statistic over the number of
// slopes. With l2 > 0, degrees of freedom are n minus the effective number of coefficients,
// standard errors are those of the shrunk estimate (sandwich) and a warning says that p-values are
// biased.
//
// Under hc2 and hc3 a row of leverage 1 has no residual to tell a variance by: the errors are NaN
// and a warning names the row.
//
// Errors: argument (shapes, negative l2, confidence outside (0, 1), polynomial, weights or clusters
// of another length, clusters missing), data (no rows; NaN or infinity with row and feature; a
// negative weight; powers beyond the range of numbers; one cluster), budget, cancelled.
LinearModel fit_linear(const Context& context, const MatrixView& features,
                       std::span<const double> target, std::span<const std::string> names,
                       const LinearOptions& options = {}, const LinearRows& rows = {});

// The same for several targets, a column of `targets` each: a model a target, equal to that of its
// own fit but for rounding where the cross product is used. The features are measured and their
// cross product is summed once; every further target costs one pass of rows * columns and the
// factors of a columns x columns matrix. Errors besides: argument (no target, another number of
// rows); data of a target names its row.
std::vector<LinearModel> fit_linear_targets(const Context& context, const MatrixView& features,
                                            const MatrixView& targets,
                                            std::span<const std::string> names,
                                            const LinearOptions& options = {},
                                            const LinearRows& rows = {});

}  // namespace tenon

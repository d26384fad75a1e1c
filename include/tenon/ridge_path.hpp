// Ridge regression for many penalties at once, with a choice by cross-validation.
//
//     minimise  1/2 sum w_i (y_i - b0 - b'x_i)^2 + l2/2 sum (s_j b_j)^2
//
// with s_j as in tenon/elastic_net.hpp; l2 means what it means in LinearOptions. The cross-products
// are reduced to a tridiagonal matrix once, C = U T U', and every penalty after that costs a
// tridiagonal system, (T + l2 I) U'b = U'q, and a product with U. (L. Elden, Algorithms for the
// regularization of ill-conditioned least squares problems, BIT 17, 1977.)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/matrix.hpp"

namespace tenon {

struct RidgeOptions {
    // Finite and above 0. Empty: `steps` of them in equal ratios from 100 n down to 1e-6 n, n the
    // sum of weights.
    std::vector<double> penalties;
    std::int32_t steps = 50;
    bool intercept = true;
    bool standardise = true;
};

struct RidgeFit {
    double penalty = 0;
    double intercept = 0;
    std::vector<double> coefficients;  // in the units of the features; 0 for a constant one
    std::vector<double> scaled;        // s_j b_j
    double mean_square = 0;            // of the residuals, by weight
    double effective = 0;              // effective number of coefficients, the intercept included
    // Largest |gradient| of the objective over scaled coefficients, as a share of that at zero: a
    // measure of the arithmetic, about 1e-14.
    double gradient = 0;
};

struct RidgePath {
    std::vector<double> scales;  // s_j; 0 for a constant feature
    std::vector<RidgeFit> fits;  // in the order of the penalties
};

// Cost: a pass of rows * columns^2 and 4/3 columns^3, whatever the number of penalties; memory
// columns^2. The result does not depend on the number of threads.
//
// Errors: argument (shapes, an option out of range), data (fewer than two records of positive
// weight, NaN or infinity with row and feature, a weight that is none), budget, cancelled.
RidgePath fit_ridge_path(const Context& context, const MatrixView& features,
                         std::span<const double> target, const RidgeOptions& options = {},
                         std::span<const double> weights = {});

// The same from cross products that are summed already, exactly: the rows may lie anywhere, and the
// path has the same bits however they were sliced and merged (tenon/linear_partial.hpp). Cost:
// columns^2 exact products, and 4/3 columns^3. Errors: argument, data (fewer than two records),
// budget, cancelled.
RidgePath fit_ridge_path(const Context& context, const LinearPartial& rows,
                         const RidgeOptions& options = {});

struct RidgeChoice {
    RidgePath path;  // fitted on all records
    // One entry a penalty: mean squared error of records left out, over the folds by weight, and
    // its standard error; and the same fold after fold.
    std::vector<double> error, standard_error;
    std::vector<std::vector<double>> fold_errors;
    std::int64_t best = 0;      // place of the least error; the larger penalty among equals
    std::int64_t simplest = 0;  // of the largest penalty within one standard error of it
};

// fold_of as in choose_elastic_net; means, scales and coefficients of a fold's fit come from its
// training records only. Cost: the one pass over the data, and 4/3 columns^3 a fold. An error is
// good to about 1e-15 times mean y^2 over it.
RidgeChoice choose_ridge(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::int32_t> fold_of,
                         const RidgeOptions& options = {}, std::span<const double> weights = {});

// The same with a partial a fold: give every slice of rows to the partial of its fold. Errors also:
// argument (fewer than two folds, other features).
RidgeChoice choose_ridge(const Context& context, std::span<const LinearPartial> folds,
                         const RidgeOptions& options = {});

}  // namespace tenon

// Cross-products of a weighted design, one matrix a fold, in one pass over the data.
//
//     M_k = sum over records i of fold k:  w_i v_i v_i',    v = (1 with an intercept, z, y)
//
// in the scaled units of models/design.hpp. Everything about least squares on any union of folds is
// a sum of these: nothing is subtracted, so nothing cancels.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/eigen.hpp"
#include "models/design.hpp"
#include "models/reduction.hpp"

namespace tenon::models {

struct Products {
    Eigen::MatrixXd matrix;    // lower triangle
    double weight = 0;         // sum of weights
    std::int64_t records = 0;  // of positive weight
};

// One entry a fold, and a last one for records of fold -1. Empty fold_of: all records are in it.
// Empty weights: all 1. `cross` is that of all records, without weights, if it is there already
// (models/cross_product.hpp), or empty.
std::vector<Products> fold_products(const Context& context, const Design& design,
                                    const Target& target, std::span<const double> weights,
                                    std::span<const std::int32_t> fold_of, std::int32_t folds,
                                    const Eigen::MatrixXd& cross = {});

Products sum_of(const std::vector<Products>& parts, std::int32_t left_out = -1);

// The number of folds. Error(argument) for another length than `rows`, a code below -1, fewer than
// two folds or an empty one.
std::int32_t count_folds(std::span<const std::int32_t> fold_of, std::int64_t rows);

// Error(data) where the records of a fold, or those left to fit, have no weight.
void check_fold(const Products& training, const Products& tested, std::int64_t fold);

// Error(argument) for another length than `rows`; Error(data) for a weight that is negative or not
// finite (with its row), or fewer than two positive ones.
void check_weights(std::span<const double> weights, std::int64_t rows);

}  // namespace tenon::models

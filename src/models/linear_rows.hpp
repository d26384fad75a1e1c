// The rows of a least-squares fit as the caller gives them: weights, clusters, and rows that a
// weight of 0 leaves out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/linear.hpp"

namespace tenon::models {

// Error(argument) for options out of range, or weights and clusters that are not one a row.
void check_linear_options(const LinearOptions& options, const LinearRows& rows,
                          std::int64_t features, std::int64_t count);

// The caller's weights over a power of two, so that sums of them neither overflow nor vanish.
struct Weights {
    std::vector<double> values;
    double unit = 1;
    double log_sum = 0;                       // sum of ln w
    std::span<const std::int64_t> rows = {};  // of the caller, where some were left out
};

// Scales the weights; Error(data) for one that is not finite or negative, or if all are 0.
Weights scaled_weights(std::span<const double> given);
// Of the caller's weights. The spreads of a weighted design are larger by its root than those that
// the penalty is told in (tenon/linear.hpp), but for the unit.
double mean_weight(const Weights& weights);

// The rows whose weight is not 0.
struct Compact {
    std::vector<double> features, weights;
    std::vector<std::vector<double>> targets;
    std::vector<std::int64_t> clusters, rows;
};

Compact compact_rows(const MatrixView& x, std::span<const std::span<const double>> targets,
                     const LinearRows& rows);

}  // namespace tenon::models

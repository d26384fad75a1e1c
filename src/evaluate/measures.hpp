// Metrics from sums, so that a sample and its resamples are judged by the same lines.
#pragma once

#include <cstdint>
#include <span>

#include "tenon/metrics.hpp"

namespace tenon::evaluate {

// Loss of one row whose truth was given probability p (1 - p for a negative).
double row_log_loss(double probability_of_truth) noexcept;

struct ClassificationSums {
    double true_positive = 0, false_positive = 0, true_negative = 0, false_negative = 0;
    double log_loss = 0, squares = 0;  // sums over rows
};
struct RegressionSums {
    double rows = 0;
    double error_squares = 0, error_sizes = 0;
    double truth = 0, truth_squares = 0;    // of truth less a fixed centre near its mean
    double error_unit = 1, truth_unit = 1;  // what errors and truth were divided by before squaring
};

// Powers of two: 1, unless squares of numbers of this size would leave the range of doubles.
double unit_of_squares(double largest) noexcept;
// The units above, of errors and of truth less its centre.
void set_units(std::span<const double> truth, std::span<const double> prediction, double centre,
               RegressionSums& sums) noexcept;

// A centre of the truth that is exact where all values are equal.
double centre_of(std::span<const double> truth) noexcept;

// Sets all but auc, rows and threshold.
void measure(const ClassificationSums& sums, Metrics& metrics);
void measure(const RegressionSums& sums, Metrics& metrics);

}  // namespace tenon::evaluate

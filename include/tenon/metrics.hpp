// How good predictions are.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"

namespace tenon {

// Of several classes: precision, recall and f1 are plain means over the classes, an undefined one
// counting as 0 (weighted_metrics.hpp); brier is the mean over records of sum_k (p_k - [y = k])^2;
// auc and threshold are NaN, and the four counts 0.
struct Metrics {
    std::int64_t rows = 0;
    // Classification, at `threshold`; NaN for regression or where undefined (0/0).
    double threshold = 0.5;
    std::int64_t true_positive = 0, false_positive = 0, true_negative = 0, false_negative = 0;
    double accuracy = 0, precision = 0, recall = 0, f1 = 0;
    double auc = 0;       // ties count one half; NaN with one class
    double log_loss = 0;  // mean, natural log, probabilities kept inside [1e-15, 1 - 1e-15]
    double brier = 0;
    // Regression; NaN for classification.
    double r2 = 0, rmse = 0, mae = 0;
};

// truth holds 0 and 1, probability lies in [0, 1]; positive is predicted where probability >=
// threshold. Errors here and below: argument (lengths, options), data (no rows; a bad value, with
// its row).
Metrics classification_metrics(std::span<const double> truth, std::span<const double> probability,
                               double threshold = 0.5);
// R2 is NaN where truth is constant.
Metrics regression_metrics(std::span<const double> truth, std::span<const double> prediction);

struct RocPoint {
    double threshold, false_positive_rate, true_positive_rate;
};
// From (0, 0) at threshold infinity to (1, 1), one point a distinct probability; empty with one
// class only. With weights, one a row and at least 0, rates are by weight.
std::vector<RocPoint> roc_points(std::span<const double> truth, std::span<const double> probability,
                                 std::span<const double> weights = {});

struct CalibrationBin {
    double low, high;  // of the predicted probability
    std::int64_t rows;
    double mean_predicted, share_positive;  // NaN in an empty bin
    double interval_low, interval_high;     // Wilson interval of share_positive, 95 %
};
// Bins of equal width over [0, 1]; a border belongs to the bin above it, 1 to the last.
std::vector<CalibrationBin> calibration_bins(std::span<const double> truth,
                                             std::span<const double> probability,
                                             std::int32_t bins = 10);

struct BootstrapOptions {
    std::int32_t resamples = 1000;
    double confidence = 0.95;
    std::uint64_t seed = 42;
};
// Resample k draws n rows with replacement from stream k of the seed; limits are the quantiles
// (1 -+ confidence) / 2 over the resamples in which a metric is defined. About 1 ns times rows
// times resamples; rows * 4 bytes a thread. Same result for any number of threads.
struct MetricIntervals {
    Metrics low,
        high;  // percentile intervals; rows, threshold and counts are of the point estimate
};
MetricIntervals bootstrap_classification(const Context& context, std::span<const double> truth,
                                         std::span<const double> probability, double threshold,
                                         const BootstrapOptions& options = {});
MetricIntervals bootstrap_regression(const Context& context, std::span<const double> truth,
                                     std::span<const double> prediction,
                                     const BootstrapOptions& options = {});

}  // namespace tenon

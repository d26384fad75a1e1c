#include "tenon/metrics.hpp"

#include <algorithm>
#include <cmath>

#include "base/sum.hpp"
#include "evaluate/checks.hpp"
#include "evaluate/measures.hpp"
#include "evaluate/ranking.hpp"

namespace tenon {

using namespace evaluate;

Metrics classification_metrics(std::span<const double> truth, std::span<const double> probability,
                               double threshold) {
    check_classification(truth, probability);
    check_threshold(threshold);
    ClassificationSums sums;
    Sum log_loss, squares;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const bool positive = truth[i] == 1, alarm = probability[i] >= threshold;
        (positive ? (alarm ? sums.true_positive : sums.false_negative)
                  : (alarm ? sums.false_positive : sums.true_negative)) += 1;
        log_loss.add(row_log_loss(positive ? probability[i] : 1 - probability[i]));
        squares.add((probability[i] - truth[i]) * (probability[i] - truth[i]));
    }
    sums.log_loss = log_loss.value();
    sums.squares = squares.value();

    AucCounter auc;
    const Ranking ranking = rank_rows(truth, probability);
    std::int64_t first = 0;
    for (const std::int64_t end : ranking.group_end) {
        const auto positives = static_cast<double>(
            std::count(ranking.positive.begin() + first, ranking.positive.begin() + end, 1));
        auc.add_group(positives, static_cast<double>(end - first) - positives);
        first = end;
    }
    Metrics metrics;
    metrics.rows = static_cast<std::int64_t>(truth.size());
    metrics.threshold = threshold;
    measure(sums, metrics);
    metrics.auc = auc.value();
    return metrics;
}

Metrics regression_metrics(std::span<const double> truth, std::span<const double> prediction) {
    check_regression(truth, prediction);
    const auto rows = static_cast<double>(truth.size());
    const double mean = centre_of(truth);
    RegressionSums sums;
    set_units(truth, prediction, mean, sums);
    Sum error_squares, error_sizes, spread;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double size = truth[i] - prediction[i], error = size / sums.error_unit;
        const double deviation = (truth[i] - mean) / sums.truth_unit;
        error_squares.add_product(error, error);
        error_sizes.add(std::fabs(size));
        spread.add_product(deviation, deviation);
    }
    Metrics metrics;
    metrics.rows = static_cast<std::int64_t>(truth.size());
    sums.rows = rows;
    sums.error_squares = error_squares.value();
    sums.error_sizes = error_sizes.value();
    sums.truth_squares = spread.value();
    measure(sums, metrics);
    return metrics;
}

}  // namespace tenon

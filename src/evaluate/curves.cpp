// The curves behind a classifier's figures: ROC points and calibration bins.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "base/sum.hpp"
#include "evaluate/checks.hpp"
#include "evaluate/ranking.hpp"
#include "tenon/error.hpp"
#include "tenon/metrics.hpp"

namespace tenon {

using namespace evaluate;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double normal_975 = 1.959963984540054;  // 97.5 % quantile of the normal distribution
constexpr std::int32_t most_bins = 10'000;

// E. B. Wilson, Probable inference, the law of succession, and statistical inference (JASA 22,
// 1927): the shares at which the observed one would lie just z standard errors away.
void set_wilson_interval(CalibrationBin& bin) {
    const auto n = static_cast<double>(bin.rows);
    const double z2 = normal_975 * normal_975, p = bin.share_positive;
    const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = normal_975 / (1 + z2 / n) * std::sqrt((p * (1 - p) + z2 / (4 * n)) / n);
    // At p = 0 and p = 1 the border is exact and rounding must not cross it.
    bin.interval_low = p == 0 ? 0 : std::max(0.0, middle - half);
    bin.interval_high = p == 1 ? 1 : std::min(1.0, middle + half);
}

// The bin b with b / bins <= p < (b + 1) / bins, by the borders as doubles; 1 is in the last.
std::size_t bin_of(double p, std::int32_t bins) {
    auto bin = std::min(static_cast<std::int32_t>(p * bins), bins - 1);
    if (bin + 1 < bins && p >= static_cast<double>(bin + 1) / bins) ++bin;
    if (p < static_cast<double>(bin) / bins) --bin;
    return static_cast<std::size_t>(bin);
}

// roc_points with sums of weights in place of counts.
std::vector<RocPoint> weighted_points(std::span<const double> truth,
                                      std::span<const double> probability,
                                      std::span<const double> weights) {
    if (weights.size() != truth.size())
        throw Error(Status::argument,
                    "weights has " + std::to_string(weights.size()) + " entries for " +
                        std::to_string(truth.size()) + " records",
                    {.argument = "weights"});
    std::vector<std::size_t> order(truth.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return probability[a] > probability[b]; });
    std::vector<RocPoint> points{{std::numeric_limits<double>::infinity(), 0, 0}};
    Sum right, wrong;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::size_t row = order[i];
        (truth[row] == 1 ? right : wrong).add(weights[row]);
        const bool last = i + 1 == order.size() || probability[order[i + 1]] != probability[row];
        if (last) points.push_back({probability[row], wrong.value(), right.value()});
    }
    const double positives = right.value(), negatives = wrong.value();
    if (!(positives > 0 && negatives > 0)) return {};
    for (RocPoint& point : points) {
        point.false_positive_rate /= negatives;
        point.true_positive_rate /= positives;
    }
    return points;
}

}  // namespace

std::vector<RocPoint> roc_points(std::span<const double> truth, std::span<const double> probability,
                                 std::span<const double> weights) {
    check_classification(truth, probability);
    if (!weights.empty()) return weighted_points(truth, probability, weights);
    const auto positives = static_cast<double>(std::count(truth.begin(), truth.end(), 1.0));
    const double negatives = static_cast<double>(truth.size()) - positives;
    if (positives == 0 || negatives == 0) return {};
    const Ranking ranking = rank_rows(truth, probability);
    std::vector<RocPoint> points{{std::numeric_limits<double>::infinity(), 0, 0}};
    points.reserve(ranking.group_end.size() + 1);
    std::int64_t first = 0;
    double right = 0;
    for (const std::int64_t end : ranking.group_end) {
        right += static_cast<double>(
            std::count(ranking.positive.begin() + first, ranking.positive.begin() + end, 1));
        points.push_back({ranking.probability[static_cast<std::size_t>(first)],
                          (static_cast<double>(end) - right) / negatives, right / positives});
        first = end;
    }
    return points;
}

std::vector<CalibrationBin> calibration_bins(std::span<const double> truth,
                                             std::span<const double> probability,
                                             std::int32_t bins) {
    check_classification(truth, probability);
    if (bins < 1 || bins > most_bins)
        throw Error(Status::argument,
                    "bins is " + std::to_string(bins) + "; it must lie between 1 and " +
                        std::to_string(most_bins),
                    {.argument = "bins"});
    const auto count = static_cast<std::size_t>(bins);
    std::vector<Sum> predicted(count);
    std::vector<std::int64_t> rows(count), positives(count);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const std::size_t bin = bin_of(probability[i], bins);
        predicted[bin].add(probability[i]);
        ++rows[bin];
        positives[bin] += truth[i] == 1;
    }
    std::vector<CalibrationBin> result;
    result.reserve(count);
    for (std::size_t b = 0; b < count; ++b) {
        const auto n = static_cast<double>(rows[b]);
        CalibrationBin bin{static_cast<double>(b) / bins,
                           static_cast<double>(b + 1) / bins,
                           rows[b],
                           nan,
                           nan,
                           nan,
                           nan};
        if (rows[b] > 0) {
            bin.mean_predicted = predicted[b].value() / n;
            bin.share_positive = static_cast<double>(positives[b]) / n;
            set_wilson_interval(bin);
        }
        result.push_back(bin);
    }
    return result;
}

}  // namespace tenon

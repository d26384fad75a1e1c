// Percentile bootstrap (B. Efron, Bootstrap methods: another look at the jackknife, Annals of
// Statistics 7, 1979): the metric of `resamples` samples of n rows drawn with replacement, and its
// quantiles (1 -+ confidence) / 2, interpolated between order statistics.
//
// A resample is a count a row. Rows are kept in the order of their probability, so that every
// metric, AUC included, is one pass over counts and nothing is sorted again. Resample k draws from
// stream k of the seed: the same intervals for any number of threads.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "base/parallel.hpp"
#include "evaluate/checks.hpp"
#include "evaluate/measures.hpp"
#include "evaluate/ranking.hpp"
#include "tenon/metrics.hpp"
#include "tenon/random.hpp"

namespace tenon {

using namespace evaluate;

namespace {

constexpr std::int64_t draws_between_polls = 1 << 18;
constexpr std::int64_t resamples_between_reports = 64;

using Counts = std::vector<std::uint32_t>;

// Uniform places below n < 2^32 from 32 bits each: the upper half of bits * n, rejecting the few
// that would favour some (D. Lemire, Fast random integer generation in an interval, ACM TOMACS 29,
// 2019).
class Places {
  public:
    Places(std::uint64_t seed, std::uint64_t stream, std::uint32_t n)
        : random_(seed, stream), n_(n), reject_below_((0u - n) % n) {}

    std::uint32_t next() {
        for (;;) {
            const std::uint64_t product = std::uint64_t{half()} * n_;
            if (static_cast<std::uint32_t>(product) >= reject_below_)
                return static_cast<std::uint32_t>(product >> 32);
        }
    }

  private:
    std::uint32_t half() {
        if (has_spare_) {
            has_spare_ = false;
            return static_cast<std::uint32_t>(spare_ >> 32);
        }
        spare_ = random_.bits();
        has_spare_ = true;
        return static_cast<std::uint32_t>(spare_);
    }

    Random random_;
    std::uint32_t n_, reject_below_;
    std::uint64_t spare_ = 0;
    bool has_spare_ = false;
};

void draw(const Context& context, std::uint64_t seed, std::int64_t resample, Counts& counts) {
    const auto n = static_cast<std::int64_t>(counts.size());
    std::fill(counts.begin(), counts.end(), 0u);
    const auto stream = static_cast<std::uint64_t>(resample);
    const auto poll = [&](std::int64_t i) {
        if (i % draws_between_polls == 0) context.check_cancelled();
    };
    if (n <= std::numeric_limits<std::uint32_t>::max()) {
        Places places(seed, stream, static_cast<std::uint32_t>(n));
        for (std::int64_t i = 0; i < n; ++i) {
            poll(i);
            ++counts[places.next()];
        }
        return;
    }
    Random random(seed, stream);
    for (std::int64_t i = 0; i < n; ++i) {
        poll(i);
        ++counts[random.below(static_cast<std::uint64_t>(n))];
    }
}

// Metrics of every resample; `judge` measures one from its counts.
std::vector<Metrics> resample(const Context& context, std::int64_t rows,
                              const BootstrapOptions& options,
                              const std::function<Metrics(const Counts&)>& judge) {
    const Charge charge(context, rows * 4 * std::max(1, context.threads));
    std::vector<Metrics> metrics(static_cast<std::size_t>(options.resamples));
    for (std::int64_t done = 0; done < options.resamples; done += resamples_between_reports) {
        context.report({.phase = "bootstrap",
                        .share = static_cast<double>(done) / options.resamples,
                        .work = done,
                        .rows = rows});
        const std::int64_t group =
            std::min<std::int64_t>(resamples_between_reports, options.resamples - done);
        // A few resamples a block, so that their counts are allocated once.
        parallel_blocks(context, group, 8,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            Counts counts(static_cast<std::size_t>(rows));
                            for (std::int64_t k = done + first; k < done + last; ++k) {
                                draw(context, options.seed, k, counts);
                                metrics[static_cast<std::size_t>(k)] = judge(counts);
                            }
                        });
    }
    return metrics;
}

double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

constexpr double Metrics::*measured[] = {
    &Metrics::accuracy, &Metrics::precision, &Metrics::recall, &Metrics::f1,   &Metrics::auc,
    &Metrics::log_loss, &Metrics::brier,     &Metrics::r2,     &Metrics::rmse, &Metrics::mae};

// Resamples in which a metric is undefined (one class, no alarm) are left out of its interval.
MetricIntervals intervals(const std::vector<Metrics>& metrics, const Metrics& point,
                          double confidence) {
    MetricIntervals result{point, point};
    std::vector<double> values;
    for (double Metrics::*const field : measured) {
        values.clear();
        for (const Metrics& m : metrics)
            if (!std::isnan(m.*field)) values.push_back(m.*field);
        if (values.empty()) {
            result.low.*field = result.high.*field = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        std::sort(values.begin(), values.end());
        result.low.*field = quantile(values, (1 - confidence) / 2);
        result.high.*field = quantile(values, (1 + confidence) / 2);
    }
    return result;
}

// Rows in the order of a ranking with what each adds to the sums.
struct JudgedRows {
    Ranking ranking;
    std::vector<double> log_loss, square;
    std::int64_t alarms = 0;  // the first ones of the ranking

    JudgedRows(std::span<const double> truth, std::span<const double> probability, double threshold)
        : ranking(rank_rows(truth, probability)) {
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const double p = ranking.probability[i], y = ranking.positive[i];
            log_loss.push_back(row_log_loss(y == 1 ? p : 1 - p));
            square.push_back((p - y) * (p - y));
            alarms += p >= threshold;
        }
    }

    Metrics judge(const Counts& counts) const {
        ClassificationSums sums;
        AucCounter auc;
        std::uint64_t positives = 0, rows = 0, alarm_positives = 0, alarm_rows = 0;
        std::size_t first = 0;
        for (const std::int64_t group_end : ranking.group_end) {
            const auto end = static_cast<std::size_t>(group_end);
            std::uint64_t group_positives = 0, group_rows = 0;
            for (std::size_t i = first; i < end; ++i) {
                const std::uint32_t count = counts[i];
                group_rows += count;
                group_positives += count * ranking.positive[i];
                sums.log_loss += count * log_loss[i];
                sums.squares += count * square[i];
            }
            auc.add_group(static_cast<double>(group_positives),
                          static_cast<double>(group_rows - group_positives));
            positives += group_positives;
            rows += group_rows;
            first = end;
            // A threshold never cuts a group: all its rows have the same probability.
            if (group_end <= alarms) {
                alarm_positives = positives;
                alarm_rows = rows;
            }
        }
        sums.true_positive = static_cast<double>(alarm_positives);
        sums.false_positive = static_cast<double>(alarm_rows - alarm_positives);
        sums.false_negative = static_cast<double>(positives - alarm_positives);
        sums.true_negative = static_cast<double>(rows - alarm_rows) - sums.false_negative;
        Metrics metrics;
        measure(sums, metrics);
        metrics.auc = auc.value();
        return metrics;
    }
};

}  // namespace

MetricIntervals bootstrap_classification(const Context& context, std::span<const double> truth,
                                         std::span<const double> probability, double threshold,
                                         const BootstrapOptions& options) {
    check_bootstrap(options);
    const Metrics point = classification_metrics(truth, probability, threshold);
    const JudgedRows rows(truth, probability, threshold);
    const auto metrics = resample(context, point.rows, options,
                                  [&](const Counts& counts) { return rows.judge(counts); });
    return intervals(metrics, point, options.confidence);
}

MetricIntervals bootstrap_regression(const Context& context, std::span<const double> truth,
                                     std::span<const double> prediction,
                                     const BootstrapOptions& options) {
    check_bootstrap(options);
    const Metrics point = regression_metrics(truth, prediction);
    const double centre = centre_of(truth);
    RegressionSums units;
    set_units(truth, prediction, centre, units);
    const auto metrics = resample(context, point.rows, options, [&](const Counts& counts) {
        RegressionSums sums = units;
        sums.rows = static_cast<double>(counts.size());
        for (std::size_t i = 0; i < counts.size(); ++i) {
            const double count = counts[i], size = truth[i] - prediction[i];
            const double error = size / sums.error_unit;
            const double deviation = (truth[i] - centre) / sums.truth_unit;
            sums.error_squares += count * error * error;
            sums.error_sizes += count * std::fabs(size);
            sums.truth += count * deviation;
            sums.truth_squares += count * deviation * deviation;
        }
        Metrics metrics_of;
        measure(sums, metrics_of);
        return metrics_of;
    });
    return intervals(metrics, point, options.confidence);
}

}  // namespace tenon

#include "tenon/weighted_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "base/number_text.hpp"
#include "base/order_statistics.hpp"
#include "base/sum.hpp"
#include "evaluate/checks.hpp"
#include "evaluate/measures.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace evaluate;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double rounding_of_ones = 1e-6;  // what probabilities may add up to besides 1
constexpr double least_probability = 1e-15;

[[noreturn]] void refuse(Status status, const char* argument, const std::string& message,
                         std::size_t row = static_cast<std::size_t>(-1)) {
    throw Error(status, message, {.argument = argument, .row = static_cast<std::int64_t>(row)});
}

// The weight of a record, and the sum of them all.
class Weights {
  public:
    Weights(std::span<const double> values, std::size_t rows) : values_(values) {
        if (values.empty()) {
            total_ = static_cast<double>(rows);
            return;
        }
        if (values.size() != rows)
            refuse(Status::argument, "weights",
                   "weights has " + std::to_string(values.size()) + " entries for " +
                       std::to_string(rows) + " records");
        Sum total;
        for (std::size_t i = 0; i < rows; ++i) {
            if (!(values[i] >= 0) || std::isinf(values[i]))
                refuse(Status::data, "weights",
                       "weights, row " + std::to_string(i) + ": " + format_double(values[i]) +
                           " is not a weight",
                       i);
            total.add(values[i]);
        }
        total_ = total.value();
        if (!(total_ > 0)) refuse(Status::data, "weights", "all weights are 0");
    }
    double operator[](std::size_t row) const { return values_.empty() ? 1 : values_[row]; }
    double total() const { return total_; }

  private:
    std::span<const double> values_;
    double total_ = 0;
};

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : nan;
}

template <class Term>
double mean_of(std::size_t rows, const Weights& weights, const Term& term) {
    Sum sum;
    for (std::size_t i = 0; i < rows; ++i)
        if (weights[i] > 0) sum.add(weights[i] * term(i));
    return sum.value() / weights.total();
}

void measure_ranking(std::span<const double> truth, std::span<const double> probability,
                     const Weights& weights, ClassMeasures& m) {
    std::vector<std::size_t> order(truth.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return probability[a] != probability[b] ? probability[a] > probability[b] : a < b;
    });
    const double positives = m.true_positive + m.false_negative;
    const double negatives = m.true_negative + m.false_positive;
    Sum hits, alarms, area, precision;
    for (std::size_t first = 0, last; first < order.size(); first = last) {
        double group_hits = 0, group_alarms = 0;
        for (last = first;
             last < order.size() && probability[order[last]] == probability[order[first]]; ++last)
            (truth[order[last]] == 1 ? group_hits : group_alarms) += weights[order[last]];
        area.add(group_alarms * (hits.value() + group_hits / 2));
        hits.add(group_hits);
        alarms.add(group_alarms);
        if (group_hits > 0)
            precision.add(group_hits * hits.value() / (hits.value() + alarms.value()));
    }
    m.auc = positives > 0 && negatives > 0 ? area.value() / (positives * negatives) : nan;
    m.average_precision = ratio(precision.value(), positives);
}

}  // namespace

ClassMeasures class_measures(std::span<const double> truth, std::span<const double> probability,
                             double threshold, std::span<const double> given) {
    check_classification(truth, probability);
    check_threshold(threshold);
    const Weights weights(given, truth.size());
    Sum tp, fp, tn, fn;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const bool alarm = probability[i] >= threshold;
        (truth[i] == 1 ? (alarm ? tp : fn) : (alarm ? fp : tn)).add(weights[i]);
    }
    ClassMeasures m;
    m.true_positive = tp.value();
    m.false_positive = fp.value();
    m.true_negative = tn.value();
    m.false_negative = fn.value();
    const double right = m.true_positive + m.true_negative;
    const double wrong = m.false_positive + m.false_negative;
    const double alarms = m.true_positive + m.false_positive;
    const double quiet = m.true_negative + m.false_negative;
    const double positives = m.true_positive + m.false_negative;
    const double negatives = m.true_negative + m.false_positive;
    m.accuracy = ratio(right, right + wrong);
    m.precision = ratio(m.true_positive, alarms);
    m.recall = ratio(m.true_positive, positives);
    m.specificity = ratio(m.true_negative, negatives);
    m.balanced_accuracy = (m.recall + m.specificity) / 2;
    m.f1 = ratio(2 * m.true_positive, 2 * m.true_positive + wrong);
    const double spread =
        std::sqrt(alarms) * std::sqrt(quiet) * std::sqrt(positives) * std::sqrt(negatives);
    m.mcc = spread > 0
                ? (m.true_positive * m.true_negative - m.false_positive * m.false_negative) / spread
                : 0;
    m.log_loss = mean_of(truth.size(), weights, [&](std::size_t i) {
        return row_log_loss(truth[i] == 1 ? probability[i] : 1 - probability[i]);
    });
    m.brier = mean_of(truth.size(), weights, [&](std::size_t i) {
        return (probability[i] - truth[i]) * (probability[i] - truth[i]);
    });
    measure_ranking(truth, probability, weights, m);
    return m;
}

NumberMeasures number_measures(std::span<const double> truth, std::span<const double> prediction,
                               std::span<const double> given) {
    check_regression(truth, prediction);
    const Weights weights(given, truth.size());
    const std::size_t n = truth.size();
    const auto error = [&](std::size_t i) { return prediction[i] - truth[i]; };
    NumberMeasures m;
    const double centre = mean_of(n, weights, [&](std::size_t i) { return truth[i]; });
    bool constant = true;
    std::size_t seen = n;
    for (std::size_t i = 0; i < n; ++i) {
        if (!(weights[i] > 0)) continue;
        if (seen == n) seen = i;
        constant = constant && truth[i] == truth[seen];
    }
    RegressionSums units;
    set_units(truth, prediction, centre, units);
    const double squares = mean_of(n, weights, [&](std::size_t i) {
        const double e = error(i) / units.error_unit;
        return e * e;
    });
    const double spread = mean_of(n, weights, [&](std::size_t i) {
        const double d = (truth[i] - centre) / units.truth_unit;
        return d * d;
    });
    const double ratio_of_units = units.error_unit / units.truth_unit;
    m.r2 = constant ? nan : 1 - squares / spread * ratio_of_units * ratio_of_units;
    m.rmse = std::sqrt(squares) * units.error_unit;
    m.mae = mean_of(n, weights, [&](std::size_t i) { return std::fabs(error(i)); });
    m.bias = mean_of(n, weights, error);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < n; ++i)
        if (weights[i] > 0) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::fabs(error(a)) < std::fabs(error(b));
    });
    m.largest_error = std::fabs(error(order.back()));
    Sum below;
    for (std::size_t k = 0; k < order.size(); ++k) {
        below.add(weights[order[k]]);
        const double half = weights.total() / 2, size = std::fabs(error(order[k]));
        if (below.value() < half) continue;
        const bool between = below.value() == half && k + 1 < order.size();
        m.median_error = between ? midpoint_of(size, std::fabs(error(order[k + 1]))) : size;
        break;
    }
    Sum shares, weight;
    for (const std::size_t i : order) {
        if (truth[i] == 0) {
            ++m.mape_left_out;
            continue;
        }
        shares.add(weights[i] * std::fabs(error(i) / truth[i]));
        weight.add(weights[i]);
    }
    m.mape = ratio(shares.value(), weight.value());
    return m;
}

double pinball_loss(std::span<const double> truth, std::span<const double> prediction,
                    double quantile, std::span<const double> given) {
    check_regression(truth, prediction);
    if (!(quantile > 0 && quantile < 1))
        refuse(Status::argument, "quantile", "the quantile must lie between 0 and 1");
    const Weights weights(given, truth.size());
    return mean_of(truth.size(), weights, [&](std::size_t i) {
        const double e = truth[i] - prediction[i];
        return std::max(quantile * e, (quantile - 1) * e);
    });
}

double tweedie_deviance(std::span<const double> truth, std::span<const double> prediction,
                        double power, std::span<const double> given) {
    check_regression(truth, prediction);
    if (power != 0 && !(power >= 1 && power <= 3))
        refuse(Status::argument, "power", "the variance power must be 0 or lie between 1 and 3");
    const Weights weights(given, truth.size());
    for (std::size_t i = 0; i < truth.size() && power != 0; ++i) {
        if (!(prediction[i] > 0))
            refuse(Status::data, "prediction",
                   "prediction, row " + std::to_string(i) + ": must be above 0", i);
        if (truth[i] < 0 || (power >= 2 && truth[i] == 0))
            refuse(Status::data, "truth",
                   "truth, row " + std::to_string(i) +
                       (power >= 2 ? ": must be above 0" : ": must not be negative"),
                   i);
    }
    return mean_of(truth.size(), weights, [&](std::size_t i) {
        const double y = truth[i], m = prediction[i];
        if (power == 0) return (y - m) * (y - m);
        if (power == 1) return 2 * ((y > 0 ? y * std::log(y / m) : 0) - (y - m));
        if (power == 2) return 2 * (std::log(m / y) + y / m - 1);
        const double a = 1 - power, b = 2 - power;
        return 2 * ((y > 0 ? std::pow(y, b) / (a * b) : 0) - y * std::pow(m, a) / a +
                    std::pow(m, b) / b);
    });
}

MultiClassMeasures multi_class_measures(std::span<const std::int32_t> truth,
                                        std::span<const double> probability, std::int32_t classes,
                                        std::span<const double> given) {
    if (classes < 2) refuse(Status::argument, "classes", "there must be at least two classes");
    const auto k = static_cast<std::size_t>(classes);
    if (truth.empty()) refuse(Status::data, "truth", "there are no rows to judge");
    if (probability.size() / k != truth.size() || probability.size() % k != 0)
        refuse(Status::argument, "probability",
               "probability must hold a number a record and class");
    const Weights weights(given, truth.size());
    MultiClassMeasures m;
    m.classes = classes;
    m.confusion.assign(k * k, 0);
    Sum loss;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        if (truth[i] < 0 || truth[i] >= classes)
            refuse(Status::data, "truth",
                   "truth, row " + std::to_string(i) + ": " + std::to_string(truth[i]) +
                       " is not a class",
                   i);
        const auto row = probability.subspan(i * k, k);
        double sum = 0;
        bool proper = true;
        for (const double p : row) {
            proper = proper && p >= 0;
            sum += p;
        }
        if (!proper || !(std::fabs(sum - 1) <= rounding_of_ones))
            refuse(Status::data, "probability",
                   "probability, row " + std::to_string(i) +
                       ": the numbers must be at least 0 and add up to 1",
                   i);
        const auto at = static_cast<std::size_t>(truth[i]);
        const auto guess =
            static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
        m.confusion[at * k + guess] += weights[i];
        loss.add(-weights[i] * std::log(std::clamp(row[at], least_probability, 1.0)));
    }
    m.log_loss = loss.value() / weights.total();
    const auto macro = [](double value) { return std::isnan(value) ? 0 : value; };
    for (std::size_t c = 0; c < k; ++c) {
        double there = 0, said = 0;
        for (std::size_t other = 0; other < k; ++other) {
            there += m.confusion[c * k + other];
            said += m.confusion[other * k + c];
        }
        const double right = m.confusion[c * k + c];
        m.accuracy += right / weights.total();
        m.precision.push_back(ratio(right, said));
        m.recall.push_back(ratio(right, there));
        m.f1.push_back(ratio(2 * right, there + said));
        const double share = there / weights.total(), each = 1 / static_cast<double>(classes);
        m.macro_precision += each * macro(m.precision[c]);
        m.macro_recall += each * macro(m.recall[c]);
        m.macro_f1 += each * macro(m.f1[c]);
        m.weighted_precision += share * macro(m.precision[c]);
        m.weighted_recall += share * macro(m.recall[c]);
        m.weighted_f1 += share * macro(m.f1[c]);
    }
    return m;
}

}  // namespace tenon

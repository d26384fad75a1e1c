#include "tenon/metrics.hpp"
#include "tenon/weighted_metrics.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <limits>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

struct Judged {
    std::vector<double> truth, probability;
};

// Probabilities on a grid of `levels`, so that ties are common for few levels.
Judged make_judged(std::int64_t rows, std::uint64_t levels, std::uint64_t seed) {
    Random random(seed);
    Judged data;
    for (std::int64_t i = 0; i < rows; ++i) {
        const double p =
            static_cast<double>(random.below(levels + 1)) / static_cast<double>(levels);
        data.probability.push_back(p);
        data.truth.push_back(random.uniform() < 0.2 + 0.6 * p);
    }
    return data;
}

// The share of pairs of a positive and a negative that are in the right order.
double auc_by_pairs(const Judged& data) {
    double right = 0, pairs = 0;
    for (std::size_t i = 0; i < data.truth.size(); ++i)
        for (std::size_t j = 0; j < data.truth.size(); ++j) {
            if (data.truth[i] != 1 || data.truth[j] != 0) continue;
            pairs += 1;
            right += data.probability[i] > data.probability[j]    ? 1
                     : data.probability[i] == data.probability[j] ? 0.5
                                                                  : 0;
        }
    return right / pairs;
}

Error fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return {Status::internal, ""};
}

}  // namespace

TEST_CASE("a confusion matrix and its shares, counted by hand") {
    const std::vector<double> truth{1, 1, 1, 0, 0, 0, 0, 1};
    const std::vector<double> probability{0.9, 0.8, 0.3, 0.6, 0.5, 0.1, 0.2, 0.5};
    const Metrics m = classification_metrics(truth, probability);
    CHECK(m.rows == 8);
    CHECK(m.true_positive == 3);  // 0.5 is at the threshold: positive
    CHECK(m.false_positive == 2);
    CHECK(m.true_negative == 2);
    CHECK(m.false_negative == 1);
    CHECK(m.accuracy == 5.0 / 8);
    CHECK(m.precision == 3.0 / 5);
    CHECK(m.recall == 3.0 / 4);
    CHECK(m.f1 == 6.0 / 9);
    CHECK(m.auc == 12.5 / 16);
    double loss = 0, brier = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        loss -= std::log(truth[i] == 1 ? probability[i] : 1 - probability[i]) / 8;
        brier += (truth[i] - probability[i]) * (truth[i] - probability[i]) / 8;
    }
    CHECK(m.log_loss == doctest::Approx(loss).epsilon(1e-14));
    CHECK(m.brier == doctest::Approx(brier).epsilon(1e-14));
    CHECK(std::isnan(m.r2));
    CHECK(std::isnan(m.rmse));
    CHECK(classification_metrics(truth, probability, 0.55).true_positive == 2);
}

TEST_CASE("AUC is the share of pairs in the right order, ties one half") {
    for (const std::uint64_t levels : {1u, 2u, 5u, 50u, 1000000u})
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            const Judged data = make_judged(120, levels, seed);
            CHECK(classification_metrics(data.truth, data.probability).auc ==
                  doctest::Approx(auc_by_pairs(data)).epsilon(1e-14));
        }
}

TEST_CASE("what is undefined is NaN") {
    const Metrics one_class =
        classification_metrics(std::vector<double>{1, 1}, std::vector<double>{0.2, 0.3});
    CHECK(std::isnan(one_class.auc));
    CHECK(std::isnan(one_class.precision));  // nothing predicted positive
    CHECK(one_class.recall == 0);
    CHECK(one_class.f1 == 0);
    const Metrics quiet =
        classification_metrics(std::vector<double>{0, 0}, std::vector<double>{0.2, 0.3});
    CHECK(std::isnan(quiet.f1));
    CHECK(std::isnan(quiet.recall));
    CHECK(quiet.accuracy == 1);
}

TEST_CASE("certainty that is wrong costs a finite log loss") {
    const Metrics m = classification_metrics(std::vector<double>{1, 0}, std::vector<double>{0, 0});
    CHECK(m.log_loss == doctest::Approx(-std::log(1e-15) / 2).epsilon(1e-14));
}

TEST_CASE("regression figures on numbers worked by hand") {
    const Metrics m =
        regression_metrics(std::vector<double>{1, 2, 3, 6}, std::vector<double>{1, 3, 3, 4});
    CHECK(m.r2 == doctest::Approx(1 - 5.0 / 14).epsilon(1e-15));
    CHECK(m.rmse == doctest::Approx(std::sqrt(5.0 / 4)).epsilon(1e-15));
    CHECK(m.mae == 0.75);
    CHECK(std::isnan(m.accuracy));
    CHECK(std::isnan(m.auc));
    CHECK(std::isnan(m.threshold));
    const Metrics flat =
        regression_metrics(std::vector<double>{0.1, 0.1, 0.1}, std::vector<double>{0.1, 0.2, 0.3});
    CHECK(std::isnan(flat.r2));
}

TEST_CASE("R2 keeps its digits far from zero") {
    Random random(7);
    std::vector<double> truth, prediction, far_truth, far_prediction;
    for (int i = 0; i < 1000; ++i) {
        truth.push_back(std::floor(random.normal() * 1024) / 1024);
        prediction.push_back(std::floor((truth.back() + random.normal()) * 1024) / 1024);
        far_truth.push_back(truth.back() + 0x1p40);
        far_prediction.push_back(prediction.back() + 0x1p40);
    }
    CHECK(regression_metrics(far_truth, far_prediction).r2 ==
          doctest::Approx(regression_metrics(truth, prediction).r2).epsilon(1e-10));
}

TEST_CASE("the ROC curve runs from corner to corner and its area is the AUC") {
    for (const std::uint64_t levels : {2u, 7u, 1000000u}) {
        const Judged data = make_judged(500, levels, 3);
        const auto points = roc_points(data.truth, data.probability);
        CHECK(points.front().false_positive_rate == 0);
        CHECK(points.front().true_positive_rate == 0);
        CHECK(std::isinf(points.front().threshold));
        CHECK(points.back().false_positive_rate == 1);
        CHECK(points.back().true_positive_rate == 1);
        auto distinct = data.probability;
        std::sort(distinct.begin(), distinct.end());
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        CHECK(points.size() == distinct.size() + 1);
        double area = 0;
        for (std::size_t k = 1; k < points.size(); ++k) {
            CHECK(points[k].threshold < points[k - 1].threshold);
            area += (points[k].false_positive_rate - points[k - 1].false_positive_rate) *
                    (points[k].true_positive_rate + points[k - 1].true_positive_rate) / 2;
        }
        const Metrics m = classification_metrics(data.truth, data.probability);
        CHECK(area == doctest::Approx(m.auc).epsilon(1e-13));
        // Every point is the confusion matrix at its threshold.
        const RocPoint& point = points[points.size() / 2];
        const Metrics at = classification_metrics(data.truth, data.probability, point.threshold);
        CHECK(at.recall == point.true_positive_rate);
        const auto negatives = static_cast<double>(at.false_positive + at.true_negative);
        CHECK(static_cast<double>(at.false_positive) / negatives == point.false_positive_rate);
    }
    CHECK(roc_points(std::vector<double>{1, 1}, std::vector<double>{0.1, 0.2}).empty());
}

TEST_CASE("calibration bins take what lies between their borders") {
    std::vector<double> truth, probability;
    for (int i = 0; i <= 100; ++i) {
        probability.push_back(i / 100.0);
        truth.push_back(i % 2);
    }
    for (const std::int32_t count : {1, 3, 10, 100}) {
        const auto bins = calibration_bins(truth, probability, count);
        REQUIRE(bins.size() == static_cast<std::size_t>(count));
        CHECK(bins.front().low == 0);
        CHECK(bins.back().high == 1);
        for (const auto& bin : bins) {
            std::int64_t rows = 0;
            for (const double p : probability)
                rows += p >= bin.low && (p < bin.high || (p == 1 && bin.high == 1));
            CHECK(bin.rows == rows);
        }
    }
}

TEST_CASE("Wilson intervals solve their own equation and stay in [0, 1]") {
    std::vector<double> truth(40), probability(40, 0.25);
    std::fill(truth.begin(), truth.begin() + 7, 1.0);
    const CalibrationBin bin = calibration_bins(truth, probability, 10)[2];
    const double z = 1.959963984540054, p = 7.0 / 40;
    CHECK(bin.share_positive == p);
    CHECK(bin.mean_predicted == 0.25);
    for (const double q : {bin.interval_low, bin.interval_high})
        CHECK(std::fabs(p - q) == doctest::Approx(z * std::sqrt(q * (1 - q) / 40)).epsilon(1e-12));
    CHECK(bin.interval_low < p);
    CHECK(bin.interval_high > p);

    const auto none = calibration_bins(std::vector<double>(5), std::vector<double>(5, 0.95), 10);
    CHECK(none[9].interval_low == 0);
    CHECK(none[9].interval_high < 1);
    CHECK(none[0].rows == 0);
    CHECK(std::isnan(none[0].share_positive));
    CHECK(std::isnan(none[0].interval_low));
}

TEST_CASE("judged values that make no sense are refused with their row") {
    const std::vector<double> truth{0, 1, 0}, probability{0.1, 0.2, 0.3};
    const Error odd = fault_of([&] {
        classification_metrics(std::vector<double>{0, 0.5, 1}, probability);
    });
    CHECK(odd.status() == Status::data);
    CHECK(odd.where().row == 1);
    CHECK(odd.message() == "truth, row 1: 0.5 is not 0 or 1");
    const Error above = fault_of([&] { roc_points(truth, std::vector<double>{0.1, 0.2, 1.5}); });
    CHECK(above.where().row == 2);
    CHECK(above.where().argument == "probability");
    CHECK(fault_of([&] {
              calibration_bins(truth, std::vector<double>{0.1, 0.2});
          }).status() == Status::argument);
    CHECK(fault_of([&] { calibration_bins(truth, probability, 0); }).status() == Status::argument);
    CHECK(fault_of([&] { regression_metrics({}, {}); }).status() == Status::data);
    CHECK(fault_of([&] {
              regression_metrics(truth, std::vector<double>{0, std::nan(""), 0});
          })
              .where()
              .row == 1);
    CHECK(fault_of([&] { classification_metrics(truth, probability, std::nan("")); }).status() ==
          Status::argument);
}

TEST_CASE("errors of any size have a root mean square, and R2 is that of any unit") {
    const std::vector<double> truth{1, 4, 2, 8, 5}, predicted{1.5, 3, 2.5, 7, 5};
    const Metrics plain = regression_metrics(truth, predicted);
    const NumberMeasures weighed = number_measures(truth, predicted);
    for (const int power : {-1000, -600, 600, 1000}) {
        CAPTURE(power);
        const double unit = std::ldexp(1.0, power);
        std::vector<double> y = truth, p = predicted;
        for (double& x : y) x *= unit;
        for (double& x : p) x *= unit;
        const Metrics far = regression_metrics(y, p);
        CHECK(far.r2 == doctest::Approx(plain.r2).epsilon(1e-14));
        CHECK(far.rmse / unit == doctest::Approx(plain.rmse).epsilon(1e-14));
        const NumberMeasures also = number_measures(y, p);
        CHECK(also.r2 == doctest::Approx(weighed.r2).epsilon(1e-14));
        CHECK(also.rmse / unit == doctest::Approx(weighed.rmse).epsilon(1e-14));
        const MetricIntervals limits = bootstrap_regression({}, y, p, {.resamples = 50});
        CHECK(limits.high.rmse / unit < 2);
        CHECK(limits.high.rmse / unit > 0.1);
    }
}

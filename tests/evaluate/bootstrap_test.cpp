#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "base/distribution.hpp"
#include "tenon/error.hpp"
#include "tenon/metrics.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr double Metrics::*classification_fields[] = {
    &Metrics::accuracy, &Metrics::precision, &Metrics::recall, &Metrics::f1,
    &Metrics::auc,      &Metrics::log_loss,  &Metrics::brier};
constexpr double Metrics::*regression_fields[] = {&Metrics::r2, &Metrics::rmse, &Metrics::mae};

struct Judged {
    std::vector<double> truth, predicted;
};

Judged make_classes(int rows, std::uint64_t seed) {
    Random random(seed);
    Judged data;
    for (int i = 0; i < rows; ++i) {
        data.predicted.push_back(std::floor(random.uniform() * 50) / 50);
        data.truth.push_back(random.uniform() < data.predicted.back());
    }
    return data;
}

Judged make_numbers(int rows, std::uint64_t seed) {
    Random random(seed);
    Judged data;
    for (int i = 0; i < rows; ++i) {
        data.predicted.push_back(100 + 3 * random.normal());
        data.truth.push_back(data.predicted.back() + random.normal());
    }
    return data;
}

}  // namespace

TEST_CASE("a single resample is the metric of the rows it drew") {
    // With one resample both limits are its metric. The rows it draws are those of stream 0: one
    // 32-bit half a draw, lower half first, scaled to the rows; none is rejected for 2^k rows.
    const Judged data = make_classes(64, 71);
    const MetricIntervals got =
        bootstrap_classification({}, data.truth, data.predicted, 0.4, {.resamples = 1, .seed = 5});
    // Places count in the order of the ranking: descending probability, positives first.
    std::vector<std::size_t> order(64);
    for (std::size_t i = 0; i < 64; ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return data.predicted[a] != data.predicted[b] ? data.predicted[a] > data.predicted[b]
                                                      : data.truth[a] > data.truth[b];
    });
    Random random(5, 0);
    Judged drawn;
    for (int i = 0; i < 32; ++i) {
        const std::uint64_t bits = random.bits();
        for (const std::uint64_t half : {bits & 0xffffffffu, bits >> 32}) {
            const std::size_t row = order[static_cast<std::size_t>(half * 64 >> 32)];
            drawn.truth.push_back(data.truth[row]);
            drawn.predicted.push_back(data.predicted[row]);
        }
    }
    const Metrics expected = classification_metrics(drawn.truth, drawn.predicted, 0.4);
    for (const auto field : classification_fields) {
        CHECK(got.low.*field == doctest::Approx(expected.*field).epsilon(1e-13));
        CHECK(got.low.*field == got.high.*field);
    }
}

TEST_CASE("intervals surround the point and count what the point counts") {
    const Judged classes = make_classes(2000, 72), numbers = make_numbers(2000, 73);
    const Metrics point = classification_metrics(classes.truth, classes.predicted);
    const MetricIntervals c =
        bootstrap_classification({}, classes.truth, classes.predicted, 0.5, {.resamples = 400});
    for (const auto field : classification_fields) {
        CHECK(c.low.*field < point.*field);
        CHECK(point.*field < c.high.*field);
    }
    CHECK(c.low.true_positive == point.true_positive);
    CHECK(c.high.rows == 2000);
    CHECK(c.low.threshold == 0.5);
    CHECK(std::isnan(c.low.r2));
    const Metrics fit = regression_metrics(numbers.truth, numbers.predicted);
    const MetricIntervals r =
        bootstrap_regression({}, numbers.truth, numbers.predicted, {.resamples = 400});
    for (const auto field : regression_fields) {
        CHECK(r.low.*field < fit.*field);
        CHECK(fit.*field < r.high.*field);
    }
    CHECK(std::isnan(r.low.auc));
}

TEST_CASE("the interval of an accuracy is as wide as its binomial one") {
    const Judged data = make_classes(4000, 74);
    const double share = classification_metrics(data.truth, data.predicted).accuracy;
    for (const double confidence : {0.5, 0.9}) {
        const MetricIntervals got = bootstrap_classification(
            {}, data.truth, data.predicted, 0.5, {.resamples = 4000, .confidence = confidence});
        const double width =
            2 * normal_upper_quantile((1 - confidence) / 2) * std::sqrt(share * (1 - share) / 4000);
        CHECK(got.high.accuracy - got.low.accuracy == doctest::Approx(width).epsilon(0.06));
    }
}

TEST_CASE("the number of threads makes no difference to an interval") {
    const Judged data = make_classes(3000, 75);
    const MetricIntervals one =
        bootstrap_classification({}, data.truth, data.predicted, 0.5, {.resamples = 200});
    for (const int threads : {2, 5}) {
        Context context;
        context.threads = threads;
        const MetricIntervals more =
            bootstrap_classification(context, data.truth, data.predicted, 0.5, {.resamples = 200});
        for (const auto field : classification_fields) {
            CHECK(one.low.*field == more.low.*field);
            CHECK(one.high.*field == more.high.*field);
        }
    }
    const MetricIntervals other = bootstrap_classification({}, data.truth, data.predicted, 0.5,
                                                           {.resamples = 200, .seed = 1});
    CHECK(other.low.auc != one.low.auc);
}

TEST_CASE("a metric no resample defines has no interval") {
    const std::vector<double> truth(30, 0.0), probability(30, 0.1);
    const MetricIntervals got = bootstrap_classification({}, truth, probability, 0.5, {});
    CHECK(std::isnan(got.low.auc));
    CHECK(std::isnan(got.high.recall));
    CHECK(got.low.accuracy == 1);
    const MetricIntervals flat = bootstrap_regression({}, truth, probability, {});
    CHECK(std::isnan(flat.low.r2));
    CHECK(flat.low.mae == doctest::Approx(0.1));
}

TEST_CASE("a bootstrap reports, stops when told, and refuses empty orders") {
    const Judged data = make_classes(500, 76);
    int calls = 0;
    Context context;
    context.progress = [&](const Progress& p) {
        CHECK(p.share >= 0);
        return ++calls < 3;
    };
    const auto status = [&](const BootstrapOptions& options) {
        try {
            bootstrap_classification(context, data.truth, data.predicted, 0.5, options);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(status({}) == Status::cancelled);
    CHECK(calls == 3);
    CHECK(status({.resamples = 0}) == Status::argument);
    CHECK(status({.confidence = 0}) == Status::argument);
    CHECK(status({.confidence = std::nan("")}) == Status::argument);
}

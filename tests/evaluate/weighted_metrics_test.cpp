#include "tenon/weighted_metrics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/metrics.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<double> truth{1, 0, 1, 1, 0, 0, 1, 0, 0, 1};
const std::vector<double> probability{.9, .8, .7, .7, .6, .4, .4, .3, .2, .1};
const std::vector<double> weights{1, 2, .5, 3, 1, 0, 2, 1, 4, 1};
const std::vector<double> counts{3, 0, 1.5, 2, 7, 1, 4, 2.5, 0, 6};
const std::vector<double> forecast{2.5, .4, 1.5, 3, 5, 1.2, 4.4, 2, .1, 7};

}  // namespace

// Reference values of this file: scikit-learn 1.x with sample_weight.
TEST_CASE("measures of two classes agree with another implementation, weighted") {
    const auto m = class_measures(truth, probability, 0.5, weights);
    CHECK(m.accuracy == doctest::Approx(0.6129032258064516).epsilon(1e-13));
    CHECK(m.balanced_accuracy == doctest::Approx(0.6125).epsilon(1e-13));
    CHECK(m.precision == doctest::Approx(0.6).epsilon(1e-13));
    CHECK(m.recall == doctest::Approx(0.6).epsilon(1e-13));
    CHECK(m.specificity == doctest::Approx(0.625).epsilon(1e-13));
    CHECK(m.f1 == doctest::Approx(0.6).epsilon(1e-13));
    CHECK(m.mcc == doctest::Approx(0.225).epsilon(1e-13));
    CHECK(m.log_loss == doctest::Approx(0.7015035536853983).epsilon(1e-13));
    CHECK(m.brier == doctest::Approx(0.24161290322580647).epsilon(1e-13));
    CHECK(m.auc == doctest::Approx(0.6500000000000001).epsilon(1e-13));
    CHECK(m.average_precision == doctest::Approx(0.7033825257933917).epsilon(1e-13));
}

TEST_CASE("without weights they agree with the plain metrics") {
    const auto m = class_measures(truth, probability);
    const Metrics plain = classification_metrics(truth, probability);
    CHECK(m.auc == doctest::Approx(plain.auc).epsilon(1e-14));
    CHECK(m.log_loss == doctest::Approx(plain.log_loss).epsilon(1e-14));
    CHECK(m.f1 == doctest::Approx(plain.f1).epsilon(1e-14));
    CHECK(m.brier == doctest::Approx(plain.brier).epsilon(1e-14));
}

TEST_CASE("measures of numbers agree with another implementation, weighted") {
    const auto m = number_measures(counts, forecast, weights);
    CHECK(m.r2 == doctest::Approx(0.8760270093661512).epsilon(1e-13));
    CHECK(m.rmse == doctest::Approx(0.7695830458866211).epsilon(1e-13));
    CHECK(m.mae == doctest::Approx(0.5806451612903226).epsilon(1e-13));
    CHECK(m.mape == doctest::Approx(0.26516290726817043).epsilon(1e-13));
    CHECK(m.bias == doctest::Approx(0.19354838709677422).epsilon(1e-13));
    CHECK(m.largest_error == doctest::Approx(2.0).epsilon(1e-13));
    CHECK(m.mape_left_out == 2);
    CHECK(pinball_loss(counts, forecast, 0.9, weights) ==
          doctest::Approx(0.21290322580645163).epsilon(1e-13));
}

TEST_CASE("the median error of an even number of records is the mean of the two middle ones") {
    const std::vector<double> truth(4, 0), errors{4, -1, 3, -2};
    CHECK(number_measures(truth, errors).median_error == 2.5);
    CHECK(number_measures(truth, errors, std::vector<double>{1, 1, 1, 2}).median_error == 2);
    CHECK(number_measures(truth, errors, std::vector<double>{2, 1, 1, 1}).median_error == 3);
    CHECK(number_measures(truth, errors, std::vector<double>{0, 1, 1, 1}).median_error == 2);
}

TEST_CASE("deviances agree with another implementation, weighted") {
    std::vector<double> positive = counts;
    for (double& y : positive) y += 0.5;
    CHECK(tweedie_deviance(counts, forecast, 0, weights) ==
          doctest::Approx(0.5922580645161291).epsilon(1e-13));
    CHECK(tweedie_deviance(counts, forecast, 1, weights) ==
          doctest::Approx(0.3019294243830635).epsilon(1e-13));
    CHECK(tweedie_deviance(counts, forecast, 1.5, weights) ==
          doctest::Approx(0.7322855213021817).epsilon(1e-13));
    CHECK(tweedie_deviance(positive, forecast, 2, weights) ==
          doctest::Approx(1.282779010334949).epsilon(1e-13));
    CHECK(tweedie_deviance(positive, forecast, 3, weights) ==
          doctest::Approx(8.288677842661922).epsilon(1e-13));
}

TEST_CASE("measures of several classes agree with another implementation, weighted") {
    const std::vector<std::int32_t> classes{0, 1, 2, 2, 1, 0, 2, 0, 1, 2};
    std::vector<double> p;
    for (int i = 0; i < 10; ++i) {
        const double a = 1 + i % 3, b = 1 + (i * 7) % 5, c = 1 + (i * 3) % 4;
        for (const double x : {a, b, c}) p.push_back(x / (a + b + c));
    }
    const auto m = multi_class_measures(classes, p, 3, weights);
    CHECK(m.accuracy == doctest::Approx(0.12903225806451613).epsilon(1e-13));
    CHECK(m.log_loss == doctest::Approx(1.0101947632301158).epsilon(1e-13));
    CHECK(m.macro_precision == doctest::Approx(0.10588235294117647).epsilon(1e-13));
    CHECK(m.macro_recall == doctest::Approx(0.21428571428571427).epsilon(1e-13));
    CHECK(m.macro_f1 == doctest::Approx(0.13824884792626727).epsilon(1e-13));
    CHECK(m.weighted_precision == doctest::Approx(0.07893738140417458).epsilon(1e-13));
    CHECK(m.weighted_recall == doctest::Approx(0.12903225806451613).epsilon(1e-13));
    CHECK(m.weighted_f1 == doctest::Approx(0.09513899212130221).epsilon(1e-13));
}

TEST_CASE("a weight of two is the record twice") {
    std::vector<double> t = truth, p = probability;
    t.push_back(truth[3]);
    p.push_back(probability[3]);
    std::vector<double> twice(10, 1);
    twice[3] = 2;
    const auto a = class_measures(truth, probability, 0.5, twice), b = class_measures(t, p);
    CHECK(a.average_precision == doctest::Approx(b.average_precision).epsilon(1e-14));
    CHECK(a.mcc == doctest::Approx(b.mcc).epsilon(1e-14));
    CHECK(a.auc == doctest::Approx(b.auc).epsilon(1e-14));
}

TEST_CASE("what is undefined is NaN, and what cannot be is refused") {
    const std::vector<double> ones{1, 1}, half{0.5, 0.5}, zeros{0, 0}, minus{-1, 1};
    const auto m = class_measures(ones, half);
    CHECK(std::isnan(m.auc));
    CHECK(std::isnan(m.specificity));
    CHECK(m.mcc == 0);
    CHECK(std::isnan(number_measures(zeros, half).mape));
    CHECK(std::isnan(number_measures(ones, half).r2));
    const auto status = [](const auto& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(status([&] { class_measures(ones, half, 0.5, zeros); }) == Status::data);
    CHECK(status([&] { class_measures(ones, half, 0.5, minus); }) == Status::data);
    CHECK(status([&] { number_measures(ones, half, std::vector<double>{1}); }) == Status::argument);
    CHECK(status([&] { pinball_loss(ones, half, 1); }) == Status::argument);
    CHECK(status([&] { tweedie_deviance(ones, minus, 1); }) == Status::data);
    CHECK(status([&] { tweedie_deviance(zeros, half, 2); }) == Status::data);
    CHECK(status([&] { tweedie_deviance(ones, half, 0.5); }) == Status::argument);
    CHECK(status([&] { multi_class_measures(std::vector<std::int32_t>{2}, half, 2); }) ==
          Status::data);
    CHECK(status([&] { multi_class_measures(std::vector<std::int32_t>{1}, ones, 2); }) ==
          Status::data);
}

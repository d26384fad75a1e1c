#include "tenon/compare.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

// Reference: scipy.stats.t on the corrected variance by hand.
TEST_CASE("the corrected resampled test allows for training parts that overlap") {
    const std::vector<double> a{0.81, 0.83, 0.79, 0.86, 0.80}, b{0.78, 0.82, 0.77, 0.81, 0.80};
    const auto test = corrected_resampled_test(a, b, 0.25);
    CHECK(test.difference == doctest::Approx(0.022));
    CHECK(test.degrees == 4);
    const double s2 =
        (0.008 * 0.008 + 0.012 * 0.012 + 0.002 * 0.002 + 0.028 * 0.028 + 0.022 * 0.022) / 4;
    CHECK(test.standard_error == doctest::Approx(std::sqrt((0.2 + 0.25) * s2)));
    CHECK(test.statistic == doctest::Approx(test.difference / test.standard_error));
    CHECK(test.p_value == doctest::Approx(0.16340151973744763).epsilon(1e-10));
    CHECK(test.low == doctest::Approx(-0.013825825821499667).epsilon(1e-10));
}

TEST_CASE("McNemar's test is the exact binomial one") {
    // 3 records that only the first gets right, 9 that only the second does, 8 both.
    std::vector<double> truth(20, 1), a(20, 1), b(20, 1);
    for (int i = 0; i < 3; ++i) b[static_cast<std::size_t>(i)] = 0;
    for (int i = 3; i < 12; ++i) a[static_cast<std::size_t>(i)] = 0;
    const auto test = mcnemar_test(truth, a, b);
    CHECK(test.difference == doctest::Approx(-0.3));
    CHECK(test.p_value == doctest::Approx(0.14599609375).epsilon(1e-12));
    CHECK(mcnemar_test(truth, a, a).p_value == 1);
    std::vector<double> even = truth;
    even[0] = 0;
    std::vector<double> odd = truth;
    odd[1] = 0;
    CHECK(mcnemar_test(truth, even, odd).p_value == 1);
}

TEST_CASE("DeLong's test agrees with its definition by all pairs, ties included") {
    Random random(8);
    std::vector<double> truth, a, b;
    for (int i = 0; i < 60; ++i) {
        truth.push_back(random.uniform() < 0.4 ? 1 : 0);
        a.push_back(std::floor(5 * (truth.back() + random.normal())));
        b.push_back(std::floor(5 * (truth.back() / 2 + random.normal())));
    }
    const auto kernel = [](double p, double n) { return p > n ? 1.0 : p == n ? 0.5 : 0.0; };
    std::vector<std::vector<double>> up(2), down(2);
    double area[2];
    const std::vector<double>* scores[] = {&a, &b};
    for (int s = 0; s < 2; ++s) {
        double sum = 0, m = 0, n = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            double mean = 0, count = 0;
            for (std::size_t j = 0; j < truth.size(); ++j) {
                if (truth[j] == truth[i]) continue;
                ++count;
                mean += truth[i] == 1 ? kernel((*scores[s])[i], (*scores[s])[j])
                                      : kernel((*scores[s])[j], (*scores[s])[i]);
            }
            (truth[i] == 1 ? up : down)[static_cast<std::size_t>(s)].push_back(mean / count);
            if (truth[i] == 1) sum += mean / count;
            (truth[i] == 1 ? m : n) += 1;
        }
        area[s] = sum / m;
    }
    const auto variance = [](const std::vector<double>& x, const std::vector<double>& y) {
        double mean = 0, squares = 0;
        const auto n = static_cast<double>(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) mean += (x[i] - y[i]) / n;
        for (std::size_t i = 0; i < x.size(); ++i) squares += std::pow(x[i] - y[i] - mean, 2);
        return squares / (n - 1) / n;
    };
    const auto test = delong_test(truth, a, b);
    CHECK(test.difference == doctest::Approx(area[0] - area[1]).epsilon(1e-12));
    CHECK(test.standard_error ==
          doctest::Approx(std::sqrt(variance(up[0], up[1]) + variance(down[0], down[1])))
              .epsilon(1e-12));
    CHECK(delong_test(truth, a, a).p_value == 1);
    const auto turned = delong_test(truth, b, a);
    CHECK(turned.difference == -test.difference);
    CHECK(turned.p_value == test.p_value);
}

TEST_CASE("tests on what cannot be compared are refused") {
    const auto status = [](const auto& call) {
        try {
            call();
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    const std::vector<double> one{1}, two{1, 0}, three{1, 0, 0.5}, nan{1, std::nan("")};
    CHECK(status([&] { corrected_resampled_test(one, one, 0.25); }) == Status::data);
    CHECK(status([&] { corrected_resampled_test(two, three, 0.25); }) == Status::argument);
    CHECK(status([&] { corrected_resampled_test(two, two, 0); }) == Status::argument);
    CHECK(status([&] { corrected_resampled_test(two, nan, 1); }) == Status::data);
    CHECK(status([&] { mcnemar_test(three, three, three); }) == Status::data);
    CHECK(status([&] { mcnemar_test({}, {}, {}); }) == Status::data);
    CHECK(status([&] { delong_test(two, two, two); }) == Status::data);
}

// Closed forms, and values computed with 50 digits (mpmath).
#include "base/distribution.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <numbers>

using namespace tenon;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

bool agrees(double value, double truth, double relative = 1e-13) {
    return std::fabs(value - truth) <= relative * std::fabs(truth);
}

}  // namespace

TEST_CASE("normal tails keep their digits far out") {
    CHECK(normal_upper_tail(0) == 0.5);
    CHECK(agrees(normal_upper_tail(1.959963984540054), 0.025000000000000010876));
    CHECK(agrees(normal_upper_tail(5), 2.8665157187919391167e-7));
    CHECK(agrees(normal_upper_tail(11), 1.9106595744986757112e-28));
    CHECK(agrees(normal_upper_tail(20), 2.7536241186062336951e-89));
    CHECK(agrees(normal_upper_tail(37), 5.7255712225245768227e-300));
    CHECK(normal_upper_tail(infinity) == 0);
    CHECK(normal_upper_tail(-infinity) == 1);
    CHECK(std::isnan(normal_upper_tail(std::nan(""))));
}

TEST_CASE("t with two degrees of freedom has a closed form") {
    // P(|T| > t) = 1 - t / sqrt(2 + t^2) = 2 / (s (s + t)), s = sqrt(2 + t^2).
    for (double t = 0.01; t < 1e12; t *= 3.7) {
        const double s = std::sqrt(2 + t * t);
        CAPTURE(t);
        CHECK(agrees(student_two_sided(t, 2), 2 / (s * (s + t))));
        CHECK(agrees(student_two_sided(-t, 2), 2 / (s * (s + t))));
    }
}

TEST_CASE("t with one degree of freedom is Cauchy's distribution") {
    for (double t = 0.01; t < 1e12; t *= 2.9) {
        CAPTURE(t);
        CHECK(agrees(student_upper_tail(t, 1), std::atan(1 / t) / std::numbers::pi));
        CHECK(agrees(student_upper_tail(-t, 1), 0.5 + std::atan(t) / std::numbers::pi));
    }
}

TEST_CASE("t with many degrees of freedom keeps its digits far out") {
    CHECK(agrees(student_two_sided(30, 1e5), 7.3785368722222336871e-197));
    CHECK(agrees(student_two_sided(30, 1e6), 1.2020094233663437883e-197));
    CHECK(agrees(student_two_sided(20, 1e9), 5.5074696316327954601e-89));
    CHECK(student_two_sided(0, 7) == 1);
    CHECK(student_two_sided(infinity, 7) == 0);
    CHECK(agrees(student_two_sided(6, infinity), 2 * normal_upper_tail(6)));
    CHECK(agrees(student_two_sided(1e200, 1), 2e-200 / std::numbers::pi));
    CHECK(std::isnan(student_two_sided(1, 0)));
}

TEST_CASE("F with two numerator degrees of freedom has a closed form") {
    // P(F > f) = (1 + 2 f / m)^(-m/2).
    for (const double m : {0.5, 1.0, 3.0, 10.0, 50.0, 1000.0, 123456.0})
        for (double f = 0.05; f < 60; f *= 1.7) {
            CAPTURE(m);
            CAPTURE(f);
            CHECK(agrees(f_upper_tail(f, 2, m), std::exp(-m / 2 * std::log1p(2 * f / m))));
        }
}

TEST_CASE("F tails of both directions meet") {
    // P(F(a, b) > f) = 1 - P(F(b, a) > 1 / f).
    for (const double a : {1.0, 2.5, 7.0, 40.0})
        for (const double b : {1.0, 3.0, 30.0, 900.0})
            for (const double f : {0.2, 0.9, 1.0, 1.1, 3.0})
                CHECK(f_upper_tail(f, a, b) + f_upper_tail(1 / f, b, a) ==
                      doctest::Approx(1).epsilon(1e-13));
}

TEST_CASE("quantiles invert tails") {
    CHECK(agrees(normal_upper_quantile(0.025), 1.9599639845400542118, 1e-15));
    CHECK(agrees(student_upper_quantile(0.025, 10), 2.2281388519862747157, 1e-14));
    CHECK(agrees(student_upper_quantile(0.025, 1), 12.706204736174704, 1e-14));
    CHECK(normal_upper_quantile(0.5) == 0);
    CHECK(normal_upper_quantile(0) == infinity);
    CHECK(student_upper_quantile(0.975, 3) == -student_upper_quantile(1 - 0.975, 3));
    for (const double p : {1e-300, 1e-100, 1e-20, 1e-6, 0.01, 0.1, 0.3, 0.49}) {
        CAPTURE(p);
        CHECK(agrees(normal_upper_tail(normal_upper_quantile(p)), p, 1e-12));
        for (const double degrees : {0.5, 1.0, 2.0, 5.0, 30.0, 1e4, 1e9}) {
            const double t = student_upper_quantile(p, degrees);
            if (std::isinf(t)) continue;
            CAPTURE(degrees);
            CHECK(agrees(student_upper_tail(t, degrees), p, 1e-12));
        }
    }
}

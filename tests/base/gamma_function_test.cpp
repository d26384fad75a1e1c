// Recurrences, sums over integers, and values of scipy 1.17 (gammaln, digamma, polygamma, chi2.sf).
#include "base/gamma_function.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

using namespace tenon;

namespace {

bool agrees(double value, double truth, double relative) {
    return std::fabs(value - truth) <= relative * std::fabs(truth);
}

}  // namespace

TEST_CASE("the gamma function's logarithm and its derivatives") {
    struct Known {
        double x, log_gamma, digamma, trigamma;
    };
    for (const Known& k :
         {Known{0.003, 5.807418734725978, -333.90562498540743, 111112.74886194766},
          Known{0.5, 0.57236494292469997, -1.9635100260214235, 4.9348022005446799},
          Known{1.7, -0.09580769740706585, 0.20854787487349394, 0.79323283016399837},
          Known{7.25, 7.0521854507385395, 1.9104535268837362, 0.1478792331589322},
          Known{14.9, 24.924132002217277, 2.6674289762160419, 0.069416583207095817},
          Known{33.3, 82.603723581654933, 3.4904672385202429, 0.03048544409533889},
          Known{1000000.0, 12815504.569147611, 13.81551005796419, 1.0000005000001667e-06}}) {
        CAPTURE(k.x);
        CHECK(std::fabs(log_gamma(k.x) - k.log_gamma) <=
              4e-15 * std::fmax(1, std::fabs(k.log_gamma)));
        CHECK(agrees(digamma(k.x), k.digamma, 4e-15));
        CHECK(agrees(trigamma(k.x), k.trigamma, 4e-15));
    }
    CHECK(std::fabs(log_gamma(1)) < 1e-14);
    CHECK(std::fabs(log_gamma(2)) < 1e-14);
    CHECK(std::isnan(log_gamma(0)));
    CHECK(std::isnan(log_gamma(-1.5)));
    CHECK(std::isnan(digamma(std::nan(""))));
}

TEST_CASE("the excess of a factorial over y ln y - y") {
    CHECK(log_factorial_excess(0) == 0);
    for (const double y : {0.25, 1.0, 7.0, 14.5, 15.0, 90.0, 1234.5})
        CHECK(agrees(log_factorial_excess(y), log_gamma(y + 1) - y * (std::log(y) - 1), 1e-11));
    // ln(2 pi y)/2 + 1/(12 y) for large y.
    CHECK(agrees(log_factorial_excess(1e12), 0.91893853320467274178 + std::log(1e12) / 2, 1e-14));
}

TEST_CASE("ln(1 + u) - u keeps its digits near 0") {
    // -u^2/2 + u^3/3 - u^4/4
    for (const double u : {1e-12, -1e-9, 1e-5, -1e-4}) {
        CAPTURE(u);
        CHECK(agrees(log1p_less(u), u * u * (-0.5 + u * (1.0 / 3 - u * (0.25 - u / 5))), 1e-15));
    }
    for (const double u : {-0.99, -0.5, 0.3, 0.49, 0.51, 7.0, 1e10})
        CHECK(agrees(log1p_less(u), std::log1p(u) - u, 1e-14));
}

TEST_CASE("rising factorials agree with their sums for every shape") {
    for (const double r : {1e-3, 0.7, 3.0, 20.0, 1e4, 1e9, 1e15})
        for (const double y : {0.0, 1.0, 5.0, 31.0, 33.0, 200.0, 3000.0}) {
            double sum = 0, slope = 0;
            for (double j = 1; j < y; ++j) {
                sum += std::log1p(j / r);
                slope += j / (1 + j / r);
            }
            CAPTURE(r);
            CAPTURE(y);
            CHECK(std::fabs(log_rising(r, y) - sum) <= 1e-13 * (std::fabs(sum) + y));
            CHECK(std::fabs(log_rising_slope(r, y) - slope) <= 1e-12 * (std::fabs(slope) + y));
        }
}

TEST_CASE("tails of chi-squared") {
    struct Known {
        double x, degrees, tail;
    };
    for (const Known& k :
         {Known{0.5, 1.0, 0.479500122186953}, Known{3.841458820694124, 1.0, 0.0499999999999999},
          Known{20.0, 8.0, 0.0103360506759257}, Known{100.0, 8.0, 4.26915920514494e-18},
          Known{5.0, 30.0, 0.999999930846861}, Known{1000.0, 1000.0, 0.49405285382924},
          Known{300.0, 40.5, 2.49141201205998e-41}}) {
        CAPTURE(k.x);
        CHECK(agrees(chi_squared_upper_tail(k.x, k.degrees), k.tail, 1e-12));
    }
    // Two degrees of freedom: exp(-x/2).
    for (double x = 0.01; x < 1000; x *= 1.7)
        CHECK(agrees(chi_squared_upper_tail(x, 2), std::exp(-x / 2), 1e-13));
    CHECK(chi_squared_upper_tail(0, 3) == 1);
    CHECK(chi_squared_upper_tail(std::numeric_limits<double>::infinity(), 3) == 0);
    CHECK(std::isnan(chi_squared_upper_tail(1, 0)));
}

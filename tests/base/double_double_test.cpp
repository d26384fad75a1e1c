#include "base/double_double.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tenon/random.hpp"

using namespace tenon;

namespace {

// |a - b| relative to b in units of 2^-100.
double error(DoubleDouble a, DoubleDouble b) {
    return std::fabs(static_cast<double>(a - b) / static_cast<double>(b)) * 0x1p100;
}

DoubleDouble draw(Random& random) {
    const double high = random.uniform(0.5, 2);
    return ordered_sum(high, random.uniform(-1, 1) * 0x1p-54 * high);
}

}  // namespace

TEST_CASE("sums and products leave their exact error") {
    double sum, rest;
    exact_sum(1, 0x1p-80, sum, rest);
    CHECK(sum == 1);
    CHECK(rest == 0x1p-80);
    Random random(3);
    for (int i = 0; i < 10000; ++i) {
        const double a = random.normal(), b = random.normal();
        double product;
        exact_product(a, b, product, rest);
        CHECK(rest == std::fma(a, b, -product));
    }
}

TEST_CASE("inverse operations come back to thirty digits") {
    Random random(4);
    for (int i = 0; i < 10000; ++i) {
        const DoubleDouble a = draw(random), b = draw(random);
        CHECK(error((a + b) - b, a) < 64);
        CHECK(error(a * b / b, a) < 64);
        CHECK(error(sqrt(a) * sqrt(a), a) < 64);
        CHECK(error(a * (b + DoubleDouble(1.0)), a * b + a) < 64);
    }
    CHECK(static_cast<double>(sqrt(DoubleDouble(0.0))) == 0);
    CHECK(std::isnan(static_cast<double>(sqrt(DoubleDouble(-1.0)))));
}

TEST_CASE("a sum that cancels keeps what a double loses") {
    // (1 + x)^2 - 1 - 2x = x^2 for x far below the rounding of 1.
    const DoubleDouble x(0x1p-40), one(1.0);
    const DoubleDouble square = (one + x) * (one + x) - one - x - x;
    CHECK(static_cast<double>(square) == 0x1p-80);
}

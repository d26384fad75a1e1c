#include "tenon/quantile.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/distribution.hpp"
#include "features/normal_quantile.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> x{"x"};

Table one(std::vector<double> values) {
    return Table({"x"}, {Column::from_float64(std::move(values))});
}

const std::vector<double> skewed{0.3, 0.9, 1.7, 2.2, 2.9, 4.1, 6.5, 9.8, 15.2, 40.0};
const std::vector<double> asked{0.1, 0.9, 3.0, 20.0, 99.0};

}  // namespace

// Reference values: linear interpolation of the type 7 quantiles at 5 even shares, as
// scikit-learn's QuantileTransformer has it; then the normal quantile, shares held within [1e-7, 1
// - 1e-7].
TEST_CASE("numbers become their share among the references") {
    const Feature feature = fit_quantile({}, one(skewed), x, {.quantiles = 5});
    const Column out = feature.apply({}, one(asked)).column("x");
    const double expected[] = {0, 0.09836065573770493, 0.4253731343283582, 0.83883964544722, 1};
    for (int i = 0; i < 5; ++i) CHECK(out.number(i) == doctest::Approx(expected[i]).epsilon(1e-14));
}

TEST_CASE("or its normal quantile") {
    const Feature feature =
        fit_quantile({}, one(skewed), x, {.shape = QuantileShape::normal, .quantiles = 5});
    const Column out = feature.apply({}, one(asked)).column("x");
    const double expected[] = {-5.19933758, -1.2909491476822736, -0.1881663263148127,
                               0.9897001347889133, 5.19933758};
    for (int i = 0; i < 5; ++i) CHECK(out.number(i) == doctest::Approx(expected[i]).epsilon(1e-9));
}

TEST_CASE("a number that several references equal gets the middle of their shares") {
    const Feature feature = fit_quantile({}, one({1, 1, 1, 2, 3, 3, 4, 5}), x);
    const Column out = feature.apply({}, one({2, 3, 3.5, 1})).column("x");
    CHECK(out.number(0) == doctest::Approx(3.0 / 7));
    CHECK(out.number(1) == doctest::Approx(4.5 / 7));
    CHECK(out.number(2) == doctest::Approx(5.5 / 7));
    CHECK(out.number(3) == doctest::Approx(1.0 / 7));
}

TEST_CASE("order is kept, and missing cells and NaN stay what they are") {
    const Feature feature = fit_quantile({}, one(skewed), x);
    const Table table(
        {"x"}, {Column::from_float64({1, 2, std::nan(""), 3, 0}, {true, true, true, true, false})});
    const Column out = feature.apply({}, table).column("x");
    CHECK(out.number(0) < out.number(1));
    CHECK(out.number(1) < out.number(3));
    CHECK(out.valid(2));
    CHECK(std::isnan(out.number(2)));
    CHECK_FALSE(out.valid(4));
}

TEST_CASE("a constant column lies in the middle") {
    CHECK(fit_quantile({}, one({7, 7}), x).apply({}, one({7})).column("x").number(0) == 0.5);
    CHECK(fit_quantile({}, one({7}), x, {.shape = QuantileShape::normal})
              .apply({}, one({7}))
              .column("x")
              .number(0) == 0);
}

TEST_CASE("fewer than two references are refused") {
    CHECK_THROWS_AS(fit_quantile({}, one(skewed), x, {.quantiles = 1}), Error);
}

TEST_CASE("the fast normal quantile is the slow one, on both sides and in the tails") {
    Random random(3);
    CHECK(features::normal_quantile(0.5) == 0);
    for (int i = 0; i < 2000; ++i) {
        const double tail = 0.5 * std::pow(10.0, -12 * random.uniform());
        CHECK(features::normal_quantile(tail) ==
              doctest::Approx(-normal_upper_quantile(tail)).epsilon(1e-13));
        CHECK(features::normal_quantile(1 - tail) ==
              doctest::Approx(normal_upper_quantile(1 - (1 - tail))).epsilon(1e-13));
    }
}

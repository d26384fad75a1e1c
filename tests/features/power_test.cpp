#include "tenon/power.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> x{"x"};

Table one(std::vector<double> values) {
    return Table({"x"}, {Column::from_float64(std::move(values))});
}

FittedPower learned(std::vector<double> values, PowerFamily family) {
    return learn_power({}, one(std::move(values)), "x", {.family = family});
}

// The likelihood as the papers write it, up to a constant.
double likelihood(const std::vector<double>& values, double lambda, PowerFamily family) {
    const auto n = static_cast<double>(values.size());
    double mean = 0, squares = 0, slope = 0;
    for (const double v : values) mean += power_of(v, lambda, family) / n;
    for (const double v : values) {
        squares += std::pow(power_of(v, lambda, family) - mean, 2) / n;
        slope += family == PowerFamily::box_cox ? std::log(v)
                                                : std::copysign(std::log1p(std::fabs(v)), v);
    }
    return -n / 2 * std::log(squares) + (lambda - 1) * slope;
}

const std::vector<double> skewed{0.3, 0.9, 1.7, 2.2, 2.9, 4.1, 6.5, 9.8, 15.2, 40.0};
const std::vector<double> signed_skewed{-3.1, -0.4, 0.0, 0.2, 0.5, 1.1, 2.7, 5.9, 8.3, 20.5};

}  // namespace

// Reference values: the maximum of l(L) = -n/2 ln Var(t_L(x)) + (L - 1) sum j(x) found by
// scipy 1.x's boxcox and by scikit-learn's PowerTransformer, whose maxima agree to 1e-8.
TEST_CASE("the exponent is the one of greatest likelihood") {
    CHECK(learned(skewed, PowerFamily::box_cox).lambda ==
          doctest::Approx(0.02187803863).epsilon(1e-6));
    CHECK(learned(signed_skewed, PowerFamily::yeo_johnson).lambda ==
          doctest::Approx(0.4889995077).epsilon(1e-6));
}

TEST_CASE("no other exponent near or far has a greater likelihood") {
    Random random(7);
    for (int trial = 0; trial < 20; ++trial) {
        std::vector<double> values;
        for (int i = 0; i < 40; ++i) values.push_back(std::exp(random.normal()));
        for (const auto family : {PowerFamily::box_cox, PowerFamily::yeo_johnson}) {
            if (family == PowerFamily::yeo_johnson)
                for (std::size_t i = 0; i < values.size(); i += 3) values[i] = -values[i];
            const double best = learned(values, family).lambda;
            const double top = likelihood(values, best, family);
            for (const double step : {-3.0, -0.5, -0.01, -1e-4, 1e-4, 0.01, 0.5, 3.0})
                CHECK(likelihood(values, best + step, family) <= top + 1e-9);
        }
    }
}

TEST_CASE("results are standardised by the mean and the deviation over n") {
    const Table table = one(signed_skewed);
    const Column out = fit_power({}, table, x).apply({}, table).column("x");
    CHECK(out.number(0) == doctest::Approx(-2.043028038).epsilon(1e-7));
    CHECK(out.number(4) == doctest::Approx(-0.262176911).epsilon(1e-7));
    CHECK(out.number(9) == doctest::Approx(1.952443792).epsilon(1e-7));
}

TEST_CASE("without standardising the transform is the formula") {
    const Table table = one({1, 4, 9});
    const Feature feature =
        fit_power({}, table, x, {.family = PowerFamily::box_cox, .standardise = false});
    const double lambda = learned({1, 4, 9}, PowerFamily::box_cox).lambda;
    const Column out = feature.apply({}, table).column("x");
    for (std::int64_t row = 0; row < 3; ++row)
        CHECK(out.number(row) ==
              power_of(table.column("x").number(row), lambda, PowerFamily::box_cox));
}

TEST_CASE("the formulas at their joints") {
    CHECK(power_of(4, 0.5, PowerFamily::box_cox) == doctest::Approx(2).epsilon(1e-15));
    CHECK(power_of(std::exp(1.0), 0, PowerFamily::box_cox) == doctest::Approx(1).epsilon(1e-15));
    CHECK(power_of(3, 1, PowerFamily::yeo_johnson) == doctest::Approx(3).epsilon(1e-15));
    CHECK(power_of(-3, 1, PowerFamily::yeo_johnson) == doctest::Approx(-3).epsilon(1e-15));
    CHECK(power_of(-3, 2, PowerFamily::yeo_johnson) == -std::log1p(3));
    CHECK(power_of(3, 0, PowerFamily::yeo_johnson) == std::log1p(3));
    CHECK(std::isnan(power_of(0, 1, PowerFamily::box_cox)));
}

TEST_CASE("the exponent of Box-Cox does not depend on the unit, however far from one") {
    const double here = learned(skewed, PowerFamily::box_cox).lambda;
    for (const double unit : {1e-200, 1e-9, 1e12, 1e250}) {
        std::vector<double> scaled = skewed;
        for (double& v : scaled) v *= unit;
        const Table table = one(scaled);
        CHECK(learn_power({}, table, "x", {.family = PowerFamily::box_cox, .standardise = false})
                  .lambda == doctest::Approx(here).epsilon(1e-6));
    }
}

TEST_CASE("numbers on one side of zero are mirror images for Yeo-Johnson") {
    std::vector<double> mirrored = skewed;
    for (double& v : mirrored) v = -v;
    CHECK(learned(mirrored, PowerFamily::yeo_johnson).lambda ==
          doctest::Approx(2 - learned(skewed, PowerFamily::yeo_johnson).lambda).epsilon(1e-7));
}

TEST_CASE("a constant column keeps its exponent and becomes zero") {
    const FittedPower fitted = learned({5, 5, 5}, PowerFamily::yeo_johnson);
    CHECK(fitted.lambda == 1);
    CHECK(fit_power({}, one({5, 5}), x).apply({}, one({5})).column("x").number(0) == 0);
}

TEST_CASE("the same bits for any number of threads") {
    Random random(1);
    std::vector<double> values;
    for (int i = 0; i < 100000; ++i) values.push_back(std::exp(random.normal()));
    Context four;
    four.threads = 4;
    const Table table = one(values);
    CHECK(learn_power({}, table, "x").lambda == learn_power(four, table, "x").lambda);
}

TEST_CASE("Box-Cox refuses what is not above zero, with its row, when learning and later") {
    const auto refusal = [](auto call) {
        try {
            call();
        } catch (const Error& error) {
            CHECK(error.status() == Status::data);
            return error.where().row;
        }
        return std::int64_t{-2};
    };
    CHECK(refusal([] { learned({1, 2, 0}, PowerFamily::box_cox); }) == 2);
    const Feature feature = fit_power({}, one({1, 2}), x, {.family = PowerFamily::box_cox});
    CHECK(refusal([&] { feature.apply({}, one({1, -1})); }) == 1);
    CHECK(refusal([] {
              learned({1, std::numeric_limits<double>::infinity()}, PowerFamily::yeo_johnson);
          }) == 1);
}

// Exponent and results from mpmath with 60 and more digits: the exact formulas at their greatest
// likelihood. Double arithmetic by the formulas as they stand leaves no digit here.
TEST_CASE("numbers far from zero beside their spread keep their digits") {
    std::vector<double> values{0.5, 1.25, 2, 3, 4.5, 6.25, 9, 13, 20, 36, 70, 190};
    for (double& v : values) v += 101325;
    const double expected[] = {-0.978434608469437, -0.913327781871076, -0.849606381879148,
                               -0.766748742206482, -0.646833603175352, -0.513298866765638,
                               -0.316540288639735, -0.05667133391615,  0.332185326419753,
                               0.975884245363546,  1.66460765161658,   2.06878438352314};
    const Table table = one(values);
    CHECK(learned(values, PowerFamily::box_cox).lambda ==
          doctest::Approx(-2904.89511427563).epsilon(1e-7));
    CHECK(learned(values, PowerFamily::yeo_johnson).lambda ==
          doctest::Approx(-2904.92376616429).epsilon(1e-7));
    for (const auto family : {PowerFamily::box_cox, PowerFamily::yeo_johnson}) {
        const Feature feature = fit_power({}, table, x, {.family = family});
        const Column out = feature.apply({}, table).column("x");
        for (std::int64_t row = 0; row < out.size(); ++row)
            CHECK(out.number(row) == doctest::Approx(expected[row]).epsilon(3e-7));
        const Column again = Feature::from_json(feature.to_json()).apply({}, table).column("x");
        for (std::int64_t row = 0; row < out.size(); ++row)
            CHECK(again.number(row) == out.number(row));
    }
}

TEST_CASE("where the likelihood hardly tells exponents apart, the line stays straight") {
    Random random(12);
    const double centres[][2] = {{20, 0.01}, {300, 0.5}, {101325, 30}, {-300, 0.5}, {0, 1e-9}};
    for (const auto& of : centres) {
        const double centre = of[0], sd = of[1];
        std::vector<double> values;
        for (int i = 0; i < 500; ++i) values.push_back(centre + sd * random.normal());
        const Table table = one(values);
        for (const auto family : {PowerFamily::box_cox, PowerFamily::yeo_johnson}) {
            if (family == PowerFamily::box_cox && centre <= 0) continue;
            CAPTURE(centre);
            CHECK(learned(values, family).lambda == 1);
            const Column column =
                fit_power({}, table, x, {.family = family}).apply({}, table).column("x");
            std::vector<double> out;
            double squares = 0;
            for (std::int64_t row = 0; row < column.size(); ++row) {
                out.push_back(column.number(row));
                squares += out.back() * out.back() / static_cast<double>(column.size());
            }
            CHECK(squares == doctest::Approx(1).epsilon(1e-12));
            const auto distinct = [](std::vector<double> numbers) {
                std::sort(numbers.begin(), numbers.end());
                return std::unique(numbers.begin(), numbers.end()) - numbers.begin();
            };
            CHECK(distinct(out) == distinct(values));
        }
    }
}

TEST_CASE("a number on the other side of zero than those of the fit is on the same curve") {
    std::vector<double> values;
    for (const double v : skewed) values.push_back(v + 3);
    for (const double sign : {1.0, -1.0}) {
        std::vector<double> signed_values = values;
        for (double& v : signed_values) v *= sign;
        const Feature feature = fit_power({}, one(signed_values), x);
        const double lambda = learned(signed_values, PowerFamily::yeo_johnson).lambda;
        const std::vector<double> asked{sign * 5, sign * 9, -sign * 2, 0.0};
        const Column out = feature.apply({}, one(asked)).column("x");
        const auto plain = [&](std::size_t i) {
            return power_of(asked[i], lambda, PowerFamily::yeo_johnson);
        };
        const double scale = (out.number(1) - out.number(0)) / (plain(1) - plain(0));
        for (const std::size_t i : {std::size_t{2}, std::size_t{3}})
            CHECK(out.number(static_cast<std::int64_t>(i)) ==
                  doctest::Approx(out.number(0) + scale * (plain(i) - plain(0))).epsilon(1e-12));
    }
}

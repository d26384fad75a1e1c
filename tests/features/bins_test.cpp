#include "tenon/bins.hpp"

#include <doctest/doctest.h>

#include <cmath>
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

std::vector<std::int64_t> binned(const Feature& feature, std::vector<double> values) {
    const Table out = feature.apply({}, one(std::move(values)));
    const auto cells = out.column("x").int64s();
    return {cells.begin(), cells.end()};
}

}  // namespace

TEST_CASE("bins of equal width hold their lower edge, the last its upper one too") {
    const Feature feature = fit_bins({}, one({0, 10}), x, {.bins = 5});
    CHECK(binned(feature, {0, 1.9, 2, 9.9, 10}) == std::vector<std::int64_t>{0, 0, 1, 4, 4});
}

TEST_CASE("bins of equal count hold equal counts") {
    Random random(2);
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) values.push_back(std::exp(random.normal()));
    const auto bins =
        binned(fit_bins({}, one(values), x, {.rule = BinRule::equal_count, .bins = 4}), values);
    for (std::int64_t bin = 0; bin < 4; ++bin)
        CHECK(std::count(bins.begin(), bins.end(), bin) == 250);
}

TEST_CASE("equal edges of equal count are one edge") {
    const Feature feature =
        fit_bins({}, one({1, 1, 1, 1, 2}), x, {.rule = BinRule::equal_count, .bins = 4});
    CHECK(binned(feature, {1, 1.5, 2}) == std::vector<std::int64_t>{0, 0, 0});
}

TEST_CASE("given edges, and what lies outside them") {
    BinOptions options{.rule = BinRule::edges, .edges = {0, 20, 25}};
    const std::vector<double> values{-1, 0, 20, 25, 26};
    CHECK(binned(fit_bins({}, one({0}), x, options), values) ==
          std::vector<std::int64_t>{0, 0, 1, 1, 1});
    options.outside = BinOutside::missing;
    const Column out = fit_bins({}, one({0}), x, options).apply({}, one(values)).column("x");
    CHECK_FALSE(out.valid(0));
    CHECK(out.valid(3));
    CHECK_FALSE(out.valid(4));
    options.outside = BinOutside::error;
    const Feature strict = fit_bins({}, one({0}), x, options);
    try {
        strict.apply({}, one(values));
        FAIL("it took a value outside");
    } catch (const Error& error) {
        CHECK(error.where().row == 0);
    }
}

TEST_CASE("labels say the edges") {
    const Feature feature =
        fit_bins({}, one({0}), x, {.rule = BinRule::edges, .edges = {0, 20, 25}, .labels = true});
    const Column out = feature.apply({}, one({3, 25})).column("x");
    CHECK(out.text(0) == "[0, 20)");
    CHECK(out.text(1) == "[20, 25]");
}

TEST_CASE("NaN and missing cells have no bin") {
    const Table table({"x"}, {Column::from_float64({std::nan(""), 0, 1}, {true, false, true})});
    const Column out = fit_bins({}, table, x).apply({}, table).column("x");
    CHECK_FALSE(out.valid(0));
    CHECK_FALSE(out.valid(1));
    CHECK(out.valid(2));
}

TEST_CASE("edges that do not ascend are refused") {
    for (const std::vector<double>& edges :
         {std::vector<double>{1}, {2, 1}, {1, 1}, {1, std::nan("")}})
        CHECK_THROWS_AS(fit_bins({}, one({0}), x, {.rule = BinRule::edges, .edges = edges}), Error);
}

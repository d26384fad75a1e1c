// Quantile regression over rows that come in slices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/pass_ranks.hpp"
#include "models/slices.hpp"
#include "tenon/error.hpp"
#include "tenon/quantile_regression.hpp"

using namespace tenon;
using test::Sample;
using test::Slices;

namespace {

using test::distance;

// Noise with heavy tails.
Sample sample(std::int64_t rows, std::int64_t features, std::uint64_t seed) {
    Sample s{test::make_linear_data(rows, features, seed), {}, {}};
    s.values = s.data.row_major();
    Random random(seed, 9);
    for (double& y : s.data.target) y += std::tan(3 * (random.uniform() - 0.5));
    return s;
}

QuantileRegressionOptions at(double quantile, bool intercept = true) {
    QuantileRegressionOptions options;
    options.quantile = quantile;
    options.intercept = intercept;
    return options;
}

QuantileFit fit(Slices slices, const QuantileRegressionOptions& options = {}) {
    const LinearPartial first = slices.first();
    return fit_quantile({}, first, slices.pass(), options);
}

QuantileFit fit_whole(const Sample& s, const QuantileRegressionOptions& options = {}) {
    return fit_quantile({}, s.view(), s.data.target, s.data.names(), options);
}

void check_same(const QuantileFit& a, const QuantileFit& b) {
    CHECK(a.model.summary.converged);
    CHECK(distance(a.objective, b.objective) < 1e-12);
    CHECK(distance(a.bound, b.bound) < 1e-9);
    CHECK(distance(a.model.summary.r2, b.model.summary.r2) < 1e-10);
    CHECK(a.model.warnings == b.model.warnings);
    REQUIRE(a.model.coefficients.size() == b.model.coefficients.size());
    for (std::size_t j = 0; j < a.model.coefficients.size(); ++j) {
        CAPTURE(j);
        CHECK(distance(a.model.coefficients[j].estimate, b.model.coefficients[j].estimate) < 1e-9);
        CHECK(distance(a.model.coefficients[j].standard_error,
                       b.model.coefficients[j].standard_error) < 1e-9);
    }
}

}  // namespace

TEST_CASE("quantile regression over slices finds the vertex of all rows") {
    const Sample s = sample(6000, 4, 21);
    for (const bool intercept : {true, false})
        for (const double q : {0.5, 0.9, 0.03}) {
            CAPTURE(intercept);
            CAPTURE(q);
            const QuantileFit whole = fit_whole(s, at(q, intercept));
            REQUIRE(whole.model.summary.converged);
            check_same(fit({s, 1100}, at(q, intercept)), whole);
        }
}

TEST_CASE("quantile regression over slices of few rows, of whole numbers and of copies") {
    const Sample few = sample(30, 3, 5);
    check_same(fit({few, 7}, at(0.4)), fit_whole(few, at(0.4)));
    Sample whole = sample(5000, 2, 6);  // thousands of rows share a target and features
    for (double& x : whole.values) x = std::round(x / (std::fabs(x) > 10 ? 1000 : 0.01));
    for (double& y : whole.data.target) y = std::round(y / 3);
    const QuantileFit a = fit({whole, 900}), b = fit_whole(whole);
    CHECK(a.model.summary.converged);
    CHECK(distance(a.objective, b.objective) < 1e-12);
}

TEST_CASE("slices for a quantile give the same bits in any order and grouping") {
    const Sample s = sample(3000, 3, 2);
    const QuantileFit there = fit({s, 500}, at(0.7)), back = fit({s, 500, true}, at(0.7));
    CHECK(there.objective == back.objective);
    CHECK(there.bound == back.bound);
    for (std::size_t j = 0; j < there.model.coefficients.size(); ++j) {
        CHECK(there.model.coefficients[j].estimate == back.model.coefficients[j].estimate);
        CHECK(there.model.coefficients[j].standard_error ==
              back.model.coefficients[j].standard_error);
    }
}

TEST_CASE("a quantile over slices takes some tens of passes, and no weights") {
    Sample s = sample(20000, 3, 8);
    Slices slices{s, 5000};
    const LinearPartial first = slices.first();
    const QuantileFit found = fit_quantile({}, first, slices.pass(), at(0.5));
    CHECK(found.model.summary.converged);
    CHECK(slices.passes <= 60);
    s.weights.assign(20000, 2.0);
    CHECK_THROWS_AS(fit({s, 5000, false, true}), Error);
    CHECK_THROWS_AS(fit({s, 5000}, at(1)), Error);
}

TEST_CASE("numbers of a rank are found by counting") {
    Random random(4);
    std::vector<double> list;
    for (int i = 0; i < 500; ++i)
        list.push_back(i % 5 == 0 ? 0.0 : std::ldexp(random.normal(), i % 60 - 30));
    std::vector<double> sorted = list;
    std::sort(sorted.begin(), sorted.end());
    int passes = 0;
    const auto count = [&](const std::vector<double>& marks) {
        ++passes;
        std::vector<std::int64_t> cells(marks.size() + 1);
        for (const double x : list)
            ++cells[static_cast<std::size_t>(std::lower_bound(marks.begin(), marks.end(), x) -
                                             marks.begin())];
        return cells;
    };
    const std::vector<std::int64_t> ranks{0, 120, 250, 251, 499};
    const auto found = models::numbers_of_rank(ranks, count);
    for (std::size_t k = 0; k < ranks.size(); ++k)
        CHECK(found[k] == sorted[static_cast<std::size_t>(ranks[k])]);
    CHECK(passes <= 9);
}

TEST_CASE("quantiles over slices of a plane, of a constant, and without features") {
    Sample s = sample(400, 2, 3);
    for (std::size_t i = 0; i < 400; ++i)
        s.data.target[i] = 2 * s.data.columns[0][i] - 300 * s.data.columns[1][i] + 1;
    const QuantileFit plane = fit({s, 60}), whole = fit_whole(s);
    CHECK(plane.model.summary.converged);
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(distance(plane.model.coefficients[j].estimate, whole.model.coefficients[j].estimate) <
              1e-9);
    for (double& y : s.data.target) y = 7;
    const QuantileFit constant = fit({s, 60});
    CHECK(constant.model.summary.converged);
    CHECK(constant.model.coefficients[0].estimate == doctest::Approx(7));
    Sample none = sample(999, 1, 4);
    none.values.clear();
    none.data.columns.clear();
    const QuantileFit median = fit({none, 100});
    std::vector<double> sorted = none.data.target;
    std::sort(sorted.begin(), sorted.end());
    CHECK(median.model.coefficients[0].estimate == doctest::Approx(sorted[499]).epsilon(1e-14));
}

TEST_CASE("collinear features are left out of quantiles over slices") {
    Sample s = sample(800, 3, 6);
    for (std::size_t i = 0; i < 800; ++i)
        s.values[3 * i + 2] = s.values[3 * i] + 4 * s.values[3 * i + 1];
    check_same(fit({s, 90}), fit_whole(s));
}

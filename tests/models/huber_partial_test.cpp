// Huber's estimate over rows that come in slices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/slices.hpp"
#include "tenon/error.hpp"
#include "tenon/huber.hpp"

using namespace tenon;
using test::Sample;
using test::Slices;

namespace {

using test::distance;

// One row in twelve is an outlier.
Sample sample(std::int64_t rows, std::int64_t features, std::uint64_t seed) {
    Sample s{test::make_linear_data(rows, features, seed), {}, {}};
    s.values = s.data.row_major();
    Random random(seed, 9);
    for (double& y : s.data.target)
        if (random.uniform() < 1.0 / 12) y += 60 * random.uniform() - 10;
    return s;
}

HuberFit fit(Slices slices, const HuberOptions& options = {}) {
    const LinearPartial first = slices.first();
    return fit_huber({}, first, slices.pass(), options);
}

HuberFit fit_whole(const Sample& s, const HuberOptions& options = {}) {
    return fit_huber({}, s.view(), s.data.target, s.data.names(), options);
}

}  // namespace

TEST_CASE("Huber's estimate over slices is that over all rows") {
    const Sample s = sample(3000, 5, 12);
    for (const bool intercept : {true, false})
        for (const HuberScale scale : {HuberScale::joint, HuberScale::fixed, HuberScale::mad})
            for (const double threshold : {1.345, 3.0}) {
                CAPTURE(intercept);
                CAPTURE(static_cast<int>(scale));
                CAPTURE(threshold);
                HuberOptions options;
                options.intercept = intercept;
                options.scale = scale;
                options.fixed_scale = 1.2;
                options.threshold = threshold;
                const HuberFit whole = fit_whole(s, options), sliced = fit({s, 700}, options);
                REQUIRE(whole.model.summary.converged);
                CHECK(sliced.model.summary.converged);
                CHECK(sliced.outliers == whole.outliers);
                CHECK(distance(sliced.scale, whole.scale) < 1e-11);
                CHECK(distance(sliced.objective, whole.objective) < 1e-12);
                for (std::size_t j = 0; j < whole.model.coefficients.size(); ++j) {
                    const Coefficient &a = sliced.model.coefficients[j],
                                      &b = whole.model.coefficients[j];
                    CHECK(distance(a.estimate, b.estimate) < 1e-10);
                    CHECK(distance(a.standard_error, b.standard_error) < 1e-10);
                }
            }
}

TEST_CASE("slices for Huber's estimate give the same bits in any order and grouping") {
    const Sample s = sample(1400, 4, 3);
    const HuberFit there = fit({s, 200}), back = fit({s, 200, true});
    CHECK(there.scale == back.scale);
    for (std::size_t j = 0; j < there.model.coefficients.size(); ++j) {
        CHECK(there.model.coefficients[j].estimate == back.model.coefficients[j].estimate);
        CHECK(there.model.coefficients[j].standard_error ==
              back.model.coefficients[j].standard_error);
    }
}

TEST_CASE("Huber's estimate over slices takes few passes, and leaves rows of weight 0 out") {
    Sample s = sample(1000, 4, 7);
    Slices slices{s, 150};
    const LinearPartial first = slices.first();
    fit_huber({}, first, slices.pass());
    CHECK(slices.passes <= 30);

    Sample more = s;  // with rows that weigh nothing
    more.weights.assign(1000, 1.0);
    Sample fewer = s;
    fewer.data.rows = 900;
    fewer.data.target.resize(900);
    fewer.values.resize(3600);
    for (auto& column : fewer.data.columns) column.resize(900);
    for (std::size_t i = 900; i < 1000; ++i) more.weights[i] = 0;
    const HuberFit a = fit({more, 150, false, true}), b = fit_whole(fewer);
    CHECK(a.outliers == b.outliers);
    for (std::size_t j = 0; j < a.model.coefficients.size(); ++j)
        CHECK(distance(a.model.coefficients[j].estimate, b.model.coefficients[j].estimate) < 1e-10);
}

TEST_CASE("what Huber's estimate over slices does not know is refused") {
    Sample s = sample(200, 2, 1);
    s.weights.assign(200, 2.0);
    CHECK_THROWS_AS(fit({s, 50, false, true}), Error);
    for (std::size_t i = 0; i < 200; ++i) s.data.target[i] = 2 * s.data.columns[0][i];
    CHECK_THROWS_AS(fit({s, 50}), Error);  // a scale of zero
}

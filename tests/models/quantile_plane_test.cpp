// Standard errors of quantile regression where more rows lie on the plane than it has coefficients:
// repeated rows and rounded data, whose residuals there are 0 but for rounding.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/slices.hpp"
#include "tenon/quantile_regression.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

using List = std::vector<double>;

struct Rows {
    List x, y;

    Rows twice() const {
        Rows rows = *this;
        rows.x.insert(rows.x.end(), x.begin(), x.end());
        rows.y.insert(rows.y.end(), y.begin(), y.end());
        return rows;
    }
    Rows shuffled(std::uint64_t seed) const {
        Rows rows = *this;
        Random random(seed);
        for (std::size_t i = rows.x.size() - 1; i > 0; --i) {
            const auto j = static_cast<std::size_t>(random.uniform() * static_cast<double>(i + 1));
            std::swap(rows.x[i], rows.x[j]);
            std::swap(rows.y[i], rows.y[j]);
        }
        return rows;
    }
};

const std::vector<std::string> name{"x"};

LinearModel fit(const Rows& rows, double quantile, const List& weights = {}) {
    return fit_quantile(
               {},
               MatrixView::column_major(rows.x.data(), static_cast<std::int64_t>(rows.x.size()), 1),
               rows.y, name, {.quantile = quantile}, weights)
        .model;
}

LinearModel fit_slices(const Rows& rows, double quantile) {
    test::Sample s{{}, rows.x, {}};
    s.data.rows = static_cast<std::int64_t>(rows.x.size());
    s.data.columns = {rows.x};
    s.data.target = rows.y;
    test::Slices slices{s, 7};
    const LinearPartial first = slices.first();
    return fit_quantile({}, first, slices.pass(), {.quantile = quantile}).model;
}

bool same(double a, double b) {
    return std::fabs(a - b) <= 1e-9 * std::fabs(b);
}

// Whether both found the same plane; where two are as good, either may be found.
bool same_plane(const LinearModel& a, const LinearModel& b) {
    for (std::size_t j = 0; j < 2; ++j)
        if (std::fabs(a.coefficients[j].estimate - b.coefficients[j].estimate) > 1e-9) return false;
    return true;
}

bool same_errors(const LinearModel& a, const LinearModel& b) {
    return same(a.coefficients[0].standard_error, b.coefficients[0].standard_error) &&
           same(a.coefficients[1].standard_error, b.coefficients[1].standard_error);
}

// Values of a decimal, some thousands of their unit away from 0.
Rows decimals(std::uint64_t seed) {
    Random random(seed);
    Rows rows;
    const double away = seed % 2 == 0 ? 0 : 123.4;
    const auto count = 8 + static_cast<std::size_t>(random.uniform() * 22);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = random.normal();
        rows.x.push_back(std::round(10 * (x + away)) / 10);
        rows.y.push_back(std::round(10 * (0.3 * x + random.normal() - away)) / 10);
    }
    return rows;
}

}  // namespace

TEST_CASE("repeated rows on the plane of a quantile count as on it in any order") {
    const Rows rows{{0.4, 1.2, 0.5, -0.4, -0.4, -0.6, 0.4, 0.9, 2.3, -0.5, 0.1},
                    {2.0, 0.9, -0.1, -1.3, -0.9, -0.7, 1.0, -0.6, 0.7, 0.9, -1.7}};
    const Rows twice = rows.twice();
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        CAPTURE(seed);
        const Rows shuffled = twice.shuffled(seed);
        for (const LinearModel& model : {fit(shuffled, 0.25), fit_slices(shuffled, 0.25)}) {
            // By hand, with residuals on the plane that are exactly 0.
            CHECK(model.coefficients[0].standard_error ==
                  doctest::Approx(0.46987938).epsilon(1e-7));
            CHECK(model.coefficients[1].standard_error ==
                  doctest::Approx(0.69521045).epsilon(1e-7));
        }
    }
}

TEST_CASE("errors of quantiles of decimals are those of any order, of weights and of slices") {
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed)
        for (const double quantile : {0.25, 0.5, 0.9}) {
            CAPTURE(seed);
            CAPTURE(quantile);
            const Rows rows = decimals(seed), twice = rows.twice();
            const LinearModel weighted = fit(rows, quantile, List(rows.x.size(), 2.0));
            if (!(weighted.coefficients[1].standard_error > 0)) continue;
            for (const LinearModel& other :
                 {fit(twice, quantile), fit(twice.shuffled(seed), quantile),
                  fit(rows.shuffled(seed), quantile, List(rows.x.size(), 2.0)),
                  fit_slices(twice, quantile)}) {
                if (!same_plane(weighted, other)) continue;
                ++compared;
                CHECK(same_errors(weighted, other));
            }
        }
    CHECK(compared > 1000);
}

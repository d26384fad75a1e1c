// Profile intervals with Firth's correction, whose penalised likelihood may have several maxima
// over the other coefficients while one is held.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenon/logistic.hpp"
#include "tenon/logistic_inference.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

using List = std::vector<double>;

constexpr double half_quantile = 1.920729410347062;  // of chi-squared, one degree, 95 %

struct Line {
    List x, y, offset = {};

    MatrixView view() const {
        return MatrixView::column_major(x.data(), static_cast<std::int64_t>(x.size()), 1);
    }
    LinearModel fit() const {
        return fit_logistic({}, view(), y, names, {.firth = true, .profile_intervals = true});
    }
    double eta_of(std::size_t i, double intercept, double slope) const {
        return intercept + slope * x[i] + (offset.empty() ? 0 : offset[i]);
    }
    double penalised(double intercept, double slope) const {
        double l = 0, s0 = 0, s1 = 0, s2 = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double eta = eta_of(i, intercept, slope);
            const double e = std::exp(-std::fabs(eta));
            l += (y[i] > 0 ? std::min(eta, 0.0) : -std::max(eta, 0.0)) - std::log1p(e);
            const double q = e / ((1 + e) * (1 + e));
            s0 += q;
            s1 += q * x[i];
        }
        for (std::size_t i = 0; i < x.size(); ++i) {
            const double eta = eta_of(i, intercept, slope);
            const double e = std::exp(-std::fabs(eta));
            s2 += e / ((1 + e) * (1 + e)) * (x[i] - s1 / s0) * (x[i] - s1 / s0);
        }
        return l + std::log(s0 * s2) / 2;
    }
    // The greatest of all maxima: on a grid of intercepts, then by golden sections.
    double profile(double slope) const {
        const double end = 10 * std::fabs(slope) + (offset.empty() ? 8 : 60), step = 0.05;
        double best = -1e300, at = 0;
        for (double b = -end; b <= end; b += step) {
            const double value = penalised(b, slope);
            if (value > best) best = value, at = b;
        }
        double low = at - step, high = at + step;
        for (int i = 0; i < 60; ++i) {
            const double a = low + 0.382 * (high - low), b = high - 0.382 * (high - low);
            (penalised(a, slope) < penalised(b, slope) ? low : high) =
                penalised(a, slope) < penalised(b, slope) ? a : b;
        }
        return penalised(low, slope);
    }

    const std::vector<std::string> names{"x"};
};

Line whole_numbers(std::uint64_t seed) {
    Random random(seed);
    Line line;
    const auto rows = static_cast<int>(4 + random.below(8));
    const double cut = static_cast<double>(random.below(7)) - 2;
    for (int i = 0; i < rows; ++i) {
        line.x.push_back(static_cast<double>(random.below(15)) - 5);
        line.y.push_back(line.x.back() > cut ? 1 : 0);
    }
    if (random.uniform() < 0.3) line.y[0] = 1 - line.y[0];
    return line;
}

bool two_values(const List& list) {
    return *std::min_element(list.begin(), list.end()) <
           *std::max_element(list.begin(), list.end());
}

}  // namespace

TEST_CASE("with Firth's correction a bound is where the greatest inner maximum falls") {
    const Line line{{9, -4, 6, 9}, {1, 0, 1, 1}};
    const LinearModel model = line.fit();
    // With 40 digits; a lesser maximum falls as far at 0.7827.
    CHECK(model.coefficients[1].high == doctest::Approx(0.98100222).epsilon(1e-7));
    CHECK(model.coefficients[1].low == doctest::Approx(-0.0690903315).epsilon(1e-7));
}

TEST_CASE("bounds of whole numbers, mostly separated, agree with a search of all intercepts") {
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        const Line line = whole_numbers(seed);
        if (!two_values(line.x) || !two_values(line.y)) continue;
        const Coefficient c = line.fit().coefficients[1];
        const double top = line.profile(c.estimate);
        for (const double bound : {c.low, c.high}) {
            if (!std::isfinite(bound)) continue;
            ++compared;
            CHECK(std::fabs(top - line.profile(bound) - half_quantile) < 1e-5);
        }
    }
    CHECK(compared > 200);
}

TEST_CASE("a path of lesser maxima neither ends nor hides the bound of three coefficients") {
    const List x{0.14, -2, 1, 8.6, -2, 2, -17.6, -3, -1, -0.01, 0, -3, -1.52, -1, 1};
    const List y{0, 1, 0, 0, 0}, offset{-0.8, -1.2, 0.2, 1.1, 0.3};
    const std::vector<std::string> names{"a", "b", "c"};
    const LinearModel model = fit_logistic(
        {}, MatrixView::row_major(x.data(), 5, 3), y, names,
        {.intercept = false, .firth = true, .profile_intervals = true}, {.offset = offset});
    // By climbs from some thousand points.
    CHECK(model.coefficients[1].low == doctest::Approx(-0.9070928).epsilon(1e-6));
    CHECK(model.coefficients[1].high == doctest::Approx(5.0091129).epsilon(1e-6));
}

TEST_CASE("tests of coefficients with Firth's correction compare with the greatest maximum at 0") {
    int compared = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        CAPTURE(seed);
        Line line = whole_numbers(seed);
        if (!two_values(line.x) || !two_values(line.y)) continue;
        Random random(seed, 1);
        for (std::size_t i = 0; i < line.x.size(); ++i)
            line.offset.push_back(std::round(20 * random.normal()));
        const LogisticInference out =
            infer_logistic({}, line.view(), line.y, line.names, {.firth = true},
                           {.offset = line.offset}, {.coefficient_tests = true});
        const double top = line.profile(out.model.coefficients[1].estimate);
        const double statistic = out.effects[1].likelihood_ratio.statistic;
        if (std::isnan(statistic)) continue;
        ++compared;
        CHECK(std::fabs(2 * (top - line.profile(0)) - statistic) < 1e-5);
    }
    CHECK(compared > 40);
}

TEST_CASE("every bound is found where Firth's correction alone keeps many separated rows finite") {
    const std::vector<std::string> names{"a", "b", "c"};
    for (const std::int64_t width : {2, 3}) {
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            CAPTURE(width);
            CAPTURE(seed);
            Random random(seed);
            List x, y;
            for (int i = 0; i < 400; ++i) {
                double sum = 0;
                for (std::int64_t j = 0; j < width; ++j) sum += x.emplace_back(random.normal());
                y.push_back(sum > 0 ? 1 : 0);
            }
            const std::span<const std::string> used(names.data(), static_cast<std::size_t>(width));
            const LinearModel model =
                fit_logistic({}, MatrixView::row_major(x.data(), 400, width), y, used,
                             {.firth = true, .profile_intervals = true});
            REQUIRE(model.warnings.size() == 1);  // that a part of the maxima was sought
            CHECK(model.warnings[0].find("seek all of them") != std::string::npos);
            for (const Coefficient& c : model.coefficients) {
                CHECK(std::isfinite(c.low));
                CHECK(c.high > c.estimate);
                CHECK(std::isfinite(c.high));
                CHECK(c.low < c.estimate);
            }
        }
    }
}

TEST_CASE("bounds of few separated rows do not depend on their order") {
    List x{0.0,  0.3, 0.4,  -0.5, -0.1, 0.4,  -0.3, -0.8, -0.5, 0.7,  -0.0, 0.2,  0.6,
           -0.1, 0.3, -0.9, -1.6, 1.0,  -1.3, -1.1, -0.0, 0.7,  -0.4, -0.3, -0.1, -1.0,
           1.1,  1.7, 0.1,  -0.2, 0.4,  0.1,  -0.6, -0.1, 0.2,  0.6,  -1.7, -0.6, -0.1,
           -0.7, 0.8, 0.3,  -1.3, 0.9,  -1.1, 0.1,  0.1,  0.5,  -0.6, -0.6, 0.2,  -0.9,
           -0.8, 0.5, -2.1, 1.1,  -1.1, 0.8,  -0.3, -0.6, -1.6, 0.8,  -1.8, -1.0, -0.8,
           -2.4, 0.6, 1.0,  0.2,  -0.7, 1.6,  0.1,  0.1,  0.2,  -0.6};
    List y{0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0};
    const std::vector<std::string> names{"a", "b", "c"};
    const auto low = [&] {
        const LinearModel model = fit_logistic({}, MatrixView::row_major(x.data(), 25, 3), y, names,
                                               {.firth = true, .profile_intervals = true});
        CHECK(model.warnings.empty());
        return model.coefficients[0].low;
    };
    // Where the profile is lower by 1.92073, with 50 digits; lesser maxima fall as far at -5.17.
    CHECK(low() == doctest::Approx(-7.16989).epsilon(1e-5));
    for (std::size_t i = 0; i < 12; ++i) {
        for (std::size_t j = 0; j < 3; ++j) std::swap(x[3 * i + j], x[3 * (24 - i) + j]);
        std::swap(y[i], y[24 - i]);
    }
    CHECK(low() == doctest::Approx(-7.16989).epsilon(1e-5));
}

// Least squares under bounds, Huber's estimate and quantile regression. Reference values on the
// stack loss data: scipy 1.1x nnls, scikit-learn HuberRegressor (epsilon 1.35, alpha 0, tol 1e-12),
// statsmodels 0.14 RLM (HuberT, MAD) and QuantReg (whose iteration ends near the vertex).
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/stackloss.hpp"
#include "tenon/error.hpp"
#include "tenon/huber.hpp"
#include "tenon/linear.hpp"
#include "tenon/nonnegative.hpp"
#include "tenon/quantile_regression.hpp"

using namespace tenon;
using test::MadeData;

namespace {

using List = std::vector<double>;

template <class Fit, class Options>
auto fit_with(Fit&& fit, const MadeData& data, const Options& options) {
    const auto values = data.column_major();
    return fit(Context{},
               MatrixView::column_major(values.data(), data.rows,
                                        static_cast<std::int64_t>(data.columns.size())),
               data.target, data.names(), options);
}

NonnegativeFit nonnegative(const MadeData& data, const NonnegativeOptions& options = {}) {
    return fit_with([](const auto&... of) { return fit_nonnegative(of...); }, data, options);
}
HuberFit huber(const MadeData& data, const HuberOptions& options = {}) {
    return fit_with([](const auto&... of) { return fit_huber(of...); }, data, options);
}
QuantileFit quantile(const MadeData& data, const QuantileRegressionOptions& options = {}) {
    return fit_with([](const auto&... of) { return fit_quantile(of...); }, data, options);
}

void check_estimates(const LinearModel& model, const List& expected, double tolerance) {
    REQUIRE(model.coefficients.size() == expected.size());
    for (std::size_t j = 0; j < expected.size(); ++j) {
        CAPTURE(j);
        const double b = model.coefficients[j].estimate;
        CHECK(std::fabs(b - expected[j]) <= tolerance * std::max(1.0, std::fabs(expected[j])));
    }
}

double predicted(const LinearModel& model, const MadeData& data, std::size_t row) {
    double sum = model.intercept();
    for (std::size_t j = 0; j < data.columns.size(); ++j)
        sum +=
            model.coefficients[j + (model.has_intercept ? 1 : 0)].estimate * data.columns[j][row];
    return sum;
}

double check_sum(const LinearModel& model, const MadeData& data, double q) {
    double sum = 0;
    for (std::size_t i = 0; i < data.target.size(); ++i) {
        const double r = data.target[i] - predicted(model, data, i);
        sum += r < 0 ? (q - 1) * r : q * r;
    }
    return sum;
}

}  // namespace

TEST_CASE("nonnegative least squares agree with scipy, and with plain ones where no bound holds") {
    const MadeData data = test::stackloss();
    const NonnegativeFit bare = nonnegative(data, {.intercept = false});
    check_estimates(bare.model, {0.28580570589418147, 0.05715152105214191, 0.0}, 1e-12);
    CHECK(bare.at_bound == 1);
    CHECK(bare.model.summary.converged);
    CHECK(bare.multipliers[2] > 0);
    CHECK(bare.multipliers[0] == 0);
    REQUIRE(bare.model.warnings.size() == 1);
    CHECK(bare.model.warnings[0].find("\"x3\"") != std::string::npos);
    // With an intercept the third coefficient is negative without the bound; the rest is plain.
    check_estimates(nonnegative(data).model,
                    {-50.35884007399071, 0.6711544408979253, 1.295351368068484, 0}, 1e-12);
}

TEST_CASE("nonnegative fits meet the optimality conditions, and no subset is better") {
    for (std::uint64_t trial = 0; trial < 40; ++trial) {
        MadeData data = test::make_linear_data(40, 5, 100 + trial);
        if (trial % 4 == 3) data.columns[4] = data.columns[1];  // collinear
        const NonnegativeFit f = nonnegative(data);
        CHECK(f.model.summary.converged);
        double best = 1e300, ours = 0;
        for (std::size_t i = 0; i < 40; ++i)
            ours += std::pow(data.target[i] - predicted(f.model, data, i), 2);
        for (unsigned set = 0; set < 32; ++set) {
            MadeData part;
            part.rows = data.rows;
            part.target = data.target;
            for (std::size_t j = 0; j < 5; ++j)
                if (set >> j & 1) part.columns.push_back(data.columns[j]);
            const auto values = part.column_major();
            const LinearModel m =
                fit_linear({},
                           MatrixView::column_major(values.data(), 40,
                                                    static_cast<std::int64_t>(part.columns.size())),
                           part.target, part.names());
            bool feasible = true;
            for (std::size_t j = 1; j < m.coefficients.size(); ++j)
                feasible = feasible && m.coefficients[j].estimate >= 0;
            double sum = 0;
            for (std::size_t i = 0; i < 40; ++i)
                sum += std::pow(part.target[i] - predicted(m, part, i), 2);
            if (feasible) best = std::min(best, sum);
        }
        CHECK(std::fabs(ours - best) <= 1e-10 * best);
        for (const Coefficient& c : f.model.coefficients)
            if (c.name != "(intercept)") CHECK(c.estimate >= 0);
    }
}

TEST_CASE("nonnegative fits of many rows are those of few rows, repeated") {
    const MadeData small = test::make_linear_data(500, 12, 71);
    const NonnegativeFit a = nonnegative(small), b = nonnegative(small.repeated(100));
    CHECK(b.model.summary.converged);
    CHECK(a.at_bound == b.at_bound);
    for (std::size_t j = 0; j < a.model.coefficients.size(); ++j)
        CHECK(b.model.coefficients[j].estimate ==
              doctest::Approx(a.model.coefficients[j].estimate).epsilon(1e-11));
}

TEST_CASE("Huber's estimate with a joint scale agrees with scikit-learn") {
    const HuberFit f = huber(test::stackloss(), {.threshold = 1.35});
    CHECK(f.model.summary.converged);
    check_estimates(
        f.model, {-38.8957162851897, 0.8324303759535435, 0.7303593804003915, -0.10946489994866425},
        1e-6);
    CHECK(f.scale == doctest::Approx(1.2647842975794539).epsilon(1e-6));
    CHECK(f.model.summary.gradient_norm < 1e-10);
}

// Here the scale swings about its fixed point, each time by 0.99 of the time before: plain rounds
// need thousands of steps.
TEST_CASE("a scale of residuals that swings settles, and one that has not says so") {
    MadeData data;
    data.rows = 57;
    data.columns = {
        {0.1,  -1.7, -0.5, 0.5,  1.3, -1.3, 0.2,  0.7,  -0.3, -0.1, -0.7, -1.9, 1.8,  0.7,  0.9,
         0.9,  1.9,  0.5,  0.8,  0.8, 0,    -0.6, -1.7, 1.6,  -0.1, -1.2, -1.7, -0.8, 0.8,  1.1,
         -0.5, 0.7,  0.8,  -0.2, 1.7, -0.4, 0.1,  -0.3, 0.7,  -1.7, -0.8, 0.6,  0.1,  -1.3, 0.6,
         -1.2, 0,    0.9,  -0.5, -1,  -1.8, -0.8, 1.3,  1,    0.8,  0.4,  1},
        {-0.6, -1.5, -1.2, -0.5, -1.4, 0.1,  -2.8, -0.3, 0,    0.7,  -1.8, 0.6,  0.2, -1.6, 0.4,
         0.2,  -2.2, -0.2, 1.1,  -0.4, -1.4, -0.1, -0.8, -0.1, -0.6, -2.3, -2.7, 0.5, 1.3,  -0.2,
         0.6,  1.6,  0.8,  -0.1, -2,   -1,   -2.9, 0.6,  0.1,  2.2,  -1.2, 0.5,  0.9, -0.5, 0.6,
         0.4,  1,    -0.4, -1.2, 0.6,  -0.3, 1,    -0.9, 0.6,  -0.2, 0.8,  0.2},
        {-0.7, -0.1, -0.9, 0.9,  -2.4, 0,    -0.2, -0.3, -0.3, -0.4, 0.3,  -0.5, -0.3, 0.3, 0.4,
         0.7,  1,    -0.4, -0.9, 0.2,  0.5,  0.2,  -0.8, 0.1,  -1.1, 1.2,  -0.9, 0.3,  1.6, 0.4,
         0.6,  1,    0.2,  -0.6, -0.1, -0.1, 0.5,  0.6,  0.8,  1.2,  -1.5, -1,   -0.1, 0.3, 1.4,
         1.9,  0.6,  0.2,  2,    -0.1, 1.1,  -0.3, -0.8, -0.5, 0.2,  -0.9, -1.2}};
    data.target = {-1.3, -1.2, -3.2, 2.2,  0,    -7.8, 0.2,  0,    -3.4, -1.2, -2.7, -1.7,
                   5.4,  -0.3, 0.6,  0,    -0.3, 0,    -1.6, 7.1,  1,    1,    -3.5, 1.3,
                   -1.9, -5,   0.1,  0.3,  3.7,  -0.2, -0.2, 4,    1.9,  -2.5, 7.8,  -6,
                   -2.6, 0.9,  0.5,  0.4,  -4.9, 1.4,  3.8,  -2.4, 2.2,  -6.1, -6.6, -0.3,
                   1,    -0.6, -1.1, -1.8, 0.1,  0.8,  1.2,  -0.8, -2.2};
    const HuberFit f = huber(data, {.scale = HuberScale::mad});
    CHECK(f.model.summary.converged);
    CHECK(f.model.summary.iterations < 60);
    check_estimates(f.model,
                    {-0.3768139780772726, 1.304708911318405, 0.48871222988186, 0.7782524307823822},
                    1e-8);
    CHECK(f.scale == doctest::Approx(1.827596859281122).epsilon(1e-9));
    const HuberFit cut = huber(data, {.scale = HuberScale::mad, .max_iterations = 12});
    CHECK(!cut.model.summary.converged);
    REQUIRE(!cut.model.warnings.empty());
    CHECK(cut.model.warnings[0].find("steps: the scale still moved by ") != std::string::npos);
}

TEST_CASE("Huber's estimate with the scale of its residuals agrees with statsmodels' RLM") {
    const HuberFit f = huber(test::stackloss(), {.scale = HuberScale::mad});
    CHECK(f.model.summary.converged);
    check_estimates(
        f.model, {-41.02649835240013, 0.8293843346001136, 0.9260659661966392, -0.12784672494578717},
        1e-9);
    CHECK(f.scale == doctest::Approx(2.440536091721106).epsilon(1e-9));
    const List errors{9.79189854134933, 0.11100521335450529, 0.3029301631085911,
                      0.1286496149353704};
    for (std::size_t j = 0; j < 4; ++j)
        CHECK(f.model.coefficients[j].standard_error == doctest::Approx(errors[j]).epsilon(1e-8));
}

TEST_CASE("a fixed scale gives an objective that no step lowers; a large one gives least squares") {
    const MadeData data = test::stackloss();
    const HuberFit f = huber(data, {.scale = HuberScale::fixed, .fixed_scale = 1.5});
    CHECK(f.model.summary.converged);
    const auto objective = [&](const LinearModel& m) {
        double sum = 0;
        for (std::size_t i = 0; i < data.target.size(); ++i) {
            const double z = std::fabs(data.target[i] - predicted(m, data, i)) / 1.5;
            sum += 1.5 * 1.5 * (z <= 1.345 ? z * z : 2 * 1.345 * z - 1.345 * 1.345);
        }
        return sum;
    };
    const double here = objective(f.model);
    CHECK(here == doctest::Approx(f.objective).epsilon(1e-12));
    for (std::size_t j = 0; j < 4; ++j)
        for (const double step : {-1e-4, 1e-4}) {
            LinearModel moved = f.model;
            moved.coefficients[j].estimate += step;
            CHECK(objective(moved) > here);
        }
    const LinearModel large = huber(data, {.scale = HuberScale::fixed, .fixed_scale = 1e6}).model;
    check_estimates(
        large, {-39.919674420124025, 0.7156402004852846, 1.2952861243885716, -0.1521225191486526},
        1e-10);
}

TEST_CASE("outliers do not pull Huber's estimate, in any unit, and a scale of zero is told") {
    MadeData data = test::make_linear_data(400, 3, 72);
    const HuberFit clean = huber(data);
    for (std::size_t i = 0; i < 40; ++i) data.target[i * 10] += 1e6;
    const HuberFit f = huber(data);
    CHECK(f.model.summary.converged);
    CHECK(f.outliers >= 40);
    for (std::size_t j = 1; j < 4; ++j)
        CHECK(std::fabs(f.model.coefficients[j].estimate - clean.model.coefficients[j].estimate) <
              5 * clean.model.coefficients[j].standard_error);
    MadeData scaled = data;
    for (double& y : scaled.target) y *= 0x1p40;
    for (double& x : scaled.columns[1]) x *= 0x1p-30;
    const HuberFit g = huber(scaled);
    CHECK(g.model.coefficients[2].estimate == f.model.coefficients[2].estimate * 0x1p70);

    MadeData exact = test::make_linear_data(30, 1, 73);
    for (std::size_t i = 0; i < 30; ++i) exact.target[i] = i < 25 ? 2 * exact.columns[0][i] : 1e4;
    CHECK_THROWS_AS(huber(exact, {.scale = HuberScale::mad}), Error);
    std::fill(exact.target.begin(), exact.target.end(), 5.0);
    CHECK_THROWS_AS(huber(exact, {.scale = HuberScale::mad}), Error);
    CHECK_THROWS_AS(huber(data, {.threshold = 0}), Error);
    CHECK_THROWS_AS(huber(data, {.scale = HuberScale::fixed}), Error);
}

TEST_CASE("quantile regression finds the vertex that statsmodels comes near to") {
    struct Case {
        double q;
        List estimates;
        double sum;
    };
    for (const Case& c :
         {Case{0.25, {-36, 0.5, 1, 0}, 16.625},
          Case{0.5, {-39.68986, 0.8318840, 0.5739130, -0.06086957}, 21.0405797},
          Case{0.9, {-58.54332, 0.7929515, 1.3054333, 0.03817915}, 8.361674490775684}}) {
        const QuantileFit f = quantile(test::stackloss(), {.quantile = c.q});
        CAPTURE(c.q);
        CHECK(f.model.summary.converged);
        check_estimates(f.model, c.estimates, 2e-6);
        CHECK(f.objective == doctest::Approx(c.sum).epsilon(1e-6));
        CHECK(f.objective <= c.sum * (1 + 1e-8));
        CHECK(std::fabs(f.objective - f.bound) <= 1e-12 * f.objective);
    }
    const LinearModel median = quantile(test::stackloss()).model;
    CHECK(median.coefficients[1].standard_error == doctest::Approx(0.1142990).epsilon(1e-4));
    CHECK(median.coefficients[0].standard_error == doctest::Approx(10.08245).epsilon(1e-4));
}

TEST_CASE("the sum of a quantile fit is the least over all vertices") {
    for (std::uint64_t trial = 0; trial < 60; ++trial) {
        Random random(200 + trial);
        MadeData data;
        data.rows = 12;
        data.columns.resize(2);
        const bool ties = trial % 2 == 1;  // small whole numbers: degenerate vertices
        for (int i = 0; i < 12; ++i) {
            for (auto& column : data.columns)
                column.push_back(ties ? std::floor(3 * random.uniform()) : random.normal());
            data.target.push_back(ties ? std::floor(4 * random.uniform()) : random.normal());
        }
        const double q = trial % 3 == 0 ? 0.5 : 0.2 + 0.6 * random.uniform();
        const QuantileFit f = quantile(data, {.quantile = q});
        CHECK(f.model.summary.converged);
        CHECK(check_sum(f.model, data, q) == doctest::Approx(f.objective).epsilon(1e-10));
        double best = 1e300;
        for (std::size_t a = 0; a < 12; ++a)
            for (std::size_t b = a + 1; b < 12; ++b)
                for (std::size_t c = b + 1; c < 12; ++c) {
                    MadeData three;
                    three.rows = 3;
                    three.columns.resize(2);
                    for (const std::size_t i : {a, b, c}) {
                        for (std::size_t j = 0; j < 2; ++j)
                            three.columns[j].push_back(data.columns[j][i]);
                        three.target.push_back(data.target[i]);
                    }
                    const auto values = three.column_major();
                    const LinearModel m =
                        fit_linear({}, MatrixView::column_major(values.data(), 3, 2), three.target,
                                   three.names());
                    best = std::min(best, check_sum(m, data, q));
                }
        CHECK(f.objective <= best + 1e-9);
        CHECK(f.bound <= f.objective + 1e-9);
        CHECK(f.bound >= f.objective - 1e-9);
    }
}

TEST_CASE("shares below a quantile fit are the quantile, on many rows with heavy tails") {
    Random random(74);
    MadeData data;
    data.rows = 5000;
    data.columns.resize(3);
    for (int i = 0; i < 5000; ++i) {
        for (auto& column : data.columns) column.push_back(random.normal());
        data.target.push_back(1 + data.columns[0].back() +
                              random.normal() / (0.05 + random.uniform()));
    }
    for (const double q : {0.01, 0.5, 0.9}) {
        const QuantileFit f = quantile(data, {.quantile = q});
        CHECK(f.model.summary.converged);
        int below = 0, above = 0;
        for (std::size_t i = 0; i < 5000; ++i) {
            const double r = data.target[i] - predicted(f.model, data, i);
            below += r < -1e-9;
            above += r > 1e-9;
        }
        CHECK(below <= q * 5000);
        CHECK(above <= (1 - q) * 5000);
        CHECK(f.exact_rows == 4);
    }
}

TEST_CASE("constant and collinear features are left out of the other estimates, too") {
    MadeData data = test::make_linear_data(60, 3, 75);
    data.columns[1] = data.columns[0];
    std::fill(data.columns[2].begin(), data.columns[2].end(), 4.0);
    for (const LinearModel& m : {huber(data).model, quantile(data).model}) {
        CHECK(m.summary.converged);
        CHECK(m.coefficients[2].dropped);
        CHECK(m.coefficients[3].dropped);
        CHECK(m.warnings.size() == 2);
    }
    CHECK_THROWS_AS(quantile(data, {.quantile = 0}), Error);
    CHECK_THROWS_AS(quantile(data, {.quantile = 1}), Error);
}

namespace {

// 40 rows with weights 1, 2 and 3, and the same rows as often as their weight says; some rows
// without weight lie between.
struct Repeated {
    std::vector<double> x, y, w, long_x, long_y;

    Repeated() {
        for (std::int64_t i = 0; i < 48; ++i) {
            const double a = static_cast<double>(i * 7 % 11), b = static_cast<double>(i * i % 13);
            const double wild = i % 9 == 4 ? 40 : 0;
            const double goal = 3 + 2 * a - b + static_cast<double>(i * 29 % 17) / 5 + wild;
            const double weight = i % 6 == 5 ? 0 : static_cast<double>(1 + i % 3);
            x.insert(x.end(), {a, b});
            y.push_back(weight > 0 ? goal : 1e9);
            w.push_back(weight);
            for (double k = 0; k < weight; ++k) {
                long_x.insert(long_x.end(), {a, b});
                long_y.push_back(goal);
            }
        }
    }
    static MatrixView view(const std::vector<double>& values) {
        return MatrixView::row_major(values.data(), static_cast<std::int64_t>(values.size() / 2),
                                     2);
    }
};

const std::vector<std::string> two_names{"a", "b"};

void check_same(const LinearModel& weighted, const LinearModel& repeated) {
    CHECK(weighted.summary.converged);
    CHECK(weighted.summary.rows == 40);
    CHECK(weighted.summary.error_degrees == repeated.summary.error_degrees);
    CHECK(weighted.summary.objective == doctest::Approx(repeated.summary.objective).epsilon(1e-11));
    for (std::size_t j = 0; j < 3; ++j) {
        const Coefficient &a = weighted.coefficients[j], &b = repeated.coefficients[j];
        CHECK(a.estimate == doctest::Approx(b.estimate).epsilon(1e-9));
        CHECK(a.standard_error == doctest::Approx(b.standard_error).epsilon(1e-9));
        CHECK(a.p_value == doctest::Approx(b.p_value).epsilon(1e-7));
    }
}

}  // namespace

TEST_CASE("a weight in Huber regression is the number of times its row is there") {
    const Repeated data;
    for (const HuberScale scale : {HuberScale::joint, HuberScale::mad, HuberScale::fixed}) {
        const HuberOptions options{.scale = scale, .fixed_scale = 1.5};
        const HuberFit weighted =
            fit_huber({}, Repeated::view(data.x), data.y, two_names, options, data.w);
        const HuberFit repeated =
            fit_huber({}, Repeated::view(data.long_x), data.long_y, two_names, options);
        check_same(weighted.model, repeated.model);
        CHECK(weighted.scale == doctest::Approx(repeated.scale).epsilon(1e-9));
        CHECK(weighted.outliers == repeated.outliers);
    }
}

TEST_CASE("a weight in quantile regression is the number of times its row is there") {
    const Repeated data;
    for (const double quantile : {0.2, 0.5, 0.77}) {
        const QuantileRegressionOptions options{.quantile = quantile};
        const QuantileFit weighted =
            fit_quantile({}, Repeated::view(data.x), data.y, two_names, options, data.w);
        const QuantileFit repeated =
            fit_quantile({}, Repeated::view(data.long_x), data.long_y, two_names, options);
        check_same(weighted.model, repeated.model);
        CHECK(weighted.bound == doctest::Approx(repeated.bound).epsilon(1e-9));
        CHECK(weighted.model.summary.r2 == doctest::Approx(repeated.model.summary.r2));
    }
}

TEST_CASE("estimates do not depend on the unit of the weights, and faulty weights are refused") {
    const Repeated data;
    std::vector<double> small = data.w, negative = data.w;
    for (double& w : small) w /= 1e6;
    negative[3] = -1;
    const auto view = Repeated::view(data.x);
    const HuberFit huber = fit_huber({}, view, data.y, two_names, {}, data.w);
    const HuberFit huber_small = fit_huber({}, view, data.y, two_names, {}, small);
    const QuantileFit line = fit_quantile({}, view, data.y, two_names, {}, data.w);
    const QuantileFit line_small = fit_quantile({}, view, data.y, two_names, {}, small);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(huber_small.model.coefficients[j].estimate ==
              doctest::Approx(huber.model.coefficients[j].estimate).epsilon(1e-8));
        CHECK(line_small.model.coefficients[j].estimate ==
              doctest::Approx(line.model.coefficients[j].estimate).epsilon(1e-9));
    }
    const std::vector<double> few(3, 1.0), none(48, 0.0);
    for (const auto& weights : {few, none, negative}) {
        CHECK_THROWS_AS(fit_huber({}, view, data.y, two_names, {}, weights), Error);
        CHECK_THROWS_AS(fit_quantile({}, view, data.y, two_names, {}, weights), Error);
    }
}

#include "tenon/linear.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string>
#include <tuple>
#include <vector>

#include "models/made_data.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::MadeData;

namespace {

LinearModel fit(const MadeData& data, const LinearOptions& options = {},
                const Context& context = {}) {
    const auto values = data.column_major();
    return fit_linear(context,
                      MatrixView::column_major(values.data(), data.rows,
                                               static_cast<std::int64_t>(data.columns.size())),
                      data.target, data.names(), options);
}

double distance(double a, double b) {
    return std::fabs(a - b) / std::max(std::fabs(a), std::fabs(b));
}

// Largest relative difference of estimates and standard errors; `errors_scale` times those of b.
double distance(const LinearModel& a, const LinearModel& b, double errors_scale = 1) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    double worst = 0;
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &x = a.coefficients[j], &y = b.coefficients[j];
        REQUIRE(x.dropped == y.dropped);
        if (x.dropped) continue;
        worst = std::max(worst, distance(x.estimate, y.estimate));
        worst = std::max(worst, distance(x.standard_error, errors_scale * y.standard_error));
    }
    return worst;
}

bool same_bits(const LinearModel& a, const LinearModel& b) {
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &x = a.coefficients[j], &y = b.coefficients[j];
        if (x.estimate != y.estimate || x.dropped != y.dropped) return false;
        if (!x.dropped && x.standard_error != y.standard_error) return false;
    }
    return a.summary.log_likelihood == b.summary.log_likelihood;
}

// Features about one that they share, `share` of them their own, and large values.
MadeData make_tall(double share, double noise) {
    constexpr std::int64_t rows = 20'000;
    constexpr int columns = 16;
    Random random(77);
    MadeData data{rows, std::vector<std::vector<double>>(columns), {}};
    for (std::int64_t i = 0; i < rows; ++i) {
        const double common = random.normal();
        double y = 3;
        for (int j = 0; j < columns; ++j) {
            const double x = 500.0 * j + common + share * random.normal();
            data.columns[static_cast<std::size_t>(j)].push_back(x);
            y += (j - 7.5) * (x - 500.0 * j) / 8;
        }
        data.target.push_back(y + noise * random.normal());
    }
    return data;
}

// The error a call ends with; a call that ends without one fails the test.
Error fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return {Status::internal, ""};
}

}  // namespace

TEST_CASE("the sums of one pass give what refinement gives, but for the order of the rows") {
    const MadeData data = make_tall(1, 1);
    for (const double l2 : {0.0, 50.0}) {
        const LinearModel refined = fit(data, {.l2 = l2, .residual_pass = true});
        const LinearModel model = fit(data, {.l2 = l2});
        REQUIRE(refined.summary.path == FitPath::cross_product);
        CHECK(std::isfinite(refined.summary.durbin_watson));
        CHECK(std::isnan(model.summary.durbin_watson));
        CHECK(model.summary.iterations == 0);
        for (std::size_t j = 0; j < model.coefficients.size(); ++j) {
            const Coefficient &a = model.coefficients[j], &b = refined.coefficients[j];
            CHECK(std::fabs(a.estimate - b.estimate) <= 1e-8 * b.standard_error);
            CHECK(distance(a.standard_error, b.standard_error) < 1e-9);
            CHECK(distance(a.estimate, b.estimate) < std::pow(10, -model.summary.digits));
        }
        CHECK(distance(model.summary.r2, refined.summary.r2) < 1e-12);
        CHECK(distance(model.summary.residual_sd, refined.summary.residual_sd) < 1e-11);
        CHECK(distance(model.summary.log_likelihood, refined.summary.log_likelihood) < 1e-11);
        CHECK(model.summary.gradient_norm < 1e-9);
    }
}

TEST_CASE("where the sums of one pass are not sure enough the rows are read again") {
    // A target that the features give to nine digits; features that are alike; robust errors.
    for (const auto& [share, noise, errors] :
         {std::tuple{1.0, 1e-8, ErrorKind::classical},
          std::tuple{0.005, 1e-3, ErrorKind::classical}, std::tuple{1.0, 1.0, ErrorKind::hc1}}) {
        const MadeData data = make_tall(share, noise);
        const LinearModel refined = fit(data, {.errors = errors, .residual_pass = true});
        CHECK(same_bits(fit(data, {.errors = errors}), refined));
        CHECK(std::isfinite(refined.summary.durbin_watson));
    }
}

TEST_CASE("a straight line through four points has textbook statistics") {
    // x = 0..3, y = 1, 3, 2, 6: Sxx = 5, Sxy = 7, Syy = 14.
    const MadeData data{4, {{0, 1, 2, 3}}, {1, 3, 2, 6}};
    const LinearModel model = fit(data);
    const double rss = 14 - 49.0 / 5, sigma = std::sqrt(rss / 2);
    const FitSummary& s = model.summary;
    CHECK(distance(model.intercept(), 0.9) < 1e-15);
    CHECK(distance(model.coefficients[1].estimate, 1.4) < 1e-15);
    CHECK(distance(model.coefficients[1].standard_error, sigma / std::sqrt(5.0)) < 1e-14);
    CHECK(distance(model.coefficients[0].standard_error,
                   sigma * std::sqrt(1.0 / 4 + 1.5 * 1.5 / 5)) < 1e-14);
    CHECK(distance(s.r2, 0.7) < 1e-14);
    CHECK(distance(s.adjusted_r2, 1 - 0.3 * 3 / 2) < 1e-14);
    CHECK(distance(s.residual_sd, sigma) < 1e-14);
    CHECK(distance(s.f_statistic, 9.8 / (rss / 2)) < 1e-14);
    // With one slope F is t^2, and with two degrees of freedom t has a closed form.
    const double t = model.coefficients[1].statistic, root = std::sqrt(2 + t * t);
    CHECK(distance(t * t, s.f_statistic) < 1e-14);
    CHECK(distance(s.f_p_value, 2 / (root * (root + t))) < 1e-13);
    CHECK(distance(model.coefficients[1].p_value, s.f_p_value) < 1e-13);
    // t quantile of two degrees of freedom at q = 0.975: (2q - 1) sqrt(2 / (1 - (2q - 1)^2)).
    const double quantile = 0.95 * std::sqrt(2 / (1 - 0.95 * 0.95));
    CHECK(distance(model.coefficients[1].high - model.coefficients[1].low,
                   2 * quantile * sigma / std::sqrt(5.0)) < 1e-13);
    const double log_likelihood = -2 * (std::log(2 * std::numbers::pi * rss / 4) + 1);
    CHECK(distance(s.log_likelihood, log_likelihood) < 1e-14);
    CHECK(distance(s.null_log_likelihood, -2 * (std::log(2 * std::numbers::pi * 14 / 4) + 1)) <
          1e-14);
    CHECK(distance(s.aic, -2 * log_likelihood + 4) < 1e-14);
    CHECK(distance(s.bic, -2 * log_likelihood + 2 * std::log(4.0)) < 1e-14);
    CHECK(s.parameters == 2);
    CHECK(s.converged);
    CHECK(s.flags == 0);
    CHECK(model.warnings.empty());
    CHECK(model.coefficients[0].name == "(intercept)");
}

TEST_CASE("a design collinear but for 2^-30 keeps its exact rational solution") {
    // x2 = x1 + 2^-30 d with 1, x1, d at right angles: with c1 = x1'y / 10 and c2 = d'y / 14 the
    // solution is b2 = 2^30 c2, b1 = c1 - b2.
    const double step = 0x1p-30;
    const std::vector<double> x{-2, -1, 0, 1, 2}, d{2, -1, -2, -1, 2}, y{3, 1, 4, 1, 5};
    MadeData data{5, {x, x}, y};
    double c1 = 0, c2 = 0, mean = 0, squares = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        data.columns[1][i] += step * d[i];
        c1 += x[i] * y[i] / 10;
        c2 += d[i] * y[i] / 14;
        mean += y[i] / 5;
        squares += y[i] * y[i];
    }
    const double sigma2 = (squares - 5 * mean * mean - 10 * c1 * c1 - 14 * c2 * c2) / 2;
    const LinearModel model = fit(data);
    CHECK(distance(model.coefficients[2].estimate, c2 / step) < 1e-14);
    CHECK(distance(model.coefficients[1].estimate, c1 - c2 / step) < 1e-14);
    CHECK(distance(model.coefficients[0].estimate, mean) < 1e-14);
    CHECK(distance(model.coefficients[2].standard_error, std::sqrt(sigma2 / 14) / step) < 1e-13);
    CHECK(distance(model.coefficients[1].standard_error,
                   std::sqrt(sigma2 / 10 + sigma2 / 14 / step / step)) < 1e-13);
    CHECK((model.summary.flags & fit_rank_deficient) == 0);
    CHECK(model.summary.condition > 1e8);
}

TEST_CASE("residuals are at right angles to every feature") {
    const MadeData data = test::make_linear_data(500, 6, 11);
    const LinearModel model = fit(data);
    std::vector<double> residual = data.target;
    for (std::size_t i = 0; i < residual.size(); ++i)
        for (std::size_t j = 0; j <= data.columns.size(); ++j)
            residual[i] -= model.coefficients[j].estimate * (j ? data.columns[j - 1][i] : 1);
    for (const auto& column : data.columns) {
        double along = 0, size = 0;
        for (std::size_t i = 0; i < residual.size(); ++i) {
            along += column[i] * residual[i];
            size += std::fabs(column[i] * residual[i]);
        }
        CHECK(std::fabs(along) < 1e-12 * size);
    }
    CHECK(model.summary.gradient_norm < 1e-14);
}

TEST_CASE("units that are powers of two change nothing but the exponent") {
    const MadeData data = test::make_linear_data(200, 4, 12);
    MadeData scaled = data;
    const double units[] = {0x1p20, 0x1p-30, 1, 0x1p-500};
    for (std::size_t j = 0; j < 4; ++j)
        for (double& x : scaled.columns[j]) x *= units[j];
    for (double& y : scaled.target) y *= 0x1p7;
    const LinearModel a = fit(data), b = fit(scaled);
    CHECK(a.intercept() * 0x1p7 == b.intercept());
    for (std::size_t j = 0; j < 4; ++j) {
        const Coefficient &x = a.coefficients[j + 1], &y = b.coefficients[j + 1];
        CHECK(x.estimate * 0x1p7 / units[j] == y.estimate);
        CHECK(x.standard_error * 0x1p7 / units[j] == y.standard_error);
        CHECK(x.p_value == y.p_value);
    }
    CHECK(a.summary.r2 == b.summary.r2);
    CHECK(a.summary.condition == b.summary.condition);
}

// Small designs are factored exactly, larger ones by the cross product, collinear ones by QR;
// powers and weights go other ways again.
TEST_CASE("several targets at once are what each is alone") {
    struct Case {
        std::int64_t rows, columns, polynomial;
        bool weighted, collinear;
    };
    for (const Case& c : {Case{60, 3, 1, false, false}, Case{30000, 20, 1, false, false},
                          Case{30000, 20, 1, true, false}, Case{30000, 20, 1, false, true},
                          Case{200, 2, 4, false, false}}) {
        CAPTURE(c.rows);
        CAPTURE(c.weighted);
        const auto n = static_cast<std::size_t>(c.rows), p = static_cast<std::size_t>(c.columns);
        std::vector<double> x(n * p), y(3 * n), w(n);
        std::uint64_t state = 7;
        const auto draw = [&] {
            state = state * 6364136223846793005u + 1442695040888963407u;
            return static_cast<double>(state >> 11) / 9007199254740992.0;
        };
        for (double& value : x) value = 100 + draw();
        if (c.collinear)
            for (std::size_t i = 0; i < n; ++i) x[n + i] = x[i] + 1e-6 * draw();
        for (std::size_t i = 0; i < n; ++i) {
            y[i] = 3 * x[i] + draw();
            y[n + i] = 1e6 - x[n + i] + draw();
            y[2 * n + i] = draw() * 1e-5;
            w[i] = i % 9 == 0 ? 0 : draw() + 0.5;
        }
        LinearOptions options;
        options.polynomial = c.polynomial;
        LinearRows rows;
        if (c.weighted) rows.weights = w;
        std::vector<std::string> names(p);
        for (std::size_t j = 0; j < p; ++j) names[j] = "x" + std::to_string(j);
        const auto design = MatrixView::column_major(x.data(), c.rows, c.columns);
        const auto together = fit_linear_targets(
            {}, design, MatrixView::column_major(y.data(), c.rows, 3), names, options, rows);
        REQUIRE(together.size() == 3);
        for (std::size_t k = 0; k < 3; ++k) {
            CAPTURE(k);
            const LinearModel alone =
                fit_linear({}, design, {y.data() + k * n, n}, names, options, rows);
            CHECK(together[k].summary.path == alone.summary.path);
            CHECK(distance(together[k], alone) < (c.collinear ? 1e-7 : 1e-9));
            CHECK(together[k].summary.log_likelihood ==
                  doctest::Approx(alone.summary.log_likelihood).epsilon(1e-11));
        }
    }
}

TEST_CASE("the order of rows and columns makes no difference beyond rounding") {
    const MadeData data = test::make_linear_data(300, 5, 13);
    const LinearModel model = fit(data);
    MadeData reversed = data;
    for (auto& column : reversed.columns) std::reverse(column.begin(), column.end());
    std::reverse(reversed.target.begin(), reversed.target.end());
    CHECK(distance(fit(reversed), model) < 1e-14);

    MadeData turned = data;
    std::reverse(turned.columns.begin(), turned.columns.end());
    LinearModel back = fit(turned);
    std::reverse(back.coefficients.begin() + 1, back.coefficients.end());
    CHECK(distance(back, model) < 1e-14);
}

TEST_CASE("memory layout makes no difference at all") {
    for (const std::int64_t rows : {300, 90000}) {
        const MadeData data = test::make_linear_data(rows, 6, 14);
        const auto by_row = data.row_major();
        const LinearModel other = fit_linear({}, MatrixView::row_major(by_row.data(), rows, 6),
                                             data.target, data.names());
        CHECK(same_bits(fit(data), other));
    }
}

TEST_CASE("the number of threads makes no difference at all") {
    MadeData data = test::make_linear_data(100000, 6, 15);
    for (const bool collinear : {false, true}) {
        if (collinear) data.columns[5] = data.columns[0];
        const LinearModel one = fit(data);
        for (const int threads : {2, 5}) {
            Context context;
            context.threads = threads;
            CHECK(same_bits(one, fit(data, {}, context)));
        }
    }
}

TEST_CASE("many rows give what few rows, repeated, give") {
    // 2,000 rows go through double-double, 100,000 through the fast route.
    constexpr int times = 50;
    MadeData data = test::make_linear_data(2000, 7, 16);
    const double errors = std::sqrt((2000.0 - 8) / (2000.0 * times - 8));
    SUBCASE("well conditioned: the cross product") {
        CHECK(distance(fit(data.repeated(times)), fit(data), errors) < 1e-13);
    }
    SUBCASE("badly conditioned: QR over blocks of rows") {
        Random random(17);
        for (std::size_t i = 0; i < 2000; ++i)
            data.columns[6][i] = data.columns[0][i] + data.columns[3][i] + 1e-3 * random.normal();
        const LinearModel small = fit(data), large = fit(data.repeated(times));
        CHECK(small.summary.condition > 1e5);
        CHECK(distance(large, small, errors) < 1e-9);
        for (std::size_t j = 0; j < small.coefficients.size(); ++j)
            CHECK(distance(large.coefficients[j].estimate, small.coefficients[j].estimate) < 1e-10);
    }
    SUBCASE("with a ridge penalty that grows with the rows") {
        // Spreads are taken with n - 1, which the repetition changes a little.
        const double spread = (2000.0 - 1) / 2000 / ((2000.0 * times - 1) / (2000.0 * times));
        const LinearModel small = fit(data, {.l2 = 100});
        const LinearModel large = fit(data.repeated(times), {.l2 = 100 * times / spread});
        for (std::size_t j = 0; j < small.coefficients.size(); ++j)
            CHECK(distance(large.coefficients[j].estimate, small.coefficients[j].estimate) < 1e-13);
    }
}

TEST_CASE("of features that depend on each other the earlier ones are kept") {
    for (const int times : {1, 60}) {
        CAPTURE(times);
        MadeData data = test::make_linear_data(2000, 6, 18).repeated(times);
        const std::size_t n = data.target.size();
        for (std::size_t i = 0; i < n; ++i) {
            data.columns[2][i] = 0.1 * data.columns[0][i] - 7 * data.columns[1][i];
            data.columns[4][i] = data.columns[3][i];
        }
        const LinearModel model = fit(data);
        CHECK(model.summary.flags == fit_rank_deficient);
        CHECK(model.summary.parameters == 5);
        REQUIRE(model.warnings.size() == 2);
        CHECK(model.warnings[0] ==
              "feature \"x3\" is a linear combination of \"x1\" and \"x2\"; it was dropped and its "
              "coefficient is 0");
        CHECK(model.warnings[1] ==
              "feature \"x5\" is a multiple of \"x4\"; it was dropped and its coefficient is 0");
        CHECK(model.coefficients[3].dropped);
        CHECK(model.coefficients[3].estimate == 0);
        CHECK(std::isnan(model.coefficients[3].standard_error));
        CHECK(std::isnan(model.coefficients[3].p_value));
        MadeData without = data;
        without.columns.erase(without.columns.begin() + 4);
        without.columns.erase(without.columns.begin() + 2);
        LinearModel rest = model;
        rest.coefficients.erase(rest.coefficients.begin() + 5);
        rest.coefficients.erase(rest.coefficients.begin() + 3);
        CHECK(distance(rest, fit(without)) < 1e-11);
    }
}

TEST_CASE("dummies of every level and an intercept are one too many") {
    MadeData data = test::make_linear_data(90, 3, 19);
    for (std::size_t i = 0; i < 90; ++i)
        for (std::size_t level = 0; level < 3; ++level) data.columns[level][i] = i % 3 == level;
    const LinearModel model = fit(data);
    CHECK(model.coefficients[3].dropped);
    REQUIRE(model.warnings.size() == 1);
    CHECK(model.warnings[0] ==
          "feature \"x3\" is a linear combination of \"x1\", \"x2\" and the intercept; it was "
          "dropped and its coefficient is 0");
    CHECK(fit(data, {.intercept = false}).summary.flags == 0);
}

TEST_CASE("a constant feature is set aside by name, and is an intercept where there is none") {
    MadeData data = test::make_linear_data(50, 2, 20);
    std::fill(data.columns[0].begin(), data.columns[0].end(), 0.1);
    const LinearModel model = fit(data);
    CHECK(model.coefficients[1].dropped);
    CHECK(model.summary.flags == fit_rank_deficient);
    REQUIRE(model.warnings.size() == 1);
    CHECK(model.warnings[0] ==
          "feature \"x1\" is constant; it was dropped and its coefficient is 0");

    const LinearModel bare = fit(data, {.intercept = false});
    CHECK(bare.summary.flags == 0);
    CHECK(distance(0.1 * bare.coefficients[0].estimate, model.intercept()) < 1e-13);
    CHECK(distance(bare.coefficients[1].standard_error, model.coefficients[2].standard_error) <
          1e-13);
}

TEST_CASE("too few rows fit exactly and have no standard errors") {
    MadeData data = test::make_linear_data(3, 5, 21);
    const LinearModel model = fit(data);
    CHECK((model.summary.flags & fit_few_rows) != 0);
    CHECK(model.summary.parameters == 3);
    CHECK(std::isnan(model.coefficients[0].standard_error));
    CHECK(std::isnan(model.summary.residual_sd));
    CHECK(std::isnan(model.summary.f_p_value));
    for (std::size_t i = 0; i < 3; ++i) {
        double score = model.intercept();
        for (std::size_t j = 0; j < 5; ++j)
            score += model.coefficients[j + 1].estimate * data.columns[j][i];
        CHECK(score == doctest::Approx(data.target[i]));
    }
    const LinearModel one = fit(test::make_linear_data(1, 2, 22));
    CHECK(one.intercept() == test::make_linear_data(1, 2, 22).target[0]);
    CHECK(one.summary.flags == (fit_few_rows | fit_rank_deficient));
}

TEST_CASE("more columns than rows keep as many as there are rows") {
    const MadeData data = test::make_linear_data(60, 400, 23);
    const LinearModel model = fit(data);
    CHECK(model.summary.parameters == 60);
    CHECK((model.summary.flags & fit_few_rows) != 0);
    const LinearModel ridge = fit(data, {.l2 = 1});
    CHECK(ridge.summary.parameters == 401);
    CHECK(ridge.summary.flags == 0);
    CHECK(std::isfinite(ridge.coefficients[7].standard_error));
}

TEST_CASE("no features leave the mean and its error") {
    const MadeData data{4, {}, {1, 2, 3, 6}};
    const LinearModel model = fit(data);
    CHECK(model.intercept() == 3);
    CHECK(distance(model.coefficients[0].standard_error, std::sqrt(14.0 / 3 / 4)) < 1e-14);
    CHECK(model.summary.r2 == 0);
    CHECK(std::isnan(model.summary.f_statistic));
}

TEST_CASE("features of zeros and no intercept leave nothing to fit, and say so") {
    const MadeData data{4, {{0, 0, 0, 0}}, {1, 2, 3, 6}};
    const LinearModel model = fit(data, {.intercept = false});
    CHECK(model.summary.parameters == 0);
    CHECK(model.summary.flags == fit_rank_deficient);
    CHECK(model.coefficients[0].dropped);
    CHECK(distance(model.summary.residual_sd, std::sqrt(50.0 / 4)) < 1e-15);
}

TEST_CASE("a constant target has no R2") {
    MadeData data = test::make_linear_data(30, 2, 24);
    std::fill(data.target.begin(), data.target.end(), 0.3);
    const LinearModel model = fit(data);
    CHECK(model.intercept() == 0.3);
    CHECK(model.coefficients[1].estimate == 0);
    CHECK(std::isnan(model.summary.r2));
}

TEST_CASE("features at the ends of the number range are fitted as others are") {
    MadeData data = test::make_linear_data(50, 2, 25);
    const LinearModel model = fit(data);
    for (double& x : data.columns[0]) x *= 0x1p1000;
    for (double& x : data.columns[1]) x *= 0x1p-900;
    const LinearModel far = fit(data);
    CHECK(far.coefficients[1].estimate == model.coefficients[1].estimate * 0x1p-1000);
    CHECK(far.coefficients[2].p_value == model.coefficients[2].p_value);
    const double most = std::numeric_limits<double>::max();
    const MadeData ends{4, {{-most, most, -most, most}}, {1, 2, 3, 4}};
    CHECK(fit(ends).coefficients[1].p_value < 1);
    const double least = std::numeric_limits<double>::denorm_min();
    const MadeData tiny{3, {{0, least, 2 * least}}, {1, 2, 4}};
    const Error fault = fault_of([&] { fit(tiny); });
    CHECK(fault.status() == Status::data);
    CHECK(fault.where().argument == "x1");
}

TEST_CASE("ridge has its closed form on one feature") {
    const MadeData data{4, {{0, 1, 2, 3}}, {1, 3, 2, 6}};
    constexpr double l2 = 1.7;
    const LinearModel model = fit(data, {.l2 = l2});
    const double spread2 = 5.0 / 3, b = 7 / (5 + l2 * spread2);
    const double effective = 1 + 5 / (5 + l2 * spread2);
    const double rss = 14 - 2 * 7 * b + 5 * b * b, sigma2 = rss / (4 - effective);
    CHECK(distance(model.coefficients[1].estimate, b) < 1e-14);
    CHECK(distance(model.intercept(), 3 - 1.5 * b) < 1e-14);
    CHECK(distance(model.summary.residual_sd, std::sqrt(sigma2)) < 1e-14);
    CHECK(distance(model.coefficients[1].standard_error,
                   std::sqrt(sigma2 * 5) / (5 + l2 * spread2)) < 1e-14);
    CHECK(std::isnan(model.summary.f_statistic));
    CHECK(model.warnings.size() == 1);
    // Without an intercept the spread is the root mean square, and nothing is centred.
    const LinearModel bare = fit(data, {.intercept = false, .l2 = l2});
    CHECK(distance(bare.coefficients[0].estimate, 25 / (14 + l2 * 14 / 4)) < 1e-14);
}

TEST_CASE("ridge with weights stands where its documented objective is flat") {
    const std::vector<double> x{1, 2, 4, 7, 11}, y{3, 1, 6, 8, 20}, w{0.5, 12, 0.3, 7, 2.5};
    const double l2 = 40;
    double total = 0, x_sum = 0, y_sum = 0, square = 0, product = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        total += w[i];
        x_sum += w[i] * x[i];
        y_sum += w[i] * y[i];
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        square += w[i] * (x[i] - x_sum / total) * (x[i] - x_sum / total);
        product += w[i] * (x[i] - x_sum / total) * (y[i] - y_sum / total);
    }
    const double variance = square / total * 5 / 4;
    const double slope = product / (square + l2 * variance);
    const std::vector<std::string> names{"x"};
    const LinearModel model = fit_linear({}, MatrixView::column_major(x.data(), 5, 1), y, names,
                                         {.l2 = l2}, {.weights = w});
    CHECK(distance(model.coefficients[1].estimate, slope) < 1e-14);
    CHECK(distance(model.intercept(), (y_sum - slope * x_sum) / total) < 1e-14);
}

TEST_CASE("ridge shares the weight of equal features evenly") {
    MadeData data = test::make_linear_data(100, 2, 26);
    data.columns[1] = data.columns[0];
    const LinearModel model = fit(data, {.l2 = 3});
    CHECK((model.summary.flags & fit_rank_deficient) == 0);
    CHECK(distance(model.coefficients[1].estimate, model.coefficients[2].estimate) < 1e-12);
}

TEST_CASE("bad values are refused with their place") {
    MadeData data = test::make_linear_data(5000, 3, 27);
    data.columns[1][4321] = std::nan("");
    data.columns[0][4321 + 1] = std::numeric_limits<double>::infinity();
    const Error fault = fault_of([&] { fit(data); });
    CHECK(fault.status() == Status::data);
    CHECK(fault.where().row == 4321);
    CHECK(fault.where().column == 1);
    CHECK(fault.where().argument == "x2");
    CHECK(fault.message() ==
          "feature \"x2\", row 4321: the value is NaN; fill it or drop the row before fitting");

    data = test::make_linear_data(100, 1, 28);
    data.target[17] = -std::numeric_limits<double>::infinity();
    const Error target = fault_of([&] { fit(data); });
    CHECK(target.status() == Status::data);
    CHECK(target.where().row == 17);
    CHECK(target.where().argument == "target");
}

TEST_CASE("calls that cannot mean anything are refused") {
    const MadeData data = test::make_linear_data(10, 2, 29);
    const auto values = data.column_major();
    const auto names = data.names();
    const MatrixView view = MatrixView::column_major(values.data(), 10, 2);
    const auto status = [&](const MatrixView& x, std::size_t targets, std::size_t labels,
                            const LinearOptions& options) {
        return fault_of([&] {
                   fit_linear({}, x, std::span(data.target).first(targets),
                              std::span(names).first(labels), options);
               })
            .status();
    };
    CHECK(status(view, 9, 2, {}) == Status::argument);
    CHECK(status(view, 10, 1, {}) == Status::argument);
    CHECK(status(view, 10, 2, {.l2 = -1}) == Status::argument);
    CHECK(status(view, 10, 2, {.l2 = std::nan("")}) == Status::argument);
    CHECK(status(view, 10, 2, {.confidence = 1}) == Status::argument);
    CHECK(status({nullptr, 10, 2, 1, 10}, 10, 2, {}) == Status::argument);
    CHECK(status({values.data(), -1, 2, 1, 10}, 10, 2, {}) == Status::argument);
    CHECK(status({values.data(), 10, std::int64_t{1} << 60, 1, 10}, 10, 2, {}) == Status::argument);
    CHECK(status({values.data(), 10, 0, 1, 10}, 10, 0, {.intercept = false}) == Status::argument);
    CHECK(status(MatrixView::column_major(values.data(), 0, 2), 0, 2, {}) == Status::data);
}

TEST_CASE("a fit can be cancelled and kept within a budget") {
    const MadeData data = test::make_linear_data(20000, 20, 30);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK(fault_of([&] { fit(data, {}, context); }).status() == Status::cancelled);

    Budget budget(1000);
    Context small;
    small.budget = &budget;
    CHECK(fault_of([&] { fit(data, {}, small); }).status() == Status::budget);
    CHECK(budget.used() == 0);
}

TEST_CASE("numbers by rows, by columns and with gaps between them give the same bits") {
    const std::pair<std::int64_t, std::int64_t> shapes[] = {
        {120'003, 5}, {50'005, 8}, {21'002, 13}, {9'507, 20}, {2'001, 100}, {1'203, 277}};
    for (const auto& shape : shapes) {
        const auto rows = shape.first, columns = shape.second;
        CAPTURE(columns);
        Random random(31, static_cast<std::uint64_t>(columns));
        const auto count = static_cast<std::size_t>(rows * columns);
        std::vector<double> by_column(count), by_row(count), apart(2 * count), target;
        std::vector<std::string> names;
        for (std::int64_t j = 0; j < columns; ++j) names.push_back("x" + std::to_string(j));
        for (std::int64_t i = 0; i < rows; ++i) {
            double sum = random.normal();
            for (std::int64_t j = 0; j < columns; ++j) {
                const double x = std::ldexp(random.normal() + 3, static_cast<int>(j % 40) - 20);
                by_column[static_cast<std::size_t>(j * rows + i)] = x;
                by_row[static_cast<std::size_t>(i * columns + j)] = x;
                apart[static_cast<std::size_t>(2 * (j * rows + i))] = x;
                sum += j % 3 == 0 ? x : 0;
            }
            target.push_back(sum);
        }
        const auto fit_of = [&](const MatrixView& x) {
            return fit_linear({}, x, target, names, {});
        };
        const LinearModel first = fit_of({by_column.data(), rows, columns, 1, rows});
        CHECK(first.summary.path == FitPath::cross_product);
        CHECK(same_bits(first, fit_of({by_row.data(), rows, columns, columns, 1})));
        CHECK(same_bits(first, fit_of({apart.data(), rows, columns, 2, 2 * rows})));
    }
}

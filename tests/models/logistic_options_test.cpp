// Weights, offsets, class weights, Firth's correction and profile intervals of logistic regression,
// against statsmodels 0.15 and direct maximisation (scipy) on data made by formulas.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "models/formula_data.hpp"
#include "models/made_data.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::FormulaData;
using test::MadeData;

namespace {

bool agrees(double value, double truth, double relative) {
    return std::fabs(value - truth) <= relative * std::fabs(truth);
}

LinearModel fit(const FormulaData& data, const LogisticOptions& options = {},
                const RowExtras& rows = {}) {
    return fit_logistic({}, data.features(), data.target, data.names, options, rows);
}

LinearModel fit(const MadeData& data, const LogisticOptions& options = {},
                const RowExtras& rows = {}) {
    const auto values = data.column_major();
    return fit_logistic({},
                        MatrixView::column_major(values.data(), data.rows,
                                                 static_cast<std::int64_t>(data.columns.size())),
                        data.target, data.names(), options, rows);
}

bool warns(const LinearModel& model, const std::string& words) {
    for (const auto& w : model.warnings)
        if (w.find(words) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("weights and an offset agree with statsmodels") {
    const FormulaData data = test::make_classes();
    std::vector<double> offset = data.exposure;
    for (double& o : offset) o /= 4;
    const LinearModel model = fit(data, {}, {.weights = data.weights, .offset = offset});
    const double estimates[] = {-1.85298691248514, 0.292148315890341, -0.141536332729688};
    const double errors[] = {0.443974388291318, 0.0683044647428773, 0.243355669531411};
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(agrees(model.coefficients[j].estimate, estimates[j], 1e-11));
        CHECK(agrees(model.coefficients[j].standard_error, errors[j], 1e-11));
    }
    CHECK(agrees(model.summary.log_likelihood, -71.6401563990997, 1e-13));
    CHECK(agrees(model.summary.null_log_likelihood, -82.525359285476, 1e-12));
    CHECK(agrees(model.summary.bic, 2 * 71.6401563990997 + 3 * std::log(120.0), 1e-13));
}

TEST_CASE("a weight of k is the row k times, and a weight of 0 no row") {
    MadeData data = test::make_class_data(300, 4, 71), repeated = data;
    for (auto& c : repeated.columns) c.clear();
    repeated.target.clear();
    std::vector<double> weights;
    Random random(72);
    for (std::size_t i = 0; i < 300; ++i) {
        weights.push_back(static_cast<double>(random.below(4)));
        for (double k = 0; k < weights[i]; ++k) {
            for (std::size_t j = 0; j < 4; ++j) repeated.columns[j].push_back(data.columns[j][i]);
            repeated.target.push_back(data.target[i]);
        }
        // What a row of weight 0 holds does not matter.
        if (weights[i] == 0) data.columns[1][i] = std::nan("");
    }
    repeated.rows = static_cast<std::int64_t>(repeated.target.size());
    for (const bool firth : {false, true}) {
        const LinearModel a = fit(data, {.firth = firth}, {.weights = weights});
        LinearModel b = fit(repeated, {.firth = firth});
        for (std::size_t j = 0; j < 5; ++j) {
            // Firth's leverages are those of rows: of repeated rows each has its part.
            CHECK(agrees(a.coefficients[j].estimate, b.coefficients[j].estimate, 1e-9));
            CHECK(agrees(a.coefficients[j].standard_error, b.coefficients[j].standard_error, 1e-9));
        }
        CHECK(agrees(a.summary.log_likelihood, b.summary.log_likelihood, 1e-12));
        CHECK(agrees(a.summary.bic, b.summary.bic, 1e-12));
    }
}

TEST_CASE("balanced classes weigh the same, given weights multiply") {
    const MadeData data = test::make_class_data(500, 2, 73);
    double ones = 0;
    for (const double y : data.target) ones += y;
    std::vector<double> weights;
    for (const double y : data.target)
        weights.push_back(y == 1 ? 500 / (2 * ones) : 500 / (2 * (500 - ones)));
    const LinearModel balanced = fit(data, {.class_weights = ClassWeights::balanced});
    const LinearModel by_rows = fit(data, {}, {.weights = weights});
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(balanced.coefficients[j].estimate == by_rows.coefficients[j].estimate);
    // Fitted probabilities then sum to half of n.
    CHECK(agrees(balanced.summary.null_log_likelihood, -500 * std::log(2.0), 1e-13));
    CHECK(warns(balanced, "class weights change what is estimated"));

    const LinearModel given = fit(data, {.class_weights = ClassWeights::given,
                                         .negative_weight = 500 / (2 * (500 - ones)),
                                         .positive_weight = 500 / (2 * ones)});
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(given.coefficients[j].estimate == balanced.coefficients[j].estimate);
}

TEST_CASE("Firth's correction agrees with direct maximisation") {
    const FormulaData data = test::make_classes();
    const LinearModel model = fit(data, {.firth = true, .profile_intervals = true});
    const double estimates[] = {-1.10898450625074, 0.247546414993046, 0.014595715377829};
    const double errors[] = {0.618808595344079, 0.0924538400011246, 0.332442909635087};
    CHECK(model.summary.converged);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(agrees(model.coefficients[j].estimate, estimates[j], 1e-9));
        CHECK(agrees(model.coefficients[j].standard_error, errors[j], 1e-9));
    }
    CHECK(agrees(model.summary.log_likelihood, -36.8733139907045, 1e-11));
    CHECK(agrees(model.coefficients[1].low, 0.0791752100223815, 1e-6));
    CHECK(agrees(model.coefficients[1].high, 0.437511701986059, 1e-6));
}

TEST_CASE("Firth's estimates are finite where the classes are separated") {
    const FormulaData data = test::make_formula_data(
        60, [](std::int64_t, std::int64_t x1) { return x1 >= 6 ? 1.0 : 0.0; });
    const LinearModel plain = fit(data);
    CHECK((plain.summary.flags & fit_separation) != 0);
    CHECK(warns(plain, "set firth or l2"));
    const LinearModel model = fit(data, {.firth = true});
    const double estimates[] = {-21.6672552221439, 3.9666945102541, -0.0612164153781684};
    const double errors[] = {9.33489959690414, 1.67194218317806, 1.1274809573119};
    CHECK(model.summary.converged);
    CHECK(model.summary.flags == 0);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(agrees(model.coefficients[j].estimate, estimates[j], 1e-6));
        CHECK(agrees(model.coefficients[j].standard_error, errors[j], 1e-6));
    }
}

TEST_CASE("Firth's estimate of a fourfold table adds a half to every cell") {
    // D. Firth 1993: with one dummy, the estimates are those of the table with 1/2 added, here with
    // one cell empty: 0 of 9 against 6 of 13.
    std::vector<double> x, y;
    for (int i = 0; i < 22; ++i) {
        x.push_back(i < 9 ? 0 : 1);
        y.push_back(i >= 16 ? 1 : 0);
    }
    const std::vector<std::string> names{"x"};
    const LinearModel model =
        fit_logistic({}, MatrixView::column_major(x.data(), 22, 1), y, names, {.firth = true});
    const double base = std::log(0.5 / 9.5);
    CHECK(agrees(model.coefficients[0].estimate, base, 1e-9));
    CHECK(agrees(model.coefficients[1].estimate, std::log(6.5 / 7.5) - base, 1e-9));
}

TEST_CASE("profile-likelihood intervals agree with direct maximisation") {
    const FormulaData data = test::make_classes();
    const LinearModel model = fit(data, {.profile_intervals = true});
    CHECK(agrees(model.coefficients[1].low, 0.0900410484760837, 1e-7));
    CHECK(agrees(model.coefficients[1].high, 0.46307924217704, 1e-7));
    const LinearModel wald = fit(data);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(model.coefficients[j].estimate == wald.coefficients[j].estimate);
        CHECK(model.coefficients[j].low < model.coefficients[j].estimate);
        CHECK(model.coefficients[j].high > model.coefficients[j].estimate);
        CHECK(model.coefficients[j].low != wald.coefficients[j].low);
    }
}

TEST_CASE("separation is found with weights, offsets and dummies next to numbers") {
    // Quasi-separation by one level of a category, among features that overlap: rows of level 2
    // are all positive. Weights and an offset must not hide it, nor weights make it up.
    Random random(74);
    for (int trial = 0; trial < 200; ++trial) {
        const std::int64_t rows = 60;
        MadeData data{rows, {{}, {}, {}, {}}, {}};
        std::vector<double> weights, offset;
        const bool separated = trial % 2 == 0;
        for (std::int64_t i = 0; i < rows; ++i) {
            const std::uint64_t level = random.below(4);
            data.columns[0].push_back(level == 1);
            data.columns[1].push_back(level == 2);
            data.columns[2].push_back(level == 3);
            data.columns[3].push_back(100 * random.normal());
            // Every level has both outcomes but level 2, if separated.
            double y = i < 8 ? static_cast<double>(i % 2) : (random.uniform() < 0.5 ? 1 : 0);
            if (i < 8)
                for (std::size_t k = 0; k < 3; ++k)
                    data.columns[k].back() = i / 2 == static_cast<std::int64_t>(k) + 1;
            if (separated && data.columns[1].back() == 1) y = 1;
            data.target.push_back(y);
            weights.push_back(std::exp(3 * random.normal()));
            offset.push_back(2 * random.normal());
        }
        const LinearModel model = fit(data, {}, {.weights = weights, .offset = offset});
        CAPTURE(trial);
        if (separated) {
            CHECK((model.summary.flags & fit_quasi_separation) != 0);
            CHECK(warns(model, "driven by \"x2\":"));
            CHECK(std::isnan(model.coefficients[2].standard_error));
            CHECK(std::isfinite(model.coefficients[4].standard_error));
        } else {
            CHECK((model.summary.flags & (fit_separation | fit_quasi_separation)) == 0);
            CHECK(model.summary.converged);
        }
    }
}

TEST_CASE("options that contradict each other are refused") {
    const FormulaData data = test::make_classes();
    const auto refused = [&](const LogisticOptions& options, const RowExtras& rows, Status status) {
        try {
            fit(data, options, rows);
        } catch (const Error& error) {
            return error.status() == status;
        }
        return false;
    };
    CHECK(refused({.l2 = 1, .firth = true}, {}, Status::argument));
    CHECK(refused({.class_weights = ClassWeights::given, .negative_weight = 0}, {},
                  Status::argument));
    CHECK(refused({}, {.exposure = data.exposure}, Status::argument));
    std::vector<double> weights(60, 1.0);
    weights[5] = -1;
    CHECK(refused({}, {.weights = weights}, Status::data));
    weights[5] = std::nan("");
    CHECK(refused({}, {.weights = weights}, Status::data));
    // Rows of one class only count if they weigh something.
    for (std::size_t i = 0; i < 60; ++i) weights[i] = data.target[i];
    CHECK(refused({}, {.weights = weights}, Status::data));
    try {
        fit(data, {}, {.weights = weights});
        FAIL("it was taken");
    } catch (const Error& error) {
        CHECK(error.message().find("every row of weight above 0 is 1") != std::string::npos);
    }
}

TEST_CASE("what needs inference is refused without it, in no language's own words") {
    for (const bool intervals : {false, true}) {
        LogisticOptions options;
        options.inference = false;
        options.profile_intervals = intervals;
        if (!intervals) options.errors = ErrorKind::hc0;
        try {
            fit(test::make_classes(), options);
            FAIL("it was taken");
        } catch (const Error& error) {
            CHECK(error.where().argument == (intervals ? "profile_intervals" : "errors"));
            CHECK(error.message().find("without inference") != std::string::npos);
            CHECK(error.message().find('=') == std::string::npos);
        }
    }
}

TEST_CASE("Firth's estimate of two rows converges to the logarithm of three on either side") {
    // y + 1/2 - 2 p = 0 in each row.
    const std::vector<double> x{1, 2}, y{0, 1};
    const std::vector<std::string> name{"x"};
    LogisticOptions options;
    options.firth = true;
    const LinearModel model =
        fit_logistic({}, MatrixView::row_major(x.data(), 2, 1), y, name, options);
    CHECK(model.summary.converged);
    CHECK(agrees(model.coefficients[1].estimate, 2 * std::log(3.0), 1e-12));
    CHECK(agrees(model.coefficients[0].estimate, -3 * std::log(3.0), 1e-12));
}

namespace {

// l + ln det I / 2 of an intercept and a slope.
double firth_objective(const std::vector<double>& x, const std::vector<double>& y, double a,
                       double b) {
    double l = 0, w00 = 0, w01 = 0, w11 = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double eta = a + b * x[i], p = logistic_function(eta), w = p * (1 - p);
        l += y[i] * eta - std::max(eta, 0.0) - std::log1p(std::exp(-std::fabs(eta)));
        w00 += w;
        w01 += w * x[i];
        w11 += w * x[i] * x[i];
    }
    return l + std::log(w00 * w11 - w01 * w01) / 2;
}

}  // namespace

TEST_CASE("Firth's estimate is the greatest of two maxima, which a far record makes") {
    for (const std::uint64_t seed : {395, 935, 1185, 1890}) {
        CAPTURE(seed);
        Random random(seed);
        const std::uint64_t rows = 5 + random.below(12);
        random.below(3);
        std::vector<double> x, y;
        for (std::uint64_t i = 0; i < rows; ++i) {
            x.push_back(random.normal() * (i == 0 ? 8 : 1));
            if (seed % 3 == 0)
                x.back() = std::round(x.back() / (i == 0 ? 8 : 1)) * (i == 0 ? 8 : 1);
            y.push_back(random.uniform() < 0.3 ? 1 : 0);
        }
        LogisticOptions options;
        options.firth = true;
        const std::vector<std::string> names{"x"};
        const LinearModel model =
            fit_logistic({}, MatrixView::column_major(x.data(), static_cast<std::int64_t>(rows), 1),
                         y, names, options);
        CHECK(model.summary.converged);
        const double reached =
            firth_objective(x, y, model.coefficients[0].estimate, model.coefficients[1].estimate);
        double best = -1e300;
        for (double a = -12; a <= 12; a += 0.25)
            for (double b = -12; b <= 12; b += 0.25)
                best = std::max(best, firth_objective(x, y, a, b));
        CHECK(reached >= best - 1e-9);
    }
}

// The root of the penalised score in 40 digits (mpmath.findroot).
TEST_CASE(
    "Firth's estimate of a separated skewed feature is reached as fast as Newton's method is") {
    const std::vector<double> x{
        0.077084573092671707, 0.79547119195062554, 0.080481230383857974, 1.0459220425202302,
        0.049338749236426151, 0.02646985879371113, 1.0464100357670436,   1.9876305107868395,
        1.4957578859798937,   0.01150918135083868, 0.18593143092142034,  1.9748832877845486,
        1.3427687815896026,   0.91318167462336508, 0.15071107202086839,  0.087668924356443301,
        0.33790626075528568,  0.98032233710530092, 0.58668660018801766,  1.4785075211709739};
    const std::vector<double> y{0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1};
    const std::vector<std::string> names{"x"};
    const LinearModel model =
        fit_logistic({}, MatrixView::column_major(x.data(), 20, 1), y, names, {.firth = true});
    CHECK(model.summary.converged);
    CHECK(model.summary.iterations <= 30);
    CHECK(model.summary.digits > 10);
    CHECK(std::fabs(model.coefficients[0].estimate / -3.1822162295792649 - 1) <
          std::pow(10, -model.summary.digits));
    CHECK(std::fabs(model.coefficients[1].estimate / 15.156807262931274 - 1) <
          std::pow(10, -model.summary.digits));
}

TEST_CASE("no fit with Firth's correction reports more iterations than it may have") {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        Random random(seed);
        const std::int64_t n = 8 + static_cast<std::int64_t>(seed % 5) * 7;
        std::vector<double> x, y;
        for (std::int64_t i = 0; i < n; ++i) {
            x.push_back(seed % 2 ? random.normal() : -std::log(1 - random.uniform()));
            y.push_back(x.back() > (seed % 2 ? 0.3 : 0.8));
        }
        const double ones = std::count(y.begin(), y.end(), 1.0);
        if (ones == 0 || ones == static_cast<double>(n)) continue;
        CAPTURE(seed);
        const std::vector<std::string> names{"x"};
        const MatrixView features = MatrixView::column_major(x.data(), n, 1);
        const LinearModel model = fit_logistic({}, features, y, names, {.firth = true});
        CHECK(model.summary.converged);
        CHECK(model.summary.iterations <= 100);
        const LinearModel early =
            fit_logistic({}, features, y, names, {.max_iterations = 3, .firth = true});
        CHECK(early.summary.iterations <= 3);
    }
}

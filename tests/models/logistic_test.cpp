#include "tenon/logistic.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "models/ai4i.hpp"
#include "models/made_data.hpp"
#include "tenon/error.hpp"
#include "test_data.hpp"

using namespace tenon;
using test::MadeData;

namespace {

LinearModel fit(const MadeData& data, const LogisticOptions& options = {},
                const Context& context = {}) {
    const auto values = data.column_major();
    return fit_logistic(context,
                        MatrixView::column_major(values.data(), data.rows,
                                                 static_cast<std::int64_t>(data.columns.size())),
                        data.target, data.names(), options);
}

double distance(double a, double b) {
    return std::fabs(a - b) / std::max(std::fabs(a), std::fabs(b));
}

double distance(const LinearModel& a, const LinearModel& b) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    double worst = 0;
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &x = a.coefficients[j], &y = b.coefficients[j];
        worst = std::max(worst, distance(x.estimate, y.estimate));
        worst = std::max(worst, distance(x.standard_error, y.standard_error));
    }
    return worst;
}

bool same_bits(const LinearModel& a, const LinearModel& b) {
    for (std::size_t j = 0; j < a.coefficients.size(); ++j)
        if (a.coefficients[j].estimate != b.coefficients[j].estimate ||
            a.coefficients[j].standard_error != b.coefficients[j].standard_error)
            return false;
    return a.summary.log_likelihood == b.summary.log_likelihood;
}

// The log-likelihood as the textbook writes it, from coefficients (intercept first).
double log_likelihood(const MadeData& data, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < data.target.size(); ++i) {
        double score = b[0];
        for (std::size_t j = 0; j < data.columns.size(); ++j)
            score += b[j + 1] * data.columns[j][i];
        sum += std::log(data.target[i] == 1 ? logistic_function(score) : logistic_function(-score));
    }
    return sum;
}

std::vector<double> estimates(const LinearModel& model) {
    std::vector<double> b;
    for (const auto& c : model.coefficients) b.push_back(c.estimate);
    return b;
}

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

TEST_CASE("AI4I 2020 reaches the maximum likelihood in raw units") {
    const std::string path = test::data_path("learn/tabular/ai4i2020.csv");
    if (path.empty()) return;
    const test::Ai4i data = test::read_ai4i(path);
    const LinearModel model = fit_logistic({}, data.features(), data.failure, data.names);
    CHECK(model.summary.rows == 10000);
    CHECK(std::fabs(model.summary.log_likelihood - -956.96468578372800873) < 1e-10);
    CHECK(model.summary.converged);
    CHECK(model.summary.flags == 0);
    // Newton's method in 64-bit mantissas, written apart from tenon.
    const double reference[][2] = {{-37.013624373909909, 14.665181753105662},
                                   {0.76996941394241488, 0.072398435004480662},
                                   {-0.74102787566872378, 0.096424504317909382},
                                   {0.011526240633558981, 0.00053188556848925133},
                                   {0.28061135292385117, 0.011491951347802059},
                                   {0.013287750315530876, 0.0011349158306029068},
                                   {0.59578341749080947, 0.26137160212069804},
                                   {0.27744206900592441, 0.27982828745136024}};
    for (std::size_t j = 0; j < 8; ++j) {
        CHECK(distance(model.coefficients[j].estimate, reference[j][0]) < 1e-12);
        CHECK(distance(model.coefficients[j].standard_error, reference[j][1]) < 1e-12);
    }
}

TEST_CASE("a yes-no feature has the log odds ratio as its estimate") {
    // Counts: x = 0: 40 zeros, 10 ones; x = 1: 15 zeros, 35 ones.
    MadeData data{100, {{}}, {}};
    const auto add = [&](int times, double x, double y) {
        for (int i = 0; i < times; ++i) {
            data.columns[0].push_back(x);
            data.target.push_back(y);
        }
    };
    add(40, 0, 0);
    add(10, 0, 1);
    add(15, 1, 0);
    add(35, 1, 1);
    const LinearModel model = fit(data);
    const Coefficient& b = model.coefficients[1];
    CHECK(distance(model.intercept(), std::log(10.0 / 40)) < 1e-14);
    CHECK(distance(b.estimate, std::log(35.0 * 40 / (15.0 * 10))) < 1e-14);
    CHECK(distance(b.standard_error, std::sqrt(1.0 / 40 + 1.0 / 10 + 1.0 / 15 + 1.0 / 35)) < 1e-14);
    CHECK(distance(b.p_value, std::erfc(b.statistic / std::sqrt(2.0))) < 1e-13);
    CHECK(distance(b.high - b.low, 2 * 1.959963984540054 * b.standard_error) < 1e-13);
    const FitSummary& s = model.summary;
    const double ll =
        40 * std::log(0.8) + 10 * std::log(0.2) + 15 * std::log(0.3) + 35 * std::log(0.7);
    const double null = 45 * std::log(0.45) + 55 * std::log(0.55);
    CHECK(distance(s.log_likelihood, ll) < 1e-14);
    CHECK(distance(s.null_log_likelihood, null) < 1e-14);
    CHECK(distance(s.r2, 1 - ll / null) < 1e-13);
    CHECK(distance(s.aic, -2 * ll + 4) < 1e-14);
    CHECK(distance(s.bic, -2 * ll + 2 * std::log(100.0)) < 1e-14);
    CHECK(s.parameters == 2);
    CHECK(model.warnings.empty());
}

TEST_CASE("the estimate is a maximum and the errors are its curvature") {
    const MadeData data = test::make_class_data(400, 3, 41);
    const LinearModel model = fit(data);
    const auto b = estimates(model);
    CHECK(distance(model.summary.log_likelihood, log_likelihood(data, b)) < 1e-13);
    // Central differences in steps of a hundredth of a standard error: gradient and Hessian.
    const auto at = [&](std::size_t j, double s, std::size_t k, double t) {
        auto moved = b;
        moved[j] += s * model.coefficients[j].standard_error;
        moved[k] += t * model.coefficients[k].standard_error;
        return log_likelihood(data, moved);
    };
    constexpr double h = 0.01;
    double hessian[4][4];
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(std::fabs(at(j, h, j, 0) - at(j, -h, j, 0)) / (2 * h) < 1e-4);
        for (std::size_t k = 0; k < 4; ++k)
            hessian[j][k] =
                -(at(j, h, k, h) - at(j, h, k, -h) - at(j, -h, k, h) + at(j, -h, k, -h)) /
                (4 * h * h);
    }
    // In units of standard errors the inverse Hessian has ones on its diagonal: Gauss-Jordan.
    double inverse[4][4] = {};
    for (std::size_t j = 0; j < 4; ++j) inverse[j][j] = 1;
    for (std::size_t p = 0; p < 4; ++p) {
        const double pivot = hessian[p][p];
        for (std::size_t k = 0; k < 4; ++k) {
            hessian[p][k] /= pivot;
            inverse[p][k] /= pivot;
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const double factor = i == p ? 0 : hessian[i][p];
            for (std::size_t k = 0; k < 4; ++k) {
                hessian[i][k] -= factor * hessian[p][k];
                inverse[i][k] -= factor * inverse[p][k];
            }
        }
    }
    for (std::size_t j = 0; j < 4; ++j) CHECK(inverse[j][j] == doctest::Approx(1).epsilon(1e-3));
}

TEST_CASE("the penalised estimate is a maximum of the penalised likelihood") {
    const MadeData data = test::make_class_data(300, 2, 42);
    constexpr double l2 = 20;
    const LinearModel model = fit(data, {.l2 = l2});
    std::vector<double> spread2;
    for (const auto& column : data.columns) {
        double mean = 0, squares = 0;
        for (const double x : column) mean += x / 300;
        for (const double x : column) squares += (x - mean) * (x - mean);
        spread2.push_back(squares / 299);
    }
    const auto objective = [&](const std::vector<double>& b) {
        return log_likelihood(data, b) -
               l2 / 2 * (spread2[0] * b[1] * b[1] + spread2[1] * b[2] * b[2]);
    };
    const auto b = estimates(model);
    for (std::size_t j = 0; j < 3; ++j) {
        const double step = 0.01 * model.coefficients[j].standard_error;
        auto up = b, down = b;
        up[j] += step;
        down[j] -= step;
        CHECK(objective(up) < objective(b));
        CHECK(objective(down) < objective(b));
        CHECK(std::fabs(objective(up) - objective(down)) < 1e-6);
    }
    CHECK(std::fabs(b[1]) < std::fabs(fit(data).coefficients[1].estimate));
    CHECK(model.summary.converged);
    CHECK(model.warnings.size() == 1);
}

TEST_CASE("units that are powers of two change nothing but the exponent of a class model") {
    const MadeData data = test::make_class_data(300, 3, 43);
    MadeData scaled = data;
    const double units[] = {0x1p30, 0x1p-200, 4};
    for (std::size_t j = 0; j < 3; ++j)
        for (double& x : scaled.columns[j]) x *= units[j];
    const LinearModel a = fit(data), b = fit(scaled);
    CHECK(a.intercept() == b.intercept());
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(a.coefficients[j + 1].estimate / units[j] == b.coefficients[j + 1].estimate);
        CHECK(a.coefficients[j + 1].p_value == b.coefficients[j + 1].p_value);
    }
}

TEST_CASE("threads and memory layout make no difference at all to a class model") {
    const MadeData data = test::make_class_data(50000, 5, 44);
    const LinearModel one = fit(data);
    for (const int threads : {2, 3}) {
        Context context;
        context.threads = threads;
        CHECK(same_bits(one, fit(data, {}, context)));
    }
    const auto by_row = data.row_major();
    CHECK(same_bits(one, fit_logistic({}, MatrixView::row_major(by_row.data(), data.rows, 5),
                                      data.target, data.names())));
}

TEST_CASE("repeated rows halve the variance and nothing else") {
    const MadeData data = test::make_class_data(2000, 4, 45);
    LinearModel more = fit(data.repeated(100));
    for (auto& c : more.coefficients) c.standard_error *= 10;
    CHECK(distance(fit(data), more) < 1e-12);
}

TEST_CASE("swapped classes change the signs only") {
    MadeData data = test::make_class_data(500, 3, 46);
    const LinearModel model = fit(data);
    for (double& y : data.target) y = 1 - y;
    LinearModel swapped = fit(data);
    for (auto& c : swapped.coefficients) c.estimate = -c.estimate;
    CHECK(distance(swapped, model) < 1e-12);
}

TEST_CASE("raw powers of a far-off feature reach the likelihood of centred ones") {
    Random random(47);
    MadeData raw, centred;
    raw.rows = centred.rows = 2000;
    raw.columns.resize(3);
    centred.columns.resize(3);
    for (int i = 0; i < 2000; ++i) {
        const double z = std::ldexp(std::floor(random.normal() * 64), -6), x = 1000 + z;
        for (std::size_t k = 0; k < 3; ++k) {
            raw.columns[k].push_back(k == 0 ? x : k == 1 ? x * x : x * x * x);
            centred.columns[k].push_back(k == 0 ? z : k == 1 ? z * z : z * z * z);
        }
        raw.target.push_back(random.uniform() < logistic_function(z - z * z / 2 + 0.3));
    }
    centred.target = raw.target;
    const LinearModel hard = fit(raw), easy = fit(centred);
    CHECK(hard.summary.condition > 1e6);
    CHECK(hard.summary.parameters == 4);
    CHECK(hard.summary.converged);
    CHECK(distance(hard.summary.log_likelihood, easy.summary.log_likelihood) < 1e-11);
    // The coefficient of the highest power is the same number in both.
    CHECK(distance(hard.coefficients[3].estimate, easy.coefficients[3].estimate) < 1e-5);
    CHECK(distance(hard.coefficients[3].p_value, easy.coefficients[3].p_value) < 1e-4);
}

TEST_CASE("dependent features are dropped by name and leave the likelihood alone") {
    MadeData data = test::make_class_data(3000, 4, 48);
    for (std::size_t i = 0; i < 3000; ++i)
        data.columns[3][i] = data.columns[0][i] + data.columns[1][i];
    data.columns.push_back(std::vector<double>(3000, 7.0));
    const LinearModel model = fit(data);
    CHECK(model.summary.flags == fit_rank_deficient);
    CHECK(model.summary.converged);
    REQUIRE(model.warnings.size() == 2);
    CHECK(model.warnings[0] ==
          "feature \"x5\" is constant; it was dropped and its coefficient is 0");
    CHECK(model.warnings[1] ==
          "feature \"x4\" is a linear combination of \"x1\" and \"x2\"; it was dropped and its "
          "coefficient is 0");
    CHECK(model.coefficients[4].dropped);
    data.columns.resize(3);
    CHECK(distance(model.summary.log_likelihood, fit(data).summary.log_likelihood) < 1e-14);
}

TEST_CASE("only the intercept gives the share of ones") {
    const MadeData data{4, {}, {0, 1, 1, 1}};
    const LinearModel model = fit(data);
    CHECK(distance(model.intercept(), std::log(3.0)) < 1e-15);
    CHECK(distance(model.summary.log_likelihood, model.summary.null_log_likelihood) < 1e-15);
    CHECK(model.summary.converged);
}

// Weights of 1 keep a fit from starting among a part of its rows.
TEST_CASE("a start among few of many rows leaves the estimate where it is") {
    MadeData data = test::make_class_data(40000, 3, 61);
    SUBCASE("rows in any order") {}
    SUBCASE("rows sorted by a feature, whose evenly spread rows are like all") {
        std::vector<std::size_t> order(data.target.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return data.columns[0][a] < data.columns[0][b];
        });
        const MadeData sorted = data;
        for (std::size_t i = 0; i < order.size(); ++i) {
            for (std::size_t j = 0; j < 3; ++j) data.columns[j][i] = sorted.columns[j][order[i]];
            data.target[i] = sorted.target[order[i]];
        }
    }
    SUBCASE("rows whose evenly spread part has one class only") {
        for (const std::size_t period : {20, 19, 8, 16})
            for (std::size_t i = 0; i < data.target.size(); i += period) data.target[i] = 1;
    }
    SUBCASE("rows whose evenly spread part says the opposite of the others") {
        for (const std::size_t period : {20, 19})
            for (std::size_t i = 0; i < data.target.size(); i += period)
                data.target[i] = data.columns[0][i] > 0 ? 0 : 1;
    }
    const LinearModel model = fit(data);
    const std::vector<double> ones(data.target.size(), 1.0);
    const auto values = data.column_major();
    const LinearModel whole =
        fit_logistic({}, MatrixView::column_major(values.data(), data.rows, 3), data.target,
                     data.names(), {}, {.weights = ones});
    CHECK(model.summary.converged);
    for (std::size_t j = 0; j < model.coefficients.size(); ++j) {
        CHECK(distance(model.coefficients[j].estimate, whole.coefficients[j].estimate) < 1e-11);
        CHECK(distance(model.coefficients[j].standard_error, whole.coefficients[j].standard_error) <
              1e-11);
    }
    CHECK(distance(model.summary.log_likelihood, whole.summary.log_likelihood) < 1e-14);
}

TEST_CASE("a class model of zeros without an intercept is a coin") {
    const MadeData data{4, {{0, 0, 0, 0}}, {0, 1, 1, 1}};
    const LinearModel model = fit(data, {.intercept = false});
    CHECK(model.summary.parameters == 0);
    CHECK(model.summary.flags == fit_rank_deficient);
    CHECK(distance(model.summary.log_likelihood, 4 * std::log(0.5)) < 1e-15);
    CHECK(model.coefficients[0].dropped);
}

TEST_CASE("a maximum that is not reached is said to be not reached") {
    const MadeData data = test::make_class_data(300, 3, 49);
    const LinearModel model = fit(data, {.max_iterations = 2});
    CHECK_FALSE(model.summary.converged);
    CHECK(model.summary.flags == fit_not_converged);
    CHECK(model.summary.iterations == 2);
    CHECK(model.warnings.size() == 1);
}

TEST_CASE("targets that cannot be learned are refused with their place") {
    MadeData data = test::make_class_data(50, 2, 50);
    data.target[13] = 2;
    const Error odd = fault_of([&] { fit(data); });
    CHECK(odd.status() == Status::data);
    CHECK(odd.where().row == 13);
    CHECK(odd.message() == "target, row 13: 2 is neither 0 nor 1");
    data.target[13] = std::nan("");
    CHECK(fault_of([&] { fit(data); }).where().row == 13);
    std::fill(data.target.begin(), data.target.end(), 1.0);
    const Error one = fault_of([&] { fit(data); });
    CHECK(one.status() == Status::data);
    CHECK(one.message().find("one class only") != std::string::npos);

    data = test::make_class_data(50, 2, 50);
    data.columns[1][49] = std::nan("");
    const Error hole = fault_of([&] { fit(data); });
    CHECK(hole.where().row == 49);
    CHECK(hole.where().argument == "x2");
}

TEST_CASE("options out of range are refused by name") {
    const MadeData data = test::make_class_data(50, 2, 51);
    CHECK(fault_of([&] { fit(data, {.max_iterations = 0}); }).where().argument == "max_iterations");
    CHECK(fault_of([&] { fit(data, {.tolerance = 0}); }).where().argument == "tolerance");
    CHECK(fault_of([&] { fit(data, {.l2 = -1}); }).where().argument == "l2");
    CHECK(fault_of([&] { fit({0, {{}}, {}}); }).status() == Status::data);
}

TEST_CASE("progress is told once an iteration and can stop the fit") {
    const MadeData data = test::make_class_data(300, 3, 52);
    int calls = 0;
    Context context;
    context.progress = [&](const Progress& p) {
        CHECK(std::string(p.phase) == "fit logistic");
        return ++calls < 4;
    };
    CHECK(fault_of([&] { fit(data, {}, context); }).status() == Status::cancelled);
    CHECK(calls == 4);
}

TEST_CASE("the logistic function never overflows") {
    CHECK(logistic_function(0) == 0.5);
    CHECK(logistic_function(1e308) == 1);
    CHECK(logistic_function(-1e308) == 0);
    CHECK(logistic_function(-700) == doctest::Approx(std::exp(-700)));
    CHECK(logistic_function(2) + logistic_function(-2) == doctest::Approx(1).epsilon(1e-15));
}

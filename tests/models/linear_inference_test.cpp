// Weights, robust errors, influence and intervals. Reference values: statsmodels 0.14 on the stack
// loss data (OLS, WLS, get_robustcov_results with use_t, get_influence, get_prediction,
// variance_inflation_factor, durbin_watson).
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "models/stackloss.hpp"
#include "tenon/error.hpp"
#include "tenon/linear.hpp"
#include "tenon/linear_core.hpp"
#include "tenon/linear_diagnostics.hpp"

using namespace tenon;
using test::MadeData;

namespace {

using List = std::vector<double>;

struct Fitted {
    MadeData data;
    List values;
    LinearModel model;
    MatrixView view() const {
        return MatrixView::column_major(values.data(), data.rows,
                                        static_cast<std::int64_t>(data.columns.size()));
    }
};

Fitted fit(MadeData data, const LinearOptions& options = {}, const LinearRows& rows = {}) {
    Fitted f{std::move(data), {}, {}};
    f.values = f.data.column_major();
    f.model = fit_linear({}, f.view(), f.data.target, f.data.names(), options, rows);
    return f;
}

void check_close(double value, double expected, double tolerance = 1e-9) {
    CAPTURE(value);
    CAPTURE(expected);
    CHECK(std::fabs(value - expected) <= tolerance * std::fabs(expected));
}

void check_errors(const LinearModel& model, const List& expected, double tolerance = 1e-9) {
    REQUIRE(model.coefficients.size() == expected.size());
    for (std::size_t j = 0; j < expected.size(); ++j)
        check_close(model.coefficients[j].standard_error, expected[j], tolerance);
}

List weights_of_stackloss() {
    List w;
    for (int i = 0; i < 7; ++i) w.insert(w.end(), {1, 2, 4});
    return w;
}

std::vector<std::int64_t> clusters_of_stackloss() {
    std::vector<std::int64_t> c;
    for (std::int64_t i = 0; i < 21; ++i) c.push_back(100 - i / 3);
    return c;
}

Status status_of(const LinearOptions& options, const LinearRows& rows) {
    try {
        fit(test::stackloss(), options, rows);
    } catch (const Error& error) {
        return error.status();
    }
    return Status::ok;
}

}  // namespace

TEST_CASE("robust standard errors and the Wald F agree with statsmodels") {
    struct Case {
        ErrorKind kind;
        List errors;
        double f, p, last_p;
    };
    const std::vector<Case> cases{
        {ErrorKind::hc0,
         {6.411649464840936, 0.15894426052949562, 0.4465276886346011, 0.0864294755696038},
         81.92103566705241,
         2.6011947525979713e-10,
         0.09637444736762364},
        {ErrorKind::hc1,
         {7.126149963173732, 0.17665666885409506, 0.49628777888880665, 0.09606099140710538},
         66.31702887332806,
         1.3694193897966345e-09,
         0.13170902277390534},
        {ErrorKind::hc2,
         {7.557599636248816, 0.18392751738081417, 0.5118433277215745, 0.10164394846641629},
         62.421886158097074,
         2.1925677356744764e-09,
         0.1528269557584204},
        {ErrorKind::hc3,
         {9.001105108949414, 0.2134211981165153, 0.5887537967320771, 0.1205802290043023},
         47.1834556720039,
         1.8667764815970518e-08,
         0.22413391702146007}};
    const LinearModel plain = fit(test::stackloss()).model;
    for (const Case& c : cases) {
        const LinearModel model = fit(test::stackloss(), {.errors = c.kind}).model;
        check_errors(model, c.errors);
        check_close(model.summary.f_statistic, c.f);
        check_close(model.summary.f_p_value, c.p, 1e-8);
        check_close(model.coefficients[3].p_value, c.last_p);
        CHECK(model.summary.errors == c.kind);
        CHECK(model.coefficients[1].estimate == plain.coefficients[1].estimate);
        CHECK(model.summary.residual_sd == plain.summary.residual_sd);
    }
}

TEST_CASE("errors by cluster agree with statsmodels, whatever the clusters are called") {
    const auto clusters = clusters_of_stackloss();
    const LinearModel model =
        fit(test::stackloss(), {.errors = ErrorKind::cluster}, {{}, clusters}).model;
    check_errors(model,
                 {9.277530195948058, 0.1979061622186958, 0.5682793098597464, 0.12003656637479512});
    check_close(model.summary.f_statistic, 67.28185193440763);
    check_close(model.summary.f_p_value, 5.205048584961359e-05);
    check_close(model.coefficients[2].p_value, 0.0628590181059909);
    check_close(model.coefficients[1].low, 0.2313812667377373);
    check_close(model.coefficients[1].high, 1.199899134232832);
    CHECK(model.summary.clusters == 7);
    CHECK(model.summary.error_degrees == 6);
}

TEST_CASE("weighted least squares agree with statsmodels, robust errors too") {
    const List w = weights_of_stackloss();
    const auto clusters = clusters_of_stackloss();
    const LinearModel model = fit(test::stackloss(), {}, {w, {}}).model;
    const List expected{-40.265647090120105, 0.6831951646680973, 1.2659534601048223,
                        -0.12193644720828634};
    for (std::size_t j = 0; j < 4; ++j) check_close(model.coefficients[j].estimate, expected[j]);
    check_errors(model,
                 {14.535158846941538, 0.147694154745576, 0.39600077959421603, 0.18706033657980528});
    const FitSummary& s = model.summary;
    check_close(s.log_likelihood, -55.93193605484758);
    check_close(s.aic, 119.86387210969517);
    check_close(s.bic, 124.04196186058886);
    check_close(s.r2, 0.8840649534383206);
    check_close(s.residual_sd * s.residual_sd, 29.767888954139547);
    check_close(s.f_statistic, 43.21127692955127);
    check_close(s.durbin_watson, 1.3958503225425882);
    check_errors(fit(test::stackloss(), {.errors = ErrorKind::hc3}, {w, {}}).model,
                 {9.260497288868455, 0.3356733855793001, 0.8657410122885248, 0.1197356194578473});
    check_errors(fit(test::stackloss(), {.errors = ErrorKind::cluster}, {w, clusters}).model,
                 {9.580024700692736, 0.25959080776257437, 0.684039246616034, 0.11866047188249172});
}

TEST_CASE("inflation factors, standardised coefficients and Durbin-Watson agree with statsmodels") {
    const LinearModel model = fit(test::stackloss()).model;
    const List vif{2.9064836274305046, 2.572632380318173, 1.3335874620976482};
    const List standard{0.6450476626821845, 0.4025024914643831, -0.080140543349474};
    for (std::size_t j = 0; j < 3; ++j) {
        check_close(model.coefficients[j + 1].vif, vif[j]);
        check_close(model.coefficients[j + 1].standardized, standard[j]);
    }
    CHECK(std::isnan(model.coefficients[0].vif));
    check_close(model.summary.durbin_watson, 1.4851310343413353);
}

TEST_CASE("leverage, studentised residuals and Cook's distance agree with statsmodels") {
    const Fitted f = fit(test::stackloss());
    const RowDiagnostics d = diagnose_rows({}, f.model, f.view(), f.data.target);
    const std::size_t rows[] = {0, 16, 20};
    const List leverage{0.3015554689363339, 0.41212349785785984, 0.2845334627253473};
    const List student{1.1933392878675013, -0.6112104041234705, -2.6382199811638327};
    const List cook{0.15371037236819804, 0.06547307839404849, 0.6919999163395193};
    for (std::size_t i = 0; i < 3; ++i) {
        check_close(d.leverage[rows[i]], leverage[i]);
        check_close(d.studentized[rows[i]], student[i]);
        check_close(d.cook[rows[i]], cook[i]);
    }
    // Leverages add up to the number of coefficients.
    check_close(std::accumulate(d.leverage.begin(), d.leverage.end(), 0.0), 4, 1e-12);
}

TEST_CASE("intervals of predictions agree with statsmodels") {
    const Fitted f = fit(test::stackloss());
    const List record{60, 20, 85};
    const auto p =
        predict_intervals({}, f.model, MatrixView::row_major(record.data(), 1, 3)).front();
    check_close(p.estimate, 15.994045969129013);
    check_close(p.mean_low, 14.273548722308744);
    check_close(p.mean_high, 17.714543215949284);
    check_close(p.low, 8.938169882991403);
    check_close(p.high, 23.049922055266624);
    const auto wide =
        predict_intervals({}, f.model, MatrixView::row_major(record.data(), 1, 3), 0.99).front();
    CHECK(wide.low < p.low);
    CHECK_THROWS_AS(predict_intervals({}, f.model, MatrixView::row_major(record.data(), 1, 3), 1),
                    Error);
    CHECK_THROWS_AS(
        predict_intervals({}, LinearModel{}, MatrixView::row_major(record.data(), 1, 3)), Error);
}

TEST_CASE("a weight of two is two rows, and a weight of zero none") {
    MadeData data = test::make_linear_data(40, 3, 51), twice = data;
    List w(40, 1.0);
    for (std::size_t i = 0; i < 10; ++i) {
        w[i] = 2;
        for (std::size_t j = 0; j < 3; ++j) twice.columns[j].push_back(data.columns[j][i]);
        twice.target.push_back(data.target[i]);
        ++twice.rows;
    }
    const LinearModel weighted = fit(data, {}, {w, {}}).model, doubled = fit(twice).model;
    for (std::size_t j = 0; j < 4; ++j)
        check_close(weighted.coefficients[j].estimate, doubled.coefficients[j].estimate, 1e-12);

    MadeData fewer = data;
    List none(40, 0.3);
    for (std::size_t i = 30; i < 40; ++i) none[i] = 0;
    for (auto& column : fewer.columns) column.resize(30);
    fewer.target.resize(30);
    fewer.rows = 30;
    data.target[35] = 1e9;
    const LinearModel zero = fit(data, {}, {none, {}}).model, cut = fit(fewer).model;
    CHECK(zero.summary.rows == 30);
    for (std::size_t j = 0; j < 4; ++j) {
        check_close(zero.coefficients[j].estimate, cut.coefficients[j].estimate, 1e-12);
        check_close(zero.coefficients[j].standard_error, cut.coefficients[j].standard_error, 1e-12);
    }
}

TEST_CASE("the unit of the weights changes the variance of a row of weight 1 and nothing else") {
    const List w = weights_of_stackloss();
    List other = w;
    for (double& x : other) x *= 0x1p300;
    const LinearModel a = fit(test::stackloss(), {.errors = ErrorKind::hc2}, {w, {}}).model;
    const LinearModel b = fit(test::stackloss(), {.errors = ErrorKind::hc2}, {other, {}}).model;
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(a.coefficients[j].estimate == b.coefficients[j].estimate);
        check_close(b.coefficients[j].standard_error, a.coefficients[j].standard_error, 1e-14);
    }
    check_close(b.summary.residual_sd, a.summary.residual_sd * 0x1p150, 1e-14);
    check_close(b.summary.log_likelihood, a.summary.log_likelihood, 1e-13);
}

TEST_CASE("many rows give the robust errors of few rows, by another path") {
    const MadeData small = test::make_linear_data(1500, 5, 52), large = small.repeated(60);
    std::vector<std::int64_t> groups;
    for (std::int64_t i = 0; i < large.rows; ++i) groups.push_back(i % 1500 / 30);
    const std::vector<std::int64_t> few(groups.begin(), groups.begin() + 1500);
    const LinearModel a = fit(small, {.errors = ErrorKind::hc0}).model;
    const LinearModel b = fit(large, {.errors = ErrorKind::hc0}).model;
    CHECK(a.summary.path == FitPath::exact);
    CHECK(b.summary.path == FitPath::cross_product);
    const LinearModel c = fit(small, {.errors = ErrorKind::cluster}, {{}, few}).model;
    const LinearModel d = fit(large, {.errors = ErrorKind::cluster}, {{}, groups}).model;
    // The correction (n - 1) / (n - k) differs.
    const double n = 1500, k = 6;
    const double ratio = std::sqrt((n * 60 - 1) / (n * 60 - k) / ((n - 1) / (n - k)));
    for (std::size_t j = 0; j < 6; ++j) {
        check_close(b.coefficients[j].standard_error * std::sqrt(60.0),
                    a.coefficients[j].standard_error, 1e-10);
        check_close(d.coefficients[j].standard_error, c.coefficients[j].standard_error * ratio,
                    1e-10);
    }
    Context threads;
    threads.threads = 3;
    const auto values = large.column_major();
    const LinearModel same =
        fit_linear(threads, MatrixView::column_major(values.data(), large.rows, 5), large.target,
                   large.names(), {.errors = ErrorKind::hc0});
    for (std::size_t j = 0; j < 6; ++j)
        CHECK(same.coefficients[j].standard_error == b.coefficients[j].standard_error);
}

TEST_CASE("a row that decides a coefficient alone has no errors under hc2 and hc3, and is named") {
    MadeData data = test::make_linear_data(20, 2, 53);
    std::fill(data.columns[1].begin(), data.columns[1].end(), 0.0);
    data.columns[1][7] = 1;
    const LinearModel model = fit(data, {.errors = ErrorKind::hc3}).model;
    CHECK(std::isnan(model.coefficients[1].standard_error));
    REQUIRE(model.warnings.size() == 1);
    CHECK(model.warnings[0].find("row 7 has leverage 1") == 0);
    CHECK(
        std::isfinite(fit(data, {.errors = ErrorKind::hc1}).model.coefficients[1].standard_error));
}

TEST_CASE("weights and clusters that cannot be are refused") {
    List w(21, 1.0);
    w[4] = -1;
    CHECK(status_of({}, {w, {}}) == Status::data);
    w[4] = std::nan("");
    CHECK(status_of({}, {w, {}}) == Status::data);
    CHECK(status_of({}, {List(21, 0.0), {}}) == Status::data);
    CHECK(status_of({}, {List(20, 1.0), {}}) == Status::argument);
    CHECK(status_of({.errors = ErrorKind::cluster}, {}) == Status::argument);
    const std::vector<std::int64_t> one(21, 3);
    CHECK(status_of({.errors = ErrorKind::cluster}, {{}, one}) == Status::data);
    CHECK(status_of({.polynomial = 0}, {}) == Status::argument);
    CHECK(status_of({.polynomial = 65}, {}) == Status::argument);
}

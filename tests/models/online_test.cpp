#include "tenon/online.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/resealed.hpp"
#include "tenon/error.hpp"
#include "tenon/linear.hpp"
#include "tenon/logistic.hpp"

using namespace tenon;
using test::MadeData;

namespace {

void learn(OnlineModel& model, const MadeData& data, std::int64_t first, std::int64_t last) {
    const auto p = static_cast<std::int64_t>(data.columns.size());
    const auto values = data.row_major();
    model.partial_fit(
        {}, MatrixView::row_major(values.data() + first * p, last - first, p),
        std::span(data.target)
            .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first)));
}

OnlineModel learned(const MadeData& data, const OnlineOptions& options = {}) {
    OnlineModel model(data.names(), options);
    learn(model, data, 0, data.rows);
    return model;
}

// Largest distance of a coefficient from the batch answer, in its standard errors.
double distance_in_errors(const LinearModel& online, const LinearModel& batch) {
    REQUIRE(online.coefficients.size() == batch.coefficients.size());
    double worst = 0;
    for (std::size_t j = 0; j < batch.coefficients.size(); ++j) {
        const Coefficient &a = online.coefficients[j], &b = batch.coefficients[j];
        REQUIRE(a.name == b.name);
        worst = std::max(worst, std::fabs(a.estimate - b.estimate) / b.standard_error);
    }
    return worst;
}

MatrixView view(const std::vector<double>& values, const MadeData& data) {
    return MatrixView::column_major(values.data(), data.rows,
                                    static_cast<std::int64_t>(data.columns.size()));
}

Error fault_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("the call was accepted");
    return {Status::ok, ""};
}

}  // namespace

TEST_CASE(
    "on stationary data least squares comes within three standard errors of the batch answer") {
    for (const std::int64_t rows : {2000, 50000}) {
        const MadeData data = test::make_linear_data(rows, 5, 31);
        const auto values = data.column_major();
        const LinearModel batch = fit_linear({}, view(values, data), data.target, data.names());
        const OnlineModel online = learned(data);
        CHECK(distance_in_errors(online.model(), batch) < 3);
        CHECK(online.rows() == rows);
        const double variance = batch.summary.residual_sd * batch.summary.residual_sd;
        CHECK(online.loss() == doctest::Approx(variance / 2).epsilon(rows > 10000 ? 0.02 : 0.2));
    }
}

TEST_CASE(
    "on stationary data a logistic model comes within three standard errors of the batch answer") {
    const MadeData data = test::make_class_data(50000, 4, 32);
    const auto values = data.column_major();
    const LinearModel batch = fit_logistic({}, view(values, data), data.target, data.names());
    const OnlineModel online = learned(data, {.kind = ModelKind::logistic});
    CHECK(distance_in_errors(online.model(), batch) < 3);
    CHECK(online.loss() == doctest::Approx(-batch.summary.log_likelihood / 50000).epsilon(0.02));
}

TEST_CASE("units do not matter: powers of two of features and target change no bit of the score") {
    MadeData data = test::make_linear_data(3000, 3, 33), other = data;
    for (double& x : other.columns[0]) x *= 0x1p40;
    for (double& x : other.columns[2]) x *= 0x1p-30;
    for (double& y : other.target) y *= 0x1p10;
    const OnlineModel a = learned(data), b = learned(other);
    const std::vector<double> record{500, 0.02, 3}, scaled{500 * 0x1p40, 0.02, 3 * 0x1p-30};
    CHECK(b.predict(scaled) == a.predict(record) * 0x1p10);
}

TEST_CASE("blocks and bytes change no bit") {
    const MadeData data = test::make_class_data(1000, 3, 34);
    for (const double half_life : {0.0, 200.0}) {
        const OnlineOptions options{.kind = ModelKind::logistic, .half_life = half_life};
        const std::string whole = learned(data, options).to_bytes();
        OnlineModel parts(data.names(), options);
        for (std::int64_t at = 0; at < 1000; at += 125) {
            learn(parts, data, at, at + 125);
            parts = OnlineModel::from_bytes(parts.to_bytes());
        }
        CHECK(parts.to_bytes() == whole);
    }
}

TEST_CASE("with a half-life a model follows a process that changes, and without it does not") {
    MadeData data = test::make_linear_data(20000, 2, 35);
    for (std::size_t i = 0; i < 20000; ++i) {
        const double slope = i < 10000 ? 3 : -3;
        data.target[i] = slope * data.columns[1][i] * 100 + data.target[i] / 10;
    }
    const auto slope_of = [&](double half_life) {
        return learned(data, {.half_life = half_life}).model().coefficients[2].estimate;
    };
    CHECK(slope_of(500) == doctest::Approx(-300).epsilon(0.1));
    CHECK(slope_of(0) > -290);
}

TEST_CASE("a sensor that stood still and then moves does not throw the model") {
    MadeData data = test::make_linear_data(4000, 2, 36);
    for (std::size_t i = 0; i < 4000; ++i)
        data.columns[1][i] = i < 2000 ? 7 + 1e-12 * static_cast<double>(i % 2)
                                      : 7 + 5 * std::sin(static_cast<double>(i));
    const OnlineModel model = learned(data, {.half_life = 1000});
    double largest = 0;
    for (std::size_t i = 0; i < 4000; ++i) {
        const std::vector<double> record{data.columns[0][i], data.columns[1][i]};
        largest = std::max(largest, std::fabs(model.predict(record) - data.target[i]));
    }
    const auto [least, most] = std::minmax_element(data.target.begin(), data.target.end());
    CHECK(largest < 2 * (*most - *least));
}

TEST_CASE("the model's coefficients give the score, with and without an intercept") {
    const MadeData data = test::make_linear_data(2000, 3, 37);
    for (const bool intercept : {true, false}) {
        const OnlineModel online = learned(data, {.intercept = intercept});
        const LinearModel model = online.model();
        const std::vector<double> record{4000, 0.05, 0.08};
        double score = model.intercept();
        for (std::size_t j = 0; j < 3; ++j)
            score += record[j] * model.coefficients[j + (intercept ? 1 : 0)].estimate;
        CHECK(score == doctest::Approx(online.predict(record)).epsilon(1e-10));
        CHECK(!model.summary.converged);
        CHECK(model.warnings.size() == 1);
    }
}

TEST_CASE("a weight of zero is no row, and an outlier moves no coefficient by more than the rate") {
    const MadeData data = test::make_linear_data(500, 1, 38);
    OnlineModel a = learned(data), b = a;
    const double far = 1e30, y = -1e30;
    const std::vector<double> none{0.0};
    a.partial_fit({}, MatrixView::row_major(&far, 1, 1), {&y, 1}, none);
    CHECK(a.to_bytes() == b.to_bytes());
    b.partial_fit({}, MatrixView::row_major(&far, 1, 1), {&y, 1});
    CHECK(std::isfinite(b.predict(std::vector<double>{1.0})));
}

TEST_CASE("refused rows name their place and leave the model as it was") {
    const MadeData data = test::make_class_data(200, 2, 39);
    OnlineModel model = learned(data, {.kind = ModelKind::logistic});
    const std::string bytes = model.to_bytes();
    MadeData bad = data;
    bad.columns[1][77] = std::numeric_limits<double>::quiet_NaN();
    const Error error = fault_of([&] { learn(model, bad, 0, 200); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 77);
    CHECK(error.where().argument == "x2");
    bad = data;
    bad.target[3] = 0.5;
    CHECK(fault_of([&] { learn(model, bad, 0, 200); }).where().row == 3);
    CHECK(model.to_bytes() == bytes);
    CHECK(fault_of([&] { OnlineModel({"a"}, {.rate = 0}); }).where().argument == "rate");
    CHECK(fault_of([&] { OnlineModel({"a"}, {.half_life = 1}); }).where().argument == "half_life");
    CHECK(fault_of([&] { OnlineModel(std::vector<std::string>{}); }).status() == Status::argument);
    CHECK(fault_of([&] { OnlineModel({"a"}).model(); }).status() == Status::data);
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK_THROWS_AS(OnlineModel::from_bytes(std::string_view(bytes).substr(0, length)), Error);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        CHECK_THROWS_AS(OnlineModel::from_bytes(changed), Error);
    }
}

TEST_CASE("an online model changed by someone who knows the checksum is refused or goes on") {
    const MadeData data = test::make_linear_data(50, 2, 40);
    const std::string bytes = learned(data, {.half_life = 30}).to_bytes();
    for (std::size_t at = 8; at + 8 < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        try {
            OnlineModel model = OnlineModel::from_bytes(test::resealed(changed));
            learn(model, data, 0, 50);
            model.model();
        } catch (const Error& error) {
            CHECK(error.status() != Status::internal);
        }
    }
}

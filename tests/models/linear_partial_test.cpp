#include "tenon/linear_partial.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "models/nist.hpp"
#include "models/resealed.hpp"
#include "tenon/error.hpp"
#include "tenon/linear.hpp"

using namespace tenon;
using test::MadeData;

namespace {

using test::distance;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// Rows [first, last) of the data, taken into a partial.
void add_rows(LinearPartial& partial, const MadeData& data, std::int64_t first, std::int64_t last,
              const std::vector<double>& weights = {}, const Context& context = {}) {
    const auto p = static_cast<std::int64_t>(data.columns.size());
    const auto values = data.row_major();
    const auto at = static_cast<std::size_t>(first), count = static_cast<std::size_t>(last - first);
    partial.add(
        context, MatrixView::row_major(values.data() + first * p, last - first, p),
        std::span(data.target).subspan(at, count),
        weights.empty() ? std::span<const double>() : std::span(weights).subspan(at, count));
}

LinearPartial partial_of(const MadeData& data, const std::vector<double>& weights = {},
                         const Context& context = {}) {
    LinearPartial partial(data.names());
    add_rows(partial, data, 0, data.rows, weights, context);
    return partial;
}

LinearModel whole_fit(const MadeData& data, const LinearOptions& options = {}) {
    const auto values = data.column_major();
    return fit_linear({},
                      MatrixView::column_major(values.data(), data.rows,
                                               static_cast<std::int64_t>(data.columns.size())),
                      data.target, data.names(), options);
}

double distance(const LinearModel& a, const LinearModel& b) {
    REQUIRE(a.coefficients.size() == b.coefficients.size());
    double worst = 0;
    for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
        const Coefficient &x = a.coefficients[j], &y = b.coefficients[j];
        REQUIRE(x.name == y.name);
        REQUIRE(x.dropped == y.dropped);
        worst = std::max({worst, distance(x.estimate, y.estimate),
                          distance(x.standard_error, y.standard_error),
                          distance(x.statistic, y.statistic), distance(x.low, y.low),
                          distance(x.standardized, y.standardized), distance(x.vif, y.vif)});
    }
    const FitSummary &s = a.summary, &t = b.summary;
    REQUIRE(s.rows == t.rows);
    REQUIRE(s.parameters == t.parameters);
    REQUIRE(s.flags == t.flags);
    return std::max({worst, distance(s.log_likelihood, t.log_likelihood),
                     distance(s.null_log_likelihood, t.null_log_likelihood), distance(s.aic, t.aic),
                     distance(s.r2, t.r2), distance(s.adjusted_r2, t.adjusted_r2),
                     distance(s.residual_sd, t.residual_sd),
                     distance(s.f_statistic, t.f_statistic)});
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

TEST_CASE("a partial of all rows gives the model of fit_linear, inference and ridge included") {
    for (const std::int64_t rows : {40, 5000}) {
        const MadeData data = test::make_linear_data(rows, 6, 5);
        const LinearPartial partial = partial_of(data);
        CHECK(partial.rows() == rows);
        for (const bool intercept : {true, false})
            for (const double l2 : {0.0, 3.0}) {
                CAPTURE(rows);
                CAPTURE(intercept);
                CAPTURE(l2);
                LinearOptions options;
                options.intercept = intercept;
                options.l2 = l2;
                options.confidence = 0.9;
                const LinearModel model = partial.finish({}, options);
                CHECK(distance(model, whole_fit(data, options)) < 1e-11);
                CHECK(model.summary.digits > 15);
                CHECK(model.summary.gradient_norm < 1e-12);
            }
    }
}

TEST_CASE("slices merged in any order and grouping give the same bytes and the same bits") {
    MadeData data = test::make_linear_data(2000, 5, 7);
    data.columns[2][11] = 1e90;  // sizes far apart
    data.columns[3][12] = 1e-90;
    const LinearPartial whole = partial_of(data);
    const std::string bytes = whole.to_bytes();
    Random random(3);
    for (int round = 0; round < 6; ++round) {
        std::vector<LinearPartial> parts;
        for (std::int64_t first = 0; first < data.rows;) {
            const auto last =
                std::min(data.rows, first + 1 + static_cast<std::int64_t>(random.uniform() * 700));
            parts.emplace_back(data.names());
            add_rows(parts.back(), data, first, last);
            first = last;
        }
        while (parts.size() > 1) {  // two by chance, through bytes
            const auto at =
                static_cast<std::size_t>(random.uniform() * static_cast<double>(parts.size()));
            LinearPartial taken = LinearPartial::from_bytes(parts[at].to_bytes());
            parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
            parts[static_cast<std::size_t>(random.uniform() * static_cast<double>(parts.size()))]
                .merge(taken);
        }
        CHECK(parts[0].to_bytes() == bytes);
    }
    const LinearModel a = whole.finish({}), b = LinearPartial::from_bytes(bytes).finish({});
    for (std::size_t j = 0; j < a.coefficients.size(); ++j)
        CHECK(a.coefficients[j].estimate == b.coefficients[j].estimate);
}

TEST_CASE("neither the order of rows, nor the layout, nor threads change a bit") {
    const MadeData data = test::make_linear_data(40000, 3, 8);
    const std::string bytes = partial_of(data).to_bytes();
    MadeData turned = data;
    for (auto& column : turned.columns) std::reverse(column.begin(), column.end());
    std::reverse(turned.target.begin(), turned.target.end());
    CHECK(partial_of(turned).to_bytes() == bytes);
    for (const int threads : {2, 3, 8}) {
        Context context;
        context.threads = threads;
        CHECK(partial_of(data, {}, context).to_bytes() == bytes);
    }
    LinearPartial columns(data.names());
    const auto values = data.column_major();
    columns.add({}, MatrixView::column_major(values.data(), data.rows, 3), data.target);
    CHECK(columns.to_bytes() == bytes);
}

TEST_CASE("features far from zero keep their digits: the centring is exact") {
    // A shift by a power of two changes nothing but the intercept.
    MadeData data = test::make_linear_data(3000, 3, 9);
    for (auto& column : data.columns)
        for (double& x : column) x = std::round(x * 1024) / 1024;
    MadeData far = data;
    for (auto& column : far.columns)
        for (double& x : column) x += 0x1p33;
    const LinearModel near_model = partial_of(data).finish({}),
                      far_model = partial_of(far).finish({});
    for (std::size_t j = 1; j < 4; ++j) {
        CHECK(distance(near_model.coefficients[j].estimate, far_model.coefficients[j].estimate) <
              1e-14);
        CHECK(distance(near_model.coefficients[j].standard_error,
                       far_model.coefficients[j].standard_error) < 1e-13);
    }
}

TEST_CASE("nearly collinear features agree with the closed form to the digits vouched for") {
    // y = x1 + 2 x2 + 5 exactly, x2 = x1 + 2^-k on every second row: condition about 2^k.
    for (const int k : {10, 20, 30, 40}) {
        CAPTURE(k);
        MadeData data;
        data.rows = 200;
        data.columns.resize(2);
        for (std::int64_t i = 0; i < data.rows; ++i) {
            const double x = static_cast<double>(i % 17) - 8,
                         z = x + (i % 2 ? std::ldexp(1.0, -k) : 0);
            data.columns[0].push_back(x);
            data.columns[1].push_back(z);
            data.target.push_back(x + 2 * z + 5);
        }
        const LinearModel model = partial_of(data).finish({});
        const double digits = model.summary.digits;
        const double error = std::max(std::fabs(model.coefficients[1].estimate - 1),
                                      std::fabs(model.coefficients[2].estimate - 2));
        CHECK(error <= 10 * std::pow(10, -digits));
        CHECK(digits > (k <= 20 ? 15 : 3));
    }
}

TEST_CASE("the certified sets of NIST have 13 digits through partials of single rows") {
    const std::string folder = test::data_path("learn/nist");
    if (folder.empty()) return;
    struct Set {
        const char* name;
        int powers;
        bool intercept;
    };
    for (const Set& set :
         {Set{"Norris", 1, true}, Set{"NoInt1", 1, false}, Set{"Longley", 1, true},
          Set{"Wampler1", 5, true}, Set{"Wampler3", 5, true}, Set{"Wampler5", 5, true}}) {
        CAPTURE(std::string(set.name));
        const test::Nist nist = test::read_nist(folder + "/" + set.name + ".dat");
        MadeData data;
        data.rows = nist.rows();
        data.columns = nist.columns;
        data.target = nist.y;
        for (int power = 2; power <= set.powers; ++power) {
            data.columns.push_back(data.columns.back());
            for (std::size_t i = 0; i < nist.y.size(); ++i)
                data.columns.back()[i] *= nist.columns[0][i];
        }
        LinearPartial partial(data.names());
        for (std::int64_t i = data.rows; i-- > 0;) add_rows(partial, data, i, i + 1);
        const LinearModel model = partial.finish({}, {.intercept = set.intercept});
        REQUIRE(model.coefficients.size() == nist.estimate.size());
        for (std::size_t j = 0; j < nist.estimate.size(); ++j) {
            CHECK(test::digits(model.coefficients[j].estimate, nist.estimate[j]) > 13);
            CHECK(test::digits(model.coefficients[j].standard_error, nist.standard_error[j]) > 12);
        }
    }
}

TEST_CASE("a whole weight is as many equal rows, but for the count of rows") {
    const MadeData data = test::make_linear_data(60, 3, 10);
    std::vector<double> weights;
    MadeData repeated;
    repeated.columns.resize(3);
    for (std::int64_t i = 0; i < data.rows; ++i) {
        const auto at = static_cast<std::size_t>(i);
        weights.push_back(static_cast<double>(i % 4));
        for (int t = 0; t < i % 4; ++t) {
            for (std::size_t j = 0; j < 3; ++j) repeated.columns[j].push_back(data.columns[j][at]);
            repeated.target.push_back(data.target[at]);
        }
    }
    repeated.rows = static_cast<std::int64_t>(repeated.target.size());
    const LinearModel weighted = partial_of(data, weights).finish({}),
                      equal = partial_of(repeated).finish({});
    CHECK(weighted.summary.rows == 45);
    const double errors = std::sqrt((90.0 - 4) / (45 - 4));  // n - k differs
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(distance(weighted.coefficients[j].estimate, equal.coefficients[j].estimate) < 1e-14);
        CHECK(distance(weighted.coefficients[j].standard_error,
                       errors * equal.coefficients[j].standard_error) < 1e-13);
    }
    CHECK(distance(weighted.summary.r2, equal.summary.r2) < 1e-14);
}

TEST_CASE("weights are those of fit_linear") {
    const MadeData data = test::make_linear_data(400, 4, 19);
    Random random(5);
    std::vector<double> weights;
    for (std::int64_t i = 0; i < data.rows; ++i)
        weights.push_back(i % 7 == 0 ? 0 : std::exp(3 * random.normal()));
    const auto values = data.column_major();
    const LinearModel reference =
        fit_linear({}, MatrixView::column_major(values.data(), data.rows, 4), data.target,
                   data.names(), {}, {weights, {}});
    CHECK(distance(partial_of(data, weights).finish({}), reference) < 1e-11);
}

TEST_CASE("a unit of all weights scales the residual deviation and nothing else") {
    const MadeData data = test::make_linear_data(300, 4, 11);
    Random random(4);
    std::vector<double> weights, larger;
    for (std::int64_t i = 0; i < data.rows; ++i) {
        weights.push_back(std::exp(random.normal()));
        larger.push_back(weights.back() * 0x1p-20);
    }
    const LinearModel a = partial_of(data, weights).finish({}, {.l2 = 2}),
                      b = partial_of(data, larger).finish({}, {.l2 = 0x1p-19});
    for (std::size_t j = 0; j < a.coefficients.size(); ++j)
        CHECK(distance(a.coefficients[j].estimate, b.coefficients[j].estimate) < 1e-14);
    CHECK(distance(a.summary.residual_sd, 1024 * b.summary.residual_sd) < 1e-13);
    CHECK(distance(a.summary.log_likelihood, b.summary.log_likelihood) < 1e-12);
}

TEST_CASE("constant and dependent features are dropped by the rule of fit_linear") {
    MadeData data = test::make_linear_data(500, 3, 12);
    data.columns.push_back(std::vector<double>(500, 7.25));
    data.columns.push_back(data.columns[0]);
    for (std::size_t i = 0; i < 500; ++i) data.columns[4][i] += 3 * data.columns[1][i];
    const LinearModel model = partial_of(data).finish({}), reference = whole_fit(data);
    CHECK(distance(model, reference) < 1e-11);
    CHECK(model.coefficients[4].dropped);
    CHECK(model.coefficients[5].dropped);
    CHECK(model.warnings == reference.warnings);
}

TEST_CASE("a refused slice names its place and leaves the partial as it was") {
    const MadeData data = test::make_linear_data(100, 2, 13);
    LinearPartial partial = partial_of(data);
    const std::string bytes = partial.to_bytes();
    MadeData bad = data;
    bad.columns[1][63] = not_a_number;
    Error error = fault_of([&] { add_rows(partial, bad, 0, 100); });
    CHECK(error.status() == Status::data);
    CHECK(error.where().row == 63);
    CHECK(error.where().argument == "x2");
    bad = data;
    bad.target[5] = std::numeric_limits<double>::infinity();
    CHECK(fault_of([&] { add_rows(partial, bad, 0, 100); }).where().row == 5);
    bad.target[5] = 1e101;
    CHECK(fault_of([&] { add_rows(partial, bad, 0, 100); }).status() == Status::data);
    const std::vector<double> weights(100, -1.0);
    CHECK(fault_of([&] { add_rows(partial, data, 0, 100, weights); }).where().argument ==
          "weights");
    CHECK(partial.to_bytes() == bytes);
}

TEST_CASE("no rows, other features and options out of range are refused") {
    const MadeData data = test::make_linear_data(100, 2, 14);
    CHECK(fault_of([&] { LinearPartial({"a"}).finish({}); }).status() == Status::data);
    LinearPartial partial = partial_of(data);
    CHECK(fault_of([&] {
              partial.merge(LinearPartial({"x1", "y"}));
          }).status() == Status::argument);
    CHECK(fault_of([&] { partial.finish({}, {.l2 = -1}); }).where().argument == "l2");
    CHECK(fault_of([&] { partial.finish({}, {.polynomial = 2}); }).where().argument ==
          "polynomial");
    CHECK(fault_of([&] { partial.finish({}, {.errors = ErrorKind::hc1}); }).where().argument ==
          "errors");
    CHECK(fault_of([&] { partial.finish({}, {.confidence = 1}); }).where().argument ==
          "confidence");
    partial.merge(LinearPartial(data.names()));
    CHECK(partial.to_bytes() == partial_of(data).to_bytes());
}

TEST_CASE("bytes that were cut or changed are refused") {
    const MadeData data = test::make_linear_data(30, 2, 15);
    const std::string bytes = partial_of(data).to_bytes();
    for (std::size_t length = 0; length < bytes.size(); ++length)
        CHECK_THROWS_AS(LinearPartial::from_bytes(std::string_view(bytes).substr(0, length)),
                        Error);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x41);
        CHECK_THROWS_AS(LinearPartial::from_bytes(changed), Error);
    }
}

TEST_CASE("bytes changed by someone who knows the checksum are refused or fitted, never worse") {
    const MadeData data = test::make_linear_data(20, 2, 16);
    const std::string bytes = partial_of(data).to_bytes();
    int refused = 0;
    for (std::size_t at = 8; at + 8 < bytes.size(); ++at)
        for (const int change : {0x01, 0x80, 0xff}) {
            std::string changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ change);
            try {
                LinearPartial::from_bytes(test::resealed(changed)).finish({});
            } catch (const Error&) {
                ++refused;
            }
        }
    CHECK(refused > static_cast<int>(bytes.size()));
}

TEST_CASE("a fit of few levels has the digits it vouches for, though its roundings repeat") {
    const std::vector<std::string> names{"a", "b"};
    for (const double offset : {1000.0, 700000.0}) {
        CAPTURE(offset);
        constexpr std::int64_t rows = 460'000;
        Random random(5);
        std::vector<double> x, y;
        for (std::int64_t i = 0; i < rows; ++i) {
            const double a = offset + static_cast<double>(random.below(4));
            const double b = offset + static_cast<double>(random.below(4));
            x.insert(x.end(), {a, b});
            y.push_back(2 * a - 3 * b + (random.below(100) == 0 ? 1 : 0));
        }
        const MatrixView view = MatrixView::row_major(x.data(), rows, 2);
        LinearPartial partial(names);
        partial.add({}, view, y);
        const LinearModel exact = partial.finish({});
        REQUIRE(exact.summary.digits > 15);
        LinearOptions options;
        options.residual_pass = true;
        const LinearModel fit = fit_linear({}, view, y, names, options);
        CHECK(fit.summary.path == FitPath::cross_product);
        CHECK(fit.summary.digits > 14);
        for (std::size_t j = 0; j < 3; ++j)
            CHECK(distance(fit.coefficients[j].estimate, exact.coefficients[j].estimate) <=
                  std::pow(10, -fit.summary.digits));
    }
}

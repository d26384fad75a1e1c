// Powers that the fit forms itself.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "tenon/error.hpp"
#include "tenon/linear.hpp"
#include "tenon/linear_core.hpp"

using namespace tenon;
using test::MadeData;

namespace {

LinearModel fit(const MadeData& data, const LinearOptions& options) {
    const auto values = data.column_major();
    return fit_linear({},
                      MatrixView::column_major(values.data(), data.rows,
                                               static_cast<std::int64_t>(data.columns.size())),
                      data.target, data.names(), options);
}

MadeData line_of(std::int64_t n, double first, double step, std::uint64_t seed) {
    Random random(seed);
    MadeData data;
    data.rows = n;
    data.columns.resize(1);
    for (std::int64_t i = 0; i < n; ++i) {
        data.columns[0].push_back(first + step * static_cast<double>(i));
        data.target.push_back(random.normal());
    }
    return data;
}

double distance(double a, double b) {
    return std::fabs(a - b) / std::max(std::fabs(a), std::fabs(b));
}

}  // namespace

TEST_CASE("powers of whole numbers give what the same powers as columns give, errors too") {
    for (const bool intercept : {true, false}) {
        const MadeData own = line_of(30, -7, 1, 61);
        MadeData given = own;
        for (int k = 2; k <= 5; ++k) {
            given.columns.push_back(given.columns.back());
            for (std::size_t i = 0; i < 30; ++i) given.columns.back()[i] *= own.columns[0][i];
        }
        const LinearModel a = fit(own, {.intercept = intercept, .polynomial = 5});
        const LinearModel b = fit(given, {.intercept = intercept});
        REQUIRE(a.coefficients.size() == b.coefficients.size());
        for (std::size_t j = 0; j < a.coefficients.size(); ++j) {
            CHECK(distance(a.coefficients[j].estimate, b.coefficients[j].estimate) < 1e-14);
            CHECK(distance(a.coefficients[j].standard_error, b.coefficients[j].standard_error) <
                  1e-14);
            if (intercept && j == 0) continue;
            CHECK(distance(a.coefficients[j].vif, b.coefficients[j].vif) < 1e-12);
            CHECK(distance(a.coefficients[j].standardized, b.coefficients[j].standardized) < 1e-12);
        }
        CHECK(distance(a.summary.r2, b.summary.r2) < 1e-14);
        CHECK(a.coefficients[intercept ? 2 : 1].name == "x1^2");
    }
}

TEST_CASE("a polynomial of degree ten far from zero is found again, by every path") {
    // y = T(x) exactly, in whole numbers: (x - 1000)^10 has coefficients of thirty digits.
    for (const std::int64_t repeats : {1, 4000}) {
        MadeData data;
        data.columns.resize(1);
        for (std::int64_t r = 0; r < repeats; ++r)
            for (int i = -20; i <= 20; ++i) {
                data.columns[0].push_back(1000 + i);
                data.target.push_back(std::pow(i, 10));
            }
        data.rows = static_cast<std::int64_t>(data.target.size());
        const LinearModel model = fit(data, {.polynomial = 10});
        CHECK(model.summary.path == (repeats == 1 ? FitPath::exact : FitPath::cross_product));
        double binomial = 1;
        for (int k = 10; k >= 0; --k) {
            const double expected = binomial * std::pow(-1000.0, 10 - k);
            CHECK(distance(model.coefficients[static_cast<std::size_t>(k)].estimate, expected) <
                  1e-14);
            binomial = binomial * k / (11 - k);
        }
        CHECK(model.warnings.empty());
        CHECK(model.summary.digits > 13);
        // Predictions do not take the coefficients of thirty digits.
        REQUIRE(model.core);
        double z[11];
        const double x = 1003.5;
        model.core->columns_of(&x, 1, z);
        CHECK(distance(model.core->predict(z), std::pow(3.5, 10)) < 1e-9);
    }
}

TEST_CASE("powers that carry nothing new are named and left out") {
    // Three places only: x^3 follows from x and x^2.
    MadeData data;
    data.columns.resize(1);
    Random random(62);
    for (int i = 0; i < 30; ++i) {
        data.columns[0].push_back(i % 3);
        data.target.push_back(random.normal());
    }
    data.rows = 30;
    const LinearModel model = fit(data, {.polynomial = 4});
    CHECK(model.coefficients[3].dropped);
    CHECK(model.coefficients[4].dropped);
    CHECK_FALSE(model.coefficients[2].dropped);
    REQUIRE(model.warnings.size() == 2);
    CHECK(model.warnings[0] ==
          "feature \"x1^3\" is a linear combination of its lower powers; it was dropped and its "
          "coefficient is 0");
}

TEST_CASE("a feature of few values enters with the powers that these tell apart") {
    // T_2 is 1 wherever t is -1 or 1, and T_4 where it is 0, too; roundings of 0.1 and 0.2 are
    // seen.
    Random random(621);
    for (const std::vector<double>& levels :
         {std::vector<double>{0, 1}, {1, 2}, {-1, 1}, {20, 25}, {0.1, 0.2}, {0.1, 0.2, 0.3}})
        for (const std::int64_t rows : {12, 300, 60'000})
            for (const double l2 : {0.0, 0.1})
                for (const std::int64_t degree : {2, 4}) {
                    CAPTURE(levels.back());
                    CAPTURE(rows);
                    CAPTURE(l2);
                    CAPTURE(degree);
                    MadeData data, plain;
                    data.columns.resize(2);
                    data.rows = plain.rows = rows;
                    for (std::int64_t i = 0; i < rows; ++i) {
                        const std::size_t at =
                            i < 3 ? static_cast<std::size_t>(i) : random.below(64);
                        data.columns[0].push_back(levels[at % levels.size()]);
                        data.columns[1].push_back(static_cast<double>(i % 7) + random.uniform());
                        data.target.push_back(3 + data.columns[0].back() + random.normal());
                    }
                    const auto telling = static_cast<std::int64_t>(levels.size()) - 1;
                    const LinearModel model =
                        fit(data, {.l2 = l2, .polynomial = degree, .polynomial_features = 1});
                    // Of the powers of so few values any basis fits the same; only of an intercept
                    // and x^1 the penalty is that of the plain fit.
                    for (std::int64_t k = 1; k <= degree; ++k)
                        CHECK(model.coefficients[static_cast<std::size_t>(k)].dropped ==
                              (k > telling));
                    if (telling > 1 && l2 > 0) continue;
                    plain.target = data.target;
                    for (std::int64_t k = 1; k <= std::min(telling, degree); ++k) {
                        plain.columns.emplace_back();
                        for (const double x : data.columns[0])
                            plain.columns.back().push_back(std::pow(x, static_cast<double>(k)));
                    }
                    plain.columns.push_back(data.columns[1]);
                    const LinearModel expected = fit(plain, {.l2 = l2});
                    for (std::size_t j = 0; j < expected.coefficients.size(); ++j) {
                        const bool last = j + 1 == expected.coefficients.size();
                        const Coefficient& c =
                            last ? model.coefficients.back() : model.coefficients[j];
                        CHECK(c.estimate ==
                              doctest::Approx(expected.coefficients[j].estimate).epsilon(1e-9));
                        CHECK(
                            c.standard_error ==
                            doctest::Approx(expected.coefficients[j].standard_error).epsilon(1e-9));
                    }
                }
}

TEST_CASE(
    "where a power is collinear and a higher one is not, estimates are still those of powers") {
    // x2 = x1^2: of x1, x1^2, x1^3, x2, x2^2 = x1^4, x2^3 = x1^6 only x2 is left out.
    Random random(63);
    MadeData data;
    data.columns.resize(2);
    MadeData plain;
    plain.columns.resize(5);
    for (int i = 0; i < 60; ++i) {
        const double x = static_cast<double>(i % 15) - 6;
        data.columns[0].push_back(x);
        data.columns[1].push_back(x * x);
        const int powers[] = {1, 2, 3, 4, 6};
        for (std::size_t j = 0; j < 5; ++j) plain.columns[j].push_back(std::pow(x, powers[j]));
        data.target.push_back(random.normal());
    }
    data.rows = plain.rows = 60;
    plain.target = data.target;
    const LinearModel model = fit(data, {.polynomial = 3}), expected = fit(plain, {});
    CHECK(model.coefficients[4].dropped);
    CHECK(model.coefficients[4].estimate == 0);
    const std::size_t places[] = {0, 1, 2, 3, 5, 6};
    for (std::size_t j = 0; j < 6; ++j) {
        CHECK(distance(model.coefficients[places[j]].estimate, expected.coefficients[j].estimate) <
              1e-12);
        CHECK(distance(model.coefficients[places[j]].standard_error,
                       expected.coefficients[j].standard_error) < 1e-12);
    }
}

TEST_CASE("features behind the first few enter without powers") {
    const MadeData data = test::make_linear_data(80, 3, 64);
    const LinearModel model = fit(data, {.polynomial = 2, .polynomial_features = 1});
    REQUIRE(model.coefficients.size() == 5);
    CHECK(model.coefficients[2].name == "x1^2");
    CHECK(model.coefficients[3].name == "x2");
    CHECK(model.powers.size() == 1);
}

TEST_CASE("powers beyond the range of numbers are refused with their feature") {
    MadeData data = line_of(10, 1e40, 1e39, 65);
    try {
        fit(data, {.polynomial = 10});
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.where().argument == "x1");
    }
}

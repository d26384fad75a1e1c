#include "tenon/lasso.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// Eight rows of three features, column by column.
const std::vector<double> design{2.5, 0.5,  2.2, 1.9, 3.1, 2.3,  2.0, 1.0,  //
                                 2.4, 0.7,  2.9, 2.2, 3.0, 2.7,  1.6, 1.1,  //
                                 1.0, -0.3, 0.4, 0.9, 2.0, -1.0, 0.1, 0.5};
const std::vector<double> numbers{1, 2, 2.5, 4, 4.2, 6, 7, 7.5};
const std::vector<double> classes{0, 0, 1, 0, 1, 1, 1, 0};

MatrixView view(const std::vector<double>& values, std::int64_t rows) {
    return MatrixView::column_major(values.data(), rows,
                                    static_cast<std::int64_t>(values.size()) / rows);
}

LassoFit fit(const std::vector<double>& target, ModelKind kind, double penalty) {
    const std::vector<double> penalties{penalty};
    return fit_lasso({}, view(design, 8), target, kind, penalties)[0];
}

// The slope of the smooth part along each scaled coefficient.
std::vector<double> slopes(const std::vector<double>& values, const std::vector<double>& target,
                           ModelKind kind, const LassoFit& f) {
    const auto n = target.size(), columns = f.coefficients.size();
    std::vector<double> residual(n, f.intercept), out;
    for (std::size_t j = 0; j < columns; ++j)
        for (std::size_t i = 0; i < n; ++i) residual[i] += f.coefficients[j] * values[j * n + i];
    for (std::size_t i = 0; i < n; ++i)
        residual[i] = (kind == ModelKind::logistic ? logistic_function(residual[i]) : residual[i]) -
                      target[i];
    for (std::size_t j = 0; j < columns; ++j) {
        double mean = 0, squares = 0, slope = 0;
        for (std::size_t i = 0; i < n; ++i) mean += values[j * n + i] / static_cast<double>(n);
        for (std::size_t i = 0; i < n; ++i) squares += std::pow(values[j * n + i] - mean, 2);
        const double sd = std::sqrt(squares / static_cast<double>(n - 1));
        for (std::size_t i = 0; i < n; ++i)
            slope += residual[i] * (values[j * n + i] - mean) / sd / static_cast<double>(n);
        out.push_back(slope);
    }
    return out;
}

}  // namespace

// Reference values: scikit-learn's Lasso (alpha 0.2) and its LogisticRegression with an L1 penalty
// (C = 1 / (8 * 0.03), solver saga) on the same features divided by their deviations (n - 1).
TEST_CASE("coefficients agree with the minimum of the stated objective") {
    const LassoFit linear = fit(numbers, ModelKind::linear, 0.2);
    CHECK(linear.scaled[0] == 0);
    CHECK(linear.scaled[1] == doctest::Approx(-0.153738151527902).epsilon(1e-9));
    CHECK(linear.scaled[2] == doctest::Approx(-0.278609624907893).epsilon(1e-9));
    CHECK(linear.iterations == 1);
    const LassoFit logistic = fit(classes, ModelKind::logistic, 0.03);
    CHECK(logistic.converged);
    CHECK(logistic.scaled[0] == doctest::Approx(2.259931321749691).epsilon(1e-6));
    CHECK(logistic.scaled[1] == doctest::Approx(0.211665671100533).epsilon(1e-5));
    CHECK(logistic.scaled[2] == doctest::Approx(-1.378438635187584).epsilon(1e-6));
}

TEST_CASE("at the minimum a slope is the penalty where there is a coefficient, and below it else") {
    Random random(6);
    for (int trial = 0; trial < 20; ++trial) {
        const std::int64_t rows = 60, columns = 8;
        std::vector<double> values, target;
        for (std::int64_t i = 0; i < rows * columns; ++i)
            values.push_back(5 + (1 + static_cast<double>(i / rows)) * random.normal());
        const bool logistic = trial % 2 == 1;
        for (std::int64_t i = 0; i < rows; ++i) {
            const double t = values[static_cast<std::size_t>(i)] - 5 + random.normal();
            target.push_back(logistic ? (t > 0 ? 1 : 0) : t);
        }
        const ModelKind kind = logistic ? ModelKind::logistic : ModelKind::linear;
        const double largest = largest_lasso_penalty({}, view(values, rows), target, kind);
        std::vector<double> penalties;
        for (const double share : {1.0, 0.5, 0.1, 0.01}) penalties.push_back(share * largest);
        const auto fits = fit_lasso({}, view(values, rows), target, kind, penalties);
        CHECK(fits[0].nonzero() == 0);
        CHECK(fits[1].nonzero() > 0);
        for (const LassoFit& f : fits) {
            CHECK(f.converged);
            const auto slope = slopes(values, target, kind, f);
            for (std::size_t j = 0; j < slope.size(); ++j) {
                CHECK(std::fabs(slope[j]) <= f.penalty + 1e-7);
                if (f.scaled[j] != 0)
                    CHECK(slope[j] ==
                          doctest::Approx(-std::copysign(f.penalty, f.scaled[j])).epsilon(1e-6));
            }
        }
    }
}

TEST_CASE("the unit of a feature makes no difference to what is chosen") {
    std::vector<double> other = design;
    for (std::size_t i = 0; i < 8; ++i) other[i] = other[i] * 1e6 + 3e6;
    const std::vector<double> penalties{0.1};
    const LassoFit here = fit_lasso({}, view(design, 8), numbers, ModelKind::linear, penalties)[0];
    const LassoFit there = fit_lasso({}, view(other, 8), numbers, ModelKind::linear, penalties)[0];
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(there.scaled[j] == doctest::Approx(here.scaled[j]).epsilon(1e-9));
}

TEST_CASE("separated classes have finite coefficients under a penalty, and constants have none") {
    const std::vector<double> values{1, 2, 3, 4, 7, 7, 7, 7};
    const std::vector<double> target{0, 0, 1, 1}, penalties{1e-4};
    const LassoFit f = fit_lasso({}, view(values, 4), target, ModelKind::logistic, penalties)[0];
    CHECK(f.converged);
    CHECK(f.scaled[0] > 1);
    CHECK(f.scaled[1] == 0);
}

TEST_CASE("shapes, penalties and data that cannot be are refused") {
    const auto refused = [](const std::vector<double>& target, ModelKind kind, double penalty) {
        try {
            fit(target, kind, penalty);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(refused({1, 2}, ModelKind::linear, 1) == Status::argument);
    CHECK(refused(numbers, ModelKind::linear, -1) == Status::argument);
    CHECK(refused(numbers, ModelKind::logistic, 1) == Status::data);
    CHECK(refused(std::vector<double>(8, 1), ModelKind::logistic, 1) == Status::data);
    std::vector<double> broken = numbers;
    broken[3] = std::numeric_limits<double>::quiet_NaN();
    CHECK(refused(broken, ModelKind::linear, 1) == Status::data);
}

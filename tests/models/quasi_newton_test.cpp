// Passes without a Hessian lead Newton's method to where it would have gone by itself.
#include "models/quasi_newton.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/bernoulli.hpp"
#include "models/made_data.hpp"
#include "models/mean_family.hpp"
#include "models/predictor_fit.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using Eigen::VectorXd;

namespace {

// Standard normal features and classes drawn from a score of this standard deviation.
test::MadeData make_wide(std::int64_t rows, std::int64_t features, double strength,
                         std::uint64_t seed) {
    Random random(seed);
    test::MadeData data;
    data.rows = rows;
    data.columns.resize(static_cast<std::size_t>(features));
    std::vector<double> effects;
    for (std::int64_t j = 0; j < features; ++j)
        effects.push_back(random.normal() * strength / std::sqrt(static_cast<double>(features)));
    for (std::int64_t i = 0; i < rows; ++i) {
        double score = -0.3;
        for (std::size_t j = 0; j < data.columns.size(); ++j) {
            data.columns[j].push_back(random.normal());
            score += data.columns[j].back() * effects[j];
        }
        data.target.push_back(random.uniform() < logistic_function(score) ? 1 : 0);
    }
    return data;
}

// Every column from the second on becomes the one before it, and this share of itself.
void make_collinear(test::MadeData& data, double share) {
    for (std::size_t j = 1; j < data.columns.size(); j += 2)
        for (std::size_t i = 0; i < data.columns[j].size(); ++i)
            data.columns[j][i] = data.columns[j - 1][i] + share * data.columns[j][i];
}

struct Both {
    models::PredictorResult fast;
    models::NewtonResult exact;
};

// The fit as it is made, and by Newton's method from the same start.
Both fit_both(const test::MadeData& data, double l2, const models::Family& family,
              RowExtras extras = {}) {
    const std::vector<double> values = data.column_major();
    const auto features = MatrixView::column_major(values.data(), data.rows,
                                                   static_cast<std::int64_t>(data.columns.size()));
    const Context context;
    const models::FitRows rows(context, features, data.target, extras, {}, false);
    const std::vector<std::string> names = data.names();
    const models::Design design = models::make_design(context, rows.features(), names, true);
    const models::PredictorFit fit(context, design, family, rows, {.l2 = l2});
    const models::NewtonProblem problem = fit.make_problem();
    REQUIRE(models::suits_quasi_newton(problem));
    const VectorXd start = fit.intercept_start(0.2);
    Both both;
    both.fast = fit.run(start);
    both.exact = models::newton(context, problem, {start});
    if (both.exact.converged) models::polish(context, problem, both.exact);
    return both;
}

void check_same(const Both& both, double tolerance) {
    REQUIRE(both.fast.converged());
    REQUIRE(both.exact.converged);
    const VectorXd& a = both.fast.newton.theta;
    const VectorXd& b = both.exact.theta;
    CHECK((a - b).cwiseAbs().maxCoeff() <= tolerance * b.cwiseAbs().maxCoeff());
    CHECK(std::fabs(both.fast.newton.at.log_likelihood - both.exact.at.log_likelihood) <=
          1e-13 * std::fabs(both.exact.at.log_likelihood));
    const Eigen::MatrixXd difference = both.fast.newton.at.hessian - both.exact.at.hessian;
    CHECK(difference.cwiseAbs().maxCoeff() <= 1e-8 * both.exact.at.hessian.cwiseAbs().maxCoeff());
}

}  // namespace

TEST_CASE("wide logistic fits agree with Newton's method from the first step on") {
    const models::Bernoulli family;
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        const double strength = seed % 2 == 0 ? 1 : 2.5, l2 = seed % 3 == 0 ? 0 : 0.1;
        CAPTURE(seed);
        check_same(fit_both(make_wide(1500, 170, strength, seed), l2, family), 1e-12);
    }
}

TEST_CASE("so do nearly collinear ones, by whatever path") {
    const models::Bernoulli family;
    for (const double share : {1e-2, 1e-4, 1e-7}) {
        test::MadeData data = make_wide(1200, 165, 1, 11);
        make_collinear(data, share);
        CAPTURE(share);
        // In the basis of the fit theta is as well determined as the data allow; digits beyond
        // those of the columns themselves are not there to be found.
        check_same(fit_both(data, 0, family), std::max(1e-12, 1e-15 / share));
    }
}

TEST_CASE("so do weighted ones with an offset, and counts") {
    test::MadeData data = make_wide(1500, 170, 1, 21);
    Random random(5);
    std::vector<double> weights, offset;
    for (std::int64_t i = 0; i < data.rows; ++i) {
        weights.push_back(random.uniform() * 3 + 0.1);
        offset.push_back(random.normal());
    }
    check_same(fit_both(data, 0.5, models::Bernoulli(), {.weights = weights, .offset = offset}),
               1e-12);
    for (double& y : data.target) y = std::floor(random.uniform() * 3) + 2 * y;
    check_same(fit_both(data, 0, models::Poisson(Link::log)), 1e-12);
}

TEST_CASE("many rows of a wide design begin with the Hessian of few of them") {
    const models::Bernoulli family;
    check_same(fit_both(make_wide(41000, 162, 1.5, 31), 1, family), 1e-12);
}

TEST_CASE("a wide fit has the same bits for any number of threads") {
    const test::MadeData data = make_wide(3000, 200, 2, 41);
    const std::vector<double> values = data.column_major();
    const auto features = MatrixView::column_major(values.data(), data.rows,
                                                   static_cast<std::int64_t>(data.columns.size()));
    const auto fit = [&](int threads) {
        Context context;
        context.threads = threads;
        return fit_logistic(context, features, data.target, data.names(), {.l2 = 0.3});
    };
    const LinearModel one = fit(1);
    for (const int threads : {2, 4, 8}) {
        const LinearModel many = fit(threads);
        for (std::size_t j = 0; j < one.coefficients.size(); ++j) {
            CHECK(many.coefficients[j].estimate == one.coefficients[j].estimate);
            CHECK(many.coefficients[j].standard_error == one.coefficients[j].standard_error);
        }
        CHECK(many.summary.log_likelihood == one.summary.log_likelihood);
        CHECK(many.summary.iterations == one.summary.iterations);
    }
}

TEST_CASE("a wide fit that a feature separates says so and names it") {
    for (const bool complete : {true, false}) {
        CAPTURE(complete);
        test::MadeData data = make_wide(1400, 165, 1, 51);
        for (std::size_t i = 0; i < data.target.size(); ++i) {
            double& x = data.columns[7][i];
            const bool one = data.target[i] == 1;
            if (complete)
                x = std::fabs(x) * (one ? 1 : -1) + (one ? 0.01 : -0.01);
            else
                x = one && x > 0 ? 1 : 0;  // what has a 1 here is of class 1
        }
        const std::vector<double> values = data.column_major();
        const LinearModel model = fit_logistic(
            {}, MatrixView::column_major(values.data(), data.rows, 165), data.target, data.names());
        CHECK_FALSE(model.summary.converged);
        CHECK((model.summary.flags & (complete ? fit_separation : fit_quasi_separation)) != 0);
        bool named = false;
        for (const std::string& text : model.warnings)
            named = named || text.find("x8") != std::string::npos;
        CHECK(named);
    }
}

TEST_CASE("a wide fit that may not take enough steps says that it did not converge") {
    const test::MadeData data = make_wide(1500, 170, 2, 61);
    const std::vector<double> values = data.column_major();
    for (const std::int64_t most : {1, 3}) {
        const LinearModel model =
            fit_logistic({}, MatrixView::column_major(values.data(), data.rows, 170), data.target,
                         data.names(), {.max_iterations = most});
        CHECK_FALSE(model.summary.converged);
        CHECK(model.summary.iterations == most);
        CHECK((model.summary.flags & fit_not_converged) != 0);
    }
}

TEST_CASE("a penalised fit without inference ends at the same maximum, without errors") {
    const test::MadeData data = make_wide(600, 170, 1.5, 12);
    const std::vector<double> values = data.column_major();
    const auto features = MatrixView::column_major(values.data(), data.rows, 170);
    LogisticOptions options;
    options.l2 = 1;
    const LinearModel whole = fit_logistic({}, features, data.target, data.names(), options);
    options.inference = false;
    const LinearModel quick = fit_logistic({}, features, data.target, data.names(), options);
    CHECK(quick.summary.converged);
    CHECK(quick.warnings.empty());  // the one about standard errors of a penalised fit is not due
    CHECK(quick.summary.gradient_norm <= options.tolerance);
    CHECK(std::fabs(quick.summary.log_likelihood - whole.summary.log_likelihood) <=
          1e-9 * std::fabs(whole.summary.log_likelihood));
    for (std::size_t j = 0; j < whole.coefficients.size(); ++j) {
        const Coefficient &a = quick.coefficients[j], &b = whole.coefficients[j];
        CHECK(std::fabs(a.estimate - b.estimate) <= 1e-7 * (1 + std::fabs(b.estimate)));
        CHECK(std::isnan(a.standard_error));
        CHECK(std::isnan(a.p_value));
        CHECK(std::isnan(a.low));
        CHECK(b.standard_error > 0);
    }
    // Separated classes are found as ever: their search has the step it needs.
    options.l2 = 0;
    test::MadeData apart = make_wide(300, 2, 1, 13);
    for (std::size_t i = 0; i < apart.target.size(); ++i)
        apart.target[i] = apart.columns[0][i] > 0 ? 1 : 0;
    const std::vector<double> apart_values = apart.column_major();
    const LinearModel separated =
        fit_logistic({}, MatrixView::column_major(apart_values.data(), apart.rows, 2), apart.target,
                     apart.names(), options);
    CHECK_FALSE(separated.summary.converged);
    options.profile_intervals = true;
    CHECK_THROWS_AS(fit_logistic({}, features, data.target, data.names(), options), Error);
}

#include "tenon/ridge_path.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/linear.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

struct Sample {
    std::int64_t rows, columns;
    std::vector<double> values, target, weights;
    std::vector<std::string> names;
    std::vector<std::int32_t> fold_of;

    MatrixView view() const { return MatrixView::row_major(values.data(), rows, columns); }
};

Sample sample(std::uint64_t seed, std::int64_t rows, std::int64_t columns) {
    Random random(seed);
    Sample s{rows, columns, {}, {}, {}, {}, {}};
    for (std::int64_t i = 0; i < rows; ++i) {
        const double common = random.normal();
        double t = 50;
        for (std::int64_t j = 0; j < columns; ++j) {
            const double z = random.normal() + common;
            s.values.push_back(z * std::pow(10.0, static_cast<double>(j % 4)) - 7);
            t += z / (1 + static_cast<double>(j));
        }
        s.target.push_back(t + random.normal());
        s.weights.push_back(std::floor(3 * random.uniform()) / 2);
        s.fold_of.push_back(static_cast<std::int32_t>(random.below(5)));
    }
    for (std::int64_t j = 0; j < columns; ++j) s.names.push_back("x" + std::to_string(j));
    return s;
}

}  // namespace

TEST_CASE("every fit of the path is the ridge fit of that penalty") {
    for (const bool intercept : {true, false}) {
        const Sample s = sample(1, 120, 6);
        RidgeOptions options;
        options.intercept = intercept;
        options.penalties = {1e4, 3, 1e-3};
        const auto path = fit_ridge_path({}, s.view(), s.target, options);
        for (std::size_t k = 0; k < 3; ++k) {
            LinearOptions single;
            single.intercept = intercept;
            single.l2 = options.penalties[k];
            const auto model = fit_linear({}, s.view(), s.target, s.names, single);
            const RidgeFit& fit = path.fits[k];
            CHECK(fit.intercept == doctest::Approx(model.intercept()).epsilon(1e-9));
            for (std::size_t j = 0; j < 6; ++j)
                CHECK(fit.coefficients[j] ==
                      doctest::Approx(model.coefficients[j + (intercept ? 1 : 0)].estimate)
                          .epsilon(1e-9));
            CHECK(fit.gradient < 1e-12);
        }
    }
}

TEST_CASE("with weights the slope of the stated objective is zero") {
    const Sample s = sample(7, 150, 4);
    RidgeOptions options;
    options.penalties = {20};
    const auto path = fit_ridge_path({}, s.view(), s.target, options, s.weights);
    const RidgeFit& fit = path.fits[0];
    double records = 0, weight = 0, free = 0;
    std::vector<double> residual;
    for (std::int64_t i = 0; i < s.rows; ++i) {
        const auto at = static_cast<std::size_t>(i);
        residual.push_back(s.target[at] - fit.intercept);
        for (std::int64_t j = 0; j < 4; ++j)
            residual.back() -= fit.coefficients[static_cast<std::size_t>(j)] * s.view()(i, j);
        weight += s.weights[at];
        records += s.weights[at] > 0;
        free += s.weights[at] * residual.back();
    }
    CHECK(std::fabs(free) < 1e-9);
    for (std::int64_t j = 0; j < 4; ++j) {
        double mean = 0, square = 0, slope = 0;
        for (std::int64_t i = 0; i < s.rows; ++i)
            mean += s.weights[static_cast<std::size_t>(i)] * s.view()(i, j) / weight;
        for (std::int64_t i = 0; i < s.rows; ++i) {
            const auto at = static_cast<std::size_t>(i);
            square += s.weights[at] * std::pow(s.view()(i, j) - mean, 2) / weight;
            slope += s.weights[at] * residual[at] * (s.view()(i, j) - mean);
        }
        const double scale = std::sqrt(square * records / (records - 1));
        const auto at = static_cast<std::size_t>(j);
        CHECK(path.scales[at] == doctest::Approx(scale).epsilon(1e-10));
        CHECK(slope / scale == doctest::Approx(20 * fit.scaled[at]).epsilon(1e-9));
    }
}

TEST_CASE("effective coefficients go from the intercept alone to all of them") {
    const Sample s = sample(2, 200, 5);
    RidgeOptions options;
    options.penalties = {1e12, 1e-12};
    const auto path = fit_ridge_path({}, s.view(), s.target, options);
    CHECK(path.fits[0].effective == doctest::Approx(1).epsilon(1e-6));
    CHECK(path.fits[1].effective == doctest::Approx(6).epsilon(1e-6));
}

TEST_CASE("the error of a fold is that of a fit without its records") {
    const Sample s = sample(3, 400, 7);
    const auto choice = choose_ridge({}, s.view(), s.target, s.fold_of, {}, s.weights);
    REQUIRE(choice.error.size() == 50);
    std::vector<double> penalties;
    for (const RidgeFit& fit : choice.path.fits) penalties.push_back(fit.penalty);
    RidgeOptions same;
    same.penalties = penalties;
    for (std::int32_t fold = 0; fold < 5; ++fold) {
        std::vector<double> training = s.weights;
        for (std::size_t i = 0; i < training.size(); ++i)
            if (s.fold_of[i] == fold) training[i] = 0;
        const auto path = fit_ridge_path({}, s.view(), s.target, same, training);
        for (const std::size_t k : {std::size_t{0}, std::size_t{20}, std::size_t{49}}) {
            const RidgeFit& fit = path.fits[k];
            double squares = 0, weight = 0;
            for (std::int64_t i = 0; i < s.rows; ++i) {
                const auto at = static_cast<std::size_t>(i);
                if (s.fold_of[at] != fold) continue;
                double residual = s.target[at] - fit.intercept;
                for (std::int64_t j = 0; j < s.columns; ++j)
                    residual -= fit.coefficients[static_cast<std::size_t>(j)] * s.view()(i, j);
                squares += s.weights[at] * residual * residual;
                weight += s.weights[at];
            }
            CHECK(choice.fold_errors[static_cast<std::size_t>(fold)][k] ==
                  doctest::Approx(squares / weight).epsilon(1e-8));
        }
    }
    const auto best = static_cast<std::size_t>(choice.best);
    CHECK(choice.error[best] == *std::min_element(choice.error.begin(), choice.error.end()));
}

TEST_CASE("bits are the same for any number of threads") {
    const Sample s = sample(4, 6000, 11);
    const auto base = choose_ridge({}, s.view(), s.target, s.fold_of);
    for (const int threads : {2, 4, 8}) {
        Context context;
        context.threads = threads;
        const auto other = choose_ridge(context, s.view(), s.target, s.fold_of);
        CHECK(other.error == base.error);
        CHECK(other.path.fits[7].coefficients == base.path.fits[7].coefficients);
    }
}

TEST_CASE("copies and constants among the features are no trouble to a penalty") {
    Sample s = sample(5, 100, 5);
    for (std::int64_t i = 0; i < 100; ++i) {
        s.values[static_cast<std::size_t>(5 * i + 1)] = s.values[static_cast<std::size_t>(5 * i)];
        s.values[static_cast<std::size_t>(5 * i + 2)] = 4;
    }
    const auto choice = choose_ridge({}, s.view(), s.target, s.fold_of);
    for (const RidgeFit& fit : choice.path.fits) {
        CHECK(fit.scaled[0] == doctest::Approx(fit.scaled[1]).epsilon(1e-6));
        CHECK(fit.coefficients[2] == 0);
    }
    for (const double error : choice.error) CHECK(std::isfinite(error));
}

TEST_CASE("penalties, folds and weights that cannot be are refused") {
    const Sample s = sample(6, 30, 2);
    const auto refused = [&](const RidgeOptions& options, std::vector<std::int32_t> fold_of,
                             std::vector<double> weights) {
        try {
            choose_ridge({}, s.view(), s.target, fold_of, options, weights);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    RidgeOptions zero, none;
    zero.penalties = {0};
    none.steps = 0;
    CHECK(refused(zero, s.fold_of, {}) == Status::argument);
    CHECK(refused(none, s.fold_of, {}) == Status::argument);
    CHECK(refused({}, {0, 1}, {}) == Status::argument);
    CHECK(refused({}, s.fold_of, {1}) == Status::argument);
    std::vector<double> weights(30, 1);
    for (std::size_t i = 0; i < 30; ++i)
        if (s.fold_of[i] == 1) weights[i] = 0;
    CHECK(refused({}, s.fold_of, weights) == Status::data);
}

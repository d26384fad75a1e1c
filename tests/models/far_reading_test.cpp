// One cell of a feature lies so far out (a sentinel such as -9999, an overflow) that its row is
// settled beyond any doubt at the maximum: there the other rows have their own estimates.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "models/made_data.hpp"
#include "tenon/glm.hpp"
#include "tenon/logistic.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"

using namespace tenon;
using test::MadeData;

namespace {

// x1 rises from -1.5 to 1.5, and the target's mean with it; x2 is noise.
MadeData make_rows(std::int64_t rows, bool counts, std::uint64_t seed) {
    Random random(seed);
    MadeData data{rows, {{}, {}}, {}};
    for (std::int64_t i = 0; i < rows; ++i) {
        const double x = 3 * random.uniform() - 1.5, z = random.normal();
        const double mean = std::exp(0.3 + x);
        double y = 0;
        if (counts)
            for (double left = mean + std::log(random.uniform()); left > 0;
                 left += std::log(random.uniform()))
                ++y;
        else
            y = random.uniform() < mean / (1 + mean);
        data.columns[0].push_back(20 + 5 * x);
        data.columns[1].push_back(z);
        data.target.push_back(y);
    }
    return data;
}

// The same with a row of target 0 whose x1 is `value`.
MadeData with_far_row(MadeData data, double value) {
    ++data.rows;
    data.columns[0].insert(data.columns[0].begin() + 7, value);
    data.columns[1].insert(data.columns[1].begin() + 7, 0.4);
    data.target.insert(data.target.begin() + 7, 0);
    return data;
}

LinearModel fit_counts(const MadeData& data, const GlmOptions& options) {
    const auto values = data.column_major();
    return fit_glm({}, MatrixView::column_major(values.data(), data.rows, 2), data.target,
                   data.names(), options);
}

LinearModel fit_classes(const MadeData& data, const LogisticOptions& options = {}) {
    const auto values = data.column_major();
    return fit_logistic({}, MatrixView::column_major(values.data(), data.rows, 2), data.target,
                        data.names(), options);
}

void check_same_maximum(const LinearModel& model, const LinearModel& rest) {
    REQUIRE(rest.summary.converged);
    CHECK(model.summary.converged);
    CHECK(model.summary.flags == rest.summary.flags);
    CHECK(model.warnings == rest.warnings);
    CHECK(test::distance(model.summary.log_likelihood, rest.summary.log_likelihood) < 1e-12);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(test::distance(model.coefficients[j].estimate, rest.coefficients[j].estimate) < 1e-8);
        CHECK(test::distance(model.coefficients[j].standard_error,
                             rest.coefficients[j].standard_error) < 1e-6);
    }
}

}  // namespace

TEST_CASE("a mean that vanishes beyond the range of numbers lets counts reach their maximum") {
    const MadeData data = make_rows(300, true, 71);
    for (const double value : {-9999.0, -99999.0}) {
        CAPTURE(value);
        const MadeData far = with_far_row(data, value);
        GlmOptions options;
        options.family = ModelKind::poisson;
        check_same_maximum(fit_counts(far, options), fit_counts(data, options));
        options.family = ModelKind::negative_binomial;
        options.shape = 0.5;
        check_same_maximum(fit_counts(far, options), fit_counts(data, options));
    }
}

TEST_CASE("amounts of Tweedie's family reach their maximum beside a far row of 0") {
    const MadeData data = make_rows(300, true, 72);
    GlmOptions options;
    options.family = ModelKind::tweedie;
    for (const double power : {1.1, 1.5, 1.9}) {
        CAPTURE(power);
        options.shape = power;
        const LinearModel rest = fit_counts(data, options);
        const LinearModel model = fit_counts(with_far_row(data, -9999), options);
        REQUIRE(rest.summary.converged);
        CHECK(model.summary.converged);
        for (std::size_t j = 0; j < 3; ++j)
            CHECK(test::distance(model.coefficients[j].estimate, rest.coefficients[j].estimate) <
                  1e-8);
        CHECK(test::distance(model.summary.deviance, rest.summary.deviance) < 1e-9);
        CHECK(test::distance(model.summary.pearson, rest.summary.pearson) < 1e-9);
    }
}

TEST_CASE("classes reach their maximum beside a far row, and no separation is made up") {
    const MadeData data = make_rows(300, false, 73);
    const LinearModel rest = fit_classes(data);
    for (const double value : {-9999.0, -1e6, -2147483648.0, -1e12}) {
        CAPTURE(value);
        check_same_maximum(fit_classes(with_far_row(data, value)), rest);
    }
}

TEST_CASE("counts reach their maximum beside a far row, and no row is told apart by it") {
    const MadeData data = make_rows(300, true, 71);
    GlmOptions options;
    for (const ModelKind family : {ModelKind::poisson, ModelKind::negative_binomial}) {
        options.family = family;
        if (family == ModelKind::negative_binomial) options.shape = 0.5;
        check_same_maximum(fit_counts(with_far_row(data, -2147483648.0), options),
                           fit_counts(data, options));
    }
}

TEST_CASE("Firth's estimate is the greatest maximum beside a far row, narrow or wide") {
    // Where the far row is settled its part of the information is 0, and the penalised likelihood
    // is that of the others, whatever the columns.
    for (const std::int64_t noise : {0, 15}) {
        MadeData data = make_rows(300, false, 74);
        Random random(75);
        for (std::int64_t j = 0; j < noise; ++j) {
            data.columns.emplace_back();
            for (int i = 0; i < 300; ++i) data.columns.back().push_back(random.normal());
        }
        const auto fit = [](const MadeData& d) {
            const auto values = d.column_major();
            const auto width = static_cast<std::int64_t>(d.columns.size());
            return fit_logistic({}, MatrixView::column_major(values.data(), d.rows, width),
                                d.target, d.names(), {.firth = true});
        };
        const LinearModel rest = fit(data);
        for (const double value : {-9999.0, -1e8, -2147483648.0, -1e10}) {
            CAPTURE(noise);
            CAPTURE(value);
            MadeData far = with_far_row(data, value);
            for (std::size_t j = 2; j < far.columns.size(); ++j)
                far.columns[j].insert(far.columns[j].begin() + 7, 0.1);
            check_same_maximum(fit(far), rest);
        }
    }
}

TEST_CASE("three classes reach their maximum beside a far row, and no separation is made up") {
    MadeData data = make_rows(300, false, 76);
    Random random(77);
    for (double& y : data.target)
        if (random.uniform() < 0.3) y = 2;
    const auto fit = [](const MadeData& d, bool ordered) {
        const auto values = d.column_major();
        const MatrixView view = MatrixView::column_major(values.data(), d.rows, 2);
        return ordered ? fit_ordinal({}, view, d.target, d.names(), {})
                       : fit_multinomial({}, view, d.target, d.names(), {});
    };
    for (const bool ordered : {false, true}) {
        const ClassModel rest = fit(data, ordered);
        REQUIRE(rest.summary.converged);
        for (const double value : {-9999.0, -2147483648.0, -1e10, -1e12}) {
            CAPTURE(ordered);
            CAPTURE(value);
            const ClassModel model = fit(with_far_row(data, value), ordered);
            CHECK(model.summary.converged);
            CHECK(model.summary.flags == rest.summary.flags);
            CHECK(test::distance(model.summary.log_likelihood, rest.summary.log_likelihood) <
                  1e-12);
        }
    }
}

TEST_CASE("a fit that stops says whether more iterations would help") {
    MadeData data = make_rows(300, false, 78);
    const LinearModel cut = fit_classes(data, {.max_iterations = 2});
    REQUIRE(cut.warnings.size() == 1);
    CHECK(cut.warnings[0].find("raise max_iterations") != std::string::npos);
    // Rows that are separated, but by slopes of which the far row holds one to a millionth of the
    // other: no step in double precision shows it.
    const MadeData stuck{5, {{1 << 20, 0, 0, 0, 1}, {0, 0, 1, 1, 1}}, {0, 0, 0, 1, 1}};
    const LinearModel model = fit_classes(stuck);
    CHECK_FALSE(model.summary.converged);
    REQUIRE(model.summary.iterations < 100);
    REQUIRE(model.warnings.size() == 1);
    CHECK(model.warnings[0].find("no further step is a gain") != std::string::npos);
    CHECK(model.warnings[0].find("max_iterations") == std::string::npos);
}

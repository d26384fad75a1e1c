// Slopes that do not depend on the unit of the target nor on a constant in the offset.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tenon/glm.hpp"
#include "tenon/logistic.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> names{"a", "b"};

struct Amounts {
    std::vector<double> features, target;  // features row after row

    explicit Amounts(double zeros) {
        Random random(11);
        for (int i = 0; i < 100; ++i) {
            const double a = random.uniform(), b = random.uniform();
            features.insert(features.end(), {a, b});
            const double noise = 0.5 + random.uniform();
            target.push_back(random.uniform() < zeros ? 0 : (1 + a + 0.5 * b) * noise);
        }
    }
    MatrixView view() const { return MatrixView::row_major(features.data(), 100, 2); }
};

LinearModel fit(const Amounts& data, const GlmOptions& options, double scale,
                const std::vector<double>& offset = {}) {
    std::vector<double> target = data.target;
    for (double& y : target) y *= scale;
    return fit_glm({}, data.view(), target, names, options, {.offset = offset});
}

void check_close(double value, double truth, double relative) {
    CHECK(std::fabs(value - truth) <= relative * std::fabs(truth));
}

}  // namespace

TEST_CASE("amounts have the same slopes in every unit") {
    for (const ModelKind family : {ModelKind::gamma, ModelKind::tweedie}) {
        const Amounts data(family == ModelKind::tweedie ? 0.2 : 0);
        GlmOptions options;
        options.family = family;
        if (family == ModelKind::tweedie) options.shape = 1.5;
        for (const Link link : {Link::log, Link::identity, Link::inverse}) {
            if (link == Link::inverse && family == ModelKind::tweedie) continue;
            options.link = link;
            const LinearModel plain = fit(data, options, 1);
            REQUIRE(plain.summary.converged);
            for (const double scale : {1e-300, 1e-100, 1e-40, 1e-6, 1e6, 1e20, 1e100, 1e300}) {
                CAPTURE(scale);
                const LinearModel model = fit(data, options, scale);
                CHECK(model.summary.converged);
                const double unit = link == Link::log        ? 1
                                    : link == Link::identity ? scale
                                                             : 1 / scale;
                for (std::size_t j = 1; j < 3; ++j) {
                    check_close(model.coefficients[j].estimate / unit,
                                plain.coefficients[j].estimate, 1e-10);
                    check_close(model.coefficients[j].standard_error / unit,
                                plain.coefficients[j].standard_error, 1e-8);
                }
                // The density of y s is that of y over s.
                double positive = 0;
                for (const double y : data.target) positive += y > 0;
                check_close(model.summary.log_likelihood + positive * std::log(scale),
                            plain.summary.log_likelihood, 1e-8);
                check_close(model.summary.r2, plain.summary.r2, 1e-8);
            }
        }
    }
}

TEST_CASE("a penalty on amounts under a log link does not depend on the unit of a gamma target") {
    const Amounts data(0);
    GlmOptions options;
    options.family = ModelKind::gamma;
    options.l2 = 5;
    const LinearModel plain = fit(data, options, 1), scaled = fit(data, options, 1e200);
    for (std::size_t j = 1; j < 3; ++j)
        check_close(scaled.coefficients[j].estimate, plain.coefficients[j].estimate, 1e-10);
}

TEST_CASE("counts of any size converge") {
    const Amounts data(0);
    for (const double scale : {1e3, 1e6, 1e9, 1e12, 1e14}) {
        CAPTURE(scale);
        const LinearModel model = fit(data, {}, scale), same = fit(data, {}, 8 * scale);
        CHECK(model.summary.converged);
        for (std::size_t j = 1; j < 3; ++j)
            check_close(same.coefficients[j].estimate, model.coefficients[j].estimate, 1e-10);
    }
}

TEST_CASE("a constant in the offset goes into the intercept, however large") {
    const Amounts data(0);
    for (const ModelKind family :
         {ModelKind::poisson, ModelKind::negative_binomial, ModelKind::gamma}) {
        GlmOptions options;
        options.family = family;
        if (family == ModelKind::negative_binomial) options.shape = 0.5;
        const LinearModel plain = fit(data, options, 1);
        for (const double constant : {-2000.0, -750.0, -710.0, 710.0, 750.0, 2000.0}) {
            CAPTURE(constant);
            const LinearModel model =
                fit(data, options, 1, std::vector<double>(data.target.size(), constant));
            CHECK(model.summary.converged);
            check_close(model.coefficients[0].estimate, plain.coefficients[0].estimate - constant,
                        1e-10);
            check_close(model.coefficients[1].estimate, plain.coefficients[1].estimate, 1e-9);
        }
    }
}

TEST_CASE("a constant in the offset of log-odds goes into the intercept") {
    const Amounts data(0);
    std::vector<double> classes;
    for (const double y : data.target) classes.push_back(y > 1.8 ? 1 : 0);
    const LinearModel plain = fit_logistic({}, data.view(), classes, names);
    for (const double constant : {-2000.0, 745.0}) {
        const std::vector<double> offset(classes.size(), constant);
        const LinearModel model =
            fit_logistic({}, data.view(), classes, names, {}, {.offset = offset});
        CHECK(model.summary.converged);
        check_close(model.coefficients[1].estimate, plain.coefficients[1].estimate, 1e-9);
        check_close(model.summary.null_log_likelihood, plain.summary.null_log_likelihood, 1e-10);
    }
}

TEST_CASE("slices too have the same slopes in every unit and beside every constant") {
    const Amounts data(0.2);
    for (const double scale : {1e-40, 1e-6, 1.0, 1e20}) {
        for (const double constant : {-750.0, 0.0, 750.0}) {
            CAPTURE(scale);
            CAPTURE(constant);
            std::vector<double> target = data.target;
            for (double& y : target) y *= scale;
            const std::vector<double> offset(target.size(), constant);
            auto left = std::make_shared<bool>(true);
            const RowSource source{[&, left](RowBlock& next) {
                                       next = {data.view(), target, {}, offset};
                                       return std::exchange(*left, false);
                                   },
                                   [left] { return *left = true; }};
            GlmOptions options;
            options.family = ModelKind::tweedie;
            options.shape = 1.5;
            const LinearModel plain = fit(data, options, 1),
                              model = fit_glm({}, source, names, options);
            CHECK(model.summary.converged);
            for (std::size_t j = 1; j < 3; ++j)
                check_close(model.coefficients[j].estimate, plain.coefficients[j].estimate, 1e-9);
        }
    }
}

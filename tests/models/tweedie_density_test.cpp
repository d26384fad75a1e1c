// Densities and dispersions of amounts where the dispersion is small, against 40-digit sums of the
// series of Dunn and Smyth (mpmath).
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <vector>

#include "models/dispersion.hpp"
#include "tenon/glm.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::models;

namespace {

double log_density(double y, double mean, double power, double dispersion) {
    return tweedie_likelihood({}, {{&y, 1}, {&mean, 1}, {}}, power, dispersion).log_likelihood;
}

bool warns(const LinearModel& model, const std::string& words) {
    for (const auto& w : model.warnings)
        if (w.find(words) != std::string::npos) return true;
    return false;
}

LinearModel fit(ModelKind family, const std::vector<double>& x, const std::vector<double>& y,
                const GlmOptions& given = {}) {
    GlmOptions options = given;
    options.family = family;
    const std::vector<std::string> names{"x"};
    return fit_glm({}, MatrixView::row_major(x.data(), static_cast<std::int64_t>(x.size()), 1), y,
                   names, options);
}

}  // namespace

TEST_CASE("Tweedie's log-density agrees with the series summed to forty digits") {
    struct Case {
        double y, mean, power, dispersion, value;
    };
    const Case cases[] = {
        {1.5, 1, 1.5, 1, -1.4104594964971180904},
        {0.25, 2, 1.25, 0.5, -2.246319646996784209},
        {3, 2.5, 1.9, 0.125, -1.0886291456752014988},
        {40, 30, 1.0625, 0.5, -4.9558258994347015029},
        {1, 1.0625, 1.5, 0.0009765625, 0.66478519180049916116},
        {1, 1.0009765625, 1.5, 0.0000152587890625, 4.5950179704245769509},
        {7, 8, 1.96875, 0.015625, -1.3380962311679461996},
        {0.0009765625, 1, 1.5, 2, -1.0004883209799635953},
    };
    for (const Case& c : cases)
        CHECK(std::fabs(log_density(c.y, c.mean, c.power, c.dispersion) - c.value) <=
              2e-14 * std::fabs(c.value) + 1e-14);
}

TEST_CASE("a tiny dispersion leaves the saddlepoint's density, and costs no more") {
    // -ln(2 pi phi y^p)/2 to O(phi); the series about its peak at 1e30 terms.
    for (const double dispersion : {1e-10, 1e-20, 1e-30}) {
        const double expected = -std::log(2 * std::numbers::pi * dispersion) / 2;
        CHECK(std::fabs(log_density(1, 1, 1.5, dispersion) - expected) <= 1e-9);
    }
}

TEST_CASE("the slope of Tweedie's likelihood is that of its values") {
    const std::vector<double> y{0, 0.5, 1, 3}, mean{0.4, 0.6, 1.1, 2.5};
    for (const double dispersion : {2.0, 0.05, 1e-4}) {
        const double h = 1e-5;
        const auto at = [&](double log_phi) {
            return tweedie_likelihood({}, {y, mean, {}}, 1.4, std::exp(log_phi));
        };
        const double t = std::log(dispersion);
        const double difference = (at(t + h).log_likelihood - at(t - h).log_likelihood) / (2 * h);
        CHECK(at(t).slope == doctest::Approx(difference).epsilon(1e-8));
    }
}

TEST_CASE("an exact fit of amounts ends, and says that the likelihood has no bound") {
    const std::vector<double> two_x{1, 2}, two_y{3, 4};
    CHECK(warns(fit(ModelKind::tweedie, two_x, two_y), "without bound"));
    CHECK(warns(fit(ModelKind::gamma, two_x, two_y), "without bound"));
    std::vector<double> x, y;
    for (int i = 0; i < 12; ++i) {
        x.push_back(i);
        y.push_back(std::exp(0.1 * i));
    }
    const LinearModel exact = fit(ModelKind::tweedie, x, y);
    CHECK(warns(exact, "without bound"));
    CHECK_FALSE(exact.summary.converged);  // there is no most likely power
    CHECK(exact.coefficients[1].estimate == doctest::Approx(0.1));
    GlmOptions given;
    given.shape = 1.5;
    const LinearModel shaped = fit(ModelKind::tweedie, x, y, given);
    CHECK(shaped.summary.converged);
    CHECK(warns(shaped, "without bound"));
}

TEST_CASE("amounts with little noise have the likelihood of their small dispersion") {
    Random random(3);
    std::vector<double> x, y;
    for (int i = 0; i < 30; ++i) {
        x.push_back(i / 10.0);
        y.push_back(std::exp(0.3 * x.back() + 1e-5 * random.normal()));
    }
    for (const ModelKind family : {ModelKind::gamma, ModelKind::tweedie}) {
        GlmOptions options;
        options.shape = family == ModelKind::tweedie ? 1.5 : options.shape;
        const LinearModel model = fit(family, x, y, options);
        const FitSummary& s = model.summary;
        // A normal density of variance phi mu^p about every mean, to O(phi).
        double expected = 0;
        const double p = family == ModelKind::gamma ? 2 : 1.5;
        for (std::size_t i = 0; i < y.size(); ++i)
            expected -=
                (1 + std::log(2 * std::numbers::pi * s.dispersion_ml) + p * std::log(y[i])) / 2;
        CHECK(s.dispersion_ml * 30 == doctest::Approx(s.deviance).epsilon(1e-8));
        CHECK(s.log_likelihood == doctest::Approx(expected).epsilon(1e-8));
        CHECK_FALSE(warns(model, "without bound"));
    }
}

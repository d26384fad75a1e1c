// Nearly collinear designs: likelihoods, coefficients and standard errors are those of the data as
// they stand, not of data that scaling has rounded. The numbers are from collinear_anchors.py
// beside this file, in 60 digits.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tenon/glm.hpp"
#include "tenon/logistic.hpp"
#include "tenon/logistic_partial.hpp"
#include "tenon/multinomial.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> names{"a", "b", "a + b"};
constexpr std::int64_t rows = 90;

// As data() of the script: the third column is the sum of the others but for 2^-30 of a fourth.
struct Collinear {
    std::vector<double> features, outcome, count, amount, weights, offset;

    Collinear() {
        std::uint64_t state = 1;
        for (int i = 0; i < rows; ++i) {
            double r[4];
            for (double& x : r) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                x = static_cast<double>(state >> 54);
            }
            const double a = (r[0] - 512) / 128, b = (r[1] - 512) / 128;
            features.insert(features.end(), {a, b, a + b + std::ldexp((r[2] - 512) / 512, -30)});
            outcome.push_back(r[3] - 512 + 96 * a > 0);
            count.push_back(std::floor(r[3] / 256) + (a > 0));
            amount.push_back((r[3] + 1) / 256 * (a > 0 ? 2 : 1));
            weights.push_back(1 + i % 3);
            offset.push_back((i % 7 - 3) / 8.0);
        }
    }
    MatrixView x() const { return MatrixView::row_major(features.data(), rows, 3); }
    RowSource source(const std::vector<double>& target, bool weighted, bool shifted,
                     std::int64_t step) const {
        auto at = std::make_shared<std::int64_t>(0);
        const auto part = [at](const std::vector<double>& all, std::size_t size) {
            return std::span(all).subspan(static_cast<std::size_t>(*at), size);
        };
        return {
            [this, at, part, step, weighted, shifted, &target](RowBlock& next) {
                const std::int64_t n = std::min(step, rows - *at);
                if (n == 0) return false;
                const auto size = static_cast<std::size_t>(n);
                next = {MatrixView::row_major(features.data() + 3 * *at, n, 3), part(target, size)};
                if (weighted) next.weights = part(weights, size);
                if (shifted) next.offset = part(offset, size);
                *at += n;
                return true;
            },
            [at] {
                *at = 0;
                return true;
            }};
    }
};

double off(double value, double truth) {
    return std::fabs(value - truth) / std::fabs(truth);
}

using Four = std::array<double, 4>;

void check(const LinearModel& model, const Four& b, const Four& errors) {
    CHECK(model.summary.converged);
    CHECK(model.summary.condition > 1e9);
    CHECK(model.summary.digits > 11);
    CHECK(model.summary.digits < 15.96);
    const double allowed = std::pow(10, -model.summary.digits);
    const double phi =
        std::isnan(model.summary.dispersion_ml) ? 1 : std::sqrt(model.summary.dispersion);
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(off(model.coefficients[j].estimate, b[j]) <= allowed);
        CHECK(off(model.coefficients[j].standard_error / phi, errors[j]) < 1e-13);
    }
}

bool same_bits(const LinearModel& a, const LinearModel& b) {
    bool same = a.summary.log_likelihood == b.summary.log_likelihood &&
                a.summary.digits == b.summary.digits;
    for (std::size_t j = 0; j < a.coefficients.size(); ++j)
        same &= a.coefficients[j].estimate == b.coefficients[j].estimate &&
                a.coefficients[j].standard_error == b.coefficients[j].standard_error;
    return same;
}

struct GlmCase {
    ModelKind family;
    double shape;
    bool weighted, shifted;
    Four b, errors;
    double measure;  // log-likelihood of Poisson, deviance of the others
};

const std::vector<GlmCase> glm_cases{
    {ModelKind::poisson,
     NAN,
     false,
     true,
     {0.69819171505050172, 260123338.51248857, 260123338.40934528, -260123338.38410911},
     {0.074599086951367814, 157592836.79290191, 157592836.80046116, 157592836.79763808},
     -146.35088359234693},
    {ModelKind::gamma,
     NAN,
     true,
     false,
     {1.0773483033614989, 156410524.18620119, 156410524.03544097, -156410524.03353403},
     {0.07588784083086086, 161014352.36794894, 161014352.37475069, 161014352.37120603},
     94.65384344093464},
    {ModelKind::negative_binomial,
     0.5,
     true,
     false,
     {0.68417903480795964, 169078324.06587046, 169078323.98170414, -169078323.9673913},
     {0.076370181970228669, 161993594.07132761, 161993594.07743388, 161993594.07440075},
     89.042818742039663},
    {ModelKind::tweedie,
     1.5,
     false,
     true,
     {0.71907249428695162, 287052822.48337762, 287052822.37546067, -287052822.35536388},
     {0.088456207062844509, 188644215.02221638, 188644215.03135991, 188644215.02771718},
     87.327377906320911}};

}  // namespace

TEST_CASE("a logistic fit of nearly collinear columns has the digits it vouches for") {
    const Collinear d;
    const Four b{0.21686814410628453, 622987072.05108374, 622987071.72091288, -622987071.60019772},
        errors{0.24307059303134963, 514267617.19865923, 514267617.21527731, 514267617.1999104};
    const double truth = -51.997276208938912;
    const LinearModel model = fit_logistic({}, d.x(), d.outcome, names);
    check(model, b, errors);
    CHECK(off(model.summary.log_likelihood, truth) < 1e-14);
    CHECK(model.summary.gradient_norm < 1e-14);
    const LinearModel passes =
        fit_logistic({}, d.source(d.outcome, false, false, 31), names, LogisticOptions{});
    check(passes, b, errors);
    CHECK(off(passes.summary.log_likelihood, truth) < 1e-14);

    const LinearModel weighed =
        fit_logistic({}, d.x(), d.outcome, names, {}, {.weights = d.weights, .offset = d.offset});
    check(weighed,
          {0.15483142929509872, 135367971.87445836, 135367971.4921093, -135367971.36198912},
          {0.17447056584611646, 366970531.4794331, 366970531.49576026, 366970531.48554612});
    CHECK(off(weighed.summary.log_likelihood, -106.08581129228808) < 1e-14);
}

TEST_CASE("a penalty on nearly collinear columns leaves all digits") {
    const Collinear d;
    const LinearModel model = fit_logistic({}, d.x(), d.outcome, names, {.l2 = 0.125});
    const Four b{0.19615469813680243, 0.31784591526805687, -0.036784291808071909,
                 0.1402430694202613},
        errors{0.23932107347134221, 0.63080984886517106, 0.62910304453177518, 0.62603904721171496};
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(off(model.coefficients[j].estimate, b[j]) <= std::pow(10, -model.summary.digits));
        CHECK(off(model.coefficients[j].standard_error, errors[j]) < 1e-13);
    }
    CHECK(model.summary.digits > 11);
    CHECK(off(model.summary.log_likelihood, -52.748094283900814) < 1e-14);
}

TEST_CASE("models of counts and amounts on nearly collinear columns have the digits they say") {
    const Collinear d;
    for (const GlmCase& c : glm_cases) {
        CAPTURE(c.measure);
        const std::vector<double>& target = c.family == ModelKind::gamma ? d.amount : d.count;
        RowExtras extras;
        if (c.weighted) extras.weights = d.weights;
        if (c.shifted) extras.offset = d.offset;
        const GlmOptions options{.family = c.family, .shape = c.shape};
        const auto measure = [&](const LinearModel& model) {
            return c.family == ModelKind::poisson ? model.summary.log_likelihood
                                                  : model.summary.deviance;
        };
        const LinearModel model = fit_glm({}, d.x(), target, names, options, extras);
        check(model, c.b, c.errors);
        CHECK(off(measure(model), c.measure) < 1e-14);
        const LinearModel passes =
            fit_glm({}, d.source(target, c.weighted, c.shifted, 31), names, options);
        check(passes, c.b, c.errors);
        CHECK(off(measure(passes), c.measure) < 1e-14);
    }
}

TEST_CASE("a nearly collinear fit has the same bits for any number of threads") {
    std::vector<double> features, outcome;
    std::uint64_t state = 5;
    for (int i = 0; i < 300000; ++i) {
        double r[4];
        for (double& x : r) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            x = static_cast<double>(state >> 54);
        }
        const double a = (r[0] - 512) / 128, b = (r[1] - 512) / 128;
        features.insert(features.end(), {a, b, a + b + std::ldexp((r[2] - 512) / 512, -30)});
        outcome.push_back(r[3] - 512 + 96 * a > 0);
    }
    const MatrixView x = MatrixView::row_major(features.data(), 300000, 3);
    Context one, four;
    one.threads = 1;
    four.threads = 4;
    const LinearModel single = fit_logistic(one, x, outcome, names);
    CHECK(single.summary.converged);
    CHECK(single.summary.digits > 10);
    CHECK(same_bits(single, fit_logistic(four, x, outcome, names)));
}

TEST_CASE("two classes of a multinomial model have the likelihood of a logistic one") {
    const Collinear d;
    const ClassModel model = fit_multinomial({}, d.x(), d.outcome, names);
    CHECK(off(model.summary.log_likelihood, -51.997276208938912) < 1e-13);
}

TEST_CASE("an estimated shape leaves no more digits than its own") {
    const Collinear d;
    const LinearModel binomial =
        fit_glm({}, d.x(), d.count, names, {.family = ModelKind::negative_binomial},
                {.weights = d.weights});
    CHECK((binomial.summary.shape == 0 || binomial.summary.digits <= 8));
    const LinearModel tweedie = fit_glm({}, d.x(), d.count, names, {.family = ModelKind::tweedie});
    CHECK(tweedie.summary.digits <= 5);
}

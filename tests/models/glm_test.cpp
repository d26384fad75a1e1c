// Against statsmodels 0.15 (GLM and NegativeBinomial at tolerance 1e-14) on data made by formulas,
// against R's published examples of glm, and against properties that have to hold.
#include "tenon/glm.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <string>
#include <vector>

#include "base/eigen.hpp"
#include "models/formula_data.hpp"
#include "models/mean_family.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::FormulaData;

namespace {

bool agrees(double value, double truth, double relative) {
    return std::fabs(value - truth) <= relative * std::fabs(truth);
}

LinearModel fit(const FormulaData& data, const GlmOptions& options, const RowExtras& rows = {}) {
    return fit_glm({}, data.features(), data.target, data.names, options, rows);
}

void check_coefficients(const LinearModel& model, std::initializer_list<double> estimates,
                        std::initializer_list<double> errors, double relative = 1e-8) {
    REQUIRE(model.coefficients.size() == estimates.size());
    for (std::size_t j = 0; j < estimates.size(); ++j) {
        CAPTURE(model.coefficients[j].name);
        CHECK(agrees(model.coefficients[j].estimate, estimates.begin()[j], relative));
        CHECK(agrees(model.coefficients[j].standard_error, errors.begin()[j], relative));
    }
}

bool warns(const LinearModel& model, const std::string& words) {
    for (const auto& w : model.warnings)
        if (w.find(words) != std::string::npos) return true;
    return false;
}

}  // namespace

TEST_CASE("Poisson regression agrees with statsmodels") {
    const FormulaData data = test::make_counts();
    const LinearModel model = fit(data, {});
    check_coefficients(model, {0.433930408062626, 0.169632260180912, 0.0122432224223472},
                       {0.171346561704891, 0.0215628994104217, 0.0752647195430487});
    const FitSummary& s = model.summary;
    CHECK(s.converged);
    CHECK(agrees(s.log_likelihood, -154.063204249708, 1e-12));
    CHECK(agrees(s.deviance, 146.263280849791, 1e-12));
    CHECK(agrees(s.null_deviance, 214.006204385222, 1e-12));
    CHECK(agrees(s.pearson, 118.470932265123, 1e-12));
    CHECK(agrees(s.aic, 314.126408499415, 1e-12));
    CHECK(agrees(s.dispersion, 118.470932265123 / 57, 1e-12));
    // These counts scatter twice as much as Poisson's.
    CHECK((s.flags & fit_dispersed) != 0);
    CHECK(warns(model, "2.08 times as much as Poisson's"));
}

TEST_CASE("Poisson regression with exposure and weights agrees with statsmodels") {
    const FormulaData data = test::make_counts();
    const LinearModel model = fit(data, {}, {.weights = data.weights, .exposure = data.exposure});
    check_coefficients(model, {-0.406049862197971, 0.159285658667473, -0.00643034393744665},
                       {0.116542939499466, 0.0149373956866823, 0.0533078157281171});
    CHECK(agrees(model.summary.log_likelihood, -342.919485495495, 1e-12));
    CHECK(agrees(model.summary.null_log_likelihood, -405.217435723736, 1e-12));
    CHECK(agrees(model.summary.deviance, 362.296770715505, 1e-12));
    CHECK(agrees(model.summary.null_deviance, 486.892671171988, 1e-12));
    CHECK(agrees(model.summary.pearson, 379.962190365097, 1e-12));
    CHECK(agrees(model.summary.dispersion, 379.962190365097 / 117, 1e-12));
}

TEST_CASE("quasi-likelihood errors are Poisson's times the root of the dispersion") {
    const FormulaData data = test::make_counts();
    const LinearModel plain = fit(data, {}), quasi = fit(data, {.quasi = true});
    const double root = std::sqrt(plain.summary.dispersion);
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(quasi.coefficients[j].estimate == plain.coefficients[j].estimate);
        CHECK(agrees(quasi.coefficients[j].standard_error,
                     root * plain.coefficients[j].standard_error, 1e-14));
    }
    CHECK((quasi.summary.flags & fit_dispersed) == 0);
}

TEST_CASE("R's example of glm for counts: Dobson's randomised trial") {
    // help(glm): deviance 5.1291 of 10.5814, AIC 56.76; treatments do not matter at all.
    const std::vector<double> counts{18, 17, 15, 20, 10, 20, 25, 13, 12};
    std::vector<double> x;  // outcome2, outcome3, treatment2, treatment3
    for (int i = 0; i < 9; ++i)
        for (const bool one : {i % 3 == 1, i % 3 == 2, i / 3 == 1, i / 3 == 2}) x.push_back(one);
    const std::vector<std::string> names{"outcome2", "outcome3", "treatment2", "treatment3"};
    const LinearModel model = fit_glm({}, MatrixView::row_major(x.data(), 9, 4), counts, names);
    const double estimates[] = {3.044522438, -0.454255272, -0.292987124, 0, 0};
    const double errors[] = {0.1708987, 0.2021708, 0.1927423, 0.2, 0.2};
    for (std::size_t j = 0; j < 5; ++j) {
        CHECK(std::fabs(model.coefficients[j].estimate - estimates[j]) < 1e-9);
        CHECK(std::fabs(model.coefficients[j].standard_error - errors[j]) < 1e-7);
    }
    CHECK(std::fabs(model.summary.deviance - 5.1291) < 5e-5);
    CHECK(std::fabs(model.summary.null_deviance - 10.5814) < 5e-5);
    CHECK(std::fabs(model.summary.aic - 56.76) < 5e-3);
}

TEST_CASE("R's example of glm for times: clotting of plasma (McCullagh and Nelder, 8.4.2)") {
    const double u[] = {5, 10, 15, 20, 30, 40, 60, 80, 100};
    std::vector<double> x;
    for (const double each : u) x.push_back(std::log(each));
    struct Lot {
        std::vector<double> times;
        double intercept, slope, intercept_error, slope_error;
    };
    // summary(glm(lot ~ log(u), family = Gamma)); link inverse.
    for (const Lot& lot : {Lot{{118, 58, 42, 35, 27, 25, 21, 19, 18},
                               -0.01655438,
                               0.01534311,
                               0.0009275466,
                               0.0004149596},
                           Lot{{69, 35, 26, 21, 18, 16, 13, 12, 12},
                               -0.02390848,
                               0.02359922,
                               0.0013264571,
                               0.0005767852}}) {
        const std::vector<std::string> names{"log u"};
        const LinearModel model =
            fit_glm({}, MatrixView::column_major(x.data(), 9, 1), lot.times, names,
                    {.family = ModelKind::gamma, .link = Link::inverse});
        CHECK(model.summary.converged);
        CHECK(agrees(model.coefficients[0].estimate, lot.intercept, 1e-6));
        CHECK(agrees(model.coefficients[1].estimate, lot.slope, 1e-6));
        // R stops its iterations at 1e-8 and takes the weights of the step before.
        CHECK(agrees(model.coefficients[0].standard_error, lot.intercept_error, 1e-5));
        CHECK(agrees(model.coefficients[1].standard_error, lot.slope_error, 1e-5));
    }
}

TEST_CASE("negative binomial regression agrees with statsmodels, alpha estimated and given") {
    const FormulaData data = test::make_counts();
    const LinearModel model = fit(data, {.family = ModelKind::negative_binomial});
    check_coefficients(model, {0.358903332321689, 0.178619808566523, 0.034704046803561},
                       {0.249745236847855, 0.0335788813436167, 0.123571447719797});
    const FitSummary& s = model.summary;
    CHECK(s.converged);
    CHECK(agrees(s.shape, 0.358948294522976, 1e-8));
    CHECK(agrees(s.shape_error, 0.128374868793798, 1e-6));
    CHECK(agrees(s.log_likelihood, -140.703200422761, 1e-12));
    CHECK(agrees(s.deviance, 70.9643634344491, 1e-8));
    CHECK(agrees(s.null_deviance, 99.7283492824639, 1e-8));
    CHECK(agrees(s.pearson, 46.6895239121177, 1e-8));
    CHECK(agrees(s.aic, 2 * 140.703200422761 + 2 * 4, 1e-12));

    const LinearModel given = fit(data, {.family = ModelKind::negative_binomial, .shape = s.shape});
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(agrees(given.coefficients[j].estimate, model.coefficients[j].estimate, 1e-9));
    CHECK(agrees(given.summary.aic, s.aic - 2, 1e-12));
    CHECK(std::isnan(given.summary.shape_error));
}

TEST_CASE("without overdispersion alpha is 0 and the model is Poisson's") {
    // Less scatter than Poisson's: counts near their mean.
    const FormulaData data = test::make_formula_data(
        60, [](std::int64_t i, std::int64_t x1) { return static_cast<double>(4 + x1 + i % 2); });
    const LinearModel model = fit(data, {.family = ModelKind::negative_binomial});
    const LinearModel poisson = fit(data, {});
    CHECK(model.summary.shape == 0);
    CHECK(model.summary.converged);
    CHECK((model.summary.flags & fit_dispersed) != 0);
    CHECK(warns(model, "alpha is 0"));
    for (std::size_t j = 0; j < 3; ++j)
        CHECK(agrees(model.coefficients[j].estimate, poisson.coefficients[j].estimate, 1e-12));
    CHECK(agrees(model.summary.log_likelihood, poisson.summary.log_likelihood, 1e-12));
}

TEST_CASE("gamma regression agrees with statsmodels for every link") {
    const FormulaData data = test::make_formula_data(60, test::waiting_time);
    struct Known {
        Link link;
        std::initializer_list<double> estimates, errors;
        double deviance, pearson, dispersion;
    };
    const Known known[] = {{Link::log,
                            {2.0369005323211, 0.0671242490603511, 0.103207212779497},
                            {0.111257738070544, 0.0160175578638438, 0.0609922085883275},
                            11.3707983670053,
                            8.8910874323148,
                            0.15598399004061},
                           {Link::inverse,
                            {0.118918106914454, -0.00519825032593668, -0.00706136203568985},
                            {0.0104778595024848, 0.00132209291711195, 0.00483210978628682},
                            11.5789427322475,
                            8.81830800607276,
                            0.154707158001277},
                           {Link::identity,
                            {6.56682927643997, 0.852891509582491, 1.42172628204045},
                            {0.993528026035015, 0.186681967124999, 0.713814978866658},
                            11.1010858549904,
                            9.01295412439065,
                            0.158122002182292}};
    for (const Known& k : known) {
        CAPTURE(static_cast<int>(k.link));
        const LinearModel model = fit(data, {.family = ModelKind::gamma, .link = k.link});
        CHECK(model.summary.converged);
        check_coefficients(model, k.estimates, k.errors);
        CHECK(agrees(model.summary.deviance, k.deviance, 1e-11));
        CHECK(agrees(model.summary.null_deviance, 14.436084493861, 1e-11));
        CHECK(agrees(model.summary.pearson, k.pearson, 1e-9));
        CHECK(agrees(model.summary.dispersion, k.dispersion, 1e-9));
    }
}

TEST_CASE("the gamma dispersion is the most likely one") {
    const FormulaData data = test::make_formula_data(60, test::waiting_time);
    const LinearModel model = fit(data, {.family = ModelKind::gamma});
    const auto log_likelihood = [&](double phi) {
        double sum = 0;
        for (std::size_t i = 0; i < data.target.size(); ++i) {
            double eta = model.coefficients[0].estimate;
            for (std::size_t j = 0; j < 2; ++j)
                eta += model.coefficients[j + 1].estimate * data.values[2 * i + j];
            const double mu = std::exp(eta), k = 1 / phi, y = data.target[i];
            sum += k * std::log(k * y / mu) - k * y / mu - std::log(y) - std::lgamma(k);
        }
        return sum;
    };
    const double phi = model.summary.dispersion_ml;
    CHECK(agrees(model.summary.log_likelihood, log_likelihood(phi), 1e-12));
    CHECK(log_likelihood(phi) > log_likelihood(phi * 1.001));
    CHECK(log_likelihood(phi) > log_likelihood(phi / 1.001));
}

TEST_CASE("Tweedie regression agrees with statsmodels at a given power") {
    const FormulaData data = test::make_formula_data(60, [](std::int64_t i, std::int64_t x1) {
        return i % 4 == 0 ? 0.0 : test::waiting_time(i, x1);
    });
    const LinearModel model = fit(data, {.family = ModelKind::tweedie, .shape = 1.5});
    check_coefficients(model, {1.71524387007053, 0.0732005518091074, 0.096200029943618},
                       {0.215487382102926, 0.0296708055042513, 0.112034930928018}, 1e-7);
    CHECK(agrees(model.summary.deviance, 211.695361276516, 1e-10));
    CHECK(agrees(model.summary.null_deviance, 223.012042167497, 1e-10));
    CHECK(agrees(model.summary.pearson, 90.5053589806437, 1e-9));
    CHECK(agrees(model.summary.dispersion, 1.58781331544989, 1e-9));
    // phi and the log-likelihood by direct maximisation of the series with 2000 terms.
    CHECK(agrees(model.summary.dispersion_ml, 3.57212982426163, 1e-7));
    CHECK(agrees(model.summary.log_likelihood, -186.283194689251, 1e-10));
}

TEST_CASE("Tweedie's power is estimated by profile likelihood") {
    // Reference: coefficients, phi and p together by a direct search (scipy, Nelder and Mead).
    const FormulaData data = test::make_formula_data(60, [](std::int64_t i, std::int64_t x1) {
        return i % 4 == 0 ? 0.0 : test::waiting_time(i, x1);
    });
    const LinearModel model = fit(data, {.family = ModelKind::tweedie});
    CHECK(model.summary.converged);
    CHECK(agrees(model.summary.log_likelihood, -171.149778748594, 1e-10));
    CHECK(agrees(model.summary.shape, 1.07852253336053, 1e-5));
    CHECK(agrees(model.summary.dispersion_ml, 6.06496454251585, 1e-4));
    CHECK(agrees(model.coefficients[1].estimate, 0.073998266678141, 1e-4));
    CHECK(agrees(model.summary.shape_error, 0.0257688578866394, 1e-2));
}

TEST_CASE("counts of zero that can be told apart are named") {
    // Every row with x3 = 1 has the count 0, so its coefficient runs to -infinity.
    const FormulaData base = test::make_counts();
    std::vector<double> x, y = base.target;
    for (std::size_t i = 0; i < 60; ++i) {
        x.push_back(base.values[2 * i]);
        x.push_back(i % 9 == 4);
        if (i % 9 == 4) y[i] = 0;
    }
    const std::vector<std::string> names{"x1", "idle"};
    for (const ModelKind family : {ModelKind::poisson, ModelKind::negative_binomial}) {
        const LinearModel model =
            fit_glm({}, MatrixView::row_major(x.data(), 60, 2), y, names,
                    {.family = family, .shape = family == ModelKind::poisson ? std::nan("") : 0.3});
        CHECK((model.summary.flags & fit_quasi_separation) != 0);
        CHECK_FALSE(model.summary.converged);
        CHECK(warns(model, "driven by \"idle\""));
        CHECK(std::isnan(model.coefficients[2].standard_error));
        CHECK(std::isfinite(model.coefficients[1].standard_error));
    }
}

TEST_CASE("units of features, exposure and rows change estimates as they must") {
    const FormulaData data = test::make_counts();
    const LinearModel model = fit(data, {}, {.exposure = data.exposure});
    FormulaData moved = data;
    for (std::size_t i = 0; i < 60; ++i) {
        moved.values[2 * i] = 1000 + data.values[2 * i] / 1024;
        moved.exposure[i] = data.exposure[i] * 3600;
    }
    const LinearModel other = fit(moved, {}, {.exposure = moved.exposure});
    CHECK(agrees(other.coefficients[1].estimate, 1024 * model.coefficients[1].estimate, 1e-9));
    CHECK(agrees(other.coefficients[2].estimate, model.coefficients[2].estimate, 1e-8));
    CHECK(agrees(other.summary.log_likelihood, model.summary.log_likelihood, 1e-12));
    CHECK(agrees(other.summary.deviance, model.summary.deviance, 1e-11));
    // A weight of 2 is the row twice; a weight of 0 is no row.
    FormulaData twice = data;
    std::vector<double> weights(60, 1.0);
    for (std::size_t i = 0; i < 60; i += 3) {
        weights[i] = i % 2 ? 0 : 2;
        if (i % 2) continue;
        twice.values.push_back(data.values[2 * i]);
        twice.values.push_back(data.values[2 * i + 1]);
        twice.target.push_back(data.target[i]);
    }
    for (std::int64_t i = 57; i >= 0; i -= 3)
        if (i % 2) {
            twice.values.erase(twice.values.begin() + 2 * i, twice.values.begin() + 2 * i + 2);
            twice.target.erase(twice.target.begin() + i);
        }
    for (const ModelKind family :
         {ModelKind::poisson, ModelKind::negative_binomial, ModelKind::tweedie}) {
        const LinearModel a = fit(data, {.family = family}, {.weights = weights});
        const LinearModel b = fit(twice, {.family = family});
        CHECK(agrees(a.coefficients[1].estimate, b.coefficients[1].estimate, 1e-6));
        CHECK(agrees(a.coefficients[1].standard_error, b.coefficients[1].standard_error, 1e-6));
        CHECK(agrees(a.summary.log_likelihood, b.summary.log_likelihood, 1e-10));
        CHECK(agrees(a.summary.bic, b.summary.bic, 1e-10));
    }
}

TEST_CASE("large counts keep the digits of their log-likelihood") {
    // Counts of some millions: the terms of the likelihood are a million times their sum.
    FormulaData data = test::make_formula_data(60, [](std::int64_t i, std::int64_t x1) {
        return std::floor(3e6 * std::exp(0.1 * static_cast<double>(x1)) +
                          1000.0 * static_cast<double>((i * 29) % 31));
    });
    const LinearModel model = fit(data, {});
    CHECK(model.summary.converged);
    long double sum = 0;
    for (std::size_t i = 0; i < 60; ++i) {
        long double eta = model.coefficients[0].estimate;
        for (std::size_t j = 0; j < 2; ++j)
            eta += static_cast<long double>(model.coefficients[j + 1].estimate) *
                   data.values[2 * i + j];
        const long double y = data.target[i];
        sum += y * eta - std::exp(eta) - std::lgamma(y + 1);
    }
    // Changes of the last digits of the coefficients do not move a maximum.
    CHECK(agrees(model.summary.log_likelihood, static_cast<double>(sum), 1e-10));
}

TEST_CASE("what a model cannot take is refused in words") {
    const FormulaData data = test::make_counts();
    const auto refused = [&](const GlmOptions& options, const RowExtras& rows, Status status,
                             const FormulaData& given) {
        try {
            fit(given, options, rows);
        } catch (const Error& error) {
            return error.status() == status;
        }
        return false;
    };
    FormulaData bad = data;
    bad.target[7] = -1;
    CHECK(refused({}, {}, Status::data, bad));
    CHECK(refused({.family = ModelKind::gamma}, {}, Status::data, data));  // holds zeros
    bad.target.assign(60, 0.0);
    CHECK(refused({}, {}, Status::data, bad));
    CHECK(refused({.link = Link::inverse}, {}, Status::argument, data));
    CHECK(refused({.link = Link::logit}, {}, Status::argument, data));
    CHECK(refused({.family = ModelKind::logistic}, {}, Status::argument, data));
    CHECK(refused({.family = ModelKind::tweedie, .shape = 2.5}, {}, Status::argument, data));
    CHECK(
        refused({.family = ModelKind::negative_binomial, .shape = -1}, {}, Status::argument, data));
    CHECK(refused({.link = Link::identity}, {.exposure = data.exposure}, Status::argument, data));
    std::vector<double> exposure = data.exposure;
    exposure[3] = 0;
    CHECK(refused({}, {.exposure = exposure}, Status::data, data));
    std::vector<double> weights(60, 0.0);
    CHECK(refused({}, {.weights = weights}, Status::data, data));
    weights.pop_back();
    CHECK(refused({}, {.weights = weights}, Status::argument, data));
}

TEST_CASE("a fit that did not converge says so") {
    const FormulaData data = test::make_counts();
    const LinearModel model = fit(data, {.max_iterations = 1});
    CHECK_FALSE(model.summary.converged);
    CHECK((model.summary.flags & fit_not_converged) != 0);
    CHECK(warns(model, "not converged after 1 "));
}

TEST_CASE("deviances keep their digits where a record lies far from its mean, on either side") {
    const std::vector<double> y{1e-300, 1e-17, 1e-8, 0.3, 0.999999, 1, 1.02, 7, 1e9, 1e18, 1e300};
    const auto n = static_cast<Eigen::Index>(y.size());
    const Eigen::Map<const Eigen::ArrayXd> ys(y.data(), n);
    const Eigen::ArrayXd mu = Eigen::ArrayXd::Ones(n);
    const auto near = [](double value, long double truth) {
        CAPTURE(value);
        CAPTURE(static_cast<double>(truth));
        CHECK(std::fabs(value - static_cast<double>(truth)) <=
              1e-13 * std::fabs(static_cast<double>(truth)));
    };
    const Eigen::ArrayXd poisson = models::Poisson(Link::log).deviance(ys, mu);
    const Eigen::ArrayXd gamma = models::Gamma(Link::log).deviance(ys, mu);
    const Eigen::ArrayXd tweedie = models::Tweedie(Link::log, 1.98).deviance(ys, mu);
    const Eigen::ArrayXd negative = models::NegativeBinomial(Link::log, 2).deviance(ys, mu);
    for (Eigen::Index i = 0; i < n; ++i) {
        const long double v = y[static_cast<std::size_t>(i)], u = v - 1;
        const long double logarithm = std::fabs(u) < 0.5L ? std::log1p(u) : std::log(v);
        // Near the mean by series, which long double alone would not keep either.
        const bool close = std::fabs(u) < 1e-4L;
        const long double half = u * u / 2;
        near(poisson(i), 2 * (close ? half * (1 - u / 3 + u * u / 6) : v * logarithm - u));
        near(gamma(i), 2 * (close ? half * (1 - 2 * u / 3 + u * u / 2) : u - logarithm));
        near(tweedie(i), close ? 2 * half * (1 - 1.98L * u / 3 + 1.98L * 2.98L * u * u / 12)
                               : 2 * (std::expm1(0.02L * logarithm) / -0.98L / 0.02L + u / 0.98L));
        // Of counts, which are not so near a mean that the rest of a sum would show what they lose.
        if (std::fabs(u) < 0.01L) continue;
        near(negative(i), 2 * (v * logarithm - (v + 0.5L) * std::log1p(2 * u / 3)));
    }
}

TEST_CASE(
    "offsets that leave means beyond the range of numbers are refused, and no NaN is returned") {
    Random random(3);
    std::vector<double> x, y, offset;
    for (int i = 0; i < 60; ++i) {
        x.push_back(random.normal());
        y.push_back(std::floor(3 * random.uniform()));
    }
    const std::vector<std::string> names{"x"};
    const MatrixView features = MatrixView::column_major(x.data(), 60, 1);
    for (const double far : {710.0, -710.0, 745.0, 1e4, 30.0})
        for (const ModelKind family :
             {ModelKind::poisson, ModelKind::negative_binomial, ModelKind::tweedie}) {
            CAPTURE(far);
            CAPTURE(static_cast<int>(family));
            offset.clear();
            for (int i = 0; i < 60; ++i) offset.push_back(i % 2 == 1 ? 0 : far);
            GlmOptions options;
            options.family = family;
            if (family == ModelKind::negative_binomial) options.shape = 0.5;
            if (family == ModelKind::tweedie) options.shape = 1.5;
            try {
                const FitSummary s =
                    fit_glm({}, features, y, names, options, {.offset = offset}).summary;
                CHECK(std::isfinite(s.log_likelihood));
                CHECK(std::isfinite(s.null_log_likelihood));
                CHECK(std::isfinite(s.deviance));
            } catch (const Error& error) {
                CHECK(far != 30.0);
                CHECK(error.status() == Status::data);
                CHECK(error.where().argument == "offset");
            }
        }
}

// l = -sum mu for the second group, whose counts are all 0: its mean is best at 0, that of the
// first group at its own mean.
TEST_CASE("an identity link whose best mean is 0 goes to that end and says so") {
    std::vector<double> group, count;
    double ones = 0;
    for (int i = 0; i < 60; ++i) {
        group.push_back(i % 2);
        count.push_back(i % 2 ? 0 : i % 7);
        ones += count.back();
    }
    const std::vector<std::string> names{"group"};
    const LinearModel model =
        fit_glm({}, MatrixView::column_major(group.data(), 60, 1), count, names,
                {.family = ModelKind::poisson, .link = Link::identity});
    CHECK(!model.summary.converged);
    CHECK((model.summary.flags & fit_not_converged) != 0);
    CHECK(model.coefficients[0].estimate == doctest::Approx(ones / 30).epsilon(1e-6));
    CHECK(model.coefficients[0].estimate + model.coefficients[1].estimate < 1e-5);
    CHECK(model.coefficients[0].estimate + model.coefficients[1].estimate > 0);
    CHECK(std::isnan(model.coefficients[0].standard_error));
    CHECK(std::isnan(model.coefficients[1].p_value));
    CHECK(model.summary.digits == 0);
    REQUIRE(!model.warnings.empty());
    CHECK(model.warnings[0].find("the best mean is 0 at 30 records") == 0);
}

// statsmodels from this start: deviance 32.03; from the constant mean the climb ends at 33.03.
TEST_CASE("a gamma model with identity link gives the greatest of its maxima and says so") {
    const std::vector<double> a{-1.9550241038263798, 1.2178831865793127,   -0.514895573237255,
                                1.4756974692867701,  0.018193434506454054, -0.7937745193950184,
                                0.7033820561829447,  0.1510496131390745,   -0.3215196136223945,
                                -0.4369530831851446, 0.896077190057908,    -1.925036121117369,
                                0.31391515152386124, -1.7223240123674375};
    const std::vector<double> b{1.8593778060073862,  -0.8393946741188225,  1.4704637101375064,
                                -0.5984003596516198, -1.092506915333042,   -1.6498716104895272,
                                0.6899157087710637,  1.149723464372404,    -1.2503915016803715,
                                -2.534730076223534,  -0.27220123615443614, -1.7944931080921,
                                0.13675773970726696, -0.3688488009211224};
    const std::vector<double> y{0.0008532828025772786, 0.8735095647350225,  0.022971107401811536,
                                13.534092319787126,    2.093687747020444,   2.1733028369351244,
                                0.1748790887643451,    0.03685605865262811, 0.10465134727100321,
                                4.090915995886453,     0.0913680854237952,  0.08057448506105754,
                                0.2693936626854925,    0.18177721368965402};
    std::vector<double> x = a;
    x.insert(x.end(), b.begin(), b.end());
    const std::vector<std::string> names{"a", "b"};
    const LinearModel model = fit_glm({}, MatrixView::column_major(x.data(), 14, 2), y, names,
                                      {.family = ModelKind::gamma, .link = Link::identity});
    CHECK(model.summary.converged);
    CHECK(model.summary.deviance < 32.03);
    CHECK(std::fabs(model.coefficients[0].estimate - 1.43349757) < 1e-6);
    CHECK(std::fabs(model.coefficients[1].estimate + 0.27015164) < 1e-6);
    CHECK(std::fabs(model.coefficients[2].estimate + 1.0545456) < 1e-6);
    CHECK(warns(model, "this is the greatest of 2 that "));
}

TEST_CASE("an estimate that has not converged has no standard error") {
    std::vector<double> x, count;
    for (int i = 0; i < 40; ++i) {
        x.push_back(i);
        count.push_back(std::floor(std::exp(0.08 * i)));
    }
    const std::vector<std::string> names{"x"};
    const LinearModel model = fit_glm({}, MatrixView::column_major(x.data(), 40, 1), count, names,
                                      {.family = ModelKind::poisson, .max_iterations = 1});
    CHECK(!model.summary.converged);
    CHECK(std::isnan(model.coefficients[1].standard_error));
    CHECK(std::isnan(model.coefficients[1].low));
}

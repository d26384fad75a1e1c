// Tests, effects and measures of logistic models against statsmodels 0.15 and W. Greene's example.
#include "tenon/logistic_inference.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "models/formula_data.hpp"

using namespace tenon;
using test::FormulaData;

namespace {

bool agrees(double value, double truth, double relative) {
    return std::fabs(value - truth) <= relative * std::fabs(truth);
}

LogisticInference infer(const FormulaData& data, const LogisticOptions& options = {},
                        const LogisticInferenceOptions& wanted = {}) {
    return infer_logistic({}, data.features(), data.target, data.names, options, {}, wanted);
}

}  // namespace

TEST_CASE("tests and measures agree with statsmodels") {
    // The null log-likelihood is 32 ln(32/60) + 28 ln(28/60), which statsmodels finds to 9 digits.
    const FormulaData data = test::make_classes();
    const LogisticInference out = infer(data, {}, {.coefficient_tests = true});
    CHECK(
        agrees(out.likelihood_ratio.statistic, 2 * (41.455398558829081 - 36.8556529573567), 1e-12));
    CHECK(out.likelihood_ratio.degrees == 2);
    CHECK(agrees(out.likelihood_ratio.p_value, 0.010054393169499, 1e-8));
    CHECK(agrees(out.wald.statistic, 7.94440296355006, 1e-10));
    CHECK(out.wald.degrees == 2);
    CHECK(agrees(out.mcfadden, 0.110956492225458, 1e-8));
    CHECK(agrees(out.cox_snell, 1 - std::exp(-9.1994912029447624 / 60), 1e-12));
    CHECK(agrees(
        out.nagelkerke,
        (1 - std::exp(-9.1994912029447624 / 60)) / (1 - std::exp(-2 * 41.455398558829081 / 60)),
        1e-12));
    CHECK(agrees(out.tjur, 0.145245749433879, 1e-11));
    CHECK(agrees(out.hosmer_lemeshow.statistic, 2.12244654980096, 1e-10));
    CHECK(out.hosmer_lemeshow.degrees == static_cast<double>(out.groups.size()) - 2);
    CHECK(agrees(out.effects[0].likelihood_ratio.statistic, 3.92859299732564, 1e-9));
    CHECK(agrees(out.effects[1].likelihood_ratio.statistic, 9.17556788169807, 1e-10));
    CHECK(agrees(out.effects[2].likelihood_ratio.statistic, 0.00249902540953428, 1e-8));
    double rows = 0, observed = 0, expected = 0;
    for (const auto& group : out.groups) {
        rows += group.rows;
        observed += group.observed;
        expected += group.expected;
    }
    CHECK(rows == 60);
    CHECK(observed == 32);
    CHECK(agrees(expected, 32, 1e-12));
}

TEST_CASE("without an intercept the likelihood ratio is against the model without coefficients") {
    const FormulaData data = test::make_classes();
    const LogisticInference out = infer(data, {.intercept = false});
    const double l = out.model.summary.log_likelihood;
    CHECK(out.likelihood_ratio.degrees == 2);
    CHECK(agrees(out.likelihood_ratio.statistic, 2 * (l + 60 * std::log(2.0)), 1e-11));
    CHECK(out.likelihood_ratio.p_value > 0);
    CHECK(out.likelihood_ratio.p_value < 1);
    // The offset alone, where there is one: here the coefficients' own predictor, which leaves 0.
    std::vector<double> offset;
    for (std::int64_t i = 0; i < 60; ++i)
        offset.push_back(out.model.coefficients[0].estimate * data.features()(i, 0) +
                         out.model.coefficients[1].estimate * data.features()(i, 1));
    const LogisticInference shifted = infer_logistic({}, data.features(), data.target, data.names,
                                                     {.intercept = false}, {.offset = offset}, {});
    CHECK(std::fabs(shifted.likelihood_ratio.statistic) < 1e-9);
    const LogisticInference firth = infer(data, {.intercept = false, .firth = true});
    CHECK(firth.likelihood_ratio.statistic > 0);
    CHECK(std::fabs(firth.likelihood_ratio.statistic - out.likelihood_ratio.statistic) < 0.5);
}

TEST_CASE("odds ratios are exponentials of coefficients and their bounds") {
    const LogisticInference out = infer(test::make_classes());
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(out.effects[j].odds_ratio == std::exp(out.model.coefficients[j].estimate));
        CHECK(out.effects[j].odds_low == std::exp(out.model.coefficients[j].low));
        CHECK(out.effects[j].odds_high == std::exp(out.model.coefficients[j].high));
    }
}

TEST_CASE("average marginal effects agree with statsmodels") {
    const FormulaData data = test::make_classes();
    const LogisticInference out = infer(data);
    CHECK(agrees(out.effects[1].marginal, 0.0562880417665247, 1e-11));
    CHECK(agrees(out.effects[2].marginal, 0.00356358464151939, 1e-9));
    CHECK(agrees(out.effects[1].marginal_error, 0.0143532709823948, 1e-10));
    CHECK(agrees(out.effects[2].marginal_error, 0.071283237322495, 1e-10));
    CHECK(std::isnan(out.effects[0].marginal));
    CHECK(agrees(out.effects[1].marginal_high,
                 out.effects[1].marginal + 1.959963984540054 * out.effects[1].marginal_error,
                 1e-12));
}

TEST_CASE("marginal effects of dummies are differences on request") {
    const FormulaData base = test::make_classes();
    std::vector<double> x;
    for (std::size_t i = 0; i < 60; ++i) {
        x.push_back(base.values[2 * i]);
        x.push_back(base.values[2 * i + 1]);
        x.push_back(i % 3 == 0);
    }
    const std::vector<std::string> names{"x1", "x2", "d"};
    const LogisticInference out =
        infer_logistic({}, MatrixView::row_major(x.data(), 60, 3), base.target, names, {}, {},
                       {.difference_for_dummies = true});
    const double effects[] = {0.0554578538948748, 0.00344456667232654, 0.069493393651934};
    const double errors[] = {0.0144558476901872, 0.0709573541244973, 0.126448588610403};
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(agrees(out.effects[j + 1].marginal, effects[j], 1e-9));
        CHECK(agrees(out.effects[j + 1].marginal_error, errors[j], 1e-9));
    }
}

TEST_CASE("Greene's example: grades after a new teaching method (L. Spector and M. Mazzeo, 1980)") {
    // W. Greene, Econometric Analysis, tables 17.1 and 17.2: GPA, TUCE, PSI; slopes of the logit
    // and their averages over the 32 students.
    const double gpa[] = {2.66, 2.89, 3.28, 2.92, 4.0,  2.86, 2.76, 2.87, 3.03, 3.92, 2.63,
                          3.32, 3.57, 3.26, 3.53, 2.74, 2.75, 2.83, 3.12, 3.16, 2.06, 3.62,
                          2.89, 3.51, 3.54, 2.83, 3.39, 2.67, 3.65, 4.0,  3.1,  2.39};
    const double tuce[] = {20, 22, 24, 12, 21, 17, 17, 21, 25, 29, 20, 23, 23, 25, 26, 19,
                           25, 19, 23, 25, 22, 28, 14, 26, 24, 27, 17, 24, 21, 23, 21, 19};
    std::vector<double> x, grade;
    for (int i = 0; i < 32; ++i) {
        x.push_back(gpa[i]);
        x.push_back(tuce[i]);
        x.push_back(i >= 18 ? 1 : 0);
        bool better = false;
        for (const int g : {4, 9, 13, 19, 21, 24, 25, 26, 28, 29, 31}) better |= i == g;
        grade.push_back(better);
    }
    const std::vector<std::string> names{"GPA", "TUCE", "PSI"};
    const LogisticInference out =
        infer_logistic({}, MatrixView::row_major(x.data(), 32, 3), grade, names);
    const double estimates[] = {-13.021, 2.826, 0.095, 2.379};
    const double errors[] = {4.931, 1.263, 0.142, 1.065};
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(std::fabs(out.model.coefficients[j].estimate - estimates[j]) < 6e-4);
        CHECK(std::fabs(out.model.coefficients[j].standard_error - errors[j]) < 6e-4);
    }
    CHECK(std::fabs(out.model.summary.log_likelihood - -12.88963) < 5e-6);
    CHECK(std::fabs(out.likelihood_ratio.statistic - 15.404) < 1e-3);
    CHECK(std::fabs(out.effects[1].marginal - 0.3626) < 1e-4);
    CHECK(std::fabs(out.effects[2].marginal - 0.0122) < 1e-4);
    CHECK(std::fabs(out.effects[3].marginal - 0.3052) < 1e-4);
}

TEST_CASE("with Firth's correction tests are those of the penalised likelihood") {
    const LogisticInference out =
        infer(test::make_classes(), {.firth = true}, {.coefficient_tests = true});
    CHECK(agrees(out.effects[1].likelihood_ratio.statistic, 8.60049102367584, 1e-7));
    CHECK(agrees(out.likelihood_ratio.statistic, 8.62253599831014, 1e-8));
}

TEST_CASE("where the classes are separated, tests that need estimates are NaN") {
    const FormulaData data = test::make_formula_data(
        60, [](std::int64_t, std::int64_t x1) { return x1 >= 6 ? 1.0 : 0.0; });
    const LogisticInference out = infer(data);
    CHECK_FALSE(out.model.summary.converged);
    CHECK(std::isnan(out.wald.statistic));
    CHECK(std::isnan(out.effects[1].marginal_error));
    // The likelihood itself has a limit, and so has its ratio.
    CHECK(out.likelihood_ratio.statistic > 80);
}

TEST_CASE("probabilities that are all alike leave no groups to test") {
    FormulaData data = test::make_classes();
    for (std::size_t i = 0; i < 60; ++i) {
        data.values[2 * i] = i % 2;
        data.values[2 * i + 1] = 5;
    }
    const LogisticInference out = infer(data);
    CHECK(out.groups.size() <= 2);
    CHECK(std::isnan(out.hosmer_lemeshow.statistic));
}

TEST_CASE("groups of Hosmer and Lemeshow's test are cut by weight") {
    const FormulaData data = test::make_classes();
    FormulaData repeated = data;
    repeated.values.clear();
    repeated.target.clear();
    for (std::size_t i = 0; i < data.target.size(); ++i)
        for (double k = 0; k < data.weights[i]; ++k) {
            repeated.values.insert(repeated.values.end(),
                                   {data.values[2 * i], data.values[2 * i + 1]});
            repeated.target.push_back(data.target[i]);
        }
    const LogisticInference weighted = infer_logistic({}, data.features(), data.target, data.names,
                                                      {}, {.weights = data.weights}),
                            rows = infer_logistic({}, repeated.features(), repeated.target,
                                                  data.names);
    REQUIRE(weighted.groups.size() == rows.groups.size());
    for (std::size_t g = 0; g < rows.groups.size(); ++g) {
        CHECK(weighted.groups[g].rows == rows.groups[g].rows);
        CHECK(weighted.groups[g].observed == rows.groups[g].observed);
    }
    CHECK(agrees(weighted.hosmer_lemeshow.statistic, rows.hosmer_lemeshow.statistic, 1e-10));

    // Quarters of weights leave the shares, and so the groups, nearly as they are.
    std::vector<double> halves = data.weights;
    for (double& w : halves) w /= 4;
    const LogisticInference parts =
        infer_logistic({}, data.features(), data.target, data.names, {}, {.weights = halves});
    CHECK(parts.groups.size() > 5);
}

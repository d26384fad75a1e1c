// Multinomial and ordinal regression against statsmodels 0.15 (MNLogit, OrderedModel) on data made
// by formulas, and against each other and binary regression where they agree.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "models/formula_data.hpp"
#include "temporary_path.hpp"
#include "tenon/error.hpp"
#include "tenon/logistic.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"

using namespace tenon;
using test::FormulaData;

namespace {

bool agrees(double value, double truth, double relative) {
    return std::fabs(value - truth) <= relative * std::fabs(truth);
}

ClassModel multinomial(const FormulaData& data, const ClassModelOptions& options = {},
                       const RowExtras& rows = {}) {
    return fit_multinomial({}, data.features(), data.target, data.names, options, rows);
}

ClassModel ordinal(const FormulaData& data, const ClassModelOptions& options = {},
                   const RowExtras& rows = {}) {
    return fit_ordinal({}, data.features(), data.target, data.names, options, rows);
}

}  // namespace

TEST_CASE("multinomial regression agrees with statsmodels") {
    const ClassModel model = multinomial(test::make_three_classes());
    const double estimates[2][3] = {{-1.03067149645708, 0.317567441207389, 0.446433426679493},
                                    {-3.01476530036604, 0.56740134675204, 0.463426340264865}};
    const double errors[2][3] = {{0.585482073869935, 0.108056009053455, 0.344127627537451},
                                 {0.847982239472268, 0.131348654564011, 0.410750856036924}};
    CHECK(model.summary.converged);
    CHECK(model.classes == 3);
    REQUIRE(model.coefficients.size() == 2);
    for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t j = 0; j < 3; ++j) {
            CHECK(agrees(model.coefficients[k][j].estimate, estimates[k][j], 1e-11));
            CHECK(agrees(model.coefficients[k][j].standard_error, errors[k][j], 1e-11));
        }
    CHECK(agrees(model.summary.log_likelihood, -81.858205598713, 1e-12));
    CHECK(agrees(model.summary.null_log_likelihood, -95.899538639918262, 1e-12));
    CHECK(model.summary.parameters == 6);
}

TEST_CASE("ordinal regression agrees with statsmodels") {
    const ClassModel model = ordinal(test::make_three_classes());
    CHECK(model.summary.converged);
    REQUIRE(model.coefficients.size() == 1);
    REQUIRE(model.coefficients[0].size() == 2);
    REQUIRE(model.cuts.size() == 2);
    CHECK(model.cuts[0].name == "0|1");
    // Reference errors come from a numerical Hessian.
    const double estimates[] = {0.346719998902172, 0.252150038126699};
    const double errors[] = {0.0740710634857126, 0.242910392730679};
    const double cuts[] = {0.626884061277851, 3.14369025746172};
    const double cut_errors[] = {0.464419408696073, 0.596200499832193};
    for (std::size_t j = 0; j < 2; ++j) {
        CHECK(agrees(model.coefficients[0][j].estimate, estimates[j], 1e-7));
        CHECK(agrees(model.coefficients[0][j].standard_error, errors[j], 1e-3));
        CHECK(agrees(model.cuts[j].estimate, cuts[j], 1e-7));
        CHECK(agrees(model.cuts[j].standard_error, cut_errors[j], 1e-3));
    }
    CHECK(agrees(model.summary.log_likelihood, -82.6973439141137, 1e-12));
}

TEST_CASE("statistics of several classes do not depend on the unit of a feature") {
    for (const bool ordered : {false, true}) {
        const FormulaData plain = test::make_three_classes();
        const auto fit = [&](const FormulaData& data) {
            return ordered ? ordinal(data) : multinomial(data);
        };
        const ClassModel reference = fit(plain);
        for (const int power : {-1000, -515, 515, 1000}) {
            CAPTURE(power);
            FormulaData data = plain;
            const double unit = std::ldexp(1.0, power);
            for (std::size_t i = 0; i < data.values.size(); i += 2) data.values[i] *= unit;
            const ClassModel model = fit(data);
            for (std::size_t k = 0; k < model.coefficients.size(); ++k)
                for (std::size_t j = 0; j < model.coefficients[k].size(); ++j) {
                    const Coefficient& a = model.coefficients[k][j];
                    const Coefficient& b = reference.coefficients[k][j];
                    CHECK(agrees(a.statistic, b.statistic, 1e-12));
                    CHECK(a.p_value == doctest::Approx(b.p_value).epsilon(1e-11));
                }
        }
    }
}

TEST_CASE("of two classes both are binary logistic regression") {
    const FormulaData data = test::make_classes();
    const LinearModel binary =
        fit_logistic({}, data.features(), data.target, data.names, {}, {.weights = data.weights});
    const ClassModel many = multinomial(data, {}, {.weights = data.weights});
    const ClassModel ordered = ordinal(data, {}, {.weights = data.weights});
    for (std::size_t j = 0; j < 3; ++j) {
        CHECK(agrees(many.coefficients[0][j].estimate, binary.coefficients[j].estimate, 1e-12));
        CHECK(agrees(many.coefficients[0][j].standard_error, binary.coefficients[j].standard_error,
                     1e-12));
        const Coefficient& c = j == 0 ? ordered.cuts[0] : ordered.coefficients[0][j - 1];
        CHECK(agrees(c.estimate, (j == 0 ? -1 : 1) * binary.coefficients[j].estimate, 1e-11));
        CHECK(agrees(c.standard_error, binary.coefficients[j].standard_error, 1e-11));
    }
    for (const ClassModel* model : {&many, &ordered}) {
        CHECK(agrees(model->summary.log_likelihood, binary.summary.log_likelihood, 1e-13));
        double p[2];
        model->probabilities(data.values.data(), p);
        const double eta = binary.coefficients[0].estimate +
                           binary.coefficients[1].estimate * data.values[0] +
                           binary.coefficients[2].estimate * data.values[1];
        CHECK(agrees(p[1], logistic_function(eta), 1e-11));
        CHECK(agrees(p[0] + p[1], 1, 1e-15));
    }
}

TEST_CASE("fitted probabilities of a multinomial model sum to the classes' counts") {
    const FormulaData data = test::make_three_classes();
    for (const bool ordered : {false, true}) {
        const ClassModel model = ordered ? ordinal(data) : multinomial(data);
        double sums[3] = {}, log_likelihood = 0;
        for (std::size_t i = 0; i < 90; ++i) {
            double p[3];
            model.probabilities(&data.values[2 * i], p);
            CHECK(agrees(p[0] + p[1] + p[2], 1, 1e-14));
            for (int k = 0; k < 3; ++k) sums[k] += p[k];
            log_likelihood += std::log(p[static_cast<int>(data.target[i])]);
        }
        CHECK(agrees(log_likelihood, model.summary.log_likelihood, 1e-13));
        if (ordered) continue;
        CHECK(agrees(sums[0], 23, 1e-12));
        CHECK(agrees(sums[1], 41, 1e-12));
        CHECK(agrees(sums[2], 26, 1e-12));
    }
}

TEST_CASE("nearly collinear features give the estimates of their exact combination") {
    const FormulaData data = test::make_three_classes();
    FormulaData mixed = data;
    for (std::size_t i = 0; i < 90; ++i)
        mixed.values[2 * i] = data.values[2 * i] / 65536 + data.values[2 * i + 1];
    for (const bool ordered : {false, true}) {
        const ClassModel a = ordered ? ordinal(data) : multinomial(data);
        const ClassModel b = ordered ? ordinal(mixed) : multinomial(mixed);
        const std::size_t first = ordered ? 0 : 1;
        CHECK(b.summary.converged);
        CHECK(agrees(b.summary.log_likelihood, a.summary.log_likelihood, 1e-12));
        CHECK(agrees(b.coefficients[0][first].estimate, 65536 * a.coefficients[0][first].estimate,
                     1e-7));
        CHECK(agrees(b.coefficients[0][first].standard_error,
                     65536 * a.coefficients[0][first].standard_error, 1e-7));
    }
}

TEST_CASE("separated classes are named") {
    // Classes by x1 alone: every cut separates.
    const FormulaData data = test::make_formula_data(66, [](std::int64_t, std::int64_t x1) {
        return x1 < 4 ? 0.0 : x1 < 8 ? 1.0 : 2.0;
    });
    for (const bool ordered : {false, true}) {
        const ClassModel model = ordered ? ordinal(data) : multinomial(data);
        CAPTURE(ordered);
        CHECK_FALSE(model.summary.converged);
        CHECK((model.summary.flags & fit_separation) != 0);
        REQUIRE(model.warnings.size() == 1);
        CHECK(model.warnings[0].find("driven by \"x1\"") != std::string::npos);
        CHECK(std::isnan(model.coefficients[0][ordered ? 0 : 1].standard_error));
        const ClassModel held = ordered ? ordinal(data, {.l2 = 1}) : multinomial(data, {.l2 = 1});
        CHECK(held.summary.converged);
        CHECK((held.summary.flags & fit_separation) == 0);
    }
}

TEST_CASE("classes with gaps, one class and offsets are refused") {
    FormulaData data = test::make_three_classes();
    const auto refused = [](const FormulaData& given, const RowExtras& rows, Status status) {
        int count = 0;
        for (const bool ordered : {false, true}) {
            try {
                ordered ? ordinal(given, {}, rows) : multinomial(given, {}, rows);
            } catch (const Error& error) {
                count += error.status() == status;
            }
        }
        return count == 2;
    };
    CHECK(refused(data, {.offset = data.exposure}, Status::argument));
    FormulaData bad = data;
    for (double& y : bad.target) y = y == 2 ? 3 : y;
    CHECK(refused(bad, {}, Status::data));
    bad.target.assign(90, 0.0);
    CHECK(refused(bad, {}, Status::data));
    bad = data;
    bad.target[4] = 0.5;
    CHECK(refused(bad, {}, Status::data));
}

TEST_CASE("a model of classes is saved and loaded with the same bits") {
    const FormulaData data = test::make_three_classes();
    for (const bool ordered : {false, true}) {
        CAPTURE(ordered);
        const ClassModel model = ordered ? ordinal(data) : multinomial(data);
        const std::string text = model.to_json();
        const ClassModel again = ClassModel::from_json(text);
        CHECK(again.to_json() == text);
        CHECK(again.summary.kind == model.summary.kind);
        CHECK(again.summary.log_likelihood == model.summary.log_likelihood);
        CHECK(again.summary.converged);
        CHECK(again.coefficients[0][1].p_value == model.coefficients[0][1].p_value);
        double a[3], b[3];
        for (std::size_t i = 0; i < data.target.size(); ++i) {
            model.probabilities(data.values.data() + 2 * i, a);
            again.probabilities(data.values.data() + 2 * i, b);
            for (int k = 0; k < 3; ++k) CHECK(a[k] == b[k]);
        }
        const std::string path = test::temporary_path("classes.json");
        model.save(path);
        CHECK(ClassModel::load({}, path).to_json() == text);
    }
}

TEST_CASE("a model of separated classes, whose errors are no numbers, is saved, too") {
    FormulaData data = test::make_three_classes();
    for (std::size_t i = 0; i < data.target.size(); ++i)
        data.values[2 * i] = 3 * data.target[i] + static_cast<double>(i % 2);
    const ClassModel model = multinomial(data);
    REQUIRE(!model.summary.converged);
    const ClassModel again = ClassModel::from_json(model.to_json());
    CHECK(!again.summary.converged);
    CHECK(again.summary.flags == model.summary.flags);
    CHECK(again.warnings == model.warnings);
    CHECK(std::isnan(again.coefficients[0][1].standard_error));
}

TEST_CASE("documents that no model of classes wrote are refused") {
    const std::string text = ordinal(test::make_three_classes()).to_json();
    const auto status_of = [](const std::string& document) {
        try {
            ClassModel::from_json(document);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(status_of("no JSON") == Status::parse);
    CHECK(status_of("{}") == Status::parse);
    std::string changed = text;
    changed.replace(changed.find("\"classes\": 3"), 12, "\"classes\": 4");
    CHECK(status_of(changed) == Status::corrupt);
    ClassModel wrong = ordinal(test::make_three_classes());
    std::swap(wrong.cuts[0], wrong.cuts[1]);
    CHECK(status_of(wrong.to_json()) == Status::corrupt);
    wrong = multinomial(test::make_three_classes());
    wrong.classes = 4;
    CHECK(status_of(wrong.to_json()) == Status::corrupt);
    wrong.classes = 3;
    wrong.coefficients[1].pop_back();
    CHECK(status_of(wrong.to_json()) == Status::corrupt);
}

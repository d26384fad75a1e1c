// How many coefficients a penalty leaves free, against the closed forms of one feature and of two
// that are uncorrelated; AIC and BIC count them.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "models/formula_data.hpp"
#include "tenon/glm.hpp"
#include "tenon/linear.hpp"
#include "tenon/linear_partial.hpp"
#include "tenon/logistic.hpp"
#include "tenon/multinomial.hpp"
#include "tenon/ordinal.hpp"
#include "tenon/row_source.hpp"

using namespace tenon;
using test::FormulaData;

namespace {

// The first feature alone.
std::vector<double> first_of(const FormulaData& data) {
    std::vector<double> x;
    for (std::size_t i = 0; i < data.target.size(); ++i) x.push_back(data.values[2 * i]);
    return x;
}

MatrixView column(const std::vector<double>& x) {
    return MatrixView::row_major(x.data(), static_cast<std::int64_t>(x.size()), 1);
}

const std::vector<std::string> one_name{"x"};

// tr H (H + P)^-1 of an intercept and a feature of variance `square`, with h(eta) the information
// of a row.
template <class RowInformation>
double trace_of(const LinearModel& model, const std::vector<double>& x, double l2,
                const RowInformation& h) {
    double h00 = 0, h01 = 0, h11 = 0, mean = 0, square = 0;
    for (const double v : x) mean += v / static_cast<double>(x.size());
    for (const double v : x) square += (v - mean) * (v - mean) / static_cast<double>(x.size() - 1);
    for (const double v : x) {
        const double c = h(model.intercept() + model.coefficients[1].estimate * v);
        h00 += c;
        h01 += c * (v - mean);
        h11 += c * (v - mean) * (v - mean);
    }
    const double penalised = h11 + l2 * square, determinant = h00 * penalised - h01 * h01;
    return 2 - l2 * square * h00 / determinant;
}

void check_criteria(const FitSummary& s, double effective, double rows) {
    CHECK(s.effective_parameters == doctest::Approx(effective).epsilon(1e-10));
    CHECK(s.aic == doctest::Approx(-2 * s.log_likelihood + 2 * effective).epsilon(1e-12));
    CHECK(s.bic ==
          doctest::Approx(-2 * s.log_likelihood + effective * std::log(rows)).epsilon(1e-12));
}

}  // namespace

TEST_CASE("ridge regression spends the trace of its hat matrix") {
    const FormulaData data = test::make_counts();
    const std::vector<double> x = first_of(data);
    std::vector<double> crossed;  // a 2^2 design: the features are uncorrelated
    for (std::size_t i = 0; i < x.size(); ++i)
        crossed.insert(crossed.end(), {i % 2 == 0 ? 1.0 : -1.0, i / 2 % 2 == 0 ? 5.0 : -5.0});
    const auto both = MatrixView::row_major(crossed.data(), 60, 2);
    for (const double l2 : {0.0, 0.5, 30.0, 1e9}) {
        CAPTURE(l2);
        const LinearModel one = fit_linear({}, column(x), data.target, one_name, {.l2 = l2});
        check_criteria(one.summary, 1 + 59 / (59 + l2), 60);
        const LinearModel two = fit_linear({}, both, data.target, data.names, {.l2 = l2});
        check_criteria(two.summary, 1 + 2 * 59 / (59 + l2), 60);
        LinearPartial partial(data.names);
        partial.add({}, both, data.target);
        check_criteria(partial.finish({}, {.l2 = l2}).summary, 1 + 2 * 59 / (59 + l2), 60);
    }
}

TEST_CASE("logistic regression with a penalty spends the trace of H (H + P)^-1") {
    const FormulaData data = test::make_classes();
    const std::vector<double> x = first_of(data);
    const auto information = [](double eta) {
        const double p = logistic_function(eta);
        return p * (1 - p);
    };
    double last = 2;
    for (const double l2 : {0.0, 0.5, 30.0, 1e9}) {
        CAPTURE(l2);
        for (const ErrorKind errors : {ErrorKind::classical, ErrorKind::hc1}) {
            const LinearModel model =
                fit_logistic({}, column(x), data.target, one_name, {.l2 = l2, .errors = errors});
            check_criteria(model.summary, trace_of(model, x, l2, information), 60);
            CHECK(model.summary.effective_parameters <= last);
            if (errors != ErrorKind::classical) last = model.summary.effective_parameters;
        }
        // Two classes of a multinomial model are the same model.
        const ClassModel classes =
            fit_multinomial({}, column(x), data.target, one_name, {.l2 = l2});
        const LinearModel binary = fit_logistic({}, column(x), data.target, one_name, {.l2 = l2});
        check_criteria(classes.summary, binary.summary.effective_parameters, 60);
        const ClassModel again = ClassModel::from_json(classes.to_json());
        CHECK(again.summary.effective_parameters == classes.summary.effective_parameters);
    }
    CHECK(last == doctest::Approx(1).epsilon(1e-6));
    const LinearModel without =
        fit_logistic({}, column(x), data.target, one_name, {.l2 = 1, .inference = false});
    CHECK(std::isnan(without.summary.aic));
    CHECK(fit_logistic({}, column(x), data.target, one_name, {.inference = false})
              .summary.effective_parameters == 2);
}

TEST_CASE("counts and ordinal classes with a penalty spend less than their coefficients") {
    const FormulaData data = test::make_counts();
    const std::vector<double> x = first_of(data);
    const LinearModel counts = fit_glm({}, column(x), data.target, one_name, {.l2 = 20});
    check_criteria(counts.summary,
                   trace_of(counts, x, 20, [](double eta) { return std::exp(eta); }), 60);
    const FormulaData three = test::make_three_classes();
    const auto spent = [&](double l2) {
        return fit_ordinal({}, three.features(), three.target, three.names, {.l2 = l2})
            .summary.effective_parameters;
    };
    CHECK(spent(0) == 4);
    CHECK(spent(5) < 4);
    CHECK(spent(1e9) == doctest::Approx(2).epsilon(1e-6));
}

TEST_CASE("a nearly collinear design spends no more than its well-conditioned part") {
    FormulaData data = test::make_classes();
    for (std::size_t i = 0; i < data.target.size(); ++i)
        data.values[2 * i + 1] = data.values[2 * i] + 1e-7 * static_cast<double>((i * i) % 5);
    const std::vector<double> x = first_of(data);
    const double pair = fit_logistic({}, data.features(), data.target, data.names, {.l2 = 1})
                            .summary.effective_parameters;
    // Both share the feature's direction, on which the penalty is half.
    const double alone = fit_logistic({}, column(x), data.target, one_name, {.l2 = 0.5})
                             .summary.effective_parameters;
    CHECK(pair == doctest::Approx(alone).epsilon(1e-5));
}

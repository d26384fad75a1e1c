#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "base/sum.hpp"
#include "base/utf8.hpp"
#include "tenon/elastic_net.hpp"
#include "tenon/error.hpp"

namespace tenon {

double log_likelihood_of_loss(ModelKind kind, double loss, std::int64_t rows,
                              std::span<const double> weights) {
    auto n = static_cast<double>(rows);
    Sum total, logs;
    if (!weights.empty()) {
        n = 0;
        for (const double w : weights) {
            if (!(w > 0)) continue;
            n += 1;
            total.add(w);
            logs.add(std::log(w));
        }
    }
    if (kind != ModelKind::linear) return -n * loss;
    const double by_weights =
        weights.empty() ? 0 : (logs.value() - n * std::log(total.value() / n)) / 2;
    return -n / 2 * (std::log(4 * std::numbers::pi * loss) + 1) + by_weights;
}

LinearModel penalised_model(ModelKind kind, std::span<const std::string> names, bool has_intercept,
                            double intercept, std::span<const double> coefficients,
                            const PenalisedState& state) {
    if (names.size() != coefficients.size())
        throw Error(Status::argument,
                    std::to_string(names.size()) + " names for " +
                        std::to_string(coefficients.size()) + " coefficients",
                    {.argument = "names"});
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    LinearModel model;
    model.has_intercept = has_intercept;
    const auto add = [&](const std::string& name, double estimate) {
        Coefficient c;
        c.name = name;
        c.estimate = estimate;
        c.standard_error = c.statistic = c.p_value = c.low = c.high = nan;
        model.coefficients.push_back(std::move(c));
    };
    if (has_intercept) add("(intercept)", intercept);
    std::int64_t nonzero = has_intercept ? 1 : 0;
    for (std::size_t j = 0; j < names.size(); ++j) {
        add(names[j], coefficients[j]);
        nonzero += coefficients[j] != 0;
    }
    FitSummary& s = model.summary;
    s.kind = kind;
    s.rows = state.rows;
    s.parameters = nonzero;
    s.effective_parameters = static_cast<double>(s.parameters);
    s.log_likelihood = state.log_likelihood;
    s.null_log_likelihood = state.null_log_likelihood;
    const double spent = s.effective_parameters;
    s.aic = -2 * s.log_likelihood + 2 * spent;
    s.bic = -2 * s.log_likelihood + spent * std::log(static_cast<double>(s.rows));
    s.r2 = s.adjusted_r2 = s.residual_sd = s.f_statistic = s.f_p_value = nan;
    s.condition = s.gradient_norm = nan;
    s.converged = state.converged;
    model.warnings.push_back(
        state.penalty > 0
            ? "the penalty pulls the estimates toward zero: there are no standard errors and "
              "p-values"
            : "a model of a path of penalties has no standard errors and p-values, also where the "
              "penalty is zero; fit it without a path for them");
    if (!state.converged) s.flags |= fit_not_converged;
    if (!state.separating.empty()) {
        s.flags |= fit_separation;
        std::string text = "the classes are separated completely, driven by ";
        for (std::size_t k = 0; k < state.separating.size(); ++k)
            text += (k > 0 ? ", \"" : "\"") +
                    excerpt(names[static_cast<std::size_t>(state.separating[k])]) + "\"";
        model.warnings.push_back(
            text + (state.penalty > 0
                        ? ": so small a penalty hardly holds the estimates, and the fit did not "
                          "reach its tolerance; use a larger penalty"
                        : ": without a penalty there is no minimum and the estimates grow without "
                          "bound; use a penalty, or ask whether the feature knows the answer"));
    } else if (!state.converged) {
        model.warnings.push_back("the fit did not reach its tolerance; allow more sweeps");
    }
    return model;
}

}  // namespace tenon

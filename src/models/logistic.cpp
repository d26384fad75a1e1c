// Maximum likelihood for P(Y = 1 | x) = sigma(b0 + b'x), with l2/2 |S b|^2 subtracted on request
// (S the spreads of the features, 0 at the intercept) or Firth's correction added.
//
// How: models/predictor_fit.hpp with the family of models/bernoulli.hpp. Covariance: the inverse of
// H + P at the estimate. AIC = -2 l + 2k, BIC = -2 l + k ln n.
#include "tenon/logistic.hpp"

#include <utility>

#include "models/logistic_fit.hpp"
#include "models/logistic_problem.hpp"

namespace tenon {

LinearModel fit_logistic(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const LogisticOptions& options, const RowExtras& rows) {
    context.report({.phase = "fit logistic", .share = 0, .rows = features.rows});
    const models::LogisticProblem problem(context, features, target, names, options, rows);
    return problem.make_model(problem.run());
}

LinearModel models::fit_logistic_by_passes(const Context& context, const Design& design,
                                           Ranked ranked, double ones, const RowPasses& passes,
                                           const LogisticOptions& options,
                                           const ScoreSource* source) {
    const LogisticProblem problem(context, design, std::move(ranked), ones, passes, options,
                                  source);
    return problem.make_model(problem.run());
}

}  // namespace tenon

// A binary logistic fit laid out: rows, design, family and predictor, for the fit itself and for
// the tests about it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/bernoulli.hpp"
#include "models/cross_product.hpp"
#include "models/predictor_fit.hpp"
#include "models/score_errors.hpp"
#include "tenon/logistic.hpp"

namespace tenon::models {

class LogisticProblem {
  public:
    // Checks everything; errors as fit_logistic.
    LogisticProblem(const Context& context, const MatrixView& features,
                    std::span<const double> target, std::span<const std::string> names,
                    const LogisticOptions& options, const RowExtras& extras);
    // Rows that are elsewhere; see models/logistic_fit.hpp.
    LogisticProblem(const Context& context, const Design& design, Ranked ranked, double ones,
                    const RowPasses& passes, const LogisticOptions& options,
                    const ScoreSource* source);
    LogisticProblem(const LogisticProblem&) = delete;
    LogisticProblem& operator=(const LogisticProblem&) = delete;

    const FitRows& rows() const { return rows_; }
    const Design& design() const { return measured_.design; }
    const PredictorFit& fit() const { return fit_; }

    PredictorResult run() const { return fit_.run(fit_.intercept_start(null_intercept_)); }
    // The model with the intercept alone, without penalty.
    double null_intercept() const { return null_intercept_; }
    double null_log_likelihood() const { return null_log_likelihood_; }
    // l at an estimate, without any penalty.
    double log_likelihood(const PredictorResult& result) const;
    // None where they are classical.
    std::optional<RobustErrors> robust_errors(const PredictorResult& result) const;
    LinearModel make_model(const PredictorResult& result, const RobustErrors* errors) const;
    LinearModel make_model(const PredictorResult& result) const {
        const std::optional<RobustErrors> errors = robust_errors(result);
        return make_model(result, errors ? &*errors : nullptr);
    }

  private:
    void measure_null(double ones);

    const Context& context_;
    LogisticOptions options_;
    const ScoreSource* source_ = nullptr;
    FitRows rows_;
    MeasuredDesign measured_;
    Bernoulli family_;
    PredictorFit fit_;
    double null_intercept_ = 0, null_log_likelihood_ = 0;
};

}  // namespace tenon::models

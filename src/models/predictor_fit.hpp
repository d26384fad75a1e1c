// The maximum-likelihood fit of one linear predictor, whatever its family.
//
// The design is ranked as in linear regression (models/factoring.hpp), then Newton's method runs on
// the kept columns (models/newton.hpp): on the columns themselves where they are well conditioned,
// else in the basis B = sqrt(n) R^-1, whose columns A B are orthonormal but for sqrt(n). A raw
// coefficient is b = a'theta + const for a direction a (raw_direction), and has the variance
// phi |W'a|^2 with W W' = (H + P)^-1 and phi the dispersion.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/eigen.hpp"
#include "models/factoring.hpp"
#include "models/fit_rows.hpp"
#include "models/inference.hpp"
#include "models/newton.hpp"
#include "models/ranked.hpp"
#include "models/separation.hpp"
#include "tenon/model.hpp"

namespace tenon::models {

struct RobustErrors;

struct PredictorOptions {
    double l2 = 0;
    double confidence = 0.95;
    std::int64_t max_iterations = 100;
    double tolerance = 1e-10;
    const char* phase = "fit logistic";
    bool jeffreys = false;
    double residual_scale = 1;  // see NewtonProblem
    bool inference = true;      // standard errors are wanted
};

// What those options may not be: Error(argument).
void check_predictor_options(const PredictorOptions& options);

struct PredictorResult {
    NewtonResult newton;
    SeparationFinding separation;
    // Rows whose mean is best at 0, the end of the link's range; then there is no other maximum.
    std::int64_t zero_means = 0;
    double scatter = 1;  // Pearson's sum over the total weight, as far as it is known

    bool converged() const { return newton.converged && separation.kind == Separation::none; }
};

class PredictorFit {
  public:
    // Borrows design, family and rows. The family may change its parameters between runs. `cross`
    // as in factor_design.
    PredictorFit(const Context& context, const Design& design, const Family& family,
                 const FitRows& rows, const PredictorOptions& options,
                 const Eigen::MatrixXd& cross = {});
    // The same where the rank is decided already and the rows are elsewhere.
    PredictorFit(const Context& context, const Design& design, const Family& family, Ranked ranked,
                 const FitRows& rows, const RowPasses* passes, const PredictorOptions& options);
    PredictorFit(const PredictorFit&) = delete;
    PredictorFit& operator=(const PredictorFit&) = delete;

    std::size_t columns() const { return ranked_.kept.size(); }
    const Observations& data() const { return data_; }
    const std::vector<std::int64_t>& kept() const { return ranked_.kept; }
    double condition() const { return ranked_.condition; }
    const PredictorOptions& options() const { return options_; }

    // Penalty, spreads and the rest of what Newton's method is told.
    NewtonProblem make_problem() const { return make_problem(data_); }
    // What was dropped, and how ill the condition is, as flags and warnings.
    void note_rank(LinearModel& model) const;

    // No effects, and the intercept at this value of the linear predictor.
    Eigen::VectorXd intercept_start(double value) const;
    // Least squares of these values of the linear predictor.
    Eigen::VectorXd least_squares_start(std::span<const double> values) const;

    // Newton from here, the search for separation, and the last step.
    PredictorResult run(Eigen::VectorXd start) const;
    // The same without either, with C'theta held at C'start.
    NewtonResult run_constrained(Eigen::VectorXd start, const Eigen::MatrixXd& constraint) const;
    // With Jeffreys' prior: whether there is a greater maximum with a'theta held than `best`, which
    // it then is.
    bool seek_better_maximum(const Eigen::VectorXd& a, NewtonResult& best) const;
    // Whether what has to be sought there is more than what is, and may be missed: with few rows or
    // classes that overlap it is not.
    bool may_miss_maximum() const;
    double objective_of(const NewtonResult& result) const;

    // a with raw coefficient = a'theta, of kept column i.
    Eigen::VectorXd raw_direction(std::size_t i) const;
    // W with W W' = (H + P)^-1 for H the information at the estimate; empty where that is singular.
    Grid<double> covariance_root(const NewtonResult& result,
                                 Information information = Information::expected) const;
    // k - tr(P W W'), of that root: how many coefficients the penalty leaves free; k without one,
    // NaN without a root.
    double effective(const Grid<double>& root) const;
    // Place of kept column i among a model's coefficients.
    std::size_t place(std::size_t i) const;
    // |growth| of each kept column's coefficient along a direction of theta, for features of unit
    // spread; the intercept's in raw units.
    Eigen::VectorXd growth(const Eigen::VectorXd& direction) const;
    // Kept columns whose estimate grows without bound.
    std::vector<bool> running_away(const SeparationFinding& finding) const;

    // Coefficients with errors (dispersion, degrees of Student's t; infinity: normal), what was
    // dropped, and all flags and warnings about rank, condition, separation and convergence.
    // `robust` takes the place of the dispersion and of the inverse information.
    LinearModel make_model(const PredictorResult& result, double dispersion, double degrees,
                           const RobustErrors* robust = nullptr) const;

  private:
    static Ranked rank_design(const Context& context, const Design& design, double l2,
                              const Eigen::MatrixXd& cross);
    std::vector<double> find_penalised_spreads() const;
    // Where the search below starts: slopes far from zero where rows are few, and the estimate
    // without the prior where a reading lies far out.
    std::vector<Eigen::VectorXd> further_starts(const NewtonProblem& problem) const;
    // Takes the greatest of the maxima that Newton's method finds from there; whether there was
    // one.
    bool climb_from(std::vector<Eigen::VectorXd> starts, const Eigen::MatrixXd& constraint,
                    NewtonResult& best) const;
    NewtonProblem make_problem(const Observations& data) const;
    // Newton's method; in a basis of many rows at first on columns as doubles give them.
    NewtonResult climb(const NewtonProblem& problem, NewtonStart start) const;
    // Where Newton's method begins: near the end, where few rows or passes without H lead there.
    NewtonStart begin(const NewtonProblem& problem, Eigen::VectorXd start) const;
    Eigen::MatrixXd basis() const;
    Eigen::MatrixXd inverse_basis() const;
    Eigen::VectorXd scaled(const Eigen::VectorXd& theta) const;
    double centre_of(Eigen::Index j) const;  // of kept column j
    // Raw values, and their standard errors for a dispersion of 1: 0 where the root is empty.
    std::vector<RawEstimate> raw_coefficients(const Eigen::VectorXd& theta,
                                              const Grid<double>& root) const;
    // Of the worst coefficient, as FitSummary has them; 0: not known.
    double digits(const PredictorResult& result, const std::vector<RawEstimate>& raw,
                  const Grid<double>& root) const;
    std::string drivers(const SeparationFinding& finding) const;
    void fill_coefficients(LinearModel& model, const PredictorResult& result, double dispersion,
                           double degrees, const RobustErrors* robust) const;
    void note(LinearModel& model, const PredictorResult& result) const;

    const Context& context_;
    const Design& design_;
    const FitRows& rows_;
    PredictorOptions options_;
    Ranked ranked_;
    std::vector<double> penalised_spreads_;  // of the kept columns, as weights see them
    Design kept_;
    Observations data_;
};

}  // namespace tenon::models

#include "tenon/logistic_inference.hpp"

#include <cmath>
#include <limits>

#include "base/distribution.hpp"
#include "base/eigen_decompositions.hpp"
#include "base/gamma_function.hpp"
#include "models/chunks.hpp"
#include "models/goodness.hpp"
#include "models/inference.hpp"
#include "models/logistic_problem.hpp"
#include "models/marginal_effects.hpp"
#include "models/profile_interval.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
// Between pivots of the covariance's root, brought to unit columns: below, it is singular.
constexpr double wald_rounding = 1e-7;

ChiSquaredTest chi_squared(double statistic, double degrees) {
    if (!(degrees > 0)) return {nan, nan, nan};
    return {statistic, degrees, chi_squared_upper_tail(statistic, degrees)};
}

class Inference {
  public:
    Inference(const Context& context, const LogisticProblem& problem,
              const LogisticOptions& options, const LogisticInferenceOptions& wanted)
        : context_(context),
          problem_(problem),
          fit_(problem.fit()),
          options_(options),
          wanted_(wanted),
          result_(problem.run()) {}

    LogisticInference run() {
        LogisticInference out;
        const std::optional<RobustErrors> errors = problem_.robust_errors(result_);
        out.model = problem_.make_model(result_, errors ? &*errors : nullptr);
        if (fit_.columns() > 0)
            root_ = matrix_of(errors ? errors->root : fit_.covariance_root(result_.newton));
        fill_effects(out);
        test_whole(out);
        const FitSummary& s = out.model.summary;
        const double n = problem_.rows().total_weight();
        out.mcfadden = 1 - s.log_likelihood / s.null_log_likelihood;
        out.cox_snell = -std::expm1(2 * (s.null_log_likelihood - s.log_likelihood) / n);
        out.nagelkerke = out.cox_snell / -std::expm1(2 * s.null_log_likelihood / n);
        const std::vector<double> p = probabilities();
        const FitRows& rows = problem_.rows();
        out.tjur = tjur(rows.target(), p, rows.weights());
        out.hosmer_lemeshow =
            hosmer_lemeshow(rows.target(), p, rows.weights(), wanted_.groups, out.groups);
        return out;
    }

  private:
    std::vector<double> probabilities() const {
        const std::int64_t rows = problem_.design().rows();
        std::vector<double> p(static_cast<std::size_t>(rows));
        const std::int64_t width = fit_.data().design.width();
        for_each_block(context_, rows, width,
                       [&](std::int64_t, std::int64_t first, std::int64_t last) {
                           const MatrixXd v = design_block(fit_.data(), first, last);
                           const Eigen::ArrayXd eta =
                               linear_predictor(fit_.data(), v, result_.newton.theta, first, last);
                           for (std::int64_t i = first; i < last; ++i)
                               p[static_cast<std::size_t>(i)] = logistic_function(eta(i - first));
                       });
        return p;
    }

    // Features that only hold 0 and 1, by kept column.
    std::vector<bool> dummies() const {
        std::vector<bool> list(fit_.columns(), false);
        if (!wanted_.difference_for_dummies) return list;
        const MatrixView& x = problem_.rows().features();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::int64_t j = problem_.design().feature(fit_.kept()[i]);
            bool dummy = j >= 0;
            for (std::int64_t row = 0; dummy && row < x.rows; ++row)
                dummy = x(row, j) == 0 || x(row, j) == 1;
            list[i] = dummy;
        }
        return list;
    }

    void fill_effects(LogisticInference& out) const {
        const ChiSquaredTest none{nan, nan, nan};
        out.effects.assign(out.model.coefficients.size(),
                           {nan, nan, nan, none, nan, nan, nan, nan, nan, nan});
        if (fit_.columns() == 0) return;
        const auto marginal = marginal_effects(context_, fit_, problem_.rows().features(),
                                               result_.newton.theta, root_, dummies());
        const double quantile = interval_quantile(options_.confidence, infinity);
        const std::vector<bool> away = fit_.running_away(result_.separation);
        for (std::size_t i = 0; i < fit_.columns(); ++i) {
            const Coefficient& c = out.model.coefficients[fit_.place(i)];
            LogisticEffect& e = out.effects[fit_.place(i)];
            e.odds_ratio = std::exp(c.estimate);
            e.odds_low = std::exp(c.low);
            e.odds_high = std::exp(c.high);
            if (wanted_.coefficient_tests && fit_.columns() > 1)
                e.likelihood_ratio = chi_squared(likelihood_ratio(fit_, result_, i), 1);
            e.marginal = marginal[i].effect;
            e.marginal_error = away[i] ? nan : marginal[i].standard_error;
            e.marginal_z = e.marginal / e.marginal_error;
            e.marginal_p = student_two_sided(e.marginal_z, infinity);
            e.marginal_low = e.marginal - quantile * e.marginal_error;
            e.marginal_high = e.marginal + quantile * e.marginal_error;
        }
    }

    // Directions of all raw slopes.
    MatrixXd slopes() const {
        const std::size_t first = problem_.design().intercept ? 1 : 0;
        MatrixXd a(result_.newton.theta.size(), static_cast<Eigen::Index>(fit_.columns() - first));
        for (std::size_t i = first; i < fit_.columns(); ++i)
            a.col(static_cast<Eigen::Index>(i - first)) = fit_.raw_direction(i);
        return a;
    }

    void test_whole(LogisticInference& out) const {
        out.likelihood_ratio = out.wald = {nan, nan, nan};
        const std::size_t first = problem_.design().intercept ? 1 : 0;
        if (fit_.columns() <= first) return;
        const auto degrees = static_cast<double>(fit_.columns() - first);
        const FitSummary& s = out.model.summary;
        double ratio = 2 * (s.log_likelihood - s.null_log_likelihood);
        if (options_.firth || first == 0) {
            // The null model has what is left without slopes: without an intercept the offset
            // alone. With Firth's correction it keeps the features in the determinant, as G. Heinze
            // and M. Schemper do.
            const NewtonResult null = fit_.run_constrained(
                fit_.intercept_start(first == 1 ? problem_.null_intercept() : 0), slopes());
            ratio = null.converged
                        ? 2 * (fit_.objective_of(result_.newton) - null.at.log_likelihood)
                        : nan;
        }
        if (options_.l2 > 0) ratio = nan;
        out.likelihood_ratio = chi_squared(ratio, degrees);
        if (root_.size() == 0 || result_.separation.kind != Separation::none) return;
        // b' C^-1 b with b = A'theta and C = A' W W' A.
        const MatrixXd a = slopes();
        const MatrixXd w = root_.transpose() * a;
        // Brought to unit length column by column: units of features differ by many orders.
        const VectorXd scale = w.colwise().norm().transpose();
        const MatrixXd unit = w * scale.cwiseInverse().asDiagonal();
        const VectorXd b = (a.transpose() * result_.newton.theta).cwiseQuotient(scale);
        const Eigen::HouseholderQR<MatrixXd> qr(unit);
        const auto k = unit.cols();
        const MatrixXd r = qr.matrixQR().topRows(k);
        // Robust errors of fewer clusters than slopes have a singular covariance.
        const VectorXd pivots = r.diagonal().cwiseAbs();
        if (!(pivots.minCoeff() > wald_rounding * pivots.maxCoeff())) return;
        const VectorXd z = r.triangularView<Eigen::Upper>().transpose().solve(b);
        out.wald = chi_squared(z.squaredNorm(), degrees);
    }

    const Context& context_;
    const LogisticProblem& problem_;
    const PredictorFit& fit_;
    const LogisticOptions& options_;
    const LogisticInferenceOptions& wanted_;
    PredictorResult result_;
    MatrixXd root_;
};

}  // namespace

LogisticInference infer_logistic(const Context& context, const MatrixView& features,
                                 std::span<const double> target, std::span<const std::string> names,
                                 const LogisticOptions& options, const RowExtras& rows,
                                 const LogisticInferenceOptions& inference) {
    if (inference.groups < 3 || inference.groups > 1000)
        throw Error(Status::argument,
                    "groups is " + std::to_string(inference.groups) +
                        "; Hosmer and Lemeshow's test takes 3 to 1000, 10 by custom",
                    {.argument = "groups"});
    const LogisticProblem problem(context, features, target, names, options, rows);
    return Inference(context, problem, options, inference).run();
}

}  // namespace tenon

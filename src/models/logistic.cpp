// Maximum likelihood for P(Y = 1 | x) = sigma(b0 + b'x), with l2/2 |S b|^2 subtracted on request
// (S the spreads of the features, 0 at the intercept).
//
// The design is ranked as in linear regression (models/factoring.hpp), then Newton's method runs on
// the kept columns (models/newton.hpp): on the columns themselves where they are well conditioned,
// else in the basis B = sqrt(n) R^-1, whose columns A B are orthonormal but for sqrt(n).
// Covariance: the inverse of H + P at the estimate. AIC = -2 l + 2k, BIC = -2 l + k ln n.
#include "tenon/logistic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "base/number_text.hpp"
#include "models/bernoulli.hpp"
#include "models/cross_product.hpp"
#include "models/factoring.hpp"
#include "models/inference.hpp"
#include "models/logistic_fit.hpp"
#include "models/newton.hpp"
#include "models/separation.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
// A feature belongs to a separating direction if it carries this share of the largest growth.
constexpr double part_of_direction = 1e-6;
// It is named as a driver of the separation from this share on.
constexpr double drives = 0.1;
constexpr std::size_t most_drivers = 5;
// A start is sought among a 32nd of the rows, 40 rows a column or 2,000 rows, whichever is most, if
// that is no more than a sixth of all. It is right to a few digits: the rest are those of the rows.
constexpr std::int64_t sampled_share = 32, rows_a_column = 40, least_sampled = 2000,
                       worth_sampling = 6, sampled_steps = 12;
constexpr double sampled_tolerance = 1e-4;

Ranked rank_design(const Context& context, const Design& design, double l2, const MatrixXd& cross) {
    return factor_design(context, design, nullptr, l2, cross,
                         [&](const auto& f, const std::vector<double>& spreads) {
                             return make_ranked(f, spreads, design.intercept);
                         });
}

[[noreturn]] void refuse_one_class(const char* seen) {
    throw Error(Status::data,
                "the target has one class only (every row is " + std::string(seen) +
                    "): a classifier needs rows of both",
                {.argument = "target"});
}

std::int64_t count_positive(std::span<const double> target) {
    std::int64_t positive = 0;
    for (std::size_t i = 0; i < target.size(); ++i) {
        if (target[i] != 0 && target[i] != 1)
            throw Error(Status::data,
                        "target, row " + std::to_string(i) + ": " + format_double(target[i]) +
                            " is neither 0 nor 1",
                        {.argument = "target", .row = static_cast<std::int64_t>(i)});
        positive += target[i] == 1;
    }
    const auto rows = static_cast<std::int64_t>(target.size());
    if (positive == 0 || positive == rows) refuse_one_class(positive == 0 ? "0" : "1");
    return positive;
}

class LogisticFit {
  public:
    // `ones` is the weight of the rows with target 1; `passes` is null for rows in memory.
    LogisticFit(const Context& context, const Design& design, Ranked ranked,
                std::span<const double> target, double ones, const RowPasses* passes,
                const LogisticOptions& options)
        : context_(context),
          design_(design),
          ranked_(std::move(ranked)),
          kept_(keep_only(design, ranked_.kept)),
          data_{kept_, family_, target, {}, {}, basis(), passes},
          ones_(ones),
          options_(options) {}

    LinearModel run() const {
        NewtonProblem problem = make_problem();
        // Without a column left, p is one half in every row and there is nothing to find.
        if (ranked_.kept.empty()) return conclude(problem, nothing_to_fit(), {});
        VectorXd from = start();
        if (auto sampled = sampled_start(problem)) {
            problem.fallback = std::exchange(from, *std::move(sampled));
            problem.fallback_objective = null_log_likelihood();
        }
        NewtonResult result = newton(context_, problem, std::move(from));
        SeparationFinding finding;
        if (options_.l2 == 0) finding = find_separation(context_, data_, result.theta, result.step);
        if (finding.kind == Separation::none && result.converged) polish(context_, problem, result);
        return conclude(problem, result, finding);
    }

  private:
    LinearModel conclude(const NewtonProblem& problem, const NewtonResult& result,
                         const SeparationFinding& finding) const {
        LinearModel model;
        model.has_intercept = design_.intercept;
        measure(model.summary, result, finding);
        fill_coefficients(model, problem, result, finding);
        return model;
    }

    NewtonResult nothing_to_fit() const {
        NewtonResult result;
        result.at.log_likelihood = -data_.total_weight() * std::numbers::ln2;
        result.converged = true;
        return result;
    }

    MatrixXd basis() const {
        if (ranked_.condition <= well_conditioned) return {};
        const Eigen::Index k = ranked_.r.cols();
        const double root = std::sqrt(static_cast<double>(design_.rows()));
        return ranked_.r.triangularView<Eigen::Upper>().solve(root * MatrixXd::Identity(k, k));
    }

    NewtonProblem make_problem() const {
        const Eigen::Index k = ranked_.r.cols();
        NewtonProblem problem{data_, MatrixXd::Zero(k, k), {}, ranked_.spreads};
        problem.total_weight = data_.total_weight();
        problem.max_iterations = options_.max_iterations;
        problem.tolerance = options_.tolerance;
        for (Eigen::Index j = design_.intercept ? 1 : 0; j < k; ++j) {
            const double s = ranked_.spreads[static_cast<std::size_t>(j)];
            problem.penalty(j, j) = options_.l2 * s * s;
        }
        if (data_.basis.size() == 0) return problem;
        problem.penalty = data_.basis.transpose() * problem.penalty * data_.basis;
        problem.to_columns = inverse_basis().transpose();
        return problem;
    }

    // Upper triangle of B^-1.
    MatrixXd inverse_basis() const {
        MatrixXd upper = ranked_.r.triangularView<Eigen::Upper>();
        return upper / std::sqrt(static_cast<double>(design_.rows()));
    }

    // No effects: the intercept reproduces the share of ones.
    VectorXd start() const {
        VectorXd beta = VectorXd::Zero(ranked_.r.cols());
        if (!design_.intercept) return beta;
        beta(0) = std::log(ones_ / (data_.total_weight() - ones_));
        return data_.basis.size() > 0 ? VectorXd(inverse_basis() * beta) : beta;
    }

    // The estimate from evenly spread rows where there are many: most steps are then made among
    // few. Nothing where those rows have no estimate of their own.
    std::optional<VectorXd> sampled_start(const NewtonProblem& problem) const {
        const std::int64_t rows = design_.rows(), width = kept_.width();
        const std::int64_t wanted =
            std::max({rows / sampled_share, rows_a_column * width, least_sampled});
        if (data_.passes || data_.basis.size() > 0 || wanted > rows / worth_sampling) return {};
        const std::int64_t step = rows / wanted, count = rows / step;
        Design few = kept_;
        few.features.rows = count;
        few.features.row_stride *= step;
        std::vector<double> target(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < target.size(); ++i)
            target[i] = data_.target[i * static_cast<std::size_t>(step)];
        const Observations data{few, family_, target};
        NewtonProblem part{data, problem.penalty / static_cast<double>(step), {}, problem.spreads};
        part.total_weight = static_cast<double>(count);
        part.max_iterations = sampled_steps;
        part.tolerance = sampled_tolerance;
        Context quiet = context_;
        quiet.progress = {};
        NewtonResult result = newton(quiet, part, start());
        if (!result.converged || result.singular) return {};
        return std::move(result.theta);
    }

    double null_log_likelihood() const {
        const double total = data_.total_weight();
        if (!design_.intercept) return -total * std::numbers::ln2;
        return ones_ * std::log(ones_ / total) + (total - ones_) * std::log1p(-ones_ / total);
    }

    VectorXd scaled(const VectorXd& theta) const {
        return data_.basis.size() > 0 ? VectorXd(data_.basis * theta) : theta;
    }

    void measure(FitSummary& s, const NewtonResult& result,
                 const SeparationFinding& finding) const {
        const double total = data_.total_weight();
        s.kind = ModelKind::logistic;
        s.rows = design_.rows();
        s.parameters = static_cast<std::int64_t>(ranked_.kept.size());
        s.log_likelihood = result.at.log_likelihood;
        s.null_log_likelihood =
            ones_ * std::log(ones_ / total) + (total - ones_) * std::log1p(-ones_ / total);
        const auto k = static_cast<double>(s.parameters);
        s.aic = -2 * s.log_likelihood + 2 * k;
        s.bic = -2 * s.log_likelihood + k * std::log(static_cast<double>(s.rows));
        s.r2 = 1 - s.log_likelihood / s.null_log_likelihood;
        s.adjusted_r2 = s.residual_sd = s.f_statistic = s.f_p_value = nan;
        s.condition = ranked_.condition;
        s.gradient_norm = result.gradient_norm;
        s.confidence = options_.confidence;
        s.iterations = result.iterations;
        s.converged = result.converged && finding.kind == Separation::none;
        if (!s.converged) s.flags |= fit_not_converged;
        if (finding.kind == Separation::complete) s.flags |= fit_separation;
        if (finding.kind == Separation::quasi) s.flags |= fit_quasi_separation;
        if (options_.l2 == 0 && s.rows <= s.parameters) s.flags |= fit_few_rows;
    }

    // W with W W' = B (H + P)^-1 B'; empty if H + P is singular.
    MatrixXd covariance_root(const NewtonProblem& problem, const NewtonResult& result) const {
        if (ranked_.kept.empty()) return {};
        const auto factor = upper_factor(context_, result.at.hessian + problem.penalty);
        if (!factor) return {};
        const Grid<double> inverse = inverse_of(context_, *factor);
        const MatrixXd w = as_doubles(inverse);
        return data_.basis.size() > 0 ? MatrixXd(data_.basis * w) : w;
    }

    void fill_coefficients(LinearModel& model, const NewtonProblem& problem,
                           const NewtonResult& result, const SeparationFinding& finding) const {
        const VectorXd beta = scaled(result.theta);
        MatrixXd root = covariance_root(problem, result);
        const bool exists = root.size() > 0 && finding.kind != Separation::complete;
        if (!exists) root = MatrixXd::Zero(beta.size(), beta.size());
        Grid<double> w(root.rows(), root.cols());
        Eigen::Map<MatrixXd>(w.values.data(), root.rows(), root.cols()) = root;
        const auto raw = raw_estimates<double>(design_, ranked_.kept,
                                               {beta.data(), beta.data() + beta.size()}, w, {}, 0);
        const std::vector<bool> runaway = running_away(finding);
        const double quantile = interval_quantile(options_.confidence, infinity);
        model.coefficients = blank_coefficients(design_);
        for (std::size_t i = 0; i < raw.size(); ++i) {
            Coefficient& c = model.coefficients[coefficient_place(design_, ranked_.kept[i])];
            set_estimate(c, raw[i].value);
            if (!exists || runaway[i]) continue;
            c.standard_error = raw[i].unit_error;
            complete(c, infinity, quantile);
        }
        // Who suffers is asked only where the columns are far from being well conditioned.
        note(model, finding, result,
             ranked_.condition > well_conditioned ? inflation(ranked_.r, inverse_of_r())
                                                  : std::vector<double>{});
    }

    MatrixXd inverse_of_r() const {
        if (ranked_.kept.empty()) return {};
        const Eigen::Index k = ranked_.r.cols();
        return ranked_.r.triangularView<Eigen::Upper>().solve(MatrixXd::Identity(k, k));
    }

    // |growth| of each kept column's coefficient along the direction, for features of unit spread;
    // the intercept's in raw units.
    VectorXd growth(const SeparationFinding& finding) const {
        const VectorXd d = scaled(finding.direction);
        VectorXd g = d;
        for (Eigen::Index j = 0; j < d.size(); ++j) {
            const std::int64_t column = ranked_.kept[static_cast<std::size_t>(j)];
            if (design_.feature(column) < 0) continue;
            if (design_.intercept) g(0) -= design_.variable(column).centre * d(j);
            g(j) *= ranked_.spreads[static_cast<std::size_t>(j)];
        }
        return g.cwiseAbs();
    }

    std::vector<bool> running_away(const SeparationFinding& finding) const {
        std::vector<bool> away(ranked_.kept.size(), false);
        if (finding.kind == Separation::none) return away;
        const VectorXd g = growth(finding);
        for (std::size_t i = 0; i < away.size(); ++i)
            away[i] = g(static_cast<Eigen::Index>(i)) > part_of_direction * g.maxCoeff();
        return away;
    }

    std::string drivers(const SeparationFinding& finding) const {
        const VectorXd g = growth(finding);
        std::vector<std::size_t> order;
        double most = 0;
        for (std::size_t i = 0; i < ranked_.kept.size(); ++i)
            if (design_.feature(ranked_.kept[i]) >= 0) {
                order.push_back(i);
                most = std::max(most, g(static_cast<Eigen::Index>(i)));
            }
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return g(static_cast<Eigen::Index>(a)) > g(static_cast<Eigen::Index>(b));
        });
        std::string text;
        for (std::size_t at = 0; at < std::min(order.size(), most_drivers); ++at) {
            if (g(static_cast<Eigen::Index>(order[at])) < drives * most) break;
            text += (at ? ", \"" : "\"") + design_.column_name(ranked_.kept[order[at]]) + "\"";
        }
        return text;
    }

    void note(LinearModel& model, const SeparationFinding& finding, const NewtonResult& result,
              const std::vector<double>& inflated) const {
        note_dropped(model, design_, ranked_.dropped);
        note_condition(model, design_, ranked_.kept, inflated);
        auto& warnings = model.warnings;
        if (finding.kind == Separation::complete)
            warnings.push_back("the classes are separated completely, driven by " +
                               drivers(finding) +
                               ": the likelihood has no maximum and the estimates grow without "
                               "bound; set l2, or ask whether the feature knows the answer");
        else if (finding.kind == Separation::quasi)
            warnings.push_back(
                "the classes are separated but for " + std::to_string(finding.ties) +
                " rows on the border, driven by " + drivers(finding) +
                ": its estimate grows without bound and has no standard error; set l2, or leave "
                "it out");
        else if (!result.converged)
            warnings.push_back("not converged after " + std::to_string(result.iterations) +
                               " iterations: the scaled gradient per row is " +
                               format_double(result.gradient_norm) +
                               "; raise max_iterations or tolerance, or set l2");
        if (model.summary.flags & fit_few_rows)
            warnings.push_back(std::to_string(model.summary.rows) + " rows for " +
                               std::to_string(model.summary.parameters) +
                               " coefficients: use more rows, fewer features or l2");
        if (options_.l2 > 0)
            warnings.push_back(
                "the penalty l2 pulls the estimates toward zero: standard errors do not contain "
                "this bias, so read p-values and intervals with care");
    }

    const Context& context_;
    const Design& design_;
    Ranked ranked_;
    Design kept_;
    Bernoulli family_;
    Observations data_;
    double ones_;
    const LogisticOptions& options_;
};

}  // namespace

void models::check_logistic_options(const LogisticOptions& options) {
    check_fit_options(options.l2, options.confidence);
    if (options.max_iterations < 1)
        throw Error(Status::argument,
                    "max_iterations is " + std::to_string(options.max_iterations) +
                        "; it must be at least 1",
                    {.argument = "max_iterations"});
    if (!(options.tolerance > 0 && std::isfinite(options.tolerance)))
        throw Error(
            Status::argument,
            "tolerance is " + format_double(options.tolerance) + "; it must be finite and above 0",
            {.argument = "tolerance"});
}

LinearModel fit_logistic(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const LogisticOptions& options) {
    check_fit_arguments(features, target, names, options.intercept, options.l2, options.confidence);
    check_logistic_options(options);
    context.report({.phase = "fit logistic", .share = 0, .rows = features.rows});
    const auto ones = static_cast<double>(count_positive(target));
    const MeasuredDesign measured =
        measure_design(context, features, nullptr, names, options.intercept, true);
    return LogisticFit(context, measured.design,
                       rank_design(context, measured.design, options.l2, measured.cross), target,
                       ones, nullptr, options)
        .run();
}

LinearModel models::fit_logistic_by_passes(const Context& context, const Design& design,
                                           Ranked ranked, double ones, const RowPasses& passes,
                                           const LogisticOptions& options) {
    if (!(ones > 0)) refuse_one_class("0");
    if (!(ones < passes.total_weight())) refuse_one_class("1");
    return LogisticFit(context, design, std::move(ranked), {}, ones, &passes, options).run();
}

}  // namespace tenon

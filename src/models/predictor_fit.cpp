#include "models/predictor_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "base/number_text.hpp"
#include "models/gaussian.hpp"
#include "models/inference.hpp"
#include "models/pinned_starts.hpp"
#include "models/predictor_notes.hpp"
#include "models/quasi_newton.hpp"
#include "models/sampled_start.hpp"
#include "models/score_errors.hpp"
#include "models/weighted_spread.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

// Up to here a fit on the columns themselves has all but a digit or two; where rows are few, a
// basis costs nothing.
constexpr double well_conditioned_small = 30;
// A feature belongs to a separating direction if it carries this share of the largest growth.
constexpr double part_of_direction = 1e-6;
constexpr std::int64_t least_profile_iterations = 2000;
// Slopes, per standard deviation, from which Jeffreys's prior is climbed once more, where that many
// multiplications (rows times columns cubed) are nothing: few rows with a far one have two maxima.
constexpr double further_slope = 2;
constexpr double most_work_of_starts = 1e6;
// A better maximum is better by more than this share of its size.
constexpr double better = 1e-9;

}  // namespace

void check_predictor_options(const PredictorOptions& options) {
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

Ranked PredictorFit::rank_design(const Context& context, const Design& design, double l2,
                                 const MatrixXd& cross) {
    return factor_design(context, design, nullptr, l2, cross,
                         [&](auto& f, const std::vector<double>& spreads) {
                             return make_ranked(context, std::move(f), spreads, design.intercept);
                         });
}

PredictorFit::PredictorFit(const Context& context, const Design& design, const Family& family,
                           const FitRows& rows, const PredictorOptions& options,
                           const MatrixXd& cross)
    : PredictorFit(context, design, family, rank_design(context, design, options.l2, cross), rows,
                   nullptr, options) {}

PredictorFit::PredictorFit(const Context& context, const Design& design, const Family& family,
                           Ranked ranked, const FitRows& rows, const RowPasses* passes,
                           const PredictorOptions& options)
    : context_(context),
      design_(design),
      rows_(rows),
      options_(options),
      ranked_(std::move(ranked)),
      penalised_spreads_(find_penalised_spreads()),
      kept_(keep_only(design, ranked_.kept)),
      data_{kept_, family, rows.target(), rows.weights(), rows.offset(), basis(), passes} {}

// The rank and the stopping rule are those of the rows, whatever they weigh; the penalty is that of
// fit_linear and of rows that come in slices, for whom a row of weight w is w rows.
std::vector<double> PredictorFit::find_penalised_spreads() const {
    if (options_.l2 == 0 || rows_.weights().empty()) return ranked_.spreads;
    std::vector<double> spreads =
        weighted_spreads(context_, design_, ranked_.kept, rows_.weights());
    for (std::size_t i = 0; i < spreads.size(); ++i)
        if (!(spreads[i] > 0)) spreads[i] = ranked_.spreads[i];  // below the least number
    return spreads;
}

MatrixXd PredictorFit::basis() const {
    const auto rows = static_cast<double>(design_.rows()), width = static_cast<double>(columns());
    const bool small = rows * width * width <= most_exact_work;
    if (ranked_.condition <= (small ? well_conditioned_small : well_conditioned)) return {};
    const Eigen::Index k = ranked_.r.columns;
    const double root = std::sqrt(static_cast<double>(design_.rows()));
    return matrix_of(ranked_.r).triangularView<Eigen::Upper>().solve(root *
                                                                     MatrixXd::Identity(k, k));
}

// Upper triangle of B^-1.
MatrixXd PredictorFit::inverse_basis() const {
    MatrixXd upper = matrix_of(ranked_.r).triangularView<Eigen::Upper>();
    return upper / std::sqrt(static_cast<double>(design_.rows()));
}

NewtonProblem PredictorFit::make_problem(const Observations& data) const {
    VectorXd diagonal = VectorXd::Zero(static_cast<Eigen::Index>(columns()));
    for (Eigen::Index j = design_.intercept ? 1 : 0; j < diagonal.size(); ++j) {
        const double s = penalised_spreads_[static_cast<std::size_t>(j)];
        diagonal(j) = options_.l2 * s * s;
    }
    NewtonProblem problem{data, RidgePenalty(std::move(diagonal)), {}, ranked_.spreads};
    problem.total_weight = rows_.total_weight();
    problem.max_iterations = options_.max_iterations;
    problem.tolerance = options_.tolerance;
    problem.phase = options_.phase;
    problem.jeffreys = options_.jeffreys;
    problem.residual_scale = options_.residual_scale;
    if (data_.basis.size() == 0) return problem;
    problem.penalty = problem.penalty.in_basis(data_.basis);
    problem.to_columns = inverse_basis().transpose();
    return problem;
}

VectorXd PredictorFit::intercept_start(double value) const {
    VectorXd beta = VectorXd::Zero(ranked_.r.columns);
    if (!design_.intercept) return beta;
    beta(0) = value;
    return data_.basis.size() > 0 ? VectorXd(inverse_basis() * beta) : beta;
}

VectorXd PredictorFit::least_squares_start(std::span<const double> values) const {
    const Gaussian gaussian;
    const Observations squares{kept_, gaussian, values, data_.weights, data_.offset, data_.basis};
    const VectorXd zero = VectorXd::Zero(ranked_.r.columns);
    const Likelihood at = evaluate(context_, squares, zero);
    return at.hessian.selfadjointView<Eigen::Lower>().ldlt().solve(at.gradient);
}

NewtonStart PredictorFit::begin(const NewtonProblem& problem, VectorXd start) const {
    SampledStart sampled = sampled_start(context_, problem, std::move(start));
    if (!suits_quasi_newton(problem)) return std::move(sampled.start);
    CurvatureFactor factor;
    if (data_.basis.size() == 0) factor.r.emplace(matrix_of(ranked_.r));
    MatrixXd hessian = std::move(sampled.hessian);
    std::optional<Likelihood> known;
    if (hessian.size() > 0 && one_hessian_pays(problem)) {
        known = evaluate(context_, data_, sampled.start.theta);
        const VectorXd& theta = sampled.start.theta;
        const double value = known->log_likelihood - problem.penalty.cost(theta);
        if (value >= sampled.start.floor) {
            hessian = known->hessian;
            problem.penalty.add_to(hessian);
        }
    }
    if (hessian.size() > 0) {
        const Eigen::LLT<MatrixXd> cholesky(hessian);
        if (cholesky.info() == Eigen::Success) {
            hessian = cholesky.matrixU();
            factor.r.emplace(hessian);
            factor.scale = 1;
        }
    }
    return approach(context_, problem, factor, std::move(sampled.start), known ? &*known : nullptr);
}

NewtonResult PredictorFit::climb(const NewtonProblem& problem, NewtonStart start) const {
    const auto rows = static_cast<double>(design_.rows()), width = static_cast<double>(columns());
    if (data_.basis.size() == 0 || data_.passes || rows * width * width <= most_exact_work)
        return newton(context_, problem, std::move(start));
    Observations rough = data_;
    rough.rough = true;
    NewtonResult found = newton(context_, make_problem(rough), std::move(start));
    if (found.singular || found.cut_short) return found;
    return newton(context_, problem, {std::move(found.theta), {}, 0, found.iterations});
}

PredictorResult PredictorFit::run(VectorXd start) const {
    const NewtonProblem problem = make_problem();
    PredictorResult result;
    if (columns() == 0) {  // there is nothing to find
        result.newton.theta = VectorXd::Zero(0);
        // Rows elsewhere are those of binary models, to whom an eta of 0 is a half.
        if (data_.passes)
            result.newton.at.log_likelihood = -rows_.total_weight() * std::numbers::ln2;
        else
            result.newton.at = evaluate(context_, data_, result.newton.theta);
        result.newton.converged = std::isfinite(result.newton.at.log_likelihood);
        return result;
    }
    NewtonStart begun = begin(problem, std::move(start));
    // Without a penalty the search for separation needs Newton's last step.
    if (!options_.inference && options_.l2 > 0 && suits_quasi_newton(problem) &&
        is_at_maximum(context_, problem, begun, result.newton))
        return result;
    result.newton = climb(problem, std::move(begun));
    if (options_.jeffreys) climb_from(further_starts(problem), {}, result.newton);
    // A penalty or prior of either kind has its maximum at finite estimates.
    if (options_.l2 == 0 && !options_.jeffreys)
        result.separation =
            find_separation(context_, data_, result.newton.theta, result.newton.step);
    const bool stalled = !result.newton.converged && result.separation.kind == Separation::none;
    if (stalled && options_.l2 == 0 && !options_.jeffreys && result.newton.earlier.size() > 0)
        result.separation =
            find_separation(context_, data_, result.newton.theta, result.newton.earlier);
    if (result.converged()) polish(context_, problem, result.newton);
    return result;
}

std::vector<VectorXd> PredictorFit::further_starts(const NewtonProblem& problem) const {
    const auto k = static_cast<double>(columns());
    const bool few = static_cast<double>(design_.rows()) * k * k * k <= most_work_of_starts;
    std::vector<VectorXd> starts;
    bool far = false;
    for (std::size_t j = 0; j < columns(); ++j) {
        if (design_.feature(ranked_.kept[j]) < 0 || !(ranked_.spreads[j] > 0)) continue;
        const double typical = design_.variable(ranked_.kept[j]).typical;
        far |= typical > 0;
        if (!few) continue;
        for (const double spread : {ranked_.spreads[j], typical}) {
            if (!(spread > 0)) continue;
            for (const double slope : {-further_slope, further_slope}) {
                VectorXd start = VectorXd::Zero(static_cast<Eigen::Index>(columns()));
                start(static_cast<Eigen::Index>(j)) = slope / spread;
                if (data_.basis.size() > 0) start = VectorXd(inverse_basis() * start);
                starts.push_back(std::move(start));
            }
        }
    }
    if (!far) return starts;
    NewtonProblem without = problem;
    without.jeffreys = false;
    NewtonResult found =
        newton(context_, without, {VectorXd(VectorXd::Zero(static_cast<Eigen::Index>(columns())))});
    if (found.converged) starts.push_back(std::move(found.theta));
    return starts;
}

bool PredictorFit::climb_from(std::vector<VectorXd> starts, const MatrixXd& constraint,
                              NewtonResult& best) const {
    double value = objective_of(best);
    bool found_better = false;
    for (VectorXd& start : starts) {
        NewtonResult found = run_constrained(std::move(start), constraint);
        const double reached = objective_of(found);
        if (!found.converged ||
            !(reached > value + better * (1 + std::fabs(value)) || !best.converged))
            continue;
        value = reached;
        best = std::move(found);
        found_better = true;
    }
    return found_better;
}

bool PredictorFit::seek_better_maximum(const VectorXd& a, NewtonResult& best) const {
    return options_.jeffreys && climb_from(pinned_starts(context_, data_, best, a), a, best);
}

bool PredictorFit::may_miss_maximum() const {
    const auto k = static_cast<Eigen::Index>(columns());
    if (!options_.jeffreys || data_.passes || pins_all(data_, k)) return false;
    NewtonProblem without = make_problem();
    without.jeffreys = false;
    const NewtonResult found = newton(context_, without, {VectorXd(VectorXd::Zero(k))});
    return find_separation(context_, data_, found.theta, found.step).kind != Separation::none;
}

NewtonResult PredictorFit::run_constrained(VectorXd start, const MatrixXd& constraint) const {
    NewtonProblem problem = make_problem();
    problem.constraint = constraint;
    // A profile may be much flatter than the likelihood about its maximum.
    if (constraint.size() > 0)
        problem.max_iterations = std::max(problem.max_iterations, least_profile_iterations);
    return newton(context_, problem, {std::move(start)});
}

double PredictorFit::objective_of(const NewtonResult& result) const {
    return columns() == 0 ? result.at.log_likelihood : objective(make_problem(), result);
}

VectorXd PredictorFit::scaled(const VectorXd& theta) const {
    return data_.basis.size() > 0 ? VectorXd(data_.basis * theta) : theta;
}

// The intercept's direction takes from that of column 0 the centres of the others, and of nearly
// collinear columns' entries in the basis little is left: twice the digits keep what is.
VectorXd PredictorFit::raw_direction(std::size_t i) const {
    const Eigen::Index k = ranked_.r.columns;
    const auto at = static_cast<Eigen::Index>(i);
    const bool feature = design_.feature(ranked_.kept[i]) >= 0;
    const bool plain = data_.basis.size() == 0;
    VectorXd direction = VectorXd::Zero(k);
    if (feature) {
        const double inverse = design_.variable(ranked_.kept[i]).inverse;
        if (plain)
            direction(at) = inverse;
        else
            direction = inverse * data_.basis.row(at).transpose();
        return direction;
    }
    direction(0) = 1;
    for (Eigen::Index j = 1; plain && j < k; ++j) direction(j) = -centre_of(j);
    for (Eigen::Index l = 0; !plain && l < k; ++l) {
        DoubleDouble sum = data_.basis(0, l);
        for (Eigen::Index j = 1; j <= l; ++j)
            sum -= DoubleDouble(centre_of(j)) * DoubleDouble(data_.basis(j, l));
        direction(l) = static_cast<double>(sum);
    }
    return direction;
}

double PredictorFit::centre_of(Eigen::Index j) const {
    return design_.variable(ranked_.kept[static_cast<std::size_t>(j)]).centre;
}

Grid<double> PredictorFit::covariance_root(const NewtonResult& result,
                                           Information information) const {
    if (columns() == 0) return {};
    const RidgePenalty penalty = make_problem().penalty;
    MatrixXd other;
    if (!data_.family.canonical())
        other = evaluate(context_, data_, result.theta, information).hessian;
    VectorXd diagonal = penalty.diagonal();
    if (data_.basis.size() > 0) {
        if (other.size() == 0) other = result.at.hessian;
        penalty.add_to(other);
        diagonal.setZero();
    }
    const auto factor =
        upper_factor(context_, other.size() > 0 ? other : result.at.hessian, diagonal);
    return factor ? inverse_of(context_, *factor) : Grid<double>();
}

double PredictorFit::effective(const Grid<double>& root) const {
    auto free = static_cast<double>(columns());
    if (options_.l2 == 0 || columns() == 0) return free;
    if (root.rows == 0) return std::numeric_limits<double>::quiet_NaN();
    const RidgePenalty penalty = make_problem().penalty;
    const MatrixXd w = matrix_of(root);
    for (Eigen::Index m = 0; m < w.cols(); ++m) free -= 2 * penalty.cost(w.col(m));
    return free;
}

std::size_t PredictorFit::place(std::size_t i) const {
    return coefficient_place(design_, ranked_.kept[i]);
}

VectorXd PredictorFit::growth(const VectorXd& direction) const {
    const VectorXd d = scaled(direction);
    VectorXd g = d;
    for (Eigen::Index j = 0; j < d.size(); ++j) {
        const std::int64_t column = ranked_.kept[static_cast<std::size_t>(j)];
        if (design_.feature(column) < 0) continue;
        if (design_.intercept) g(0) -= design_.variable(column).centre * d(j);
        g(j) *= ranked_.spreads[static_cast<std::size_t>(j)];
    }
    return g.cwiseAbs();
}

std::vector<bool> PredictorFit::running_away(const SeparationFinding& finding) const {
    std::vector<bool> away(ranked_.kept.size(), false);
    if (finding.kind == Separation::none) return away;
    if (finding.kind == Separation::complete) return std::vector<bool>(away.size(), true);
    const VectorXd g = growth(finding.direction);
    for (std::size_t i = 0; i < away.size(); ++i)
        away[i] = g(static_cast<Eigen::Index>(i)) > part_of_direction * g.maxCoeff();
    return away;
}

std::vector<RawEstimate> PredictorFit::raw_coefficients(const VectorXd& theta,
                                                        const Grid<double>& root) const {
    if (data_.basis.size() == 0)
        return raw_estimates(design_, ranked_.kept, theta, matrix_of(root));
    std::vector<RawEstimate> raw;
    for (std::size_t i = 0; i < columns(); ++i) {
        const VectorXd direction = raw_direction(i);
        DoubleDouble value;
        for (Eigen::Index l = 0; l < theta.size(); ++l)
            value += DoubleDouble(direction(l)) * DoubleDouble(theta(l));
        const double error =
            root.rows > 0 ? (matrix_of(root).transpose() * direction).stableNorm() : 0;
        raw.push_back({static_cast<double>(value), error});
    }
    return raw;
}

void PredictorFit::fill_coefficients(LinearModel& model, const PredictorResult& result,
                                     double dispersion, double degrees,
                                     const RobustErrors* robust) const {
    // The curvature at a point that is no maximum is no measure of any error.
    const bool ended = result.newton.converged || result.separation.kind != Separation::none;
    const Grid<double> classical =
        options_.inference && ended ? covariance_root(result.newton) : Grid<double>();
    const Grid<double>& root = robust && ended ? robust->root : classical;
    if (robust) dispersion = 1;
    model.summary.effective_parameters = robust ? robust->effective : effective(classical);
    const bool exists = root.rows > 0 && dispersion > 0;
    const auto raw = raw_coefficients(result.newton.theta, root);
    model.summary.digits =
        robust ? digits(result, raw_coefficients(result.newton.theta, classical), classical)
               : digits(result, raw, root);
    const std::vector<bool> away = running_away(result.separation);
    const double quantile = interval_quantile(options_.confidence, degrees);
    model.coefficients = blank_coefficients(design_);
    for (std::size_t i = 0; i < raw.size(); ++i) {
        Coefficient& c = model.coefficients[place(i)];
        set_estimate(c, raw[i].value);
        if (!exists || away[i]) continue;
        c.standard_error = raw[i].unit_error * std::sqrt(dispersion);
        complete(c, degrees, quantile);
    }
}

LinearModel PredictorFit::make_model(const PredictorResult& result, double dispersion,
                                     double degrees, const RobustErrors* robust) const {
    LinearModel model;
    model.has_intercept = design_.intercept;
    FitSummary& s = model.summary;
    s.rows = design_.rows();
    s.parameters = static_cast<std::int64_t>(columns());
    s.condition = ranked_.condition;
    s.gradient_norm = result.newton.gradient_norm;
    s.confidence = options_.confidence;
    s.iterations = result.newton.iterations;
    s.converged = result.converged();
    if (robust && robust->clusters > 0) degrees = static_cast<double>(robust->clusters - 1);
    if (std::isfinite(degrees)) s.error_degrees = degrees;
    s.r2 = s.adjusted_r2 = s.residual_sd = s.f_statistic = s.f_p_value =
        std::numeric_limits<double>::quiet_NaN();
    fill_coefficients(model, result, dispersion, degrees, robust);
    note(model, result);
    return model;
}

void PredictorFit::note_rank(LinearModel& model) const {
    note_dropped(model, design_, ranked_.dropped);
    if (columns() == 0 || !is_ill_conditioned(ranked_.condition)) return;
    const Eigen::Index k = ranked_.r.columns;
    const MatrixXd inverse =
        matrix_of(ranked_.r).triangularView<Eigen::Upper>().solve(MatrixXd::Identity(k, k));
    note_condition(model, design_, ranked_.kept, inflation(matrix_of(ranked_.r), inverse));
}

void PredictorFit::note(LinearModel& model, const PredictorResult& result) const {
    note_rank(model);
    const bool separated = result.separation.kind != Separation::none;
    note_convergence(model, data_.family,
                     {.kind = result.separation.kind,
                      .ties = result.separation.ties,
                      .drivers = separated ? drivers(result.separation) : std::string(),
                      .converged = result.newton.converged,
                      .cut_short = result.newton.cut_short,
                      .zero_means = result.zero_means,
                      .free_of_penalty = options_.l2 == 0 && !options_.jeffreys,
                      .firth = options_.jeffreys});
    if (options_.l2 > 0 && options_.inference)
        model.warnings.push_back(
            "the penalty l2 pulls the estimates toward zero: standard errors do not contain "
            "this bias, so read p-values and intervals with care");
}

std::string PredictorFit::drivers(const SeparationFinding& finding) const {
    const VectorXd g = growth(finding.direction);
    std::vector<NamedGrowth> list;
    for (std::size_t i = 0; i < ranked_.kept.size(); ++i)
        if (design_.feature(ranked_.kept[i]) >= 0)
            list.push_back({design_.column_name(ranked_.kept[i]), g(static_cast<Eigen::Index>(i))});
    return name_drivers(std::move(list));
}

}  // namespace tenon::models

#include "models/class_fit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/eigen_decompositions.hpp"
#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"
#include "models/inference.hpp"
#include "models/predictor_notes.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int most_halvings = 40;
// As in models/newton.cpp and models/separation.cpp.
constexpr double rounding = 1e-13;
constexpr double sure_promise = 1e-4;
constexpr double most_fall = 10;
constexpr double flight = 0.1;
constexpr double tie = 1e-6;
constexpr double margin_rounding = 1e-12;
constexpr double part_of_direction = 1e-6;

void check_options(const ClassModelOptions& options) {
    check_predictor_options(
        {.max_iterations = options.max_iterations, .tolerance = options.tolerance});
    check_class_errors(options.errors);
}

const MatrixView& checked(const MatrixView& features, std::span<const double> target,
                          std::span<const std::string> names, const ClassModelOptions& options,
                          const RowExtras& extras) {
    check_fit_arguments(features, target, names, true, options.l2, options.confidence);
    check_options(options);
    check_errors(options.errors, extras.clusters, features.rows);
    check_class_codes(target, most_classes);
    if (!extras.offset.empty() || !extras.exposure.empty())
        throw Error(Status::argument,
                    "an offset has no meaning for a model of several classes; leave it empty",
                    {.argument = extras.offset.empty() ? "exposure" : "offset"});
    return features;
}

// Of classes of these weights; `of_weight` as FitRows says it.
std::vector<double> shares_of(const std::vector<double>& weights, double total,
                              const char* of_weight) {
    if (weights.size() < 2)
        throw Error(Status::data,
                    "the target has one class only: a classifier needs rows" +
                        std::string(of_weight) + " of two",
                    {.argument = "target"});
    std::vector<double> shares;
    for (const double weight : weights) {
        if (!(weight > 0))
            throw Error(
                Status::data,
                "class " + std::to_string(shares.size()) +
                    (*of_weight ? " has no row" + std::string(of_weight)
                                : " never occurs: number the classes 0, 1, ... without gaps"),
                {.argument = "target"});
        shares.push_back(weight / total);
    }
    return shares;
}

std::vector<double> class_weights(const FitRows& rows) {
    std::vector<Sum> sums;
    for (std::size_t i = 0; i < rows.target().size(); ++i) {
        const auto k = static_cast<std::size_t>(rows.target()[i]);
        if (k >= sums.size()) sums.resize(k + 1);
        sums[k].add(rows.weights().empty() ? 1 : rows.weights()[i]);
    }
    std::vector<double> weights;
    for (const Sum& sum : sums) weights.push_back(sum.value());
    return weights;
}

// One more than the greatest class of the first pass.
std::int64_t class_count(const LinearSums& first) {
    const ColumnRange& range = first.ranges.back();
    if (range.least >= 0 && range.most < static_cast<double>(most_classes) &&
        range.most == std::floor(range.most))
        return static_cast<std::int64_t>(range.most) + 1;
    throw Error(Status::data,
                "the target has values that are no classes; classes are 0, 1, ..., at most " +
                    std::to_string(most_classes) + " of them",
                {.argument = "target"});
}

const LinearSums& checked(const LinearSums& first, const ClassModelOptions& options,
                          const ScoreSource* source) {
    check_fit_options(options.l2, options.confidence);
    check_options(options);
    refuse_without_source(options.errors, source);
    check_first_pass(first, true);
    return first;
}

PredictorOptions predictor_options(const ClassModelOptions& options, const char* phase) {
    return {.l2 = options.l2,
            .confidence = options.confidence,
            .max_iterations = options.max_iterations,
            .tolerance = options.tolerance,
            .phase = phase};
}

class Evaluation {
  public:
    Evaluation(const ClassData& data, const ClassLikelihood& likelihood)
        : data_(data), likelihood_(likelihood), penalty_(likelihood.penalty()) {}

    ClassSums at(const VectorXd& psi) const {
        if (data_.passes())
            return data_.passes()->evaluate_classes(data_.context(), data_.fit().data(), psi);
        const std::int64_t rows = data_.design().rows();
        const std::int64_t width = psi.size();
        const std::int64_t chunks = chunk_count(rows, width);
        const Charge charge(data_.context(), 2 * chunks * width * (width + 1) * 8);
        struct Partial {
            Sum value;
            CompensatedMatrix gradient, hessian;
        };
        std::vector<Partial> partial(static_cast<std::size_t>(chunks));
        for (auto& p : partial) {
            p.gradient = CompensatedMatrix(width, 1);
            p.hessian = CompensatedMatrix(width, width);
        }
        for_each_block(data_.context(), rows, width,
                       [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                           const MatrixXd v = design_block(data_.fit().data(), first, last);
                           ClassSums sums{0, VectorXd::Zero(width), MatrixXd::Zero(width, width)};
                           likelihood_.rows().evaluate(data_.block(v, first), psi, sums);
                           Partial& p = partial[static_cast<std::size_t>(chunk)];
                           p.value.add(sums.log_likelihood);
                           p.gradient.add(sums.gradient);
                           p.hessian.add(sums.hessian);
                       });
        for (std::size_t k = 1; k < partial.size(); ++k) {
            partial[0].value.merge(partial[k].value);
            partial[0].gradient.merge(partial[k].gradient);
            partial[0].hessian.merge(partial[k].hessian);
        }
        return {partial[0].value.value(), partial[0].gradient.value(), partial[0].hessian.value()};
    }

    double objective(const ClassSums& sums, const VectorXd& psi) const {
        return sums.log_likelihood - psi.dot(penalty_ * psi) / 2;
    }
    VectorXd gradient(const ClassSums& sums, const VectorXd& psi) const {
        return sums.gradient - penalty_ * psi;
    }
    MatrixXd hessian(const ClassSums& sums) const { return sums.hessian + penalty_; }
    double norm(const ClassSums& sums, const VectorXd& psi) const {
        const VectorXd g = likelihood_.scaled_gradient(gradient(sums, psi));
        if (!g.allFinite()) return std::numeric_limits<double>::quiet_NaN();
        return g.cwiseAbs().maxCoeff() / data_.total_weight();
    }
    Margins margins(const VectorXd& d, double bound, std::int64_t& ties) const {
        if (data_.passes())
            return data_.passes()->class_margins(data_.context(), data_.fit().data(), d, bound,
                                                 ties);
        Margins out{infinity, -infinity, 0};
        ties = 0;
        const std::int64_t rows = data_.design().rows(), block = block_rows(d.size());
        for (std::int64_t first = 0; first < rows; first += block) {
            data_.context().check_cancelled();
            const MatrixXd v =
                design_block(data_.fit().data(), first, std::min(rows, first + block));
            likelihood_.rows().margins(data_.block(v, first), d, bound, out, ties);
        }
        return out;
    }

  private:
    const ClassData& data_;
    const ClassLikelihood& likelihood_;
    MatrixXd penalty_;
};

SeparationFinding find_separation(const Evaluation& evaluation, const VectorXd& psi,
                                  const VectorXd& step) {
    std::int64_t ties = 0;
    const Margins at = evaluation.margins(psi, 0, ties);
    if (at.least > margin_rounding * at.largest) return {Separation::complete, psi, 0};
    if (step.size() == 0 || !step.allFinite()) return {};
    const Margins m = evaluation.margins(step, 0, ties);
    if (m.most < flight || m.least < -tie * m.largest) return {};
    evaluation.margins(step, tie * m.largest, ties);
    return {ties == 0 ? Separation::complete : Separation::quasi, step, ties};
}

// Of Student's t; infinity: normal.
double error_degrees(const ClassResult& result) {
    const std::int64_t clusters = result.robust ? result.robust->clusters : 0;
    return clusters > 0 ? static_cast<double>(clusters - 1) : infinity;
}

}  // namespace

ClassData::ClassData(const Context& context, const MatrixView& features,
                     std::span<const double> target, std::span<const std::string> names,
                     const ClassModelOptions& options, const RowExtras& extras, const char* phase)
    : context_(context),
      options_(options),
      rows_(context, checked(features, target, names, options, extras), target, extras, {}, false),
      design_(make_design(context, rows_.features(), names, true)),
      fit_(context, design_, columns_only_, rows_, predictor_options(options, phase)),
      shares_(shares_of(class_weights(rows_), rows_.total_weight(), rows_.of_weight())) {}

ClassData::ClassData(const Context& context, const LinearSums& first, const LogisticPass& pass,
                     const ScoreSource* source, const ClassModelOptions& options, ModelKind kind,
                     const char* phase)
    : context_(context),
      options_(options),
      source_(source),
      rows_(checked(first, options, source).products.at(first.one(), first.one()).value()),
      partial_(std::in_place, first, true),
      passes_(std::in_place, first, rows_.total_weight(), pass,
              PassFamily{kind, Link::logit, static_cast<double>(class_count(first)), 0}),
      design_(partial_->design()),
      fit_(context, design_, columns_only_, rank_partial(context, *partial_, options.l2), rows_,
           &*passes_, predictor_options(options, phase)),
      shares_(shares_of(passes_->class_weights(context, fit_.data()), rows_.total_weight(), "")) {}

ClassBlock ClassData::block(const MatrixXd& v, std::int64_t first) const {
    const auto at = static_cast<std::size_t>(first), count = static_cast<std::size_t>(v.rows());
    return {v, rows_.target().subspan(at, count),
            rows_.weights().empty() ? rows_.weights() : rows_.weights().subspan(at, count)};
}

double ClassData::null_log_likelihood() const {
    double sum = 0;
    for (const double share : shares_) sum += share * std::log(share);
    return sum * total_weight();
}

double ClassLikelihood::effective(const MatrixXd& root) const {
    const auto all = static_cast<double>(parameters());
    const MatrixXd p = penalty();
    if (p.size() == 0 || p.isZero(0)) return all;
    if (root.size() == 0) return std::numeric_limits<double>::quiet_NaN();
    return all - root.cwiseProduct(p * root).sum();
}

ClassResult fit_classes(const ClassData& data, const ClassLikelihood& likelihood, VectorXd start) {
    const Evaluation evaluation(data, likelihood);
    ClassResult result;
    result.psi = std::move(start);
    ClassSums at = evaluation.at(result.psi);
    VectorXd step;
    double promise = infinity;  // g'd of the step
    const auto examine = [&] {
        result.gradient_norm = evaluation.norm(at, result.psi);
        const Eigen::LLT<MatrixXd> cholesky(evaluation.hessian(at));
        if (cholesky.info() != Eigen::Success) return false;
        const VectorXd g = evaluation.gradient(at, result.psi);
        const VectorXd d = cholesky.solve(g);
        if (!d.allFinite()) return false;
        step = d;
        promise = d.dot(g);
        return true;
    };
    const auto has_converged = [&](double share) {
        const double tolerance = data.options().tolerance;
        return result.gradient_norm <= tolerance &&
               promise <= share * tolerance * data.total_weight();
    };
    // One step more than the stopping rule asks for squares the error that is left.
    bool last_step = false;
    for (;;) {
        data.context().report({.phase = data.fit().options().phase,
                               .work = result.iterations,
                               .rows = data.design().rows()});
        const bool usable = examine();
        result.converged = usable && has_converged(sure_promise);
        if (!usable || last_step || result.iterations == data.options().max_iterations) break;
        last_step = result.converged;
        const double before = evaluation.objective(at, result.psi);
        std::int64_t ties = 0;
        const double fall = -evaluation.margins(step, 0, ties).least;
        double t = fall > most_fall ? most_fall / fall : 1;
        int halving = 0;
        for (; halving < most_halvings; ++halving, t /= 2) {
            const VectorXd psi = result.psi + t * step;
            ClassSums next = evaluation.at(psi);
            if (!(evaluation.objective(next, psi) >= before - rounding * (std::fabs(before) + 1)))
                continue;
            result.psi = psi;
            at = std::move(next);
            break;
        }
        if (halving == most_halvings) {
            result.converged = has_converged(1);
            break;
        }
        ++result.iterations;
    }
    result.log_likelihood = at.log_likelihood;
    if (data.options().l2 == 0) result.separation = find_separation(evaluation, result.psi, step);
    const MatrixXd h = evaluation.hessian(at);
    const Eigen::LLT<MatrixXd> cholesky(h);
    if (cholesky.info() == Eigen::Success)
        result.root = cholesky.matrixU().solve(MatrixXd::Identity(h.rows(), h.cols()));
    if (data.options().errors != ErrorKind::classical)
        result.robust = class_errors(data, likelihood, result);
    return result;
}

Coefficient class_coefficient(const ClassData& data, const ClassResult& result,
                              const std::string& name, const VectorXd& direction, bool away) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    Coefficient c{name, 0, nan, nan, nan, nan, nan, true};
    set_estimate(c, direction.dot(result.psi));
    const bool exists = result.robust ? result.robust->root.rows > 0 : result.root.size() > 0;
    if (away || !exists) return c;
    const double degrees = error_degrees(result);
    c.standard_error =
        (result.robust ? VectorXd(matrix_of(result.robust->root).transpose() * direction)
                       : VectorXd(result.root.transpose() * direction))
            .stableNorm();
    complete(c, degrees, interval_quantile(data.options().confidence, degrees));
    return c;
}

std::vector<bool> class_columns_away(const ClassLikelihood& likelihood, const ClassResult& result) {
    if (result.separation.kind == Separation::none) return {};
    const VectorXd g = likelihood.growth(result.separation.direction);
    std::vector<bool> away;
    for (Eigen::Index i = 0; i < g.size(); ++i)
        away.push_back(result.separation.kind == Separation::complete ||
                       g(i) > part_of_direction * g.maxCoeff());
    return away;
}

void conclude_classes(const ClassData& data, const ClassLikelihood& likelihood,
                      const ClassResult& result, ModelKind kind, ClassModel& model) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    model.classes = data.classes();
    LinearModel noted;  // carries flags and warnings
    FitSummary& s = noted.summary;
    s.kind = kind;
    s.link = Link::logit;
    s.rows = data.design().rows();
    s.parameters = likelihood.parameters();
    s.log_likelihood = result.log_likelihood;
    s.null_log_likelihood = data.null_log_likelihood();
    const double k = s.effective_parameters = likelihood.effective(result.root);
    s.aic = -2 * s.log_likelihood + 2 * k;
    s.bic = -2 * s.log_likelihood + k * std::log(data.total_weight());
    s.r2 = 1 - s.log_likelihood / s.null_log_likelihood;
    s.adjusted_r2 = s.residual_sd = s.f_statistic = s.f_p_value = nan;
    s.condition = data.fit().condition();
    s.gradient_norm = result.gradient_norm;
    s.confidence = data.options().confidence;
    s.errors = data.options().errors;
    s.clusters = result.robust ? result.robust->clusters : 0;
    if (s.clusters > 0) s.error_degrees = error_degrees(result);
    s.iterations = result.iterations;
    s.converged = result.converged && result.separation.kind == Separation::none;
    data.fit().note_rank(noted);
    std::vector<NamedGrowth> growths;
    if (result.separation.kind != Separation::none) {
        const VectorXd g = likelihood.growth(result.separation.direction);
        for (std::size_t i = 0; i < data.fit().columns(); ++i)
            if (data.design().feature(data.fit().kept()[i]) >= 0)
                growths.push_back({data.design().column_name(data.fit().kept()[i]),
                                   g(static_cast<Eigen::Index>(i))});
    }
    note_class_convergence(noted, {.kind = result.separation.kind,
                                   .ties = result.separation.ties,
                                   .drivers = name_drivers(std::move(growths)),
                                   .converged = result.converged,
                                   .cut_short = result.iterations >= data.options().max_iterations,
                                   .free_of_penalty = data.options().l2 == 0});
    if (data.options().l2 > 0)
        noted.warnings.push_back(
            "the penalty l2 pulls the estimates toward zero: standard errors do not contain this "
            "bias, so read p-values and intervals with care");
    model.summary = s;
    model.warnings = std::move(noted.warnings);
}

}  // namespace tenon::models

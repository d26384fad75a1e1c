#include "models/logistic_problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "models/logistic_fit.hpp"
#include "models/profile_interval.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Log-odds beyond which a row has no curvature left to start from.
constexpr double saturated = 20;

void check_target(std::span<const double> target) {
    for (std::size_t i = 0; i < target.size(); ++i)
        if (target[i] != 0 && target[i] != 1)
            throw Error(Status::data,
                        "target, row " + std::to_string(i) + ": " + format_double(target[i]) +
                            " is neither 0 nor 1",
                        {.argument = "target", .row = static_cast<std::int64_t>(i)});
}

// Total weight of the rows of class 1.
double weight_of_ones(std::span<const double> target, std::span<const double> weights) {
    Sum ones;
    for (std::size_t i = 0; i < target.size(); ++i)
        if (target[i] == 1) ones.add(weights.empty() ? 1.0 : weights[i]);
    return ones.value();
}

[[noreturn]] void refuse_one_class(const char* seen, const char* of_weight) {
    throw Error(Status::data,
                "the target has one class only (every row" + std::string(of_weight) + " is " +
                    seen + "): a classifier needs rows of both",
                {.argument = "target"});
}

void check_classes(const FitRows& rows) {
    std::size_t positive = 0;
    for (const double y : rows.target()) positive += y == 1;
    if (positive == 0) refuse_one_class("0", rows.of_weight());
    if (positive == rows.target().size()) refuse_one_class("1", rows.of_weight());
}

PredictorOptions predictor_options(const LogisticOptions& options) {
    return {.l2 = options.l2,
            .confidence = options.confidence,
            .max_iterations = options.max_iterations,
            .tolerance = options.tolerance,
            .phase = "fit logistic",
            .jeffreys = options.firth,
            .inference = options.inference};
}

}  // namespace

void check_logistic_options(const LogisticOptions& options) {
    check_fit_options(options.l2, options.confidence);
    check_predictor_options(
        {.max_iterations = options.max_iterations, .tolerance = options.tolerance});
    if (options.firth && options.l2 > 0)
        throw Error(Status::argument,
                    "firth and l2 are two corrections for the same trouble; choose one",
                    {.argument = "firth"});
    if (options.profile_intervals && !options.inference)
        throw Error(Status::argument,
                    "there are no profile intervals without inference; ask for both or for neither",
                    {.argument = "profile_intervals"});
    check_errors(options.errors, {}, -1);
    if (options.errors != ErrorKind::classical) {
        const auto refuse = [](const char* message) {
            throw Error(Status::argument, message, {.argument = "errors"});
        };
        if (options.firth)
            refuse(
                "robust errors are of large samples and Firth's correction is for small ones, "
                "whose errors are those of the penalised likelihood; leave out one");
        if (options.profile_intervals)
            refuse(
                "profile intervals trust the likelihood, which robust errors do not; choose one");
        if (!options.inference)
            refuse("there are no robust errors without inference; ask for both or for neither");
    }
    for (const double w : {options.negative_weight, options.positive_weight})
        if (!(w > 0 && std::isfinite(w)))
            throw Error(
                Status::argument,
                "a class weight is " + format_double(w) + "; it must be finite and above 0",
                {.argument = options.negative_weight == w ? "negative_weight" : "positive_weight"});
}

namespace {

// What each row's weight is multiplied by on behalf of its class; empty: nothing.
std::vector<double> class_factors(const LogisticOptions& options, std::span<const double> target,
                                  std::span<const double> weights) {
    if (options.class_weights == ClassWeights::none) return {};
    double negative = options.negative_weight, positive = options.positive_weight;
    if (options.class_weights == ClassWeights::balanced) {
        const bool weighted = weights.size() == target.size();
        Sum all;
        for (const double w : weights) all.add(w);
        const double n = weighted ? all.value() : static_cast<double>(target.size());
        const double ones = weight_of_ones(target, weighted ? weights : std::span<const double>());
        // One class only is refused later, in its own words.
        positive = ones > 0 ? n / (2 * ones) : 1;
        negative = n > ones ? n / (2 * (n - ones)) : 1;
    }
    std::vector<double> factors;
    factors.reserve(target.size());
    for (const double y : target) factors.push_back(y == 1 ? positive : negative);
    return factors;
}

const MatrixView& checked(const MatrixView& features, std::span<const double> target,
                          std::span<const std::string> names, const LogisticOptions& options,
                          const RowExtras& extras) {
    check_fit_arguments(features, target, names, options.intercept, options.l2, options.confidence);
    check_logistic_options(options);
    check_errors(options.errors, extras.clusters, features.rows);
    check_target(target);
    return features;
}

const FitRows& with_both_classes(const FitRows& rows) {
    check_classes(rows);
    return rows;
}

// Where most rows lie near 0 without their offset; a start there is not saturated.
double median(std::span<const double> values) {
    std::vector<double> sorted(values.begin(), values.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

}  // namespace

LogisticProblem::LogisticProblem(const Context& context, const MatrixView& features,
                                 std::span<const double> target, std::span<const std::string> names,
                                 const LogisticOptions& options, const RowExtras& extras)
    : context_(context),
      options_(options),
      rows_(context, checked(features, target, names, options, extras), target, extras,
            class_factors(options, target, extras.weights), false),
      measured_(measure_design(context, with_both_classes(rows_).features(), nullptr, names,
                               options.intercept, true)),
      fit_(context, measured_.design, family_, rows_, predictor_options(options),
           std::exchange(measured_.cross, {})) {
    measure_null(weight_of_ones(rows_.target(), rows_.weights()));
}

LogisticProblem::LogisticProblem(const Context& context, const Design& design, Ranked ranked,
                                 double ones, const RowPasses& passes,
                                 const LogisticOptions& options, const ScoreSource* source)
    : context_(context),
      options_(options),
      source_(source),
      rows_(passes.total_weight()),
      measured_{design, {}, {}},
      fit_(context, measured_.design, family_, std::move(ranked), rows_, &passes,
           predictor_options(options)) {
    if (options.class_weights != ClassWeights::none)
        throw Error(Status::argument,
                    "class weights need all rows at once; where rows come in slices, give each the "
                    "weight of its class",
                    {.argument = "class_weights"});
    refuse_without_source(options.errors, source);
    if (!(ones > 0)) refuse_one_class("0", "");
    if (!(ones < passes.total_weight())) refuse_one_class("1", "");
    measure_null(ones);
}

// The intercept reproduces the share of ones; next to an offset it takes a fit.
void LogisticProblem::measure_null(double ones) {
    const double n = rows_.total_weight();
    null_intercept_ = std::log(ones / (n - ones));
    null_log_likelihood_ = ones * std::log(ones / n) + (n - ones) * std::log1p(-ones / n);
    if (rows_.offset().empty()) return;
    Design intercept = measured_.design;
    intercept.active.clear();
    intercept.order.clear();
    intercept.intercept = true;
    const PredictorFit alone(context_, intercept, family_, rows_, {});
    const double middle = median(rows_.offset());
    if (std::fabs(middle) > saturated) null_intercept_ -= middle;
    const PredictorResult result = alone.run(alone.intercept_start(null_intercept_));
    null_intercept_ = result.newton.theta(0);
    null_log_likelihood_ = result.newton.at.log_likelihood;
}

double LogisticProblem::log_likelihood(const PredictorResult& result) const {
    if (!options_.firth) return result.newton.at.log_likelihood;
    return evaluate(context_, fit_.data(), result.newton.theta).log_likelihood;
}

std::optional<RobustErrors> LogisticProblem::robust_errors(const PredictorResult& result) const {
    if (options_.errors == ErrorKind::classical) return std::nullopt;
    if (source_) return errors_of_source(context_, fit_, result, options_.errors, *source_);
    return errors_of_rows(context_, fit_, result, options_.errors, rows_);
}

LinearModel LogisticProblem::make_model(const PredictorResult& result,
                                        const RobustErrors* errors) const {
    LinearModel model = fit_.make_model(result, 1, infinity, errors);
    if (errors) note_errors(model, *errors, rows_);
    FitSummary& s = model.summary;
    s.kind = ModelKind::logistic;
    s.link = Link::logit;
    s.log_likelihood = log_likelihood(result);
    s.null_log_likelihood = null_log_likelihood_;
    const double k = s.effective_parameters;
    s.aic = -2 * s.log_likelihood + 2 * k;
    s.bic = -2 * s.log_likelihood + k * std::log(rows_.total_weight());
    s.r2 = 1 - s.log_likelihood / s.null_log_likelihood;
    if (options_.class_weights != ClassWeights::none)
        model.warnings.emplace_back(class_weights_warning(options_.errors));
    if (options_.profile_intervals && fit_.columns() > 0)
        set_profile_intervals(context_, fit_, result, model);
    return model;
}

}  // namespace tenon::models

#include "pipeline/options.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <unordered_set>

#include "tenon/error.hpp"

namespace tenon {

namespace {

[[noreturn]] void refuse(const char* argument, const std::string& message) {
    throw Error(Status::argument, message, {.argument = argument});
}

ErrorKind errors_of(const PipelineOptions& options) {
    if (is_glm(options.kind)) return options.glm.errors;
    if (options.kind == ModelKind::logistic) return options.logistic.errors;
    return has_classes(options.kind) ? options.classes.errors : options.linear.errors;
}

void check_penalty(const PipelineOptions& options) {
    if (!(options.penalty >= 0) || options.penalty > std::numeric_limits<double>::max())
        refuse("penalty", "the penalty must be finite and at least 0");
    if (!(options.l1_ratio >= 0 && options.l1_ratio <= 1))
        refuse("l1_ratio", "l1_ratio must lie between 0 and 1");
    if (options.penalty == 0) return;
    if (options.kind != ModelKind::linear && options.kind != ModelKind::logistic)
        refuse("penalty", "an elastic net is a linear or logistic model; leave out the penalty");
    if (!options.offset.empty()) refuse("penalty", "an elastic net takes no offset");
    if (options.estimator != Estimator::least_squares || options.linear.polynomial != 1 ||
        errors_of(options) != ErrorKind::classical)
        refuse("penalty",
               "an elastic net has no other estimator, no powers and no standard errors; leave "
               "out the penalty, or those");
    if (options.linear.l2 != 0 || options.logistic.l2 != 0)
        refuse("penalty", "an elastic net has a ridge as a part of its penalty; leave l2 at 0");
}

void check_names(const PipelineOptions& options) {
    if (options.target.empty()) refuse("target", "name the target column");
    if (options.numeric.empty() && options.categorical.empty())
        refuse("numeric", "a pipeline needs at least one numeric or categorical input");
    std::unordered_set<std::string> seen;
    for (const auto* names : {&options.numeric, &options.categorical}) {
        const char* argument = names == &options.numeric ? "numeric" : "categorical";
        for (const std::string& name : *names) {
            if (name.empty()) refuse(argument, "the name of an input is empty");
            if (name == options.target)
                refuse(argument, "column \"" + name +
                                     "\" is the target and an input at once; a model that is told "
                                     "the answer learns nothing else: leave it out of the inputs");
            if (!seen.insert(name).second)
                refuse(argument, "column \"" + name + "\" is named twice among the inputs");
        }
    }
}

// Robust errors that would be passed over: several classes have their own options, and a
// probability has its label from the logistic options but its errors from the linear ones.
void check_errors_asked(const PipelineOptions& options) {
    const bool linear = options.linear.errors != ErrorKind::classical;
    const bool logistic = options.logistic.errors != ErrorKind::classical;
    if (has_classes(options.kind) &&
        (linear || logistic || options.glm.errors != ErrorKind::classical))
        refuse("errors",
               "the errors of models of several classes are an option of those; leave others at "
               "classical");
    if (options.kind == ModelKind::probability && logistic)
        refuse("errors",
               "the errors of a linear probability model are an option of linear models; leave "
               "those of the logistic options at classical");
}

// Columns that say something of rows, which is no input.
void check_rows(const PipelineOptions& options) {
    const bool linear = options.kind == ModelKind::linear || options.kind == ModelKind::probability;
    if (options.kind == ModelKind::probability && options.linear.polynomial != 1)
        refuse("polynomial", "powers are for linear models; leave polynomial at 1");
    if (options.weights == options.target && !options.weights.empty())
        refuse("weights", "the target cannot weigh its own rows");
    if (options.estimator < Estimator::least_squares || options.estimator > Estimator::quantile)
        refuse("estimator", "the estimator is not known");
    const bool plain = !linear || options.estimator == Estimator::least_squares;
    if (!linear && options.estimator != Estimator::least_squares)
        refuse("estimator", "estimators are for linear models; leave it out");
    if (!plain && (options.linear.l2 != 0 || options.linear.polynomial > 1 ||
                   options.linear.errors != ErrorKind::classical))
        refuse("estimator",
               "penalty, powers and robust errors are for least squares; leave them out, or "
               "leave out the estimator");
    if (options.estimator == Estimator::nonnegative && !options.weights.empty())
        refuse("estimator",
               "coefficients that are not negative take no weights; leave out one of both");
    if (errors_of(options) == ErrorKind::cluster && options.clusters.empty())
        refuse("clusters", "errors by cluster need the name of a column with clusters");
}

void check_levels(const PipelineOptions& options) {
    const std::vector<std::string>& levels = options.levels;
    if (levels.empty()) return;
    if (!has_classes(options.kind))
        refuse("levels", "levels are for multinomial and ordinal models; leave them out");
    constexpr std::size_t most_levels = 1000;
    if (levels.size() == 1 || levels.size() > most_levels)
        refuse("levels", "there are 2 to 1000 levels, or none to have them found");
    std::unordered_set<std::string> seen;
    for (const std::string& level : levels)
        if (!seen.insert(level).second) refuse("levels", "level \"" + level + "\" is named twice");
}

void check_outliers(const PipelineOptions& options) {
    const OutlierOptions& outliers = options.outliers;
    if (outliers.rule == OutlierRule::hampel || outliers.rule == OutlierRule::rolling)
        refuse("outliers.rule",
               "the rule looks at a reading's neighbours, which a single record to score does not "
               "have; use iqr or mad, or treat the table's outliers before the fit");
    if (outliers.action != OutlierAction::clip && outliers.action != OutlierAction::missing)
        refuse("outliers.action",
               "a pipeline gives one prediction a record, so outliers can be clipped or made "
               "missing, not flagged or dropped");
    if (outliers.action == OutlierAction::missing && !options.impute)
        refuse("outliers.action",
               "outliers made missing need impute, or no such record can be scored; set impute, "
               "or clip");
}

void check_impute(const ImputeOptions& impute) {
    if (impute.fill != Fill::mean && impute.fill != Fill::median && impute.fill != Fill::mode &&
        impute.fill != Fill::constant)
        refuse("impute_options.fill",
               "a single record to score has no neighbours; fill with the mean, the median, the "
               "mode or a constant");
    if (impute.limit != 0)
        refuse("impute_options.limit",
               "runs of missing cells have no meaning for a single record; leave limit at 0");
    if (impute.add_indicator)
        refuse("impute_options.add_indicator",
               "a pipeline does not add indicator columns; add them to the table before the fit");
    if (!impute.time_column.empty())
        refuse("impute_options.time_column",
               "no fill that a pipeline allows looks at the time; leave time_column empty");
}

void check_row_columns(const PipelineOptions& options) {
    if (!options.offset.empty() && !is_glm(options.kind) && options.kind != ModelKind::logistic)
        refuse("offset", "an offset is for logistic and generalised linear models");
    if (!options.exposure.empty() && !(is_glm(options.kind) && options.glm.link == Link::log))
        refuse("exposure",
               "exposure is for Poisson, negative binomial, gamma and Tweedie models with a log "
               "link");
    for (const std::string* name : {&options.weights, &options.offset, &options.exposure}) {
        if (name->empty()) continue;
        if (*name == options.target)
            refuse("target", "column \"" + *name + "\" cannot be the target and come with it");
        if (std::find(options.numeric.begin(), options.numeric.end(), *name) !=
            options.numeric.end())
            refuse("numeric", "column \"" + *name +
                                  "\" is a weight, an offset or an exposure and an input at once; "
                                  "leave it out of the inputs");
    }
}

}  // namespace

void check_options(const PipelineOptions& options) {
    check_names(options);
    check_penalty(options);
    if (options.kind != ModelKind::linear && !has_positive_label(options.kind) &&
        !is_glm(options.kind) && !has_classes(options.kind))
        refuse("kind",
               "the kind of model is none that a pipeline fits: linear, logistic, poisson, "
               "negative_binomial, gamma, tweedie, multinomial, ordinal, probability");
    check_levels(options);
    if (!has_positive_label(options.kind) && !options.positive_label.empty())
        refuse("positive_label",
               "positive_label \"" + options.positive_label +
                   "\" has no meaning for a model of this kind; leave it empty or fit a logistic "
                   "model");
    check_errors_asked(options);
    check_rows(options);
    check_row_columns(options);
    if (options.unknown != Unknown::error && options.unknown != Unknown::missing &&
        options.unknown != Unknown::zero)
        refuse("unknown", "the policy for unknown categories is none of error, missing and zero");
    if (options.scale && options.scaling != Scaling::standard &&
        options.scaling != Scaling::min_max && options.scaling != Scaling::robust)
        refuse("scaling", "the scaling is none of standard, min_max and robust");
    if (options.handle_outliers) check_outliers(options);
    if (options.impute) check_impute(options.impute_options);
}

}  // namespace tenon

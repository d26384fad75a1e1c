#include <cmath>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "handles.hpp"
#include "row_extras.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace tenon::capi {

ErrorKind error_kind(tenon_errors given) {
    if (given < TENON_ERRORS_CLASSICAL || given > TENON_ERRORS_CLUSTER)
        refuse("errors", "must be one of TENON_ERRORS_...");
    return static_cast<ErrorKind>(given);
}

LinearOptions linear_options(const tenon_linear_options* options) {
    const auto given = options_of(options, "linear options");
    LinearOptions result;
    result.intercept = given.no_intercept == 0;
    result.l2 = given.l2;
    if (given.confidence != 0) result.confidence = given.confidence;
    if (given.polynomial != 0) result.polynomial = given.polynomial;
    result.errors = error_kind(given.errors);
    result.residual_pass = given.residual_pass != 0;
    return result;
}

// What only fits to tables take: the columns of weights and clusters, and the estimator.
void take_rows(const tenon_linear_options* options, PipelineOptions& pipeline) {
    const auto given = options_of(options, "linear options");
    pipeline.weights = optional_text(given.weights);
    pipeline.clusters = optional_text(given.clusters);
    if (given.estimator < TENON_ESTIMATOR_LEAST_SQUARES ||
        given.estimator > TENON_ESTIMATOR_QUANTILE)
        refuse("estimator", "must be one of TENON_ESTIMATOR_...");
    pipeline.estimator = static_cast<Estimator>(given.estimator);
    if (given.quantile != 0) pipeline.quantile = given.quantile;
    if (given.threshold != 0) pipeline.huber.threshold = given.threshold;
}

// On arrays there are no columns to name.
LinearOptions array_options(const tenon_linear_options* options) {
    const auto given = options_of(options, "linear options");
    if (given.estimator != TENON_ESTIMATOR_LEAST_SQUARES)
        refuse("estimator", "is for tables; use tenon_huber_fit_matrix or its siblings for arrays");
    if (given.weights || given.clusters)
        refuse("options", "name columns, which arrays do not have; use tenon_linear_fit_rows");
    return linear_options(options);
}

LogisticOptions logistic_options(const tenon_logistic_options& given) {
    LogisticOptions result;
    result.intercept = given.no_intercept == 0;
    result.l2 = given.l2;
    if (given.confidence != 0) result.confidence = given.confidence;
    if (given.tolerance != 0) result.tolerance = given.tolerance;
    if (given.max_iterations < 0) refuse("max_iterations", "must not be negative");
    if (given.max_iterations > 0) result.max_iterations = given.max_iterations;
    result.firth = given.firth != 0;
    result.profile_intervals = given.profile_intervals != 0;
    result.inference = given.no_inference == 0;
    if (given.class_weights < TENON_CLASS_WEIGHTS_NONE ||
        given.class_weights > TENON_CLASS_WEIGHTS_GIVEN)
        refuse("class_weights", "is none of the TENON_CLASS_WEIGHTS values");
    result.class_weights = static_cast<ClassWeights>(given.class_weights);
    if (given.negative_weight != 0) result.negative_weight = given.negative_weight;
    if (given.positive_weight != 0) result.positive_weight = given.positive_weight;
    result.errors = error_kind(given.errors);
    return result;
}

GlmOptions glm_options(const tenon_glm_options* options) {
    const auto given = options_of(options, "glm options");
    GlmOptions result;
    switch (given.link) {
        case TENON_LINK_DEFAULT:
        case TENON_LINK_LOG:
            break;
        case TENON_LINK_IDENTITY:
            result.link = Link::identity;
            break;
        case TENON_LINK_INVERSE:
            result.link = Link::inverse;
            break;
        default:
            refuse("link", "must be TENON_LINK_LOG, TENON_LINK_IDENTITY or TENON_LINK_INVERSE");
    }
    result.intercept = given.no_intercept == 0;
    result.quasi = given.quasi != 0;
    result.l2 = given.l2;
    if (given.confidence != 0) result.confidence = given.confidence;
    if (given.tolerance != 0) result.tolerance = given.tolerance;
    if (given.max_iterations < 0) refuse("max_iterations", "must not be negative");
    if (given.max_iterations > 0) result.max_iterations = given.max_iterations;
    if (given.shape != 0) result.shape = given.shape;
    result.errors = error_kind(given.errors);
    return result;
}

LogisticOptions array_options(const tenon_logistic_options& given) {
    if (given.clusters)
        refuse("clusters", "name a column, which arrays do not have; see tenon_row_extras");
    return logistic_options(given);
}

ModelKind model_kind(tenon_model_kind given) {
    switch (given) {
        case TENON_MODEL_LOGISTIC:
            return ModelKind::logistic;
        case TENON_MODEL_LINEAR:
            return ModelKind::linear;
        case TENON_MODEL_POISSON:
            return ModelKind::poisson;
        case TENON_MODEL_NEGATIVE_BINOMIAL:
            return ModelKind::negative_binomial;
        case TENON_MODEL_GAMMA:
            return ModelKind::gamma;
        case TENON_MODEL_TWEEDIE:
            return ModelKind::tweedie;
        case TENON_MODEL_PROBABILITY:
            return ModelKind::probability;
        case TENON_MODEL_MULTINOMIAL:
            return ModelKind::multinomial;
        case TENON_MODEL_ORDINAL:
            return ModelKind::ordinal;
        default:
            refuse("kind",
                   "must be one of TENON_MODEL_LOGISTIC, LINEAR, POISSON, "
                   "NEGATIVE_BINOMIAL, GAMMA, TWEEDIE, MULTINOMIAL, ORDINAL and PROBABILITY");
    }
}

PipelineOptions pipeline_options(const tenon_pipeline_options& given) {
    PipelineOptions options;
    options.kind = model_kind(given.kind);
    options.target = required_text(given.target, "target");
    options.numeric = texts(given.numeric, given.numeric_count, "numeric");
    options.categorical = texts(given.categorical, given.categorical_count, "categorical");
    if (given.outliers) {
        options.handle_outliers = true;
        options.outliers = outlier_options(given.outliers);
    }
    if (given.impute) {
        options.impute = true;
        options.impute_options = impute_options(given.impute);
    }
    if (given.scaling != TENON_SCALING_NONE) {
        options.scale = true;
        options.scaling = scaling(given.scaling);
    }
    options.unknown = unknown_policy(given.unknown);
    options.linear = linear_options(given.linear);
    if (options.kind == ModelKind::linear || options.kind == ModelKind::probability)
        take_rows(given.linear, options);
    const auto logistic = options_of(given.logistic, "logistic options");
    options.logistic = logistic_options(logistic);
    options.positive_label = optional_text(logistic.positive_label);
    if (options.kind == ModelKind::logistic) options.clusters = optional_text(logistic.clusters);
    if (!(given.ridge_share >= 0 && given.ridge_share <= 1))
        refuse("ridge_share", "must lie between 0 and 1");
    options.penalty = given.penalty;
    options.l1_ratio = 1 - given.ridge_share;
    if (given.feature_count < 0) refuse("feature_count", "must not be negative");
    if (given.feature_count > 0) required(given.features, "features");
    for (std::int32_t i = 0; i < given.feature_count; ++i)
        options.features.push_back(required(given.features[i], "features").value);
    options.glm = glm_options(given.glm);
    if (is_glm(options.kind))
        options.clusters = optional_text(options_of(given.glm, "glm options").clusters);
    if (given.weights) options.weights = given.weights;
    options.offset = optional_text(given.offset);
    options.exposure = optional_text(given.exposure);
    if (given.level_count != 0) options.levels = texts(given.levels, given.level_count, "levels");
    options.classes = class_options(given.classes);
    if (has_classes(options.kind))
        options.clusters = optional_text(options_of(given.classes, "class options").clusters);
    return options;
}

MatrixView view_of(const tenon_matrix& matrix) {
    if (matrix.rows < 0 || matrix.columns < 0) refuse("features", "has a negative size");
    if (matrix.rows > 0 && matrix.columns > 0 && !matrix.data) refuse("features", "has data NULL");
    constexpr std::int64_t most_columns = std::numeric_limits<std::int32_t>::max();
    if (matrix.columns > most_columns) refuse("features", "has more than 2^31 - 1 columns");
    if (matrix.columns > 0 &&
        matrix.rows > std::numeric_limits<std::int64_t>::max() / 8 / matrix.columns)
        refuse("features", "is larger than memory can be");
    if (matrix.row_stride == 0 && matrix.column_stride == 0)
        return MatrixView::row_major(matrix.data, matrix.rows, matrix.columns);
    if ((matrix.row_stride == 0 && matrix.rows > 1) ||
        (matrix.column_stride == 0 && matrix.columns > 1))
        refuse("features", "has a stride of 0; set both, or none for rows one after the other");
    return {matrix.data, matrix.rows, matrix.columns, matrix.row_stride, matrix.column_stride};
}

std::vector<std::string> feature_names(const char* const* names, std::int64_t count) {
    if (names) return texts(names, count, "names");
    std::vector<std::string> result;
    for (std::int64_t j = 1; j <= count; ++j) result.push_back("x" + std::to_string(j));
    return result;
}

}  // namespace tenon::capi

namespace {

constexpr std::int32_t no_count = -1;

PipelineOptions numeric_pipeline(const char* const* features, std::int32_t feature_count,
                                 const char* target, ModelKind kind) {
    PipelineOptions options;
    options.kind = kind;
    options.numeric = texts(features, feature_count, "features");
    options.target = required_text(target, "target");
    return options;
}

// The caller's arrays, checked.
struct Arrays {
    MatrixView features;
    std::span<const double> target;
    std::vector<std::string> names;
};

Arrays arrays_of(const tenon_matrix* features, const double* target, const char* const* names) {
    required(features, "features");
    const MatrixView view = view_of(options_of(features, "features"));
    if (view.rows > 0) required(target, "target");
    return {
        view, {target, static_cast<std::size_t>(view.rows)}, feature_names(names, view.columns)};
}

const LinearModel& model_of(const tenon_model* model) {
    return required(model, "model").value.model();
}

std::span<const double> one_a_row(const double* weights, const MatrixView& features) {
    if (!weights) return {};
    return {weights, static_cast<std::size_t>(features.rows)};
}

void give_huber(const tenon_context* context, const tenon_matrix* features, const double* target,
                const double* weights, const char* const* names, const tenon_huber_options* options,
                tenon_model** out) {
    required(out, "out");
    const Arrays a = arrays_of(features, target, names);
    give_handle(
        out, Pipeline::from_model(fit_huber(context_of(context), a.features, a.target, a.names,
                                            huber_options(options), one_a_row(weights, a.features))
                                      .model));
}

void give_quantile_regression(const tenon_context* context, const tenon_matrix* features,
                              const double* target, const double* weights, const char* const* names,
                              const tenon_quantile_regression_options* options, tenon_model** out) {
    required(out, "out");
    const Arrays a = arrays_of(features, target, names);
    give_handle(out, Pipeline::from_model(fit_quantile(context_of(context), a.features, a.target,
                                                       a.names, quantile_options(options),
                                                       one_a_row(weights, a.features))
                                              .model));
}

}  // namespace

tenon_status tenon_linear_fit(const tenon_context* context, const tenon_table* table,
                              const char* const* features, int32_t feature_count,
                              const char* target, const tenon_linear_options* options,
                              tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        auto pipeline = numeric_pipeline(features, feature_count, target, ModelKind::linear);
        pipeline.linear = linear_options(options);
        take_rows(options, pipeline);
        give_handle(out,
                    Pipeline::fit(context_of(context), required(table, "table").value, pipeline));
    });
}

tenon_status tenon_logistic_fit(const tenon_context* context, const tenon_table* table,
                                const char* const* features, int32_t feature_count,
                                const char* target, const tenon_logistic_options* options,
                                tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        auto pipeline = numeric_pipeline(features, feature_count, target, ModelKind::logistic);
        const auto given = options_of(options, "logistic options");
        pipeline.logistic = logistic_options(given);
        pipeline.positive_label = optional_text(given.positive_label);
        pipeline.clusters = optional_text(given.clusters);
        give_handle(out,
                    Pipeline::fit(context_of(context), required(table, "table").value, pipeline));
    });
}

tenon_status tenon_linear_fit_matrix(const tenon_context* context, const tenon_matrix* features,
                                     const double* target, const char* const* names,
                                     const tenon_linear_options* options, tenon_model** out,
                                     tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(features, "features");
        const MatrixView view = view_of(options_of(features, "features"));
        if (view.rows > 0) required(target, "target");
        give_handle(out,
                    Pipeline::from_model(fit_linear(
                        context_of(context), view, {target, static_cast<std::size_t>(view.rows)},
                        feature_names(names, view.columns), array_options(options))));
    });
}

tenon_status tenon_linear_fit_rows(const tenon_context* context, const tenon_matrix* features,
                                   const double* target, const double* weights,
                                   const int64_t* clusters, const char* const* names,
                                   const tenon_linear_options* options, tenon_model** out,
                                   tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(features, "features");
        const MatrixView view = view_of(options_of(features, "features"));
        if (view.rows > 0) required(target, "target");
        const auto n = static_cast<std::size_t>(view.rows);
        LinearRows rows;
        if (weights) rows.weights = {weights, n};
        if (clusters) rows.clusters = {clusters, n};
        give_handle(out, Pipeline::from_model(fit_linear(context_of(context), view, {target, n},
                                                         feature_names(names, view.columns),
                                                         array_options(options), rows)));
    });
}

tenon_status tenon_linear_fit_targets(const tenon_context* context, const tenon_matrix* features,
                                      const tenon_matrix* targets, const double* weights,
                                      const int64_t* clusters, const char* const* names,
                                      const tenon_linear_options* options, tenon_model** out,
                                      int64_t capacity, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(features, "features");
        required(targets, "targets");
        const MatrixView view = view_of(options_of(features, "features"));
        const MatrixView goals = view_of(options_of(targets, "targets"));
        if (capacity < goals.columns) refuse("capacity", "is less than the number of targets");
        const auto n = static_cast<std::size_t>(view.rows);
        LinearRows rows;
        if (weights) rows.weights = {weights, n};
        if (clusters) rows.clusters = {clusters, n};
        std::vector<LinearModel> fitted =
            fit_linear_targets(context_of(context), view, goals, feature_names(names, view.columns),
                               array_options(options), rows);
        std::vector<std::unique_ptr<tenon_model>> handles;
        for (LinearModel& model : fitted)
            handles.push_back(
                std::make_unique<tenon_model>(tenon_model{Pipeline::from_model(std::move(model))}));
        for (std::size_t k = 0; k < handles.size(); ++k) out[k] = handles[k].release();
    });
}

HuberOptions capi::huber_options(const tenon_huber_options* options) {
    const auto given = options_of(options, "huber options");
    if (given.scale < TENON_HUBER_JOINT || given.scale > TENON_HUBER_FIXED)
        refuse("scale", "must be one of TENON_HUBER_...");
    HuberOptions o;
    o.intercept = given.no_intercept == 0;
    o.scale = static_cast<HuberScale>(given.scale);
    if (given.threshold != 0) o.threshold = given.threshold;
    o.fixed_scale = given.fixed_scale;
    if (given.confidence != 0) o.confidence = given.confidence;
    if (given.tolerance != 0) o.tolerance = given.tolerance;
    if (given.max_iterations != 0) o.max_iterations = given.max_iterations;
    return o;
}

QuantileRegressionOptions capi::quantile_options(const tenon_quantile_regression_options* options) {
    const auto given = options_of(options, "quantile options");
    QuantileRegressionOptions o;
    o.intercept = given.no_intercept == 0;
    if (given.quantile != 0) o.quantile = given.quantile;
    if (given.confidence != 0) o.confidence = given.confidence;
    o.max_pivots = given.max_pivots;
    return o;
}

tenon_status tenon_nonnegative_fit_matrix(const tenon_context* context,
                                          const tenon_matrix* features, const double* target,
                                          const char* const* names, int32_t no_intercept,
                                          tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        const Arrays a = arrays_of(features, target, names);
        give_handle(out,
                    Pipeline::from_model(fit_nonnegative(context_of(context), a.features, a.target,
                                                         a.names, {.intercept = no_intercept == 0})
                                             .model));
    });
}

tenon_status tenon_huber_fit_matrix(const tenon_context* context, const tenon_matrix* features,
                                    const double* target, const char* const* names,
                                    const tenon_huber_options* options, tenon_model** out,
                                    tenon_error* err) {
    return guard(err, [&] { give_huber(context, features, target, nullptr, names, options, out); });
}

tenon_status tenon_huber_fit_rows(const tenon_context* context, const tenon_matrix* features,
                                  const double* target, const double* weights,
                                  const char* const* names, const tenon_huber_options* options,
                                  tenon_model** out, tenon_error* err) {
    return guard(err, [&] { give_huber(context, features, target, weights, names, options, out); });
}

tenon_status tenon_quantile_regression_fit_matrix(const tenon_context* context,
                                                  const tenon_matrix* features,
                                                  const double* target, const char* const* names,
                                                  const tenon_quantile_regression_options* options,
                                                  tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        give_quantile_regression(context, features, target, nullptr, names, options, out);
    });
}

tenon_status tenon_quantile_regression_fit_rows(const tenon_context* context,
                                                const tenon_matrix* features, const double* target,
                                                const double* weights, const char* const* names,
                                                const tenon_quantile_regression_options* options,
                                                tenon_model** out, tenon_error* err) {
    return guard(err, [&] {
        give_quantile_regression(context, features, target, weights, names, options, out);
    });
}

const char* tenon_fit_path_text(tenon_fit_path path) {
    return guard_value("", [&] { return fit_path_name(static_cast<FitPath>(path)); });
}

const char* tenon_errors_text(tenon_errors errors) {
    return guard_value("", [&] { return error_kind_name(static_cast<ErrorKind>(errors)); });
}

tenon_status tenon_logistic_fit_matrix(const tenon_context* context, const tenon_matrix* features,
                                       const double* target, const char* const* names,
                                       const tenon_logistic_options* options, tenon_model** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(features, "features");
        const MatrixView view = view_of(options_of(features, "features"));
        if (view.rows > 0) required(target, "target");
        give_handle(out,
                    Pipeline::from_model(fit_logistic(
                        context_of(context), view, {target, static_cast<std::size_t>(view.rows)},
                        feature_names(names, view.columns),
                        array_options(options_of(options, "logistic options")))));
    });
}

tenon_status tenon_pipeline_fit(const tenon_context* context, const tenon_table* table,
                                const tenon_pipeline_options* options, tenon_model** out,
                                tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        required(options, "options");
        give_handle(out, Pipeline::fit(context_of(context), required(table, "table").value,
                                       pipeline_options(options_of(options, "options"))));
    });
}

void tenon_model_free(tenon_model* model) {
    guard_void([&] { delete model; });
}

tenon_status tenon_model_summary(const tenon_model* model, tenon_fit_summary* summary,
                                 tenon_error* err) {
    return guard(err, [&] { give(summary, summary_struct(model_of(model).summary), "summary"); });
}

int32_t tenon_model_coefficients(const tenon_model* model) {
    return guard_value(
        no_count, [&] { return static_cast<std::int32_t>(model_of(model).coefficients.size()); });
}

tenon_status tenon_model_coefficient(const tenon_model* model, int32_t index,
                                     tenon_coefficient* coefficient, tenon_error* err) {
    return guard(err, [&] {
        const auto& all = model_of(model).coefficients;
        if (index < 0 || index >= static_cast<std::int32_t>(all.size()))
            refuse("index", "must lie between 0 and " + std::to_string(all.size()) + " - 1");
        const Coefficient& one = all[static_cast<std::size_t>(index)];
        tenon_coefficient result = TENON_COEFFICIENT_INIT;
        result.dropped = one.dropped ? 1 : 0;
        result.name = one.name.c_str();
        result.estimate = one.estimate;
        result.standard_error = one.standard_error;
        result.statistic = one.statistic;
        result.p_value = one.p_value;
        result.low = one.low;
        result.high = one.high;
        result.standardized = one.standardized;
        result.vif = one.vif;
        const FeatureUnit unit = model->value.unit_of(static_cast<std::size_t>(index));
        result.centre = unit.centre;
        result.unit = unit.unit;
        give(coefficient, result, "coefficient");
    });
}

int32_t tenon_model_warnings(const tenon_model* model) {
    return guard_value(no_count,
                       [&] { return static_cast<std::int32_t>(model_of(model).warnings.size()); });
}

const char* tenon_model_warning(const tenon_model* model, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        return model_of(model).warnings.at(static_cast<std::size_t>(index)).c_str();
    });
}

int32_t tenon_model_inputs(const tenon_model* model) {
    return guard_value(no_count, [&] {
        return static_cast<std::int32_t>(required(model, "model").value.inputs().size());
    });
}

const char* tenon_model_input(const tenon_model* model, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        return required(model, "model")
            .value.inputs()
            .at(static_cast<std::size_t>(index))
            .name.c_str();
    });
}

int32_t tenon_model_input_is_categorical(const tenon_model* model, int32_t index) {
    return guard_value(no_count, [&] {
        return std::int32_t{required(model, "model")
                                .value.inputs()
                                .at(static_cast<std::size_t>(index))
                                .categorical};
    });
}

const char* tenon_model_target(const tenon_model* model) {
    return guard_value("", [&] { return required(model, "model").value.target().c_str(); });
}

const char* tenon_model_exposure(const tenon_model* model) {
    return guard_value("",
                       [&] { return required(model, "model").value.options().exposure.c_str(); });
}

const char* tenon_model_offset(const tenon_model* model) {
    return guard_value("", [&] { return required(model, "model").value.options().offset.c_str(); });
}

const char* tenon_model_positive_label(const tenon_model* model) {
    return guard_value("", [&] { return required(model, "model").value.positive_label().c_str(); });
}

namespace {

void give_predictions(const std::vector<double>& predicted, double* scores, int64_t capacity,
                      int64_t* needed) {
    const auto there = give_values(std::span<const double>(predicted), scores, capacity);
    if (needed) *needed = there;
}

void check_room(const double* scores, int64_t capacity) {
    if (capacity < 0) refuse("capacity", "must not be negative");
    if (capacity > 0) required(scores, "scores");
}

}  // namespace

tenon_status tenon_model_predict(const tenon_context* context, const tenon_model* model,
                                 const tenon_table* table, double* scores, int64_t capacity,
                                 int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        check_room(scores, capacity);
        const Pipeline& pipeline = required(model, "model").value;
        const Table& records = required(table, "table").value;
        give_predictions(pipeline.classes().empty()
                             ? pipeline.predict(context_of(context), records)
                             : pipeline.predict_classes(context_of(context), records),
                         scores, capacity, needed);
    });
}

tenon_status tenon_model_expect(const tenon_context* context, const tenon_model* model,
                                const tenon_table* table, double* scores, int64_t capacity,
                                int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        check_room(scores, capacity);
        const Pipeline& pipeline = required(model, "model").value;
        const Table& records = required(table, "table").value;
        give_predictions(pipeline.classes().empty()
                             ? pipeline.expect(context_of(context), records)
                             : pipeline.predict_classes(context_of(context), records),
                         scores, capacity, needed);
    });
}

tenon_status tenon_model_save(const tenon_model* model, const char* path, tenon_error* err) {
    return guard(err, [&] {
        required(model, "model").value.save(std::string(required_text(path, "path")));
    });
}

tenon_status tenon_model_load(const tenon_context* context, const char* path, tenon_model** out,
                              tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    Pipeline::load(context_of(context), std::string(required_text(path, "path"))));
    });
}

tenon_status tenon_model_to_json(const tenon_model* model, char* out, int64_t capacity,
                                 int64_t* needed, tenon_error* err) {
    return guard(err, [&] {
        give_text(required(model, "model").value.to_json(), out, capacity, needed, "buffer");
    });
}

tenon_status tenon_model_from_json(const char* text, int64_t length, tenon_model** out,
                                   tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, Pipeline::from_json(buffer(text, length, "text")));
    });
}

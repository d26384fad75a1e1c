#include "row_extras.hpp"

namespace tenon::capi {

namespace {

tenon_model_kind kind_code(ModelKind kind) {
    switch (kind) {
        case ModelKind::linear:
            return TENON_MODEL_LINEAR;
        case ModelKind::logistic:
            return TENON_MODEL_LOGISTIC;
        case ModelKind::poisson:
            return TENON_MODEL_POISSON;
        case ModelKind::negative_binomial:
            return TENON_MODEL_NEGATIVE_BINOMIAL;
        case ModelKind::gamma:
            return TENON_MODEL_GAMMA;
        case ModelKind::tweedie:
            return TENON_MODEL_TWEEDIE;
        case ModelKind::multinomial:
            return TENON_MODEL_MULTINOMIAL;
        case ModelKind::ordinal:
            return TENON_MODEL_ORDINAL;
        case ModelKind::probability:
            return TENON_MODEL_PROBABILITY;
    }
    return TENON_MODEL_LINEAR;
}

template <class T>
std::span<const T> one_a_row(const T* values, std::int64_t rows) {
    if (!values) return {};
    return {values, static_cast<std::size_t>(rows)};
}

}  // namespace

RowArrays row_arrays(const tenon_matrix* features, const double* target,
                     const tenon_row_extras* extras, const char* const* names) {
    required(features, "features");
    RowArrays arrays;
    arrays.features = view_of(options_of(features, "features"));
    const std::int64_t rows = arrays.features.rows;
    if (rows > 0) required(target, "target");
    arrays.target = {target, static_cast<std::size_t>(rows)};
    const auto given = options_of(extras, "extras");
    arrays.extras.weights = one_a_row(given.weights, rows);
    arrays.extras.offset = one_a_row(given.offset, rows);
    arrays.extras.exposure = one_a_row(given.exposure, rows);
    arrays.extras.clusters = one_a_row(given.clusters, rows);
    arrays.names = feature_names(names, arrays.features.columns);
    return arrays;
}

tenon_fit_summary summary_struct(const FitSummary& fit) {
    tenon_fit_summary result = TENON_FIT_SUMMARY_INIT;
    result.kind = kind_code(fit.kind);
    result.rows = fit.rows;
    result.parameters = fit.parameters;
    result.log_likelihood = fit.log_likelihood;
    result.null_log_likelihood = fit.null_log_likelihood;
    result.aic = fit.aic;
    result.bic = fit.bic;
    result.r2 = fit.r2;
    result.adjusted_r2 = fit.adjusted_r2;
    result.residual_sd = fit.residual_sd;
    result.f_statistic = fit.f_statistic;
    result.f_p_value = fit.f_p_value;
    result.condition = fit.condition;
    result.gradient_norm = fit.gradient_norm;
    result.confidence = fit.confidence;
    result.iterations = fit.iterations;
    result.converged = fit.converged ? 1 : 0;
    result.flags = fit.flags;
    result.path = static_cast<tenon_fit_path>(fit.path);
    result.errors = static_cast<tenon_errors>(fit.errors);
    result.clusters = fit.clusters;
    result.digits = fit.digits;
    result.error_digits = fit.error_digits;
    result.error_degrees = fit.error_degrees;
    result.durbin_watson = fit.durbin_watson;
    result.objective = fit.objective;
    result.bound = fit.bound;
    result.deviance = fit.deviance;
    result.null_deviance = fit.null_deviance;
    result.pearson = fit.pearson;
    result.dispersion = fit.dispersion;
    result.dispersion_ml = fit.dispersion_ml;
    result.shape = fit.shape;
    result.shape_error = fit.shape_error;
    result.effective_parameters = fit.effective_parameters;
    result.link = fit.link == Link::log       ? TENON_LINK_LOG
                  : fit.link == Link::logit   ? TENON_LINK_LOGIT
                  : fit.link == Link::inverse ? TENON_LINK_INVERSE
                                              : TENON_LINK_IDENTITY;
    return result;
}

}  // namespace tenon::capi

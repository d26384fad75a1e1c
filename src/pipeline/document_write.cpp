#include <cmath>
#include <utility>

#include "base/json_envelope.hpp"
#include "base/number_text.hpp"
#include "pipeline/document.hpp"
#include "pipeline/enum_names.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

template <class E, std::size_t n>
Json word(const EnumNames<E, n>& names, E value) {
    return Json(name_in(names, value));
}

Json schema_of(const Fitted& fitted) {
    Json inputs = Json::array();
    for (const PipelineInput& input : fitted.inputs) {
        Json entry;
        entry.set("name", input.name);
        entry.set("type", word(type_names, input.type));
        entry.set("categorical", input.categorical);
        entry.set("categories", input.categories);
        inputs.push(std::move(entry));
    }
    Json out;
    out.set("inputs", std::move(inputs));
    out.set("target", fitted.target);
    out.set("positive_label", fitted.positive_label);
    if (!fitted.classes.empty()) out.set("classes", fitted.classes);
    return out;
}

Json options_of(const PipelineOptions& options) {
    Json outliers;
    outliers.set("rule", word(outlier_rule_names, options.outliers.rule));
    outliers.set("action", word(outlier_action_names, options.outliers.action));
    outliers.set("factor", json_real(options.outliers.factor));
    outliers.set("window", options.outliers.window);

    Json impute;
    impute.set("fill", word(fill_names, options.impute_options.fill));
    impute.set("constant", json_real(options.impute_options.constant));
    impute.set("constant_text", options.impute_options.constant_text);

    Json linear;
    linear.set("intercept", options.linear.intercept);
    linear.set("l2", json_real(options.linear.l2));
    linear.set("confidence", json_real(options.linear.confidence));
    linear.set("polynomial", options.linear.polynomial);
    linear.set("errors", word(error_kind_names, options.linear.errors));
    if (options.linear.residual_pass) linear.set("residual_pass", true);
    linear.set("weights", options.weights);
    linear.set("clusters", options.clusters);
    linear.set("estimator", word(estimator_names, options.estimator));
    linear.set("quantile", json_real(options.quantile));
    linear.set("threshold", json_real(options.huber.threshold));

    Json logistic;
    logistic.set("intercept", options.logistic.intercept);
    logistic.set("l2", json_real(options.logistic.l2));
    logistic.set("confidence", json_real(options.logistic.confidence));
    logistic.set("max_iterations", options.logistic.max_iterations);
    logistic.set("tolerance", json_real(options.logistic.tolerance));
    logistic.set("firth", options.logistic.firth);
    logistic.set("profile_intervals", options.logistic.profile_intervals);
    if (!options.logistic.inference) logistic.set("inference", false);
    logistic.set("class_weights", word(class_weights_names, options.logistic.class_weights));
    logistic.set("negative_weight", json_real(options.logistic.negative_weight));
    logistic.set("positive_weight", json_real(options.logistic.positive_weight));
    if (options.logistic.errors != ErrorKind::classical)
        logistic.set("errors", word(error_kind_names, options.logistic.errors));

    Json glm;
    glm.set("link", word(link_names, options.glm.link));
    glm.set("intercept", options.glm.intercept);
    glm.set("l2", json_real(options.glm.l2));
    glm.set("confidence", json_real(options.glm.confidence));
    glm.set("max_iterations", options.glm.max_iterations);
    glm.set("tolerance", json_real(options.glm.tolerance));
    glm.set("shape", json_real(options.glm.shape));
    glm.set("quasi", options.glm.quasi);
    if (options.glm.errors != ErrorKind::classical)
        glm.set("errors", word(error_kind_names, options.glm.errors));

    Json rows;
    rows.set("weights", options.weights);
    rows.set("offset", options.offset);
    rows.set("exposure", options.exposure);

    Json out;
    out.set("kind", word(model_kind_names, options.kind));
    out.set("positive_label", options.positive_label);
    out.set("handle_outliers", options.handle_outliers);
    out.set("outliers", std::move(outliers));
    out.set("impute", options.impute);
    out.set("impute_options", std::move(impute));
    out.set("scale", options.scale);
    out.set("scaling", word(scaling_names, options.scaling));
    out.set("unknown", word(unknown_names, options.unknown));
    out.set("linear", std::move(linear));
    out.set("logistic", std::move(logistic));
    if (options.penalty > 0) {
        Json penalty;
        penalty.set("penalty", json_real(options.penalty));
        penalty.set("l1_ratio", json_real(options.l1_ratio));
        out.set("penalty", std::move(penalty));
    }
    out.set("glm", std::move(glm));
    out.set("rows", std::move(rows));
    if (has_classes(options.kind)) {
        Json classes;
        classes.set("l2", json_real(options.classes.l2));
        classes.set("confidence", json_real(options.classes.confidence));
        classes.set("max_iterations", options.classes.max_iterations);
        classes.set("tolerance", json_real(options.classes.tolerance));
        if (options.classes.errors != ErrorKind::classical)
            classes.set("errors", word(error_kind_names, options.classes.errors));
        out.set("levels", options.levels);
        out.set("classes", std::move(classes));
    }
    return out;
}

Json bounds_of(const Fitted& fitted) {
    Json list = Json::array();
    for (const OutlierBounds& bounds : fitted.bounds) {
        Json entry;
        entry.set("column", bounds.column);
        entry.set("low", json_real(bounds.low));
        entry.set("high", json_real(bounds.high));
        entry.set("centre", json_real(bounds.centre));
        entry.set("spread", json_real(bounds.spread));
        list.push(std::move(entry));
    }
    return list;
}

Json fills_of(const Fitted& fitted) {
    Json list = Json::array();
    for (std::size_t i = 0; i < fitted.fills.size(); ++i) {
        Json entry;
        entry.set("column", fitted.fills[i].column);
        if (fitted.inputs[i].categorical)
            entry.set("text", fitted.fills[i].text);
        else
            entry.set("value", json_real(fitted.fills[i].value));
        list.push(std::move(entry));
    }
    return list;
}

Json scales_of(const Fitted& fitted) {
    Json list = Json::array();
    for (const FittedScale& scale : fitted.scales) {
        Json entry;
        entry.set("column", scale.column);
        entry.set("centre", json_real(scale.centre));
        entry.set("scale", json_real(scale.scale));
        list.push(std::move(entry));
    }
    return list;
}

Json steps_of(const Fitted& fitted) {
    Json steps = Json::array();
    const auto add = [&](const char* name) -> Json& {
        Json& step = steps.push(Json::object());
        step.set("step", name);
        return step;
    };
    if (fitted.options.handle_outliers) add("outliers").set("bounds", bounds_of(fitted));
    if (fitted.options.impute) add("impute").set("fills", fills_of(fitted));
    if (fitted.options.scale) add("scale").set("scales", scales_of(fitted));
    if (fitted.numeric < fitted.inputs.size()) add("encode");
    return steps;
}

Json coefficients_of(const std::vector<Coefficient>& coefficients) {
    Json list = Json::array();
    for (const Coefficient& coefficient : coefficients) {
        Json entry;
        entry.set("name", coefficient.name);
        entry.set("estimate", json_real(coefficient.estimate));
        entry.set("standard_error", json_real(coefficient.standard_error));
        entry.set("statistic", json_real(coefficient.statistic));
        entry.set("p_value", json_real(coefficient.p_value));
        entry.set("low", json_real(coefficient.low));
        entry.set("high", json_real(coefficient.high));
        entry.set("dropped", coefficient.dropped);
        entry.set("standardized", json_real(coefficient.standardized));
        entry.set("vif", json_real(coefficient.vif));
        list.push(std::move(entry));
    }
    return list;
}

Json powers_of(const LinearModel& model) {
    Json list = Json::array();
    for (const PowerTerms& powers : model.powers) {
        Json entry;
        entry.set("feature", powers.feature);
        entry.set("plain", powers.plain);
        entry.set("centre", json_real(powers.centre));
        entry.set("half", json_real(powers.half));
        Json terms = Json::array();
        for (const double term : powers.terms) terms.push(json_real(term));
        entry.set("terms", std::move(terms));
        list.push(std::move(entry));
    }
    return list;
}

Json model_of(const Fitted& fitted) {
    const LinearModel& model = fitted.model;
    const FitSummary& summary = model.summary;
    Json out;
    out.set("kind", word(model_kind_names, summary.kind));
    out.set("rows", summary.rows);
    out.set("parameters", summary.parameters);
    out.set("effective_parameters", json_real(summary.effective_parameters));
    out.set("log_likelihood", json_real(summary.log_likelihood));
    out.set("null_log_likelihood", json_real(summary.null_log_likelihood));
    out.set("aic", json_real(summary.aic));
    out.set("bic", json_real(summary.bic));
    out.set("r2", json_real(summary.r2));
    out.set("adjusted_r2", json_real(summary.adjusted_r2));
    out.set("residual_sd", json_real(summary.residual_sd));
    out.set("f_statistic", json_real(summary.f_statistic));
    out.set("f_p_value", json_real(summary.f_p_value));
    out.set("condition", json_real(summary.condition));
    out.set("gradient_norm", json_real(summary.gradient_norm));
    out.set("confidence", json_real(summary.confidence));
    out.set("iterations", summary.iterations);
    out.set("converged", summary.converged);
    out.set("flags", summary.flags);
    out.set("path", word(fit_path_names, summary.path));
    out.set("digits", json_real(summary.digits));
    out.set("error_digits", json_real(summary.error_digits));
    out.set("errors", word(error_kind_names, summary.errors));
    out.set("clusters", summary.clusters);
    out.set("error_degrees", json_real(summary.error_degrees));
    out.set("durbin_watson", json_real(summary.durbin_watson));
    out.set("objective", json_real(summary.objective));
    out.set("bound", json_real(summary.bound));
    out.set("link", word(link_names, summary.link));
    out.set("deviance", json_real(summary.deviance));
    out.set("null_deviance", json_real(summary.null_deviance));
    out.set("pearson", json_real(summary.pearson));
    out.set("dispersion", json_real(summary.dispersion));
    out.set("dispersion_ml", json_real(summary.dispersion_ml));
    out.set("shape", json_real(summary.shape));
    out.set("shape_error", json_real(summary.shape_error));
    out.set("has_intercept", model.has_intercept);
    if (fitted.classes.empty()) {
        out.set("coefficients", coefficients_of(model.coefficients));
    } else {
        Json lists = Json::array();
        for (const auto& list : fitted.class_model.coefficients) lists.push(coefficients_of(list));
        out.set("class_coefficients", std::move(lists));
        out.set("cuts", coefficients_of(fitted.class_model.cuts));
    }
    out.set("warnings", model.warnings);
    if (model.powered > 0) {
        out.set("degree", model.degree);
        out.set("powered", model.powered);
        out.set("powers", powers_of(model));
        out.set("powers_intercept", json_real(model.powers_intercept));
    }
    if (writes_core(model)) out.set("core", write_core(model));
    return out;
}

Json training_of(const Fitted& fitted) {
    Json changes = Json::array();
    for (const Change& change : fitted.changes) {
        Json entry;
        entry.set("step", change.step);
        entry.set("column", change.column);
        entry.set("rows", change.rows);
        entry.set("cells", change.cells);
        entry.set("reason", change.reason);
        changes.push(std::move(entry));
    }
    Json out;
    out.set("rows", fitted.rows);
    out.set("changes", std::move(changes));
    return out;
}

}  // namespace

std::string write_document(const Fitted& fitted) {
    JsonFormat format = pipeline_format;
    if (fitted.classes.empty()) format.newest_version = fitted.options.features.empty() ? 1 : 2;
    Json document = new_document(format);
    document.set("schema", schema_of(fitted));
    document.set("options", options_of(fitted.options));
    if (!fitted.options.features.empty()) {
        std::vector<std::string> features;
        for (const Feature& feature : fitted.options.features)
            features.push_back(feature.to_json());
        document.set("features", features);
    }
    document.set("steps", steps_of(fitted));
    document.set("model", model_of(fitted));
    document.set("training", training_of(fitted));
    return seal_document(std::move(document));
}

}  // namespace tenon

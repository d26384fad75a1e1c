#include <cmath>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "pipeline/document.hpp"
#include "pipeline/enum_names.hpp"
#include "tenon/error.hpp"
#include "tenon/version.hpp"

namespace tenon {

namespace {

Json real(double value) {
    return std::isfinite(value) ? Json(value) : Json(format_double(value));
}

template <class E, std::size_t n>
Json word(const EnumNames<E, n>& names, E value) {
    return std::string(name_in(names, value));
}

Json schema_of(const Fitted& fitted) {
    Json inputs = Json::array();
    for (const PipelineInput& input : fitted.inputs) {
        Json entry;
        entry["name"] = input.name;
        entry["type"] = word(type_names, input.type);
        entry["categorical"] = input.categorical;
        entry["categories"] = input.categories;
        inputs.push_back(std::move(entry));
    }
    Json out;
    out["inputs"] = std::move(inputs);
    out["target"] = fitted.target;
    out["positive_label"] = fitted.positive_label;
    return out;
}

Json options_of(const PipelineOptions& options) {
    Json outliers;
    outliers["rule"] = word(outlier_rule_names, options.outliers.rule);
    outliers["action"] = word(outlier_action_names, options.outliers.action);
    outliers["factor"] = real(options.outliers.factor);
    outliers["window"] = options.outliers.window;

    Json impute;
    impute["fill"] = word(fill_names, options.impute_options.fill);
    impute["constant"] = real(options.impute_options.constant);
    impute["constant_text"] = options.impute_options.constant_text;

    Json linear;
    linear["intercept"] = options.linear.intercept;
    linear["l2"] = real(options.linear.l2);
    linear["confidence"] = real(options.linear.confidence);

    Json logistic;
    logistic["intercept"] = options.logistic.intercept;
    logistic["l2"] = real(options.logistic.l2);
    logistic["confidence"] = real(options.logistic.confidence);
    logistic["max_iterations"] = options.logistic.max_iterations;
    logistic["tolerance"] = real(options.logistic.tolerance);

    Json out;
    out["kind"] = word(model_kind_names, options.kind);
    out["positive_label"] = options.positive_label;
    out["handle_outliers"] = options.handle_outliers;
    out["outliers"] = std::move(outliers);
    out["impute"] = options.impute;
    out["impute_options"] = std::move(impute);
    out["scale"] = options.scale;
    out["scaling"] = word(scaling_names, options.scaling);
    out["unknown"] = word(unknown_names, options.unknown);
    out["linear"] = std::move(linear);
    out["logistic"] = std::move(logistic);
    return out;
}

Json bounds_of(const Fitted& fitted) {
    Json list = Json::array();
    for (const OutlierBounds& bounds : fitted.bounds) {
        Json entry;
        entry["column"] = bounds.column;
        entry["low"] = real(bounds.low);
        entry["high"] = real(bounds.high);
        entry["centre"] = real(bounds.centre);
        entry["spread"] = real(bounds.spread);
        list.push_back(std::move(entry));
    }
    return list;
}

Json fills_of(const Fitted& fitted) {
    Json list = Json::array();
    for (std::size_t i = 0; i < fitted.fills.size(); ++i) {
        Json entry;
        entry["column"] = fitted.fills[i].column;
        if (fitted.inputs[i].categorical)
            entry["text"] = fitted.fills[i].text;
        else
            entry["value"] = real(fitted.fills[i].value);
        list.push_back(std::move(entry));
    }
    return list;
}

Json scales_of(const Fitted& fitted) {
    Json list = Json::array();
    for (const FittedScale& scale : fitted.scales) {
        Json entry;
        entry["column"] = scale.column;
        entry["centre"] = real(scale.centre);
        entry["scale"] = real(scale.scale);
        list.push_back(std::move(entry));
    }
    return list;
}

Json steps_of(const Fitted& fitted) {
    Json steps = Json::array();
    const auto add = [&](const char* name) -> Json& {
        Json step;
        step["step"] = name;
        steps.push_back(std::move(step));
        return steps.back();
    };
    if (fitted.options.handle_outliers) add("outliers")["bounds"] = bounds_of(fitted);
    if (fitted.options.impute) add("impute")["fills"] = fills_of(fitted);
    if (fitted.options.scale) add("scale")["scales"] = scales_of(fitted);
    if (fitted.numeric < fitted.inputs.size()) add("encode");
    return steps;
}

Json coefficients_of(const LinearModel& model) {
    Json list = Json::array();
    for (const Coefficient& coefficient : model.coefficients) {
        Json entry;
        entry["name"] = coefficient.name;
        entry["estimate"] = real(coefficient.estimate);
        entry["standard_error"] = real(coefficient.standard_error);
        entry["statistic"] = real(coefficient.statistic);
        entry["p_value"] = real(coefficient.p_value);
        entry["low"] = real(coefficient.low);
        entry["high"] = real(coefficient.high);
        entry["dropped"] = coefficient.dropped;
        list.push_back(std::move(entry));
    }
    return list;
}

Json model_of(const LinearModel& model) {
    const FitSummary& summary = model.summary;
    Json out;
    out["kind"] = word(model_kind_names, summary.kind);
    out["rows"] = summary.rows;
    out["parameters"] = summary.parameters;
    out["log_likelihood"] = real(summary.log_likelihood);
    out["null_log_likelihood"] = real(summary.null_log_likelihood);
    out["aic"] = real(summary.aic);
    out["bic"] = real(summary.bic);
    out["r2"] = real(summary.r2);
    out["adjusted_r2"] = real(summary.adjusted_r2);
    out["residual_sd"] = real(summary.residual_sd);
    out["f_statistic"] = real(summary.f_statistic);
    out["f_p_value"] = real(summary.f_p_value);
    out["condition"] = real(summary.condition);
    out["gradient_norm"] = real(summary.gradient_norm);
    out["confidence"] = real(summary.confidence);
    out["iterations"] = summary.iterations;
    out["converged"] = summary.converged;
    out["flags"] = summary.flags;
    out["has_intercept"] = model.has_intercept;
    out["coefficients"] = coefficients_of(model);
    out["warnings"] = model.warnings;
    return out;
}

Json training_of(const Fitted& fitted) {
    Json changes = Json::array();
    for (const Change& change : fitted.changes) {
        Json entry;
        entry["step"] = change.step;
        entry["column"] = change.column;
        entry["rows"] = change.rows;
        entry["cells"] = change.cells;
        entry["reason"] = change.reason;
        changes.push_back(std::move(entry));
    }
    Json out;
    out["rows"] = fitted.rows;
    out["changes"] = std::move(changes);
    return out;
}

}  // namespace

std::string write_document(const Fitted& fitted) {
    Json document;
    document["format"] = "tenon.pipeline";
    document["format_version"] = document_format_version;
    document["library_version"] = version();
    document["schema"] = schema_of(fitted);
    document["options"] = options_of(fitted.options);
    document["steps"] = steps_of(fitted);
    document["model"] = model_of(fitted.model);
    document["training"] = training_of(fitted);
    document["checksum"] = json_checksum_text(document);
    try {
        return document.dump(1) + "\n";
    } catch (const Json::exception&) {
        throw Error(Status::data,
                    "a column name, category or label of this pipeline is not UTF-8, so it cannot "
                    "be saved as JSON; rename it and fit again",
                    {.argument = "inputs"});
    }
}

}  // namespace tenon

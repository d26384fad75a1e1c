// Nothing of a document is believed: its syntax and size are bounded by the reader, its checksum
// tells damage, and since a checksum is no signature, every part is then checked as if it had none.
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "base/json_envelope.hpp"
#include "base/json_member.hpp"
#include "pipeline/document.hpp"
#include "pipeline/enum_names.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

void read_schema(const JsonMember& schema, Fitted& fitted) {
    std::unordered_set<std::string> names;
    for (const JsonMember& entry : schema["inputs"].items()) {
        PipelineInput input;
        input.name = entry["name"].text();
        input.type = entry["type"].word(type_names);
        input.categorical = entry["categorical"].boolean();
        input.categories = entry["categories"].texts();
        if (input.name.empty()) entry["name"].refuse("the name is empty");
        if (!names.insert(input.name).second) entry["name"].refuse("the name is there twice");
        if (input.categorical == input.categories.empty())
            entry["categories"].refuse("categorical inputs have categories, and only they");
        if (std::adjacent_find(input.categories.begin(), input.categories.end(),
                               [](const auto& a, const auto& b) { return a >= b; }) !=
            input.categories.end())
            entry["categories"].refuse("the categories are not in strict byte order");
        if (!input.categorical && fitted.numeric != fitted.inputs.size())
            entry.refuse("a numeric input comes after a categorical one");
        fitted.numeric += !input.categorical;
        auto& named = input.categorical ? fitted.options.categorical : fitted.options.numeric;
        named.push_back(input.name);
        fitted.inputs.push_back(std::move(input));
    }
    fitted.target = schema["target"].text();
    // A model on bare numbers, which has no target, may be an intercept alone.
    if (fitted.inputs.empty() && !fitted.target.empty())
        schema["inputs"].refuse("there is no input");
    fitted.positive_label = schema["positive_label"].text();
    if (schema.has("classes")) fitted.classes = schema["classes"].texts();
    fitted.options.target = fitted.target;
    if (names.count(fitted.target) > 0) schema["target"].refuse("the target is an input too");
}

// What writers before generalised linear models did not say.
void read_newer_options(const JsonMember& said, PipelineOptions& options) {
    if (!said.has("glm")) return;
    const JsonMember logistic = said["logistic"], glm = said["glm"], rows = said["rows"];
    options.logistic.firth = logistic["firth"].boolean();
    options.logistic.profile_intervals = logistic["profile_intervals"].boolean();
    if (logistic.has("inference")) options.logistic.inference = logistic["inference"].boolean();
    options.logistic.class_weights = logistic["class_weights"].word(class_weights_names);
    options.logistic.negative_weight = logistic["negative_weight"].real();
    options.logistic.positive_weight = logistic["positive_weight"].real();
    options.glm.link = glm["link"].word(link_names);
    options.glm.intercept = glm["intercept"].boolean();
    options.glm.l2 = glm["l2"].real();
    options.glm.confidence = glm["confidence"].real();
    options.glm.max_iterations = glm["max_iterations"].count();
    options.glm.tolerance = glm["tolerance"].real();
    options.glm.shape = glm["shape"].real();
    options.glm.quasi = glm["quasi"].boolean();
    if (logistic.has("errors")) options.logistic.errors = logistic["errors"].word(error_kind_names);
    if (glm.has("errors")) options.glm.errors = glm["errors"].word(error_kind_names);
    options.weights = rows["weights"].text();
    options.offset = rows["offset"].text();
    options.exposure = rows["exposure"].text();
}

void read_options(const JsonMember& said, PipelineOptions& options) {
    options.kind = said["kind"].word(model_kind_names);
    options.positive_label = said["positive_label"].text();
    options.handle_outliers = said["handle_outliers"].boolean();
    options.outliers.rule = said["outliers"]["rule"].word(outlier_rule_names);
    options.outliers.action = said["outliers"]["action"].word(outlier_action_names);
    options.outliers.factor = said["outliers"]["factor"].real();
    options.outliers.window = said["outliers"]["window"].count();
    options.impute = said["impute"].boolean();
    options.impute_options.fill = said["impute_options"]["fill"].word(fill_names);
    options.impute_options.constant = said["impute_options"]["constant"].real();
    options.impute_options.constant_text = said["impute_options"]["constant_text"].text();
    options.scale = said["scale"].boolean();
    options.scaling = said["scaling"].word(scaling_names);
    options.unknown = said["unknown"].word(unknown_names);
    options.linear.intercept = said["linear"]["intercept"].boolean();
    options.linear.l2 = said["linear"]["l2"].real();
    options.linear.confidence = said["linear"]["confidence"].real();
    const JsonMember linear = said["linear"];
    if (linear.has("polynomial")) {
        options.linear.polynomial = linear["polynomial"].count();
        if (options.linear.polynomial < 1 || options.linear.polynomial > most_polynomial)
            linear["polynomial"].refuse("it lies between 1 and 64");
        options.linear.errors = linear["errors"].word(error_kind_names);
        if (linear.has("residual_pass"))
            options.linear.residual_pass = linear["residual_pass"].boolean();
        options.weights = linear["weights"].text();
        options.clusters = linear["clusters"].text();
        options.estimator = linear["estimator"].word(estimator_names);
        options.quantile = linear["quantile"].real();
        options.huber.threshold = linear["threshold"].real();
    }
    options.logistic.intercept = said["logistic"]["intercept"].boolean();
    options.logistic.l2 = said["logistic"]["l2"].real();
    options.logistic.confidence = said["logistic"]["confidence"].real();
    options.logistic.max_iterations = said["logistic"]["max_iterations"].count();
    options.logistic.tolerance = said["logistic"]["tolerance"].real();
    if (said.has("penalty")) {  // since elastic-net pipelines; left out where there is none
        options.penalty = said["penalty"]["penalty"].real();
        options.l1_ratio = said["penalty"]["l1_ratio"].real();
    }
    read_newer_options(said, options);
    if (!has_classes(options.kind)) return;
    const JsonMember classes = said["classes"];
    options.levels = said["levels"].texts();
    options.classes.l2 = classes["l2"].real();
    options.classes.confidence = classes["confidence"].real();
    options.classes.max_iterations = classes["max_iterations"].count();
    options.classes.tolerance = classes["tolerance"].real();
    if (classes.has("errors")) options.classes.errors = classes["errors"].word(error_kind_names);
}

// The entries of a step, which must be one an input, in the order of the inputs.
std::vector<JsonMember> entries_of(const JsonMember& list, const Fitted& fitted,
                                   std::size_t inputs) {
    std::vector<JsonMember> entries = list.items();
    if (entries.size() != inputs)
        list.refuse(std::to_string(inputs) + " entries are expected, one an input, not " +
                    std::to_string(entries.size()));
    for (std::size_t i = 0; i < inputs; ++i)
        if (entries[i]["column"].text() != fitted.inputs[i].name)
            entries[i]["column"].refuse("the input here is \"" + fitted.inputs[i].name + "\"");
    return entries;
}

void read_bounds(const JsonMember& list, Fitted& fitted) {
    for (const JsonMember& entry : entries_of(list, fitted, fitted.numeric)) {
        const OutlierBounds bounds{.column = entry["column"].text(),
                                   .low = entry["low"].real(),
                                   .high = entry["high"].real(),
                                   .centre = entry["centre"].finite(),
                                   .spread = entry["spread"].finite()};
        if (!(bounds.low <= bounds.high)) entry["low"].refuse("the bounds cross");
        if (bounds.spread < 0) entry["spread"].refuse("a spread is not negative");
        fitted.bounds.push_back(bounds);
    }
}

void read_fills(const JsonMember& list, Fitted& fitted) {
    for (const JsonMember& entry : entries_of(list, fitted, fitted.inputs.size())) {
        const bool categorical = fitted.inputs[fitted.fills.size()].categorical;
        FittedFill fill;
        fill.column = entry["column"].text();
        fill.type = categorical ? Type::text : Type::float64;
        if (categorical)
            fill.text = entry["text"].text();
        else
            fill.value = entry["value"].finite();
        fitted.fills.push_back(std::move(fill));
    }
}

void read_scales(const JsonMember& list, Fitted& fitted) {
    for (const JsonMember& entry : entries_of(list, fitted, fitted.numeric)) {
        const FittedScale scale{.column = entry["column"].text(),
                                .centre = entry["centre"].finite(),
                                .scale = entry["scale"].finite()};
        if (!(scale.scale > 0)) entry["scale"].refuse("a scale is above 0");
        fitted.scales.push_back(scale);
    }
}

void read_steps(const JsonMember& steps, Fitted& fitted) {
    bool outliers = false, impute = false, scale = false, encode = false;
    const auto once = [](const JsonMember& step, bool& seen) {
        if (seen) step.refuse("this step is there twice");
        seen = true;
    };
    for (const JsonMember& step : steps.items()) {
        const std::string& name = step["step"].text();
        if (name == "outliers") {
            once(step, outliers);
            read_bounds(step["bounds"], fitted);
        } else if (name == "impute") {
            once(step, impute);
            read_fills(step["fills"], fitted);
        } else if (name == "scale") {
            once(step, scale);
            read_scales(step["scales"], fitted);
        } else if (name == "encode") {
            once(step, encode);
        } else {
            step["step"].refuse("\"" + name + "\" is not a step of this format");
        }
    }
    const PipelineOptions& options = fitted.options;
    if (outliers != options.handle_outliers || impute != options.impute || scale != options.scale ||
        encode != (fitted.numeric < fitted.inputs.size()))
        steps.refuse("the steps are not those that the options name");
}

void read_summary(const JsonMember& model, FitSummary& summary) {
    summary.kind = model["kind"].word(model_kind_names);
    summary.rows = model["rows"].count();
    summary.parameters = model["parameters"].count();
    summary.effective_parameters = model.has("effective_parameters")
                                       ? model["effective_parameters"].real()
                                       : static_cast<double>(summary.parameters);
    summary.log_likelihood = model["log_likelihood"].real();
    summary.null_log_likelihood = model["null_log_likelihood"].real();
    summary.aic = model["aic"].real();
    summary.bic = model["bic"].real();
    summary.r2 = model["r2"].real();
    summary.adjusted_r2 = model["adjusted_r2"].real();
    summary.residual_sd = model["residual_sd"].real();
    summary.f_statistic = model["f_statistic"].real();
    summary.f_p_value = model["f_p_value"].real();
    summary.condition = model["condition"].real();
    summary.gradient_norm = model["gradient_norm"].real();
    summary.confidence = model["confidence"].real();
    summary.iterations = model["iterations"].count();
    summary.converged = model["converged"].boolean();
    if (model.has("path")) {
        summary.path = model["path"].word(fit_path_names);
        summary.digits = model["digits"].real();
        summary.error_digits = model["error_digits"].real();
        summary.errors = model["errors"].word(error_kind_names);
        summary.clusters = model["clusters"].count();
        summary.error_degrees = model["error_degrees"].real();
        summary.durbin_watson = model["durbin_watson"].real();
        summary.objective = model["objective"].real();
        summary.bound = model["bound"].real();
    }
    if (model.has("link")) {
        summary.link = model["link"].word(link_names);
        summary.deviance = model["deviance"].real();
        summary.null_deviance = model["null_deviance"].real();
        summary.pearson = model["pearson"].real();
        summary.dispersion = model["dispersion"].real();
        summary.dispersion_ml = model["dispersion_ml"].real();
        summary.shape = model["shape"].real();
        summary.shape_error = model["shape_error"].real();
    }
    if (is_glm(summary.kind) && summary.link == Link::logit)
        model["kind"].refuse("this kind of model has a link of another kind");
    const std::int64_t flags = model["flags"].count();
    if (flags > std::numeric_limits<std::uint32_t>::max()) model["flags"].refuse("too large");
    summary.flags = static_cast<std::uint32_t>(flags);
}

std::vector<Coefficient> read_coefficients(const JsonMember& list,
                                           const std::vector<std::string>& names) {
    std::vector<Coefficient> out;
    const std::vector<JsonMember> entries = list.items();
    if (entries.size() != names.size())
        list.refuse(std::to_string(names.size()) + " coefficients follow from the inputs, not " +
                    std::to_string(entries.size()));
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const JsonMember& entry = entries[i];
        if (entry["name"].text() != names[i])
            entry["name"].refuse("the coefficient here is \"" + names[i] + "\"");
        out.push_back({.name = names[i],
                       .estimate = entry["estimate"].finite(),
                       .standard_error = entry["standard_error"].real(),
                       .statistic = entry["statistic"].real(),
                       .p_value = entry["p_value"].real(),
                       .low = entry["low"].real(),
                       .high = entry["high"].real(),
                       .dropped = entry["dropped"].boolean()});
        Coefficient& c = out.back();
        if (entry.has("standardized")) c.standardized = entry["standardized"].real();
        if (entry.has("vif")) c.vif = entry["vif"].real();
    }
    return out;
}

void read_classes(const JsonMember& model, Fitted& fitted) {
    ClassModel& out = fitted.class_model;
    const bool ordinal = fitted.options.kind == ModelKind::ordinal;
    out.summary = fitted.model.summary;
    out.classes = static_cast<std::int64_t>(fitted.classes.size());
    out.warnings = fitted.model.warnings;
    const std::size_t borders = fitted.classes.size() - 1;
    std::vector<std::string> names = feature_names(fitted.inputs);
    if (!ordinal) names.insert(names.begin(), "(intercept)");
    const JsonMember lists = model["class_coefficients"];
    for (const JsonMember& list : lists.items())
        out.coefficients.push_back(read_coefficients(list, names));
    if (out.coefficients.size() != (ordinal ? 1 : borders))
        lists.refuse("there is one list for every class but the first, of an ordinal model one");
    std::vector<std::string> cuts;
    for (std::size_t k = 0; ordinal && k < borders; ++k)
        cuts.push_back(std::to_string(k) + "|" + std::to_string(k + 1));
    out.cuts = read_coefficients(model["cuts"], cuts);
    for (std::size_t k = 1; k < out.cuts.size(); ++k)
        if (!(out.cuts[k - 1].estimate < out.cuts[k].estimate))
            model["cuts"].refuse("the cuts do not ascend");
    fitted.model = flattened(out, fitted.classes);
}

void read_powers(const JsonMember& model, Fitted& fitted) {
    LinearModel& out = fitted.model;
    if (!model.has("powers")) return;
    out.degree = model["degree"].count();
    out.powered = model["powered"].count();
    const auto numeric = static_cast<std::int64_t>(fitted.numeric);
    if (out.degree != degree_of(fitted.options) || out.degree < 2)
        model["degree"].refuse("the options name another degree");
    if (out.powered != numeric) model["powered"].refuse("every numeric input has powers");
    for (const JsonMember& entry : model["powers"].items()) {
        PowerTerms powers{entry["feature"].count(), entry["plain"].boolean(),
                          entry["centre"].finite(), entry["half"].finite(),
                          entry["terms"].finites()};
        if (powers.feature >= numeric ||
            (!out.powers.empty() && powers.feature <= out.powers.back().feature))
            entry["feature"].refuse("the features are not in ascending order");
        if (!(powers.half > 0)) entry["half"].refuse("half a range is above 0");
        if (static_cast<std::int64_t>(powers.terms.size()) != out.degree)
            entry["terms"].refuse("there is one term a power");
        out.powers.push_back(std::move(powers));
    }
    out.powers_intercept = model["powers_intercept"].finite();
}

void read_model(const JsonMember& model, Fitted& fitted) {
    read_summary(model, fitted.model.summary);
    if (fitted.model.summary.kind != fitted.options.kind)
        model["kind"].refuse("the options name another kind of model");
    if (has_classes(fitted.options.kind)) {
        fitted.model.warnings = model["warnings"].texts();
        return read_classes(model, fitted);
    }
    fitted.model.has_intercept = model["has_intercept"].boolean();
    std::vector<std::string> names = feature_names(fitted.inputs, degree_of(fitted.options));
    if (fitted.model.has_intercept) names.insert(names.begin(), "(intercept)");
    fitted.model.coefficients = read_coefficients(model["coefficients"], names);
    read_powers(model, fitted);
    if (model.has("core")) {
        const std::size_t encoded = feature_names(fitted.inputs).size();
        fitted.model.core = read_core(model["core"], static_cast<std::int64_t>(encoded));
    }
    fitted.model.warnings = model["warnings"].texts();
}

void check_classes(const JsonMember& schema, const Fitted& fitted) {
    constexpr std::size_t most_classes = 1000;
    const std::size_t count = fitted.classes.size();
    if (has_classes(fitted.options.kind) ? count < 2 || count > most_classes : count > 0)
        schema["classes"].refuse("a multinomial or ordinal model has 2 to 1000, others have none");
    const std::unordered_set<std::string> different(fitted.classes.begin(), fitted.classes.end());
    if (different.size() != count) schema["classes"].refuse("a class is there twice");
    if (count > 0 && fitted.target.empty()) schema["target"].refuse("classes are of a target");
}

void read_training(const JsonMember& training, Fitted& fitted) {
    fitted.rows = training["rows"].count();
    for (const JsonMember& entry : training["changes"].items())
        fitted.changes.push_back({.step = entry["step"].text(),
                                  .column = entry["column"].text(),
                                  .rows = entry["rows"].count(),
                                  .cells = entry["cells"].count(),
                                  .reason = entry["reason"].text()});
}

}  // namespace

Fitted read_document(std::string_view text, Budget* budget) {
    const Json document =
        open_document(text, pipeline_format, {.bytes = largest_document_bytes, .budget = budget});
    const JsonMember root(document, pipeline_format.noun);
    Fitted fitted;
    read_schema(root["schema"], fitted);
    read_options(root["options"], fitted.options);
    if (document.find("features"))
        for (const std::string& feature : root["features"].texts())
            fitted.options.features.push_back(Feature::from_json(feature));
    check_classes(root["schema"], fitted);
    read_steps(root["steps"], fitted);
    read_model(root["model"], fitted);
    read_training(root["training"], fitted);
    const bool labelled = !fitted.target.empty() && has_positive_label(fitted.options.kind);
    if (labelled == fitted.positive_label.empty())
        root["schema"]["positive_label"].refuse(
            "a logistic model with a target has one, and only it");
    return fitted;
}

}  // namespace tenon

#include "pipeline/coefficients.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/json_member.hpp"
#include "base/near_names.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
const char* const noun = "coefficients";

ModelKind kind_of(const JsonMember& family) {
    const std::string& word = family.text();
    if (word == "linear" || word == "gaussian") return ModelKind::linear;
    if (word == "logistic" || word == "binomial") return ModelKind::logistic;
    family.refuse("\"" + word +
                  "\" is no family that can be imported; use linear (gaussian) or "
                  "logistic (binomial)");
}

std::vector<double> numbers(const JsonMember& list, std::size_t count) {
    std::vector<double> values = list.finites();
    if (values.size() != count)
        list.refuse(std::to_string(values.size()) + " numbers for " + std::to_string(count) +
                    " names");
    return values;
}

std::vector<FittedScale> scales_of(const JsonMember& scaler,
                                   const std::vector<std::string>& names) {
    const std::vector<double> means = numbers(scaler["means"], names.size());
    const std::vector<double> sds = numbers(scaler["sds"], names.size());
    std::vector<FittedScale> scales;
    for (std::size_t j = 0; j < names.size(); ++j) {
        if (!(sds[j] > 0)) scaler["sds"].refuse("a deviation must be above 0");
        scales.push_back({.column = names[j], .centre = means[j], .scale = sds[j], .cells = 0});
    }
    return scales;
}

FitSummary summary_of_import(ModelKind kind, std::int64_t parameters) {
    FitSummary s;
    s.kind = kind;
    s.parameters = parameters;
    s.effective_parameters = static_cast<double>(s.parameters);
    s.log_likelihood = s.null_log_likelihood = s.aic = s.bic = s.r2 = s.adjusted_r2 = nan;
    s.residual_sd = s.f_statistic = s.f_p_value = s.condition = s.gradient_norm = nan;
    s.converged = false;  // nothing is known of how they came about
    return s;
}

constexpr std::array members = {"names",  "coefficients", "family",        "intercept",
                                "scaler", "target",       "positive_label"};

// A member that nearly has the name of a known one that is not there is taken for it: an intercept
// that its maker spelt otherwise must not be left out in silence.
void refuse_misspelt(const Json& document) {
    const Json::Object* object = document.if_object();
    if (!object) return;
    std::vector<std::string> absent;
    for (const char* const member : members)
        if (!document.find(member)) absent.emplace_back(member);
    for (const Json::Member& member : *object) {
        if (std::find(members.begin(), members.end(), member.name) != members.end()) continue;
        const std::string near = near_names(member.name, absent);
        if (!near.empty())
            throw Error(Status::corrupt,
                        "the coefficients have a member \"" + printable_utf8(member.name) +
                            "\", which is not known; did you mean " + near + "?",
                        {.argument = printable_utf8(member.name)});
    }
}

}  // namespace

Fitted read_coefficients_document(std::string_view json) {
    const Json document = parse_json(json);
    const JsonMember root(document, noun);
    refuse_misspelt(document);
    Fitted fitted;
    const std::vector<std::string> names = root["names"].texts();
    if (names.empty()) root["names"].refuse("there is no name");
    std::unordered_set<std::string> seen;
    for (const std::string& name : names)
        if (name.empty() || !seen.insert(name).second)
            root["names"].refuse(name.empty() ? "a name is empty"
                                              : "\"" + name + "\" is there twice");
    const std::vector<double> slopes = numbers(root["coefficients"], names.size());
    const ModelKind kind = kind_of(root["family"]);
    const auto optional_text = [&](const char* name) {
        return document.find(name) ? root[name].text() : std::string();
    };
    fitted.target = optional_text("target");
    fitted.positive_label = optional_text("positive_label");
    if (kind == ModelKind::linear && !fitted.positive_label.empty())
        root["positive_label"].refuse("a linear model has none");
    if (kind == ModelKind::logistic && !fitted.target.empty() && fitted.positive_label.empty())
        fitted.positive_label = "1";
    if (kind == ModelKind::logistic && fitted.target.empty() && !fitted.positive_label.empty())
        root["positive_label"].refuse("it needs the name of the target beside it");
    if (!fitted.target.empty() && seen.count(fitted.target))
        root["target"].refuse("the target is among the names");

    fitted.model.has_intercept = document.find("intercept") != nullptr;
    const auto add = [&](const std::string& name, double value) {
        fitted.model.coefficients.push_back({name, value, nan, nan, nan, nan, nan, false});
    };
    if (fitted.model.has_intercept) add("(intercept)", root["intercept"].finite());
    for (std::size_t j = 0; j < names.size(); ++j) {
        add(names[j], slopes[j]);
        fitted.inputs.push_back(
            {.name = names[j], .type = Type::float64, .categorical = false, .categories = {}});
    }
    if (document.find("scaler")) {
        fitted.scales = scales_of(root["scaler"], names);
        fitted.options.scale = true;
    }
    fitted.numeric = names.size();
    fitted.options.numeric = names;
    fitted.options.kind = kind;
    fitted.options.target = fitted.target;
    fitted.options.positive_label = fitted.positive_label;
    fitted.options.linear.intercept = fitted.options.logistic.intercept =
        fitted.model.has_intercept;
    fitted.model.summary =
        summary_of_import(kind, static_cast<std::int64_t>(fitted.model.coefficients.size()));
    fitted.model.warnings.push_back(
        "imported coefficients: nothing is known of their errors, nor of the data they come from");
    return fitted;
}

}  // namespace tenon

// Models of several classes as JSON:
//
//     format "tenon.class_model", format_version 1, library_version
//     kind "multinomial" or "ordinal", classes, then the summary by its names
//     coefficients   lists of {name, estimate, ...}; cuts   the same, of an ordinal model
//     warnings, checksum
//
// Numbers are the shortest that read back equal, so probabilities after loading are bit-equal.
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/enum_names.hpp"
#include "base/file.hpp"
#include "base/json_member.hpp"
#include "base/saved_formats.hpp"
#include "models/class_rows.hpp"
#include "tenon/class_model.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

// A thousand classes of a thousand features.
constexpr JsonLimits limits{.bytes = std::int64_t{512} << 20, .values = 10'000'000};

constexpr EnumNames<ModelKind, 2> kind_names{
    {{ModelKind::multinomial, "multinomial"}, {ModelKind::ordinal, "ordinal"}}};

// The numbers of a summary that a model of classes has, in one list for writer and reader.
template <class Summary, class Visit>
void visit_numbers(Summary& s, const Visit& visit) {
    visit("log_likelihood", s.log_likelihood);
    visit("null_log_likelihood", s.null_log_likelihood);
    visit("aic", s.aic);
    visit("bic", s.bic);
    visit("r2", s.r2);
    visit("condition", s.condition);
    visit("gradient_norm", s.gradient_norm);
    visit("confidence", s.confidence);
}

template <class Of, class Visit>
void visit_errors(Of& c, const Visit& visit) {
    visit("standard_error", c.standard_error);
    visit("statistic", c.statistic);
    visit("p_value", c.p_value);
    visit("low", c.low);
    visit("high", c.high);
}

Json list_of(const std::vector<Coefficient>& coefficients) {
    Json list = Json::array();
    for (const Coefficient& c : coefficients) {
        Json entry;
        entry.set("name", c.name);
        entry.set("estimate", json_real(c.estimate));
        visit_errors(c, [&](const char* name, double x) { entry.set(name, json_real(x)); });
        entry.set("dropped", c.dropped);
        list.push(std::move(entry));
    }
    return list;
}

std::vector<Coefficient> read_list(const JsonMember& list) {
    std::vector<Coefficient> coefficients;
    for (const JsonMember& entry : list.items()) {
        Coefficient c;
        c.name = entry["name"].text();
        c.estimate = entry["estimate"].finite();
        visit_errors(c, [&](const char* name, double& x) { x = entry[name].real(); });
        c.dropped = entry["dropped"].boolean();
        coefficients.push_back(std::move(c));
    }
    return coefficients;
}

ErrorKind read_errors(const JsonMember& word) {
    for (const ErrorKind kind : {ErrorKind::hc0, ErrorKind::hc1, ErrorKind::cluster})
        if (word.text() == error_kind_name(kind)) return kind;
    word.refuse("a model of several classes has no errors of this kind");
}

void check_shape(const JsonMember& root, const ClassModel& model) {
    if (model.classes < 2 || model.classes > models::most_classes)
        root["classes"].refuse("a model has 2 to 1000 classes");
    const bool ordinal = model.summary.kind == ModelKind::ordinal;
    const auto borders = static_cast<std::size_t>(model.classes - 1);
    if (model.coefficients.size() != (ordinal ? 1 : borders))
        root["coefficients"].refuse(
            "there is one list for every class but the first, of an ordinal "
            "model one");
    if (model.cuts.size() != (ordinal ? borders : 0))
        root["cuts"].refuse("an ordinal model has a cut less than classes, another none");
    for (std::size_t k = 1; k < model.cuts.size(); ++k)
        if (!(model.cuts[k - 1].estimate < model.cuts[k].estimate))
            root["cuts"].refuse("the cuts do not ascend");
    const auto& first = model.coefficients.front();
    if (!ordinal && (first.empty() || first.front().name != "(intercept)"))
        root["coefficients"].refuse("the intercept comes first");
    for (const auto& list : model.coefficients) {
        if (list.size() != first.size())
            root["coefficients"].refuse("the classes have different features");
        for (std::size_t j = 0; j < list.size(); ++j)
            if (list[j].name != first[j].name)
                root["coefficients"].refuse("the classes have different features");
    }
}

}  // namespace

std::string ClassModel::to_json() const {
    Json document = new_document(class_model_format);
    document.set("kind", name_in(kind_names, summary.kind));
    document.set("classes", classes);
    document.set("rows", summary.rows);
    document.set("parameters", summary.parameters);
    document.set("effective_parameters", json_real(summary.effective_parameters));
    visit_numbers(summary, [&](const char* name, double x) { document.set(name, json_real(x)); });
    if (summary.errors != ErrorKind::classical) {
        document.set("errors", error_kind_name(summary.errors));
        document.set("clusters", summary.clusters);
        document.set("error_degrees", json_real(summary.error_degrees));
    }
    document.set("iterations", summary.iterations);
    document.set("converged", summary.converged);
    document.set("flags", summary.flags);
    Json lists = Json::array();
    for (const auto& list : coefficients) lists.push(list_of(list));
    document.set("coefficients", std::move(lists));
    document.set("cuts", list_of(cuts));
    document.set("warnings", warnings);
    return seal_document(std::move(document));
}

namespace {

ClassModel read_model(std::string_view text, Budget* budget) {
    JsonLimits within = limits;
    within.budget = budget;
    const Json document = open_document(text, class_model_format, within);
    const JsonMember root(document, class_model_format.noun);
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    ClassModel model;
    FitSummary& s = model.summary;
    s.kind = root["kind"].word(kind_names);
    s.link = Link::logit;
    s.adjusted_r2 = s.residual_sd = s.f_statistic = s.f_p_value = nan;
    model.classes = root["classes"].count();
    s.rows = root["rows"].count();
    s.parameters = root["parameters"].count();
    s.effective_parameters = root.has("effective_parameters") ? root["effective_parameters"].real()
                                                              : static_cast<double>(s.parameters);
    visit_numbers(s, [&](const char* name, double& x) { x = root[name].real(); });
    if (root.has("errors")) {
        s.errors = read_errors(root["errors"]);
        s.clusters = root["clusters"].count();
        s.error_degrees = root["error_degrees"].real();
    }
    s.iterations = root["iterations"].count();
    s.converged = root["converged"].boolean();
    const std::int64_t flags = root["flags"].count();
    if (flags > std::numeric_limits<std::uint32_t>::max()) root["flags"].refuse("too large");
    s.flags = static_cast<std::uint32_t>(flags);
    for (const JsonMember& list : root["coefficients"].items())
        model.coefficients.push_back(read_list(list));
    model.cuts = read_list(root["cuts"]);
    model.warnings = root["warnings"].texts();
    if (model.coefficients.empty()) root["coefficients"].refuse("there are none");
    check_shape(root, model);
    return model;
}

}  // namespace

ClassModel ClassModel::from_json(std::string_view text) {
    return read_model(text, nullptr);
}

void ClassModel::save(const std::string& path) const {
    write_file(path, to_json());
}

ClassModel ClassModel::load(const Context& context, const std::string& path) {
    return read_model(read_file(context, path, limits.bytes), context.budget);
}

}  // namespace tenon

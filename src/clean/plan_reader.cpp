#include "clean/plan_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/near_names.hpp"
#include "base/number_text.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

std::optional<double> real_of(const Json& value) {
    if (const double* real = value.if_real()) return *real;
    if (const std::int64_t* integer = value.if_integer()) return static_cast<double>(*integer);
    if (const std::string* said = value.if_text()) {
        if (*said == "nan") return std::numeric_limits<double>::quiet_NaN();
        if (*said == "inf") return std::numeric_limits<double>::infinity();
        if (*said == "-inf") return -std::numeric_limits<double>::infinity();
    }
    return std::nullopt;
}

PlanReader::PlanReader(const Json& object, std::string path)
    : object_(&object), path_(std::move(path)) {
    if (!object.if_object()) refuse("", "an object is expected");
}

void PlanReader::refuse(std::string_view name, const std::string& what) const {
    const std::string place = path_ + (name.empty() ? std::string() : "/" + std::string(name));
    throw Error(Status::argument, "cleaning plan, " + (place.empty() ? "/" : place) + ": " + what,
                {.argument = place});
}

void PlanReader::refuse_word(std::string_view name, const std::string& said,
                             const std::vector<std::string>& known) const {
    std::string list;
    for (const std::string& word : known) list += (list.empty() ? "" : ", ") + word;
    refuse(name, "\"" + said + "\" is not one of " + list);
}

const Json* PlanReader::take(std::string_view name) {
    asked_.emplace_back(name);
    return object_->find(name);
}

const Json* PlanReader::raw(std::string_view name) {
    return take(name);
}

std::string PlanReader::text(std::string_view name, std::string fallback) {
    const Json* value = take(name);
    if (!value) return fallback;
    if (!value->if_text()) refuse(name, "a text is expected");
    return *value->if_text();
}

std::string PlanReader::needed_text(std::string_view name) {
    if (!has(name)) refuse(name, "is needed");
    std::string said = text(name, "");
    if (said.empty()) refuse(name, "must not be empty");
    return said;
}

bool PlanReader::boolean(std::string_view name, bool fallback) {
    const Json* value = take(name);
    if (!value) return fallback;
    if (!value->if_boolean()) refuse(name, "true or false is expected");
    return *value->if_boolean();
}

double PlanReader::number(std::string_view name, double fallback) {
    const Json* value = take(name);
    if (!value) return fallback;
    const auto real = real_of(*value);
    if (!real) refuse(name, "a number is expected");
    return *real;
}

double PlanReader::number_between(std::string_view name, double fallback, double least,
                                  double greatest) {
    const double value = number(name, fallback);
    if (!(value >= least && value <= greatest))
        refuse(name, format_double(value) + " is not between " + format_double(least) + " and " +
                         format_double(greatest));
    return value;
}

std::int64_t PlanReader::whole(std::string_view name, std::int64_t fallback, std::int64_t least,
                               std::int64_t greatest) {
    const Json* value = take(name);
    if (!value) return fallback;
    if (!value->if_integer()) refuse(name, "a whole number is expected");
    const std::int64_t whole = *value->if_integer();
    if (whole < least || whole > greatest)
        refuse(name, std::to_string(whole) + " is not between " + std::to_string(least) + " and " +
                         std::to_string(greatest));
    return whole;
}

std::vector<std::string> PlanReader::texts(std::string_view name) {
    const Json* value = take(name);
    std::vector<std::string> out;
    if (!value) return out;
    if (!value->if_array()) refuse(name, "a list of texts is expected");
    for (const Json& item : *value->if_array()) {
        if (!item.if_text()) refuse(name, "a list of texts is expected");
        if (std::find(out.begin(), out.end(), *item.if_text()) != out.end())
            refuse(name, "\"" + *item.if_text() + "\" is there twice");
        out.push_back(*item.if_text());
    }
    return out;
}

std::vector<double> PlanReader::numbers(std::string_view name) {
    const Json* value = take(name);
    std::vector<double> out;
    if (!value) return out;
    if (!value->if_array()) refuse(name, "a list of numbers is expected");
    for (const Json& item : *value->if_array()) {
        const auto real = real_of(item);
        if (!real) refuse(name, "a list of numbers is expected");
        out.push_back(*real);
    }
    return out;
}

std::vector<std::int64_t> PlanReader::wholes(std::string_view name) {
    const Json* value = take(name);
    std::vector<std::int64_t> out;
    if (!value) return out;
    if (!value->if_array()) refuse(name, "a list of whole numbers is expected");
    for (const Json& item : *value->if_array()) {
        if (!item.if_integer()) refuse(name, "a list of whole numbers is expected");
        out.push_back(*item.if_integer());
    }
    return out;
}

std::vector<PlanReader> PlanReader::objects(std::string_view name) {
    const Json* value = take(name);
    std::vector<PlanReader> out;
    if (!value) return out;
    if (!value->if_array()) refuse(name, "a list of objects is expected");
    const std::string place = path_ + "/" + std::string(name) + "/";
    for (const Json& item : *value->if_array())
        out.emplace_back(item, place + std::to_string(out.size()));
    return out;
}

void PlanReader::finish() const {
    for (const Json::Member& member : *object_->if_object()) {
        if (std::find(asked_.begin(), asked_.end(), member.name) != asked_.end()) continue;
        const std::string near = near_names(member.name, asked_);
        refuse(member.name, "is not known here" + (near.empty() ? "" : "; did you mean " + near));
    }
}

Json json_of(double value) {
    if (std::isfinite(value)) return Json(value);
    return Json(std::isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
}

Json json_of(std::span<const double> values) {
    Json out = Json::array();
    for (const double value : values) out.push(json_of(value));
    return out;
}

Json json_of(std::span<const std::int64_t> values) {
    Json out = Json::array();
    for (const std::int64_t value : values) out.push(Json(value));
    return out;
}

}  // namespace tenon::clean

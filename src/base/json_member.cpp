#include "base/json_member.hpp"

#include <cmath>
#include <limits>

#include "tenon/error.hpp"

namespace tenon {

void JsonMember::refuse(const std::string& what) const {
    throw Error(Status::corrupt,
                std::string("the ") + noun_ + " document contradicts its format at " +
                    (path_.empty() ? "/" : path_) + ": " + what,
                {.argument = path_});
}

JsonMember JsonMember::operator[](const char* name) const {
    if (!value_->if_object()) refuse("an object is expected");
    const Json* member = value_->find(name);
    if (!member) refuse("the member \"" + std::string(name) + "\" is not there");
    return JsonMember(*member, noun_, path_ + "/" + name);
}

bool JsonMember::has(const char* name) const noexcept {
    return value_->if_object() && value_->find(name);
}

std::vector<JsonMember> JsonMember::items() const {
    const Json::Array* items = value_->if_array();
    if (!items) refuse("an array is expected");
    std::vector<JsonMember> out;
    out.reserve(items->size());
    for (const Json& item : *items)
        out.emplace_back(item, noun_, path_ + "/" + std::to_string(out.size()));
    return out;
}

const std::string& JsonMember::text() const {
    const std::string* text = value_->if_text();
    if (!text) refuse("a text is expected");
    return *text;
}

bool JsonMember::boolean() const {
    const bool* boolean = value_->if_boolean();
    if (!boolean) refuse("true or false is expected");
    return *boolean;
}

double JsonMember::real() const {
    if (const double* real = value_->if_real()) return *real;
    if (const std::int64_t* integer = value_->if_integer()) return static_cast<double>(*integer);
    if (const std::string* said = value_->if_text()) {
        if (*said == "nan") return std::numeric_limits<double>::quiet_NaN();
        if (*said == "inf") return std::numeric_limits<double>::infinity();
        if (*said == "-inf") return -std::numeric_limits<double>::infinity();
    }
    refuse("a number is expected");
}

double JsonMember::finite() const {
    const double value = real();
    if (!std::isfinite(value)) refuse("a finite number is expected");
    return value;
}

std::int64_t JsonMember::count() const {
    const std::int64_t* count = value_->if_integer();
    if (!count || *count < 0) refuse("a count is expected");
    return *count;
}

std::vector<double> JsonMember::finites() const {
    std::vector<double> out;
    for (const JsonMember& item : items()) out.push_back(item.finite());
    return out;
}

std::vector<std::string> JsonMember::texts() const {
    std::vector<std::string> out;
    for (const JsonMember& item : items()) out.push_back(item.text());
    return out;
}

}  // namespace tenon

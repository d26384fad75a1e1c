#include "base/json.hpp"

#include <algorithm>
#include <cmath>

#include "base/number_text.hpp"

namespace tenon {

Json::Json() noexcept = default;
Json::Json(bool value) : value_(value) {}
Json::Json(double value) : value_(value) {}
Json::Json(std::int64_t value, int) noexcept : value_(value) {}
Json::Json(std::string value) : value_(std::move(value)) {}
Json::Json(std::string_view value) : value_(std::string(value)) {}
Json::Json(const char* value) : value_(std::string(value)) {}

Json::Json(const std::vector<std::string>& texts) {
    Array items;
    items.reserve(texts.size());
    for (const std::string& text : texts) items.emplace_back(text);
    value_ = std::move(items);
}

Json Json::array() {
    Json out;
    out.value_ = Array();
    return out;
}

Json Json::object() {
    Json out;
    out.value_ = Object();
    return out;
}

// By assignment, which leaves a value whole where memory runs out. The copy constructor of a
// variant of texts and vectors does not in libstdc++ 12: it takes one that was never made apart.
Json::Json(const Json& other) : Json() {
    value_ = other.value_;
}
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(const Json&) = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;

const Json* Json::find(std::string_view name) const noexcept {
    const Object* members = if_object();
    if (!members) return nullptr;
    for (const Member& member : *members)
        if (member.name == name) return &member.value;
    return nullptr;
}

Json* Json::find(std::string_view name) noexcept {
    return const_cast<Json*>(std::as_const(*this).find(name));
}

Json& Json::set(std::string_view name, Json value) {
    if (Json* old = find(name)) return *old = std::move(value);
    if (!if_object()) value_ = Object();
    Object& members = std::get<Object>(value_);
    members.push_back({std::string(name), std::move(value)});
    return members.back().value;
}

Json& Json::push(Json value) {
    if (!if_array()) value_ = Array();
    Array& items = std::get<Array>(value_);
    items.push_back(std::move(value));
    return items.back();
}

void Json::remove(std::string_view name) noexcept {
    if (Object* members = std::get_if<Object>(&value_))
        std::erase_if(*members, [&](const Member& member) { return member.name == name; });
}

Json json_real(double value) {
    return std::isfinite(value) ? Json(value) : Json(format_double(value));
}

}  // namespace tenon

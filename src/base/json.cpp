#include "base/json.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "base/number_text.hpp"

namespace tenon {

Json::Json() noexcept = default;
Json::Json(bool value) : value_(value) {}
Json::Json(double value) : value_(value) {}
Json::Json(std::int64_t value, int) noexcept : value_(value) {}
Json::Json(std::string value) : value_(std::make_unique<std::string>(std::move(value))) {}
Json::Json(std::string_view value) : Json(std::string(value)) {}
Json::Json(const char* value) : Json(std::string(value)) {}

Json::Json(const std::vector<std::string>& texts) : Json(array()) {
    Array& items = *if_array();
    items.reserve(texts.size());
    for (const std::string& text : texts) items.emplace_back(text);
}

Json::Json(JsonScalar value) {
    if (auto* text = std::get_if<std::string>(&value.value_))
        value_ = std::make_unique<std::string>(std::move(*text));
    else if (const bool* truth = value.if_boolean())
        value_ = *truth;
    else if (const std::int64_t* integer = value.if_integer())
        value_ = *integer;
    else if (const double* real = value.if_real())
        value_ = *real;
}

Json Json::array() {
    Json out;
    out.value_ = std::make_unique<Array>();
    return out;
}

Json Json::object() {
    Json out;
    out.value_ = std::make_unique<Object>();
    return out;
}

Json::Json(const Json& other) {
    std::visit(
        [this](const auto& held) {
            if constexpr (requires { held.get(); }) {
                using Held = typename std::remove_cvref_t<decltype(held)>::element_type;
                if (held) value_ = std::make_unique<Held>(*held);
            } else {
                value_ = held;
            }
        },
        other.value_);
}
Json& Json::operator=(const Json& other) {
    return *this = Json(other);
}
Json::Json(Json&&) noexcept = default;
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
    if (!if_object()) *this = object();
    Object& members = *own_object();
    members.push_back({std::string(name), std::move(value)});
    return members.back().value;
}

Json& Json::push(Json value) {
    if (!if_array()) *this = array();
    Array& items = *if_array();
    items.push_back(std::move(value));
    return items.back();
}

void Json::remove(std::string_view name) noexcept {
    if (Object* members = own_object())
        std::erase_if(*members, [&](const Member& member) { return member.name == name; });
}

Json json_real(double value) {
    return std::isfinite(value) ? Json(value) : Json(format_double(value));
}

}  // namespace tenon

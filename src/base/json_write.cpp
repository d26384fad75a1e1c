#include <algorithm>

#include "base/json.hpp"
#include "base/number_text.hpp"
#include "base/utf8.hpp"
#include "tenon/error.hpp"

namespace tenon {

void append_json_text(std::string& out, std::string_view text) {
    if (invalid_utf8_at(text) != std::string_view::npos)
        throw Error(Status::data,
                    "the text \"" + excerpt(text) +
                        "\" is not UTF-8, so it cannot be written as JSON; rename it");
    constexpr char digits[] = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (code < 0x20) {
            out += "\\u00";
            out.push_back(digits[code >> 4]);
            out.push_back(digits[code & 15]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

namespace {

void new_line(std::string& out, std::size_t depth) {
    out.push_back('\n');
    out.append(depth, ' ');
}

void write(std::string& out, const Json& value, std::size_t depth);

// Scalars share a line, so that a dictionary of categories is read at a glance.
void write_array(std::string& out, const Json::Array& items, std::size_t depth) {
    const bool flat = std::none_of(items.begin(), items.end(), [](const Json& item) {
        return item.if_array() || item.if_object();
    });
    out.push_back('[');
    for (const Json& item : items) {
        if (&item != items.data()) out += flat ? ", " : ",";
        if (!flat) new_line(out, depth + 1);
        write(out, item, depth + 1);
    }
    if (!flat) new_line(out, depth);
    out.push_back(']');
}

void write_object(std::string& out, const Json::Object& members, std::size_t depth) {
    out.push_back('{');
    for (const Json::Member& member : members) {
        if (&member != members.data()) out.push_back(',');
        new_line(out, depth + 1);
        append_json_text(out, member.name);
        out += ": ";
        write(out, member.value, depth + 1);
    }
    if (!members.empty()) new_line(out, depth);
    out.push_back('}');
}

void write(std::string& out, const Json& value, std::size_t depth) {
    if (const auto* members = value.if_object())
        write_object(out, *members, depth);
    else if (const auto* items = value.if_array())
        write_array(out, *items, depth);
    else if (const auto* text = value.if_text())
        append_json_text(out, *text);
    else if (const auto* real = value.if_real())
        append_double(out, *real);
    else if (const auto* integer = value.if_integer())
        append_int64(out, *integer);
    else if (const auto* boolean = value.if_boolean())
        out += *boolean ? "true" : "false";
    else
        out += "null";
}

}  // namespace

std::string json_text(const Json& value) {
    std::string out;
    write(out, value, 0);
    out.push_back('\n');
    return out;
}

}  // namespace tenon

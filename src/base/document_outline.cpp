#include "base/document_outline.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "base/utf8.hpp"

namespace tenon {

namespace {

constexpr std::size_t widest = 100;  // bytes of a line that holds several values

class Outline {
  public:
    Outline(std::int64_t entries, std::string& out) : entries_(entries), out_(out) {}

    void members(const Json::Object& object, std::size_t depth) {
        for (const Json::Member& member : object) {
            out_.append(2 * depth, ' ');
            append_seen(member.name, out_);
            out_ += ':';
            value(member.value, depth);
        }
    }

  private:
    // Behind "name:" or "-", to the end of the line, and deeper lines where one does not do.
    void value(const Json& json, std::size_t depth) {
        std::string line;
        if (in_line(json, widest, line)) {
            out_ += line.empty() ? "" : ' ' + line;
            out_ += '\n';
            return;
        }
        out_ += '\n';
        if (const auto* object = json.if_object()) {
            members(*object, depth + 1);
        } else if (const auto* array = json.if_array()) {
            const auto count = static_cast<std::int64_t>(array->size());
            for (std::int64_t i = 0; i < std::min(count, entries_); ++i) {
                out_.append(2 * depth + 2, ' ');
                out_ += '-';
                value((*array)[static_cast<std::size_t>(i)], depth + 1);
            }
            if (count > entries_) {
                out_.append(2 * depth + 2, ' ');
                out_ += "... and " + std::to_string(count - entries_) + " more\n";
            }
        }
    }

    // False where more than `room` bytes, or more than the entries asked for, would be needed. A
    // value alone is never too wide.
    bool in_line(const Json& json, std::size_t room, std::string& line) const {
        if (const auto* object = json.if_object()) {
            for (const Json::Member& member : *object) {
                if (!line.empty()) line += ", ";
                append_seen(member.name, line);
                line += ": ";
                if (!nested_in_line(member.value, room, line)) return false;
            }
        } else if (const auto* array = json.if_array()) {
            if (static_cast<std::int64_t>(array->size()) > entries_) return false;
            for (const Json& item : *array) {
                if (!line.empty()) line += ", ";
                if (!nested_in_line(item, room, line)) return false;
            }
        } else {
            scalar(json, line);
        }
        return true;
    }

    bool nested_in_line(const Json& json, std::size_t room, std::string& line) const {
        if (json.if_object() || json.if_array()) {
            std::string inner;
            if (line.size() > room || !in_line(json, room - line.size(), inner)) return false;
            line += (json.if_object() ? '{' : '[') + inner + (json.if_object() ? '}' : ']');
        } else {
            scalar(json, line);
        }
        return line.size() <= room;
    }

    static void scalar(const Json& json, std::string& line) {
        if (const auto* text = json.if_text()) {
            if (text->empty())
                line += "\"\"";
            else
                append_seen(*text, line);
        } else if (const auto* real = json.if_real()) {
            append_double(line, *real);
        } else if (const auto* integer = json.if_integer()) {
            append_int64(line, *integer);
        } else if (const auto* truth = json.if_boolean()) {
            line += *truth ? "true" : "false";
        } else {
            line += "null";
        }
    }

    std::int64_t entries_;
    std::string& out_;
};

}  // namespace

void append_seen(std::string_view text, std::string& out) {
    constexpr char digits[] = "0123456789abcdef";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t unseen = unseen_at_front(text.substr(at));
        if (unseen == 0) {
            out += text[at++];
            continue;
        }
        const char32_t code = code_points(text.substr(at, unseen))[0];
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += digits[(code >> shift) & 15];
        at += unseen;
    }
}

void append_outline(const Json& object, std::int64_t entries, std::string& out) {
    if (const auto* members = object.if_object()) Outline(entries, out).members(*members, 0);
}

}  // namespace tenon

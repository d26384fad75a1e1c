// The lines that gateways mostly send, read at once: one object whose members are numbers, truth
// values, nulls and texts without escapes. A line of any other form, faults included, is not read
// here at all but by the parser of base/json.hpp, whose word counts.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace tenon {

struct PlainMember {
    enum class Kind : std::uint8_t { null, truth, integer, real, text };

    std::string_view name;
    std::string_view text;  // of a text, or a number as it is written
    Kind kind = Kind::null;
    bool truth = false;
    std::int64_t integer = 0;
    double real = 0;
};

// False where the line has another form. `expected(k)` is the likely name of member k, "" where
// none is known. Views are into the line.
template <class Expected>
bool read_plain(std::string_view line, std::vector<PlainMember>& members, Expected expected);

namespace plain {

inline bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

inline const char* skip_blanks(const char* at, const char* end) noexcept {
    while (at < end && is_blank(*at)) ++at;
    return at;
}

// From behind the opening quote to the closing one, or null: no escapes, no control characters.
const char* end_of_text(const char* at, const char* end) noexcept;
// A number of RFC 8259 of at most 18 digits, or a real; where it ends, or null.
const char* read_number(const char* at, const char* end, PlainMember& member) noexcept;
const char* read_value(const char* at, const char* end, PlainMember& member) noexcept;

}  // namespace plain

template <class Expected>
bool read_plain(std::string_view line, std::vector<PlainMember>& members, Expected expected) {
    using namespace plain;
    members.clear();
    const char* at = line.data();
    const char* const end = at + line.size();
    at = skip_blanks(at, end);
    if (at == end || *at != '{') return false;
    at = skip_blanks(at + 1, end);
    if (at < end && *at == '}') return skip_blanks(at + 1, end) == end;
    for (;;) {
        if (at == end || *at++ != '"') return false;
        PlainMember& member = members.emplace_back();
        const std::string_view likely = expected(members.size() - 1);
        const auto left = static_cast<std::size_t>(end - at);
        const char* close = at + likely.size();
        // The likely name has neither quotes nor escapes, or it would not be found so.
        if (likely.empty() || left <= likely.size() || *close != '"' ||
            std::string_view(at, likely.size()) != likely)
            close = end_of_text(at, end);
        if (!close) return false;
        member.name = {at, static_cast<std::size_t>(close - at)};
        at = skip_blanks(close + 1, end);
        if (at == end || *at++ != ':') return false;
        at = read_value(skip_blanks(at, end), end, member);
        if (!at) return false;
        at = skip_blanks(at, end);
        if (at == end) return false;
        if (*at == '}') return skip_blanks(at + 1, end) == end;
        if (*at++ != ',') return false;
        at = skip_blanks(at, end);
    }
}

}  // namespace tenon

// Numbers to text and back, the same in every locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tenon {

// The whole text as a number; blanks around it are not allowed. Accepts a leading '+', "inf",
// "infinity" and "nan" in any case. Overflow gives infinity, underflow zero.
std::optional<double> parse_double(std::string_view text) noexcept;
std::optional<std::int64_t> parse_int64(std::string_view text) noexcept;  // nullopt on overflow

// Shortest text that reads back equal: "0.1", "1e+300", "nan", "inf", "-inf".
std::string format_double(double value);
void append_double(std::string& out, double value);
void append_int64(std::string& out, std::int64_t value);

// Microseconds since 1970 as "2024-02-29 23:59:59", with ".ffffff" where not zero.
std::string format_timestamp(std::int64_t micros);
// ISO 8601, extended or basic with a time: date, or date and time ('T' or blank between; 24:00 too;
// optional fraction; "Z" or offset, which is applied). A second 60 is that behind 23:59:59 in UTC
// (where no zone is named, as written): the first of the next day. nullopt if it is none or no such
// date exists.
std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept;

}  // namespace tenon

// Whether a whole number is a double, or would lose digits as one.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <system_error>

namespace tenon {

// All whole numbers up to 2^53 are doubles.
inline constexpr std::int64_t most_exact_whole = std::int64_t{1} << 53;

inline bool is_double(std::int64_t value) noexcept {
    if (value >= -most_exact_whole && value <= most_exact_whole) return true;
    constexpr double end = 9223372036854775808.0;  // 2^63
    const auto nearest = static_cast<double>(value);
    return nearest < end && static_cast<std::int64_t>(nearest) == value;
}

inline bool is_double(std::uint64_t value) noexcept {
    constexpr double end = 18446744073709551616.0;  // 2^64
    const auto nearest = static_cast<double>(value);
    return nearest < end && static_cast<std::uint64_t>(nearest) == value;
}

// Of digits, perhaps with a sign and marks between groups, whose nearest double is `nearest`.
// Infinity is no loss of digits: that is told otherwise.
inline bool is_double(std::string_view digits, double nearest) noexcept {
    constexpr std::size_t most_digits = 310;  // of the largest double
    if (!std::isfinite(nearest)) return true;
    char written[most_digits + 1];
    const auto end = std::to_chars(written, written + sizeof written, std::fabs(nearest),
                                   std::chars_format::fixed, 0);
    if (end.ec != std::errc()) return false;
    const std::size_t first = digits.find_first_of("123456789");
    if (first == std::string_view::npos) return true;
    const char* to = written;
    for (const char c : digits.substr(first)) {
        if (c < '0' || c > '9') continue;  // a blank, or a mark between groups
        if (to == end.ptr || *to++ != c) return false;
    }
    return to == end.ptr;
}

}  // namespace tenon

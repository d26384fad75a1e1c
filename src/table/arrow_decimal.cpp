// An integer below 2^53 over a power of ten up to 10^22 is one correctly rounded division of two
// exact doubles (W. D. Clinger: How to Read Floating Point Numbers Accurately, 1990). The rest is
// written out in digits and read by the reader of numbers, which rounds correctly.
#include "table/arrow_decimal.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

#include "base/number_text.hpp"

namespace tenon {

namespace {

constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                             1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
constexpr std::uint64_t exact_integers = std::uint64_t{1} << 53;

// Digits of high * 2^64 + low, by long division in base 2^32.
std::string digits_of(std::uint64_t low, std::uint64_t high) {
    std::uint32_t words[4] = {
        static_cast<std::uint32_t>(high >> 32), static_cast<std::uint32_t>(high),
        static_cast<std::uint32_t>(low >> 32), static_cast<std::uint32_t>(low)};
    std::string digits;
    while (std::any_of(words, words + 4, [](std::uint32_t word) { return word != 0; })) {
        std::uint64_t rest = 0;
        for (std::uint32_t& word : words) {
            const std::uint64_t part = rest << 32 | word;
            word = static_cast<std::uint32_t>(part / 10);
            rest = part % 10;
        }
        digits.push_back(static_cast<char>('0' + rest));
    }
    std::reverse(digits.begin(), digits.end());
    return digits.empty() ? "0" : digits;
}

// The magnitude in place; whether it was negative.
bool take_sign(std::uint64_t& low, std::uint64_t& high) noexcept {
    const bool negative = high >> 63 != 0;
    if (negative) {
        low = ~low + 1;
        high = ~high + (low == 0);
    }
    return negative;
}

}  // namespace

std::string decimal_text(std::uint64_t low, std::uint64_t high, std::int32_t scale) {
    const bool negative = take_sign(low, high);
    std::string digits = digits_of(low, high);
    if (scale < 0 && digits != "0") digits.append(static_cast<std::size_t>(-scale), '0');
    if (scale > 0) {
        const auto behind = static_cast<std::size_t>(scale);
        if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
        digits.insert(digits.size() - behind, 1, '.');
    }
    return negative ? '-' + digits : digits;
}

bool decimal_is_kept(std::uint64_t low, std::uint64_t high, std::int32_t scale, double value) {
    // Below, half the distance of two doubles is less than half of the last digit.
    constexpr std::uint64_t always_kept = std::uint64_t{1} << 52;
    std::uint64_t small = low, large = high;
    take_sign(small, large);
    if (large == 0 && small < always_kept) return true;
    constexpr std::size_t most_bytes = 400;  // of a double below 1e77 with 76 digits behind
    char written[most_bytes];
    const auto end = std::to_chars(written, written + sizeof written, value,
                                   std::chars_format::fixed, std::max(scale, 0));
    return end.ec == std::errc() &&
           decimal_text(low, high, scale) ==
               std::string_view(written, static_cast<std::size_t>(end.ptr - written));
}

double decimal_value(std::uint64_t low, std::uint64_t high, std::int32_t scale) {
    const bool negative = take_sign(low, high);
    double value;
    if (high == 0 && low < exact_integers && scale >= 0 && scale <= 22)
        value = static_cast<double>(low) / powers[scale];
    else
        value = parse_double(digits_of(low, high) + 'e' + std::to_string(-scale)).value_or(0);
    return negative ? -value : value;
}

}  // namespace tenon

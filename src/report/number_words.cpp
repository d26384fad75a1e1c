#include "report/number_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace tenon::report {

namespace {

constexpr const char* minus = "−";
constexpr const char* unknown = "–";
constexpr double largest_plain = 1e9;    // longer numbers than 999,999,999 are read as powers
constexpr double smallest_plain = 1e-4;  // more than three leading zeros are miscounted

std::string plain(double value, int decimals) {
    char buffer[400];
    const auto end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
    return end.ec == std::errc() ? std::string(buffer, end.ptr) : std::string(unknown);
}

std::string with_groups(const std::string& digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i < point && (point - i) % 3 == 0) out.push_back(',');
        out.push_back(digits[i]);
    }
    return out;
}

bool all_zero(const std::string& digits) {
    return digits.find_first_not_of("0.") == std::string::npos;
}

void strip_zeros(std::string& digits) {
    if (digits.find('.') == std::string::npos) return;
    while (digits.back() == '0') digits.pop_back();
    if (digits.back() == '.') digits.pop_back();
}

std::string with_sign(bool negative, const std::string& digits) {
    return negative && !all_zero(digits) ? minus + digits : digits;
}

std::string superscript(int value) {
    static constexpr const char* raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string out = value < 0 ? "⁻" : "";
    for (const char digit : std::to_string(std::abs(value))) out += raised[digit - '0'];
    return out;
}

// The decimal exponent of value > 0 once it is rounded to `digits` digits.
int exponent_of(double value, int digits, std::string& mantissa) {
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value,
                                   std::chars_format::scientific, digits - 1);
    const std::string text(buffer, end.ptr);
    const std::size_t e = text.find('e');
    mantissa = text.substr(0, e);
    int exponent = 0;
    const char* first = text.data() + e + (text[e + 1] == '+' ? 2 : 1);
    std::from_chars(first, text.data() + text.size(), exponent);
    return exponent;
}

}  // namespace

std::string count_text(std::int64_t value) {
    const std::string digits = std::to_string(value);
    return value < 0 ? minus + with_groups(digits.substr(1)) : with_groups(digits);
}

std::string fixed_text(double value, int decimals) {
    if (std::isnan(value)) return unknown;
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    return with_sign(value < 0, with_groups(plain(std::fabs(value), decimals)));
}

std::string number_text(double value, int digits) {
    if (!std::isfinite(value)) return fixed_text(value, 0);
    const double size = std::fabs(value);
    if (size == 0) return "0";
    std::string mantissa;
    const int exponent = exponent_of(size, digits, mantissa);
    if (size >= largest_plain || size < smallest_plain) {
        strip_zeros(mantissa);
        return with_sign(value < 0, mantissa + " × 10" + superscript(exponent));
    }
    std::string text = plain(size, std::max(0, digits - 1 - exponent));
    strip_zeros(text);
    return with_sign(value < 0, with_groups(text));
}

std::string signed_text(double value, int digits) {
    const std::string text = number_text(value, digits);
    return value > 0 ? "+" + text : text;
}

std::string share_text(double share) {
    if (!std::isfinite(share)) return unknown;
    const double percent = 100 * share;
    if (percent <= 0 || percent == 100) return fixed_text(percent, 0) + "%";
    if (percent < 0.01) return "< 0.01%";
    if (percent < 1) return fixed_text(percent, 2) + "%";
    if (percent > 99.9 && percent < 100) return "> 99.9%";
    return fixed_text(percent, 1) + "%";
}

std::string p_value_text(double p) {
    if (!(p >= 0)) return unknown;
    return p < 0.001 ? "< 0.001" : fixed_text(p, 3);
}

}  // namespace tenon::report

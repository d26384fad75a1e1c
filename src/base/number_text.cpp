#include "base/number_text.hpp"

#include <algorithm>
#include <array>
#include <cfloat>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/date.hpp"
#include "base/number_digits.hpp"

namespace tenon {

namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;

int days_in_month(std::int64_t year, int month) noexcept {
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// Reads exactly `count` digits at the front of text.
bool take_digits(std::string_view& text, int count, int& out) noexcept {
    if (static_cast<int>(text.size()) < count) return false;
    int value = 0;
    for (int i = 0; i < count; ++i) {
        if (!is_digit(text[static_cast<std::size_t>(i)])) return false;
        value = value * 10 + (text[static_cast<std::size_t>(i)] - '0');
    }
    text.remove_prefix(static_cast<std::size_t>(count));
    out = value;
    return true;
}

bool take(std::string_view& text, char c) noexcept {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

// "Z", "+hh", "+hh:mm" or "+hhmm" at the end; the offset in seconds east of Greenwich.
bool take_zone(std::string_view& text, int& offset) noexcept {
    offset = 0;
    if (text.empty() || take(text, 'Z') || take(text, 'z')) return true;
    const int sign = take(text, '+') ? 1 : take(text, '-') ? -1 : 0;
    int hours = 0, minutes = 0;
    if (sign == 0 || !take_digits(text, 2, hours)) return false;
    if (!text.empty()) {
        take(text, ':');
        if (!take_digits(text, 2, minutes)) return false;
    }
    if (hours > 18 || minutes > 59) return false;
    offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

// The power of ten of the first digit that is not zero, in a well-formed number.
std::int64_t first_digit_power(std::string_view text) noexcept {
    constexpr std::int64_t bound = 1'000'000'000;  // far past any double, and no overflow
    const auto e = text.find_first_of("eE");
    const std::string_view digits = text.substr(0, e);
    const auto point = std::min(digits.find('.'), digits.size());
    const auto first = digits.find_first_of("123456789");
    if (first == std::string_view::npos) return -bound;
    std::int64_t power = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    if (first < point) --power;
    if (e == std::string_view::npos) return power;
    std::int64_t written = 0;
    const bool small = text[e + 1] == '-';
    for (std::size_t i = e + 1; i < text.size(); ++i)
        if (is_digit(text[i]) && written < bound) written = written * 10 + (text[i] - '0');
    return power + (small ? -written : written);
}

// Digits with at most one point and an exponent, where digits and power of ten are both exact
// doubles, so that one rounding gives the nearest (W. D. Clinger, How to Read Floating Point
// Numbers Accurately, 1990). False for everything else, sound or not.
bool parse_short_decimal(std::string_view text, double& value) noexcept {
    constexpr std::array<double, 23> power_of_ten{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    constexpr std::ptrdiff_t most_digits = 15;  // below 2^53
    constexpr bool rounds_once = FLT_EVAL_METHOD == 0;
    if (!rounds_once) return false;
    const char* p = text.data();
    const char* const end = p + text.size();
    const bool negative = p != end && *p == '-';
    p += negative;
    std::uint64_t digits = 0;
    const auto take = [&] {
        const char* const first = p;
        for (; p != end && is_digit(*p); ++p)
            digits = 10 * digits + static_cast<std::uint64_t>(*p - '0');
        return p - first;
    };
    std::ptrdiff_t count = take(), power = 0;
    if (p != end && *p == '.') {
        ++p;
        power = -take();
        count -= power;
    }
    if (count == 0 || count > most_digits) return false;
    if (p != end && (*p == 'e' || *p == 'E')) {
        ++p;
        const bool down = p != end && *p == '-';
        if (p != end && (*p == '-' || *p == '+')) ++p;
        int written = 0;
        if (end - p < 1 || end - p > 2) return false;
        for (; p != end && is_digit(*p); ++p) written = 10 * written + (*p - '0');
        power += down ? -written : written;
    }
    constexpr auto most_power = static_cast<std::ptrdiff_t>(power_of_ten.size()) - 1;
    if (p != end || power > most_power || power < -most_power) return false;
    const auto whole = static_cast<double>(digits);
    value = power < 0 ? whole / power_of_ten[static_cast<std::size_t>(-power)]
                      : whole * power_of_ten[static_cast<std::size_t>(power)];
    if (negative) value = -value;
    return true;
}

}  // namespace

std::optional<double> parse_double(std::string_view text) noexcept {
    if (double value = 0; parse_short_decimal(text, value)) return value;
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) return std::nullopt;
    }
    double value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    if (stop != end || text.empty()) return std::nullopt;
    if (code == std::errc::result_out_of_range) {
        // from_chars leaves the value alone: decide between overflow and underflow.
        const bool negative = text.front() == '-';
        const bool tiny = first_digit_power(text) < 0;
        const double magnitude = tiny ? 0.0 : std::numeric_limits<double>::infinity();
        return negative ? -magnitude : magnitude;
    }
    if (code != std::errc()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> parse_int64(std::string_view text) noexcept {
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
        if (!text.empty() && text.front() == '-') return std::nullopt;
    }
    std::int64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, code] = std::from_chars(text.data(), end, value);
    if (text.empty() || stop != end || code != std::errc()) return std::nullopt;
    return value;
}

void append_double(std::string& out, double value) {
    char digits[number_room];
    out.append(digits, put_double(digits, value));
}

std::string format_double(double value) {
    std::string out;
    append_double(out, value);
    return out;
}

void append_int64(std::string& out, std::int64_t value) {
    char digits[number_room];
    out.append(digits, put_int64(digits, value));
}

std::string format_timestamp(std::int64_t micros) {
    char text[number_room];
    return {text, TimestampDigits().put(text, micros)};
}

std::optional<std::int64_t> parse_timestamp(std::string_view text) noexcept {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offset = 0;
    if (!take_digits(text, 4, year)) return std::nullopt;
    const bool basic = !take(text, '-');  // 20240314T070500, of which a time is a part
    if (!take_digits(text, 2, month) || (!basic && !take(text, '-')) ||
        !take_digits(text, 2, day) || (basic && (text.empty() || text.front() == ' ')))
        return std::nullopt;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
    std::int64_t fraction = 0;
    if (!text.empty()) {
        if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
        const auto parts_follow = [&] {
            return basic ? !text.empty() && is_digit(text.front()) : take(text, ':');
        };
        if (!take_digits(text, 2, hour) || !parts_follow() || !take_digits(text, 2, minute))
            return std::nullopt;
        if (parts_follow()) {
            if (!take_digits(text, 2, second)) return std::nullopt;
            if (take(text, '.') || take(text, ',')) {
                if (text.empty() || !is_digit(text.front())) return std::nullopt;
                std::int64_t unit = micros_per_second / 10;
                while (!text.empty() && is_digit(text.front())) {
                    fraction += unit * (text.front() - '0');  // digits past the sixth are dropped
                    unit /= 10;
                    text.remove_prefix(1);
                }
            }
        }
        const bool midnight = hour == 24 && minute == 0 && second == 0 && fraction == 0;
        if ((hour > 23 && !midnight) || minute > 59 || second > 60 || !take_zone(text, offset) ||
            !text.empty())
            return std::nullopt;
    }
    const std::int64_t seconds =
        days_of(year, month, day) * seconds_per_day + hour * 3600 + minute * 60 + second - offset;
    // A leap second is the last of a day in UTC, and taken as the first of the next day.
    if (second == 60 && seconds % seconds_per_day != 0) return std::nullopt;
    return seconds * micros_per_second + fraction;
}

}  // namespace tenon

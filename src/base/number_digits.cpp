#include "base/number_digits.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/date.hpp"
#include "base/shortest_decimal.hpp"

namespace tenon {

namespace {

constexpr std::int64_t micros_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr std::int64_t micros_per_day = micros_per_second * seconds_per_day;

constexpr auto pairs = [] {
    std::array<char, 200> out{};
    for (std::size_t i = 0; i < 100; ++i) {
        out[2 * i] = static_cast<char>('0' + i / 10);
        out[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return out;
}();

void put_pair(char* out, std::uint32_t n) noexcept {
    std::memcpy(out, &pairs[2 * n], 2);
}

// Whole numbers and fractions of four decimals up to 15 digits; nullptr for any other.
char* put_long_decimal(char* out, double value) noexcept {
    constexpr double most_whole = 1e15, most = 1e11;
    constexpr std::uint64_t unit = 10'000, round_whole = 100'000;
    const double x = std::fabs(value);
    if (!(x < most_whole)) return nullptr;
    *out = '-';
    char* const digits = out + (value < 0);
    const auto whole = static_cast<std::uint64_t>(x);
    if (x == 0) {
        out[std::signbit(value)] = '0';
        return out + 1 + std::signbit(value);
    }
    if (static_cast<double>(whole) == x)
        return whole % round_whole != 0 ? put_uint64(digits, whole) : nullptr;
    if (x < 1 || x >= most) return nullptr;
    const auto m = static_cast<std::uint64_t>(x * double{unit} + 0.5);
    if (static_cast<double>(m) / double{unit} != x) return nullptr;
    return put_fraction(put_uint64(digits, m / unit), static_cast<std::uint32_t>(m % unit * unit));
}

// The digits of a decimal, 17 of them, of which the first `count` matter; the value is
// 0.ddddd... 10^point.
struct Digits {
    char text[40];  // with room to copy more at once
    int count;
    int point;
};

// For digits in [1, 10^17).
Digits digits_of(Decimal decimal) noexcept {
    constexpr std::uint64_t unit = 100'000'000;
    std::uint64_t n = decimal.digits;
    int scaled = 0;
    const auto scale = [&](bool low) {  // most have 16 or 17 digits, as chance has it: no branch
        n *= low ? 10 : 1;
        scaled += low;
    };
    scale(n < unit * unit);
    scale(n < unit * unit);
    while (n < unit * unit) scale(true);
    Digits out;
    out.point = 17 - scaled + decimal.exponent;
    const std::uint64_t head = n / unit;
    const auto last = static_cast<std::uint32_t>(n % unit);
    out.text[0] = static_cast<char>('0' + head / unit);
    put_padded_digits(out.text + 1, static_cast<std::uint32_t>(head % unit));
    put_padded_digits(out.text + 9, last);
    if (last != 0) {
        out.count = 17 - std::countl_zero(eight_digits(last)) / 8;
    } else {
        out.count = 9;
        while (out.count > 1 && out.text[out.count - 1] == '0') --out.count;
    }
    return out;
}

char* put_exponent(char* out, int exponent) noexcept {
    *out++ = 'e';
    *out++ = exponent < 0 ? '-' : '+';
    const auto n = static_cast<std::uint32_t>(std::abs(exponent));
    if (n >= 100) *out++ = static_cast<char>('0' + n / 100);
    put_pair(out, n % 100);
    return out + 2;
}

// The shorter of 123.456 and 1.23456e+02, the first where both are as long. nullptr where the first
// needs more digits than the shortest has, which are not all zeros.
char* put_decimal(char* out, double value) noexcept {
    *out = '-';
    char* const begin = out + std::signbit(value);
    const Digits digits = digits_of(shortest_decimal(std::fabs(value)));
    const int point = digits.point;  // digits before it
    const int exponent = point - 1, count = digits.count;
    const int scientific = count + (count > 1) + (std::abs(exponent) < 100 ? 4 : 5);
    const int plain = point >= count ? point : point > 0 ? count + 1 : 2 - point + count;
    out = begin;
    if (plain > scientific) {
        *out++ = digits.text[0];
        if (count > 1) {
            *out++ = '.';
            out = std::copy(digits.text + 1, digits.text + count, out);
        }
        return put_exponent(out, exponent);
    }
    if (point >= count) return nullptr;
    if (point > 0) {
        std::memcpy(out, digits.text, 16);
        out[point] = '.';
        std::memcpy(out + point + 1, digits.text + point, 17);
        return out + count + 1;
    }
    std::memcpy(out, "0.000000", 8);
    std::memcpy(out + 2 - point, digits.text, 17);
    return out + 2 - point + count;
}

}  // namespace

char* put_any_double(char* out, double value) noexcept {
    if (std::isnan(value)) {
        std::memcpy(out, "nan", 3);
        return out + 3;
    }
    if constexpr (digits_by_words && FLT_EVAL_METHOD == 0) {
        if (char* const end = put_long_decimal(out, value)) return end;
        if (std::isfinite(value))
            if (char* const end = put_decimal(out, value)) return end;
    }
    return std::to_chars(out, out + number_room, value).ptr;
}

bool TimestampDigits::begin_day(std::int64_t day) noexcept {
    const Date date = date_of(day);
    if (date.year < 0 || date.year > 9999) return false;
    const auto year = static_cast<std::uint32_t>(date.year);
    put_pair(date_, year / 100);
    put_pair(date_ + 2, year % 100);
    date_[4] = date_[7] = '-';
    put_pair(date_ + 5, static_cast<std::uint32_t>(date.month));
    put_pair(date_ + 8, static_cast<std::uint32_t>(date.day));
    date_[10] = between_;
    day_ = day;
    return true;
}

// A year of more or fewer than four digits: month, day and time are those of the same day 400 years
// times k later.
char* TimestampDigits::put_far(char* out, std::int64_t day, std::int64_t in_day) const noexcept {
    char year[24];
    const std::int64_t number = date_of(day).year;
    char* const end = std::to_chars(year, year + sizeof year, number < 0 ? -number : number).ptr;
    if (number < 0) *out++ = '-';
    for (auto n = end - year; n < 4; ++n) *out++ = '0';
    out = std::copy(year, end, out);
    const std::int64_t near_day = (day % days_in_era + days_in_era) % days_in_era;
    char near[number_room];
    char* const stop = TimestampDigits(between_).put(near, near_day * micros_per_day + in_day);
    return std::copy(near + 4, stop, out);
}

char* TimestampDigits::put(char* out, std::int64_t micros) noexcept {
    std::int64_t day = micros / micros_per_day;
    std::int64_t in_day = micros % micros_per_day;
    if (in_day < 0) {
        in_day += micros_per_day;
        --day;
    }
    if (day != day_ && !begin_day(day)) return put_far(out, day, in_day);
    const auto seconds = static_cast<std::uint32_t>(in_day / micros_per_second);
    const auto fraction = static_cast<std::uint32_t>(in_day % micros_per_second);
    std::memcpy(out, date_, sizeof date_);
    const std::uint32_t minutes = seconds / 60;
    put_pair(out + 11, minutes / 60);
    out[13] = ':';
    put_pair(out + 14, minutes % 60);
    out[16] = ':';
    put_pair(out + 17, seconds % 60);
    out += 19;
    if (fraction == 0) return out;
    *out++ = '.';
    put_pair(out, fraction / 10'000);
    put_pair(out + 2, fraction / 100 % 100);
    put_pair(out + 4, fraction % 100);
    return out + 6;
}

}  // namespace tenon

#include "table/csv_time.hpp"

#include <chrono>

namespace tenon {

namespace {

constexpr std::int64_t micros_per_second = 1'000'000, micros_per_minute = 60 * micros_per_second;
constexpr std::int64_t micros_per_hour = 60 * micros_per_minute;
constexpr std::int64_t micros_per_day = 24 * micros_per_hour;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

// 1 to `most` digits at the front; how many there were.
int take_number(std::string_view& text, int most, int& value) noexcept {
    int count = 0;
    value = 0;
    while (count < most && !text.empty() && is_digit(text.front())) {
        value = 10 * value + (text.front() - '0');
        text.remove_prefix(1);
        ++count;
    }
    return count;
}

bool take(std::string_view& text, char c) noexcept {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

void skip_blanks(std::string_view& text) noexcept {
    while (take(text, ' ')) {
    }
}

std::optional<std::int64_t> micros_of_date(int year, int month, int day) noexcept {
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date).time_since_epoch().count() * micros_per_day;
}

bool take_word(std::string_view& text, std::string_view word) noexcept {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

enum class HalfDay : std::uint8_t { none, before_noon, after_noon };

// Turns hours 12, 1, ... 11 into 0..11 or 12..23.
bool apply(HalfDay half, int& hour) noexcept {
    if (half == HalfDay::none) return true;
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (half == HalfDay::after_noon ? 12 : 0);
    return true;
}

// 上午 or 下午, which stand before the hour.
HalfDay take_chinese_half(std::string_view& text) noexcept {
    const HalfDay half = take_word(text, "上午")   ? HalfDay::before_noon
                         : take_word(text, "下午") ? HalfDay::after_noon
                                                   : HalfDay::none;
    if (half != HalfDay::none) skip_blanks(text);
    return half;
}

// AM or PM, which stand behind the time.
HalfDay take_half_day(std::string_view& text) noexcept {
    std::string_view rest = text;
    skip_blanks(rest);
    if (rest.size() < 2) return HalfDay::none;
    const char half = static_cast<char>(rest[0] | 0x20), m = static_cast<char>(rest[1] | 0x20);
    if (m != 'm' || (half != 'a' && half != 'p')) return HalfDay::none;
    rest.remove_prefix(2);
    text = rest;
    return half == 'p' ? HalfDay::after_noon : HalfDay::before_noon;
}

// Whether there is such a time of day; 24:00 is the end of it.
bool is_time(int hour, int minute, int second, std::int64_t fraction) noexcept {
    if (hour == 24) return minute == 0 && second == 0 && fraction == 0;
    return hour < 24 && minute < 60 && second <= 60;
}

std::size_t letters_at(std::string_view text) noexcept {
    std::size_t length = 0;
    while (length < text.size() && ((text[length] | 0x20) >= 'a' && (text[length] | 0x20) <= 'z'))
        ++length;
    return length;
}

// "Mar" or "March" in any case: 1 to 12, or 0.
int take_month(std::string_view& text) noexcept {
    static constexpr std::string_view months[] = {"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};
    constexpr std::size_t short_length = 3;
    const std::size_t length = letters_at(text);
    for (int month = 0; month < 12; ++month) {
        const std::string_view name = months[month];
        if (length != name.size() && length != short_length) continue;
        bool same = true;
        for (std::size_t i = 0; i < length; ++i) same = same && (text[i] | 0x20) == name[i];
        if (!same) continue;
        text.remove_prefix(length);
        return month + 1;
    }
    return 0;
}

bool take_zone(std::string_view& text, std::int64_t& offset, bool& zoned) noexcept {
    std::string_view rest = text;
    skip_blanks(rest);
    if (take(rest, 'Z') || take(rest, 'z')) {
        zoned = true;
        text = rest;
        return true;
    }
    const bool universal = take_word(rest, "UTC") || take_word(rest, "GMT");
    if (universal && rest.empty()) {
        zoned = true;
        text = rest;
        return true;
    }
    const int sign = take(rest, '+') ? 1 : take(rest, '-') ? -1 : 0;
    if (sign == 0) return true;
    int hours = 0, minutes = 0;
    const int hour_digits = take_number(rest, 2, hours);
    if (hour_digits != 2 && !(universal && hour_digits == 1)) return false;
    if (take(rest, ':') || !rest.empty())
        if (take_number(rest, 2, minutes) != 2) return false;
    if (hours > 18 || minutes > 59) return false;
    offset = sign * (hours * micros_per_hour + minutes * micros_per_minute);
    zoned = true;
    text = rest;
    return true;
}

// "7时5分", "下午1时5分9秒", with 點 or 点 for the hours' word too, or nothing.
bool take_chinese_time(std::string_view text, std::int64_t& micros) noexcept {
    skip_blanks(text);
    if (text.empty()) return true;
    int hour = 0, minute = 0, second = 0;
    const HalfDay half = take_chinese_half(text);
    if (take_number(text, 2, hour) == 0) return false;
    if (!take_word(text, "时") && !take_word(text, "時") && !take_word(text, "点") &&
        !take_word(text, "點"))
        return false;
    if (!text.empty() && (take_number(text, 2, minute) == 0 || !take_word(text, "分")))
        return false;
    if (!text.empty() && (take_number(text, 2, second) == 0 || !take_word(text, "秒")))
        return false;
    if (!text.empty() || !apply(half, hour) || !is_time(hour, minute, second, 0)) return false;
    if (second == 60 && (hour != 23 || minute != 59)) return false;
    micros = hour * micros_per_hour + minute * micros_per_minute + second * micros_per_second;
    return true;
}

// The time of day behind a date, which may be absent; `offset` is that of its zone.
bool take_time(std::string_view text, std::int64_t& micros, std::int64_t& offset,
               bool& zoned) noexcept {
    if (text.empty()) return true;
    const bool parted = take(text, 'T') || text.front() == ' ';
    skip_blanks(text);
    HalfDay half = take_chinese_half(text);
    if (!parted && half == HalfDay::none) return false;
    int hour = 0, minute = 0, second = 0;
    if (take_number(text, 2, hour) == 0 || !take(text, ':')) return false;
    if (take_number(text, 2, minute) != 2) return false;
    std::int64_t fraction = 0;
    if (take(text, ':')) {
        if (take_number(text, 2, second) != 2) return false;
        if (!text.empty() && (text.front() == '.' || text.front() == ',')) {
            text.remove_prefix(1);
            std::int64_t unit = micros_per_second / 10;
            if (text.empty() || !is_digit(text.front())) return false;
            for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), unit /= 10)
                fraction += (text.front() - '0') * unit;
        }
    }
    if (half == HalfDay::none) half = take_half_day(text);
    if (!apply(half, hour) || !is_time(hour, minute, second, fraction)) return false;
    if (!take_zone(text, offset, zoned) || !text.empty()) return false;
    micros =
        hour * micros_per_hour + minute * micros_per_minute + second * micros_per_second + fraction;
    return second < 60 || (micros - fraction - offset) % micros_per_day == 0;
}

// A date whose order nobody doubts.
std::optional<LocalTime> certain(int year, int month, int day, std::int64_t time) noexcept {
    const auto date = micros_of_date(year, month, day);
    if (!date) return std::nullopt;
    LocalTime out;
    out.day_first = out.month_first = *date + time;
    out.can_be_day_first = out.can_be_month_first = true;
    out.form = 'y';
    return out;
}

// "3月14日 7时5分9秒" behind the year and its word.
std::optional<LocalTime> parse_chinese(int year, std::string_view text) noexcept {
    int month = 0, day = 0;
    if (take_number(text, 2, month) == 0 || !take_word(text, "月")) return std::nullopt;
    if (take_number(text, 2, day) == 0) return std::nullopt;
    if (!take_word(text, "日") && !take_word(text, "号") && !take_word(text, "號"))
        return std::nullopt;
    std::int64_t time = 0, offset = 0;
    bool zoned = false;
    if (!take_chinese_time(text, time)) {
        time = 0;
        if (!take_time(text, time, offset, zoned)) return std::nullopt;
    }
    auto out = certain(year, month, day, time - offset);
    if (out) out->zoned = zoned;
    return out;
}

// "-Mar-2024 7:05" behind the day.
std::optional<LocalTime> parse_named_month(int day, std::string_view text) noexcept {
    const char between = text.front();
    text.remove_prefix(1);
    const int month = take_month(text);
    int year = 0;
    if (month == 0 || !take(text, between) || take_number(text, 4, year) != 4) return std::nullopt;
    std::int64_t time = 0, offset = 0;
    bool zoned = false;
    if (!take_time(text, time, offset, zoned)) return std::nullopt;
    auto out = certain(year, month, day, time - offset);
    if (out) out->zoned = zoned;
    return out;
}

}  // namespace

std::optional<LocalTime> parse_local_time(std::string_view text) noexcept {
    int first = 0, second = 0, third = 0;
    const int first_digits = take_number(text, 4, first);
    if (first_digits == 0 || first_digits == 3 || text.empty()) return std::nullopt;
    if (first_digits == 4 && take_word(text, "年")) return parse_chinese(first, text);
    const char between = text.front();
    if (first_digits <= 2 && (between == '-' || between == ' ') && text.size() > 1 &&
        !is_digit(text[1]))
        return parse_named_month(first, text);
    if (between != '/' && between != '.' && between != '-') return std::nullopt;
    text.remove_prefix(1);
    const int second_digits = take_number(text, 2, second);
    if (second_digits == 0 || !take(text, between)) return std::nullopt;
    const bool year_first = first_digits == 4;
    const int third_digits = take_number(text, year_first ? 2 : 4, third);
    if (year_first ? third_digits == 0 : third_digits != 4) return std::nullopt;

    std::int64_t time = 0, offset = 0;
    LocalTime out;
    if (!take_time(text, time, offset, out.zoned)) return std::nullopt;
    time -= offset;
    if (year_first) {
        auto date = certain(first, second, third, time);
        if (date) date->zoned = out.zoned;
        return date;
    }
    out.form = between;
    if (const auto date = micros_of_date(third, second, first)) {
        out.day_first = *date + time;
        out.can_be_day_first = true;
    }
    if (const auto date = micros_of_date(third, first, second)) {
        out.month_first = *date + time;
        out.can_be_month_first = true;
    }
    if (!out.can_be_day_first && !out.can_be_month_first) return std::nullopt;
    return out;
}

bool has_two_digit_year(std::string_view text) noexcept {
    int first = 0, second = 0, third = 0;
    if (take_number(text, 2, first) == 0 || text.empty()) return false;
    const char between = text.front();
    const bool named = text.size() > 1 && !is_digit(text[1]);
    if (between != '/' && between != '.' && between != '-' && !(named && between == ' '))
        return false;
    text.remove_prefix(1);
    if (named)
        second = take_month(text);
    else
        take_number(text, 2, second);
    if (second == 0 || !take(text, between)) return false;
    if (take_number(text, 3, third) != 2) return false;
    std::int64_t time = 0, offset = 0;
    bool zoned = false;
    constexpr int months = 12, days = 31;
    const bool date = first >= 1 && second >= 1 && first <= days && second <= days &&
                      (first <= months || second <= months);
    return date && take_time(text, time, offset, zoned);
}

bool is_impossible_date(std::string_view text) noexcept {
    int year = 0, month = 0, day = 0;
    if (take_number(text, 4, year) != 4 || !take(text, '-') || take_number(text, 2, month) != 2 ||
        !take(text, '-') || take_number(text, 2, day) != 2)
        return false;
    return (text.empty() || text.front() == ' ' || text.front() == 'T') &&
           !micros_of_date(year, month, day).has_value();
}

bool cuts_microseconds(std::string_view time) noexcept {
    constexpr std::size_t kept_digits = 6;
    const std::size_t seconds = time.find_last_of(':');
    const std::size_t mark = time.find_first_of(".,", seconds == time.npos ? 0 : seconds);
    if (mark == time.npos) return false;
    std::size_t digits = 0;
    for (std::size_t i = mark + 1; i < time.size() && is_digit(time[i]); ++i)
        if (digits++ >= kept_digits && time[i] != '0') return true;
    return false;
}

bool is_leap_second(std::string_view time) noexcept {
    constexpr std::size_t minutes_at = 11, seconds_at = 13;  // 20161231T235960
    const bool basic = time.size() > seconds_at && is_digit(time[minutes_at]) &&
                       time.substr(seconds_at, 2) == "60";
    return basic || time.find(":60") != time.npos || time.find("60秒") != time.npos;
}

bool names_zone(std::string_view iso) noexcept {
    constexpr std::size_t date_length = 10;
    if (iso.size() <= date_length) return false;
    return iso.find_first_of("Zz+-", date_length) != std::string_view::npos;
}

}  // namespace tenon

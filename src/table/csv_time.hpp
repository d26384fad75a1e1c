// Dates and times as people of different places write them: 14.3.2024 7:05, 3/14/2024 1:05:09 PM,
// 2024/03/14, 14-Mar-2024, 2024年3月14日 7时5分. (ISO 8601 is parse_timestamp's.)
//
// A date is three numbers parted by one of / . - twice, the year with four digits, first or last;
// where it is last, the order of day and month is the writer's: with '.' day first unless they say
// otherwise, with '/' and '-' either. A time may follow after blanks or 'T': perhaps 上午 or 下午;
// hours, minutes, and perhaps seconds with a fraction after '.' or ','; then perhaps AM or PM; then
// perhaps "Z", "UTC", "GMT" or an offset, or one behind the other ("UTC+8"), which is applied.
// 24:00 is the end of the day, the 0:00 of the next; so is the second 60 of 23:59 in UTC (where no
// zone is named, as written), a leap second.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tenon {

struct LocalTime {
    std::int64_t day_first = 0, month_first = 0;                // microseconds by either reading
    bool can_be_day_first = false, can_be_month_first = false;  // both: year first, or who knows
    char form = 0;       // 'y': no doubt about the order; else the character between the numbers
    bool zoned = false;  // "Z" or an offset was there
};

// nullopt if it is none, or the date does not exist in either order.
std::optional<LocalTime> parse_local_time(std::string_view text) noexcept;

// Whether it may be a date with a year of two digits, which is read as text: "14.03.24" or
// "14-Mar-24".
bool has_two_digit_year(std::string_view text) noexcept;

// Whether it is written like a date of ISO 8601 whose day the calendar does not have: 2023-02-29.
bool is_impossible_date(std::string_view text) noexcept;

// Whether a time is written with more than microseconds hold.
bool cuts_microseconds(std::string_view time) noexcept;

// Whether a time that is read has a second 60.
bool is_leap_second(std::string_view time) noexcept;

// Whether an ISO 8601 date and time names a zone.
bool names_zone(std::string_view iso) noexcept;

}  // namespace tenon

// What the calendar says of a time: year to second, week, day of the week, shift, and circles.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

// A set of bits. Each makes one int64 column "<name>_<part>"; the circles make two float64 columns,
// "<name>_<circle>_sin" and "_cos", in which the end of a period lies beside its beginning.
enum CalendarPart : std::uint32_t {
    calendar_year = 1u << 0,
    calendar_quarter = 1u << 1,      // 1 to 4
    calendar_month = 1u << 2,        // 1 to 12
    calendar_iso_week = 1u << 3,     // 1 to 53 (ISO 8601)
    calendar_day = 1u << 4,          // of the month, from 1
    calendar_day_of_year = 1u << 5,  // from 1
    calendar_weekday = 1u << 6,      // 1 Monday to 7 Sunday (ISO 8601)
    calendar_weekend = 1u << 7,      // 1 on Saturday and Sunday, else 0
    calendar_hour = 1u << 8,
    calendar_minute = 1u << 9,
    calendar_second = 1u << 10,
    calendar_shift = 1u << 11,        // from 0, see CalendarOptions
    calendar_day_circle = 1u << 12,   // the time of day on a circle of 24 hours
    calendar_week_circle = 1u << 13,  // on a circle of 7 days from Monday, 00:00
    calendar_year_circle = 1u << 14,  // on a circle of the days of its year
};

struct CalendarOptions {
    std::uint32_t parts = calendar_month | calendar_weekday | calendar_hour;
    std::int64_t shifts = 3;      // of equal length, 1 to 24
    double first_shift_hour = 6;  // when shift 0 begins, in [0, 24)
};

// Times are read as written: no zone, no summer time. Appended columns; missing times give missing.
// Errors: not_found, type (not a timestamp), argument (a column twice, no part or unknown parts,
// shifts out of range).
Feature fit_calendar(const Context& context, const Table& table,
                     std::span<const std::string> columns, const CalendarOptions& options = {});

}  // namespace tenon

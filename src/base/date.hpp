// Dates of the proleptic Gregorian calendar as days since 1970-01-01, and back.
#pragma once

#include <cstdint>

namespace tenon {

constexpr std::int64_t days_in_era = 146'097;  // 400 years

// Counts years from March, so that the leap day is the last of its year.
inline std::int64_t days_of(std::int64_t year, int month, int day) noexcept {
    const std::int64_t y = month <= 2 ? year - 1 : year;
    const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
    const std::int64_t year_of_era = y - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * days_in_era + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - 719468;
}

struct Date {
    std::int64_t year;
    int month, day;
};

inline Date date_of(std::int64_t days) noexcept {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - (days_in_era - 1)) / days_in_era;
    const std::int64_t day_of_era = days - era * days_in_era;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t m = (5 * day_of_year + 2) / 153;
    const int month = static_cast<int>(m < 10 ? m + 3 : m - 9);
    return {era * 400 + year_of_era + (month <= 2), month,
            static_cast<int>(day_of_year - (153 * m + 2) / 5 + 1)};
}

}  // namespace tenon

// Forms of cells that people use and no type reads: "10 %", "10:00:01", "2024-03-14 10:00 CET",
// "12.5 mm", "12,34,567". A column of nothing else is text, which its reader should hear.
#pragma once

#include <cstdint>
#include <string_view>

namespace tenon {

class CellRules;

enum class UnreadForm : std::uint8_t {
    none,
    unit,
    small_groups,
    odd_groups,
    wide_digits,
    exponent,
    minus,
    apostrophe,
    // Times, from here on:
    time_of_day,
    half_day,
    zone_name,
    odd_offset,
    impossible_time,
    time_form,
    month
};

bool is_time(UnreadForm form) noexcept;

struct UnreadCell {
    UnreadForm form = UnreadForm::none;
    std::string_view unit;  // what stands around the number; a part of the cell

    bool operator==(const UnreadCell&) const = default;
};

// A letter right behind a whole number is no unit: "12A" is a code.
UnreadCell unread_form(std::string_view text, const CellRules& rules);

// Of times without blanks around them.
UnreadForm unread_time(std::string_view text);

// Whether it may be a date whose month is a word, in a form that is read as text: "Mar 14, 2024",
// "Thu, 14 Mar 2024 07:05:00 GMT" or "5. März 2024".
bool is_unread_date(std::string_view text);

// What a finding says of such cells, behind the name of the column and one of them.
const char* words_of(UnreadForm form) noexcept;

}  // namespace tenon

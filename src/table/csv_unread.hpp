// Forms of cells that people use and no type reads: "10 %", "10:00:01", "2024-03-14 10:00 CET",
// "12.5 mm", "12,34,567". A column of nothing else is text, which its reader should hear.
#pragma once

#include <cstdint>
#include <string_view>

namespace tenon {

enum class UnreadForm : std::uint8_t {
    none,
    unit,
    time_of_day,
    zone_name,
    small_groups,
    wide_digits
};

struct UnreadCell {
    UnreadForm form = UnreadForm::none;
    std::string_view unit;  // what stands around the number; a part of the cell

    bool operator==(const UnreadCell&) const = default;
};

// `decimal` is the decimal mark of the file. A letter right behind a whole number is no unit: "12A"
// is a code.
UnreadCell unread_form(std::string_view text, char decimal) noexcept;

// What a finding says of such cells, behind the name of the column and one of them.
const char* words_of(UnreadForm form) noexcept;

}  // namespace tenon

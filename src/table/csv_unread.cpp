#include "table/csv_unread.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/utf8.hpp"
#include "table/csv_cell.hpp"
#include "table/csv_groups.hpp"

namespace tenon {

namespace {

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

std::size_t digits_at(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                    text.begin());
}

// "12,34,567": whole numbers grouped by two behind the first thousand.
bool is_grouped_by_two(std::string_view text) noexcept {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    const std::size_t first = digits_at(text);
    if (first < 1 || first > 2) return false;
    text.remove_prefix(first);
    std::size_t groups = 0;
    while (text.size() > 4 && text[0] == ',' && digits_at(text.substr(1)) == 2) {
        text.remove_prefix(3);
        ++groups;
    }
    return groups > 0 && text.size() == 4 && text[0] == ',' && digits_at(text.substr(1)) == 3;
}

// Signs of amounts may stand in front of the number; anything else there makes a name.
bool is_sign(std::string_view front) noexcept {
    static constexpr std::string_view signs[] = {"$",   "€",   "£",   "¥",   "￥",  "₹",
                                                 "EUR", "USD", "GBP", "CHF", "CNY", "RMB",
                                                 "JPY", "US$", "R$",  "kr"};
    return std::find(std::begin(signs), std::end(signs), front) != std::end(signs);
}

// Digits of full width (U+FF10 to U+FF19), with signs and a decimal mark of either width.
bool has_wide_digits(std::string_view text) noexcept {
    constexpr std::string_view block = "\xEF\xBC";  // U+FF00 to U+FF3F
    bool wide = false;
    while (!text.empty()) {
        if (text.starts_with(block) && text.size() > block.size()) {
            const auto last = static_cast<unsigned char>(text[block.size()]);
            const bool digit = last >= 0x90 && last <= 0x99;
            const bool mark = last == 0x8B || last == 0x8C || last == 0x8D || last == 0x8E;  // +,-.
            if (!digit && !mark) return false;
            wide = wide || digit;
            text.remove_prefix(block.size() + 1);
        } else {
            const char c = text.front();
            if (!is_digit(c) && c != '+' && c != '-' && c != '.' && c != ',') return false;
            text.remove_prefix(1);
        }
    }
    return wide;
}

// A number in any notation.
bool is_number(std::string_view text) {
    CellValue value;
    for (const char decimal : {'.', ','}) {
        if (scan_any_number(text, decimal, value) != CellKind::text) return true;
        const char32_t other = decimal == '.' ? U',' : U'.';
        for (const char32_t thousands : {other, U' ', U'\''})
            if (!GroupMarks(thousands).without(text, decimal).empty()) return true;
    }
    return false;
}

bool is_of_number(char c) noexcept {
    return is_digit(c) || c == '.' || c == ',';
}

// "€ 1,50", "-$12.00", "EUR 12.50"
UnreadCell unit_in_front(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const auto first = std::find_if(text.begin(), text.end(),
                                    [](char c) { return is_digit(c) || c == '-' || c == '+'; });
    std::string_view front = text.substr(0, static_cast<std::size_t>(first - text.begin()));
    const std::string_view number = text.substr(front.size());
    front = trim_wide_blanks(front);
    if (!is_sign(front) || !is_number(number)) return {};
    return {UnreadForm::unit, front};
}

// "12.5 mm", "10 %", "12,50 €"
UnreadCell unit_behind(std::string_view text) {
    constexpr std::size_t most_unit = 12;
    const std::size_t sign = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
    const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(sign), text.end(),
                                      is_of_number);
    const std::string_view number = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    if (number.size() <= sign || !is_number(number)) return {};
    const std::string_view rest = text.substr(number.size());
    const std::string_view behind = trim_wide_blanks(rest);
    if (behind.empty() || behind.size() > most_unit || is_digit(behind.front())) return {};
    if (std::any_of(behind.begin(), behind.end(), [](char c) { return c == ' ' || c == ':'; }))
        return {};
    const bool parted = behind.size() < rest.size();
    const bool fraction = number.find_first_of(".,") != number.npos;
    const bool plain = is_letter(behind.front());
    // '-', '/' and the like join the parts of codes.
    const bool joint = !plain && behind.front() != '%' && !is_sign(behind) &&
                       static_cast<unsigned char>(behind.front()) < 0x80;
    if (joint || (plain && !parted && !fraction)) return {};
    return {UnreadForm::unit, behind};
}

// "1.5D+03", as Fortran writes it; a code such as 12D4 has neither mark nor sign.
bool has_other_exponent(std::string_view text, char decimal) {
    const std::size_t at = text.find_first_of("DdQq");
    if (at == text.npos || at == 0) return false;
    const bool marked = text.find(decimal) < at || text.find_first_of("+-", at) == at + 1;
    std::string plain(text);
    plain[at] = 'e';
    CellValue value;
    return marked && scan_any_number(plain, decimal, value) == CellKind::real;
}

// "−5": a minus sign or a dash where '-' should stand.
bool has_other_minus(std::string_view text, char decimal) {
    CellValue value;
    for (const std::string_view minus : {"\xE2\x88\x92", "\xE2\x80\x93"})
        if (text.starts_with(minus))
            return scan_any_number(text.substr(minus.size()), decimal, value) != CellKind::text;
    return false;
}

// "'00123": how spreadsheets mark a text of digits.
bool is_marked_text(std::string_view text) {
    return text.starts_with('\'') && text.size() > 1 && is_number(text.substr(1));
}

// "1,234,56" with the thousands mark ',': digits in groups, one of which has not three.
bool has_odd_groups(std::string_view text, const CellRules& rules) {
    if (rules.thousands() == 0) return false;
    std::string mark;
    append_utf8(mark, static_cast<std::uint32_t>(rules.thousands()));
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    std::string plain;
    std::size_t marks = 0;
    while (!text.empty()) {
        if (text.starts_with(mark)) {
            ++marks;
            text.remove_prefix(mark.size());
        } else {
            plain.push_back(text.front());
            text.remove_prefix(1);
        }
    }
    CellValue value;
    return marks > 1 && !plain.empty() && is_digit(plain.front()) &&
           scan_any_number(plain, rules.decimal().mark, value) != CellKind::text;
}

}  // namespace

UnreadCell unread_form(std::string_view text, const CellRules& rules) {
    text = trim_wide_blanks(text);
    if (text.empty()) return {};
    if (const UnreadForm time = unread_time(text); time != UnreadForm::none) return {time, {}};
    const char decimal = rules.decimal().mark;
    if (has_wide_digits(text)) return {UnreadForm::wide_digits, {}};
    if (is_grouped_by_two(text)) return {UnreadForm::small_groups, {}};
    if (has_odd_groups(text, rules)) return {UnreadForm::odd_groups, {}};
    if (has_other_exponent(text, decimal)) return {UnreadForm::exponent, {}};
    if (is_marked_text(text)) return {UnreadForm::apostrophe, {}};
    if (has_other_minus(text, decimal)) return {UnreadForm::minus, {}};
    if (const UnreadCell front = unit_in_front(text); front.form != UnreadForm::none) return front;
    return unit_behind(text);
}

bool is_time(UnreadForm form) noexcept {
    return form >= UnreadForm::time_of_day && form <= UnreadForm::month;
}

const char* words_of(UnreadForm form) noexcept {
    switch (form) {
        case UnreadForm::unit:
            return " is a number with its unit, as all cells are; write the unit into the name of "
                   "the column to have numbers";
        case UnreadForm::time_of_day:
            return " is a time without a date, as all cells are; write the date with it to have "
                   "timestamps, or seconds to have numbers";
        case UnreadForm::half_day:
            return " has an hour that AM and PM do not go with; write 1 to 12 with them, or 0 to "
                   "23 "
                   "without";
        case UnreadForm::odd_offset:
            return " names its zone in a form that is not read; write Z, UTC or an offset of at "
                   "most "
                   "18 hours such as +08:00";
        case UnreadForm::impossible_time:
            return " has an hour, minute or second that no clock shows; they go to 23, 59 and 59 "
                   "(a "
                   "second 60 where a day of UTC ends, and 24:00)";
        case UnreadForm::time_form:
            return " may be a time in a form that is not read; write times as 2024-03-14 07:05:09";
        case UnreadForm::month:
            return " may be a month, as all cells may; write a day with it to have timestamps";
        case UnreadForm::exponent:
            return " would be a number with the exponent behind 'e'; write it so to have numbers";
        case UnreadForm::minus:
            return " would be a number with '-' for its minus sign; write it so to have numbers";
        case UnreadForm::apostrophe:
            return " is digits behind an apostrophe, by which spreadsheets mark text, as all cells "
                   "are; write them without it to have numbers";
        case UnreadForm::odd_groups:
            return " has other than three digits between two thousands marks; write groups of "
                   "three, "
                   "or none";
        case UnreadForm::zone_name:
            return " names its zone by letters, which may mean several; write Z, UTC or an offset "
                   "such as +02:00";
        case UnreadForm::small_groups:
            return " would be a number with its digits grouped by two, which is not read; write "
                   "numbers without groups";
        case UnreadForm::wide_digits:
            return " is written in digits of full width, as all cells are; narrow them by the "
                   "cleaning step \"text\", or write 0 to 9, to have numbers";
        case UnreadForm::none:
            break;
    }
    return "";
}

}  // namespace tenon

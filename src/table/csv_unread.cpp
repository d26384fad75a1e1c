#include "table/csv_unread.hpp"

#include <algorithm>
#include <cstddef>

#include "base/number_text.hpp"
#include "table/csv_time.hpp"

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

// "10:00", "7:05:09.25", with blanks nowhere.
bool is_time_of_day(std::string_view text) noexcept {
    const std::size_t hours = digits_at(text);
    if (hours < 1 || hours > 2 || text.size() < hours + 3 || text[hours] != ':') return false;
    text.remove_prefix(hours + 1);
    if (digits_at(text) != 2) return false;
    text.remove_prefix(2);
    if (text.empty()) return true;
    if (text.front() != ':' || digits_at(text.substr(1)) != 2) return false;
    text.remove_prefix(3);
    if (text.empty()) return true;
    return text.size() > 1 && (text.front() == '.' || text.front() == ',') &&
           digits_at(text.substr(1)) == text.size() - 1;
}

// A time with an abbreviation of a zone behind it, which may mean several.
bool names_its_zone(std::string_view text) noexcept {
    constexpr std::size_t least = 2, most = 5;
    const std::size_t blank = text.rfind(' ');
    if (blank == text.npos || blank == 0) return false;
    const std::string_view name = text.substr(blank + 1), time = text.substr(0, blank);
    if (name.size() < least || name.size() > most ||
        !std::all_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return false;
    return time.find(':') != time.npos &&
           (parse_timestamp(time).has_value() || parse_local_time(time).has_value());
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
    return front == "$" || front == "€" || front == "£" || front == "¥" || front == "₹" ||
           front == "￥";
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

UnreadCell unit_of(std::string_view text, char decimal) noexcept {
    constexpr std::size_t most_unit = 12;
    const auto is_of_number = [decimal](char c) { return is_digit(c) || c == decimal; };
    const auto first = std::find_if(text.begin(), text.end(),
                                    [](char c) { return is_digit(c) || c == '-' || c == '+'; });
    std::string_view front = text.substr(0, static_cast<std::size_t>(first - text.begin()));
    std::string_view rest = text.substr(front.size());
    while (!front.empty() && front.back() == ' ') front.remove_suffix(1);
    const bool in_front = !front.empty();
    if (in_front && !is_sign(front)) return {};
    const std::size_t sign = !rest.empty() && !is_digit(rest.front()) ? 1 : 0;
    const auto end = std::find_if_not(rest.begin() + static_cast<std::ptrdiff_t>(sign), rest.end(),
                                      is_of_number);
    const auto length = static_cast<std::size_t>(end - rest.begin());
    const std::string_view number = rest.substr(0, length);
    if (length <= sign || std::count(number.begin(), number.end(), decimal) > 1) return {};
    std::string_view behind = rest.substr(length);
    if (in_front) return behind.empty() ? UnreadCell{UnreadForm::unit, front} : UnreadCell{};
    const bool parted = !behind.empty() && behind.front() == ' ';
    while (!behind.empty() && behind.front() == ' ') behind.remove_prefix(1);
    if (behind.empty() || behind.size() > most_unit || is_digit(behind.front())) return {};
    if (std::any_of(behind.begin(), behind.end(), [](char c) { return c == ' ' || c == ':'; }))
        return {};
    const bool fraction = number.find(decimal) != number.npos;
    const bool plain = is_letter(behind.front());
    // '-', '/' and the like join the parts of codes.
    const bool joint =
        !plain && behind.front() != '%' && static_cast<unsigned char>(behind.front()) < 0x80;
    if (joint || (plain && !parted && !fraction)) return {};
    return {UnreadForm::unit, behind};
}

}  // namespace

UnreadCell unread_form(std::string_view text, char decimal) noexcept {
    if (is_time_of_day(text)) return {UnreadForm::time_of_day, {}};
    if (names_its_zone(text)) return {UnreadForm::zone_name, {}};
    if (has_wide_digits(text)) return {UnreadForm::wide_digits, {}};
    if (is_grouped_by_two(text)) return {UnreadForm::small_groups, {}};
    return unit_of(text, decimal);
}

const char* words_of(UnreadForm form) noexcept {
    switch (form) {
        case UnreadForm::unit:
            return " is a number with its unit, as all cells are; write the unit into the name of "
                   "the column to have numbers";
        case UnreadForm::time_of_day:
            return " is a time without a date, as all cells are; write the date with it to have "
                   "timestamps, or seconds to have numbers";
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

// Times and dates that a person reads and the reader does not: each test mends one thing of the
// cell, and the cell is of that form if what comes of it is a time.
#include <algorithm>
#include <cstddef>
#include <string>

#include "base/number_text.hpp"
#include "table/csv_time.hpp"
#include "table/csv_unread.hpp"

namespace tenon {

namespace {

constexpr std::size_t longest_time = 48;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 128;
}

std::size_t digits_at(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                    text.begin());
}

std::string_view without_end(std::string_view text) noexcept {
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
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

bool is_date_and_time(std::string_view text) {
    return text.find(':') != text.npos &&
           (parse_timestamp(text).has_value() || parse_local_time(text).has_value());
}

// AM or PM, with points or without, at the end; its length, or 0.
std::size_t half_day_at_end(std::string_view text) noexcept {
    std::string letters;
    std::size_t length = 0;
    while (length < text.size() && letters.size() < 2) {
        const char c = text[text.size() - 1 - length];
        if (is_letter(c))
            letters.push_back(static_cast<char>(c | 0x20));
        else if (c != '.' && !(c == ' ' && letters.size() == 1))
            return 0;
        ++length;
    }
    return letters == "ma" || letters == "mp" ? length : 0;
}

UnreadForm with_half_day(std::string_view text) {
    const std::size_t half = half_day_at_end(text);
    if (half == 0) return UnreadForm::none;
    const std::string_view time = without_end(text.substr(0, text.size() - half));
    if (is_time_of_day(time)) {
        const std::size_t digits = digits_at(time);
        const int hour =
            digits == 2 ? 10 * (time[0] - '0') + (time[1] - '0') : static_cast<int>(time[0] - '0');
        return hour >= 1 && hour <= 12 ? UnreadForm::time_of_day : UnreadForm::half_day;
    }
    if (!is_date_and_time(time)) return UnreadForm::none;
    // "1:05 p.m.": AM and PM are read without points.
    const bool hour_fits =
        is_date_and_time(std::string(time) + (text[text.size() - half] == 'p' ? " PM" : " AM"));
    return hour_fits ? UnreadForm::time_form : UnreadForm::half_day;
}

// A time with the name of a zone behind it: an abbreviation, which may mean several, "(CET)",
// "Europe/Berlin" or "[Europe/Berlin]", which knows of summer time what the time does not.
bool names_its_zone(std::string_view text) {
    constexpr std::size_t least = 2, most = 7;
    const bool framed = text.back() == ']' || text.back() == ')';
    const std::size_t at = framed ? text.find(text.back() == ']' ? '[' : '(') : text.rfind(' ');
    if (at == text.npos || at == 0) return false;
    std::string_view name = text.substr(at + 1);
    if (framed) name.remove_suffix(1);
    if (name.size() < least || !is_letter(name.front())) return false;
    const bool place = name.find('/') != name.npos;
    const auto fits = [place](char c) {
        return place ? is_letter(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+'
                     : (c >= 'A' && c <= 'Z') || is_digit(c);
    };
    return (place || name.size() <= most) && std::all_of(name.begin(), name.end(), fits) &&
           is_date_and_time(without_end(text.substr(0, at)));
}

// "2024-01-01T10:00+8"
bool has_odd_offset(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::size_t sign = colon == text.npos ? colon : text.find_first_of("+-", colon);
    if (sign == text.npos || sign + 1 >= text.size() || !is_digit(text[sign + 1])) return false;
    const std::string_view offset = text.substr(sign + 1);
    return std::all_of(offset.begin(), offset.end(),
                       [](char c) { return is_digit(c) || c == ':'; }) &&
           is_date_and_time(without_end(text.substr(0, sign)));
}

// "23:60": hours, minutes and seconds brought to what a clock shows.
bool is_impossible(std::string_view text) {
    std::string clock(text);
    bool mended = false;
    const auto mend = [&](std::size_t at, char tens, const char* last) {
        if (at + 1 >= clock.size() || !is_digit(clock[at]) || !is_digit(clock[at + 1])) return;
        if (clock[at] < tens || (clock[at] == tens && clock[at + 1] <= last[1])) return;
        clock.replace(at, 2, last);
        mended = true;
    };
    for (std::size_t at = clock.find(':'); at != clock.npos; at = clock.find(':', at + 1)) {
        if (at == clock.find(':') && at >= 2) mend(at - 2, '2', "23");
        mend(at + 1, '5', "59");
    }
    return mended && (is_time_of_day(clock) || is_date_and_time(clock));
}

// "2024-03-14T07"
bool ends_in_hour(std::string_view text) {
    constexpr std::size_t date_length = 10;
    return text.size() == date_length + 3 &&
           (text[date_length] == 'T' || text[date_length] == ' ') &&
           is_date_and_time(std::string(text) + ":00");
}

// "08h15", "13/01/2024 08h15", "2024-03-14_07.05.09", "2024:03:14 07:05:09", "10:15 Uhr".
bool has_other_marks(std::string_view text) {
    std::string mended(text);
    constexpr std::size_t date_length = 10;
    if (mended.size() > date_length && mended[4] == ':' && mended[7] == ':')
        mended[4] = mended[7] = '-';
    std::size_t from = mended.find_first_of(" T_");
    if (from == mended.npos && mended.size() > date_length && mended[date_length] == '-')
        from = date_length;
    const bool dated =
        from != mended.npos && from >= 8 && mended.find_first_of("/-.") < from && from > 0;
    if (dated) mended[from] = ' ';
    bool hours = false;
    std::size_t parts = 0;
    for (std::size_t i = dated ? from + 1 : 0; i + 1 < mended.size(); ++i) {
        const char c = mended[i];
        const bool letter = c == 'h' || c == 'H' || (hours && c == 'm');
        const bool mark = letter || (dated && parts < 2 && (c == '.' || c == '-'));
        if (i == 0 || !mark || !is_digit(mended[i - 1]) || !is_digit(mended[i + 1])) continue;
        hours = hours || letter;
        mended[i] = ':';
        ++parts;
    }
    std::string_view rest = mended;
    const bool worded = rest.ends_with(" Uhr") || rest.ends_with(" uhr");
    if (worded) rest.remove_suffix(4);
    if (hours && (rest.ends_with('s') || rest.ends_with('m'))) rest.remove_suffix(1);
    if (!dated && !hours && !worded) return false;
    return dated ? is_date_and_time(rest) : is_time_of_day(rest) || is_date_and_time(rest);
}

// "2024-01", "01/2024", "2024年3月"
bool is_month(std::string_view text) noexcept {
    const auto is_of_year = [](std::string_view month) {
        return month.size() == 2 && digits_at(month) == 2 && month >= "01" && month <= "12";
    };
    const auto is_year = [](std::string_view year) {
        return year.size() == 4 && digits_at(year) == 4 && (year[0] == '1' || year[0] == '2');
    };
    if (text.size() == 7 && (text[4] == '-' || text[4] == '/'))
        return is_year(text.substr(0, 4)) && is_of_year(text.substr(5));
    if (text.size() == 7 && (text[2] == '/' || text[2] == '.'))
        return is_year(text.substr(3)) && is_of_year(text.substr(0, 2));
    constexpr std::string_view year_word = "年", month_word = "月";
    if (!is_year(text.substr(0, 4)) || text.substr(4, year_word.size()) != year_word ||
        !text.ends_with(month_word))
        return false;
    const std::string_view month = text.substr(4 + year_word.size());
    const std::size_t digits = digits_at(month);
    return digits >= 1 && digits <= 2 && month.size() == digits + month_word.size();
}

// Months by their first letters, in the languages of those who write them in Latin letters.
bool begins_month(std::string_view word) {
    static constexpr std::string_view fronts[] = {"jan",
                                                  "feb",
                                                  "fev",
                                                  "f\xC3\xA9v",
                                                  "mar",
                                                  "m\xC3\xA4r",
                                                  "mrz",
                                                  "maa",
                                                  "mrt",
                                                  "apr",
                                                  "avr",
                                                  "abr",
                                                  "mai",
                                                  "may",
                                                  "maj",
                                                  "maggio",
                                                  "mei",
                                                  "jun",
                                                  "juin",
                                                  "giu",
                                                  "jul",
                                                  "juil",
                                                  "lug",
                                                  "aug",
                                                  "ao\xC3\xBB",
                                                  "aou",
                                                  "ago",
                                                  "sep",
                                                  "set",
                                                  "oct",
                                                  "okt",
                                                  "ott",
                                                  "out",
                                                  "nov",
                                                  "dec",
                                                  "d\xC3\xA9"
                                                  "c",
                                                  "dez",
                                                  "dic",
                                                  "ene",
                                                  "gen"};
    std::string lower(word);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    return std::any_of(std::begin(fronts), std::end(fronts),
                       [&lower](std::string_view front) { return lower.starts_with(front); });
}

}  // namespace

bool is_unread_date(std::string_view text) {
    constexpr int most_words = 6;  // the day of the week, three of the date, the time, its zone
    constexpr std::size_t longest_word = 12;
    if (text.size() > longest_time) return false;
    bool day = false, month = false, year = false, clock = false, other = false;
    int word = 0;
    for (; word < most_words && !text.empty(); ++word) {
        const std::size_t digits = digits_at(text);
        if (digits > 0 && digits <= 2 && digits < text.size() && text[digits] == ':') {
            const std::size_t end = std::min(text.find(' '), text.size());
            if (clock || !is_time_of_day(text.substr(0, end))) return false;
            clock = true;
            text.remove_prefix(end);
        } else if (digits > 0) {
            const bool is_day = digits <= 2 && text.substr(0, digits) != "0" &&
                                (digits == 1 || text.substr(0, 2) <= "31");
            if (!(digits == 4 && !year) && !(is_day && !day)) return false;
            (digits == 4 ? year : day) = true;
            text.remove_prefix(digits);
            for (const std::string_view end : {"st", "nd", "rd", "th"})  // 14th
                if (is_day && text.starts_with(end)) text.remove_prefix(2);
        } else if (is_letter(text.front())) {
            const auto length = static_cast<std::size_t>(
                std::find_if_not(text.begin(), text.end(), is_letter) - text.begin());
            const std::string_view letters = text.substr(0, length);
            if (!month && length >= 3 && length <= longest_word && begins_month(letters))
                month = true;
            else if (word == 0 && letters != "M")  // the day of the week
                other = true;
            else if (!(day && month && year))  // a zone may stand behind all
                return false;
            text.remove_prefix(length);
        } else if (!(day && month && year)) {
            return false;
        } else {
            break;  // an offset
        }
        while (!text.empty() && std::string_view(" ,.-/").find(text.front()) != text.npos &&
               !(day && month && year && text.front() == '-'))
            text.remove_prefix(1);
    }
    return day && month && year && (!other || word > 3);
}

UnreadForm unread_time(std::string_view text) {
    if (text.size() < 4 || text.size() > longest_time) return UnreadForm::none;
    if (!is_digit(text.front())) {
        for (const std::string_view half : {"上午", "下午"})
            if (text.starts_with(half) && is_time_of_day(text.substr(half.size())))
                return UnreadForm::time_of_day;
        return UnreadForm::none;
    }
    if (is_time_of_day(text)) {
        return is_impossible(text) ? UnreadForm::impossible_time : UnreadForm::time_of_day;
    }
    if (const UnreadForm half = with_half_day(text); half != UnreadForm::none) return half;
    if (names_its_zone(text)) return UnreadForm::zone_name;
    if (has_odd_offset(text)) return UnreadForm::odd_offset;
    if (is_impossible(text)) return UnreadForm::impossible_time;
    if (has_other_marks(text) || ends_in_hour(text)) return UnreadForm::time_form;
    if (is_month(text)) return UnreadForm::month;
    return UnreadForm::none;
}

}  // namespace tenon

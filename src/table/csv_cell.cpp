#include "table/csv_cell.hpp"

#include <cmath>

#include "base/number_text.hpp"
#include "table/decimal.hpp"

namespace tenon {

namespace {

constexpr std::string_view default_marks[] = {"NA",   "N/A",  "NaN",  "nan",
                                              "null", "NULL", "None", "-"};
constexpr int most_exact_digits = 19;  // all of them fit an uint64

bool is_digit(char c) noexcept {
    return static_cast<unsigned char>(c - '0') < 10;
}

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t';
}

// The same number through std::from_chars, for what the fast path cannot do exactly.
double exact_real(std::string_view cell, char decimal) {
    if (decimal == '.') return parse_double(cell).value_or(0);
    std::string plain(cell);
    for (char& c : plain)
        if (c == decimal) c = '.';
    return parse_double(plain).value_or(0);
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) noexcept {
    if (text.size() != lower.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != lower[i]) return false;
    }
    return true;
}

// "inf", "infinity" and "nan" with an optional sign.
bool is_number_word(std::string_view cell) noexcept {
    if (!cell.empty() && (cell[0] == '+' || cell[0] == '-')) cell.remove_prefix(1);
    return equals_ignoring_case(cell, "inf") || equals_ignoring_case(cell, "infinity") ||
           equals_ignoring_case(cell, "nan");
}

}  // namespace

std::string_view trim_blanks(std::string_view text) noexcept {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view trim_wide_blanks(std::string_view text) noexcept {
    static constexpr std::string_view blanks[] = {"\xC2\xA0",     "\xE2\x80\x87", "\xE2\x80\x89",
                                                  "\xE2\x80\x8B", "\xE2\x80\xAF", "\xE3\x80\x80",
                                                  "\xEF\xBB\xBF"};
    text = trim_blanks(text);
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view blank : blanks) {
            if (text.starts_with(blank)) {
                text.remove_prefix(blank.size());
                more = true;
            }
            if (text.ends_with(blank)) {
                text.remove_suffix(blank.size());
                more = true;
            }
        }
        text = trim_blanks(text);
    }
    return text;
}

CellKind scan_any_number(std::string_view cell, char decimal, CellValue& value) {
    const char* p = cell.data();
    const char* const end = p + cell.size();
    if (p == end) return CellKind::text;
    const bool negative = *p == '-';
    p += negative || *p == '+';

    std::uint64_t mantissa = 0;
    const char* const whole = p;
    while (p < end && is_digit(*p)) mantissa = 10 * mantissa + static_cast<unsigned>(*p++ - '0');
    const auto whole_digits = p - whole;
    if (p == end && whole_digits > 0) {
        if (whole_digits > 1 && *whole == '0') return CellKind::zero_led;
        constexpr std::uint64_t past_int64 = std::uint64_t{1} << 63;
        if (whole_digits > most_exact_digits || mantissa > past_int64 - !negative) {
            value.real = exact_real(cell, decimal);
            value.out_of_range = std::isinf(value.real);
            return CellKind::big_integer;
        }
        value.integer = static_cast<std::int64_t>(negative ? 0 - mantissa : mantissa);
        return CellKind::integer;
    }

    auto digits = whole_digits;
    int exponent = 0;
    if (p < end && *p == decimal) {
        const char* const fraction = ++p;
        while (p < end && is_digit(*p))
            mantissa = 10 * mantissa + static_cast<unsigned>(*p++ - '0');
        digits += p - fraction;
        exponent = -static_cast<int>(p - fraction);
    }
    if (digits == 0) return CellKind::text;
    if (p < end && (*p == 'e' || *p == 'E')) {
        constexpr int exponent_bound = 100'000;  // far past any double; keeps the sum in an int
        ++p;
        const bool small = p < end && *p == '-';
        p += p < end && (*p == '-' || *p == '+');
        if (p == end) return CellKind::text;
        int written = 0;
        for (; p < end && is_digit(*p); ++p)
            if (written < exponent_bound) written = 10 * written + (*p - '0');
        exponent += small ? -written : written;
    }
    if (p != end) return CellKind::text;

    if (double magnitude = 0;
        digits <= most_exact_digits && nearest_double(mantissa, exponent, magnitude)) {
        value.real = negative ? -magnitude : magnitude;
    } else {
        value.real = exact_real(cell, decimal);
        value.out_of_range = std::isinf(value.real);
    }
    return CellKind::real;
}

CellRules::CellRules(const CsvOptions& options, char delimiter, const CsvColumnRule& own)
    : thousands_(own.notation.decimal != 0 || own.notation.thousands != 0 ? own.notation.thousands
                                                                          : options.thousands),
      group_marks_(thousands_),
      quoted_text_(options.quoted_text) {
    const auto& marks = own.missing_marks.empty() ? options.missing_marks : own.missing_marks;
    if (own.notation.decimal != 0)
        decimal_.mark = own.notation.decimal;
    else if (options.decimal != 0)
        decimal_.mark = options.decimal;
    else if (thousands_ == '.')
        decimal_.mark = ',';
    else
        decimal_.open = delimiter != ',' && delimiter != ' ' && thousands_ != ',';

    if (marks.empty())
        marks_.assign(std::begin(default_marks), std::end(default_marks));
    else
        for (const std::string& mark : marks)
            if (const auto bare = trim_blanks(mark); !bare.empty()) marks_.emplace_back(bare);
    if (!marks.empty()) named_marks_ = std::make_shared<const std::vector<std::string>>(marks);
    marks_in_quotes_ = !marks.empty() && !quoted_text_;
    blanks_present_ = options.all_text && marks_.empty();
    for (const std::string& mark : marks_) {
        begins_mark_[static_cast<unsigned char>(mark[0])] = true;
        for (const char decimal : {'.', ','}) {
            CellValue value;
            const CellKind kind = scan_mark(mark, decimal, value);
            if (kind == CellKind::text) continue;
            plain_first_ = false;
            if (kind == CellKind::zero_led) continue;  // no column of numbers takes it
            const bool whole = kind == CellKind::integer;
            number_marks_.push_back({decimal, whole, value.integer,
                                     whole ? static_cast<double>(value.integer) : value.real});
        }
        if (parse_timestamp(mark)) times_first_ = false;
    }
    for (std::size_t c = 0; c < begins_present_.size(); ++c)
        begins_present_[c] = !begins_mark_[c] && !is_blank(static_cast<char>(c));
    formulas_ = !options.all_text;
    if (formulas_) begins_present_['='] = false;
}

// A missing mark as a number of a column with this decimal mark: as the file writes it, or else as
// everybody does, with a point.
CellKind CellRules::scan_mark(std::string_view mark, char decimal, CellValue& value) const {
    CellKind kind = scan_any_number(mark, decimal, value);
    if (kind == CellKind::text && thousands_ != 0)
        if (const std::string plain = group_marks_.without(mark, decimal); !plain.empty())
            kind = scan_any_number(plain, decimal, value);
    return kind == CellKind::text ? scan_any_number(mark, '.', value) : kind;
}

bool CellRules::is_timestamp(std::string_view cell, bool quoted, CellValue& value) const noexcept {
    if (!times_first_ || (quoted && quoted_text_)) return false;
    const auto micros = parse_timestamp(cell);
    if (micros) value.integer = *micros;
    return micros.has_value();
}

bool CellRules::is_missing(std::string_view cell) const noexcept {
    if (cell.empty()) return true;
    if (is_blank(cell.front()) || is_blank(cell.back())) {
        cell = trim_blanks(cell);
        if (cell.empty()) return !blanks_present_;
    }
    return is_mark(cell);
}

bool CellRules::is_mark(std::string_view cell) const noexcept {
    if (cell.empty() || !begins_mark_[static_cast<unsigned char>(cell[0])]) return false;
    for (const std::string& mark : marks_)
        if (cell == mark) return true;
    return false;
}

bool CellRules::is_number_mark(CellKind kind, const CellValue& value, char decimal) const noexcept {
    for (const NumberMark& mark : number_marks_)
        if (mark.decimal == decimal && ((kind == CellKind::integer && mark.is(value.integer)) ||
                                        (kind == CellKind::real && mark.is(value.real))))
            return true;
    return false;
}

void CellRules::close(std::string_view cell, DecimalMark& decimal) noexcept {
    if (cell.find(decimal.mark) != std::string_view::npos) decimal.open = false;
}

CellKind CellRules::classify_number(std::string_view cell, DecimalMark& decimal,
                                    CellValue& value) const {
    CellKind kind = scan_any_number(cell, decimal.mark, value);
    if (kind == CellKind::real && decimal.open) close(cell, decimal);
    if (kind == CellKind::text && decimal.open) {
        kind = scan_any_number(cell, ',', value);
        if (kind != CellKind::text) decimal = {',', false};
    }
    if (kind == CellKind::text && is_number_word(cell)) {
        value.real = *parse_double(cell);
        kind = CellKind::real;
    }
    if (kind == CellKind::text && thousands_ != 0) {
        for (const char mark : {decimal.mark, decimal.open ? ',' : decimal.mark}) {
            const std::string plain = group_marks_.without(cell, mark);
            if (plain.empty()) continue;
            if (kind = scan_any_number(plain, mark, value); kind == CellKind::text) continue;
            if (kind == CellKind::real && decimal.open && plain.find(mark) != plain.npos)
                decimal = {mark, false};
            break;
        }
    }
    return kind;
}

Notation CellRules::other_notation(std::string_view cell) const {
    cell = trim_blanks(cell);
    CellValue value;
    for (const char decimal : {decimal_.mark, decimal_.mark == ',' ? '.' : ','}) {
        if (decimal != decimal_.mark && scan_any_number(cell, decimal, value) == CellKind::real)
            return {.decimal = decimal, .thousands = thousands_};
        for (const char32_t thousands : {U' ', U'\'', U'.', U','}) {
            if (thousands == static_cast<unsigned char>(decimal)) continue;
            const std::string plain = GroupMarks(thousands).without(cell, decimal);
            if (!plain.empty() && scan_any_number(plain, decimal, value) != CellKind::text)
                return {.decimal = decimal, .thousands = thousands};
        }
    }
    return {};
}

CellKind CellRules::classify_slow(std::string_view cell, bool quoted, DecimalMark& decimal,
                                  CellValue& value) const {
    if (is_missing(cell, quoted) || (quoted && cell.empty() && !quoted_text_))
        return CellKind::missing;
    if (quoted && quoted_text_) return CellKind::text;
    cell = trim_blanks(cell);
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    if (!cell.empty() && !(is_ascii(cell.front()) && is_ascii(cell.back()))) {
        cell = trim_wide_blanks(cell);
        if (cell.empty() && !quoted) return CellKind::missing;
    }
    const CellKind number = classify_number(cell, decimal, value);
    if (number != CellKind::text) return number;
    if (equals_ignoring_case(cell, "true") || equals_ignoring_case(cell, "false")) {
        value.integer = cell.size() == 4;
        return CellKind::boolean;
    }
    if (const auto micros = parse_timestamp(cell)) {
        value.integer = *micros;
        return CellKind::timestamp;
    }
    if (const auto time = parse_local_time(cell)) {
        value.time = *time;
        return CellKind::local_time;
    }
    return CellKind::text;
}

}  // namespace tenon

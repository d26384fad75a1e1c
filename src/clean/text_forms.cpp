#include "clean/text_forms.hpp"

#include <algorithm>
#include <vector>

#include "base/number_text.hpp"
#include "base/utf8.hpp"

namespace tenon::clean {

namespace {

bool is_blank(char32_t c) noexcept {
    return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) ||
           c == 0x3000 || c == 0xFEFF;
}

char32_t lower(char32_t c) noexcept {
    if (c >= 'A' && c <= 'Z') return c + 32;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
    // Latin Extended-A: pairs, the capital even up to U+0137 and from U+014A, odd between.
    if ((c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14A && c <= 0x177))
        return c | 1;
    if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 ? c + 1 : c;
    if (c == 0x178) return 0xFF;
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;
    if (c >= 0x410 && c <= 0x42F) return c + 32;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    return c;
}

char32_t upper(char32_t c) noexcept {
    if (c == 0xFF) return 0x178;
    // Every capital above is at one of these distances before its small letter.
    for (const char32_t step : {1u, 32u, 80u})
        if (c > step && lower(c - step) == c && c - step != c) return c - step;
    return c;
}

// What stands for U+FF61 to U+FF9F, the half-width punctuation and katakana, in common writing.
constexpr char32_t katakana[] =
    U"。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソ"
    U"タチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン\u3099\u309A";
constexpr char32_t first_katakana = 0xFF61, last_katakana = 0xFF9F;
constexpr char32_t voiced_mark = 0xFF9E, half_voiced_mark = 0xFF9F;
// What stands for U+FFE0 to U+FFE6.
constexpr char32_t full_signs[] = U"¢£¬¯¦¥₩";

char32_t half_width(char32_t c) noexcept {
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
    if (c >= first_katakana && c <= last_katakana) return katakana[c - first_katakana];
    if (c >= 0xFFE0 && c <= 0xFFE6) return full_signs[c - 0xFFE0];
    return c == 0x3000 ? U' ' : c;
}

// The half-voiced form, pa of ha, 0 where there is none.
char32_t half_voiced(char32_t c) noexcept {
    return c >= U'ハ' && c <= U'ホ' && (c - U'ハ') % 3 == 0 ? c + 2 : 0;
}

// The voiced form of a katakana, 0 where it has none: it stands right behind the plain one.
char32_t voiced(char32_t c) noexcept {
    if (c >= U'カ' && c <= U'チ') return c % 2 ? c + 1 : 0;
    if (c == U'ツ' || c == U'テ' || c == U'ト' || half_voiced(c)) return c + 1;
    return c == U'ウ' ? U'ヴ' : c == U'ワ' ? U'ヷ' : c == U'ヲ' ? U'ヺ' : 0;
}

// Latin letters, digits and signs in half width, katakana in full width with its marks joined to it
// (as the compatibility composition of Unicode, NFKC, has them).
std::u32string in_common_width(std::u32string_view text) {
    std::u32string out;
    for (const char32_t c : text) {
        const char32_t before = out.empty() ? 0 : out.back();
        if (c == voiced_mark && voiced(before)) {
            out.back() = voiced(before);
        } else if (c == half_voiced_mark && half_voiced(before)) {
            out.back() = half_voiced(before);
        } else {
            out.push_back(half_width(c));
        }
    }
    return out;
}

bool is_digit(char32_t c) noexcept {
    return c >= '0' && c <= '9';
}

// Letters of other scripts too.
bool is_letter_or_digit(char32_t c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) ||
           (c >= 0x80 && !is_blank(c));
}

bool is_separator(char32_t c) noexcept {
    return is_blank(c) || c == '-' || c == '_' || c == '/' || c == '.';
}

// Whether the separators between `before` and `after` may go without joining two numbers or
// turning a sign or a point into nothing: "T -5" is not "T5", and "x-.5" not "x5".
bool is_idle(char32_t before, std::u32string_view separators, char32_t after) {
    if (!is_letter_or_digit(before) || !is_letter_or_digit(after))
        return std::all_of(separators.begin(), separators.end(), is_blank);
    if (!is_digit(after)) return true;
    const bool joined =
        separators.size() > 1 && (separators.back() == '-' || separators.back() == '.');
    return !is_digit(before) && !joined;
}

}  // namespace

std::string in_form(std::string_view text, const TextForm& form) {
    std::u32string points = code_points(text);
    if (form.half_width) points = in_common_width(points);
    if (form.letter_case != Case::keep)
        std::transform(points.begin(), points.end(), points.begin(),
                       form.letter_case == Case::lower ? lower : upper);
    if (form.trim) {
        const auto first = std::find_if_not(points.begin(), points.end(), is_blank);
        const auto last =
            std::find_if_not(points.rbegin(), std::make_reverse_iterator(first), is_blank);
        points = std::u32string(first, last.base());
    }
    std::string out;
    bool blank_before = false;
    for (const char32_t c : points) {
        const bool blank = is_blank(c);
        const bool dropped = form.single && blank && blank_before;
        blank_before = blank;
        if (!dropped) append_utf8(out, static_cast<std::uint32_t>(form.single && blank ? U' ' : c));
    }
    return out;
}

std::string category_form(std::string_view word) {
    const std::string plain = in_form(word, {.letter_case = Case::lower});
    if (parse_double(plain)) return plain;
    const std::u32string points = code_points(plain);
    std::string out;
    for (std::size_t i = 0; i < points.size();) {
        const auto end = static_cast<std::size_t>(
            std::find_if_not(points.begin() + static_cast<std::ptrdiff_t>(i), points.end(),
                             is_separator) -
            points.begin());
        const auto between = std::u32string_view(points).substr(i, end - i);
        const bool inside = i > 0 && end < points.size();
        if (!inside || !is_idle(points[i - 1], between, points[end]))
            for (const char32_t c : between) append_utf8(out, static_cast<std::uint32_t>(c));
        if (end < points.size()) append_utf8(out, static_cast<std::uint32_t>(points[end]));
        i = end + 1;
    }
    return parse_double(out) ? plain : out;
}

std::int64_t edit_distance(std::string_view a, std::string_view b, std::int64_t most) {
    const std::u32string x = code_points(a), y = code_points(b);
    const auto gap = x.size() > y.size() ? x.size() - y.size() : y.size() - x.size();
    if (static_cast<std::int64_t>(gap) > most) return most + 1;
    std::vector<std::int64_t> above(y.size() + 1), row(y.size() + 1), two_above;
    for (std::size_t j = 0; j <= y.size(); ++j) row[j] = static_cast<std::int64_t>(j);
    for (std::size_t i = 1; i <= x.size(); ++i) {
        two_above = std::move(above);
        above = row;
        row[0] = static_cast<std::int64_t>(i);
        for (std::size_t j = 1; j <= y.size(); ++j) {
            row[j] = std::min(
                {above[j] + 1, row[j - 1] + 1, above[j - 1] + (x[i - 1] == y[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
    }
    return std::min(row[y.size()], most + 1);
}

}  // namespace tenon::clean

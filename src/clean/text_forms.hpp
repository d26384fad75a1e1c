// Forms of one and the same word: blanks around it, letter case, full-width letters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tenon::clean {

enum class Case : std::int32_t { keep, lower, upper };

// What counts as a blank: the ASCII ones, the no-break blank, those of U+2000 to U+200B, U+3000 (as
// wide as a Chinese character) and the byte order mark.
struct TextForm {
    bool trim = true;        // takes blanks off both ends
    bool single = true;      // runs of blanks inside become one
    bool half_width = true;  // U+FF01 to U+FF5E become the ASCII they are wide forms of, U+3000 a
                             // blank; U+FF61 on (half-width katakana) stays
    Case letter_case = Case::keep;  // ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic letters
};

// The text must be UTF-8, as the text of every column is.
std::string in_form(std::string_view text, const TextForm& form);

// By what spellings of a category are compared. Case, width and blanks do not count, nor do - _ / .
// and blanks between two letters, or a letter and a digit: "M-11", "m_11" and "M 11" are one. What
// changes the meaning stays: every other mark, a separator between two digits ("1.5", "2024-05"),
// a sign before a digit and the point of a fraction. A number is compared as it is, and nothing
// else as a number.
std::string category_form(std::string_view word);

// Insertions, deletions, substitutions and swaps of neighbours that make a out of b, in characters
// (L. Boytsov, Indexing methods for approximate dictionary searching, 2011: optimal string
// alignment); `most` + 1 where it is more than `most`.
std::int64_t edit_distance(std::string_view a, std::string_view b, std::int64_t most);

}  // namespace tenon::clean

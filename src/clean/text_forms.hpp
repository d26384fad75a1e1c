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
    bool letters_only = false;  // drops everything of ASCII but letters and digits, to compare by
};

// The text must be UTF-8, as the text of every column is.
std::string in_form(std::string_view text, const TextForm& form);

// Insertions, deletions, substitutions and swaps of neighbours that make a out of b, in characters
// (L. Boytsov, Indexing methods for approximate dictionary searching, 2011: optimal string
// alignment); `most` + 1 where it is more than `most`.
std::int64_t edit_distance(std::string_view a, std::string_view b, std::int64_t most);

}  // namespace tenon::clean

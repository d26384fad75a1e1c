#include "report/messages.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace tenon;
using report::Word;
using report::Words;

namespace {

std::set<char> placeholders(std::string_view text) {
    std::set<char> found;
    for (std::size_t i = 0; i + 2 < text.size(); ++i)
        if (text[i] == '{' && text[i + 2] == '}') found.insert(text[i + 1]);
    return found;
}

bool has_chinese(std::string_view text) {
    for (const char c : text)  // every character from U+3000 on starts with a byte of E3 or more
        if (static_cast<unsigned char>(c) >= 0xE3) return true;
    return false;
}

}  // namespace

TEST_CASE("every word of the report exists in both languages") {
    const Words english(Language::english), chinese(Language::chinese);
    // Names that are the same in both.
    const std::set<Word> shared = {Word::language_tag, Word::interval_from_to, Word::part_of};
    for (int i = 0; i < static_cast<int>(Word::last_); ++i) {
        const auto word = static_cast<Word>(i);
        CAPTURE(i);
        CAPTURE(english(word));
        CHECK(!english(word).empty());
        CHECK(!has_chinese(english(word)));
        if (!shared.count(word)) CHECK(has_chinese(chinese(word)));
    }
}

TEST_CASE("both languages take the same arguments") {
    const Words english(Language::english), chinese(Language::chinese);
    for (int i = 0; i < static_cast<int>(Word::last_); ++i) {
        const auto word = static_cast<Word>(i);
        CAPTURE(english(word));
        CHECK(placeholders(english(word)) == placeholders(chinese(word)));
    }
}

TEST_CASE("an argument that looks like a placeholder is shown as it is") {
    const Words words(Language::english);
    CHECK(words(Word::roc_operating, {"{0}"}) == "threshold {0}");
}

TEST_CASE("counted things have a singular and a plural") {
    const Words words(Language::english);
    CHECK(words.count(Word::one_row, 1) == "1 row");
    CHECK(words.count(Word::one_row, 0) == "0 rows");
    CHECK(words.count(Word::one_order, 12345) == "12,345 orders");
    CHECK(words.count(Word::one_day, 2) == "2 days");
    CHECK(words.count(Word::one_cell, 2) == "2 cells");
    CHECK(words.count(Word::one_column, 2) == "2 columns");
    CHECK(words.count(Word::one_machine, 2) == "2 machines");
}

TEST_CASE("an unknown language falls back to English") {
    CHECK(Words(static_cast<Language>(77))(Word::yes) == "yes");
}

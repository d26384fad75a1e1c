// Words in one form, spellings of one category in one spelling.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "clean/text_forms.hpp"
#include "plan_step_run.hpp"

using namespace tenon;
using namespace tenon::clean;
using test::run_step;

namespace {

std::vector<std::string> words(const Table& table, const char* name) {
    std::vector<std::string> out;
    for (std::int64_t row = 0; row < table.rows(); ++row)
        out.push_back(table.column(name).valid(row) ? std::string(table.column(name).text(row))
                                                    : "(missing)");
    return out;
}

}  // namespace

TEST_CASE("blanks of every kind go from the ends and become one inside") {
    CHECK(in_form(" \t a \xC2\xA0 b\xE3\x80\x80", {}) == "a b");
    CHECK(in_form("   ", {}).empty());
    CHECK(in_form("a  b", {.single = false}) == "a  b");
    CHECK(in_form(" a", {.trim = false}) == " a");
}

TEST_CASE("full-width letters, digits and marks become the ASCII they are forms of") {
    CHECK(in_form("\xEF\xBC\xAD\xEF\xBC\x8D\xEF\xBC\x91\xEF\xBC\x92", {}) == "M-12");
    CHECK(in_form("\xE6\xB8\xA9\xE5\xBA\xA6", {}) == "\xE6\xB8\xA9\xE5\xBA\xA6");  // stays
}

TEST_CASE("half-width katakana becomes katakana of full width, with its marks joined to it") {
    CHECK(in_form("ｶﾞｽﾊﾟｲﾌﾟ ﾎﾞﾙﾄ､ｳﾞｨﾁﾂﾃﾞ", {}) == "ガスパイプ ボルト、ヴィチツデ");
    CHECK(in_form("カﾞガﾞｱﾞ", {}) == "ガガ\u3099ア\u3099");
    CHECK(in_form("ｶ", {.half_width = false}) == "ｶ");
    CHECK(category_form("ﾓｰﾀｰ") == category_form("モーター"));
}

TEST_CASE("case is changed in Latin, Greek and Cyrillic, and there and back") {
    const std::string upper =
        "ABZ \xC3\x84\xC3\x96 \xC5\xB8 \xC4\x80 \xC5\xBD \xCE\xA9 \xD0\x96 \xD0\x81";
    const std::string lower =
        "abz \xC3\xA4\xC3\xB6 \xC3\xBF \xC4\x81 \xC5\xBE \xCF\x89 \xD0\xB6 \xD1\x91";
    CHECK(in_form(upper, {.letter_case = Case::lower}) == lower);
    CHECK(in_form(lower, {.letter_case = Case::upper}) == upper);
}

TEST_CASE("an edit distance counts characters and swaps, up to the limit") {
    CHECK(edit_distance("status", "status", 2) == 0);
    CHECK(edit_distance("sttaus", "status", 2) == 1);
    CHECK(edit_distance("m\xC3\xBCller", "muller", 2) == 1);
    CHECK(edit_distance("", "abc", 5) == 3);
    CHECK(edit_distance("kitten", "sitting", 2) == 3);
}

TEST_CASE("the step text tidies every text column and says what became what") {
    const Table table({"m", "x"}, {Column::from_text({" M-1 ", "M-1", "  "}, {true, true, true}),
                                   Column::from_int64({1, 2, 3})});
    const Table out = run_step(R"("step": "text", "case": "lower")", table);
    CHECK(words(out, "m") == std::vector<std::string>{"m-1", "m-1", "(missing)"});
    CHECK(out.changes().back().cells == 3);
    CHECK(words(run_step(R"("step": "text", "empty_is_missing": false)", table), "m")[2].empty());
}

TEST_CASE("what is empty after the step text is missing, whether it was before or not") {
    const Table table({"s"}, {Column::from_text({"", "  ", "x", ""}, {true, true, true, false})});
    const Table out = run_step(R"("step": "text")", table);
    CHECK(words(out, "s") == std::vector<std::string>{"(missing)", "(missing)", "x", "(missing)"});
    CHECK(out.changes().back().cells == 2);
    CHECK(out.changes().back().reason.find("\"  \" became missing") != std::string::npos);
}

TEST_CASE("of spellings that are as frequent a tidy one stays") {
    const Table table({"s"},
                      {Column::from_text({"OK ", "ok", "OK ", "ok", "ok", "OK ", "Aus", "AUS"},
                                         std::vector<bool>(8, true))});
    CHECK(words(run_step(R"("step": "categories")", table), "s") ==
          std::vector<std::string>{"ok", "ok", "ok", "ok", "ok", "ok", "AUS", "AUS"});
}

TEST_CASE("spellings of a category become its most frequent one") {
    const Table table(
        {"m"}, {Column::from_text(
                   {"M-11", "M-11", " m-11", "\xEF\xBC\xAD 11", "M-12", "m_12", "M-12", "?", ""},
                   {true, true, true, true, true, true, true, true, false})});
    CHECK(words(run_step(R"("step": "categories")", table), "m") ==
          std::vector<std::string>{"M-11", "M-11", "M-11", "M-11", "M-12", "M-12", "M-12", "?",
                                   "(missing)"});
    CHECK(words(run_step(R"("step": "categories", "punctuation_counts": true)", table), "m")[5] ==
          "m_12");
    const Table next({"m"}, {Column::from_text({"m 12", "new"})});
    CHECK(words(run_step(R"("step": "categories")", table, &next), "m") ==
          std::vector<std::string>{"M-12", "new"});
}

TEST_CASE("categories that differ in a mark that changes the meaning stay apart") {
    const std::vector<std::string> apart = {
        ">5",  "<5",    "5",   "-5",    "+5",      "C++",     "C#",   "C",   "1.5",
        "15",  "1-5",   "1/5", "1 5",   "M-1.0",   "M-10",    "T -5", "T5",  "1e-5",
        "1e5", "1 e 5", "10%", "10",    "2024-05", "2024/05", "a, b", "a b", "x -.5",
        "x 5", "> -7",  "> 7", "5 - 3", "53",      "1,5",     "P?",   "P"};
    const Table table({"m"}, {Column::from_text(apart)});
    CHECK(words(run_step(R"("step": "categories")", table), "m") == apart);
    std::vector<std::string> frequent(30, "over >5.0 h");
    for (const char* word : {"over <5.0 h", "over >50 h"}) frequent.push_back(word);
    const Table slips({"m"}, {Column::from_text(frequent)});
    CHECK(words(run_step(R"("step": "categories", "distance": 2)", slips), "m") == frequent);
}

TEST_CASE("separators between letters, and between a letter and a digit, are one spelling") {
    for (const char* other :
         {"hot rolled-11", "Hot_Rolled 11", "hot/rolled.11", "HOTROLLED11", " hot - rolled_11 "}) {
        CAPTURE(other);
        const Table table({"m"}, {Column::from_text({"hot-rolled 11", "hot-rolled 11", other})});
        CHECK(words(run_step(R"("step": "categories")", table), "m")[2] == "hot-rolled 11");
    }
    const Table marks({"m"}, {Column::from_text({"> 5", "> 5", ">5", "C ++", "C ++", "c++"})});
    CHECK(words(run_step(R"("step": "categories")", marks), "m") ==
          std::vector<std::string>{"> 5", "> 5", "> 5", "C ++", "C ++", "C ++"});
}

TEST_CASE("a slip of the hand joins a word far more frequent, but digits are never a slip") {
    std::vector<std::string> cells(40, "running");
    for (int i = 0; i < 20; ++i) cells.push_back("M-1001");
    for (const char* word : {"runing", "runnnig", "M-1002", "stopped"}) cells.push_back(word);
    const Table table({"s"}, {Column::from_text(cells)});
    const auto out = words(run_step(R"("step": "categories", "distance": 2)", table), "s");
    CHECK(out[60] == "running");
    CHECK(out[61] == "running");
    CHECK(out[62] == "M-1002");
    CHECK(out[63] == "stopped");
    CHECK(words(run_step(R"("step": "categories")", table), "s")[60] == "runing");
}

TEST_CASE("a number column is no text") {
    const Table table({"x"}, {Column::from_int64({1})});
    CHECK_THROWS_AS(run_step(R"("step": "text", "columns": ["x"])", table), Error);
    CHECK_THROWS_AS(run_step(R"("step": "categories", "columns": ["x"])", table), Error);
}

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "ilp/refusal.hpp"
#include "random_problem.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;
using test::has;

namespace {

Problem read(const std::string& text) {
    return read_problem_text({}, text, ProblemFormat::lp);
}

std::string refusal(const std::string& text, Status status = Status::parse) {
    return test::refusal(read, text, status);
}

using Numbers = std::vector<double>;

Numbers interval(const std::string& constraint) {
    const Problem problem = read("min\n x + y\nst\n r: " + constraint + "\nend\n");
    REQUIRE(problem.rows() == 1);
    return {problem.row_lower()[0], problem.row_upper()[0]};
}

Numbers bounds_of_x(const std::string& lines) {
    const Problem problem = read("min\n x + y\nst\n r: x + y >= 1\nbounds\n" + lines + "\nend\n");
    return {problem.lower()[0], problem.upper()[0]};
}

}  // namespace

TEST_CASE("a model with every section") {
    const Problem problem = read(
        "\\ a comment\n"
        "Maximize\n"
        " obj: x1 + 2 x2 + 3x3 - x4 + 10\n"
        "Subject To\n"
        " c1: - x1 + x2 + x3 + 10 x4 <= 20 \\ and another\n"
        " c2: x1 - 3 x2\n"
        "   + x3 <= 30\n"
        " c3: x2 - 3.5e0 x4 = 0\n"
        "Bounds\n"
        " 0 <= x1 <= 40\n"
        " 2 <= x4 <= 3\n"
        "Generals\n"
        " x4\n"
        "Binaries\n"
        " x3\n"
        "End\n");
    CHECK(problem.sense() == Sense::maximize);
    CHECK(problem.offset() == 10);
    CHECK(test::same_values(problem.cost(), Numbers{1, 2, 3, -1}));
    CHECK(test::same_values(problem.upper(), Numbers{40, infinity, 1, 3}));
    CHECK(test::same_values(problem.lower(), Numbers{0, 0, 0, 2}));
    CHECK(problem.type()[2] == ColumnType::binary);
    CHECK(problem.type()[3] == ColumnType::integer);
    CHECK(problem.rows() == 3);
    CHECK(problem.row_name(1) == "c2");
    CHECK(test::same_values(problem.value(), Numbers{-1, 1, 1, 10, 1, -3, 1, 1, -3.5}));
}

TEST_CASE("every spelling of the sections") {
    for (const char* sense : {"max", "MAXIMUM", "Maximise", "maximize"})
        for (const char* rows : {"st", "s.t.", "ST.", "Subject To", "such that", "subject  to"})
            CHECK(read(std::string(sense) + " x\n" + rows + " x + y <= 4\nEnd").rows() == 1);
    const Problem problem =
        read("min x + y + z\nst x + y + z >= 1\nbound x <= 3\ngen x\nbin y\nint z\nEnd");
    CHECK(problem.type()[0] == ColumnType::integer);
    CHECK(problem.type()[1] == ColumnType::binary);
    CHECK(problem.type()[2] == ColumnType::integer);
    CHECK(problem.upper()[2] == infinity);
}

TEST_CASE("constraints in every direction") {
    CHECK(interval("x + y <= 4") == Numbers{-infinity, 4});
    CHECK(interval("x + y =< 4") == Numbers{-infinity, 4});
    CHECK(interval("x + y < 4") == Numbers{-infinity, 4});
    CHECK(interval("x + y => -4") == Numbers{-4, infinity});
    CHECK(interval("x + y = 4") == Numbers{4, 4});
    CHECK(interval("x + y == 4") == Numbers{4, 4});
    CHECK(interval("-5 <= x + y <= 8") == Numbers{-5, 8});
    CHECK(interval("8 >= x + y >= -5") == Numbers{-5, 8});
    CHECK(interval("8 >= x + y") == Numbers{-infinity, 8});
    CHECK(interval("8 = x + y") == Numbers{8, 8});
    CHECK(interval("x + y - 3 >= 2") == Numbers{5, infinity});
    CHECK(interval("x + y >= -inf") == Numbers{-infinity, infinity});
}

TEST_CASE("constants stand on either side; a sign on a new line begins the next constraint") {
    CHECK(interval("x + y >= 2 + 1") == Numbers{3, infinity});
    CHECK(interval("x + y - 4 <= 2 - 1 + 0.5") == Numbers{-infinity, 5.5});
    CHECK(interval("1 - 6 <= x + y <= 9 - 1") == Numbers{-5, 8});
    CHECK(read("min x\nst\n x + y <= 4 + 1\n - x + y >= -2\nend\n").rows() == 2);
    CHECK(has(refusal("min x\nst\n x >= 2 + y\nend"), "number alone"));
}

TEST_CASE("labels are optional, also before a constraint that begins with a sign") {
    const Problem problem = read("min x\nst\n x + y <= 4\n - x + y >= -2\n x >= 1\nend\n");
    CHECK(problem.rows() == 3);
    CHECK(test::same_values(problem.value(), Numbers{1, 1, -1, 1, 1}));
    CHECK(problem.row_name(2) == "r2");
}

TEST_CASE("terms: repeated columns, signs, numbers glued to names") {
    const Problem problem =
        read("min 2x + -3 y - - z + 0 w\nst\n r: x + x + 2e1 y - z + 3e2z >= 1\nend");
    CHECK(test::same_values(problem.cost(), Numbers{2, -3, 1, 0}));
    CHECK(test::same_values(problem.value(), Numbers{2, 20, 299}));
    CHECK(problem.columns() == 4);
}

TEST_CASE("keywords are names where they do not begin a line, or stand before a colon") {
    const Problem problem = read("min x + st + end\nst\n bin: x + free + bounds >= 1\nend");
    CHECK(problem.columns() == 5);
    CHECK(problem.row_name(0) == "bin");
}

TEST_CASE("labels may be numbers, rows may be empty, and so may sections beyond linear models") {
    const Problem problem =
        read("min x\nst\n 1: x >= 2\n 002: x <= 9\n none: <= 4\nsemi\nsos\nend");
    CHECK(problem.rows() == 3);
    CHECK(problem.row_name(1) == "002");
    CHECK(problem.row_upper()[2] == 4);
    CHECK(problem.nonzeros() == 2);
}

TEST_CASE("an objective may be empty or a constant") {
    CHECK(read("min\nst\n x >= 1\nend").cost()[0] == 0);
    CHECK(read("min obj:\nst\n x >= 1\nend").cost()[0] == 0);
    CHECK(read("min 5\nst\n x >= 1\nend").offset() == 5);
}

TEST_CASE("each form of a bound") {
    CHECK(bounds_of_x("x free") == Numbers{-infinity, infinity});
    CHECK(bounds_of_x("x free\nx >= -5") == Numbers{-5, infinity});
    CHECK(bounds_of_x("-inf <= x <= inf\nx <= 4") == Numbers{-infinity, 4});
    CHECK(bounds_of_x("-2 <= x <= 5") == Numbers{-2, 5});
    CHECK(bounds_of_x("x <= 5\nx >= -2") == Numbers{-2, 5});
    CHECK(bounds_of_x("3 <= x") == Numbers{3, infinity});
    CHECK(bounds_of_x("3 >= x") == Numbers{0, 3});
    CHECK(bounds_of_x("x = 4") == Numbers{4, 4});
    CHECK(bounds_of_x("-inf <= x <= +infinity") == Numbers{-infinity, infinity});
    CHECK(bounds_of_x("-infinity <= x <= -3") == Numbers{-infinity, -3});
    CHECK(bounds_of_x("x <= 1e30") == Numbers{0, infinity});
}

TEST_CASE("bounds and types may bring a column, as HiGHS and GLPK write them; the log names it") {
    std::vector<std::string> notes;
    Context context;
    context.log = [&](LogLevel, std::string_view line) { notes.emplace_back(line); };
    const Problem problem = read_problem_text(
        context, "min speed\nst\n speed >= 2\nbounds\n sped <= 1\ngen\n q\nend", ProblemFormat::lp);
    CHECK(problem.columns() == 3);
    CHECK(problem.upper()[1] == 1);
    CHECK(problem.type()[2] == ColumnType::integer);
    REQUIRE(notes.size() == 1);
    CHECK(has(notes[0], "2 columns"));
    CHECK(has(notes[0], "the first is \"sped\""));
    CHECK(has(notes[0], "near names are \"speed\""));
    notes.clear();
    read_problem_text(context, "min x\nst\n x >= 2\nbounds\n y <= 1\nend", ProblemFormat::lp);
    REQUIRE(notes.size() == 1);
    CHECK(has(notes[0], "column \"y\" is in no constraint"));
}

TEST_CASE("comments with a meaning: the name, a constant, the other side of a row") {
    const std::string mark = "\\tenon: the next row is the other side of the one above\n";
    const auto text = [&](const std::string& second) {
        return "\\Problem name: day plan\n\\tenon: the number 1 is written as one\nmin x + 2.5 "
               "one\nst\n"
               " r: x + y >= 1\n" +
               mark + second + "\n s: x + one >= 3\nbounds\n one = 1\nend";
    };
    const Problem problem = read(text(" u: x + y <= 4"));
    CHECK(problem.name() == "day plan");
    CHECK(problem.offset() == 2.5);
    CHECK(problem.columns() == 2);
    REQUIRE(problem.rows() == 2);
    CHECK(problem.row_lower()[0] == 1);
    CHECK(problem.row_upper()[0] == 4);
    CHECK(problem.row_lower()[1] == 2);
    // What is not the other side is a row of its own.
    CHECK(read(text(" u: x + 2 y <= 4")).rows() == 3);
    CHECK(read(text(" u: x + y >= 0")).rows() == 3);
    std::string wrong = text(" u: x + y <= 4");
    wrong.replace(wrong.find("one = 1"), 7, "one <= 1");
    CHECK(has(refusal(wrong), "number 1 by a comment"));
}

TEST_CASE("binary columns keep to 0..1 whatever the bounds say") {
    const Problem problem = read("min x\nst\n x + y >= 1\nbounds\n x <= 5\nbin\n x\nend");
    CHECK(problem.upper()[0] == 1);
}

TEST_CASE("what is wrong is refused with the line and the words") {
    CHECK(has(refusal(""), "empty"));
    CHECK(has(refusal("hello world\n"), "begins with Minimize or Maximize"));
    CHECK(has(refusal("min x\nst\n x >= 1\n"), "without End"));
    CHECK(has(refusal("min x\nst\n x >= \nend"), "number alone"));
    CHECK(has(refusal("min x\nst\n x\nend"), "not complete"));
    CHECK(has(refusal("min x\nst\n x >= y\nend"), "number alone"));
    CHECK(has(refusal("min x\nst\n x >= 2 y\nend"), "number alone"));
    CHECK(has(refusal("min x\nst\n 3 >= 2\nend"), "without columns"));
    CHECK(has(refusal("min x\nst\n >= 2\nend"), "expression is missing"));
    CHECK(has(refusal("min x\nst\n 1 <= x >= 2\nend"), "one direction"));
    CHECK(has(refusal("min x y\nst\n x >= 2\nend"), "does not fit in the objective"));
    CHECK(has(refusal("min x +\nst\n x >= 2\nend"), "after the sign"));
    CHECK(has(refusal("min x\nst\n r: x >= 2\n r: x <= 5\nend"), "line 4"));
    CHECK(has(refusal("min x\nst\n x >= 2\nbounds\n x <= -3\nend"), "-inf <= x <= -3"));
    CHECK(has(refusal("min x\nst\n x >= 2\nbounds\n 5 <= x <= 3\nend"), "above"));
    CHECK(has(refusal("min x\nst\n x >= 2\nbounds\n x <= 3\n x <= 4\nend"), "two different upper"));
    CHECK(has(refusal("min x\nst\n x >= 2\nbounds\n x <= q\nend"), "number"));
    CHECK(has(refusal("min x\nst\n x <= -inf\nend"), "no number"));
    CHECK(has(refusal("min 1e999 x\nst\n x >= 2\nend"), "finite"));
    CHECK(has(refusal("min inf x\nst\n x >= 2\nend"), "finite"));
    CHECK(has(refusal("min x\nst\n x >= 2\nmin y\nend"), "second objective"));
    CHECK(has(refusal(std::string("min x\x01\nst\n x >= 2\nend")), "byte 1"));
    CHECK(has(refusal("min x\xFF\nst\n x >= 2\nend"), "UTF-8"));
}

TEST_CASE("a message names the column, counts from one and says where the other one is") {
    CHECK(has(refusal("min x\nst\n x >= 2\nbounds\n x <= 3\n x <= 4\nend"),
              "line 6: column \"x\" has two different upper bounds, 3 and 4"));
    CHECK(has(refusal("min x\nst\n x >= 2\nbounds\n x >= 3\n x >= 4\nend"),
              "line 6: column \"x\" has two different lower bounds, 3 and 4"));
    CHECK(has(refusal("min x\nst\n r: x >= 2\n q: x >= 1\n r: x <= 5\nend"),
              "line 5: the name \"r\" is already used by row 1 in line 3"));
    CHECK(has(refusal("min x\nst\n c[1]: x >= 2\nend"), "\"c[\": names have no brackets"));
    CHECK(has(refusal("min x Subject To\n r: x >= 2\nend"),
              "\"Subject\" does not fit in the objective; a section begins on a new line"));
}

TEST_CASE("what the format offers beyond linear models is refused as unsupported") {
    CHECK(has(refusal("min [ x ^2 ] / 2\nst\n x >= 2\nend", Status::unsupported), "quadratic"));
}

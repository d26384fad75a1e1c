// What the sections of an MPS file mean. Checked against HiGHS 1.x, CLP 1.17 and GLPK 5.0 by hand;
// where they differ the test says whom tenon follows.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "ilp/refusal.hpp"
#include "random_problem.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;
using test::has;

namespace {

struct Parts {
    std::string head = "NAME T\n";
    std::string rows = " N  COST\n L  R1\n";
    std::string columns = "    X  COST  1  R1  1\n    Y  COST  2  R1  3\n";
    std::string rhs = "RHS\n    RHS  R1  4\n";
    std::string ranges = "";
    std::string bounds = "";
};

std::string text_of(const Parts& parts) {
    return parts.head + "ROWS\n" + parts.rows + "COLUMNS\n" + parts.columns + parts.rhs +
           (parts.ranges.empty() ? "" : "RANGES\n" + parts.ranges) +
           (parts.bounds.empty() ? "" : "BOUNDS\n" + parts.bounds) + "ENDATA\n";
}

Problem read(const std::string& text, std::vector<std::string>* notes = nullptr) {
    Context context;
    if (notes)
        context.log = [notes](LogLevel, std::string_view line) { notes->emplace_back(line); };
    return read_problem_text(context, text, ProblemFormat::mps);
}

struct Bounds {
    double lower, upper;
    ColumnType type;
    bool operator==(const Bounds&) const = default;
};

// The bounds and type of X after the lines of BOUNDS; X between markers or not.
Bounds bounds_of_x(const std::string& lines, bool marked = false) {
    Parts parts;
    if (marked)
        parts.columns =
            "    M  'MARKER'  'INTORG'\n    X  COST  1  R1  1\n    M  'MARKER'  'INTEND'\n"
            "    Y  COST  2  R1  3\n";
    parts.bounds = lines;
    const Problem problem = read(text_of(parts));
    CHECK(problem.type()[1] == ColumnType::continuous);
    return {problem.lower()[0], problem.upper()[0], problem.type()[0]};
}

constexpr auto continuous = ColumnType::continuous;
constexpr auto integer = ColumnType::integer;
constexpr auto binary = ColumnType::binary;

std::string refusal(const std::string& text, Status status = Status::parse) {
    return test::refusal([](const std::string& lines) { return read(lines); }, text, status);
}

}  // namespace

TEST_CASE("a plain model") {
    const Problem problem = read(text_of({}));
    CHECK(problem.name() == "T");
    CHECK(problem.sense() == Sense::minimize);
    CHECK(problem.columns() == 2);
    CHECK(problem.rows() == 1);
    CHECK(problem.column_name(1) == "Y");
    CHECK(problem.row_name(0) == "R1");
    CHECK(test::same_values(problem.cost(), std::vector<double>{1, 2}));
    CHECK(test::same_values(problem.value(), std::vector<double>{1, 3}));
    CHECK(problem.row_lower()[0] == -infinity);
    CHECK(problem.row_upper()[0] == 4);
    CHECK(problem.upper()[0] == infinity);
}

TEST_CASE("every spelling of the sense") {
    for (const char* head :
         {"OBJSENSE\n    MAX\n", "OBJSENSE MAX\n", "OBJSENSE\n MAXIMIZE\n", "OBJSENSE MAXIMIZE\n",
          "MAX\n", "MAXIMIZE\n", "OBJSENSE\nMAX\n", "OBJSENSE\n  maximise\n"}) {
        CAPTURE(head);
        CHECK(read(text_of({.head = std::string("NAME T\n") + head})).sense() == Sense::maximize);
        CHECK(read(text_of({.head = head + std::string("NAME T\n")})).sense() == Sense::maximize);
    }
    for (const char* head : {"OBJSENSE\n    MIN\n", "OBJSENSE MINIMIZE\n", "MIN\n", ""})
        CHECK(read(text_of({.head = head})).sense() == Sense::minimize);
    CHECK(has(refusal(text_of({.head = "OBJSENSE\n  UPWARD\n"})), "UPWARD"));
}

TEST_CASE("the first N row is the objective, OBJNAME another, and further ones are left out") {
    const Parts parts{.rows = " N COST\n N OTHER\n L R1\n",
                      .columns = "    X COST 1 OTHER 5\n    X R1 1\n    Y COST 2 R1 3\n"};
    CHECK(read(text_of(parts)).cost()[0] == 1);
    CHECK(read(text_of(parts)).rows() == 1);
    Parts other = parts;
    other.head = "OBJNAME\n  OTHER\n";
    CHECK(read(text_of(other)).cost()[0] == 5);
    other.head = "OBJNAME\n  NONE\n";
    CHECK(has(refusal(text_of(other)), "NONE"));
}

TEST_CASE("a right-hand side of the objective is minus its constant") {
    CHECK(read(text_of({.rhs = "RHS\n    RHS COST 10 R1 3\n"})).offset() == -10);
    CHECK(read(text_of({.rhs = "RHS\n    RHS COST -1e30\n"})).offset() == 1e30);
    CHECK(has(refusal(text_of({.rhs = "RHS\n    RHS COST inf\n"})), "right-hand side"));
}

TEST_CASE("the set name of right-hand sides is optional, and only the first set counts") {
    CHECK(read(text_of({.rhs = "RHS\n    R1 7\n"})).row_upper()[0] == 7);
    CHECK(read(text_of({.rhs = "RHS\n    R1 7 COST -2\n"})).offset() == 2);
    CHECK(read(text_of({.rhs = ""})).row_upper()[0] == 0);
    std::vector<std::string> notes;
    CHECK(read(text_of({.rhs = "RHS\n    A R1 7\n    B R1 9\n"}), &notes).row_upper()[0] == 7);
    REQUIRE(notes.size() == 1);
    CHECK(has(notes[0], "left out"));
}

TEST_CASE("a range opens the other side, on E rows by its sign") {
    const auto interval = [](const char* kind, const char* range) {
        const Problem problem =
            read(text_of({.rows = std::string(" N COST\n ") + kind + " R1\n",
                          .ranges = std::string("    RNG R1 ") + range + "\n"}));
        return std::vector<double>{problem.row_lower()[0], problem.row_upper()[0]};
    };
    using Interval = std::vector<double>;
    CHECK(interval("L", "2") == Interval{2, 4});
    CHECK(interval("L", "-2") == Interval{2, 4});
    CHECK(interval("G", "2") == Interval{4, 6});
    CHECK(interval("G", "-2") == Interval{4, 6});
    CHECK(interval("E", "2") == Interval{4, 6});
    CHECK(interval("E", "-2") == Interval{2, 4});
    CHECK(interval("E", "0") == Interval{4, 4});
    CHECK(interval("L", "0") == Interval{4, 4});
}

TEST_CASE("ranges may stand before right-hand sides, and bounds before both") {
    const Problem problem = read(
        "ROWS\n N C\n G R\nCOLUMNS\n X R 1\nBOUNDS\n UP B X 9\nRANGES\n S R 2\nRHS\n S R "
        "5\nENDATA\n");
    CHECK(problem.row_lower()[0] == 5);
    CHECK(problem.row_upper()[0] == 7);
    CHECK(problem.upper()[0] == 9);
}

TEST_CASE("each kind of bound") {
    CHECK(bounds_of_x(" UP B X 5\n") == Bounds{0, 5, continuous});
    CHECK(bounds_of_x(" LO B X -5\n") == Bounds{-5, infinity, continuous});
    CHECK(bounds_of_x(" FX B X 3\n") == Bounds{3, 3, continuous});
    CHECK(bounds_of_x(" FR B X\n") == Bounds{-infinity, infinity, continuous});
    CHECK(bounds_of_x(" FR B X\n LO B X -5\n UP B X 4\n") == Bounds{-5, 4, continuous});
    CHECK(bounds_of_x(" MI B X\n LO B X -3\n") == Bounds{-3, infinity, continuous});
    CHECK(bounds_of_x(" MI B X\n") == Bounds{-infinity, infinity, continuous});
    CHECK(bounds_of_x(" MI B X\n UP B X 4\n") == Bounds{-infinity, 4, continuous});
    CHECK(bounds_of_x(" PL B X\n") == Bounds{0, infinity, continuous});
    CHECK(bounds_of_x(" BV B X\n") == Bounds{0, 1, binary});
    CHECK(bounds_of_x(" LI B X 2\n") == Bounds{2, infinity, integer});
    CHECK(bounds_of_x(" UI B X 7\n") == Bounds{0, 7, integer});
    CHECK(bounds_of_x(" UP B X 1e30\n LO B X -1e30\n") == Bounds{-infinity, infinity, continuous});
    CHECK(bounds_of_x(" UP B X Inf\n") == Bounds{0, infinity, continuous});
}

TEST_CASE("bounds without a set name") {
    CHECK(bounds_of_x(" UP X 5\n") == Bounds{0, 5, continuous});
    CHECK(bounds_of_x(" BV X\n") == Bounds{0, 1, binary});
    CHECK(bounds_of_x(" FR X\n") == Bounds{-infinity, infinity, continuous});
    CHECK(bounds_of_x(" BV X 1\n") == Bounds{0, 1, binary});
    CHECK(bounds_of_x(" BV B X 1\n") == Bounds{0, 1, binary});
}

TEST_CASE("integer columns between markers: 0..1 without bounds, as in HiGHS, COIN-OR and GLPK") {
    CHECK(bounds_of_x("", true) == Bounds{0, 1, integer});
    CHECK(bounds_of_x(" LO B X 2\n", true) == Bounds{2, infinity, integer});
    CHECK(bounds_of_x(" PL B X\n", true) == Bounds{0, infinity, integer});
    CHECK(bounds_of_x(" MI B X\n", true) == Bounds{-infinity, infinity, integer});
    CHECK(bounds_of_x(" UP B X 9\n", true) == Bounds{0, 9, integer});
}

TEST_CASE(
    "a negative upper bound without a lower one opens it, as in COIN-OR and CPLEX, and says so") {
    CHECK(bounds_of_x(" UP B X -2\n") == Bounds{-infinity, -2, continuous});
    CHECK(bounds_of_x(" UP B X -2\n", true) == Bounds{-infinity, -2, integer});
    CHECK(bounds_of_x(" UP B X -2\n LO B X -5\n") == Bounds{-5, -2, continuous});
    CHECK(bounds_of_x(" UP B X 0\n") == Bounds{0, 0, continuous});
    std::vector<std::string> notes;
    read(text_of({.bounds = " UP B X -2\n"}), &notes);
    REQUIRE(notes.size() == 1);
    CHECK(has(notes[0], "\"X\""));
    CHECK(has(refusal(text_of({.bounds = " LO B X 0\n UP B X -2\n"})), "above"));
}

TEST_CASE("numbers in Fortran's notation, tabs, carriage returns, comments and blank lines") {
    const Problem problem = read(
        "* comment\r\nNAME\tT\r\nROWS\r\n N\tC\r\n L\tR\r\n\r\nCOLUMNS\r\n\tX\tR\t1.5D2\r\n"
        "* X Y Z\r\nRHS\r\n RHS R 1d-1\r\nENDATA\r\nafter the end anything goes\x01\r\n");
    CHECK(problem.value()[0] == 150);
    CHECK(problem.row_upper()[0] == 0.1);
    CHECK(problem.name() == "T");
}

TEST_CASE("the fixed layout is recognised by names with blanks") {
    const Problem problem = read(
        "NAME          FIXED\n"
        "ROWS\n"
        " N  COST\n"
        " L  ROW ONE\n"
        " G  ROW TWO\n"
        "COLUMNS\n"
        "    MARK0000  'MARKER'                 'INTORG'\n"
        "    COL A     COST               1.0   ROW ONE            2.0\n"
        "    COL A     ROW TWO            3.0\n"
        "    MARK0001  'MARKER'                 'INTEND'\n"
        "    COL B     ROW ONE            4.0\n"
        "RHS\n"
        "              ROW ONE            9.0   ROW TWO            1.0\n"
        "BOUNDS\n"
        " UP BND       COL A              6.0\n"
        " FR BND       COL B\n"
        "ENDATA\n");
    CHECK(problem.column_name(0) == "COL A");
    CHECK(problem.row_name(1) == "ROW TWO");
    CHECK(test::same_values(problem.value(), std::vector<double>{2, 4, 3}));
    CHECK(problem.row_upper()[0] == 9);
    CHECK(problem.row_lower()[1] == 1);
    CHECK(problem.upper()[0] == 6);
    CHECK(problem.type()[0] == integer);
    CHECK(problem.lower()[1] == -infinity);
}

TEST_CASE("a model without columns, rows or objective is a model") {
    const Problem empty = read("ROWS\nCOLUMNS\nENDATA\n");
    CHECK(empty.rows() == 0);
    CHECK(empty.columns() == 0);
    CHECK(read("NAME\nROWS\n N C\n E R\nCOLUMNS\nRHS\nENDATA\n").rows() == 1);
}

TEST_CASE("what is wrong is refused with the line and the words") {
    CHECK(has(refusal(""), "empty"));
    CHECK(has(refusal("\n\n"), "empty"));
    CHECK(has(refusal("hello\n"), "\"hello\" is not a section"));
    CHECK(has(refusal(" hello\n"), "before the first section"));
    CHECK(has(refusal(text_of({.rows = " N COST\n L R1\n L R1\n"})),
              "line 5: row \"R1\" is already"));
    CHECK(has(refusal(text_of({.rows = " N COST\n Q R1\n"})), "\"Q\" is not one of"));
    CHECK(has(refusal(text_of({.rows = " N COST\n L\n"})), "does not fit"));
    CHECK(has(refusal(text_of({.columns = "    X R7 1\n"})), "row \"R7\" is not in the ROWS"));
    CHECK(has(refusal(text_of({.columns = "    X R1 1,5\n"})), "\"1,5\" is not a number"));
    CHECK(has(refusal(text_of({.columns = "    X R1 nan\n"})), "\"nan\" is not a number"));
    CHECK(has(refusal(text_of({.columns = "    X R1 inf\n"})), "finite"));
    CHECK(has(refusal(text_of({.columns = "    X R1 1e999\n"})), "finite"));
    CHECK(has(refusal(text_of({.columns = "    X R1\n"})), "does not fit"));
    CHECK(has(refusal(text_of({.columns = "    X R1 1\n    X R1 2\n"})), "two entries"));
    CHECK(has(refusal(text_of({.columns = "    X R1 1\n    Y R1 1\n    X COST 2\n"})),
              "comes again"));
    CHECK(has(refusal(text_of({.columns = "    M 'MARKER' 'SOSORG'\n    X R1 1\n"})), "SOSORG"));
    CHECK(has(refusal(text_of({.rhs = "RHS\n    RHS R9 1\n"})), "R9"));
    CHECK(has(refusal(text_of({.rhs = "RHS\n    RHS R1 1\n    RHS R1 2\n"})), "two different"));
    CHECK(has(refusal(text_of({.rhs = "RHS\n    RHS R1 -1e30\n"})), "no number meets it"));
    CHECK(has(refusal(text_of({.ranges = "    RNG R1 x\n"})), "\"x\" is not a number"));
    CHECK(has(refusal(text_of({.bounds = " UP B Q 1\n"})), "column \"Q\""));
    CHECK(has(refusal(text_of({.bounds = " XX B X 1\n"})), "\"XX\" is not one of"));
    CHECK(has(refusal(text_of({.bounds = " UP B X\n"})), "needs a number"));
    CHECK(has(refusal(text_of({.bounds = " UP B X 1\n UP B X 2\n"})), "two different upper"));
    CHECK(has(refusal(text_of({.bounds = " LO B X 5\n UP B X 3\n"})), "above"));
    CHECK(has(refusal(text_of({.bounds = " LO B X inf\n"})), "no number meets it"));
    CHECK(has(refusal("NAME\nROWS\n N C\nCOLUMNS\n"), "without ENDATA"));
    CHECK(has(refusal("NAME\nENDATA\n"), "before the COLUMNS"));
    CHECK(has(refusal("ROWS\n N C\nRHS\nENDATA\n"), "out of order"));
    CHECK(has(refusal(std::string("ROWS\n N C\x02\n")), "control character"));
    CHECK(has(refusal("ROWS\n N C\xE4\n"), "UTF-8"));
}

TEST_CASE("what other solvers offer beyond linear models is refused as unsupported") {
    for (const char* section : {"SOS1", "QUADOBJ", "QMATRIX", "LAZYCONS", "CSECTION"}) {
        std::string text = text_of({});
        text.insert(text.find("ENDATA"), std::string(section) + "\n");
        CHECK(has(refusal(text, Status::unsupported), section));
    }
}

TEST_CASE("the place of an error is the byte of the word at fault") {
    const std::string text = text_of({.columns = "    X R1 1\n    Y R1 1,5\n"});
    try {
        read(text);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.where().byte == static_cast<std::int64_t>(text.find("1,5")));
        CHECK(error.where().line == 7);
    }
}

TEST_CASE("cancel stops the reading of a long text") {
    std::string text = "ROWS\n N C\n";
    for (int i = 0; i < 5000; ++i) text += " L R" + std::to_string(i) + "\n";
    text += "COLUMNS\nENDATA\n";
    Cancel cancel;
    Context context;
    context.cancel = &cancel;
    CHECK(read_problem_text(context, text, ProblemFormat::mps).rows() == 5000);
    cancel.request();
    CHECK_THROWS_AS(read_problem_text(context, text, ProblemFormat::mps), Error);
}

TEST_CASE("a byte budget that the text does not fit is an error, and nothing stays charged") {
    const std::string text = text_of({});
    Budget small(10), large(100000);
    Context context;
    context.budget = &small;
    try {
        read_problem_text(context, text, ProblemFormat::mps);
        FAIL("read past the budget");
    } catch (const Error& error) {
        CHECK(error.status() == Status::budget);
    }
    context.budget = &large;
    CHECK(read_problem_text(context, text, ProblemFormat::mps).rows() == 1);
    CHECK(large.peak() > 0);
    CHECK(large.used() == 0);
}

TEST_CASE("FREE after a name marks the layout and is not part of the name") {
    CHECK(read(text_of({.head = "NAME          T         FREE\n"})).name() == "T");
    CHECK(read(text_of({.head = "NAME two words\n"})).name() == "two words");
    CHECK(read(text_of({.head = "NAME FREE\n"})).name() == "FREE");
}

TEST_CASE("right-hand sides and ranges of further N rows are left out") {
    const Problem problem = read(text_of({.rows = " N COST\n N OTHER\n L R1\n",
                                          .rhs = "RHS\n    RHS OTHER 5 COST 3\n    RHS R1 4\n",
                                          .ranges = "    RNG OTHER 2 COST 1\n    RNG R1 1\n"}));
    CHECK(problem.offset() == -3);
    CHECK(problem.row_lower()[0] == 3);
}

TEST_CASE("names that are equal in length or beginning are told apart") {
    std::string rows = " N COST\n", columns;
    for (int i = 0; i < 3000; ++i) {
        const std::string name = "NAME_OF_A_ROW_" + std::to_string(i);
        rows += " L " + name + "\n";
        columns += " " + name + " " + name + " " + std::to_string(i + 1) + "\n";
    }
    const Problem problem = read(text_of({.rows = rows, .columns = columns, .rhs = ""}));
    REQUIRE(problem.rows() == 3000);
    bool right = true;
    for (std::int32_t i = 0; i < 3000; ++i)
        right = right && problem.index()[static_cast<std::size_t>(i)] == i &&
                problem.value()[static_cast<std::size_t>(i)] == i + 1 &&
                problem.find_row("NAME_OF_A_ROW_" + std::to_string(i)) == i;
    CHECK(right);
    CHECK_FALSE(problem.find_row("NAME_OF_A_ROW_3000").has_value());
}

// LP text as it is written. Read back by HiGHS 1.16 and GLPK 5.0 by hand: the same optimum for some
// thousand random problems.
#include <doctest/doctest.h>

#include <string>

#include "random_problem.hpp"
#include "same_problem.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;

namespace {

Problem round_trip(const Problem& problem) {
    return read_problem_text({}, write_lp_text(problem), ProblemFormat::lp);
}

bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what is written reads back equal") {
    Random random(131);
    for (int k = 0; k < 600; ++k) {
        const Problem problem = test::random_problem(random, k % 2 == 1);
        CAPTURE(k);
        CAPTURE(write_lp_text(problem));
        test::check_same(problem, round_trip(problem));
    }
}

TEST_CASE("a range is two rows for other readers and one for this") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 4, 1);
    const std::int32_t x = 0;
    const double one = 1;
    problem.add_row("r", 1, 3, {&x, 1}, {&one, 1});
    problem.add_row("r.upper", 0.1, 0.3, {&x, 1}, {&one, 1});
    const std::string text = write_lp_text(problem);
    CHECK(has(text, "\n r: + 1 x >= 1\n"));
    CHECK(has(text, "\n r.upper_1: + 1 x <= 3\n"));
    test::check_same(problem, round_trip(problem));
}

TEST_CASE("a constant is the cost of a column fixed at 1 for other readers") {
    Problem problem(Sense::maximize);
    problem.set_offset(-0.3);
    problem.add_column("one", ColumnType::continuous, 0, 4, 1);
    const std::string text = write_lp_text(problem);
    CHECK(has(text, " - 0.3 one_1\n"));
    CHECK(has(text, "\n one_1 = 1\n"));
    test::check_same(problem, round_trip(problem));
}

TEST_CASE("columns keep their order, also those without cost and entries") {
    Problem problem;
    problem.add_column("late", ColumnType::integer, -3, 4, 0);
    problem.add_column("first", ColumnType::continuous, -infinity, infinity, 0);
    problem.add_column("alone", ColumnType::continuous, -infinity, -2, 0);
    const std::int32_t first = 1;
    const double one = 1;
    problem.add_row("r", -infinity, infinity, {&first, 1}, {&one, 1});
    problem.add_row("none", -infinity, 4, {}, {});
    test::check_same(problem, round_trip(problem));
}

TEST_CASE("names become ASCII words that no reader takes for something else, and are listed") {
    Problem problem;
    const char* names[] = {"st", "2nd", "e5",       "E",   "free", "x y",  "a+b", "",
                           ".a", "/b",  "\xC3\x9C", "x_y", "INF",  "t[1]", "c^2"};
    for (const char* name : names) problem.add_column(name, ColumnType::continuous, 0, 9, 1);
    problem.add_column(std::string(400, 'n'), ColumnType::binary, 0, 1, 1);
    problem.add_column(std::string(400, 'n') + "m", ColumnType::binary, 0, 1, 1);
    problem.add_row("end", 0, 1, {}, {});
    problem.add_row(std::string(300, 'r'), 0, 1, {}, {});
    const std::string text = write_lp_text(problem);
    CHECK(has(text, "\\ column _st stands for \"st\"\n"));
    CHECK(has(text, "\\ column _2nd stands for \"2nd\"\n"));
    CHECK(has(text, "\\ column _e5 stands for \"e5\"\n"));
    CHECK(has(text, "\\ column x_y_5 stands for \"x y\"\n"));
    CHECK(has(text, "\\ row _end stands for \"end\"\n"));
    const Problem again = round_trip(problem);
    REQUIRE(again.columns() == problem.columns());
    REQUIRE(again.rows() == 2);
    CHECK(again.column_name(0) == "_st");
    CHECK(again.column_name(11) == "x_y");
    CHECK(test::same_values(again.upper(), problem.upper()));
    CHECK(again.row_upper()[1] == 1);
    for (std::int32_t j = 0; j < again.columns(); ++j) CHECK(again.column_name(j).size() <= 255);
}

TEST_CASE("long rows are broken into lines") {
    Problem problem;
    std::vector<std::int32_t> index;
    std::vector<double> value;
    for (std::int32_t j = 0; j < 300; ++j) {
        problem.add_column("", ColumnType::continuous, 0, infinity, 1.0 / (j + 3));
        index.push_back(j);
        value.push_back(-1.0 / (j + 7));
    }
    problem.add_row("", 0, infinity, index, value);
    const std::string text = write_lp_text(problem);
    std::size_t longest = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at);
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    CHECK(longest < 510);
    test::check_same(problem, round_trip(problem));
}

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "random_problem.hpp"
#include "same_problem.hpp"
#include "temporary_path.hpp"
#include "tenon/error.hpp"
#include "tenon/problem.hpp"

using namespace tenon;

namespace {

Problem round_trip(const Problem& problem) {
    return read_problem_text({}, write_mps_text(problem), ProblemFormat::mps);
}

// The distance of two doubles is one unit in the last place of the larger row bound at most.
bool close(double a, double b, double scale) {
    return a == b || std::fabs(a - b) <= std::fabs(scale) * 0x1p-51;
}

// MPS may move an end of a range.
void check_close(const Problem& a, const Problem& b) {
    test::check_same_but_rows(a, b);
    for (std::size_t row = 0; row < a.row_lower().size(); ++row) {
        const double scale =
            std::isfinite(a.row_lower()[row]) && std::isfinite(a.row_upper()[row])
                ? std::fmax(std::fabs(a.row_lower()[row]), std::fabs(a.row_upper()[row]))
                : 0;
        CHECK(close(a.row_lower()[row], b.row_lower()[row], scale));
        CHECK(close(a.row_upper()[row], b.row_upper()[row], scale));
    }
}

}  // namespace

TEST_CASE("what is written reads back equal") {
    Random random(31);
    for (int k = 0; k < 400; ++k) {
        const Problem problem = test::random_problem(random, k % 2 == 1);
        CAPTURE(k);
        check_close(problem, round_trip(problem));
    }
}

TEST_CASE("integer ranges read back exactly") {
    Random random(32);
    for (int k = 0; k < 500; ++k) {
        Problem problem;
        const double lower = static_cast<double>(random.below(2'000'001)) - 1e6;
        const double upper = lower + static_cast<double>(random.below(2'000'001));
        problem.add_row("r", lower, upper, {}, {});
        const Problem again = round_trip(problem);
        CHECK(again.row_lower()[0] == lower);
        CHECK(again.row_upper()[0] == upper);
    }
}

TEST_CASE("short names fill the fields of the fixed layout, as CLP guesses by them") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, -1, 4, 0);
    problem.add_column("a_long_name", ColumnType::continuous, 0, 4, 0);
    const std::int32_t both[] = {0, 1};
    const double ones[] = {1, 1};
    problem.add_row("r", 1, 3, both, ones);
    const std::string text = write_mps_text(problem);
    for (const char* line :
         {"\n G  r\n", "\n    x         r         1\n", "\n    a_long_name  r         1\n",
          "\n    B         r         1\n", "\n    RANGES    r         2\n",
          "\n LO BOUNDS    x         -1\n", "\n UP BOUNDS    a_long_name  4\n"})
        CHECK(text.find(line) != std::string::npos);
}

TEST_CASE("names that do not fit the format are replaced, stay unique and are listed") {
    Problem problem;
    for (const char* name :
         {"P-17 on M-02", "P-17_on_M-02", "P-17\ton M-02", "*star", "$x", "'MARKER'"})
        problem.add_column(name, ColumnType::binary, 0, 1, 1);
    problem.add_row("objective", 0, 1, {}, {});
    problem.add_row("two words", 0, 1, {}, {});
    const std::string text = write_mps_text(problem);
    CHECK(text.find("stands for \"P-17 on M-02\"") != std::string::npos);
    const Problem again = read_problem_text({}, text, ProblemFormat::mps);
    CHECK(again.columns() == 6);
    CHECK(again.rows() == 2);
    CHECK(again.column_name(1) == "P-17_on_M-02");
    CHECK(again.row_name(0) == "objective");
    CHECK(again.row_name(1) == "two_words");
}

TEST_CASE("a binary column with other bounds reads back as an integer one with the same values") {
    Problem problem;
    problem.add_column("b", ColumnType::binary, 1, 1, 0);
    const Problem again = round_trip(problem);
    CHECK(again.type()[0] == ColumnType::integer);
    CHECK(again.lower()[0] == 1);
    CHECK(again.upper()[0] == 1);
}

TEST_CASE("a written file is read by its name, and a missing one is an io error") {
    const auto path = test::temporary_path("tenon_write_test.mps");
    Random random(33);
    const Problem problem = test::random_problem(random, true);
    write_mps(problem, path);
    check_close(problem, read_problem({}, path));
    std::filesystem::remove(path);
    try {
        read_problem({}, path);
        FAIL("read a file that is not there");
    } catch (const Error& error) {
        CHECK(error.status() == Status::io);
        CHECK(error.message().find(path) != std::string::npos);
    }
}

// Solution files as they are written, and starts read from them and from other solvers' files.
#include "tenon/solution_file.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "ilp/refusal.hpp"
#include "temporary_path.hpp"
#include "tenon/error.hpp"

using namespace tenon;
using test::has;

namespace {

Problem knapsack() {
    Problem problem(Sense::maximize);
    for (const char* name : {"a", "part b", "c"})
        problem.add_column(name, ColumnType::binary, 0, 1, name[0]);
    const std::int32_t all[] = {0, 1, 2};
    const double weights[] = {10, 20, 30};
    problem.add_row("weight", -infinity, 50, all, weights);
    return problem;
}

std::vector<double> read(const std::string& text) {
    return read_start_text({}, knapsack(), text);
}

std::string refusal(const std::string& text) {
    return test::refusal(read, text);
}

}  // namespace

TEST_CASE("a plan is written with all columns and read back as a start") {
    const Problem problem = knapsack();
    const Solution solution = solve({}, problem);
    const std::string text = write_solution_text(problem, solution);
    CHECK(has(text, "# outcome optimal\n# objective "));
    CHECK(has(text, "# Columns 3\na 0\npart b 1\nc 1\n"));
    CHECK_FALSE(has(text, "# Rows"));
    SolveOptions options;
    options.start = read(text);
    CHECK(options.start == solution.values);
    const Solution again = solve({}, problem, options);
    CHECK(again.start_verdict.empty());
    CHECK(again.objective == solution.objective);
}

TEST_CASE("a linear program's solution has prices and reduced costs") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 4, -1);
    problem.add_column("y", ColumnType::continuous, 0, 9, -2);
    const std::int32_t both[] = {0, 1};
    const double ones[] = {1, 1};
    problem.add_row("sum", -infinity, 10, both, ones);
    const std::string text = write_solution_text(problem, solve({}, problem));
    CHECK(has(text,
              "# Primal solution values\n# Columns 2\nx 1\ny 9\n# Rows 1\nsum 10\n"
              "# Dual solution values\n# Columns 2\nx 0\ny -1\n# Rows 1\nsum -1\n"));
    CHECK(read_start_text({}, problem, text) == std::vector<double>{1, 9});
}

TEST_CASE("without a plan there are comments only") {
    Problem problem;
    problem.add_column("x", ColumnType::integer, 0, 10, 1);
    const std::int32_t x = 0;
    const double two = 2;
    problem.add_row("odd", 3, 3, {&x, 1}, {&two, 1});
    CHECK(write_solution_text(problem, solve({}, problem)) ==
          "# outcome infeasible\n# objective none\n");
}

TEST_CASE("columns that are not listed are unknown") {
    const std::vector<double> start = read("c 1\n\n# comment\na 0.5\n");
    CHECK(start[0] == 0.5);
    CHECK(std::isnan(start[1]));
    CHECK(start[2] == 1);
    for (const double value : read("")) CHECK(std::isnan(value));
}

TEST_CASE("names that could be misread are quoted, and read back") {
    Problem problem;
    const std::vector<std::string> names{"# Rows", "\"q\"", " lead", "trail ", "two\nlines",
                                         "=obj=",  "x 1",   "#1",    "\"",     "tab\tin"};
    Solution solution;
    solution.has_values = true;
    for (const std::string& name : names) {
        problem.add_column(name, ColumnType::continuous, 0, infinity, 0);
        solution.values.push_back(static_cast<double>(solution.values.size()) + 0.1);
    }
    CHECK(read_start_text({}, problem, write_solution_text(problem, solution)) == solution.values);
}

TEST_CASE("a name that only begins with a quote is read as it stands") {
    Problem problem;
    problem.add_column("\"inch", ColumnType::continuous, 0, infinity, 0);
    CHECK(read_start_text({}, problem, "\"inch 3\n") == std::vector<double>{3});
}

TEST_CASE("the files of HiGHS, SCIP and MIPLIB are understood") {
    const std::vector<double> wanted{0, 1, 1};
    CHECK(read("Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective 5\n"
               "# Columns 3\na 0\npart b 1\nc 1\n# Rows 1\nweight 50\n\n# Dual solution values\n"
               "None\n\n# Basis\nHiGHS v1\nValid\n# Columns 3\n0 1 0\n# Rows 1\n1\n") == wanted);
    CHECK(read("solution status: optimal solution found\nobjective value:              5\n"
               "part b                        1 \t(obj:100)\nc     1 \t(obj:120)\n") == wanted);
    CHECK(read("=obj= 5\npart b 1\r\nc 1\r\n") == wanted);
}

TEST_CASE("names as MPS and LP text have them are understood") {
    Problem problem;
    for (const char* name : {"two words", "a+b", "st"})
        problem.add_column(name, ColumnType::continuous, 0, infinity, 0);
    CHECK(read_start_text({}, problem, "two_words 1\na_b 2\n_st 3\n") ==
          std::vector<double>{1, 2, 3});
    CHECK(read_start_text({}, problem, "two words 1\na+b 2\nst 3\n") ==
          std::vector<double>{1, 2, 3});
}

TEST_CASE("names of orders that are no more are passed over, and told once") {
    std::vector<std::string> told;
    Context context;
    context.log = [&](LogLevel level, std::string_view line) {
        CHECK(level == LogLevel::warning);
        told.emplace_back(line);
    };
    const std::vector<double> start =
        read_start_text(context, knapsack(), "a 1\nparts b 1\nold 3\nc 0\n");
    CHECK(start[0] == 1);
    CHECK(std::isnan(start[1]));
    CHECK(start[2] == 0);
    REQUIRE(told.size() == 1);
    CHECK(has(told[0], "2 columns that the problem does not have, \"parts b\""));
    read_start_text(context, knapsack(), "a 1\nold 3\n");
    REQUIRE(told.size() == 2);
    CHECK(has(told[1], "1 column that the problem does not have, \"old\"; it is passed over"));
}

TEST_CASE("what is wrong is refused with the line and the words") {
    CHECK(has(refusal("\nparts b 1\nd 2\n"), "line 2: \"parts b\" is no column"));
    CHECK(has(refusal("parts b 1\n"), "near names are \"part b\""));
    CHECK(has(refusal("a\n"), "name value"));
    CHECK(has(refusal("a x\n"), "\"x\" is not a finite number"));
    CHECK(has(refusal("a inf\n"), "\"inf\" is not a finite number"));
    CHECK(has(refusal("a nan\n"), "\"nan\" is not a finite number"));
    CHECK(has(refusal("a 1e999\n"), "not a finite number"));
    CHECK(has(refusal("a 1\na 0\n"), "two values"));
}

TEST_CASE("a solution of another problem is not written") {
    Solution solution;
    solution.has_values = true;
    solution.values = {1, 2};
    CHECK_THROWS_AS(write_solution_text(knapsack(), solution), Error);
}

TEST_CASE("a solution file is written and read by its path") {
    const auto path = test::temporary_path("tenon_solution_test.txt");
    const Problem problem = knapsack();
    const Solution solution = solve({}, problem);
    write_solution(problem, solution, path);
    CHECK(read_start({}, problem, path) == solution.values);
    std::filesystem::remove(path);
    CHECK_THROWS_AS(read_start({}, problem, path), Error);
}

// What the costs of all plans have in common, and what a bound gains by it.
#include <doctest/doctest.h>

#include "ilp/search/search_bench.hpp"

using namespace tenon;

TEST_CASE("costs of plans lie on a grid that starts at the offset and at the fixed columns") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 9, 6);
    problem.add_column("", ColumnType::integer, 0, 9, -3);
    problem.add_column("", ColumnType::integer, 1, 1, 7);
    problem.add_column("", ColumnType::continuous, 0.5, 0.5, 1);
    problem.set_offset(10);
    test::SearchBench bench(std::move(problem));
    CHECK(bench.search.incumbent().step() == 3);
    CHECK(bench.search.incumbent().round_up(17.5) == 17.5);
    CHECK(bench.search.incumbent().round_up(18) == 20.5);
    CHECK(bench.search.incumbent().round_up(-100) == -9.5);  // none costs less
}

TEST_CASE("a continuous column with a cost leaves no grid") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 9, 6);
    problem.add_column("", ColumnType::continuous, 0, 1, 1);
    test::SearchBench bench(std::move(problem));
    CHECK(bench.search.incumbent().step() == 0);
    CHECK(bench.search.incumbent().round_up(18.2) == 18.2);
}

// The plan behind a limit may use columns that presolve took out: -36 here, between -37 and -17.
TEST_CASE("a limit between two steps leaves the next better plan in") {
    ilp::MixedProgram program;
    program.lp.columns = 2;
    program.lp.cost = {-20, -20};
    program.lp.lower = {0, 0};
    program.lp.upper = {1, 1};
    program.lp.matrix.start = {0, 0, 0};
    program.lp.offset = -17;
    program.integer = {1, 1};
    const Context context;
    const SolveOptions options;
    ilp::Control control(context, options);
    ilp::Incumbent incumbent(
        program, [](std::span<const double>) { return ilp::Judged{}; }, {}, control);
    incumbent.set_limit(-36);
    CHECK(incumbent.strict_cutoff() >= -37);
    CHECK(incumbent.strict_cutoff() < -36);
    incumbent.set_limit(-37);
    CHECK(incumbent.strict_cutoff() >= -57);
    CHECK(incumbent.strict_cutoff() < -37);
}

// Heuristics that need no tree: what they find is a plan, and they find the obvious ones.
#include <doctest/doctest.h>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/search/search_bench.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

void row(Problem& problem, double low, double high, std::vector<std::int32_t> columns,
         std::vector<double> values) {
    problem.add_row("", low, high, columns, values);
}

// Thirty tasks to ten people, three each: zero breaks every row.
Problem assignment() {
    Problem problem;
    const std::vector<double> ones(30, 1.0);
    for (int k = 0; k < 300; ++k)
        problem.add_column("", ColumnType::binary, 0, 1, static_cast<double>(1 + k * 7 % 13));
    for (std::int32_t task = 0; task < 30; ++task) {
        std::vector<std::int32_t> index;
        for (std::int32_t who = 0; who < 10; ++who) index.push_back(task * 10 + who);
        problem.add_row("", 1, 1, index, std::span(ones).first(10));
    }
    for (std::int32_t who = 0; who < 10; ++who) {
        std::vector<std::int32_t> index;
        for (std::int32_t task = 0; task < 30; ++task) index.push_back(task * 10 + who);
        problem.add_row("", 3, 3, index, ones);
    }
    return problem;
}

}  // namespace

TEST_CASE("the feasibility pump finds a plan from a point of the relaxation") {
    test::SearchBench bench(assignment());
    const std::vector<double> even(300, 0.1);
    CHECK(ilp::pump(bench.search, even, 10'000));
    CHECK(std::string(bench.search.incumbent().source()) == "feasibility pump");
    CHECK(bench.search.heuristic_iterations() > 0);
}

TEST_CASE("the feasibility pump ends at its pivots, and where there is no plan") {
    test::SearchBench few(assignment());
    const std::vector<double> even(300, 0.1);
    CHECK(!ilp::pump(few.search, even, 5));
    Problem odd;
    for (int j = 0; j < 3; ++j) odd.add_column("", ColumnType::binary, 0, 1, 1);
    row(odd, 3, 3, {0, 1, 2}, {2, 2, 2});
    test::SearchBench bench(std::move(odd));
    CHECK(!ilp::pump(bench.search, std::vector<double>(3, 0.5), 10'000));
}

TEST_CASE("a plan that loses a place is mended around it") {
    Problem problem = assignment();
    const Solution first = solve({}, problem, {});
    REQUIRE(first.has_values);
    std::int32_t lost = 0;
    while (first.values[lost] == 0) ++lost;
    problem.set_bounds(lost, 0, 0);
    ilp::SearchOptions options;
    options.near_plan = first.values;
    test::SearchBench bench(problem, options);
    REQUIRE(ilp::mend(bench.search, 100'000'000));
    REQUIRE(bench.search.incumbent().found());
    int moved = 0;
    for (std::size_t j = 0; j < first.values.size(); ++j)
        moved += bench.search.incumbent().point()[j] != first.values[j] ? 1 : 0;
    CHECK(moved > 0);
    CHECK(moved <= 40);  // of 60 places that one plan has and another has not
    // Nothing is wrong with a plan that fits.
    test::SearchBench fits(assignment(), options);
    CHECK(!ilp::mend(fits.search, 100'000'000));
    CHECK(fits.judged == 0);
}

TEST_CASE("a point that is dearer than the best plan is not judged, unless every plan is wanted") {
    Problem problem;
    const std::int32_t open = problem.add_column("", ColumnType::binary, 0, 1, 5);
    const std::int32_t flow = problem.add_column("", ColumnType::continuous, 0, 10, 1);
    row(problem, 3, 9, {open, flow}, {-1, 1});
    for (const bool every : {false, true}) {
        ilp::SearchOptions options;
        options.every_plan = every;
        test::SearchBench bench(problem, options);
        ilp::Incumbent& best = bench.search.incumbent();
        CHECK(best.offer(std::vector<double>{0, 3}, "test"));
        CHECK(!best.offer(std::vector<double>{1, 4}, "test"));
        CHECK(best.refusal() == "it is no better than the best plan so far");
        CHECK(best.objective() == 3);
        CHECK(bench.judged == (every ? 2 : 1));
    }
}

TEST_CASE("feasibility jump assigns without an LP") {
    test::SearchBench bench(assignment());
    CHECK(ilp::jump(bench.search, 1'000'000));
    CHECK(bench.search.incumbent().found());
    CHECK(std::string(bench.search.incumbent().source()) == "feasibility jump");
}

TEST_CASE("feasibility jump ends at its effort") {
    Problem clash;
    for (int j = 0; j < 2; ++j) clash.add_column("", ColumnType::binary, 0, 1, 1);
    row(clash, 1, 1, {0, 1}, {1, 1});
    row(clash, 0, 0, {0, 1}, {1, -1});
    test::SearchBench bench(std::move(clash));
    CHECK(!ilp::jump(bench.search, 10'000));
    CHECK(bench.control.work() >= 10'000);
    CHECK(bench.control.work() < 20'000);
}

TEST_CASE("feasibility jump ends where a cost that nothing can change must be beaten") {
    Problem problem;
    for (int j = 0; j < 5; ++j) problem.add_column("", ColumnType::binary, 0, 1, 0);
    row(problem, 1, infinity, {0, 1, 2}, {1, 1, 1});
    test::SearchBench bench(problem);
    bench.search.incumbent().set_limit(-5);
    CHECK(!ilp::jump(bench.search, 10'000));
}

TEST_CASE("feasibility jump moves general integers and continuous columns to where rows hold") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 100, 1);
    problem.add_column("", ColumnType::continuous, -50, 50, 0);
    row(problem, 37, 37, {0, 1}, {2, 1});
    row(problem, -infinity, -3, {1}, {1});
    test::SearchBench bench(std::move(problem));
    CHECK(ilp::jump(bench.search, 100'000));
    CHECK(bench.search.incumbent().point()[0] >= 20);
}

TEST_CASE("an exchange slides a column to the end of its rows") {
    Problem problem(Sense::maximize);
    problem.add_column("", ColumnType::integer, 0, 9, 2);
    problem.add_column("", ColumnType::integer, 0, 9, 1);
    row(problem, -infinity, 7, {0, 1}, {1, 1});
    test::SearchBench bench(std::move(problem));
    REQUIRE(bench.search.offer(std::vector<double>{1, 2}, "test"));
    CHECK(ilp::exchange(bench.search));
    CHECK(bench.search.incumbent().objective() == -14);  // x0 = 7 in the end, by swaps
}

TEST_CASE("an exchange swaps a chosen column for a better one of the same row") {
    Problem problem(Sense::maximize);
    for (const double value : {5.0, 9.0, 7.0})
        problem.add_column("", ColumnType::binary, 0, 1, value);
    row(problem, -infinity, 1, {0, 1, 2}, {1, 1, 1});
    test::SearchBench bench(std::move(problem));
    REQUIRE(bench.search.offer(std::vector<double>{1, 0, 0}, "test"));
    CHECK(ilp::exchange(bench.search));
    CHECK(bench.search.incumbent().point() == std::vector<double>{0, 1, 0});
    CHECK(!ilp::exchange(bench.search));
}

// x - 2 y <= 3 and 3 x - y >= -6 let x and y push each other up without end.
TEST_CASE("exchanges do not follow an unbounded direction to the largest numbers") {
    Problem problem(Sense::maximize);
    problem.add_column("x", ColumnType::integer, 0, infinity, 1);
    problem.add_column("y", ColumnType::integer, 0, infinity, 1);
    row(problem, -infinity, 3, {0, 1}, {1, -2});
    row(problem, -6, infinity, {0, 1}, {3, -1});
    CHECK(solve({}, problem, SolveOptions{}).outcome == Outcome::unbounded);
    test::SearchBench bench(std::move(problem));
    REQUIRE(bench.search.offer(std::vector<double>{0, 0}, "test"));
    ilp::exchange(bench.search);
    for (const double x : bench.search.incumbent().point()) CHECK(x <= 1e9);
}

namespace {

ilp::SearchOptions with_octane() {
    ilp::SearchOptions options;
    options.octane = true;
    options.small_tree = false;
    return options;
}

}  // namespace

// The points that a ray meets first are those around the LP optimum.
TEST_CASE("octane finds a plan that no single rounding is") {
    Problem problem;
    for (int j = 0; j < 6; ++j)
        problem.add_column("", ColumnType::binary, 0, 1, 1 + 0.01 * static_cast<double>(j));
    row(problem, 1, 1, {0, 1, 2}, {1, 1, 1});
    row(problem, 1, 1, {3, 4, 5}, {1, 1, 1});
    row(problem, 1, infinity, {2, 5}, {1, 1});
    test::SearchBench bench(std::move(problem), with_octane());
    const std::vector<double> point{0.3, 0.3, 0.4, 0.3, 0.3, 0.4};  // rounds to zero
    CHECK(ilp::octane(bench.search, point));
    CHECK(std::string(bench.search.incumbent().source()) == "octane");
}

TEST_CASE("octane leaves other programs than those of binaries alone, and points that break rows") {
    Problem mixed;
    for (int j = 0; j < 2; ++j) mixed.add_column("", ColumnType::binary, 0, 1, 1);
    mixed.add_column("", ColumnType::continuous, 0, 1, 1);
    row(mixed, 1, infinity, {0, 1, 2}, {1, 1, 1});
    test::SearchBench one(std::move(mixed), with_octane());
    CHECK(!ilp::octane(one.search, std::vector<double>(3, 0.5)));
    Problem odd;
    for (int j = 0; j < 3; ++j) odd.add_column("", ColumnType::binary, 0, 1, 1);
    row(odd, 3, 3, {0, 1, 2}, {2, 2, 2});
    test::SearchBench two(std::move(odd), with_octane());
    CHECK(!ilp::octane(two.search, std::vector<double>(3, 0.5)));
    CHECK(two.control.work() > 0);
}

// A search that begins anew with what its root has learned gives the answer of one that does not.
#include <doctest/doctest.h>

#include "ilp/lp/trials.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/search.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/tree_problems.hpp"
#include "tenon/check.hpp"

using namespace tenon;

TEST_CASE("with restarts at every chance the optimum is the same, and plans are the caller's") {
    std::int64_t restarts = 0;
    for (const std::uint64_t k : test::seeds(150)) {
        Random random(90, k);
        const Problem problem = test::knapsack_rows(random, 14, 3);
        SolveOptions options = test::exact_options(k % 2 == 0 ? 6 : 4);
        options.hint.assign(static_cast<std::size_t>(problem.columns()), 1);
        const Solution once = solve({}, problem, options);
        ilp::SolveTrial trial;
        trial.eager_restarts = true;
        const Solution again = ilp::solve_with({}, problem, options, trial);
        CAPTURE(k);
        REQUIRE(once.outcome == Outcome::optimal);
        REQUIRE(again.outcome == Outcome::optimal);
        CHECK(again.objective == once.objective);
        CHECK(again.bound == once.bound);
        CHECK(check_point(problem, again.values).feasible);
        restarts += again.counters.restarts;
    }
    CHECK(restarts > 0);
}

// Of two columns that are equal by a circle of implications one goes when the search begins anew.
TEST_CASE("columns that probing finds equal are an equation of the program to come") {
    Problem problem(Sense::maximize);
    for (int j = 0; j < 7; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1);
    const auto row = [&problem](double low, double high, std::vector<std::int32_t> columns,
                                std::vector<double> values) {
        problem.add_row("", low, high, columns, values);
    };
    row(0, infinity, {0, 1}, {-1, 1});          // x <= a
    row(0, infinity, {0, 2}, {-1, 1});          // x <= b
    row(-1, infinity, {1, 2, 3}, {-1, -1, 1});  // a + b <= 1 + y
    row(0, infinity, {0, 3}, {1, -1});          // y <= x
    for (int j = 0; j < 3; ++j) row(-infinity, 1, {4 + j % 3, 4 + (j + 1) % 3}, {1, 1});
    const ilp::MixedProgram program = ilp::to_mixed_program(problem);
    const auto rows = [&program](bool equivalences) {
        const Context context;
        SolveOptions limits;
        limits.node_limit = 1;
        ilp::Control control(context, limits);
        ilp::SearchOptions options;
        options.heuristics = options.reduced_costs = options.cuts = options.symmetry = false;
        options.equivalences = equivalences;
        options.small_tree = false;
        ilp::Search search(
            program, control, [](std::span<const double>) { return ilp::Judged{}; }, options);
        search.run();
        return search.restart_program().lp;
    };
    CHECK(rows(false).rows == program.lp.rows);
    const ilp::LinearProgram with = rows(true);
    REQUIRE(with.rows == program.lp.rows + 1);
    CHECK(with.row_lower.back() == 0);
    CHECK(with.row_upper.back() == 0);
}

TEST_CASE("node limits count the nodes of all searches of a solve") {
    Random random(90, 3);
    const Problem problem = test::knapsack_rows(random, 14, 3);
    SolveOptions options = test::exact_options(6);
    ilp::SolveTrial trial;
    trial.eager_restarts = true;
    for (std::int64_t limit = 1; limit < 12; ++limit) {
        options.node_limit = limit;
        CHECK(ilp::solve_with({}, problem, options, trial).counters.nodes <= limit);
    }
}

// Bounds from root costs that the linear program had not taken over were lost when a dive went back
// to its snapshot; the tree then split the same box for ever.
TEST_CASE("bounds found between the parts of the root reach the linear program") {
    Problem problem(Sense::maximize);
    const ColumnType integer = ColumnType::integer, continuous = ColumnType::continuous;
    problem.add_column("x0", integer, -2, 0, 0);
    problem.add_column("x1", integer, 1, 5, 0);
    problem.add_column("x2", integer, -1, 0, 3);
    problem.add_column("x4", continuous, -2, 2, -1);
    problem.add_column("x5", continuous, 2, 3, 7);
    const auto row = [&problem](double low, double high, std::vector<std::int32_t> columns,
                                std::vector<double> values) {
        problem.add_row("", low, high, columns, values);
    };
    row(-8.888055463684447, infinity, {0, 2, 4}, {-6, -4, -5});
    row(-infinity, -0.0063275970632004075, {0, 2, 3}, {-3, 7, -4});
    row(7.751187145487227, infinity, {3, 4}, {5, 7});
    row(-infinity, -8.065666556421338, {0, 1, 4}, {9, 8, -6});
    row(15.710444370947558, infinity, {0, 1, 2, 4}, {-6, 4, -3, 4});
    SolveOptions options = test::exact_options(2);
    options.node_limit = 200;
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == doctest::Approx(20.0916957499).epsilon(1e-9));
}

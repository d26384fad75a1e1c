// A search that begins anew with what its root has learned gives the answer of one that does not.
#include <doctest/doctest.h>

#include "ilp/lp/trials.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "tenon/check.hpp"

using namespace tenon;

namespace {

// Knapsack rows over binaries with few good plans: reduced costs fix many columns.
Problem knapsacks(Random& random) {
    Problem problem;
    problem.set_sense(Sense::maximize);
    const int columns = 14, rows = 3;
    for (int j = 0; j < columns; ++j)
        problem.add_column("x" + std::to_string(j), ColumnType::binary, 0, 1,
                           5.0 + static_cast<double>(random.below(60)));
    for (int i = 0; i < rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double sum = 0;
        for (int j = 0; j < columns; ++j) {
            index.push_back(j);
            value.push_back(3.0 + static_cast<double>(random.below(40)));
            sum += value.back();
        }
        problem.add_row("r" + std::to_string(i), -infinity, std::floor(sum / 3), index, value);
    }
    return problem;
}

}  // namespace

TEST_CASE("with restarts at every chance the optimum is the same, and plans are the caller's") {
    std::int64_t restarts = 0;
    for (const std::uint64_t k : test::seeds(150)) {
        Random random(90, k);
        const Problem problem = knapsacks(random);
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

TEST_CASE("node limits count the nodes of all searches of a solve") {
    Random random(90, 3);
    const Problem problem = knapsacks(random);
    SolveOptions options = test::exact_options(6);
    ilp::SolveTrial trial;
    trial.eager_restarts = true;
    for (std::int64_t limit = 1; limit < 12; ++limit) {
        options.node_limit = limit;
        CHECK(ilp::solve_with({}, problem, options, trial).counters.nodes <= limit);
    }
}

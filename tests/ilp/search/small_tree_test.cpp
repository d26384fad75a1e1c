// Programs with few open integers: which of them end before cuts, and what the others pay for it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "ilp/search/tree_problems.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

SolvePartEffort account(const Solution& solution, const std::string& name) {
    for (const SolvePartEffort& part : solution.counters.parts)
        if (part.name == name) return part;
    return {};  // it was not called
}

// Equations over binaries that hardly any point satisfies: all of the tree is searched.
Problem market_split(Random& random, int columns, int rows) {
    Problem problem;
    std::vector<std::int32_t> all;
    for (int j = 0; j < columns; ++j)
        all.push_back(problem.add_column("", ColumnType::binary, 0, 1, 0));
    for (int i = 0; i < rows; ++i) {
        std::vector<double> value;
        double sum = 0;
        for (int j = 0; j < columns; ++j) {
            value.push_back(static_cast<double>(random.below(100)));
            sum += value.back();
        }
        std::vector<std::int32_t> index = all;
        std::vector<double> row = value;
        for (const double sign : {1.0, -1.0}) {
            index.push_back(problem.add_column("", ColumnType::continuous, 0, infinity, 1));
            row.push_back(sign);
        }
        problem.add_row("", std::floor(sum / 2), std::floor(sum / 2), index, row);
    }
    return problem;
}

// Pieces of four lengths out of six equal bars: each plan in many orders of bars.
Problem equal_bars() {
    constexpr int bars = 6;
    const std::vector<double> length{239, 553, 516, 292}, wanted{4, 5, 2, 4};
    Problem problem;
    std::vector<std::vector<std::int32_t>> cut(length.size());
    for (int b = 0; b < bars; ++b) {
        std::vector<std::int32_t> index{problem.add_column("", ColumnType::binary, 0, 1, 1)};
        std::vector<double> value{-1200};
        for (std::size_t t = 0; t < length.size(); ++t) {
            index.push_back(problem.add_column(
                "", ColumnType::integer, 0, std::min(wanted[t], std::floor(1200 / length[t])), 0));
            value.push_back(length[t]);
            cut[t].push_back(index.back());
        }
        problem.add_row("", -infinity, 0, index, value);
    }
    for (std::size_t t = 0; t < length.size(); ++t)
        problem.add_row("", wanted[t], infinity, cut[t], std::vector<double>(bars, 1));
    return problem;
}

}  // namespace

TEST_CASE("a tree that is foretold to be small is grown to its end") {
    int long_ones = 0;
    for (std::uint64_t k = 0; k < 12; ++k) {
        Random random(83, k);
        const Problem problem = test::knapsack_rows(random, 36, 8);
        const Solution solution = solve({}, problem, {});
        SolveOptions other;
        other.without = {"small tree"};
        CHECK(solution.outcome == Outcome::optimal);
        CHECK(solution.objective ==
              doctest::Approx(solve({}, problem, other).objective).epsilon(1e-4));
        const bool before_cuts = account(solution, "cuts").calls == 0;
        if (before_cuts && solution.counters.nodes > 300) ++long_ones;
    }
    CHECK(long_ones >= 1);
}

TEST_CASE("a tree that is foretold to be large is left early") {
    Random random(89);
    SolveOptions options;
    options.node_limit = 5'000;
    const Solution solution = solve({}, market_split(random, 30, 3), options);
    const SolvePartEffort tree = account(solution, "small tree");
    CHECK(tree.calls == 1);
    CHECK(account(solution, "cuts").calls == 1);
    CHECK(tree.work < 1'500'000);
}

TEST_CASE("equal bars are priced before any tree") {
    const Solution solution = solve({}, equal_bars(), {});
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.counters.nodes == 0);
}

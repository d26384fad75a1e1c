// Branching on halves of a wide set instead of one member at a time.
#include <doctest/doctest.h>

#include <cmath>

#include "ilp/search/solve.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

// Each thing takes one size of a ladder; total sizes and total costs are held by rows that the
// sizes hardly fit, so that many members of each ladder stay fractional.
Problem ladders(Random& random, int things, int sizes) {
    Problem problem;
    std::vector<std::int32_t> all;
    std::vector<double> width, weight;
    for (int t = 0; t < things; ++t) {
        std::vector<std::int32_t> ladder;
        for (int s = 0; s < sizes; ++s) {
            ladder.push_back(problem.add_column("", ColumnType::binary, 0, 1,
                                                std::floor(random.uniform(5, 60))));
            all.push_back(ladder.back());
            width.push_back(std::floor(random.uniform(3, 50)));
            weight.push_back(std::floor(random.uniform(3, 50)));
        }
        problem.add_row("", 1, 1, ladder, std::vector<double>(ladder.size(), 1.0));
    }
    for (int k = 0; k < 12; ++k) {
        std::vector<double> use;
        for (std::size_t j = 0; j < all.size(); ++j)
            use.push_back(std::floor(random.uniform(1, 60)));
        problem.add_row("", 26.0 * things, infinity, all, use);
    }
    problem.add_row("", -infinity, 24.0 * things, all, width);
    problem.add_row("", -infinity, 24.0 * things, all, weight);
    return problem;
}

Solution solved(const Problem& problem, bool sets) {
    SolveOptions options;
    options.relative_gap = options.absolute_gap = 0;
    options.node_limit = 3000;
    options.without = {"cuts", "sub problems", "restarts"};
    if (!sets) options.without.push_back("set branching");
    ilp::SolveTrial trial;
    trial.resting_parts = true;  // narrow sets as well
    return ilp::solve_with({}, problem, options, trial);
}

}  // namespace

TEST_CASE("wide sets are halved, and the answer is the same") {
    int differ = 0, proven = 0;
    for (std::uint64_t k = 0; k < 6; ++k) {
        Random random(5, k);
        const Problem problem = ladders(random, 4, 30);
        CAPTURE(k);
        const Solution with = solved(problem, true), without = solved(problem, false);
        if (with.counters.nodes != without.counters.nodes) ++differ;
        if (with.outcome == Outcome::node_limit || without.outcome == Outcome::node_limit) continue;
        ++proven;
        REQUIRE(with.outcome == without.outcome);
        if (with.has_values) CHECK(with.objective == doctest::Approx(without.objective));
    }
    CHECK(differ > 0);
    CHECK(proven > 0);
}

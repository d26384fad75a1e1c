// Cuts below the root: they are made, they save nodes, and they can be left out.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/tree_problems.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

SolvePartEffort effort_of(const Solution& solution, const std::string& part) {
    for (const SolvePartEffort& effort : solution.counters.parts)
        if (effort.name == part) return effort;
    return {};
}

Solution solve_eagerly(const Problem& problem, SolveOptions options, bool rounds = false,
                       int threads = 1) {
    ilp::SolveTrial trial;
    trial.eager_tree_cuts = true;
    trial.early_rounds = rounds;
    Context context;
    context.threads = threads;
    return ilp::solve_with(context, problem, options, trial);
}

}  // namespace

TEST_CASE("cuts at every node, of which few stay, leave the optimum as it is and fewer nodes") {
    std::int64_t with = 0, without = 0, from_pool = 0;
    for (std::uint64_t k = 0; k < 9; ++k) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        SolveOptions options = test::exact_options();
        options.without = {"tree cuts"};
        const Solution plain = solve({}, problem, options);
        options.without.clear();
        const Solution cut = solve_eagerly(problem, options);
        REQUIRE(plain.outcome == Outcome::optimal);
        REQUIRE(cut.outcome == Outcome::optimal);
        CHECK(cut.objective == doctest::Approx(plain.objective).epsilon(1e-9));
        CHECK(effort_of(plain, "tree cuts").calls == 0);
        with += cut.counters.nodes;
        without += plain.counters.nodes;
        from_pool += effort_of(cut, "tree cuts").kept;
    }
    CHECK(with < without);
    CHECK(from_pool > 0);
}

TEST_CASE("cuts in the trees of workers are the same for any number of threads") {
    for (std::uint64_t k = 0; k < 6; ++k) {
        CAPTURE(k);
        const Problem problem = test::tree_problem(k);
        const Solution one = solve_eagerly(problem, test::exact_options(), true, 1);
        const Solution three = solve_eagerly(problem, test::exact_options(), true, 3);
        REQUIRE(one.outcome == Outcome::optimal);
        CHECK(one.values == three.values);
        CHECK(one.bound == three.bound);
        CHECK(one.counters.nodes == three.counters.nodes);
        CHECK(one.counters.work == three.counters.work);
        CHECK(one.counters.cuts == three.counters.cuts);
        CHECK(effort_of(one, "tree cuts").calls == effort_of(three, "tree cuts").calls);
        SolveOptions plain = test::exact_options();
        plain.without = {"tree cuts"};
        CHECK(one.objective == doctest::Approx(solve({}, problem, plain).objective).epsilon(1e-9));
    }
}

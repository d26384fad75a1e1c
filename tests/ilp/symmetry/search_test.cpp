// Problems with planted symmetries agree with enumeration, and of every optimum that is known an
// equivalent is left wherever the tree goes.
#include <doctest/doctest.h>

#include "ilp/lp/trials.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/symmetry/symmetric_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {}  // namespace

TEST_CASE("symmetric problems agree with enumeration and keep an equivalent of a known optimum") {
    std::int64_t nodes = 0;
    for (const std::uint64_t seed : test::seeds(400)) {
        Random random(seed, 6);
        const Problem problem = test::shuffled(test::symmetric_problem(random), random);
        CAPTURE(seed);
        CAPTURE(write_mps_text(problem));
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        // Mostly without presolve, cuts and heuristics, so that there is a tree.
        const SolveOptions options = test::exact_options(7 ^ (seed % 3 == 0 ? random.below(8) : 0));
        ilp::SolveTrial trial;
        trial.early_rounds = seed / 3 % 2 == 0;
        ilp::DebugPoint point;
        if (best) {
            const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
            point = {best->values, sign * best->objective};
            trial.debug = &point;
        }
        try {
            const Solution solution = ilp::solve_with({}, problem, options, trial);
            nodes += solution.counters.nodes;
            REQUIRE(solution.outcome == (best ? Outcome::optimal : Outcome::infeasible));
            if (best)
                CHECK(std::fabs(solution.objective - best->objective) <=
                      1e-6 * std::fmax(1.0, std::fabs(best->objective)));
        } catch (const Error& error) {
            FAIL_CHECK(error.message());
        }
    }
    CHECK(nodes > 200);
}

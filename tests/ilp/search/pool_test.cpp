// The pool: the best distinct plans that were met.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "ilp/search/random_problems.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

TEST_CASE("plans of the pool are plans, distinct, sorted, and begin with the answer") {
    int several = 0;
    for (int k = 0; k < 500; ++k) {
        Random random(41, static_cast<std::uint64_t>(k));
        const Problem problem =
            test::random_problem(random, test::random_style(random, k % 2 == 1));
        SolveOptions options;
        options.presolve = k % 3 != 0;
        options.pool_size = 1 + k % 4;
        const Solution solution = solve({}, problem, options);
        CAPTURE(k);
        REQUIRE(solution.pool.empty() == !solution.has_values);
        if (!solution.has_values) continue;
        CHECK(solution.pool.size() <= static_cast<std::size_t>(options.pool_size));
        CHECK(solution.pool.front().objective == solution.objective);
        CHECK(solution.pool.front().values == solution.values);
        const double sign = problem.sense() == Sense::maximize ? -1 : 1;
        std::set<std::vector<double>> integers;
        double last = -infinity;
        for (const PoolPlan& plan : solution.pool) {
            const Verdict verdict = check_point(problem, plan.values);
            CHECK(verdict.feasible);
            CHECK(verdict.objective == plan.objective);
            CHECK(sign * plan.objective >= last);
            last = sign * plan.objective;
            std::vector<double> part;
            for (std::int32_t j = 0; j < problem.columns(); ++j)
                if (problem.type()[j] != ColumnType::continuous) part.push_back(plan.values[j]);
            CHECK(integers.insert(part).second);
        }
        several += solution.pool.size() > 1;
        // The pool changes nothing else, but for another of the plans within the gap.
        options.pool_size = 0;
        const double off = std::fabs(solve({}, problem, options).objective - solution.objective);
        CAPTURE(off);
        CHECK(off <= options.relative_gap * std::fabs(solution.objective));
    }
    CHECK(several > 20);
}

TEST_CASE("the pool of a linear program is its optimum") {
    Problem problem(Sense::maximize);
    problem.add_column("x", ColumnType::continuous, 0, 4, 2);
    SolveOptions options;
    options.pool_size = 3;
    const Solution solution = solve({}, problem, options);
    REQUIRE(solution.pool.size() == 1);
    CHECK(solution.pool[0].objective == 8);
}

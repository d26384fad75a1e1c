// An answer beside that of enumeration.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <optional>

#include "ilp/search/random_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/solve.hpp"

namespace tenon::test {

inline void check_answer(const Problem& problem, const std::optional<Enumerated>& best,
                         const Solution& solution) {
    if (!best) {
        CHECK(solution.outcome == Outcome::infeasible);
        CHECK(!solution.has_values);
        return;
    }
    REQUIRE(solution.outcome == Outcome::optimal);
    const double room = 1e-6 * std::fmax(1.0, std::fabs(best->objective));
    CHECK(std::fabs(solution.objective - best->objective) <= room);
    CHECK(check_point(problem, solution.values).feasible);
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    CHECK(sign * solution.bound <= sign * best->objective + room);
}

}  // namespace tenon::test

// Cuts that move the bound little, as seen beside the objective, and close what is left to close.
#include <doctest/doctest.h>

#include "tenon/problem.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

// 94,009.0089 pieces, of three kinds by the thousands: without the cuts that round their sum, the
// tree goes through all the ways to divide it.
TEST_CASE("cuts stay that gain a millionth of the objective and most of the gap") {
    const Problem problem = read_problem_text({},
                                              R"(Minimize
 8.65 a + 8.65 b + 8.65 c + 12.5 x + 2.45 y + 11.2 z + 1.9 w
Subject To
 need: a + b + c + x + z >= 94009.0089
 on: x - 911 y <= 0
 onz: z - 700 w <= 0
 r0: 524 a + 498 b + 415 c + 20 x >= 42426548
 r1: 941 a + 803 b + 850 c + 31 x >= 74085164.5
 cap: 367 a + 598 b + 914 c + 3 z <= 56355439.2
Bounds
 a <= 70494
 b <= 75125
 c <= 25306
 x <= 911
 z <= 700
General
 a b c
Binary
 y w
End
)",
                                              ProblemFormat::lp);
    SolveOptions options;
    options.node_limit = 3000;
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == doctest::Approx(813179.84968).epsilon(1e-9));
}

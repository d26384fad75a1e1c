#include "ilp/lp/simplex.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::ilp;

TEST_CASE("two products on two machines: the optimum lies where both machines are full") {
    // maximise 3x + 2y, x + y <= 4, x + 3y <= 6, x <= 3.5
    LinearProgram p;
    p.columns = 2;
    p.rows = 2;
    p.cost = {-3, -2};
    p.lower = {0, 0};
    p.upper = {3.5, infinity};
    p.row_lower = {-infinity, -infinity};
    p.row_upper = {4, 6};
    p.matrix.start = {0, 2, 4};
    p.matrix.index = {0, 1, 0, 1};
    p.matrix.value = {1, 1, 1, 3};
    Simplex simplex(p);
    REQUIRE(simplex.solve() == LpStatus::optimal);
    CHECK(simplex.objective() == doctest::Approx(-11.5));
    CHECK(simplex.primal()[0] == doctest::Approx(3.5));
    CHECK(simplex.primal()[1] == doctest::Approx(0.5));
}

TEST_CASE("of a cold start the primal method takes what has few costs and a feasible slack basis") {
    // Maximum flow through a ladder of random capacities, and the same with a cost on every arc.
    for (const bool all_cost : {false, true}) {
        Random random(31);
        LinearProgram p;
        constexpr std::int32_t nodes = 40;  // 0 is the source, the last the sink
        p.rows = nodes - 2;
        p.row_lower.assign(nodes - 2, 0);
        p.row_upper.assign(nodes - 2, 0);
        for (std::int32_t v = 0; v + 1 < nodes; ++v)
            for (const std::int32_t step : {1, 2, 5}) {
                const std::int32_t to = std::min(v + step, nodes - 1);
                ++p.columns;
                p.cost.push_back(v == 0 ? -1.0 : all_cost ? 0.001 : 0.0);
                p.lower.push_back(0);
                p.upper.push_back(static_cast<double>(1 + random.below(9)));
                if (v > 0) {
                    p.matrix.index.push_back(v - 1);
                    p.matrix.value.push_back(-1);
                }
                if (to < nodes - 1) {
                    p.matrix.index.push_back(to - 1);
                    p.matrix.value.push_back(1);
                }
                p.matrix.start.push_back(static_cast<std::int64_t>(p.matrix.index.size()));
            }
        Simplex automatic(p), dual(p);
        dual.set_method(LpMethod::dual);
        REQUIRE(automatic.solve() == LpStatus::optimal);
        REQUIRE(dual.solve() == LpStatus::optimal);
        CHECK(automatic.objective() == doctest::Approx(dual.objective()));
        CHECK((automatic.counters().primal_iterations > 0) == !all_cost);
        CHECK((automatic.counters().dual_iterations > 0) == all_cost);
        // What comes after it is warm, and the dual method's.
        const std::int64_t before = automatic.counters().primal_iterations;
        for (std::int32_t j = 0; j < p.columns; j += 3) automatic.set_bounds(j, 0, 1);
        REQUIRE(automatic.solve() == LpStatus::optimal);
        CHECK(automatic.counters().primal_iterations == before);
    }
}

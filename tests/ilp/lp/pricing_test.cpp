// What the simplex methods keep up to date from pivot to pivot: edge weights, reduced costs and
// basic values, against the same computed from scratch; and that perturbations leave no trace.
#include <doctest/doctest.h>

#include <cmath>

#include "ilp/lp/perturbation.hpp"
#include "ilp/lp/scaling.hpp"
#include "ilp/lp/simplex_driver.hpp"
#include "lp_styles.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

namespace {

SimplexState loaded(const LinearProgram& p) {
    SimplexState s;
    s.load(p, find_scaling(p));
    s.slack_basis();
    return s;
}

// Largest relative difference of the edge weights to ||e_p' B^-1||^2 with new factors.
double weight_error(SimplexState& s) {
    s.refactorise();  // weights follow their variables
    double worst = 0;
    for (std::int32_t p = 0; p < s.m; ++p) {
        s.factor.btran_unit(p, s.rho, s.row_density, s.stop);
        const double exact = std::max(s.rho.squared_norm(), least_edge_weight);
        worst = std::max(worst, std::fabs(s.weight[p] - exact) / exact);
    }
    s.rho.clear();
    return worst;
}

}  // namespace

TEST_CASE("dual pivots keep the steepest edge weights exact") {
    Random random(1);
    std::int64_t pivots = 0;
    for (int trial = 0; trial < 40; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = feasible_program(random, 40, 60, 0.15);
        SimplexState s = loaded(p);
        for (const int stop_after : {1, 5, 40, 1000}) {
            DualSimplex dual(s, stop_after, infinity);
            dual.run(true);
            CHECK(weight_error(s) < 1e-8);
        }
        pivots += s.counters.iterations;
    }
    CHECK(pivots > 1000);
}

TEST_CASE("primal pivots keep the weights of the dual method exact as well") {
    Random random(2);
    std::int64_t pivots = 0;
    for (int trial = 0; trial < 40; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = feasible_program(random, 30, 50, 0.2);
        SimplexState s = loaded(p);
        for (const int stop_after : {1, 5, 40, 1000}) {
            PrimalSimplex primal(s, stop_after);
            primal.run();
            CHECK(weight_error(s) < 1e-8);
        }
        pivots += s.counters.iterations;
    }
    CHECK(pivots > 1000);
}

TEST_CASE("reduced costs and basic values that were updated agree with new ones") {
    Random random(3);
    for (int trial = 0; trial < 40; ++trial) {
        CAPTURE(trial);
        SimplexState s = loaded(feasible_program(random, 40, 60, 0.15));
        DualSimplex dual(s, static_cast<std::int64_t>(10 + random.below(40)), infinity);
        dual.run(true);
        const std::vector<double> reduced = s.reduced, basic = s.basic;
        s.compute_duals();
        s.compute_primal();
        for (std::int32_t j = 0; j < s.total(); ++j)
            if (!s.is_basic(j)) REQUIRE(std::fabs(s.reduced[j] - reduced[j]) < 1e-9);
        for (std::int32_t p = 0; p < s.m; ++p) REQUIRE(std::fabs(s.basic[p] - basic[p]) < 1e-9);
    }
}

TEST_CASE("perturbed costs stay dual feasible, and only costs that may move do") {
    Random random(4);
    for (int trial = 0; trial < 200; ++trial) {
        CAPTURE(trial);
        LinearProgram p = feasible_program(random, 10, 30, 0.3);
        for (std::int32_t j = 0; j < 30; j += 7) p.upper[j] = p.lower[j];
        for (std::int32_t j = 1; j < 30; j += 7) {
            p.lower[j] = -infinity;
            p.upper[j] = infinity;
            p.cost[j] = 0;
        }
        SimplexState s = loaded(p);
        s.refactorise();
        s.compute_duals();
        for (std::int32_t j = 0; j < s.n; ++j) {  // to the bound their reduced costs want
            if (s.dual_infeasibility(j) == 0) continue;
            REQUIRE(s.is_boxed(j));
            s.where[j] = BasisStatus::at_upper;
            s.place(j);
        }
        const std::int32_t before = s.count_dual_infeasibilities();
        perturb_costs(s);
        s.compute_duals();
        CHECK(s.perturbed);
        CHECK(before == 0);
        CHECK(s.count_dual_infeasibilities() == 0);
        std::int32_t moved = 0;
        for (std::int32_t j = 0; j < s.n; ++j) {
            const double by = std::fabs(s.work_cost[j] - s.cost[j]);
            if (s.is_fixed(j) || s.is_free(j)) {
                CHECK(by == 0);
                continue;
            }
            moved += by > 0;
            CHECK(by < 1e-4 * (1 + std::fabs(s.cost[j])));
        }
        CHECK(moved >= 20);
    }
}

TEST_CASE("however a solve ends, costs and bounds are the true ones again") {
    Random random(5);
    int outcomes[6] = {};
    for (int trial = 0; trial < 3000; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = any_program(random, any_style(random));
        SimplexState s = loaded(p);
        const std::int64_t limit =
            random.below(2) ? -1 : static_cast<std::int64_t>(random.below(9));
        SimplexDriver driver(s, limit, random.below(4) ? infinity : integer_between(random, -9, 9));
        const auto outcome = driver.run(random.below(2) == 0);
        ++outcomes[static_cast<std::size_t>(outcome)];
        CHECK_FALSE(s.perturbed);
        REQUIRE(s.work_cost == s.cost);
        REQUIRE(s.work_lower == s.lower);
        REQUIRE(s.work_upper == s.upper);
        for (std::int32_t j = 0; j < s.total(); ++j) {
            REQUIRE((s.position[j] >= 0) == (s.where[j] == BasisStatus::basic));
            if (s.is_basic(j)) {
                REQUIRE(s.head[s.position[j]] == j);
            } else if (s.where[j] != BasisStatus::free_zero) {
                REQUIRE(s.value[j] ==
                        (s.where[j] == BasisStatus::at_lower ? s.lower[j] : s.upper[j]));
            }
        }
    }
    for (int k = 0; k < 5; ++k) CHECK(outcomes[k] > 20);  // all but trouble
}

namespace {

// Many assignments of four to four beside each other: a pivot changes few reduced costs.
LinearProgram assignments(std::int32_t count) {
    constexpr std::int32_t size = 4;
    Random random(51);
    LinearProgram p;
    p.rows = 2 * size * count;
    p.row_lower.assign(static_cast<std::size_t>(p.rows), 1.0);
    p.row_upper.assign(static_cast<std::size_t>(p.rows), 1.0);
    for (std::int32_t block = 0; block < count; ++block)
        for (std::int32_t pair = 0; pair < size * size; ++pair) {
            p.cost.push_back(random.uniform(1, 100));
            p.lower.push_back(0);
            p.upper.push_back(infinity);
            const std::int32_t first = 2 * size * block;
            for (const std::int32_t row : {first + pair / size, first + size + pair % size}) {
                p.matrix.index.push_back(row);
                p.matrix.value.push_back(1);
            }
            p.matrix.start.push_back(static_cast<std::int64_t>(p.matrix.index.size()));
            ++p.columns;
        }
    return p;
}

}  // namespace

TEST_CASE("the primal method does not look at thousands of candidates before every pivot") {
    Simplex primal(assignments(300)), dual(assignments(300));
    primal.set_method(LpMethod::primal);
    REQUIRE(primal.solve() == LpStatus::optimal);
    REQUIRE(dual.solve() == LpStatus::optimal);
    CHECK(primal.objective() == doctest::Approx(dual.objective()));
    const LpCounters& counters = primal.counters();
    REQUIRE(counters.primal_iterations > 1000);
    CHECK(counters.work < 1800 * counters.primal_iterations);  // 2046 by looking at all
}

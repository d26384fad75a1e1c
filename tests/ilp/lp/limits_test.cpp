// What stops a solve early, what is true then, and what callers read between solves.
#include <doctest/doctest.h>

#include <cmath>

#include "base/clock.hpp"
#include "ilp/lp/simplex.hpp"
#include "lp_checks.hpp"
#include "tenon/error.hpp"

using namespace tenon;
using namespace tenon::ilp;
using namespace tenon::test;

TEST_CASE("an iteration limit stops, and the next solve goes on to the optimum") {
    Random random(11);
    const LinearProgram p = feasible_program(random, 60, 90, 0.1);
    Simplex whole(p), parts(p);
    REQUIRE(whole.solve() == LpStatus::optimal);
    REQUIRE(whole.counters().iterations > 10);
    LpLimits limits;
    limits.iterations = 3;
    REQUIRE(parts.solve(limits) == LpStatus::iteration_limit);
    CHECK(parts.counters().iterations == 3);
    LpStatus status = LpStatus::iteration_limit;
    for (int k = 0; k < 500 && status == LpStatus::iteration_limit; ++k) {
        status = parts.solve(limits);
        CHECK(parts.objective() <= whole.objective() + 1e-6);  // a bound, or -infinity
    }
    REQUIRE(status == LpStatus::optimal);
    CHECK(parts.objective() == doctest::Approx(whole.objective()));
}

TEST_CASE("a cutoff below the optimum is reported with a bound between the two") {
    Random random(12);
    int reported = 0;
    for (int trial = 0; trial < 100; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = feasible_program(random, 30, 40, 0.2);
        Simplex whole(p);
        REQUIRE(whole.solve() == LpStatus::optimal);
        LpLimits limits;
        limits.objective_cutoff = whole.objective() - random.uniform(-1, 5);
        Simplex cut(p);
        const LpStatus status = cut.solve(limits);
        if (status == LpStatus::cutoff) {
            ++reported;
            CHECK(cut.objective() > limits.objective_cutoff);
            CHECK(cut.objective() <= whole.objective() + 1e-6 * (1 + std::fabs(whole.objective())));
        } else {
            REQUIRE(status == LpStatus::optimal);
            CHECK(cut.objective() == doctest::Approx(whole.objective()));
        }
    }
    CHECK(reported > 20);
}

TEST_CASE("cancel and a passed deadline stop at once and leave a usable engine") {
    Random random(13);
    const LinearProgram p = feasible_program(random, 40, 60, 0.2);
    Simplex s(p);
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    LpLimits limits;
    limits.context = &context;
    CHECK(s.solve(limits) == LpStatus::stopped);
    limits = {};
    limits.deadline_seconds = steady_seconds() - 1;
    CHECK(s.solve(limits) == LpStatus::stopped);
    CHECK(s.solve() == LpStatus::optimal);
    CHECK(optimality_error(s) < 1e-7);
}

TEST_CASE("between solves nothing looks at the limits of the last one") {
    Random random(15);
    const LinearProgram p = feasible_program(random, 40, 60, 0.2);
    Simplex s(p);
    Cancel cancel;
    Context context;
    context.cancel = &cancel;
    LpLimits limits;
    limits.context = &context;
    REQUIRE(s.solve(limits) == LpStatus::optimal);
    cancel.request();
    std::vector<double> row;
    for (int k = 0; k < 20'000; ++k) REQUIRE_NOTHROW(s.basis_inverse_row(k % 40, row));
}

TEST_CASE("pivots of a phase that was stopped on the way are counted there") {
    Random random(16);
    const LinearProgram p = feasible_program(random, 60, 90, 0.1);
    for (const LpMethod method : {LpMethod::dual, LpMethod::primal}) {
        Simplex whole(p);
        whole.set_method(method);
        REQUIRE(whole.solve() == LpStatus::optimal);
        Simplex s(p);
        s.set_method(method);
        LpLimits limits;
        limits.work = 3 * whole.counters().work / 4;
        REQUIRE(s.solve(limits) == LpStatus::stopped);
        const LpCounters& c = s.counters();
        CHECK(c.iterations > 0);
        CHECK(c.phase_one_iterations + c.dual_iterations + c.primal_iterations == c.iterations);
        CHECK(c.phase_one_seconds + c.dual_seconds + c.primal_seconds > 0);
    }
}

TEST_CASE("crossing bounds are infeasible without a pivot, and mend") {
    Random random(14);
    const LinearProgram p = feasible_program(random, 10, 10, 0.3);
    Simplex s(p);
    REQUIRE(s.solve() == LpStatus::optimal);
    const double before = s.objective();
    s.set_bounds(2, 5, 4);
    CHECK(s.solve() == LpStatus::infeasible);
    s.set_bounds(2, p.lower[2], p.upper[2]);
    REQUIRE(s.solve() == LpStatus::optimal);
    CHECK(s.objective() == doctest::Approx(before));
}

TEST_CASE("rows of the inverse times the basic columns are unit vectors") {
    Random random(15);
    for (int trial = 0; trial < 10; ++trial) {
        LinearProgram p = feasible_program(random, 15, 25, 0.3);
        for (double& x : p.matrix.value) x *= std::pow(10.0, random.uniform(-2, 2));
        for (std::int32_t i = 0; i < p.rows; ++i) p.row_lower[i] = -infinity;
        Simplex s(p);
        if (s.solve() != LpStatus::optimal) continue;
        std::vector<double> row;
        for (std::int32_t position = 0; position < p.rows; ++position) {
            s.basis_inverse_row(position, row);
            REQUIRE(row.size() == static_cast<std::size_t>(p.rows));
            for (std::int32_t other = 0; other < p.rows; ++other) {
                const std::int32_t j = s.basic_variable(other);
                double dot = 0;
                if (j >= p.columns) {
                    dot = -row[j - p.columns];
                } else {
                    for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
                        dot += p.matrix.value[k] * row[p.matrix.index[k]];
                }
                CHECK(dot == doctest::Approx(other == position ? 1 : 0).epsilon(1e-6));
            }
        }
    }
}

TEST_CASE("the basis of an optimum, set in a fresh engine, is optimal without a pivot") {
    Random random(16);
    const LinearProgram p = feasible_program(random, 40, 60, 0.15);
    Simplex first(p);
    REQUIRE(first.solve() == LpStatus::optimal);
    Simplex second(p);
    second.set_basis(first.basis());
    REQUIRE(second.solve() == LpStatus::optimal);
    CHECK(second.counters().iterations == 0);
    CHECK(second.objective() == doctest::Approx(first.objective()));
}

TEST_CASE("any statuses make a basis: all basic, none basic, singular") {
    Random random(17);
    const LinearProgram p = feasible_program(random, 20, 30, 0.2);
    Simplex whole(p);
    REQUIRE(whole.solve() == LpStatus::optimal);
    for (int trial = 0; trial < 50; ++trial) {
        CAPTURE(trial);
        Simplex s(p);
        Basis basis;
        for (int j = 0; j < 30; ++j) basis.column.push_back(BasisStatus(random.below(4)));
        for (int i = 0; i < 20; ++i) basis.row.push_back(BasisStatus(random.below(4)));
        if (trial == 0) std::fill(basis.column.begin(), basis.column.end(), BasisStatus::basic);
        if (trial == 1) std::fill(basis.column.begin(), basis.column.end(), BasisStatus::at_upper);
        if (trial == 1) std::fill(basis.row.begin(), basis.row.end(), BasisStatus::at_lower);
        s.set_basis(basis);
        REQUIRE(s.solve() == LpStatus::optimal);
        CHECK(s.objective() == doctest::Approx(whole.objective()).epsilon(1e-8));
    }
}

TEST_CASE("two engines given the same program take the same steps") {
    Random random(18);
    const LinearProgram p = feasible_program(random, 50, 80, 0.1);
    Simplex a(p), b(p);
    a.solve();
    b.solve();
    CHECK(a.counters().iterations == b.counters().iterations);
    CHECK(a.counters().work == b.counters().work);
    for (std::int32_t j = 0; j < p.columns; ++j) CHECK(a.primal()[j] == b.primal()[j]);
}

TEST_CASE("a column number outside the program is refused") {
    Random random(19);
    Simplex s(feasible_program(random, 3, 4, 0.5));
    CHECK_THROWS_AS(s.set_bounds(4, 0, 1), Error);
    CHECK_THROWS_AS(s.set_bounds(-1, 0, 1), Error);
    CHECK_THROWS_AS(s.set_row_bounds(3, 0, 1), Error);
}

TEST_CASE("a byte budget that is too small is an error, not a crash") {
    Random random(20);
    Simplex s(feasible_program(random, 30, 40, 0.2));
    Budget budget(1000);
    Context context;
    context.budget = &budget;
    LpLimits limits;
    limits.context = &context;
    CHECK_THROWS_AS(s.solve(limits), Error);
    CHECK(budget.used() == 0);
    CHECK(s.solve() == LpStatus::optimal);
}

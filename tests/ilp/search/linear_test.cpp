// Pure linear programs through solve(): presolve changes the way to the answer and not the answer,
// whose prices, basis and certificates are of the caller's rows and columns.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "ilp/lp/lp_checks.hpp"
#include "ilp/presolve/check_answer.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

Problem problem_of(const LinearProgram& p, bool turned = false) {
    Problem out(turned ? Sense::maximize : Sense::minimize);
    for (std::int32_t j = 0; j < p.columns; ++j)
        out.add_column("", ColumnType::continuous, p.lower[j], p.upper[j],
                       turned ? -p.cost[j] : p.cost[j]);
    std::vector<std::vector<std::int32_t>> index(static_cast<std::size_t>(p.rows));
    std::vector<std::vector<double>> value(index.size());
    for (std::int32_t j = 0; j < p.columns; ++j) {
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            index[p.matrix.index[k]].push_back(j);
            value[p.matrix.index[k]].push_back(p.matrix.value[k]);
        }
    }
    for (std::int32_t i = 0; i < p.rows; ++i)
        out.add_row("", p.row_lower[i], p.row_upper[i], index[i], value[i]);
    return out;
}

LinearProgram random_sparse(Random& random, int kind) {
    const auto rows = static_cast<std::int32_t>(1 + random.below(10));
    const auto columns = static_cast<std::int32_t>(1 + random.below(12));
    const double density = 0.1 + 0.5 * random.uniform();
    return kind % 2 == 0 ? random_program(random, rows, columns, density)
                         : feasible_program(random, rows, columns, density);
}

bool has_contradiction(const LinearProgram& p) {
    for (std::int32_t j = 0; j < p.columns; ++j)
        if (p.lower[j] > p.upper[j]) return true;
    for (std::int32_t i = 0; i < p.rows; ++i)
        if (p.row_lower[i] > p.row_upper[i]) return true;
    return false;
}

ilp::Answer answer_of(const Solution& s, double sign) {
    ilp::Answer out{s.values, s.dual, s.reduced_cost, s.basis};
    for (double& y : out.dual) y *= sign;
    for (double& d : out.reduced) d *= sign;
    return out;
}

}  // namespace

TEST_CASE("presolve on and off come to the same outcome, each with its proof") {
    Random random(81);
    int optimal = 0, infeasible = 0, unbounded = 0;
    for (int trial = 0; trial < 6000; ++trial) {
        CAPTURE(trial);
        const LinearProgram p = random_sparse(random, trial);
        const bool turned = random.below(2) == 1;
        SolveOptions off;
        off.presolve = false;
        const Solution with = solve({}, problem_of(p, turned));
        const Solution without = solve({}, problem_of(p, turned), off);
        REQUIRE(with.outcome == without.outcome);
        if (with.outcome == Outcome::optimal) {
            ++optimal;
            const double size = 1 + std::fabs(without.objective);
            CHECK(std::fabs(with.objective - without.objective) <= 1e-8 * size);
            const ilp::Answer answer = answer_of(with, turned ? -1 : 1);
            CHECK(has_basis_size(p, answer.basis));
            CHECK(answer_error(p, answer).worst() < 1e-9);
        } else if (with.outcome == Outcome::infeasible) {
            ++infeasible;
            if (!has_contradiction(p)) {
                REQUIRE(with.farkas.size() == static_cast<std::size_t>(p.rows));
                CHECK(farkas_value(p, with.farkas) > 0);
            }
        } else {
            REQUIRE(with.outcome == Outcome::unbounded);
            ++unbounded;
            REQUIRE(with.ray.size() == static_cast<std::size_t>(p.columns));
            CHECK(ray_holds(p, with.ray));
        }
    }
    CHECK(optimal > 500);
    CHECK(infeasible > 500);
    CHECK(unbounded > 100);
}

TEST_CASE("a start basis goes past presolve and, when it is optimal, needs no pivot") {
    Random random(82);
    for (int trial = 0; trial < 200; ++trial) {
        const Problem problem = problem_of(feasible_program(random, 12, 15, 0.3));
        const Solution first = solve({}, problem);
        if (first.outcome != Outcome::optimal) continue;
        SolveOptions warm;
        warm.start_basis = first.basis;
        const Solution again = solve({}, problem, warm);
        REQUIRE(again.outcome == Outcome::optimal);
        CHECK(again.counters.simplex_iterations == 0);
        CHECK(again.counters.presolved_rows == 0);
    }
}

TEST_CASE("what presolve took away is counted") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 9, 1);
    problem.add_column("y", ColumnType::continuous, 2, 2, 1);
    const std::vector<std::int32_t> both{0, 1};
    const std::vector<double> ones{1, 1};
    problem.add_row("r", 5, infinity, both, ones);
    const Solution s = solve({}, problem);
    REQUIRE(s.outcome == Outcome::optimal);
    CHECK(s.values == std::vector<double>{3, 2});
    CHECK(s.dual == std::vector<double>{1});
    CHECK(s.counters.presolved_rows == 1);
    CHECK(s.counters.presolved_columns == 2);
    CHECK(s.counters.presolved_nonzeros == 2);
    REQUIRE(s.counters.reductions.size() == 2);
    CHECK(s.counters.reductions[0].name == std::string("singleton rows"));
    CHECK(s.counters.reductions[0].fired == 1);
    CHECK(s.counters.reductions[1].name == std::string("fixed columns"));
    CHECK(s.counters.reductions[1].fired == 2);
}

TEST_CASE("presolve heeds the cancel handle and the budget") {
    Random random(83);
    const Problem problem = problem_of(feasible_program(random, 40, 50, 0.2));
    Cancel cancel;
    cancel.request();
    Context context;
    context.cancel = &cancel;
    CHECK(solve(context, problem).outcome == Outcome::cancelled);
    Budget budget(1000);
    Context tight;
    tight.budget = &budget;
    CHECK(solve(tight, problem).outcome == Outcome::memory_limit);
    CHECK(budget.used() == 0);
}

TEST_CASE("where a side can only be met within the tolerance the point is that of the basis") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1, 1);
    problem.add_column("y", ColumnType::continuous, 0, 1, 2);
    problem.add_row("need", 2.00000002, infinity, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, 1});
    const Solution s = solve({}, problem);
    REQUIRE(s.outcome == Outcome::optimal);
    REQUIRE(s.basis.row[0] == BasisStatus::at_lower);
    CHECK(s.row_activity[0] == 2.00000002);
    CHECK(s.max_violation == doctest::Approx(2e-8));
}

TEST_CASE("a tiny cost counts where there is much room for it") {
    // min -cost x + y,  x <= room by its bound or by a row,  y >= 1
    for (const bool by_row : {false, true})
        for (const double cost : {1e-6, 1e-9, 1e-12}) {
            for (const bool presolve : {true, false})
                for (const LinearMethod method : {LinearMethod::dual, LinearMethod::primal}) {
                    CAPTURE(by_row);
                    CAPTURE(cost);
                    CAPTURE(presolve);
                    CAPTURE(static_cast<int>(method));
                    const double room = 1000 / cost;
                    Problem p;
                    p.add_column("x", ColumnType::continuous, 0, by_row ? infinity : room, -cost);
                    p.add_column("y", ColumnType::continuous, 0, infinity, 1);
                    p.add_column("z", ColumnType::continuous, 0, infinity, 0);
                    p.add_row("least", 1, infinity, std::vector<std::int32_t>{1},
                              std::vector<double>{1});
                    if (by_row)
                        p.add_row("room", -infinity, room, std::vector<std::int32_t>{0, 2},
                                  std::vector<double>{1, 1});
                    SolveOptions options;
                    options.presolve = presolve;
                    options.linear_method = method;
                    const Solution s = solve({}, p, options);
                    REQUIRE(s.outcome == Outcome::optimal);
                    CHECK(s.objective == doctest::Approx(-999).epsilon(1e-9));
                }
        }
}

// What the solver claims of a linear program is judged from outside: optimal pairs, proofs of
// infeasibility, rays. And the judge refuses what is wrong.
#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "ilp/linear/linear_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

struct Counts {
    int optimal = 0, infeasible = 0, unbounded = 0;
};

void judge(const Problem& problem, Random& random, Counts& counts) {
    const Solution s = solve({}, problem);
    if (s.outcome == Outcome::optimal) {
        ++counts.optimal;
        const LinearResiduals r = check_linear(problem, s.values, s.dual);
        CHECK(r.primal <= 1e-9);
        CHECK(r.primal_scaled <= r.primal);
        CHECK(r.dual <= 1e-9);
        CHECK(r.complementarity <= 1e-9);
        CHECK(r.gap <= 1e-9);
        CHECK(r.objective == s.objective);
        // Another plan, or other prices, are found out.
        if (problem.columns() == 0) return;
        std::vector<double> moved = s.values;
        const auto j = static_cast<std::size_t>(random.below(moved.size()));
        moved[j] += 1;
        const LinearResiduals worse = check_linear(problem, moved, s.dual);
        const double d = s.reduced_cost[j];
        CHECK((worse.primal >= 1e-3 || worse.gap > 1e-9 || worse.complementarity > 1e-9 ||
               std::fabs(d) <= 1e-9));
    } else if (s.outcome == Outcome::infeasible && !s.farkas.empty()) {
        ++counts.infeasible;
        const InfeasibilityVerdict v = check_infeasible(problem, s.farkas);
        CHECK(v.proves);
        CHECK(v.value > 0);
        std::vector<double> turned = s.farkas;
        for (double& y : turned) y = -y;
        CHECK(!check_infeasible(problem, turned).proves);
        CHECK(!check_infeasible(problem, std::vector<double>(turned.size(), 0.0)).proves);
    } else if (s.outcome == Outcome::unbounded) {
        ++counts.unbounded;
        CHECK(check_ray(problem, s.ray).proves);
        std::vector<double> turned = s.ray;
        for (double& r : turned) r = -r;
        CHECK(!check_ray(problem, turned).proves);
        CHECK(!check_ray(problem, std::vector<double>(turned.size(), 0.0)).proves);
    }
}

}  // namespace

TEST_CASE("every claim about thousands of small linear programs stands before the judge") {
    Counts counts;
    for (std::uint64_t k = 0; k < 3000; ++k) {
        CAPTURE(k);
        Random random(55, k);
        const auto rows = static_cast<std::int32_t>(random.below(8));
        const auto columns = static_cast<std::int32_t>(1 + random.below(8));
        LinearProgram p = random.below(2) ? feasible_program(random, rows, columns, 0.6)
                                          : random_program(random, rows, columns, 0.6);
        p.offset = integer_between(random, -3, 3);
        judge(to_problem(p, random_sense(random)), random, counts);
    }
    CHECK(counts.optimal > 800);
    CHECK(counts.infeasible > 100);
    CHECK(counts.unbounded > 100);
}

TEST_CASE("residuals name what is wrong and how much") {
    Problem problem(Sense::maximize);
    problem.add_column("x", ColumnType::continuous, 0, infinity, 3);
    problem.add_column("y", ColumnType::continuous, -infinity, 8, 1);
    problem.add_row("hours", -infinity, 10, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, 1});
    // x = 10, y = 0: a price of 3 on the hours leaves y with a reduced cost of -2.
    const LinearResiduals r =
        check_linear(problem, std::vector<double>{12, 0}, std::vector<double>{3});
    CHECK(r.primal == 2);
    CHECK(r.primal_scaled == 0.2);
    CHECK(r.worst_primal == "hours");
    CHECK(r.dual == 2);  // y could fall for ever
    CHECK(r.worst_dual == "y");
    CHECK(r.objective == 36);
    CHECK(r.dual_objective == 30);
    CHECK(r.complementarity == 6);  // the hours are used, two too many, at a price of 3
    // A price of the wrong sign has no side to lean on.
    const LinearResiduals wrong =
        check_linear(problem, std::vector<double>{10, 0}, std::vector<double>{-1});
    CHECK(wrong.worst_dual == "x");
    CHECK(wrong.dual == 4);
}

TEST_CASE("a proof that leans on a missing bound is told from one that rounding spoils") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, infinity, 0);
    problem.add_column("y", ColumnType::continuous, -infinity, infinity, 0);
    problem.add_row("a", 5, infinity, std::vector<std::int32_t>{0, 1}, std::vector<double>{-1, 1});
    problem.add_row("b", -infinity, 3, std::vector<std::int32_t>{1}, std::vector<double>{1});
    const InfeasibilityVerdict good = check_infeasible(problem, std::vector<double>{1, -1});
    CHECK(good.proves);
    CHECK(good.value == 2);
    CHECK(good.unexplained == 0);
    const InfeasibilityVerdict near = check_infeasible(problem, std::vector<double>{1, -1 - 1e-12});
    CHECK(!near.proves);
    CHECK(near.value == doctest::Approx(2));
    CHECK(near.unexplained <= 1.1e-12);
    CHECK(near.unexplained > 0);
    CHECK(check_infeasible(problem, std::vector<double>{1, 0}).unexplained == 1);
}

TEST_CASE("the judge wants one finite number for each row or column") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 1, 1);
    problem.add_row("r", 0, 1, std::vector<std::int32_t>{0}, std::vector<double>{1});
    const std::vector<double> one{1}, two{1, 2}, bad{std::nan("")};
    CHECK_THROWS_AS(check_linear(problem, two, one), const Error&);
    CHECK_THROWS_AS(check_linear(problem, one, bad), const Error&);
    CHECK_THROWS_AS(check_infeasible(problem, two), const Error&);
    CHECK_THROWS_AS(check_ray(problem, bad), const Error&);
    CHECK_THROWS_AS(check_ray(problem, one, -1), const Error&);
}

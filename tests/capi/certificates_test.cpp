// Certificates and their judges through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "tenon.h"

namespace {

struct Handle {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    tenon_solution* solution = nullptr;

    explicit Handle(const char* lp) {
        REQUIRE(tenon_problem_read_buffer(nullptr, lp, static_cast<std::int64_t>(std::strlen(lp)),
                                          TENON_FORMAT_LP, &problem, &err) == TENON_OK);
        REQUIRE(tenon_problem_solve(nullptr, problem, nullptr, &solution, &err) == TENON_OK);
    }
    ~Handle() {
        tenon_solution_free(solution);
        tenon_problem_free(problem);
    }
    Handle(const Handle&) = delete;
};

}  // namespace

TEST_CASE("an optimal pair has no residuals, a wrong one names the place") {
    Handle h("Minimize\n c: 2 x + 3 y\nSubject To\n need: x + y >= 4\nBounds\n x <= 3\nEnd\n");
    double x[2], y[1];
    REQUIRE(tenon_solution_values(h.solution, x, 2) == 2);
    REQUIRE(tenon_solution_duals(h.solution, y, 1) == 1);
    CHECK(tenon_solution_farkas(h.solution, nullptr, 0) == 0);
    CHECK(std::isnan(tenon_solution_farkas_residual(h.solution)));
    CHECK(std::isnan(tenon_solution_farkas_residual(nullptr)));
    tenon_linear_residuals r = TENON_LINEAR_RESIDUALS_INIT;
    REQUIRE(tenon_problem_check_linear(h.problem, x, 2, y, 1, &r, &h.err) == TENON_OK);
    CHECK(r.primal == 0);
    CHECK(r.dual == 0);
    CHECK(r.gap == 0);
    CHECK(r.objective == 9);
    CHECK(r.dual_objective == 9);
    CHECK(std::strcmp(r.worst_primal, "") == 0);
    x[1] = 0;
    REQUIRE(tenon_problem_check_linear(h.problem, x, 2, y, 1, &r, &h.err) == TENON_OK);
    CHECK(r.primal == 1);
    CHECK(std::strcmp(r.worst_primal, "need") == 0);
    CHECK(tenon_problem_check_linear(h.problem, x, 1, y, 1, &r, &h.err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(h.err.argument, "values") == 0);
}

TEST_CASE("infeasible comes with multipliers that prove it") {
    Handle h("Minimize\n c: x\nSubject To\n a: x + y >= 5\n b: x - y >= 1\nBounds\n x <= 2\nEnd\n");
    REQUIRE(tenon_solution_outcome(h.solution) == TENON_INFEASIBLE);
    double y[2];
    REQUIRE(tenon_solution_farkas(h.solution, y, 2) == 2);
    CHECK(tenon_solution_farkas_residual(h.solution) == 0);
    tenon_infeasibility_verdict verdict = TENON_INFEASIBILITY_VERDICT_INIT;
    REQUIRE(tenon_problem_check_infeasible(h.problem, y, 2, &verdict, &h.err) == TENON_OK);
    CHECK(verdict.proves == 1);
    CHECK(verdict.value > 0);
    CHECK(verdict.unexplained == 0);
    y[0] = -y[0];
    REQUIRE(tenon_problem_check_infeasible(h.problem, y, 2, &verdict, &h.err) == TENON_OK);
    CHECK(verdict.proves == 0);
}

TEST_CASE("multipliers that no doubles hold say how much they leave open") {
    // x and y are free: the multipliers are products of two decimals each.
    Handle h(
        "Minimize\n c: z\nSubject To\n a: 0.7 x + 0.9 y >= 1\n b: 0.3 x + 0.2 y <= 0\n"
        " d: 0.1 x + 0.7 y <= 0\nBounds\n x free\n y free\nEnd\n");
    REQUIRE(tenon_solution_outcome(h.solution) == TENON_INFEASIBLE);
    double y[3];
    REQUIRE(tenon_solution_farkas(h.solution, y, 3) == 3);
    const double residual = tenon_solution_farkas_residual(h.solution);
    CHECK(residual > 0);
    CHECK(residual < 1e-15);
    tenon_infeasibility_verdict verdict = TENON_INFEASIBILITY_VERDICT_INIT;
    REQUIRE(tenon_problem_check_infeasible(h.problem, y, 3, &verdict, &h.err) == TENON_OK);
    CHECK(verdict.proves == 0);
    CHECK(verdict.value > 0);
    CHECK(verdict.unexplained < 1e-15);
}

TEST_CASE("unbounded comes with a ray") {
    Handle h("Maximize\n c: x + y\nSubject To\n a: x - y <= 1\nEnd\n");
    REQUIRE(tenon_solution_outcome(h.solution) == TENON_UNBOUNDED);
    double ray[2];
    REQUIRE(tenon_solution_ray(h.solution, ray, 2) == 2);
    tenon_ray_verdict verdict = TENON_RAY_VERDICT_INIT;
    REQUIRE(tenon_problem_check_ray(h.problem, ray, 2, 0, &verdict, &h.err) == TENON_OK);
    CHECK(verdict.proves == 1);
    CHECK(verdict.slope > 0);
    ray[1] = 0;
    ray[0] = 1;
    REQUIRE(tenon_problem_check_ray(h.problem, ray, 2, 0, &verdict, &h.err) == TENON_OK);
    CHECK(verdict.proves == 0);
    CHECK(std::strcmp(verdict.worst, "a") == 0);
    CHECK(tenon_problem_check_ray(h.problem, ray, 2, -1, &verdict, &h.err) == TENON_E_ARGUMENT);
}

// Problems and solutions through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "tenon.h"

namespace {

struct Handle {
    tenon_problem* problem = nullptr;
    tenon_solution* solution = nullptr;
    ~Handle() {
        tenon_solution_free(solution);
        tenon_problem_free(problem);
    }
};

}  // namespace

TEST_CASE("a knapsack is solved to proven optimality and judged") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &h.problem, &err) == TENON_OK);
    const double worth[] = {60, 100, 120}, weight[] = {10, 20, 30};
    const std::int32_t all[] = {0, 1, 2};
    for (double w : worth)
        REQUIRE(tenon_problem_add_column(h.problem, nullptr, TENON_BINARY, 0, 1, w, nullptr,
                                         &err) == TENON_OK);
    REQUIRE(tenon_problem_add_row(h.problem, "weight", -TENON_INFINITY, 50, 3, all, weight, nullptr,
                                  &err) == TENON_OK);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
    CHECK(tenon_solution_objective(h.solution) == 220);
    CHECK(tenon_solution_bound(h.solution) >= 220);
    double values[3] = {9, 9, 9};
    CHECK(tenon_solution_values(h.solution, values, 2) == 3);
    CHECK(values[2] == 9);  // beyond the capacity nothing is written
    CHECK(tenon_solution_values(h.solution, values, 3) == 3);
    CHECK(values[0] == 0);
    CHECK(values[1] == 1);
    CHECK(values[2] == 1);
    tenon_verdict verdict = TENON_VERDICT_INIT;
    REQUIRE(tenon_problem_check(h.problem, values, 3, 0, &verdict, &err) == TENON_OK);
    CHECK(verdict.feasible == 1);
    CHECK(verdict.objective == 220);
    values[0] = 1;
    REQUIRE(tenon_problem_check(h.problem, values, 3, 0, &verdict, &err) == TENON_OK);
    CHECK(verdict.feasible == 0);
    CHECK(std::strcmp(verdict.worst, "weight") == 0);
    CHECK(verdict.max_violation == 10);
}

TEST_CASE("infeasible and unbounded are outcomes, not errors") {
    tenon_error err = TENON_ERROR_INIT;
    {
        Handle h;
        REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
        REQUIRE(tenon_problem_add_column(h.problem, "x", TENON_INTEGER, 0, 10, 1, nullptr, &err) ==
                TENON_OK);
        const std::int32_t x = 0;
        const double two = 2;
        REQUIRE(tenon_problem_add_row(h.problem, "odd", 3, 3, 1, &x, &two, nullptr, &err) ==
                TENON_OK);
        REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
        CHECK(tenon_solution_outcome(h.solution) == TENON_INFEASIBLE);
        CHECK(std::isnan(tenon_solution_objective(h.solution)));
        CHECK(tenon_solution_values(h.solution, nullptr, 0) == 0);
    }
    {
        Handle h;
        REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &h.problem, &err) == TENON_OK);
        REQUIRE(tenon_problem_add_column(h.problem, "x", TENON_CONTINUOUS, 0, TENON_INFINITY, 1,
                                         nullptr, &err) == TENON_OK);
        REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
        CHECK(tenon_solution_outcome(h.solution) == TENON_UNBOUNDED);
    }
}

TEST_CASE("wrong models are refused with the name at fault") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
    CHECK(tenon_problem_add_column(h.problem, "speed", TENON_CONTINUOUS, 2, 1, 0, nullptr, &err) ==
          TENON_E_ARGUMENT);
    CHECK(std::string(err.message).find("speed") != std::string::npos);
    CHECK(tenon_problem_add_column(h.problem, "speed", TENON_CONTINUOUS, 0, 1, NAN, nullptr,
                                   &err) == TENON_E_ARGUMENT);
    CHECK(tenon_problem_columns(h.problem) == 0);  // nothing half-made
    REQUIRE(tenon_problem_add_column(h.problem, "speed", TENON_CONTINUOUS, 0, 1, 1, nullptr,
                                     &err) == TENON_OK);
    CHECK(tenon_problem_add_column(h.problem, "speed", TENON_CONTINUOUS, 0, 1, 1, nullptr, &err) ==
          TENON_E_ARGUMENT);
    const std::int32_t beyond = 7;
    const double one = 1;
    CHECK(tenon_problem_add_row(h.problem, "r", 0, 1, 1, &beyond, &one, nullptr, &err) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_problem_rows(h.problem) == 0);
}

TEST_CASE("an empty problem is optimal at its offset") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
    REQUIRE(tenon_problem_set_offset(h.problem, 5, &err) == TENON_OK);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
    CHECK(tenon_solution_objective(h.solution) == 5);
}

TEST_CASE("numbers that are none are refused wherever they come in, with their place") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
    for (int k = 0; k < 2; ++k)
        REQUIRE(tenon_problem_add_column(h.problem, k ? "b" : "a", TENON_CONTINUOUS, 0, 9, 1,
                                         nullptr, &err) == TENON_OK);
    const std::int32_t both[] = {0, 1};
    const double ones[] = {1, 1};
    REQUIRE(tenon_problem_add_row(h.problem, "sum", 1, 5, 2, both, ones, nullptr, &err) ==
            TENON_OK);
    const auto refused = [&](tenon_status status, const char* word) {
        CHECK(status == TENON_E_ARGUMENT);
        CHECK(std::string(err.message).find(word) != std::string::npos);
        err = TENON_ERROR_INIT;
    };
    for (const double bad : {double(NAN), double(INFINITY), double(-INFINITY)}) {
        CAPTURE(bad);
        const double row[] = {1, bad};
        refused(tenon_problem_add_row(h.problem, "r", 0, 1, 2, both, row, nullptr, &err), "\"b\"");
        refused(tenon_problem_set_cost(h.problem, 1, bad, &err), "\"b\"");
        refused(
            tenon_problem_add_column(h.problem, "c", TENON_CONTINUOUS, 0, 1, bad, nullptr, &err),
            "\"c\"");
        refused(tenon_problem_set_offset(h.problem, bad, &err), "offset");
    }
    refused(tenon_problem_set_bounds(h.problem, 1, NAN, 1, &err), "\"b\"");
    refused(tenon_problem_set_bounds(h.problem, 1, 0, NAN, &err), "\"b\"");
    refused(tenon_problem_set_bounds(h.problem, 1, 1 + 1e-12, 1, &err), "\"b\"");
    refused(tenon_problem_set_bounds(h.problem, 1, INFINITY, INFINITY, &err), "\"b\"");
    refused(tenon_problem_set_row_bounds(h.problem, 0, NAN, 1, &err), "\"sum\"");
    refused(tenon_problem_set_row_bounds(h.problem, 0, 2, 1, &err), "\"sum\"");
    refused(tenon_problem_set_row_bounds(h.problem, 0, -INFINITY, -INFINITY, &err), "\"sum\"");
    // Nothing of it stayed.
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_objective(h.solution) == 1);
    CHECK(tenon_problem_rows(h.problem) == 1);
    CHECK(tenon_problem_columns(h.problem) == 2);
}

TEST_CASE(
    "a budget that is too small for a linear program is an outcome; the handles then succeed") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
    for (std::int32_t j = 0; j < 200; ++j) {
        const double one = 1;
        REQUIRE(tenon_problem_add_column(h.problem, nullptr, TENON_CONTINUOUS, 0, TENON_INFINITY, 1,
                                         nullptr, &err) == TENON_OK);
        REQUIRE(tenon_problem_add_row(h.problem, nullptr, j, TENON_INFINITY, 1, &j, &one, nullptr,
                                      &err) == TENON_OK);
    }
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.byte_budget = 1000;
    tenon_context* context = nullptr;
    REQUIRE(tenon_context_create(&options, &context, &err) == TENON_OK);
    REQUIRE(tenon_problem_solve(context, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_MEMORY_LIMIT);
    CHECK(tenon_solution_has_values(h.solution) == 0);
    CHECK(tenon_context_peak_bytes(context) <= 1000);
    tenon_context_free(context);
    tenon_solution_free(h.solution);
    h.solution = nullptr;
    // Without a budget the blocks are counted all the same, so that one can be chosen.
    REQUIRE(tenon_context_create(nullptr, &context, &err) == TENON_OK);
    REQUIRE(tenon_problem_solve(context, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_context_peak_bytes(context) > 1000);
    tenon_context_free(context);
    tenon_solution_free(h.solution);
    h.solution = nullptr;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
    CHECK(tenon_solution_objective(h.solution) == 199 * 100);
}

TEST_CASE("a solution tells what each reduction of presolve did") {
    tenon_error err = TENON_ERROR_INIT;
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, &err) == TENON_OK);
    for (int j = 0; j < 3; ++j)
        REQUIRE(tenon_problem_add_column(h.problem, nullptr, TENON_CONTINUOUS, 0, 10, 1, nullptr,
                                         &err) == TENON_OK);
    // x0 >= 2 as a row, and two equations that chain the others to it.
    const std::int32_t columns[] = {0, 1, 2};
    const double one[] = {1}, step[] = {-1, 1};
    const double none = HUGE_VAL;
    REQUIRE(tenon_problem_add_row(h.problem, nullptr, 2, none, 1, columns, one, nullptr, &err) ==
            TENON_OK);
    for (int k = 0; k < 2; ++k)
        REQUIRE(tenon_problem_add_row(h.problem, nullptr, 1, 1, 2, columns + k, step, nullptr,
                                      &err) == TENON_OK);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, nullptr, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_objective(h.solution) == 9);
    const std::int32_t kinds = tenon_solution_reductions(h.solution);
    std::vector<std::string> names;
    for (std::int32_t k = 0; k < kinds; ++k) {
        names.emplace_back(tenon_solution_reduction_name(h.solution, k));
        CHECK(tenon_solution_reduction_fired(h.solution, k) > 0);
    }
    REQUIRE(!names.empty());
    CHECK(names.front() == "singleton rows");
    CHECK(tenon_solution_reduction_name(h.solution, kinds) == nullptr);
    CHECK(tenon_solution_reduction_name(h.solution, -1) == nullptr);
    CHECK(tenon_solution_reduction_fired(h.solution, kinds) == -1);
    CHECK(tenon_solution_reductions(nullptr) == -1);

    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.no_presolve = 1;
    tenon_solution_free(h.solution);
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, &err) == TENON_OK);
    CHECK(tenon_solution_reductions(h.solution) == 0);
}

// The memory of solves through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "tenon.h"

namespace {

double objective_of(const tenon_problem* problem, const tenon_solve_options& options,
                    std::int64_t* pivots = nullptr) {
    tenon_solution* solution = nullptr;
    REQUIRE(tenon_problem_solve(nullptr, problem, &options, &solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(solution) == TENON_OPTIMAL);
    const double objective = tenon_solution_objective(solution);
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    REQUIRE(tenon_solution_counters(solution, &counters, nullptr) == TENON_OK);
    if (pivots) *pivots = counters.simplex_iterations;
    tenon_solution_free(solution);
    return objective;
}

}  // namespace

TEST_CASE("solves that share a memory answer what they know at once") {
    tenon_problem* problem = nullptr;
    REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &problem, nullptr) == TENON_OK);
    const std::int32_t columns[] = {0, 1, 2};
    const double weights[] = {3, 5, 7};
    for (int j = 0; j < 3; ++j)
        REQUIRE(tenon_problem_add_column(problem, nullptr, TENON_BINARY, 0, 1, 4 + 3 * j, nullptr,
                                         nullptr) == TENON_OK);
    REQUIRE(tenon_problem_add_row(problem, "room", -INFINITY, 9, 3, columns, weights, nullptr,
                                  nullptr) == TENON_OK);
    tenon_solve_memory* memory = nullptr;
    REQUIRE(tenon_solve_memory_create(&memory, nullptr) == TENON_OK);
    CHECK(tenon_solve_memory_problems(memory) == 0);
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.memory = memory;
    const double first = objective_of(problem, options);
    CHECK(tenon_solve_memory_problems(memory) == 1);
    std::int64_t pivots = -1;
    CHECK(objective_of(problem, options, &pivots) == first);
    CHECK(pivots == 0);
    tenon_solve_memory_clear(memory);
    CHECK(tenon_solve_memory_problems(memory) == 0);
    CHECK(tenon_solve_memory_problems(nullptr) == -1);
    CHECK(tenon_solve_memory_create(nullptr, nullptr) != TENON_OK);
    tenon_solve_memory_clear(nullptr);
    tenon_solve_memory_free(nullptr);
    tenon_solve_memory_free(memory);
    tenon_problem_free(problem);
}

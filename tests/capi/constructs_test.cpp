// Constructs and several objectives through the C interface.
#include <doctest/doctest.h>

#include <cstring>
#include <string>

#include "tenon.h"

namespace {

struct Handle {
    tenon_problem* problem = nullptr;
    tenon_solution* solution = nullptr;
    ~Handle() {
        tenon_solution_free(solution);
        tenon_problem_free(problem);
    }
    double solve() {
        tenon_solution_free(solution);
        solution = nullptr;
        REQUIRE(tenon_problem_solve(nullptr, problem, nullptr, &solution, nullptr) == TENON_OK);
        CHECK(tenon_solution_outcome(solution) == TENON_OPTIMAL);
        return tenon_solution_objective(solution);
    }
    std::int32_t column(const char* name, tenon_column_type type, double low, double high,
                        double cost) {
        std::int32_t index = -1;
        REQUIRE(tenon_problem_add_column(problem, name, type, low, high, cost, &index, nullptr) ==
                TENON_OK);
        return index;
    }
};

}  // namespace

TEST_CASE("indicators, sets and semi-continuous columns reach a C host") {
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &h.problem, nullptr) == TENON_OK);
    const std::int32_t x = h.column("x", TENON_CONTINUOUS, 0, 10, 1);
    const std::int32_t y = h.column("y", TENON_CONTINUOUS, 0, 10, 2);
    const std::int32_t z = h.column("z", TENON_BINARY, 0, 1, 5);
    const std::int32_t both[] = {x, y};
    const double ones[] = {1, 1};
    CHECK(h.solve() == 35);
    CHECK(tenon_problem_add_indicator(h.problem, "cap", z, 1, -TENON_INFINITY, 16, 2, both, ones,
                                      nullptr) == TENON_OK);
    CHECK(h.solve() == doctest::Approx(31));
    CHECK(tenon_problem_add_sos1(h.problem, "one", 2, both, nullptr) == TENON_OK);
    CHECK(h.solve() == doctest::Approx(25));
    CHECK(tenon_problem_make_semi(h.problem, "lot", y, 4, 6, nullptr) == TENON_OK);
    CHECK(h.solve() == doctest::Approx(17));
    const std::int32_t open = h.column("open", TENON_CONTINUOUS, 0, TENON_INFINITY, 0);
    const std::int32_t rows = tenon_problem_rows(h.problem);
    tenon_error err = TENON_ERROR_INIT;
    CHECK(tenon_problem_add_indicator(h.problem, "wide", z, 0, -TENON_INFINITY, 1, 1, &open, ones,
                                      &err) == TENON_E_ARGUMENT);
    CHECK(std::string(err.message).find("\"open\"") != std::string::npos);
    CHECK(tenon_problem_rows(h.problem) == rows);
}

TEST_CASE("pieces, logic and extremes reach a C host") {
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, nullptr) == TENON_OK);
    const std::int32_t x = h.column("x", TENON_CONTINUOUS, 3, 8, 0);
    const double at[] = {0, 5, 10}, cost[] = {0, 10, 12};
    CHECK(tenon_problem_add_piecewise_cost(h.problem, "rate", x, 3, at, cost, nullptr) == TENON_OK);
    CHECK(h.solve() == doctest::Approx(6));
    std::int32_t y = -1, least = -1, largest = -1, size = -1, all = -1, any = -1, no = -1;
    CHECK(tenon_problem_add_piecewise(h.problem, "y", x, 3, at, cost, &y, nullptr) == TENON_OK);
    const std::int32_t pair[] = {x, y};
    CHECK(tenon_problem_add_minimum(h.problem, "least", 2, pair, &least, nullptr) == TENON_OK);
    CHECK(tenon_problem_add_maximum(h.problem, "largest", 2, pair, &largest, nullptr) == TENON_OK);
    CHECK(tenon_problem_add_absolute(h.problem, "size", x, &size, nullptr) == TENON_OK);
    const std::int32_t a = h.column("a", TENON_BINARY, 1, 1, 0);
    const std::int32_t b = h.column("b", TENON_BINARY, 0, 0, 0);
    const std::int32_t ab[] = {a, b};
    CHECK(tenon_problem_add_and(h.problem, "all", 2, ab, &all, nullptr) == TENON_OK);
    CHECK(tenon_problem_add_or(h.problem, "any", 2, ab, &any, nullptr) == TENON_OK);
    CHECK(tenon_problem_add_not(h.problem, "no", a, &no, nullptr) == TENON_OK);
    CHECK(tenon_problem_add_sos2(h.problem, "pair", 2, ab, nullptr) == TENON_OK);
    CHECK(tenon_problem_find_column(h.problem, "largest") == largest);
    CHECK(h.solve() == doctest::Approx(6));
    double values[64] = {};
    const std::int32_t count = tenon_solution_values(h.solution, values, 64);
    REQUIRE(count == tenon_problem_columns(h.problem));
    REQUIRE(count <= 64);
    CHECK(values[y] == doctest::Approx(6));
    CHECK(values[least] == doctest::Approx(3));
    CHECK(values[largest] == doctest::Approx(6));
    CHECK(values[size] == doctest::Approx(3));
    CHECK(values[all] == 0);
    CHECK(values[any] == 1);
    CHECK(values[no] == 0);
}

TEST_CASE("objectives by priority through the C interface") {
    Handle h;
    REQUIRE(tenon_problem_create(TENON_MINIMIZE, &h.problem, nullptr) == TENON_OK);
    std::int32_t all[3];
    for (std::int32_t& j : all) j = h.column(nullptr, TENON_BINARY, 0, 1, 0);
    const double ones[] = {1, 1, 1};
    REQUIRE(tenon_problem_add_row(h.problem, "one", 1, 1, 3, all, ones, nullptr, nullptr) ==
            TENON_OK);
    const double cost[] = {100, 101, 150}, late[] = {9, 3, 0};
    tenon_objective objectives[2] = {TENON_OBJECTIVE_INIT, TENON_OBJECTIVE_INIT};
    objectives[0].cost = cost;
    objectives[0].count = 3;
    objectives[0].priority = 2;
    objectives[0].relative_tolerance = 0.02;
    objectives[1].cost = late;
    objectives[1].count = 3;
    objectives[1].priority = 1;
    double reached[2] = {};
    REQUIRE(tenon_problem_solve_objectives(nullptr, h.problem, objectives, 2, nullptr, reached,
                                           &h.solution, nullptr) == TENON_OK);
    CHECK(reached[0] == 101);
    CHECK(reached[1] == 3);
    CHECK(tenon_solution_objective(h.solution) == 3);
    tenon_error err = TENON_ERROR_INIT;
    tenon_solution* none = nullptr;
    objectives[1].count = 2;
    CHECK(tenon_problem_solve_objectives(nullptr, h.problem, objectives, 2, nullptr, nullptr, &none,
                                         &err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "objectives") == 0);
    CHECK(none == nullptr);
}

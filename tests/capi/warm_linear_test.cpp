// Warm re-solves and sensitivity through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "tenon.h"

namespace {

// The Wyndor Glass problem: 3 doors + 5 windows, three plants.
struct Shop {
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem* problem = nullptr;
    tenon_warm_linear* warm = nullptr;
    tenon_solution* solution = nullptr;
    tenon_sensitivity* sensitivity = nullptr;

    Shop() {
        REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &problem, &err) == TENON_OK);
        add_column("doors", 3);
        add_column("windows", 5);
        add_row("plant1", 4, {1, 0});
        add_row("plant2", 12, {0, 2});
        add_row("plant3", 18, {3, 2});
        REQUIRE(tenon_warm_linear_create(problem, &warm, &err) == TENON_OK);
    }
    ~Shop() {
        tenon_sensitivity_free(sensitivity);
        tenon_solution_free(solution);
        tenon_problem_free(problem);  // handles may be freed in any order
        tenon_warm_linear_free(warm);
    }
    Shop(const Shop&) = delete;

    void add_column(const char* name, double cost) {
        REQUIRE(tenon_problem_add_column(problem, name, TENON_CONTINUOUS, 0, TENON_INFINITY, cost,
                                         nullptr, &err) == TENON_OK);
    }
    void add_row(const char* name, double upper, const std::vector<double>& values) {
        const std::int32_t columns[] = {0, 1};
        REQUIRE(tenon_problem_add_row(problem, name, -TENON_INFINITY, upper, 2, columns,
                                      values.data(), nullptr, &err) == TENON_OK);
    }
    tenon_outcome solve(const tenon_warm_limits* limits = nullptr) {
        tenon_outcome outcome = 0;
        REQUIRE(tenon_warm_linear_solve(nullptr, warm, limits, &outcome, &err) == TENON_OK);
        return outcome;
    }
};

}  // namespace

TEST_CASE("a warm linear program is changed and solved again") {
    Shop shop;
    CHECK(tenon_warm_linear_columns(shop.warm) == 2);
    CHECK(tenon_warm_linear_rows(shop.warm) == 3);
    CHECK(std::isnan(tenon_warm_linear_objective(shop.warm)));
    CHECK(tenon_warm_linear_values(shop.warm, nullptr, 0) == 0);
    REQUIRE(shop.solve() == TENON_OPTIMAL);
    CHECK(tenon_warm_linear_objective(shop.warm) == doctest::Approx(36));
    double x[2] = {0, 0}, y[3] = {0, 0, 0};
    CHECK(tenon_warm_linear_values(shop.warm, x, 2) == 2);
    CHECK(x[0] == doctest::Approx(2));
    CHECK(x[1] == doctest::Approx(6));
    CHECK(tenon_warm_linear_duals(shop.warm, y, 3) == 3);
    CHECK(y[1] == doctest::Approx(1.5));  // a further hour in plant 2 earns 1.5
    CHECK(y[2] == doctest::Approx(1));

    // Plant 2 loses two hours, a third product comes, doors pay more.
    const std::int32_t rows[] = {0, 2};
    const double hours[] = {1, 1};
    std::int32_t index = -1;
    REQUIRE(tenon_warm_linear_set_row_bounds(shop.warm, 1, -TENON_INFINITY, 10, &shop.err) ==
            TENON_OK);
    REQUIRE(tenon_warm_linear_add_column(shop.warm, 0, 3, 2, 2, rows, hours, &index, &shop.err) ==
            TENON_OK);
    CHECK(index == 2);
    REQUIRE(tenon_warm_linear_set_cost(shop.warm, 0, 4, &shop.err) == TENON_OK);
    REQUIRE(shop.solve() == TENON_OPTIMAL);
    tenon_problem* now = nullptr;
    tenon_solution* cold = nullptr;
    REQUIRE(tenon_warm_linear_problem(shop.warm, &now, &shop.err) == TENON_OK);
    REQUIRE(tenon_problem_solve(nullptr, now, nullptr, &cold, &shop.err) == TENON_OK);
    CHECK(tenon_warm_linear_objective(shop.warm) ==
          doctest::Approx(tenon_solution_objective(cold)));
    REQUIRE(tenon_warm_linear_solution(shop.warm, &shop.solution, &shop.err) == TENON_OK);
    CHECK(tenon_solution_objective(shop.solution) ==
          doctest::Approx(tenon_solution_objective(cold)));
    CHECK(tenon_solution_max_violation(shop.solution) <= 1e-9);
    tenon_solution_free(cold);
    tenon_problem_free(now);
}

TEST_CASE("rows come and go, bases are read and given back, limits are kept") {
    Shop shop;
    const std::int32_t both[] = {0, 1}, first[] = {0};
    const double ones[] = {1, 1};
    REQUIRE(tenon_warm_linear_add_row(shop.warm, 0, 5, 2, both, ones, nullptr, &shop.err) ==
            TENON_OK);
    REQUIRE(shop.solve() == TENON_OPTIMAL);
    CHECK(tenon_warm_linear_objective(shop.warm) == doctest::Approx(25));
    std::int32_t columns[2] = {-1, -1}, rows[4] = {-1, -1, -1, -1};
    REQUIRE(tenon_warm_linear_basis(shop.warm, columns, rows, &shop.err) == TENON_OK);
    REQUIRE(tenon_warm_linear_set_basis(shop.warm, columns, rows, &shop.err) == TENON_OK);
    CHECK(tenon_warm_linear_solution(shop.warm, &shop.solution, &shop.err) == TENON_E_ARGUMENT);
    tenon_warm_limits limits = TENON_WARM_LIMITS_INIT;
    limits.has_cutoff = 1;
    limits.cutoff = 30;
    limits.iteration_limit = 1000;
    limits.time_limit_seconds = 60;
    CHECK(shop.solve(&limits) == TENON_CUTOFF);
    CHECK(std::strcmp(tenon_outcome_text(TENON_CUTOFF), "cutoff") == 0);
    REQUIRE(tenon_warm_linear_delete_rows(shop.warm, 1, first, &shop.err) == TENON_OK);
    REQUIRE(tenon_warm_linear_delete_columns(shop.warm, 1, first, &shop.err) == TENON_OK);
    CHECK(tenon_warm_linear_columns(shop.warm) == 1);
    CHECK(tenon_warm_linear_rows(shop.warm) == 3);
    REQUIRE(tenon_warm_linear_set_coefficient(shop.warm, 0, 0, 4, &shop.err) == TENON_OK);
    REQUIRE(tenon_warm_linear_set_offset(shop.warm, 1, &shop.err) == TENON_OK);
    REQUIRE(tenon_warm_linear_set_bounds(shop.warm, 0, 0, 2.5, &shop.err) == TENON_OK);
    REQUIRE(shop.solve() == TENON_OPTIMAL);
    CHECK(tenon_warm_linear_objective(shop.warm) == doctest::Approx(13.5));
    CHECK(tenon_warm_linear_bound(shop.warm) == doctest::Approx(13.5));
    CHECK(tenon_warm_linear_has_values(shop.warm) == 1);
    double activity[3], reduced[1];
    CHECK(tenon_warm_linear_row_activity(shop.warm, activity, 3) == 3);
    CHECK(activity[0] == doctest::Approx(10));
    CHECK(tenon_warm_linear_reduced_costs(shop.warm, reduced, 1) == 1);
    CHECK(reduced[0] == doctest::Approx(5));
}

TEST_CASE("misuse of a warm linear program is told apart from an outcome") {
    Shop shop;
    const std::int32_t beyond[] = {9}, wrong[] = {0, 7}, fine[] = {0, 0, 0};
    const double one[] = {1};
    CHECK(tenon_warm_linear_set_bounds(shop.warm, 0, 2, 1, &shop.err) == TENON_E_ARGUMENT);
    CHECK(shop.err.column == 0);
    CHECK(tenon_warm_linear_add_row(shop.warm, 0, 1, 1, beyond, one, nullptr, &shop.err) ==
          TENON_E_ARGUMENT);
    CHECK(tenon_warm_linear_add_column(shop.warm, 0, 1, 1, 1, nullptr, one, nullptr, &shop.err) ==
          TENON_E_ARGUMENT);
    CHECK(std::strcmp(shop.err.argument, "rows") == 0);
    CHECK(tenon_warm_linear_set_basis(shop.warm, wrong, fine, &shop.err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(shop.err.argument, "column_status") == 0);
    CHECK(tenon_warm_linear_delete_rows(shop.warm, -1, beyond, &shop.err) == TENON_E_ARGUMENT);
    REQUIRE(tenon_warm_linear_set_row_bounds(shop.warm, 2, 40, TENON_INFINITY, &shop.err) ==
            TENON_OK);
    CHECK(shop.solve() == TENON_INFEASIBLE);
}

TEST_CASE("sensitivity of an optimal solution, range by range and in bulk") {
    Shop shop;
    REQUIRE(tenon_problem_solve(nullptr, shop.problem, nullptr, &shop.solution, &shop.err) ==
            TENON_OK);
    REQUIRE(tenon_sensitivity_analyse(nullptr, shop.problem, shop.solution, &shop.sensitivity,
                                      &shop.err) == TENON_OK);
    tenon_range range = TENON_RANGE_INIT;
    REQUIRE(tenon_sensitivity_range(shop.sensitivity, TENON_PART_COST, 0, &range, &shop.err) ==
            TENON_OK);
    CHECK(range.value == 3);
    CHECK(range.lower == doctest::Approx(0));
    CHECK(range.upper == doctest::Approx(7.5));
    CHECK(range.objective_at_upper == doctest::Approx(45));
    CHECK(range.upper_entering == 2 + 1);  // the slack of plant 2
    CHECK(range.upper_leaving == 2 + 0);
    double low[3], high[3];
    CHECK(tenon_sensitivity_ranges(shop.sensitivity, TENON_PART_ROW_UPPER, low, high, 3) == 3);
    CHECK(low[1] == doctest::Approx(6));
    CHECK(high[1] == doctest::Approx(18));
    CHECK(std::isinf(high[0]));
    CHECK(tenon_sensitivity_ranges(shop.sensitivity, TENON_PART_INTEGRALITY, low, high, 3) == -1);
    CHECK(tenon_sensitivity_range(shop.sensitivity, TENON_PART_COST, 2, &range, &shop.err) ==
          TENON_E_ARGUMENT);
    CHECK(std::strcmp(shop.err.argument, "index") == 0);
    tenon_sensitivity* none = nullptr;
    REQUIRE(tenon_problem_add_column(shop.problem, "more", TENON_CONTINUOUS, 0, 1, 1, nullptr,
                                     &shop.err) == TENON_OK);
    CHECK(tenon_sensitivity_analyse(nullptr, shop.problem, shop.solution, &none, &shop.err) ==
          TENON_E_ARGUMENT);
    CHECK(none == nullptr);
}

// Callbacks, guidance and the pool of a solve through the C interface.
#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
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

constexpr int items = 12;

// max sum (j + 1) x_j, at most eight of twelve; the lazy rows forbid neighbours.
void make(Handle& h) {
    REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &h.problem, nullptr) == TENON_OK);
    std::vector<std::int32_t> all;
    for (int j = 0; j < items; ++j) {
        REQUIRE(tenon_problem_add_column(h.problem, nullptr, TENON_BINARY, 0, 1, j + 1.0, nullptr,
                                         nullptr) == TENON_OK);
        all.push_back(j);
    }
    const std::vector<double> ones(items, 1.0);
    REQUIRE(tenon_problem_add_row(h.problem, "eight", -TENON_INFINITY, 8, items, all.data(),
                                  ones.data(), nullptr, nullptr) == TENON_OK);
}

struct Host {
    int plans = 0, asked = 0;
    int stop_after = -1;
    double last = -1;
    tenon_status refused = TENON_OK;
};

std::int32_t on_plan(const tenon_solve_point* point, void* user) {
    Host& host = *static_cast<Host*>(user);
    CHECK(point->struct_size == sizeof(tenon_solve_point));
    CHECK(point->count == items);
    CHECK(point->objective > host.last);
    CHECK(point->bound >= point->objective);
    host.last = point->objective;
    return ++host.plans == host.stop_after;
}

std::int32_t no_neighbours(const tenon_solve_point* point, tenon_new_rows* rows, void* user) {
    Host& host = *static_cast<Host*>(user);
    ++host.asked;
    const double ones[] = {1, 1};
    for (std::int32_t j = 0; j + 1 < point->count; ++j) {
        if (point->values[j] + point->values[j + 1] < 1.5) continue;
        const std::int32_t pair[] = {j, j + 1};
        CHECK(tenon_new_rows_add(rows, nullptr, -TENON_INFINITY, 1, 2, pair, ones, nullptr) ==
              TENON_OK);
    }
    const std::int32_t nowhere = 99;
    host.refused = tenon_new_rows_add(rows, "bad", 0, 1, 1, &nowhere, ones, nullptr);
    return 0;
}

std::int32_t fail(const tenon_solve_point*, tenon_new_rows*, void*) {
    return 7;
}

}  // namespace

TEST_CASE("lazy rows and news of plans reach a C host") {
    Handle h;
    make(h);
    Host host;
    tenon_solve_callbacks callbacks = TENON_SOLVE_CALLBACKS_INIT;
    callbacks.incumbent = on_plan;
    callbacks.lazy_rows = no_neighbours;
    callbacks.user = &host;
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.callbacks = &callbacks;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
    CHECK(tenon_solution_objective(h.solution) == 12 + 10 + 8 + 6 + 4 + 2);
    CHECK(host.plans > 0);
    CHECK(host.asked >= host.plans);
    CHECK(host.last == tenon_solution_objective(h.solution));
    CHECK(host.refused == TENON_E_ARGUMENT);
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    REQUIRE(tenon_solution_counters(h.solution, &counters, nullptr) == TENON_OK);
    CHECK(counters.lazy_rows > 0);
}

TEST_CASE("nonzero from a callback ends the solve as an outcome") {
    Handle h;
    make(h);
    Host host;
    host.stop_after = 1;
    tenon_solve_callbacks callbacks = TENON_SOLVE_CALLBACKS_INIT;
    callbacks.incumbent = on_plan;
    callbacks.user = &host;
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.callbacks = &callbacks;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_CANCELLED);
    CHECK(tenon_solution_has_values(h.solution) == 1);
    CHECK(host.plans == 1);
    tenon_solution_free(h.solution);
    h.solution = nullptr;
    callbacks.incumbent = nullptr;
    callbacks.lazy_rows = fail;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_CANCELLED);
    CHECK(tenon_solution_has_values(h.solution) == 0);
}

namespace {

// Weights near the costs: no plan is the best one before some branches.
void make_knapsack(Handle& h) {
    REQUIRE(tenon_problem_create(TENON_MAXIMIZE, &h.problem, nullptr) == TENON_OK);
    std::vector<std::int32_t> all;
    std::vector<double> weights;
    for (int j = 0; j < items; ++j) {
        weights.push_back(19 + j * 7 % 23);
        REQUIRE(tenon_problem_add_column(h.problem, nullptr, TENON_BINARY, 0, 1,
                                         2 * weights.back() + j % 5, nullptr, nullptr) == TENON_OK);
        all.push_back(j);
    }
    REQUIRE(tenon_problem_add_column(h.problem, "part", TENON_CONTINUOUS, 0, 1, 0, nullptr,
                                     nullptr) == TENON_OK);
    REQUIRE(tenon_problem_add_row(h.problem, "weight", -TENON_INFINITY, 173, items, all.data(),
                                  weights.data(), nullptr, nullptr) == TENON_OK);
}

struct Choices {
    int handed_in = 0, told = 0, taken = 0, asked = 0;
    std::string last_reason;
    tenon_status refused[5] = {};
};

std::int32_t hand_in(const tenon_solve_point* point, tenon_new_plans* plans, void* user) {
    Choices& host = *static_cast<Choices*>(user);
    CHECK(point->count == items + 1);
    double mine[items + 1];
    for (std::int32_t j = 0; j <= items; ++j) mine[j] = point->values[j] < 0.999 ? 0 : 1;
    mine[items] = std::nan("");
    CHECK(tenon_new_plans_add(plans, mine, items + 1, nullptr) == TENON_OK);
    for (double& x : mine) x = 1;
    CHECK(tenon_new_plans_add(plans, mine, items + 1, nullptr) == TENON_OK);
    host.handed_in += 2;
    host.refused[0] = tenon_new_plans_add(plans, mine, items, nullptr);
    mine[3] = TENON_INFINITY;
    tenon_error err = TENON_ERROR_INIT;
    host.refused[1] = tenon_new_plans_add(plans, mine, items + 1, &err);
    CHECK(err.column == 3);
    return 0;
}

std::int32_t hear(const tenon_plan_verdict* verdict, void* user) {
    Choices& host = *static_cast<Choices*>(user);
    CHECK(verdict->struct_size == sizeof(tenon_plan_verdict));
    CHECK(verdict->number == host.told % 2);
    CHECK((verdict->taken != 0) == !std::isnan(verdict->objective));
    ++host.told;
    host.taken += verdict->taken;
    host.last_reason = verdict->reason;
    return 0;
}

std::int32_t choose(const tenon_solve_point* point, tenon_branching* branching, void* user) {
    Choices& host = *static_cast<Choices*>(user);
    ++host.asked;
    host.refused[2] = tenon_branching_choose(branching, items, NAN, TENON_BRANCH_UP, nullptr);
    host.refused[3] = tenon_branching_choose(branching, 99, NAN, TENON_BRANCH_UP, nullptr);
    host.refused[4] = tenon_branching_choose(branching, 0, NAN, 7, nullptr);
    std::int32_t open = 0;
    for (std::int32_t j = 0; j < items; ++j)
        if (std::fabs(point->values[j] - std::round(point->values[j])) > 1e-6) open = j;
    CHECK(tenon_branching_choose(branching, open, NAN, TENON_BRANCH_DOWN, nullptr) == TENON_OK);
    return 0;
}

std::int32_t end(const tenon_plan_verdict*, void*) {
    return 1;
}

}  // namespace

TEST_CASE("plans and branchings of a C host") {
    Handle h;
    make_knapsack(h);
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.no_cuts = options.no_heuristics = 1;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    const double best = tenon_solution_objective(h.solution);
    tenon_solution_free(h.solution);
    h.solution = nullptr;
    Choices host;
    tenon_solve_callbacks callbacks = TENON_SOLVE_CALLBACKS_INIT;
    callbacks.user = &host;
    callbacks.user_plans = hand_in;
    callbacks.plan_verdict = hear;
    callbacks.user_branching = choose;
    options.callbacks = &callbacks;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
    CHECK(tenon_solution_objective(h.solution) == best);
    CHECK(host.told == host.handed_in);
    CHECK(host.taken > 0);
    CHECK(host.last_reason.find("\"weight\" is broken by") != std::string::npos);
    for (const tenon_status status : host.refused) CHECK(status == TENON_E_ARGUMENT);
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    REQUIRE(tenon_solution_counters(h.solution, &counters, nullptr) == TENON_OK);
    CHECK(counters.user_plans == host.taken);
    CHECK(counters.user_branchings > 0);
    CHECK(counters.user_branchings <= host.asked);

    callbacks.plan_verdict = end;
    tenon_solution_free(h.solution);
    h.solution = nullptr;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_CANCELLED);
}

TEST_CASE("callbacks of a host that was built before plans and branchings are read as they were") {
    Handle h;
    make(h);
    Host host;
    tenon_solve_callbacks callbacks = TENON_SOLVE_CALLBACKS_INIT;
    callbacks.struct_size = offsetof(tenon_solve_callbacks, user_plans);
    callbacks.incumbent = on_plan;
    callbacks.user = &host;
    // What lies behind the struct of that host.
    std::memset(reinterpret_cast<char*>(&callbacks) + callbacks.struct_size, 0x5a,
                sizeof callbacks - callbacks.struct_size);
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.callbacks = &callbacks;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, nullptr) == TENON_OK);
    CHECK(tenon_solution_outcome(h.solution) == TENON_OPTIMAL);
    CHECK(host.plans > 0);
}

TEST_CASE("the pool and guidance through the C interface") {
    Handle h;
    make(h);
    std::vector<std::int32_t> priority(items, 0);
    std::vector<double> hint(items, 0.0), weight(items, 1.0);
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.branch_priority = priority.data();
    options.branch_priority_count = items;
    options.hint = hint.data();
    options.hint_count = items;
    options.hint_weight = weight.data();
    options.hint_weight_count = items;
    options.pool_size = 3;
    tenon_error err = TENON_ERROR_INIT;
    REQUIRE(tenon_problem_solve(nullptr, h.problem, &options, &h.solution, &err) == TENON_OK);
    const std::int32_t count = tenon_solution_pool_count(h.solution);
    REQUIRE(count >= 2);  // the hinted plan and the optimum
    REQUIRE(count <= 3);
    CHECK(tenon_solution_pool_objective(h.solution, 0) == tenon_solution_objective(h.solution));
    double values[items] = {}, own[items] = {};
    CHECK(tenon_solution_pool_values(h.solution, 0, values, items) == items);
    CHECK(tenon_solution_values(h.solution, own, items) == items);
    CHECK(std::memcmp(values, own, sizeof own) == 0);
    for (std::int32_t k = 1; k < count; ++k)
        CHECK(tenon_solution_pool_objective(h.solution, k) <=
              tenon_solution_pool_objective(h.solution, k - 1));
    CHECK(std::isnan(tenon_solution_pool_objective(h.solution, count)));
    CHECK(tenon_solution_pool_values(h.solution, count, values, items) == -1);
    CHECK(tenon_solution_pool_count(nullptr) == -1);
    options.hint_count = 5;
    tenon_solution* none = nullptr;
    CHECK(tenon_problem_solve(nullptr, h.problem, &options, &none, &err) == TENON_E_ARGUMENT);
    CHECK(std::strcmp(err.argument, "hint") == 0);
    CHECK(none == nullptr);
}

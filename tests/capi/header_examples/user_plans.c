/* EXAMPLE for (int32_t j = 0; j < point->count; ++j) mine[j] */
/* Ten items, of which one is split in the relaxation: without it a plan is left. */
#include "check.h"

static int32_t asked = 0, taken = 0;

static int32_t hand_in(const tenon_solve_point *point, tenon_new_plans *plans, void *user)
{
    double mine[10];
    (void)user;
    ++asked;
    @EXAMPLE@
    return 0;
}

static int32_t hear(const tenon_plan_verdict *verdict, void *user)
{
    (void)user;
    CHECK(verdict->number == 0);
    CHECK((verdict->taken == 1) == (verdict->objective == verdict->objective));
    taken += verdict->taken;
    return 0;
}

int main(void)
{
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem *problem = NULL;
    tenon_solution *solution = NULL;
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    tenon_solve_callbacks callbacks = TENON_SOLVE_CALLBACKS_INIT;
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    const double worth[] = {57, 49, 68, 60, 43, 67, 84, 87, 72, 55};
    const double weight[] = {23, 21, 29, 26, 19, 30, 38, 40, 34, 27};
    int32_t columns[10];
    int32_t item;
    CHECK_DONE(tenon_problem_create(TENON_MAXIMIZE, &problem, &err));
    for (item = 0; item < 10; ++item)
        CHECK_DONE(tenon_problem_add_column(problem, NULL, TENON_BINARY, 0, 1, worth[item],
                                            &columns[item], &err));
    CHECK_DONE(tenon_problem_add_row(problem, "weight", 0, 165, 10, columns, weight, NULL, &err));
    callbacks.user_plans = hand_in;
    callbacks.plan_verdict = hear;
    options.callbacks = &callbacks;
    options.no_heuristics = 1;
    options.no_cuts = 1;
    CHECK_DONE(tenon_problem_solve(NULL, problem, &options, &solution, &err));
    CHECK(tenon_solution_outcome(solution) == TENON_OPTIMAL);
    CHECK_DONE(tenon_solution_counters(solution, &counters, &err));
    CHECK(asked > 0);
    CHECK(taken > 0);
    CHECK(counters.user_plans == taken);
    tenon_solution_free(solution);
    tenon_problem_free(problem);
    return 0;
}

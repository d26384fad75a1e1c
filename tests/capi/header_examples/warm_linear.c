/* EXAMPLE tenon_warm_linear_create(problem, &warm, &err); */
/* Three rounds of the loop, each with an hour less: 3 x + 2 y, x <= hours, x + y <= 10. */
#include "check.h"

static double plan[2];
static int rounds = 0;
static double next_hours(void)
{
    static const double hours[] = {8, 7, 6};
    if (rounds > 0) CHECK(plan[0] == hours[rounds - 1] && plan[1] == 10 - hours[rounds - 1]);
    if (rounds == 3) exit(0);
    return hours[rounds++];
}
#define hours_left next_hours()

int main(void)
{
    tenon_error err = TENON_ERROR_INIT;
    tenon_context *context = NULL;
    tenon_problem *problem = NULL;
    tenon_warm_linear *warm = NULL;
    tenon_outcome outcome = 0;
    int32_t machine = -1;
    const int32_t columns = 2, both[] = {0, 1};
    const double ones[] = {1, 1};
    CHECK(tenon_problem_create(TENON_MAXIMIZE, &problem, &err) == TENON_OK);
    CHECK(tenon_problem_add_column(problem, "x", TENON_CONTINUOUS, 0, 9, 3, &machine, &err) == TENON_OK);
    CHECK(tenon_problem_add_column(problem, "y", TENON_CONTINUOUS, 0, 9, 2, NULL, &err) == TENON_OK);
    CHECK(tenon_problem_add_row(problem, "all", -TENON_INFINITY, 10, 2, both, ones, NULL, &err) == TENON_OK);
    @EXAMPLE@
}

/* Re-plan every minute: a shop's machines fall out and come back, prices move, an order arrives.
 *
 *     replan [minutes]
 *
 * The plan is a linear program that stays warm, so each minute costs a few pivots instead of a solve.
 */
#include <stdio.h>
#include <stdlib.h>
#include <tenon.h>

enum { PRODUCTS = 6, MACHINES = 3 };

#define TRY(call)                                                   \
    do {                                                            \
        if ((call) != TENON_OK) {                                   \
            fprintf(stderr, "%s: %s\n", err.argument, err.message); \
            return 1;                                               \
        }                                                           \
    } while (0)

/* maximise sum profit x   subject to   sum hours[m][p] x_p <= hours of machine m,   0 <= x <= demand */
static const double profit[PRODUCTS] = {9, 7, 12, 5, 8, 10};
static const double demand[PRODUCTS] = {30, 40, 15, 60, 25, 20};
static const double hours[MACHINES][PRODUCTS] = {{0.5, 0.2, 0.9, 0.1, 0.4, 0.6},
                                                 {0.3, 0.6, 0.2, 0.3, 0.5, 0.4},
                                                 {0.2, 0.1, 0.7, 0.4, 0.3, 0.8}};

int main(int argc, char **argv)
{
    const int minutes = argc > 1 ? atoi(argv[1]) : 10;
    const int32_t product[PRODUCTS] = {0, 1, 2, 3, 4, 5};
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem *problem = NULL;
    tenon_warm_linear *plan = NULL;
    TRY(tenon_problem_create(TENON_MAXIMIZE, &problem, &err));
    for (int p = 0; p < PRODUCTS; ++p)
        TRY(tenon_problem_add_column(problem, NULL, TENON_CONTINUOUS, 0, demand[p], profit[p], NULL, &err));
    for (int m = 0; m < MACHINES; ++m)
        TRY(tenon_problem_add_row(problem, NULL, -TENON_INFINITY, 24, PRODUCTS, product, hours[m], NULL, &err));
    TRY(tenon_warm_linear_create(problem, &plan, &err));
    tenon_problem_free(problem);

    for (int minute = 0; minute < minutes; ++minute) {
        double amount[PRODUCTS + 1] = {0}, price[MACHINES] = {0};
        tenon_outcome outcome = 0;
        /* What happened since: a machine works at half speed, a price moved, an order came in. */
        if (minute > 0) {
            const int32_t machine = minute % MACHINES;
            TRY(tenon_warm_linear_set_row_bounds(plan, machine, -TENON_INFINITY, minute % 4 ? 24 : 12, &err));
            TRY(tenon_warm_linear_set_cost(plan, minute % PRODUCTS, profit[minute % PRODUCTS] + minute % 5, &err));
        }
        if (minute == 3) {
            const int32_t machine[MACHINES] = {0, 1, 2};
            const double need[MACHINES] = {0.3, 0.3, 0.3};
            TRY(tenon_warm_linear_add_column(plan, 5, 20, 11, MACHINES, machine, need, NULL, &err));
        }
        TRY(tenon_warm_linear_solve(NULL, plan, NULL, &outcome, &err));
        if (outcome != TENON_OPTIMAL) {
            printf("minute %d: %s\n", minute, tenon_outcome_text(outcome));
            continue;
        }
        int32_t products = tenon_warm_linear_values(plan, amount, PRODUCTS + 1);
        tenon_warm_linear_duals(plan, price, MACHINES);
        printf("minute %d: profit %.2f; make", minute, tenon_warm_linear_objective(plan));
        for (int32_t p = 0; p < products; ++p) printf(" %.1f", amount[p]);
        printf("; an hour more is worth %.2f %.2f %.2f\n", price[0], price[1], price[2]);
    }
    tenon_warm_linear_free(plan);
    return 0;
}

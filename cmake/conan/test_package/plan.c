/* Two machines, one order: the smaller machine suffices. Exits with 0 if that is what comes out. */
#include <stdio.h>
#include <tenon.h>

int main(void)
{
    const int32_t both[] = {0, 1};
    const double output[] = {60, 100};
    double chosen[2] = {-1, -1};
    tenon_error err = TENON_ERROR_INIT;
    tenon_problem *problem = NULL;
    tenon_solution *plan = NULL;
    if (tenon_check_version(TENON_ABI_VERSION, &err) != TENON_OK ||
        tenon_problem_create(TENON_MINIMIZE, &problem, &err) != TENON_OK ||
        tenon_problem_add_column(problem, "small", TENON_BINARY, 0, 1, 3, NULL, &err) != TENON_OK ||
        tenon_problem_add_column(problem, "large", TENON_BINARY, 0, 1, 5, NULL, &err) != TENON_OK ||
        tenon_problem_add_row(problem, "order", 50, TENON_INFINITY, 2, both, output, NULL, &err) != TENON_OK ||
        tenon_problem_solve(NULL, problem, NULL, &plan, &err) != TENON_OK) {
        fprintf(stderr, "tenon: %s\n", err.message);
        return 1;
    }
    const int32_t outcome = tenon_solution_outcome(plan);
    tenon_solution_values(plan, chosen, 2);
    printf("tenon %s: small %.0f, large %.0f\n", tenon_version(), chosen[0], chosen[1]);
    tenon_solution_free(plan);
    tenon_problem_free(problem);
    return outcome == TENON_OPTIMAL && chosen[0] == 1 && chosen[1] == 0 ? 0 : 1;
}

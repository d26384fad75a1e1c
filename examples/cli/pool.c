/* tenon solve MODEL --pool N: the best plans that the search met. */
#include <stdlib.h>

#include "cli.h"

/* Columns of a plan that are told in text. */
enum { most_told = 6 };

static void print_json_plan(const tenon_problem *problem, double objective, const double *values,
                            int32_t columns)
{
    const char *comma = "";
    printf("{\"objective\":");
    json_number(stdout, objective);
    printf(",\"values\":{");
    for (int32_t j = 0; j < columns; ++j) {
        if (values[j] == 0) continue;
        printf("%s", comma);
        json_text(stdout, tenon_problem_column_name(problem, j), -1);
        printf(":");
        json_number(stdout, values[j]);
        comma = ",";
    }
    printf("}}");
}

/* What is not as in the best one. */
static void print_changes(const tenon_problem *problem, const double *values, const double *best,
                          int32_t columns)
{
    int64_t changes = 0;
    for (int32_t j = 0; j < columns; ++j) {
        if (values[j] == best[j]) continue;
        if (++changes <= most_told)
            printf("  %s = %.12g", tenon_problem_column_name(problem, j), values[j]);
    }
    if (changes > most_told)
        printf("  and %lld more %s", (long long)(changes - most_told),
               changes - most_told == 1 ? "column" : "columns");
}

void print_pool(const tenon_problem *problem, const tenon_solution *solution, int json)
{
    const int32_t columns = tenon_problem_columns(problem);
    const int32_t plans = tenon_solution_pool_count(solution);
    double *best = allocate((size_t)columns * sizeof(double));
    double *values = allocate((size_t)columns * sizeof(double));
    if (plans > 0) tenon_solution_pool_values(solution, 0, best, columns);
    if (json) printf(",\"pool\":[");
    else if (plans > 0)
        printf("%lld %s, best first, with what is not as in the first\n", COUNTED(plans, "plan"));
    for (int32_t k = 0; k < plans; ++k) {
        const double objective = tenon_solution_pool_objective(solution, k);
        tenon_solution_pool_values(solution, k, values, columns);
        if (json) {
            printf("%s", k ? "," : "");
            print_json_plan(problem, objective, values, columns);
        } else {
            printf("%4d  %.12g", k + 1, objective);
            print_changes(problem, values, best, columns);
            printf("\n");
        }
    }
    if (json) printf("]");
    free(best);
    free(values);
}

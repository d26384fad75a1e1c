/* What the judge says of a linear program's answer: residuals, a proof of infeasibility, a ray. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* What is left of a zero that rounding spoiled, as a share of its terms, is below this. */
static const double rounding = 1e-9;

static double *numbers_of(const tenon_solution *solution, int32_t *count,
                          int32_t (*get)(const tenon_solution *, double *, int32_t))
{
    *count = get(solution, NULL, 0);
    double *numbers = allocate((size_t)*count * sizeof *numbers);
    get(solution, numbers, *count);
    return numbers;
}

static void member(const char *before, const char *name, double value)
{
    printf("%s\"%s\":", before, name);
    json_number(stdout, value);
}

static void print_residuals(const tenon_problem *problem, const tenon_solution *solution, int json)
{
    int32_t columns, rows;
    double *values = numbers_of(solution, &columns, tenon_solution_values);
    double *duals = numbers_of(solution, &rows, tenon_solution_duals);
    tenon_linear_residuals r = TENON_LINEAR_RESIDUALS_INIT;
    if (columns && !tenon_problem_check_linear(problem, values, columns, duals, rows, &r, NULL)) {
        if (json) {
            member(",\"residuals\":{", "primal", r.primal);
            member(",", "primal_scaled", r.primal_scaled);
            member(",", "dual", r.dual);
            member(",", "dual_scaled", r.dual_scaled);
            member(",", "complementarity", r.complementarity);
            member(",", "dual_objective", r.dual_objective);
            member(",", "gap", r.gap);
            printf(",\"worst_primal\":");
            json_text(stdout, r.worst_primal, -1);
            printf(",\"worst_dual\":");
            json_text(stdout, r.worst_dual, -1);
            printf("}");
        } else {
            printf("judged: primal breach %.2g, dual breach %.2g, complementarity %.2g, "
                   "dual objective %.12g (gap %.2g)\n",
                   r.primal, r.dual, r.complementarity, r.dual_objective, r.gap);
        }
    }
    free(values);
    free(duals);
}

typedef const char *(*name_getter)(const tenon_problem *, int32_t);

/* The entries that are not zero, by name: all in JSON; in text the largest few. */
static void print_members(const tenon_problem *problem, name_getter name, const double *value,
                          int32_t count, int json)
{
    enum { most_shown = 8 };
    int32_t shown = 0, used = 0;
    if (json) {
        printf("{");
        for (int32_t k = 0; k < count; ++k) {
            if (value[k] == 0) continue;
            if (used++) printf(",");
            json_text(stdout, name(problem, k), -1);
            printf(":");
            json_number(stdout, value[k]);
        }
        printf("}");
        return;
    }
    char *done = allocate((size_t)count + 1);
    memset(done, 0, (size_t)count + 1);
    for (int32_t k = 0; k < count; ++k) used += value[k] != 0;
    for (; shown < used && shown < most_shown; ++shown) {
        int32_t largest = -1;
        for (int32_t k = 0; k < count; ++k)
            if (!done[k] && value[k] != 0 &&
                (largest < 0 || fabs(value[k]) > fabs(value[largest])))
                largest = k;
        done[largest] = 1;
        printf("  %+.6g x %s\n", value[largest], name(problem, largest));
    }
    if (used > shown) printf("  and %d more (--json has all)\n", (int)(used - shown));
    free(done);
}

/* Without --verbose: what an answer without a plan rests on, in the names of the model. */
void print_reason(const tenon_problem *problem, const tenon_solution *solution)
{
    int32_t count;
    double *numbers = numbers_of(solution, &count, tenon_solution_farkas);
    if (count > 0) {
        int32_t used = 0;
        for (int32_t i = 0; i < count; ++i) used += numbers[i] != 0;
        printf("no plan: %s to a contradiction (tenon explain names the fewest)\n",
               used == 1 ? "this row times this number comes" : "these rows times these numbers add up");
        print_members(problem, tenon_problem_row_name, numbers, count, 0);
    }
    free(numbers);
    numbers = numbers_of(solution, &count, tenon_solution_ray);
    if (count > 0) {
        printf("no end: any plan may move on in this direction, and gets better all the way\n");
        print_members(problem, tenon_problem_column_name, numbers, count, 0);
    }
    free(numbers);
}

static void print_proof(const tenon_problem *problem, const tenon_solution *solution, int json)
{
    int32_t rows;
    double *multipliers = numbers_of(solution, &rows, tenon_solution_farkas);
    tenon_infeasibility_verdict v = TENON_INFEASIBILITY_VERDICT_INIT;
    if (rows && !tenon_problem_check_infeasible(problem, multipliers, rows, &v, NULL)) {
        int32_t used = 0;
        for (int32_t i = 0; i < rows; ++i) used += multipliers[i] != 0;
        if (json) {
            printf(",\"proof\":{\"proves\":%s", v.proves ? "true" : "false");
            member(",", "value", v.value);
            member(",", "doubt", v.doubt);
            member(",", "unexplained", v.unexplained);
            member(",", "residual", tenon_solution_farkas_residual(solution));
            printf(",\"rows\":%d,\"multipliers\":", (int)used);
            print_members(problem, tenon_problem_row_name, multipliers, rows, 1);
            printf("}");
        } else {
            const char *strength = v.proves                  ? "proves"
                                   : v.unexplained <= rounding ? "proves, but for rounding,"
                                                               : "does not prove";
            printf("judged: a combination of %lld %s %s that there is no plan (value %.3g, "
                   "rounding %.1g, unexplained %.1g)\n",
                   COUNTED(used, "row"), strength, v.value, v.doubt, v.unexplained);
        }
    }
    free(multipliers);
}

static void print_ray(const tenon_problem *problem, const tenon_solution *solution, int json)
{
    int32_t columns;
    double *ray = numbers_of(solution, &columns, tenon_solution_ray);
    tenon_ray_verdict v = TENON_RAY_VERDICT_INIT;
    if (columns && !tenon_problem_check_ray(problem, ray, columns, 0, &v, NULL)) {
        int32_t used = 0;
        for (int32_t j = 0; j < columns; ++j) used += ray[j] != 0;
        if (json) {
            printf(",\"ray\":{\"proves\":%s", v.proves ? "true" : "false");
            member(",", "slope", v.slope);
            member(",", "breach", v.breach);
            printf(",\"columns\":%d,\"direction\":", (int)used);
            print_members(problem, tenon_problem_column_name, ray, columns, 1);
            printf("}");
        } else {
            printf("judged: a direction of %lld %s %s that the objective has no end (%.3g a step, "
                   "breach %.2g)\n",
                   COUNTED(used, "column"), v.proves ? "proves" : "does not prove", v.slope, v.breach);
        }
    }
    free(ray);
}

void print_certificate(const tenon_problem *problem, const tenon_solution *solution, int json)
{
    const int linear = tenon_solution_duals(solution, NULL, 0) > 0 ||
                       tenon_solution_reduced_costs(solution, NULL, 0) > 0;
    if (linear) print_residuals(problem, solution, json);
    print_proof(problem, solution, json);
    print_ray(problem, solution, json);
}

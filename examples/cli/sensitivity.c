/* tenon solve MODEL --sensitivity: ranges of costs, sides and bounds as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* One table being filled: a name column, four numbers, two ends with what happens there. */
typedef struct ranges {
    int64_t count;
    const char **name, **side;
    double *plan, *price, *value, *from, *to, *at_from, *at_to;
    const char **in_from, **out_from, **in_to, **out_to;
} ranges;

static ranges make_ranges(int64_t capacity)
{
    const size_t n = (size_t)capacity;
    ranges r = {0};
    double **numbers[] = {&r.plan, &r.price, &r.value, &r.from, &r.to, &r.at_from, &r.at_to};
    const char ***texts[] = {&r.name, &r.side, &r.in_from, &r.out_from, &r.in_to, &r.out_to};
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; ++k)
        *numbers[k] = allocate(n * sizeof(double));
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; ++k)
        *texts[k] = allocate(n * sizeof(char *));
    return r;
}

static void free_ranges(ranges *r)
{
    double *numbers[] = {r->plan, r->price, r->value, r->from, r->to, r->at_from, r->at_to};
    const char **texts[] = {r->name, r->side, r->in_from, r->out_from, r->in_to, r->out_to};
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; ++k) free(numbers[k]);
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; ++k) free((void *)texts[k]);
}

static const char *variable_name(const tenon_problem *problem, int32_t number)
{
    const int32_t columns = tenon_problem_columns(problem);
    if (number < 0) return NULL;
    return number < columns ? tenon_problem_column_name(problem, number)
                            : tenon_problem_row_name(problem, number - columns);
}

static void add_range(ranges *r, const tenon_problem *problem, const tenon_sensitivity *sensitivity,
                      tenon_part part, int32_t index, const char *side, double plan, double price)
{
    tenon_range range = TENON_RANGE_INIT;
    if (tenon_sensitivity_range(sensitivity, part, index, &range, NULL)) return;
    if (part != TENON_PART_COST && isinf(range.value)) return; /* no such side */
    const int64_t k = r->count++;
    r->name[k] = part == TENON_PART_ROW_LOWER || part == TENON_PART_ROW_UPPER
                     ? tenon_problem_row_name(problem, index)
                     : tenon_problem_column_name(problem, index);
    r->side[k] = side;
    r->plan[k] = plan;
    r->price[k] = price;
    r->value[k] = range.value;
    r->from[k] = range.lower;
    r->to[k] = range.upper;
    r->at_from[k] = range.objective_at_lower;
    r->at_to[k] = range.objective_at_upper;
    r->in_from[k] = variable_name(problem, range.lower_entering);
    r->out_from[k] = variable_name(problem, range.lower_leaving);
    r->in_to[k] = variable_name(problem, range.upper_entering);
    r->out_to[k] = variable_name(problem, range.upper_leaving);
}

static double *numbers_of(const tenon_solution *solution,
                          int32_t (*get)(const tenon_solution *, double *, int32_t))
{
    const int32_t count = get(solution, NULL, 0);
    double *values = allocate((size_t)(count > 0 ? count : 0) * sizeof *values);
    get(solution, values, count);
    return values;
}

static ranges cost_ranges(const tenon_problem *problem, const tenon_solution *solution,
                          const tenon_sensitivity *sensitivity)
{
    const int32_t columns = tenon_problem_columns(problem);
    ranges r = make_ranges(columns);
    double *plan = numbers_of(solution, tenon_solution_values);
    double *reduced = numbers_of(solution, tenon_solution_reduced_costs);
    for (int32_t j = 0; j < columns; ++j)
        add_range(&r, problem, sensitivity, TENON_PART_COST, j, NULL, plan[j], reduced[j]);
    free(plan);
    free(reduced);
    return r;
}

/* Sides of rows or bounds of columns; equal sides are one line. */
static ranges side_ranges(const tenon_problem *problem, const tenon_solution *solution,
                          const tenon_sensitivity *sensitivity, int of_rows)
{
    const int32_t count = of_rows ? tenon_problem_rows(problem) : tenon_problem_columns(problem);
    const tenon_part lower = of_rows ? TENON_PART_ROW_LOWER : TENON_PART_COLUMN_LOWER;
    const tenon_part upper = of_rows ? TENON_PART_ROW_UPPER : TENON_PART_COLUMN_UPPER;
    ranges r = make_ranges(2 * (int64_t)count);
    double *plan = numbers_of(solution, of_rows ? tenon_solution_row_activity : tenon_solution_values);
    double *price =
        numbers_of(solution, of_rows ? tenon_solution_duals : tenon_solution_reduced_costs);
    for (int32_t k = 0; k < count; ++k) {
        tenon_range low = TENON_RANGE_INIT, high = TENON_RANGE_INIT;
        tenon_sensitivity_range(sensitivity, lower, k, &low, NULL);
        tenon_sensitivity_range(sensitivity, upper, k, &high, NULL);
        const int equal = low.value == high.value;
        add_range(&r, problem, sensitivity, lower, k, equal ? "=" : ">=", plan[k], price[k]);
        if (!equal) add_range(&r, problem, sensitivity, upper, k, "<=", plan[k], price[k]);
    }
    free(plan);
    free(price);
    return r;
}

/* "plant2 for doors": who enters the basis and who leaves it. */
static char **exchanges(const char **in, const char **out, int64_t count)
{
    char **texts = allocate((size_t)count * sizeof *texts);
    for (int64_t k = 0; k < count; ++k) {
        const char *enters = in[k] ? in[k] : "none", *leaves = out[k] ? out[k] : "none";
        texts[k] = NULL;
        if (!in[k] && !out[k]) continue;
        const size_t size = strlen(enters) + strlen(leaves) + 6;
        texts[k] = allocate(size);
        snprintf(texts[k], size, "%s for %s", enters, leaves);
    }
    return texts;
}

static void add_exchanges(tenon_table_builder *builder, const char *name, const char **in,
                          const char **out, int64_t count)
{
    char **texts = exchanges(in, out, count);
    tenon_table_builder_add_text(builder, name, (const char *const *)texts, count, NULL);
    for (int64_t k = 0; k < count; ++k) free(texts[k]);
    free(texts);
}

static tenon_table *table_of(const ranges *r, const char *what, const char *price, int json)
{
    tenon_table_builder *builder = NULL;
    tenon_table *table = NULL;
    const int64_t n = r->count;
    tenon_table_builder_create(&builder, NULL);
    tenon_table_builder_add_text(builder, what, r->name, n, NULL);
    tenon_table_builder_add_float64(builder, "plan", r->plan, NULL, n, NULL);
    tenon_table_builder_add_float64(builder, price, r->price, NULL, n, NULL);
    if (n > 0 && r->side[0]) tenon_table_builder_add_text(builder, "side", r->side, n, NULL);
    tenon_table_builder_add_float64(builder, n > 0 && r->side[0] ? "value" : "cost", r->value, NULL,
                                    n, NULL);
    tenon_table_builder_add_float64(builder, "from", r->from, NULL, n, NULL);
    tenon_table_builder_add_float64(builder, "to", r->to, NULL, n, NULL);
    tenon_table_builder_add_float64(builder, json ? "objective_at_from" : "worth_at_from",
                                    r->at_from, NULL, n, NULL);
    tenon_table_builder_add_float64(builder, json ? "objective_at_to" : "worth_at_to", r->at_to,
                                    NULL, n, NULL);
    if (json) {
        tenon_table_builder_add_text(builder, "enters_at_from", r->in_from, n, NULL);
        tenon_table_builder_add_text(builder, "leaves_at_from", r->out_from, n, NULL);
        tenon_table_builder_add_text(builder, "enters_at_to", r->in_to, n, NULL);
        tenon_table_builder_add_text(builder, "leaves_at_to", r->out_to, n, NULL);
    } else {
        add_exchanges(builder, "below", r->in_from, r->out_from, n);
        add_exchanges(builder, "above", r->in_to, r->out_to, n);
    }
    tenon_table_builder_finish(builder, &table, NULL);
    tenon_table_builder_free(builder);
    return table;
}

static void show(ranges r, const char *title, const char *member, const char *what,
                 const char *price, int json)
{
    tenon_table *table = table_of(&r, what, price, json);
    if (json) {
        printf(",\"%s\":", member);
        json_table(stdout, table);
    } else if (r.count > 0) {
        printf("\n%s\n", title);
        print_table(stdout, table);
    }
    tenon_table_free(table);
    free_ranges(&r);
}

void print_sensitivity(const tenon_problem *problem, const tenon_solution *solution,
                       const tenon_sensitivity *sensitivity, int json)
{
    show(cost_ranges(problem, solution, sensitivity),
         "Costs: the plan stays as it is while one cost stays between from and to; below and above, who\n"
         "takes whose place in the basis", "cost_ranges",
         "column", "reduced_cost", json);
    show(side_ranges(problem, solution, sensitivity, 1),
         "Rows: one unit more of a side that binds changes the objective by the shadow price",
         "row_ranges", "row", "shadow_price", json);
    show(side_ranges(problem, solution, sensitivity, 0),
         "Bounds: one unit more of a bound that binds changes the objective by the reduced cost",
         "bound_ranges", "column", "reduced_cost", json);
}

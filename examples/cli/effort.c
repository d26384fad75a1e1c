/* What a solve did: presolve by its reductions, the simplex method by its phases. */
#include "cli.h"

static double basis_fill(const tenon_solve_counters *c)
{
    return c->basis_nonzeros > 0 ? (double)c->factor_nonzeros / (double)c->basis_nonzeros : 1.0;
}

static void count_json(const char *name, int64_t count)
{
    printf(",\"%s\":%lld", name, (long long)count);
}

static void real_json(const char *name, double value)
{
    printf(",\"%s\":", name);
    json_number(stdout, value);
}

static void presolve_json(const tenon_solution *solution, const tenon_solve_counters *c)
{
    printf(",\"presolve\":{\"seconds\":");
    json_number(stdout, c->presolve_seconds);
    count_json("rows", c->presolved_rows);
    count_json("columns", c->presolved_columns);
    count_json("nonzeros", c->presolved_nonzeros);
    printf(",\"reductions\":{");
    for (int32_t k = 0; k < tenon_solution_reductions(solution); ++k) {
        if (k > 0) putchar(',');
        json_text(stdout, tenon_solution_reduction_name(solution, k), -1);
        printf(":%lld", (long long)tenon_solution_reduction_fired(solution, k));
    }
    printf("}}");
}

static void simplex_json(const tenon_solve_counters *c)
{
    printf(",\"simplex\":{\"phase_one_iterations\":%lld", (long long)c->phase_one_iterations);
    count_json("dual_iterations", c->dual_iterations);
    count_json("primal_iterations", c->primal_iterations);
    count_json("bound_flips", c->bound_flips);
    count_json("refactorisations", c->refactorisations);
    count_json("basis_nonzeros", c->basis_nonzeros);
    count_json("factor_nonzeros", c->factor_nonzeros);
    real_json("fill", basis_fill(c));
    real_json("phase_one_seconds", c->phase_one_seconds);
    real_json("dual_seconds", c->dual_seconds);
    real_json("primal_seconds", c->primal_seconds);
    real_json("factor_seconds", c->factor_seconds);
    putchar('}');
}

/* Every part that ran, by name. */
static void parts_json(const tenon_solution *solution)
{
    printf(",\"counters\":{");
    for (int32_t k = 0; k < tenon_solution_parts(solution); ++k) {
        tenon_part_effort part = TENON_PART_EFFORT_INIT;
        if (tenon_solution_part(solution, k, &part, NULL) != TENON_OK) continue;
        if (k > 0) putchar(',');
        json_text(stdout, part.name, -1);
        printf(":{\"calls\":%lld", (long long)part.calls);
        count_json("found", part.found);
        count_json("kept", part.kept);
        count_json("work", part.work);
        real_json("seconds", part.seconds);
        putchar('}');
    }
    putchar('}');
}

static void parts_text(const tenon_solution *solution)
{
    if (tenon_solution_parts(solution) <= 0) return;
    printf("%-20s %9s %9s %9s %13s %10s\n", "part", "calls", "found", "kept", "work", "seconds");
    for (int32_t k = 0; k < tenon_solution_parts(solution); ++k) {
        tenon_part_effort part = TENON_PART_EFFORT_INIT;
        if (tenon_solution_part(solution, k, &part, NULL) != TENON_OK) continue;
        printf("  %-18s %9lld %9lld %9lld %13lld %10.3f\n", part.name, (long long)part.calls,
               (long long)part.found, (long long)part.kept, (long long)part.work, part.seconds);
    }
}

static void presolve_text(const tenon_solution *solution, const tenon_solve_counters *c)
{
    if (c->presolved_rows > 0 || c->presolved_columns > 0)
        printf("presolve took %lld %s, %lld %s, %lld %s away\n", COUNTED(c->presolved_rows, "row"),
               COUNTED(c->presolved_columns, "column"), COUNTED(c->presolved_nonzeros, "nonzero"));
    for (int32_t k = 0; k < tenon_solution_reductions(solution); ++k)
        printf("  %-24s %8lld\n", tenon_solution_reduction_name(solution, k),
               (long long)tenon_solution_reduction_fired(solution, k));
}

static void simplex_text(const tenon_solve_counters *c)
{
    printf("simplex          pivots    seconds\n"
           "  phase one    %8lld   %8.3f\n"
           "  dual         %8lld   %8.3f\n"
           "  primal       %8lld   %8.3f\n",
           (long long)c->phase_one_iterations, c->phase_one_seconds,
           (long long)c->dual_iterations, c->dual_seconds, (long long)c->primal_iterations,
           c->primal_seconds);
    printf("  %lld %s, %lld %s in %.3f s, fill %.2f\n", COUNTED(c->bound_flips, "bound flip"),
           COUNTED(c->refactorisations, "refactorisation"), c->factor_seconds, basis_fill(c));
}

void print_effort(const tenon_solution *solution, const tenon_solve_counters *c, int json)
{
    if (json) {
        count_json("work", c->work);
        count_json("cuts", c->cuts);
        real_json("root_seconds", c->root_seconds);
        presolve_json(solution, c);
        simplex_json(c);
        parts_json(solution);
        return;
    }
    printf("presolve %.3f s, ", c->presolve_seconds);
    if (c->nodes > 0) printf("root %.3f s, %lld %s, ", c->root_seconds, COUNTED(c->cuts, "cut"));
    printf("%lld %s\n", COUNTED(c->work, "work unit"));
    presolve_text(solution, c);
    simplex_text(c);
    parts_text(solution);
}

/* tenon explain: why a model has no plan, and what to loosen. */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static const char *part_name(tenon_part part)
{
    static const char *const names[] = {"cost",         "row_lower",    "row_upper",
                                        "column_lower", "column_upper", "integrality"};
    return part >= 0 && part < (int)(sizeof names / sizeof names[0]) ? names[part] : "";
}

static const char *place_name(const tenon_problem *problem, tenon_part part, int32_t index)
{
    return part == TENON_PART_ROW_LOWER || part == TENON_PART_ROW_UPPER
               ? tenon_problem_row_name(problem, index)
               : tenon_problem_column_name(problem, index);
}

static void member(const char *before, const char *name, const char *text)
{
    printf("%s\"%s\":", before, name);
    json_text(stdout, text, -1);
}

static void json_conflict(const tenon_problem *problem, const tenon_conflict *conflict)
{
    const int32_t members = tenon_conflict_members(conflict);
    member("{", "outcome", tenon_outcome_text(tenon_conflict_outcome(conflict)));
    printf(",\"minimal\":%s,\"proved\":%s,\"members\":[",
           tenon_conflict_is_minimal(conflict) ? "true" : "false",
           tenon_conflict_is_proved(conflict) ? "true" : "false");
    for (int32_t k = 0; k < members; ++k) {
        tenon_conflict_member m = TENON_CONFLICT_MEMBER_INIT;
        tenon_conflict_get_member(conflict, k, &m, NULL);
        member(k ? ",{" : "{", "part", part_name(m.part));
        member(",", "name", place_name(problem, m.part, m.index));
        printf(",\"index\":%d,\"needed\":%s", (int)m.index, m.needed ? "true" : "false");
        member(",", "text", tenon_conflict_member_text(conflict, k));
        printf("}");
    }
    printf("]");
    member(",", "text", tenon_conflict_text(conflict));
}

static void json_change(const tenon_problem *problem, const tenon_loosening *change)
{
    const char *names[] = {"from", "to", "amount", "cost"};
    const double values[] = {change->from, change->to, change->amount, change->cost};
    member("{", "part", part_name(change->part));
    member(",", "name", place_name(problem, change->part, change->index));
    printf(",\"index\":%d", (int)change->index);
    for (int k = 0; k < 4; ++k) {
        printf(",\"%s\":", names[k]);
        json_number(stdout, values[k]);
    }
    printf("}");
}

static void json_relaxation(const tenon_problem *problem, const tenon_relaxation *relaxation)
{
    const int32_t changes = tenon_relaxation_changes(relaxation);
    const tenon_solution *plan = tenon_relaxation_solution(relaxation);
    member(",\"relaxation\":{", "outcome",
           tenon_outcome_text(tenon_relaxation_outcome(relaxation)));
    printf(",\"cost\":");
    json_number(stdout, tenon_relaxation_cost(relaxation));
    printf(",\"bound\":");
    json_number(stdout, tenon_relaxation_bound(relaxation));
    printf(",\"changes\":[");
    for (int32_t k = 0; k < changes; ++k) {
        tenon_loosening change = TENON_LOOSENING_INIT;
        tenon_relaxation_get_change(relaxation, k, &change, NULL);
        if (k) printf(",");
        json_change(problem, &change);
    }
    printf("],\"objective\":");
    json_number(stdout, tenon_solution_objective(plan));
    member(",", "plan_outcome", tenon_outcome_text(tenon_solution_outcome(plan)));
    member(",", "text", tenon_relaxation_text(relaxation));
    printf("}");
}

static void print_relaxation(const tenon_relaxation *relaxation)
{
    const tenon_solution *plan = tenon_relaxation_solution(relaxation);
    printf("\n%s", tenon_relaxation_text(relaxation));
    if (tenon_solution_has_values(plan) && tenon_relaxation_changes(relaxation) > 0)
        printf("With that the objective is %.12g.\n", tenon_solution_objective(plan));
}

int command_explain(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    tenon_conflict_options options = TENON_CONFLICT_OPTIONS_INIT;
    tenon_solve_options solve = TENON_SOLVE_OPTIONS_INIT;
    tenon_relax_options relax = TENON_RELAX_OPTIONS_INIT;
    const char *measure = take_option(args, "--measure");
    int relaxing = take_flag(args, "--relax");
    options.time_limit_seconds = solve.time_limit_seconds = take_number(args, "--time-limit", 0);
    const double trial_work = take_number(args, "--trial-work", 0);
    relax.bounds = take_flag(args, "--bounds");
    relax.solve = &solve;
    const char *path = take_operand(args);
    if (!path) usage_error(args, "tenon explain needs a model file; see tenon explain --help");
    if (options.time_limit_seconds < 0) usage_error(args, "--time-limit must not be negative");
    if (!(trial_work >= 0 && trial_work < 9e18))
        usage_error(args, "--trial-work must be zero or more, and below 9e18");
    options.trial_work_limit = (int64_t)trial_work;
    if (measure && same(measure, "count"))
        relax.measure = TENON_RELAX_COUNT;
    else if (measure && !same(measure, "amount"))
        usage_error(args, "measure \"%s\" is not known; use one of amount, count", measure);
    if ((measure || relax.bounds) && !relaxing)
        usage_error(args, "--measure and --bounds belong to --relax");
    finish_arguments(args);

    tenon_context *context = terminal_context(0);
    tenon_problem *problem = NULL;
    tenon_conflict *conflict = NULL;
    tenon_relaxation *relaxation = NULL;
    int code = EXIT_DONE;
    if (tenon_problem_read(context, path, TENON_FORMAT_BY_NAME, &problem, &err) ||
        tenon_problem_find_conflict(context, problem, &options, &conflict, &err) ||
        (relaxing && tenon_problem_relax(context, problem, &relax, &relaxation, &err))) {
        code = refuse(args, &err);
    } else if (args->json) {
        json_conflict(problem, conflict);
        if (relaxation) json_relaxation(problem, relaxation);
        printf("}\n");
    } else {
        clear_progress();
        fputs(tenon_conflict_text(conflict), stdout);
        if (relaxation) print_relaxation(relaxation);
    }
    tenon_relaxation_free(relaxation);
    tenon_conflict_free(conflict);
    tenon_problem_free(problem);
    tenon_context_free(context);
    return code;
}

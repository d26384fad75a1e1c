#include <math.h>
#include <string.h>

#include "cli.h"

static void print_json(const tenon_problem *problem, const tenon_solution *solution,
                       const tenon_solve_counters *counters,
                       const tenon_sensitivity *sensitivity, int pool)
{
    printf("{\"outcome\":");
    json_text(stdout, tenon_outcome_text(tenon_solution_outcome(solution)), -1);
    printf(",\"objective\":");
    json_number(stdout, tenon_solution_objective(solution));
    printf(",\"bound\":");
    json_number(stdout, tenon_solution_bound(solution));
    printf(",\"gap\":");
    json_number(stdout, tenon_solution_gap(solution));
    printf(",\"nodes\":%lld,\"simplex_iterations\":%lld,\"seconds\":",
           (long long)counters->nodes, (long long)counters->simplex_iterations);
    json_number(stdout, counters->seconds);
    printf(",\"max_violation\":");
    json_number(stdout, tenon_solution_has_values(solution)
                            ? tenon_solution_max_violation(solution)
                            : NAN);
    printf(",\"worst_row\":");
    json_text(stdout, tenon_solution_worst_row(solution), -1);
    printf(",\"doubt\":");
    json_text(stdout, tenon_solution_doubt(solution), -1);
    if (tenon_solution_certificate(solution, NULL)[0]) {
        printf(",\"certified\":%s,\"certified_bound\":",
               tenon_solution_certified(solution) ? "true" : "false");
        json_number(stdout, tenon_solution_certified_bound(solution));
        printf(",\"proof_nodes\":%lld,\"proof_seconds\":", (long long)counters->proof_nodes);
        json_number(stdout, counters->proof_seconds);
    }
    if (pool) print_pool(problem, solution, 1);
    print_effort(solution, counters, 1);
    print_certificate(problem, solution, 1);
    if (sensitivity) print_sensitivity(problem, solution, sensitivity, 1);
    printf("}\n");
}

static void print_text(const tenon_problem *problem, const tenon_solution *solution,
                       const tenon_solve_counters *counters, int verbose, int pool)
{
    clear_progress();
    printf("%s\n", tenon_outcome_text(tenon_solution_outcome(solution)));
    if (tenon_solution_has_values(solution)) {
        printf("objective        %.12g\n", tenon_solution_objective(solution));
        printf("bound            %.12g  (gap %.4f %%)\n", tenon_solution_bound(solution),
               100 * tenon_solution_gap(solution));
        printf("largest breach   %.3g%s%s\n", tenon_solution_max_violation(solution),
               tenon_solution_worst_row(solution)[0] ? "  in " : "",
               tenon_solution_worst_row(solution));
    } else if (isfinite(tenon_solution_bound(solution))) {
        printf("no plan found; none can be better than %.12g\n", tenon_solution_bound(solution));
    }
    if (tenon_solution_certificate(solution, NULL)[0]) {
        const double bound = tenon_solution_certified_bound(solution);
        const int whole = tenon_solution_certified(solution);
        if (isfinite(bound))
            printf("%s  %.12g", whole ? "certified bound" : "proved so far  ", bound);
        else
            printf("%s  %s", whole ? "certified      " : "proved so far  ",
                   whole ? tenon_outcome_text(tenon_solution_outcome(solution)) : "nothing");
        printf("  (%lld %s, %.2f s)\n", COUNTED(counters->proof_nodes, "node"),
               counters->proof_seconds);
    }
    if (pool) print_pool(problem, solution, 0);
    print_reason(problem, solution);
    /* A linear program has no tree. */
    if (counters->nodes > 0) printf("%lld %s, ", COUNTED(counters->nodes, "node"));
    printf("%lld %s, %.2f s\n", COUNTED(counters->simplex_iterations, "simplex iteration"),
           counters->seconds);
    if (!verbose) return;
    printf("%lld %s, %lld %s, %lld %s\n", COUNTED(tenon_problem_columns(problem), "column"),
           COUNTED(tenon_problem_rows(problem), "row"),
           COUNTED(tenon_problem_nonzeros(problem), "nonzero"));
    print_effort(solution, counters, 0);
    print_certificate(problem, solution, 0);
}

/* Only an optimum of a linear program has ranges; the plan is shown all the same. */
static int has_ranges(const tenon_solution *solution)
{
    if (tenon_solution_outcome(solution) != TENON_OPTIMAL) return 0;
    if (tenon_solution_column_basis(solution, NULL, 0) > 0 ||
        tenon_solution_row_basis(solution, NULL, 0) > 0)
        return 1;
    fprintf(stderr, "tenon: no ranges are shown: they belong to linear programs; write the integer "
                    "columns at their values and solve again\n");
    return 0;
}

int command_solve(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.time_limit_seconds = take_number(args, "--time-limit", 0);
    double gap = take_number(args, "--gap", 1e-6);
    options.relative_gap = gap > 0 ? gap : -1;
    options.node_limit = take_whole(args, "--node-limit", 0);
    options.work_limit = take_whole(args, "--work-limit", 0);
    options.seed = (uint64_t)take_whole(args, "--seed", 0);
    options.no_presolve = take_flag(args, "--no-presolve");
    options.no_cuts = take_flag(args, "--no-cuts");
    options.no_heuristics = take_flag(args, "--no-heuristics");
    const char *without = take_option(args, "--without");
    const char *method = take_option(args, "--method");
    const int64_t pool = take_whole(args, "--pool", 0);
    int64_t threads = take_whole(args, "--threads", 0);
    int verbose = take_flag(args, "--verbose");
    int ranging = take_flag(args, "--sensitivity");
    solve_files files = take_solve_files(args);
    const char *path = take_operand(args);
    if (!path) usage_error(args, "tenon solve needs a model file; see tenon solve --help");
    if (options.time_limit_seconds < 0) usage_error(args, "--time-limit must not be negative");
    if (gap < 0) usage_error(args, "--gap must not be negative");
    if (threads < 0 || threads > 1024) usage_error(args, "--threads must lie between 1 and 1024");
    if (pool < 0 || pool > 1000000) usage_error(args, "--pool must lie between 0 and 1000000");
    options.pool_size = (int32_t)pool;
    if (method && strcmp(method, "dual") == 0) options.linear_method = TENON_METHOD_DUAL;
    else if (method && strcmp(method, "primal") == 0) options.linear_method = TENON_METHOD_PRIMAL;
    else if (method) usage_error(args, "--method must be dual or primal");
    finish_arguments(args);

    name_list parts = split_names(without ? without : "");
    options.without = parts.name;
    options.without_count = parts.count;
    if (verbose) tell_more();
    tenon_context *context = terminal_context((int)threads);
    tenon_problem *problem = NULL;
    tenon_solution *solution = NULL;
    tenon_sensitivity *sensitivity = NULL;
    tenon_solve_counters counters = TENON_SOLVE_COUNTERS_INIT;
    int code = EXIT_DONE;
    if (tenon_problem_read(context, path, TENON_FORMAT_BY_NAME, &problem, &err) ||
        read_solve_files(&files, context, problem, &options, &err) ||
        tenon_problem_solve(context, problem, &options, &solution, &err) ||
        tenon_solution_counters(solution, &counters, &err) ||
        write_solve_files(&files, problem, solution, &err) ||
        (ranging && has_ranges(solution) &&
         tenon_sensitivity_analyse(context, problem, solution, &sensitivity, &err))) {
        code = refuse(args, &err);
    } else if (args->json) {
        print_json(problem, solution, &counters, sensitivity, pool > 0);
    } else {
        print_text(problem, solution, &counters, verbose, pool > 0);
        if (sensitivity) print_sensitivity(problem, solution, sensitivity, 0);
    }
    free_names(&parts);
    free_solve_files(&files);
    tenon_sensitivity_free(sensitivity);
    tenon_solution_free(solution);
    tenon_problem_free(problem);
    tenon_context_free(context);
    return code;
}

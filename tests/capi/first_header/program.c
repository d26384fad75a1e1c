/* Built against the first header, run with the newest library: reads, cleans, learns, scores, saves,
 * loads, solves, plans and reports with the structs and functions that there were. Every function of
 * that header is named in calls.inc, so that the program does not start if one has gone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenon.h"

typedef void (*any_function)(void);
static const any_function every_function[] = {
#define CALL(name) (any_function)name,
#include "calls.inc"
#undef CALL
};

static tenon_error err = TENON_ERROR_INIT;

static void check(int holds, const char *what)
{
    if (holds) return;
    fprintf(stderr, "%s\n%s\n", what, err.message);
    exit(1);
}
#define HOLDS(expression) check((expression) != 0, #expression)
#define DONE(call) check((call) == TENON_OK, #call)

static int lines_seen = 0;
static void on_line(int32_t level, const char *line, int64_t length, void *user)
{
    if (level >= 1 && line && length >= 0 && user == &lines_seen) ++lines_seen;
}
static int32_t on_progress(const tenon_progress *progress, void *user)
{
    return progress->struct_size >= sizeof *progress && user == &lines_seen ? 0 : 1;
}

/* A struct in a block of its own size: a write past what this header knows hits the guard behind. */
#define GUARDED(type, init)    \
    struct {                   \
        type value;            \
        unsigned char after[64]; \
    } guarded_##type = {init, {0}}
#define UNTOUCHED(type)                                                      \
    for (size_t i = 0; i < sizeof guarded_##type.after; ++i)                 \
        check(guarded_##type.after[i] == 0, #type " was written past its end")

static tenon_context *make_context(void)
{
    tenon_context_options options = TENON_CONTEXT_OPTIONS_INIT;
    options.threads = 2;
    options.byte_budget = 1 << 28;
    options.progress = on_progress;
    options.progress_user = &lines_seen;
    options.log = on_line;
    options.log_user = &lines_seen;
    tenon_context *context = NULL;
    DONE(tenon_context_create(&options, &context, &err));
    return context;
}

static tenon_model *learn(const tenon_context *context, const char *log)
{
    tenon_table *raw = NULL, *once = NULL, *train = NULL, *test = NULL, *changes = NULL;
    tenon_csv_options csv = TENON_CSV_OPTIONS_INIT;
    DONE(tenon_table_read_csv(context, log, &csv, &raw, &err));
    DONE(tenon_table_drop_duplicates(context, raw, NULL, 0, &once, &err));
    tenon_split_options split = TENON_SPLIT_OPTIONS_INIT;
    split.stratify = "status";
    DONE(tenon_table_split(context, once, &split, &train, &test, &err));

    const char *numbers[] = {"torque", "vibration", "temperature"};
    tenon_impute_options impute = TENON_IMPUTE_OPTIONS_INIT;
    tenon_outlier_options outliers = TENON_OUTLIER_OPTIONS_INIT;
    outliers.action = TENON_OUTLIER_CLIP;
    tenon_logistic_options logistic = TENON_LOGISTIC_OPTIONS_INIT;
    logistic.positive_label = "FAIL";
    tenon_pipeline_options pipeline = TENON_PIPELINE_OPTIONS_INIT;
    pipeline.kind = TENON_MODEL_LOGISTIC;
    pipeline.target = "status";
    pipeline.numeric = numbers;
    pipeline.numeric_count = 3;
    pipeline.impute = &impute;
    pipeline.outliers = &outliers;
    pipeline.scaling = TENON_SCALING_STANDARD;
    pipeline.logistic = &logistic;
    tenon_model *model = NULL;
    DONE(tenon_pipeline_fit(context, train, &pipeline, &model, &err));

    GUARDED(tenon_fit_summary, TENON_FIT_SUMMARY_INIT);
    DONE(tenon_model_summary(model, &guarded_tenon_fit_summary.value, &err));
    UNTOUCHED(tenon_fit_summary);
    HOLDS(guarded_tenon_fit_summary.value.converged == 1);
    HOLDS(guarded_tenon_fit_summary.value.rows == tenon_table_rows(train));
    GUARDED(tenon_coefficient, TENON_COEFFICIENT_INIT);
    DONE(tenon_model_coefficient(model, 1, &guarded_tenon_coefficient.value, &err));
    UNTOUCHED(tenon_coefficient);
    HOLDS(guarded_tenon_coefficient.value.standard_error > 0);
    GUARDED(tenon_metrics, TENON_METRICS_INIT);
    DONE(tenon_model_evaluate(context, model, test, &guarded_tenon_metrics.value, &err));
    UNTOUCHED(tenon_metrics);
    HOLDS(guarded_tenon_metrics.value.auc > 0.6);

    DONE(tenon_model_changes(model, &changes, &err));
    HOLDS(tenon_table_columns(changes) >= 5);
    tenon_table_free(changes);
    tenon_table_free(test);
    tenon_table_free(train);
    tenon_table_free(once);
    tenon_table_free(raw);
    return model;
}

static void save_and_load(const tenon_model *model, const char *path)
{
    const double record[] = {40, 1, 300};
    double before = -1, after = -2;
    DONE(tenon_model_score(model, record, tenon_model_inputs(model), &before, 1, &err));
    DONE(tenon_model_save(model, path, &err));
    tenon_model *loaded = NULL;
    DONE(tenon_model_load(NULL, path, &loaded, &err));
    DONE(tenon_model_score(loaded, record, 3, &after, 1, &err));
    HOLDS(memcmp(&before, &after, sizeof before) == 0);
    tenon_model_free(loaded);
}

static void solve(const tenon_context *context)
{
    const double cost[] = {410, 230, 520, 160, 340, 900}, output[] = {120, 80, 150, 60, 100, 260};
    const double hours[] = {7, 4, 9, 3, 6, 0};
    const int32_t all[] = {0, 1, 2, 3, 4, 5};
    double start[] = {1, 1, 0, 0, 1, 0}, run[6] = {0};
    tenon_problem *problem = NULL;
    DONE(tenon_problem_create(TENON_MINIMIZE, &problem, &err));
    for (int j = 0; j < 6; ++j)
        DONE(tenon_problem_add_column(problem, NULL, TENON_BINARY, 0, 1, cost[j], NULL, &err));
    DONE(tenon_problem_add_row(problem, "demand", 300, TENON_INFINITY, 6, all, output, NULL, &err));
    DONE(tenon_problem_add_row(problem, "hours", -TENON_INFINITY, 20, 6, all, hours, NULL, &err));

    tenon_solve_options options = TENON_SOLVE_OPTIONS_INIT;
    options.time_limit_seconds = 60;
    options.start = start;
    options.start_count = 6;
    tenon_solution *solution = NULL;
    DONE(tenon_problem_solve(context, problem, &options, &solution, &err));
    HOLDS(tenon_solution_outcome(solution) == TENON_OPTIMAL);
    HOLDS(tenon_solution_objective(solution) == 980);
    HOLDS(tenon_solution_values(solution, run, 6) == 6);
    GUARDED(tenon_verdict, TENON_VERDICT_INIT);
    DONE(tenon_problem_check(problem, run, 6, 0, &guarded_tenon_verdict.value, &err));
    UNTOUCHED(tenon_verdict);
    HOLDS(guarded_tenon_verdict.value.feasible == 1 && guarded_tenon_verdict.value.objective == 980);
    GUARDED(tenon_solve_counters, TENON_SOLVE_COUNTERS_INIT);
    DONE(tenon_solution_counters(solution, &guarded_tenon_solve_counters.value, &err));
    UNTOUCHED(tenon_solve_counters);
    HOLDS(guarded_tenon_solve_counters.value.seconds >= 0);
    tenon_solution_free(solution);
    tenon_problem_free(problem);
}

static void plan_and_report(const tenon_context *context, const tenon_model *model)
{
    static const char orders_text[] =
        "order,family,hours,due_day\nA1,red,6,1\nA2,blue,4,2\nA3,red,3,2\n";
    static const char machines_text[] = "machine,hours_per_day,cost_per_hour\nM1,8,10\nM2,8,12\n";
    tenon_table *orders = NULL, *machines = NULL;
    DONE(tenon_table_read_csv_buffer(context, orders_text, sizeof orders_text - 1, NULL, &orders, &err));
    DONE(tenon_table_read_csv_buffer(context, machines_text, sizeof machines_text - 1, NULL, &machines, &err));
    tenon_plan *plan = NULL;
    tenon_order_plan_options options = TENON_ORDER_PLAN_OPTIONS_INIT;
    DONE(tenon_plan_orders(context, orders, machines, &options, &plan, &err));
    HOLDS(tenon_solution_has_values(tenon_plan_solution(plan)));

    tenon_report *report = NULL;
    tenon_report_options look = TENON_REPORT_OPTIONS_INIT;
    DONE(tenon_report_create(&look, &report, &err));
    DONE(tenon_report_add_model(report, model, &err));
    DONE(tenon_report_add_changes(report, orders, model, &err));
    DONE(tenon_report_add_plan(report, plan, &err));
    int64_t needed = 0;
    DONE(tenon_report_to_html(report, NULL, 0, &needed, &err));
    HOLDS(needed > 1000);
    tenon_report_free(report);
    tenon_table_free(machines);
    tenon_table_free(orders);
    tenon_plan_free(plan); /* in any order */
}

int main(int count, char **arguments)
{
    check(count == 3, "program <log.csv> <model.json>");
    for (size_t i = 0; i < sizeof every_function / sizeof *every_function; ++i)
        HOLDS(every_function[i] != NULL);
    HOLDS(tenon_abi_version() >= TENON_ABI_VERSION);
    DONE(tenon_check_version(TENON_ABI_VERSION, &err));
    HOLDS(tenon_check_version(1000000, &err) == TENON_E_VERSION);
    tenon_context *context = make_context();
    tenon_model *model = learn(context, arguments[1]);
    save_and_load(model, arguments[2]);
    solve(context);
    plan_and_report(context, model);
    tenon_model_free(model);
    tenon_context_free(context);
    printf("%d functions of the first header, library %s\n",
           (int)(sizeof every_function / sizeof *every_function), tenon_version());
    return 0;
}

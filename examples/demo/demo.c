/* The demonstration: from a production log to a failure model, from orders to a plan, in one report.
 *
 *   tenon_demo [FOLDER [INPUT.csv TARGET]]
 *
 * Without INPUT it makes its own log, whose truth is known, and says how well that was found again.
 */
#include "demo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "production_log.h"
#include "week.h"

#define TRY(call)                                   \
    do {                                            \
        tenon_status status_ = (call);              \
        if (status_ != TENON_OK) return status_;    \
    } while (0)

enum { RECORDS = 20000, SEED = 2026 };

static void path_in(const char *folder, const char *file, char *path, size_t size)
{
    snprintf(path, size, "%s/%s", folder, file);
}

/* ---- The model ---- */

static tenon_status read_and_clean(demo *d)
{
    tenon_table *raw = NULL;
    TRY(tenon_table_read_csv(NULL, d->input, NULL, &raw, &d->err));
    d->rows_read = tenon_table_rows(raw);
    tenon_status status = tenon_table_drop_duplicates(NULL, raw, NULL, 0, &d->clean, &d->err);
    d->raw = raw;
    return status;
}

/* Everything but the target: numbers as they are, texts with few values as categories. */
static void choose_inputs(demo *d)
{
    int32_t columns = tenon_table_columns(d->clean);
    d->numeric = calloc((size_t)columns, sizeof *d->numeric);
    d->categorical = calloc((size_t)columns, sizeof *d->categorical);
    for (int32_t j = 0; d->numeric && d->categorical && j < columns; ++j) {
        const char *name = tenon_table_column_name(d->raw, j); /* raw lives to the end */
        const tenon_type type = tenon_table_column_type(d->clean, j);
        if (strcmp(name, d->target) == 0) continue;
        if (type == TENON_FLOAT64 || type == TENON_INT64 || type == TENON_BOOL)
            d->numeric[d->numeric_count++] = name;
        else if (type == TENON_TEXT && has_few_values(d->clean, j) &&
                 (d->generated == 0 || strcmp(name, "shift") == 0))
            d->categorical[d->categorical_count++] = name;
    }
}

static tenon_status fit(demo *d)
{
    tenon_split_options split = TENON_SPLIT_OPTIONS_INIT;
    tenon_pipeline_options pipeline = TENON_PIPELINE_OPTIONS_INIT;
    tenon_outlier_options outliers = TENON_OUTLIER_OPTIONS_INIT;
    tenon_impute_options impute = TENON_IMPUTE_OPTIONS_INIT;
    tenon_logistic_options logistic = TENON_LOGISTIC_OPTIONS_INIT;
    d->kind = kind_of_target(d->clean, d->target);
    split.stratify = d->kind == TENON_MODEL_LOGISTIC ? d->target : NULL;
    outliers.action = TENON_OUTLIER_MISSING;
    outliers.factor = 6; /* spikes, not the tails that failures come from */
    logistic.positive_label = d->generated ? "FAIL" : NULL;
    pipeline.kind = d->kind;
    pipeline.target = d->target;
    pipeline.numeric = d->numeric;
    pipeline.numeric_count = d->numeric_count;
    pipeline.categorical = d->categorical;
    pipeline.categorical_count = d->categorical_count;
    pipeline.outliers = &outliers;
    pipeline.impute = &impute;
    pipeline.logistic = &logistic;
    pipeline.unknown = TENON_UNKNOWN_ZERO;

    const char *target[1];
    target[0] = d->target;
    tenon_table *known = NULL;
    TRY(tenon_table_drop_missing(NULL, d->clean, target, 1, &known, &d->err));
    tenon_table_free(d->clean);
    d->clean = known;
    TRY(tenon_table_split(NULL, d->clean, &split, &d->train, &d->test, &d->err));
    return tenon_pipeline_fit(NULL, d->train, &pipeline, &d->model, &d->err);
}

static tenon_status judge(demo *d)
{
    tenon_bootstrap_options bootstrap = TENON_BOOTSTRAP_OPTIONS_INIT;
    return tenon_model_evaluate_intervals(NULL, d->model, d->test, &bootstrap, &d->metrics, &d->low,
                                          &d->high, &d->err);
}

/* Save, load as another program would, and score the same records: nothing may change. */
static tenon_status save_and_score(demo *d)
{
    tenon_model *loaded = NULL;
    const int64_t rows = tenon_table_rows(d->test);
    double *before = calloc((size_t)rows + 1, sizeof *before);
    double *after = calloc((size_t)rows + 1, sizeof *after);
    tenon_status status = before && after ? TENON_OK : TENON_E_NO_MEMORY;
    path_in(d->folder, "model.json", d->model_path, sizeof d->model_path);
    if (!status) status = tenon_model_save(d->model, d->model_path, &d->err);
    if (!status) status = tenon_model_load(NULL, d->model_path, &loaded, &d->err);
    if (!status)
        status = tenon_model_predict(NULL, d->model, d->test, before, rows, NULL, &d->err);
    if (!status) status = tenon_model_predict(NULL, loaded, d->test, after, rows, NULL, &d->err);
    d->same_after_loading = !status && memcmp(before, after, (size_t)rows * sizeof *before) == 0;
    tenon_model_free(loaded);
    free(before);
    free(after);
    return status;
}

/* ---- The plan ---- */

/* Expected share of a machine's hours lost: its failure probability times an hour of repair a
 * failure, from the model. */
static tenon_status hours_lost(demo *d, double *lost)
{
    const int64_t rows = tenon_table_rows(d->clean);
    double sum[MACHINES] = {0}, count[MACHINES] = {0};
    double *probability = calloc((size_t)rows + 1, sizeof *probability);
    int32_t machine = tenon_table_find(d->clean, "machine");
    tenon_status status = probability ? TENON_OK : TENON_E_NO_MEMORY;
    if (!status)
        status = tenon_model_predict(NULL, d->model, d->clean, probability, rows, NULL, &d->err);
    for (int64_t i = 0; !status && i < rows; ++i) {
        const char *name = NULL;
        int64_t length = 0;
        status = tenon_table_text(d->clean, machine, i, &name, &length, &d->err);
        const int m = name && length == 4 ? name[3] - '1' : -1;
        if (m < 0 || m >= MACHINES) continue;
        sum[m] += probability[i];
        count[m] += 1;
    }
    for (int m = 0; m < MACHINES; ++m) lost[m] = count[m] > 0 ? sum[m] / count[m] : 0;
    free(probability);
    return status;
}

static tenon_status plan_week(demo *d)
{
    double lost[MACHINES] = {0};
    tenon_table *orders = NULL, *machines = NULL;
    tenon_order_plan_options options = TENON_ORDER_PLAN_OPTIONS_INIT;
    tenon_solve_options solve = TENON_SOLVE_OPTIONS_INIT;
    tenon_status status = TENON_OK;
    solve.time_limit_seconds = 20;
    options.solve = &solve;
    options.setup_cost = 15;
    status = hours_lost(d, lost);
    if (!status) status = week_orders(&orders, &d->err);
    if (!status) status = week_machines(lost, 4, &machines, &d->err);
    if (!status) status = tenon_plan_orders(NULL, orders, machines, &options, &d->plan, &d->err);
    tenon_table_free(machines);
    tenon_table_free(orders);
    return status;
}

/* ---- The report ---- */

static tenon_status write_report(demo *d)
{
    tenon_report_options options = TENON_REPORT_OPTIONS_INIT;
    options.language = d->chinese ? TENON_CHINESE : TENON_ENGLISH;
    options.subtitle = d->generated ? (d->chinese ? "演示数据，20,000 条记录" : "Demonstration log, 20,000 readings, six machines")
                                  : d->input;
    tenon_report *report = NULL;
    tenon_error *err = &d->err;
    TRY(tenon_report_create(&options, &report, err));
    d->report = report;
    TRY(add_key_figures(d));
    TRY(tenon_report_add_evaluation(report, NULL, d->model, d->test, err));
    TRY(tenon_report_add_model(report, d->model, err));
    if (d->generated)
        TRY(tenon_report_add_scatter(report, NULL, d->model, d->test, "temperature", "vibration", err));
    else if (d->numeric_count >= 2)
        TRY(tenon_report_add_scatter(report, NULL, d->model, d->test, d->numeric[0], d->numeric[1], err));
    if (d->plan) TRY(tenon_report_add_plan(report, d->plan, err));
    TRY(tenon_report_add_changes(report, d->clean, d->model, err));
    TRY(tenon_report_add_missing_map(report, d->raw, err));
    TRY(tenon_report_add_profile(report, NULL, d->raw, err));
    path_in(d->folder, "report.html", d->report_path, sizeof d->report_path);
    return tenon_report_write(report, d->report_path, err);
}

static tenon_status run(demo *d)
{
    TRY(read_and_clean(d));
    choose_inputs(d);
    TRY(fit(d));
    TRY(judge(d));
    TRY(save_and_score(d));
    if (d->generated) TRY(plan_week(d)); /* a user's log says nothing of orders */
    return write_report(d);
}

int main(int argc, char **argv)
{
    demo d;
    const demo none = DEMO_INIT;
    char log_path[1024];
    d = none;
    d.chinese = argc > 1 && strcmp(argv[1], "--zh") == 0;
    if (d.chinese) --argc, ++argv;
    if (argc == 3 || argc > 4) {
        fprintf(stderr, "usage: tenon_demo [--zh] [FOLDER [INPUT.csv TARGET]]\n");
        return 2;
    }
    d.folder = argc > 1 ? argv[1] : ".";
    d.generated = argc < 4;
    d.target = d.generated ? "status" : argv[3];
    d.input = d.generated ? log_path : argv[2];
    if (d.generated) {
        path_in(d.folder, "production_log.csv", log_path, sizeof log_path);
        if (!write_production_log(log_path, RECORDS, SEED, &d.truth)) {
            fprintf(stderr, "tenon: cannot write %s\n", log_path);
            return 1;
        }
    }
    const tenon_status status = run(&d);
    if (status == TENON_OK)
        tell_story(&d);
    else
        fprintf(stderr, "tenon: %s\n", d.err.message[0] ? d.err.message : tenon_status_text(status));
    free_demo(&d);
    return status == TENON_OK ? 0 : 1;
}

/* tenon learn: a log becomes a model. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "family.h"

typedef struct learner {
    arguments *args;
    const char *path, *target, *positive, *save, *report, *language, *fill, *outliers, *scale;
    name_list features, categorical;
    tenon_model_kind kind;
    int kind_given;
    const char *weights, *clusters;
    tenon_errors errors;
    tenon_estimator estimator;
    double quantile;
    int no_intercept, share_given;
    int64_t polynomial;
    family family;
    double l2, test_share;
    uint64_t seed;
    int stream;
    int64_t memory;
    tenon_context *context;
    tenon_table *table, *train, *test;
    tenon_model *model;
    int64_t left_out; /* records with a missing cell in a used column */
    tenon_error err;
} learner;

static int is_listed(const name_list *list, const char *name)
{
    for (int32_t i = 0; i < list->count; ++i)
        if (same(list->name[i], name)) return 1;
    return 0;
}

/* Columns that say something of records and are no features by themselves. */
static int is_row_column(const learner *run, const char *name)
{
    return (run->weights && same(name, run->weights)) || (run->clusters && same(name, run->clusters));
}

/* Without --features: every number column that is not the target. */
static void choose_features(learner *run)
{
    int32_t columns = tenon_table_columns(run->table);
    if (run->features.name || run->categorical.count > 0) return;
    run->features.name = allocate((size_t)columns * sizeof *run->features.name);
    for (int32_t j = 0; j < columns; ++j) {
        const char *name = tenon_table_column_name(run->table, j);
        tenon_type type = tenon_table_column_type(run->table, j);
        if (!same(name, run->target) && !is_row_column(run, name) && !comes_with_rows(&run->family, name) &&
            (type == TENON_FLOAT64 || type == TENON_INT64 || type == TENON_BOOL))
            run->features.name[run->features.count++] = name;
    }
}

/* A feature named in --features that holds text is a category; say so and treat it as one. */
static void move_text_features(learner *run)
{
    int32_t kept = 0;
    name_list all = {0, NULL, NULL};
    all.name = allocate((size_t)(run->features.count + run->categorical.count + 1) * sizeof *all.name);
    for (int32_t i = 0; i < run->categorical.count; ++i) all.name[all.count++] = run->categorical.name[i];
    for (int32_t i = 0; i < run->features.count; ++i) {
        const char *name = run->features.name[i];
        if (is_listed(&run->categorical, name)) continue;
        if (tenon_table_column_type(run->table, tenon_table_find(run->table, name)) == TENON_TEXT)
            all.name[all.count++] = name;
        else
            run->features.name[kept++] = name;
    }
    run->features.count = kept;
    free((void *)run->categorical.name);
    run->categorical.name = all.name;
    run->categorical.count = all.count;
}

/* Two numbers 0 and 1, bool or text are classes; other numbers are measured. */
static tenon_model_kind kind_of_target(const learner *run)
{
    int32_t column = tenon_table_find(run->table, run->target);
    tenon_type type = tenon_table_column_type(run->table, column);
    if (run->positive || type == TENON_TEXT || type == TENON_BOOL) return TENON_MODEL_LOGISTIC;
    if (type != TENON_INT64 && type != TENON_FLOAT64) return TENON_MODEL_LINEAR;
    double block[1024];
    uint8_t valid[1024];
    int64_t copied = 0;
    for (int64_t first = 0;; first += copied) {
        if (tenon_table_copy_float64(run->table, column, first, block, valid, 1024, &copied, NULL) ||
            copied == 0)
            return TENON_MODEL_LOGISTIC;
        for (int64_t i = 0; i < copied; ++i)
            if (valid[i] && block[i] != 0 && block[i] != 1) return TENON_MODEL_LINEAR;
    }
}

/* No record is complete: name the emptiest column, so that its user can act. */
static tenon_status nothing_left(learner *run, int64_t rows)
{
    const char *emptiest = run->target;
    int64_t most = tenon_table_column_missing(run->table, tenon_table_find(run->table, run->target));
    for (int32_t j = 0; j < tenon_table_columns(run->table); ++j) {
        const char *name = tenon_table_column_name(run->table, j);
        const int64_t missing = tenon_table_column_missing(run->table, j);
        if ((is_listed(&run->features, name) || is_listed(&run->categorical, name)) && missing > most) {
            most = missing;
            emptiest = name;
        }
    }
    run->err.code = TENON_E_DATA;
    snprintf(run->err.argument, sizeof run->err.argument, "%s", emptiest);
    snprintf(run->err.message, sizeof run->err.message,
             "all %lld records have a missing cell in a used column; column \"%s\" is missing in %lld "
             "of them; leave it out, or use --fill for features",
             (long long)rows, emptiest, (long long)most);
    return TENON_E_DATA;
}

static tenon_status drop_incomplete(learner *run)
{
    int32_t count = run->features.count + run->categorical.count;
    const char **used = allocate((size_t)(count + 5) * sizeof *used);
    tenon_table *complete = NULL;
    int32_t filled = 0;
    /* What --fill repairs need not be there; the target must. */
    if (!run->fill) {
        for (int32_t i = 0; i < run->features.count; ++i) used[filled++] = run->features.name[i];
        for (int32_t i = 0; i < run->categorical.count; ++i) used[filled++] = run->categorical.name[i];
    }
    used[filled++] = run->target;
    if (run->weights) used[filled++] = run->weights;
    if (run->clusters) used[filled++] = run->clusters;
    if (run->family.offset) used[filled++] = run->family.offset;
    if (run->family.exposure) used[filled++] = run->family.exposure;
    int64_t before = tenon_table_rows(run->table);
    tenon_status status =
        tenon_table_drop_missing(run->context, run->table, used, filled, &complete, &run->err);
    free((void *)used);
    if (status != TENON_OK) return status;
    run->left_out = before - tenon_table_rows(complete);
    if (before > 0 && tenon_table_rows(complete) == 0) {
        tenon_table_free(complete);
        return nothing_left(run, before);
    }
    tenon_table_free(run->table);
    run->table = complete;
    return TENON_OK;
}

/* So few records that what a fifth of them says of a model is chance. */
enum { FEW_RECORDS = 100 };

static tenon_status split(learner *run)
{
    tenon_split_options options = TENON_SPLIT_OPTIONS_INIT;
    if (!run->share_given && tenon_table_rows(run->table) < FEW_RECORDS) run->test_share = 0;
    if (run->test_share <= 0) {
        return tenon_table_slice(run->table, 0, tenon_table_rows(run->table), &run->train, &run->err);
    }
    options.test_share = run->test_share;
    options.seed = run->seed;
    options.stratify = run->kind == TENON_MODEL_LOGISTIC || run->kind == TENON_MODEL_PROBABILITY
                           ? run->target
                           : NULL;
    return tenon_table_split(run->context, run->table, &options, &run->train, &run->test, &run->err);
}

static void set_options(const learner *run, tenon_pipeline_options *options,
                        tenon_linear_options *linear, tenon_logistic_options *logistic,
                        tenon_glm_options *glm)
{
    const tenon_pipeline_options pipeline = TENON_PIPELINE_OPTIONS_INIT;
    const tenon_linear_options no_linear = TENON_LINEAR_OPTIONS_INIT;
    const tenon_logistic_options no_logistic = TENON_LOGISTIC_OPTIONS_INIT;
    *options = pipeline;
    *linear = no_linear;
    *logistic = no_logistic;
    linear->l2 = logistic->l2 = run->l2;
    linear->no_intercept = logistic->no_intercept = run->no_intercept;
    linear->polynomial = (int32_t)run->polynomial;
    linear->errors = run->errors;
    linear->weights = run->weights;
    linear->clusters = run->clusters;
    linear->estimator = run->estimator;
    linear->quantile = run->quantile;
    logistic->positive_label = run->positive;
    options->kind = run->kind;
    options->target = run->target;
    options->numeric = run->features.name;
    options->numeric_count = run->features.count;
    options->categorical = run->categorical.name;
    options->categorical_count = run->categorical.count;
    set_family(&run->family, options, logistic, glm);
    options->linear = linear;
    options->logistic = logistic;
}

static tenon_status fit(learner *run)
{
    tenon_pipeline_options options;
    tenon_linear_options linear;
    tenon_glm_options glm;
    tenon_logistic_options logistic;
    tenon_impute_options impute = TENON_IMPUTE_OPTIONS_INIT;
    tenon_outlier_options outliers = TENON_OUTLIER_OPTIONS_INIT;
    set_options(run, &options, &linear, &logistic, &glm);
    if (run->fill) {
        impute.fill = fill_of(run->args, run->fill);
        options.impute = &impute;
    }
    if (run->outliers) {
        outliers.rule = outlier_rule_of(run->args, run->outliers);
        outliers.action = TENON_OUTLIER_CLIP;
        options.outliers = &outliers;
    }
    if (run->scale) options.scaling = TENON_SCALING_STANDARD;
    return tenon_pipeline_fit(run->context, run->train, &options, &run->model, &run->err);
}

static tenon_status write_report(learner *run)
{
    tenon_report_options options = TENON_REPORT_OPTIONS_INIT;
    tenon_report *report = NULL;
    const tenon_table *judged = run->test ? run->test : run->train;
    options.language = run->language && same(run->language, "zh") ? TENON_CHINESE : TENON_ENGLISH;
    options.subtitle = run->path;
    tenon_status status = tenon_report_create(&options, &report, &run->err);
    if (!status) status = tenon_report_add_model(report, run->model, &run->err);
    if (!status) status = tenon_report_add_evaluation(report, run->context, run->model, judged, &run->err);
    if (!status && run->features.count >= 2)
        status = tenon_report_add_scatter(report, run->context, run->model, judged,
                                          run->features.name[0], run->features.name[1], &run->err);
    if (!status) status = tenon_report_add_changes(report, run->table, run->model, &run->err);
    if (!status) status = tenon_report_add_profile(report, run->context, run->table, &run->err);
    if (!status) status = tenon_report_add_missing_map(report, run->table, &run->err);
    if (!status) status = tenon_report_write(report, run->report, &run->err);
    tenon_report_free(report);
    return status;
}

static void json_member(const char *name, double value)
{
    printf(",\"%s\":", name);
    json_number(stdout, value);
}

static void json_metrics(const tenon_metrics *metrics, tenon_model_kind kind)
{
    printf("{\"rows\":%lld", (long long)metrics->rows);
    if (kind != TENON_MODEL_LOGISTIC) {
        json_member("r2", metrics->r2);
        json_member("rmse", metrics->rmse);
        json_member("mae", metrics->mae);
    } else {
        json_member("accuracy", metrics->accuracy);
        json_member("precision", metrics->precision);
        json_member("recall", metrics->recall);
        json_member("f1", metrics->f1);
        json_member("auc", metrics->auc);
        json_member("log_loss", metrics->log_loss);
        json_member("brier", metrics->brier);
        json_member("threshold", metrics->threshold);
        printf(",\"confusion\":{\"true_positive\":%lld,\"false_positive\":%lld,"
               "\"true_negative\":%lld,\"false_negative\":%lld}",
               (long long)metrics->true_positive, (long long)metrics->false_positive,
               (long long)metrics->true_negative, (long long)metrics->false_negative);
    }
    printf("}");
}

static void json_least_squares(const tenon_fit_summary *summary)
{
    printf(",\"path\":");
    json_text(stdout, tenon_fit_path_text(summary->path), -1);
    json_member("digits", summary->digits);
    json_member("error_digits", summary->error_digits);
    printf(",\"errors\":");
    json_text(stdout, tenon_errors_text(summary->errors), -1);
    if (summary->errors == TENON_ERRORS_CLUSTER) printf(",\"clusters\":%lld", (long long)summary->clusters);
    json_member("error_degrees", summary->error_degrees);
    json_member("residual_sd", summary->residual_sd);
    json_member("r2", summary->r2);
    json_member("adjusted_r2", summary->adjusted_r2);
    json_member("f_statistic", summary->f_statistic);
    json_member("f_p_value", summary->f_p_value);
    json_member("durbin_watson", summary->durbin_watson);
    json_member("objective", summary->objective);
    json_member("bound", summary->bound);
}

static void print_json(const learner *run, const tenon_fit_summary *summary,
                       const tenon_metrics *metrics, const tenon_metrics *test_metrics)
{
    const int linear = run->kind == TENON_MODEL_LINEAR;
    printf("{\"model\":\"%s\",\"rows\":%lld,\"rows_left_out\":%lld", family_word(run->kind),
           (long long)summary->rows, (long long)run->left_out);
    printf(",\"parameters\":%lld", (long long)summary->parameters);
    if (linear) json_least_squares(summary);
    json_member("log_likelihood", summary->log_likelihood);
    json_member("aic", summary->aic);
    json_member("bic", summary->bic);
    print_glm(&run->family, summary, 1);
    json_member("condition", summary->condition);
    json_member("gradient_norm", summary->gradient_norm);
    printf(",\"iterations\":%lld,\"converged\":%s,\"warnings\":[", (long long)summary->iterations,
           summary->converged ? "true" : "false");
    for (int32_t i = 0; i < tenon_model_warnings(run->model); ++i) {
        if (i) putchar(',');
        json_text(stdout, tenon_model_warning(run->model, i), -1);
    }
    printf("],\"coefficients\":[");
    for (int32_t i = 0; i < tenon_model_coefficients(run->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        tenon_model_coefficient(run->model, i, &one, NULL);
        printf("%s{\"name\":", i ? "," : "");
        json_text(stdout, one.name, -1);
        json_member("estimate", one.estimate);
        json_member("standard_error", one.standard_error);
        json_member(statistic_word(&run->family, run->kind), one.statistic);
        json_member("p_value", one.p_value);
        json_member("low", one.low);
        json_member("high", one.high);
        if (linear) {
            json_member("standardized", one.standardized);
            json_member("vif", one.vif);
        }
        printf(",\"dropped\":%s}", one.dropped ? "true" : "false");
    }
    printf("],\"metrics\":");
    if (metrics)
        json_metrics(metrics, run->kind);
    else
        printf("null");
    printf(",\"test_metrics\":");
    if (test_metrics)
        json_metrics(test_metrics, run->kind);
    else
        printf("null");
    printf("}\n");
}

static void print_metrics(const char *title, const tenon_metrics *metrics, tenon_model_kind kind)
{
    printf("%-10s %8lld %s  ", title, COUNTED(metrics->rows, "row"));
    if (kind != TENON_MODEL_LOGISTIC)
        printf("R2 %.4f  RMSE %.6g  MAE %.6g\n", metrics->r2, metrics->rmse, metrics->mae);
    else
        printf("AUC %.4f  log loss %.4f  precision %.3f  recall %.3f  accuracy %.4f\n", metrics->auc,
               metrics->log_loss, metrics->precision, metrics->recall, metrics->accuracy);
}

static const char *method_of(const learner *run)
{
    static const char *const names[] = {"least squares", "least squares with coefficients of at least 0",
                                        "Huber's robust regression", "quantile regression"};
    return names[run->estimator];
}

static void print_least_squares(const tenon_fit_summary *summary)
{
    printf("R2 %.6g, adjusted %.6g, residual sd %.9g, F %.6g (p %.3g), Durbin-Watson %.4f\n", summary->r2,
           summary->adjusted_r2, summary->residual_sd, summary->f_statistic, summary->f_p_value,
           summary->durbin_watson);
    printf("standard errors: %s", tenon_errors_text(summary->errors));
    if (summary->errors == TENON_ERRORS_CLUSTER) printf(" (%lld clusters)", (long long)summary->clusters);
    printf(", t with %.6g degrees of freedom\n", summary->error_degrees);
    printf("computed by: %s; at least %.0f digits of each estimate and %.0f of each error are sure for these data\n\n",
           tenon_fit_path_text(summary->path), floor(summary->digits), floor(summary->error_digits));
}

static void print_other_estimator(const learner *run, const tenon_fit_summary *summary)
{
    if (run->estimator == TENON_ESTIMATOR_HUBER) printf("scale %.9g; ", summary->residual_sd);
    if (run->estimator == TENON_ESTIMATOR_QUANTILE)
        printf("quantile %g: sum %.9g, proven bound %.9g; ", run->quantile, summary->objective, summary->bound);
    printf("optimality missed by %.3g of the scale of the data\n\n", summary->gradient_norm);
}

static void print_text(const learner *run, const tenon_fit_summary *summary,
                       const tenon_metrics *metrics, const tenon_metrics *test_metrics)
{
    int linear = run->kind == TENON_MODEL_LINEAR;
    clear_progress();
    if (linear)
        printf("%s by %s", run->target, method_of(run));
    else
        print_family(&run->family, run->target, run->kind, run->model);
    printf(", %lld %s", COUNTED(summary->rows, "row"));
    if (run->weights) printf(", weighted by %s", run->weights);
    if (run->left_out > 0)
        printf(" (%lld with missing cells left out; see --fill)", (long long)run->left_out);
    putchar('\n');
    if (!isnan(summary->log_likelihood)) printf("log-likelihood %.9g, ", summary->log_likelihood);
    printf("%lld %s, %s, condition number %.3g\n",
           COUNTED(summary->iterations, "iteration"),
           summary->converged ? "converged" : "NOT CONVERGED", summary->condition);
    if (!linear) {
        print_glm(&run->family, summary, 0);
        putchar('\n');
    } else {
        if (run->estimator == TENON_ESTIMATOR_LEAST_SQUARES)
            print_least_squares(summary);
        else
            print_other_estimator(run, summary);
    }
    int width = 12;
    for (int32_t i = 0; i < tenon_model_coefficients(run->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        tenon_model_coefficient(run->model, i, &one, NULL);
        if ((int)strlen(one.name) > width) width = (int)strlen(one.name);
    }
    printf("%-*s  %12s %12s %9s %10s %12s %12s\n", width, "", "estimate", "std. error",
           statistic_word(&run->family, run->kind), "p", "low", "high");
    for (int32_t i = 0; i < tenon_model_coefficients(run->model); ++i) {
        tenon_coefficient one = TENON_COEFFICIENT_INIT;
        tenon_model_coefficient(run->model, i, &one, NULL);
        printf("%-*s  ", width, one.name);
        if (one.dropped) {
            printf("%12s  (left out: it follows from other features)\n", "-");
            continue;
        }
        print_number(stdout, one.estimate, 12);
        putchar(' ');
        print_number(stdout, one.standard_error, 12);
        if (isnan(one.statistic)) {
            printf(" %9s %10s", "-", "-");
        } else {
            printf(" %9.3f %10.3g", one.statistic, one.p_value);
        }
        putchar(' ');
        print_number(stdout, one.low, 12);
        putchar(' ');
        print_number(stdout, one.high, 12);
        putchar('\n');
    }
    putchar('\n');
    if (metrics) print_metrics("training", metrics, run->kind);
    if (!metrics) /* of a stream the fit alone speaks */
        printf("%s %.4f over all records; tenon score and a file held back tell more\n",
               linear ? "R2" : "pseudo R2 (McFadden)", summary->r2);
    if (test_metrics) print_metrics("held out", test_metrics, run->kind);
    for (int32_t i = 0; i < tenon_model_warnings(run->model); ++i)
        printf("warning: %s\n", tenon_model_warning(run->model, i));
    if (run->save) printf("model: %s\n", run->save);
    if (run->report) printf("report: %s\n", run->report);
}

static tenon_status learn(learner *run, tenon_metrics *metrics, tenon_metrics *test_metrics,
                          tenon_fit_summary *summary)
{
    tenon_status status = drop_incomplete(run);
    if (!status) status = split(run);
    if (!status) status = fit(run);
    if (!status) status = tenon_model_summary(run->model, summary, &run->err);
    if (!status) status = tenon_model_evaluate(run->context, run->model, run->train, metrics, &run->err);
    if (!status && run->test)
        status = tenon_model_evaluate(run->context, run->model, run->test, test_metrics, &run->err);
    if (!status && run->save) status = tenon_model_save(run->model, run->save, &run->err);
    if (!status && run->report) status = write_report(run);
    return status;
}

static tenon_status check_names(learner *run);

/* The options of the pipeline; what they point to is the caller's. */
typedef struct fit_options {
    tenon_pipeline_options pipeline;
    tenon_linear_options linear;
    tenon_logistic_options logistic;
    tenon_glm_options glm;
} fit_options;

/* Learns from a file larger than memory: its batches come once for every pass. */
static tenon_status learn_stream(learner *run, const csv_arguments *csv, tenon_fit_summary *summary)
{
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    tenon_csv_reader *reader = NULL;
    tenon_table *changes = NULL;
    batch.bytes = run->memory / 16; /* beside a batch there are its text, its design and the sums */
    tenon_status status = tenon_csv_reader_create_file(run->context, run->path, &csv->options, &batch,
                                                       &reader, &run->err);
    /* The first batch tells names and types. */
    if (!status) status = tenon_csv_reader_next(run->context, reader, &run->table, &run->err);
    tenon_csv_reader_free(reader);
    if (!status) status = check_names(run);
    if (status) return status;
    choose_features(run);
    move_text_features(run);
    if (!run->kind_given) run->kind = kind_of_target(run);
    fit_options options;
    set_options(run, &options.pipeline, &options.linear, &options.logistic, &options.glm);
    status = tenon_pipeline_fit_csv(run->context, run->path, &csv->options, &batch, &options.pipeline,
                                    &run->model, &run->err);
    if (!status) status = tenon_model_summary(run->model, summary, &run->err);
    if (!status) status = tenon_model_changes(run->model, &changes, &run->err);
    if (!status && tenon_table_rows(changes) > 0) {
        const int32_t rows = tenon_table_find(changes, "rows");
        int64_t copied = 0;
        if (rows >= 0)
            status = tenon_table_copy_int64(changes, rows, 0, &run->left_out, NULL, 1, &copied, &run->err);
    }
    tenon_table_free(changes);
    if (!status && run->save) status = tenon_model_save(run->model, run->save, &run->err);
    return status;
}

/* Several classes: all records are learned from, and the model is told, not kept. */
static tenon_status learn_several(learner *run)
{
    tenon_status status = drop_incomplete(run);
    if (status) return status;
    class_run classes = {run->context,   run->table, run->target,   &run->features,  &run->categorical,
                         &run->family, run->l2,    run->left_out, run->args->json};
    return learn_classes(&classes, &run->err);
}

/* The names must exist before anything is left out or guessed. */
static tenon_status check_names(learner *run)
{
    tenon_table *ignored = NULL;
    tenon_status status = tenon_table_select(run->table, &run->target, 1, &ignored, &run->err);
    tenon_table_free(ignored);
    ignored = NULL;
    const char *of_rows[] = {run->weights, run->clusters, run->family.offset, run->family.exposure};
    for (int i = 0; !status && i < 4; ++i) {
        if (!of_rows[i]) continue;
        status = tenon_table_select(run->table, &of_rows[i], 1, &ignored, &run->err);
        tenon_table_free(ignored);
        ignored = NULL;
    }
    if (!status && run->features.count)
        status = tenon_table_select(run->table, run->features.name, run->features.count, &ignored, &run->err);
    tenon_table_free(ignored);
    ignored = NULL;
    if (!status && run->categorical.count)
        status = tenon_table_select(run->table, run->categorical.name, run->categorical.count, &ignored, &run->err);
    tenon_table_free(ignored);
    return status;
}

/* nonnegative, huber, or quantile:Q; 0 for another word */
static int take_estimator(learner *run, const char *text)
{
    char *end = NULL;
    if (same(text, "nonnegative")) {
        run->estimator = TENON_ESTIMATOR_NONNEGATIVE;
        return 1;
    }
    if (same(text, "huber")) {
        run->estimator = TENON_ESTIMATOR_HUBER;
        return 1;
    }
    if (strncmp(text, "quantile", 8) != 0 || (text[8] && text[8] != ':')) return 0;
    run->estimator = TENON_ESTIMATOR_QUANTILE;
    run->quantile = text[8] ? strtod(text + 9, &end) : 0.5;
    if ((end && (*end || end == text + 9)) || !(run->quantile > 0 && run->quantile < 1))
        usage_error(run->args, "--model \"%s\": the quantile lies between 0 and 1, as in quantile:0.9", text);
    return 1;
}

/* classical, hc0 to hc3, or cluster:COLUMN */
static void take_errors(learner *run, const char *text)
{
    static const char *const words[] = {"classical", "hc0", "hc1", "hc2", "hc3"};
    for (int i = 0; i < 5; ++i)
        if (same(text, words[i])) {
            run->errors = (tenon_errors)i;
            return;
        }
    if (strncmp(text, "cluster:", 8) != 0 || !text[8])
        usage_error(run->args, "--errors \"%s\" is not known; use classical, hc0, hc1, hc2, hc3 or cluster:COLUMN",
                    text);
    run->errors = TENON_ERRORS_CLUSTER;
    run->clusters = text + 8;
}

/* What logistic models do not have. */
static void refuse_linear_options(const learner *run)
{
    if (run->polynomial > 1)
        usage_error(run->args, "--polynomial is for linear models: see --model and --family");
    if (run->errors != TENON_ERRORS_CLASSICAL)
        usage_error(run->args, "--errors is for linear models: see --model and --family");
}

static void take_learner(learner *run, arguments *args)
{
    const char *text;
    run->args = args;
    run->target = take_option(args, "--target");
    run->positive = take_option(args, "--positive");
    run->save = take_option(args, "--save");
    run->report = take_option(args, "--report");
    run->language = take_option(args, "--lang");
    run->fill = take_option(args, "--fill");
    run->outliers = take_option(args, "--outliers");
    run->scale = take_flag(args, "--scale") ? "standard" : NULL;
    if ((text = take_option(args, "--features")) != NULL) run->features = split_names(text);
    if ((text = take_option(args, "--categorical")) != NULL) run->categorical = split_names(text);
    run->kind_given = take_family(args, &run->family, &run->kind);
    if ((text = take_option(args, "--model")) != NULL) {
        if (run->kind_given) usage_error(args, "--model and --family say the same; give one");
        run->kind_given = 1;
        if (same(text, "linear"))
            run->kind = TENON_MODEL_LINEAR;
        else if (take_estimator(run, text))
            run->kind = TENON_MODEL_LINEAR;
        else if (same(text, "logistic"))
            run->kind = TENON_MODEL_LOGISTIC;
        else
            usage_error(args, "--model \"%s\" is not known; use linear, logistic, nonnegative, huber or quantile:Q", text);
    }
    run->l2 = take_number(args, "--l2", 0);
    run->stream = take_flag(args, "--stream");
    run->memory = take_whole(args, "--memory", 0);
    if (run->memory < 0) usage_error(args, "--memory must not be negative");
    if (run->memory > 0) run->stream = 1;
    run->share_given = has_option(args, "--test-share");
    run->test_share = take_number(args, "--test-share", run->stream ? 0 : 0.2);
    if (run->stream && (run->test_share > 0 || run->fill || run->outliers || run->scale || run->report))
        usage_error(args, "--stream learns from all records in passes: --test-share, --fill, "
                          "--outliers, --scale and --report need them at once");
    run->l2 = take_number(args, "--penalty", run->l2);
    run->no_intercept = take_flag(args, "--no-intercept");
    run->polynomial = take_whole(args, "--polynomial", 1);
    run->weights = run->family.weights;
    if ((text = take_option(args, "--errors")) != NULL) take_errors(run, text);
    if (run->polynomial < 1 || run->polynomial > 64)
        usage_error(args, "--polynomial must lie between 1 and 64");
    if (run->kind_given && run->kind != TENON_MODEL_LINEAR) refuse_linear_options(run);
    if (run->stream && (run->polynomial > 1 || run->errors || run->estimator))
        usage_error(args, "--stream is for least squares with classical errors: --polynomial, --errors and "
                          "other models need all records at once");
    if (run->stream && run->kind_given) check_family(args, &run->family, run->kind);
    if (run->family.classes &&
        (run->stream || run->save || run->report || run->fill || run->outliers || run->scale || run->positive))
        usage_error(args, "--family %s learns from all complete records and tells the model: --stream, --save, "
                          "--report, --fill, --outliers, --scale and --positive are not for it",
                    run->family.classes);
    run->seed = (uint64_t)take_whole(args, "--seed", 42);
    if (run->l2 < 0) usage_error(args, "--penalty (or --l2) must not be negative");
    if (run->test_share < 0 || run->test_share >= 1)
        usage_error(args, "--test-share must lie in [0, 1); 0 fits on everything");
    if (run->language && !same(run->language, "en") && !same(run->language, "zh"))
        usage_error(args, "--lang \"%s\" is not known; use en or zh", run->language);
}

static void free_learner(learner *run, csv_arguments *csv)
{
    tenon_model_free(run->model);
    tenon_table_free(run->test);
    tenon_table_free(run->train);
    tenon_table_free(run->table);
    tenon_context_free(run->context);
    free_names(&run->features);
    free_names(&run->categorical);
    free_csv(csv);
}

int command_learn(arguments *args)
{
    learner run;
    tenon_metrics metrics = TENON_METRICS_INIT, test_metrics = TENON_METRICS_INIT;
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    const tenon_error none = TENON_ERROR_INIT;
    memset(&run, 0, sizeof run);
    run.err = none;
    take_learner(&run, args);
    csv_arguments csv = take_csv(args);
    int64_t threads = take_whole(args, "--threads", 0);
    run.path = take_operand(args);
    if (!run.path) usage_error(args, "tenon learn needs a file; see tenon learn --help");
    if (!run.target) usage_error(args, "tenon learn needs --target COLUMN");
    finish_arguments(args);
    if (run.stream && tenon_is_jsonl_file(run.path))
        usage_error(args, "--stream reads delimited text, and %s is JSON Lines", run.path);

    /* A target or category that looks like a number must stay what its user calls it. */
    run.context = budget_context((int)threads, run.memory);
    if (run.stream) {
        tenon_status streamed = learn_stream(&run, &csv, &summary);
        int exit_code = EXIT_DONE;
        if (streamed)
            exit_code = refuse(args, &run.err);
        else if (args->json)
            print_json(&run, &summary, NULL, NULL);
        else
            print_text(&run, &summary, NULL, NULL);
        free_learner(&run, &csv);
        return exit_code;
    }
    tenon_status status = read_log(run.context, run.path, &csv, &run.table, &run.err);
    if (!status) status = check_names(&run);
    tenon_table *whole = NULL; /* keeps the column names that the lists borrow */
    if (!status) {
        choose_features(&run);
        move_text_features(&run);
        if (!run.kind_given) run.kind = kind_of_target(&run);
        if (run.kind != TENON_MODEL_LINEAR) refuse_linear_options(&run);
        check_family(args, &run.family, run.kind);
        if (run.report && run.kind != TENON_MODEL_LINEAR && run.kind != TENON_MODEL_LOGISTIC)
            usage_error(args, "--report is for linear and logistic models, not %s", family_word(run.kind));
        status = tenon_table_slice(run.table, 0, tenon_table_rows(run.table), &whole, &run.err);
    }
    if (!status) {
        tenon_table *source = run.table;
        run.table = whole;
        whole = source;
        status = run.family.classes ? learn_several(&run)
                                    : learn(&run, &metrics, &test_metrics, &summary);
    }
    int code = EXIT_DONE;
    if (status)
        code = refuse(args, &run.err);
    else if (run.family.classes)
        code = EXIT_DONE; /* told already */
    else if (args->json)
        print_json(&run, &summary, &metrics, run.test ? &test_metrics : NULL);
    else
        print_text(&run, &summary, &metrics, run.test ? &test_metrics : NULL);
    tenon_table_free(whole);
    free_learner(&run, &csv);
    return code;
}

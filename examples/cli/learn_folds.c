/* tenon learn --folds, --penalty choose, --lasso: judging by records left out, and choosing by them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn.h"

enum { PENALTIES = 33, DEFAULT_FOLDS = 5 };

static void take_fold_kind(arguments *args, fold_run *folds)
{
    const char *group = take_option(args, "--folds-by");
    const char *time = take_option(args, "--folds-time");
    const double gap = take_number(args, "--gap", 0);
    if (group && time) usage_error(args, "--folds-by and --folds-time are two ways to deal folds; give one");
    if (gap < 0 || (gap > 0 && !time))
        usage_error(args, "--gap is at least 0 and for --folds-time");
    folds->options.kind = group ? TENON_FOLD_GROUPED : time ? TENON_FOLD_TIME : TENON_FOLD_PLAIN;
    folds->options.column = group ? group : time;
    folds->options.gap = gap;
}

void take_folds(arguments *args, fold_run *folds)
{
    const tenon_fold_options none = TENON_FOLD_OPTIONS_INIT;
    const int share = has_option(args, "--ridge-share");
    folds->options = none;
    folds->folds = take_whole(args, "--folds", 0);
    if (folds->folds < 0 || folds->folds == 1 || folds->folds > 1000)
        usage_error(args, "--folds lies between 2 and 1000");
    take_fold_kind(args, folds);
    folds->options.folds = (int32_t)(folds->folds ? folds->folds : DEFAULT_FOLDS);
    folds->options.repeats = (int32_t)take_whole(args, "--repeats", 1);
    if (folds->options.repeats < 1 || folds->options.repeats > 1000)
        usage_error(args, "--repeats lies between 1 and 1000");
    folds->lasso = take_flag(args, "--lasso") || share;
    folds->ridge_share = take_number(args, "--ridge-share", 0);
    if (!(folds->ridge_share >= 0 && folds->ridge_share < 1))
        usage_error(args, "--ridge-share lies in [0, 1): 0 is the lasso, and ridge alone has no --lasso");
}

void check_folds(const arguments *args, const learner *run)
{
    const fold_run *folds = &run->folds;
    const int plain = (run->kind == TENON_MODEL_LINEAR && !run->estimator) || run->kind == TENON_MODEL_LOGISTIC;
    if (folds->lasso && !plain)
        usage_error(args, "--lasso and --ridge-share are for least squares and logistic models");
    if (folds->choose && !plain && !has_classes(run->kind))
        usage_error(args, "--penalty choose is for least squares, logistic models and those of several classes");
    if (folds->lasso && !folds->choose && !(run->l2 > 0))
        usage_error(args, "--lasso and --ridge-share need --penalty with a number above 0, or --penalty choose");
    if (folds->lasso && (run->errors || run->family.firth || run->family.profile))
        usage_error(args, "a model with --lasso has no standard errors: --errors, --firth and "
                          "--profile-intervals are not for it");
    if (!folds->folds && !folds->choose && (folds->options.column || folds->options.repeats > 1))
        usage_error(args, "--folds-by, --folds-time and --repeats say how to deal --folds K");
}

/* The target's standard deviation: no penalty above it leaves a coefficient to a lasso. */
static double spread_of_target(const learner *run)
{
    const int32_t column = tenon_table_find(run->train, run->target);
    double block[1024], mean = 0, squares = 0;
    uint8_t valid[1024];
    int64_t copied = 0, seen = 0;
    for (int64_t first = 0;; first += copied) {
        if (tenon_table_copy_float64(run->train, column, first, block, valid, 1024, &copied, NULL) || copied == 0)
            break;
        for (int64_t i = 0; i < copied; ++i) {
            if (!valid[i]) continue;
            const double step = block[i] - mean;
            mean += step / (double)++seen;
            squares += step * (block[i] - mean);
        }
    }
    return seen > 1 ? sqrt(squares / (double)seen) : 0;
}

/* Penalties in equal ratios, the largest first. Ridge: from 100 records' worth a record to a millionth;
 * a lasso: from where no coefficient is left to a ten-thousandth of it. */
static void lay_out(const learner *run, double *penalties)
{
    double largest = 100.0 * (double)tenon_table_rows(run->train), decades = 8;
    if (run->folds.lasso) {
        largest = run->kind == TENON_MODEL_LINEAR ? spread_of_target(run) : 0.5;
        decades = 4;
    }
    if (!(largest > 0)) largest = 1;
    for (int i = 0; i < PENALTIES; ++i)
        penalties[i] = largest * pow(10, -decades * i / (PENALTIES - 1));
}

static void set_range(const learner *run, double *penalties, tenon_tune_range *range, tenon_tune_options *tuning)
{
    const tenon_tune_range no_range = TENON_TUNE_RANGE_INIT;
    const tenon_tune_options no_tuning = TENON_TUNE_OPTIONS_INIT;
    lay_out(run, penalties);
    *range = no_range;
    range->parameter = run->folds.lasso ? TENON_TUNED_PENALTY : TENON_TUNED_L2;
    range->values = penalties;
    range->value_count = PENALTIES;
    *tuning = no_tuning;
    tuning->ranges = range;
    tuning->range_count = 1;
    tuning->seed = run->seed;
}

/* The penalty of the trial that was chosen. */
static double chosen_penalty(const tenon_table *trials)
{
    const int32_t chosen = tenon_table_find(trials, "chosen");
    for (int64_t row = 0; row < tenon_table_rows(trials); ++row) {
        double is_chosen = 0, penalty = NAN;
        int64_t copied = 0;
        tenon_table_copy_float64(trials, chosen, row, &is_chosen, NULL, 1, &copied, NULL);
        if (is_chosen != 1) continue;
        tenon_table_copy_float64(trials, 0, row, &penalty, NULL, 1, &copied, NULL);
        return penalty;
    }
    return NAN;
}

tenon_status fit_chosen(learner *run, const fit_options *options)
{
    double penalties[PENALTIES];
    tenon_tune_range range;
    tenon_tune_options tuning;
    run->folds.options.seed = run->seed;
    set_range(run, penalties, &range, &tuning);
    tenon_status status = tenon_pipeline_tune(run->context, run->train, &options->pipeline, &run->folds.options,
                                              &tuning, &run->folds.trials, &run->model, &run->err);
    if (!status) run->folds.chosen = chosen_penalty(run->folds.trials);
    return status;
}

tenon_status judge_by_folds(learner *run, const fit_options *options)
{
    const tenon_metrics none = TENON_METRICS_INIT;
    run->folds.pooled = none;
    run->folds.options.seed = run->seed;
    if (run->folds.choose) {
        double penalties[PENALTIES];
        tenon_tune_range range;
        tenon_tune_options tuning;
        set_range(run, penalties, &range, &tuning);
        return tenon_pipeline_nested_validate(run->context, run->train, &options->pipeline, &run->folds.options,
                                              &run->folds.options, &tuning, &run->folds.pooled,
                                              &run->folds.splits, NULL, &run->err);
    }
    return tenon_pipeline_cross_validate(run->context, run->train, &options->pipeline, &run->folds.options, 0,
                                         &run->folds.pooled, &run->folds.splits, NULL, &run->err);
}

static void print_folds_json(const learner *run)
{
    const fold_run *folds = &run->folds;
    json_member("penalty", folds->choose ? folds->chosen : run->l2);
    json_member("ridge_share", folds->lasso ? folds->ridge_share : 1);
    if (folds->trials) {
        printf(",\"trials\":");
        json_table(stdout, folds->trials);
    }
    if (!folds->splits) return;
    printf(",\"folds\":{\"count\":%lld,\"pooled\":", (long long)tenon_table_rows(folds->splits));
    json_metrics(&folds->pooled, run->kind);
    printf(",\"splits\":");
    json_table(stdout, folds->splits);
    putchar('}');
}

/* The metrics that a model of this kind has. */
static void print_splits(const learner *run)
{
    static const char *const numbers[] = {"split", "rows", "r2", "rmse", "mae"};
    static const char *const classes[] = {"split", "rows", "auc", "log_loss", "brier", "precision", "recall", "accuracy"};
    static const char *const several[] = {"split", "rows", "log_loss", "brier", "accuracy", "precision", "recall", "f1"};
    const int is_class = run->kind == TENON_MODEL_LOGISTIC;
    const char *const *names = is_class ? classes : has_classes(run->kind) ? several : numbers;
    tenon_table *shown = NULL;
    if (tenon_table_select(run->folds.splits, names, names == numbers ? 5 : 8, &shown, NULL) == TENON_OK)
        print_table(stdout, shown);
    tenon_table_free(shown);
}

/* A choice at an end of the list says something by itself. */
static void print_choice(const fold_run *folds)
{
    double first = NAN, last = NAN;
    int64_t copied = 0;
    printf("penalty %.6g of %d, chosen by what %d folds leave out", folds->chosen, PENALTIES, folds->options.folds);
    tenon_table_copy_float64(folds->trials, 0, 0, &first, NULL, 1, &copied, NULL);
    tenon_table_copy_float64(folds->trials, 0, PENALTIES - 1, &last, NULL, 1, &copied, NULL);
    if (folds->chosen == first) printf("; the largest: the features foretell nothing");
    if (folds->chosen == last) printf("; the smallest: a penalty does not help here");
    putchar('\n');
}

void print_folds(const learner *run, int json)
{
    const fold_run *folds = &run->folds;
    if (json) {
        print_folds_json(run);
        return;
    }
    if (folds->choose) print_choice(folds);
    if (!folds->splits) return;
    print_metrics(folds->choose ? "nested" : "folds", &folds->pooled, run->kind);
    printf("\nEach fold, judged on the records it left out%s:\n",
           folds->choose ? " (its penalty was chosen without them)" : "");
    print_splits(run);
}

void free_folds(fold_run *folds)
{
    tenon_table_free(folds->splits);
    tenon_table_free(folds->trials);
}

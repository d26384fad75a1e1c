/* tenon learn: a log becomes a model. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "learn.h"

static void set_errors(const learner *run, fit_options *options)
{
    if (run->kind == TENON_MODEL_LINEAR || run->kind == TENON_MODEL_PROBABILITY) {
        options->linear.errors = run->errors;
        options->linear.clusters = run->clusters;
    } else if (run->kind == TENON_MODEL_LOGISTIC) {
        options->logistic.errors = run->errors;
        options->logistic.clusters = run->clusters;
    } else if (has_classes(run->kind)) {
        options->classes.errors = run->errors;
        options->classes.clusters = run->clusters;
    } else {
        options->glm.errors = run->errors;
        options->glm.clusters = run->clusters;
    }
}

void set_options(const learner *run, fit_options *options)
{
    const tenon_pipeline_options pipeline = TENON_PIPELINE_OPTIONS_INIT;
    const tenon_linear_options linear = TENON_LINEAR_OPTIONS_INIT;
    const tenon_logistic_options logistic = TENON_LOGISTIC_OPTIONS_INIT;
    const tenon_impute_options impute = TENON_IMPUTE_OPTIONS_INIT;
    const tenon_class_options classes = TENON_CLASS_OPTIONS_INIT;
    const tenon_outlier_options outliers = TENON_OUTLIER_OPTIONS_INIT;
    options->pipeline = pipeline;
    options->linear = linear;
    options->logistic = logistic;
    options->impute = impute;
    options->outliers = outliers;
    options->classes = classes;
    if (run->folds.lasso) {
        options->pipeline.penalty = run->l2;
        options->pipeline.ridge_share = run->folds.ridge_share;
    } else {
        options->linear.l2 = options->logistic.l2 = options->classes.l2 = run->l2;
    }
    options->linear.no_intercept = options->logistic.no_intercept = run->no_intercept;
    if (!has_power_columns(run)) options->linear.polynomial = (int32_t)run->polynomial;
    options->linear.residual_pass = 1;
    options->linear.weights = run->weights;
    options->linear.estimator = run->estimator;
    options->linear.quantile = run->quantile;
    options->logistic.positive_label = run->positive;
    options->pipeline.kind = run->kind;
    options->pipeline.target = run->target;
    options->pipeline.numeric = run->inputs.name ? run->inputs.name : run->features.name;
    options->pipeline.numeric_count = run->inputs.name ? run->inputs.count : run->features.count;
    options->pipeline.features = (const tenon_feature *const *)run->powers;
    options->pipeline.feature_count = run->power_count;
    options->pipeline.categorical = run->categorical.name;
    options->pipeline.categorical_count = run->categorical.count;
    set_family(&run->family, &options->pipeline, &options->logistic, &options->glm);
    set_errors(run, options);
    options->logistic.max_iterations = options->glm.max_iterations = options->classes.max_iterations =
        run->max_iterations;
    options->logistic.tolerance = options->glm.tolerance = options->classes.tolerance = run->tolerance;
    options->pipeline.linear = &options->linear;
    options->pipeline.logistic = &options->logistic;
    options->pipeline.classes = &options->classes;
    if (run->fill) {
        options->impute.fill = fill_of(run->args, run->fill);
        options->pipeline.impute = &options->impute;
    }
    if (run->outliers) {
        options->outliers.rule = outlier_rule_of(run->args, run->outliers);
        options->outliers.action = TENON_OUTLIER_CLIP;
        options->pipeline.outliers = &options->outliers;
    }
    if (run->scale) options->pipeline.scaling = TENON_SCALING_STANDARD;
    if (run->unknown && same(run->unknown, "fill")) options->pipeline.unknown = TENON_UNKNOWN_MISSING;
    if (run->unknown && same(run->unknown, "reference")) options->pipeline.unknown = TENON_UNKNOWN_ZERO;
}

static tenon_status fit(learner *run)
{
    fit_options options;
    set_options(run, &options);
    tenon_status status = run->folds.choose
                              ? fit_chosen(run, &options)
                              : tenon_pipeline_fit(run->context, run->train, &options.pipeline, &run->model,
                                                   &run->err);
    if (!status && run->folds.folds > 0) status = judge_by_folds(run, &options);
    return status;
}

/* Which records the model has not seen. */
static tenon_status tell_records(learner *run, tenon_report *report, int chinese)
{
    char text[300] = "";
    if (run->test)
        snprintf(text, sizeof text,
                 chinese ? "拟合使用 %lld 条记录；另有 %lld 条留作检验，以下预测效果即按这些记录评价。"
                         : "%lld records were learned from; %lld were held back, and the predictions below are "
                           "judged by those.",
                 (long long)tenon_table_rows(run->train), (long long)tenon_table_rows(run->test));
    else
        snprintf(text, sizeof text,
                 chinese ? "拟合使用全部 %lld 条记录；以下预测效果也按这些记录评价，因此偏乐观。"
                         : "All %lld records were learned from; the predictions below are judged by the same, "
                           "which flatters them.",
                 (long long)tenon_table_rows(run->train));
    const size_t used = strlen(text);
    if (run->left_out > 0)
        snprintf(text + used, sizeof text - used,
                 chinese ? "另有 %lld 条因缺失值而未使用。" : " %lld more have missing cells and were left out.",
                 (long long)run->left_out);
    return tenon_report_add_text(report, "", text, &run->err);
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
    if (!status) status = tell_records(run, report, options.language == TENON_CHINESE);
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

static tenon_status learn(learner *run, tenon_metrics *metrics, tenon_metrics *test_metrics,
                          tenon_fit_summary *summary)
{
    tenon_status status = drop_incomplete(run);
    if (!status) status = split_records(run);
    if (!status) status = add_powers(run);
    if (!status) status = fit(run);
    if (!status) status = tenon_model_summary(run->model, summary, &run->err);
    if (!status) status = tenon_model_evaluate(run->context, run->model, run->train, metrics, &run->err);
    if (!status && run->test) {
        status = tenon_model_evaluate(run->context, run->model, run->test, test_metrics, &run->err);
        if (status) explain_held_back(run);
    }
    if (!status) status = judge_quantile(run);
    if (!status && has_classes(run->kind)) status = judge_classes(run);
    if (!status && run->save) status = tenon_model_save(run->model, run->save, &run->err);
    if (!status && run->report) status = write_report(run);
    return status;
}

/* What only likelihoods have, which are climbed. */
static void refuse_iterations(const learner *run)
{
    if (!run->max_iterations && !(run->tolerance > 0)) return;
    if (run->folds.lasso)
        usage_error(run->args, "--max-iterations and --tolerance are not for --lasso and --ridge-share, which "
                               "go on until the duality gap is closed");
    if (run->kind == TENON_MODEL_LINEAR || run->kind == TENON_MODEL_PROBABILITY)
        usage_error(run->args, "--max-iterations and --tolerance are for models of maximum likelihood: least "
                               "squares are solved at once");
}

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
    refuse_iterations(run);
    fit_options options;
    set_options(run, &options);
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

static void take_learner(learner *run, arguments *args)
{
    const char *text;
    run->args = args;
    run->target = take_option(args, "--target");
    run->positive = take_option(args, "--positive");
    run->save = take_option(args, "--save");
    run->report = take_option(args, "--report");
    keep_apart(args, "--save", run->save, "--report", run->report);
    run->language = take_option(args, "--lang");
    run->fill = take_option(args, "--fill");
    run->outliers = take_option(args, "--outliers");
    run->scale = take_flag(args, "--scale") ? "standard" : NULL;
    run->unknown = take_option(args, "--unknown");
    if (run->unknown && !same(run->unknown, "refuse") && !same(run->unknown, "fill") &&
        !same(run->unknown, "reference"))
        usage_error(args, "--unknown \"%s\" is not known; use refuse, fill or reference", run->unknown);
    if (run->unknown && same(run->unknown, "fill") && !run->fill)
        usage_error(args, "--unknown fill needs --fill, which says with what");
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
    take_folds(args, &run->folds);
    run->stream = take_flag(args, "--stream");
    run->memory = take_whole(args, "--memory", 0);
    if (run->memory < 0) usage_error(args, "--memory must not be negative");
    if (run->memory > 0) run->stream = 1;
    run->share_given = has_option(args, "--test-share");
    run->test_share = take_number(args, "--test-share", run->stream || run->folds.folds > 0 ? 0 : 0.2);
    if (run->stream && (run->test_share > 0 || run->fill || run->outliers || run->scale || run->report))
        usage_error(args, "--stream learns from all records in passes: --test-share, --fill, "
                          "--outliers, --scale and --report need them at once");
    if ((text = take_option(args, "--penalty")) != NULL) {
        run->folds.choose = same(text, "choose");
        if (!run->folds.choose) run->l2 = number_of(args, "--penalty", text);
    }
    const int steps_given = has_option(args, "--max-iterations"), tolerance_given = has_option(args, "--tolerance");
    run->max_iterations = take_whole(args, "--max-iterations", 0);
    run->tolerance = take_number(args, "--tolerance", 0);
    if (steps_given && run->max_iterations < 1) usage_error(args, "--max-iterations must be at least 1");
    if (tolerance_given && !(run->tolerance > 0)) usage_error(args, "--tolerance must be above 0");
    run->no_intercept = take_flag(args, "--no-intercept");
    run->polynomial = take_whole(args, "--polynomial", 1);
    run->weights = run->family.weights;
    if ((text = take_option(args, "--errors")) != NULL) take_errors(run, text);
    if (run->polynomial < 1 || run->polynomial > 64)
        usage_error(args, "--polynomial must lie between 1 and 64");
    if (run->kind_given) refuse_powers(run);
    if (run->stream && (run->polynomial > 1 || run->estimator))
        usage_error(args, "--stream fits least squares, models of classes and those of counts and amounts: "
                          "--polynomial and other --model need all records at once");
    if (run->stream && (run->folds.folds || run->folds.choose || run->folds.lasso))
        usage_error(args, "--stream has no folds, and no penalty but that of ridge");
    if (run->stream && run->kind_given) check_family(args, &run->family, run->kind);
    if (run->kind_given && has_classes(run->kind)) refuse_class_options(run);
    run->seed = (uint64_t)take_whole(args, "--seed", 42);
    if (run->l2 < 0) usage_error(args, "--penalty (or --l2) must not be negative");
    if (run->test_share < 0 || run->test_share >= 1)
        usage_error(args, "--test-share must lie in [0, 1); 0 fits on everything");
    if (run->language && !same(run->language, "en") && !same(run->language, "zh"))
        usage_error(args, "--lang \"%s\" is not known; use en or zh", run->language);
}

static void free_learner(learner *run, csv_arguments *csv)
{
    free_folds(&run->folds);
    free_names(&run->family.levels);
    free_powers(run);
    tenon_table_free(run->by_class);
    tenon_table_free(run->confusion);
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
            exit_code = refuse_memory(args, &run.err);
        else if (args->json)
            print_learned_json(&run, &summary, NULL, NULL);
        else
            print_learned(&run, &summary, NULL, NULL);
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
        refuse_powers(&run);
        refuse_iterations(&run);
        if (has_classes(run.kind)) refuse_class_options(&run);
        check_family(args, &run.family, run.kind);
        check_folds(args, &run);
        status = tenon_table_slice(run.table, 0, tenon_table_rows(run.table), &whole, &run.err);
    }
    if (!status) {
        tenon_table *source = run.table;
        run.table = whole;
        whole = source;
        run.source = whole;
        run.header = !csv.options.no_header && !tenon_is_jsonl_file(run.path);
        status = learn(&run, &metrics, &test_metrics, &summary);
    }
    int code = EXIT_DONE;
    if (status)
        code = refuse(args, &run.err);
    else if (args->json)
        print_learned_json(&run, &summary, &metrics, run.test ? &test_metrics : NULL);
    else
        print_learned(&run, &summary, &metrics, run.test ? &test_metrics : NULL);
    tenon_table_free(whole);
    free_learner(&run, &csv);
    return code;
}

/* tenon score: a saved model and new records become predictions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static int is_logistic(const tenon_model *model) { return tenon_model_positive_label(model)[0] != '\0'; }

static void score_name(const tenon_model *model, char *name, size_t size)
{
    if (is_logistic(model))
        snprintf(name, size, "probability of %s", tenon_model_positive_label(model));
    else
        snprintf(name, size, "predicted %s", tenon_model_target(model));
}

/* True and false in any letter case, as a file may hold them; -1 for another text. */
static int truth_of(const char *text)
{
    static const char *const words[] = {"false", "true"};
    for (int k = 0; k < 2; ++k) {
        size_t i = 0;
        while (words[k][i] && (text[i] | 0x20) == words[k][i]) ++i;
        if (!words[k][i] && !text[i]) return k;
    }
    return -1;
}

/* The code of a category; one of true and false may be written otherwise than the model has it. */
static tenon_status category_of(const tenon_model *model, int32_t input, const char *value, double *code,
                                tenon_error *err)
{
    const int truth = truth_of(value);
    tenon_status status = tenon_model_category(model, input, value, (int64_t)strlen(value), code, err);
    if (!status && *code == -1 && truth >= 0)
        status = tenon_model_category(model, input, truth ? "true" : "false", truth ? 4 : 5, code, err);
    return status;
}

/* Of an input "x^3" that is not given, where "x" is: --polynomial of learn makes such. */
static void derive_powers(const tenon_model *model, const char *given, double *record)
{
    const int32_t inputs = tenon_model_inputs(model);
    for (int32_t i = 0; i < inputs; ++i) {
        const char *name = tenon_model_input(model, i), *mark = strrchr(name, '^');
        if (given[i] || !mark || mark[1] < '2' || mark[1] > '6' || mark[2]) continue;
        for (int32_t j = 0; j < inputs; ++j) {
            const char *base = tenon_model_input(model, j);
            if (!given[j] || strlen(base) != (size_t)(mark - name) || strncmp(base, name, strlen(base)) != 0) continue;
            record[i] = record[j];
            for (char k = '1'; k < mark[1]; ++k) record[i] *= record[j];
        }
    }
}

/* "a=1,b=2" into the order of the model's inputs. */
static tenon_status read_record(const arguments *args, const tenon_model *model, const char *text,
                                double *record, tenon_error *err)
{
    name_list parts = split_names(text);
    int32_t inputs = tenon_model_inputs(model);
    tenon_status status = TENON_OK;
    char *given = allocate((size_t)inputs);
    for (int32_t i = 0; i < inputs; ++i) record[i] = NAN;
    if (parts.count == 0) usage_error(args, "--record names no value");
    for (int32_t k = 0; k < parts.count && status == TENON_OK; ++k) {
        char *equals = strchr(parts.name[k], '=');
        int32_t found = -1;
        if (!equals) usage_error(args, "--record: \"%s\" is not NAME=VALUE", parts.name[k]);
        *equals = '\0';
        for (int32_t i = 0; i < inputs; ++i)
            if (same(tenon_model_input(model, i), parts.name[k])) found = i;
        if (found >= 0 && given[found])
            usage_error(args, "--record: \"%s\" is given twice", parts.name[k]);
        if (found >= 0) given[found] = 1;
        if (found < 0) usage_error(args, "--record: the model has no input \"%s\"", parts.name[k]);
        const char *value = equals + 1;
        if (tenon_model_input_is_categorical(model, found) == 1) {
            status = category_of(model, found, value, &record[found], err);
            /* as in a file of records */
            if (!status && !*value && record[found] == -1) record[found] = NAN;
        } else if (truth_of(value) >= 0) {
            record[found] = truth_of(value);
        } else if (*value) {
            char *end = NULL;
            record[found] = strtod(value, &end);
            if (*end) usage_error(args, "--record: %s: \"%s\" is not a number", parts.name[k], value);
        }
    }
    if (!status) derive_powers(model, given, record);
    free(given);
    free_names(&parts);
    return status;
}

/* The likeliest of several classes, the first among equals. */
static const char *likeliest(const tenon_model *model, const double *probabilities)
{
    int32_t best = 0;
    for (int32_t k = 1; k < tenon_model_classes(model); ++k)
        if (probabilities[k] > probabilities[best]) best = k;
    return tenon_model_class(model, best);
}

static void print_classes(const arguments *args, const tenon_model *model, const double *probabilities)
{
    const char *best = likeliest(model, probabilities);
    if (args->json) {
        printf("{\"predicted\":");
        json_text(stdout, best, -1);
        printf(",\"probabilities\":{");
    } else {
        printf("predicted %s: %s\n", tenon_model_target(model), best);
    }
    for (int32_t k = 0; k < tenon_model_classes(model); ++k) {
        if (!args->json) {
            printf("probability of %s: %.6g\n", tenon_model_class(model, k), probabilities[k]);
            continue;
        }
        if (k) putchar(',');
        json_text(stdout, tenon_model_class(model, k), -1);
        putchar(':');
        json_number(stdout, probabilities[k]);
    }
    if (args->json) printf("}}\n");
}

static tenon_status score_one(const arguments *args, const tenon_model *model, const char *text,
                              tenon_error *err)
{
    char name[300];
    const int32_t classes = tenon_model_classes(model), count = classes > 0 ? classes : 1;
    int32_t inputs = tenon_model_inputs(model);
    double *record = allocate((size_t)inputs * sizeof *record);
    double *scores = allocate((size_t)count * sizeof *scores);
    tenon_status status = read_record(args, model, text, record, err);
    if (!status) status = tenon_model_score(model, record, inputs, scores, count, err);
    free(record);
    if (status) {
        free(scores);
        return status;
    }
    score_name(model, name, sizeof name);
    if (classes > 0) {
        print_classes(args, model, scores);
    } else if (args->json) {
        printf("{\"score\":");
        json_number(stdout, scores[0]);
        printf("}\n");
    } else {
        printf("%s: %.6g\n", name, scores[0]);
    }
    free(scores);
    return TENON_OK;
}

static tenon_status write_scores(tenon_context *context, const tenon_table *table, const char *name,
                                 const double *scores, int64_t rows, const char *path,
                                 tenon_error *err)
{
    tenon_table_builder *builder = NULL;
    tenon_table *column = NULL, *joined = NULL;
    tenon_status status = tenon_table_builder_create(&builder, err);
    if (!status) status = tenon_table_builder_add_float64(builder, name, scores, NULL, rows, err);
    if (!status) status = tenon_table_builder_finish(builder, &column, err);
    if (!status) status = tenon_table_join_columns(table, column, &joined, err);
    if (!status) status = write_log(context, joined, path, err);
    tenon_table_free(joined);
    tenon_table_free(column);
    tenon_table_builder_free(builder);
    return status;
}

static void print_scores(const arguments *args, const char *name, const double *scores, int64_t rows,
                         const char *output)
{
    if (args->json) {
        printf("{\"rows\":%lld,\"scores\":[", (long long)rows);
        for (int64_t i = 0; i < rows; ++i) {
            if (i) putchar(',');
            json_number(stdout, scores[i]);
        }
        printf("]}\n");
        return;
    }
    clear_progress();
    if (output) {
        printf("%lld %s scored, written with column \"%s\": %s\n", COUNTED(rows, "row"), name, output);
        return;
    }
    printf("%s\n", name);
    for (int64_t i = 0; i < rows; ++i) printf("%.17g\n", scores[i]);
}

/* What of a score goes beyond one number a record. */
typedef struct score_wish {
    int per_unit, intervals;
    double confidence; /* 0: that of the fit */
} score_wish;

/* A table of predictions, a record a record: into the file, as JSON, or as text. */
static tenon_status give_table(const arguments *args, const tenon_context *context, const tenon_table *table,
                               const tenon_table *scored, const char *beside, const char *output, tenon_error *err)
{
    tenon_table *joined = NULL;
    tenon_status status = TENON_OK;
    if (output) {
        status = tenon_table_join_columns(table, scored, &joined, err);
        if (!status) status = write_log(context, joined, output, err);
    }
    if (!status && args->json) {
        printf("{\"rows\":%lld,\"scores\":", (long long)tenon_table_rows(scored));
        json_table(stdout, scored);
        printf("}\n");
    } else if (!status && output) {
        clear_progress();
        printf("%lld %s scored, written with column \"%s\" and %s: %s\n", COUNTED(tenon_table_rows(scored), "row"),
               tenon_table_column_name(scored, 0), beside, output);
    } else if (!status) {
        clear_progress();
        print_table(stdout, scored);
    }
    tenon_table_free(joined);
    return status;
}

/* Several classes: the table of what they are foretold to be. */
static tenon_status classify_file(const arguments *args, const tenon_context *context, const tenon_model *model,
                                  const tenon_table *table, const char *output, tenon_error *err)
{
    tenon_table *classified = NULL;
    tenon_status status = tenon_model_classify(context, model, table, &classified, err);
    if (!status)
        status = give_table(args, context, table, classified, "the probability of each class", output, err);
    tenon_table_free(classified);
    return status;
}

/* Between which values the mean, and one new measurement, lie. */
static tenon_status enclose_file(const arguments *args, const tenon_context *context, const tenon_model *model,
                                 const tenon_table *table, double confidence, const char *output, tenon_error *err)
{
    static const char *const found[] = {"prediction", "mean_low", "mean_high", "low", "high"};
    static const char *const forms[] = {"predicted %s", "mean of %s, low", "mean of %s, high", "%s, low", "%s, high"};
    char texts[5][320];
    const char *names[5];
    tenon_table *enclosed = NULL, *named = NULL;
    tenon_status status = tenon_model_predict_intervals(context, model, table, confidence, &enclosed, err);
    for (int k = 0; k < 5; ++k) {
        snprintf(texts[k], sizeof texts[k], forms[k], tenon_model_target(model));
        names[k] = texts[k];
    }
    if (!status && output) status = tenon_table_rename(enclosed, found, names, 5, &named, err);
    if (!status) status = give_table(args, context, table, named ? named : enclosed, "its intervals", output, err);
    tenon_table_free(named);
    tenon_table_free(enclosed);
    return status;
}

static tenon_status score_file(const arguments *args, tenon_context *context,
                               const tenon_model *model, const csv_arguments *csv, const char *path,
                               const char *output, const score_wish *wish, tenon_error *err)
{
    char name[300];
    tenon_table *table = NULL;
    int64_t rows = 0;
    tenon_status status = read_log(context, path, csv, &table, err);
    if (status) return status;
    if (tenon_model_classes(model) > 0 || wish->intervals) {
        status = wish->intervals
                     ? enclose_file(args, context, model, table, wish->confidence, output, err)
                     : classify_file(args, context, model, table, output, err);
        tenon_table_free(table);
        return status;
    }
    rows = tenon_table_rows(table);
    double *scores = allocate((size_t)rows * sizeof *scores);
    score_name(model, name, sizeof name);
    status = (wish->per_unit ? tenon_model_predict : tenon_model_expect)(context, model, table, scores, rows,
                                                                   NULL, err);
    if (!status && output) status = write_scores(context, table, name, scores, rows, output, err);
    if (!status) print_scores(args, name, scores, rows, output);
    free(scores);
    tenon_table_free(table);
    return status;
}

int command_score(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    csv_arguments csv = take_csv(args);
    const char *record = take_option(args, "--record");
    const char *output = take_option(args, "--output");
    score_wish wish;
    wish.per_unit = take_flag(args, "--per-unit");
    wish.intervals = take_flag(args, "--intervals");
    const int confident = has_option(args, "--confidence");
    wish.confidence = take_number(args, "--confidence", 0);
    if (confident && !wish.intervals) usage_error(args, "--confidence is that of --intervals");
    if (confident && !(wish.confidence > 0 && wish.confidence < 1))
        usage_error(args, "--confidence lies between 0 and 1, as in 0.9");
    const char *model_path = take_operand(args);
    const char *path = take_operand(args);
    if (!model_path || (!path && !record))
        usage_error(args, "tenon score needs a model and a file of records, or --record; "
                          "see tenon score --help");
    if (path && record) usage_error(args, "give a file of records or --record, not both");
    if (record && wish.per_unit) usage_error(args, "--record always scores for an exposure of 1");
    if (record && wish.intervals) usage_error(args, "--intervals are for a file of records");
    finish_arguments(args);

    tenon_context *context = terminal_context(0);
    tenon_model *model = NULL;
    int code = EXIT_DONE;
    tenon_status status = tenon_model_load(context, model_path, &model, &err);
    if (!status)
        status = record ? score_one(args, model, record, &err)
                        : score_file(args, context, model, &csv, path, output, &wish, &err);
    if (status) code = refuse(args, &err);
    tenon_model_free(model);
    tenon_context_free(context);
    free_csv(&csv);
    return code;
}

/* tenon learn: which columns and records are learned from. */
#include <stdlib.h>
#include <string.h>

#include "learn.h"

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

/* Of a stream the first batch does not know. */
static int is_empty(const learner *run, int32_t column)
{
    const int64_t rows = tenon_table_rows(run->table);
    return !run->stream && rows > 0 && tenon_table_column_missing(run->table, column) == rows;
}

/* Without --features: every number column that is neither the target nor a category and has a value at
 * all, beside what --categorical names. */
void choose_features(learner *run)
{
    int32_t columns = tenon_table_columns(run->table);
    if (run->features.name) return;
    run->features.name = allocate((size_t)columns * sizeof *run->features.name);
    const char *text = NULL; /* a column of text that is left out, and how many there are */
    const char *empty = NULL; /* the same of columns without any value, which leave no record complete */
    int32_t texts = 0, empties = 0;
    for (int32_t j = 0; j < columns; ++j) {
        const char *name = tenon_table_column_name(run->table, j);
        tenon_type type = tenon_table_column_type(run->table, j);
        if (is_listed(&run->categorical, name)) continue;
        if (is_empty(run, j) && !same(name, run->target) && !is_row_column(run, name) &&
            !comes_with_rows(&run->family, name)) {
            if (empties++ == 0) empty = name;
            continue;
        }
        if (!same(name, run->target) && !is_row_column(run, name) && !comes_with_rows(&run->family, name) &&
            (type == TENON_FLOAT64 || type == TENON_INT64 || type == TENON_BOOL))
            run->features.name[run->features.count++] = name;
        else if (type == TENON_TEXT && !same(name, run->target) && !is_row_column(run, name) && texts++ == 0)
            text = name;
    }
    if (run->features.count == 0 && run->categorical.count == 0)
        usage_error(run->args,
                    "%s has no column of numbers beside the target to learn from%s",
                    run->path, texts ? "; name columns of text with --categorical" : "");
    if (empties > 0) {
        clear_progress();
        fprintf(stderr, "left out: %lld %s without any value, %s\"%s\"\n", COUNTED(empties, "column"),
                empties == 1 ? "" : "first ", empty);
    }
    if (texts > 0) {
        clear_progress();
        fprintf(stderr, "left out: %lld %s of text, %s\"%s\"; --categorical takes them\n",
                COUNTED(texts, "column"), texts == 1 ? "" : "first ", text);
    }
}

/* A feature named in --features that holds text is a category; say so and treat it as one. */
void move_text_features(learner *run)
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

/* A text of more values than two is of several classes, unless there are so many that it is none. */
enum { MOST_GUESSED_CLASSES = 20 };

static int has_several_texts(const learner *run, int32_t column)
{
    const char *seen[MOST_GUESSED_CLASSES], *text = NULL;
    int64_t lengths[MOST_GUESSED_CLASSES], length = 0;
    int count = 0;
    for (int64_t row = 0; row < tenon_table_rows(run->table); ++row) {
        int known = 0;
        if (tenon_table_text(run->table, column, row, &text, &length, NULL)) return 0;
        if (!text) continue;
        for (int k = 0; k < count && !known; ++k)
            known = lengths[k] == length && memcmp(seen[k], text, (size_t)length) == 0;
        if (known) continue;
        if (count == MOST_GUESSED_CLASSES) return 0;
        seen[count] = text;
        lengths[count++] = length;
    }
    return count > 2;
}

/* Two numbers 0 and 1, bool or text are classes; other numbers are measured. */
tenon_model_kind kind_of_target(const learner *run)
{
    int32_t column = tenon_table_find(run->table, run->target);
    tenon_type type = tenon_table_column_type(run->table, column);
    if (!run->positive && type == TENON_TEXT && has_several_texts(run, column)) return TENON_MODEL_MULTINOMIAL;
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

tenon_status drop_incomplete(learner *run)
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

tenon_status split_records(learner *run)
{
    tenon_split_options options = TENON_SPLIT_OPTIONS_INIT;
    if (!run->share_given && tenon_table_rows(run->table) < FEW_RECORDS) run->test_share = 0;
    if (run->test_share <= 0) {
        return tenon_table_slice(run->table, 0, tenon_table_rows(run->table), &run->train, &run->err);
    }
    options.test_share = run->test_share;
    options.seed = run->seed;
    options.stratify = run->kind == TENON_MODEL_LOGISTIC || run->kind == TENON_MODEL_PROBABILITY ||
                               has_classes(run->kind)
                           ? run->target
                           : NULL;
    return tenon_table_split(run->context, run->table, &options, &run->train, &run->test, &run->err);
}

tenon_status check_names(learner *run)
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
    for (int32_t i = 0; i < run->features.count; ++i)
        for (int32_t j = 0; j < i; ++j)
            if (same(run->features.name[i], run->features.name[j]))
                usage_error(run->args, "--features names \"%s\" twice", run->features.name[i]);
    if (!status && run->features.count)
        status = tenon_table_select(run->table, run->features.name, run->features.count, &ignored, &run->err);
    tenon_table_free(ignored);
    ignored = NULL;
    if (!status && run->categorical.count)
        status = tenon_table_select(run->table, run->categorical.name, run->categorical.count, &ignored, &run->err);
    tenon_table_free(ignored);
    return status;
}

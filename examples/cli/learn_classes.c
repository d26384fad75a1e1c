/* tenon learn --family multinomial | ordinal: several classes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "family.h"

typedef struct class_data {
    tenon_table *encoded; /* categories as 0/1 columns */
    double *features;     /* column after column */
    double *target;
    double *weights;
    const char **names;
    int32_t columns;
    int64_t rows;
    char **level;         /* the classes' texts */
    int32_t levels;
} class_data;

static void free_data(class_data *data)
{
    for (int32_t k = 0; k < data->levels; ++k) free(data->level[k]);
    free(data->level);
    free(data->features);
    free(data->target);
    free(data->weights);
    free((void *)data->names);
    tenon_table_free(data->encoded);
}

static tenon_status fault(tenon_error *err, const char *argument, const char *message)
{
    err->code = TENON_E_DATA;
    snprintf(err->argument, sizeof err->argument, "%s", argument);
    snprintf(err->message, sizeof err->message, "%s", message);
    return TENON_E_DATA;
}

static tenon_status encode(const class_run *run, class_data *data, tenon_error *err)
{
    tenon_encode_options options = TENON_ENCODE_OPTIONS_INIT;
    tenon_encoder *encoder = NULL;
    options.drop_first = 1;
    if (run->categorical->count == 0)
        return tenon_table_slice(run->table, 0, tenon_table_rows(run->table), &data->encoded, err);
    tenon_status status = tenon_encoder_fit(run->context, run->table, run->categorical->name,
                                            run->categorical->count, &options, &encoder, err);
    if (!status) status = tenon_encoder_apply(run->context, encoder, run->table, &data->encoded, err);
    tenon_encoder_free(encoder);
    return status;
}

/* Numbers of one column into out; every cell is there. */
static tenon_status copy_column(const tenon_table *table, int32_t column, double *out, tenon_error *err)
{
    const int64_t rows = tenon_table_rows(table);
    for (int64_t first = 0; first < rows;) {
        int64_t copied = 0;
        tenon_status status =
            tenon_table_copy_float64(table, column, first, out + first, NULL, rows - first, &copied, err);
        if (status) return status;
        if (copied == 0) break;
        first += copied;
    }
    return TENON_OK;
}

/* Is a column of the encoded table a category's, "name=..."? */
static int belongs(const name_list *categorical, const char *column)
{
    for (int32_t i = 0; i < categorical->count; ++i) {
        size_t length = strlen(categorical->name[i]);
        if (strncmp(column, categorical->name[i], length) == 0 && column[length] == '=') return 1;
    }
    return 0;
}

static int listed(const name_list *list, const char *name)
{
    for (int32_t i = 0; i < list->count; ++i)
        if (same(list->name[i], name)) return 1;
    return 0;
}

static tenon_status take_features(const class_run *run, class_data *data, tenon_error *err)
{
    const int32_t all = tenon_table_columns(data->encoded);
    data->rows = tenon_table_rows(data->encoded);
    data->names = allocate((size_t)(all + 1) * sizeof *data->names);
    data->features = allocate(((size_t)data->rows * (size_t)all + 1) * sizeof *data->features);
    data->weights = allocate(((size_t)data->rows + 1) * sizeof *data->weights);
    for (int32_t j = 0; j < all; ++j) {
        const char *name = tenon_table_column_name(data->encoded, j);
        if (!listed(run->features, name) && !belongs(run->categorical, name)) continue;
        tenon_status status =
            copy_column(data->encoded, j, data->features + (int64_t)data->columns * data->rows, err);
        if (status) return status;
        data->names[data->columns++] = name;
    }
    if (!run->family->weights) return TENON_OK;
    return copy_column(data->encoded, tenon_table_find(data->encoded, run->family->weights), data->weights, err);
}

static char *cell_of(const tenon_table *table, int32_t column, int64_t row, tenon_error *err)
{
    int64_t needed = 0;
    char *text;
    if (tenon_table_cell_text(table, column, row, NULL, 0, &needed, err)) return NULL;
    text = allocate((size_t)needed + 1);
    if (tenon_table_cell_text(table, column, row, text, needed + 1, &needed, err)) {
        free(text);
        return NULL;
    }
    return text;
}

static int find_level(const class_data *data, const char *text)
{
    for (int32_t k = 0; k < data->levels; ++k)
        if (same(data->level[k], text)) return k;
    return -1;
}

static void add_level(class_data *data, char *text)
{
    char **grown = allocate((size_t)(data->levels + 1) * sizeof *grown);
    if (data->levels) memcpy(grown, data->level, (size_t)data->levels * sizeof *grown);
    free(data->level);
    data->level = grown;
    data->level[data->levels++] = text;
}

/* Numbers by value, other texts by their bytes. */
static int by_value(const void *a, const void *b)
{
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    char *x_end, *y_end;
    double u = strtod(x, &x_end), v = strtod(y, &y_end);
    if (!*x_end && !*y_end && u != v) return u < v ? -1 : 1;
    return strcmp(x, y);
}

static char *copy_of(const char *text)
{
    char *copy = allocate(strlen(text) + 1);
    return strcpy(copy, text);
}

enum { most_levels = 1000 };

static tenon_status take_classes(const class_run *run, class_data *data, tenon_error *err)
{
    const int32_t column = tenon_table_find(run->table, run->target);
    data->target = allocate(((size_t)data->rows + 1) * sizeof *data->target);
    if (run->family->levels) {
        name_list given = split_names(run->family->levels);
        for (int32_t k = 0; k < given.count; ++k) add_level(data, copy_of(given.name[k]));
        free_names(&given);
    }
    for (int64_t i = 0; i < data->rows; ++i) {
        char *text = cell_of(run->table, column, i, err);
        if (!text) return err->code;
        const int known = find_level(data, text) >= 0;
        if (!known && run->family->levels) {
            free(text);
            return fault(err, run->target, "the target has a class that --levels does not name");
        }
        if (known || data->levels == most_levels) {
            free(text);
            if (!known) return fault(err, run->target, "the target has more than 1000 classes; is it one?");
        } else {
            add_level(data, text);
        }
    }
    if (!run->family->levels && data->levels > 1)
        qsort(data->level, (size_t)data->levels, sizeof *data->level, by_value);
    for (int64_t i = 0; i < data->rows; ++i) {
        char *text = cell_of(run->table, column, i, err);
        if (!text) return err->code;
        data->target[i] = find_level(data, text);
        free(text);
    }
    return TENON_OK;
}

static void print_summary(const class_run *run, const class_data *data, const tenon_class_model *model,
                          const tenon_fit_summary *summary, const tenon_table *table)
{
    printf("%s, %s, by maximum likelihood, %lld %s", run->target, run->family->classes,
           COUNTED(summary->rows, "row"));
    if (run->left_out > 0) printf(" (%lld with missing cells left out)", (long long)run->left_out);
    printf("\nlog-likelihood %.9g, McFadden's R2 %.4f, AIC %.6g, %lld %s, %s\nclasses:",
           summary->log_likelihood, summary->r2, summary->aic, COUNTED(summary->iterations, "iteration"),
           summary->converged ? "converged" : "NOT CONVERGED");
    for (int32_t k = 0; k < data->levels; ++k) printf(" %d = %s%s", k, data->level[k], k + 1 < data->levels ? "," : "\n");
    printf(same(run->family->classes, "ordinal")
               ? "class -1: slopes of logit P(above a cut); class k: the cut between k and k + 1\n\n"
               : "class k: ln(P(k) / P(0))\n\n");
    print_table(stdout, table);
    for (int32_t i = 0; i < tenon_class_model_warnings(model); ++i)
        printf("warning: %s\n", tenon_class_model_warning(model, i));
}

static void print_as_json(const class_run *run, const class_data *data, const tenon_class_model *model,
                          const tenon_fit_summary *summary, const tenon_table *table)
{
    printf("{\"model\":\"%s\",\"rows\":%lld,\"rows_left_out\":%lld,\"log_likelihood\":", run->family->classes,
           (long long)summary->rows, (long long)run->left_out);
    json_number(stdout, summary->log_likelihood);
    printf(",\"null_log_likelihood\":");
    json_number(stdout, summary->null_log_likelihood);
    printf(",\"aic\":");
    json_number(stdout, summary->aic);
    printf(",\"bic\":");
    json_number(stdout, summary->bic);
    printf(",\"gradient_norm\":");
    json_number(stdout, summary->gradient_norm);
    printf(",\"iterations\":%lld,\"converged\":%s,\"classes\":[", (long long)summary->iterations,
           summary->converged ? "true" : "false");
    for (int32_t k = 0; k < data->levels; ++k) {
        if (k) putchar(',');
        json_text(stdout, data->level[k], -1);
    }
    printf("],\"warnings\":[");
    for (int32_t i = 0; i < tenon_class_model_warnings(model); ++i) {
        if (i) putchar(',');
        json_text(stdout, tenon_class_model_warning(model, i), -1);
    }
    printf("],\"coefficients\":");
    json_table(stdout, table);
    printf("}\n");
}

static tenon_status fit_and_print(const class_run *run, const class_data *data, tenon_error *err)
{
    tenon_matrix matrix = TENON_MATRIX_INIT;
    tenon_row_extras extras = TENON_ROW_EXTRAS_INIT;
    tenon_class_options options = TENON_CLASS_OPTIONS_INIT;
    tenon_fit_summary summary = TENON_FIT_SUMMARY_INIT;
    tenon_class_model *model = NULL;
    tenon_table *table = NULL;
    matrix.data = data->features;
    matrix.rows = data->rows;
    matrix.columns = data->columns;
    matrix.row_stride = 1;
    matrix.column_stride = data->rows;
    options.l2 = run->l2;
    if (run->family->weights) extras.weights = data->weights;
    tenon_status status = same(run->family->classes, "ordinal")
                              ? tenon_ordinal_fit_matrix(run->context, &matrix, data->target, &extras,
                                                         data->names, &options, &model, err)
                              : tenon_multinomial_fit_matrix(run->context, &matrix, data->target, &extras,
                                                             data->names, &options, &model, err);
    if (!status) status = tenon_class_model_summary(model, &summary, err);
    if (!status) status = tenon_class_model_coefficients(model, &table, err);
    if (!status) {
        clear_progress();
        if (run->json)
            print_as_json(run, data, model, &summary, table);
        else
            print_summary(run, data, model, &summary, table);
    }
    tenon_table_free(table);
    tenon_class_model_free(model);
    return status;
}

tenon_status learn_classes(const class_run *run, tenon_error *err)
{
    class_data data;
    memset(&data, 0, sizeof data);
    tenon_status status = encode(run, &data, err);
    if (!status) status = take_features(run, &data, err);
    if (!status) status = take_classes(run, &data, err);
    if (!status) status = fit_and_print(run, &data, err);
    free_data(&data);
    return status;
}

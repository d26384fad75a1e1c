/* tenon read: what a file says, as one JSON object that is written cell by cell, or as a preview. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { PREVIEW_ROWS = 10, BATCH = 1024, CELL_BYTES = 64 };

/* One column's cells of some rows, copied out of the table in one call. */
typedef struct batch {
    tenon_type type;
    double *reals;
    uint8_t *valid;
} batch;

static int32_t place_of(const tenon_table *table, const char *name)
{
    int32_t j = 0;
    while (j < tenon_table_columns(table) && !same(tenon_table_column_name(table, j), name)) ++j;
    return j;
}

/* The name of column j as it stands in the header, where the table had to choose another; or NULL. */
static const char *name_in_header(const tenon_table *findings, int32_t j, int64_t *length)
{
    static const char repeated[] = "repeated name";
    const int32_t kinds = place_of(findings, "kind"), columns = place_of(findings, "column");
    for (int64_t row = 0; row < tenon_table_rows(findings); ++row) {
        const char *text = NULL;
        double column = -1;
        tenon_table_text(findings, kinds, row, &text, length, NULL);
        if (!text || *length != (int64_t)strlen(repeated) || memcmp(text, repeated, (size_t)*length) != 0)
            continue;
        tenon_table_copy_float64(findings, columns, row, &column, NULL, 1, NULL, NULL);
        if (column != (double)j) continue;
        text = NULL;
        tenon_table_text(findings, place_of(findings, "original"), row, &text, length, NULL);
        return text;
    }
    return NULL;
}

static void write_names(const tenon_table *table, const tenon_table *findings)
{
    fputs("{\"columns\":[", stdout);
    for (int32_t j = 0; j < tenon_table_columns(table); ++j) {
        const char *called = tenon_table_column_name(table, j);
        int64_t length = -1;
        const char *written = name_in_header(findings, j, &length);
        fputs(j ? ",{\"name\":" : "{\"name\":", stdout);
        json_text(stdout, written ? written : called, written ? length : -1);
        if (written && !(strlen(called) == (size_t)length && memcmp(called, written, (size_t)length) == 0)) {
            fputs(",\"called\":", stdout);
            json_text(stdout, called, -1);
        }
        fputs(",\"type\":", stdout);
        json_text(stdout, tenon_type_text(tenon_table_column_type(table, j)), -1);
        fputc('}', stdout);
    }
    fputs("],\"rows\":[", stdout);
}

/* JSON has no word for numbers that are not finite: they become the texts "nan", "inf", "-inf". */
static void write_cell(const tenon_table *table, const batch *column, int32_t j, int64_t row,
                       int64_t at, const char *missing)
{
    char text[CELL_BYTES];
    const char *words = NULL;
    int64_t length = 0;
    int bare;
    if (column->type == TENON_TEXT) {
        tenon_table_text(table, j, row, &words, &length, NULL);
        if (words)
            json_text(stdout, words, length);
        else
            fputs(missing, stdout);
        return;
    }
    if (!column->valid[at]) {
        fputs(missing, stdout);
        return;
    }
    tenon_table_cell_text(table, j, row, text, sizeof text, NULL, NULL);
    bare = column->type == TENON_INT64 || column->type == TENON_BOOL ||
           (column->type == TENON_FLOAT64 && isfinite(column->reals[at]));
    if (bare)
        fputs(text, stdout);
    else
        json_text(stdout, text, -1);
}

/* `missing`: what stands for a missing cell. */
static void write_rows(const tenon_table *table, const char *missing)
{
    const int64_t rows = tenon_table_rows(table);
    const int32_t columns = tenon_table_columns(table);
    /* Wide tables go in few rows at a time. */
    const int64_t most = columns > 1024 ? 1 + BATCH * 1024 / columns : BATCH;
    const size_t cells = (size_t)most * (size_t)columns;
    batch *batches = allocate((size_t)columns * sizeof *batches);
    double *reals = allocate(cells * sizeof *reals);
    uint8_t *valid = allocate(cells);
    for (int64_t first = 0; first < rows; first += most) {
        const int64_t count = rows - first < most ? rows - first : most;
        for (int32_t j = 0; j < columns; ++j) {
            batch *column = &batches[j];
            column->type = tenon_table_column_type(table, j);
            column->reals = reals + (size_t)j * (size_t)most;
            column->valid = valid + (size_t)j * (size_t)most;
            if (column->type != TENON_TEXT)
                tenon_table_copy_float64(table, j, first, column->reals, column->valid, count, NULL,
                                         NULL);
        }
        for (int64_t at = 0; at < count; ++at) {
            fputs(first + at ? ",\n[" : "\n[", stdout);
            for (int32_t j = 0; j < columns; ++j) {
                if (j) fputc(',', stdout);
                write_cell(table, &batches[j], j, first + at, at, missing);
            }
            fputc(']', stdout);
        }
    }
    free(valid);
    free(reals);
    free(batches);
}

static int preview(const arguments *args, const tenon_table *table, const tenon_table *findings)
{
    const int64_t rows = tenon_table_rows(table);
    const int64_t shown = rows < PREVIEW_ROWS ? rows : PREVIEW_ROWS;
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *head = NULL;
    int code = EXIT_DONE;
    clear_progress();
    printf("%lld %s, %lld %s\n\n", COUNTED(rows, "row"), COUNTED(tenon_table_columns(table), "column"));
    if (tenon_table_slice(table, 0, shown, &head, &err))
        code = refuse(args, &err);
    else
        print_table(stdout, head);
    tenon_table_free(head);
    if (rows > shown) printf("... and %lld %s more\n", COUNTED(rows - shown, "row"));
    printf("\ntypes: ");
    for (int32_t j = 0; j < tenon_table_columns(table); ++j)
        printf("%s%s %s", j ? ", " : "", tenon_table_column_name(table, j),
               tenon_type_text(tenon_table_column_type(table, j)));
    printf("\n");
    if (tenon_table_rows(findings) > 0) {
        printf("\n");
        print_table(stdout, findings);
    }
    return code;
}

int command_read(arguments *args)
{
    tenon_error err = TENON_ERROR_INIT;
    csv_arguments csv = take_csv(args);
    const char *path;
    tenon_context *context;
    tenon_table *table = NULL, *findings = NULL;
    static const char *const no_marks[] = {""}; /* the empty cell alone */
    int code = EXIT_DONE;
    csv.options.all_text = take_flag(args, "--text");
    if (csv.options.all_text) {
        csv.options.missing_marks = no_marks;
        csv.options.missing_mark_count = 1;
    }
    path = take_operand(args);
    if (!path) usage_error(args, "tenon read needs a file; see tenon read --help");
    finish_arguments(args);

    context = terminal_context(0);
    if (read_log(context, path, &csv, &table, &err) ||
        tenon_table_findings(table, &findings, &err)) {
        code = refuse(args, &err);
    } else if (args->json) {
        clear_progress();
        write_names(table, findings);
        /* As text a cell that is empty is the empty text. */
        write_rows(table, csv.options.all_text && !tenon_is_jsonl_file(path) ? "\"\"" : "null");
        fputs("],\"findings\":", stdout);
        json_table(stdout, findings);
        fputs("}\n", stdout);
    } else {
        code = preview(args, table, findings);
    }
    tenon_table_free(findings);
    tenon_table_free(table);
    tenon_context_free(context);
    free_csv(&csv);
    return code;
}

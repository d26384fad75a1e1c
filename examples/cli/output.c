#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { CELL = 1000 };

/* What the library calls its options, and what the command calls them. The longer come first. */
static const struct {
    const char *library, *command;
} renamed[] = {
    {"fit with unknown set to zero, or to missing with impute",
     "learn with --unknown reference, or with --unknown fill and --fill"},
    {"the pipeline was fitted without impute; drop such rows with drop_missing, or fit again with impute",
     "the model was learned without --fill; drop such records with tenon clean --drop-missing, or learn again "
     "with --fill"},
    {"a categorical input is text, bool or int64: make it numeric",
     "a category is text, bool or int64: read it so with --column NAME=int64 or --column NAME=text, or name it "
     "in --features"},
    {"set positive_label to", "set --positive to"},
    {"with positive_label", "with --positive"},
    {"the positive_label", "the value of --positive"},
    {"set firth or l2", "set --firth or --penalty"},
    {"raise max_iterations or tolerance", "raise --max-iterations or --tolerance"},
    {"raise tolerance", "raise --tolerance"},
    {"or set l2 in place of firth", "or set --penalty in place of --firth"},
    {"set l2", "set --penalty"},
    /* How a file is read. */
    {"give the column another type, a missing mark, or read leniently",
     "give it another type or a missing mark by --column NAME=TYPE:MARK, or --lenient"},
    {"give the column the type text", "give --column NAME=text"},
    {"give the column the type int64", "give --column NAME=int64"},
    {"give the column the type timestamp", "give --column NAME=timestamp"},
    {"set it if it is another, and quote", "give --delimiter if it is another, and quote"},
    {"set encoding to guess, or to latin1", "give --encoding guess, or latin1"},
    {"set encoding to utf16le or utf16be", "give --encoding utf-16le or utf-16be"},
    {"set encoding to utf8", "give --encoding utf-8"},
    {"set skip_below_header to ", "give --skip-below-header "},
    {" the header, skip_lines", " the header, --skip-lines"},
    {"that skip_lines passes over", "that --skip-lines passes over"},
    {"use skip_lines", "use --skip-lines"},
    {"set skip_lines", "give --skip-lines"},
    {"set date_order to month first", "give --dates mdy"},
    {"set date_order", "give --dates dmy or mdy"},
    {"set decimal and thousands", "give --decimal and --thousands"},
    {"set decimal or thousands", "give --decimal or --thousands"},
    {"set decimal, and thousands to", "give --decimal, and --thousands as"},
    {"set decimal", "give --decimal"},
    {"or decimal to ", "or --decimal "},
    {"set thousands to ", "give --thousands "},
    {"set delimiter to ' '", "give --delimiter space"},
    {"set comment to ", "give --comment "},
    {"set ragged to pad", "give --ragged pad"},
    {"read without a header", "give --no-header"},
    {"read without quoting", "give --quote none"},
    {"read leniently", "give --lenient"},
    {"csv option ", "--"},
};

/* Writes `from` with the command's words into `to`. */
void command_words(const char *from, char *to, size_t size)
{
    size_t used = 0;
    while (*from && used + 1 < size) {
        size_t k = 0;
        const size_t count = sizeof renamed / sizeof *renamed;
        while (k < count && strncmp(from, renamed[k].library, strlen(renamed[k].library)) != 0) ++k;
        if (k == count) {
            to[used++] = *from++;
            continue;
        }
        const int written = snprintf(to + used, size - used, "%s", renamed[k].command);
        used += (size_t)written < size - used ? (size_t)written : size - used - 1;
        from += strlen(renamed[k].library);
    }
    to[used] = '\0';
}

void json_text(FILE *out, const char *text, int64_t length)
{
    if (length < 0) length = (int64_t)strlen(text);
    fputc('"', out);
    for (int64_t i = 0; i < length; ++i) {
        unsigned char c = (unsigned char)text[i];
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", out);
        else if (c == '\t')
            fputs("\\t", out);
        else if (c < 0x20)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

void json_number(FILE *out, double value)
{
    char text[40];
    if (!isfinite(value)) {
        fputs("null", out);
        return;
    }
    /* The shortest of 15, 16 or 17 digits that reads back equal. */
    for (int digits = 15; digits <= 17; ++digits) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) break;
    }
    fputs(text, out);
}

void json_member(const char *name, double value)
{
    printf(",\"%s\":", name);
    json_number(stdout, value);
}

void print_number(FILE *out, double value, int width)
{
    if (isnan(value))
        fprintf(out, "%*s", width, "-");
    else
        fprintf(out, "%*.6g", width, value);
}

/* Whether a column holds what the library says of a file: that of a table of findings. */
static int holds_words(const tenon_table *table, int32_t column)
{
    static const char *const names[] = {"kind", "line", "column", "byte", "text", "original"};
    if (column != 4 || tenon_table_columns(table) != 6) return 0;
    for (int32_t j = 0; j < 6; ++j)
        if (!same(tenon_table_column_name(table, j), names[j])) return 0;
    return 1;
}

static void json_cell(FILE *out, const tenon_table *table, int32_t column, int64_t row)
{
    tenon_type type = tenon_table_column_type(table, column);
    double number = NAN;
    uint8_t valid = 0;
    const char *text = NULL;
    int64_t length = 0;
    char buffer[64], raw[CELL], words[CELL];
    if (type == TENON_TEXT) {
        tenon_table_text(table, column, row, &text, &length, NULL);
        if (text && length < (int64_t)sizeof raw && holds_words(table, column)) {
            memcpy(raw, text, (size_t)length);
            raw[length] = '\0';
            command_words(raw, words, sizeof words);
            json_text(out, words, -1);
        } else if (text)
            json_text(out, text, length);
        else
            fputs("null", out);
        return;
    }
    tenon_table_copy_float64(table, column, row, &number, &valid, 1, NULL, NULL);
    tenon_table_cell_text(table, column, row, buffer, sizeof buffer, &length, NULL);
    if (!valid)
        fputs("null", out);
    else if (type == TENON_FLOAT64)
        json_number(out, number);
    else if (type == TENON_TIMESTAMP)
        json_text(out, buffer, -1);
    else
        fputs(buffer, out);
}

void json_table(FILE *out, const tenon_table *table)
{
    int64_t rows = tenon_table_rows(table);
    int32_t columns = tenon_table_columns(table);
    fputc('[', out);
    for (int64_t i = 0; i < rows; ++i) {
        fputs(i ? ",{" : "{", out);
        for (int32_t j = 0; j < columns; ++j) {
            if (j) fputc(',', out);
            json_text(out, tenon_table_column_name(table, j), -1);
            fputc(':', out);
            json_cell(out, table, j, i);
        }
        fputc('}', out);
    }
    fputc(']', out);
}

/* Characters, not bytes: continuation bytes of UTF-8 take no room. */
static int shown_width(const char *text)
{
    int width = 0;
    for (; *text; ++text) width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

/* What would steer the terminal is a blank: C0, DEL, and C1 in UTF-8. */
static void make_seen(char *cell)
{
    for (unsigned char *at = (unsigned char *)cell; *at; ++at) {
        if (*at < 0x20 || *at == 0x7F) *at = ' ';
        if (at[0] == 0xC2 && at[1] >= 0x80 && at[1] < 0xA0) at[0] = at[1] = ' ';
    }
}

static void column_cell(const tenon_table *table, int32_t column, char *cell)
{
    snprintf(cell, CELL, "%s", tenon_table_column_name(table, column));
    make_seen(cell);
}

static void table_cell(const tenon_table *table, int32_t column, int64_t row, char *cell)
{
    double number;
    uint8_t valid = 0;
    cell[0] = '\0';
    if (tenon_table_column_type(table, column) == TENON_FLOAT64) {
        tenon_table_copy_float64(table, column, row, &number, &valid, 1, NULL, NULL);
        if (valid) snprintf(cell, CELL, isnan(number) ? "-" : "%.6g", number);
        return;
    }
    tenon_table_cell_text(table, column, row, cell, CELL, NULL, NULL);
    if (holds_words(table, column)) {
        char words[CELL];
        command_words(cell, words, sizeof words);
        memcpy(cell, words, sizeof words);
    }
    make_seen(cell);
}

void print_table(FILE *out, const tenon_table *table)
{
    int64_t rows = tenon_table_rows(table);
    int32_t columns = tenon_table_columns(table);
    int *width = allocate((size_t)columns * sizeof *width);
    char cell[CELL];
    for (int32_t j = 0; j < columns; ++j) {
        column_cell(table, j, cell);
        width[j] = shown_width(cell);
        for (int64_t i = 0; i < rows; ++i) {
            table_cell(table, j, i, cell);
            if (shown_width(cell) > width[j]) width[j] = shown_width(cell);
        }
    }
    for (int64_t i = -1; i < rows; ++i) {
        for (int32_t j = 0; j < columns; ++j) {
            int text = tenon_table_column_type(table, j) == TENON_TEXT;
            if (i < 0)
                column_cell(table, j, cell);
            else
                table_cell(table, j, i, cell);
            int pad = width[j] - shown_width(cell);
            if (text && j + 1 == columns)
                fputs(cell, out);
            else if (text)
                fprintf(out, "%s%*s  ", cell, pad, "");
            else
                fprintf(out, "%*s%s  ", pad, "", cell);
        }
        fputc('\n', out);
    }
    free(width);
}

static void json_place(const char *name, int64_t value)
{
    if (value < 0)
        printf(",\"%s\":null", name);
    else
        printf(",\"%s\":%lld", name, (long long)value);
}

int refuse(const arguments *args, const tenon_error *library)
{
    tenon_error told = *library;
    const tenon_error *err = &told;
    const int code = err->code == TENON_E_ARGUMENT ? EXIT_USAGE : EXIT_REFUSED;
    command_words(library->message, told.message, sizeof told.message);
    clear_progress();
    if (!args->json) {
        fprintf(stderr, "tenon: %s\n", err->message);
        return code;
    }
    printf("{\"error\":{\"code\":%d,\"status\":", (int)err->code);
    json_text(stdout, tenon_status_text(err->code), -1);
    printf(",\"message\":");
    json_text(stdout, err->message, -1);
    printf(",\"argument\":");
    json_text(stdout, err->argument, -1);
    json_place("row", err->row);
    json_place("column", err->column);
    json_place("line", err->line);
    json_place("byte", err->byte);
    printf("}}\n");
    return code;
}

int refuse_memory(const arguments *args, tenon_error *err)
{
    static const char setting[] = "byte_budget", option[] = "--memory";
    char *at = err->code == TENON_E_BUDGET ? strstr(err->message, setting) : NULL;
    if (at) {
        memmove(at + sizeof option - 1, at + sizeof setting - 1, strlen(at + sizeof setting - 1) + 1);
        memcpy(at, option, sizeof option - 1);
    }
    return refuse(args, err);
}

void usage_error(const arguments *args, const char *format, ...)
{
    tenon_error err = TENON_ERROR_INIT;
    va_list list;
    va_start(list, format);
    vsnprintf(err.message, sizeof err.message, format, list);
    va_end(list);
    err.code = TENON_E_ARGUMENT;
    refuse(args, &err);
    exit(EXIT_USAGE);
}

/* SQLite through its own interface, one row after another. https://sqlite.org/c3ref/intro.html */
#include <ctype.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "database_stream.h"

#define ROWS_A_BATCH 8192

typedef struct source {
    sqlite3 *database;
    sqlite3_stmt *statement;
    batch *rows;
    cell_type *types;
    int columns;
    int64_t row; /* of the result, for messages */
    int at_row;  /* SQLITE_ROW while a row waits to be taken */
    char fault[512];
} source;

static void source_free(source *s)
{
    if (!s) return;
    sqlite3_finalize(s->statement);
    sqlite3_close(s->database);
    batch_free(s->rows);
    free(s->types);
    free(s);
}

static int fail(source *s, const char *words)
{
    snprintf(s->fault, sizeof s->fault, "%s", words);
    return -1;
}

static int declared_as(const char *declared, const char *word)
{
    const size_t length = strlen(word);
    for (; *declared; ++declared) {
        size_t i = 0;
        while (i < length && toupper((unsigned char)declared[i]) == word[i]) ++i;
        if (i == length) return 1;
    }
    return 0;
}

/* In the order of SQLite's own rules of affinity, with BOOL of our own. */
static cell_type declared_type(const char *declared)
{
    if (declared_as(declared, "BOOL")) return CELL_BOOL;
    if (declared_as(declared, "INT")) return CELL_INT64;
    if (declared_as(declared, "CHAR") || declared_as(declared, "CLOB") || declared_as(declared, "TEXT")) return CELL_TEXT;
    if (declared_as(declared, "REAL") || declared_as(declared, "FLOA") || declared_as(declared, "DOUB") ||
        declared_as(declared, "NUM") || declared_as(declared, "DEC"))
        return CELL_FLOAT64;
    return CELL_TEXT;
}

static cell_type type_of(const source *s, int column)
{
    const char *declared = sqlite3_column_decltype(s->statement, column);
    if (declared) return declared_type(declared);
    if (s->at_row != SQLITE_ROW) return CELL_TEXT;
    switch (sqlite3_column_type(s->statement, column)) {
    case SQLITE_INTEGER: return CELL_INT64;
    case SQLITE_FLOAT: return CELL_FLOAT64;
    default: return CELL_TEXT;
    }
}

static int open_query(source *s, const char *path, const char *query)
{
    if (sqlite3_open_v2(path, &s->database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(s->database, query, -1, &s->statement, NULL) != SQLITE_OK)
        return fail(s, s->database ? sqlite3_errmsg(s->database) : "out of memory");
    s->columns = s->statement ? sqlite3_column_count(s->statement) : 0;
    if (s->columns == 0) return fail(s, "the query gives no columns; it must be a select");
    s->at_row = sqlite3_step(s->statement);
    if (s->at_row != SQLITE_ROW && s->at_row != SQLITE_DONE) return fail(s, sqlite3_errmsg(s->database));
    s->types = calloc((size_t)s->columns, sizeof *s->types);
    const char **names = calloc((size_t)s->columns, sizeof *names);
    if (s->types && names) {
        for (int i = 0; i < s->columns; ++i) {
            s->types[i] = type_of(s, i);
            names[i] = sqlite3_column_name(s->statement, i);
        }
        s->rows = batch_create(s->columns, names, s->types);
    }
    free(names);
    return s->rows ? 0 : fail(s, "out of memory");
}

static int refuse_cell(source *s, int column, const char *is)
{
    snprintf(s->fault, sizeof s->fault,
             "column \"%s\", row %lld: %s does not fit the column's type; cast it in the query",
             sqlite3_column_name(s->statement, column), (long long)s->row, is);
    return -1;
}

static int add_cell(source *s, int column)
{
    sqlite3_stmt *q = s->statement;
    const int is = sqlite3_column_type(q, column);
    if (is == SQLITE_NULL) return batch_missing(s->rows, column);
    if (is == SQLITE_BLOB) return refuse_cell(s, column, "a blob");
    switch (s->types[column]) {
    case CELL_TEXT: {
        /* Numbers as SQLite writes them; the text first, then its length. */
        const char *text = (const char *)sqlite3_column_text(q, column);
        return text ? batch_text(s->rows, column, text, (size_t)sqlite3_column_bytes(q, column)) : -1;
    }
    case CELL_FLOAT64:
        if (is == SQLITE_TEXT) return refuse_cell(s, column, "a text");
        return batch_float64(s->rows, column, sqlite3_column_double(q, column));
    default:
        if (is != SQLITE_INTEGER) return refuse_cell(s, column, is == SQLITE_TEXT ? "a text" : "a real number");
        return batch_int64(s->rows, column, sqlite3_column_int64(q, column));
    }
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    return batch_schema(((source *)stream->private_data)->rows, out) ? ENOMEM : 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    source *s = stream->private_data;
    memset(out, 0, sizeof *out); /* released: the end */
    for (; s->at_row == SQLITE_ROW && batch_rows(s->rows) < ROWS_A_BATCH; ++s->row) {
        for (int i = 0; i < s->columns; ++i)
            if (add_cell(s, i)) {
                if (!s->fault[0]) fail(s, "out of memory");
                return EIO;
            }
        batch_end_row(s->rows);
        s->at_row = sqlite3_step(s->statement);
    }
    if (s->at_row != SQLITE_ROW && s->at_row != SQLITE_DONE) {
        fail(s, sqlite3_errmsg(s->database));
        return EIO;
    }
    if (batch_rows(s->rows) == 0) return 0;
    return batch_array(s->rows, out) ? ENOMEM : 0;
}

static const char *get_last_error(struct ArrowArrayStream *stream)
{
    return ((source *)stream->private_data)->fault;
}

static void release(struct ArrowArrayStream *stream)
{
    source_free(stream->private_data);
    stream->release = NULL;
}

int sqlite_stream(const char *path, const char *query, struct ArrowArrayStream *out, char *fault, size_t fault_size)
{
    source *s = calloc(1, sizeof *s);
    if (!s || open_query(s, path, query)) {
        snprintf(fault, fault_size, "%s", s ? s->fault : "out of memory");
        source_free(s);
        return -1;
    }
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, s};
    return 0;
}

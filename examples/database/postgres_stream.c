/* PostgreSQL through libpq: a cursor, fetched in blocks, in the binary form of the server's types.
 * https://www.postgresql.org/docs/current/libpq.html */
#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "batch.h"
#include "database_stream.h"

#define ROWS_A_FETCH "8192"
#define MICROS_A_DAY INT64_C(86400000000)
#define MICROS_TO_2000 INT64_C(946684800000000) /* from 1970, where Arrow counts from */

/* The object ids of the server's own types; they never change. */
enum { PG_BOOL = 16, PG_INT8 = 20, PG_INT2 = 21, PG_INT4 = 23, PG_TEXT = 25, PG_FLOAT4 = 700, PG_FLOAT8 = 701,
       PG_DATE = 1082, PG_TIMESTAMP = 1114, PG_TIMESTAMPTZ = 1184, PG_NUMERIC = 1700 };

typedef struct source {
    PGconn *connection;
    batch *rows;
    Oid *types; /* after the casts */
    int columns;
    char fault[512];
} source;

static void source_free(source *s)
{
    if (!s) return;
    PQfinish(s->connection); /* rolls back, and takes NULL */
    batch_free(s->rows);
    free(s->types);
    free(s);
}

static int fail(source *s, const char *words)
{
    snprintf(s->fault, sizeof s->fault, "%s", words);
    for (size_t n = strlen(s->fault); n > 0 && s->fault[n - 1] == '\n';) s->fault[--n] = '\0'; /* libpq ends lines */
    return -1;
}

static int run(source *s, const char *sql)
{
    PGresult *result = PQexec(s->connection, sql);
    const int fine = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    return fine ? 0 : fail(s, PQerrorMessage(s->connection));
}

/* Types we read as they are; the server turns the others into one of them. */
static const char *cast_of(Oid type)
{
    switch (type) {
    case PG_BOOL: case PG_INT2: case PG_INT4: case PG_INT8: case PG_FLOAT4: case PG_FLOAT8: case PG_DATE:
    case PG_TIMESTAMP: case PG_TIMESTAMPTZ: case PG_TEXT: return "";
    case PG_NUMERIC: return "::float8";
    default: return "::text";
    }
}

static cell_type cell_of(Oid type)
{
    switch (type) {
    case PG_BOOL: return CELL_BOOL;
    case PG_INT2: case PG_INT4: case PG_INT8: return CELL_INT64;
    case PG_FLOAT4: case PG_FLOAT8: case PG_NUMERIC: return CELL_FLOAT64;
    case PG_DATE: case PG_TIMESTAMP: return CELL_TIMESTAMP;
    case PG_TIMESTAMPTZ: return CELL_INSTANT;
    default: return CELL_TEXT;
    }
}

/* declare c cursor for select q."n"::float8, q."at" from (QUERY) as q */
static char *cursor_of(source *s, const PGresult *described, const char *query)
{
    const char *const head = "declare tenon_rows no scroll cursor for select ";
    size_t size = strlen(head) + strlen(query) + 64;
    for (int i = 0; i < s->columns; ++i) size += 2 * strlen(PQfname(described, i)) + 24;
    char *sql = malloc(size);
    if (!sql) return NULL;
    size_t at = (size_t)snprintf(sql, size, "%s", head);
    for (int i = 0; i < s->columns; ++i) {
        const char *name = PQfname(described, i);
        char *quoted = PQescapeIdentifier(s->connection, name, strlen(name));
        if (!quoted) {
            free(sql);
            return NULL;
        }
        at += (size_t)snprintf(sql + at, size - at, "%sq.%s%s", i ? ", " : "", quoted,
                               cast_of(PQftype(described, i)));
        PQfreemem(quoted);
    }
    /* On a line of its own, so that a comment at the query's end ends. */
    snprintf(sql + at, size - at, " from (%s\n) as q", query);
    return sql;
}

static int describe(source *s, const PGresult *described)
{
    s->columns = PQnfields(described);
    if (s->columns == 0) return fail(s, "the query gives no columns; it must be a select");
    s->types = calloc((size_t)s->columns, sizeof *s->types);
    const char **names = calloc((size_t)s->columns, sizeof *names);
    cell_type *cells = calloc((size_t)s->columns, sizeof *cells);
    if (s->types && names && cells) {
        for (int i = 0; i < s->columns; ++i) {
            const Oid type = PQftype(described, i);
            names[i] = PQfname(described, i);
            cells[i] = cell_of(type);
            s->types[i] = type == PG_NUMERIC ? PG_FLOAT8 : type;
        }
        s->rows = batch_create(s->columns, names, cells);
    }
    free(names);
    free(cells);
    return s->rows ? 0 : fail(s, "out of memory");
}

static int open_cursor(source *s, const char *query)
{
    if (run(s, "set client_encoding to 'UTF8'") || run(s, "begin read only")) return -1;
    PGresult *prepared = PQprepare(s->connection, "", query, 0, NULL);
    const int fine = PQresultStatus(prepared) == PGRES_COMMAND_OK;
    PQclear(prepared);
    if (!fine) return fail(s, PQerrorMessage(s->connection));
    PGresult *described = PQdescribePrepared(s->connection, "");
    int status = PQresultStatus(described) == PGRES_COMMAND_OK ? describe(s, described)
                                                               : fail(s, PQerrorMessage(s->connection));
    if (status == 0) {
        char *sql = cursor_of(s, described, query);
        status = sql ? run(s, sql) : fail(s, "out of memory");
        free(sql);
    }
    PQclear(described);
    return status;
}

/* ---- Cells: the server sends integers with the greatest byte first ------------------------------- */

static uint64_t unsigned_of(const char *bytes, int length)
{
    uint64_t value = 0;
    for (int i = 0; i < length; ++i) value = value << 8 | (unsigned char)bytes[i];
    return value;
}

static int64_t integer_of(const char *bytes, int length)
{
    const uint64_t value = unsigned_of(bytes, length), sign = UINT64_C(1) << (8 * length - 1);
    return (int64_t)((value ^ sign) - sign);
}

static int add_time(source *s, int column, int64_t micros)
{
    if (micros == INT64_MAX || micros == INT64_MIN || micros > INT64_MAX - MICROS_TO_2000)
        return fail(s, "an infinite time cannot be a timestamp; leave such rows out, or cast the column to text");
    return batch_int64(s->rows, column, micros + MICROS_TO_2000);
}

static int add_date(source *s, int column, int64_t days)
{
    if (days == INT32_MAX || days == INT32_MIN) return add_time(s, column, INT64_MAX);
    return add_time(s, column, days * MICROS_A_DAY);
}

static int add_cell(source *s, int column, const char *bytes, int length)
{
    uint32_t half;
    uint64_t whole;
    float single;
    double real;
    switch (s->types[column]) {
    case PG_BOOL: return batch_int64(s->rows, column, bytes[0] != 0);
    case PG_INT2: case PG_INT4: case PG_INT8: return batch_int64(s->rows, column, integer_of(bytes, length));
    case PG_FLOAT4:
        half = (uint32_t)unsigned_of(bytes, length);
        memcpy(&single, &half, sizeof single);
        return batch_float64(s->rows, column, single);
    case PG_FLOAT8:
        whole = unsigned_of(bytes, length);
        memcpy(&real, &whole, sizeof real);
        return batch_float64(s->rows, column, real);
    case PG_DATE: return add_date(s, column, integer_of(bytes, length));
    case PG_TIMESTAMP: case PG_TIMESTAMPTZ: return add_time(s, column, integer_of(bytes, length));
    default: return batch_text(s->rows, column, bytes, (size_t)length);
    }
}

static int add_rows(source *s, const PGresult *block)
{
    for (int row = 0; row < PQntuples(block); ++row) {
        for (int i = 0; i < s->columns; ++i)
            if (PQgetisnull(block, row, i) ? batch_missing(s->rows, i)
                                           : add_cell(s, i, PQgetvalue(block, row, i), PQgetlength(block, row, i)))
                return s->fault[0] ? -1 : fail(s, "out of memory");
        batch_end_row(s->rows);
    }
    return 0;
}

/* ---- The stream ---------------------------------------------------------------------------------- */

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    return batch_schema(((source *)stream->private_data)->rows, out) ? ENOMEM : 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    source *s = stream->private_data;
    memset(out, 0, sizeof *out); /* released: the end */
    PGresult *block = PQexecParams(s->connection, "fetch " ROWS_A_FETCH " from tenon_rows", 0, NULL, NULL, NULL,
                                   NULL, 1);
    int status = PQresultStatus(block) == PGRES_TUPLES_OK ? add_rows(s, block)
                                                          : fail(s, PQerrorMessage(s->connection));
    PQclear(block);
    if (status) return EIO;
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

int postgres_stream(const char *connection, const char *query, struct ArrowArrayStream *out, char *fault,
                    size_t fault_size)
{
    source *s = calloc(1, sizeof *s);
    int status = -1;
    if (s) {
        s->connection = PQconnectdb(connection);
        status = PQstatus(s->connection) == CONNECTION_OK ? open_cursor(s, query)
                                                          : fail(s, PQerrorMessage(s->connection));
    }
    if (status) {
        snprintf(fault, fault_size, "%s", s ? s->fault : "out of memory");
        source_free(s);
        return -1;
    }
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, s};
    return 0;
}

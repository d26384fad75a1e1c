/* A database as the source: the rows of a query, through the database's own client into an Arrow stream, and
 * from there into a tenon table, which any step, model or report takes like any other.
 *
 *   read_database postgres "host=/run/postgresql dbname=plant" "select * from log" OUT.csv
 *   read_database sqlite plant.db "select * from log" OUT.csv
 */
#include <stdio.h>
#include <string.h>
#include <tenon.h>

#include "database_stream.h"

static int open_stream(const char *kind, const char *where, const char *query, struct ArrowArrayStream *stream,
                       char *fault, size_t size)
{
#ifdef HAVE_POSTGRES
    if (strcmp(kind, "postgres") == 0) return postgres_stream(where, query, stream, fault, size);
#endif
#ifdef HAVE_SQLITE
    if (strcmp(kind, "sqlite") == 0) return sqlite_stream(where, query, stream, fault, size);
#endif
    (void)where, (void)query, (void)stream;
    snprintf(fault, size, "this build knows no database \"%s\"", kind);
    return -1;
}

static int report(const tenon_error *err)
{
    fprintf(stderr, "tenon: %s\n", err->message);
    return 1;
}

/* What the import noticed: one line each, such as a column's time zone. */
static int print_findings(const tenon_table *table)
{
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *findings = NULL;
    char text[4096];
    int64_t needed = 0;
    if (tenon_table_findings(table, &findings, &err) != TENON_OK) return report(&err);
    const tenon_status status =
        tenon_table_rows(findings) > 0 ? tenon_table_to_csv(findings, NULL, text, sizeof text, &needed, &err) : TENON_OK;
    tenon_table_free(findings);
    if (status != TENON_OK) return report(&err);
    printf("%.*s", (int)(needed < (int64_t)sizeof text ? needed : (int64_t)sizeof text), text);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: read_database postgres|sqlite DATABASE QUERY OUT.csv\n");
        return 2;
    }
    struct ArrowArrayStream stream;
    char fault[512];
    if (open_stream(argv[1], argv[2], argv[3], &stream, fault, sizeof fault)) {
        fprintf(stderr, "%s: %s\n", argv[1], fault);
        return 1;
    }
    tenon_error err = TENON_ERROR_INIT;
    tenon_table *table = NULL;
    if (tenon_table_import_arrow_stream(NULL, &stream, &table, &err) != TENON_OK) return report(&err);
    printf("%lld rows, %d columns\n", (long long)tenon_table_rows(table), (int)tenon_table_columns(table));
    int result = print_findings(table);
    if (result == 0 && tenon_table_write_csv(NULL, table, argv[4], NULL, &err) != TENON_OK) result = report(&err);
    tenon_table_free(table);
    return result;
}

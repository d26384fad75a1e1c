/* The rows of a query as an Arrow stream, read as the consumer asks for them: some thousand rows are in
 * memory at a time, whatever the table's size. What goes wrong on the way, the stream says itself.
 *
 * Each returns 0, or -1 with its words in `fault`. The caller releases the stream; a consumer that takes
 * ownership, as tenon_table_import_arrow_stream does, releases it for him.
 */
#ifndef DATABASE_STREAM_H
#define DATABASE_STREAM_H

#include <stddef.h>
#include <tenon.h>

/* connection as libpq takes it: "host=/run/postgresql dbname=plant", "postgresql://...". The query is
 * one SELECT. int2, int4 and int8 become int64; float4, float8 and numeric float64; bool; timestamp and
 * date timestamps; timestamptz an instant in UTC; everything else text, as the server writes it. */
int postgres_stream(const char *connection, const char *query, struct ArrowArrayStream *out, char *fault,
                    size_t fault_size);

/* path of a database file, opened for reading. SQLite types cells, not columns: a column is what it is
 * declared as (or, for an expression, what its first row holds), and a cell that does not fit ends the
 * stream with its row. Declared INT becomes int64, REAL, FLOA, DOUB, NUM and DEC float64, BOOL bool, all
 * else text; SQLite has no type for times, so they come as they were stored. */
int sqlite_stream(const char *path, const char *query, struct ArrowArrayStream *out, char *fault,
                  size_t fault_size);

#endif

/* Columns that grow row by row and leave as one Arrow record batch. */
#ifndef BATCH_H
#define BATCH_H

#include <stddef.h>
#include <stdint.h>
#include <tenon.h>

typedef enum { CELL_INT64, CELL_FLOAT64, CELL_BOOL, CELL_TEXT, CELL_TIMESTAMP, CELL_INSTANT } cell_type;

typedef struct batch batch;

/* NULL when memory is short, as every function below returns 0 or -1. The names are copied. */
batch *batch_create(int columns, const char *const *names, const cell_type *types);
void batch_free(batch *b);

/* One row: every column once, in any order, then batch_end_row. Text must be UTF-8. */
int batch_missing(batch *b, int column);
int batch_int64(batch *b, int column, int64_t value); /* also bool, timestamps: microseconds since 1970 */
int batch_float64(batch *b, int column, double value);
int batch_text(batch *b, int column, const char *text, size_t length);
void batch_end_row(batch *b);
int64_t batch_rows(const batch *b);

/* The schema of its batches; and its rows as a batch, after which it is empty and grows anew. */
int batch_schema(const batch *b, struct ArrowSchema *out);
int batch_array(batch *b, struct ArrowArray *out);

#endif

/* tenon.h - decisions from production data, in-process.
 *
 * SPDX-License-Identifier: MIT
 *
 * A PAGE TO READ FIRST
 *
 * Levels of use
 *   1. Records to a model:  tenon_table_read_csv, tenon_table_drop_missing, tenon_logistic_fit,
 *      tenon_model_evaluate, tenon_model_score, tenon_model_save.
 *   2. Orders to a plan:    tenon_problem_create, ..._add_column, ..._add_row, ..._solve,
 *      or, from two tables, tenon_plan_orders.
 *   3. In production:       a tenon_context with threads, progress, cancel and a byte budget;
 *      Arrow in and out; pipelines that clean, encode and score as one value; reports.
 *
 * Errors
 *   A fallible function returns TENON_OK (0) or a negative tenon_status, and fills the caller's
 *   tenon_error (which may be NULL): code, argument, row, column, line, byte and a message in
 *   UTF-8 that says what was wrong, where, and what to do. On failure no output parameter is
 *   changed and nothing is left half-made. What a solver finds (infeasible, limit reached) is an
 *   outcome in the solution, not an error. No function throws, aborts, exits or prints.
 *
 *       tenon_error err = TENON_ERROR_INIT;
 *       if (tenon_table_read_csv(NULL, "log.csv", NULL, &table, &err) != TENON_OK)
 *           fprintf(stderr, "%s\n", err.message);
 *
 * Ownership
 *   Inputs are borrowed for the call. What comes back through T **out is the caller's and is freed
 *   with tenon_<noun>_free, which takes NULL. Text returned by a getter belongs to the handle and
 *   lives as long as it does. Bulk results are copied into the caller's memory: capacity in, needed
 *   count out; when the capacity is too small, the first `capacity` entries are written and the
 *   status is TENON_OK. Handles may be freed in any order.
 *
 * Threads
 *   Immutable, any number of threads at once: tenon_table, tenon_imputer, tenon_outlier_filter,
 *   tenon_scaler, tenon_encoder, tenon_model, tenon_solution, tenon_plan, tenon_context.
 *   One thread at a time: tenon_table_builder, tenon_problem, tenon_report, tenon_random.
 *   tenon_cancel may be set from any thread. tenon itself starts threads only when a context asks
 *   for more than one, and they end with the call.
 *
 * Structs
 *   Every struct begins with struct_size, set by its ..._INIT macro. Members are only ever
 *   appended. In option structs zero (or NULL) always means the documented default, and a NULL
 *   options pointer means all defaults.
 *
 * Numbers
 *   Rows and columns count from 0, lines of a text file from 1, bytes from 0. Truth values are
 *   int32_t, 0 or 1. Text and paths are UTF-8. Missing and NaN differ: missing is a cleared bit in
 *   a column's validity, NaN is a value.
 */
#ifndef TENON_H
#define TENON_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32) && defined(TENON_SHARED)
#if defined(TENON_BUILDING)
#define TENON_API __declspec(dllexport)
#else
#define TENON_API __declspec(dllimport)
#endif
#elif defined(__GNUC__) && defined(TENON_BUILDING)
#define TENON_API __attribute__((visibility("default")))
#else
#define TENON_API
#endif

#define TENON_VERSION_MAJOR 0
#define TENON_VERSION_MINOR 1
#define TENON_VERSION_PATCH 0
#define TENON_ABI_VERSION 1 /* grows when functions or members are added */

#define TENON_INFINITY HUGE_VAL

/* ---- Status and errors ------------------------------------------------------------------- */

typedef int32_t tenon_status;

#define TENON_OK 0
#define TENON_E_ARGUMENT (-1)    /* the call is wrong: null, out of range, contradictory options */
#define TENON_E_DATA (-2)        /* the data do not allow what was asked */
#define TENON_E_PARSE (-3)       /* a text or file is malformed */
#define TENON_E_NOT_FOUND (-4)   /* a named column or entry does not exist */
#define TENON_E_TYPE (-5)        /* a column has another type than needed */
#define TENON_E_IO (-6)          /* the operating system refused to read or write */
#define TENON_E_NO_MEMORY (-7)   /* memory is exhausted */
#define TENON_E_BUDGET (-8)      /* the context's byte budget is exhausted */
#define TENON_E_CANCELLED (-9)   /* the progress callback or the cancel handle asked to stop */
#define TENON_E_VERSION (-10)    /* made by, or for, a newer tenon than this library */
#define TENON_E_CORRUPT (-11)    /* a saved document fails its checksum */
#define TENON_E_UNSUPPORTED (-12) /* valid, but not supported by this build */
#define TENON_E_INTERNAL (-13)   /* a fault of tenon itself */

typedef struct tenon_error {
    uint32_t struct_size;
    tenon_status code;
    int64_t row;        /* record, from 0; -1 where it does not apply, as below */
    int64_t column;     /* column or field, from 0 */
    int64_t line;       /* line of a text file, from 1 */
    int64_t byte;       /* offset in a file or buffer, from 0 */
    char argument[64];  /* name of the argument, option or column at fault; may be empty */
    char message[936];  /* UTF-8, always terminated */
} tenon_error;

#define TENON_ERROR_INIT {sizeof(tenon_error), TENON_OK, -1, -1, -1, -1, {0}, {0}}

/* A short English name of a status, "malformed text"; never NULL. */
TENON_API const char *tenon_status_text(tenon_status status);

/* ---- Version ----------------------------------------------------------------------------- */

TENON_API const char *tenon_version(void);     /* "0.1.0" */
TENON_API int32_t tenon_abi_version(void);     /* TENON_ABI_VERSION of the library */
TENON_API const char *tenon_build_info(void);  /* compiler and guests, one line */

/* Pass TENON_ABI_VERSION: a library older than the header is refused with TENON_E_VERSION and both
 * numbers in the message. */
TENON_API tenon_status tenon_check_version(int32_t header_abi_version, tenon_error *err);

/* ---- Context: threads, memory, progress, cancel ------------------------------------------- */

typedef struct tenon_context tenon_context;
typedef struct tenon_cancel tenon_cancel;

/* A snapshot of a running call; members that mean nothing in a phase are NaN or -1. The library
 * fills it, so struct_size tells how much there is. */
typedef struct tenon_progress {
    uint32_t struct_size;
    int32_t reserved;
    const char *phase;  /* "read csv", "fit logistic", "branch and bound" */
    double share;       /* done part in [0, 1], or -1 */
    double seconds;     /* since the call began, where it is measured (the solver); else -1 */
    double incumbent;   /* best objective found */
    double bound;       /* proven bound */
    double gap;         /* relative gap */
    int64_t work;       /* deterministic work units */
    int64_t rows;       /* records seen */
    int64_t nodes;      /* nodes processed */
} tenon_progress;

/* Called on the thread that made the call. Return nonzero to cancel. */
typedef int32_t (*tenon_progress_function)(const tenon_progress *progress, void *user);

/* level: 1 error, 2 warning, 3 info, 4 detail. line is not terminated; length counts bytes. */
typedef void (*tenon_log_function)(int32_t level, const char *line, int64_t length, void *user);

typedef struct tenon_context_options {
    uint32_t struct_size;
    int32_t threads;                   /* 0: 1. Results do not depend on it. */
    int64_t byte_budget;               /* large blocks in use at once; 0: no limit */
    tenon_progress_function progress;  /* NULL: none */
    void *progress_user;
    tenon_log_function log;            /* NULL: silent */
    void *log_user;
    const tenon_cancel *cancel;        /* NULL: none; may be freed before the context */
} tenon_context_options;

#define TENON_CONTEXT_OPTIONS_INIT {sizeof(tenon_context_options), 0, 0, NULL, NULL, NULL, NULL, NULL}

/* Every call that does long work takes a context, which may be NULL: one thread, silent, no limit. */
TENON_API tenon_status tenon_context_create(const tenon_context_options *options,
                                            tenon_context **out, tenon_error *err);
TENON_API void tenon_context_free(tenon_context *context);
TENON_API int64_t tenon_context_peak_bytes(const tenon_context *context); /* of budgeted blocks */

TENON_API tenon_status tenon_cancel_create(tenon_cancel **out, tenon_error *err);
TENON_API void tenon_cancel_set(tenon_cancel *cancel);   /* from any thread; NULL is ignored */
TENON_API void tenon_cancel_clear(tenon_cancel *cancel);
TENON_API void tenon_cancel_free(tenon_cancel *cancel);

/* ---- Tables -------------------------------------------------------------------------------- */

typedef struct tenon_table tenon_table;
typedef struct tenon_table_builder tenon_table_builder;

typedef int32_t tenon_type;
#define TENON_FLOAT64 1
#define TENON_INT64 2
#define TENON_BOOL 3
#define TENON_TEXT 4      /* UTF-8 */
#define TENON_TIMESTAMP 5 /* microseconds since 1970-01-01T00:00:00, as written */

typedef int32_t tenon_ragged;
#define TENON_RAGGED_ERROR 0 /* a line with another number of fields is refused */
#define TENON_RAGGED_PAD 1   /* short lines are filled with missing cells and noted */

typedef int32_t tenon_encoding;
#define TENON_ENCODING_DETECT 0 /* byte-order mark, else UTF-8; other bytes are refused */
#define TENON_ENCODING_UTF8 1
#define TENON_ENCODING_LATIN1 2
#define TENON_ENCODING_UTF16LE 3
#define TENON_ENCODING_UTF16BE 4
#define TENON_ENCODING_GB18030 5

typedef struct tenon_csv_options {
    uint32_t struct_size;
    int32_t delimiter;   /* a character; 0: sniffed among , ; tab | */
    int32_t quote;       /* a character; 0: '"'; -1: no quoting */
    int32_t decimal;     /* '.' or ','; 0: '.', or ',' in ';' files whose numbers say so */
    int32_t comment;     /* lines that begin with it are skipped; 0: none */
    int32_t no_header;   /* nonzero: the first line is a record; columns are c1, c2, ... */
    tenon_ragged ragged;
    tenon_encoding encoding;
    int32_t all_text;    /* nonzero: no type inference */
    int32_t missing_mark_count; /* 0: NA, N/A, NaN, nan, null, NULL, None, - (and the empty cell) */
    const char *const *missing_marks;
    const char *const *text_columns; /* never inferred as another type */
    int32_t text_column_count;
    int32_t reserved;
    int64_t max_bytes;   /* larger files are refused; 0: what memory and budget allow */
} tenon_csv_options;

#define TENON_CSV_OPTIONS_INIT \
    {sizeof(tenon_csv_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0}

/* Reads a delimited file. Types are inferred over the whole file. What did not stop the reader is
 * in tenon_table_findings. Fails with IO, PARSE (line, byte), DATA, NO_MEMORY, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_table_read_csv(const tenon_context *context, const char *path,
                                            const tenon_csv_options *options, tenon_table **out,
                                            tenon_error *err);
TENON_API tenon_status tenon_table_read_csv_buffer(const tenon_context *context, const char *bytes,
                                                   int64_t length,
                                                   const tenon_csv_options *options,
                                                   tenon_table **out, tenon_error *err);

typedef struct tenon_csv_write_options {
    uint32_t struct_size;
    int32_t delimiter;   /* 0: ',' */
    int32_t no_header;
    int32_t reserved;
    const char *missing; /* written for missing cells; NULL: nothing */
} tenon_csv_write_options;

#define TENON_CSV_WRITE_OPTIONS_INIT {sizeof(tenon_csv_write_options), 0, 0, 0, NULL}

/* Numbers as the shortest text that reads back equal. Written new, synced and renamed, so that the
 * old file stays whole if anything fails. */
TENON_API tenon_status tenon_table_write_csv(const tenon_context *context, const tenon_table *table,
                                             const char *path,
                                             const tenon_csv_write_options *options,
                                             tenon_error *err);

/* The table as CSV text (with a header line), in the caller's buffer: at most `capacity` bytes are
 * written, not terminated; *needed receives the whole length. */
TENON_API tenon_status tenon_table_to_csv(const tenon_table *table,
                                          const tenon_csv_write_options *options, char *buffer,
                                          int64_t capacity, int64_t *needed, tenon_error *err);

TENON_API void tenon_table_free(tenon_table *table);
TENON_API int64_t tenon_table_rows(const tenon_table *table);     /* -1 for NULL */
TENON_API int32_t tenon_table_columns(const tenon_table *table);  /* -1 for NULL */
/* NULL if there is no such column. */
TENON_API const char *tenon_table_column_name(const tenon_table *table, int32_t column);
TENON_API tenon_type tenon_table_column_type(const tenon_table *table, int32_t column); /* 0: none */
TENON_API int64_t tenon_table_column_missing(const tenon_table *table, int32_t column); /* or -1 */
TENON_API int32_t tenon_table_find(const tenon_table *table, const char *name); /* -1: none */
TENON_API const char *tenon_type_text(tenon_type type); /* "float64", ... */

/* Cells. Each copies rows [first, first + capacity) of a column; valid[i] receives 0 for a missing
 * cell (valid may be NULL); *copied (may be NULL) receives the number of cells. float64 accepts
 * int64, bool and timestamp columns too and writes NaN for missing cells. */
TENON_API tenon_status tenon_table_copy_float64(const tenon_table *table, int32_t column,
                                                int64_t first, double *values, uint8_t *valid,
                                                int64_t capacity, int64_t *copied,
                                                tenon_error *err);
TENON_API tenon_status tenon_table_copy_int64(const tenon_table *table, int32_t column,
                                              int64_t first, int64_t *values, uint8_t *valid,
                                              int64_t capacity, int64_t *copied, tenon_error *err);
/* A text cell, borrowed; *text is NULL for a missing cell. Not terminated. */
TENON_API tenon_status tenon_table_text(const tenon_table *table, int32_t column, int64_t row,
                                        const char **text, int64_t *length, tenon_error *err);
/* Any cell as a person reads it, terminated (with capacity 0 nothing is written); *needed (may be
 * NULL) is the whole length in bytes, without the zero. */
TENON_API tenon_status tenon_table_cell_text(const tenon_table *table, int32_t column, int64_t row,
                                             char *buffer, int64_t capacity, int64_t *needed,
                                             tenon_error *err);

/* Columns from the caller's arrays. valid has one byte a row, 0 meaning missing; NULL: all there. */
TENON_API tenon_status tenon_table_builder_create(tenon_table_builder **out, tenon_error *err);
TENON_API tenon_status tenon_table_builder_add_float64(tenon_table_builder *builder,
                                                       const char *name, const double *values,
                                                       const uint8_t *valid, int64_t rows,
                                                       tenon_error *err);
TENON_API tenon_status tenon_table_builder_add_int64(tenon_table_builder *builder,
                                                     const char *name, const int64_t *values,
                                                     const uint8_t *valid, int64_t rows,
                                                     tenon_error *err);
TENON_API tenon_status tenon_table_builder_add_bool(tenon_table_builder *builder, const char *name,
                                                    const uint8_t *values, const uint8_t *valid,
                                                    int64_t rows, tenon_error *err);
/* Terminated UTF-8; a NULL entry is a missing cell. */
TENON_API tenon_status tenon_table_builder_add_text(tenon_table_builder *builder, const char *name,
                                                    const char *const *values, int64_t rows,
                                                    tenon_error *err);
TENON_API tenon_status tenon_table_builder_add_timestamp(tenon_table_builder *builder,
                                                         const char *name, const int64_t *micros,
                                                         const uint8_t *valid, int64_t rows,
                                                         tenon_error *err);
/* The table of the columns added; the builder is empty again. Fails with ARGUMENT if lengths
 * differ or a name is repeated. */
TENON_API tenon_status tenon_table_builder_finish(tenon_table_builder *builder, tenon_table **out,
                                                  tenon_error *err);
TENON_API void tenon_table_builder_free(tenon_table_builder *builder);

TENON_API tenon_status tenon_table_select(const tenon_table *table, const char *const *columns,
                                          int32_t column_count, tenon_table **out,
                                          tenon_error *err);
TENON_API tenon_status tenon_table_slice(const tenon_table *table, int64_t first, int64_t count,
                                         tenon_table **out, tenon_error *err);
TENON_API tenon_status tenon_table_take(const tenon_table *table, const int64_t *rows,
                                        int64_t row_count, tenon_table **out, tenon_error *err);
/* Appends the columns of `right` (as many rows as `left`), or replaces those of the same name. */
TENON_API tenon_status tenon_table_join_columns(const tenon_table *left, const tenon_table *right,
                                                tenon_table **out, tenon_error *err);

/* What was done to the table since it was read, as a table: step, column, rows, cells, reason. */
TENON_API tenon_status tenon_table_changes(const tenon_table *table, tenon_table **out,
                                           tenon_error *err);
/* What the reader found: kind, line, column, byte, text. */
TENON_API tenon_status tenon_table_findings(const tenon_table *table, tenon_table **out,
                                            tenon_error *err);
/* One row a column: column, type, rows, missing, distinct, nan, min, max, mean, sd, q1, median, q3
 * (of numbers), earliest, latest (of times), top, top_count. */
TENON_API tenon_status tenon_table_profile(const tenon_context *context, const tenon_table *table,
                                           tenon_table **out, tenon_error *err);

/* ---- Arrow C Data Interface: tables in and out without a copy ------------------------------ */
/* https://arrow.apache.org/docs/format/CDataInterface.html */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

/* Takes ownership of both structs, also when it fails (unless an argument is NULL): their release is
 * called exactly once. Every offset, length and code is checked before first use. */
TENON_API tenon_status tenon_table_import_arrow(const tenon_context *context,
                                                struct ArrowArray *array,
                                                struct ArrowSchema *schema, tenon_table **out,
                                                tenon_error *err);
TENON_API tenon_status tenon_table_import_arrow_stream(const tenon_context *context,
                                                       struct ArrowArrayStream *stream,
                                                       tenon_table **out, tenon_error *err);
/* Fills the caller's structs; they keep the memory alive until their release is called. */
TENON_API tenon_status tenon_table_export_arrow(const tenon_table *table, struct ArrowArray *array,
                                                struct ArrowSchema *schema, tenon_error *err);

/* ---- Cleaning ------------------------------------------------------------------------------ */

typedef int32_t tenon_keep;
#define TENON_KEEP_FIRST 0
#define TENON_KEEP_LAST 1

/* Drops records equal to an earlier one in `keys` (all columns when key_count is 0). Missing equals
 * missing. */
TENON_API tenon_status tenon_table_drop_duplicates(const tenon_context *context,
                                                   const tenon_table *table,
                                                   const char *const *keys, int32_t key_count,
                                                   tenon_table **out, tenon_error *err);
TENON_API tenon_status tenon_table_drop_duplicates_keep(const tenon_context *context,
                                                        const tenon_table *table,
                                                        const char *const *keys, int32_t key_count,
                                                        tenon_keep keep, tenon_table **out,
                                                        tenon_error *err);
/* Drops records with a missing cell in `columns` (all columns when column_count is 0). */
TENON_API tenon_status tenon_table_drop_missing(const tenon_context *context,
                                                const tenon_table *table,
                                                const char *const *columns, int32_t column_count,
                                                tenon_table **out, tenon_error *err);

typedef struct tenon_imputer tenon_imputer;

typedef int32_t tenon_fill;
#define TENON_FILL_MEDIAN 0
#define TENON_FILL_MEAN 1
#define TENON_FILL_MODE 2
#define TENON_FILL_CONSTANT 3
#define TENON_FILL_PREVIOUS 4
#define TENON_FILL_NEXT 5
#define TENON_FILL_LINEAR_TIME 6 /* straight line between neighbours over time_column */

typedef struct tenon_impute_options {
    uint32_t struct_size;
    tenon_fill fill;
    double constant;            /* CONSTANT, number columns */
    const char *constant_text;  /* CONSTANT, text columns */
    const char *time_column;    /* LINEAR_TIME; NULL: the record number */
    int64_t limit;              /* longest run of missing cells to fill; 0: any */
    int32_t add_indicator;      /* nonzero: adds bool column "<name> missing" */
    int32_t reserved;
} tenon_impute_options;

#define TENON_IMPUTE_OPTIONS_INIT {sizeof(tenon_impute_options), 0, 0, NULL, NULL, 0, 0, 0}

/* Learns what to fill from one table; apply fills any table with the same values. */
TENON_API tenon_status tenon_imputer_fit(const tenon_context *context, const tenon_table *table,
                                         const char *const *columns, int32_t column_count,
                                         const tenon_impute_options *options, tenon_imputer **out,
                                         tenon_error *err);
TENON_API tenon_status tenon_imputer_apply(const tenon_context *context,
                                           const tenon_imputer *imputer, const tenon_table *table,
                                           tenon_table **out, tenon_error *err);
TENON_API void tenon_imputer_free(tenon_imputer *imputer);

typedef struct tenon_outlier_filter tenon_outlier_filter;

typedef int32_t tenon_outlier_rule;
#define TENON_OUTLIER_MAD 0    /* |x - median| > factor * 1.4826 * MAD; factor 3.5 */
#define TENON_OUTLIER_IQR 1    /* outside [q1 - factor*IQR, q3 + factor*IQR]; factor 1.5 */
#define TENON_OUTLIER_HAMPEL 2 /* as MAD, in a window around each record; factor 3 */

typedef int32_t tenon_outlier_action;
#define TENON_OUTLIER_FLAG 0    /* adds bool column "<name> outlier" */
#define TENON_OUTLIER_CLIP 1    /* to the nearest bound; HAMPEL: to the window's median */
#define TENON_OUTLIER_MISSING 2 /* clears the cell */
#define TENON_OUTLIER_DROP 3    /* removes the record */

typedef struct tenon_outlier_options {
    uint32_t struct_size;
    tenon_outlier_rule rule;
    tenon_outlier_action action;
    int32_t reserved;
    double factor;  /* 0: the rule's usual factor, above */
    int64_t window; /* HAMPEL: odd, at least 3; 0: 7 */
} tenon_outlier_options;

#define TENON_OUTLIER_OPTIONS_INIT {sizeof(tenon_outlier_options), 0, 0, 0, 0, 0}

TENON_API tenon_status tenon_outlier_filter_fit(const tenon_context *context,
                                                const tenon_table *table,
                                                const char *const *columns, int32_t column_count,
                                                const tenon_outlier_options *options,
                                                tenon_outlier_filter **out, tenon_error *err);
TENON_API tenon_status tenon_outlier_filter_apply(const tenon_context *context,
                                                  const tenon_outlier_filter *filter,
                                                  const tenon_table *table, tenon_table **out,
                                                  tenon_error *err);
TENON_API void tenon_outlier_filter_free(tenon_outlier_filter *filter);

/* ---- Features ------------------------------------------------------------------------------ */

typedef struct tenon_scaler tenon_scaler;

typedef int32_t tenon_scaling;
#define TENON_SCALING_NONE 0
#define TENON_SCALING_STANDARD 1 /* (x - mean) / sd */
#define TENON_SCALING_MIN_MAX 2  /* (x - min) / (max - min) */
#define TENON_SCALING_ROBUST 3   /* (x - median) / interquartile range */

TENON_API tenon_status tenon_scaler_fit(const tenon_context *context, const tenon_table *table,
                                        const char *const *columns, int32_t column_count,
                                        tenon_scaling scaling, tenon_scaler **out,
                                        tenon_error *err);
TENON_API tenon_status tenon_scaler_apply(const tenon_context *context, const tenon_scaler *scaler,
                                          const tenon_table *table, tenon_table **out,
                                          tenon_error *err);
TENON_API void tenon_scaler_free(tenon_scaler *scaler);

typedef struct tenon_encoder tenon_encoder;

typedef int32_t tenon_encoder_kind;
#define TENON_ENCODER_ONE_HOT 0 /* one 0/1 column a category, "<name>=<category>" */
#define TENON_ENCODER_ORDINAL 1 /* the category's place in the sorted dictionary */

typedef int32_t tenon_unknown;
#define TENON_UNKNOWN_ERROR 0   /* DATA, naming row, column and category */
#define TENON_UNKNOWN_MISSING 1
#define TENON_UNKNOWN_ZERO 2    /* one-hot: all 0; ordinal: -1 */

typedef struct tenon_encode_options {
    uint32_t struct_size;
    tenon_encoder_kind kind;
    tenon_unknown unknown;
    int32_t drop_first;      /* one-hot: the first category is the reference level */
    int64_t max_categories;  /* 0: 1000; a column with more is refused */
} tenon_encode_options;

#define TENON_ENCODE_OPTIONS_INIT {sizeof(tenon_encode_options), 0, 0, 0, 0}

TENON_API tenon_status tenon_encoder_fit(const tenon_context *context, const tenon_table *table,
                                         const char *const *columns, int32_t column_count,
                                         const tenon_encode_options *options, tenon_encoder **out,
                                         tenon_error *err);
TENON_API tenon_status tenon_encoder_apply(const tenon_context *context,
                                           const tenon_encoder *encoder, const tenon_table *table,
                                           tenon_table **out, tenon_error *err);
TENON_API void tenon_encoder_free(tenon_encoder *encoder);

/* ---- Splits -------------------------------------------------------------------------------- */

typedef struct tenon_split_options {
    uint32_t struct_size;
    int32_t reserved;
    double test_share;    /* in (0, 1); 0: 0.2 */
    uint64_t seed;        /* 0: 42 */
    const char *stratify; /* a column whose values keep their shares; NULL: none */
} tenon_split_options;

#define TENON_SPLIT_OPTIONS_INIT {sizeof(tenon_split_options), 0, 0, 0, NULL}

/* The same seed gives the same split on every platform. Records keep their order. */
TENON_API tenon_status tenon_table_split(const tenon_context *context, const tenon_table *table,
                                         const tenon_split_options *options, tenon_table **train,
                                         tenon_table **test, tenon_error *err);

/* ---- Models -------------------------------------------------------------------------------- */

/* A fitted model with the steps before it (a pipeline), immutable. */
typedef struct tenon_model tenon_model;

/* A view of the caller's numbers; strides count elements. Both 0: rows lie one after the other. */
typedef struct tenon_matrix {
    uint32_t struct_size;
    int32_t reserved;
    const double *data;
    int64_t rows;
    int64_t columns;
    int64_t row_stride;
    int64_t column_stride;
} tenon_matrix;

#define TENON_MATRIX_INIT {sizeof(tenon_matrix), 0, NULL, 0, 0, 0, 0}

typedef struct tenon_linear_options {
    uint32_t struct_size;
    int32_t no_intercept;
    double l2;         /* ridge penalty on standardised features: 1/2 sum r^2 + l2/2 |b|^2 */
    double confidence; /* of the intervals; 0: 0.95 */
} tenon_linear_options;

#define TENON_LINEAR_OPTIONS_INIT {sizeof(tenon_linear_options), 0, 0, 0}

typedef struct tenon_logistic_options {
    uint32_t struct_size;
    int32_t no_intercept;
    const char *positive_label; /* the target's value that counts as 1; every other one is 0.
                                   NULL: bool, 0/1 numbers, or the rarer of exactly two texts */
    double l2;                  /* -log L + l2/2 |b|^2 on standardised features */
    double confidence;          /* 0: 0.95 */
    double tolerance;           /* on the scaled gradient per record; 0: 1e-10 */
    int64_t max_iterations;     /* 0: 100 */
} tenon_logistic_options;

#define TENON_LOGISTIC_OPTIONS_INIT {sizeof(tenon_logistic_options), 0, NULL, 0, 0, 0, 0}

/* Least squares of `target` on number columns. Missing cells are refused with their place; records
 * without a target are left out. Errors: NOT_FOUND, TYPE, DATA, ARGUMENT, CANCELLED. */
TENON_API tenon_status tenon_linear_fit(const tenon_context *context, const tenon_table *table,
                                        const char *const *features, int32_t feature_count,
                                        const char *target, const tenon_linear_options *options,
                                        tenon_model **out, tenon_error *err);
/* P(target = positive_label) = sigma(b0 + b'x) by maximum likelihood. */
TENON_API tenon_status tenon_logistic_fit(const tenon_context *context, const tenon_table *table,
                                          const char *const *features, int32_t feature_count,
                                          const char *target,
                                          const tenon_logistic_options *options, tenon_model **out,
                                          tenon_error *err);
/* The same on the caller's arrays; names may be NULL (x1, x2, ...). */
TENON_API tenon_status tenon_linear_fit_matrix(const tenon_context *context,
                                               const tenon_matrix *features, const double *target,
                                               const char *const *names,
                                               const tenon_linear_options *options,
                                               tenon_model **out, tenon_error *err);
TENON_API tenon_status tenon_logistic_fit_matrix(const tenon_context *context,
                                                 const tenon_matrix *features, const double *target,
                                                 const char *const *names,
                                                 const tenon_logistic_options *options,
                                                 tenon_model **out, tenon_error *err);

typedef int32_t tenon_model_kind;
#define TENON_MODEL_LOGISTIC 0
#define TENON_MODEL_LINEAR 1

/* Cleaning, features and a model fitted together, in this order: outliers, fill, scale, one-hot,
 * model. The steps learn from the training table only and replay on new records. */
typedef struct tenon_pipeline_options {
    uint32_t struct_size;
    tenon_model_kind kind;
    const char *target;
    const char *const *numeric;     /* float64, int64 or bool columns */
    const char *const *categorical; /* text, bool or int64 columns; first category = reference */
    int32_t numeric_count;
    int32_t categorical_count;
    const tenon_outlier_options *outliers; /* NULL: none; MAD or IQR with CLIP or MISSING */
    const tenon_impute_options *impute;    /* NULL: missing cells are refused */
    tenon_scaling scaling;
    tenon_unknown unknown;                 /* of categories met later */
    const tenon_linear_options *linear;     /* NULL: defaults */
    const tenon_logistic_options *logistic; /* NULL: defaults */
} tenon_pipeline_options;

#define TENON_PIPELINE_OPTIONS_INIT \
    {sizeof(tenon_pipeline_options), 0, NULL, NULL, NULL, 0, 0, NULL, NULL, 0, 0, NULL, NULL}

TENON_API tenon_status tenon_pipeline_fit(const tenon_context *context, const tenon_table *table,
                                          const tenon_pipeline_options *options,
                                          tenon_model **out, tenon_error *err);
TENON_API void tenon_model_free(tenon_model *model);

/* Facts about a fit that its user must know; a set of bits in tenon_fit_summary.flags, in words in
 * tenon_model_warning. */
#define TENON_FIT_RANK_DEFICIENT 1
#define TENON_FIT_SEPARATION 2
#define TENON_FIT_QUASI_SEPARATION 4
#define TENON_FIT_NOT_CONVERGED 8
#define TENON_FIT_ILL_CONDITIONED 16
#define TENON_FIT_FEW_ROWS 32

typedef struct tenon_fit_summary {
    uint32_t struct_size;
    tenon_model_kind kind;
    int64_t rows;
    int64_t parameters;
    double log_likelihood;
    double null_log_likelihood;
    double aic;
    double bic;
    double r2;             /* linear: R2; logistic: McFadden's pseudo R2 */
    double adjusted_r2;
    double residual_sd;
    double f_statistic;
    double f_p_value;
    double condition;      /* of the scaled design */
    double gradient_norm;
    double confidence;
    int64_t iterations;
    int32_t converged;
    uint32_t flags;        /* TENON_FIT_... */
} tenon_fit_summary;

#define TENON_FIT_SUMMARY_INIT \
    {sizeof(tenon_fit_summary), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

typedef struct tenon_coefficient {
    uint32_t struct_size;
    int32_t dropped;       /* collinear with earlier features; the estimate is 0 */
    const char *name;      /* borrowed from the model */
    double estimate;       /* in the units of the features */
    double standard_error; /* NaN where it does not exist, as below */
    double statistic;      /* t (linear) or z (logistic) */
    double p_value;        /* two-sided */
    double low;            /* confidence interval */
    double high;
} tenon_coefficient;

#define TENON_COEFFICIENT_INIT {sizeof(tenon_coefficient), 0, NULL, 0, 0, 0, 0, 0, 0}

TENON_API tenon_status tenon_model_summary(const tenon_model *model, tenon_fit_summary *summary,
                                           tenon_error *err);
TENON_API int32_t tenon_model_coefficients(const tenon_model *model); /* how many; -1 for NULL */
TENON_API tenon_status tenon_model_coefficient(const tenon_model *model, int32_t index,
                                               tenon_coefficient *coefficient, tenon_error *err);
TENON_API int32_t tenon_model_warnings(const tenon_model *model); /* how many; -1 for NULL */
TENON_API const char *tenon_model_warning(const tenon_model *model, int32_t index); /* or NULL */
/* What the pipeline's steps did to the training data, as tenon_table_changes. */
TENON_API tenon_status tenon_model_changes(const tenon_model *model, tenon_table **out,
                                           tenon_error *err);
TENON_API int32_t tenon_model_inputs(const tenon_model *model); /* how many; -1 for NULL */
TENON_API const char *tenon_model_input(const tenon_model *model, int32_t index); /* name or NULL */
TENON_API int32_t tenon_model_input_is_categorical(const tenon_model *model, int32_t index);
TENON_API const char *tenon_model_target(const tenon_model *model);
TENON_API const char *tenon_model_positive_label(const tenon_model *model); /* "" if linear */

/* One record, without a table, an allocation or a lock: numbers in the order of the inputs,
 * categories as tenon_model_category gives them, NaN for missing. scores[0] receives the prediction
 * (linear) or the probability of the positive label (logistic). score_count must be at least 1. */
TENON_API tenon_status tenon_model_score(const tenon_model *model, const double *record,
                                         int32_t value_count, double *scores, int32_t score_count,
                                         tenon_error *err);
/* The number that stands for a category of an input; -1 if it is unknown to the model. */
TENON_API tenon_status tenon_model_category(const tenon_model *model, int32_t input,
                                            const char *category, int64_t length, double *code,
                                            tenon_error *err);
/* Every record of a table; columns are found by name. Bit-equal to tenon_model_score. */
TENON_API tenon_status tenon_model_predict(const tenon_context *context, const tenon_model *model,
                                           const tenon_table *table, double *scores,
                                           int64_t capacity, int64_t *needed, tenon_error *err);

typedef struct tenon_metrics {
    uint32_t struct_size;
    int32_t reserved;
    int64_t rows;            /* with a present target */
    double threshold;
    int64_t true_positive;
    int64_t false_positive;
    int64_t true_negative;
    int64_t false_negative;
    double accuracy;         /* classification; NaN for regression and where undefined */
    double precision;
    double recall;
    double f1;
    double auc;
    double log_loss;         /* mean, natural logarithm */
    double brier;
    double r2;               /* regression; NaN for classification */
    double rmse;
    double mae;
} tenon_metrics;

#define TENON_METRICS_INIT {sizeof(tenon_metrics), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Metrics on the records of a table with a present target, at probability threshold 0.5. */
TENON_API tenon_status tenon_model_evaluate(const tenon_context *context, const tenon_model *model,
                                            const tenon_table *table, tenon_metrics *metrics,
                                            tenon_error *err);

typedef struct tenon_bootstrap_options {
    uint32_t struct_size;
    int32_t resamples;  /* 0: 1000 */
    double confidence;  /* 0: 0.95 */
    double threshold;   /* 0: 0.5 */
    uint64_t seed;      /* 0: 42 */
} tenon_bootstrap_options;

#define TENON_BOOTSTRAP_OPTIONS_INIT {sizeof(tenon_bootstrap_options), 0, 0, 0, 0}

/* The same with a percentile bootstrap interval for each metric. */
TENON_API tenon_status tenon_model_evaluate_intervals(const tenon_context *context,
                                                      const tenon_model *model,
                                                      const tenon_table *table,
                                                      const tenon_bootstrap_options *options,
                                                      tenon_metrics *metrics, tenon_metrics *low,
                                                      tenon_metrics *high, tenon_error *err);
/* As tables: threshold, false_positive_rate, true_positive_rate; and low, high, rows,
 * mean_predicted, share_positive, interval_low, interval_high (bins 0: 10). Logistic models only. */
TENON_API tenon_status tenon_model_roc(const tenon_context *context, const tenon_model *model,
                                       const tenon_table *table, tenon_table **out,
                                       tenon_error *err);
TENON_API tenon_status tenon_model_calibration(const tenon_context *context,
                                               const tenon_model *model, const tenon_table *table,
                                               int32_t bins, tenon_table **out, tenon_error *err);

/* One JSON document with format version, schema and checksum; every later release reads it, and
 * scores after loading are bit-equal. */
TENON_API tenon_status tenon_model_save(const tenon_model *model, const char *path,
                                        tenon_error *err);
TENON_API tenon_status tenon_model_load(const tenon_context *context, const char *path,
                                        tenon_model **out, tenon_error *err);
TENON_API tenon_status tenon_model_to_json(const tenon_model *model, char *buffer, int64_t capacity,
                                           int64_t *needed, tenon_error *err);
TENON_API tenon_status tenon_model_from_json(const char *text, int64_t length, tenon_model **out,
                                             tenon_error *err);

/* ---- Integer programs ---------------------------------------------------------------------- */

typedef struct tenon_problem tenon_problem;   /* mutable */
typedef struct tenon_solution tenon_solution; /* immutable */

typedef int32_t tenon_sense;
#define TENON_MINIMIZE 1
#define TENON_MAXIMIZE (-1)

typedef int32_t tenon_column_type;
#define TENON_CONTINUOUS 0
#define TENON_INTEGER 1
#define TENON_BINARY 2

typedef int32_t tenon_problem_format;
#define TENON_FORMAT_BY_NAME 0 /* .mps, .lp, each also with .gz */
#define TENON_FORMAT_MPS 1
#define TENON_FORMAT_LP 2

TENON_API tenon_status tenon_problem_create(tenon_sense sense, tenon_problem **out,
                                            tenon_error *err);
TENON_API void tenon_problem_free(tenon_problem *problem);
/* A decision variable. name NULL or "": "x<index>". *index (may be NULL) receives its number.
 * Bounds of a binary column are cut to [0, 1]. ARGUMENT: NaN, lower > upper, infinite cost, a name
 * already used or not UTF-8. */
TENON_API tenon_status tenon_problem_add_column(tenon_problem *problem, const char *name,
                                                tenon_column_type type, double lower, double upper,
                                                double cost, int32_t *index, tenon_error *err);
/* lower <= sum coefficients[k] * x[columns[k]] <= upper; either side may be infinite. A column named
 * twice counts with the sum of its coefficients. */
TENON_API tenon_status tenon_problem_add_row(tenon_problem *problem, const char *name, double lower,
                                             double upper, int32_t count, const int32_t *columns,
                                             const double *coefficients, int32_t *index,
                                             tenon_error *err);
TENON_API tenon_status tenon_problem_set_offset(tenon_problem *problem, double offset,
                                                tenon_error *err);
TENON_API tenon_status tenon_problem_set_cost(tenon_problem *problem, int32_t column, double cost,
                                              tenon_error *err);
TENON_API tenon_status tenon_problem_set_bounds(tenon_problem *problem, int32_t column,
                                                double lower, double upper, tenon_error *err);
TENON_API tenon_status tenon_problem_set_row_bounds(tenon_problem *problem, int32_t row,
                                                    double lower, double upper, tenon_error *err);
TENON_API int32_t tenon_problem_columns(const tenon_problem *problem); /* -1 for NULL */
TENON_API int32_t tenon_problem_rows(const tenon_problem *problem);
TENON_API int64_t tenon_problem_nonzeros(const tenon_problem *problem);
TENON_API const char *tenon_problem_column_name(const tenon_problem *problem, int32_t column);
TENON_API const char *tenon_problem_row_name(const tenon_problem *problem, int32_t row);
TENON_API int32_t tenon_problem_find_column(const tenon_problem *problem, const char *name);
TENON_API int32_t tenon_problem_find_row(const tenon_problem *problem, const char *name);

/* MPS (fixed and free) and LP text; gzip where the build has zlib. PARSE gives line and byte. */
TENON_API tenon_status tenon_problem_read(const tenon_context *context, const char *path,
                                          tenon_problem_format format, tenon_problem **out,
                                          tenon_error *err);
TENON_API tenon_status tenon_problem_read_buffer(const tenon_context *context, const char *bytes,
                                                 int64_t length, tenon_problem_format format,
                                                 tenon_problem **out, tenon_error *err);
TENON_API tenon_status tenon_problem_write_mps(const tenon_problem *problem, const char *path,
                                               tenon_error *err);

typedef int32_t tenon_outcome;
#define TENON_OPTIMAL 1 /* proven within the gap asked for */
#define TENON_INFEASIBLE 2
#define TENON_UNBOUNDED 3
#define TENON_INFEASIBLE_OR_UNBOUNDED 4
#define TENON_TIME_LIMIT 5 /* limits: a plan may or may not have been found */
#define TENON_NODE_LIMIT 6
#define TENON_WORK_LIMIT 7
#define TENON_CANCELLED 8
#define TENON_MEMORY_LIMIT 9
#define TENON_NUMERICAL 10 /* no answer could be verified */

TENON_API const char *tenon_outcome_text(tenon_outcome outcome); /* "optimal", "time_limit", ... */

typedef struct tenon_solve_options {
    uint32_t struct_size;
    int32_t start_count;
    double time_limit_seconds; /* 0: none */
    int64_t node_limit;        /* 0: none */
    int64_t work_limit;        /* deterministic units; 0: none */
    double relative_gap;       /* 0: 1e-6; negative: exactly 0 */
    double absolute_gap;       /* 0: 1e-6; negative: exactly 0 */
    uint64_t seed;             /* 0: 1 */
    int32_t no_presolve;
    int32_t no_cuts;
    int32_t no_heuristics;
    int32_t reserved;
    const double *start;       /* start_count values, one a column; NaN: unknown; NULL: none */
} tenon_solve_options;

#define TENON_SOLVE_OPTIONS_INIT \
    {sizeof(tenon_solve_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL}

/* Minimises or maximises to proven optimality. The problem is not changed. Misuse and lack of
 * memory are errors; everything else is an outcome. */
TENON_API tenon_status tenon_problem_solve(const tenon_context *context,
                                           const tenon_problem *problem,
                                           const tenon_solve_options *options,
                                           tenon_solution **out, tenon_error *err);
TENON_API void tenon_solution_free(tenon_solution *solution);
TENON_API tenon_outcome tenon_solution_outcome(const tenon_solution *solution); /* 0 for NULL */
TENON_API int32_t tenon_solution_has_values(const tenon_solution *solution);
TENON_API double tenon_solution_objective(const tenon_solution *solution); /* NaN: no plan */
TENON_API double tenon_solution_bound(const tenon_solution *solution); /* no plan can be better */
TENON_API double tenon_solution_gap(const tenon_solution *solution);
/* The plan, one value a column; integers are exact integers. Each copies at most `capacity` values
 * and returns how many there are (0 without a plan, -1 for NULL). */
TENON_API int32_t tenon_solution_values(const tenon_solution *solution, double *values,
                                        int32_t capacity);
TENON_API int32_t tenon_solution_row_activity(const tenon_solution *solution, double *values,
                                              int32_t capacity);
/* Of linear programs without integers: shadow price a row, reduced cost a column. */
TENON_API int32_t tenon_solution_duals(const tenon_solution *solution, double *values,
                                       int32_t capacity);
TENON_API int32_t tenon_solution_reduced_costs(const tenon_solution *solution, double *values,
                                               int32_t capacity);
/* Every plan is re-evaluated in the original problem: the largest breach and where it is. */
TENON_API double tenon_solution_max_violation(const tenon_solution *solution);
TENON_API const char *tenon_solution_worst_row(const tenon_solution *solution); /* "" if none */
/* Why a start was refused; "" if it was used or not given. */
TENON_API const char *tenon_solution_start_verdict(const tenon_solution *solution);

typedef struct tenon_solve_counters {
    uint32_t struct_size;
    int32_t reserved;
    int64_t nodes;
    int64_t simplex_iterations;
    int64_t refactorisations;
    int64_t cuts;
    int64_t work;
    double presolve_seconds;
    double root_seconds;
    double seconds;
} tenon_solve_counters;

#define TENON_SOLVE_COUNTERS_INIT {sizeof(tenon_solve_counters), 0, 0, 0, 0, 0, 0, 0, 0, 0}

TENON_API tenon_status tenon_solution_counters(const tenon_solution *solution,
                                               tenon_solve_counters *counters, tenon_error *err);

typedef struct tenon_verdict {
    uint32_t struct_size;
    int32_t feasible;
    double objective;       /* exactly rounded */
    double max_violation;   /* over rows and bounds */
    double max_integrality; /* largest distance of an integer column to an integer */
    char worst[128];        /* name of the most violated row or column */
} tenon_verdict;

#define TENON_VERDICT_INIT {sizeof(tenon_verdict), 0, 0, 0, 0, {0}}

/* The independent judge: evaluates any point in the problem. feasibility 0: 1e-6. */
TENON_API tenon_status tenon_problem_check(const tenon_problem *problem, const double *values,
                                           int32_t value_count, double feasibility,
                                           tenon_verdict *verdict, tenon_error *err);

/* ---- Plans --------------------------------------------------------------------------------- */

typedef struct tenon_plan tenon_plan;

typedef struct tenon_order_plan_options {
    uint32_t struct_size;
    int32_t days;                      /* 0: 5 */
    double setup_hours;                /* 0: 0.5; negative: none */
    double setup_cost;
    const tenon_solve_options *solve;  /* NULL: defaults */
} tenon_order_plan_options;

#define TENON_ORDER_PLAN_OPTIONS_INIT {sizeof(tenon_order_plan_options), 0, 0, 0, NULL}

/* Which order runs on which machine on which day, at least cost.
 * orders:   order, family (text), hours, due_day (1 .. days), optional late_cost_per_day (1),
 *           optional skip_cost (an order without one must be made)
 * machines: machine (text), hours_per_day, optional cost_per_hour (0),
 *           optional families (text, separated by ';'; missing: all) */
TENON_API tenon_status tenon_plan_orders(const tenon_context *context, const tenon_table *orders,
                                         const tenon_table *machines,
                                         const tenon_order_plan_options *options, tenon_plan **out,
                                         tenon_error *err);
TENON_API void tenon_plan_free(tenon_plan *plan);
/* order, family, machine, day, start_hour, end_hour, due_day, days_late, cost */
TENON_API tenon_status tenon_plan_schedule(const tenon_plan *plan, tenon_table **out,
                                           tenon_error *err);
/* machine, day, hours_used, setup_hours, hours_available */
TENON_API tenon_status tenon_plan_load(const tenon_plan *plan, tenon_table **out, tenon_error *err);
TENON_API const char *tenon_plan_explanation(const tenon_plan *plan);
TENON_API int32_t tenon_plan_skipped(const tenon_plan *plan); /* how many orders; -1 for NULL */
TENON_API const char *tenon_plan_skipped_order(const tenon_plan *plan, int32_t index);
/* Borrowed from the plan. */
TENON_API const tenon_problem *tenon_plan_problem(const tenon_plan *plan);
TENON_API const tenon_solution *tenon_plan_solution(const tenon_plan *plan);

/* ---- Reports ------------------------------------------------------------------------------- */

typedef struct tenon_report tenon_report; /* a builder: sections appear as they are added */

typedef int32_t tenon_language;
#define TENON_ENGLISH 0
#define TENON_CHINESE 1

typedef struct tenon_report_options {
    uint32_t struct_size;
    tenon_language language;
    const char *title;    /* NULL: "Production report" in the language */
    const char *subtitle; /* e.g. file and date; NULL: none */
} tenon_report_options;

#define TENON_REPORT_OPTIONS_INIT {sizeof(tenon_report_options), 0, NULL, NULL}

TENON_API tenon_status tenon_report_create(const tenon_report_options *options, tenon_report **out,
                                           tenon_error *err);
TENON_API void tenon_report_free(tenon_report *report);
TENON_API tenon_status tenon_report_add_text(tenon_report *report, const char *heading,
                                             const char *paragraph, tenon_error *err);
/* A row of large figures: `count` labels and their values as text. */
TENON_API tenon_status tenon_report_add_figures(tenon_report *report, const char *heading,
                                                const char *const *labels,
                                                const char *const *values, int32_t count,
                                                tenon_error *err);
TENON_API tenon_status tenon_report_add_table(tenon_report *report, const char *heading,
                                              const tenon_table *table, int64_t max_rows,
                                              tenon_error *err);
TENON_API tenon_status tenon_report_add_profile(tenon_report *report, const tenon_context *context,
                                                const tenon_table *table, tenon_error *err);
/* The table's change log, then what the model's own steps did in training; either may be NULL. */
TENON_API tenon_status tenon_report_add_changes(tenon_report *report, const tenon_table *table,
                                                const tenon_model *model, tenon_error *err);
TENON_API tenon_status tenon_report_add_missing_map(tenon_report *report, const tenon_table *table,
                                                    tenon_error *err);
/* Coefficients with intervals, fit, warnings. */
TENON_API tenon_status tenon_report_add_model(tenon_report *report, const tenon_model *model,
                                              tenon_error *err);
/* How good the model is on a table: ROC, confusion matrix, calibration with bootstrap intervals
 * (logistic), or predicted against observed (linear). */
TENON_API tenon_status tenon_report_add_evaluation(tenon_report *report,
                                                   const tenon_context *context,
                                                   const tenon_model *model,
                                                   const tenon_table *table, tenon_error *err);
/* Two columns against each other, coloured by the class the model predicts; model may be NULL. */
TENON_API tenon_status tenon_report_add_scatter(tenon_report *report, const tenon_context *context,
                                                const tenon_model *model, const tenon_table *table,
                                                const char *x, const char *y, tenon_error *err);
TENON_API tenon_status tenon_report_add_plan(tenon_report *report, const tenon_plan *plan,
                                             tenon_error *err);
TENON_API tenon_status tenon_report_add_solution(tenon_report *report, const tenon_problem *problem,
                                                 const tenon_solution *solution, tenon_error *err);
/* One self-contained HTML file, written new, synced and renamed. */
TENON_API tenon_status tenon_report_write(const tenon_report *report, const char *path,
                                          tenon_error *err);
TENON_API tenon_status tenon_report_to_html(const tenon_report *report, char *buffer,
                                            int64_t capacity, int64_t *needed, tenon_error *err);

/* ---- Random numbers ------------------------------------------------------------------------ */

/* Philox4x32-10: the same seed and stream give the same numbers on every platform. */
typedef struct tenon_random tenon_random;

TENON_API tenon_status tenon_random_create(uint64_t seed, uint64_t stream, tenon_random **out,
                                           tenon_error *err);
TENON_API void tenon_random_free(tenon_random *random);
TENON_API double tenon_random_uniform(tenon_random *random);  /* [0, 1); NaN for NULL */
TENON_API double tenon_random_normal(tenon_random *random);   /* mean 0, sd 1; NaN for NULL */
TENON_API uint64_t tenon_random_below(tenon_random *random, uint64_t limit); /* [0, limit) */

#ifdef __cplusplus
}
#endif

#endif /* TENON_H */

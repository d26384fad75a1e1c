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
 *   status is TENON_OK. Bytes of which a part is of no use (..._to_bytes, ..._to_onnx) are all written or
 *   none: capacity 0 asks for `needed`, a smaller one than that is ARGUMENT and tells it, too. Handles may be
 *   freed in any order.
 *
 * Threads
 *   Immutable, any number of threads at once: tenon_table, tenon_imputer, tenon_outlier_filter,
 *   tenon_clean_plan, tenon_scaler, tenon_encoder, tenon_feature, tenon_model, tenon_penalty_path, tenon_solution,
 *   tenon_sensitivity, tenon_conflict, tenon_relaxation, tenon_plan, tenon_context.
 *   One thread at a time: tenon_table_builder, tenon_problem, tenon_warm_linear,
 *   tenon_solve_memory, tenon_report, tenon_random, tenon_linear_partial,
 *   tenon_logistic_partial, tenon_online_model.
 *   tenon_cancel may be set from any thread. tenon itself starts threads only when a context asks
 *   for more than one, and they end with the call.
 *
 * Floating-point environment
 *   A call computes rounding to nearest, without traps and with subnormal numbers, whatever the calling
 *   thread has set (fesetround, feenableexcept, FTZ and DAZ), and gives the thread its own settings
 *   back; so do tasks on the threads of a host's executor. Status flags may be raised by a call as by
 *   any arithmetic; where the settings were others, they are as before. Callbacks run in the library's
 *   environment and leave it as they found it.
 *
 * Cancel
 *   A call looks at the cancel handle every few milliseconds of its work. Opening a pipe, and reading one, waits for the other end whatever the handle says.
 *
 * Stack
 *   A call needs 128 KiB of stack on the calling thread and on those of an executor.
 *
 * Files
 *   What is written is written new beside its path, synced and renamed, so that the old file stays
 *   whole if anything fails. Symbolic links are followed and stay; the new file has mode and owner of
 *   the one it replaces, as far as the process may give them away (a hard link keeps the old file).
 *   A process that is killed in between leaves PATH.<number>.tmp, which may be removed. A pipe, device
 *   or socket is written in place, and what went into it before a failure is gone; a pipe whose reader
 *   leaves raises SIGPIPE, as write(2) does: a host that ignores the signal gets IO.
 *
 * Structs
 *   Every struct begins with struct_size, set by its ..._INIT macro. Members are only ever
 *   appended. In option structs zero (or NULL) always means the documented default, and a NULL
 *   options pointer means all defaults.
 *
 * Numbers
 *   Rows and columns count from 0, lines of a text file from 1, bytes from 0. Truth values are
 *   int32_t, 0 or 1. Text and paths are UTF-8 (where the system takes any bytes for a path, so does the
 *   library). Missing and NaN differ: missing is a cleared bit in
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

/* Called on the thread that made the call, never twice at once: where a call reports, and in between, every
 * 50 ms or so, with the last report once more ("work" before the first), wherever a call looks at the cancel
 * handle (but for threads beyond 48 in one context at once). Nonzero: the call returns cancelled in 100 ms. */
typedef int32_t (*tenon_progress_function)(const tenon_progress *progress, void *user);

/* level: 1 error, 2 warning, 3 info, 4 detail. line is not terminated; length counts bytes. At level 3
 * an integer search tells every few seconds where it stands (time, nodes, best plan, bound, gap). */
typedef void (*tenon_log_function)(int32_t level, const char *line, int64_t length, void *user);

/* What a line of the log speaks of, whatever its words are. More may come. */
typedef int32_t tenon_log_id;
#define TENON_LOG_OTHER 0
#define TENON_LOG_READ_REMARK 1 /* something odd in a file that was read all the same */
#define TENON_LOG_SEARCH 2      /* where a solve stands */

typedef struct tenon_log_line {
    uint32_t struct_size; /* the library fills it: it tells how much there is */
    int32_t level;        /* as above */
    tenon_log_id id;
    int32_t reserved;
    const char *text;     /* a whole line without its end; not terminated; lives for the call */
    int64_t length;       /* in bytes */
} tenon_log_line;

/* As tenon_log_function, with what the line speaks of. */
typedef void (*tenon_log_line_function)(const tenon_log_line *line, void *user);

/* One of the tasks of a loop; it does not throw, nor end its thread. */
typedef void (*tenon_task_function)(int64_t index, void *task);
/* The host's own loop: calls run(i, task) once for every i in [0, count), on any threads (the caller's among
 * them, or not) and in any order, and returns when all of them have returned. It must not throw or jump. It
 * may run fewer, or none: what is left is done on the caller's thread. */
typedef void (*tenon_parallel_for_function)(int64_t count, tenon_task_function run, void *task, void *user);

/* The host's executor, in place of threads that the library would start. Results do not depend on it. It is
 * never asked from within one of its tasks, so a pool that cannot be nested serves. The exception is yours: a
 * progress callback may run within a task; what it calls of tenon takes a context without this executor. */
typedef struct tenon_executor {
    uint32_t struct_size;
    int32_t width;                            /* tasks that run at once, 1 to 1024; count is at most that */
    tenon_parallel_for_function parallel_for; /* used by calls of any thread, at once if the host's are */
    void *user;                               /* handed to it; both must live as long as the context */
} tenon_executor;

#define TENON_EXECUTOR_INIT {sizeof(tenon_executor), 0, NULL, NULL}

typedef struct tenon_context_options {
    uint32_t struct_size;
    int32_t threads;                   /* 0: 1. Results do not depend on it. They end with a call. */
    int64_t byte_budget;               /* large blocks in use at once; 0: no limit */
    tenon_progress_function progress;  /* NULL: none */
    void *progress_user;
    tenon_log_function log;            /* NULL: silent */
    void *log_user;
    const tenon_cancel *cancel;        /* NULL: none; may be freed before the context */
    int64_t spare_bytes;               /* memory of freed tables that cleaning made with this context is
                                        * kept up to so many bytes and used again: fresh memory costs as
                                        * much time as copying it. Besides byte_budget; given back with
                                        * the context. 0: none is kept */
    const tenon_executor *executor;    /* copied; NULL: threads of its own. `threads` then limits how many
                                        * tasks a loop has; 0: the executor's width. Progress is told
                                        * where a task runs on the calling thread, and after each loop */
    tenon_log_line_function log_line;  /* NULL: none; besides `log` */
    void *log_line_user;
} tenon_context_options;

#define TENON_CONTEXT_OPTIONS_INIT \
    {sizeof(tenon_context_options), 0, 0, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL}

/* Every call that does long work takes a context, which may be NULL: one thread, silent, no limit. */
TENON_API tenon_status tenon_context_create(const tenon_context_options *options,
                                            tenon_context **out, tenon_error *err);
TENON_API void tenon_context_free(tenon_context *context);
/* The most bytes of large blocks (those that a byte_budget limits) in use at once so far, with or
 * without a budget; 0 for NULL. */
TENON_API int64_t tenon_context_peak_bytes(const tenon_context *context);

/* A flag for tenon_context_options.cancel. Once set, every running and later call with such a context
 * returns CANCELLED (a solve: its best plan so far) until it is cleared. The context keeps it alive.
 * Fails with ARGUMENT and NO_MEMORY. */
TENON_API tenon_status tenon_cancel_create(tenon_cancel **out, tenon_error *err);
TENON_API void tenon_cancel_set(tenon_cancel *cancel);   /* from any thread; NULL is ignored */
/* As if it had never been set; from any thread; NULL is ignored. */
TENON_API void tenon_cancel_clear(tenon_cancel *cancel);
TENON_API void tenon_cancel_free(tenon_cancel *cancel);

/* ---- Tables -------------------------------------------------------------------------------- */

typedef struct tenon_table tenon_table;
typedef struct tenon_csv_reader tenon_csv_reader;
typedef struct tenon_jsonl_reader tenon_jsonl_reader;
typedef struct tenon_table_builder tenon_table_builder;

typedef int32_t tenon_type;
#define TENON_FLOAT64 1
#define TENON_INT64 2
#define TENON_BOOL 3
#define TENON_TEXT 4      /* UTF-8 */
#define TENON_TIMESTAMP 5 /* microseconds since 1970-01-01T00:00:00, as written */

typedef int32_t tenon_ragged;
#define TENON_RAGGED_ERROR 0 /* a line with another number of fields is refused */
#define TENON_RAGGED_PAD 1   /* short lines are filled with missing cells, empty fields too many left out; noted */

typedef int32_t tenon_encoding;
#define TENON_ENCODING_DETECT 0 /* byte-order mark, else UTF-8; other bytes are refused */
#define TENON_ENCODING_UTF8 1
#define TENON_ENCODING_LATIN1 2
#define TENON_ENCODING_UTF16LE 3
#define TENON_ENCODING_UTF16BE 4
#define TENON_ENCODING_GB18030 5
#define TENON_ENCODING_GUESS 6  /* as DETECT; where that is not enough, UTF-16, damaged UTF-8, GB18030 or
                                 * Latin-1 by the looks of 64 kB from the first line on that tells (of a
                                 * text that comes once, the first 64 kB): a finding with its evidence */

typedef int32_t tenon_date_order; /* of 03/04/2024 in a column where no date tells, and of 03.04.2024,
                                   * where the day is first unless MONTH_FIRST is said */
#define TENON_DATE_ORDER_DETECT 0 /* the column is text, and that is a finding */
#define TENON_DATE_ORDER_DAY_FIRST 1
#define TENON_DATE_ORDER_MONTH_FIRST 2

/* What is known of one column of a text before it is read. */
typedef struct tenon_csv_column {
    uint32_t struct_size; /* also the distance to the next one in an array; the same in all of them */
    tenon_type type;      /* 0: inferred */
    const char *name;     /* as in the header */
    const char *const *missing_marks; /* instead of those of the whole text */
    int32_t missing_mark_count;       /* 0: those */
    int32_t reserved;
} tenon_csv_column;

#define TENON_CSV_COLUMN_INIT {sizeof(tenon_csv_column), 0, NULL, NULL, 0, 0}

typedef struct tenon_csv_options {
    uint32_t struct_size;
    int32_t delimiter;   /* a character; 0: sniffed among , ; tab | */
    int32_t quote;       /* a character; 0: '"'; -1: no quoting */
    int32_t decimal;     /* '.' or ','; 0: '.', or ',' where numbers say so (a finding) and the delimiter
                          * is not ',' */
    int32_t comment;     /* lines that begin with it are skipped; 0: none */
    int32_t no_header;   /* nonzero: the first line is a record; columns are c1, c2, ... Else a header
                          * that looks like a record is a finding */
    tenon_ragged ragged;
    tenon_encoding encoding;
    int32_t all_text;    /* nonzero: no type inference */
    int32_t missing_mark_count; /* 0: NA, N/A, NaN, nan, null, NULL, None, - where they are not in quotes
                                 * (and the empty cell) */
    const char *const *missing_marks; /* hold in quotes, too, but with quoted_text; one that is a number,
                                       * with '.' or as in the file: all equal ones */
    const char *const *text_columns; /* never inferred as another type */
    int32_t text_column_count;
    int32_t reserved;
    int64_t max_bytes;   /* larger files are refused; 0: what memory and budget allow */
    int32_t thousands;   /* between groups of three digits, not the decimal mark: a Unicode code point;
                          * a blank stands for U+00A0, U+2009, U+202F too, ' for U+2019; 0: none */
    int32_t quoted_text; /* nonzero: a quoted cell makes its column text, whatever it holds, and is no mark */
    int64_t skip_lines;  /* lines ahead of the header that are none of the table */
    const tenon_csv_column *columns; /* of some columns, or a whole schema */
    int32_t column_count;
    tenon_date_order date_order;
    int32_t lenient;     /* nonzero: lines that are no records are left out, and cells that are not of
                          * the type given are missing; each is a finding with line, column, byte and
                          * original text */
    int32_t reserved2;
    int64_t skip_below_header; /* lines right behind the header that are no records, such as units; 0
                                * without a header */
} tenon_csv_options;

#define TENON_CSV_OPTIONS_INIT \
    {sizeof(tenon_csv_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, 0, 0, 0, NULL, 0, 0, 0, 0, 0}

/* Reads a delimited file. Types are inferred over the whole file: int64, float64, bool, timestamp
 * (ISO 8601, 14-Mar-2024, 2024/3/14 下午 1:05, or 14.3.2024 24:00, 3/14/2024 1:05 PM, where the whole
 * column tells day from month; with a zone in UTC, else as written; a second 60 at the end of a day of UTC
 * is the first of the next day and a finding, and no time elsewhere), or text. -0 is an integer, and keeps
 * its sign among fractions only. What did not stop the reader is in tenon_table_findings.
 * Memory: little more than the table. Fails with IO, PARSE (line, byte), DATA, NO_MEMORY, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_table_read_csv(const tenon_context *context, const char *path,
                                            const tenon_csv_options *options, tenon_table **out,
                                            tenon_error *err);
TENON_API tenon_status tenon_table_read_csv_buffer(const tenon_context *context, const char *bytes,
                                                   int64_t length,
                                                   const tenon_csv_options *options,
                                                   tenon_table **out, tenon_error *err);

/* Writes at most `capacity` bytes of a text to `to` and returns how many: 0 at its end, negative where
 * it cannot be had, which makes the call fail with IO. Called on the thread of the call. */
typedef int64_t (*tenon_csv_read_function)(char *to, int64_t capacity, void *user);
/* Goes back to the first byte; nonzero: that cannot be. May be called before the first read. */
typedef int32_t (*tenon_csv_rewind_function)(void *user);

/* A text that comes from the host's function, block by block. */
typedef struct tenon_csv_source {
    uint32_t struct_size;
    int32_t reserved;
    tenon_csv_read_function read;
    tenon_csv_rewind_function rewind; /* NULL: the text comes once */
    void *user;                       /* handed to both */
    int64_t size;                     /* bytes in all, for progress and max_bytes; 0: not known */
} tenon_csv_source;

#define TENON_CSV_SOURCE_INIT {sizeof(tenon_csv_source), 0, NULL, NULL, NULL, 0}

/* As tenon_table_read_csv. Types may need the text twice: without rewind it is first taken into
 * memory, unless all_text is set. Fails as that, and with ARGUMENT (more bytes than asked for). */
TENON_API tenon_status tenon_table_read_csv_blocks(const tenon_context *context,
                                                   const tenon_csv_source *source,
                                                   const tenon_csv_options *options,
                                                   tenon_table **out, tenon_error *err);

typedef struct tenon_csv_batch_options {
    uint32_t struct_size;
    int32_t reserved;
    int64_t rows;  /* a batch has at most; 0: no limit */
    int64_t bytes; /* a batch ends once its cells take so many, and then some 300 kB at most; 0: no
                    * limit, or 16 MiB if rows is 0 too */
    int64_t first_block_bytes; /* looked at for types, of a text that comes once; 0: 16 MiB */
} tenon_csv_batch_options;

#define TENON_CSV_BATCH_OPTIONS_INIT {sizeof(tenon_csv_batch_options), 0, 0, 0, 0}

/* A reader of a text too large for memory, as tables of some rows each, all of the same columns and
 * types: one behind the other they are the table of tenon_table_read_csv. Types that `options` does
 * not give are found here, in a pass over the whole text where it can be had again (a file, a buffer,
 * a source with rewind); else in its first block, which is kept and read again: later cells that do
 * not fit are missing and findings, a column without a cell so far is text. With all types given (and
 * a date_order, for local times) there is no such pass. Memory: a batch, two blocks of records, the
 * findings. A buffer and a source's user must outlive the reader, the context and options need not.
 * A reader belongs to one thread at a time. Fails as tenon_table_read_csv. */
TENON_API tenon_status tenon_csv_reader_create_file(const tenon_context *context, const char *path,
                                                    const tenon_csv_options *options,
                                                    const tenon_csv_batch_options *batch,
                                                    tenon_csv_reader **out, tenon_error *err);
TENON_API tenon_status tenon_csv_reader_create_buffer(const tenon_context *context,
                                                      const char *bytes, int64_t length,
                                                      const tenon_csv_options *options,
                                                      const tenon_csv_batch_options *batch,
                                                      tenon_csv_reader **out, tenon_error *err);
TENON_API tenon_status tenon_csv_reader_create_blocks(const tenon_context *context,
                                                      const tenon_csv_source *source,
                                                      const tenon_csv_options *options,
                                                      const tenon_csv_batch_options *batch,
                                                      tenon_csv_reader **out, tenon_error *err);
/* The next batch, which is the caller's; *out is NULL once the text has ended. There is a first batch
 * always, without rows where the text has none. Rows before a fault are given before the call fails;
 * after a failure every call fails with ARGUMENT. Cost: reading the batch. */
TENON_API tenon_status tenon_csv_reader_next(const tenon_context *context, tenon_csv_reader *reader,
                                             tenon_table **out, tenon_error *err);
/* What did not stop the reader so far, as tenon_table_findings; after the last batch, all of it. */
TENON_API tenon_status tenon_csv_reader_findings(const tenon_csv_reader *reader, tenon_table **out,
                                                 tenon_error *err);
TENON_API void tenon_csv_reader_free(tenon_csv_reader *reader);

typedef struct tenon_csv_write_options {
    uint32_t struct_size;
    int32_t delimiter;   /* 0: ',' */
    int32_t no_header;
    int32_t reserved;
    const char *missing; /* written for missing cells; NULL: nothing */
} tenon_csv_write_options;

#define TENON_CSV_WRITE_OPTIONS_INIT {sizeof(tenon_csv_write_options), 0, 0, 0, NULL}

/* Numbers as the shortest text that reads back equal: a minus zero as -0.0, and NaN as -nan on every
 * platform (a number to the reader, to which nan is a missing mark). Written new, synced and renamed, so
 * that the old file stays whole if anything fails. */
TENON_API tenon_status tenon_table_write_csv(const tenon_context *context, const tenon_table *table,
                                             const char *path,
                                             const tenon_csv_write_options *options,
                                             tenon_error *err);

/* Takes part of a text: `bytes` are lent for the call. Nonzero stops the writing. */
typedef int32_t (*tenon_text_sink)(const char *bytes, int64_t length, void *user);

/* The same text handed to `sink` in order, in parts of about one MiB, which is all the memory held
 * (a thread of the context). A sink that returns nonzero makes this fail with CANCELLED. */
TENON_API tenon_status tenon_table_write_csv_blocks(const tenon_context *context,
                                                    const tenon_table *table,
                                                    const tenon_csv_write_options *options,
                                                    tenon_text_sink sink, void *user,
                                                    tenon_error *err);

/* The table as CSV text (with a header line), in the caller's buffer: at most `capacity` bytes are
 * written, not terminated; *needed receives the whole length. */
TENON_API tenon_status tenon_table_to_csv(const tenon_table *table,
                                          const tenon_csv_write_options *options, char *buffer,
                                          int64_t capacity, int64_t *needed, tenon_error *err);

/* ---- JSON Lines: one JSON object a line ---- */

typedef struct tenon_jsonl_options {
    uint32_t struct_size;
    int32_t lenient;                   /* a bad line is a finding and no row; 0: it is refused */
    int32_t all_text;                  /* every column is text */
    int32_t text_column_count;
    const char *const *text_columns;   /* never another type */
    const char *const *columns;        /* only these, in this order; NULL: all there are */
    int32_t column_count;
    int32_t reserved;
    int64_t max_bytes;                 /* refuse larger ones; 0: what memory or the budget allows */
    const char *const *missing_marks;  /* texts that are missing cells, and numbers of that value */
    const tenon_csv_column *rules;     /* types and marks of some columns; values that are not of the
                                        * type are refused, or, leniently, missing and a finding */
    int32_t missing_mark_count;        /* 0: null alone is missing */
    int32_t rule_count;
} tenon_jsonl_options;

#define TENON_JSONL_OPTIONS_INIT \
    {sizeof(tenon_jsonl_options), 0, 0, 0, NULL, NULL, 0, 0, 0, NULL, NULL, 0, 0}

/* Reads a file of which every line that is not blank is a JSON object, which becomes a row. An object
 * in an object is flattened: {"motor":{"rpm":900}} is a cell of column "motor.rpm". An array is kept as
 * its JSON text; null and absent members are missing cells. Types are decided over the whole file.
 * What did not stop the reader is in tenon_table_findings, with line and byte. Fails with IO, PARSE
 * (line, byte), DATA (no object at all, too large), NO_MEMORY, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_table_read_jsonl(const tenon_context *context, const char *path,
                                              const tenon_jsonl_options *options,
                                              tenon_table **out, tenon_error *err);
TENON_API tenon_status tenon_table_read_jsonl_buffer(const tenon_context *context,
                                                     const char *bytes, int64_t length,
                                                     const tenon_jsonl_options *options,
                                                     tenon_table **out, tenon_error *err);
/* From the host's function, which is called until the text ends, and never asked to begin again. */
TENON_API tenon_status tenon_table_read_jsonl_blocks(const tenon_context *context,
                                                     const tenon_csv_source *source,
                                                     const tenon_jsonl_options *options,
                                                     tenon_table **out, tenon_error *err);
/* A reader of JSON Lines too large for memory, as tables of some rows each, all of the same columns and
 * types: one behind the other they are the table of tenon_table_read_jsonl. Names and types are found in a
 * pass over the whole text, here; what that function refuses is refused here. Of `batch` (NULL: the
 * defaults) first_block_bytes means nothing. Memory: a batch, a block of 1 MiB or the longest line, the
 * findings; of a source without rewind the whole text. A buffer and a source's user must outlive the
 * reader, the context and options need not. A reader belongs to one thread at a time. Fails as
 * tenon_table_read_jsonl, and with ARGUMENT. */
TENON_API tenon_status tenon_jsonl_reader_create_file(const tenon_context *context,
                                                      const char *path,
                                                      const tenon_jsonl_options *options,
                                                      const tenon_csv_batch_options *batch,
                                                      tenon_jsonl_reader **out, tenon_error *err);
TENON_API tenon_status tenon_jsonl_reader_create_buffer(const tenon_context *context,
                                                        const char *bytes, int64_t length,
                                                        const tenon_jsonl_options *options,
                                                        const tenon_csv_batch_options *batch,
                                                        tenon_jsonl_reader **out, tenon_error *err);
TENON_API tenon_status tenon_jsonl_reader_create_blocks(const tenon_context *context,
                                                        const tenon_csv_source *source,
                                                        const tenon_jsonl_options *options,
                                                        const tenon_csv_batch_options *batch,
                                                        tenon_jsonl_reader **out, tenon_error *err);
/* The next batch, which is the caller's; *out is NULL once the text has ended. There is a first batch
 * always. Fails with DATA where the text has changed since the reader was made, IO, NO_MEMORY, BUDGET,
 * CANCELLED; after a failure every call fails with ARGUMENT. Cost: reading the batch. */
TENON_API tenon_status tenon_jsonl_reader_next(const tenon_context *context,
                                               tenon_jsonl_reader *reader, tenon_table **out,
                                               tenon_error *err);
/* What did not stop the reader, as tenon_table_findings: all of it from the beginning. */
TENON_API tenon_status tenon_jsonl_reader_findings(const tenon_jsonl_reader *reader,
                                                   tenon_table **out, tenon_error *err);
TENON_API void tenon_jsonl_reader_free(tenon_jsonl_reader *reader);
/* 1 if a file is JSON Lines: it ends in .jsonl or .ndjson, or its first byte that is no blank is '{'. */
TENON_API int32_t tenon_is_jsonl_file(const char *path);

typedef int32_t tenon_not_finite; /* NaN and infinities, which JSON does not have */
#define TENON_NOT_FINITE_REFUSE 0 /* DATA, with row and column */
#define TENON_NOT_FINITE_NULL 1
#define TENON_NOT_FINITE_TEXT 2   /* "nan", "inf", "-inf" */

typedef struct tenon_jsonl_write_options {
    uint32_t struct_size;
    int32_t skip_missing;        /* missing cells are left out; 0: written as null */
    tenon_not_finite not_finite;
    int32_t reserved;
} tenon_jsonl_write_options;

#define TENON_JSONL_WRITE_OPTIONS_INIT {sizeof(tenon_jsonl_write_options), 0, 0, 0}

/* A line a row, {"name":value,...}, with shortest numbers and times in ISO 8601. Written new, synced and
 * renamed; or handed to `sink` in parts of about one MiB, which is all the memory held. */
TENON_API tenon_status tenon_table_write_jsonl(const tenon_context *context,
                                               const tenon_table *table, const char *path,
                                               const tenon_jsonl_write_options *options,
                                               tenon_error *err);
TENON_API tenon_status tenon_table_write_jsonl_blocks(const tenon_context *context,
                                                      const tenon_table *table,
                                                      const tenon_jsonl_write_options *options,
                                                      tenon_text_sink sink, void *user,
                                                      tenon_error *err);

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

/* The named columns in the order of the names; nothing is copied. Fails with NOT_FOUND (the message
 * lists near names) and ARGUMENT (a name twice). */
TENON_API tenon_status tenon_table_select(const tenon_table *table, const char *const *columns,
                                          int32_t column_count, tenon_table **out,
                                          tenon_error *err);
/* Rows [first, first + count), all of which must exist (else ARGUMENT); nothing is copied. */
TENON_API tenon_status tenon_table_slice(const tenon_table *table, int64_t first, int64_t count,
                                         tenon_table **out, tenon_error *err);
/* Rows by number in the order given, repeats allowed; a copy. A row that does not exist is ARGUMENT,
 * and err->row names it. */
TENON_API tenon_status tenon_table_take(const tenon_table *table, const int64_t *rows,
                                        int64_t row_count, tenon_table **out, tenon_error *err);
/* Appends the columns of `right` (as many rows as `left`), or replaces those of the same name. */
TENON_API tenon_status tenon_table_join_columns(const tenon_table *left, const tenon_table *right,
                                                tenon_table **out, tenon_error *err);

/* ---- Rows and columns rearranged ----
 * Every function gives a new table that shares what it left alone; the old one stays. Those that sort,
 * filter, compute, join and aggregate report progress. They fail with NOT_FOUND (a column; the message lists near names), TYPE, ARGUMENT, DATA, NO_MEMORY, BUDGET, CANCELLED. */

/* Rows in the order of the first column, equal ones in that of the next, and so on; stable. Missing cells
 * last in either direction, NaN before them. `descending`: one truth value a column; NULL: none. */
TENON_API tenon_status tenon_table_sort(const tenon_context *context, const tenon_table *table,
                                        const char *const *columns, const int32_t *descending,
                                        int32_t column_count, tenon_table **out, tenon_error *err);

/* Rows where the expression is true, such as "temperature > 80 and status = 'OK'" or "x is not missing".
 * Grammar, types and functions: include/tenon/expression.hpp, and in short
 *     + - * / % ^   = != < <= > >=   and or not   in (1, 2)   is missing   if(c, a, b)   coalesce(a, b)
 *     min max abs sign floor ceil round sqrt exp ln log10 sin cos tan
 *     lower upper trim length contains starts ends   year month day hour minute second weekday date
 * Columns by bare name or in double quotes, texts in single quotes; inf and nan are numbers where no column
 * has that name. A missing operand gives a missing result; rows of a missing result are left out. if computes
 * both branches for every row: an int64 that overflows in the one not taken is refused, too. Fails with
 * PARSE, NOT_FOUND or TYPE; err->byte is the place in the expression. */
TENON_API tenon_status tenon_table_filter(const tenon_context *context, const tenon_table *table,
                                          const char *expression, tenon_table **out,
                                          tenon_error *err);
/* Appends a column by the same grammar, such as "(temperature - 32) / 1.8"; replaces one of that name. */
TENON_API tenon_status tenon_table_compute(const tenon_context *context, const tenon_table *table,
                                           const char *name, const char *expression,
                                           tenon_table **out, tenon_error *err);

/* Rows of all tables one after another, columns matched by name in the order of the first table. int64
 * and float64 become float64; whole numbers that it does not hold are counted in a finding ("digits
 * lost"), with the first row in its text and no line. A name that one table lacks is NOT_FOUND, or filled with missing cells if `fill` is not 0. */
TENON_API tenon_status tenon_table_concatenate(const tenon_context *context,
                                               const tenon_table *const *tables, int32_t table_count,
                                               int32_t fill, tenon_table **out, tenon_error *err);

/* `count` columns under new names, in their places; nothing is copied. Fails with NOT_FOUND and
 * ARGUMENT (two columns of one name). */
TENON_API tenon_status tenon_table_rename(const tenon_table *table, const char *const *old_names,
                                          const char *const *new_names, int32_t count,
                                          tenon_table **out, tenon_error *err);

/* A column as another type: text by what it says (numbers, true and false, ISO 8601), bool as 0 and 1,
 * timestamp to and from int64 as microseconds and float64 as seconds since 1970, float64 to int64 where it
 * is whole. A cell that has no value in it becomes missing, with a finding ("not converted"); if `strict`
 * is not 0, the first is DATA, with its row. Whole numbers that float64 does not hold are counted in a
 * finding ("digits lost"). These findings tell the row, from 0, in their text; their line is -1. */
TENON_API tenon_status tenon_table_cast(const tenon_context *context, const tenon_table *table,
                                        const char *column, tenon_type type, int32_t strict,
                                        tenon_table **out, tenon_error *err);

typedef struct tenon_join_options {
    uint32_t struct_size;
    int32_t key_count;
    const char *const *keys;        /* columns of the left table */
    const char *const *right_keys;  /* key_count of the right one; NULL: the same names */
    int32_t keep_unmatched;         /* left rows without a partner stay, with missing cells */
    int32_t reserved;
    const char *suffix;             /* for names in both tables; NULL: "_right" */
} tenon_join_options;

#define TENON_JOIN_OPTIONS_INIT {sizeof(tenon_join_options), 0, NULL, NULL, 0, 0, NULL}

/* Every pair of a left and a right row that are equal in all keys: the left table's columns and those of
 * the right that are no keys, in the order of the left rows, then of the right. A missing key is equal to
 * nothing. */
TENON_API tenon_status tenon_table_join(const tenon_context *context, const tenon_table *left,
                                        const tenon_table *right,
                                        const tenon_join_options *options, tenon_table **out,
                                        tenon_error *err);

typedef int32_t tenon_asof_direction;
#define TENON_ASOF_PREVIOUS 0 /* the last right row that is not later */
#define TENON_ASOF_NEXT 1     /* the first that is not earlier */
#define TENON_ASOF_NEAREST 2  /* the nearer of them; previous if as near */

typedef struct tenon_asof_options {
    uint32_t struct_size;
    tenon_asof_direction direction;
    const char *time;               /* a timestamp or number column of the left table */
    const char *right_time;         /* and of the right one; NULL: the same name */
    const char *const *keys;        /* rows match only if equal in these */
    const char *const *right_keys;  /* NULL: the same names */
    int32_t key_count;
    int32_t keep_time;              /* the right table's time becomes a column, too */
    int32_t has_tolerance;
    int32_t reserved;
    double tolerance;               /* farthest apart: seconds, or the column's unit if no timestamp */
    const char *suffix;             /* NULL: "_right" */
} tenon_asof_options;

#define TENON_ASOF_OPTIONS_INIT \
    {sizeof(tenon_asof_options), 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 0.0, NULL}

/* Every left row with the right row nearest in time; missing cells where there is none. Neither table need
 * be in order. */
TENON_API tenon_status tenon_table_join_asof(const tenon_context *context, const tenon_table *left,
                                             const tenon_table *right,
                                             const tenon_asof_options *options, tenon_table **out,
                                             tenon_error *err);

typedef int32_t tenon_aggregate;
#define TENON_AGGREGATE_COUNT 0  /* present cells; rows without a column */
#define TENON_AGGREGATE_SUM 1
#define TENON_AGGREGATE_MEAN 2
#define TENON_AGGREGATE_MIN 3
#define TENON_AGGREGATE_MAX 4
#define TENON_AGGREGATE_SD 5     /* divided by n - 1 */
#define TENON_AGGREGATE_MEDIAN 6
#define TENON_AGGREGATE_FIRST 7  /* present cell */
#define TENON_AGGREGATE_LAST 8
#define TENON_AGGREGATE_DISTINCT 9

/* One row a group of rows that are equal in the keys (0 keys: all rows), in the order of the groups' first
 * rows: the keys, then aggregate k of columns[k] (NULL: of rows, for COUNT only) named names[k] (NULL, or
 * names NULL: "mean_temperature"). Missing keys are a group of their own. A group without present cells
 * gives a missing cell; count and distinct give 0. Without keys there is one row, also of no rows. Mean
 * and sd keep the digits of numbers far from 0. A sum of integers is exact: DATA if it fits no int64. */
TENON_API tenon_status tenon_table_aggregate(const tenon_context *context,
                                             const tenon_table *table, const char *const *keys,
                                             int32_t key_count, const tenon_aggregate *aggregates,
                                             const char *const *columns, const char *const *names,
                                             int32_t aggregate_count, tenon_table **out,
                                             tenon_error *err);

/* What was done to the table since it was read, as a table: step, column, rows, cells, reason. */
TENON_API tenon_status tenon_table_changes(const tenon_table *table, tenon_table **out,
                                           tenon_error *err);
/* What the reader found: kind, line (from 1), column, byte (both from 0), text, original (the line or cell
 * as written, where it is not in the table); -1 where one does not apply, as lines where there is no file. */
TENON_API tenon_status tenon_table_findings(const tenon_table *table, tenon_table **out,
                                            tenon_error *err);
/* One row a column: column, type, rows, missing, distinct, nan, min, max, mean, sd, q1, median, q3
 * (of numbers), earliest, latest (of times), top, top_count, autocorrelation (lag 1, of numbers in the
 * order of the rows), infinite. NaN and infinite cells are counted and left out. Mean, sd and
 * autocorrelation are formed in double-double. */
TENON_API tenon_status tenon_table_profile(const tenon_context *context, const tenon_table *table,
                                           tenon_table **out, tenon_error *err);

/* A profile in one pass and bounded memory: per column type, missing, distinct values (exact to 65,536, then
 * an estimate that states its error), frequent values, range, mean, sd, quantiles (stated error), histogram,
 * the longest stuck run, order, and for times the period and gaps; correlations between columns. Slices of
 * one table are added in order, or profiled apart and merged in the order of the slices. A profile belongs to
 * one thread at a time. */
typedef struct tenon_profile tenon_profile;
TENON_API tenon_status tenon_profile_create(tenon_profile **out, tenon_error *err);
/* ARGUMENT if names or types of the columns are not those of the slices before. */
TENON_API tenon_status tenon_profile_add(tenon_profile *profile, const tenon_context *context,
                                         const tenon_table *slice, tenon_error *err);
TENON_API tenon_status tenon_profile_merge(tenon_profile *profile, const tenon_profile *later,
                                           tenon_error *err);
/* One JSON object, or some lines of text for people: at most `capacity` bytes are written, not terminated;
 * *needed receives the whole length. */
TENON_API tenon_status tenon_profile_json(const tenon_profile *profile, char *buffer,
                                          int64_t capacity, int64_t *needed, tenon_error *err);
TENON_API tenon_status tenon_profile_text(const tenon_profile *profile, char *buffer,
                                          int64_t capacity, int64_t *needed, tenon_error *err);
TENON_API void tenon_profile_free(tenon_profile *profile);

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
 * called exactly once. Every count, length, offset, code and text is checked before first use; what is
 * malformed is refused with DATA, the column's name in err->argument. float64, int64, bool, large UTF-8
 * and timestamps in microseconds are shared without a copy, other numbers, text, decimals of 128 bits,
 * dates and dictionaries converted; others (times of day, durations, binary, nested types) are refused with
 * UNSUPPORTED. A timestamp without a zone is taken as written; one with a zone as date and time in UTC, with a finding that names the zone. Decimals with
 * more digits than a double and times below a microsecond are counted in findings ("digits lost", "times
 * cut"), with the first row, from 0, in their text. A stream of several batches is copied into one table. */
TENON_API tenon_status tenon_table_import_arrow(const tenon_context *context,
                                                struct ArrowArray *array,
                                                struct ArrowSchema *schema, tenon_table **out,
                                                tenon_error *err);
TENON_API tenon_status tenon_table_import_arrow_stream(const tenon_context *context,
                                                       struct ArrowArrayStream *stream,
                                                       tenon_table **out, tenon_error *err);
/* The same, but columns of types that have none here are left out, each a finding "unsupported column"
 * that names it and its type; UNSUPPORTED where no column is left. */
TENON_API tenon_status tenon_table_import_arrow_stream_supported(const tenon_context *context,
                                                                 struct ArrowArrayStream *stream,
                                                                 tenon_table **out,
                                                                 tenon_error *err);
/* Fills the caller's structs; they keep the memory alive until their release is called. */
TENON_API tenon_status tenon_table_export_arrow(const tenon_table *table, struct ArrowArray *array,
                                                struct ArrowSchema *schema, tenon_error *err);
/* The same as a stream of batches of batch_rows (0: one batch) that share the table's memory. The
 * stream and its batches may be released in any order; a table without rows gives no batch. */
TENON_API tenon_status tenon_table_export_arrow_stream(const tenon_table *table,
                                                       int64_t batch_rows,
                                                       struct ArrowArrayStream *stream,
                                                       tenon_error *err);

/* ---- Cleaning ------------------------------------------------------------------------------ */

typedef int32_t tenon_keep;
#define TENON_KEEP_FIRST 0
#define TENON_KEEP_LAST 1
#define TENON_KEEP_MOST_COMPLETE 2 /* the fewest missing cells in the record; the first of equals */

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
    const char *constant_text;  /* CONSTANT, text and timestamp columns; bool ones: true or false */
    const char *time_column;    /* LINEAR_TIME; NULL: the record number */
    int64_t limit;              /* longest run of missing cells to fill; 0: any */
    int32_t add_indicator;      /* nonzero: adds bool column "<name> missing", or "<name> missing (2)" */
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
#define TENON_OUTLIER_Z 3      /* |x - mean| > factor * standard deviation; factor 3 */
#define TENON_OUTLIER_ROLLING 4 /* as Z, by the other readings in a window around; factor 3 */

typedef int32_t tenon_outlier_action;
#define TENON_OUTLIER_FLAG 0    /* adds bool column "<name> outlier" */
#define TENON_OUTLIER_CLIP 1    /* to the nearest bound; HAMPEL, ROLLING: to the window's centre */
#define TENON_OUTLIER_MISSING 2 /* clears the cell */
#define TENON_OUTLIER_DROP 3    /* removes the record */

typedef struct tenon_outlier_options {
    uint32_t struct_size;
    tenon_outlier_rule rule;
    tenon_outlier_action action;
    int32_t reserved;
    double factor;  /* 0: the rule's usual factor, above */
    int64_t window; /* HAMPEL, ROLLING: odd, at least 3; 0: 7, in which they find 4.8 % and 3.9 % of normal
                       noise without any fault (21: 1.4 and 0.9 %, 101: 0.5 and 0.4 %) */
} tenon_outlier_options;

#define TENON_OUTLIER_OPTIONS_INIT {sizeof(tenon_outlier_options), 0, 0, 0, 0, 0}

/* Learns the bounds of the rule for each of the number columns; HAMPEL learns nothing and looks at
 * neighbours when applied. Where MAD or IQR is 0 and at most 1 % of the readings (or one) differ, the
 * mean absolute deviation A stands in: |x - median| > factor * 1.2533 * A, or outside quartiles -+
 * factor * 1.6907 * A. A clear spike among equal readings is found, and so is a rare state: leave columns
 * of states out. With a spread of 0 otherwise, and in a window without spread (HAMPEL, ROLLING), no
 * finite reading is an outlier. An infinite one always is. Fails with NOT_FOUND, TYPE (text, timestamps), ARGUMENT (a column twice, a
 * negative factor, an even window), DATA (no finite reading, or infinite quartiles). */
TENON_API tenon_status tenon_outlier_filter_fit(const tenon_context *context,
                                                const tenon_table *table,
                                                const char *const *columns, int32_t column_count,
                                                const tenon_outlier_options *options,
                                                tenon_outlier_filter **out, tenon_error *err);
/* Group by group: each one's readings are judged as if they were a table of their own, in the order of the
 * records. A group is the records that agree in the columns `group`; those that the fit did not see, or
 * saw no finite reading of, have the bounds of all records, and the change log names them. Fails as
 * tenon_outlier_filter_fit. */
TENON_API tenon_status tenon_outlier_filter_fit_by(
    const tenon_context *context, const tenon_table *table, const char *const *columns,
    int32_t column_count, const char *const *group, int32_t group_count,
    const tenon_outlier_options *options, tenon_outlier_filter **out, tenon_error *err);
/* Flags, clips, clears or drops what lies outside the learned bounds in any table with those columns;
 * one change a column. Fails with NOT_FOUND, TYPE, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_outlier_filter_apply(const tenon_context *context,
                                                  const tenon_outlier_filter *filter,
                                                  const tenon_table *table, tenon_table **out,
                                                  tenon_error *err);
TENON_API void tenon_outlier_filter_free(tenon_outlier_filter *filter);

/* A cleaning plan: an ordered list of steps, a JSON document, fitted once on one table and applied to
 * the next with the same result to the last byte.
 *
 *   {"row_id": "source row",                    optional: adds this column, the record of the input
 *    "steps": [{"step": "drop_duplicates", "keep": "first"},
 *              {"step": "outliers", "rule": "hampel", "action": "missing", "columns": ["speed"]},
 *              {"step": "fill", "method": "median"}]}
 *
 * tenon_clean_plan_help names all steps and what they take. Members that no step knows are refused. A
 * fitted plan's document holds what each step learned, too ("learned" of fill: column, value, text, cells;
 * of outliers: column, low, high, centre, spread, cells, and "learned_groups": key, bounds), with a version
 * and a checksum; every later release reads it. A plan cannot be changed; each call gives a new one. A column that a step adds under a
 * name that is taken gets one of its own: "x outlier (iqr)" beside "x outlier", "x stuck (2)". */
typedef struct tenon_clean_plan tenon_clean_plan;

/* A plan from text[0, length), written by hand or by tenon_clean_plan_to_json. Fails with
 * TENON_E_PARSE (not JSON, or, as of all saved documents, one of another kind: a model's),
 * TENON_E_ARGUMENT (an unknown step or member, a value out of range: the error's argument is its place,
 * "/steps/1/columns"), TENON_E_VERSION (of a newer format), TENON_E_CORRUPT (its checksum does not fit). */
TENON_API tenon_status tenon_clean_plan_parse(const char *text, int64_t length,
                                              tenon_clean_plan **out, tenon_error *err);
/* Each step learns from the table as the steps before it left it, one after the other. *out receives
 * the fitted plan; *cleaned (may be NULL) the table as tenon_clean_plan_apply would give it. A plan
 * that is fitted learns anew. Fails as the steps do; the message begins with the step. */
TENON_API tenon_status tenon_clean_plan_fit(const tenon_context *context,
                                            const tenon_clean_plan *plan, const tenon_table *table,
                                            tenon_table **cleaned, tenon_clean_plan **out,
                                            tenon_error *err);
/* Every step in order, with what it learned; the changes of every step are added to the table's (see
 * tenon_table_changes). Fails with TENON_E_ARGUMENT for a plan that is not fitted, TENON_E_NOT_FOUND and
 * TENON_E_TYPE for a table without the columns of the fit. */
TENON_API tenon_status tenon_clean_plan_apply(const tenon_context *context,
                                              const tenon_clean_plan *plan, const tenon_table *table,
                                              tenon_table **out, tenon_error *err);
/* The first step of the plan, from 1, that looks at several rows together; 0: none does; -1: no plan. */
TENON_API int64_t tenon_clean_plan_step_across_rows(const tenon_clean_plan *plan);

typedef struct tenon_cleaned_file {
    uint32_t struct_size;
    int32_t reserved;
    int64_t rows_before, rows_after;
    int64_t batches;          /* 0: the whole file was read at once */
    int64_t step_across_rows; /* the step that looks at all rows ahead and made that so, from 1; 0: none */
} tenon_cleaned_file;

#define TENON_CLEANED_FILE_INIT {sizeof(tenon_cleaned_file), 0, 0, 0, 0, 0}

/* Cleans the delimited file `input` by a fitted plan into the file `output`, in memory that does not
 * grow with it: batch by batch (see tenon_csv_reader_create_file), a batch some four times over. The
 * output is what tenon_table_read_csv, tenon_clean_plan_apply and tenon_table_write_csv give, to the
 * last byte, written new, synced and renamed at the end. Steps that look at several rows keep what they
 * must remember: the last readings of each group (hampel, rolling, smooth, spike, stuck, gaps, previous),
 * the rows since an open cell (next, linear) or of a run that may yet be short (a limit of fill, outage),
 * 16 to 48 bytes a different row (drop_duplicates that keeps the first). Some steps must see all rows
 * ahead: each makes one more pass and remembers of every row 24 bytes (duplicates that keep another than
 * the first), 32 (near duplicates), 16 to 33 (clock_jumps), or 8 of every reading of a machine that the
 * fit did not see (units); twice that counts in the byte budget. An input that can be read once only, as a
 * pipe, is read whole into memory for them, and every input is for a sort; *done names the step.
 * *changes and *findings (each may be NULL) receive tables as tenon_table_changes and
 * tenon_table_findings; a reason is that of the first batch with a change. `options`, `batch`,
 * `writing` and `done` may be NULL. Cost: two passes over the file, and two more if a step proves late
 * to make whole numbers fractions. Fails as those functions. */
TENON_API tenon_status tenon_clean_plan_apply_file(const tenon_context *context,
                                                   const tenon_clean_plan *plan, const char *input,
                                                   const tenon_csv_options *options,
                                                   const tenon_csv_batch_options *batch,
                                                   const char *output,
                                                   const tenon_csv_write_options *writing,
                                                   tenon_cleaned_file *done, tenon_table **changes,
                                                   tenon_table **findings, tenon_error *err);
/* The same of JSON Lines, batch by batch (see tenon_jsonl_reader_create_file): the output is what
 * tenon_table_read_jsonl, tenon_clean_plan_apply and tenon_table_write_jsonl give, to the last byte. */
TENON_API tenon_status tenon_clean_plan_apply_jsonl_file(
    const tenon_context *context, const tenon_clean_plan *plan, const char *input,
    const tenon_jsonl_options *options, const tenon_csv_batch_options *batch, const char *output,
    const tenon_jsonl_write_options *writing, tenon_cleaned_file *done, tenon_table **changes,
    tenon_table **findings, tenon_error *err);
/* Reads the next file for a fitted plan, as tenon_table_read_csv and tenon_table_read_jsonl: columns that
 * were text in the fit are text, whatever they hold that day, unless `options` (may be NULL) give them a
 * type. The missing marks are those that were named for the file and the columns of the fit, unless
 * `options` name some. Of a CSV the decimal and thousands marks and the order of day and month are those of the file of
 * the fit, unless `options` give some; a cell that contradicts them makes its column text, with a finding
 * that names the line, and a step that needs numbers there fails with TENON_E_TYPE and that line. JSON
 * Lines without a record, or without any value of a column, give what is there, and that column all
 * missing, with a finding; but none of its columns is TENON_E_NOT_FOUND. Columns without a present cell take
 * the type of the fit in tenon_clean_plan_apply, whatever the table comes from;
 * tenon_clean_plan_apply_file reads so by itself. */
TENON_API tenon_status tenon_clean_plan_read_csv(const tenon_context *context,
                                                 const tenon_clean_plan *plan, const char *path,
                                                 const tenon_csv_options *options,
                                                 tenon_table **out, tenon_error *err);
TENON_API tenon_status tenon_clean_plan_read_jsonl(const tenon_context *context,
                                                   const tenon_clean_plan *plan, const char *path,
                                                   const tenon_jsonl_options *options,
                                                   tenon_table **out, tenon_error *err);
/* Why the cell of `row` (a record of the table before cleaning, from 0) in `column` became what it is:
 * a table with a record for each step that changed it, columns step (from 1), kind, column, before,
 * after (both text, missing where the cell is), reason. A record without a column: the step removed the
 * row. No journal is kept: it costs one tenon_clean_plan_apply. Fails with TENON_E_ARGUMENT for a row
 * that is not there, TENON_E_NOT_FOUND for a column that is neither there nor added by a step. */
TENON_API tenon_status tenon_clean_plan_why(const tenon_context *context,
                                            const tenon_clean_plan *plan, const tenon_table *table,
                                            int64_t row, const char *column, tenon_table **out,
                                            tenon_error *err);
/* The plan's document, not terminated; *needed receives the whole length. */
TENON_API tenon_status tenon_clean_plan_to_json(const tenon_clean_plan *plan, char *buffer,
                                                int64_t capacity, int64_t *needed,
                                                tenon_error *err);
/* That document in a file, written new, synced and renamed as tenon_model_save does, and read from one:
 * what tenon_clean_plan_parse fails with, and TENON_E_IO, TENON_E_DATA (beyond 256 MB), TENON_E_CANCELLED. */
TENON_API tenon_status tenon_clean_plan_save(const tenon_clean_plan *plan, const char *path,
                                             tenon_error *err);
TENON_API tenon_status tenon_clean_plan_load(const tenon_context *context, const char *path,
                                             tenon_clean_plan **out, tenon_error *err);
TENON_API int32_t tenon_clean_plan_is_fitted(const tenon_clean_plan *plan); /* NULL: 0 */
TENON_API void tenon_clean_plan_free(tenon_clean_plan *plan);
/* What every step is called, takes and does, a paragraph a step; not terminated, *needed receives the
 * whole length. */
TENON_API tenon_status tenon_clean_plan_help(char *buffer, int64_t capacity, int64_t *needed,
                                             tenon_error *err);

/* ---- Features ------------------------------------------------------------------------------ */

typedef struct tenon_scaler tenon_scaler;

typedef int32_t tenon_scaling;
#define TENON_SCALING_NONE 0
#define TENON_SCALING_STANDARD 1 /* (x - mean) / sd */
#define TENON_SCALING_MIN_MAX 2  /* (x - min) / (max - min) */
#define TENON_SCALING_ROBUST 3   /* (x - median) / interquartile range */

/* Learns centre and scale of number columns; a column without spread has scale 1. NaN and missing cells
 * are left out. Fails with NOT_FOUND, TYPE (text, timestamps), ARGUMENT (a column twice, NONE), DATA
 * (no present number; an infinite one, which ROBUST bears while its quartiles are finite). */
TENON_API tenon_status tenon_scaler_fit(const tenon_context *context, const tenon_table *table,
                                        const char *const *columns, int32_t column_count,
                                        tenon_scaling scaling, tenon_scaler **out,
                                        tenon_error *err);
/* Cells become (x - centre) / scale in float64, in any table with those columns; one change a column.
 * Fails with NOT_FOUND, TYPE, BUDGET, CANCELLED. */
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

/* Learns the sorted categories of text, bool or int64 columns; missing cells are none. Fails with
 * NOT_FOUND, TYPE (float64, timestamps), ARGUMENT (a column twice), DATA (no present cell, more than
 * max_categories). */
TENON_API tenon_status tenon_encoder_fit(const tenon_context *context, const tenon_table *table,
                                         const char *const *columns, int32_t column_count,
                                         const tenon_encode_options *options, tenon_encoder **out,
                                         tenon_error *err);
/* Replaces those columns by their codes in any table; missing cells encode as missing; one change a
 * column. Fails with DATA (an unknown category under UNKNOWN_ERROR), ARGUMENT (a new column's name is
 * taken), NOT_FOUND, TYPE, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_encoder_apply(const tenon_context *context,
                                           const tenon_encoder *encoder, const tenon_table *table,
                                           tenon_table **out, tenon_error *err);
TENON_API void tenon_encoder_free(tenon_encoder *encoder);

/* A fitted feature step: one handle for every kind. Each kind has its fit function and at most one
 * options struct; apply, names, JSON and free are the same for all. Steps that bring columns into
 * another form (scale, power, quantile, encode, frequency, target, bins) put them in place; the others
 * append columns, spectrum makes a table of windows, pca replaces its columns unless told to keep them,
 * select drops columns. A missing cell gives a missing cell and NaN gives NaN where nothing else is
 * said. Fits fail with NOT_FOUND, TYPE, ARGUMENT (options out of range, a column named twice), DATA
 * (nothing to learn from, an infinite reading with its row), BUDGET, CANCELLED. */
typedef struct tenon_feature tenon_feature;

/* The scalers of tenon_scaler_fit and the encoders of tenon_encoder_fit as steps. Their documents tell
 * what those learn: "scaling" and "scales" (column, centre, scale, cells); "dictionaries" (column,
 * categories). */
TENON_API tenon_status tenon_feature_fit_scale(const tenon_context *context,
                                               const tenon_table *table,
                                               const char *const *columns, int32_t column_count,
                                               tenon_scaling scaling, tenon_feature **out,
                                               tenon_error *err);
TENON_API tenon_status tenon_feature_fit_encode(const tenon_context *context,
                                                const tenon_table *table,
                                                const char *const *columns, int32_t column_count,
                                                const tenon_encode_options *options,
                                                tenon_feature **out, tenon_error *err);

typedef int32_t tenon_power_family;
#define TENON_POWER_YEO_JOHNSON 0 /* any number */
#define TENON_POWER_BOX_COX 1     /* numbers above 0 only; others are refused, in apply too */

typedef struct tenon_power_options {
    uint32_t struct_size;
    tenon_power_family family;
    int32_t raw;      /* nonzero: the power alone; else less its mean, over its sd (n) */
    int32_t reserved;
} tenon_power_options;

#define TENON_POWER_OPTIONS_INIT {sizeof(tenon_power_options), 0, 0, 0}

/* Power transforms towards a normal distribution, with the exponent (lambda) of greatest likelihood; 1 where
 * the numbers lie so near to each other, beside their size, that the likelihood hardly tells. Cost: some 30
 * passes with one exponential a row. */
TENON_API tenon_status tenon_feature_fit_power(const tenon_context *context,
                                               const tenon_table *table,
                                               const char *const *columns, int32_t column_count,
                                               const tenon_power_options *options,
                                               tenon_feature **out, tenon_error *err);

typedef struct tenon_quantile_options {
    uint32_t struct_size;
    int32_t normal;    /* nonzero: normal quantiles; else shares in [0, 1] */
    int64_t quantiles; /* references kept a column, 2 to 1000000; 0: 1000 */
} tenon_quantile_options;

#define TENON_QUANTILE_OPTIONS_INIT {sizeof(tenon_quantile_options), 0, 0}

/* Numbers become their rank among those of the fit. Normal quantiles are held within 5.2. */
TENON_API tenon_status tenon_feature_fit_quantile(const tenon_context *context,
                                                  const tenon_table *table,
                                                  const char *const *columns, int32_t column_count,
                                                  const tenon_quantile_options *options,
                                                  tenon_feature **out, tenon_error *err);

typedef struct tenon_frequency_options {
    uint32_t struct_size;
    int32_t counts;         /* nonzero: how many cells; else their share of the present ones */
    int64_t max_categories; /* 0: 1000000; a column with more is refused */
} tenon_frequency_options;

#define TENON_FREQUENCY_OPTIONS_INIT {sizeof(tenon_frequency_options), 0, 0}

/* Categories (text, bool, int64) become how often the fit saw them; unknown ones 0. */
TENON_API tenon_status tenon_feature_fit_frequency(const tenon_context *context,
                                                   const tenon_table *table,
                                                   const char *const *columns,
                                                   int32_t column_count,
                                                   const tenon_frequency_options *options,
                                                   tenon_feature **out, tenon_error *err);

typedef struct tenon_target_options {
    uint32_t struct_size;
    int32_t reserved;
    const char *target;         /* must be given */
    const char *positive_label; /* the text of the value that counts as 1; NULL: a number target */
    double smoothing;           /* rows of the overall mean in each category; 0: 10; < 0: none */
    int64_t folds;              /* 0: 5 */
    uint64_t seed;
    int64_t max_categories;     /* 0: 1000000; a column with more is refused */
} tenon_target_options;

#define TENON_TARGET_OPTIONS_INIT {sizeof(tenon_target_options), 0, NULL, NULL, 0, 0, 0, 0}

/* Categories become the mean of the target in them, drawn to the mean of all. `training`, unless NULL,
 * receives the table with each row encoded from the other folds: use it to fit a model, since to apply
 * the step to the rows it was fitted on would tell the model their target. */
TENON_API tenon_status tenon_feature_fit_target(const tenon_context *context,
                                                const tenon_table *table,
                                                const char *const *columns, int32_t column_count,
                                                const tenon_target_options *options,
                                                tenon_table **training, tenon_feature **out,
                                                tenon_error *err);

typedef int32_t tenon_bin_rule;
#define TENON_BINS_EQUAL_WIDTH 0
#define TENON_BINS_EQUAL_COUNT 1 /* quantiles; equal edges are merged */
#define TENON_BINS_EDGES 2       /* as given */

typedef int32_t tenon_bin_outside;
#define TENON_OUTSIDE_NEAREST 0 /* the first or the last bin */
#define TENON_OUTSIDE_MISSING 1
#define TENON_OUTSIDE_ERROR 2   /* DATA, naming row, column and value */

typedef struct tenon_bin_options {
    uint32_t struct_size;
    tenon_bin_rule rule;
    int64_t bins;        /* 1 to 100000; 0: 10 */
    const double *edges; /* ascending, two or more, for TENON_BINS_EDGES */
    int32_t edge_count;
    tenon_bin_outside outside;
    int32_t labels;      /* nonzero: text such as "[20, 25)"; else the bin's number from 0 */
    int32_t reserved;
} tenon_bin_options;

#define TENON_BIN_OPTIONS_INIT {sizeof(tenon_bin_options), 0, 0, NULL, 0, 0, 0, 0}

/* Numbers cut into bins: edge i <= x < edge i + 1, the last bin with its upper edge. */
TENON_API tenon_status tenon_feature_fit_bins(const tenon_context *context,
                                              const tenon_table *table,
                                              const char *const *columns, int32_t column_count,
                                              const tenon_bin_options *options,
                                              tenon_feature **out, tenon_error *err);

typedef struct tenon_polynomial_options {
    uint32_t struct_size;
    int32_t interactions_only; /* nonzero: products of different columns only */
    int64_t degree;            /* 2 to 6; 0: 2 */
} tenon_polynomial_options;

#define TENON_POLYNOMIAL_OPTIONS_INIT {sizeof(tenon_polynomial_options), 0, 0}

/* Appends "a^2", "a*b", ... up to the degree; more than 10000 terms are refused. */
TENON_API tenon_status tenon_feature_fit_polynomial(const tenon_context *context,
                                                    const tenon_table *table,
                                                    const char *const *columns,
                                                    int32_t column_count,
                                                    const tenon_polynomial_options *options,
                                                    tenon_feature **out, tenon_error *err);

/* Parts of the calendar, to be added up; each appends int64 "<column>_<part>". */
#define TENON_CALENDAR_YEAR 1
#define TENON_CALENDAR_QUARTER 2
#define TENON_CALENDAR_MONTH 4
#define TENON_CALENDAR_ISO_WEEK 8
#define TENON_CALENDAR_DAY 16
#define TENON_CALENDAR_DAY_OF_YEAR 32
#define TENON_CALENDAR_WEEKDAY 64 /* 1 Monday to 7 Sunday */
#define TENON_CALENDAR_WEEKEND 128
#define TENON_CALENDAR_HOUR 256
#define TENON_CALENDAR_MINUTE 512
#define TENON_CALENDAR_SECOND 1024
#define TENON_CALENDAR_SHIFT 2048
/* Circles, in which the end of a period lies beside its beginning: "<column>_day_sin" and "_cos". */
#define TENON_CALENDAR_DAY_CIRCLE 4096
#define TENON_CALENDAR_WEEK_CIRCLE 8192
#define TENON_CALENDAR_YEAR_CIRCLE 16384

typedef struct tenon_calendar_options {
    uint32_t struct_size;
    uint32_t parts;          /* TENON_CALENDAR_...; 0: month, weekday and hour */
    int64_t shifts;          /* of equal length, 1 to 24; 0: 3 */
    double first_shift_hour; /* when shift 0 begins, above 0 and below 24; 0: 6; 24: midnight */
} tenon_calendar_options;

#define TENON_CALENDAR_OPTIONS_INIT {sizeof(tenon_calendar_options), 0, 0, 0}

/* Of timestamp columns, as written: no zone is applied. */
TENON_API tenon_status tenon_feature_fit_calendar(const tenon_context *context,
                                                  const tenon_table *table,
                                                  const char *const *columns, int32_t column_count,
                                                  const tenon_calendar_options *options,
                                                  tenon_feature **out, tenon_error *err);

/* Statistics of a window, to be added up; each appends float64 "<column>_mean_5rows". */
#define TENON_WINDOW_MEAN 1
#define TENON_WINDOW_SD 2
#define TENON_WINDOW_MIN 4
#define TENON_WINDOW_MAX 8
#define TENON_WINDOW_SUM 16
#define TENON_WINDOW_COUNT 32

typedef struct tenon_window_options {
    uint32_t struct_size;
    int32_t group_count;
    const char *const *groups; /* rows look back among rows of equal cells here */
    const char *time;          /* a timestamp or number that orders rows; NULL: as the table does */
    const int64_t *lags;       /* rows back, from 1: "<column>_lag1" */
    int32_t lag_count;
    uint32_t statistics;       /* TENON_WINDOW_...; 0: mean and sd */
    int64_t rows;              /* a window of so many rows, or */
    double seconds;            /* of so much time (units of a number column); 0 and 0: no window */
    int32_t include_self;      /* nonzero: the row itself is in its window */
    int32_t reserved;
    int64_t min_count;         /* fewer readings: missing; 0: 1 */
} tenon_window_options;

#define TENON_WINDOW_OPTIONS_INIT \
    {sizeof(tenon_window_options), 0, NULL, NULL, NULL, 0, 0, 0, 0, 0, 0, 0}

/* Lags and rolling statistics without a look into the future: a row sees the rows of its group that
 * stand before it, by time and at equal times as in the table. A window of time holds [t - s, t)
 * without the row itself and (t - s, t] with it. Rows without a time get missing cells. */
TENON_API tenon_status tenon_feature_fit_windows(const tenon_context *context,
                                                 const tenon_table *table,
                                                 const char *const *columns, int32_t column_count,
                                                 const tenon_window_options *options,
                                                 tenon_feature **out, tenon_error *err);

typedef struct tenon_spectrum_options {
    uint32_t struct_size;
    int32_t has_envelope;
    double sample_rate_hz;         /* must be given */
    const double *bands;           /* low, high, ... in Hz: low <= f < high; at half the rate f <= high */
    const double *envelope_bands;  /* the same, of the envelope's spectrum */
    int32_t band_count;            /* pairs */
    int32_t envelope_band_count;
    double carrier_low_hz;         /* the band whose envelope is taken; 0 and 0: all */
    double carrier_high_hz;
    /* For tables only: how samples are cut into windows. */
    const char *const *groups;     /* windows stay within rows of equal cells here */
    const char *time;              /* orders the samples; NULL: as the table does */
    int32_t group_count;
    int32_t reserved;
    int64_t samples;               /* a window; 0: a whole group */
    int64_t step;                  /* from window to window; 0: samples */
} tenon_spectrum_options;

#define TENON_SPECTRUM_OPTIONS_INIT \
    {sizeof(tenon_spectrum_options), 0, 0, NULL, NULL, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, 0}

/* Samples to windows: apply gives one row a window, with the group columns, "window", "first_row" and
 * "<column>_rms", "_crest", "_kurtosis", "_band1", "_envelope_rms", ... Power is that of the one-sided
 * periodogram of x - mean under a Hann window, in squared units of the signal. */
TENON_API tenon_status tenon_feature_fit_spectrum(const tenon_context *context,
                                                  const tenon_table *table,
                                                  const char *const *columns, int32_t column_count,
                                                  const tenon_spectrum_options *options,
                                                  tenon_feature **out, tenon_error *err);

typedef struct tenon_signal_features {
    uint32_t struct_size;
    int32_t reserved;
    double mean;
    double rms;
    double sd;           /* over n */
    double peak;         /* largest |x - mean| */
    double peak_to_peak;
    double crest;        /* peak / sd; NaN for a constant signal, as are the next four */
    double skewness;
    double kurtosis;     /* 3 for a normal distribution */
    double dominant_hz;
    double centroid_hz;
    double envelope_rms; /* about its mean; 0 without has_envelope, as is the next */
    double envelope_dominant_hz;
} tenon_signal_features;

#define TENON_SIGNAL_FEATURES_INIT \
    {sizeof(tenon_signal_features), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* The features of one signal of at least 4 finite samples. band_powers and envelope_band_powers receive
 * one number a band of the options; NULL where there is none, or where they are not wanted.
 * O(count log count) for every count. */
TENON_API tenon_status tenon_signal_measure(const double *samples, int64_t count,
                                            const tenon_spectrum_options *options,
                                            tenon_signal_features *out, double *band_powers,
                                            double *envelope_band_powers, tenon_error *err);

typedef struct tenon_pca_options {
    uint32_t struct_size;
    int32_t centre_only; /* nonzero: columns are not divided by their standard deviation */
    int64_t components;  /* 0: as many as share needs */
    double share;        /* of the variance; 0: 0.95 */
    int32_t keep_inputs; /* nonzero: the columns stay beside the components */
    int32_t reserved;
    const char *prefix;  /* NULL: "pc" */
} tenon_pca_options;

#define TENON_PCA_OPTIONS_INIT {sizeof(tenon_pca_options), 0, 0, 0, 0, 0, NULL}

/* Principal components "pc1", "pc2", ... and "pc_error", the squared distance of a row from what the
 * components say of it (in deviations). The variances along all components and the components
 * themselves are in the JSON document. */
TENON_API tenon_status tenon_feature_fit_pca(const tenon_context *context,
                                             const tenon_table *table,
                                             const char *const *columns, int32_t column_count,
                                             const tenon_pca_options *options,
                                             tenon_feature **out, tenon_error *err);

typedef int32_t tenon_select_rule;
#define TENON_SELECT_VARIANCE 0    /* variance above threshold */
#define TENON_SELECT_CORRELATION 1 /* one of each cluster of |r| >= threshold (0: 0.95) */
#define TENON_SELECT_F_SCORE 2     /* p-value of the target on the column <= threshold (0: 0.05) */
#define TENON_SELECT_MUTUAL_INFORMATION 3 /* nats shared with the target above threshold */
#define TENON_SELECT_L1 4          /* a nonzero coefficient under an L1 penalty */
#define TENON_SELECT_RECURSIVE 5   /* the last to stay as the weakest of a model goes, in rounds */

typedef struct tenon_select_options {
    uint32_t struct_size;
    tenon_select_rule rule;
    double threshold;           /* as the rules say */
    int64_t keep;               /* the best so many instead; recursive: 0 is half of the columns */
    const char *target;         /* NULL only for variance and correlation */
    const char *positive_label; /* L1 and recursive, logistic: the value that counts as 1 */
    int32_t classes;            /* nonzero: the target is a class (text and bool always are) */
    int32_t logistic;           /* L1 and recursive: nonzero for a logistic model, else linear */
    int64_t bins;               /* mutual information; 0: 16 */
    double penalty_share;       /* L1: of the penalty that leaves none, in (0, 1); 0: 0.1 */
    double l2;                  /* recursive: ridge penalty of the models */
} tenon_select_options;

#define TENON_SELECT_OPTIONS_INIT \
    {sizeof(tenon_select_options), 0, 0, 0, NULL, NULL, 0, 0, 0, 0, 0}

/* Which of the number columns to keep; apply drops the others and leaves every further column. Scores,
 * p-values and clusters are in the JSON document. DATA where no column would be kept. */
TENON_API tenon_status tenon_feature_fit_select(const tenon_context *context,
                                                const tenon_table *table,
                                                const char *const *columns, int32_t column_count,
                                                const tenon_select_options *options,
                                                tenon_feature **out, tenon_error *err);

/* New columns of any table that has the columns the step reads. The same step gives the same bits. */
TENON_API tenon_status tenon_feature_apply(const tenon_context *context,
                                           const tenon_feature *feature, const tenon_table *table,
                                           tenon_table **out, tenon_error *err);
/* "scale", "encode", "power", "quantile", "frequency", "target", "bins", "polynomial", "calendar",
 * "windows", "spectrum", "pca" or "select"; NULL for NULL. */
TENON_API const char *tenon_feature_kind(const tenon_feature *feature);
/* Names of the columns it reads and of those it makes; NULL and 0 where there is none. */
TENON_API int32_t tenon_feature_inputs(const tenon_feature *feature);
TENON_API const char *tenon_feature_input(const tenon_feature *feature, int32_t index);
TENON_API int32_t tenon_feature_outputs(const tenon_feature *feature);
TENON_API const char *tenon_feature_output(const tenon_feature *feature, int32_t index);
/* One JSON document with format version and checksum; learned numbers read back to the same bits. */
TENON_API tenon_status tenon_feature_to_json(const tenon_feature *feature, char *buffer,
                                             int64_t capacity, int64_t *needed, tenon_error *err);
/* Fails with PARSE, VERSION or CORRUPT. */
TENON_API tenon_status tenon_feature_from_json(const char *text, int64_t length,
                                               tenon_feature **out, tenon_error *err);
TENON_API void tenon_feature_free(tenon_feature *feature);

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

/* Where standard errors come from. With residuals r, leverages h, n rows and k coefficients, the squared
 * residuals of a sandwich (X'X)^-1 (sum m x x') (X'X)^-1 are taken as told. Of logistic models and those of
 * counts and amounts r is the residual of a row's score, the inverse of the observed information takes the
 * place of (X'X)^-1, leverages are of the expected one, and classical errors are its own. */
typedef int32_t tenon_errors;
#define TENON_ERRORS_CLASSICAL 0 /* equal variances: sigma^2 (X'X)^-1 */
#define TENON_ERRORS_HC0 1       /* m = r^2 */
#define TENON_ERRORS_HC1 2       /* r^2 n / (n - k) */
#define TENON_ERRORS_HC2 3       /* r^2 / (1 - h) */
#define TENON_ERRORS_HC3 4       /* r^2 / (1 - h)^2 */
#define TENON_ERRORS_CLUSTER 5   /* sums over G clusters, G/(G-1) (n-1)/(n-k); t with G - 1 degrees */

/* What a linear model minimises; see tenon_nonnegative_fit_matrix and its siblings. */
typedef int32_t tenon_estimator;
#define TENON_ESTIMATOR_LEAST_SQUARES 0
#define TENON_ESTIMATOR_NONNEGATIVE 1
#define TENON_ESTIMATOR_HUBER 2
#define TENON_ESTIMATOR_QUANTILE 3

typedef struct tenon_linear_options {
    uint32_t struct_size;
    int32_t no_intercept;
    double l2;         /* ridge penalty on standardised features: 1/2 sum r^2 + l2/2 |b|^2; with polynomial
                        * on the standardised terms that are fitted in place of a feature's powers, its
                        * Chebyshev polynomials on the range of its values: other than a ridge of powers */
    double confidence; /* of the intervals; 0: 0.95 */
    int32_t polynomial;           /* every number column enters with its powers up to this; 0: 1; at
                                     most 64. They are formed and fitted without rounding them */
    tenon_errors errors;          /* standard errors, t, p, intervals and F */
    const char *weights;          /* number column: sum w r^2 is minimised, Var = sigma^2 / w; rows of
                                     weight 0 do not count. NULL: none. Of fits to tables */
    const char *clusters;         /* column of any type, for TENON_ERRORS_CLUSTER. Of fits to tables */
    tenon_estimator estimator;    /* of tenon_linear_fit and pipelines; all but least squares refuse l2,
                                     polynomial and errors, the non-negative weights too; of Huber
                                     and quantiles a record of weight w counts as w records */
    int32_t residual_pass;        /* of more than 4e6 / columns^2 rows the sums of one pass are all that is
                                     read, where they give each coefficient to 1e-7 of its standard error.
                                     Nonzero: the rows are read once more, for durbin_watson (else NaN there)
                                     and the last digits */
    double quantile;              /* of TENON_ESTIMATOR_QUANTILE; 0: 0.5 */
    double threshold;             /* of TENON_ESTIMATOR_HUBER, in scales; 0: 1.345 */
} tenon_linear_options;

#define TENON_LINEAR_OPTIONS_INIT \
    {sizeof(tenon_linear_options), 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, 0}

/* What the rows of a class weigh, times their own weights. */
typedef int32_t tenon_class_weights;
#define TENON_CLASS_WEIGHTS_NONE 0
#define TENON_CLASS_WEIGHTS_BALANCED 1 /* n / (2 n_class): both classes weigh the same */
#define TENON_CLASS_WEIGHTS_GIVEN 2

typedef struct tenon_logistic_options {
    uint32_t struct_size;
    int32_t no_intercept;
    const char *positive_label; /* the target's value that counts as 1; every other one is 0.
                                   NULL: bool, 0/1 numbers, or the rarer of exactly two texts */
    double l2;                  /* -log L + l2/2 |b|^2 on standardised features; with weights,
                                   those of classes among them, by the weighted deviation */
    double confidence;          /* 0: 0.95 */
    double tolerance;           /* on the scaled gradient per record; 0: 1e-10 */
    int64_t max_iterations;     /* 0: 100; with firth of each of the climbs that are compared */
    int32_t firth;              /* nonzero: Firth's correction, estimates that are finite even where
                                   the classes are separated. Not together with l2 */
    int32_t profile_intervals;  /* nonzero: intervals by profile likelihood, else Wald's; a bound may be
                                   infinite. With firth bounds where other maxima over the other
                                   coefficients are sought and compared: all at few records (1,500 of
                                   one feature, 110 of two, 36 of three), else a part, with a warning
                                   where the classes are separated; none of records in slices */
    tenon_class_weights class_weights;
    int32_t no_inference;       /* nonzero: no standard errors, tests or intervals (NaN): with l2 and
                                   many columns a fit takes about half the time */
    double negative_weight;     /* of TENON_CLASS_WEIGHTS_GIVEN, above 0; 0: 1 */
    double positive_weight;
    tenon_errors errors;        /* others than classical hold where records scatter otherwise than the
                                   model says. Not with firth, profile_intervals or no_inference */
    int32_t reserved;
    const char *clusters;       /* column of any type, for TENON_ERRORS_CLUSTER. Of fits to tables; of
                                   arrays see tenon_row_extras */
} tenon_logistic_options;

#define TENON_LOGISTIC_OPTIONS_INIT \
    {sizeof(tenon_logistic_options), 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL}

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

/* Least squares on arrays with a weight and a cluster a row; either may be NULL. Equal numbers in
 * clusters are one cluster. ARGUMENT if the options name columns for them; DATA for a weight that is
 * negative or not finite, and for one cluster only. */
TENON_API tenon_status tenon_linear_fit_rows(const tenon_context *context,
                                             const tenon_matrix *features, const double *target,
                                             const double *weights, const int64_t *clusters,
                                             const char *const *names,
                                             const tenon_linear_options *options, tenon_model **out,
                                             tenon_error *err);

/* The same for several targets at once, a column of `targets` each; out receives targets->columns
 * models, each to be freed, or nothing on failure. The features are measured once: every further
 * target costs a pass of rows * columns. Errors besides: ARGUMENT (no target, another number of rows,
 * capacity below targets->columns); DATA of a target names its row. */
TENON_API tenon_status tenon_linear_fit_targets(const tenon_context *context,
                                                const tenon_matrix *features,
                                                const tenon_matrix *targets, const double *weights,
                                                const int64_t *clusters, const char *const *names,
                                                const tenon_linear_options *options,
                                                tenon_model **out, int64_t capacity,
                                                tenon_error *err);

/* Other ways to fit a line; each gives a model that scores, saves and loads as others do. In its summary
 * converged is a checked fact. `names` may be NULL. Errors: as tenon_linear_fit_matrix.
 *
 * Least squares with coefficients that are not negative (the intercept is free), exact: active sets
 * (Lawson and Hanson 1974), the optimality conditions checked on the data. No standard errors. */
TENON_API tenon_status tenon_nonnegative_fit_matrix(const tenon_context *context,
                                                    const tenon_matrix *features,
                                                    const double *target, const char *const *names,
                                                    int32_t no_intercept, tenon_model **out,
                                                    tenon_error *err);

typedef int32_t tenon_huber_scale;
#define TENON_HUBER_JOINT 0 /* with the coefficients in one convex objective, as scikit-learn */
#define TENON_HUBER_MAD 1   /* median |r| / 0.6745 of the fit itself, as RLM of statsmodels */
#define TENON_HUBER_FIXED 2

typedef struct tenon_huber_options {
    uint32_t struct_size;
    int32_t no_intercept;
    tenon_huber_scale scale;
    int32_t reserved;
    double threshold;       /* residuals beyond threshold * scale count linearly; 0: 1.345 */
    double fixed_scale;     /* of TENON_HUBER_FIXED, in the target's units */
    double confidence;      /* 0: 0.95 */
    double tolerance;       /* on the scaled gradient per row; 0: 1e-10 */
    int64_t max_iterations; /* 0: 200 */
} tenon_huber_options;

#define TENON_HUBER_OPTIONS_INIT {sizeof(tenon_huber_options), 0, 0, 0, 0, 0, 0, 0, 0}

/* Huber's estimate: squares up to threshold * scale, then linear, by Newton's method. residual_sd of
 * the summary is the scale. DATA if half of the rows lie on one plane, for then the scale is 0. */
TENON_API tenon_status tenon_huber_fit_matrix(const tenon_context *context,
                                              const tenon_matrix *features, const double *target,
                                              const char *const *names,
                                              const tenon_huber_options *options,
                                              tenon_model **out, tenon_error *err);
/* The same with a weight a row, finite and at least 0: a row of weight w counts as w rows everywhere, one
 * of 0 nowhere. NULL: all 1. */
TENON_API tenon_status tenon_huber_fit_rows(const tenon_context *context,
                                            const tenon_matrix *features, const double *target,
                                            const double *weights, const char *const *names,
                                            const tenon_huber_options *options, tenon_model **out,
                                            tenon_error *err);

typedef struct tenon_quantile_regression_options {
    uint32_t struct_size;
    int32_t no_intercept;
    double quantile;    /* between 0 and 1; 0: 0.5, least absolute deviations */
    double confidence;  /* 0: 0.95 */
    int64_t max_pivots; /* 0: 1000 + 20 for each row */
} tenon_quantile_regression_options;

#define TENON_QUANTILE_REGRESSION_OPTIONS_INIT {sizeof(tenon_quantile_regression_options), 0, 0, 0, 0}

/* minimise sum r (q - [r < 0]) exactly, with the dual's bound as proof (Barrodale and Roberts 1973);
 * standard errors as QuantReg of statsmodels. */
TENON_API tenon_status tenon_quantile_regression_fit_matrix(
    const tenon_context *context, const tenon_matrix *features, const double *target,
    const char *const *names, const tenon_quantile_regression_options *options, tenon_model **out,
    tenon_error *err);
/* The same with weights as of tenon_huber_fit_rows. */
TENON_API tenon_status tenon_quantile_regression_fit_rows(
    const tenon_context *context, const tenon_matrix *features, const double *target,
    const double *weights, const char *const *names,
    const tenon_quantile_regression_options *options, tenon_model **out, tenon_error *err);

typedef int32_t tenon_model_kind;
#define TENON_MODEL_LOGISTIC 0
#define TENON_MODEL_LINEAR 1
#define TENON_MODEL_POISSON 2
#define TENON_MODEL_NEGATIVE_BINOMIAL 3
#define TENON_MODEL_GAMMA 4
#define TENON_MODEL_TWEEDIE 5
#define TENON_MODEL_MULTINOMIAL 6 /* several classes: ln(P(k)/P(first)) = b_k0 + b_k'x */
#define TENON_MODEL_ORDINAL 7     /* classes in an order: logit P(Y <= k) = cut_k - b'x */
#define TENON_MODEL_PROBABILITY 8 /* least squares of a target of 0 and 1, errors HC3 */

/* What is linear in the features: the mean, ln p/(1-p), ln mean, 1/mean. */
typedef int32_t tenon_link;
#define TENON_LINK_DEFAULT 0 /* log, for the models of tenon_glm_options */
#define TENON_LINK_IDENTITY 1
#define TENON_LINK_LOGIT 2
#define TENON_LINK_LOG 3
#define TENON_LINK_INVERSE 4

/* Models of counts, waiting times and amounts with mean g^-1(b0 + b'x + offset) and variance
 *     Poisson mu;  negative binomial mu + shape mu^2;  gamma phi mu^2;  Tweedie phi mu^shape
 * by maximum likelihood (P. McCullagh and J. Nelder, Generalized Linear Models, 1989). With an identity
 * link that of gamma and Tweedie models may have several maxima: several starts are tried (one where the
 * rows come in slices), the greatest maximum met is taken, and a warning tells how many were compared.
 * Standard errors are by the expected information, a negative binomial's with its shape as if it were
 * given; shape_error is by the observed information of shape and coefficients together. */
typedef struct tenon_glm_options {
    uint32_t struct_size;
    int32_t no_intercept;
    tenon_link link;   /* log for all; identity but for the negative binomial; inverse for gamma */
    int32_t quasi;     /* Poisson: errors times the root of the dispersion, with Student's t */
    double l2;         /* -log L + l2/2 |b|^2 on features standardised by their weighted deviation */
    double confidence; /* 0: 0.95 */
    double tolerance;  /* on the scaled gradient, a pure number; 0: 1e-10 */
    int64_t max_iterations; /* 0: 100 */
    double shape;      /* negative binomial: above 0; Tweedie: between 1 and 2; 0: estimated by
                          (profile) likelihood; of other models it must be 0 */
    tenon_errors errors; /* others than classical hold where the variance is not that of the family; a
                            dispersion then has no part in them. Not with quasi */
    int32_t reserved;
    const char *clusters; /* as in tenon_logistic_options */
} tenon_glm_options;

#define TENON_GLM_OPTIONS_INIT {sizeof(tenon_glm_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL}

/* What may come with every row of arrays; each NULL or one number a row, borrowed for the call. */
typedef struct tenon_row_extras {
    uint32_t struct_size;
    int32_t reserved;
    const double *weights;  /* at least 0: a row of weight w counts as w rows, one of 0 nowhere; but for
                             * the standard deviations of a penalty, which have n / (n - 1) of the rows
                             * there are, so that they do not depend on the unit of the weights */
    const double *offset;   /* added to the linear predictor with the coefficient 1 */
    const double *exposure; /* above 0, log link only: the mean is that per unit of exposure */
    const int64_t *clusters; /* equal numbers: one cluster, for TENON_ERRORS_CLUSTER; of no account else */
} tenon_row_extras;

#define TENON_ROW_EXTRAS_INIT {sizeof(tenon_row_extras), 0, NULL, NULL, NULL, NULL}

/* Of models of several classes, multinomial and ordinal. */
typedef struct tenon_class_options {
    uint32_t struct_size;
    int32_t reserved;
    double l2;              /* on the slopes of features standardised by their weighted deviation; of a
                             * multinomial model against class 0, so that it matters which class that is */
    double confidence;      /* 0: 0.95 */
    double tolerance;       /* on the scaled gradient per record; 0: 1e-10 */
    int64_t max_iterations; /* 0: 100 */
    tenon_errors errors;    /* HC0, HC1 and CLUSTER hold where records scatter otherwise than the model
                             * says; HC2 and HC3 are refused: a record of several classes has no single
                             * leverage */
    int32_t reserved_errors;
    const char *clusters;   /* as in tenon_logistic_options */
} tenon_class_options;

#define TENON_CLASS_OPTIONS_INIT {sizeof(tenon_class_options), 0, 0, 0, 0, 0, 0, 0, NULL}

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
    /* What belongs to another kind of model is not looked at; but for models of several classes errors other
     * than classical are refused in all options but `classes`, for TENON_MODEL_PROBABILITY in logistic ones, and
     * a positive_label for all kinds but TENON_MODEL_LOGISTIC and TENON_MODEL_PROBABILITY: it says that another
     * model was meant. */
    const tenon_linear_options *linear;     /* NULL: defaults */
    const tenon_logistic_options *logistic; /* NULL: defaults; of TENON_MODEL_PROBABILITY the label */
    double penalty;     /* above 0: the model is an elastic net, see tenon_elastic_net_options; of linear
                         * and logistic options only no_intercept may be set */
    double ridge_share; /* of it; 0: the lasso */
    const tenon_feature *const *features;   /* fitted steps that belong to the pipeline, applied one after
                                             * the other before all else, in fit, predict and evaluate;
                                             * numeric and categorical may name what they make. Saved
                                             * with it. NULL: none; refused by a fit over parts */
    int32_t feature_count;
    int32_t reserved;
    const tenon_glm_options *glm;           /* NULL: defaults */
    /* Number columns, NULL: none; see tenon_row_extras. No inputs: tenon_model_score and
     * tenon_model_predict tell the mean for an exposure of 1 and an offset of 0, tenon_model_expect
     * and tenon_model_evaluate that of each record. A missing cell is refused with its place. */
    const char *weights;
    const char *offset;                     /* logistic and generalised linear models */
    const char *exposure;                   /* generalised linear models with a log link */
    /* The classes of a multinomial or ordinal model, `level_count` texts: every one occurs in the target
     * and no other. The first is the reference of a multinomial model, the lowest of an ordinal one.
     * NULL: false and true, numbers by value, texts in byte order; an ordinal model of a text needs them.
     * Numbers compare as numbers. */
    const char *const *levels;
    int32_t level_count;
    int32_t reserved_levels;
    const tenon_class_options *classes;     /* of such a model; NULL: defaults */
} tenon_pipeline_options;

#define TENON_PIPELINE_OPTIONS_INIT                                                                \
    {sizeof(tenon_pipeline_options), 0, NULL, NULL, NULL, 0, 0, NULL, NULL, 0, 0, NULL, NULL, 0, 0, \
     NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL}

/* Fits the steps and the model on a table. Fails with ARGUMENT (contradictory options), NOT_FOUND,
 * TYPE, DATA (missing cells without `impute`, with their place; a target of one class), NO_MEMORY,
 * BUDGET, CANCELLED. */
TENON_API tenon_status tenon_pipeline_fit(const tenon_context *context, const tenon_table *table,
                                          const tenon_pipeline_options *options,
                                          tenon_model **out, tenon_error *err);
TENON_API void tenon_model_free(tenon_model *model);

/* Logistic regression on arrays with weights, offset and clusters (exposure is refused); `extras` and `names`
 * may be NULL. Errors: ARGUMENT, DATA, NO_MEMORY, CANCELLED. */
TENON_API tenon_status tenon_logistic_fit_rows(const tenon_context *context,
                                               const tenon_matrix *features, const double *target,
                                               const tenon_row_extras *extras,
                                               const char *const *names,
                                               const tenon_logistic_options *options,
                                               tenon_model **out, tenon_error *err);
/* A Poisson, negative binomial, gamma or Tweedie model on arrays; `extras` and `names` may be NULL.
 * Scores are means per unit of exposure at offset 0. Flags and warnings tell what is wrong with the
 * fit, converged whether the gradient vanished. Errors: ARGUMENT (options, a link the family has
 * not), DATA (a target out of the family's range, with its row; all 0), NO_MEMORY, CANCELLED. */
TENON_API tenon_status tenon_glm_fit_matrix(const tenon_context *context,
                                            const tenon_matrix *features, const double *target,
                                            const tenon_row_extras *extras,
                                            const char *const *names, tenon_model_kind family,
                                            const tenon_glm_options *options, tenon_model **out,
                                            tenon_error *err);

typedef struct tenon_logistic_inference_options {
    uint32_t struct_size;
    int32_t coefficient_tests;      /* nonzero: likelihood-ratio test a coefficient, a fit more each */
    int32_t difference_for_dummies; /* nonzero: marginal effect of a 0/1 feature is the mean change
                                       of P from 0 to 1, not the mean slope */
    int32_t groups;                 /* of Hosmer and Lemeshow's test, 3 to 1000; 0: 10 */
} tenon_logistic_inference_options;

#define TENON_LOGISTIC_INFERENCE_OPTIONS_INIT \
    {sizeof(tenon_logistic_inference_options), 0, 0, 0}

/* With l, l0 the log-likelihoods of the model and of the intercept alone, n the sum of weights. A test
 * is NaN where estimates do not exist, and the likelihood ratio with l2. Without an intercept the
 * likelihood ratio is against the offset alone (P = 1/2 where there is none), while mcfadden, cox_snell
 * and nagelkerke keep l0 and may be below 0. */
typedef struct tenon_logistic_measures {
    uint32_t struct_size;
    int32_t reserved;
    double likelihood_ratio;   /* 2 (l - l0): chi-squared if no feature matters */
    double likelihood_ratio_p;
    double wald;               /* b' cov^-1 b, the same */
    double wald_p;
    double degrees;            /* of both */
    double mcfadden;           /* 1 - l/l0 */
    double cox_snell;          /* 1 - exp(2 (l0 - l)/n) */
    double nagelkerke;         /* cox_snell over its greatest value */
    double tjur;               /* mean probability of the ones less that of the zeros */
    double hosmer_lemeshow;    /* chi-squared of groups - 2 degrees if probabilities are right */
    double hosmer_lemeshow_p;
    double hosmer_lemeshow_degrees;
} tenon_logistic_measures;

#define TENON_LOGISTIC_MEASURES_INIT \
    {sizeof(tenon_logistic_measures), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Fits as tenon_logistic_fit_rows and tells what there is to say about the model. Each of `model`,
 * `measures`, `effects` and `groups` may be NULL.
 *   effects: name, odds_ratio, odds_low, odds_high (factor of the odds by one unit of the feature),
 *            likelihood_ratio, likelihood_ratio_p, marginal (mean dP/dx, probability a unit),
 *            marginal_error (delta method), marginal_z, marginal_p, marginal_low, marginal_high.
 *   groups:  low, high, rows, observed, expected of Hosmer and Lemeshow's groups.
 * Errors: as tenon_logistic_fit_rows. Sources: D. Hosmer and S. Lemeshow, Applied Logistic Regression
 * (2013); W. Greene, Econometric Analysis (2012), 17.3; T. Tjur (2009). */
TENON_API tenon_status tenon_logistic_infer(const tenon_context *context,
                                            const tenon_matrix *features, const double *target,
                                            const tenon_row_extras *extras,
                                            const char *const *names,
                                            const tenon_logistic_options *options,
                                            const tenon_logistic_inference_options *inference,
                                            tenon_model **model, tenon_logistic_measures *measures,
                                            tenon_table **effects, tenon_table **groups,
                                            tenon_error *err);

/* Facts about a fit that its user must know; a set of bits in tenon_fit_summary.flags, in words in
 * tenon_model_warning. */
#define TENON_FIT_RANK_DEFICIENT 1
#define TENON_FIT_SEPARATION 2
#define TENON_FIT_QUASI_SEPARATION 4
#define TENON_FIT_NOT_CONVERGED 8
#define TENON_FIT_ILL_CONDITIONED 16
#define TENON_FIT_FEW_ROWS 32
#define TENON_FIT_DISPERSED 64 /* the target's scatter is not that of the family */

/* How a least-squares fit was computed. */
typedef int32_t tenon_fit_path;
#define TENON_PATH_NONE 0          /* another kind of fit */
#define TENON_PATH_CROSS_PRODUCT 1 /* Cholesky of the compensated cross product, refined */
#define TENON_PATH_BLOCKED_QR 2    /* QR by blocks of rows, refined */
#define TENON_PATH_DENSE_QR 3      /* QR of the whole design, refined */
#define TENON_PATH_EXACT 4         /* all in double-double */
TENON_API const char *tenon_fit_path_text(tenon_fit_path path); /* "cross product", ...; "" for none */
TENON_API const char *tenon_errors_text(tenon_errors errors);   /* "classical", "hc0", ... */

typedef struct tenon_fit_summary {
    uint32_t struct_size;
    tenon_model_kind kind;
    int64_t rows;
    int64_t parameters;
    double log_likelihood;
    double null_log_likelihood; /* of the intercept and offset alone; with the alpha or power of the
                                   model where it has one, which is not the best for these means */
    double aic;            /* -2 log L + 2 k, k = effective_parameters; shape and dispersion besides */
    double bic;
    double r2;             /* linear: R2; classes: McFadden's; counts and amounts: share of the deviance
                              explained */
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
    /* Of least squares only, but for errors, clusters and error_degrees: */
    tenon_fit_path path;   /* how the numbers came about */
    tenon_errors errors;   /* of the standard errors */
    int64_t clusters;      /* of TENON_ERRORS_CLUSTER */
    double digits;         /* right digits of the worst coefficient, of 15.95, as the arithmetic has it (data
                              taken as exact); of binary logistic models and those of counts too. 0: not known,
                              and of several classes not told */
    double error_digits;   /* the same of the standard errors, of least squares alone; 0 elsewhere */
    double error_degrees;  /* of freedom, of t and intervals */
    double durbin_watson;  /* of the residuals in the order of the rows; 2: no correlation; NaN where
                              they were not found (residual_pass) */
    /* Of Huber and quantile regression and penalised pipelines (elastic net), NaN elsewhere: */
    double objective;      /* what was minimised */
    double bound;          /* but for Huber's: no coefficients have a smaller one, up to rounding */
    /* Of generalised linear models, NaN elsewhere: */
    double deviance;
    double null_deviance;  /* of the intercept and offset alone */
    double pearson;        /* sum w (y - mu)^2 / V(mu) */
    double dispersion;     /* pearson / (n - k) */
    double dispersion_ml;  /* gamma, Tweedie: the most likely phi, in the log-likelihood */
    double shape;          /* alpha of a negative binomial, p of Tweedie's */
    double shape_error;    /* its standard error; NaN if given */
    tenon_link link;
    int32_t reserved;
    double effective_parameters; /* what a penalty l2 leaves of `parameters`: the trace of H (H + P)^-1, H
                                    the information (X'X of least squares) and P the penalty; of an
                                    elastic net the coefficients that are not 0. NaN where it was not
                                    found: l2 with no_inference */
} tenon_fit_summary;

#define TENON_FIT_SUMMARY_INIT                                                                     \
    {sizeof(tenon_fit_summary), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
     0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

typedef struct tenon_coefficient {
    uint32_t struct_size;
    int32_t dropped;       /* collinear with earlier features; the estimate is 0 */
    const char *name;      /* borrowed from the model */
    double estimate;       /* in the units of the features, or of their `unit` below */
    double standard_error; /* NaN where it does not exist, as below */
    double statistic;      /* t (linear) or z (logistic) */
    double p_value;        /* two-sided */
    double low;            /* confidence interval */
    double high;
    /* Of least squares, NaN elsewhere and for the intercept: */
    double standardized;   /* estimate * sd of the feature / sd of the target */
    double vif;            /* variance inflation: 1 / (1 - R2 of this feature on the others) */
    /* The model sees (x - centre) / unit, and the estimate is of that. 0 and 1 of features that the model does
     * not scale, of categories and of the intercept. */
    double centre;
    double unit;
} tenon_coefficient;

#define TENON_COEFFICIENT_INIT {sizeof(tenon_coefficient), 0, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}

/* How the fit went, copied into the caller's struct, whose struct_size must be set. Fails with
 * ARGUMENT. */
TENON_API tenon_status tenon_model_summary(const tenon_model *model, tenon_fit_summary *summary,
                                           tenon_error *err);
TENON_API int32_t tenon_model_coefficients(const tenon_model *model); /* how many; -1 for NULL */
/* Coefficient 0 <= index < tenon_model_coefficients, the intercept first where there is one. Of a
 * multinomial model they are called "<class>: <feature>", class after class; of an ordinal one the cuts
 * "<class>|<class>" come last. Fails with ARGUMENT. */
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
/* The columns that came with the records of the fit (tenon_pipeline_options); "" where there was none. */
TENON_API const char *tenon_model_exposure(const tenon_model *model);
TENON_API const char *tenon_model_offset(const tenon_model *model);

/* The classes of a multinomial or ordinal model: how many (0 for other models, -1 for NULL), and the text
 * of each, 0 <= index, in the order of probabilities (NULL out of range). */
TENON_API int32_t tenon_model_classes(const tenon_model *model);
TENON_API const char *tenon_model_class(const tenon_model *model, int32_t index);
/* Coefficients of such a model as a table: class (of a multinomial model, against the first class; of an
 * ordinal one missing), name, estimate, standard_error, z, p_value, low, high, odds_ratio, odds_low,
 * odds_high (e to the estimate and its limits: by how much one unit of the feature multiplies the odds of
 * the class against the first, or those of a higher class; missing for intercepts and cuts), dropped.
 * Fails: ARGUMENT (another model). */
TENON_API tenon_status tenon_model_class_coefficients(const tenon_model *model, tenon_table **out,
                                                      tenon_error *err);

/* One record, without a table, an allocation or a lock: numbers in the order of the inputs,
 * categories as tenon_model_category gives them, NaN for missing. Feature steps are not applied: of a
 * pipeline with such steps the record holds what they make of it. scores[0] receives the prediction
 * (linear) or the probability of the positive label (logistic), and scores[k] that of class k of a
 * multinomial or ordinal model. score_count must be at least 1, or tenon_model_classes. */
TENON_API tenon_status tenon_model_score(const tenon_model *model, const double *record,
                                         int32_t value_count, double *scores, int32_t score_count,
                                         tenon_error *err);
/* The number that stands for a category of an input; -1 if it is unknown to the model. */
TENON_API tenon_status tenon_model_category(const tenon_model *model, int32_t input,
                                            const char *category, int64_t length, double *code,
                                            tenon_error *err);
/* Every record of a table, after the feature steps; columns are found by name. Bit-equal to
 * tenon_model_score: of several classes scores holds the probabilities of all, record after record,
 * tenon_model_classes numbers each. */
TENON_API tenon_status tenon_model_predict(const tenon_context *context, const tenon_model *model,
                                           const tenon_table *table, double *scores,
                                           int64_t capacity, int64_t *needed, tenon_error *err);
/* What a model of several classes makes of every record of a table, as a table: "predicted <target>", the
 * likeliest class (the first among equals), and "probability of <class>" for each. Fails: as
 * tenon_model_predict, ARGUMENT (another model). */
TENON_API tenon_status tenon_model_classify(const tenon_context *context, const tenon_model *model,
                                            const tenon_table *table, tenon_table **out,
                                            tenon_error *err);
/* The mean that every record of a table has with its own offset and exposure, where the model was fitted
 * with such columns: counts, where tenon_model_predict gives rates. Without them it is that. NOT_FOUND,
 * TYPE and DATA also for these columns. */
TENON_API tenon_status tenon_model_expect(const tenon_context *context, const tenon_model *model,
                                          const tenon_table *table, double *scores,
                                          int64_t capacity, int64_t *needed, tenon_error *err);

/* Of every record of a table, by a least-squares model: prediction, mean_low and mean_high (interval
 * of the expected value), low and high (of one new measurement, which adds the residual variance).
 * confidence 0: that of the fit. ARGUMENT for a model that is not one of least squares or has no degrees
 * of freedom; DATA and NOT_FOUND as tenon_model_predict. */
TENON_API tenon_status tenon_model_predict_intervals(const tenon_context *context,
                                                     const tenon_model *model,
                                                     const tenon_table *table, double confidence,
                                                     tenon_table **out, tenon_error *err);
/* Of the records a least-squares model was fitted on, in their order (those without a target are
 * left out): row, fitted, residual, leverage h = x'(X'X)^-1 x, studentized r / (sd root(1 - h)), and
 * cook, Cook's distance studentized^2 h / ((1 - h) k). Weighted as in the fit. Robust errors do not
 * change them. Errors as above. */
TENON_API tenon_status tenon_model_diagnostics(const tenon_context *context,
                                               const tenon_model *model, const tenon_table *table,
                                               tenon_table **out, tenon_error *err);
/* What each input adds to the score of each record: the column (intercept), one a used input by its
 * name (of what feature steps make: by the name that they give it), and (score), their sum in that
 * order: the prediction, or of a logistic model the log of the odds. A share is coefficient times value after the steps; that of a category is its coefficient. Of a
 * multinomial model the score is ln(P(class)/P(first class)): the records come once for each class but the
 * first, which a column (class) ahead tells; of an ordinal one it is b'x, larger for higher classes. */
TENON_API tenon_status tenon_model_contributions(const tenon_context *context,
                                                 const tenon_model *model, const tenon_table *table,
                                                 tenon_table **out, tenon_error *err);

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

/* Metrics on the records of a table with a present target, at probability threshold 0.5; of several
 * classes precision, recall and f1 are plain means over the classes, brier the mean of the sum of squared
 * misses over them, and there is no threshold, no auc and no count (see tenon_model_evaluate_classes). Where the model
 * was fitted with weights and the table has their column, means are by weight; records of weight 0 count
 * nowhere, and the counts are of the others. */
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

/* The same without weights, with a percentile bootstrap interval for each metric; counts have none, low
 * and high hold those of the records. ARGUMENT for a model of several classes. */
TENON_API tenon_status tenon_model_evaluate_intervals(const tenon_context *context,
                                                      const tenon_model *model,
                                                      const tenon_table *table,
                                                      const tenon_bootstrap_options *options,
                                                      tenon_metrics *metrics, tenon_metrics *low,
                                                      tenon_metrics *high, tenon_error *err);
/* As tables: threshold, false_positive_rate, true_positive_rate; and low, high, rows,
 * mean_predicted, share_positive, interval_low, interval_high (bins 0: 10). Logistic models only. Every
 * record counts alike, where tenon_model_evaluate counts them by the weights of the fit. */
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

/* What a saved document says of itself, without building what it holds: for a file of unknown origin, or
 * one that is refused because it was changed (CORRUPT) or comes from a newer library (VERSION). Takes the
 * JSON of models, class models, features, cleaning plans and problems, and the bytes of partials and
 * online models. Nothing of the content is believed. Costs one parse of the document. */
typedef struct tenon_document_info {
    uint32_t struct_size;
    int32_t damaged;        /* nonzero: its checksum is not that of its content, or is missing where one must be */
    int32_t too_new;        /* nonzero: this library reads up to newest_version only */
    int32_t has_checksum;   /* 0: none; problems and cleaning plans need none */
    const char *format;     /* "tenon.pipeline", ...; lasts */
    const char *kind;       /* "pipeline", ...; lasts */
    int64_t format_version; /* 0: it tells none */
    int64_t newest_version;
} tenon_document_info;

#define TENON_DOCUMENT_INFO_INIT {sizeof(tenon_document_info), 0, 0, 0, NULL, NULL, 0, 0}

/* PARSE for what is no document that tenon saves, with line and byte where JSON cannot be read. */
TENON_API tenon_status tenon_document_inspect(const char *bytes, int64_t length,
                                              tenon_document_info *info, tenon_error *err);
/* The same with an outline of the content, as lines for people: of each array the first `entries`; 0: 20. At
 * most `capacity` bytes are written, not terminated; *needed receives the whole length. */
TENON_API tenon_status tenon_document_text(const char *bytes, int64_t length, int64_t entries,
                                           char *buffer, int64_t capacity, int64_t *needed,
                                           tenon_error *err);
/* One JSON object without the content: format, kind, format_version, newest_version, library_version,
 * checksum (as it is written), content_checksum (as it should be), damaged, too_new; null for what the
 * document does not tell. */
TENON_API tenon_status tenon_document_json(const char *bytes, int64_t length, char *buffer,
                                           int64_t capacity, int64_t *needed, tenon_error *err);

/* What an exported ONNX model is made of. */
typedef int32_t tenon_onnx_operators;
#define TENON_ONNX_DOUBLES 0 /* plain operators in double, and LabelEncoder for categories */
#define TENON_ONNX_ML 1      /* Imputer, Scaler, OneHotEncoder, LinearRegressor, LinearClassifier; float */

/* The model with its steps as an ONNX model for scoring elsewhere (IR 7, ai.onnx 13, ai.onnx.ml 2), as
 * bytes (capacity as for tenon_linear_partial_to_bytes) or a file, written new, synced and renamed.
 * Every input of the model is an input of its column's name and of shape [rows, 1]: numbers as double
 * (TENON_ONNX_ML: float), categories as strings, or as int64 where their column is int64 or bool. NaN
 * is a missing number, "" a missing category. Outputs: "prediction" [rows, 1]; of a logistic model
 * "label" [rows, 1] (1 where the positive label is likelier) and "probabilities" [rows, 2], the positive
 * label's second; of several classes "label" is the text of the likeliest and "probabilities" has a column
 * a class. A record that tenon_model_score refuses gives NaN, or under TENON_ONNX_ML an error of
 * the runtime, with two exceptions: a sum beyond the range of numbers is refused there, and here inf
 * or NaN; and under TENON_ONNX_ML with TENON_UNKNOWN_ZERO and no fill "" is an unknown category, scored
 * as the reference (TENON_ONNX_DOUBLES gives NaN). Scores agree with it to rounding (of floats under
 * TENON_ONNX_ML); a probability of a logistic model to that of 1: small ones lose digits, and below 1e-16
 * (6e-8) are 0.
 * Fails: DATA (a name that is not UTF-8), UNSUPPORTED (a model with feature steps), ARGUMENT,
 * IO. */
TENON_API tenon_status tenon_model_to_onnx(const tenon_model *model, tenon_onnx_operators operators,
                                           void *buffer, int64_t capacity, int64_t *needed,
                                           tenon_error *err);
TENON_API tenon_status tenon_model_save_onnx(const tenon_model *model,
                                             tenon_onnx_operators operators, const char *path,
                                             tenon_error *err);
/* The same as a PMML 4.4 document, a RegressionModel: bounds, fills and unknown categories of its mining
 * fields, scaling as derived fields; what tenon_model_score refuses is returned as invalid. Several
 * classes: a regression table each, softmax, or logit of an ordinal target. Numbers
 * are the shortest that read back equal. Fails: as tenon_model_to_onnx; UNSUPPORTED (an inverse link). */
TENON_API tenon_status tenon_model_to_pmml(const tenon_model *model, char *buffer, int64_t capacity,
                                           int64_t *needed, tenon_error *err);
TENON_API tenon_status tenon_model_save_pmml(const tenon_model *model, const char *path,
                                             tenon_error *err);
/* Coefficients trained elsewhere as a model for scoring. `text` is a JSON object of `length` bytes:
 * names (texts), coefficients (numbers), family ("linear" or "gaussian", "logistic" or "binomial"); may be
 * left out: intercept (a number), scaler {"means": numbers, "sds": numbers above 0} for
 * coefficients of (x - mean) / sd, target, positive_label (texts). Other members are ignored. Standard errors
 * are NaN, and a warning says that nothing is known of the fit. Fails: PARSE (no JSON), CORRUPT (a member is
 * missing, or of another type or length, with its place; a member that nearly has one of these names). */
TENON_API tenon_status tenon_model_from_coefficients(const char *text, int64_t length,
                                                     tenon_model **out, tenon_error *err);

/* ---- Models of rows that come in parts ------------------------------------------------------ */

/* What least squares must know of some rows: exact sums of products, so that partials of slices can be
 * made anywhere, written as bytes, merged in any order and grouping, and fitted with the same bits. */
typedef struct tenon_linear_partial tenon_linear_partial; /* mutable */

/* No rows yet. `names` of the `count` features, in the order of the columns of later slices. */
TENON_API tenon_status tenon_linear_partial_create(const char *const *names, int32_t count,
                                                   tenon_linear_partial **out, tenon_error *err);
/* Adds the rows of a slice. `target` holds one value a row; `weights` NULL (all 1), or one a row, 0 or
 * from 1e-18 to 1e18: an observation of weight w has variance sigma^2 / w. Values below 1e-100 in size
 * count as 0. Cost: some 5 to 8 plain cross products. A call that fails has added nothing.
 * Fails: ARGUMENT (shapes, a weight), DATA (NaN, infinity, a size above 1e100; with row and feature),
 * BUDGET, CANCELLED. */
TENON_API tenon_status tenon_linear_partial_add(tenon_linear_partial *partial,
                                                const tenon_context *context,
                                                const tenon_matrix *features, const double *target,
                                                const double *weights, tenon_error *err);
/* The same of a table whose columns have the names of the features; `weights` a column or NULL. Rows
 * with a missing cell or NaN in them are left out, and counted in *left_out (may be NULL).
 * Fails also: NOT_FOUND, TYPE. */
TENON_API tenon_status tenon_linear_partial_add_table(tenon_linear_partial *partial,
                                                      const tenon_context *context,
                                                      const tenon_table *table, const char *target,
                                                      const char *weights, int64_t *left_out,
                                                      tenon_error *err);
/* Fails: ARGUMENT (features of other names). */
TENON_API tenon_status tenon_linear_partial_merge(tenon_linear_partial *partial,
                                                  const tenon_linear_partial *other,
                                                  tenon_error *err);
TENON_API int64_t tenon_linear_partial_rows(const tenon_linear_partial *partial); /* -1 for NULL */
/* The partial as bytes, the same on every machine; *needed receives how many (may be NULL). With
 * capacity 0 nothing is written. Reading them back trusts nothing. Fails: ARGUMENT (capacity), PARSE
 * (other bytes), VERSION, CORRUPT. */
TENON_API tenon_status tenon_linear_partial_to_bytes(const tenon_linear_partial *partial,
                                                     void *buffer, int64_t capacity,
                                                     int64_t *needed, tenon_error *err);
TENON_API tenon_status tenon_linear_partial_from_bytes(const void *bytes, int64_t length,
                                                       tenon_linear_partial **out,
                                                       tenon_error *err);
/* The model of tenon_linear_fit_matrix on all rows, ridge and inference included; the partial stays.
 * The sums are exact and what follows has some 31 digits: a condition number k costs 2 log10 k of
 * them. Fails: ARGUMENT, DATA (no rows), CANCELLED. */
TENON_API tenon_status tenon_linear_partial_fit(const tenon_linear_partial *partial,
                                                const tenon_context *context,
                                                const tenon_linear_options *options,
                                                tenon_model **out, tenon_error *err);
/* The model of tenon_nonnegative_fit_matrix on all rows, its conditions checked on the exact sums.
 * Fails: ARGUMENT, DATA (no rows), CANCELLED. Paths of penalties: tenon_ridge_path_fit_partials. */
TENON_API tenon_status tenon_nonnegative_fit_partial(const tenon_context *context,
                                                     const tenon_linear_partial *partial,
                                                     int32_t no_intercept, tenon_model **out,
                                                     tenon_error *err);
TENON_API void tenon_linear_partial_free(tenon_linear_partial *partial);

/* One pass over some rows of a logistic fit, or one of counts and amounts, of classes, Huber's or of a
 * quantile: what the fit asks for at a point that the partial knows, most often log-likelihood, gradient
 * and Hessian. Merged in any order and grouping, the same slices give the same bits. */
typedef struct tenon_logistic_partial tenon_logistic_partial; /* mutable */

/* As those of tenon_linear_partial; the target is 0 or 1, a class, or in the family's range (DATA else,
 * with the row), merge wants partials of the same pass. The bytes of an empty partial are all that a worker needs to know. */
TENON_API tenon_status tenon_logistic_partial_add(tenon_logistic_partial *partial,
                                                  const tenon_context *context,
                                                  const tenon_matrix *features,
                                                  const double *target, const double *weights,
                                                  tenon_error *err);
/* The same with all that may come with rows (NULL: nothing): offsets and exposures, for models of counts
 * and amounts. Errors also as those of tenon_glm_fit_matrix for these. */
TENON_API tenon_status tenon_logistic_partial_add_rows(tenon_logistic_partial *partial,
                                                       const tenon_context *context,
                                                       const tenon_matrix *features,
                                                       const double *target,
                                                       const tenon_row_extras *extras,
                                                       tenon_error *err);
TENON_API tenon_status tenon_logistic_partial_add_table(tenon_logistic_partial *partial,
                                                        const tenon_context *context,
                                                        const tenon_table *table,
                                                        const char *target, const char *weights,
                                                        int64_t *left_out, tenon_error *err);
TENON_API tenon_status tenon_logistic_partial_merge(tenon_logistic_partial *partial,
                                                    const tenon_logistic_partial *other,
                                                    tenon_error *err);
TENON_API int64_t tenon_logistic_partial_rows(const tenon_logistic_partial *partial);
TENON_API tenon_status tenon_logistic_partial_to_bytes(const tenon_logistic_partial *partial,
                                                       void *buffer, int64_t capacity,
                                                       int64_t *needed, tenon_error *err);
TENON_API tenon_status tenon_logistic_partial_from_bytes(const void *bytes, int64_t length,
                                                         tenon_logistic_partial **out,
                                                         tenon_error *err);
TENON_API void tenon_logistic_partial_free(tenon_logistic_partial *partial);

/* Adds all rows, wherever they are, to the empty partial that is lent for the call; not TENON_OK stops
 * the fit with that status. */
typedef tenon_status (*tenon_logistic_pass_function)(tenon_logistic_partial *partial, void *user);

/* The model of tenon_logistic_fit_matrix on the rows of `first` (a partial of the same rows whose target
 * is 0 or 1), by some 7 to 14 passes over them, called on this thread; with Firth's correction by twice as
 * many, or by hundreds where rows * columns^3 is below a million. Fails as that, and with DATA
 * if a pass brings another number of rows. */
TENON_API tenon_status tenon_logistic_fit_passes(const tenon_context *context,
                                                 const tenon_linear_partial *first,
                                                 tenon_logistic_pass_function pass, void *user,
                                                 const tenon_logistic_options *options,
                                                 tenon_model **out, tenon_error *err);

/* The same for tenon_glm_fit_matrix, by some 8 to 20 passes (Tweedie: 20 more for the dispersion). Fails
 * also with ARGUMENT where the shape of a negative binomial or Tweedie model is not given, or a model
 * without intercept has another link than the log. */
TENON_API tenon_status tenon_glm_fit_passes(const tenon_context *context,
                                            const tenon_linear_partial *first,
                                            tenon_logistic_pass_function pass, void *user,
                                            tenon_model_kind family,
                                            const tenon_glm_options *options, tenon_model **out,
                                            tenon_error *err);

/* The same for tenon_huber_fit_matrix, by some 10 to 30 passes (TENON_HUBER_MAD: 100 to 200), and for
 * tenon_quantile_regression_fit_matrix, by some 40 to 60: rows next to the plane travel in the partial as
 * they are, and a last pass proves the answer. Weights are 1, or 0 for a row that is left out (ARGUMENT
 * else). Models of classes: tenon_multinomial_fit_passes. */
TENON_API tenon_status tenon_huber_fit_passes(const tenon_context *context,
                                              const tenon_linear_partial *first,
                                              tenon_logistic_pass_function pass, void *user,
                                              const tenon_huber_options *options,
                                              tenon_model **out, tenon_error *err);
TENON_API tenon_status tenon_quantile_regression_fit_passes(
    const tenon_context *context, const tenon_linear_partial *first,
    tenon_logistic_pass_function pass, void *user,
    const tenon_quantile_regression_options *options, tenon_model **out, tenon_error *err);

/* Gives the next table, which is then the library's; *out stays NULL at the end. Not TENON_OK stops the
 * call with that status. */
typedef tenon_status (*tenon_table_next_function)(tenon_table **out, void *user);
/* Goes back to the first table; 0, or not 0 where that cannot be. */
typedef int32_t (*tenon_table_rewind_function)(void *user);

/* Tables of the same columns, one after the other. */
typedef struct tenon_table_source {
    uint32_t struct_size;
    int32_t reserved;
    tenon_table_next_function next;
    tenon_table_rewind_function rewind; /* NULL: they come once */
    void *user;                         /* handed to both */
} tenon_table_source;

#define TENON_TABLE_SOURCE_INIT {sizeof(tenon_table_source), 0, NULL, NULL, NULL}

/* tenon_pipeline_fit on data that do not fit in memory: one pass for least squares on number columns,
 * one more for categories and the label of a text target, some ten for a logistic model, up to 20 for
 * those of counts and amounts (shape given; weights, offset and exposure by name), up to 25 for several
 * classes; robust errors and class weights cost one or two more. Records with a missing cell in a used
 * column are left out (tenon_model_changes tells how many); outliers, impute, scaling and powers are
 * refused with ARGUMENT. How the tables are cut is of no account to least squares, and to other estimates
 * but for rounding: sums are rounded once a table.
 * Memory: a table, its design, and some 150 bytes for each of p^2 / 2 products of p features. Fails
 * as tenon_pipeline_fit, and with ARGUMENT where the source would have to go back and cannot. */
TENON_API tenon_status tenon_pipeline_fit_source(const tenon_context *context,
                                                 const tenon_table_source *source,
                                                 const tenon_pipeline_options *options,
                                                 tenon_model **out, tenon_error *err);
/* The same over the batches of a file, read once for every pass. Fails also as
 * tenon_csv_reader_create_file. */
TENON_API tenon_status tenon_pipeline_fit_csv(const tenon_context *context, const char *path,
                                              const tenon_csv_options *csv,
                                              const tenon_csv_batch_options *batch,
                                              const tenon_pipeline_options *options,
                                              tenon_model **out, tenon_error *err);
/* Fills a stream that is then the library's to release, and returns 0; called once for every pass. Not
 * 0: there is none (again). */
typedef int32_t (*tenon_arrow_open_function)(struct ArrowArrayStream *stream, void *user);
/* The same over the batches of an Arrow stream. Fails also as tenon_table_import_arrow_stream. */
TENON_API tenon_status tenon_pipeline_fit_arrow(const tenon_context *context,
                                                tenon_arrow_open_function open, void *user,
                                                const tenon_pipeline_options *options,
                                                tenon_model **out, tenon_error *err);

/* ---- Paths of penalties -------------------------------------------------------------------- */

/* Linear or logistic models for a whole path of penalties, immutable; with errors of records left
 * out where folds were given. Free with tenon_penalty_path_free. */
typedef struct tenon_penalty_path tenon_penalty_path;

/* minimise  1/W sum w_i loss(y_i, b0 + b'x_i)
 *           + penalty * (l1_ratio * sum s_j |b_j| + (1 - l1_ratio)/2 * sum (s_j b_j)^2)
 * with loss 1/2 (y - t)^2 (linear) or ln(1 + e^t) - y t (logistic, y 0 or 1), w the weights, W their
 * sum and s_j the standard deviation (n - 1) of feature j (root mean square without an intercept).
 * Coordinate descent (Friedman, Hastie, Tibshirani 2010); convergence is a duality gap of at most
 * tolerance times the loss without features. */
typedef struct tenon_elastic_net_options {
    uint32_t struct_size;
    int32_t kind;            /* TENON_MODEL_LINEAR or TENON_MODEL_LOGISTIC */
    int32_t no_intercept;
    int32_t no_standardise;  /* 1: s_j = 1 */
    double ridge_share;      /* 1 - l1_ratio, in [0, 1]; 0: the lasso */
    const double *penalties; /* NULL: `steps` in equal ratios, from the least that leaves no coefficient */
    int64_t penalty_count;
    int32_t steps;           /* 0: 100; 1: that penalty alone, which tells it at the cost of a path of one */
    int32_t reserved;
    double smallest_share;   /* last over first penalty; 0: 1e-4, or 1e-2 with no more rows than features */
    double tolerance;        /* 0: 1e-9 */
    int64_t max_sweeps;      /* a penalty; 0: 100,000 */
    const double *weights;   /* one a row, or NULL */
    const int32_t *fold_of;  /* fold of each row, 0 to k - 1; -1 is never left out; NULL: no folds */
} tenon_elastic_net_options;

#define TENON_ELASTIC_NET_OPTIONS_INIT \
    {sizeof(tenon_elastic_net_options), 0, 0, 0, 0, NULL, 0, 0, 0, 0, 0, 0, NULL, NULL}

/* Cost: linear, one pass of rows * columns^2 for all penalties and folds together; logistic, a few
 * passes of rows * columns for each penalty, k + 1 times with k folds, and a copy of the features.
 * Errors: ARGUMENT, DATA (with row and column), BUDGET, CANCELLED. */
TENON_API tenon_status tenon_elastic_net_fit_matrix(const tenon_context *context,
                                                    const tenon_matrix *features,
                                                    const double *target,
                                                    const tenon_elastic_net_options *options,
                                                    tenon_penalty_path **out, tenon_error *err);

/* minimise  1/2 sum w_i (y_i - b0 - b'x_i)^2 + penalty/2 sum (s_j b_j)^2,  s_j as above: the penalty
 * is l2 of tenon_linear_options. */
typedef struct tenon_ridge_path_options {
    uint32_t struct_size;
    int32_t no_intercept;
    int32_t no_standardise;
    int32_t steps;           /* 0: 50 */
    const double *penalties; /* above 0; NULL: `steps` in equal ratios from 100 W to 1e-6 W */
    int64_t penalty_count;
    const double *weights;   /* one a row, or NULL */
    const int32_t *fold_of;  /* as above; NULL: no folds */
} tenon_ridge_path_options;

#define TENON_RIDGE_PATH_OPTIONS_INIT {sizeof(tenon_ridge_path_options), 0, 0, 0, NULL, 0, NULL, NULL}

/* Cost: one pass of rows * columns^2 for all penalties and folds together, and 4/3 columns^3 a fold
 * (a tridiagonal reduction). Errors: ARGUMENT, DATA, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_ridge_path_fit_matrix(const tenon_context *context,
                                                   const tenon_matrix *features,
                                                   const double *target,
                                                   const tenon_ridge_path_options *options,
                                                   tenon_penalty_path **out, tenon_error *err);
/* The same paths from exact sums (tenon_linear_partial): one partial, or one a fold, `count` in all; with
 * two or more they are the folds. An elastic net is linear; `weights` and `fold_of` must be NULL. The rows
 * may lie anywhere, and the path has the same bits however they were sliced and merged. Cost: columns^2
 * exact products a partial, and the path. Errors: ARGUMENT, DATA, BUDGET, CANCELLED. */
TENON_API tenon_status tenon_elastic_net_fit_partials(const tenon_context *context,
                                                      const tenon_linear_partial *const *folds,
                                                      int32_t count,
                                                      const tenon_elastic_net_options *options,
                                                      tenon_penalty_path **out, tenon_error *err);
TENON_API tenon_status tenon_ridge_path_fit_partials(const tenon_context *context,
                                                     const tenon_linear_partial *const *folds,
                                                     int32_t count,
                                                     const tenon_ridge_path_options *options,
                                                     tenon_penalty_path **out, tenon_error *err);
/* Adds every row to the empty partial of its fold, `count` in all, lent for the call; not TENON_OK stops
 * the fit with that status. */
typedef tenon_status (*tenon_fold_pass_function)(tenon_logistic_partial *const *folds, int32_t count,
                                                 void *user);

/* A logistic path over rows that are elsewhere: `first` are partials of them whose target is 0 or 1, one
 * of all rows or one a fold, and `pass` visits them again, called on this thread. The same bits however
 * they were sliced and merged. Of the options `kind` must be TENON_MODEL_LOGISTIC, `weights` and
 * `fold_of` NULL. Cost: one pass for every Newton step and every halved one, some 2 to 4 a penalty, and
 * with k folds k + 1 times as many; each of rows * columns^2. Fails as tenon_elastic_net_fit_matrix, and
 * with DATA if a pass brings another number of rows. */
TENON_API tenon_status tenon_elastic_net_fit_passes(
    const tenon_context *context, const tenon_linear_partial *const *first, int32_t count,
    tenon_fold_pass_function pass, void *user, const tenon_elastic_net_options *options,
    tenon_penalty_path **out, tenon_error *err);
TENON_API void tenon_penalty_path_free(tenon_penalty_path *path);

/* One record a penalty. Elastic net: penalty, intercept, nonzero (coefficients), loss, objective,
 * gap (the objective is at most this much above its minimum; NaN for penalty 0, where the gradient is
 * judged, and which has not converged where it separates the classes: see the model), explained (share of the loss without
 * features), sweeps, models, converged. Ridge: penalty, intercept, mean_square, effective
 * (coefficients), gradient (largest, as a share of that at zero). With folds also error (mean squared
 * error or mean log loss of records left out, over the folds by weight) and standard_error. */
TENON_API tenon_status tenon_penalty_path_table(const tenon_penalty_path *path, tenon_table **out,
                                                tenon_error *err);
/* Coefficients of a penalty in the units of the features, one a feature. */
TENON_API tenon_status tenon_penalty_path_coefficients(const tenon_penalty_path *path, int64_t index,
                                                       double *coefficients, int64_t capacity,
                                                       int64_t *needed, tenon_error *err);
TENON_API int64_t tenon_penalty_path_count(const tenon_penalty_path *path); /* penalties; -1 for NULL */
/* Place of the least error of records left out; -1 without folds. */
TENON_API int64_t tenon_penalty_path_best(const tenon_penalty_path *path);
/* Place of the largest penalty whose error is within one standard error of the least; -1 without
 * folds. */
TENON_API int64_t tenon_penalty_path_simplest(const tenon_penalty_path *path);
/* The model of a penalty, to score, save and explain; names may be NULL (x1, x2, ...). It has no
 * standard errors: those of a penalised estimate do not exist. */
TENON_API tenon_status tenon_penalty_path_model(const tenon_penalty_path *path, int64_t index,
                                                const char *const *names, tenon_model **out,
                                                tenon_error *err);

/* ---- Cross-validation, tuning and explanation of pipelines ---------------------------------- */

typedef int32_t tenon_fold_kind;
#define TENON_FOLD_PLAIN 0      /* those of a logistic pipeline are stratified by its target */
#define TENON_FOLD_STRATIFIED 1 /* every category of `column` in equal number */
#define TENON_FOLD_GROUPED 2    /* records of one value of `column` stay together */
#define TENON_FOLD_TIME 3       /* the past foretells the future, by numbers or timestamps of `column` */

/* How a table is split into training and test records. The same seed gives the same folds on every
 * platform. By time: records sorted by `column` are cut into folds + 1 stretches of equal count; split k
 * tests stretch k + 1 and trains on what is before it. */
typedef struct tenon_fold_options {
    uint32_t struct_size;
    tenon_fold_kind kind;
    const char *column;      /* for all but PLAIN; no missing cells */
    int32_t folds;           /* 0: 5; at least 2, or 1 by time */
    int32_t repeats;         /* rounds, each dealt anew; 0: 1; not by time */
    uint64_t seed;           /* 0: 42 */
    int32_t no_shuffle;      /* 1: consecutive records go together */
    int32_t reserved;
    double gap;              /* by time: records closer before the test part are in neither part; in
                              * the unit of the column, seconds for timestamps */
    double longest_training; /* by time: only records less than so long before the gap; 0: all the past */
} tenon_fold_options;

#define TENON_FOLD_OPTIONS_INIT {sizeof(tenon_fold_options), 0, NULL, 0, 0, 0, 0, 0, 0, 0}

/* The fold of each record, 0 to folds - 1, for fold_of of the paths above; one round, not by time.
 * Errors: ARGUMENT, NOT_FOUND, DATA (fewer records or groups than folds, a missing cell). */
TENON_API tenon_status tenon_table_folds(const tenon_context *context, const tenon_table *table,
                                         const tenon_fold_options *options, int32_t *fold_of,
                                         int64_t capacity, int64_t *needed, tenon_error *err);

/* Fits the whole pipeline on the training records of every split, steps included, and judges it on
 * those left out; nothing of these reaches the fit. *pooled (may be NULL) receives the metrics of all
 * predictions as one sample. *splits (may be NULL): one record a split: split, rows, and the metrics
 * by name. *predictions (may be NULL): row, split, truth (0 and 1 for a logistic pipeline), predicted; of
 * several classes these are their texts, and "probability of <class>" follow.
 * threshold 0: 0.5. Errors as tenon_pipeline_fit, with the split in front. */
TENON_API tenon_status tenon_pipeline_cross_validate(
    const tenon_context *context, const tenon_table *table, const tenon_pipeline_options *options,
    const tenon_fold_options *folds, double threshold, tenon_metrics *pooled, tenon_table **splits,
    tenon_table **predictions, tenon_error *err);

/* Metrics of predictions with percentile bootstrap intervals, of out-of-fold predictions for one.
 * kind LOGISTIC: truth is 0 or 1 and predicted a probability; LINEAR: numbers. */
TENON_API tenon_status tenon_predictions_intervals(const tenon_context *context, const double *truth,
                                                   const double *predicted, int64_t count,
                                                   tenon_model_kind kind,
                                                   const tenon_bootstrap_options *options,
                                                   tenon_metrics *metrics, tenon_metrics *low,
                                                   tenon_metrics *high, tenon_error *err);

/* What a choice is made by: larger is better, so losses and errors are negated. */
typedef int32_t tenon_score;
#define TENON_SCORE_AUTOMATIC 0 /* LOG_LOSS for a pipeline of classes, RMSE for others */
#define TENON_SCORE_LOG_LOSS 1
#define TENON_SCORE_BRIER 2
#define TENON_SCORE_RMSE 3
#define TENON_SCORE_MAE 4
#define TENON_SCORE_AUC 5
#define TENON_SCORE_ACCURACY 6
#define TENON_SCORE_F1 7
#define TENON_SCORE_RECALL 8
#define TENON_SCORE_PRECISION 9
#define TENON_SCORE_R2 10

typedef int32_t tenon_tuned;
#define TENON_TUNED_L2 0             /* of the options of the kind of model */
#define TENON_TUNED_PENALTY 1        /* of the elastic net; 0: none */
#define TENON_TUNED_L1_RATIO 2       /* of the elastic net */
#define TENON_TUNED_SCALING 3        /* -1: none, 0 standard, 1 min-max, 2 robust */
#define TENON_TUNED_IMPUTE 4         /* 0 mean, 1 median, 2 mode */
#define TENON_TUNED_OUTLIER_FACTOR 5 /* 0: outliers are left alone */

/* Values of one parameter: a list, or for random draws a range [low, high). */
typedef struct tenon_tune_range {
    uint32_t struct_size;
    tenon_tuned parameter;
    const double *values;
    int64_t value_count;
    double low, high;
    int32_t logarithmic; /* draws by ratio */
    int32_t reserved;
} tenon_tune_range;

#define TENON_TUNE_RANGE_INIT {sizeof(tenon_tune_range), 0, NULL, 0, 0, 0, 0, 0}

typedef int32_t tenon_tune_method;
#define TENON_TUNE_GRID 0    /* every combination of values */
#define TENON_TUNE_RANDOM 1  /* `trials` draws */
#define TENON_TUNE_HALVING 2 /* trials on few records first; the best third goes on with thrice as many (all if none is judged) */

typedef struct tenon_tune_options {
    uint32_t struct_size;
    tenon_tune_method method;
    const tenon_tune_range *ranges;
    int32_t range_count;
    int32_t trials;    /* RANDOM and HALVING; 0: 30 */
    tenon_score score;
    int32_t survive;   /* HALVING: one in so many goes on; 0: 3 */
    double threshold;  /* 0: 0.5 */
    uint64_t seed;     /* 0: 42 */
    int64_t least_records; /* HALVING: no round is tried on fewer training records; there are then fewer rounds,
                              and more trials in the last one. 0: ten for each coefficient there may be
                              (inputs, categories but the first, the intercept; of a multinomial model for
                              each class but the first), and no fewer than 30 */
} tenon_tune_options;

#define TENON_TUNE_OPTIONS_INIT {sizeof(tenon_tune_options), 0, NULL, 0, 0, 0, 0, 0, 0, 0}

/* Options of a pipeline chosen by cross-validation. *trials (may be NULL): one record a trial: each
 * parameter by name, score (mean over the splits), standard_error, share (of the training records),
 * chosen (1 for the best), fault (why it failed, else missing). *best: the pipeline of the chosen
 * options, fitted on the whole table. Its score is the best of many and so too good: see
 * tenon_pipeline_nested_validate. A trial that the data do not allow loses; other errors as
 * tenon_pipeline_cross_validate. Progress tells the share done; a search can be cancelled. */
TENON_API tenon_status tenon_pipeline_tune(const tenon_context *context, const tenon_table *table,
                                           const tenon_pipeline_options *options,
                                           const tenon_fold_options *folds,
                                           const tenon_tune_options *tuning, tenon_table **trials,
                                           tenon_model **best, tenon_error *err);

/* What to expect of tenon_pipeline_tune: the choice is made anew inside the training records of each
 * outer split, with folds by `inner`, and judged on those left out. Outputs as those of
 * tenon_pipeline_cross_validate. */
TENON_API tenon_status tenon_pipeline_nested_validate(
    const tenon_context *context, const tenon_table *table, const tenon_pipeline_options *options,
    const tenon_fold_options *outer, const tenon_fold_options *inner,
    const tenon_tune_options *tuning, tenon_metrics *pooled, tenon_table **splits,
    tenon_table **predictions, tenon_error *err);

/* Would more records help? A record for each of the `count` shares in (0, 1] of the training records:
 * share, rows, training (score on the records fitted on), test (on those left out), test_error
 * (standard error over the splits). seed 0: 42. */
TENON_API tenon_status tenon_pipeline_learning_curve(
    const tenon_context *context, const tenon_table *table, const tenon_pipeline_options *options,
    const tenon_fold_options *folds, const double *shares, int64_t count, tenon_score score,
    uint64_t seed, tenon_table **out, tenon_error *err);

/* Permutation importance (Breiman 2001): by how much the score falls when the cells of one column are
 * shuffled. The columns are the inputs, and in place of those that feature steps make, here and below, the
 * columns that the steps read. A record an input, the largest loss first: input, loss, sd (over the
 * repeats). repeats 0: 5; seed 0: 42; threshold 0: 0.5. Judge on records that the model was not fitted on. *score (may be NULL)
 * receives the score of the table as it is. */
TENON_API tenon_status tenon_model_importance(const tenon_context *context, const tenon_model *model,
                                              const tenon_table *table, int32_t repeats,
                                              tenon_score by, double threshold, uint64_t seed,
                                              double *score, tenon_table **out, tenon_error *err);

/* Partial dependence (Friedman 2001) and individual curves (Goldstein and others 2015): predictions with
 * one input set to each of `points` quantiles of its cells (0: 20) or to each category; records count alike,
 * whatever they weigh. *mean: value or category, mean, sd. *curves (may be NULL): row, place (of the value), predicted, for `records` records
 * drawn with `seed` (0: all of them; seed 0: 42). Errors: NOT_FOUND, ARGUMENT, DATA. */
TENON_API tenon_status tenon_model_dependence(const tenon_context *context, const tenon_model *model,
                                              const tenon_table *table, const char *input,
                                              int32_t points, int64_t records, uint64_t seed,
                                              tenon_table **mean, tenon_table **curves,
                                              tenon_error *err);
/* The same for the probability of one class of a model of several classes, which the function above
 * refuses. Errors also: NOT_FOUND (no such class). */
TENON_API tenon_status tenon_model_class_dependence(
    const tenon_context *context, const tenon_model *model, const tenon_table *table,
    const char *class_name, const char *input, int32_t points, int64_t records, uint64_t seed,
    tenon_table **mean, tenon_table **curves, tenon_error *err);

/* ---- Is one model better than another? ------------------------------------------------------ */

typedef struct tenon_paired_test {
    uint32_t struct_size;
    int32_t reserved;
    double difference;     /* first less second */
    double standard_error; /* NaN for McNemar */
    double statistic;      /* t, z, or for McNemar the smaller count */
    double degrees;        /* of freedom; NaN for z and McNemar */
    double p_value;        /* two-sided */
    double low, high;      /* 95 % interval of the difference; NaN for McNemar */
} tenon_paired_test;

#define TENON_PAIRED_TEST_INIT {sizeof(tenon_paired_test), 0, 0, 0, 0, 0, 0, 0, 0}

/* Scores on the same `count` splits: the corrected resampled t test (Nadeau, Bengio 2003), which allows
 * for training parts that overlap. test_over_training is the ratio of record counts, 0.25 for five
 * folds. */
TENON_API tenon_status tenon_test_resampled(const double *first, const double *second, int64_t count,
                                            double test_over_training, tenon_paired_test *test,
                                            tenon_error *err);
/* Accuracies on the same records, exact (McNemar 1947); all values are 0 or 1. */
TENON_API tenon_status tenon_test_mcnemar(const double *truth, const double *first,
                                          const double *second, int64_t count,
                                          tenon_paired_test *test, tenon_error *err);
/* Areas under the ROC curve on the same records (DeLong and others 1988), ties included; truth is 0 or
 * 1, scores are any finite numbers. */
TENON_API tenon_status tenon_test_delong(const double *truth, const double *first,
                                         const double *second, int64_t count,
                                         tenon_paired_test *test, tenon_error *err);

/* ---- More measures of predictions, weighted -------------------------------------------------- */

/* Of two classes; counts are sums of weights, NaN is undefined. */
typedef struct tenon_class_measures {
    uint32_t struct_size;
    int32_t reserved;
    double true_positive, false_positive, true_negative, false_negative;
    double accuracy, balanced_accuracy, precision, recall, specificity, f1;
    double mcc; /* Matthews correlation; 0 where a margin is empty */
    double log_loss, brier, auc;
    double average_precision; /* sum (recall_k - recall_{k-1}) precision_k over falling thresholds */
} tenon_class_measures;

#define TENON_CLASS_MEASURES_INIT \
    {sizeof(tenon_class_measures), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* weights may be NULL. Positive is predicted where probability >= threshold (0: 0.5). Errors here and
 * below: ARGUMENT, DATA with the row. */
TENON_API tenon_status tenon_measure_classes(const double *truth, const double *probability,
                                             const double *weights, int64_t count, double threshold,
                                             tenon_class_measures *measures, tenon_error *err);

typedef struct tenon_number_measures {
    uint32_t struct_size;
    int32_t reserved;
    double r2, rmse, mae;
    double median_error;   /* median of |error|, by weight; of two middle ones their mean */
    double largest_error;
    double bias;           /* mean of prediction - truth */
    double mape;           /* mean |error| / |truth| where truth is not 0: ruled by records near 0 */
    int64_t mape_left_out; /* records of truth 0 */
} tenon_number_measures;

#define TENON_NUMBER_MEASURES_INIT {sizeof(tenon_number_measures), 0, 0, 0, 0, 0, 0, 0, 0, 0}

TENON_API tenon_status tenon_measure_numbers(const double *truth, const double *prediction,
                                             const double *weights, int64_t count,
                                             tenon_number_measures *measures,
                                             tenon_error *err); /* weights may be NULL */
/* Mean of max(q e, (q - 1) e), e = truth - prediction, q the quantile in (0, 1). */
TENON_API tenon_status tenon_measure_pinball(const double *truth, const double *prediction,
                                             const double *weights, int64_t count, double quantile,
                                             double *loss, tenon_error *err);
/* Mean Tweedie deviance: power 0 squares, 1 Poisson, 2 gamma, else in [1, 3]. */
TENON_API tenon_status tenon_measure_tweedie(const double *truth, const double *prediction,
                                             const double *weights, int64_t count, double power,
                                             double *deviance, tenon_error *err);

typedef struct tenon_multi_class_measures {
    uint32_t struct_size;
    int32_t classes;
    double accuracy; /* also the micro average of precision, recall and F1 */
    double log_loss;
    double macro_precision, macro_recall, macro_f1;
    double weighted_precision, weighted_recall, weighted_f1;
} tenon_multi_class_measures;

#define TENON_MULTI_CLASS_MEASURES_INIT {sizeof(tenon_multi_class_measures), 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* truth holds 0 to classes - 1; probability holds count * classes numbers, record after record.
 * confusion (may be NULL) receives classes * classes weights, truth by prediction. */
TENON_API tenon_status tenon_measure_multi_class(const int32_t *truth, const double *probability,
                                                 const double *weights, int64_t count,
                                                 int32_t classes,
                                                 tenon_multi_class_measures *measures,
                                                 double *confusion, tenon_error *err);
/* How a model of several classes foretells the records of a table with a present target, by weight where
 * it was fitted with weights. Each of the results may be NULL. *by_class: class, records (their weight),
 * predicted (weight of those foretold as it), precision, recall, f1 (missing where undefined).
 * *confusion: truth, and a column for each class with the weight of records foretold as it.
 * Fails: as tenon_model_evaluate, ARGUMENT (a model of no classes), DATA (a target of another class). */
TENON_API tenon_status tenon_model_evaluate_classes(const tenon_context *context,
                                                    const tenon_model *model,
                                                    const tenon_table *table,
                                                    tenon_multi_class_measures *measures,
                                                    tenon_table **by_class, tenon_table **confusion,
                                                    tenon_error *err);

/* One-way analysis of variance. */
typedef struct tenon_anova {
    uint32_t struct_size;
    int32_t reserved;
    int64_t rows;
    int64_t groups;
    double between_degrees; /* groups - 1 */
    double within_degrees;  /* rows - groups */
    double between_squares; /* sum n_g (m_g - m)^2 */
    double within_squares;  /* sum (y - m_g)^2 */
    double between_mean;    /* squares over degrees */
    double within_mean;
    double f_statistic;     /* between_mean / within_mean */
    double p_value;         /* of so large an F where all means are equal */
    double r2;              /* between over both */
    double residual_sd;     /* root of within_mean */
} tenon_anova;

#define TENON_ANOVA_INIT {sizeof(tenon_anova), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}

/* Do the groups of a table differ in the mean of a number column? Any type of column may hold the
 * groups; records that miss either are left out. All in double-double: right to the digits the
 * data have. Errors: NOT_FOUND, TYPE, DATA (fewer than two groups, or no group of two records). */
TENON_API tenon_status tenon_table_anova(const tenon_context *context, const tenon_table *table,
                                         const char *value, const char *group, tenon_anova *anova,
                                         tenon_error *err);

/* ---- Models that learn row by row ----------------------------------------------------------- */

/* A linear or logistic model of a stream that never ends: SGD with AdaGrad's steps on features that are
 * standardised as they come, averaged. */
typedef struct tenon_online_model tenon_online_model; /* mutable */

typedef struct tenon_online_options {
    uint32_t struct_size;
    tenon_model_kind kind;
    int32_t no_intercept;
    int32_t reserved;
    double rate;      /* longest step of a coefficient of standardised features; up to 100; 0: 0.5 */
    double l2;        /* l2/2 |b|^2 a row, on standardised features */
    double half_life; /* rows after which what a row brought counts half, at least 2; 0: never. Slopes
                       * of features whose mean is many deviations from 0 move the level of the target
                       * when they change, and then need tens of half-lives: subtract a typical value */
} tenon_online_options;

#define TENON_ONLINE_OPTIONS_INIT {sizeof(tenon_online_options), 0, 0, 0, 0, 0, 0}

/* Fails: ARGUMENT (no names, options out of range). */
TENON_API tenon_status tenon_online_model_create(const char *const *names, int32_t count,
                                                 const tenon_online_options *options,
                                                 tenon_online_model **out, tenon_error *err);
/* Learns from rows in their order; the same rows give the same bits, however they are cut into calls.
 * `weights` as in tenon_linear_partial_add. On a stationary stream each standardised coefficient comes
 * within some hundredths of the largest of the batch answer in 10,000 rows, and nearer later: some three
 * standard errors where noise is as large as what the features explain, many where there is little.
 * Cost: O(features) a row. A call that fails has learned nothing. Fails: ARGUMENT (shapes, weights), DATA (NaN, infinity, a size above 1e100, a class that is
 * not 0 or 1; with row and feature), CANCELLED. */
TENON_API tenon_status tenon_online_model_partial_fit(tenon_online_model *model,
                                                      const tenon_context *context,
                                                      const tenon_matrix *features,
                                                      const double *target, const double *weights,
                                                      tenon_error *err);
/* The prediction or the probability for a record of as many values as there are names; NaN for a NaN. */
TENON_API tenon_status tenon_online_model_predict(const tenon_online_model *model,
                                                  const double *record, int32_t value_count,
                                                  double *score, tenon_error *err);
TENON_API int64_t tenon_online_model_rows(const tenon_online_model *model); /* -1 for NULL */
/* Mean loss of rows before they were learned from: half the squared error, or the negative
 * log-likelihood. NaN before the second row. */
TENON_API double tenon_online_model_loss(const tenon_online_model *model);
/* The model as it is now, for scoring, saving and export; it has no standard errors and is not marked as
 * converged. Fails: DATA (no row yet). */
TENON_API tenon_status tenon_online_model_model(const tenon_online_model *model, tenon_model **out,
                                                tenon_error *err);
/* As those of tenon_linear_partial; learning goes on from the bytes with the same bits. */
TENON_API tenon_status tenon_online_model_to_bytes(const tenon_online_model *model, void *buffer,
                                                   int64_t capacity, int64_t *needed,
                                                   tenon_error *err);
TENON_API tenon_status tenon_online_model_from_bytes(const void *bytes, int64_t length,
                                                     tenon_online_model **out, tenon_error *err);
TENON_API void tenon_online_model_free(tenon_online_model *model);

/* Models of several classes 0, 1, ..., immutable. Multinomial: ln(P(k)/P(0)) = b_k0 + b_k'x. Ordinal
 * (proportional odds): logit P(Y <= k) = cut_k - b'x. */
typedef struct tenon_class_model tenon_class_model;

/* `target` holds 0, 1, ..., each of which must occur; of `extras` weights only; names may be NULL.
 * Errors: ARGUMENT, DATA, NO_MEMORY, CANCELLED. */
TENON_API tenon_status tenon_multinomial_fit_matrix(const tenon_context *context,
                                                    const tenon_matrix *features,
                                                    const double *target,
                                                    const tenon_row_extras *extras,
                                                    const char *const *names,
                                                    const tenon_class_options *options,
                                                    tenon_class_model **out, tenon_error *err);
/* The same for classes in an order: logit P(Y <= k) = cut_k - b'x. Errors: the same. */
TENON_API tenon_status tenon_ordinal_fit_matrix(const tenon_context *context,
                                                const tenon_matrix *features, const double *target,
                                                const tenon_row_extras *extras,
                                                const char *const *names,
                                                const tenon_class_options *options,
                                                tenon_class_model **out, tenon_error *err);
/* The same on rows that are anywhere: `first` is a partial of them whose target is the class, `pass` visits
 * them some 12 to 25 times, as for tenon_logistic_fit_passes. Errors: the same, and DATA if a pass brings
 * another number of rows. */
TENON_API tenon_status tenon_multinomial_fit_passes(const tenon_context *context,
                                                    const tenon_linear_partial *first,
                                                    tenon_logistic_pass_function pass, void *user,
                                                    const tenon_class_options *options,
                                                    tenon_class_model **out, tenon_error *err);
TENON_API tenon_status tenon_ordinal_fit_passes(const tenon_context *context,
                                                const tenon_linear_partial *first,
                                                tenon_logistic_pass_function pass, void *user,
                                                const tenon_class_options *options,
                                                tenon_class_model **out, tenon_error *err);
/* One JSON document with format version and checksum; probabilities after loading are bit-equal. Reading
 * trusts nothing. Fails: ARGUMENT (capacity), IO, DATA (a name that is not UTF-8), PARSE, VERSION,
 * CORRUPT. */
TENON_API tenon_status tenon_class_model_to_json(const tenon_class_model *model, char *buffer,
                                                 int64_t capacity, int64_t *needed,
                                                 tenon_error *err);
TENON_API tenon_status tenon_class_model_from_json(const char *text, int64_t length,
                                                   tenon_class_model **out, tenon_error *err);
TENON_API tenon_status tenon_class_model_save(const tenon_class_model *model, const char *path,
                                              tenon_error *err);
TENON_API tenon_status tenon_class_model_load(const tenon_context *context, const char *path,
                                              tenon_class_model **out, tenon_error *err);
TENON_API void tenon_class_model_free(tenon_class_model *model);
TENON_API tenon_status tenon_class_model_summary(const tenon_class_model *model,
                                                 tenon_fit_summary *summary, tenon_error *err);
TENON_API int32_t tenon_class_model_classes(const tenon_class_model *model);  /* -1 for NULL */
TENON_API int32_t tenon_class_model_features(const tenon_class_model *model); /* -1 for NULL */
/* As a table: class (multinomial: 1, 2, ...; ordinal: -1 for slopes, k for the cut above class k), name,
 * estimate, standard_error, z, p_value, low, high, dropped. */
TENON_API tenon_status tenon_class_model_coefficients(const tenon_class_model *model,
                                                      tenon_table **out, tenon_error *err);
TENON_API int32_t tenon_class_model_warnings(const tenon_class_model *model); /* -1 for NULL */
TENON_API const char *tenon_class_model_warning(const tenon_class_model *model,
                                                int32_t index); /* or NULL */
/* P(class) of one record, `class_count` numbers. No table, allocation or lock. */
TENON_API tenon_status tenon_class_model_probabilities(const tenon_class_model *model,
                                                       const double *record, int32_t value_count,
                                                       double *probabilities, int32_t class_count,
                                                       tenon_error *err);

/* A map from predicted to calibrated probabilities, immutable; fit it on records the model has not
 * seen. */
typedef struct tenon_calibration tenon_calibration;

typedef int32_t tenon_calibration_method;
#define TENON_CALIBRATION_PLATT 0    /* sigma(a ln(p/(1-p)) + b), J. Platt 1999; needs few records */
#define TENON_CALIBRATION_ISOTONIC 1 /* the best ascending function; a thousand records or so */

/* truth of 0 and 1, probability in [0, 1], weights NULL or at least 0, `rows` of each. ARGUMENT for
 * another method, DATA for no rows, one class only or a bad value, with its row. */
TENON_API tenon_status tenon_calibration_fit(const double *truth, const double *probability,
                                             const double *weights, int64_t rows,
                                             tenon_calibration_method method,
                                             tenon_calibration **out, tenon_error *err);
TENON_API void tenon_calibration_free(tenon_calibration *calibration);
/* calibrated[i] from probability[i]; the two may be the same memory. ARGUMENT for NULL. */
TENON_API tenon_status tenon_calibration_apply(const tenon_calibration *calibration,
                                               const double *probability, int64_t rows,
                                               double *calibrated, tenon_error *err);
/* Platt's a and b; NaN for isotonic or NULL. */
TENON_API double tenon_calibration_slope(const tenon_calibration *calibration);
TENON_API double tenon_calibration_intercept(const tenon_calibration *calibration);

typedef struct tenon_cost_threshold {
    uint32_t struct_size;
    int32_t reserved;
    double threshold;    /* alarm where probability >= threshold; 2 for never */
    double cost;         /* of false alarms and misses on these records */
    double mean_cost;    /* a record, or a unit of weight */
    double false_alarms; /* records, or their weight */
    double misses;
    double ideal;        /* false_alarm_cost / (both costs): right for calibrated probabilities */
    double ideal_cost;   /* of the ideal threshold on these records */
} tenon_cost_threshold;

#define TENON_COST_THRESHOLD_INIT {sizeof(tenon_cost_threshold), 0, 0, 0, 0, 0, 0, 0, 0}

/* The threshold at which alarms cost least on these records (C. Elkan 2001); costs in one unit, at
 * least 0, not both 0. Errors: ARGUMENT (costs), DATA (no rows, a bad value with its row). */
TENON_API tenon_status tenon_cost_threshold_choose(const double *truth, const double *probability,
                                                   const double *weights, int64_t rows,
                                                   double false_alarm_cost, double miss_cost,
                                                   tenon_cost_threshold *threshold,
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
#define TENON_FORMAT_BY_NAME 0 /* .lp, .json, any other: MPS; each also with .gz */
#define TENON_FORMAT_MPS 1
#define TENON_FORMAT_LP 2
#define TENON_FORMAT_JSON 3 /* this library's document, exact to the bit */

/* An empty problem, without columns and rows. Fails with ARGUMENT (a sense that is neither) and
 * NO_MEMORY. */
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
/* The costs stay as they are. ARGUMENT: a sense that is neither. */
TENON_API tenon_status tenon_problem_set_sense(tenon_problem *problem, tenon_sense sense,
                                               tenon_error *err);
/* Bounds of a column that becomes binary are cut to [0, 1]. ARGUMENT: no such column or type, bounds
 * between which a binary column has no value; then nothing is changed. */
TENON_API tenon_status tenon_problem_set_type(tenon_problem *problem, int32_t column,
                                              tenon_column_type type, tenon_error *err);
/* NULL or "": none. A name that is not UTF-8 is refused by what writes JSON. */
TENON_API tenon_status tenon_problem_set_name(tenon_problem *problem, const char *name,
                                              tenon_error *err);
TENON_API int32_t tenon_problem_columns(const tenon_problem *problem); /* -1 for NULL */
TENON_API int32_t tenon_problem_rows(const tenon_problem *problem);
TENON_API int64_t tenon_problem_nonzeros(const tenon_problem *problem);
TENON_API const char *tenon_problem_column_name(const tenon_problem *problem, int32_t column);
TENON_API const char *tenon_problem_row_name(const tenon_problem *problem, int32_t row);
TENON_API int32_t tenon_problem_find_column(const tenon_problem *problem, const char *name);
TENON_API int32_t tenon_problem_find_row(const tenon_problem *problem, const char *name);
/* Borrowed until the name is set anew; "" without one, NULL for NULL. */
TENON_API const char *tenon_problem_name(const tenon_problem *problem);
TENON_API tenon_sense tenon_problem_sense(const tenon_problem *problem); /* 0 for NULL */
TENON_API double tenon_problem_offset(const tenon_problem *problem); /* NaN for NULL */
/* 1 if a column is integer or binary; 0 for NULL. Cost: the columns. */
TENON_API int32_t tenon_problem_has_integers(const tenon_problem *problem);
/* What columns first .. first + count - 1 and rows first .. first + count - 1 have: arrays of `count` entries,
 * each of which may be NULL. No bound is an infinity. ARGUMENT: columns or rows that are not there. */
TENON_API tenon_status tenon_problem_get_columns(const tenon_problem *problem, int32_t first,
                                                 int32_t count, double *cost, double *lower,
                                                 double *upper, tenon_column_type *type,
                                                 tenon_error *err);
TENON_API tenon_status tenon_problem_get_rows(const tenon_problem *problem, int32_t first,
                                              int32_t count, double *lower, double *upper,
                                              tenon_error *err);
/* The coefficients of rows first .. first + count - 1, none of them zero, row after row and within a row
 * by column. row_start has count + 1 entries: those of row first + k stand in places row_start[k] ..
 * row_start[k + 1] - 1. At most `capacity` entries are written to columns and to coefficients; *needed
 * receives how many there are. Each of the four may be NULL. ARGUMENT: rows that are not there, a
 * negative capacity. */
TENON_API tenon_status tenon_problem_get_entries(const tenon_problem *problem, int32_t first,
                                                 int32_t count, int64_t *row_start,
                                                 int32_t *columns, double *coefficients,
                                                 int64_t capacity, int64_t *needed,
                                                 tenon_error *err);

/* What planners mean beyond linear rows, written as ordinary rows and columns. A large constant ("big
 * M") is the smallest one that the bounds of the columns allow at the call; where a bound is missing
 * ARGUMENT names the column. Bounds that are tightened later keep the rows right, bounds that are
 * loosened later do not. New columns and rows are called name_1, name_2 and so on; name NULL or "":
 * as those without a name. A call that fails leaves the problem as it was. */

/* lower <= sum coefficients[k] * x[columns[k]] <= upper whenever the binary column is 1 (active
 * nonzero) or 0 (active zero). */
TENON_API tenon_status tenon_problem_add_indicator(tenon_problem *problem, const char *name,
                                                   int32_t binary, int32_t active, double lower,
                                                   double upper, int32_t count,
                                                   const int32_t *columns,
                                                   const double *coefficients, tenon_error *err);
/* Special ordered sets. sos1: at most one of the columns is not zero. sos2: at most two, which are
 * neighbours in the order given. */
TENON_API tenon_status tenon_problem_add_sos1(tenon_problem *problem, const char *name,
                                              int32_t count, const int32_t *columns,
                                              tenon_error *err);
TENON_API tenon_status tenon_problem_add_sos2(tenon_problem *problem, const char *name,
                                              int32_t count, const int32_t *columns,
                                              tenon_error *err);
/* The column is zero or lies in lower..upper: semi-continuous; of an integer column semi-integer. Its own
 * bounds then hold within lower..upper only: zero is allowed whatever they say. Call it before other
 * constructs name the column: where its bounds leave out zero, those were written without it. */
TENON_API tenon_status tenon_problem_make_semi(tenon_problem *problem, const char *name,
                                               int32_t column, double lower, double upper,
                                               tenon_error *err);
/* A new column y = f(x), f linear between the points (x[k], y[k]), which come by x, two at least. Two
 * points of equal x are a jump: there y may be either value. x stays between the first and the last
 * point. *index (may be NULL, as below) receives the number of the new column. */
TENON_API tenon_status tenon_problem_add_piecewise(tenon_problem *problem, const char *name,
                                                   int32_t column, int32_t count, const double *x,
                                                   const double *y, int32_t *index,
                                                   tenon_error *err);
/* f(x) is added to the objective: without binaries where the problem's sense allows (convex when
 * minimised, concave when maximised). A first y that is not zero is the cost of a new column fixed at
 * 1: the offset is the caller's. */
TENON_API tenon_status tenon_problem_add_piecewise_cost(tenon_problem *problem, const char *name,
                                                        int32_t column, int32_t count,
                                                        const double *x, const double *y,
                                                        tenon_error *err);
/* A new binary column that is 1 if and only if all, any, or the one column is not 1. The columns must
 * be binary, or integers within 0 and 1. */
TENON_API tenon_status tenon_problem_add_and(tenon_problem *problem, const char *name,
                                             int32_t count, const int32_t *columns, int32_t *index,
                                             tenon_error *err);
TENON_API tenon_status tenon_problem_add_or(tenon_problem *problem, const char *name,
                                            int32_t count, const int32_t *columns, int32_t *index,
                                            tenon_error *err);
TENON_API tenon_status tenon_problem_add_not(tenon_problem *problem, const char *name,
                                             int32_t column, int32_t *index, tenon_error *err);
/* A new column equal to |x|, to the largest, or to the least of the columns; an integer one if they
 * are. */
TENON_API tenon_status tenon_problem_add_absolute(tenon_problem *problem, const char *name,
                                                  int32_t column, int32_t *index,
                                                  tenon_error *err);
TENON_API tenon_status tenon_problem_add_maximum(tenon_problem *problem, const char *name,
                                                 int32_t count, const int32_t *columns,
                                                 int32_t *index, tenon_error *err);
TENON_API tenon_status tenon_problem_add_minimum(tenon_problem *problem, const char *name,
                                                 int32_t count, const int32_t *columns,
                                                 int32_t *index, tenon_error *err);

/* MPS (fixed and free), LP text and JSON; gzip where the build has zlib. Fails with IO, PARSE (line
 * and byte), DATA (larger than memory), BUDGET, VERSION (a document of a newer library), UNSUPPORTED
 * (quadratic terms; gzip without zlib). Semi-continuous columns, special ordered sets and indicators
 * become the rows and columns of tenon_problem_make_semi, ..._add_sos1 and ..._add_indicator, in the
 * problem and in what is written of it; UNSUPPORTED where a bound is missing for that. */
TENON_API tenon_status tenon_problem_read(const tenon_context *context, const char *path,
                                          tenon_problem_format format, tenon_problem **out,
                                          tenon_error *err);
TENON_API tenon_status tenon_problem_read_buffer(const tenon_context *context, const char *bytes,
                                                 int64_t length, tenon_problem_format format,
                                                 tenon_problem **out, tenon_error *err);
TENON_API tenon_status tenon_problem_write_mps(const tenon_problem *problem, const char *path,
                                               tenon_error *err);
/* Numbers are the shortest text that reads back equal; a path that ends in .gz is packed. Written
 * new, synced and renamed, so that the old file stays whole if anything fails. MPS and LP text know
 * fewer names than a problem may have; comments in the file list those that had to change. Fails
 * with IO, DATA (JSON: a name that is not UTF-8), UNSUPPORTED (.gz without zlib). */
TENON_API tenon_status tenon_problem_write(const tenon_problem *problem, const char *path,
                                           tenon_problem_format format, tenon_error *err);
/* The same text in the caller's buffer: at most `capacity` bytes are written, not terminated;
 * *needed receives the whole length. The format must be named. */
TENON_API tenon_status tenon_problem_write_buffer(const tenon_problem *problem,
                                                  tenon_problem_format format, char *buffer,
                                                  int64_t capacity, int64_t *needed,
                                                  tenon_error *err);

/* Where a variable of a linear program stands in a basis. As many columns and rows together are
 * basic as there are rows. */
typedef int32_t tenon_basis_status;
#define TENON_BASIS_BASIC 0
#define TENON_BASIS_AT_LOWER 1 /* a row: its activity is at its lower side */
#define TENON_BASIS_AT_UPPER 2
#define TENON_BASIS_FREE 3     /* nonbasic without bounds, at zero */

/* A basis file of the MPS family (XU, XL, UL, LL lines), as CLP, CPLEX and Gurobi write them. Each
 * status array receives one entry a column or row; the capacities must be at least that. Fails with
 * IO, PARSE (line and byte; a name that is not in the problem), ARGUMENT (a capacity too small). */
TENON_API tenon_status tenon_problem_read_basis(const tenon_context *context,
                                                const tenon_problem *problem, const char *path,
                                                tenon_basis_status *column_status,
                                                int32_t column_capacity,
                                                tenon_basis_status *row_status,
                                                int32_t row_capacity, tenon_error *err);
/* Names are those of the MPS file. Fails with ARGUMENT where the counts are not the problem's or not
 * as many are basic as there are rows; IO. */
TENON_API tenon_status tenon_problem_write_basis(const tenon_problem *problem, const char *path,
                                                 const tenon_basis_status *column_status,
                                                 int32_t column_count,
                                                 const tenon_basis_status *row_status,
                                                 int32_t row_count, tenon_error *err);
/* The same text in memory: read from bytes[0, length), or written to the caller's buffer, at most
 * `capacity` bytes, not terminated; *needed receives the whole length. Fail as those, but for IO. */
TENON_API tenon_status tenon_problem_read_basis_buffer(
    const tenon_context *context, const tenon_problem *problem, const char *bytes, int64_t length,
    tenon_basis_status *column_status, int32_t column_capacity, tenon_basis_status *row_status,
    int32_t row_capacity, tenon_error *err);
TENON_API tenon_status tenon_problem_write_basis_buffer(
    const tenon_problem *problem, const tenon_basis_status *column_status, int32_t column_count,
    const tenon_basis_status *row_status, int32_t row_count, char *buffer, int64_t capacity,
    int64_t *needed, tenon_error *err);
/* A start for tenon_solve_options from a solution file: of tenon_solution_write, HiGHS, SCIP or
 * MIPLIB, or plain lines of name and value. values receives one number a column, NaN where the file
 * does not say; capacity must be at least that. Names that are no columns (orders come and go) are passed
 * over with a warning in the log, unless none is one. Fails with IO, PARSE (line and byte), ARGUMENT. */
TENON_API tenon_status tenon_problem_read_start(const tenon_context *context,
                                                const tenon_problem *problem, const char *path,
                                                double *values, int32_t capacity,
                                                tenon_error *err);
/* The same from bytes[0, length); fails so, but for IO. */
TENON_API tenon_status tenon_problem_read_start_buffer(const tenon_context *context,
                                                       const tenon_problem *problem,
                                                       const char *bytes, int64_t length,
                                                       double *values, int32_t capacity,
                                                       tenon_error *err);

typedef int32_t tenon_outcome;
#define TENON_OPTIMAL 1 /* proven within the gap asked for */
#define TENON_INFEASIBLE 2
#define TENON_UNBOUNDED 3
#define TENON_INFEASIBLE_OR_UNBOUNDED 4
#define TENON_TIME_LIMIT 5 /* limits: a plan may or may not have been found */
#define TENON_NODE_LIMIT 6
#define TENON_WORK_LIMIT 7
#define TENON_CANCELLED 8  /* by the host; also where the gap was closed by then */
#define TENON_MEMORY_LIMIT 9
#define TENON_NUMERICAL 10 /* no answer could be verified */
#define TENON_CUTOFF 11    /* no plan can be better than the cutoff asked for (tenon_warm_linear) */

TENON_API const char *tenon_outcome_text(tenon_outcome outcome); /* "optimal", "time_limit", ... */

typedef int32_t tenon_linear_method;
#define TENON_METHOD_AUTOMATIC 0
#define TENON_METHOD_DUAL 1
#define TENON_METHOD_PRIMAL 2

/* A point in the caller's columns, and where the solve stands. The library fills it, so struct_size
 * tells how much there is. */
typedef struct tenon_solve_point {
    uint32_t struct_size;
    int32_t count;        /* columns */
    const double *values; /* count numbers; borrowed for the call */
    double objective;     /* of the point */
    double bound;         /* no plan can be better; infinite while nothing is known */
    double incumbent;     /* best plan so far; NaN: none */
    int64_t nodes;
} tenon_solve_point;

/* Rows that a callback hands back: lent to it for its call. */
typedef struct tenon_new_rows tenon_new_rows;

/* lower <= sum coefficients[k] * x[columns[k]] <= upper, copied. name NULL or "": "lazy<number>" where
 * the row is a lazy one. ARGUMENT, and nothing added: a column that is not there, NaN, an infinite
 * coefficient, lower > upper. */
TENON_API tenon_status tenon_new_rows_add(tenon_new_rows *rows, const char *name, double lower,
                                          double upper, int32_t count, const int32_t *columns,
                                          const double *coefficients, tenon_error *err);

/* Points that a callback hands in: lent to it for its call. */
typedef struct tenon_new_plans tenon_new_plans;

/* One value a column, NaN where unknown; copied. ARGUMENT, and nothing added: count is not that of the
 * columns, an infinite value. */
TENON_API tenon_status tenon_new_plans_add(tenon_new_plans *plans, const double *values,
                                           int32_t count, tenon_error *err);

/* What became of one of them. The library fills it, so struct_size tells how much there is. */
typedef struct tenon_plan_verdict {
    uint32_t struct_size;
    int32_t number;     /* among the points of its call, from 0 */
    int32_t taken;      /* 1: a plan came of it that is the best one now, or in the pool; else 0 */
    int32_t reserved;
    double objective;   /* of that plan; NaN: none */
    /* Why nothing came of it, as "with the integers of the plan row \"press\" is broken by 3"; or what
     * of it was changed, as "used with ..." in tenon_solution_start_verdict. "": taken as it was.
     * Borrowed for the call. */
    const char *reason;
} tenon_plan_verdict;

typedef int32_t tenon_branch_side;
#define TENON_BRANCH_AUTOMATIC 0
#define TENON_BRANCH_DOWN 1
#define TENON_BRANCH_UP 2

/* The branching that a callback chooses: lent to it for its call. */
typedef struct tenon_branching tenon_branching;

/* One side has x[column] <= floor(value), the other x[column] >= floor(value) + 1. value NaN: that at
 * the point; where it is an integer, one side holds that value alone or ends with it. first: the side
 * that is searched first. A second call replaces the first. ARGUMENT, and nothing chosen: a column that
 * is not there or continuous, an infinite value, no such side. */
TENON_API tenon_status tenon_branching_choose(tenon_branching *branching, int32_t column,
                                              double value, tenon_branch_side first,
                                              tenon_error *err);

/* All run on the thread that called the solve, one at a time; they may solve other problems. Return
 * nonzero to end the solve: TENON_CANCELLED with the best plan so far, or TENON_OPTIMAL where the search
 * was at its end by then. They must not throw. */
typedef int32_t (*tenon_plan_function)(const tenon_solve_point *point, void *user);
typedef int32_t (*tenon_rows_function)(const tenon_solve_point *point, tenon_new_rows *rows,
                                       void *user);
typedef int32_t (*tenon_plans_function)(const tenon_solve_point *point, tenon_new_plans *plans,
                                        void *user);
typedef int32_t (*tenon_verdict_function)(const tenon_plan_verdict *verdict, void *user);
typedef int32_t (*tenon_branching_function)(const tenon_solve_point *point,
                                            tenon_branching *branching, void *user);

/* incumbent: each time a plan becomes the best one; of a linear program once, with the optimum. Where
 * workers search a large tree, on the context's threads, news come when they meet.
 *
 * lazy_rows: rows that are too many to write down. Asked about every point before it becomes a plan
 * (or joins the pool); its integers are exact, and it keeps the problem's rows and those handed back
 * so far. Hand back at least one row that it breaks, or none to let it pass. The rows hold from then
 * on: the plan keeps them, tenon_solution_worst_row may name one. Presolve then rests what presumes
 * that all rows are known: dual fixing, empty columns fixed by their cost, slack and free columns,
 * implied integers. A problem whose relaxation without them is unbounded ends as
 * TENON_INFEASIBLE_OR_UNBOUNDED: give its columns bounds. A linear program comes without prices.
 *
 * user_cuts: asked at fractional optima of the relaxation, at the root in rounds, at other nodes a few
 * times each. Rows handed back must be kept by every plan, or by every one better than the
 * incumbent; those that the point keeps are left out. Presolve then rests slack and free
 * columns.
 *
 * user_plans: asked for plans at fractional optima of the relaxation: at the root after the first
 * linear program and after the rounds of cuts, then once at each node. Points may be whole or partial.
 * When the call has returned each is judged as any plan is, in exact arithmetic and by lazy_rows; one
 * that is partial, or whose continuous columns do not fit its integers, is completed as a start is.
 * Plans known before the solve are better given as that. What is solved before its first fractional
 * optimum asks nobody.
 *
 * plan_verdict: told of each of those points, in their order, what became of it. Points of a call that
 * ends the solve, and those behind one with which it ends, are not looked at.
 *
 * user_branching: asked at nodes with a fractional optimum, before tenon chooses a branching; what is
 * chosen takes the place of priorities and strong branching. Where the column has no two sides left at
 * the node (fixed there or by presolve, or the value lies outside its bounds) tenon chooses, as where
 * nothing is chosen; tenon_solve_counters.user_branchings tells how many were followed. What is proved
 * does not depend on it, but the size of the tree does: branching on a column that is integral at the
 * point does not move its bound. Presolve then rests slack and free columns.
 *
 * With any of them but incumbent and plan_verdict the tree is searched on one thread. Linear programs
 * without integers ask for neither plans nor branchings.
 *
 * In user_plans of a knapsack, the point rounded down:
 *
 *     for (int32_t j = 0; j < point->count; ++j) mine[j] = point->values[j] < 0.999 ? 0 : 1;
 *     tenon_new_plans_add(plans, mine, point->count, NULL);
 */
typedef struct tenon_solve_callbacks {
    uint32_t struct_size;
    int32_t reserved;
    tenon_plan_function incumbent; /* NULL: none, as below */
    tenon_rows_function lazy_rows;
    tenon_rows_function user_cuts;
    void *user; /* handed to all of them */
    tenon_plans_function user_plans;
    tenon_verdict_function plan_verdict;
    tenon_branching_function user_branching;
} tenon_solve_callbacks;

#define TENON_SOLVE_CALLBACKS_INIT \
    {sizeof(tenon_solve_callbacks), 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL}

/* What a solve remembers for the next one of nearly the same problem: a bound, a side or a cost
 * moved, orders came or went. Give each solve the same memory. Nothing remembered is believed that
 * does not hold for the problem at hand: columns and rows are matched by their names, bounds are
 * used again only where they are valid, plans are judged anew. Where the last plan and a remembered
 * bound meet, the answer is there at once; else the search begins with that plan, or near it where
 * it does not fit any more, with the cuts of the last search made anew, and with the leaves of its
 * tree, whose bounds are found again. Answers are as good as without a memory, but of several
 * equally good plans it may be another one. Linear programs without integers and solves with lazy
 * rows or user cuts neither read nor write it (see tenon_warm_linear for the former). It holds
 * copies of the last few problems, and of their searches at most 32 MB of cuts and 100,000 nodes
 * each. Used by one solve at a time; it may be freed when that has returned. */
typedef struct tenon_solve_memory tenon_solve_memory;

/* Empty. Fails with ARGUMENT and NO_MEMORY. */
TENON_API tenon_status tenon_solve_memory_create(tenon_solve_memory **out, tenon_error *err);
TENON_API void tenon_solve_memory_free(tenon_solve_memory *memory);
/* Forgets everything; NULL is ignored. */
TENON_API void tenon_solve_memory_clear(tenon_solve_memory *memory);
/* Problems whose answers are kept, at most 8; -1 for NULL. */
TENON_API int32_t tenon_solve_memory_problems(const tenon_solve_memory *memory);

typedef struct tenon_solve_options {
    uint32_t struct_size;
    int32_t start_count;
    double time_limit_seconds; /* 0: none */
    int64_t node_limit;        /* 0: none */
    int64_t work_limit;        /* entries touched, a few nanoseconds each; 0: none */
    double relative_gap;       /* 0: 1e-6; negative: exactly 0 */
    double absolute_gap;       /* 0: 1e-6; negative: exactly 0 */
    uint64_t seed;             /* 0: 1 */
    int32_t no_presolve;
    int32_t no_cuts;
    int32_t no_heuristics;
    int32_t reserved;
    const double *start;       /* start_count values, one a column; NaN: unknown; NULL: none */
    /* Linear programs without integers: where the simplex method begins; NULL: with all rows. A
     * singular basis is mended. The counts must be the problem's. */
    const tenon_basis_status *start_column_basis;
    const tenon_basis_status *start_row_basis;
    int32_t start_column_basis_count;
    int32_t start_row_basis_count;
    /* Linear programs without integers: the simplex method that begins; each falls back on the
     * other where it cannot go on. */
    tenon_linear_method linear_method;
    int32_t reserved2;
    const tenon_solve_callbacks *callbacks; /* NULL: none */
    /* One a column: fractional integers of the highest priority are branched on first. NULL: all
     * equal. */
    const int32_t *branch_priority;
    /* Where good plans are thought to be, one value a column; NaN: no opinion. The search looks there
     * first and branches that way first; what it proves does not depend on it. Weights >= 0, one a
     * column; NULL: all 1. Heavier hints are tried first; weight 0 is no hint. */
    const double *hint;
    const double *hint_weight;
    int32_t branch_priority_count;
    int32_t hint_count;
    int32_t hint_weight_count;
    int32_t pool_size; /* so many of the best plans met are kept (tenon_solution_pool_count); 0: none */
    /* Parts of the solver to be left out, by names of tenon_solve_part_name ('-' may stand for a
     * blank), to see what each is worth. ARGUMENT for another name; the message lists them. */
    const char *const *without;
    int32_t without_count;
    int32_t reserved3;
    /* Nonzero: the answer is proved once more, in the problem as it was given and within what the
     * limits leave (tenon_solution_certificate). Takes a multiple of the solve itself on hard
     * problems. ARGUMENT together with lazy rows, which the problem does not have, and for
     * several objectives. */
    int32_t certify;
    int32_t reserved4;
    tenon_solve_memory *memory; /* read and written; not owned; NULL: none */
} tenon_solve_options;

#define TENON_SOLVE_OPTIONS_INIT                                                               \
    {sizeof(tenon_solve_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, 0, 0, \
     0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, NULL, 0, 0, 0, 0, NULL}

/* The parts of the solver that `without` can name: those of the integer search, then the reductions of
 * presolve. How many; the name of one, as "clique cuts", and what it does, in a few words; NULL if
 * there is no such one. */
TENON_API int32_t tenon_solve_parts(void);
TENON_API const char *tenon_solve_part_name(int32_t part);
TENON_API const char *tenon_solve_part_text(int32_t part);

/* Minimises or maximises to proven optimality. The problem is not changed. Misuse and lack of
 * memory are errors; everything else is an outcome. */
TENON_API tenon_status tenon_problem_solve(const tenon_context *context,
                                           const tenon_problem *problem,
                                           const tenon_solve_options *options,
                                           tenon_solution **out, tenon_error *err);

/* One of several objectives. */
typedef struct tenon_objective {
    uint32_t struct_size;
    tenon_sense sense;         /* 0: TENON_MINIMIZE */
    const char *name;          /* for messages; NULL: none */
    const double *cost;        /* count numbers, one a column */
    int32_t count;
    int32_t priority;          /* higher ones are solved first; equal ones as one weighted sum */
    double offset;
    double weight;             /* 0: 1 */
    /* What later priorities may give away of its value: the larger of the two, the second one times
     * |value|. Objectives of equal priority are one sum, which is held: together they may give away the
     * weighted sum of these, whichever of them it comes from. */
    double absolute_tolerance;
    double relative_tolerance;
} tenon_objective;

#define TENON_OBJECTIVE_INIT {sizeof(tenon_objective), 0, NULL, NULL, 0, 0, 0, 0, 0, 0}

/* Priority after priority, each from the plan of the one before and with the objectives before it held
 * within their tolerances; the costs and the sense of the problem itself do not count. `objectives` is
 * an array of `count` structs of the size that the first one states. reached (may be NULL) receives
 * one value an objective at the plan, NaN without a plan. The solution is that of the last priority
 * that gave a plan, with its weighted sum as objective; a priority that ends at a limit ends the
 * whole, with that outcome where it found a plan. Fails as tenon_problem_solve, and with ARGUMENT for
 * costs of another number than columns, numbers that are not finite, negative weights or
 * tolerances. */
TENON_API tenon_status tenon_problem_solve_objectives(const tenon_context *context,
                                                      const tenon_problem *problem,
                                                      const tenon_objective *objectives,
                                                      int32_t count,
                                                      const tenon_solve_options *options,
                                                      double *reached, tenon_solution **out,
                                                      tenon_error *err);
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
/* Of linear programs without integers: the optimal basis. 0 without one. */
TENON_API int32_t tenon_solution_column_basis(const tenon_solution *solution,
                                              tenon_basis_status *status, int32_t capacity);
TENON_API int32_t tenon_solution_row_basis(const tenon_solution *solution,
                                           tenon_basis_status *status, int32_t capacity);
/* The plan as a text file: "# outcome", "# objective", then "name value" of every column; for linear
 * programs also row activities, reduced costs and prices, in the layout of HiGHS. `problem` is the
 * one that was solved. Fails with ARGUMENT (a problem of another size), IO. */
TENON_API tenon_status tenon_solution_write(const tenon_solution *solution,
                                            const tenon_problem *problem, const char *path,
                                            tenon_error *err);
/* The same text in the caller's buffer: at most `capacity` bytes, not terminated; *needed receives the
 * whole length. */
TENON_API tenon_status tenon_solution_write_buffer(const tenon_solution *solution,
                                                   const tenon_problem *problem, char *buffer,
                                                   int64_t capacity, int64_t *needed,
                                                   tenon_error *err);
/* Of linear programs without integers, in the caller's rows and columns. infeasible: one multiplier a
 * row (tenon_problem_check_infeasible says what it proves; 0 numbers where bounds contradict each
 * other). unbounded: one number a column, a direction that keeps all rows
 * and bounds and improves the objective for ever (tenon_problem_check_ray). */
TENON_API int32_t tenon_solution_farkas(const tenon_solution *solution, double *multipliers,
                                        int32_t capacity);
TENON_API int32_t tenon_solution_ray(const tenon_solution *solution, double *direction,
                                     int32_t capacity);
/* What the multipliers leave open. 0: they prove that there is no plan, and no rounding can undo it.
 * Above: some coefficients that have to be zero are not, by up to this share of the terms they are
 * sums of (about 1e-16, a rounding of the multipliers; never more than 1e-9). NaN: no multipliers. */
TENON_API double tenon_solution_farkas_residual(const tenon_solution *solution);
/* Every plan is re-evaluated in the original problem: the largest breach and where it is. */
TENON_API double tenon_solution_max_violation(const tenon_solution *solution);
TENON_API const char *tenon_solution_worst_row(const tenon_solution *solution); /* "" if none */
/* With options.pool_size: the best plans that were met, best first; plan 0 is the solution's own. No
 * two are equal in all integer columns. Others as good may exist that were not met. */
TENON_API int32_t tenon_solution_pool_count(const tenon_solution *solution); /* -1 for NULL */
TENON_API double tenon_solution_pool_objective(const tenon_solution *solution,
                                               int32_t plan); /* NaN: no such plan */
TENON_API int32_t tenon_solution_pool_values(const tenon_solution *solution, int32_t plan,
                                             double *values,
                                             int32_t capacity); /* -1: no such plan */
/* With options.certify: a text whose lines prove, step by step and without any tolerance, that no plan
 * is better than tenon_solution_certified_bound (or that there is no plan, or that the objective has no
 * limit), and give the plan with its exact evaluation. Anybody who has the problem can check it in
 * exact arithmetic: its README in src/ilp/certified says what each line means, and tests/ilp/certified
 * has a checker. UTF-8, borrowed; length (may be NULL) receives its bytes. "" without one: nobody
 * asked, or memory ran out. */
TENON_API const char *tenon_solution_certificate(const tenon_solution *solution, int64_t *length);
/* The certificate as a file. Fails with ARGUMENT (a solution without one), IO. */
TENON_API tenon_status tenon_solution_write_certificate(const tenon_solution *solution,
                                                        const char *path, tenon_error *err);
/* What the certificate proves, in the sense of the problem; a limit may have ended the proof early.
 * NaN for NULL. It can pass the objective of a plan that breaks rows within the tolerance. */
TENON_API double tenon_solution_certified_bound(const tenon_solution *solution);
/* 1: the proof was finished: the certificate shows what the outcome and the gap asked for say. */
TENON_API int32_t tenon_solution_certified(const tenon_solution *solution);
/* What of the answer is not confirmed, and why, in words; "" if nothing is in doubt (or for NULL). A
 * problem with rows whose coefficients lie more than 1e9 apart (1e7 with lazy rows), or are whole and
 * above 1e12 units of their divisor, is proved exactly before it is answered: where that fails the outcome is TENON_NUMERICAL (or that
 * of the limit), and the row is named here. Where a limit ended the search of a problem whose
 * relaxation has an integer column beyond 2^53, the column is named. With options.certify: why the proof was not finished, or
 * how it contradicts what the search had found; if it met a better plan, that is the solution's. UTF-8, borrowed. */
TENON_API const char *tenon_solution_doubt(const tenon_solution *solution);
/* What of a start was not taken as it was given: why it was refused, or "used with" the integers that
 * were rounded by more than 1e-6, or with its integers alone, where its continuous columns broke a
 * row that is named and were solved for anew. "" if it was used as it was, or not given. UTF-8, borrowed. */
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
    /* What presolve took away. */
    int64_t presolved_rows;
    int64_t presolved_columns;
    int64_t presolved_nonzeros;
    /* What the simplex method did, over all linear programs of the solve. */
    int64_t phase_one_iterations; /* dual method, towards dual feasibility */
    int64_t dual_iterations;
    int64_t primal_iterations;
    int64_t bound_flips;     /* bounded variables that moved without a pivot */
    int64_t basis_nonzeros;  /* these two summed over refactorisations; their ratio is the fill */
    int64_t factor_nonzeros;
    double phase_one_seconds;
    double dual_seconds;
    double primal_seconds;
    double factor_seconds; /* part of the three above */
    int64_t lazy_rows;     /* taken over from callbacks */
    int64_t user_cuts;
    int64_t proof_nodes; /* with options.certify; not part of nodes */
    double proof_seconds;
    int64_t user_plans;      /* handed in by a callback, and plans came of them */
    int64_t user_branchings; /* chosen by a callback and followed */
} tenon_solve_counters;

#define TENON_SOLVE_COUNTERS_INIT                                                                  \
    {sizeof(tenon_solve_counters), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
     0, 0, 0, 0, 0, 0}

/* What the solve cost, copied into the caller's struct, whose struct_size must be set. Fails with
 * ARGUMENT. */
TENON_API tenon_status tenon_solution_counters(const tenon_solution *solution,
                                               tenon_solve_counters *counters, tenon_error *err);
/* The reductions of presolve that applied, in the order they are tried in: how many of them, -1 for
 * NULL; the name of one, as "doubleton equations", NULL if there is no such one; and how often it
 * applied to a row, column or entry, -1 if there is no such one. Names live as long as the solution. */
TENON_API int32_t tenon_solution_reductions(const tenon_solution *solution);
TENON_API const char *tenon_solution_reduction_name(const tenon_solution *solution, int32_t index);
TENON_API int64_t tenon_solution_reduction_fired(const tenon_solution *solution, int32_t index);

/* What a part of an integer search did. Time and work are without those of parts that it called, so
 * that all parts together make up the solve. Times are measured and decide nothing. */
typedef struct tenon_part_effort {
    uint32_t struct_size;
    int32_t reserved;
    const char *name; /* as tenon_solve_part_name, or of a part without a switch, as "node LPs" */
    int64_t calls;
    int64_t found;    /* cuts, points offered as plans, bounds, generators of symmetries */
    int64_t kept;     /* cuts taken into the relaxation, plans that were the best so far */
    int64_t work;     /* as work_limit counts */
    double seconds;
} tenon_part_effort;

#define TENON_PART_EFFORT_INIT {sizeof(tenon_part_effort), 0, NULL, 0, 0, 0, 0, 0}

/* The parts that ran, in the order of a solve: how many, -1 for NULL; none for linear programs.
 * ARGUMENT: there is no such one. Names live for ever. */
TENON_API int32_t tenon_solution_parts(const tenon_solution *solution);
TENON_API tenon_status tenon_solution_part(const tenon_solution *solution, int32_t part,
                                           tenon_part_effort *effort, tenon_error *err);

typedef struct tenon_verdict {
    uint32_t struct_size;
    int32_t feasible;
    double objective;       /* exactly rounded */
    double max_violation;   /* over rows and bounds */
    double max_integrality; /* largest distance of an integer column to an integer */
    char worst[128];        /* name of the most violated row or column */
} tenon_verdict;

#define TENON_VERDICT_INIT {sizeof(tenon_verdict), 0, 0, 0, 0, {0}}

/* The independent judge: evaluates any point in the problem. A bound may be missed by
 * max(feasibility, 1e-9 |bound|); feasibility 0: 1e-6. So may a row, where of its side only what the
 * integer columns leave counts (they are exact), and by one rounding of the side itself. */
TENON_API tenon_status tenon_problem_check(const tenon_problem *problem, const double *values,
                                           int32_t value_count, double feasibility,
                                           tenon_verdict *verdict, tenon_error *err);

/* How well a plan and shadow prices of a linear program belong together; all zero, up to rounding,
 * for an optimal pair. Reduced costs are recomputed exactly from the prices. */
typedef struct tenon_linear_residuals {
    uint32_t struct_size;
    int32_t reserved;
    double primal;          /* largest breach of a row or bound */
    double primal_scaled;   /* the same, each divided by max(1, |side|) */
    double dual;            /* largest price or reduced cost without a finite side to lean on */
    double dual_scaled;     /* the same, each divided by max(1, sizes it was computed from) */
    double complementarity; /* largest |price| * distance from the side it belongs to */
    double objective;
    double dual_objective;
    double gap;             /* |objective - dual_objective| / max(1, |objective|) */
    char worst_primal[128]; /* row or column; "" if nothing is wrong */
    char worst_dual[128];
} tenon_linear_residuals;

#define TENON_LINEAR_RESIDUALS_INIT \
    {sizeof(tenon_linear_residuals), 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, {0}}

/* duals: one a row, as tenon_solution_duals gives them. */
TENON_API tenon_status tenon_problem_check_linear(const tenon_problem *problem,
                                                  const double *values, int32_t value_count,
                                                  const double *duals, int32_t dual_count,
                                                  tenon_linear_residuals *residuals,
                                                  tenon_error *err);

/* Row multipliers y and d = -A'y: every feasible x has y's + d'x = 0 for s = A x. If the least value
 * of that sum within the sides of rows and columns is positive, there is no feasible x. */
typedef struct tenon_infeasibility_verdict {
    uint32_t struct_size;
    int32_t proves;     /* value > doubt and nothing is unexplained: no rounding can undo it */
    double value;
    double doubt;       /* at most this much of the value is rounding */
    double unexplained; /* largest part, relative to its terms, that meets no finite side; left out */
} tenon_infeasibility_verdict;

#define TENON_INFEASIBILITY_VERDICT_INIT {sizeof(tenon_infeasibility_verdict), 0, 0, 0, 0}

/* Judges `count` multipliers, one a row, by exact sums; nothing of the solver is used. Fails with
 * ARGUMENT (another count than rows). */
TENON_API tenon_status tenon_problem_check_infeasible(const tenon_problem *problem,
                                                      const double *multipliers, int32_t count,
                                                      tenon_infeasibility_verdict *verdict,
                                                      tenon_error *err);

/* A direction that keeps all rows and bounds for ever and improves the objective; with one feasible
 * point it proves the problem unbounded. */
typedef struct tenon_ray_verdict {
    uint32_t struct_size;
    int32_t proves;
    double slope;    /* change of the objective for one step */
    double breach;   /* largest movement towards a finite side, relative to its terms */
    char worst[128]; /* its row or column; "" if there is none */
} tenon_ray_verdict;

#define TENON_RAY_VERDICT_INIT {sizeof(tenon_ray_verdict), 0, 0, 0, {0}}

/* tolerance: on the breach; 0: 1e-9. */
TENON_API tenon_status tenon_problem_check_ray(const tenon_problem *problem,
                                               const double *direction, int32_t count,
                                               double tolerance, tenon_ray_verdict *verdict,
                                               tenon_error *err);

/* ---- Linear programs: warm re-solves and sensitivity ---------------------------------------- */

/* A linear program that keeps its basis, factors and weights from one solve to the next, so that
 * only the change is paid for. Columns and rows are numbered as in the problem; new ones come at the
 * end, and after a deletion the later ones move up. Integer columns count as continuous. Mutable,
 * one thread at a time; it needs neither the problem nor the context after a call.
 *
 *     tenon_warm_linear_create(problem, &warm, &err);
 *     for (;;) {
 *         tenon_warm_linear_set_bounds(warm, machine, 0, hours_left, &err);
 *         tenon_warm_linear_solve(context, warm, NULL, &outcome, &err);
 *         if (outcome == TENON_OPTIMAL) tenon_warm_linear_values(warm, plan, columns);
 *     }
 */
typedef struct tenon_warm_linear tenon_warm_linear;

/* Copies the problem; nothing is solved yet. Fails with ARGUMENT, NO_MEMORY. */
TENON_API tenon_status tenon_warm_linear_create(const tenon_problem *problem,
                                                tenon_warm_linear **out, tenon_error *err);
TENON_API void tenon_warm_linear_free(tenon_warm_linear *warm);
TENON_API int32_t tenon_warm_linear_columns(const tenon_warm_linear *warm); /* -1 for NULL */
TENON_API int32_t tenon_warm_linear_rows(const tenon_warm_linear *warm); /* -1 for NULL */

/* Changes in constant time. All calls that change fail with ARGUMENT as those of tenon_problem do,
 * and then change nothing. */
TENON_API tenon_status tenon_warm_linear_set_offset(tenon_warm_linear *warm, double offset,
                                                    tenon_error *err);
TENON_API tenon_status tenon_warm_linear_set_cost(tenon_warm_linear *warm, int32_t column,
                                                  double cost, tenon_error *err);
TENON_API tenon_status tenon_warm_linear_set_bounds(tenon_warm_linear *warm, int32_t column,
                                                    double lower, double upper, tenon_error *err);
TENON_API tenon_status tenon_warm_linear_set_row_bounds(tenon_warm_linear *warm, int32_t row,
                                                        double lower, double upper,
                                                        tenon_error *err);
/* Changes that are gathered and built in by the next solve, in time proportional to the program.
 * Zero takes a coefficient out. */
TENON_API tenon_status tenon_warm_linear_set_coefficient(tenon_warm_linear *warm, int32_t row,
                                                         int32_t column, double value,
                                                         tenon_error *err);
TENON_API tenon_status tenon_warm_linear_add_column(tenon_warm_linear *warm, double lower,
                                                    double upper, double cost, int32_t count,
                                                    const int32_t *rows,
                                                    const double *coefficients, int32_t *index,
                                                    tenon_error *err);
TENON_API tenon_status tenon_warm_linear_add_row(tenon_warm_linear *warm, double lower,
                                                 double upper, int32_t count,
                                                 const int32_t *columns,
                                                 const double *coefficients, int32_t *index,
                                                 tenon_error *err);
/* At once, in time proportional to the program: delete many in one call. */
TENON_API tenon_status tenon_warm_linear_delete_columns(tenon_warm_linear *warm, int32_t count,
                                                        const int32_t *columns, tenon_error *err);
TENON_API tenon_status tenon_warm_linear_delete_rows(tenon_warm_linear *warm, int32_t count,
                                                     const int32_t *rows, tenon_error *err);

/* Where the next solve begins: one status a column and a row. A singular basis is mended. */
TENON_API tenon_status tenon_warm_linear_set_basis(tenon_warm_linear *warm,
                                                   const tenon_basis_status *column_status,
                                                   const tenon_basis_status *row_status,
                                                   tenon_error *err);
/* Arrays of one status a column and a row; either may be NULL. */
TENON_API tenon_status tenon_warm_linear_basis(const tenon_warm_linear *warm,
                                               tenon_basis_status *column_status,
                                               tenon_basis_status *row_status,
                                               tenon_error *err);

typedef struct tenon_warm_limits {
    uint32_t struct_size;
    int32_t has_cutoff;        /* nonzero: `cutoff` counts */
    double time_limit_seconds; /* 0: none */
    int64_t iteration_limit;   /* simplex pivots of this call; 0: none; -> TENON_WORK_LIMIT */
    double cutoff;             /* stop when no plan can be better than this; -> TENON_CUTOFF */
} tenon_warm_limits;

#define TENON_WARM_LIMITS_INIT {sizeof(tenon_warm_limits), 0, 0, 0, 0}

/* Where only bounds, costs and sides changed since the last solve, nothing is copied or allocated in
 * proportion to the program. limits NULL: none. */
TENON_API tenon_status tenon_warm_linear_solve(const tenon_context *context,
                                               tenon_warm_linear *warm,
                                               const tenon_warm_limits *limits,
                                               tenon_outcome *outcome, tenon_error *err);
/* The answer of the last solve; it stays as it is while changes are made. Arrays as those of
 * tenon_solution: at most `capacity` numbers are written, the return is how many there are. */
TENON_API int32_t tenon_warm_linear_has_values(const tenon_warm_linear *warm);
TENON_API double tenon_warm_linear_objective(const tenon_warm_linear *warm); /* NaN: no optimum */
TENON_API double tenon_warm_linear_bound(const tenon_warm_linear *warm);
TENON_API int32_t tenon_warm_linear_values(const tenon_warm_linear *warm, double *values,
                                           int32_t capacity);
TENON_API int32_t tenon_warm_linear_row_activity(const tenon_warm_linear *warm, double *values,
                                                 int32_t capacity);
TENON_API int32_t tenon_warm_linear_duals(const tenon_warm_linear *warm, double *values,
                                          int32_t capacity);
TENON_API int32_t tenon_warm_linear_reduced_costs(const tenon_warm_linear *warm, double *values,
                                                  int32_t capacity);
/* All of it as a solution, with its basis and certificates. ARGUMENT before the first solve and
 * when something has changed since. */
TENON_API tenon_status tenon_warm_linear_solution(const tenon_warm_linear *warm,
                                                  tenon_solution **out, tenon_error *err);
/* The problem as it stands, with continuous columns. */
TENON_API tenon_status tenon_warm_linear_problem(const tenon_warm_linear *warm,
                                                 tenon_problem **out, tenon_error *err);

/* One number of a problem. */
typedef int32_t tenon_part;
#define TENON_PART_COST 0         /* of a column */
#define TENON_PART_ROW_LOWER 1    /* the lower side of a row */
#define TENON_PART_ROW_UPPER 2
#define TENON_PART_COLUMN_LOWER 3 /* the lower bound of a column */
#define TENON_PART_COLUMN_UPPER 4
#define TENON_PART_INTEGRALITY 5  /* that a column is integer */

/* How far a cost, a side or a bound may move, one at a time, while the optimal basis stays optimal;
 * the objective moves along a straight line up to the end. Immutable. */
typedef struct tenon_sensitivity tenon_sensitivity;

typedef struct tenon_range {
    uint32_t struct_size;
    int32_t reserved;
    double value; /* as it stands in the problem */
    double lower; /* +-infinity: it may move for ever */
    double upper;
    double objective_at_lower; /* the optimum there; +-infinity if it grows without end */
    double objective_at_upper;
    /* Beyond the end `entering` takes the place of `leaving` in the basis. A column by its number, a
     * row as columns + its number. Both the same: it goes to its other bound, or the two sides meet.
     * -1 entering: beyond it nothing is feasible; -1 leaving: beyond it the optimum is unbounded. */
    int32_t lower_entering;
    int32_t lower_leaving;
    int32_t upper_entering;
    int32_t upper_leaving;
} tenon_range;

#define TENON_RANGE_INIT {sizeof(tenon_range), 0, 0, 0, 0, 0, 0, -1, -1, -1, -1}

/* Of an optimal solution of a problem without integers; else ARGUMENT. In degenerate programs the
 * ranges are those of the solution's basis (or, without one, of a basis found anew); another basis
 * may have others. */
TENON_API tenon_status tenon_sensitivity_analyse(const tenon_context *context,
                                                 const tenon_problem *problem,
                                                 const tenon_solution *solution,
                                                 tenon_sensitivity **out, tenon_error *err);
TENON_API void tenon_sensitivity_free(tenon_sensitivity *sensitivity);
/* part: TENON_PART_COST to TENON_PART_COLUMN_UPPER; index: the column or row. A side that does not
 * bind may come as near as the activity; equal sides move together. */
TENON_API tenon_status tenon_sensitivity_range(const tenon_sensitivity *sensitivity,
                                               tenon_part part, int32_t index, tenon_range *out,
                                               tenon_error *err);
/* Both ends of all ranges of a part; either array may be NULL. Returns how many there are, -1 for
 * NULL and unknown parts. */
TENON_API int32_t tenon_sensitivity_ranges(const tenon_sensitivity *sensitivity, tenon_part part,
                                           double *lower, double *upper, int32_t capacity);

/* ---- No plan: why, and what to loosen ------------------------------------------------------- */

/* A set of sides of rows, bounds and integer demands that cannot hold together, such that any one of
 * them gone lets the rest hold. Immutable; it does not need the problem after the call. */
typedef struct tenon_conflict tenon_conflict;

typedef struct tenon_conflict_options {
    uint32_t struct_size;
    int32_t reserved;
    double time_limit_seconds; /* 0: none */
    int64_t trial_work_limit;  /* of each trial of the integer solver; 0: ten times the first proof */
} tenon_conflict_options;

#define TENON_CONFLICT_OPTIONS_INIT {sizeof(tenon_conflict_options), 0, 0, 0}

typedef struct tenon_conflict_member {
    uint32_t struct_size;
    tenon_part part; /* a side of a row, a bound, or integrality */
    int32_t index;   /* the row or column */
    int32_t needed;  /* seen: without it the other members can hold */
} tenon_conflict_member;

#define TENON_CONFLICT_MEMBER_INIT {sizeof(tenon_conflict_member), 0, -1, 0}

/* When time is over, or the call is cancelled, what is known is returned: a set that may be too
 * large. There may be several conflicts; one is found. */
TENON_API tenon_status tenon_problem_find_conflict(const tenon_context *context,
                                                   const tenon_problem *problem,
                                                   const tenon_conflict_options *options,
                                                   tenon_conflict **out, tenon_error *err);
TENON_API void tenon_conflict_free(tenon_conflict *conflict);
/* TENON_INFEASIBLE: there are members. TENON_OPTIMAL: the problem has a plan. Else nothing was found
 * out. 0 for NULL. */
TENON_API tenon_outcome tenon_conflict_outcome(const tenon_conflict *conflict);
TENON_API int32_t tenon_conflict_is_minimal(const tenon_conflict *conflict); /* all are needed */
/* The members of a linear conflict contradict each other by these multipliers of the rows, and the
 * judge (tenon_problem_check_infeasible) agrees. */
TENON_API int32_t tenon_conflict_is_proved(const tenon_conflict *conflict);
TENON_API int32_t tenon_conflict_farkas(const tenon_conflict *conflict, double *multipliers,
                                        int32_t capacity);
TENON_API int32_t tenon_conflict_members(const tenon_conflict *conflict); /* how many; -1 for NULL */
TENON_API tenon_status tenon_conflict_get_member(const tenon_conflict *conflict, int32_t index,
                                                 tenon_conflict_member *member, tenon_error *err);
/* "need: x + y >= 5", "x <= 2", "x is an integer"; NULL if there is no such member. */
TENON_API const char *tenon_conflict_member_text(const tenon_conflict *conflict, int32_t index);
TENON_API const char *tenon_conflict_text(const tenon_conflict *conflict); /* all, in plain words */

/* The cheapest way to a plan: which sides and bounds to loosen by how much. Immutable. */
typedef struct tenon_relaxation tenon_relaxation;

typedef int32_t tenon_relax_measure;
#define TENON_RELAX_AMOUNT 0 /* least sum of weight * amount */
#define TENON_RELAX_COUNT 1  /* least sum of the weights of what is loosened at all */

typedef struct tenon_relax_options {
    uint32_t struct_size;
    tenon_relax_measure measure;
    /* One weight a row, for both of its sides: what one unit costs. TENON_INFINITY: it must hold.
     * NULL: all 1, a unit of each row being what the row is written in. */
    int32_t row_weight_count;
    int32_t column_weight_count;
    const double *row_weights;
    /* One a column, for both of its bounds. NULL: they must hold; or, with `bounds` nonzero, 1 for
     * all finite ones but lower bounds of zero and those of binary columns (or integer, from 0 to 1). */
    const double *column_weights;
    int32_t bounds;
    int32_t reserved;
    double largest_amount;            /* TENON_RELAX_COUNT only: of a side; 0: 1e6 */
    const tenon_solve_options *solve; /* limits and gap; NULL: defaults */
} tenon_relax_options;

#define TENON_RELAX_OPTIONS_INIT {sizeof(tenon_relax_options), 0, 0, 0, NULL, NULL, 0, 0, 0, NULL}

typedef struct tenon_loosening {
    uint32_t struct_size;
    tenon_part part; /* a side of a row or a bound */
    int32_t index;
    int32_t reserved;
    double from;
    double to;
    double amount;
    double cost;
} tenon_loosening;

#define TENON_LOOSENING_INIT {sizeof(tenon_loosening), 0, -1, 0, 0, 0, 0, 0}

/* The cheapest way to loosen what may be loosened so that there is a plan. Fails with ARGUMENT (weights
 * that are not above zero, or too few or many), NO_MEMORY, BUDGET; a limit or a cancel is the
 * relaxation's outcome. */
TENON_API tenon_status tenon_problem_relax(const tenon_context *context,
                                           const tenon_problem *problem,
                                           const tenon_relax_options *options,
                                           tenon_relaxation **out, tenon_error *err);
TENON_API void tenon_relaxation_free(tenon_relaxation *relaxation);
/* TENON_OPTIMAL: no cheaper way. TENON_INFEASIBLE: what must hold contradicts itself. A limit: the
 * changes may be the best found so far. 0 for NULL. */
TENON_API tenon_outcome tenon_relaxation_outcome(const tenon_relaxation *relaxation);
TENON_API double tenon_relaxation_cost(const tenon_relaxation *relaxation);
TENON_API double tenon_relaxation_bound(const tenon_relaxation *relaxation); /* nothing is cheaper */
TENON_API int32_t tenon_relaxation_changes(const tenon_relaxation *relaxation); /* how many */
TENON_API tenon_status tenon_relaxation_get_change(const tenon_relaxation *relaxation,
                                                   int32_t index, tenon_loosening *change,
                                                   tenon_error *err);
TENON_API const char *tenon_relaxation_text(const tenon_relaxation *relaxation);
/* The loosened problem, and the plan that is best by its own objective. Borrowed. */
TENON_API const tenon_problem *tenon_relaxation_problem(const tenon_relaxation *relaxation);
TENON_API const tenon_solution *tenon_relaxation_solution(const tenon_relaxation *relaxation);

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

/* An empty report. Fails with ARGUMENT and NO_MEMORY, as all calls that add to it do. */
TENON_API tenon_status tenon_report_create(const tenon_report_options *options, tenon_report **out,
                                           tenon_error *err);
TENON_API void tenon_report_free(tenon_report *report);
/* A heading and a paragraph below it, both UTF-8; marks of HTML in them are shown, not obeyed. */
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
/* Distributions, frequent values, stuck sensors, time and gaps, correlations. */
TENON_API tenon_status tenon_report_add_data_profile(tenon_report *report,
                                                     const tenon_profile *profile,
                                                     tenon_error *err);
/* The table's change log, then what the model's own steps did in training; either may be NULL. */
TENON_API tenon_status tenon_report_add_changes(tenon_report *report, const tenon_table *table,
                                                const tenon_model *model, tenon_error *err);
TENON_API tenon_status tenon_report_add_missing_map(tenon_report *report, const tenon_table *table,
                                                    tenon_error *err);
/* How it was fitted, coefficients with intervals (a table a class) and the units of scaled features, fit,
 * warnings. */
TENON_API tenon_status tenon_report_add_model(tenon_report *report, const tenon_model *model,
                                              tenon_error *err);
/* How good the model is on a table: ROC, confusion matrix, calibration with bootstrap intervals
 * (logistic), the confusion matrix and each class's precision and recall (several classes), or predicted
 * against observed (linear). A model fitted with weights is judged by the weights
 * of the table, without bootstrap intervals; of a quantile regression the share of rows at or below the
 * prediction is told in place of R2. */
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

/* Streams of one seed are independent. Fails with ARGUMENT and NO_MEMORY. */
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

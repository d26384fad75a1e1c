/* The tenon command: what its source files share. It uses tenon.h and the C library only. */
#ifndef TENON_CLI_H
#define TENON_CLI_H

#include <stdio.h>

#include "tenon.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

/* ---- Arguments: a list that commands take their options from ---- */

typedef struct arguments {
    int count;
    char **item;   /* taken ones become NULL */
    int json;      /* --json was given */
} arguments;

/* The value of "--name VALUE" or "--name=VALUE", or NULL. Ends the program if the value is missing. */
const char *take_option(arguments *args, const char *name);
/* The same, of several the first that is left. */
const char *take_first_option(arguments *args, const char *name);
int take_flag(arguments *args, const char *name);
int has_option(const arguments *args, const char *name); /* given and not yet taken */
/* The first argument that is not an option, or NULL. */
const char *take_operand(arguments *args);
/* The number that the text of an option is; ends the program if it is none. */
double number_of(const arguments *args, const char *name, const char *text);
double take_number(arguments *args, const char *name, double fallback);
int64_t take_whole(arguments *args, const char *name, int64_t fallback);
/* Refuses two options that would write the same file. */
void keep_apart(const arguments *args, const char *name, const char *path, const char *other,
                const char *other_path);
/* Ends the program with exit code 2 if anything is left. */
void finish_arguments(const arguments *args);

typedef struct name_list {
    int32_t count;
    const char **name; /* points into `text`, which the list owns */
    char *text;
} name_list;

name_list split_names(const char *text); /* by ','; a part in quotes, "\"1,5\"",
                                         * may hold some; "" gives an empty list */
void free_names(name_list *list);
void *allocate(size_t bytes); /* ends the program if memory is gone */
int same(const char *a, const char *b);

/* ---- Errors and output ---- */

/* Prints the error as text or as one JSON object; returns the exit code: EXIT_USAGE for a wrong
 * argument, else EXIT_REFUSED. */
int refuse(const arguments *args, const tenon_error *err);
/* Copies a message of the library with its options called as the command calls them. */
void command_words(const char *from, char *to, size_t size);
/* The same of work under --memory, which is called so where it did not suffice. */
int refuse_memory(const arguments *args, tenon_error *err);
/* Wrong usage: ends the program with exit code 2. */
void usage_error(const arguments *args, const char *format, ...);

void json_text(FILE *out, const char *text, int64_t length); /* length -1: terminated */
void json_number(FILE *out, double value);                   /* NaN and infinity: null */
void json_member(const char *name, double value);            /* ,"name":value on standard output */
void json_table(FILE *out, const tenon_table *table);        /* an array of objects */
void print_table(FILE *out, const tenon_table *table);       /* aligned columns */
void print_number(FILE *out, double value, int width);       /* six digits, right-aligned */
/* For "%lld %s": 1 row, 2 rows. */
#define COUNTED(count, noun) (long long)(count), (count) == 1 ? noun : noun "s"

/* ---- Shared parts of commands ---- */

/* Windows: the arguments of main as UTF-8, for as long as the program runs, and a console that shows UTF-8. */
void use_utf8(int *argc, char ***argv);
FILE *open_file(const char *path, const char *mode); /* fopen by a path in UTF-8 */
/* Fills the error: cannot `what` (open, read, write) the file, with the system's reason; returns its code. */
tenon_status file_error(const char *what, const char *path, int reason, tenon_error *err);
/* The whole file, for free(); NULL, and the error is filled, where it cannot be read. */
char *read_file(const char *path, int64_t *length, tenon_error *err);
/* A context whose progress line shows on a terminal after a second; threads 0: 1. */
tenon_context *terminal_context(int threads);
/* The same with a byte budget; 0: none. */
tenon_context *budget_context(int threads, int64_t bytes);
void clear_progress(void);
/* Contexts made from now on show what the library logs for information, too. */
void tell_more(void);

/* --delimiter, --decimal, --thousands, --comment, --encoding, --missing, --ragged, --no-header,
 * --column. */
typedef struct csv_arguments {
    tenon_csv_options options;
    name_list missing;
    tenon_csv_column *columns; /* with their marks */
    name_list *marks;
} csv_arguments;
csv_arguments take_csv(arguments *args);
void free_csv(csv_arguments *csv);
/* What the arguments say of a file that is JSON Lines. */
tenon_jsonl_options jsonl_options(const csv_arguments *csv);
/* A file of JSON Lines (.jsonl, .ndjson, or one that begins with '{'), or else of delimited text. */
tenon_status read_log(const tenon_context *context, const char *path, const csv_arguments *csv,
                      tenon_table **table, tenon_error *err);
/* JSON Lines if the name ends in .jsonl or .ndjson, else CSV. */
tenon_status write_log(const tenon_context *context, const tenon_table *table, const char *path,
                       tenon_error *err);

/* "median", "clip", ...; ends the program when the word is unknown. */
tenon_fill fill_of(const arguments *args, const char *word);
tenon_outlier_rule outlier_rule_of(const arguments *args, const char *word);
tenon_outlier_action outlier_action_of(const arguments *args, const char *word);

/* --start, --basis-in, --basis-out, --solution, --certificate: the names, and what was read from the files. */
typedef struct solve_files {
    const char *start, *basis_in, *basis_out, *solution, *certificate; /* NULL: not given */
    double *values;
    tenon_basis_status *column_basis, *row_basis;
} solve_files;
solve_files take_solve_files(arguments *args);
/* Options then point into files. */
tenon_status read_solve_files(solve_files *files, const tenon_context *context,
                              const tenon_problem *problem, tenon_solve_options *options,
                              tenon_error *err);
tenon_status write_solve_files(const solve_files *files, const tenon_problem *problem,
                               const tenon_solution *solution, tenon_error *err);
void free_solve_files(solve_files *files);
/* The plans of the pool, best first, as lines or as a member of an open JSON object. */
void print_pool(const tenon_problem *problem, const tenon_solution *solution, int json);
/* What presolve and the simplex method did, some lines, or as members of an open JSON object. */
void print_effort(const tenon_solution *solution, const tenon_solve_counters *counters, int json);
/* What the judge says of a linear program's answer, a line each, or as members of an open JSON object. */
void print_reason(const tenon_problem *problem, const tenon_solution *solution);
void print_certificate(const tenon_problem *problem, const tenon_solution *solution, int json);
/* Three tables, or as members of an open JSON object. */
void print_sensitivity(const tenon_problem *problem, const tenon_solution *solution,
                       const tenon_sensitivity *sensitivity, int json);

int command_read(arguments *args);
int command_profile(arguments *args);
int command_clean(arguments *args);
int command_learn(arguments *args);
int command_score(arguments *args);
int command_solve(arguments *args);
int command_convert(arguments *args);
int command_export(arguments *args);
int command_import(arguments *args);
int command_inspect(arguments *args);
int command_explain(arguments *args);

#endif

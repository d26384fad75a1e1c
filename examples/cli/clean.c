/* tenon clean: steps run in the order they stand on the command line. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

typedef struct cleaner {
    arguments *args;
    tenon_context *context;
    tenon_table *table; /* the newest */
    const char *time_column;
    int32_t keep;
    double factor;
    int64_t window, limit;
    tenon_error err;
} cleaner;

static void replace(cleaner *run, tenon_table *next)
{
    tenon_table_free(run->table);
    run->table = next;
}

/* The names given, or every number column of the table (every column when any_type). */
static name_list columns_of(const cleaner *run, const char *text, int any_type)
{
    if (text && *text) return split_names(text);
    name_list list = {0, NULL, NULL};
    int32_t columns = tenon_table_columns(run->table);
    list.name = allocate((size_t)columns * sizeof *list.name);
    for (int32_t j = 0; j < columns; ++j) {
        tenon_type type = tenon_table_column_type(run->table, j);
        if (any_type || type == TENON_FLOAT64 || type == TENON_INT64)
            list.name[list.count++] = tenon_table_column_name(run->table, j);
    }
    return list;
}

static tenon_status drop_duplicates(cleaner *run, const char *keys)
{
    name_list names = split_names(keys);
    tenon_table *next = NULL;
    tenon_status status =
        tenon_table_drop_duplicates_keep(run->context, run->table, names.name, names.count,
                                         run->keep, &next, &run->err);
    free_names(&names);
    if (status == TENON_OK) replace(run, next);
    return status;
}

static tenon_status drop_missing(cleaner *run, const char *columns)
{
    name_list names = split_names(columns);
    tenon_table *next = NULL;
    tenon_status status = tenon_table_drop_missing(run->context, run->table, names.name,
                                                   names.count, &next, &run->err);
    free_names(&names);
    if (status == TENON_OK) replace(run, next);
    return status;
}

/* METHOD[:columns] or constant=VALUE[:columns] */
static tenon_status fill(cleaner *run, const char *text)
{
    tenon_impute_options options = TENON_IMPUTE_OPTIONS_INIT;
    tenon_imputer *imputer = NULL;
    tenon_table *next = NULL;
    char *copy = allocate(strlen(text) + 1);
    memcpy(copy, text, strlen(text) + 1);
    char *columns = strchr(copy, ':');
    if (columns) *columns++ = '\0';
    char *constant = strchr(copy, '=');
    if (constant) {
        *constant++ = '\0';
        char *end = NULL;
        options.constant = strtod(constant, &end);
        /* Words fill text columns; a number column refuses NaN by name. */
        if (end == constant || *end) options.constant = NAN;
        options.constant_text = constant;
    }
    options.fill = fill_of(run->args, copy);
    if (options.fill == TENON_FILL_CONSTANT && (!constant || !*constant))
        usage_error(run->args, "--fill constant needs a value: --fill constant=0:column");
    options.time_column = options.fill == TENON_FILL_LINEAR_TIME ? run->time_column : NULL;
    options.limit = run->limit;
    name_list names = columns_of(run, columns, options.fill == TENON_FILL_MODE);
    tenon_status status = tenon_imputer_fit(run->context, run->table, names.name, names.count,
                                            &options, &imputer, &run->err);
    if (status == TENON_OK)
        status = tenon_imputer_apply(run->context, imputer, run->table, &next, &run->err);
    tenon_imputer_free(imputer);
    free_names(&names);
    free(copy);
    if (status == TENON_OK) replace(run, next);
    return status;
}

/* RULE[:action[:columns]] */
static tenon_status outliers(cleaner *run, const char *text)
{
    tenon_outlier_options options = TENON_OUTLIER_OPTIONS_INIT;
    tenon_outlier_filter *filter = NULL;
    tenon_table *next = NULL;
    char *copy = allocate(strlen(text) + 1);
    memcpy(copy, text, strlen(text) + 1);
    char *action = strchr(copy, ':'), *columns = NULL;
    if (action) {
        *action++ = '\0';
        columns = strchr(action, ':');
        if (columns) *columns++ = '\0';
    }
    options.rule = outlier_rule_of(run->args, copy);
    options.action = outlier_action_of(run->args, action && *action ? action : "flag");
    options.factor = run->factor;
    options.window = run->window;
    name_list names = columns_of(run, columns, 0);
    tenon_status status = tenon_outlier_filter_fit(run->context, run->table, names.name,
                                                   names.count, &options, &filter, &run->err);
    if (status == TENON_OK)
        status = tenon_outlier_filter_apply(run->context, filter, run->table, &next, &run->err);
    tenon_outlier_filter_free(filter);
    free_names(&names);
    free(copy);
    if (status == TENON_OK) replace(run, next);
    return status;
}

typedef tenon_status (*step_function)(cleaner *, const char *);

typedef struct step {
    const char *name;
    step_function run;
    int needs_value;
} step;

static const step steps[] = {{"--drop-duplicates", drop_duplicates, 0},
                             {"--drop-missing", drop_missing, 0},
                             {"--fill", fill, 1},
                             {"--outliers", outliers, 1}};

typedef struct planned {
    const step *what;
    const char *value;
} planned;

/* Takes the steps out of the arguments, in their order. */
static int take_steps(arguments *args, planned *plan)
{
    int count = 0;
    for (int i = 0; i < args->count; ++i) {
        char *item = args->item[i];
        if (!item) continue;
        for (size_t k = 0; k < sizeof steps / sizeof steps[0]; ++k) {
            size_t length = strlen(steps[k].name);
            if (strncmp(item, steps[k].name, length) != 0 || (item[length] && item[length] != '='))
                continue;
            plan[count].what = &steps[k];
            plan[count].value = item[length] ? item + length + 1 : "";
            if (!item[length] && steps[k].needs_value) {
                if (i + 1 >= args->count || !args->item[i + 1])
                    usage_error(args, "%s needs a value", steps[k].name);
                plan[count].value = args->item[i + 1];
                args->item[i + 1] = NULL;
            }
            args->item[i] = NULL;
            ++count;
            break;
        }
    }
    return count;
}

static void print_result(const cleaner *run, int64_t before, const char *output,
                         const tenon_table *changes)
{
    int64_t after = tenon_table_rows(run->table);
    if (run->args->json) {
        printf("{\"rows_before\":%lld,\"rows_after\":%lld,\"output\":", (long long)before,
               (long long)after);
        if (output)
            json_text(stdout, output, -1);
        else
            printf("null");
        printf(",\"changes\":");
        json_table(stdout, changes);
        printf("}\n");
        return;
    }
    clear_progress();
    printf("%lld %s in, %lld %s out\n\n", COUNTED(before, "row"), COUNTED(after, "row"));
    print_table(stdout, changes);
    if (output)
        printf("\nwritten: %s\n", output);
    else
        printf("\nnothing written; name a file with --output\n");
}

int command_clean(arguments *args)
{
    cleaner run = {args, NULL, NULL, NULL, TENON_KEEP_FIRST, 0, 0, 0, TENON_ERROR_INIT};
    planned *plan = allocate((size_t)(args->count + 1) * sizeof *plan);
    int count = take_steps(args, plan);
    csv_arguments csv = take_csv(args);
    const char *output = take_option(args, "--output");
    run.time_column = take_option(args, "--time-column");
    run.keep = take_flag(args, "--keep-last") ? TENON_KEEP_LAST : TENON_KEEP_FIRST;
    run.factor = take_number(args, "--factor", 0);
    run.window = take_whole(args, "--window", 0);
    run.limit = take_whole(args, "--limit", 0);
    const char *path = take_operand(args);
    if (!path) usage_error(args, "tenon clean needs a file; see tenon clean --help");
    finish_arguments(args);
    if (count == 0)
        usage_error(args, "name at least one step, such as --drop-duplicates or --fill median; "
                          "see tenon clean --help");

    tenon_table *changes = NULL;
    int64_t before = 0;
    run.context = terminal_context(0);
    tenon_status status =
        tenon_table_read_csv(run.context, path, &csv.options, &run.table, &run.err);
    before = tenon_table_rows(run.table);
    for (int i = 0; i < count && status == TENON_OK; ++i)
        status = plan[i].what->run(&run, plan[i].value);
    if (status == TENON_OK) status = tenon_table_changes(run.table, &changes, &run.err);
    if (status == TENON_OK && output)
        status = tenon_table_write_csv(run.context, run.table, output, NULL, &run.err);
    int code = EXIT_DONE;
    if (status == TENON_OK)
        print_result(&run, before, output, changes);
    else
        code = refuse(args, &run.err);
    tenon_table_free(changes);
    tenon_table_free(run.table);
    tenon_context_free(run.context);
    free_csv(&csv);
    free(plan);
    return code;
}

/* tenon clean: steps run in the order they stand on the command line, or in a plan. */
#include <stdlib.h>
#include <string.h>

#include "clean_plan.h"

typedef struct cleaner {
    arguments *args;
    tenon_context *context;
    tenon_clean_plan *plan; /* fitted */
    tenon_table *before, *after; /* NULL: never held as a whole */
    tenon_table *findings;       /* of reading */
    tenon_cleaned_file rows;
    tenon_error err;
} cleaner;

/* Below it there is no room for a block of text and one that is written. */
#define LEAST_MEMORY 2000000

/* Files from this size on are cleaned in batches, where a fitted plan allows it. */
#define LARGE_FILE ((int64_t)256 << 20)

static int64_t size_of(const char *path)
{
    FILE *file = open_file(path, "rb");
    if (!file) return 0; /* what is wrong is said where it is read */
    /* A long is too short for large files in some places: a failure means large. */
    const int64_t size = fseek(file, 0, SEEK_END) == 0 ? (int64_t)ftell(file) : -1;
    fclose(file);
    return size < 0 ? LARGE_FILE : size;
}

static int named_jsonl(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (same(dot, ".jsonl") || same(dot, ".ndjson"));
}

/* Whether the plan of the document is fitted, and so can be applied batch by batch; `asked`: says so
 * where it cannot. */
static int fits_batches(cleaner *run, const text *document, int asked)
{
    if (tenon_clean_plan_parse(document->at, (int64_t)document->size, &run->plan, &run->err) !=
        TENON_OK)
        return 0; /* said once more where the plan is used */
    if (tenon_clean_plan_is_fitted(run->plan)) return 1;
    if (asked)
        fprintf(stderr, "tenon: the plan is not fitted; it learns from the whole file, which is read\n");
    tenon_clean_plan_free(run->plan);
    run->plan = NULL;
    return 0;
}

/* A batch takes some four times its cells while it is cleaned, and blocks of text besides. */
/* "sort": the kind of step `number` (from 1) of the plan; empty where it cannot be told. */
static void step_kind(const tenon_clean_plan *plan, int64_t number, char *kind, size_t capacity)
{
    static const char member[] = "\"step\": \""; /* quotes within texts are escaped */
    int64_t needed = 0;
    kind[0] = 0;
    if (tenon_clean_plan_to_json(plan, NULL, 0, &needed, NULL) != TENON_OK) return;
    char *const document = calloc((size_t)needed + 1, 1);
    if (document && tenon_clean_plan_to_json(plan, document, needed, &needed, NULL) == TENON_OK) {
        const char *at = document;
        while (number-- > 0 && (at = strstr(at, member)) != NULL) at += sizeof member - 1;
        const size_t length = at ? strcspn(at, "\"") : 0;
        if (length < capacity) {
            memcpy(kind, at ? at : "", length);
            kind[length] = 0;
        }
    }
    free(document);
}

static tenon_status clean_in_batches(cleaner *run, const char *path, const csv_arguments *csv,
                                     const char *output, int64_t memory, tenon_table **changes)
{
    const int64_t shares = 8, least = 1 << 16;
    tenon_csv_batch_options batch = TENON_CSV_BATCH_OPTIONS_INIT;
    if (memory > 0) batch.bytes = memory / shares > least ? memory / shares : least;
    const tenon_jsonl_options lines = jsonl_options(csv);
    const tenon_status status =
        named_jsonl(output)
            ? tenon_clean_plan_apply_jsonl_file(run->context, run->plan, path, &lines, &batch, output,
                                                NULL, &run->rows, changes, &run->findings, &run->err)
            : tenon_clean_plan_apply_file(run->context, run->plan, path, &csv->options, &batch, output,
                                          NULL, &run->rows, changes, &run->findings, &run->err);
    if (status == TENON_OK && run->rows.step_across_rows > 0) {
        char kind[64];
        step_kind(run->plan, run->rows.step_across_rows, kind, sizeof kind);
        fprintf(stderr,
                "tenon: step %lld of the plan (%s) needs all records together; the whole file was read\n",
                (long long)run->rows.step_across_rows, kind);
    }
    return status;
}

/* The log as the fit of the plan saw its columns. */
static tenon_status read_for(cleaner *run, const tenon_clean_plan *plan, const char *path,
                             const csv_arguments *csv)
{
    if (tenon_is_jsonl_file(path)) {
        const tenon_jsonl_options options = jsonl_options(csv);
        return tenon_clean_plan_read_jsonl(run->context, plan, path, &options, &run->before, &run->err);
    }
    return tenon_clean_plan_read_csv(run->context, plan, path, &csv->options, &run->before, &run->err);
}

/* A fitted plan is applied; one that is not learns from this very file. */
static tenon_status clean(cleaner *run, const char *path, const csv_arguments *csv,
                          const text *document)
{
    tenon_clean_plan *plan = NULL;
    tenon_status status =
        tenon_clean_plan_parse(document->at, (int64_t)document->size, &plan, &run->err);
    if (status == TENON_OK && tenon_clean_plan_is_fitted(plan)) {
        run->plan = plan;
        status = read_for(run, plan, path, csv);
        if (status != TENON_OK) return status;
        return tenon_clean_plan_apply(run->context, plan, run->before, &run->after, &run->err);
    }
    if (status == TENON_OK) status = read_log(run->context, path, csv, &run->before, &run->err);
    if (status == TENON_OK)
        status = tenon_clean_plan_fit(run->context, plan, run->before, &run->after, &run->plan,
                                      &run->err);
    tenon_clean_plan_free(plan);
    return status;
}

static tenon_status clean_whole(cleaner *run, const char *path, const csv_arguments *csv,
                                const text *document, const char *output, tenon_table **changes)
{
    tenon_status status = clean(run, path, csv, document);
    if (status == TENON_OK) status = tenon_table_changes(run->after, changes, &run->err);
    if (status == TENON_OK) status = tenon_table_findings(run->before, &run->findings, &run->err);
    if (status != TENON_OK) return status;
    run->rows.rows_before = tenon_table_rows(run->before);
    run->rows.rows_after = tenon_table_rows(run->after);
    return output ? write_log(run->context, run->after, output, &run->err) : TENON_OK;
}

/* ROW:COLUMN; the row of the file, from 0 */
static tenon_status why(cleaner *run, const char *cell, tenon_table **out)
{
    char *end = NULL;
    long long row = strtoll(cell, &end, 10);
    if (end == cell || *end != ':' || !end[1])
        usage_error(run->args, "--why needs ROW:COLUMN, such as 17:speed; rows count from 0");
    return tenon_clean_plan_why(run->context, run->plan, run->before, row, end + 1, out, &run->err);
}

static void print_result(const cleaner *run, const char *output, const tenon_table *changes,
                         const tenon_table *reasons)
{
    const int64_t before = run->rows.rows_before, after = run->rows.rows_after;
    if (run->args->json) {
        printf("{\"rows_before\":%lld,\"rows_after\":%lld,\"output\":", (long long)before,
               (long long)after);
        if (output)
            json_text(stdout, output, -1);
        else
            printf("null");
        printf(",\"changes\":");
        json_table(stdout, changes);
        printf(",\"findings\":");
        json_table(stdout, run->findings);
        if (reasons) {
            printf(",\"why\":");
            json_table(stdout, reasons);
        }
        printf("}\n");
        return;
    }
    clear_progress();
    printf("%lld %s in, %lld %s out\n\n", COUNTED(before, "row"), COUNTED(after, "row"));
    print_table(stdout, changes);
    if (tenon_table_rows(run->findings) > 0) {
        printf("\nwhile reading:\n");
        print_table(stdout, run->findings);
    }
    if (reasons) {
        printf("\nthe cell asked for:\n");
        if (tenon_table_rows(reasons) > 0)
            print_table(stdout, reasons);
        else
            printf("no step changed it\n");
    }
    if (output)
        printf("\nwritten: %s\n", output);
    else
        printf("\nnothing written; name a file with --output\n");
}

static void print_steps(void)
{
    int64_t needed = 0;
    if (tenon_clean_plan_help(NULL, 0, &needed, NULL) != TENON_OK) return;
    char *help = allocate((size_t)needed + 1);
    if (tenon_clean_plan_help(help, needed, &needed, NULL) == TENON_OK)
        fwrite(help, 1, (size_t)needed, stdout);
    free(help);
}

int command_clean(arguments *args)
{
    cleaner run = {args, NULL, NULL, NULL, NULL, NULL, TENON_CLEANED_FILE_INIT, TENON_ERROR_INIT};
    if (take_flag(args, "--steps")) {
        finish_arguments(args);
        print_steps();
        return EXIT_DONE;
    }
    text document = {NULL, 0, 0};
    int count = take_plan(args, &document);
    csv_arguments csv = take_csv(args);
    const char *output = take_option(args, "--output");
    const char *plan = take_option(args, "--plan"), *save = take_option(args, "--save-plan");
    keep_apart(args, "--output", output, "--save-plan", save);
    const char *cell = take_option(args, "--why");
    const int64_t memory = take_whole(args, "--memory", 0);
    if (memory != 0 && memory < LEAST_MEMORY)
        usage_error(args, "--memory is in bytes and must be at least %d", LEAST_MEMORY);
    const char *path = take_operand(args);
    if (!path) usage_error(args, "tenon clean needs a file; see tenon clean --help");
    finish_arguments(args);
    if (plan && count > 0)
        usage_error(args, "a plan says all steps; leave out --plan or the other steps");
    if (!plan && count == 0)
        usage_error(args, "name at least one step, such as --drop-duplicates or --fill median, or "
                          "a --plan; see tenon clean --help");
    if (plan) {
        free_text(&document);
        if (!read_text(plan, &document, &run.err)) {
            free_csv(&csv);
            return refuse(args, &run.err);
        }
    }

    tenon_table *changes = NULL, *reasons = NULL;
    run.context = budget_context(0, memory);
    const int batches = plan && output && !cell &&
                        !tenon_is_jsonl_file(path) == !named_jsonl(output) &&
                        (memory > 0 || size_of(path) >= LARGE_FILE) &&
                        fits_batches(&run, &document, memory > 0);
    tenon_status status =
        batches ? clean_in_batches(&run, path, &csv, output, memory, &changes)
                : clean_whole(&run, path, &csv, &document, output, &changes);
    if (status == TENON_OK && cell) status = why(&run, cell, &reasons);
    if (status == TENON_OK && save) status = tenon_clean_plan_save(run.plan, save, &run.err);
    int code = EXIT_DONE;
    if (status == TENON_OK)
        print_result(&run, output, changes, reasons);
    else
        code = refuse_memory(args, &run.err);
    tenon_table_free(changes);
    tenon_table_free(reasons);
    tenon_table_free(run.findings);
    tenon_table_free(run.after);
    tenon_table_free(run.before);
    tenon_clean_plan_free(run.plan);
    tenon_context_free(run.context);
    free_csv(&csv);
    free_text(&document);
    return code;
}

/* A log as a table, in whichever form it is: JSON Lines or delimited text. */
#include <string.h>

#include "cli.h"

tenon_jsonl_options jsonl_options(const csv_arguments *csv)
{
    tenon_jsonl_options options = TENON_JSONL_OPTIONS_INIT;
    options.all_text = csv->options.all_text;
    options.lenient = csv->options.lenient;
    options.missing_marks = csv->missing.name;
    options.missing_mark_count = csv->missing.count;
    options.rules = csv->options.columns;
    options.rule_count = csv->options.column_count;
    options.text_columns = csv->options.text_columns;
    options.text_column_count = csv->options.text_column_count;
    return options;
}

tenon_status read_log(const tenon_context *context, const char *path, const csv_arguments *csv,
                      tenon_table **table, tenon_error *err)
{
    if (tenon_is_jsonl_file(path)) {
        const tenon_jsonl_options options = jsonl_options(csv);
        return tenon_table_read_jsonl(context, path, &options, table, err);
    }
    return tenon_table_read_csv(context, path, &csv->options, table, err);
}

static int ends_in(const char *path, const char *ending)
{
    const size_t length = strlen(path), wanted = strlen(ending);
    return length >= wanted && same(path + length - wanted, ending);
}

tenon_status write_log(const tenon_context *context, const tenon_table *table, const char *path,
                       tenon_error *err)
{
    if (ends_in(path, ".jsonl") || ends_in(path, ".ndjson"))
        return tenon_table_write_jsonl(context, table, path, NULL, err);
    return tenon_table_write_csv(context, table, path, NULL, err);
}

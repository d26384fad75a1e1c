// JSON Lines in and out.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

JsonLinesOptions tenon::capi::jsonl_options(const tenon_jsonl_options* options) {
    const auto given = options_of(options, "options");
    JsonLinesOptions result;
    result.lenient = given.lenient != 0;
    result.all_text = given.all_text != 0;
    result.text_columns = texts(given.text_columns, given.text_column_count, "text_columns");
    result.columns = texts(given.columns, given.column_count, "columns");
    result.max_bytes = given.max_bytes;
    result.missing_marks = texts(given.missing_marks, given.missing_mark_count, "missing_marks");
    result.rules = csv_columns(given.rules, given.rule_count, "rules");
    return result;
}

JsonLinesBatchOptions tenon::capi::jsonl_batch_options(const tenon_jsonl_options* options,
                                                       const tenon_csv_batch_options* batch) {
    const CsvBatchOptions given = csv_batch_options(nullptr, batch);
    return {.lines = jsonl_options(options), .rows = given.rows, .bytes = given.bytes};
}

JsonLinesWriteOptions tenon::capi::jsonl_write_options(const tenon_jsonl_write_options* options) {
    const auto given = options_of(options, "options");
    if (given.not_finite < TENON_NOT_FINITE_REFUSE || given.not_finite > TENON_NOT_FINITE_TEXT)
        refuse("not_finite", "must be one of TENON_NOT_FINITE_...");
    JsonLinesWriteOptions result;
    result.skip_missing = given.skip_missing != 0;
    result.not_finite = static_cast<NotFinite>(given.not_finite);
    return result;
}

tenon_status tenon_table_read_jsonl(const tenon_context* context, const char* path,
                                    const tenon_jsonl_options* options, tenon_table** out,
                                    tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_jsonl(context_of(context), std::string(required_text(path, "path")),
                                    jsonl_options(options)));
    });
}

tenon_status tenon_table_read_jsonl_buffer(const tenon_context* context, const char* bytes,
                                           int64_t length, const tenon_jsonl_options* options,
                                           tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_jsonl_buffer(context_of(context), buffer(bytes, length, "bytes"),
                                           jsonl_options(options)));
    });
}

tenon_status tenon_table_read_jsonl_blocks(const tenon_context* context,
                                           const tenon_csv_source* source,
                                           const tenon_jsonl_options* options, tenon_table** out,
                                           tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_jsonl_source(context_of(context), csv_source(source),
                                           jsonl_options(options)));
    });
}

int32_t tenon_is_jsonl_file(const char* path) {
    return guard_value(int32_t{0}, [&] {
        return static_cast<int32_t>(is_jsonl_file(std::string(required_text(path, "path"))));
    });
}

tenon_status tenon_table_write_jsonl(const tenon_context* context, const tenon_table* table,
                                     const char* path, const tenon_jsonl_write_options* options,
                                     tenon_error* err) {
    return guard(err, [&] {
        write_jsonl(context_of(context), required(table, "table").value,
                    std::string(required_text(path, "path")), jsonl_write_options(options));
    });
}

tenon_status tenon_table_write_jsonl_blocks(const tenon_context* context, const tenon_table* table,
                                            const tenon_jsonl_write_options* options,
                                            tenon_text_sink sink, void* user, tenon_error* err) {
    return guard(err, [&] {
        write_jsonl_blocks(context_of(context), required(table, "table").value,
                           text_sink(sink, user), jsonl_write_options(options));
    });
}

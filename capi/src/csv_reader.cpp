// Delimited text from a host's function, and batch by batch.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

CsvSource tenon::capi::csv_source(const tenon_csv_source* source) {
    required(source, "source");
    const auto given = options_of(source, "source");
    if (!given.read) refuse("source", "must have a read function");
    if (given.size < 0) refuse("source", "must not have a negative size");
    CsvSource out;
    out.read = [read = given.read, user = given.user](char* to, std::size_t capacity) {
        const std::int64_t count = read(to, static_cast<std::int64_t>(capacity), user);
        if (count < 0)
            throw Error(Status::io,
                        "the source failed with " + std::to_string(count) + " when it was read",
                        {.argument = "source"});
        return static_cast<std::size_t>(count);
    };
    if (given.rewind)
        out.rewind = [rewind = given.rewind, user = given.user] { return rewind(user) == 0; };
    if (given.size > 0) out.size = given.size;
    return out;
}

CsvBatchOptions tenon::capi::csv_batch_options(const tenon_csv_options* options,
                                               const tenon_csv_batch_options* batch) {
    const auto given = options_of(batch, "batch");
    CsvBatchOptions result;
    result.csv = csv_options(options);
    if (given.rows < 0) refuse("batch", "must not have negative rows");
    if (given.bytes < 0) refuse("batch", "must not have negative bytes");
    if (given.first_block_bytes < 0) refuse("batch", "must not have negative first_block_bytes");
    result.rows = given.rows;
    result.bytes = given.bytes;
    result.first_block_bytes = given.first_block_bytes;
    return result;
}

tenon_status tenon_table_read_csv_blocks(const tenon_context* context,
                                         const tenon_csv_source* source,
                                         const tenon_csv_options* options, tenon_table** out,
                                         tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    read_csv_source(context_of(context), csv_source(source), csv_options(options)));
    });
}

tenon_status tenon_csv_reader_create_file(const tenon_context* context, const char* path,
                                          const tenon_csv_options* options,
                                          const tenon_csv_batch_options* batch,
                                          tenon_csv_reader** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(
            out, CsvBatches::of_file(context_of(context), std::string(required_text(path, "path")),
                                     csv_batch_options(options, batch)));
    });
}

tenon_status tenon_csv_reader_create_buffer(const tenon_context* context, const char* bytes,
                                            int64_t length, const tenon_csv_options* options,
                                            const tenon_csv_batch_options* batch,
                                            tenon_csv_reader** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, CsvBatches::of_buffer(context_of(context), buffer(bytes, length, "bytes"),
                                               csv_batch_options(options, batch)));
    });
}

tenon_status tenon_csv_reader_create_blocks(const tenon_context* context,
                                            const tenon_csv_source* source,
                                            const tenon_csv_options* options,
                                            const tenon_csv_batch_options* batch,
                                            tenon_csv_reader** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, CsvBatches::of_source(context_of(context), csv_source(source),
                                               csv_batch_options(options, batch)));
    });
}

tenon_status tenon_csv_reader_next(const tenon_context* context, tenon_csv_reader* reader,
                                   tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        std::optional<Table> batch = required(reader, "reader").value.next(context_of(context));
        if (batch)
            give_handle(out, std::move(*batch));
        else
            *out = nullptr;
    });
}

tenon_status tenon_csv_reader_findings(const tenon_csv_reader* reader, tenon_table** out,
                                       tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, findings_table(required(reader, "reader").value.findings()));
    });
}

void tenon_csv_reader_free(tenon_csv_reader* reader) {
    guard_void([&] { delete reader; });
}

// JSON Lines batch by batch.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

tenon_status tenon_jsonl_reader_create_file(const tenon_context* context, const char* path,
                                            const tenon_jsonl_options* options,
                                            const tenon_csv_batch_options* batch,
                                            tenon_jsonl_reader** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, JsonLinesBatches::of_file(context_of(context),
                                                   std::string(required_text(path, "path")),
                                                   jsonl_batch_options(options, batch)));
    });
}

tenon_status tenon_jsonl_reader_create_buffer(const tenon_context* context, const char* bytes,
                                              int64_t length, const tenon_jsonl_options* options,
                                              const tenon_csv_batch_options* batch,
                                              tenon_jsonl_reader** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    JsonLinesBatches::of_buffer(context_of(context), buffer(bytes, length, "bytes"),
                                                jsonl_batch_options(options, batch)));
    });
}

tenon_status tenon_jsonl_reader_create_blocks(const tenon_context* context,
                                              const tenon_csv_source* source,
                                              const tenon_jsonl_options* options,
                                              const tenon_csv_batch_options* batch,
                                              tenon_jsonl_reader** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, JsonLinesBatches::of_source(context_of(context), csv_source(source),
                                                     jsonl_batch_options(options, batch)));
    });
}

tenon_status tenon_jsonl_reader_next(const tenon_context* context, tenon_jsonl_reader* reader,
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

tenon_status tenon_jsonl_reader_findings(const tenon_jsonl_reader* reader, tenon_table** out,
                                         tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, findings_table(required(reader, "reader").value.findings()));
    });
}

void tenon_jsonl_reader_free(tenon_jsonl_reader* reader) {
    guard_void([&] { delete reader; });
}

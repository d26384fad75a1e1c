// A file cleaned by a fitted plan in bounded memory.
#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace {

// Any of the places may be null.
void give_file(const CleanedFile& file, tenon_cleaned_file* done, tenon_table** changes,
               tenon_table** findings) {
    auto changed = std::make_unique<tenon_table>(tenon_table{changes_table(file.changes)});
    auto found = std::make_unique<tenon_table>(tenon_table{findings_table(file.findings)});
    if (done)
        give(done,
             tenon_cleaned_file{sizeof(tenon_cleaned_file), 0, file.rows_before, file.rows_after,
                                file.batches, file.step_across_rows},
             "done");
    if (changes) *changes = changed.release();
    if (findings) *findings = found.release();
}

}  // namespace

int64_t tenon_clean_plan_step_across_rows(const tenon_clean_plan* plan) {
    return guard_value(std::int64_t{-1},
                       [&] { return plan ? plan->value.step_across_rows() : std::int64_t{-1}; });
}

tenon_status tenon_clean_plan_read_csv(const tenon_context* context, const tenon_clean_plan* plan,
                                       const char* path, const tenon_csv_options* options,
                                       tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, read_csv(context_of(context), std::string(required_text(path, "path")),
                                  reading_for(required(plan, "plan").value, csv_options(options))));
    });
}

tenon_status tenon_clean_plan_read_jsonl(const tenon_context* context, const tenon_clean_plan* plan,
                                         const char* path, const tenon_jsonl_options* options,
                                         tenon_table** out, tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out,
                    read_jsonl(context_of(context), std::string(required_text(path, "path")),
                               reading_for(required(plan, "plan").value, jsonl_options(options))));
    });
}

tenon_status tenon_clean_plan_apply_file(const tenon_context* context, const tenon_clean_plan* plan,
                                         const char* input, const tenon_csv_options* options,
                                         const tenon_csv_batch_options* batch, const char* output,
                                         const tenon_csv_write_options* writing,
                                         tenon_cleaned_file* done, tenon_table** changes,
                                         tenon_table** findings, tenon_error* err) {
    return guard(err, [&] {
        if (done) check_result(done, "done");
        give_file(clean_file(context_of(context), required(plan, "plan").value,
                             std::string(required_text(input, "input")),
                             std::string(required_text(output, "output")),
                             csv_batch_options(options, batch), csv_write_options(writing)),
                  done, changes, findings);
    });
}

tenon_status tenon_clean_plan_apply_jsonl_file(
    const tenon_context* context, const tenon_clean_plan* plan, const char* input,
    const tenon_jsonl_options* options, const tenon_csv_batch_options* batch, const char* output,
    const tenon_jsonl_write_options* writing, tenon_cleaned_file* done, tenon_table** changes,
    tenon_table** findings, tenon_error* err) {
    return guard(err, [&] {
        if (done) check_result(done, "done");
        give_file(
            clean_jsonl_file(context_of(context), required(plan, "plan").value,
                             std::string(required_text(input, "input")),
                             std::string(required_text(output, "output")),
                             jsonl_batch_options(options, batch), jsonl_write_options(writing)),
            done, changes, findings);
    });
}

// A plan applied to a file part by part. The changes of the parts are added up, and the types of
// columns that a step may change are those of the whole: see step_types.hpp.
#include "tenon/clean_file.hpp"

#include <functional>
#include <utility>

#include "base/file.hpp"
#include "base/reason_text.hpp"
#include "clean/plan_stream.hpp"
#include "clean/step_types.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace clean;

namespace {

// The changes of all parts, in the order of the plan.
class ChangeSum {
  public:
    void add(const std::vector<Change>& part);
    std::vector<Change> finish();

  private:
    std::vector<Change> sum_;
    std::vector<std::int64_t> parts_;  // in which the step changed something
    std::int64_t batches_ = 0;
};

// Every part goes through the same steps, so that its changes come in the same order.
void ChangeSum::add(const std::vector<Change>& part) {
    ++batches_;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const Change& change = part[i];
        if (i == sum_.size()) {
            sum_.push_back(change);
            parts_.push_back(change.rows > 0 || change.cells > 0);
            continue;
        }
        Change& sum = sum_[i];
        if (sum.step != change.step || sum.column != change.column)
            throw Error(Status::internal,
                        "step \"" + change.step + "\" of a part stands where another part has \"" +
                            sum.step + "\"",
                        {.argument = change.column});
        const bool changed = change.rows > 0 || change.cells > 0;
        if (changed && parts_[i] == 0) sum.reason = change.reason;
        parts_[i] += changed;
        sum.rows += change.rows;
        sum.cells += change.cells;
    }
}

std::vector<Change> ChangeSum::finish() {
    for (std::size_t i = 0; i < sum_.size(); ++i)
        if (parts_[i] > 1)
            sum_[i].reason +=
                " (in the first of " + count_text(parts_[i]) + " batches with changes)";
        else if (parts_[i] == 0 && batches_ > 1)
            sum_[i].reason += " (in the first of " + count_text(batches_) + " batches, all alike)";
    return std::move(sum_);
}

CleanedFile clean_whole(const Context& context, const CleanPlan& plan, const Table& before,
                        const std::function<void(const Table&)>& write) {
    const Table after = plan.apply(context, before);
    write(after);
    CleanedFile out;
    out.rows_before = before.rows();
    out.rows_after = after.rows();
    out.step_across_rows = plan.step_of_whole();
    out.changes = after.changes();
    out.findings = before.findings();
    return out;
}

// `open()` begins the batches; `write(table, first, sink)` writes one behind the others.
template <class Open, class Write>
CleanedFile clean_parts(const Context& context, const CleanPlan& plan, const std::string& output,
                        Open open, Write write) {
    StepTypes types;
    for (;;) {
        CleanedFile out;
        ChangeSum changes;
        FileWriter file(output);
        auto batches = open();
        PlanStream steps(plan);
        bool first = true;
        const auto take = [&](const Table& part, bool last) {
            std::vector<Change> done;
            const Table cleaned = steps.push(context, part, last, types, done);
            out.rows_before += part.rows();
            out.rows_after += cleaned.rows();
            changes.add(done);
            if (types.came_late()) return;  // all that is left is to see the other types
            write(cleaned, first, [&file](std::string_view text) { file.write(text); });
            first = false;
        };
        Table none;  // the columns, without rows
        while (const auto batch = batches.next(context)) {
            ++out.batches;
            take(*batch, false);
            none = batch->slice(0, 0);
        }
        // Steps that wait for what follows are told that nothing does.
        if (!steps.row_by_row() && out.batches > 0) take(none, true);
        if (types.came_late()) {
            types.begin_again();
            continue;
        }
        context.check_cancelled();
        file.commit();
        out.changes = changes.finish();
        out.findings = batches.findings();
        return out;
    }
}

}  // namespace

CleanedFile clean_file(const Context& context, const CleanPlan& plan, const std::string& input,
                       const std::string& output, const CsvBatchOptions& reading,
                       const CsvWriteOptions& writing) {
    if (plan.step_of_whole() != 0)
        return clean_whole(context, plan, read_csv(context, input, reading.csv),
                           [&](const Table& table) { write_csv(context, table, output, writing); });
    return clean_parts(
        context, plan, output, [&] { return CsvBatches::of_file(context, input, reading); },
        [&](const Table& table, bool first, const TextSink& sink) {
            CsvWriteOptions options = writing;
            options.header = writing.header && first;
            write_csv_blocks(context, table, sink, options);
        });
}

CleanedFile clean_jsonl_file(const Context& context, const CleanPlan& plan,
                             const std::string& input, const std::string& output,
                             const JsonLinesBatchOptions& reading,
                             const JsonLinesWriteOptions& writing) {
    if (plan.step_of_whole() != 0)
        return clean_whole(
            context, plan, read_jsonl(context, input, reading.lines),
            [&](const Table& table) { write_jsonl(context, table, output, writing); });
    return clean_parts(
        context, plan, output, [&] { return JsonLinesBatches::of_file(context, input, reading); },
        [&](const Table& table, bool, const TextSink& sink) {
            write_jsonl_blocks(context, table, sink, writing);
        });
}

}  // namespace tenon

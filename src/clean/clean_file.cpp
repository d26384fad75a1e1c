// A plan applied to a file part by part. The changes of the parts are added up, and the types of
// columns that a step may change are those of the whole: see step_types.hpp.
#include "tenon/clean_file.hpp"

#include <functional>
#include <optional>
#include <utility>

#include "base/file.hpp"
#include "base/reason_text.hpp"
#include "base/write_target.hpp"
#include "clean/plan_state.hpp"
#include "clean/plan_stream.hpp"
#include "clean/step_types.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"

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

// What can be read once only, as a pipe can.
bool is_read_once(const std::string& input) {
    return file_size_bytes(input) < 0;
}

// The step that must be given the whole of this input at once, from 1; 0: none. What is read once
// cannot be gone over ahead.
std::int64_t step_of_whole(const CleanPlan& plan, const std::string& input) {
    const std::int64_t step = plan.step_of_whole();
    if (step != 0 || !is_read_once(input)) return step;
    return PlanStream::step_of_two_passes(plan);
}

// The types of the whole are known only now, and the input does not come a second time.
void refuse_late(const StepTypes& types, const std::string& input) {
    if (is_read_once(input))
        throw Error(Status::data,
                    "the plan makes column \"" + types.late_column() +
                        "\" float64 after rows in which it was int64, and \"" + input +
                        "\" can be read once only; clean a file, or read the column as float64",
                    {.argument = types.late_column()});
}

CleanedFile clean_whole(const Context& context, const CleanPlan& plan, std::int64_t step,
                        const Table& before, const std::function<void(const Table&)>& write) {
    const Table after = plan.apply(context, before);
    write(after);
    CleanedFile out;
    out.rows_before = before.rows();
    out.rows_after = after.rows();
    out.step_across_rows = step;
    out.changes = after.changes();
    out.findings = before.findings();
    return out;
}

// Calls take(part, last) for each of the batches; steps that wait for what follows are told by a
// last part without rows that nothing does.
template <class Batches, class Take>
void take_batches(const Context& context, Batches& batches, bool row_by_row, Take take) {
    Table none;  // the columns, without rows
    bool any = false;
    const auto take_all = [&] {
        while (const auto batch = batches.next(context)) {
            any = true;
            none = batch->slice(0, 0);
            take(*batch, false);
        }
        if (!row_by_row && any) take(none, true);
    };
    with_reader_words(take_all, [&] {
        while (batches.next(context)) {  // what made a column text is told at the end
        }
        return none.with_findings(batches.findings());
    });
}

// The passes before the one that gives rows. False where the types of one came late.
template <class Open>
bool look_ahead(const Context& context, PlanStream& steps, StepTypes& types, Open open) {
    while (!steps.gives_rows()) {
        auto batches = open();
        take_batches(context, batches, steps.row_by_row(), [&](const Table& part, bool last) {
            std::vector<Change> ignored;
            const Charge read(context, rows_bytes(part, part.rows()));
            steps.push(context, part, last, types, ignored);
        });
        if (types.came_late()) return false;
        steps.begin_again(context);
    }
    return true;
}

// `open()` begins the batches; `write(table, first, sink)` writes one behind the others.
template <class Open, class Write>
CleanedFile clean_parts(const Context& context, const CleanPlan& plan, const std::string& input,
                        const std::string& output, Open open, Write write) {
    StepTypes types;
    // What went into a pipe cannot be taken back, so the types are found in a pass of their own.
    bool writes = is_read_once(input) || !write_target(output).in_place;
    for (;; types.begin_again()) {
        CleanedFile out;
        ChangeSum changes;
        std::optional<FileWriter> file;
        if (writes) file.emplace(output);
        PlanStream steps(plan);
        if (!look_ahead(context, steps, types, open)) continue;
        auto batches = open();
        bool first = true;
        take_batches(context, batches, steps.row_by_row(), [&](const Table& part, bool last) {
            std::vector<Change> done;
            const Charge read(context, rows_bytes(part, part.rows()));
            const Table cleaned = steps.push(context, part, last, types, done);
            const Charge made(context, own_bytes(cleaned, part));
            out.batches += last ? 0 : 1;
            out.rows_before += part.rows();
            out.rows_after += cleaned.rows();
            changes.add(done);
            if (types.came_late()) return;  // all that is left is to see the other types
            if (!writes) return;
            write(cleaned, first, [&file](std::string_view text) { file->write(text); });
            first = false;
        });
        if (types.came_late()) {
            refuse_late(types, input);
            continue;
        }
        context.check_cancelled();
        if (!std::exchange(writes, true)) continue;
        file->commit();
        out.changes = changes.finish();
        out.findings = batches.findings();
        return out;
    }
}

}  // namespace

namespace {

// Those of the fit, unless the caller names some.
std::vector<std::string> usual_marks(const std::vector<std::string>& given,
                                     const Notation& of_fit) {
    if (!given.empty() || !of_fit.missing_marks) return {};
    return *of_fit.missing_marks;
}

}  // namespace

CsvOptions reading_for(const CleanPlan& plan, CsvOptions options) {
    const bool marks_given = options.decimal != 0 || options.thousands != 0;
    const bool order_given = options.date_order != DateOrder::detect;
    const auto columns = plan.columns();
    const std::vector<Notation> notations = plan.notations();
    for (std::size_t c = 0; c < columns.size(); ++c) {
        CsvColumnRule rule{.name = columns[c].first, .notation = notations[c]};
        if (columns[c].second == Type::text) rule.type = Type::text;
        if (marks_given) rule.notation.decimal = 0, rule.notation.thousands = 0;
        if (order_given) rule.notation.date_order = DateOrder::detect;
        rule.missing_marks = usual_marks(options.missing_marks, notations[c]);
        options.usual_columns.push_back(std::move(rule));
    }
    return options;
}

JsonLinesOptions reading_for(const CleanPlan& plan, JsonLinesOptions options) {
    const auto columns = plan.columns();
    const std::vector<Notation> notations = plan.notations();
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const std::string& name = columns[c].first;
        if (columns[c].second == Type::text) options.text_columns.push_back(name);
        options.expected_columns.push_back(name);
        auto marks = usual_marks(options.missing_marks, notations[c]);
        if (!marks.empty())
            options.usual_rules.push_back({.name = name, .missing_marks = std::move(marks)});
    }
    return options;
}

CleanedFile clean_file(const Context& context, const CleanPlan& plan, const std::string& input,
                       const std::string& output, const CsvBatchOptions& given,
                       const CsvWriteOptions& writing) {
    CsvBatchOptions reading = given;
    reading.csv = reading_for(plan, given.csv);
    if (const std::int64_t step = step_of_whole(plan, input); step != 0)
        return clean_whole(context, plan, step, read_csv(context, input, reading.csv),
                           [&](const Table& table) { write_csv(context, table, output, writing); });
    return clean_parts(
        context, plan, input, output, [&] { return CsvBatches::of_file(context, input, reading); },
        [&](const Table& table, bool first, const TextSink& sink) {
            CsvWriteOptions options = writing;
            options.header = writing.header && first;
            write_csv_blocks(context, table, sink, options);
        });
}

CleanedFile clean_jsonl_file(const Context& context, const CleanPlan& plan,
                             const std::string& input, const std::string& output,
                             const JsonLinesBatchOptions& given,
                             const JsonLinesWriteOptions& writing) {
    JsonLinesBatchOptions reading = given;
    reading.lines = reading_for(plan, given.lines);
    if (const std::int64_t step = step_of_whole(plan, input); step != 0)
        return clean_whole(
            context, plan, step, read_jsonl(context, input, reading.lines),
            [&](const Table& table) { write_jsonl(context, table, output, writing); });
    return clean_parts(
        context, plan, input, output,
        [&] { return JsonLinesBatches::of_file(context, input, reading); },
        [&](const Table& table, bool, const TextSink& sink) {
            write_jsonl_blocks(context, table, sink, writing);
        });
}

}  // namespace tenon

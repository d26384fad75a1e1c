// One kind of step of a cleaning plan. Every kind is one file, step_<kind>.cpp, of the same shape:
// options read from JSON, a fitted value, apply; and one line in the table of plan_step.cpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "clean/column_edit.hpp"
#include "clean/plan_reader.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct Cleaned {
    Table table;
    // The rows of the input that the table still holds, in its order, where the step removes or
    // moves rows. Ascending but behind a sort, which is no stream.
    std::optional<std::vector<std::int64_t>> kept{};
};

class PlanStep;
class StepStream;
class StepSurvey;
using PlanStepPointer = std::shared_ptr<const PlanStep>;

// What a step needs of the rows seen so far to judge later ones.
struct Carry {
    struct OfColumn {
        std::string name;
        std::vector<std::int64_t>
            rows;  // whose cells it needs; those from `decided` on do not count
    };
    std::int64_t decided = 0;  // rows before it stay as the step leaves them, whatever follows
    // Every column that the step looks at, but for keys and times. Ascending rows.
    std::vector<OfColumn> columns{};
    std::vector<std::int64_t> rows{};  // needed for their keys and times alone
};

class PlanStep {
  public:
    virtual ~PlanStep() = default;
    // The step as it applies from now on, with what it learned; a fitted one learns anew.
    virtual std::shared_ptr<const PlanStep> fit(const Context& context,
                                                const Table& table) const = 0;
    // fit(), and what apply() of the fitted step gives: one pass where a step can do both in it.
    virtual std::shared_ptr<const PlanStep> fit_and_apply(const Context& context,
                                                          const Table& table, Cleaned& out) const;
    virtual bool fitted() const noexcept = 0;
    // Whether a row's cells behind the step depend on those of that row alone, once it is fitted.
    virtual bool row_by_row() const noexcept { return false; }
    virtual Cleaned apply(const Context& context, const Table& table) const = 0;

    // The step on a table that comes part by part; null where it needs the whole. `self` is this.
    virtual std::unique_ptr<StepStream> stream(const std::shared_ptr<const PlanStep>& self) const;
    // For history_stream: what is decided of a table that goes on, and what must be kept of it. Its
    // first `history` rows were decided before.
    virtual Carry carry(const Context& context, const Table& table, std::int64_t history) const;
    // A pass ahead over the rows, for a step that gives none before it has seen all of them; null
    // where it needs none.
    virtual std::unique_ptr<StepSurvey> survey() const;
    // apply(), whose changes tell of the rows in the range only.
    virtual Cleaned apply_within(const Context& context, const Table& table, Run range) const;
    // Why the step changed this cell of the table, where it knows more than the change log says.
    virtual std::string reason_of_cell(const Table& table, std::int64_t row,
                                       std::string_view column) const;
    // Every member but "step".
    virtual void write(Json& out) const = 0;
};

struct PlanStepKind {
    std::string_view name;
    PlanStepPointer (*read)(PlanReader& reader);
    const char* help;  // members, then what it does
};

std::span<const PlanStepKind> plan_step_kinds() noexcept;

PlanStepPointer read_drop_duplicates(PlanReader& reader);
PlanStepPointer read_drop_missing(PlanReader& reader);
PlanStepPointer read_fill(PlanReader& reader);
PlanStepPointer read_outliers(PlanReader& reader);
PlanStepPointer read_smooth(PlanReader& reader);
PlanStepPointer read_stuck(PlanReader& reader);
PlanStepPointer read_out_of_range(PlanReader& reader);
PlanStepPointer read_spike(PlanReader& reader);
PlanStepPointer read_outage(PlanReader& reader);
PlanStepPointer read_clock_jumps(PlanReader& reader);
PlanStepPointer read_gaps(PlanReader& reader);
PlanStepPointer read_units(PlanReader& reader);
PlanStepPointer read_sort(PlanReader& reader);
PlanStepPointer read_text(PlanReader& reader);
PlanStepPointer read_categories(PlanReader& reader);

// The columns named, or where none is the ones of the table that the step can work on: numbers
// that are no bool and have a present cell, or with `any_type` every column with a present cell.
std::vector<std::string> columns_or_numbers(const Table& table,
                                            const std::vector<std::string>& named,
                                            bool any_type = false);

}  // namespace tenon::clean

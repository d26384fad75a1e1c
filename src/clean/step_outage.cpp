// The step "outage": a sensor that says nothing for a long time. Missing cells here and there are
// noise of the line; a run of them is a device that was off, and filling it would be invention.
#include "base/reason_text.hpp"
#include "clean/cell_action.hpp"
#include "clean/column_edit.hpp"
#include "clean/fill_carry.hpp"
#include "clean/group_neighbours.hpp"
#include "clean/plan_step.hpp"
#include "clean/step_stream.hpp"

namespace tenon::clean {

namespace {

constexpr Word<CellAction> action_words[] = {{"flag", CellAction::flag},
                                             {"drop", CellAction::drop}};

class Outage final : public PlanStep {
  public:
    explicit Outage(PlanReader& reader)
        : columns_(reader.texts("columns")),
          group_(reader.texts("group")),
          cells_(reader.whole("cells", 10, 1, INT64_MAX)),
          action_(reader.word<CellAction>("action", action_words, CellAction::flag)),
          fitted_(reader.boolean("fitted", false)) {}

    PlanStepPointer fit(const Context&, const Table& table) const override {
        auto out = std::make_shared<Outage>(*this);
        out->columns_ = columns_or_numbers(table, columns_);
        out->fitted_ = true;
        return out;
    }
    bool fitted() const noexcept override { return fitted_; }
    Cleaned apply(const Context& context, const Table& table) const override {
        return apply_within(context, table, {0, table.rows()});
    }
    std::unique_ptr<StepStream> stream(const PlanStepPointer& self) const override {
        return history_stream(self);
    }
    Carry carry(const Context& context, const Table& table, std::int64_t) const override {
        return carry_of_runs(context, table, columns_, groups_of(context, table, group_),
                             cells_ - 1);
    }
    Cleaned apply_within(const Context& context, const Table& table, Run range) const override {
        const Groups groups = groups_of(context, table, group_);
        FoundCells found(table, "outage", action_, range);
        for (const std::string& name : columns_) {
            const GroupGaps gaps = group_gaps(context, table.column(name), groups, false);
            std::vector<std::int64_t> rows;
            for (std::size_t i = 0; i < gaps.cells.size(); ++i)
                if (gaps.gap_size[i] >= cells_) rows.push_back(gaps.cells[i].first);
            rows = found.within(std::move(rows));
            const auto count = static_cast<std::int64_t>(rows.size());
            found.add(name, std::move(rows),
                      count_text(count, "missing cell", "missing cells") + " in runs of at least " +
                          count_text(cells_));
        }
        return found.finish(context);
    }
    void write(Json& out) const override {
        if (!columns_.empty()) out.set("columns", columns_);
        if (!group_.empty()) out.set("group", group_);
        out.set("cells", cells_);
        out.set("action", word_of<CellAction>(action_words, action_));
        if (fitted_) out.set("fitted", true);
    }

  private:
    std::vector<std::string> columns_, group_;
    std::int64_t cells_;
    CellAction action_;
    bool fitted_;
};

}  // namespace

PlanStepPointer read_outage(PlanReader& reader) {
    return std::make_shared<Outage>(reader);
}

}  // namespace tenon::clean

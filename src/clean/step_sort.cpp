// The step "sort": the rows in the order of some columns, as fills along a line of time need them.
// Nothing is learned. A table that comes part by part is read whole for it: the last row may be the
// first one.
#include "base/reason_text.hpp"
#include "clean/plan_step.hpp"
#include "tenon/rows.hpp"

namespace tenon::clean {

namespace {

class Sort final : public PlanStep {
  public:
    Sort(std::vector<std::string> columns, bool descending)
        : columns_(std::move(columns)), descending_(descending) {}

    PlanStepPointer fit(const Context&, const Table& table) const override {
        for (const std::string& name : columns_) table.index_of(name);
        return std::make_shared<Sort>(*this);
    }
    bool fitted() const noexcept override { return true; }
    Cleaned apply(const Context& context, const Table& table) const override {
        std::vector<SortKey> keys;
        std::string by;
        for (const std::string& name : columns_) {
            keys.push_back({name, descending_});
            by += (by.empty() ? "by " : ", ") + name;
        }
        auto rows = sorted_rows(context, table, keys);
        std::int64_t moved = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            moved += rows[i] != static_cast<std::int64_t>(i) ? 1 : 0;
        Cleaned out{moved > 0 ? table.take(rows) : table};
        out.table = out.table.with_change({"sort rows", "", 0, 0,
                                           by + (descending_ ? ", descending" : "") + "; " +
                                               count_text(moved, "row has", "rows have") +
                                               " another place"});
        out.kept = std::move(rows);
        return out;
    }
    void write(Json& out) const override {
        out.set("columns", columns_);
        if (descending_) out.set("descending", true);
    }

  private:
    std::vector<std::string> columns_;
    bool descending_;
};

}  // namespace

PlanStepPointer read_sort(PlanReader& reader) {
    auto columns = reader.texts("columns");
    if (columns.empty()) reader.refuse("columns", "is needed: what the rows are sorted by");
    return std::make_shared<Sort>(std::move(columns), reader.boolean("descending", false));
}

}  // namespace tenon::clean

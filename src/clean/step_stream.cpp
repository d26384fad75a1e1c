// Rows that a step has not done with are held back, and of the rows before them only the cells that
// it still needs are kept, as a table of their own: the step is applied to that history, the rows
// held back and the new ones together, and what it makes of the middle is given on.
#include "clean/step_stream.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "clean/column_edit.hpp"
#include "tenon/error.hpp"
#include "tenon/rows.hpp"

namespace tenon::clean {

namespace {

// The rows of the part that the result still holds.
std::vector<std::int64_t> rows_left(const std::vector<std::int64_t>& rows, const Cleaned& result) {
    if (!result.kept) return rows;
    std::vector<std::int64_t> out;
    out.reserve(result.kept->size());
    for (const std::int64_t row : *result.kept) out.push_back(rows[static_cast<std::size_t>(row)]);
    return out;
}

class RowStream final : public StepStream {
  public:
    explicit RowStream(PlanStepPointer step) : step_(std::move(step)) {}

    StreamPart push(const Context& context, StreamPart part, bool) override {
        part.take(step_->apply(context, without_changes(part.table)));
        return part;
    }

  private:
    PlanStepPointer step_;
};

// Columns that are float64 in one of the tables are so in both.
void align(const Context& context, Table& a, Table& b) {
    const auto widen = [&](Table& table, const std::string& name) {
        const Column column = table.column(name);
        table =
            table.with_column(name, make_float64(all_numbers(context, column), Validity(column)));
    };
    for (std::int32_t c = 0; c < a.columns(); ++c) {
        const std::string name = a.name(c);  // of its own: widening replaces the table
        const Type x = a.column(name).type(), y = b.column(name).type();
        if (x == y) continue;
        if (x == Type::float64) widen(b, name);
        if (y == Type::float64) widen(a, name);
    }
}

// A column in which only the cells of these rows, ascending, are present.
Column only_cells(const Column& column, std::span<const std::int64_t> rows) {
    Validity validity(column);
    auto next = rows.begin();
    for (std::int64_t row = 0; row < column.size(); ++row) {
        const bool wanted = next != rows.end() && *next == row;
        if (wanted) ++next;
        if (!wanted && column.valid(row)) validity.clear(row);
    }
    return with_validity(column, std::move(validity));
}

// About what the cells of a table take.
std::int64_t bytes_of(const Table& table) {
    std::int64_t bytes = 0;
    for (std::int32_t c = 0; c < table.columns(); ++c) {
        const Column& column = table.column(c);
        bytes += column.size() * (column.type() == Type::boolean ? 1 : 9);
        if (column.type() == Type::text)
            bytes += column.buffers().offsets[column.size()] - column.buffers().offsets[0];
    }
    return bytes;
}

class HistoryStream final : public StepStream {
  public:
    explicit HistoryStream(PlanStepPointer step) : step_(std::move(step)) {}

    StreamPart push(const Context& context, StreamPart part, bool last) override;

  private:
    // The rows to judge, behind the history.
    void take(const Context& context, const StreamPart& part);
    void keep(const Context& context, const Carry& carry, std::int64_t decided);

    PlanStepPointer step_;
    Table held_;                      // history, then rows that are not given yet
    std::vector<std::int64_t> rows_;  // of the latter
    std::optional<Charge> charge_;    // for held_, which may grow while a group says nothing
    std::int64_t history_ = 0;        // rows of held_ that were given before
    bool begun_ = false;
};

void HistoryStream::take(const Context& context, const StreamPart& part) {
    Table table = without_changes(part.table);
    rows_.insert(rows_.end(), part.rows.begin(), part.rows.end());
    if (!begun_ || held_.rows() == 0) {
        held_ = std::move(table);
    } else if (table.rows() > 0) {
        align(context, held_, table);
        const Table both[] = {std::move(held_), std::move(table)};
        held_ = concatenate(context, both);
    }
    begun_ = true;
}

StreamPart HistoryStream::push(const Context& context, StreamPart part, bool last) {
    charge_.reset();
    take(context, part);
    const Charge charge(context, bytes_of(held_));
    Carry carry;
    if (!last) carry = step_->carry(context, held_, history_);
    const std::int64_t decided = last ? held_.rows() : std::max(carry.decided, history_);
    const Cleaned result = step_->apply_within(context, held_, {history_, decided});

    const auto given = static_cast<std::size_t>(decided - history_);
    std::int64_t first = history_, end = decided;
    part.rows.clear();
    if (result.kept) {
        const auto& kept = *result.kept;
        first = std::lower_bound(kept.begin(), kept.end(), history_) - kept.begin();
        end = std::lower_bound(kept.begin(), kept.end(), decided) - kept.begin();
        for (std::int64_t i = first; i < end; ++i)
            part.rows.push_back(
                rows_[static_cast<std::size_t>(kept[static_cast<std::size_t>(i)] - history_)]);
    } else {
        part.rows.assign(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(given));
    }
    part.table = without_changes(result.table).slice(first, end - first);
    const auto& changes = result.table.changes();
    part.changes.insert(part.changes.end(), changes.begin(), changes.end());
    rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(given));
    if (last)
        held_ = held_.slice(0, 0);
    else
        keep(context, carry, decided);
    charge_.emplace(context, bytes_of(held_));
    return part;
}

void HistoryStream::keep(const Context& context, const Carry& carry, std::int64_t decided) {
    std::vector<std::int64_t> history = carry.rows;
    for (const auto& column : carry.columns)
        history.insert(history.end(), column.rows.begin(), column.rows.end());
    std::sort(history.begin(), history.end());
    history.erase(std::unique(history.begin(), history.end()), history.end());
    std::erase_if(history, [&](std::int64_t row) { return row >= decided; });

    Table before = held_.take(history);
    for (const auto& column : carry.columns) {
        std::vector<std::int64_t> places;
        for (const std::int64_t row : column.rows)
            if (row < decided)
                places.push_back(std::lower_bound(history.begin(), history.end(), row) -
                                 history.begin());
        before = before.with_column(column.name, only_cells(before.column(column.name), places));
    }
    Table after = held_.slice(decided, held_.rows() - decided);
    align(context, before, after);
    history_ = before.rows();
    const Table both[] = {std::move(before), std::move(after)};
    held_ = concatenate(context, both);
}

}  // namespace

Table without_changes(const Table& table) {
    std::vector<Column> columns;
    for (std::int32_t c = 0; c < table.columns(); ++c) columns.push_back(table.column(c));
    return Table(table.names(), std::move(columns));
}

void StreamPart::take(Cleaned result) {
    rows = rows_left(rows, result);
    const auto& told = result.table.changes();
    changes.insert(changes.end(), told.begin(), told.end());
    table = std::move(result.table);
}

std::unique_ptr<StepStream> row_stream(PlanStepPointer step) {
    return std::make_unique<RowStream>(std::move(step));
}

std::unique_ptr<StepStream> history_stream(PlanStepPointer step) {
    return std::make_unique<HistoryStream>(std::move(step));
}

std::unique_ptr<StepSurvey> survey_of(const PlanStepPointer& step) {
    return step->row_by_row() ? nullptr : step->survey();
}

std::unique_ptr<StepStream> stream_of(const PlanStepPointer& step) {
    if (step->row_by_row()) return row_stream(step);
    return step->stream(step);
}

}  // namespace tenon::clean

#include "clean/cell_action.hpp"

#include <algorithm>

#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "clean/keep_rows.hpp"

namespace tenon::clean {

namespace {

std::vector<Run> runs_of(const std::vector<std::int64_t>& rows) {
    std::vector<Run> runs;
    for (const std::int64_t row : rows)
        if (!runs.empty() && runs.back().last == row)
            ++runs.back().last;
        else
            runs.push_back({row, row + 1});
    return runs;
}

}  // namespace

FoundCells::FoundCells(const Table& table, std::string word, CellAction action)
    : FoundCells(table, std::move(word), action, {0, table.rows()}) {}

FoundCells::FoundCells(const Table& table, std::string word, CellAction action, Run range)
    : table_(table), word_(std::move(word)), action_(action), range_(range) {}

std::vector<std::int64_t> FoundCells::within(std::vector<std::int64_t> rows) const {
    std::erase_if(rows,
                  [this](std::int64_t row) { return row < range_.first || row >= range_.last; });
    return rows;
}

void FoundCells::add(const std::string& column, std::vector<std::int64_t> rows,
                     const std::string& reason) {
    found_.push_back({column, std::move(rows), reason});
}

void FoundCells::pass_over(const std::string& column, const std::string& reason) {
    found_.push_back({column, {}, reason, false});
}

Cleaned FoundCells::finish(const Context& context) const {
    static constexpr const char* verbs[] = {"flag", "clear", "drop"};
    const std::string step = std::string(verbs[static_cast<std::size_t>(action_)]) + " " + word_;
    Cleaned out{table_};
    std::vector<std::int64_t> dropped;
    std::vector<Change> changes;
    for (const Found& found : found_) {
        const auto cells = static_cast<std::int64_t>(found.rows.size());
        std::int64_t rows = 0;
        std::string reason = found.reason;
        if (action_ == CellAction::flag && found.judged) {
            const std::string usual = found.column + " " + word_;
            const std::string flag = own_name(out.table, usual);
            if (flag != usual) reason += "; flags in \"" + flag + "\", as there is a " + usual;
            out.table =
                out.table.with_column(flag, flag_column(table_.rows(), runs_of(found.rows)));
        } else if (action_ == CellAction::missing && cells > 0) {
            const Column& column = table_.column(found.column);
            Validity validity(column);
            for (const std::int64_t row : found.rows) validity.clear(row);
            out.table =
                out.table.with_column(found.column, with_validity(column, std::move(validity)));
        } else if (action_ == CellAction::drop) {
            const std::size_t before = dropped.size();
            std::vector<std::int64_t> all;
            std::set_union(dropped.begin(), dropped.end(), found.rows.begin(), found.rows.end(),
                           std::back_inserter(all));
            rows = static_cast<std::int64_t>(all.size() - before);
            dropped = std::move(all);
        }
        changes.push_back({step, found.column, rows, cells, std::move(reason)});
    }
    if (action_ == CellAction::drop) {
        const auto runs = runs_without(table_.rows(), dropped);
        out.table = keep_rows(context, table_, runs);
        out.kept = rows_in(runs);
    }
    for (Change& change : changes) out.table = out.table.with_change(std::move(change));
    return out;
}

}  // namespace tenon::clean

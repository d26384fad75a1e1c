#include "ilp/presolve/workspace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "base/sum.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A look at the whole problem is paid for by changes in one of so many rows and columns.
constexpr std::size_t least_share = 50;
// Looks at each entry; usual problems need three to ten.
constexpr std::int64_t most_looks = 50;
// Small problems need not be stopped.
constexpr std::int64_t free_effort = 100'000;

}  // namespace

Workspace::Workspace(StopCheck& stop, const MixedProgram& original, PresolveMode for_mode)
    : mode(for_mode),
      cost(original.lp.cost),
      lower(original.lp.lower),
      upper(original.lp.upper),
      row_lower(original.lp.row_lower),
      row_upper(original.lp.row_upper),
      integer(original.integer),
      column_alive(original.lp.columns, 1),
      row_alive(original.lp.rows, 1),
      matrix(original.lp.matrix, original.lp.rows, stop),
      offset(original.lp.offset),
      rows_changed(original.lp.rows),
      columns_changed(original.lp.columns),
      stop_(stop),
      activity_(original.lp.rows),
      activity_current_(original.lp.rows, 0),
      most_effort_(most_looks * static_cast<std::int64_t>(original.lp.matrix.index.size()) +
                   free_effort) {
    for (std::int32_t j = 0; j < original.lp.columns; ++j) {
        if (lower[j] > upper[j]) infeasible();
        if (std::isinf(cost[j] < 0 ? upper[j] : lower[j]) && cost[j] != 0)
            first_basis_is_dual_feasible = false;
    }
    if (!linear()) return;
    for (std::int32_t i = 0; i < original.lp.rows; ++i)
        if (row_lower[i] > row_upper[i]) infeasible();
}

void Workspace::begin_pass() {
    stop_.poll();
    row_end_ = linear() ? std::numeric_limits<std::size_t>::max() : rows_changed.size();
    column_end_ = linear() ? row_end_ : columns_changed.size();
}

std::int32_t Workspace::next_row(Cursor& cursor) {
    while (!stopped() && !tired()) {
        const std::int32_t row = rows_changed.next(cursor.row, row_end_);
        if (row == ChangeQueue::none) break;
        if (row_alive[row] == 0) continue;
        charge(1);
        return row;
    }
    return ChangeQueue::none;
}

std::int32_t Workspace::next_column(Cursor& cursor) {
    while (!stopped() && !tired()) {
        const std::int32_t column = columns_changed.next(cursor.column, column_end_);
        if (column == ChangeQueue::none) break;
        if (column_alive[column] == 0) continue;
        charge(1);
        return column;
    }
    return ChangeQueue::none;
}

void Workspace::skip_changes(Cursor& cursor) {
    while (rows_changed.next(cursor.row, row_end_) != ChangeQueue::none) continue;
    while (columns_changed.next(cursor.column, column_end_) != ChangeQueue::none) continue;
    charge(static_cast<std::int64_t>(row_alive.size() + column_alive.size()));
}

bool Workspace::changed_by(std::size_t enough, Cursor& cursor) {
    const std::size_t changed =
        rows_changed.size() - cursor.row + columns_changed.size() - cursor.column;
    if (changed < enough || tired()) return false;
    skip_changes(cursor);
    return true;
}

bool Workspace::enough_changed(Cursor& cursor) {
    return linear() ? much_changed(cursor) : changed_by(1, cursor);
}

bool Workspace::much_changed(Cursor& cursor) {
    return changed_by(1 + (row_alive.size() + column_alive.size()) / least_share, cursor);
}

void Workspace::touch_column(std::int32_t column) {
    charge(matrix.column_size(column));
    columns_changed.touch(column);
    for (std::int32_t e = matrix.first_in_column(column); e != EntryLists::none;
         e = matrix.next_in_column(e))
        touch_row(matrix.row(e));
}

bool Workspace::raise_lower(std::int32_t j, double bound, double coefficient) {
    if (!lift_lower(j, bound, coefficient)) return false;
    if (!stopped()) touch_column(j);
    return true;
}

bool Workspace::drop_upper(std::int32_t j, double bound, double coefficient) {
    if (!sink_upper(j, bound, coefficient)) return false;
    if (!stopped()) touch_column(j);
    return true;
}

bool Workspace::lift_lower(std::int32_t j, double bound, double coefficient) {
    if (integer[j]) bound = ceil_integer(bound, coefficient);
    if (bound <= lower[j]) return false;
    if (bound > upper[j]) {
        if (bound > upper[j] + scaled(feasibility_tolerance, upper[j])) {
            infeasible();
            return true;
        }
        bound = upper[j];
        if (bound <= lower[j]) return false;
    }
    lower[j] = bound;
    return true;
}

bool Workspace::sink_upper(std::int32_t j, double bound, double coefficient) {
    if (integer[j]) bound = floor_integer(bound, coefficient);
    if (bound >= upper[j]) return false;
    if (bound < lower[j]) {
        if (bound < lower[j] - scaled(feasibility_tolerance, lower[j])) {
            infeasible();
            return true;
        }
        bound = lower[j];
        if (bound >= upper[j]) return false;
    }
    upper[j] = bound;
    return true;
}

void Workspace::fix(std::int32_t j, double value, BasisStatus at) {
    spend(matrix.column_size(j));
    undo.push(
        FixedColumn{j, value, cost[j], at, linear() ? undo.keep_column(matrix, j) : Stretch{}});
    offset += cost[j] * value;
    if (value != 0) {
        for (std::int32_t e = matrix.first_in_column(j); e != EntryLists::none;
             e = matrix.next_in_column(e)) {
            const std::int32_t i = matrix.row(e);
            const double shift = matrix.value(e) * value;
            if (!std::isinf(row_lower[i])) row_lower[i] -= shift;
            if (!std::isinf(row_upper[i])) row_upper[i] -= shift;
        }
    }
    remove_column(j);
}

void Workspace::remove_row(std::int32_t row) {
    for (std::int32_t e = matrix.first_in_row(row); e != EntryLists::none;) {
        const std::int32_t next = matrix.next_in_row(e);
        columns_changed.touch(matrix.column(e));
        matrix.remove(e);
        e = next;
    }
    row_alive[row] = 0;
}

void Workspace::remove_column(std::int32_t column) {
    for (std::int32_t e = matrix.first_in_column(column); e != EntryLists::none;) {
        const std::int32_t next = matrix.next_in_column(e);
        touch_row(matrix.row(e));
        matrix.remove(e);
        e = next;
    }
    column_alive[column] = 0;
}

void Workspace::check_debug(const char* reduction) const {
    if (!debug) return;
    const std::string step = std::string("presolve: ") + reduction;
    const std::vector<double>& x = watched;
    if (stopped()) DebugPoint::lost(step);
    Sum objective;
    objective.add(offset);
    for (std::size_t j = 0; j < lower.size(); ++j) {
        if (!column_alive[j]) continue;
        objective.add_product(cost[j], x[j]);
        const double room = scaled(DebugPoint::slack, x[j]);
        if (x[j] < lower[j] - room || x[j] > upper[j] + room) DebugPoint::lost(step);
    }
    for (std::size_t i = 0; i < row_lower.size(); ++i) {
        if (!row_alive[i]) continue;
        Sum row;
        for (std::int32_t e = matrix.first_in_row(static_cast<std::int32_t>(i));
             e != EntryLists::none; e = matrix.next_in_row(e))
            row.add_product(matrix.value(e), x[matrix.column(e)]);
        const double room = scaled(DebugPoint::slack, row.value());
        if (row.value() < row_lower[i] - room || row.value() > row_upper[i] + room)
            DebugPoint::lost(step);
    }
    if (std::fabs(objective.value() - debug->objective) >
        scaled(DebugPoint::slack, debug->objective))
        DebugPoint::lost(step);
}

}  // namespace tenon::ilp

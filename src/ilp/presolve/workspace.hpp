// The problem while it is being reduced. Columns and rows keep their original numbers; what is
// gone is marked so, and how to come back stands on the postsolve stack.
#pragma once

#include <cstdint>
#include <vector>

#include "base/stop_check.hpp"
#include "ilp/presolve/change_queue.hpp"
#include "ilp/presolve/debug_point.hpp"
#include "ilp/presolve/entry_lists.hpp"
#include "ilp/presolve/postsolve.hpp"
#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

// Smallest and largest value of a row over the box of its columns; infinite terms are counted
// apart so that the rest stays usable.
struct Activity {
    double min = 0, max = 0;
    int min_infinite = 0, max_infinite = 0;
    double size = 0;  // largest term: the rounding of the sums is this times a few units
    double smallest = infinity, largest = 0;  // coefficients
    double span = 0;                          // the most that one column can move the row
    // What min and max leave out of the sums: beside a bound of 1e18 everything else.
    double min_rest = 0, max_rest = 0;

    double min_without(double term) const { return (min - term) + min_rest; }
    double max_without(double term) const { return (max - term) + max_rest; }

    double lowest() const { return min_infinite ? -infinity : min; }
    double highest() const { return max_infinite ? infinity : max; }
};

// How far a reduction has read in the queues of changed rows and columns.
struct Cursor {
    std::size_t row = 0, column = 0;
};

struct Workspace {
    PresolveMode mode;
    std::vector<double> cost, lower, upper, row_lower, row_upper;
    std::vector<std::uint8_t> integer, column_alive, row_alive;
    EntryLists matrix;
    double offset = 0;
    PostsolveStack undo;
    PresolveStatus status = PresolveStatus::reduced;
    const DebugPoint* debug = nullptr;
    std::vector<double> watched;  // its values, in what the columns stand for
    RowsToCome rows_to_come = RowsToCome::none;
    ChangeQueue rows_changed, columns_changed;
    // Of the original problem: no cost pulls a column towards an infinite bound.
    bool first_basis_is_dual_feasible = true;

    // `stop` outlives the workspace. What is done on it is charged there, and ends with Stopped.
    Workspace(StopCheck& stop, const MixedProgram& original, PresolveMode mode);

    void watch(const DebugPoint* point) {
        debug = point;
        if (point) watched = point->values;
    }
    bool linear() const noexcept { return mode == PresolveMode::linear; }
    bool stopped() const noexcept { return status != PresolveStatus::reduced; }
    // No plan may go because another is as good: a point is watched, or rows are to come.
    bool keeps_every_plan() const noexcept {
        return debug != nullptr || rows_to_come == RowsToCome::any;
    }
    bool boxed_binary(std::int32_t j) const { return integer[j] && lower[j] == 0 && upper[j] == 1; }
    // Good until something in the row changes.
    const Activity& activity(std::int32_t row);
    // Before a pass that asks for most of them: all at once, where many are out of date.
    void refresh_activities();

    // Presolve may look at every entry so often and no more: lists that are walked again and again,
    // as by many columns of one long row, end it early instead of making it quadratic.
    void spend(std::int64_t entries) {
        effort_ += entries;
        charge(entries);
    }
    // A look at entries that only counts as work.
    void charge(std::int64_t entries) const { stop_.charge(entries); }
    StopCheck& stop() const noexcept { return stop_; }
    bool tired() const noexcept { return effort_ > most_effort_; }

    // A pass over what changed: until the queue is empty for a linear program, so that chains of
    // reductions run to their end; up to what had changed when the pass began for an integer one,
    // whose bounds may creep for ever.
    void begin_pass();
    std::int32_t next_row(Cursor& cursor);  // the next row there still is, or none
    std::int32_t next_column(Cursor& cursor);
    // For reductions that look at everything: is it worth while again? If so, moves on to the end.
    bool enough_changed(Cursor& cursor);
    // The same where a look costs more than a look at each entry: a share must have changed.
    bool much_changed(Cursor& cursor);
    // Moves on to the end: what changed up to now opens nothing for the reduction.
    void skip_changes(Cursor& cursor);

    // Tighter bounds, rounded for integers; a crossing sets status. True if something changed.
    // `coefficient`: of the column in what asks for the bound.
    bool raise_lower(std::int32_t column, double bound, double coefficient = 1);
    bool drop_upper(std::int32_t column, double bound, double coefficient = 1);
    // The same where the caller touches the column itself, once for many of its bounds.
    bool lift_lower(std::int32_t column, double bound, double coefficient = 1);
    bool sink_upper(std::int32_t column, double bound, double coefficient = 1);
    // Takes the column out at a value: at one of its bounds, at zero where it has none, or where
    // its bounds have met (basic). Integer columns may rest anywhere.
    void fix(std::int32_t column, double value, BasisStatus at);
    void fix(std::int32_t column) { fix(column, lower[column], BasisStatus::basic); }
    // x_j = (right - sum value_k x_k) / a in every row and in the cost; takes x_j out. The others
    // are columns of the problem, none of them x_j.
    void substitute(std::int32_t j, double a, double right, const Entries& others);
    void remove_row(std::int32_t row);
    void remove_column(std::int32_t column);  // without a value: the caller put it on the stack
    // For rows that say nothing.
    void drop_row(std::int32_t row) {
        if (linear()) undo.push(IdleRow{row});
        remove_row(row);
    }
    void touch_row(std::int32_t row) {
        rows_changed.touch(row);
        activity_current_[row] = 0;
    }
    void touch_column(std::int32_t column);  // and the rows it stands in
    void infeasible() { status = PresolveStatus::infeasible; }

    // Names the reduction if the watched point breaks a bound or row or has another objective now.
    void check_debug(const char* reduction) const;

  private:
    bool changed_by(std::size_t enough, Cursor& cursor);
    void add_to_entry(std::int32_t entry, double change);
    void substitute_in_row(std::int32_t row, double own, double a, const Entries& others);

    // Of substitute(): where a column stands among the others, and in which row each was met last.
    std::vector<std::int32_t> place_;
    std::vector<std::int64_t> met_;
    std::int64_t stamp_ = 0;
    StopCheck& stop_;
    std::vector<Activity> activity_;
    std::vector<std::uint8_t> activity_current_;
    std::size_t row_end_ = 0, column_end_ = 0;
    std::int64_t effort_ = 0, most_effort_;
};

}  // namespace tenon::ilp

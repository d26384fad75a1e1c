// The problem while it is being reduced. Columns and rows keep their original numbers; what is
// gone is marked so, and how to come back stands on the postsolve stack.
#pragma once

#include <cstdint>
#include <vector>

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

    double lowest() const { return min_infinite ? -infinity : min; }
    double highest() const { return max_infinite ? infinity : max; }
};

struct Workspace {
    std::vector<double> cost, lower, upper, row_lower, row_upper;
    std::vector<std::uint8_t> integer, column_alive, row_alive;
    EntryLists matrix;
    double offset = 0;
    PostsolveStack undo;
    PresolveStatus status = PresolveStatus::reduced;
    const DebugPoint* debug = nullptr;

    // A counter of changes, and when each row and column last changed: a reduction looks only at
    // what changed since it last ran.
    std::int64_t clock = 1;
    std::vector<std::int64_t> row_changed, column_changed;

    explicit Workspace(const MixedProgram& original);

    bool stopped() const noexcept { return status != PresolveStatus::reduced; }
    bool boxed_binary(std::int32_t j) const { return integer[j] && lower[j] == 0 && upper[j] == 1; }
    Activity activity(std::int32_t row) const;

    // Tighter bounds, rounded for integers; a crossing sets status. True if something changed.
    bool raise_lower(std::int32_t column, double bound);
    bool drop_upper(std::int32_t column, double bound);
    // Takes the column out at a value.
    void fix(std::int32_t column, double value);
    void remove_row(std::int32_t row);
    void remove_column(std::int32_t column);  // without a value: the caller put it on the stack
    void touch_row(std::int32_t row) { row_changed[row] = ++clock; }
    void touch_column(std::int32_t column);  // and the rows it stands in
    void infeasible() { status = PresolveStatus::infeasible; }

    // Names `step` if the watched point breaks a bound or row or has another objective now.
    void check_debug(const char* step) const;
};

}  // namespace tenon::ilp

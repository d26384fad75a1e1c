// The gaps of a column, group by group: which cells are missing, and which cells of the same group
// bound them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/large_array.hpp"
#include "clean/column_edit.hpp"
#include "clean/fill_cells.hpp"
#include "clean/groups.hpp"
#include "tenon/context.hpp"

namespace tenon::clean {

struct GroupGaps {
    std::vector<Run> cells;  // one row each, ascending
    Neighbours neighbours;   // of each cell, within its group
    std::vector<std::int64_t>
        gap_size;  // missing cells in a row of the cell's group, itself counted
};

// The row of the same group before each row, -1 before the first: for columns of few missing cells.
// Empty where there are too many rows for it.
LargeArray<std::int32_t> rows_before(const Context& context, const Groups& groups);

// As group_gaps without `look_below`, by steps from each missing cell up its group, which the other
// columns have in common. `before` is rows_before(groups).
GroupGaps group_gaps_above(const Context& context, const Column& column, const Groups& groups,
                           std::span<const std::int32_t> before, bool finite);

// As neighbours_of, but within groups. Without `look_below` neighbours.below stays -1 and gap_size
// counts the missing cells so far, itself included: one pass instead of two.
GroupGaps group_gaps(const Context& context, const Column& column, const Groups& groups,
                     bool finite, bool look_below = true);

}  // namespace tenon::clean

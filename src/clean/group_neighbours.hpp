// The gaps of a column, group by group: which cells are missing, and which cells of the same group
// bound them.
#pragma once

#include <cstdint>
#include <vector>

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

// As neighbours_of, but within groups. Without `look_below` neighbours.below stays -1 and gap_size
// counts the missing cells so far, itself included: one pass instead of two.
GroupGaps group_gaps(const Context& context, const Column& column, const Groups& groups,
                     bool finite, bool look_below = true);

}  // namespace tenon::clean

// What a branch says about symmetry, beside its bounds; kept with the path of a node.
#pragma once

#include <cstdint>
#include <vector>

namespace tenon::ilp {

struct SymmetryStep {
    // From here down the blocks of this matrix are ordered by this row, too, as far as the rows
    // before leave it open; -1: nothing new.
    std::int32_t matrix = -1, row = -1;
    std::vector<std::int32_t> blocks;  // their order from here down
    // From here down only symmetries that leave this column in place may be used; -1: all.
    std::int32_t pinned = -1;
};

}  // namespace tenon::ilp

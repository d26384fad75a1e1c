// What a search leaves for the next one of nearly the same program: how its cuts were made, where
// it branched, what branching brought. Nothing of it is taken on trust: cuts are made anew from the
// rows of the new program, the leaves of the tree hold all points of any program, and their bounds
// are found again. What is saved is the choice of them.
//
// T. Ralphs, M. Guzelsoy: Duality and warm starting in integer programming, 2006.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/cuts/recipe.hpp"
#include "ilp/node/pseudo_cost.hpp"
#include "ilp/search/branching_tree.hpp"
#include "tenon/basis.hpp"

namespace tenon::ilp {

struct FormerSearch {
    CutPlan cuts;
    BranchingTree tree;
    PseudoCosts pseudo_costs;
    double root_gap = 0;    // from the root's bound, with its cuts, to the best plan
    Basis basis = {};       // of the first relaxation; may be empty
    std::int64_t work = 0;  // of the search; of the longest one in a chain of them

    // Over other columns and rows: column j is columns[j] there, and row i rows[i]; -1: it has no
    // place there.
    struct Places {
        std::span<const std::int32_t> columns, rows;
        std::int32_t column_count = 0;               // there
        std::span<const std::uint8_t> integer = {};  // of the columns there; empty: not asked
        std::span<const double> guess = {};          // of the columns here; empty: zeros
    };
    // The leaves hold all points that are whole in the columns branched on. What has no place
    // there, or is continuous there (presolve may have called it integer here), is branched on no
    // more; the side that its guess lies on stays.
    FormerSearch renumbered(const Places& places) const;
};

}  // namespace tenon::ilp

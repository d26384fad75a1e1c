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

namespace tenon::ilp {

struct FormerSearch {
    CutPlan cuts;
    BranchingTree tree;
    PseudoCosts pseudo_costs;
    double root_gap = 0;  // from the root's bound, with its cuts, to the best plan

    // Over other columns and rows: column j is columns[j] there, of `count`, and row i rows[i]; -1:
    // it has no place, and the column probably the value guess[j] (0 if that is empty).
    FormerSearch renumbered(std::span<const std::int32_t> columns, std::int32_t count,
                            std::span<const std::int32_t> rows,
                            std::span<const double> guess = {}) const;
    // The leaves hold all points that are whole in the columns branched on: those of them that are
    // continuous in a program (as presolve may have called them integer in another) give way.
    FormerSearch for_program(std::span<const std::uint8_t> integer,
                             std::span<const double> guess = {}) const;
};

}  // namespace tenon::ilp

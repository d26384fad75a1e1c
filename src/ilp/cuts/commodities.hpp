// Commodities of a program: sets of rows that keep flow. In the row of a node the flows that leave
// it stand with one sign, those that arrive with the other, all with the same absolute value; a
// flow stands in the rows of its two ends, or in one of them where the other has no row.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

struct Commodities {
    std::int32_t count = 0;
    // Of rows: the commodity or -1, and the factor that makes the row flow out less flow in.
    std::vector<std::int32_t> of_row;
    std::vector<double> weight;
    // Of columns: the commodity or -1, and the rows of the ends, -1 for none.
    std::vector<std::int32_t> of_column, tail, head;
};

// None where the search for them takes more than a few passes over the matrix. Without those that
// have no cycle, not even an undirected one: paths and trees are left to path cuts.
Commodities find_commodities(const MixedProgram& program, const SparseRows& rows, Control& control);

}  // namespace tenon::ilp

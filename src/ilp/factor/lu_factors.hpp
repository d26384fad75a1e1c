// The data of a factorised basis:  B = L R^-1 U  up to the order of its pivots.
//
// Rows and basis positions share one index: the factorisation reorders the basis so that the
// variable whose pivot lies in row r sits at position r. Then
//   L  product of column etas; the eta of pivot row r subtracts lower(r) * x[r] from other rows,
//   R  product of row etas left by Forrest-Tomlin updates,
//   U  upper triangular in the order of `order`; column r in upper, row r in upper_transposed.
#pragma once

#include <cstdint>
#include <vector>

namespace tenon::ilp {

// Sparse lists keyed by row or by number: key k holds entries begin[k] .. end[k].
struct SparseLists {
    std::vector<std::int32_t> begin, end, index;
    std::vector<double> value;
};

struct LuFactors {
    std::int32_t size = 0;

    SparseLists lower;                                 // key: pivot row; entries: other rows
    SparseLists lower_transposed;                      // key: row; entries: pivot rows
    std::vector<std::int32_t> lower_order;             // keys with entries, in pivot order
    std::vector<std::int32_t> lower_transposed_order;  // keys with entries, in reverse order

    SparseLists upper;             // key: column; entries: rows above the pivot
    SparseLists upper_transposed;  // key: row; entries: columns right of the pivot
    std::vector<std::int32_t> upper_transposed_limit;  // end of the room of each row
    std::vector<double> pivot;
    std::vector<std::int32_t> order;  // pivot rows in order; -1 where an update left a hole
    std::vector<std::int32_t> place;  // order[place[r]] == r

    SparseLists row_eta;                      // key: number of the update
    std::vector<std::int32_t> row_eta_pivot;  // the row each eta changes

    std::int64_t entries_at_start = 0;  // L and U when fresh
    std::int64_t live_upper = 0;        // off-diagonal entries of U now

    std::int32_t updates() const noexcept {
        return static_cast<std::int32_t>(row_eta_pivot.size());
    }
    std::int64_t entries() const noexcept {
        return static_cast<std::int64_t>(lower.value.size() + row_eta.value.size()) + live_upper;
    }
};

}  // namespace tenon::ilp

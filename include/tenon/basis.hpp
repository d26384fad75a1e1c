// A basis of a linear program: which variables the vertex is solved for, and where the others rest.
//
// With A x - s = 0 each row i has a logical variable s_i in [row_lower_i, row_upper_i]. As many
// variables as there are rows are basic; a nonbasic one is at a bound of its own, or at zero where
// it has none.
#pragma once

#include <cstdint>
#include <vector>

namespace tenon {

enum class BasisStatus : std::uint8_t { basic = 0, at_lower = 1, at_upper = 2, free_zero = 3 };

struct Basis {
    std::vector<BasisStatus> column, row;  // one each; both empty: no basis

    bool empty() const noexcept { return column.empty() && row.empty(); }
};

}  // namespace tenon

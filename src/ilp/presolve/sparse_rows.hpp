// A matrix row by row: the transpose of the column-compressed form, made in one counting pass.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

// Row i holds entries start[i] .. start[i + 1] of index (columns, ascending) and value.
struct SparseRows {
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    std::vector<double> value;

    std::int32_t rows() const noexcept { return static_cast<std::int32_t>(start.size()) - 1; }
    std::int64_t size(std::int32_t row) const noexcept { return start[row + 1] - start[row]; }
};

SparseRows rows_of(const SparseColumns& matrix, std::int32_t rows);

}  // namespace tenon::ilp

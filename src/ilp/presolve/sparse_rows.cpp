#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

SparseRows rows_of(const SparseColumns& matrix, std::int32_t rows) {
    SparseRows out;
    out.start.assign(static_cast<std::size_t>(rows) + 1, 0);
    for (const std::int32_t row : matrix.index) ++out.start[row + 1];
    for (std::int32_t i = 0; i < rows; ++i) out.start[i + 1] += out.start[i];
    out.index.resize(matrix.index.size());
    out.value.resize(matrix.value.size());
    std::vector<std::int64_t> next(out.start.begin(), out.start.end() - 1);
    const auto columns = static_cast<std::int32_t>(matrix.start.size()) - 1;
    for (std::int32_t j = 0; j < columns; ++j) {
        for (std::int64_t k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
            const std::int64_t place = next[matrix.index[k]]++;
            out.index[place] = j;
            out.value[place] = matrix.value[k];
        }
    }
    return out;
}

}  // namespace tenon::ilp

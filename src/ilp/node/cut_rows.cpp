#include "ilp/node/cut_rows.hpp"

#include <utility>
#include <vector>

namespace tenon::ilp {

void append_rows(LinearProgram& lp, std::span<const Cut> cuts) {
    std::vector<std::int64_t> grown(static_cast<std::size_t>(lp.columns));
    for (const Cut& cut : cuts)
        for (const std::int32_t j : cut.index) ++grown[j];
    SparseColumns wide;
    wide.start.assign(1, 0);
    for (std::int32_t j = 0; j < lp.columns; ++j)
        wide.start.push_back(wide.start.back() + lp.matrix.start[j + 1] - lp.matrix.start[j] +
                             grown[j]);
    wide.index.resize(wide.start.back());
    wide.value.resize(wide.start.back());
    std::vector<std::int64_t> next(wide.start.begin(), wide.start.end() - 1);
    for (std::int32_t j = 0; j < lp.columns; ++j)
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            wide.index[next[j]] = lp.matrix.index[k];
            wide.value[next[j]++] = lp.matrix.value[k];
        }
    for (const Cut& cut : cuts) {
        for (std::size_t k = 0; k < cut.index.size(); ++k) {
            const std::int32_t j = cut.index[k];
            wide.index[next[j]] = lp.rows;
            wide.value[next[j]++] = cut.value[k];
        }
        lp.row_lower.push_back(-infinity);
        lp.row_upper.push_back(cut.right);
        ++lp.rows;
    }
    lp.matrix = std::move(wide);
}

}  // namespace tenon::ilp

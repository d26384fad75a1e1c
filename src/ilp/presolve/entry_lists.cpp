#include "ilp/presolve/entry_lists.hpp"

namespace tenon::ilp {

EntryLists::EntryLists(const SparseColumns& matrix, std::int32_t rows, StopCheck& stop) {
    const auto columns = static_cast<std::int32_t>(matrix.start.size()) - 1;
    row_head_.assign(rows, none);
    row_size_.assign(rows, 0);
    column_head_.assign(columns, none);
    column_size_.assign(columns, 0);
    links_.reserve(matrix.index.size());
    value_.reserve(matrix.index.size());
    std::vector<std::int32_t> row_tail(static_cast<std::size_t>(rows), none);
    for (std::int32_t j = 0; j < columns; ++j) {
        std::int32_t previous = none;
        stop.charge(1 + matrix.start[j + 1] - matrix.start[j]);
        for (std::int64_t k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
            if (matrix.value[k] == 0) continue;
            const std::int32_t i = matrix.index[k];
            const auto entry = static_cast<std::int32_t>(links_.size());
            links_.push_back({i, j, none, row_tail[i], none, previous});
            value_.push_back(matrix.value[k]);
            (previous == none ? column_head_[j] : links_[previous].column_next) = entry;
            (row_tail[i] == none ? row_head_[i] : links_[row_tail[i]].row_next) = entry;
            previous = row_tail[i] = entry;
            ++row_size_[i];
            ++column_size_[j];
        }
    }
}

std::int32_t EntryLists::find(std::int32_t row, std::int32_t column) const noexcept {
    for (std::int32_t e = row_head_[row]; e != none; e = links_[e].row_next)
        if (links_[e].column == column) return e;
    return none;
}

void EntryLists::add(std::int32_t row, std::int32_t column, double value) {
    const auto entry = static_cast<std::int32_t>(links_.size());
    links_.push_back({row, column, row_head_[row], none, column_head_[column], none});
    value_.push_back(value);
    if (row_head_[row] != none) links_[row_head_[row]].row_previous = entry;
    if (column_head_[column] != none) links_[column_head_[column]].column_previous = entry;
    row_head_[row] = entry;
    column_head_[column] = entry;
    ++row_size_[row];
    ++column_size_[column];
}

void EntryLists::remove(std::int32_t entry) noexcept {
    const Links& at = links_[entry];
    if (at.row_previous == none)
        row_head_[at.row] = at.row_next;
    else
        links_[at.row_previous].row_next = at.row_next;
    if (at.row_next != none) links_[at.row_next].row_previous = at.row_previous;
    if (at.column_previous == none)
        column_head_[at.column] = at.column_next;
    else
        links_[at.column_previous].column_next = at.column_next;
    if (at.column_next != none) links_[at.column_next].column_previous = at.column_previous;
    --row_size_[at.row];
    --column_size_[at.column];
}

}  // namespace tenon::ilp

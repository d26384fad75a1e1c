// A sparse matrix under change: every entry stands in a doubly linked list of its row and one of
// its column, so that entries, rows and columns go and come in constant time each.
#pragma once

#include <cstdint>
#include <vector>

#include "base/stop_check.hpp"
#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

class EntryLists {
  public:
    static constexpr std::int32_t none = -1;

    EntryLists() = default;
    // Charges the entries to `stop`.
    EntryLists(const SparseColumns& matrix, std::int32_t rows, StopCheck& stop);

    // All that were ever added.
    std::int64_t entries() const noexcept { return static_cast<std::int64_t>(value_.size()); }
    std::int32_t columns() const noexcept { return static_cast<std::int32_t>(column_size_.size()); }
    std::int32_t row_size(std::int32_t row) const noexcept { return row_size_[row]; }
    std::int32_t column_size(std::int32_t column) const noexcept { return column_size_[column]; }
    std::int32_t first_in_row(std::int32_t row) const noexcept { return row_head_[row]; }
    std::int32_t first_in_column(std::int32_t column) const noexcept {
        return column_head_[column];
    }
    std::int32_t next_in_row(std::int32_t entry) const noexcept { return links_[entry].row_next; }
    std::int32_t next_in_column(std::int32_t entry) const noexcept {
        return links_[entry].column_next;
    }
    std::int32_t row(std::int32_t entry) const noexcept { return links_[entry].row; }
    std::int32_t column(std::int32_t entry) const noexcept { return links_[entry].column; }
    double value(std::int32_t entry) const noexcept { return value_[entry]; }
    void set_value(std::int32_t entry, double value) noexcept { value_[entry] = value; }

    // The entry of a row in a column, or none. Walks the row.
    std::int32_t find(std::int32_t row, std::int32_t column) const noexcept;
    void add(std::int32_t row, std::int32_t column, double value);
    void remove(std::int32_t entry) noexcept;

  private:
    struct Links {
        std::int32_t row, column;
        std::int32_t row_next, row_previous, column_next, column_previous;
    };
    std::vector<Links> links_;
    std::vector<double> value_;
    std::vector<std::int32_t> row_head_, column_head_, row_size_, column_size_;
};

}  // namespace tenon::ilp

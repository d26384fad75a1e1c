// Rows, columns and coefficients that wait to be built into a warm linear program.
//
// Building in costs as much for one as for a thousand, so they are gathered: each new column or row
// by its bounds, all entries in one list where the last word on a place counts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

class PendingChanges {
  public:
    bool empty() const noexcept { return lower.empty() && row_lower.empty() && entries_.empty(); }
    std::int32_t new_columns() const noexcept { return static_cast<std::int32_t>(lower.size()); }
    std::int32_t new_rows() const noexcept { return static_cast<std::int32_t>(row_lower.size()); }

    // Each leaves things as they were where memory runs out. Entries by number of row and column,
    // the new ones counted after those of the program.
    void add_column(double column_cost, double l, double u, std::int32_t column,
                    std::span<const std::int32_t> rows, std::span<const double> values);
    void add_row(double l, double u, std::int32_t row, std::span<const std::int32_t> columns,
                 std::span<const double> values);
    void set(std::int32_t row, std::int32_t column, double value) {
        entries_.push_back({row, column, value});
    }

    void build_into(Simplex& simplex);
    void clear() noexcept;

    std::vector<double> cost, lower, upper;    // of new columns
    std::vector<double> row_lower, row_upper;  // of new rows

  private:
    struct Entry {
        std::int32_t row, column;
        double value;
    };
    void keep_last_words();

    std::vector<Entry> entries_;
};

}  // namespace tenon::ilp

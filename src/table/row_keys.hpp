// Rows that are equal in some columns get one number: the groups of grouping and joining.
//
// Each row's cells are mixed into a hash, column by column; an open-addressing table (D. E. Knuth,
// The Art of Computer Programming 3, section 6.4), at most half full, holds the groups, and rows of
// equal hash are compared cell by cell with the group's first row.
#pragma once

#include <cstdint>
#include <vector>

#include "base/passes.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

class RowKeys {
  public:
    // A step a row. Numbers the rows of the columns by their first appearance. No columns: one
    // group.
    RowKeys(Passes& passes, std::vector<Column> columns, std::int64_t rows);

    const std::vector<std::int64_t>& group_of_row() const noexcept { return groups_; }
    // The first row of each group.
    const std::vector<std::int64_t>& first_rows() const noexcept { return first_rows_; }
    std::int64_t count() const noexcept { return static_cast<std::int64_t>(first_rows_.size()); }

    // The groups of rows of other columns, of the same types; -1 where there is none, and where a
    // cell is missing.
    std::vector<std::int64_t> groups_of(Passes& passes, const std::vector<Column>& others,
                                        std::int64_t rows) const;
    // Whether a cell of the row is missing.
    static bool any_missing(const std::vector<Column>& columns, std::int64_t row) noexcept;

  private:
    static constexpr std::int64_t none = -1;
    std::int64_t find(std::uint64_t hash, const std::vector<Column>& others, std::int64_t row,
                      std::size_t& slot) const;
    void grow(const Context& context);

    std::vector<Column> columns_;
    std::vector<std::int64_t> groups_, first_rows_, slots_;
    std::vector<std::uint64_t> hashes_;  // of the groups
};

// The rows of each group one after another, in their order: those of group g are
// rows[start[g]] to rows[start[g + 1] - 1].
struct RowsByGroup {
    std::vector<std::int64_t> start, rows;
    // Groups of -1 are left out.
    RowsByGroup(const Context& context, const std::vector<std::int64_t>& groups,
                std::int64_t count);
};

// The rows of a column in that order; -1 gives a missing cell.
Column take_or_missing(Passes& passes, const Column& column, const std::vector<std::int64_t>& rows);

// The columns of both sides of a join, which must be of the same types. Empty right names: the
// same.
struct KeyColumns {
    std::vector<Column> left, right;
    std::vector<std::string> right_names;
    KeyColumns(const Table& left_table, const Table& right_table,
               const std::vector<std::string>& names, const std::vector<std::string>& right_names);
};

// The left table with columns of the right one in the rows given for each of its rows; those named
// in `left_out` are not taken. The last part of a call.
Table beside(const Context& context, Passes& passes, const Table& left, const Table& right,
             const std::vector<std::int64_t>& rows, const std::vector<std::string>& left_out,
             const std::string& suffix);

}  // namespace tenon

// The way back: what presolve removed, in order.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "ilp/presolve/entry_lists.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/steps.hpp"

namespace tenon::ilp {

class PostsolveStack {
  public:
    using Step =
        std::variant<FixedColumn, IdleRow, SingletonRow, ForcingRow, SlackColumn, DoubletonEquation,
                     FreeColumn, ParallelRow, ParallelColumn, SettledRow, ReleasedRows>;

    void push(const Step& step) { steps_.push_back(step); }
    // Copies of the entries of a row or column; those of `except` are left out.
    Stretch keep_row(const EntryLists& matrix, std::int32_t row,
                     std::int32_t except = EntryLists::none);
    Stretch keep_column(const EntryLists& matrix, std::int32_t column,
                        std::int32_t except = EntryLists::none);
    // For entries that are put together one by one: from place() to place() after the last.
    std::int64_t place() const noexcept { return static_cast<std::int64_t>(index_.size()); }
    void keep(std::int32_t index, double value) {
        index_.push_back(index);
        value_.push_back(value);
    }
    Entries entries(Stretch stretch) const noexcept {
        const auto first = static_cast<std::size_t>(stretch.first);
        const auto size = static_cast<std::size_t>(stretch.last - stretch.first);
        return {{index_.data() + first, size}, {value_.data() + first, size}};
    }

    // Undoes all steps, last one first, on an answer that holds what the reduced problem has.
    void restore(Answer& answer) const;
    // The way there: what the columns that are left stand for in a point of the original.
    void project(std::vector<double>& point) const;
    // The largest of what belongs to the columns that one stands for.
    void carry(std::vector<double>& of_columns) const;
    // The same as the first for columns as images of the reduced ones. Error(internal) where a
    // column is none.
    void restore(std::vector<AffineColumn>& columns) const;

    std::int64_t bytes() const noexcept {
        return static_cast<std::int64_t>(steps_.capacity() * sizeof(Step) +
                                         index_.capacity() * sizeof(std::int32_t) +
                                         value_.capacity() * sizeof(double));
    }

  private:
    std::vector<Step> steps_;
    std::vector<std::int32_t> index_;
    std::vector<double> value_;
};

}  // namespace tenon::ilp

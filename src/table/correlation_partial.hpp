// Co-moments of pairs of columns over the rows where both are present and finite; slices merge like
// means and squares do (P. Pebay, Formulas for Robust, One-Pass Parallel Computation of
// Covariances, 2008).
#pragma once

#include <cstdint>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

class CorrelationPartial {
  public:
    // Columns i < j of the list given, which stays the same from slice to slice.
    void add(const Context& context, const std::vector<Column>& columns, std::int64_t rows);
    void merge(const CorrelationPartial& other);
    std::vector<double> finish(std::size_t columns) const;  // the whole matrix, row by row

  private:
    struct Pair {
        double count = 0, mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
        void merge(const Pair& other) noexcept;
    };
    std::vector<Pair> pairs_;
};

}  // namespace tenon

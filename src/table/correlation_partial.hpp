// Co-moments of pairs of columns over the rows where both are present and finite; slices merge like
// means and squares do (P. Pebay, Formulas for Robust, One-Pass Parallel Computation of
// Covariances, 2008). Each block of a column is first taken less a number of its middle, exactly
// for integers, so that columns far from zero keep the digits of their spread.
#pragma once

#include <cstdint>
#include <vector>

#include "base/double_double.hpp"
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
        double count = 0;
        DoubleDouble mean_x, mean_y;
        double xx = 0, yy = 0, xy = 0;
        void merge(const Pair& other) noexcept;
    };
    std::vector<Pair> pairs_;
};

}  // namespace tenon

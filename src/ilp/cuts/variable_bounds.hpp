// Bounds of a continuous column that depend on one integer column: x <= constant + slope y, read
// off rows of two entries. Cuts substitute them where they are tighter than the column's own
// bounds: that is what turns rounding into flow cover cuts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/sparse_rows.hpp"

namespace tenon::ilp {

struct VariableBound {
    std::int32_t integer;  // y
    double constant, slope;

    double at(std::span<const double> x) const { return constant + slope * x[integer]; }
};

class VariableBounds {
  public:
    VariableBounds(const MixedProgram& program, const SparseRows& rows);
    std::span<const VariableBound> upper(std::int32_t column) const { return upper_[column]; }
    std::span<const VariableBound> lower(std::int32_t column) const { return lower_[column]; }

    // From elsewhere than a row of two entries; false if there is one as good, or no room.
    bool add(std::int32_t column, bool upper, const VariableBound& bound);

  private:
    std::vector<std::vector<VariableBound>> upper_, lower_;
};

}  // namespace tenon::ilp

// What is to be proved about a plan's cost. Where all costs of columns that can move stand on
// integer columns and are multiples of a step S, plans cost  from + k S  for whole k: whoever shows
// that every plan costs more than B - S, for such a B, has shown that none costs less than B.
#pragma once

#include "base/exact_number.hpp"
#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp::certified {

// Costs of the minimisation, with its offset.
class CostGrid {
  public:
    explicit CostGrid(const MixedProgram& program);

    double step() const noexcept { return step_; }  // 0: none
    // Exactly.
    bool holds(double cost) const;
    // The largest cost on the grid that `bound` proves by the rule above; `bound` itself without.
    double lift(double bound) const;

  private:
    ExactNumber from_;
    double step_ = 0;
};

// No plan costs less than `bound` once none is left that costs no more than `limit`, or that costs
// less than `bound` where there is no step. Both without the offset, rounded upwards.
struct CostTarget {
    double bound = 0, step = 0;
    double least = 0, limit = 0;
};
CostTarget cost_target(const CostGrid& grid, double bound, double offset);

}  // namespace tenon::ilp::certified

// The costs that plans can have at all, when every cost is a whole multiple of a step: the sums
// k = sum a_j x_j of whole numbers a_j over the boxes of integer columns x_j. Eight bars at 10 and
// four at 11 cost 102, 103, 104 or 113, never 105 to 112: a bound of 104.1 is then a bound of 113.
//
// Columns with the same |a| are put together, and the set of sums is built as bits, with one shift
// for each power of two of a count (bounded subset sums; R. Bellman, 1957).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

class AttainableCosts {
  public:
    // In multiples of `step` above the offset and the cost of fixed columns; nothing if the columns
    // have no finite box, or the set is too large, or has no gaps that matter.
    static std::optional<AttainableCosts> find(const MixedProgram& program, double step);

    // The least attainable multiple that is at least k, and the largest that is less than k;
    // nothing if there is none.
    std::optional<double> at_least(double k) const;
    std::optional<double> below(double k) const;

  private:
    bool has(std::int64_t place) const { return ((bits_[place / 64] >> (place % 64)) & 1u) != 0; }

    double first_ = 0;  // the least sum: place 0
    std::int64_t places_ = 0;
    std::vector<std::uint64_t> bits_;
};

}  // namespace tenon::ilp

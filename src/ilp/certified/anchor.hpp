// Multipliers with room to spare at columns without a bound, to lean others on.
//
// A column without an upper bound wants d >= 0, exactly; the d of a basic column is zero up to
// rounding, of either sign. Let z be multipliers whose d have the right sign at all such columns
// with a margin. Then (1 - t) y + t z has it as well for some small t, and the bound of y is lost
// only by t times what z is worse (D. Steffy, K. Wolter: Valid linear programming bounds for exact
// mixed-integer programming, INFORMS J. Computing 25, 2013). z is the optimum of the relaxation
// with costs that are lower by the margin at columns without an upper bound, and higher at those
// without a lower one. Columns without either have none: their d has to be zero; and so has that of
// columns along a ray that costs nothing, which the relaxation so leant tells when it has no end.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "ilp/certified/proof.hpp"
#include "ilp/node/control.hpp"
#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp::certified {

class Anchor {
  public:
    // Over the rows of the program and the box. cost: for multipliers with the cost.
    Anchor(const MixedProgram& program, std::span<const double> lower,
           std::span<const double> upper, bool cost, Control& control);

    bool found() const noexcept { return !multipliers_.empty(); }
    // (1 - share) y + share z; with other_kind y / share + z, for y of rows and z of costs. The
    // cost has the weight one or zero.
    Multipliers lean(const Multipliers& y, double share, bool other_kind) const;

  private:
    void take(std::span<const double> dual);

    std::vector<double> multipliers_;  // one a row of the program
};

}  // namespace tenon::ilp::certified

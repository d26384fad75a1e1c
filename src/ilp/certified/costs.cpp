#include "ilp/certified/costs.hpp"

#include <cmath>
#include <vector>

#include "ilp/presolve/integral_scale.hpp"

namespace tenon::ilp::certified {

namespace {

// Multiples of the step beyond this are not told apart with certainty.
constexpr double most_multiples = 1e12;
// Rounding of a quotient that may be whole; what is made of it is tried exactly.
constexpr double whole_room = 1e-9;

}  // namespace

CostGrid::CostGrid(const MixedProgram& program) : from_(program.lp.offset) {
    const LinearProgram& lp = program.lp;
    std::vector<double> costs;
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        if (lp.cost[j] == 0) continue;
        if (lp.lower[j] == lp.upper[j]) {
            from_ += ExactNumber(lp.cost[j]) * ExactNumber(lp.lower[j]);
        } else if (program.integer[j]) {
            costs.push_back(lp.cost[j]);
        } else {
            return;
        }
    }
    const double step = common_step(costs).value_or(0);
    for (const double cost : costs) {
        const double multiple = cost / step;
        if (!(step > 0) || multiple != std::floor(multiple) ||
            (ExactNumber(multiple) * ExactNumber(step) - ExactNumber(cost)).sign() != 0)
            return;
    }
    step_ = step;
}

bool CostGrid::holds(double cost) const {
    if (step_ == 0) return false;
    const ExactNumber above = ExactNumber(cost) - from_;
    const double k = std::round(above.below() / step_);
    return std::fabs(k) < most_multiples &&
           (ExactNumber(k) * ExactNumber(step_) - above).sign() == 0;
}

double CostGrid::lift(double bound) const {
    if (step_ == 0 || std::isinf(bound)) return bound;
    const ExactNumber above = ExactNumber(bound) - from_;
    double k = std::ceil(above.below() / step_ - whole_room);
    if (!(std::fabs(k) < most_multiples)) return bound;
    if (!(ExactNumber(k - 1) * ExactNumber(step_) < above)) --k;
    const ExactNumber lifted = from_ + ExactNumber(k) * ExactNumber(step_);
    return lifted.below() == lifted.above() ? lifted.below() : bound;
}

CostTarget cost_target(const CostGrid& grid, double bound, double offset) {
    CostTarget target;
    target.bound = bound;
    if (std::isinf(bound)) {
        target.least = target.limit = bound;
        return target;
    }
    if (grid.holds(bound)) target.step = grid.step();
    const ExactNumber least = ExactNumber(bound) - ExactNumber(offset);
    target.least = least.above();
    target.limit = (least - ExactNumber(target.step)).above();
    return target;
}

}  // namespace tenon::ilp::certified

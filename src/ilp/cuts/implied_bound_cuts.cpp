// Implied bound cuts: what probing has found of a column y and a binary x,
//
//   y <= b_0 + (b_1 - b_0) x,    or >= likewise,
//
// where the LP point breaks it.
//
// K. Hoffman, M. Padberg: Improving LP-representations of zero-one linear programs for
// branch-and-cut, ORSA Journal on Computing 3, 1991.
#include <cmath>

#include "ilp/cuts/separation.hpp"
#include "ilp/node/probing.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

constexpr double least_efficacy = 1e-4;

}  // namespace

void separate_implied_bounds(const Separation& at, std::vector<Cut>& out) {
    at.control.add_work(static_cast<std::int64_t>(at.implied.size()));
    for (const ImpliedBound& bound : at.implied) {
        const double slope = bound.at_one - bound.at_zero;
        const double limit = bound.at_zero + slope * at.point[bound.binary];
        const double sign = bound.upper ? 1 : -1;
        const double excess = sign * (at.point[bound.column] - limit);
        const double norm = std::sqrt(1 + slope * slope);
        if (excess <= least_efficacy * norm) continue;
        Cut cut;
        cut.family = "implied bound";
        cut.index = {bound.column, bound.binary};
        cut.value = {sign, -sign * slope};
        if (bound.binary < bound.column) {
            std::swap(cut.index[0], cut.index[1]);
            std::swap(cut.value[0], cut.value[1]);
        }
        cut.right = sign * bound.at_zero;
        cut.efficacy = excess / norm;
        out.push_back(std::move(cut));
    }
}

}  // namespace tenon::ilp

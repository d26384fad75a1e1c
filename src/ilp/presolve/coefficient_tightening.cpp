// Smaller coefficients for the same integer points. In a row  a x_j + rest <= b  of one side, with
// integer x_j in [l, u], a > 0 and M the row's largest activity: if M - a <= b, the row says
// nothing unless x_j = u. With d = b - (M - a) > 0 the row
//
//   (a - d) x_j + rest <= b - d u
//
// is the same at x_j = u, still redundant below, and tighter in between (mirrored at l for a < 0).
// M. Savelsbergh: Preprocessing and probing techniques for mixed integer programming problems,
// ORSA Journal on Computing 6, 1994.
#include <cmath>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A gain smaller than this share of the coefficient is rounding, not tightening.
constexpr double least_gain = 1e-6;
// Beyond this, M and b have too few digits left for the new coefficient.
constexpr double largest_sum = 1e9;
// The new side is rounded by so much of the sum; divided by the new coefficient that must stay far
// below the room of an integer bound (tolerances.hpp), or a bound read off the row is one too far.
constexpr double sum_rounding = 4e-16, bound_error = 1e-8;

// One side of a row, written as  sign * row <= side.
std::int64_t tighten_row(Workspace& work, std::int32_t row, double sign, double& side) {
    const Activity& box = work.activity(row);
    if (sign > 0 ? box.max_infinite > 0 : box.min_infinite > 0) return 0;
    if (box.size > largest_sum) return 0;
    work.charge(work.matrix.row_size(row));
    double most = sign > 0 ? box.max : -box.min;
    double right = sign * side;
    std::int64_t count = 0;
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t j = work.matrix.column(e);
        if (!work.integer[j] || work.lower[j] == work.upper[j]) continue;
        const double a = sign * work.matrix.value(e);
        const double size = std::fabs(a);
        const double gain = right - (most - size);
        if (most <= right || gain <= least_gain * size || gain > size) continue;
        // At the end of its range where x_j gives the most.
        const double end = a > 0 ? work.upper[j] : work.lower[j];
        const double step = a > 0 ? gain : -gain;
        double changed = a - step;
        if (std::fabs(changed) <= coefficient_noise * size) continue;
        if (std::fabs(changed) * bound_error < sum_rounding * box.size) continue;
        right -= step * end;
        most -= step * end;
        work.matrix.set_value(e, sign * changed);
        work.columns_changed.touch(j);
        ++count;
    }
    if (count) {
        side = sign * right;
        work.touch_row(row);
    }
    return count;
}

}  // namespace

std::int64_t tighten_coefficients(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        if (std::isinf(work.row_lower[i]) == std::isinf(work.row_upper[i])) continue;
        if (std::isinf(work.row_lower[i]))
            count += tighten_row(work, i, 1, work.row_upper[i]);
        else
            count += tighten_row(work, i, -1, work.row_lower[i]);
    }
    return count;
}

}  // namespace tenon::ilp

// Bounds that a row implies for one of its integer columns: from a x + rest <= row_upper,
//
//   a > 0:  x <= (row_upper - min rest) / a,     a < 0:  x >= (row_upper - min rest) / a,
//
// and mirrored for the lower side. Continuous columns are left as they are: their implied bounds
// make the LP degenerate, and propagation finds them again in the search. (M. W. P. Savelsbergh:
// Preprocessing and probing techniques for mixed integer programming problems, ORSA Journal on
// Computing 6, 1994.)
#include <cmath>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Sums of terms above this have lost the digits that decide an integer bound.
constexpr double largest_sum = 1e12;
// Of the largest term of a sum: its rounding.
constexpr double sum_rounding = 1e-15;
// An implied bound of this size no longer helps, and fractions of it are lost.
constexpr double useless_bound = 1e9;

std::int64_t tighten_side(Workspace& work, std::int32_t row, const Activity& box, bool upper_side) {
    std::int64_t count = 0;
    const double side = upper_side ? work.row_upper[row] : work.row_lower[row];
    const double sum = upper_side ? box.min : box.max;
    const int infinite = upper_side ? box.min_infinite : box.max_infinite;
    if (std::isinf(side) || infinite > 1) return 0;
    work.charge(work.matrix.row_size(row));
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none && !work.stopped();
         e = work.matrix.next_in_row(e)) {
        const std::int32_t j = work.matrix.column(e);
        if (!work.integer[j]) continue;
        const double a = work.matrix.value(e);
        // The bound of x_j that stands in the sum.
        const double own = (a > 0) == upper_side ? work.lower[j] : work.upper[j];
        if (infinite == 1 && !std::isinf(own)) continue;
        const double rest = std::isinf(own) ? sum : sum - a * own;
        const double bound = (side - rest) / a;
        if (std::fabs(bound) > useless_bound) continue;
        const double error = sum_rounding * box.size / std::fabs(a);
        if ((a > 0) == upper_side)
            count += work.drop_upper(j, bound + error, a);
        else
            count += work.raise_lower(j, bound - error, a);
    }
    return count;
}

}  // namespace

std::int64_t tighten_bounds(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        // Within one side the sums stay valid: only the opposite bounds change. The other side
        // needs them anew.
        const Activity below = work.activity(i);
        if (below.size <= largest_sum) count += tighten_side(work, i, below, true);
        if (work.stopped()) break;
        const Activity above = work.activity(i);
        if (above.size <= largest_sum) count += tighten_side(work, i, above, false);
    }
    return count;
}

}  // namespace tenon::ilp

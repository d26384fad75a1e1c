// Rows that are multiples of each other: a_i = t a_k. Row k takes the tighter of both pairs of
// sides, row i goes.
//
// Coming back, row i is basic, unless row k rests at a side that was row i's: then row k is basic
// and row i takes its place with the price y_k / t.
//
// (J. A. Tomlin, J. S. Welch: Finding duplicate rows in a linear programming model, Operations
// Research Letters 5, 1986; E. D. Andersen, K. D. Andersen: Presolving in linear programming, Math.
// Programming 71, 1995.)
#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "ilp/presolve/parallel_lines.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

void merge(Workspace& work, std::int32_t gone, std::int32_t kept, double t) {
    double low = work.row_lower[gone] / t, high = work.row_upper[gone] / t;
    if (t < 0) std::swap(low, high);
    double& kept_low = work.row_lower[kept];
    double& kept_high = work.row_upper[kept];
    if (work.linear()) work.undo.push(ParallelRow{gone, kept, t, low > kept_low, high < kept_high});
    kept_low = std::max(kept_low, low);
    kept_high = std::min(kept_high, high);
    if (kept_low > kept_high) {
        if (kept_low > kept_high + scaled(feasibility_tolerance, kept_high))
            work.infeasible();
        else
            kept_low = kept_high;
    }
    work.remove_row(gone);
    work.touch_row(kept);
}

}  // namespace

std::int64_t merge_parallel_rows(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    if (!work.enough_changed(since)) return 0;
    std::vector<std::uint8_t> wanted(work.row_alive);
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (work.matrix.row_size(static_cast<std::int32_t>(i)) < 2) wanted[i] = 0;
    ParallelLines lines(work.matrix, ParallelLines::Of::rows, work.stop());
    lines.add(wanted);
    for (ParallelLines::Pair pair{}; !work.stopped() && lines.next(pair); ++count)
        merge(work, pair.first, pair.second, pair.factor);
    work.skip_changes(since);  // what goes here makes no other rows parallel
    return count;
}

void undo(const ParallelRow& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced()) return;
    BasisStatus& kept = answer.basis.row[step.kept];
    BasisStatus& gone = answer.basis.row[step.gone];
    double& price = answer.dual[step.kept];
    answer.dual[step.gone] = 0;
    gone = BasisStatus::basic;
    const bool at_lower = kept == BasisStatus::at_lower;
    if (kept == BasisStatus::basic || !(at_lower ? step.lower_from_gone : step.upper_from_gone))
        return;
    answer.dual[step.gone] = price / step.factor;
    price = 0;
    kept = BasisStatus::basic;
    gone = at_lower == (step.factor > 0) ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace tenon::ilp

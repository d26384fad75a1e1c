// Rows of no or one column.
//
//   no entry:    row_lower <= 0 <= row_upper   holds, and the row goes, or nothing is feasible;
//   one entry:   row_lower <= a x <= row_upper   is a pair of bounds on x.
//
// A column may get its bounds from many rows, each tighter than the last; the rows it stands in
// hear of the last one only.
//
// Coming back, a row of no entry is basic. So is one of one entry, unless x rests at a bound that
// was the row's: then x becomes basic, the row takes its place, and its price y = d / a takes the
// reduced cost of x.
//
// (A. L. Brearley, G. Mitra, H. P. Williams: Analysis of mathematical programming problems prior to
// applying the simplex algorithm, Math. Programming 8, 1975.)
#include <algorithm>
#include <vector>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

void check_empty(Workspace& work, std::int32_t row) {
    if (work.row_lower[row] > scaled(feasibility_tolerance, work.row_lower[row]) ||
        work.row_upper[row] < -scaled(feasibility_tolerance, work.row_upper[row]))
        work.infeasible();
    work.drop_row(row);
}

void take_bounds(Workspace& work, std::int32_t row, std::vector<std::int32_t>& bounded) {
    const std::int32_t e = work.matrix.first_in_row(row);
    const double a = work.matrix.value(e);
    const std::int32_t j = work.matrix.column(e);
    const double low = (a > 0 ? work.row_lower[row] : work.row_upper[row]) / a;
    const double high = (a > 0 ? work.row_upper[row] : work.row_lower[row]) / a;
    const bool raised = work.lift_lower(j, low, a);
    const bool dropped = !work.stopped() && work.sink_upper(j, high, a);
    if (raised || dropped) bounded.push_back(j);
    if (work.linear()) {
        if (raised || dropped)
            work.undo.push(SingletonRow{row, j, a, raised, dropped});
        else
            work.undo.push(IdleRow{row});
    }
    work.remove_row(row);
}

}  // namespace

std::int64_t remove_singleton_rows(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    std::vector<std::int32_t> bounded;
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        if (work.matrix.row_size(i) > 1) continue;
        if (work.matrix.row_size(i) == 0)
            check_empty(work, i);
        else
            take_bounds(work, i, bounded);
        ++count;
    }
    std::sort(bounded.begin(), bounded.end());
    bounded.erase(std::unique(bounded.begin(), bounded.end()), bounded.end());
    for (const std::int32_t j : bounded) work.touch_column(j);
    return count;
}

void undo(const IdleRow& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced()) return;
    answer.dual[step.row] = 0;
    answer.basis.row[step.row] = BasisStatus::basic;
}

void undo(const SingletonRow& step, const PostsolveStack&, Answer& answer) {
    if (!answer.priced()) return;
    BasisStatus& column = answer.basis.column[step.column];
    BasisStatus& row = answer.basis.row[step.row];
    double& reduced = answer.reduced[step.column];
    const bool at_lower = column == BasisStatus::at_lower;
    if (column == BasisStatus::basic || column == BasisStatus::free_zero ||
        !(at_lower ? step.lower_from_row : step.upper_from_row)) {
        answer.dual[step.row] = 0;
        row = BasisStatus::basic;
        return;
    }
    answer.dual[step.row] = reduced / step.coefficient;
    reduced = 0;
    column = BasisStatus::basic;
    row = at_lower == (step.coefficient > 0) ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace tenon::ilp

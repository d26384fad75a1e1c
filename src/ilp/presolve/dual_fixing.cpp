// A column that nothing holds back. Where c_j >= 0 and no row can be broken by a smaller x_j,
// some optimum has x_j at its lower bound (c_j <= 0 and no larger x_j hurts: at its upper bound).
// Without that bound and with c_j != 0 the problem is unbounded or infeasible, and with c_j = 0 the
// column can always keep its rows: they go with it. A dual reduction.
//
// Coming back, the column is at its bound. One that took its rows with it goes as far as they and
// its other bound let it: if that is a row, the column is basic and the row nonbasic, with price
// zero.
//
// A. Brearley, G. Mitra, H. Williams: Analysis of mathematical programming problems prior to
// applying the simplex algorithm, Mathematical Programming 8, 1975.
#include <cmath>

#include "base/sum.hpp"
#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

// Rows that a smaller (down) or larger (up) value of the column could break.
struct Locks {
    std::int32_t down = 0, up = 0;
};

Locks locks_of(const Workspace& work, std::int32_t column) {
    Locks out;
    work.charge(work.matrix.column_size(column));
    for (std::int32_t e = work.matrix.first_in_column(column); e != EntryLists::none;
         e = work.matrix.next_in_column(e)) {
        if (out.down != 0 && out.up != 0) break;
        const std::int32_t i = work.matrix.row(e);
        const bool positive = work.matrix.value(e) > 0;
        if (!std::isinf(work.row_lower[i])) ++(positive ? out.down : out.up);
        if (!std::isinf(work.row_upper[i])) ++(positive ? out.up : out.down);
    }
    return out;
}

// The side of a row that x_j would break by moving against the direction.
double holding_side(const Workspace& work, std::int32_t row, double a, bool downward) {
    return (a > 0) == downward ? work.row_upper[row] : work.row_lower[row];
}

void release_rows(Workspace& work, std::int32_t j, bool downward) {
    ReleasedRows step{j, downward, downward ? work.upper[j] : work.lower[j], {}, {}, {}};
    PostsolveStack& stack = work.undo;
    step.rows = stack.keep_column(work.matrix, j);
    step.sides.first = stack.place();
    for (std::int32_t e = work.matrix.first_in_column(j); e != EntryLists::none;
         e = work.matrix.next_in_column(e)) {
        const std::int32_t i = work.matrix.row(e);
        stack.keep(work.matrix.row_size(i) - 1,
                   holding_side(work, i, work.matrix.value(e), downward));
    }
    step.sides.last = step.others.first = stack.place();
    for (std::int32_t e = work.matrix.first_in_column(j); e != EntryLists::none;) {
        const std::int32_t i = work.matrix.row(e);
        e = work.matrix.next_in_column(e);
        work.spend(work.matrix.row_size(i));
        stack.keep_row(work.matrix, i, j);
        work.remove_row(i);
    }
    step.others.last = stack.place();
    stack.push(step);
    work.remove_column(j);
}

// The column goes, downward or upward, as far as its cost lets it. False if it stays.
bool let_go(Workspace& work, std::int32_t j, bool downward) {
    const double bound = downward ? work.lower[j] : work.upper[j];
    if (!std::isinf(bound)) {
        work.fix(j, bound, downward ? BasisStatus::at_lower : BasisStatus::at_upper);
        return true;
    }
    if (work.cost[j] != 0) {
        work.status = PresolveStatus::unbounded_or_infeasible;
        return false;
    }
    if (!work.linear() || work.matrix.column_size(j) == 0) return false;
    release_rows(work, j, downward);
    return true;
}

}  // namespace

std::int64_t fix_by_dual(Workspace& work, Cursor& since) {
    if (work.debug) return 0;
    std::int64_t count = 0;
    for (std::int32_t j; (j = work.next_column(since)) >= 0;) {
        const Locks locks = locks_of(work, j);
        const bool gone = (locks.down == 0 && work.cost[j] >= 0 && let_go(work, j, true)) ||
                          (locks.up == 0 && work.cost[j] <= 0 && let_go(work, j, false));
        count += gone ? 1 : 0;
    }
    return count;
}

void undo(const ReleasedRows& step, const PostsolveStack& stack, Answer& answer) {
    const Entries rows = stack.entries(step.rows), sides = stack.entries(step.sides);
    const Entries others = stack.entries(step.others);
    double x = step.limit;
    std::int32_t holds = -1;
    std::size_t other = 0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        Sum rest;
        rest.add(sides.value[k]);
        for (std::int32_t left = sides.index[k]; left > 0; --left, ++other)
            rest.add_product(-others.value[other], answer.primal[others.index[other]]);
        const double end = rest.value() / rows.value[k];
        if (answer.priced()) {
            answer.dual[rows.index[k]] = 0;
            answer.basis.row[rows.index[k]] = BasisStatus::basic;
        }
        if (step.downward ? end >= x : end <= x) continue;
        x = end;
        holds = static_cast<std::int32_t>(k);
    }
    answer.primal[step.column] = x;
    if (!answer.priced()) return;
    answer.reduced[step.column] = 0;
    answer.basis.column[step.column] =
        step.downward ? BasisStatus::at_upper : BasisStatus::at_lower;
    if (holds < 0) return;
    answer.basis.column[step.column] = BasisStatus::basic;
    answer.basis.row[rows.index[holds]] =
        (rows.value[holds] > 0) == step.downward ? BasisStatus::at_upper : BasisStatus::at_lower;
}

}  // namespace tenon::ilp

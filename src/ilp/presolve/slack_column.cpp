// A continuous column that stands in one row only is a slack of that row.
//
//   equation  a x + rest = b:  rest lies in b - a [l, u], and the cost c x = c (b - rest) / a moves
//                              to the other columns;
//   inequality, cost zero:     rest lies in [row_lower, row_upper] - a [l, u].
//
// An integer column may go the same way when the cost is zero or the row an equation, if a divides
// every other coefficient and side and all its fellows are integer.
//
// Coming back, x is read off the row. A row that came back nonbasic says that a x is at its largest
// (row at its lower side) or smallest: x is nonbasic too. Where the row is basic, one of x and the
// row becomes nonbasic: with the rest known, x ranges over an interval whose ends are bounds of x
// or sides of the row. The price of the row is what it was plus c / a.
//
// (What E. D. Andersen, K. D. Andersen: Presolving in linear programming, Math. Programming 71,
// 1995, do with a column singleton in an equation of two columns, here for rows of any length.)
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/sum.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A slack with a much smaller coefficient than its row would be read off with a large error.
constexpr double least_pivot = 1e-3;

// The row is put on the stack with each slack, and all its columns count as changed. Long rows
// together may be so as often as this times the entries of the problem, and where that is much, for
// a smaller part of them: a few columns among tens of thousands are not worth the walks. What is
// left of many slacks of one row becomes one as parallel columns.
constexpr std::int64_t most_copies = 1;
constexpr std::int64_t large_part = 10;
constexpr std::int64_t few_entries = 100'000;
constexpr std::int32_t long_row = 1000;

// A column that would leave its bounds for ever under this cost, in the first basis.
bool is_dual_infeasible(const Workspace& work, std::int32_t j, double cost) {
    return cost < 0 ? std::isinf(work.upper[j]) : cost > 0 && std::isinf(work.lower[j]);
}

// The cost of a slack moved over to the other columns of an equation may cost the simplex method
// more pivots than the column is worth, as measured on the Netlib problems:
//   - two slacks with costs price a deviation either way, and one of them would now earn;
//   - where the first basis is dual feasible, it should stay so: no phase one is needed.
bool may_move_cost(Workspace& work, std::int32_t j, std::int32_t row, double a) {
    const double rate = work.cost[j] / a;
    work.spend(work.matrix.row_size(row));
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t k = work.matrix.column(e);
        if (k == j) continue;
        if (work.matrix.column_size(k) == 1) return false;
        if (work.first_basis_is_dual_feasible &&
            is_dual_infeasible(work, k, work.cost[k] - rate * work.matrix.value(e)) &&
            !is_dual_infeasible(work, k, work.cost[k]))
            return false;
    }
    return true;
}

bool divides(const Workspace& work, std::int32_t row, std::int32_t column, double a) {
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t k = work.matrix.column(e);
        const double ratio = work.matrix.value(e) / a;
        if (k != column && (!work.integer[k] || ratio != std::round(ratio))) return false;
    }
    for (const double side : {work.row_lower[row], work.row_upper[row]})
        if (!std::isinf(side) && side / a != std::round(side / a)) return false;
    return true;
}

double minus(double side, double term) {
    return std::isinf(side) ? side : side - term;  // an infinite side stays what it is
}

// The cost of x, as what the others of the equation cost.
void move_cost(Workspace& work, std::int32_t j, std::int32_t row, double a) {
    const double rate = work.cost[j] / a;
    work.offset += rate * work.row_lower[row];
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t k = work.matrix.column(e);
        if (k == j) continue;
        double& cost = work.cost[k];
        const double before = std::fabs(cost);
        cost -= rate * work.matrix.value(e);
        if (std::fabs(cost) <= coefficient_noise * before) cost = 0;
        work.columns_changed.touch(k);
    }
}

void absorb(Workspace& work, std::int32_t j, std::int32_t i, double a) {
    const double low = work.row_lower[i], high = work.row_upper[i];
    work.spend(work.matrix.row_size(i));
    work.undo.push(SlackColumn{i, j, a, work.lower[j], work.upper[j], low, high, work.cost[j],
                               work.integer[j] != 0, work.undo.keep_row(work.matrix, i, j)});
    if (work.cost[j] != 0) move_cost(work, j, i, a);
    const double at_low = a > 0 ? work.lower[j] : work.upper[j];
    const double at_high = a > 0 ? work.upper[j] : work.lower[j];
    work.row_lower[i] = std::isinf(at_high) ? -infinity : minus(low, a * at_high);
    work.row_upper[i] = std::isinf(at_low) ? infinity : minus(high, a * at_low);
    work.remove_column(j);
}

// The values of x that keep its bounds and the row. By rounding they may cross.
struct Range {
    double low, high;          // of both
    double row_low, row_high;  // of the row alone
};

Range range_of(const SlackColumn& step, const Entries& others, const Answer& answer) {
    Sum rest;
    for (std::size_t k = 0; k < others.size(); ++k)
        rest.add_product(others.value[k], answer.primal[others.index[k]]);
    double low = (step.row_lower - rest.value()) / step.coefficient;
    double high = (step.row_upper - rest.value()) / step.coefficient;
    if (step.coefficient < 0) std::swap(low, high);
    return {std::max(low, step.lower), std::min(high, step.upper), low, high};
}

void come_back_nonbasic(const SlackColumn& step, Answer& answer) {
    const bool row_at_lower = answer.basis.row[step.row] == BasisStatus::at_lower;
    const bool at_upper = row_at_lower == (step.coefficient > 0);
    answer.primal[step.column] = at_upper ? step.upper : step.lower;
    answer.reduced[step.column] = -step.coefficient * answer.dual[step.row];
    answer.basis.column[step.column] = at_upper ? BasisStatus::at_upper : BasisStatus::at_lower;
}

// The end of the range nearer to zero decides who is nonbasic: x at its own bound, or the row.
void come_back_basic(const SlackColumn& step, const Range& range, Answer& answer) {
    const bool at_low = std::fabs(range.low) <= std::fabs(range.high);
    const double x = at_low ? range.low : range.high;
    const bool own = at_low ? step.lower == x : step.upper == x;
    const bool equation = step.row_lower == step.row_upper;
    answer.reduced[step.column] = 0;
    answer.primal[step.column] = x;
    if (own && !equation) {
        answer.basis.column[step.column] = at_low ? BasisStatus::at_lower : BasisStatus::at_upper;
        return;
    }
    if (equation) answer.primal[step.column] = range.row_low;
    answer.basis.column[step.column] = BasisStatus::basic;
    answer.basis.row[step.row] =
        at_low == (step.coefficient > 0) ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace

std::int64_t absorb_slacks(Workspace& work, Cursor& since) {
    std::int64_t count = 0, copied = 0;
    const std::int64_t entries = work.matrix.entries();
    const std::int64_t most_copied =
        std::min(most_copies * entries, std::max(few_entries, entries / large_part));
    for (std::int32_t j; (j = work.next_column(since)) >= 0;) {
        if (work.matrix.column_size(j) != 1 || work.lower[j] == work.upper[j]) continue;
        const std::int32_t e = work.matrix.first_in_column(j);
        const std::int32_t i = work.matrix.row(e);
        const double a = work.matrix.value(e);
        if (work.cost[j] != 0 && work.row_lower[i] != work.row_upper[i]) continue;
        if (std::isinf(work.row_lower[i]) && std::isinf(work.row_upper[i])) continue;
        const std::int32_t length = work.matrix.row_size(i);
        if (length < 2) continue;
        if (work.linear() && length > long_row && copied + length > most_copied) continue;
        if (work.linear() && work.cost[j] != 0 && !may_move_cost(work, j, i, a)) continue;
        if (std::fabs(a) < least_pivot * work.activity(i).largest) continue;
        if (work.integer[j] && !divides(work, i, j, a)) continue;
        absorb(work, j, i, a);
        if (length > long_row) copied += length;
        ++count;
    }
    return count;
}

void undo(const SlackColumn& step, const PostsolveStack& stack, Answer& answer) {
    const Range range = range_of(step, stack.entries(step.others), answer);
    // Nearest to zero among the allowed values; a crossing by rounding gives the middle.
    double x = range.low > range.high ? 0.5 * (range.low + range.high)
                                      : std::clamp(0.0, range.low, range.high);
    if (step.integer) x = std::round(x);
    answer.primal[step.column] = std::clamp(x, step.lower, step.upper);
    if (!answer.priced()) return;
    if (answer.basis.row[step.row] == BasisStatus::basic)
        come_back_basic(step, range, answer);
    else
        come_back_nonbasic(step, answer);
    answer.dual[step.row] += step.cost / step.coefficient;
}

}  // namespace tenon::ilp

// Columns whose bounds have met, or that stand in no row.
//
//   lower = upper:           the value goes into the sides of the rows and the offset;
//   no entry, cost c:        the bound that c prefers; if c = 0 the one nearest to zero, or zero.
//
// Coming back, d = c - a'y with the prices of the column's rows; a column whose bounds have met
// rests at the one that the sign of d asks for.
//
// (E. D. Andersen, K. D. Andersen: Presolving in linear programming, Math. Programming 71, 1995.)
#include <algorithm>
#include <cmath>

#include "base/sum.hpp"
#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

BasisStatus preferred(const Workspace& work, std::int32_t j) {
    if (work.cost[j] > 0) return BasisStatus::at_lower;
    if (work.cost[j] < 0) return BasisStatus::at_upper;
    if (std::isinf(work.lower[j]) && std::isinf(work.upper[j])) return BasisStatus::free_zero;
    return std::fabs(work.lower[j]) <= std::fabs(work.upper[j]) ? BasisStatus::at_lower
                                                                : BasisStatus::at_upper;
}

void remove_empty(Workspace& work, std::int32_t j) {
    const BasisStatus at = preferred(work, j);
    double value = at == BasisStatus::at_lower ? work.lower[j] : work.upper[j];
    if (at == BasisStatus::free_zero) value = 0;
    // An integer program needs no basic point, and zeros make plans that read well.
    if (!work.linear() && work.cost[j] == 0) value = std::clamp(0.0, work.lower[j], work.upper[j]);
    if (std::isinf(value))
        work.status = PresolveStatus::unbounded_or_infeasible;
    else
        work.fix(j, value, at);
}

}  // namespace

std::int64_t remove_fixed_columns(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    for (std::int32_t j; (j = work.next_column(since)) >= 0;) {
        if (work.lower[j] == work.upper[j])
            work.fix(j);
        else if (work.matrix.column_size(j) == 0 && !work.keeps_every_plan())
            remove_empty(work, j);
        else
            continue;
        ++count;
    }
    return count;
}

void undo(const FixedColumn& step, const PostsolveStack& stack, Answer& answer) {
    answer.primal[step.column] = step.value;
    if (!answer.priced()) return;
    Sum reduced;
    reduced.add(step.cost);
    const Entries rows = stack.entries(step.rows);
    for (std::size_t k = 0; k < rows.size(); ++k)
        reduced.add_product(-rows.value[k], answer.dual[rows.index[k]]);
    answer.reduced[step.column] = reduced.value();
    answer.basis.column[step.column] = step.at;
    if (step.at == BasisStatus::basic)
        answer.basis.column[step.column] =
            reduced.value() >= 0 ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace tenon::ilp

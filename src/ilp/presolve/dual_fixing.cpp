// A column that nothing holds back. Where c_j >= 0 and no row can be broken by a smaller x_j,
// some optimum has x_j at its lower bound (c_j <= 0 and no larger x_j hurts: at its upper bound).
// Without that bound and with c_j != 0 the problem is unbounded or infeasible. A dual reduction.
#include <cmath>

#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

// Rows that a smaller (down) or larger (up) value of the column could break.
struct Locks {
    std::int32_t down = 0, up = 0;
};

Locks locks_of(const Workspace& work, std::int32_t column) {
    Locks out;
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

}  // namespace

std::int64_t fix_by_dual(Workspace& work, Cursor& since) {
    if (work.debug) return 0;
    std::int64_t count = 0;
    for (std::int32_t j; (j = work.next_column(since)) >= 0;) {
        const Locks locks = locks_of(work, j);
        if (locks.down == 0 && work.cost[j] >= 0) {
            if (!std::isinf(work.lower[j])) {
                work.fix(j, work.lower[j], BasisStatus::at_lower);
                ++count;
                continue;
            }
            if (work.cost[j] > 0) work.status = PresolveStatus::unbounded_or_infeasible;
        }
        if (locks.up == 0 && work.cost[j] <= 0) {
            if (!std::isinf(work.upper[j])) {
                work.fix(j, work.upper[j], BasisStatus::at_upper);
                ++count;
                continue;
            }
            if (work.cost[j] < 0) work.status = PresolveStatus::unbounded_or_infeasible;
        }
    }
    return count;
}

}  // namespace tenon::ilp

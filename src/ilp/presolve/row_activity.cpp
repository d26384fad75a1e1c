// What the box alone says about a row. With its activity a x in [min, max] over the bounds:
//
//   min > row_upper or max < row_lower       nothing is feasible;
//   max <= row_upper                         the upper side is redundant (likewise the lower);
//   min = row_upper                          forcing: every column stands where it gives min.
//
// A. Brearley, G. Mitra, H. Williams: Analysis of mathematical programming problems prior to
// applying the simplex algorithm, Mathematical Programming 8, 1975.
#include <cmath>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

void force(Workspace& work, std::int32_t row, bool at_min) {
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t j = work.matrix.column(e);
        if ((work.matrix.value(e) > 0) == at_min)
            work.drop_upper(j, work.lower[j]);
        else
            work.raise_lower(j, work.upper[j]);
    }
    work.remove_row(row);
}

}  // namespace

std::int64_t judge_rows(Workspace& work, std::int64_t since) {
    std::int64_t count = 0;
    const auto rows = static_cast<std::int32_t>(work.row_alive.size());
    for (std::int32_t i = 0; i < rows && !work.stopped(); ++i) {
        if (!work.row_alive[i] || work.row_changed[i] <= since) continue;
        double& low = work.row_lower[i];
        double& high = work.row_upper[i];
        const Activity box = work.activity(i);
        if (box.lowest() > high + scaled(feasibility_tolerance, high) ||
            box.highest() < low - scaled(feasibility_tolerance, low)) {
            work.infeasible();
            break;
        }
        if (!std::isinf(low) && box.lowest() >= low - scaled(reduction_tolerance, low)) {
            low = -infinity;
            ++count;
        }
        if (!std::isinf(high) && box.highest() <= high + scaled(reduction_tolerance, high)) {
            high = infinity;
            ++count;
        }
        if (std::isinf(low) && std::isinf(high)) {
            work.remove_row(i);
        } else if (box.lowest() >= high - scaled(reduction_tolerance, high)) {
            force(work, i, true);
            ++count;
        } else if (box.highest() <= low + scaled(reduction_tolerance, low)) {
            force(work, i, false);
            ++count;
        }
    }
    return count;
}

}  // namespace tenon::ilp

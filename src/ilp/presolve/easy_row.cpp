// Rows of no or one column.
//
//   no entry:   row_lower <= 0 <= row_upper   holds, and the row goes, or nothing is feasible;
//   one entry:  row_lower <= a x <= row_upper   is a pair of bounds on x.
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

std::int64_t remove_easy_rows(Workspace& work, std::int64_t since) {
    std::int64_t count = 0;
    const auto rows = static_cast<std::int32_t>(work.row_alive.size());
    for (std::int32_t i = 0; i < rows && !work.stopped(); ++i) {
        if (!work.row_alive[i] || work.row_changed[i] <= since || work.matrix.row_size(i) > 1)
            continue;
        if (work.matrix.row_size(i) == 0) {
            if (work.row_lower[i] > scaled(feasibility_tolerance, work.row_lower[i]) ||
                work.row_upper[i] < -scaled(feasibility_tolerance, work.row_upper[i]))
                work.infeasible();
        } else {
            const std::int32_t e = work.matrix.first_in_row(i);
            const double a = work.matrix.value(e);
            const std::int32_t j = work.matrix.column(e);
            const double low = (a > 0 ? work.row_lower[i] : work.row_upper[i]) / a;
            const double high = (a > 0 ? work.row_upper[i] : work.row_lower[i]) / a;
            work.raise_lower(j, low);
            if (!work.stopped()) work.drop_upper(j, high);
        }
        work.remove_row(i);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp

// Continuous columns that are integer in some optimum whatever the others do. If in every row of x
// all other columns are integer and, divided by x's coefficient, all other coefficients and the
// sides are integers, and the finite bounds of x are integers, then for fixed integer others x
// ranges over an interval with integer ends, one of which is best. Marking x gives cuts and the
// objective step more to work with. (T. Achterberg, R. Bixby, Z. Gu, E. Rothberg, D. Weninger:
// Presolve reductions in mixed integer programming, ZIB-Report 16-44, 2016.)
#include <cmath>

#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

namespace {

bool integer_or_infinite(double x) {
    return std::isinf(x) || x == std::round(x);
}

bool integral_without(const Workspace& work, std::int32_t row, std::int32_t column, double a) {
    work.charge(work.matrix.row_size(row));
    if (!integer_or_infinite(work.row_lower[row] / a)) return false;
    if (!integer_or_infinite(work.row_upper[row] / a)) return false;
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t k = work.matrix.column(e);
        if (k == column) continue;
        const double ratio = work.matrix.value(e) / a;
        if (!work.integer[k] || ratio != std::round(ratio)) return false;
    }
    return true;
}

}  // namespace

std::int64_t mark_implied_integers(Workspace& work, Cursor& since) {
    if (work.debug) return 0;  // the watched optimum may have another one's fractions
    std::int64_t count = 0;
    for (std::int32_t j; (j = work.next_column(since)) >= 0;) {
        if (work.integer[j]) continue;
        if (!integer_or_infinite(work.lower[j]) || !integer_or_infinite(work.upper[j])) continue;
        bool integral = work.matrix.column_size(j) > 0;
        for (std::int32_t e = work.matrix.first_in_column(j); e != EntryLists::none && integral;
             e = work.matrix.next_in_column(e))
            integral = integral_without(work, work.matrix.row(e), j, work.matrix.value(e));
        if (!integral) continue;
        work.integer[j] = 1;
        work.touch_column(j);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp

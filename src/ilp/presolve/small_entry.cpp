// Coefficient clean-up. An entry a of a row whose term  a x,  x in [l, u],  moves by less than what
// rounding may do to the row, and that is nothing beside the row's largest entry, is replaced by
// its value at the middle of the box. Substitutions leave such entries behind; as pivots they would
// blow up errors.
//
// Nothing comes back: prices and statuses stay, and the reduced cost of x is off by a times the
// price of the row.
//
// (As the clean-up of T. Achterberg, R. Bixby, Z. Gu, E. Rothberg, D. Weninger: Presolve reductions
// in mixed integer programming, ZIB-Report 16-44, 2016, ch. 3.)
#include <algorithm>
#include <cmath>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Beside the row's largest entry, and for the term beside its sides.
constexpr double small_entry = 1e-9;
constexpr double small_term = 1e-12;

bool is_small(const Workspace& work, std::int32_t row, std::int32_t e, double largest) {
    const double a = std::fabs(work.matrix.value(e));
    if (a > small_entry * largest) return false;
    const std::int32_t j = work.matrix.column(e);
    double side = infinity;  // the finite one, or the smaller
    for (const double s : {work.row_lower[row], work.row_upper[row]})
        side = std::min(side, std::fabs(s));
    return a * (work.upper[j] - work.lower[j]) <= scaled(small_term, std::isinf(side) ? 0 : side);
}

void drop(Workspace& work, std::int32_t row, std::int32_t e) {
    const std::int32_t j = work.matrix.column(e);
    const double term = work.matrix.value(e) * 0.5 * (work.lower[j] + work.upper[j]);
    if (!std::isinf(work.row_lower[row])) work.row_lower[row] -= term;
    if (!std::isinf(work.row_upper[row])) work.row_upper[row] -= term;
    work.columns_changed.touch(j);
    work.matrix.remove(e);
    work.touch_row(row);
}

}  // namespace

std::int64_t drop_small_entries(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        const double largest = work.activity(i).largest;
        if (work.activity(i).smallest > small_entry * largest) continue;
        for (std::int32_t e = work.matrix.first_in_row(i); e != EntryLists::none;) {
            const std::int32_t next = work.matrix.next_in_row(e);
            if (is_small(work, i, e, largest)) {
                drop(work, i, e);
                ++count;
            }
            e = next;
        }
    }
    return count;
}

}  // namespace tenon::ilp

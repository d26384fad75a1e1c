// Rows of integer columns only. Divided by the greatest common step g of its coefficients such a
// row has integer activity, so that
//
//   row_lower <= g k' x <= row_upper   <=>   ceil(row_lower / g) <= k' x <= floor(row_upper / g),
//
// which may be tighter, or show that an equation has no integer solution. (Euclidean reduction: K.
// L. Hoffman, M. Padberg: Improving LP-representations of zero-one linear programs for
// branch-and-cut, ORSA Journal on Computing 3, 1991.)
#include <cmath>
#include <vector>

#include "ilp/presolve/integral_scale.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A smaller step would stretch the rounding tolerance over a whole unit.
constexpr double least_step = 1e-3;
// Of a step; a tenth of what makes an integer of a number.
constexpr double largest_drift = 1e-7;

bool read_integer_row(const Workspace& work, std::int32_t row, std::vector<double>& values,
                      std::vector<double>& reach) {
    values.clear();
    reach.clear();
    work.charge(work.matrix.row_size(row));
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t j = work.matrix.column(e);
        if (!work.integer[j]) return false;
        reach.push_back(std::fmax(std::fabs(work.lower[j]), std::fabs(work.upper[j])));
        values.push_back(work.matrix.value(e));
    }
    return !values.empty();
}

}  // namespace

std::int64_t round_integer_rows(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    std::vector<double> values, reach;
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        if (!read_integer_row(work, i, values, reach)) continue;
        const std::optional<double> step = common_step(values);
        if (!step || *step < least_step) continue;
        const double drift = drift_from_step(values, reach, *step);
        if (drift > largest_drift * *step) continue;
        const double g = *step;
        const double low = ceil_integer(work.row_lower[i] / g, g);
        const double high = floor_integer(work.row_upper[i] / g, g);
        // Multiples that are not exact cannot tell sides this near to one of them apart.
        if (drift > 0 && (low != ceil_integer(work.row_lower[i] / g) ||
                          high != floor_integer(work.row_upper[i] / g)))
            continue;
        if (low > high) {
            work.infeasible();
            break;
        }
        const bool same = g == 1 && low == work.row_lower[i] && high == work.row_upper[i];
        if (same) continue;
        bool scaled_entries = false;
        for (std::int32_t e = work.matrix.first_in_row(i); e != EntryLists::none;
             e = work.matrix.next_in_row(e)) {
            const double multiple = std::round(work.matrix.value(e) / g);
            scaled_entries = scaled_entries || multiple != work.matrix.value(e);
            work.matrix.set_value(e, multiple);
        }
        if (!scaled_entries && low == work.row_lower[i] && high == work.row_upper[i]) continue;
        work.row_lower[i] = low;
        work.row_upper[i] = high;
        work.touch_row(i);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp

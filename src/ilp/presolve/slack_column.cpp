// A continuous column that stands in one row only is a slack of that row.
//
//   equation  a x + rest = b:       rest lies in b - a [l, u]; the cost c x = c (b - rest) / a
//   moves
//                                   to the other columns;
//   inequality, cost zero:          rest lies in [row_lower, row_upper] - a [l, u].
//
// Coming back, x is read off the row. An integer column may go the same way when the cost is zero
// or the row an equation, if a divides every other coefficient and side and all its fellows are
// integer.
#include <cmath>
#include <vector>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A slack with a much smaller coefficient than its row would be read off with a large error.
constexpr double least_pivot = 1e-3;

struct Row {
    std::vector<std::int32_t> index;
    std::vector<double> value;
};

bool read_others(const Workspace& work, std::int32_t row, std::int32_t column, double a, Row& out) {
    out.index.clear();
    out.value.clear();
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t k = work.matrix.column(e);
        if (k == column) continue;
        const double ratio = work.matrix.value(e) / a;
        if (std::fabs(ratio) > 1 / least_pivot) return false;
        if (work.integer[column] && (!work.integer[k] || ratio != std::round(ratio))) return false;
        out.index.push_back(k);
        out.value.push_back(work.matrix.value(e));
    }
    return true;
}

double minus(double side, double term) {
    return std::isinf(side) ? side : side - term;  // an infinite side stays what it is
}

bool integral_sides(const Workspace& work, std::int32_t row, double a) {
    for (const double side : {work.row_lower[row], work.row_upper[row]})
        if (!std::isinf(side) && side / a != std::round(side / a)) return false;
    return true;
}

}  // namespace

std::int64_t absorb_slacks(Workspace& work, std::int64_t since) {
    std::int64_t count = 0;
    Row others;
    const auto columns = static_cast<std::int32_t>(work.column_alive.size());
    for (std::int32_t j = 0; j < columns; ++j) {
        if (!work.column_alive[j] || work.column_changed[j] <= since) continue;
        if (work.matrix.column_size(j) != 1 || work.lower[j] == work.upper[j]) continue;
        const std::int32_t e = work.matrix.first_in_column(j);
        const std::int32_t i = work.matrix.row(e);
        const double a = work.matrix.value(e);
        const double low = work.row_lower[i], high = work.row_upper[i];
        if (work.cost[j] != 0 && low != high) continue;
        if (work.matrix.row_size(i) < 2 || !read_others(work, i, j, a, others)) continue;
        if (work.integer[j] && !integral_sides(work, i, a)) continue;
        work.undo.from_row(j, a, work.lower[j], work.upper[j], low, high, work.integer[j] != 0,
                           others.index, others.value);
        if (work.cost[j] != 0) {
            const double rate = work.cost[j] / a;
            work.offset += rate * low;
            for (std::size_t k = 0; k < others.index.size(); ++k) {
                double& cost = work.cost[others.index[k]];
                const double before = std::fabs(cost);
                cost -= rate * others.value[k];
                if (std::fabs(cost) <= coefficient_noise * before) cost = 0;
                work.column_changed[others.index[k]] = ++work.clock;
            }
        }
        const double at_low = a > 0 ? work.lower[j] : work.upper[j];
        const double at_high = a > 0 ? work.upper[j] : work.lower[j];
        work.row_lower[i] = std::isinf(at_high) ? -infinity : minus(low, a * at_high);
        work.row_upper[i] = std::isinf(at_low) ? infinity : minus(high, a * at_low);
        work.remove_column(j);
        work.touch_row(i);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp

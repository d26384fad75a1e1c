// Equations of two columns: a x + b y = c gives x = c/a - (b/a) y. The bounds of x go over to y,
// every row and the cost that hold x take up y instead, and the equation goes. Where x is integer,
// y must be integer too and b/a and c/a integers, so that x is one by itself.
#include <cmath>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// A larger ratio would carry the error of y into x visibly.
constexpr double largest_ratio = 1e3;
// Rewriting long columns costs more than the row is worth.
constexpr std::int32_t longest_column = 50;

bool may_eliminate(const Workspace& work, std::int32_t x, double a, std::int32_t y, double b,
                   double c) {
    if (work.lower[x] == work.upper[x] || work.matrix.column_size(x) > longest_column) return false;
    const double ratio = b / a;
    if (std::fabs(ratio) > largest_ratio || std::fabs(ratio) < 1 / largest_ratio) return false;
    if (!work.integer[x]) return true;
    return work.integer[y] && ratio == std::round(ratio) && c / a == std::round(c / a);
}

void bound_by(Workspace& work, std::int32_t y, double base, double slope, double lower,
              double upper) {
    // base + slope y in [lower, upper]
    const double one = (lower - base) / slope, other = (upper - base) / slope;
    work.raise_lower(y, slope > 0 ? one : other);
    if (!work.stopped()) work.drop_upper(y, slope > 0 ? other : one);
}

void substitute(Workspace& work, std::int32_t x, std::int32_t y, double base, double slope) {
    for (std::int32_t e = work.matrix.first_in_column(x); e != EntryLists::none;) {
        const std::int32_t next = work.matrix.next_in_column(e);
        const std::int32_t i = work.matrix.row(e);
        const double a = work.matrix.value(e);
        if (!std::isinf(work.row_lower[i])) work.row_lower[i] -= a * base;
        if (!std::isinf(work.row_upper[i])) work.row_upper[i] -= a * base;
        const std::int32_t own = work.matrix.find(i, y);
        if (own == EntryLists::none) {
            work.matrix.add(i, y, a * slope);
        } else {
            const double before = std::fabs(work.matrix.value(own)) + std::fabs(a * slope);
            const double sum = work.matrix.value(own) + a * slope;
            if (std::fabs(sum) <= coefficient_noise * before)
                work.matrix.remove(own);
            else
                work.matrix.set_value(own, sum);
        }
        work.touch_row(i);
        e = next;
    }
    const double before = std::fabs(work.cost[y]) + std::fabs(work.cost[x] * slope);
    work.offset += work.cost[x] * base;
    work.cost[y] += work.cost[x] * slope;
    if (std::fabs(work.cost[y]) <= coefficient_noise * before) work.cost[y] = 0;
    work.remove_column(x);
    work.touch_column(y);
}

}  // namespace

std::int64_t substitute_doubletons(Workspace& work, std::int64_t since) {
    std::int64_t count = 0;
    const auto rows = static_cast<std::int32_t>(work.row_alive.size());
    for (std::int32_t i = 0; i < rows && !work.stopped(); ++i) {
        if (!work.row_alive[i] || work.row_changed[i] <= since) continue;
        if (work.matrix.row_size(i) != 2 || work.row_lower[i] != work.row_upper[i]) continue;
        std::int32_t e = work.matrix.first_in_row(i);
        std::int32_t f = work.matrix.next_in_row(e);
        // Continuous columns first, then the shorter one.
        if (work.integer[work.matrix.column(e)] > work.integer[work.matrix.column(f)] ||
            (work.integer[work.matrix.column(e)] == work.integer[work.matrix.column(f)] &&
             work.matrix.column_size(work.matrix.column(e)) >
                 work.matrix.column_size(work.matrix.column(f))))
            std::swap(e, f);
        std::int32_t x = work.matrix.column(e), y = work.matrix.column(f);
        double a = work.matrix.value(e), b = work.matrix.value(f);
        const double c = work.row_lower[i];
        if (!may_eliminate(work, x, a, y, b, c)) {
            std::swap(x, y);
            std::swap(a, b);
            if (!may_eliminate(work, x, a, y, b, c)) continue;
        }
        if (work.lower[y] == work.upper[y]) continue;
        work.undo.from_row(x, a, work.lower[x], work.upper[x], c, c, work.integer[x] != 0, {&y, 1},
                           {&b, 1});
        work.remove_row(i);
        bound_by(work, y, c / a, -b / a, work.lower[x], work.upper[x]);
        if (work.stopped()) break;
        substitute(work, x, y, c / a, -b / a);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp

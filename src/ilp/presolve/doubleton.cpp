// Equations of two columns: a x + b y = c gives x = c/a - (b/a) y. The bounds of x go over to y,
// every row and the cost that hold x take up y instead, and the equation goes. Where x is integer,
// y must be integer too and b/a and c/a integers, so that x is one by itself.
//
// Coming back, x is basic and the price of the equation makes its reduced cost zero; unless y rests
// at a bound that was x's. Then x rests at its bound and y is basic: with d the reduced cost that y
// had, the price is d/b more and x has the reduced cost -(a/b) d.
//
// (E. D. Andersen, K. D. Andersen: Presolving in linear programming, Math. Programming 71, 1995.)
#include <algorithm>
#include <cmath>
#include <utility>

#include "base/sum.hpp"
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

struct BoundsTaken {
    bool lower = false, upper = false;
};

// y takes what base + slope y in [lower, upper] asks for.
BoundsTaken bound_by(Workspace& work, std::int32_t y, double base, double slope, double lower,
                     double upper) {
    const double one = (lower - base) / slope, other = (upper - base) / slope;
    BoundsTaken taken;
    taken.lower = work.raise_lower(y, slope > 0 ? one : other, slope);
    if (!work.stopped()) taken.upper = work.drop_upper(y, slope > 0 ? other : one, slope);
    return taken;
}

// The equation read as a x + b y = c.
struct Equation {
    std::int32_t row, x, y;
    double a, b, c;
};

void eliminate(Workspace& work, const Equation& eq) {
    const std::int32_t x = eq.x, y = eq.y;
    const double base = eq.c / eq.a, slope = -eq.b / eq.a;
    DoubletonEquation step{eq.row,
                           x,
                           y,
                           eq.a,
                           eq.b,
                           eq.c,
                           work.lower[x],
                           work.upper[x],
                           work.cost[x],
                           work.integer[x] != 0,
                           false,
                           false,
                           {}};
    if (work.linear()) step.rows = work.undo.keep_column(work.matrix, x, eq.row);
    work.remove_row(eq.row);
    const BoundsTaken taken = bound_by(work, y, base, slope, step.lower, step.upper);
    step.lower_from_x = taken.lower;
    step.upper_from_x = taken.upper;
    work.undo.push(step);
    if (!work.stopped()) work.substitute(x, eq.a, eq.c, {{&y, 1}, {&eq.b, 1}});
}

// False if neither column may go.
bool choose(const Workspace& work, std::int32_t row, Equation& eq) {
    std::int32_t e = work.matrix.first_in_row(row);
    std::int32_t f = work.matrix.next_in_row(e);
    // Continuous columns first, then the shorter one.
    const std::int32_t one = work.matrix.column(e), other = work.matrix.column(f);
    if (work.integer[one] > work.integer[other] ||
        (work.integer[one] == work.integer[other] &&
         work.matrix.column_size(one) > work.matrix.column_size(other)))
        std::swap(e, f);
    for (int turn = 0; turn < 2; ++turn, std::swap(e, f)) {
        eq = {row,
              work.matrix.column(e),
              work.matrix.column(f),
              work.matrix.value(e),
              work.matrix.value(f),
              work.row_lower[row]};
        if (may_eliminate(work, eq.x, eq.a, eq.y, eq.b, eq.c))
            return work.lower[eq.y] != work.upper[eq.y];
    }
    return false;
}

}  // namespace

std::int64_t substitute_doubletons(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    Equation eq{};
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        if (work.matrix.row_size(i) != 2 || work.row_lower[i] != work.row_upper[i]) continue;
        if (!choose(work, i, eq)) continue;
        eliminate(work, eq);
        ++count;
    }
    return count;
}

void undo(const DoubletonEquation& step, const PostsolveStack& stack, Answer& answer) {
    Sum rest;
    rest.add(step.right);
    rest.add_product(-step.other_coefficient, answer.primal[step.y]);
    double& x = answer.primal[step.x];
    x = rest.value() / step.coefficient;
    if (step.integer) x = std::round(x);
    x = std::clamp(x, step.lower, step.upper);
    if (!answer.priced()) return;

    Sum cost;
    cost.add(step.cost);
    const Entries rows = stack.entries(step.rows);
    for (std::size_t k = 0; k < rows.size(); ++k)
        cost.add_product(-rows.value[k], answer.dual[rows.index[k]]);
    double& price = answer.dual[step.row];
    price = cost.value() / step.coefficient;
    answer.reduced[step.x] = 0;
    answer.basis.column[step.x] = BasisStatus::basic;
    answer.basis.row[step.row] = price >= 0 ? BasisStatus::at_lower : BasisStatus::at_upper;

    BasisStatus& y = answer.basis.column[step.y];
    const bool at_lower = y == BasisStatus::at_lower && step.lower_from_x;
    const bool at_upper = y == BasisStatus::at_upper && step.upper_from_x;
    if (!at_lower && !at_upper) return;
    double& d = answer.reduced[step.y];
    price += d / step.other_coefficient;
    answer.reduced[step.x] = -step.coefficient / step.other_coefficient * d;
    d = 0;
    y = BasisStatus::basic;
    const bool rising = step.coefficient * step.other_coefficient < 0;  // x rises with y
    answer.basis.column[step.x] =
        at_lower == rising ? BasisStatus::at_lower : BasisStatus::at_upper;
    x = at_lower == rising ? step.lower : step.upper;
}

}  // namespace tenon::ilp

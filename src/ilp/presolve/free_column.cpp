// A column whose bounds can never bind, because some row of it holds it within them whatever the
// others do, is free in effect. An equation  a x + rest = b  of it then defines it: x goes out of
// all rows and the cost, and the equation with it, as long as that brings few new entries.
//
// If x stands in one row only, its reduced cost c - a y must be zero: y = c / a, and the sign of y
// says at which side an inequality stands, so that it may be taken for an equation.
//
// Coming back, x is basic and read off the equation, whose price makes its reduced cost zero.
//
// E. Andersen, K. Andersen: Presolving in linear programming, Mathematical Programming 71, 1995
// (implied free column singletons); T. Achterberg et al., ZIB-Report 16-44, 2016 (aggregation).
#include <algorithm>
#include <cmath>

#include "base/sum.hpp"
#include "ilp/presolve/implied_bounds.hpp"
#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Longer columns fill in too much, and testing them costs more than they bring.
constexpr std::int32_t longest_column = 16;
// A change in a longer row is no reason to look at all its columns again.
constexpr std::int32_t longest_row = 100;
// A pivot smaller than this share of the row's largest entry carries errors into x.
constexpr double least_pivot = 1e-2;
// New entries beyond those that go.
constexpr std::int64_t most_fill = 10;

bool is_implied_free(Workspace& work, std::int32_t j) {
    const double lower = work.lower[j] - scaled(reduction_tolerance, work.lower[j]);
    const double upper = work.upper[j] + scaled(reduction_tolerance, work.upper[j]);
    bool low = std::isinf(lower), high = std::isinf(upper);
    for (std::int32_t e = work.matrix.first_in_column(j); e != EntryLists::none && !(low && high);
         e = work.matrix.next_in_column(e)) {
        const Interval rows = implied_interval(work, work.matrix.row(e), j, work.matrix.value(e));
        low = low || rows.low >= lower;
        high = high || rows.high <= upper;
    }
    return low && high;
}

// The side of an inequality that y = c / a says it stands at; none where it has no such side.
double binding_side(const Workspace& work, std::int32_t row, double price) {
    if (work.row_lower[row] == work.row_upper[row]) return work.row_lower[row];
    if (price == 0) return infinity;
    return price > 0 ? work.row_lower[row] : work.row_upper[row];
}

// The shortest row that may define x_j, as its entry; none if there is none.
std::int32_t defining_entry(Workspace& work, std::int32_t j) {
    const std::int64_t others = work.matrix.column_size(j) - 1;
    std::int32_t best = EntryLists::none;
    std::int64_t shortest = 0;
    for (std::int32_t e = work.matrix.first_in_column(j); e != EntryLists::none;
         e = work.matrix.next_in_column(e)) {
        const std::int32_t i = work.matrix.row(e);
        const std::int64_t length = work.matrix.row_size(i);
        const double price = others == 0 ? work.cost[j] / work.matrix.value(e) : 0;
        if (length < 2 || std::isinf(binding_side(work, i, price))) continue;
        if (best != EntryLists::none && length >= shortest) continue;
        if (others * (length - 1) - (others + length) > most_fill) continue;
        if (std::fabs(work.matrix.value(e)) < least_pivot * work.activity(i).largest) continue;
        best = e;
        shortest = length;
    }
    return best;
}

void eliminate(Workspace& work, std::int32_t j, std::int32_t entry) {
    const std::int32_t i = work.matrix.row(entry);
    const double a = work.matrix.value(entry), cost = work.cost[j];
    const double right = binding_side(work, i, cost / a);
    const Stretch rows = work.undo.keep_column(work.matrix, j, i);
    const Stretch columns = work.undo.keep_row(work.matrix, i, j);
    work.undo.push(FreeColumn{i, j, a, right, cost, rows, columns});
    work.remove_row(i);
    work.substitute(j, a, right, work.undo.entries(columns));
}

}  // namespace

// Columns that changed, and those of rows that did: a shorter row or a tighter activity may be what
// was missing.
std::int64_t substitute_free_columns(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    const auto consider = [&](std::int32_t j) {
        // An integer read off a row need not be one; and rows of flows should stay what they are to
        // cuts, so that integer programs lose only slacks.
        if (work.integer[j] || (!work.linear() && work.matrix.column_size(j) != 1)) return false;
        if (work.lower[j] == work.upper[j] || work.matrix.column_size(j) > longest_column)
            return false;
        work.charge(work.matrix.column_size(j));
        const std::int32_t entry = defining_entry(work, j);
        if (entry == EntryLists::none || !is_implied_free(work, j)) return false;
        eliminate(work, j, entry);
        ++count;
        return true;
    };
    const bool all_columns = since.column == 0;
    for (std::int32_t j; (j = work.next_column(since)) >= 0;) consider(j);
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        if (all_columns || work.matrix.row_size(i) > longest_row) continue;
        for (std::int32_t e = work.matrix.first_in_row(i); e != EntryLists::none;
             e = work.matrix.next_in_row(e))
            if (consider(work.matrix.column(e))) break;  // the row has changed and comes again
    }
    return count;
}

void undo(const FreeColumn& step, const PostsolveStack& stack, Answer& answer) {
    Sum rest;
    rest.add(step.right);
    const Entries others = stack.entries(step.others);
    for (std::size_t k = 0; k < others.size(); ++k)
        rest.add_product(-others.value[k], answer.primal[others.index[k]]);
    answer.primal[step.column] = rest.value() / step.coefficient;
    if (!answer.priced()) return;
    Sum cost;
    cost.add(step.cost);
    const Entries rows = stack.entries(step.rows);
    for (std::size_t k = 0; k < rows.size(); ++k)
        cost.add_product(-rows.value[k], answer.dual[rows.index[k]]);
    const double price = cost.value() / step.coefficient;
    answer.dual[step.row] = price;
    answer.reduced[step.column] = 0;
    answer.basis.column[step.column] = BasisStatus::basic;
    answer.basis.row[step.row] = price >= 0 ? BasisStatus::at_lower : BasisStatus::at_upper;
}

}  // namespace tenon::ilp

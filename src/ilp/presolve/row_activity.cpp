// What the box alone says about a row. With its activity a x in [min, max] over the bounds:
//
//   min > row_upper or max < row_lower       nothing is feasible;
//   max <= row_upper                         the upper side is redundant (likewise the lower);
//   min = row_upper                          forcing: every column stands where it gives min.
//
// Coming back, a redundant row is basic with price zero. The price of a forcing row must turn the
// reduced costs d of its columns, which may have any sign, into ones that hold them where they are:
//
//   min = row_upper:  y = min(0, min_k d_k / a_k),   max = row_lower:  y = max(0, max_k d_k / a_k),
//
// and where it is not zero the column k that decides it becomes basic and the row nonbasic.
//
// A. Brearley, G. Mitra, H. Williams: Analysis of mathematical programming problems prior to
// applying the simplex algorithm, Mathematical Programming 8, 1975.
#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/presolve/reductions.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

// Columns go one by one: where the box of one is changed on the way, the sums of others stay.
void force(Workspace& work, std::int32_t row, bool at_min, std::vector<std::int32_t>& columns) {
    if (work.linear())
        work.undo.push(ForcingRow{row, at_min, work.undo.keep_row(work.matrix, row)});
    columns.clear();
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const bool at_lower = (work.matrix.value(e) > 0) == at_min;
        columns.push_back(at_lower ? work.matrix.column(e) : ~work.matrix.column(e));
    }
    work.remove_row(row);
    for (const std::int32_t j : columns) {
        if (j >= 0)
            work.fix(j, work.lower[j], BasisStatus::at_lower);
        else
            work.fix(~j, work.upper[~j], BasisStatus::at_upper);
    }
}

// Of the largest term of a row: what its sum rounds away.
constexpr double sum_rounding = 4e-16;

// Whether every column of a row that stands `gap` from its side must stay where it is: a step of an
// integer one, and more than a reduction may miss of a continuous one, would take the row past it.
bool holds_all(const Workspace& work, std::int32_t row, const Activity& box, double gap) {
    const double slack = std::max(0.0, gap) + sum_rounding * box.size;
    for (std::int32_t e = work.matrix.first_in_row(row); e != EntryLists::none;
         e = work.matrix.next_in_row(e)) {
        const std::int32_t j = work.matrix.column(e);
        const double range = work.upper[j] - work.lower[j];
        const double step =
            work.integer[j] ? 1
                            : scaled(reduction_tolerance,
                                     std::max(std::fabs(work.lower[j]), std::fabs(work.upper[j])));
        if (range > 0 && std::fabs(work.matrix.value(e)) * std::min(step, range) <= slack)
            return false;
    }
    return true;
}

}  // namespace

std::int64_t judge_rows(Workspace& work, Cursor& since) {
    std::int64_t count = 0;
    std::vector<std::int32_t> columns;
    work.refresh_activities();
    for (std::int32_t i; (i = work.next_row(since)) >= 0;) {
        double& low = work.row_lower[i];
        double& high = work.row_upper[i];
        const Activity& box = work.activity(i);
        if (box.lowest() > high + scaled(feasibility_tolerance, high) ||
            box.highest() < low - scaled(feasibility_tolerance, low)) {
            work.infeasible();
            break;
        }
        const auto room = [&](double side) {
            const double relative = scaled(reduction_tolerance, side);
            if (work.linear()) return relative;
            return std::min(relative, integer_reduction_room(std::max(box.size, std::fabs(side))));
        };
        if (!std::isinf(low) && box.lowest() >= low - room(low)) {
            low = -infinity;
            ++count;
        }
        if (!std::isinf(high) && box.highest() <= high + room(high)) {
            high = infinity;
            ++count;
        }
        if (std::isinf(low) && std::isinf(high)) {
            work.drop_row(i);
        } else if (box.lowest() >= high - room(high)) {
            if (!work.linear() && !holds_all(work, i, box, high - box.lowest())) continue;
            force(work, i, true, columns);
            ++count;
        } else if (box.highest() <= low + room(low)) {
            if (!work.linear() && !holds_all(work, i, box, box.highest() - low)) continue;
            force(work, i, false, columns);
            ++count;
        }
    }
    return count;
}

void undo(const ForcingRow& step, const PostsolveStack& stack, Answer& answer) {
    if (!answer.priced()) return;
    const Entries entries = stack.entries(step.columns);
    double price = 0;
    std::int32_t decides = -1;
    for (std::size_t k = 0; k < entries.size(); ++k) {
        const double rate = answer.reduced[entries.index[k]] / entries.value[k];
        if (step.at_upper ? rate >= price : rate <= price) continue;
        price = rate;
        decides = entries.index[k];
    }
    answer.dual[step.row] = price;
    answer.basis.row[step.row] = BasisStatus::basic;
    if (decides < 0) return;
    for (std::size_t k = 0; k < entries.size(); ++k)
        answer.reduced[entries.index[k]] -= entries.value[k] * price;
    answer.reduced[decides] = 0;
    answer.basis.column[decides] = BasisStatus::basic;
    answer.basis.row[step.row] = step.at_upper ? BasisStatus::at_upper : BasisStatus::at_lower;
}

}  // namespace tenon::ilp

// One column written through others in every row and in the cost:
//
//   x_j = base + sum slope_k x_k,   base = right / a,   slope_k = -value_k / a,
//
// from the equation  a x_j + sum value_k x_k = right, which its caller has taken out before.
#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/presolve/workspace.hpp"

namespace tenon::ilp {

void Workspace::add_to_entry(std::int32_t entry, double change) {
    const double before = matrix.value(entry);
    const double sum = before + change;
    if (std::fabs(sum) <= coefficient_noise * (std::fabs(before) + std::fabs(change)))
        matrix.remove(entry);
    else
        matrix.set_value(entry, sum);
}

// Writes own * x_j of a row through the others. The entries that are there already are found by
// walking the row, or the columns of the others where they are shorter.
void Workspace::substitute_in_row(std::int32_t row, double own, double a, const Entries& others) {
    ++stamp_;
    // -value / a first: it is exact where an integer column is written through integer ones.
    const auto change = [&](std::size_t k) { return own * (-others.value[k] / a); };
    std::int64_t columns = 0;
    for (const std::int32_t k : others.index) columns += matrix.column_size(k);
    spend(std::min<std::int64_t>(columns, matrix.row_size(row)) +
          static_cast<std::int64_t>(others.size()));
    const auto meet = [&](std::int32_t entry) {
        const std::int32_t k = place_[matrix.column(entry)];
        if (k < 0) return;
        met_[k] = stamp_;
        add_to_entry(entry, change(static_cast<std::size_t>(k)));
    };
    if (columns < matrix.row_size(row)) {
        for (const std::int32_t k : others.index) {
            std::int32_t e = matrix.first_in_column(k);
            while (e != EntryLists::none && matrix.row(e) != row) e = matrix.next_in_column(e);
            if (e != EntryLists::none) meet(e);
        }
    } else {
        for (std::int32_t e = matrix.first_in_row(row); e != EntryLists::none;) {
            const std::int32_t next = matrix.next_in_row(e);
            meet(e);
            e = next;
        }
    }
    for (std::size_t k = 0; k < others.size(); ++k)
        if (met_[k] != stamp_) matrix.add(row, others.index[k], change(k));
    touch_row(row);
}

void Workspace::substitute(std::int32_t j, double a, double right, const Entries& others) {
    const double base = right / a;
    place_.resize(column_alive.size(), -1);
    met_.resize(std::max(met_.size(), others.size()), 0);
    for (std::size_t k = 0; k < others.size(); ++k)
        place_[others.index[k]] = static_cast<std::int32_t>(k);
    for (std::int32_t e = matrix.first_in_column(j); e != EntryLists::none;
         e = matrix.next_in_column(e)) {
        const std::int32_t row = matrix.row(e);
        const double own = matrix.value(e);
        if (!std::isinf(row_lower[row])) row_lower[row] -= own * base;
        if (!std::isinf(row_upper[row])) row_upper[row] -= own * base;
        substitute_in_row(row, own, a, others);
    }
    offset += cost[j] * base;
    for (std::size_t k = 0; k < others.size(); ++k) {
        double& c = cost[others.index[k]];
        const double change = cost[j] * (-others.value[k] / a);
        const double before = std::fabs(c) + std::fabs(change);
        c += change;
        if (std::fabs(c) <= coefficient_noise * before) c = 0;
        place_[others.index[k]] = -1;
        columns_changed.touch(others.index[k]);
    }
    remove_column(j);
}

}  // namespace tenon::ilp

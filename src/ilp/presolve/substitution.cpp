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

void Workspace::substitute(std::int32_t j, double a, double right, const Entries& others) {
    const double base = right / a;
    place_.resize(column_alive.size(), -1);
    met_.assign(std::max(met_.size(), others.size()), 0);
    for (std::size_t k = 0; k < others.size(); ++k)
        place_[others.index[k]] = static_cast<std::int32_t>(k);
    std::int32_t stamp = 0;
    for (std::int32_t e = matrix.first_in_column(j); e != EntryLists::none;
         e = matrix.next_in_column(e)) {
        const std::int32_t row = matrix.row(e);
        const double own = matrix.value(e);
        if (!std::isinf(row_lower[row])) row_lower[row] -= own * base;
        if (!std::isinf(row_upper[row])) row_upper[row] -= own * base;
        ++stamp;
        for (std::int32_t f = matrix.first_in_row(row); f != EntryLists::none;) {
            const std::int32_t next = matrix.next_in_row(f);
            const std::int32_t k = place_[matrix.column(f)];
            if (k >= 0) {
                met_[k] = stamp;
                add_to_entry(f, own * (-others.value[k] / a));
            }
            f = next;
        }
        for (std::size_t k = 0; k < others.size(); ++k)
            if (met_[k] != stamp) matrix.add(row, others.index[k], own * (-others.value[k] / a));
        touch_row(row);
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

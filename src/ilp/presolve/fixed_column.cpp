// Columns whose bounds have met, or that stand in no row.
//
//   lower = upper:           the value goes into the sides of the rows and the offset;
//   no entry, cost c:        the bound that c prefers, zero or the bound nearest to it if c = 0.
#include <algorithm>
#include <cmath>

#include "ilp/presolve/reductions.hpp"

namespace tenon::ilp {

std::int64_t remove_fixed_columns(Workspace& work, std::int64_t since) {
    std::int64_t count = 0;
    const auto columns = static_cast<std::int32_t>(work.column_alive.size());
    for (std::int32_t j = 0; j < columns && !work.stopped(); ++j) {
        if (!work.column_alive[j] || work.column_changed[j] <= since) continue;
        double value = work.lower[j];
        if (work.lower[j] != work.upper[j]) {
            if (work.matrix.column_size(j) > 0 || work.debug) continue;
            value = std::clamp(0.0, work.lower[j], work.upper[j]);
            if (work.cost[j] > 0) value = work.lower[j];
            if (work.cost[j] < 0) value = work.upper[j];
            if (std::isinf(value)) {
                work.status = PresolveStatus::unbounded_or_infeasible;
                break;
            }
        }
        work.fix(j, value);
        ++count;
    }
    return count;
}

}  // namespace tenon::ilp

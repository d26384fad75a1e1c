// The activities of rows: of one by its list, of many in one sweep over the columns, whose entries
// lie beside each other in memory; lists of long rows jump from one end of it to the other.
#include <algorithm>
#include <cmath>
#include <vector>

#include "base/sum.hpp"
#include "ilp/presolve/workspace.hpp"

namespace tenon::ilp {

namespace {

// The sweep is worth while where rows with so large a share of the entries are out of date.
constexpr std::int64_t least_share = 4;

struct Building {
    Activity box;
    Sum low, high;

    void add(double a, double lower, double upper) {
        box.smallest = std::min(box.smallest, std::fabs(a));
        box.largest = std::max(box.largest, std::fabs(a));
        box.span = std::max(box.span, std::fabs(a) * (upper - lower));
        add_end(a * (a > 0 ? lower : upper), box.min_infinite, low);
        add_end(a * (a > 0 ? upper : lower), box.max_infinite, high);
    }
    void add_end(double term, int& infinite, Sum& sum) {
        if (std::isinf(term)) {
            ++infinite;
        } else {
            sum.add(term);
            box.size = std::max(box.size, std::fabs(term));
        }
    }
    Activity finish() {
        box.min = low.value();
        box.max = high.value();
        box.min_rest = low.rest();
        box.max_rest = high.rest();
        return box;
    }
};

}  // namespace

const Activity& Workspace::activity(std::int32_t row) {
    if (activity_current_[row] != 0) return activity_[row];
    spend(matrix.row_size(row));
    Building building;
    for (std::int32_t e = matrix.first_in_row(row); e != EntryLists::none;
         e = matrix.next_in_row(e)) {
        const std::int32_t j = matrix.column(e);
        building.add(matrix.value(e), lower[j], upper[j]);
    }
    activity_current_[row] = 1;
    return activity_[row] = building.finish();
}

void Workspace::refresh_activities() {
    const auto rows = static_cast<std::int32_t>(row_alive.size());
    std::int64_t stale = 0;
    for (std::int32_t i = 0; i < rows; ++i)
        if (activity_current_[i] == 0 && row_alive[i] != 0) stale += matrix.row_size(i);
    if (stale * least_share < matrix.entries() || tired()) return;
    spend(stale);
    std::vector<Building> building(static_cast<std::size_t>(rows));
    for (std::size_t j = 0; j < column_alive.size(); ++j) {
        if (column_alive[j] == 0) continue;
        for (std::int32_t e = matrix.first_in_column(static_cast<std::int32_t>(j));
             e != EntryLists::none; e = matrix.next_in_column(e))
            building[matrix.row(e)].add(matrix.value(e), lower[j], upper[j]);
    }
    for (std::int32_t i = 0; i < rows; ++i) {
        if (activity_current_[i] != 0 || row_alive[i] == 0) continue;
        activity_[i] = building[i].finish();
        activity_current_[i] = 1;
    }
}

}  // namespace tenon::ilp

#include "ilp/search/former_search.hpp"

#include <algorithm>
#include <utility>

namespace tenon::ilp {

FormerSearch FormerSearch::renumbered(const Places& places) const {
    const auto place = [&](std::int32_t j) {
        const std::int32_t there = places.columns[j];
        const bool whole = there >= 0 && (places.integer.empty() || places.integer[there] != 0);
        return BranchingTree::Place{whole ? there : -1, places.guess.empty() ? 0 : places.guess[j]};
    };
    Basis moved;
    if (!basis.column.empty()) {
        moved.column.assign(static_cast<std::size_t>(places.column_count), BasisStatus::at_lower);
        for (std::size_t j = 0; j < places.columns.size(); ++j)
            if (places.columns[j] >= 0) moved.column[places.columns[j]] = basis.column[j];
        // Rows beyond those of the basis are basic.
        for (std::size_t i = 0; i < std::min(places.rows.size(), basis.row.size()); ++i) {
            if (places.rows[i] < 0) continue;
            if (moved.row.size() <= static_cast<std::size_t>(places.rows[i]))
                moved.row.resize(static_cast<std::size_t>(places.rows[i]) + 1, BasisStatus::basic);
            moved.row[places.rows[i]] = basis.row[i];
        }
    }
    return {cuts.renumbered(places.columns, places.column_count, places.rows),
            tree.in_columns(place),
            pseudo_costs.renumbered(places.columns, places.column_count),
            root_gap,
            std::move(moved),
            work};
}

}  // namespace tenon::ilp

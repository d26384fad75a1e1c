#include "ilp/search/former_search.hpp"

namespace tenon::ilp {

FormerSearch FormerSearch::renumbered(const Places& places) const {
    const auto place = [&](std::int32_t j) {
        const std::int32_t there = places.columns[j];
        const bool whole = there >= 0 && (places.integer.empty() || places.integer[there] != 0);
        return BranchingTree::Place{whole ? there : -1, places.guess.empty() ? 0 : places.guess[j]};
    };
    return {cuts.renumbered(places.columns, places.column_count, places.rows),
            tree.in_columns(place), pseudo_costs.renumbered(places.columns, places.column_count),
            root_gap, work};
}

}  // namespace tenon::ilp

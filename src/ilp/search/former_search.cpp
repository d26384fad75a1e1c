#include "ilp/search/former_search.hpp"

namespace tenon::ilp {

FormerSearch FormerSearch::renumbered(std::span<const std::int32_t> columns, std::int32_t count,
                                      std::span<const std::int32_t> rows,
                                      std::span<const double> guess) const {
    const auto place = [&](std::int32_t j) {
        return BranchingTree::Place{columns[j], guess.empty() ? 0 : guess[j]};
    };
    return {cuts.renumbered(columns, count, rows), tree.in_columns(place),
            pseudo_costs.renumbered(columns, count), root_gap};
}

FormerSearch FormerSearch::for_program(std::span<const std::uint8_t> integer,
                                       std::span<const double> guess) const {
    const auto place = [&](std::int32_t j) {
        return BranchingTree::Place{integer[j] != 0 ? j : -1, guess.empty() ? 0 : guess[j]};
    };
    return {cuts, tree.in_columns(place), pseudo_costs, root_gap};
}

}  // namespace tenon::ilp

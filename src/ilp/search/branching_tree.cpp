#include "ilp/search/branching_tree.hpp"

namespace tenon::ilp {

std::int32_t BranchingTree::split(std::int32_t leaf, std::int32_t column, double low,
                                  double bound) {
    const auto down = static_cast<std::int32_t>(nodes_.size());
    nodes_.resize(nodes_.size() + 2);
    nodes_[leaf] = {column, low, bound, down};
    return down;
}

BranchingTree BranchingTree::in_columns(const std::function<Place(std::int32_t)>& place) const {
    BranchingTree out;
    struct Pair {
        std::int32_t from, to;
    };
    std::vector<Pair> open{{root, root}};
    while (!open.empty()) {
        Pair pair = open.back();
        open.pop_back();
        Place at;
        while (nodes_[pair.from].column >= 0) {
            const Branch& branch = nodes_[pair.from];
            at = place(branch.column);
            if (at.column >= 0) break;
            pair.from = at.value <= branch.low ? branch.down : branch.up();
        }
        const Branch& branch = nodes_[pair.from];
        if (branch.column < 0) continue;
        const std::int32_t down = out.split(pair.to, at.column, branch.low, branch.bound);
        open.push_back({branch.up(), down + 1});
        open.push_back({branch.down, down});
    }
    return out;
}

BranchingTree BranchingTree::pruned(double cutoff) const {
    BranchingTree out;
    std::vector<std::pair<std::int32_t, std::int32_t>> open{{root, root}};
    while (!open.empty()) {
        const auto [from, to] = open.back();
        open.pop_back();
        const Branch& branch = nodes_[from];
        if (branch.column < 0 || branch.bound >= cutoff) continue;
        const std::int32_t down = out.split(to, branch.column, branch.low, branch.bound);
        open.emplace_back(branch.up(), down + 1);
        open.emplace_back(branch.down, down);
    }
    return out;
}

}  // namespace tenon::ilp

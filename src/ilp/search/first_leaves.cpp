// A search that begins with the leaves of an earlier one. What made that tree large, the choice of
// its branchings, is done; nodes inside are not solved again, and a leaf that is no longer closed
// is split further. Bounds are found anew: nothing but the partition is taken over.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// A plan within so many times the earlier gap is good enough for heuristics to rest.
constexpr double good_plan_gap = 1.5;
// So is one whose gap is this part of what cuts have closed: an earlier gap may have been nothing.
constexpr double small_part = 0.05;
// Nodes whose bound has come this share of the way from the root's to the cutoff are left whole: a
// program that differs is better split anew there, with the pseudo-costs known. Of 0, 0.3, 0.6 and
// 1 the second was the fastest over 28 changed problems of six kinds (0.48, 0.30, 0.32, 0.35 of
// cold).
constexpr double kept_share = 0.3;

}  // namespace

FormerSearch Search::leave() const {
    BranchingTree tree;
    if (options_.record && !options_.record->full())
        tree = options_.record->tree().pruned(root_bound_ +
                                              kept_share * (incumbent_.gap_cutoff() - root_bound_));
    const double root_gap =
        incumbent_.limited() ? std::max(0.0, incumbent_.limit() - root_bound_) : infinity;
    const std::int64_t former_work = options_.former ? options_.former->work : 0;
    return {plan_of(relaxation_.cuts()),
            std::move(tree),
            pseudo_costs_,
            root_gap,
            first_basis_,
            std::max(former_work, control_.work())};
}

// The plan is about as near to the root's bound as the best one was in the earlier search.
bool Search::knows_good_plan() const {
    if (!options_.former || !incumbent_.limited()) return false;
    const double gap = incumbent_.limit() - lp_objective_;
    return gap <= good_plan_gap * options_.former->root_gap ||
           gap <= small_part * (lp_objective_ - first_objective_);
}

// Not where symmetry must know of each branching.
bool Search::begins_with_leaves() const {
    return options_.former && options_.former->tree.leaves() > 1 && !symmetry_;
}

bool Search::begin_with_leaves(const Node& whole) {
    if (!begins_with_leaves()) return false;
    const BranchingTree& tree = options_.former->tree;
    struct Open {
        std::int32_t place;
        Node node;
    };
    std::vector<Open> open;
    open.push_back({BranchingTree::root, whole});
    while (!open.empty()) {
        Open at = std::move(open.back());
        open.pop_back();
        const BranchingTree::Branch branch = tree[at.place];
        if (branch.column < 0) {
            at.node.record = options_.record ? at.place : BranchingRecord::none;
            at.node.former = true;
            queue_.push(std::move(at.node));
            continue;
        }
        const std::int32_t j = branch.column;
        const auto descend = [&](bool up) {
            // What the root excludes already needs no node.
            if (up ? branch.low + 1 > domain_.upper(j) : branch.low < domain_.lower(j)) return;
            Node node = at.node;
            ++node.depth;
            node.path = PathRef::make(at.node.path, {{j, !up, up ? branch.low + 1 : branch.low}});
            if (node.watched && up != ((*node.watched)[j] > branch.low + 0.5))
                node.watched = nullptr;
            open.push_back({up ? branch.up() : branch.down, std::move(node)});
        };
        descend(true);
        descend(false);
    }
    return true;
}

// Strong branching has closed one side of a node: that is a leaf, and the node goes on in the
// other.
void Search::record_tightened(Node& node, const Choice& choice) {
    if (!options_.record) return;
    const std::int32_t down =
        options_.record->split(node.record, choice.column, std::floor(choice.value), node.bound);
    node.record = down == BranchingRecord::none ? down : down + (choice.up_is_left ? 1 : 0);
}

}  // namespace tenon::ilp

#include "ilp/search/node_queue.hpp"

namespace tenon::ilp {

PathRef PathRef::make(PathRef parent, std::vector<BoundFix> changes, SymmetryStep step) {
    return PathRef(new Path{std::move(parent), std::move(changes), std::move(step)});
}

PathRef::PathRef(const PathRef& other) noexcept : path_(other.path_) {
    if (path_) path_->owners.fetch_add(1, std::memory_order_relaxed);
}

PathRef::~PathRef() {
    Path* path = path_;
    while (path && path->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        Path* above = std::exchange(path->parent.path_, nullptr);
        delete path;
        path = above;
    }
}

// All or nothing, if memory runs out. Taking a node needs none.
void NodeQueue::push(Node node) {
    if (free_.empty()) {
        slots_.emplace_back();
        free_.reserve(slots_.capacity());
        free_.push_back(static_cast<std::int32_t>(slots_.size()) - 1);
    }
    const std::int32_t slot = free_.back();
    const auto place = by_bound_.emplace(node.bound, slot).first;
    try {
        by_estimate_.emplace(node.estimate, slot);
    } catch (...) {
        by_bound_.erase(place);
        throw;
    }
    free_.pop_back();
    slots_[slot] = std::move(node);
}

Node NodeQueue::take(std::int32_t slot) {
    Node node = std::move(slots_[slot]);
    slots_[slot] = Node{};
    by_bound_.erase({node.bound, slot});
    by_estimate_.erase({node.estimate, slot});
    free_.push_back(slot);
    return node;
}

double NodeQueue::prune(double cutoff) {
    const auto first = by_bound_.lower_bound({cutoff, -1});
    if (first == by_bound_.end()) return infinity;
    const double least = first->first;
    std::vector<std::int32_t> slots;
    for (auto at = first; at != by_bound_.end(); ++at) slots.push_back(at->second);
    for (const std::int32_t slot : slots) take(slot);
    return least;
}

void NodeQueue::clear() {
    slots_.clear();
    free_.clear();
    by_bound_.clear();
    by_estimate_.clear();
}

}  // namespace tenon::ilp

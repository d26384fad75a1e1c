#include "ilp/search/node_queue.hpp"

namespace tenon::ilp {

Path::~Path() {
    std::shared_ptr<const Path> above = std::move(parent);
    while (above && above.use_count() == 1)
        // The last owner may take it apart.
        above = std::move(const_cast<Path&>(*above).parent);
}

void NodeQueue::push(Node node) {
    std::int32_t slot = 0;
    if (free_.empty()) {
        slot = static_cast<std::int32_t>(slots_.size());
        slots_.emplace_back();
    } else {
        slot = free_.back();
        free_.pop_back();
    }
    by_bound_.emplace(node.bound, slot);
    by_estimate_.emplace(node.estimate, slot);
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

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

std::int64_t bytes_of(const Node& node) noexcept {
    // A node of each of the two orders.
    constexpr std::size_t in_orders =
        2 * (sizeof(std::pair<double, std::int32_t>) + 4 * sizeof(void*));
    std::size_t bytes = sizeof(Node) + in_orders;
    if (const Path* path = node.path.get())
        bytes += 2 * (sizeof(Path) + path->changes.capacity() * sizeof(BoundFix) +
                      path->symmetry.blocks.capacity() * sizeof(std::int32_t));
    if (node.basis) bytes += (sizeof(PackedBasis) + node.basis->bytes()) / 2;
    return static_cast<std::int64_t>(bytes);
}

void NodeQueue::charge(std::int64_t bytes) {
    if (budget_) budget_->charge(bytes);
    bytes_ += bytes;
}

void NodeQueue::release(std::int64_t bytes) noexcept {
    if (budget_) budget_->release(bytes);
    bytes_ -= bytes;
}

// All or nothing, if memory runs out. Taking a node needs none.
void NodeQueue::push(Node node) {
    if (free_.empty()) {
        slots_.emplace_back();
        free_.reserve(slots_.capacity());
        free_.push_back(static_cast<std::int32_t>(slots_.size()) - 1);
    }
    const std::int32_t slot = free_.back();
    const std::int64_t bytes = bytes_of(node);
    const auto place = by_bound_.emplace(node.bound, slot).first;
    auto second = in_order_.end();
    try {
        second = in_order_.emplace(rank(node), slot).first;
        charge(bytes);
    } catch (...) {
        by_bound_.erase(place);
        if (second != in_order_.end()) in_order_.erase(second);
        throw;
    }
    free_.pop_back();
    slots_[slot] = std::move(node);
}

Node NodeQueue::take(std::int32_t slot) {
    Node node = std::move(slots_[slot]);
    slots_[slot] = Node{};
    by_bound_.erase({node.bound, slot});
    in_order_.erase({rank(node), slot});
    free_.push_back(slot);
    release(bytes_of(node));
    return node;
}

// The places are moved, so that this takes no memory.
void NodeQueue::go_deep(bool deep) {
    if (deep == deep_) return;
    deep_ = deep;
    Order other;
    while (!in_order_.empty()) {
        auto place = in_order_.extract(in_order_.begin());
        place.value().first = rank(slots_[place.value().second]);
        other.insert(std::move(place));
    }
    in_order_.swap(other);
}

void NodeQueue::shed_bases(std::int64_t bytes) {
    for (auto at = in_order_.rbegin(); at != in_order_.rend() && bytes_ > bytes; ++at) {
        Node& node = slots_[at->second];
        if (!node.basis) continue;
        const std::int64_t before = bytes_of(node);
        node.basis.reset();
        release(before - bytes_of(node));
    }
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

double NodeQueue::share_of_tree() const {
    double sum = 0;
    for (const auto& [bound, slot] : by_bound_) sum += slots_[slot].share_of_tree();
    return sum;
}

void NodeQueue::clear() {
    slots_.clear();
    free_.clear();
    by_bound_.clear();
    in_order_.clear();
    release(bytes_);
}

}  // namespace tenon::ilp

#include "ilp/symmetry/partition.hpp"

#include <algorithm>

namespace tenon::ilp {

Partition::Partition(const ColourGraph& graph)
    : graph_(graph),
      order_(graph.vertices),
      place_(graph.vertices),
      cell_(graph.vertices),
      size_(graph.vertices, 0),
      queued_(graph.vertices, 0),
      sum_(graph.vertices, 0),
      is_touched_(graph.vertices, 0) {
    for (std::int32_t v = 0; v < graph.vertices; ++v) order_[v] = v;
    std::stable_sort(order_.begin(), order_.end(), [&](std::int32_t a, std::int32_t b) {
        return graph.colour[a] < graph.colour[b];
    });
    std::int32_t begin = 0;
    for (std::int32_t p = 0; p < graph.vertices; ++p) {
        if (p == 0 || graph.colour[order_[p]] != graph.colour[order_[p - 1]]) {
            begin = p;
            enqueue(begin);
        }
        place_[order_[p]] = p;
        cell_[order_[p]] = begin;
        ++size_[begin];
    }
    work_ += graph.vertices;
}

void Partition::enqueue(std::int32_t cell) {
    if (queued_[cell]) return;
    queued_[cell] = 1;
    queue_.push_back(cell);
}

void Partition::swap_into(std::int32_t v, std::int32_t place) {
    const std::int32_t other = order_[place];
    order_[place_[v]] = other;
    place_[other] = place_[v];
    order_[place] = v;
    place_[v] = place;
}

void Partition::individualise(std::int32_t v) {
    const std::int32_t cell = cell_[v];
    if (size_[cell] == 1) return;
    const std::int32_t last = cell + size_[cell] - 1;
    swap_into(v, last);
    --size_[cell];
    cell_[v] = last;
    size_[last] = 1;
    splits_.emplace_back(last, cell);
    enqueue(last);
}

void Partition::refine() {
    while (queue_head_ < queue_.size()) {
        const std::int32_t splitter = queue_[queue_head_++];
        queued_[splitter] = 0;
        trace_ = scramble(trace_ ^ static_cast<std::uint64_t>(splitter));
        count_edges(splitter);
        split_touched();
    }
    queue_.clear();
    queue_head_ = 0;
}

void Partition::count_edges(std::int32_t splitter) {
    std::uint64_t alone = 0;
    for (const std::int32_t v : members(splitter)) {
        work_ += 1 + graph_.start[v + 1] - graph_.start[v];
        for (std::int64_t k = graph_.start[v]; k < graph_.start[v + 1]; ++k) {
            const std::int32_t w = graph_.neighbour[k];
            if (size_[cell_[w]] == 1) {  // cannot split, but tells graphs apart
                alone += scramble(graph_.edge[k] ^ static_cast<std::uint64_t>(cell_[w]));
                continue;
            }
            sum_[w] += graph_.edge[k];
            if (is_touched_[w]) continue;
            is_touched_[w] = 1;
            touched_.push_back(w);
        }
    }
    trace_ = scramble(trace_ ^ alone);
}

void Partition::split_touched() {
    std::sort(touched_.begin(), touched_.end(), [&](std::int32_t a, std::int32_t b) {
        return cell_[a] != cell_[b] ? cell_[a] < cell_[b] : sum_[a] < sum_[b];
    });
    std::size_t first = 0;
    while (first < touched_.size()) {
        const std::int32_t cell = cell_[touched_[first]];
        std::size_t last = first;
        while (last < touched_.size() && cell_[touched_[last]] == cell) ++last;
        split_cell(cell, std::span<std::int32_t>(touched_).subspan(first, last - first));
        first = last;
    }
    for (const std::int32_t w : touched_) {
        sum_[w] = 0;
        is_touched_[w] = 0;
    }
    touched_.clear();
}

// The members that were not touched stay in front; the others follow by their sums.
void Partition::split_cell(std::int32_t cell, std::span<std::int32_t> touched) {
    const std::int32_t all = size_[cell];
    const auto count = static_cast<std::int32_t>(touched.size());
    trace_ = scramble(trace_ ^ static_cast<std::uint64_t>(cell) ^ sum_[touched.front()]);
    if (count == all && sum_[touched.front()] == sum_[touched.back()]) return;
    std::int32_t place = cell + all - count;
    if (count < all) {
        // From behind, so that no touched member is moved out of the way twice.
        for (std::int32_t k = count - 1; k >= 0; --k) swap_into(touched[k], place + k);
    } else {
        for (std::int32_t k = 0; k < count; ++k) {
            order_[cell + k] = touched[k];
            place_[touched[k]] = cell + k;
        }
    }
    work_ += 2 * count;
    part_.assign(1, cell);
    std::int32_t begin = count < all ? -1 : cell;
    size_[cell] = all - count;
    for (std::int32_t k = 0; k < count; ++k) {
        const std::int32_t w = touched[k];
        const bool opens = k == 0 ? begin < 0 : sum_[w] != sum_[touched[k - 1]];
        if (opens) {
            begin = place + k;
            size_[begin] = 0;
            part_.push_back(begin);
            splits_.emplace_back(begin, cell);
            trace_ = scramble(trace_ ^ sum_[w] ^ static_cast<std::uint64_t>(begin));
        }
        cell_[w] = begin;
        ++size_[begin];
    }
    std::size_t largest = 0;
    for (std::size_t k = 1; k < part_.size(); ++k)
        if (size_[part_[k]] > size_[part_[largest]]) largest = k;
    const bool waiting = queued_[cell] != 0;
    for (std::size_t k = 0; k < part_.size(); ++k)
        if (waiting || k != largest) enqueue(part_[k]);
}

void Partition::undo_to(std::size_t mark) {
    while (splits_.size() > mark) {
        const auto [part, cell] = splits_.back();
        splits_.pop_back();
        for (const std::int32_t v : members(part)) cell_[v] = cell;
        work_ += size_[part];
        size_[cell] += size_[part];
    }
}

}  // namespace tenon::ilp

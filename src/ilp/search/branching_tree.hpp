// Where a search has branched: each inner node splits the box at column <= low | column >= low + 1.
// Whatever problem it is laid over, its leaves together hold all integer points, so a later search
// may begin with them in the place of the root.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace tenon::ilp {

class BranchingTree {
  public:
    struct Branch {
        std::int32_t column = -1;  // -1: a leaf
        double low = 0;
        double bound = 0;        // of the relaxation there, when it was split
        std::int32_t down = -1;  // the other child stands behind it
        std::int32_t up() const noexcept { return down + 1; }
    };
    static constexpr std::int32_t root = 0;

    BranchingTree() : nodes_(1) {}
    const Branch& operator[](std::int32_t node) const { return nodes_[node]; }
    std::size_t size() const noexcept { return nodes_.size(); }
    std::size_t leaves() const noexcept { return (nodes_.size() + 1) / 2; }
    // The leaf becomes a node with two leaves below; the first one, downwards.
    std::int32_t split(std::int32_t leaf, std::int32_t column, double low, double bound);
    // Without what lies below nodes whose bound reaches the cutoff: with the best plan known from
    // the start they would not have been split.
    BranchingTree pruned(double cutoff) const;

    // The same over other columns. What a column is there: another one; or none, with the value
    // that it probably has. A node of such a column gives way to the child that holds the value,
    // and its branching goes with the other child: what is left still holds every point.
    struct Place {
        std::int32_t column = -1;
        double value = 0;
    };
    BranchingTree in_columns(const std::function<Place(std::int32_t)>& place) const;

  private:
    std::vector<Branch> nodes_;
};

// The tree of a search in work, for its workers as well. Beyond `most` nodes nothing is kept.
class BranchingRecord {
  public:
    static constexpr std::int32_t none = -1;
    static constexpr std::size_t most = 100'000;

    explicit BranchingRecord(BranchingTree begun) : tree_(std::move(begun)) {}
    // The downward child, or none.
    std::int32_t split(std::int32_t leaf, std::int32_t column, double low, double bound) {
        const std::lock_guard lock(mutex_);
        if (leaf == none || tree_.size() >= most) {
            full_ = true;
            return none;
        }
        return tree_.split(leaf, column, low, bound);
    }
    void begin_anew() {
        tree_ = BranchingTree();
        full_ = false;
    }
    const BranchingTree& tree() const noexcept { return tree_; }
    bool full() const noexcept { return full_; }

  private:
    std::mutex mutex_;
    BranchingTree tree_;
    bool full_ = false;
};

}  // namespace tenon::ilp

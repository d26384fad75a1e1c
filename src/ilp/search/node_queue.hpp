// The open nodes, by bound and by estimate; or, where memory runs short, by bound and by depth.
//
// A node is kept as what its branch changed against its parent, and half a basis (its sibling has
// the other half). Where all of them together take too much, bases go first: a node without one is
// solved from the basis that happens to stand. Then the deepest come first: the tree below them is
// small, and a search that goes down without coming back adds no more than one node a level.
// J. Linderoth, M. Savelsbergh: A computational study of search strategies for mixed integer
// programming, INFORMS Journal on Computing 11, 1999.
#pragma once

#include <atomic>
#include <cmath>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "ilp/node/relaxation.hpp"
#include "ilp/symmetry/step.hpp"
#include "tenon/context.hpp"

namespace tenon::ilp {

struct BoundFix {
    std::int32_t column;
    bool upper;
    double value;
};

struct Path;

// Counted, as std::shared_ptr; but the last owner takes a long chain down link by link, not by
// recursion. Owners may live on several threads.
class PathRef {
  public:
    PathRef() = default;
    static PathRef make(PathRef parent, std::vector<BoundFix> changes, SymmetryStep step = {});
    PathRef(const PathRef& other) noexcept;
    PathRef(PathRef&& other) noexcept : path_(std::exchange(other.path_, nullptr)) {}
    PathRef& operator=(PathRef other) noexcept {
        std::swap(path_, other.path_);
        return *this;
    }
    ~PathRef();

    const Path* get() const noexcept { return path_; }
    const Path* operator->() const noexcept { return path_; }

  private:
    explicit PathRef(Path* path) noexcept : path_(path) {}
    Path* path_ = nullptr;
};

// The bound changes of a node against its parent; shared by all nodes below.
struct Path {
    PathRef parent;
    std::vector<BoundFix> changes;
    SymmetryStep symmetry;
    std::atomic<std::int64_t> owners{1};
};

struct Node {
    double bound = -infinity;     // no plan below costs less
    double estimate = -infinity;  // what the best plan below may cost
    std::int32_t depth = 0;
    PathRef path;
    std::shared_ptr<const PackedBasis> basis;
    // The branch that made it, for pseudo-costs: column, direction, distance, objective above.
    std::int32_t column = -1;
    bool up = false;
    double distance = 0, parent_objective = 0;
    std::int32_t record = -1;  // its place in the BranchingRecord; -1: none
    bool former = false;       // a leaf of an earlier search
    double share_of_tree() const noexcept { return std::ldexp(1.0, -depth); }  // of a full one
    // For tests: a known optimum in the node's region; null if it has none, or none is watched.
    std::shared_ptr<const std::vector<double>> watched;
};

// Of a node in a queue, with an inner link of the tree above it: there are as many as leaves.
std::int64_t bytes_of(const Node& node) noexcept;

class NodeQueue {
  public:
    // The budget, if there is one, is charged with what the nodes take.
    explicit NodeQueue(Budget* budget = nullptr) : budget_(budget) {}
    ~NodeQueue() { clear(); }
    NodeQueue(const NodeQueue&) = delete;
    NodeQueue& operator=(const NodeQueue&) = delete;

    bool empty() const noexcept { return by_bound_.empty(); }
    std::size_t size() const noexcept { return by_bound_.size(); }
    double share_of_tree() const;  // of all nodes
    double least_bound() const { return by_bound_.empty() ? infinity : by_bound_.begin()->first; }
    void push(Node node);
    Node take_best_bound() { return take(by_bound_.begin()->second); }
    Node take_first() { return take(in_order_.begin()->second); }  // by estimate, or the deepest
    void go_deep(bool deep);                                       // the order from now on
    bool goes_deep() const noexcept { return deep_; }
    std::int64_t bytes() const noexcept { return bytes_; }
    // Bases of nodes with the worst estimates go, until so many bytes are left, or no basis.
    void shed_bases(std::int64_t bytes);
    // Removes nodes whose bound reaches the cutoff; the least bound among them, or infinity.
    double prune(double cutoff);
    void clear();

  private:
    using Order = std::set<std::pair<double, std::int32_t>>;
    Node take(std::int32_t slot);
    double rank(const Node& node) const { return deep_ ? -node.depth : node.estimate; }
    void charge(std::int64_t bytes);
    void release(std::int64_t bytes) noexcept;

    Budget* budget_;
    std::int64_t bytes_ = 0;
    bool deep_ = false;
    std::vector<Node> slots_;
    std::vector<std::int32_t> free_;
    Order by_bound_, in_order_;
};

}  // namespace tenon::ilp

// The open nodes, by bound and by estimate.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "ilp/node/relaxation.hpp"
#include "ilp/symmetry/step.hpp"

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
    // For tests: a known optimum in the node's region; null if it has none, or none is watched.
    std::shared_ptr<const std::vector<double>> watched;
};

class NodeQueue {
  public:
    bool empty() const noexcept { return by_bound_.empty(); }
    std::size_t size() const noexcept { return by_bound_.size(); }
    double least_bound() const { return by_bound_.empty() ? infinity : by_bound_.begin()->first; }
    void push(Node node);
    Node take_best_bound() { return take(by_bound_.begin()->second); }
    Node take_best_estimate() { return take(by_estimate_.begin()->second); }
    // Removes nodes whose bound reaches the cutoff; the least bound among them, or infinity.
    double prune(double cutoff);
    void clear();

  private:
    using Order = std::set<std::pair<double, std::int32_t>>;
    Node take(std::int32_t slot);

    std::vector<Node> slots_;
    std::vector<std::int32_t> free_;
    Order by_bound_, by_estimate_;
};

}  // namespace tenon::ilp

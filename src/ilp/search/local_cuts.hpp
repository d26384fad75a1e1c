// Cuts that hold in one node only, made with the bounds that stand there: deeper than those of the
// whole tree, and gone with the node. They are for nodes that little is missing to close: one
// round, and what the linear program says with them is the node's bound; its children begin
// without them. Conflicts learn nothing from such a linear program.
//
// E. Balas, S. Ceria, G. Cornuejols: Mixed 0-1 programming by lift-and-project in a branch-and-cut
// framework, Management Science 42, 1996 (on cuts that hold in a subtree).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "ilp/node/relaxation.hpp"

namespace tenon::ilp {

class LocalCuts {
  public:
    // Of one node.
    struct Visit {
        bool tried = false;
        std::size_t cuts = 0;  // in the relaxation, the last ones
        std::int64_t work_before = 0;
        std::shared_ptr<const PackedBasis> basis;  // before them
    };

    explicit LocalCuts(bool eager) : eager_(eager) {}

    // Whether a node at this distance from the cutoff is to be visited, where a branch moves the
    // bound by `gain` and the tree has taken so much work.
    bool due(double distance, double gain, std::int64_t tree_work);
    void end(bool closed, std::int64_t work);

  private:
    bool eager_;
    std::int64_t visits_ = 0, closed_ = 0, work_ = 0;
    std::int64_t passed_ = 0, interval_ = 1;  // nodes since the last visit; between two
};

}  // namespace tenon::ilp

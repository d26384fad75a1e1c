// Cuts below the root.
//
// Separators see the LP optimum of a node, but only what holds for the whole tree: global bounds of
// columns, rows and cuts, cliques and variable bounds of the root. So each cut holds everywhere,
// goes into the one relaxation of the search, and helps nodes elsewhere. (A binary that a branch
// has fixed stands at a bound that is a global one, too: for 0-1 programs nothing is lost. E.
// Balas, S. Ceria, G. Cornuejols: Mixed 0-1 programming by lift-and-project in a branch-and-cut
// framework, Management Science 42, 1996.)
//
// A cut that was slack at many optima in a row leaves the relaxation for a pool (cuts/pool.hpp),
// which a visit looks at before it separates. The basis of an open node holds the cuts that bind
// there, and brings them back.
//
// When a node is visited. With g the gain of a branch on the average, a node that misses the
// cutoff by D has a tree of about 2^(D/g) nodes below it. Where that is small, cuts come too late.
// A visit has paid if it closed the node or gained at least a good share of g: then the next such
// node is visited as well; else the search passes over twice as many as the last time. All visits
// together have a share of the work, which falls with the share of them that pay. A visit that has
// not paid takes its cuts out again.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ilp/cuts/pool.hpp"
#include "ilp/cuts/variable_bounds.hpp"
#include "ilp/node/relaxation.hpp"
#include "ilp/search/separators.hpp"

namespace tenon::ilp {

class TreeCuts {
  public:
    // Of one node.
    struct Visit {
        int rounds = 0;
        bool over = false;
        double start = 0, before = 0;  // objectives: of the node without cuts, of the round before
        std::size_t cuts = 0;          // put into the relaxation, the last ones
        std::int64_t work_before = 0;
        std::shared_ptr<const PackedBasis> basis;  // before the cuts
    };

    TreeCuts(const SearchOptions& options, double share)
        : separators_(options), eager_(options.eager_tree_cuts), share_(share) {}
    // What a worker beside others begins with.
    TreeCuts(const TreeCuts& other, double share);

    // A branch has moved the bound by so much.
    void learn_gain(double gain);
    // Whether a node at this distance from the cutoff is to be visited, now that the tree has taken
    // so much work and the root so much.
    bool due(double distance, std::int64_t root_work, std::int64_t tree_work);
    bool goes_on(Visit& visit, double objective) const;
    // False: its cuts are not worth keeping.
    bool end(const Visit& visit, double objective, bool closed, std::int64_t work);

    // At an optimum: what is slack. True if anything was.
    bool retire_slack(Relaxation& relaxation);
    // Before another node's basis is loaded.
    void retire(Relaxation& relaxation);

    double mean_gain() const noexcept { return mean_gain_; }  // of a branch
    Separators& separators() noexcept { return separators_; }
    CutPool& pool() noexcept { return pool_; }
    const VariableBounds* bounds() const noexcept { return bounds_.get(); }
    void set_bounds(VariableBounds bounds) {
        bounds_ = std::make_unique<VariableBounds>(std::move(bounds));
    }

  private:
    Separators separators_;
    CutPool pool_;
    std::unique_ptr<VariableBounds> bounds_;  // made when first needed
    bool eager_;
    double share_;
    double mean_gain_ = 0;
    std::int64_t gains_ = 0, visits_ = 0, paid_ = 0, work_ = 0;
    std::int64_t passed_ = 0, interval_ = 1;  // nodes since the last visit; between two
};

}  // namespace tenon::ilp

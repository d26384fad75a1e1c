// Learning from nodes that admit nothing: a clause or two where propagation has emptied the domain
// (implication_graph.hpp), a proof row and clauses where a linear relaxation is infeasible or
// beyond the cutoff (dual_proof.hpp). What comes of it holds for all plans of the program that are
// better than the cutoff of that moment, so in all of the tree from then on, and for rows that come
// later just as well: rows only take plans away.
//
// One object belongs to one domain. Analysis takes no more than a share of all work, and a smaller
// one while what was learned never acts.
//
// Scores of columns by recent conflicts (as VSIDS in M. Moskewicz et al.: Chaff, DAC 2001) were
// tried in branching and rest: nodes of quick models stayed the same, and binpack_m, where symmetry
// tells the order of branches, went from 4000 nodes to more than 50000.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/conflict/implication_graph.hpp"
#include "ilp/conflict/learned_rows.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/relaxation.hpp"

namespace tenon::ilp {

class Conflicts {
  public:
    Conflicts(Domain& domain, Control& control, double offset);
    ~Conflicts();
    Conflicts(const Conflicts&) = delete;
    Conflicts& operator=(const Conflicts&) = delete;

    ConflictWatch watch;

    // The domain has just been proven empty; its trail still stands.
    void learn_from_propagation(double cutoff);
    // The relaxation, over the domain's bounds, is infeasible or costs more than the cutoff.
    void learn_from_relaxation(Relaxation& relaxation, LpStatus status, double cutoff);

    // Forgets what is old and of no use; where the trail is empty.
    void shrink() { learned_.shrink(); }
    // Bounds of the whole tree that have been learned. False: nothing is left anywhere.
    bool take_global(std::vector<BoundLiteral>& bounds);
    bool has_global() const noexcept { return closed_ || !global_.empty(); }

    const LearnedCounters& counters() const noexcept { return learned_.counters; }

  private:
    bool may_learn();
    void take(std::vector<Clause> clauses, double cutoff);

    Domain& domain_;
    Control& control_;
    double offset_;
    std::int64_t integers_ = 0;
    LearnedRows learned_;
    ImplicationGraph graph_;
    std::vector<BoundLiteral> global_;
    bool closed_ = false;
    std::int64_t work_ = 0;
};

}  // namespace tenon::ilp

// What conflicts add to the tree.
#include <memory>
#include <vector>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

void Search::start_learning() {
    if (!options_.conflicts || options_.brief) return;
    conflicts_ = std::make_unique<Conflicts>(domain_, control_, program_.lp.offset);
    conflicts_->watch = options_.conflict_watch;
    if (!options_.debug) return;
    const std::vector<double>& x = options_.debug->values;
    conflicts_->watch.clause = [this, &x](const Clause& clause, double) {
        if (!point_is_needed()) return;
        for (const BoundLiteral& literal : clause)
            if (literal.holds(x[literal.column])) return;
        DebugPoint::lost("a clause");
    };
    conflicts_->watch.proof = [this, &x](const ProofRow& row, double) {
        if (!point_is_needed()) return;
        double activity = 0;
        for (std::size_t k = 0; k < row.index.size(); ++k)
            activity += row.value[k] * x[row.index[k]];
        if (activity > row.right + scaled(DebugPoint::slack, row.right))
            DebugPoint::lost("a dual proof");
    };
}

void Search::learn_from_propagation() {
    if (!conflicts_) return;
    const Stint stint(control_, SearchPart::conflicts);
    conflicts_->learn_from_propagation(incumbent_.strict_cutoff());
}

void Search::learn_from_relaxation(LpStatus status) {
    if (!conflicts_ || has_local_cuts_) return;
    const Stint stint(control_, SearchPart::conflicts);
    conflicts_->learn_from_relaxation(relaxation_, status, incumbent_.strict_cutoff());
}

// For the whole tree; the trail is empty. False: nothing is left anywhere.
bool Search::take_learned_bounds() {
    std::vector<BoundLiteral> bounds;
    const bool open = conflicts_->take_global(bounds);
    for (const BoundLiteral& bound : bounds)
        domain_.tighten(bound.column, bound.upper, bound.bound, Domain::by_branching);
    return open && !domain_.infeasible();
}

}  // namespace tenon::ilp

// Plans and branchings of the caller, asked for where the search has a fractional optimum in hand.
//
// A plan may lie anywhere, so the bounds of the whole tree stand in the domain while it is looked
// at; the node is then entered again. Any branching divides what a node holds into two parts, so
// whatever the caller chooses, bounds and proofs are those of any other tree.
#include <cmath>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

void Search::take_limit(double objective) {
    incumbent_.set_limit(objective);
    domain_.set_cutoff(incumbent_.strict_cutoff());
}

// Where the domain holds the bounds of the whole tree.
void Search::ask_for_plans_at_root() {
    if (!options_.host.has_plans || control_.stopped()) return;
    find_fractional(lp_point_, fractional_);
    if (!fractional_.empty() && options_.host.has_plans(lp_point_, lp_objective_))
        options_.host.take_plans();
}

// True: there were some, and the node has been entered anew, without what its bounds implied.
bool Search::ask_for_plans(const Node& node) {
    if (!options_.host.has_plans(lp_point_, lp_objective_)) return false;
    domain_.undo_to(0);
    if (symmetry_) symmetry_->reset(domain_);
    options_.host.take_plans();
    follow_path(node);
    return true;
}

bool Search::take_host_branch(Choice& choice) {
    if (!options_.host.branching) return false;
    const std::optional<HostBranch> given = options_.host.branching(lp_point_, lp_objective_);
    if (!given) return false;
    choice.column = given->column;
    choice.value = given->value;
    choice.first = given->first;
    // Of a branch elsewhere than at the point nothing is learned.
    const double here = lp_point_[given->column];
    choice.teaches = std::floor(here) == std::floor(given->value) &&
                     distance_to_integer(here) > integrality_tolerance;
    if (choice.teaches) choice.value = here;
    ++counters_.host_branchings;
    return true;
}

}  // namespace tenon::ilp

// Rows and cuts of the caller that come while the search runs.
//
// A row that cuts off plans (lazy) comes from the judge, anywhere a point is offered; it waits
// until the relaxation is at rest. The node whose integral optimum it broke is solved again with
// it. Cuts of the caller are asked for where the search has a fractional optimum in hand, and hold
// for the whole tree.
//
// M. Padberg, G. Rinaldi: A branch-and-cut algorithm for the resolution of large-scale symmetric
// traveling salesman problems, SIAM Review 33, 1991.
#include <utility>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

void Search::add_row(Cut row) {
    row.lasting = true;
    incumbent_.add_row(row);
    pending_rows_.push_back(std::move(row));
}

bool Search::take_pending_rows() {
    if (pending_rows_.empty()) return false;
    relaxation_.add_cuts(pending_rows_);
    pending_rows_.clear();
    return true;
}

// Only cuts that the present point breaks by more than the LP's own accuracy.
void Search::ask_for_cuts(std::vector<Cut>& cuts) {
    if (!options_.host.cuts) return;
    std::vector<Cut> given;
    options_.host.cuts(lp_point_, lp_objective_, given);
    for (Cut& cut : given) {
        const double breach = cut.activity(lp_point_) - cut.right;
        if (cut.index.empty() || breach <= scaled(feasibility_tolerance, cut.right)) continue;
        cut.family = "the caller";
        cut.efficacy = breach / cut.norm();
        cuts.push_back(std::move(cut));
        ++counters_.host_cuts;
    }
}

bool Search::add_host_cuts() {
    std::vector<Cut> cuts;
    ask_for_cuts(cuts);
    if (cuts.empty() || control_.stopped()) return false;
    check_cuts(cuts);
    relaxation_.sync(domain_);
    relaxation_.add_cuts(cuts);
    return true;
}

}  // namespace tenon::ilp

#include "ilp/search/local_cuts.hpp"

#include <algorithm>
#include <utility>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// So many branches' gain away from the cutoff a node may be.
constexpr double farthest = 2;
// Work of all visits, of that in the tree: if all close their node, and where few have so far.
constexpr double tree_share = 0.1, least_closed = 0.1;
constexpr std::int64_t longest_interval = 512;
constexpr std::size_t fewest_cuts = 5, most_cuts = 25, cut_share = 4;

}  // namespace

bool LocalCuts::due(double distance, double gain, std::int64_t tree_work) {
    if (eager_) return true;
    if (!(distance <= farthest * gain)) return false;
    if (++passed_ < interval_) return false;
    const double closed = (static_cast<double>(closed_) + 1) / (static_cast<double>(visits_) + 1);
    return static_cast<double>(work_) <
           tree_share * std::max(least_closed, closed) * static_cast<double>(tree_work);
}

void LocalCuts::end(bool closed, std::int64_t work) {
    ++visits_;
    closed_ += closed ? 1 : 0;
    work_ += work;
    passed_ = 0;
    interval_ = closed ? std::max<std::int64_t>(1, interval_ / 2)
                       : std::min(longest_interval, 2 * interval_);
}

// A fractional optimum is in hand. True: the relaxation has cuts of this node.
bool Search::add_local_cuts(const Node& node, LocalCuts::Visit& visit) {
    if (!options_.local_cuts || !tree_cuts_ || visit.tried || node.depth == 0) return false;
    visit.tried = true;
    if (!local_cuts_.due(incumbent_.gap_cutoff() - lp_objective_, tree_cuts_->mean_gain(),
                         control_.work() - tree_start_))
        return false;
    const Stint stint(control_, SearchPart::local_cuts);
    visit.work_before = control_.work();
    relaxation_.sync(domain_);
    if (!tree_cuts_->bounds()) tree_cuts_->set_bounds(variable_bounds());
    Separation at(program_, domain_, *tree_cuts_->bounds(), relaxation_, control_);
    control_.add_work(static_cast<std::int64_t>(at.lp.matrix.index.size()));
    equip(at);
    std::vector<Cut> found;
    tree_cuts_->separators().separate(at, found);
    if (watched_) check_cuts(found, *watched_);
    select_cuts(found, std::clamp(fractional_.size() / cut_share, fewest_cuts, most_cuts),
                control_);
    if (found.empty() || control_.stopped()) {
        local_cuts_.end(false, control_.work() - visit.work_before);
        return false;
    }
    Effort::Account& account = control_.effort().of(SearchPart::local_cuts);
    account.found += static_cast<std::int64_t>(found.size());
    visit.basis = relaxation_.packed_basis();
    relaxation_.add_cuts(found);
    visit.cuts = found.size();
    has_local_cuts_ = true;
    return true;
}

// The node has been bounded with its cuts. Without them its optimum is found again at once.
void Search::take_back_local_cuts(LocalCuts::Visit& visit, bool closed) {
    relaxation_.remove_last_cuts(visit.cuts);
    relaxation_.load_basis(*visit.basis);
    if (closed) {
        Effort::Account& account = control_.effort().of(SearchPart::local_cuts);
        account.kept += static_cast<std::int64_t>(visit.cuts);
    }
    local_cuts_.end(closed, control_.work() - visit.work_before);
    visit.cuts = 0;
    has_local_cuts_ = false;
}

}  // namespace tenon::ilp

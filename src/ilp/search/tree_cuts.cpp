#include "ilp/search/tree_cuts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

constexpr int most_rounds = 3;
// A round that gains less than this share of what the average branch does is the last one.
constexpr double least_round = 0.1;
// And so much the whole visit, to have paid.
constexpr double least_visit = 0.25;
// Nodes expected below a node that is visited.
constexpr double least_tree = 50;
// Nodes between two visits after many that did not pay.
constexpr std::int64_t longest_interval = 512;
// Work of all visits: of that of the root, and of that in the tree if all pay.
constexpr double root_share = 0.1, tree_share = 0.2;
// Where few have paid so far.
constexpr double least_paid = 0.1;
// Weight of the last branch in the average.
constexpr double newest = 0.02;
// Optima in a row at which a cut was slack when it leaves; cuts that come and go beside the rows.
constexpr std::int32_t longest_age = 20;
constexpr std::size_t fewest_passing = 20, most_passing = 200, passing_share = 8;
// For tests: so few that cuts come and go all the time.
constexpr std::int32_t eager_age = 1;
constexpr std::size_t eager_passing = 2;
// Cuts of one round, against the fractional columns; and their entries, against all columns: one
// long row makes every LP dearer that follows, and every trial of strong branching.
constexpr std::size_t fewest_cuts = 5, most_cuts = 25, cut_share = 4;
constexpr std::size_t longest_start = 20, longest_share = 10;

}  // namespace

TreeCuts::TreeCuts(const TreeCuts& other, double share)
    : separators_(other.separators_),
      pool_(other.pool_),
      bounds_(other.bounds_ ? std::make_unique<VariableBounds>(*other.bounds_) : nullptr),
      eager_(other.eager_),
      share_(share),
      mean_gain_(other.mean_gain_),
      gains_(other.gains_),
      visits_(other.visits_),
      paid_(other.paid_),
      work_(static_cast<std::int64_t>(share * static_cast<double>(other.work_))),
      passed_(other.passed_),
      interval_(other.interval_) {}

void TreeCuts::learn_gain(double gain) {
    ++gains_;
    const double weight = std::max(newest, 1 / static_cast<double>(gains_));
    mean_gain_ += weight * (std::max(0.0, gain) - mean_gain_);
}

bool TreeCuts::due(double distance, std::int64_t root_work, std::int64_t tree_work) {
    if (eager_) return true;
    if (distance < mean_gain_ * std::log2(least_tree)) return false;
    if (++passed_ < interval_) return false;
    const double paid = (static_cast<double>(paid_) + 1) / (static_cast<double>(visits_) + 1);
    const double allowed = share_ * root_share * static_cast<double>(root_work) +
                           tree_share * std::max(least_paid, paid) * static_cast<double>(tree_work);
    return static_cast<double>(work_) < allowed;
}

bool TreeCuts::goes_on(Visit& visit, double objective) const {
    if (visit.rounds >= most_rounds) return false;
    if (visit.rounds > 0 && !eager_ && objective - visit.before < least_round * mean_gain_)
        return false;
    visit.before = objective;
    return true;
}

bool TreeCuts::end(const Visit& visit, double objective, bool closed, std::int64_t work) {
    const double gain = objective - visit.start;
    const bool pays =
        closed || (visit.cuts > 0 && gain > scaled(feasibility_tolerance, objective) &&
                   gain >= least_visit * mean_gain_);
    ++visits_;
    paid_ += pays ? 1 : 0;
    work_ += work - visit.work_before;
    passed_ = 0;
    interval_ =
        pays ? std::max<std::int64_t>(1, interval_ / 2) : std::min(longest_interval, 2 * interval_);
    return pays || eager_;
}

bool TreeCuts::retire_slack(Relaxation& relaxation) {
    std::vector<CutRef> retired;
    relaxation.retire_cuts(1, most_passing, retired);
    pool_.keep(retired);
    return !retired.empty();
}

void TreeCuts::retire(Relaxation& relaxation) {
    const auto rows = static_cast<std::size_t>(relaxation.lp().rows());
    std::vector<CutRef> retired;
    relaxation.retire_cuts(
        eager_ ? eager_age : longest_age,
        eager_ ? eager_passing : std::clamp(rows / passing_share, fewest_passing, most_passing),
        retired);
    pool_.keep(retired);
}

VariableBounds Search::variable_bounds() const {
    VariableBounds bounds(program_, domain_.rows());
    // Substituted without standing in the relaxation they make it slow (pg), so that both rest
    // together.
    for (const ImpliedBound& implied : probed_.bounds)
        if (options_.implied_bound_cuts && !program_.integer[implied.column])
            bounds.add(implied.column, implied.upper,
                       {implied.binary, implied.at_zero, implied.at_one - implied.at_zero});
    return bounds;
}

void Search::start_tree_cuts() {
    relaxation_.settle();
    if (options_.cuts && options_.tree_cuts && !options_.brief)
        tree_cuts_ = std::make_unique<TreeCuts>(options_, share_);
}

// A fractional optimum is in hand. True: the relaxation has more cuts than before, or fewer.
bool Search::add_tree_cuts(const Node& node, TreeCuts::Visit& visit) {
    if (!tree_cuts_ || visit.over || node.depth == 0) return false;
    if (visit.rounds == 0) {
        visit.over = !tree_cuts_->due(incumbent_.gap_cutoff() - lp_objective_, root_work_,
                                      control_.work() - tree_start_);
        if (visit.over) return false;
        visit.start = lp_objective_;
        visit.work_before = control_.work();
    }
    const Stint stint(control_, SearchPart::tree_cuts);
    if (!tree_cuts_->goes_on(visit, lp_objective_)) return end_tree_cuts(visit, false);
    relaxation_.sync(domain_);
    const std::vector<CutRef> cuts = find_tree_cuts();
    if (cuts.empty() || control_.stopped()) return end_tree_cuts(visit, false);
    if (!visit.basis) visit.basis = relaxation_.packed_basis();
    relaxation_.add_cuts(cuts);
    visit.cuts += cuts.size();
    ++visit.rounds;
    counters_.cuts += static_cast<std::int64_t>(cuts.size());
    return true;
}

// From the pool, or where it has none from the separators.
std::vector<CutRef> Search::find_tree_cuts() {
    const std::size_t most = std::clamp(fractional_.size() / cut_share, fewest_cuts, most_cuts);
    std::vector<CutRef> taken = tree_cuts_->pool().take_broken(lp_point_, most, control_);
    if (!taken.empty()) {
        Effort::Account& account = control_.effort().of(SearchPart::tree_cuts);
        account.found += static_cast<std::int64_t>(taken.size());
        account.kept += static_cast<std::int64_t>(taken.size());
        return taken;
    }
    if (!tree_cuts_->bounds()) tree_cuts_->set_bounds(variable_bounds());
    Separation at(program_, domain_, *tree_cuts_->bounds(), relaxation_, control_,
                  Separation::Holds::everywhere);
    control_.add_work(static_cast<std::int64_t>(at.lp.matrix.index.size()));
    equip(at);
    std::vector<Cut> found;
    tree_cuts_->separators().separate(at, found);
    check_cuts(found);
    const std::size_t longest =
        longest_start + static_cast<std::size_t>(program_.lp.columns) / longest_share;
    std::erase_if(found, [&](const Cut& cut) { return cut.index.size() > longest; });
    select_cuts(found, most, control_);
    tree_cuts_->separators().learn(found, control_.effort());
    for (Cut& cut : found) taken.push_back(std::make_shared<const Cut>(std::move(cut)));
    return taken;
}

// True: its cuts have been taken out again, and the optimum is that of other rows.
bool Search::end_tree_cuts(TreeCuts::Visit& visit, bool closed) {
    if (visit.over) return false;
    visit.over = true;
    const bool pays = tree_cuts_->end(visit, lp_objective_, closed, control_.work());
    if (closed || visit.cuts == 0) return false;
    if (pays) return tree_cuts_->retire_slack(relaxation_);
    take_back_tree_cuts(visit);
    return true;
}

void Search::take_back_tree_cuts(TreeCuts::Visit& visit) {
    relaxation_.remove_last_cuts(visit.cuts);
    relaxation_.load_basis(*visit.basis);
    visit.cuts = 0;
    visit.over = true;
}

}  // namespace tenon::ilp

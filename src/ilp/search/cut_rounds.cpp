// Cuts at the root, in rounds: separate, take the best, solve again, use the reduced costs, forget
// cuts that have become slack; until the bound no longer moves.
#include <algorithm>
#include <cmath>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"
#include "ilp/search/separators.hpp"

namespace tenon::ilp {

namespace {

constexpr int most_rounds = 50, most_brief_rounds = 8;
// Rounds in a row that move the bound less than this share of the gap (or of the bound).
constexpr int patience = 4, brief_patience = 2;
// The same after a restart, which brought the best cuts along.
constexpr int restarted_rounds = 20, restarted_patience = 3;
constexpr double least_progress = 1e-3;
// Before the rounds have gained anything: of this share of the bound, or of this where that is
// zero; or of all that is left to gain, if that is less.
constexpr double first_gain = 1e-3, first_gain_of_zero = 1e-9;
// And as many rounds in a row that bring less than this share of the gain of all of them together.
constexpr double least_tail = 0.003;
// All rounds together must gain more than this (relative), or this share of what was to be gained,
// for their cuts to stay.
constexpr double least_gain = 1e-6, least_share = 0.01;
// Cuts in one round, against the size of the problem.
constexpr std::size_t fewest_cuts = 50;
constexpr std::size_t most_cuts = 500;
// Rounds a cut may be slack before it goes.
constexpr std::int32_t cut_age = 2;
// Simplex steps of all rounds, in units of the first LP's, with a start for small problems.
constexpr std::int64_t iteration_share = 20;
constexpr std::int64_t iteration_start = 5000;

}  // namespace

void Search::check_cuts(const std::vector<Cut>& cuts) const {
    if (!options_.debug || !point_is_needed()) return;
    // In the node in work; anywhere, where no symmetry has put an equivalent in its place.
    const std::vector<double>* const points[] = {watched_.get(),
                                                 symmetry_ ? nullptr : &options_.debug->values};
    for (const std::vector<double>* point : points)
        if (point) check_cuts(cuts, *point);
}

void Search::check_cuts(const std::vector<Cut>& cuts, const std::vector<double>& point) const {
    if (!options_.debug || !point_is_needed()) return;
    for (const Cut& cut : cuts)
        if (cut.activity(point) > cut.right + scaled(DebugPoint::slack, cut.right))
            DebugPoint::lost(std::string("a cut by ") + cut.family);
}

// That of the program; null where its cuts rest.
const Network* Search::network() {
    if (!options_.network_cuts) return nullptr;
    if (!network_) {
        const Stint stint(control_, SearchPart::network_cuts);
        network_ = std::make_shared<const Network>(program_, domain_.rows(), control_);
    }
    return network_.get();
}

// With what the search knows of the whole program.
void Search::equip(Separation& at) {
    at.cliques = &cliques_;
    at.implied = probed_.bounds;
    at.network = network();
}

// Where a later search is to make the cuts again. The round is the caller's, as long as `at` is.
void Search::keep_recipes(Separation& at, CutRound& round) {
    if (!options_.keep_recipes) return;
    round = {++cut_rounds_made_, std::make_shared<const std::vector<double>>(at.point)};
    at.round = &round;
}

// Bounds from the present LP optimum, for the whole tree. False: nothing is left.
bool Search::tighten_root() {
    const std::int64_t changes = fix_by_reduced_costs(lp_objective_);
    if (changes == 0) return true;
    const bool open = domain_.propagate();
    watch("reduced cost fixing at the root");
    if (open) domain_.make_global();
    return open;
}

void Search::cut_rounds() {
    take_pending_rows();
    // Heuristics have moved the LP about; its optimum is needed with its tableau.
    if (!resolve_root()) return;
    find_symmetry();
    const Stint stint(control_, SearchPart::cuts);
    const VariableBounds bounds = variable_bounds();
    const double start = lp_objective_;
    if (options_.former && !make_former_cuts(bounds)) return;
    if (options_.former && options_.heuristics && !control_.stopped()) {
        // The last plan, mended, may leave nothing for further cuts to do.
        run_repair(*this);
        if (current_bound_ >= incumbent_.gap_cutoff()) return;
    }
    const std::int64_t first = relaxation_.lp().counters().iterations;
    const std::int64_t allowed = first + iteration_start + iteration_share * first;
    const auto size = static_cast<std::size_t>(program_.lp.columns);
    const std::size_t cuts_a_round = std::clamp(size / 2, fewest_cuts, most_cuts);
    int idle = 0;
    std::vector<Cut> cuts;
    std::vector<double> objectives{start};
    Separators separators(options_);
    const int rounds = begins_with_leaves() ? 0
                       : options_.brief     ? most_brief_rounds
                       : options_.restarted ? restarted_rounds
                                            : most_rounds;
    const int patient = options_.brief       ? brief_patience
                        : options_.restarted ? restarted_patience
                                             : patience;
    for (int round = 0; round < rounds && idle < patient; ++round) {
        if (control_.stopped() || relaxation_.lp().counters().iterations > allowed) break;
        report("cuts");
        find_fractional(lp_point_, fractional_);
        if (fractional_.empty()) break;
        cuts.clear();
        ask_for_cuts(cuts);
        Separation at(program_, domain_, bounds, relaxation_, control_);
        equip(at);
        CutRound recorded;
        keep_recipes(at, recorded);
        separators.separate(at, cuts);
        check_cuts(cuts);
        select_cuts(cuts, cuts_a_round, control_);
        if (cuts.empty()) break;
        separators.learn(cuts, control_.effort());
        if (symmetry_) symmetry_->add_images(cuts, relaxation_.cuts(), most_cuts);
        counters_.cuts += static_cast<std::int64_t>(cuts.size());
        const double before = lp_objective_;
        take_pending_rows();
        if (!add_cuts_at_root(cuts)) break;
        if (current_bound_ >= incumbent_.gap_cutoff()) break;
        if (options_.heuristics) round_by_locks(*this, lp_point_);
        if (!tighten_root()) {
            root_closed_ = true;
            return;
        }
        relaxation_.remove_slack_cuts(cut_age);
        if (!resolve_root()) return;
        const double most = incumbent_.gap_cutoff() - start;  // infinite without a plan
        const double scale =
            std::max(lp_objective_ - start, std::min(first_gain * std::fabs(start), most));
        const bool moved =
            lp_objective_ - before > least_progress * std::max(scale, first_gain_of_zero);
        idle = moved ? 0 : idle + 1;
        objectives.push_back(lp_objective_);
        if (round >= patience && lp_objective_ - objectives[objectives.size() - 1 - patience] <
                                     least_tail * (lp_objective_ - start))
            break;
    }
    if (control_.stopped() || !lp_solved_ || root_closed_) return;
    // Cuts that did not move the bound, and what is slack now, would only make every node's LP
    // larger.
    const double enough = std::min(least_gain * std::max(1.0, std::fabs(start)),
                                   least_share * (incumbent_.gap_cutoff() - start));
    if (lp_objective_ - start <= enough) {
        if (relaxation_.cut_rows() == 0) return;
        relaxation_.remove_last_cuts(static_cast<std::size_t>(relaxation_.cut_rows()));
        resolve_root();
    } else if (relaxation_.remove_slack_cuts(1)) {
        resolve_root();
    }
}

// False: no more cuts should be added. Cuts with which the LP cannot be solved are taken out again.
bool Search::add_cuts_at_root(const std::vector<Cut>& cuts) {
    const std::shared_ptr<const PackedBasis> before = relaxation_.packed_basis();
    relaxation_.add_cuts(cuts);
    if (resolve_root()) return true;
    if (root_closed_ || status_ != SearchStatus::proven) return false;
    relaxation_.remove_last_cuts(cuts.size());
    relaxation_.load_basis(*before);
    resolve_root();
    return false;
}

// False: the root is settled, the search stopped, or the LP gave up.
bool Search::resolve_root() {
    if (!solve_root_relaxation()) {
        root_closed_ = status_ == SearchStatus::proven;
        return false;
    }
    if (!lp_solved_) return false;
    keep_lp_values();
    remember_root_costs();
    current_bound_ = std::max(current_bound_, incumbent_.round_up(lp_objective_));
    root_bound_ = current_bound_;
    return true;
}

}  // namespace tenon::ilp

#include "ilp/search/search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/rounds.hpp"

namespace tenon::ilp {

Search::Search(const MixedProgram& program, Control& control, Judge judge,
               const SearchOptions& options)
    : Workbench(program, control, std::move(judge), options),
      queue_(control.context().budget),
      judge_floor_(options.judge_floor),
      local_cuts_(options.eager_tree_cuts) {
    if (options.debug)
        watched_at_root_ = std::make_shared<const std::vector<double>>(options.debug->values);
}

Search::Search(const Search& whole, Control& control, Judge judge, double share,
               std::uint64_t stream)
    : Workbench(whole, control, std::move(judge), share, stream),
      queue_(control.context().budget),
      watched_at_root_(whole.watched_at_root_),
      local_cuts_(whole.options_.eager_tree_cuts),
      sought_symmetry_(true),
      root_costs_(whole.root_costs_),
      root_values_(whole.root_values_),
      root_objective_(whole.root_objective_),
      root_costs_cutoff_(whole.root_costs_cutoff_),
      root_iterations_(whole.root_iterations_) {
    options_.restarts = 0;  // the whole decides
    network_ = whole.network_;
    if (whole.conflicts_) start_learning();
    if (whole.tree_cuts_) tree_cuts_ = std::make_unique<TreeCuts>(*whole.tree_cuts_, share);
    if (tree_cuts_ && options_.implied_bound_cuts) probed_.bounds = whole.probed_.bounds;
    if (!whole.symmetry_) return;
    symmetry_ = std::make_unique<Symmetry>(program_, whole.symmetry_->parts());
    domain_.set_rule(symmetry_.get());
    symmetry_->reset(domain_);
}

Search::~Search() = default;

// What costs and bounds of columns alone say, less rounding.
double Search::bound_of_box() const {
    const LinearProgram& lp = program_.lp;
    double sum = lp.offset, terms = std::fabs(sum);
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        if (lp.cost[j] == 0) continue;
        const double least = lp.cost[j] * (lp.cost[j] > 0 ? lp.lower[j] : lp.upper[j]);
        sum += least;
        terms += std::fabs(least);
    }
    constexpr double rounding = 1e-12;
    return std::isfinite(terms) ? sum - rounding * terms : -infinity;
}

SearchStatus Search::run() {
    const double start = control_.seconds();
    const std::int64_t before = control_.work();
    current_bound_ = incumbent_.round_up(bound_of_box());  // until the first LP
    const bool open = root();
    // A search that was stopped at the root keeps the root's bound.
    if (open || status_ == SearchStatus::proven) current_bound_ = infinity;
    counters_.root_seconds += control_.seconds() - start;
    tree_start_ = control_.work();
    root_work_ = tree_start_ - before;
    if (open) grow();
    counters_.add_lps(relaxation_.lp().counters());
    if (conflicts_) counters_.conflicts.add(conflicts_->counters());
    counters_.add_lps(incumbent_.lp_counters());
    if (rounds_) rounds_->add_lps(counters_);
    return status_;
}

void Search::go_on_from(const SearchCounters& counters, const PseudoCosts& learned,
                        std::span<const std::int32_t> origin) {
    counters_ = counters;
    pseudo_costs_.take(learned, origin);
}

// Of what is open here and with the workers.
double Search::open_bound() const {
    double least = std::min({floor_, queue_.least_bound(), current_bound_});
    for (const Node& node : plunge_) least = std::min(least, node.bound);
    if (has_next_) least = std::min(least, next_.bound);
    if (rounds_) least = std::min(least, rounds_->bound());
    return least;
}

double Search::bound() const {
    const double least = std::min(std::max(open_bound(), options_.known_bound), judge_floor_);
    // Nothing below the strict cutoff is left: the incumbent itself is the best there is.
    if (least >= incumbent_.strict_cutoff() && incumbent_.limited()) return incumbent_.limit();
    return least;
}

double Search::gap() const {
    if (!incumbent_.limited()) return infinity;
    const double difference = std::fabs(incumbent_.limit() - bound());
    if (difference == 0) return 0;
    return difference / std::max(std::fabs(incumbent_.limit()), least_objective);
}

SearchState Search::state() const {
    auto open = static_cast<std::int64_t>(queue_.size() + plunge_.size()) + (has_next_ ? 1 : 0);
    if (rounds_) open += rounds_->open();
    return {phase_,
            counters_.nodes,
            open,
            incumbent_.limited() ? incumbent_.limit() : std::numeric_limits<double>::quiet_NaN(),
            bound(),
            gap()};
}

void Search::report(const char* phase) {
    phase_ = phase;
    if (control_.is_heard()) control_.report(state());
}

void Search::report_step(const char* event) {
    if (control_.is_heard()) control_.report_step(state(), event);
}

void Search::tell_plan(const char* source) {
    if (control_.is_heard()) control_.report_plan(state(), source);
}

void Search::keep_lp_values() {
    lp_solved_ = true;
    lp_objective_ = relaxation_.objective();
    lp_point_.assign(relaxation_.primal().begin(), relaxation_.primal().end());
}

bool Search::point_in_domain(const std::vector<double>& x) const {
    for (std::int32_t j = 0; j < domain_.columns(); ++j) {
        const double room = scaled(DebugPoint::slack, x[j]);
        if (x[j] < domain_.lower(j) - room || x[j] > domain_.upper(j) + room) return false;
    }
    return true;
}

// Only a point that would still be an improvement must not be lost.
bool Search::point_is_needed() const {
    const double value = options_.debug->objective;
    return value < incumbent_.gap_cutoff() - scaled(DebugPoint::slack, value);
}

// It lies in the bounds of the whole tree, and a search must find it or a better one.
bool Search::holds_debug_point() const {
    return options_.debug && point_is_needed() && !symmetry_ &&
           point_in_domain(options_.debug->values);
}

void Search::watch(const char* step) {
    if (!watched_ || !point_is_needed()) return;
    if (domain_.infeasible() || !point_in_domain(*watched_)) DebugPoint::lost(step);
}

}  // namespace tenon::ilp

// The tree. A node is entered (bounds of its path, propagation), bounded (LP, reduced costs,
// propagation, until nothing moves), pruned, settled (all integers integral) or split.
//
// Order: from a node to the child that looks better and so on down (a plunge, with a warm LP); then
// back to the siblings of that plunge while their bounds are good; then to the open node with the
// best estimate, every tenth time to the one with the best bound. Where the open nodes take too
// much memory, down without end, and from there to the deepest (node_queue.hpp).
//
// How a node is settled or split: splitting.cpp.
//
// A. Land, A. Doig, Econometrica 28, 1960; T. Achterberg, thesis, 2007, chapter 6.
#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/rounds.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// One pick in so many goes to the best bound, so that it moves.
constexpr std::int64_t best_bound_interval = 10;
// A plunge goes back to a sibling while its bound is within this share of the open gap.
constexpr double sibling_share = 0.3;
// Nodes of one plunge, with its siblings; without any plan yet, plunges may last longer.
constexpr std::int64_t plunge_limit = 60;
constexpr std::int64_t plunge_limit_without_plan = 300;
// Of the memory for nodes: what bases that go are to leave, and where the order is as usual again.
constexpr double shed_share = 0.75, enough_share = 0.5;
// LP, reduced cost fixing and propagation at one node: what moves after that moves little.
constexpr int most_bounding_rounds = 5;
// Rounds of the caller's cuts at one node.
constexpr int most_host_rounds = 10;

}  // namespace

void Search::grow() {
    if (examine_ && options_.rounds && !options_.brief) {
        // One node at least: what the root says holds for all.
        pause_work_ = control_.work() + std::max<std::int64_t>(1, options_.rounds_after_work);
        pause_open_ = options_.rounds_fewest_open;
    }
    if (grow_on()) {
        rounds_ = std::make_unique<Rounds>(*this);
        rounds_->run();
    }
    if (status_ == SearchStatus::proven && unresolved_ && floor_ < incumbent_.gap_cutoff())
        status_ = SearchStatus::numerical;
}

bool Search::pause_due() const {
    if (counters_.nodes >= pause_nodes_) return true;
    return control_.work() >= pause_work_ && queue_.size() + plunge_.size() >= pause_open_;
}

bool Search::grow_on() {
    Node node;
    while (status_ == SearchStatus::proven) {
        if (control_.stopped() || !control_.node_allowed(counters_.nodes)) {
            status_ = SearchStatus::stopped;
            break;
        }
        if (pause_due()) return true;
        if (grows_too_large()) {
            status_ = SearchStatus::stopped;
            break;
        }
        report("branch and cut");
        if (!pick(node)) break;
        ++counters_.nodes;
        ++plunge_nodes_;
        const Fate fate = process(node);
        if (fate == Fate::stopped) {
            // The node stays open: its bound stays in the bound.
            floor_ = std::min(floor_, node.bound);
            status_ = SearchStatus::stopped;
        } else if (fate == Fate::unsolved) {
            floor_ = std::min(floor_, node.bound);
            unresolved_ = true;
        }
        current_bound_ = infinity;
    }
    return false;
}

void Search::flush_plunge() {
    for (Node& node : plunge_) queue_.push(std::move(node));
    plunge_.clear();
    plunge_nodes_ = 0;
}

// Above the limit down without coming back, until the nodes take half of it.
void Search::watch_memory() {
    const double bytes = share_ * static_cast<double>(options_.node_bytes);
    const auto limit = static_cast<std::int64_t>(bytes);
    const auto shed = static_cast<std::int64_t>(shed_share * bytes);
    const auto enough = static_cast<std::int64_t>(enough_share * bytes);
    if (options_.most_node_bytes && queue_.bytes() > *options_.most_node_bytes)
        *options_.most_node_bytes = queue_.bytes();
    if (queue_.goes_deep()) {
        if (queue_.bytes() < enough) queue_.go_deep(false);
    } else if (queue_.bytes() > limit) {
        control_.add_work(static_cast<std::int64_t>(queue_.size()));
        queue_.shed_bases(shed);
        if (queue_.bytes() > shed) queue_.go_deep(true);
    }
}

// The node's bound is the current one from here on, so that it counts whatever happens.
bool Search::pick(Node& node) {
    const double cutoff = incumbent_.gap_cutoff();
    const auto take = [&](Node&& from) {
        current_bound_ = from.bound;
        node = std::move(from);
    };
    if (has_next_) {
        take(std::move(next_));
        has_next_ = false;
        if (node.bound < cutoff) return true;  // entered already as its parent's child
        floor_ = std::min(floor_, node.bound);
        current_bound_ = infinity;
    }
    floor_ = std::min(floor_, queue_.prune(cutoff));
    if (!refresh_global_bounds()) {
        plunge_.clear();
        queue_.clear();
        return false;
    }
    if (restart_in_tree()) return false;
    watch_memory();
    const bool deep = queue_.goes_deep() || told_deep_;
    while (!plunge_.empty()) {
        take(std::move(plunge_.back()));
        plunge_.pop_back();
        if (node.bound >= cutoff) {
            floor_ = std::min(floor_, node.bound);
            current_bound_ = infinity;
            continue;
        }
        const double least = std::min(open_bound(), outer_bound_);
        const bool near =
            deep || !incumbent_.limited() || node.bound <= least + sibling_share * (cutoff - least);
        const std::int64_t limit = incumbent_.limited() ? plunge_limit : plunge_limit_without_plan;
        if (near && (deep || plunge_nodes_ < limit)) {
            enter(node);
            return true;
        }
        queue_.push(std::move(node));
        current_bound_ = infinity;
        flush_plunge();
    }
    plunge_nodes_ = 0;
    if (queue_.empty()) return false;
    current_bound_ = queue_.least_bound();
    const bool by_bound = ++picks_ % best_bound_interval == 0 && !deep;
    take(by_bound ? queue_.take_best_bound() : queue_.take_first());
    enter(node);
    return true;
}

// What a better cutoff implies for the whole tree. False: nothing better is left anywhere.
bool Search::refresh_global_bounds() {
    const bool learned = conflicts_ && conflicts_->has_global();
    if (!learned && (!incumbent_.limited() || incumbent_.strict_cutoff() >= root_costs_cutoff_))
        return true;
    domain_.undo_to(0);
    if (symmetry_) symmetry_->reset(domain_);
    watched_ = watched_at_root_;
    const bool open =
        (!learned || take_learned_bounds()) && fix_by_root_costs() && domain_.propagate();
    watch("reduced cost fixing at the root");
    if (open) domain_.make_global();
    return open;
}

bool Search::enter(const Node& node) {
    follow_path(node);
    if (node.basis) {
        if (tree_cuts_) tree_cuts_->retire(relaxation_);
        if (relaxation_.load_basis(*node.basis) > 0)
            control_.add_work(
                static_cast<std::int64_t>(relaxation_.lp().problem().matrix.index.size()));
    }
    return !domain_.infeasible();
}

void Search::follow_path(const Node& node) {
    domain_.undo_to(0);
    if (conflicts_) conflicts_->shrink();
    if (symmetry_) symmetry_->reset(domain_);
    std::vector<const Path*> links;
    for (const Path* path = node.path.get(); path; path = path->parent.get()) links.push_back(path);
    for (auto link = links.rbegin(); link != links.rend(); ++link) {
        if (symmetry_) symmetry_->take((*link)->symmetry, domain_);
        for (const BoundFix& fix : (*link)->changes) {
            control_.add_work(1);
            domain_.tighten(fix.column, fix.upper, fix.value, Domain::by_branching);
        }
    }
    node_mark_ = domain_.mark();
}

Search::Fate Search::prune(const char* step, double bound) {
    if (watched_ && point_is_needed()) DebugPoint::lost(step);
    if (bound < incumbent_.strict_cutoff()) floor_ = std::min(floor_, bound);
    return Fate::pruned;
}

void Search::learn_pseudo_cost(const Node& node, double objective) {
    if (node.column < 0) return;
    pseudo_costs_.record(node.column, node.up, objective - node.parent_objective, node.distance);
    if (tree_cuts_) tree_cuts_->learn_gain(objective - node.parent_objective);
}

double Search::estimate(double objective) const {
    double sum = objective;
    for (const std::int32_t j : fractional_) {
        const double fraction = lp_point_[j] - std::floor(lp_point_[j]);
        sum += std::min(pseudo_costs_.gain(j, false, fraction),
                        pseudo_costs_.gain(j, true, 1 - fraction));
    }
    return sum;
}

bool Search::lp_point_in_domain() const {
    const std::vector<double>& x = lp_point_;
    for (const Domain::Change& change : domain_.changes_since(node_mark_)) {
        const std::int32_t j = change.column;
        if (x[j] < domain_.lower(j) - integrality_tolerance ||
            x[j] > domain_.upper(j) + integrality_tolerance)
            return false;
    }
    return true;
}

// False: nothing is left.
bool Search::propagate_node() {
    const Stint stint(control_, SearchPart::propagation);
    const std::size_t before = domain_.mark();
    const bool open = domain_.propagate() && spread_symmetry();
    control_.effort().of(SearchPart::propagation).found +=
        static_cast<std::int64_t>(domain_.mark() - before);
    return open;
}

LpStatus Search::solve_node() {
    const Stint stint(control_, SearchPart::node_lps);
    relaxation_.sync(domain_);
    return relaxation_.solve(control_, incumbent_.strict_cutoff());
}

Search::Fate Search::bound_node(Node& node, bool first) {
    bool learned = !first;
    lp_solved_ = false;
    for (int round = 0;; ++round) {
        const std::size_t known = domain_.mark();
        const bool open = propagate_node();
        watch("propagation");
        if (open && round == 0 && first && node.column >= 0)
            pseudo_costs_.record_implied(node.column, node.up, domain_.mark() - known);
        if (!open) {
            learn_from_propagation();
            return prune("propagation", infinity);
        }
        const LpStatus status = solve_node();
        switch (status) {
            case LpStatus::optimal:
                break;
            case LpStatus::infeasible:
                learn_from_relaxation(status);
                if (!learned && node.column >= 0)
                    pseudo_costs_.record_infeasible(node.column, node.up);
                return prune("an infeasible LP", infinity);
            case LpStatus::cutoff:
                learn_from_relaxation(status);
                return prune("the LP cutoff", infinity);
            case LpStatus::stopped:
            case LpStatus::iteration_limit:
                control_.stopped();
                control_.stop(Stop::time);
                return Fate::stopped;
            case LpStatus::numerical:
            case LpStatus::unbounded:
            case LpStatus::unsolved:
                return Fate::unsolved;
        }
        keep_lp_values();
        if (round == 0) relaxation_.age_cuts();
        const double objective = lp_objective_;
        if (!learned) learn_pseudo_cost(node, objective);
        learned = true;
        node.bound = std::max(node.bound, incumbent_.round_up(objective));
        current_bound_ = node.bound;
        if (node.bound >= incumbent_.gap_cutoff()) {
            if (objective > incumbent_.strict_cutoff()) learn_from_relaxation(status);
            return prune("the bound", node.bound);
        }
        if (fix_by_reduced_costs(objective) == 0) return Fate::branched;
        const bool left = propagate_node();
        watch("reduced cost fixing");
        if (!left) {
            learn_from_propagation();
            return prune("reduced cost fixing", infinity);
        }
        if (round >= most_bounding_rounds || lp_point_in_domain()) {
            relaxation_.sync(domain_);
            return Fate::branched;
        }
    }
}

Search::Fate Search::process(Node& node) {
    watched_ = node.watched;
    watch("a path of bounds");
    if (domain_.infeasible()) {
        learn_from_propagation();
        return prune("a path of bounds", infinity);
    }
    int host_rounds = 0;
    // The root has asked for itself.
    bool asks_for_plans = options_.host.has_plans && node.depth > 0, asked = false;
    TreeCuts::Visit cutting;
    LocalCuts::Visit local;
    while (true) {
        if (control_.stopped()) return Fate::stopped;
        take_pending_rows();
        control_.add_work(domain_.columns() + relaxation_.lp().rows());
        const Fate fate = bound_node(node, cutting.rounds == 0 && !local.basis && !asked);
        if (local.cuts > 0) {
            const bool ends = fate == Fate::pruned || fate == Fate::stopped;
            if (fate == Fate::branched) {
                find_fractional(lp_point_, fractional_);
                if (fractional_.empty()) offer(lp_point_, "an integral LP");
            }
            take_back_local_cuts(local, fate == Fate::pruned);
            if (ends) return fate;
            continue;
        }
        if (fate == Fate::unsolved) {
            if (cutting.cuts == 0) return split_anywhere(node);
            take_back_tree_cuts(cutting);
            continue;
        }
        const bool closed = fate == Fate::pruned;
        if (closed && cutting.rounds > 0) end_tree_cuts(cutting, closed);
        if (fate != Fate::branched) return fate;
        find_fractional(lp_point_, fractional_);
        if (fractional_.empty()) {
            if (cutting.rounds > 0) end_tree_cuts(cutting, true);
            const Fate settled = settle_integral(node);
            if (settled == Fate::reopened) continue;
            return settled;
        }
        if (std::exchange(asks_for_plans, false)) {
            asked = ask_for_plans(node);
            if (control_.stopped()) return Fate::stopped;
            if (node.bound >= incumbent_.gap_cutoff()) return prune("the bound", node.bound);
            if (asked) continue;
        }
        if (host_rounds++ < most_host_rounds && add_host_cuts()) continue;
        if (add_tree_cuts(node, cutting)) continue;
        if (add_local_cuts(node, local)) continue;
        if (options_.heuristics && !node.former &&
            run_node_heuristics(*this, node.depth, counters_.nodes) &&
            node.bound >= incumbent_.gap_cutoff())
            return prune("the bound", node.bound);
        if (control_.stopped()) return Fate::stopped;
        Choice choice;
        if (take_host_branch(choice)) {
            if (control_.stopped()) return Fate::stopped;
            return split(node, choice);
        }
        choice = choose_branch(lp_objective_);
        if (control_.stopped()) return Fate::stopped;
        if (choice.infeasible) return prune("strong branching", infinity);
        if (choice.tightened) {
            record_tightened(node, choice);
            watch("strong branching");
            continue;
        }
        halve_set(choice);
        return split(node, choice);
    }
}

}  // namespace tenon::ilp

// The root: what rows imply, the first relaxation, cuts while they pay, first plans.
#include <algorithm>
#include <cmath>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/node/clique_extraction.hpp"
#include "ilp/presolve/integral_scale.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

bool Search::root_propagation() {
    const Stint stint(control_, SearchPart::propagation);
    watched_ = watched_at_root_;
    const bool open = !has_integer_contradiction(program_, domain_.rows()) && domain_.propagate();
    watch("propagation at the root");
    if (open) domain_.make_global();
    return open;
}

bool Search::solve_root_relaxation() {
    const Stint stint(control_, SearchPart::root_lps);
    relaxation_.sync(domain_);
    lp_solved_ = false;
    control_.tell_linear_programs(true);
    const LpStatus status = relaxation_.solve(control_, incumbent_.strict_cutoff());
    control_.tell_linear_programs(false);
    switch (status) {
        case LpStatus::optimal:
            lp_solved_ = true;
            return true;
        case LpStatus::infeasible:
        case LpStatus::cutoff:
            prune("the LP at the root", infinity);
            return false;
        case LpStatus::unbounded:
            status_ = SearchStatus::unbounded;
            return false;
        case LpStatus::stopped:
        case LpStatus::iteration_limit:
            control_.stopped();
            control_.stop(Stop::time);
            status_ = SearchStatus::stopped;
            return false;
        case LpStatus::numerical:
        case LpStatus::unsolved:
            return true;  // the tree splits without an LP
    }
    return true;
}

// Cliques of rows, and what binaries imply one by one. False: nothing is left.
bool Search::probe_root() {
    find_fractional(lp_point_, fractional_);
    if (fractional_.empty()) return true;
    cliques_ = cliques_of_rows(program_, domain_);
    control_.add_work(cliques_.work());
    if (!options_.probing || options_.brief) return true;
    const Stint stint(control_, SearchPart::probing);
    probed_ = probe(domain_, control_, cliques_, lp_point_);
    control_.effort().of(SearchPart::equivalences).found +=
        static_cast<std::int64_t>(open_equations().size());
    control_.effort().of(SearchPart::probing).found +=
        probed_.fixed + probed_.tightened + probed_.pairs + probed_.equivalences;
    if (probed_.infeasible) {
        prune("probing", infinity);
        return false;
    }
    watch("probing");
    if (!follow_probed()) {
        prune("implications", infinity);
        return false;
    }
    // The LP takes the bounds over before anything saves its state.
    resolve_root();
    return !root_closed_ && status_ == SearchStatus::proven;
}

// What probing has found acts from here on. False: nothing is left.
bool Search::follow_probed() {
    if (!options_.implications || probed_.implications.empty()) return true;
    const Stint stint(control_, SearchPart::implications);
    implications_ =
        std::make_unique<Implications>(domain_.columns(), std::move(probed_.implications));
    domain_.set_implications(implications_.get());
    const bool open = domain_.propagate();
    watch("implications");
    if (open) domain_.make_global();
    return open;
}

bool Search::propagate_cutoff() {
    if (incumbent_.strict_cutoff() < infinity) domain_.set_cutoff(incumbent_.strict_cutoff());
    return root_propagation();
}

bool Search::root() {
    report("root");
    if (!propagate_cutoff()) return false;
    if (!options_.hint.empty()) follow_hints(*this, {});
    if (options_.heuristics && options_.former) run_mending(*this, options_.former->work);
    if (control_.stopped()) {
        status_ = SearchStatus::stopped;
        return false;
    }
    if (options_.heuristics && !integers_.empty() && !options_.restarted &&
        !(options_.former && incumbent_.limited()))
        run_start_heuristics(*this);
    // A makespan that no machine can beat is proved without the LP.
    if (incumbent_.found() && !control_.stopped() && !propagate_cutoff()) return false;
    if (options_.former && !options_.former->basis.column.empty())
        relaxation_.lp().set_basis(options_.former->basis);
    if (!solve_root_relaxation()) return false;
    Node node;
    if (lp_solved_) {
        keep_lp_values();
        root_start_ = lp_point_;
        root_iterations_ = relaxation_.lp().counters().iterations;
        first_objective_ = lp_objective_;
        if (options_.keep_recipes) first_basis_ = relaxation_.lp().basis();
        current_bound_ = std::max(current_bound_, incumbent_.round_up(lp_objective_));
        root_bound_ = current_bound_;
        remember_root_costs();
        report_step("first LP");
        if (!bound_by_patterns()) return false;
        report("heuristics");
        if (!options_.hint.empty()) {
            const std::vector<double> point = lp_point_;
            follow_hints(*this, point);
        }
        ask_for_plans_at_root();
        if (options_.heuristics && !options_.brief && !options_.restarted && !options_.former)
            run_root_heuristics(*this);
        if (!control_.stopped() && !probe_root()) return false;
        if (leave_root()) return false;
        if (!begins_with_leaves() && !control_.stopped() && !try_small_tree()) return false;
        if (options_.cuts && !control_.stopped()) cut_rounds();
        if (status_ != SearchStatus::proven || root_closed_) return false;
        if (counters_.cuts > 0) {
            report_step("cuts");
            ask_for_plans_at_root();
        }
        // Where no cuts have come since, that is done.
        const bool repaired = options_.former && options_.cuts && begins_with_leaves();
        if (options_.heuristics && lp_solved_ && !control_.stopped() && !repaired)
            run_repair(*this);
        if (options_.heuristics && lp_solved_ && !control_.stopped() && !knows_good_plan()) {
            report("heuristics");
            run_root_heuristics(*this);
            if (!options_.restarted) run_root_neighbourhoods(*this);
        }
        node.bound = node.estimate = current_bound_;
    }
    domain_.undo_to(0);
    node_mark_ = 0;
    find_symmetry();
    start_learning();
    start_tree_cuts();
    node.watched = watched_at_root_;
    if (!begin_with_leaves(node)) {
        if (options_.record) {
            options_.record->begin_anew();
            node.record = BranchingTree::root;
        }
        queue_.push(std::move(node));
    }
    return true;
}

}  // namespace tenon::ilp

// Reliability branching: pseudo-costs where they rest on enough branches, strong branching (a few
// dual simplex steps into each child) where they do not yet.
//
// T. Achterberg, T. Koch, A. Martin: Branching rules revisited, Operations Research Letters 33,
// 2005.
#include <algorithm>
#include <cmath>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/search.hpp"

namespace tenon::ilp {

namespace {

// Branches in both directions after which a pseudo-cost is believed.
constexpr std::int32_t reliable_count = 5;
// Candidates without gain after which strong branching stops looking.
constexpr std::int32_t look_ahead = 9;
constexpr std::int32_t most_trials = 100;
// Dual simplex steps in one trial.
constexpr std::int64_t iterations_a_trial = 70;
// Strong branching may take this share of all simplex steps, and a start: so many times the steps
// of the root's first relaxation, or the trees of small programs would cost less than their trials.
constexpr double trial_share = 0.25;
constexpr std::int64_t start_in_roots = 5, least_start = 100, most_start = 3'000;
// Weight of what branches imply for other columns: of like candidates the one that decides more. As
// much as a tenth cost nodes where gains tell columns apart (orders_m, parallel_m); ties are what
// it is for (enigma, binpack_m).
constexpr double inference_weight = 0.001;
// Weight of infeasible children in the order of candidates: they close nodes.
constexpr double infeasible_weight = 0.5;

struct Candidate {
    std::int32_t column;
    double value, score;
};

}  // namespace

Search::Trial Search::try_branch(std::int32_t column, bool up, double value, double objective,
                                 std::int64_t iterations) {
    Trial out;
    const std::size_t mark = domain_.mark();
    if (up)
        domain_.raise_lower(column, std::ceil(value), Domain::by_branching);
    else
        domain_.drop_upper(column, std::floor(value), Domain::by_branching);
    if (!domain_.propagate()) {
        learn_from_propagation();
        out.infeasible = out.finished = true;
    } else {
        pseudo_costs_.record_implied(column, up, domain_.mark() - mark - 1);
        relaxation_.sync(domain_);
        const std::int64_t before = relaxation_.lp().counters().iterations;
        const LpStatus status = relaxation_.solve(control_, incumbent_.strict_cutoff(), iterations);
        trial_iterations_ += relaxation_.lp().counters().iterations - before;
        if (status == LpStatus::infeasible || status == LpStatus::cutoff) {
            learn_from_relaxation(status);
            out.infeasible = out.finished = true;
        } else if (status == LpStatus::optimal) {
            out.finished = true;
            out.bound = relaxation_.objective();
            out.gain = std::max(0.0, out.bound - objective);
            out.infeasible = out.bound > incumbent_.strict_cutoff();
        } else if (status == LpStatus::iteration_limit) {
            out.gain = std::max(0.0, relaxation_.objective() - objective);
        }
    }
    domain_.undo_to(mark);
    return out;
}

// Beside the gain of the bound.
double Search::appeal(std::int32_t column) const {
    const double inference =
        options_.inference_scores ? inference_weight * pseudo_costs_.inference(column) : 0;
    return (1 + inference) * (symmetry_ ? symmetry_->appeal(column) : 1);
}

double Search::trial_start() const {
    const std::int64_t steps =
        std::clamp(start_in_roots * root_iterations_, least_start, most_start);
    return share_ * static_cast<double>(steps);
}

Search::Choice Search::choose_branch(double objective) {
    Choice best;
    const std::vector<double>& x = lp_point_;
    std::vector<Candidate> candidates;
    std::vector<std::int32_t> eligible = fractional_;
    keep_highest_priority(eligible);
    for (const std::int32_t j : eligible) {
        const double fraction = x[j] - std::floor(x[j]);
        const double score = PseudoCosts::score(pseudo_costs_.gain(j, false, fraction),
                                                pseudo_costs_.gain(j, true, 1 - fraction)) *
                             (1 + infeasible_weight * pseudo_costs_.infeasible_share(j)) *
                             appeal(j);
        candidates.push_back({j, x[j], score});
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.column < b.column;
    });
    const auto all = static_cast<double>(relaxation_.lp().counters().iterations);
    const bool may_try = options_.strong_branching &&
                         static_cast<double>(trial_iterations_) < trial_start() + trial_share * all;
    double best_score = -1;
    std::int32_t tried = 0, without_gain = 0;
    std::shared_ptr<const Simplex::Snapshot> here;
    for (const Candidate& candidate : candidates) {
        if (control_.stopped()) break;
        const std::int32_t j = candidate.column;
        const double fraction = candidate.value - std::floor(candidate.value);
        if (!may_try || pseudo_costs_.count(j) >= reliable_count || tried >= most_trials ||
            without_gain >= look_ahead) {
            if (candidate.score > best_score) {
                best_score = candidate.score;
                best = Choice{};
                best.column = j;
                best.value = candidate.value;
            }
            continue;
        }
        const Stint stint(control_, SearchPart::strong_branching);
        if (!here) {
            relaxation_.sync(domain_);
            here = relaxation_.lp().save();
        }
        ++tried;
        const Trial down = try_branch(j, false, candidate.value, objective, iterations_a_trial);
        relaxation_.lp().restore(here);
        relaxation_.sync(domain_);
        if (control_.stopped()) break;
        const Trial up = try_branch(j, true, candidate.value, objective, iterations_a_trial);
        relaxation_.lp().restore(here);
        relaxation_.sync(domain_);
        if (down.infeasible)
            pseudo_costs_.record_infeasible(j, false);
        else if (down.finished)
            pseudo_costs_.record(j, false, down.gain, fraction);
        if (up.infeasible)
            pseudo_costs_.record_infeasible(j, true);
        else if (up.finished)
            pseudo_costs_.record(j, true, up.gain, 1 - fraction);
        if (down.infeasible || up.infeasible) {
            ++control_.effort().of(SearchPart::strong_branching).found;
            best = Choice{};
            best.column = j;
            best.infeasible = down.infeasible && up.infeasible;
            best.tightened = !best.infeasible;
            if (best.tightened) {
                best.value = candidate.value;
                best.up_is_left = down.infeasible;
                if (down.infeasible)
                    domain_.raise_lower(j, std::ceil(candidate.value), Domain::by_branching);
                else
                    domain_.drop_upper(j, std::floor(candidate.value), Domain::by_branching);
            }
            return best;
        }
        const double score = PseudoCosts::score(down.gain, up.gain) * appeal(j);
        if (score > best_score) {
            best_score = score;
            best = Choice{};
            best.column = j;
            best.value = candidate.value;
            best.down_bound = down.bound;
            best.up_bound = up.bound;
            without_gain = 0;
        } else {
            ++without_gain;
        }
    }
    return best;
}

}  // namespace tenon::ilp

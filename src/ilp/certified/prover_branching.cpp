// Which column to branch on in a proof.
#include <algorithm>
#include <cmath>

#include "ilp/certified/prover.hpp"
#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp::certified {

namespace {

// Branches after which a pseudo-cost is believed, and candidates and dual simplex steps that find
// out where it is not.
constexpr std::int32_t reliable_count = 4;
constexpr int most_trials = 20, look_ahead = 6;
constexpr std::int64_t iterations_a_trial = 60;
// Trials may take this share of all simplex steps, and a start.
constexpr double trial_share = 0.4;
constexpr std::int64_t trial_start = 3'000;
// Boxes beyond this are not halved.
constexpr double widest = 1e15;

struct Candidate {
    std::int32_t column;
    double score;
};

}  // namespace

// What one side of a branching adds to the bound; infinity if it closes it.
double Prover::trial_gain(std::int32_t column, bool up, double value, double objective) {
    const double lower = box_.lower()[column], upper = box_.upper()[column];
    lp_.set_bounds(column, up ? std::ceil(value) : lower, up ? upper : std::floor(value));
    LpLimits limits = control_.lp_limits();
    limits.iterations = iterations_a_trial;
    limits.objective_cutoff =
        box_.limit() < infinity ? box_.limit() + program_.lp.offset : infinity;
    const LpCounters before = lp_.counters();
    const LpStatus status = lp_.solve(limits);
    control_.add_work(lp_.counters().work - before.work);
    trial_iterations_ += lp_.counters().iterations - before.iterations;
    if (status == LpStatus::infeasible || status == LpStatus::cutoff) return infinity;
    if (status != LpStatus::optimal && status != LpStatus::iteration_limit) return 0;
    const double gain = lp_.objective() - program_.lp.offset - objective;
    const double distance = up ? std::ceil(value) - value : value - std::floor(value);
    if (status == LpStatus::optimal) pseudo_costs_.record(column, up, gain, distance);
    return std::max(gain, 0.0);
}

Prover::Choice Prover::choose() {
    std::vector<Candidate> candidates;
    for (std::int32_t j = 0; j < rows_.columns(); ++j) {
        if (!rows_.integer(j) || distance_to_integer(x_[j]) <= integrality_tolerance) continue;
        const double f = x_[j] - std::floor(x_[j]);
        candidates.push_back({j, PseudoCosts::score(pseudo_costs_.gain(j, false, f),
                                                    pseudo_costs_.gain(j, true, 1 - f))});
    }
    if (candidates.empty()) return {};
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.score > b.score; });
    Candidate best{candidates.front().column, -1};
    const auto all = lp_.counters().iterations;
    const bool trials = static_cast<double>(trial_iterations_) <
                        trial_share * static_cast<double>(all) + trial_start;
    const double objective = node_value_;
    std::shared_ptr<const Simplex::Snapshot> here;
    int tried = 0, without_gain = 0;
    for (const Candidate& candidate : candidates) {
        const std::int32_t j = candidate.column;
        double score = candidate.score;
        const bool known = pseudo_costs_.count(j) >= reliable_count;
        if (!known && trials && tried < most_trials && !control_.stopped()) {
            if (!here) here = lp_.save();
            ++tried;
            const double down = trial_gain(j, false, x_[j], objective);
            lp_.restore(here);
            const double up = trial_gain(j, true, x_[j], objective);
            lp_.restore(here);
            score = std::isinf(down) || std::isinf(up) ? infinity : PseudoCosts::score(down, up);
        }
        if (score > best.score) {
            best = {j, score};
            without_gain = 0;
        } else if (++without_gain >= look_ahead) {
            break;
        }
        if (std::isinf(score)) break;
    }
    return {best.column, std::floor(x_[best.column])};
}

// Without a fractional column: any that is not fixed, in the middle of its box.
Prover::Choice Prover::choose_any() const {
    Choice best;
    double least = infinity;
    for (std::int32_t j = 0; j < rows_.columns(); ++j) {
        const double lower = box_.lower()[j], upper = box_.upper()[j];
        if (!rows_.integer(j) || !(lower < upper)) continue;
        const bool wide = !(std::fabs(lower) < widest && std::fabs(upper) < widest);
        const double width = wide ? widest : upper - lower;
        if (wide && (x_.empty() || !(std::fabs(x_[j]) < widest))) continue;
        if (width >= least) continue;
        least = width;
        const double middle = wide ? std::round(x_[j]) : std::floor(lower / 2 + upper / 2);
        best = {j, std::clamp(middle, lower, upper - 1)};
    }
    return best;
}

}  // namespace tenon::ilp::certified

#include "ilp/lp/simplex_driver.hpp"

#include <algorithm>
#include <cmath>

#include "base/clock.hpp"

namespace tenon::ilp {

namespace {

// Bounds of free variables in the boxed subproblem.
constexpr double free_box = 1000.0;
// Changes between the methods before the solve counts as stuck.
constexpr int most_rounds = 20;
// Fewer costs than one in so many columns leave the dual method without anything to choose by.
constexpr std::int32_t few_costs = 20;

// Adds pivots and seconds to a phase when its run ends, by an outcome or by being stopped.
class Phase {
  public:
    Phase(const LpCounters& all, std::int64_t& iterations, double& seconds)
        : all_(all), before_(all.iterations), iterations_(iterations), seconds_(seconds) {}
    Phase(const Phase&) = delete;
    Phase& operator=(const Phase&) = delete;
    ~Phase() {
        iterations_ += all_.iterations - before_;
        seconds_ += watch_.seconds();
    }

  private:
    const LpCounters& all_;
    std::int64_t before_;
    std::int64_t& iterations_;
    double& seconds_;
    Stopwatch watch_;
};

}  // namespace

void SimplexDriver::make_current() {
    if (!s_.factor.valid()) s_.refactorise();
    if (!s_.dual_current) s_.compute_duals();
    s_.update_primal();
}

// Of variables that cannot be mended by moving to their other bound.
bool SimplexDriver::has_lasting_dual_infeasibility() const {
    for (std::int32_t j = 0; j < s_.total(); ++j)
        if (!s_.is_basic(j) && s_.dual_infeasibility(j) > 0 && !s_.is_boxed(j)) return true;
    return false;
}

bool SimplexDriver::is_primal_feasible() const {
    for (std::int32_t p = 0; p < s_.m; ++p)
        if (s_.primal_infeasibility(p) != 0) return false;
    return true;
}

// A slack basis that is feasible, with costs on a few columns only, as in maximum flow: nearly all
// reduced costs are zero, dual steps too, and the primal method comes there in a fraction of the
// time.
bool SimplexDriver::suits_primal() const {
    std::int32_t costs = 0;
    for (std::int32_t j = 0; j < s_.n; ++j) costs += s_.cost[j] != 0 ? 1 : 0;
    const bool slack_basis =
        std::all_of(s_.head.begin(), s_.head.end(), [&](std::int32_t j) { return j >= s_.n; });
    return slack_basis && costs <= s_.n / few_costs && is_primal_feasible();
}

Outcome SimplexDriver::run_dual(bool perturb) {
    const Phase phase(s_.counters, s_.counters.dual_iterations, s_.counters.dual_seconds);
    DualSimplex dual(s_, iterations_left_, cutoff_);
    const Outcome outcome = dual.run(perturb);
    iterations_left_ = dual.iterations_left();
    bound_ = dual.bound();
    if (outcome == Outcome::infeasible) {
        proof_ = s_.rho.value;
        proof_right_.assign(static_cast<std::size_t>(s_.m), 0.0);
        proof_right_[dual.proof_position()] = 1;
    }
    return outcome;
}

Outcome SimplexDriver::run_phase_one(bool perturb) {
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        const bool has_lower = s_.lower[j] > -infinity, has_upper = s_.upper[j] < infinity;
        s_.work_lower[j] = has_lower ? 0 : has_upper ? -1 : -free_box;
        s_.work_upper[j] = has_upper ? 0 : has_lower ? 1 : free_box;
        if (!s_.is_basic(j)) s_.place(j);
    }
    s_.primal_current = false;
    const Phase phase(s_.counters, s_.counters.phase_one_iterations, s_.counters.phase_one_seconds);
    DualSimplex dual(s_, iterations_left_, infinity);
    const Outcome outcome = dual.run(perturb);
    iterations_left_ = dual.iterations_left();
    s_.use_true_bounds();
    return outcome;
}

Outcome SimplexDriver::run_primal() {
    s_.use_true_costs();
    const Phase phase(s_.counters, s_.counters.primal_iterations, s_.counters.primal_seconds);
    PrimalSimplex primal(s_, iterations_left_);
    const Outcome outcome = primal.run();
    iterations_left_ = primal.iterations_left();
    if (outcome == Outcome::infeasible) {
        proof_ = primal.proof();
        proof_right_ = primal.gradient();
    }
    if (outcome == Outcome::unbounded) ray_ = primal.ray();
    if (primal.relaxed_bounds()) {
        s_.use_true_bounds();
        // Proofs over relaxed bounds hold over the true ones; a ray does as well.
    }
    s_.dual_current = false;
    return outcome;
}

Outcome SimplexDriver::run(bool cold, LpMethod method) {
    bool perturb = cold, phase_one_allowed = true, dual_allowed = true;
    bool primal_first = method == LpMethod::primal;
    for (int round = 0; round < most_rounds; ++round) {
        make_current();
        Outcome outcome;
        if (round == 0 && cold && method == LpMethod::automatic) primal_first = suits_primal();
        if (primal_first) {
            primal_first = false;
            outcome = run_primal();
        } else if (!has_lasting_dual_infeasibility() && dual_allowed) {
            outcome = run_dual(perturb);
            if (outcome == Outcome::trouble) dual_allowed = false;
        } else if ((is_primal_feasible() && !cold) || !phase_one_allowed) {
            outcome = run_primal();
            if (outcome == Outcome::trouble) return outcome;
            dual_allowed = true;
        } else {
            outcome = run_phase_one(perturb);
            phase_one_allowed = false;
            if (outcome == Outcome::iteration_limit) break;
            make_current();
            if (s_.perturbed && has_lasting_dual_infeasibility()) s_.use_true_costs();
            continue;
        }
        perturb = false;
        if (outcome == Outcome::optimal || outcome == Outcome::trouble) {
            if (s_.perturbed) s_.use_true_costs();
            make_current();
            if (outcome == Outcome::optimal && s_.count_dual_infeasibilities() == 0 &&
                is_primal_feasible())
                return outcome;
            if (is_primal_feasible()) {
                // Few reduced costs are left to repair: the primal method from here.
                outcome = run_primal();
                if (outcome == Outcome::optimal || outcome == Outcome::unbounded) {
                    make_current();
                    if (outcome == Outcome::unbounded ||
                        (s_.count_dual_infeasibilities() == 0 && is_primal_feasible()))
                        return outcome;
                } else if (outcome != Outcome::infeasible) {
                    return outcome;
                }
            }
            continue;
        }
        if (s_.perturbed) s_.use_true_costs();
        return outcome;
    }
    if (s_.perturbed) s_.use_true_costs();
    return iterations_left_ == 0 ? Outcome::iteration_limit : Outcome::trouble;
}

}  // namespace tenon::ilp

#include "ilp/lp/primal_simplex.hpp"

#include <algorithm>
#include <cmath>

#include "tenon/random.hpp"

namespace tenon::ilp {

namespace {

constexpr double pivot_agreement = 1e-7;
constexpr double least_pivot = 1e-7;
// The reduced cost priced and the one from the entering column must agree up to this.
constexpr double cost_agreement = 1e-6;
constexpr double largest_devex = 1e9;
// Steps of length zero in a row before bounds are relaxed.
constexpr std::int32_t most_idle_steps = 100;
// Relaxation of a bound, relative to its size: a few tolerances.
constexpr double relaxation = 1e-6;
constexpr int most_idle_rebuilds = 8;
// Rebuilds in a row with only this many iterations between them, as in the dual method.
constexpr std::int64_t few_iterations = 3;
constexpr int most_brief_rebuilds = 40;
// Bases that could not be told from singular ones and had to be repaired. A repair throws the
// method back; where it comes to the same basis again it would go on so for ever.
constexpr int most_repairs = 3;
// Falls from phase two back into phase one: more are a circle, too.
constexpr int most_relapses = 6;
// Beyond these an extra solve a pivot costs more than weights that start from one again.
constexpr std::int64_t most_weighted_pivots = 200;
// In phase two Harris steps and rounding leave violations; up to this size the bound gives way and
// the dual method mends what is left in the end. Larger ones send the method back to phase one.
constexpr double largest_shift = 1e-4;

}  // namespace

void PrimalSimplex::compute_phase_one_duals() {
    SparseVector& y = s_.edge;
    y.clear();
    for (std::int32_t p = 0; p < s_.m; ++p)
        if (gradient_[p] != 0) y.add(p, gradient_[p]);
    s_.factor.btran(y, s_.dense_solve, s_.stop);
    for (std::int32_t j = 0; j < s_.n; ++j) {
        s_.reduced[j] = s_.is_basic(j) ? 0 : -s_.matrix.dot_column(j, y.value);
        s_.stop.charge(1 + s_.matrix.length(j));
    }
    for (std::int32_t i = 0; i < s_.m; ++i)
        s_.reduced[s_.n + i] = s_.is_basic(s_.n + i) ? 0 : y.value[i];
    proof_ = y.value;
    y.clear();
    s_.dual_current = false;  // these are not the duals of the cost
}

// Moves the bounds of basic variables that are violated a little to where the variables are.
void PrimalSimplex::shift_bounds() {
    if (s_.largest_primal_infeasibility() > largest_shift) return;
    for (std::int32_t p = 0; p < s_.m; ++p) {
        const double violation = s_.primal_infeasibility(p);
        if (violation == 0) continue;
        (violation < 0 ? s_.work_lower : s_.work_upper)[s_.head[p]] = s_.basic[p];
        relaxed_ = true;
    }
}

void PrimalSimplex::rebuild(bool fresh) {
    if (!s_.factor.valid() || (fresh && s_.factor.updates() > 0)) repairs_ += s_.refactorise() > 0;
    s_.update_primal();
    if (feasible_before_) shift_bounds();
    gradient_.assign(static_cast<std::size_t>(s_.m), 0.0);
    violated_ = 0;
    for (std::int32_t p = 0; p < s_.m; ++p) {
        const double violation = s_.primal_infeasibility(p);
        if (violation == 0) continue;
        gradient_[p] = violation < 0 ? -1 : 1;
        ++violated_;
    }
    const bool was_feasible = feasible_before_ && !phase_one_;
    phase_one_ = violated_ > 0;
    if (phase_one_) {
        relapses_ += was_feasible;
        compute_phase_one_duals();
    } else {
        feasible_before_ = true;
        s_.compute_duals();
    }
    if (devex_.size() != static_cast<std::size_t>(s_.total()))
        devex_.assign(static_cast<std::size_t>(s_.total()), 1.0);
    list_candidates();
}

// Compares the priced reduced cost with cost_q - cost_B' column and keeps the latter.
bool PrimalSimplex::entering_cost_is_right(std::int32_t q) {
    double d = phase_one_ ? 0 : s_.work_cost[q];
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        d -= (phase_one_ ? gradient_[p] : s_.work_cost[s_.head[p]]) * s_.column.value[p];
    }
    const double before = s_.reduced[q];
    s_.reduced[q] = d;
    return d * before > 0 && std::fabs(d - before) <= cost_agreement * (1 + std::fabs(d));
}

void PrimalSimplex::move_basics(double direction, double step) {
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        s_.basic[p] -= direction * step * s_.column.value[p];
    }
}

// The gradient of violations after a step; in phase one the duals follow its change.
void PrimalSimplex::update_gradient() {
    SparseVector& change = s_.edge;
    change.clear();
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        const double violation = s_.primal_infeasibility(p);
        const double now = violation < 0 ? -1 : violation > 0 ? 1 : 0;
        if (now == gradient_[p]) continue;
        violated_ += (now != 0) - (gradient_[p] != 0);
        change.add(p, now - gradient_[p]);
        gradient_[p] = now;
    }
    if (change.count == 0) return;
    s_.factor.btran(change, s_.dense_solve, s_.stop);
    s_.stop.charge(s_.matrix.price(change, s_.position, s_.row));
    for (std::int32_t k = 0; k < s_.row.count; ++k) {
        const std::int32_t j = s_.row.index[k];
        s_.reduced[j] -= s_.row.value[j];
        note_candidate(j);
    }
    for (std::int32_t k = 0; k < change.count; ++k) {
        const std::int32_t i = change.index[k];
        if (s_.is_basic(s_.n + i)) continue;
        s_.reduced[s_.n + i] += change.value[i];
        note_candidate(s_.n + i);
    }
    change.clear();
}

// Duals and Devex weights from the pivot row in s.row and s.rho. The leaving variable takes its
// share of the gradient with it.
void PrimalSimplex::update_after_pivot(std::int32_t q, std::int32_t leaving,
                                       double gradient_of_leaving) {
    const double pivot = q < s_.n ? s_.row.value[q] : -s_.rho.value[q - s_.n];
    const double theta = s_.reduced[q] / pivot, reference = devex_[q];
    bool reset = false;
    const auto see = [&](std::int32_t j, double entry) {
        s_.reduced[j] -= theta * entry;
        note_candidate(j);
        const double ratio = entry / pivot;
        devex_[j] = std::max(devex_[j], ratio * ratio * reference);
        reset |= devex_[j] > largest_devex;
    };
    for (std::int32_t k = 0; k < s_.row.count; ++k)
        see(s_.row.index[k], s_.row.value[s_.row.index[k]]);
    for (std::int32_t k = 0; k < s_.rho.count; ++k) {
        const std::int32_t i = s_.rho.index[k];
        if (!s_.is_basic(s_.n + i)) see(s_.n + i, -s_.rho.value[i]);
    }
    s_.reduced[q] = 0;
    s_.reduced[leaving] = -theta - gradient_of_leaving;
    devex_[leaving] = std::max(reference / (pivot * pivot), 1.0);
    if (!reset) return;
    std::fill(devex_.begin(), devex_.end(), 1.0);
    list_candidates();
}

void PrimalSimplex::keep_ray(std::int32_t q, double direction) {
    ray_.assign(static_cast<std::size_t>(s_.total()), 0.0);
    ray_[q] = direction;
    for (std::int32_t k = 0; k < s_.column.count; ++k) {
        const std::int32_t p = s_.column.index[k];
        ray_[s_.head[p]] = -direction * s_.column.value[p];
    }
}

// Widens every finite bound by a random amount, so that vertices come apart.
void PrimalSimplex::relax_bounds() {
    Random random(0x2545f4914f6cdd1d);
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        const double amount = relaxation * (1 + random.uniform());
        if (s_.work_lower[j] > -infinity) s_.work_lower[j] -= amount * (1 + std::fabs(s_.lower[j]));
        if (s_.work_upper[j] < infinity) s_.work_upper[j] += amount * (1 + std::fabs(s_.upper[j]));
        if (s_.lower[j] == s_.upper[j] && !s_.is_basic(j)) {
            s_.work_lower[j] = s_.lower[j];  // a fixed variable that is out stays out
            s_.work_upper[j] = s_.upper[j];
        }
        if (!s_.is_basic(j)) s_.place(j);
    }
    relaxed_ = true;
    s_.primal_current = false;
}

void PrimalSimplex::flip(std::int32_t q, double direction, double range) {
    move_basics(direction, range);
    s_.where[q] = direction > 0 ? BasisStatus::at_upper : BasisStatus::at_lower;
    s_.place(q);
    note_candidate(q);
    ++s_.counters.bound_flips;
    if (phase_one_) update_gradient();
}

// Makes row p of B^-1 and of the tableau, and asks whether it agrees with column q.
PrimalSimplex::Trust PrimalSimplex::judge_pivot(std::int32_t q, std::int32_t p) {
    s_.factor.btran_unit(p, s_.rho, s_.row_density, s_.stop);
    s_.stop.charge(s_.matrix.price(s_.rho, s_.position, s_.row));
    const double by_row = q < s_.n ? s_.row.value[q] : -s_.rho.value[q - s_.n];
    const double by_column = s_.column.value[p];
    if (std::fabs(by_row - by_column) <= pivot_agreement * (1 + std::fabs(by_column)) &&
        std::fabs(by_column) >= least_pivot)
        return Trust::good;
    if (s_.factor.updates() > 0) return Trust::old_factors;
    return std::fabs(by_row) < least_pivot || by_row * by_column <= 0 ? Trust::none : Trust::good;
}

// q enters and the variable in the blocking position leaves. False: the factors were lost.
bool PrimalSimplex::exchange(std::int32_t q, double direction, const Blocking& blocking) {
    const std::int32_t p = blocking.position, leaving = s_.head[p];
    idle_steps_ = blocking.step <= 0 ? idle_steps_ + 1 : 0;
    const double value = s_.value[q] + direction * blocking.step;
    const double gradient_of_leaving = phase_one_ ? gradient_[p] : 0;
    move_basics(direction, blocking.step);
    update_after_pivot(q, leaving, gradient_of_leaving);
    // Weights stay exact across a few primal steps, for the re-solves to come.
    if (++pivots_ <= most_weighted_pivots) s_.update_edge_weights(p, s_.rho.squared_norm());
    const bool factors_good =
        s_.pivot(p, q, blocking.to_upper ? BasisStatus::at_upper : BasisStatus::at_lower);
    note_candidate(leaving);
    s_.basic[p] = value;
    violated_ -= gradient_[p] != 0;
    gradient_[p] = 0;
    if (factors_good && phase_one_) update_gradient();
    return factors_good;
}

PrimalSimplex::Reason PrimalSimplex::iterate() {
    for (;;) {
        if (iterations_left_ == 0) return Reason::limit;
        if (s_.wants_refactorisation()) return Reason::refactor;
        const std::int32_t q = choose_column();
        if (q < 0) return Reason::no_column;
        s_.column.clear();
        s_.matrix.add_column_to(q, 1.0, s_.column);
        s_.factor.ftran(s_.column, s_.column_density, s_.stop, true);
        if (!entering_cost_is_right(q)) {
            if (s_.factor.updates() > 0) return Reason::trouble;
            if (s_.dual_infeasibility(q) == 0) continue;
        }
        const double direction = s_.reduced[q] < 0 ? 1.0 : -1.0;
        const Blocking blocking = phase_one_ ? test_infeasible(direction, -std::fabs(s_.reduced[q]))
                                             : test_feasible(direction);
        const double range = s_.work_upper[q] - s_.work_lower[q];
        if (range <= blocking.step && range < infinity) {
            flip(q, direction, range);
        } else if (blocking.position < 0) {
            if (s_.factor.updates() > 0) return Reason::trouble;
            keep_ray(q, direction);
            return Reason::no_row;
        } else {
            const Trust trust = judge_pivot(q, blocking.position);
            if (trust == Trust::old_factors) return Reason::trouble;
            if (trust == Trust::none) {  // no safe way along this column: look for others
                s_.reduced[q] = 0;
                continue;
            }
            if (!exchange(q, direction, blocking)) return Reason::trouble;
        }
        ++s_.counters.iterations;
        if (iterations_left_ > 0) --iterations_left_;
        if (phase_one_ && violated_ == 0) return Reason::refactor;
        if (idle_steps_ > most_idle_steps && !relaxed_) return Reason::relax;
    }
}

Outcome PrimalSimplex::run() {
    const Outcome outcome = run_phases();
    if (pivots_ > most_weighted_pivots) std::fill(s_.weight.begin(), s_.weight.end(), 1.0);
    return outcome;
}

Outcome PrimalSimplex::run_phases() {
    int idle = 0, brief = 0;
    std::int64_t iterations_before = -1;
    bool fresh = false;
    for (;;) {
        rebuild(fresh);
        const std::int64_t done = s_.counters.iterations - iterations_before;
        idle = done == 0 ? idle + 1 : 0;
        brief = done <= few_iterations ? brief + 1 : 0;
        if (idle > most_idle_rebuilds || brief > most_brief_rebuilds || repairs_ > most_repairs ||
            relapses_ > most_relapses)
            return Outcome::trouble;
        iterations_before = s_.counters.iterations;
        const bool was_fresh = s_.factor.updates() == 0;
        const Reason reason = iterate();
        fresh = true;
        switch (reason) {
            case Reason::no_column:
                if (!was_fresh || s_.counters.iterations != iterations_before) break;
                return phase_one_ ? Outcome::infeasible : Outcome::optimal;
            case Reason::no_row:
                return phase_one_ ? Outcome::trouble : Outcome::unbounded;
            case Reason::limit:
                return Outcome::iteration_limit;
            case Reason::relax:
                relax_bounds();
                break;
            case Reason::refactor:
            case Reason::trouble:
                break;
        }
    }
}

}  // namespace tenon::ilp

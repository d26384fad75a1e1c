#include "ilp/lp/dual_simplex.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/lp/perturbation.hpp"

namespace tenon::ilp {

namespace {

// Row and column of the step must give the same pivot up to this.
constexpr double pivot_agreement = 1e-7;
// With fresh factors a pivot this small or this uncertain is never taken.
constexpr double least_pivot = 1e-7;
constexpr double fresh_agreement = 1e-3;
constexpr double noise_pivot = 1e-9;
// Degenerate steps in one call before costs are perturbed.
constexpr std::int32_t most_degenerate = 50;
// Iterations until a cutoff that could not be proven is tried again; doubled each time.
constexpr std::int64_t cutoff_patience = 20;
// A stored weight below this share of the true one picked the wrong row.
constexpr double weight_trust = 0.25;
// Steps of the dual objective below this are degenerate.
constexpr double degenerate_step = 1e-12;
// Residual of [A | -I] z relative to the largest term, for answers without fresh factors.
constexpr double accurate = 1e-11;
// Rebuilds in a row without an iteration between them.
constexpr int most_idle_rebuilds = 8;
// Rebuilds in a row with only this many iterations between them: the method goes round in a circle
// of pivots it does not trust.
constexpr std::int64_t few_iterations = 3;
constexpr int most_brief_rebuilds = 40;
// Bases that could not be told from singular ones: each repair throws the method back, and where it
// comes to the same basis again it goes in a circle.
constexpr int most_repairs = 3;

}  // namespace

double lagrangian_bound(const SimplexState& s) {
    double sum = 0;
    for (std::int32_t j = 0; j < s.total(); ++j) {
        const double base = s.is_basic(j) ? 0.0 : s.reduced[j];
        const double d = base + (s.cost[j] - s.work_cost[j]);
        if (d == 0) continue;
        const double at = d > 0 ? s.lower[j] : s.upper[j];
        if (std::fabs(at) < infinity) {
            sum += d * at;
        } else if (std::fabs(d) > s.dual_tolerance) {
            return -infinity;
        }
    }
    return sum;
}

// Flips boxed variables to the bound their reduced cost wants, shifts the cost of others.
void DualSimplex::correct_duals() {
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        if (s_.is_basic(j) || s_.dual_infeasibility(j) == 0) continue;
        if (s_.is_boxed(j)) {
            s_.where[j] = s_.where[j] == BasisStatus::at_lower ? BasisStatus::at_upper
                                                               : BasisStatus::at_lower;
            s_.place_and_track(j);
        } else {
            s_.work_cost[j] -= s_.reduced[j];
            s_.reduced[j] = 0;
            s_.perturbed = true;
        }
    }
}

void DualSimplex::take_bounds(std::int32_t p) {
    const std::int32_t j = s_.head[p];
    lower_[p] = s_.work_lower[j];
    upper_[p] = s_.work_upper[j];
}

void DualSimplex::list_infeasibilities() {
    const auto m = static_cast<std::size_t>(s_.m);
    infeasibility_.assign(m, 0.0);
    listed_.assign(m, 0);
    taboo_.resize(m, 0);
    lower_.resize(m);
    upper_.resize(m);
    infeasible_.clear();
    for (std::int32_t p = 0; p < s_.m; ++p) {
        take_bounds(p);
        note_infeasibility(p);
    }
}

// Everything that the step changes by position, in one pass over column = B^-1 a_q: basic values,
// weights (see SimplexState::update_edge_weights), and which rows are infeasible now. tau is in the
// state's edge. Changes the basis last; false as SimplexState::pivot.
bool DualSimplex::step_basics(std::int32_t p, std::int32_t q, double theta, double weight_of_row,
                              BasisStatus leaving_to) {
    const SparseVector& column = s_.column;
    const double* entry = column.value.data();
    const double* tau = s_.edge.value.data();
    const double pivot = entry[p], entering_value = s_.value[q] + theta;
    const auto step = [&](std::int32_t i) {
        const double a = entry[i], ratio = a / pivot;
        s_.basic[i] -= theta * a;
        s_.weight[i] = std::max(s_.weight[i] + ratio * (ratio * weight_of_row - 2 * tau[i]),
                                least_edge_weight);
        note_infeasibility(i);
    };
    for (std::int32_t k = 0; k < column.count; ++k) step(column.index[k]);
    s_.weight[p] = std::max(weight_of_row / (pivot * pivot), least_edge_weight);
    const bool factors_good = s_.pivot(p, q, leaving_to);
    s_.basic[p] = entering_value;
    take_bounds(p);
    note_infeasibility(p);
    return factors_good;
}

// False if the basis had to be repaired.
bool DualSimplex::rebuild(bool fresh) {
    bool sound = true;
    if (!s_.factor.valid() || (fresh && s_.factor.updates() > 0)) sound = s_.refactorise() == 0;
    if (!s_.dual_current) s_.compute_duals();
    correct_duals();
    s_.update_primal();
    taboo_.assign(static_cast<std::size_t>(s_.m), 0);
    any_taboo_ = false;
    list_infeasibilities();
    if (cutoff_ < infinity) objective_ = s_.objective();
    return sound;
}

std::int32_t DualSimplex::choose_row() {
    std::int32_t best = -1;
    double best_violation = 0, best_weight = 1;
    std::size_t kept = 0;
    for (const std::int32_t p : infeasible_) {
        const double violation = infeasibility_[p];
        if (violation == 0) {
            listed_[p] = 0;
            continue;
        }
        infeasible_[kept++] = p;
        if (violation * best_weight > best_violation * s_.weight[p] && !taboo_[p]) {
            best = p;
            best_violation = violation;
            best_weight = s_.weight[p];
        }
    }
    s_.stop.charge(static_cast<std::int64_t>(infeasible_.size()));
    infeasible_.resize(kept);
    return best;
}

// Sets the weight to the norm of rho; false if the stored one was so far off that another row
// should have been chosen.
bool DualSimplex::take_exact_weight(std::int32_t p) {
    const double exact = std::max(s_.rho.squared_norm(), least_edge_weight);
    const bool good = s_.weight[p] >= weight_trust * exact;
    s_.weight[p] = exact;
    return good;
}

void DualSimplex::apply_flips() {
    if (ratio_.flips().empty()) return;
    SparseVector& x = s_.flips;
    x.clear();
    for (const std::int32_t j : ratio_.flips()) {
        const double before = s_.value[j];
        s_.where[j] =
            s_.where[j] == BasisStatus::at_lower ? BasisStatus::at_upper : BasisStatus::at_lower;
        s_.place(j);
        s_.matrix.add_column_to(j, s_.value[j] - before, x);
        objective_ += s_.reduced[j] * (s_.value[j] - before);
    }
    s_.counters.bound_flips += static_cast<std::int64_t>(ratio_.flips().size());
    s_.factor.ftran(x, s_.dense_solve, s_.stop);
    for (std::int32_t k = 0; k < x.count; ++k) {
        const std::int32_t p = x.index[k];
        s_.basic[p] -= x.value[p];
        note_infeasibility(p);
    }
}

void DualSimplex::update_duals(std::int32_t q, std::int32_t leaving, double theta) {
    if (theta != 0) {
        for (std::int32_t k = 0; k < s_.row.count; ++k) {
            const std::int32_t j = s_.row.index[k];
            s_.reduced[j] -= theta * s_.row.value[j];
        }
        for (std::int32_t k = 0; k < s_.rho.count; ++k) {
            const std::int32_t i = s_.rho.index[k];
            if (!s_.is_basic(s_.n + i)) s_.reduced[s_.n + i] += theta * s_.rho.value[i];
        }
    }
    s_.reduced[q] = 0;
    s_.reduced[leaving] = -theta;
}

// Measures what is left of [A | -I] z; the point was updated step by step, or computed with updated
// factors.
bool DualSimplex::solution_is_accurate() {
    SparseVector& r = s_.edge;
    r.clear();
    double largest = 1;
    for (std::int32_t j = 0; j < s_.total(); ++j) {
        const double x = s_.is_basic(j) ? s_.basic[s_.position[j]] : s_.value[j];
        if (x == 0) continue;
        largest = std::max(largest, std::fabs(x));
        s_.matrix.add_column_to(j, x, r);
    }
    double worst = 0;
    for (std::int32_t k = 0; k < r.count; ++k)
        worst = std::max(worst, std::fabs(r.value[r.index[k]]));
    r.clear();
    s_.stop.charge(s_.total());
    return worst <= accurate * largest;
}

// The leaving row reads z_p = sum of row_j z_j over nonbasics: with each at its best bound,
// including entries too small to enter, the violation must remain.
bool DualSimplex::infeasibility_is_proven(double violation) const {
    const double sign = violation < 0 ? -1.0 : 1.0;
    double reducible = 0;
    const auto see = [&](std::int32_t j, double entry) {
        if (s_.is_basic(j) || s_.is_fixed(j) || entry == 0) return;
        // Increasing z_j changes z_p by -entry: wanted is a change against the violation.
        const double up = sign * entry;
        const double room =
            up > 0 ? s_.work_upper[j] - s_.value[j] : s_.value[j] - s_.work_lower[j];
        // Entries this small on an infinite variable are rounding errors of the row.
        constexpr double rounding = 1e-11;
        if (room == infinity && std::fabs(entry) <= rounding) return;
        reducible += std::fabs(entry) * room;
    };
    for (std::int32_t k = 0; k < s_.row.count; ++k)
        see(s_.row.index[k], s_.row.value[s_.row.index[k]]);
    for (std::int32_t k = 0; k < s_.rho.count; ++k)
        see(s_.n + s_.rho.index[k], -s_.rho.value[s_.rho.index[k]]);
    return reducible < std::fabs(violation) - s_.primal_tolerance;
}

// The duals at hand, then those of the unperturbed costs, as Lagrangian multipliers.
bool DualSimplex::cutoff_is_proven() {
    s_.compute_duals();
    bound_ = lagrangian_bound(s_);
    if (bound_ > cutoff_ || !s_.perturbed) return bound_ > cutoff_;
    const std::vector<double> kept_cost = s_.work_cost, kept_reduced = s_.reduced;
    s_.work_cost = s_.cost;
    s_.compute_duals();
    bound_ = std::max(bound_, lagrangian_bound(s_));
    s_.work_cost = kept_cost;
    s_.reduced = kept_reduced;
    return bound_ > cutoff_;
}

DualSimplex::Reason DualSimplex::iterate() {
    for (;;) {
        if (objective_ > cutoff_ && s_.counters.iterations >= next_cutoff_test_)
            return Reason::cutoff;
        if (iterations_left_ == 0) return Reason::limit;
        if (s_.wants_refactorisation()) return Reason::refactor;
        const std::int32_t p = choose_row();
        if (p < 0) return Reason::no_row;
        s_.factor.btran_unit(p, s_.rho, s_.row_density, s_.stop);
        if (!take_exact_weight(p)) continue;
        s_.stop.charge(s_.matrix.price(s_.rho, s_.position, s_.row));
        const double violation = s_.primal_infeasibility(p);
        const std::int32_t q = ratio_.choose(s_, violation);
        if (q < 0) {
            if (s_.factor.updates() > 0) return Reason::refactor;
            if (infeasibility_is_proven(violation)) {
                proof_position_ = p;
                return Reason::no_column;
            }
            taboo_[p] = 1;
            any_taboo_ = true;
            continue;
        }
        s_.column.clear();
        s_.matrix.add_column_to(q, 1.0, s_.column);
        s_.factor.ftran(s_.column, s_.column_density, s_.stop, true);
        const double by_row = ratio_.pivot(), by_column = s_.column.value[p];
        const double disagreement = std::fabs(by_row - by_column);
        if (disagreement > pivot_agreement * (1 + std::fabs(by_column)) ||
            std::fabs(by_column) < least_pivot) {
            if (s_.factor.updates() > 0) return Reason::trouble;
            if (disagreement > fresh_agreement * std::fabs(by_column) ||
                std::fabs(by_column) < noise_pivot) {
                taboo_[p] = 1;
                any_taboo_ = true;
                continue;
            }
        }
        apply_flips();
        const std::int32_t leaving = s_.head[p];
        const double target = violation < 0 ? s_.work_lower[leaving] : s_.work_upper[leaving];
        const double theta_dual = s_.reduced[q] / by_row;
        const double theta_primal = (s_.basic[p] - target) / by_column;
        objective_ += theta_primal * s_.reduced[q];
        degenerate_ += std::fabs(theta_dual) < degenerate_step ? 1 : 0;
        update_duals(q, leaving, theta_dual);
        s_.edge.copy(s_.rho);
        s_.factor.ftran(s_.edge, s_.edge_density, s_.stop);
        const bool factors_good =
            step_basics(p, q, theta_primal, s_.weight[p],
                        violation < 0 ? BasisStatus::at_lower : BasisStatus::at_upper);
        ++s_.counters.iterations;
        if (iterations_left_ > 0) --iterations_left_;
        if (!factors_good) return Reason::trouble;
        if (!s_.perturbed && degenerate_ > most_degenerate) return Reason::perturb;
    }
}

Outcome DualSimplex::run(bool perturb) {
    if (perturb && !s_.perturbed) {
        if (!s_.factor.valid()) s_.refactorise();
        if (!s_.dual_current) s_.compute_duals();
        correct_duals();
        perturb_costs(s_);
    }
    int idle = 0, brief = 0, repairs = 0;
    std::int64_t iterations_before = -1;
    bool fresh = false;
    for (;;) {
        repairs += !rebuild(fresh);
        const std::int64_t done = s_.counters.iterations - iterations_before;
        idle = done == 0 ? idle + 1 : 0;
        brief = done <= few_iterations ? brief + 1 : 0;
        if (idle > most_idle_rebuilds || brief > most_brief_rebuilds || repairs > most_repairs)
            return Outcome::trouble;
        iterations_before = s_.counters.iterations;
        const Reason reason = iterate();
        fresh = true;
        switch (reason) {
            case Reason::no_row:
                if (any_taboo_ && !infeasible_.empty()) return Outcome::trouble;
                if (s_.factor.updates() == 0) return Outcome::optimal;
                s_.dual_current = false;
                if (solution_is_accurate()) return Outcome::optimal;
                s_.compute_primal();
                if (solution_is_accurate()) {
                    fresh = false;
                    list_infeasibilities();
                    if (infeasible_.empty()) return Outcome::optimal;
                }
                break;
            case Reason::no_column:
                return Outcome::infeasible;
            case Reason::limit:
                cutoff_is_proven();  // leaves the best bound these duals give
                return Outcome::iteration_limit;
            case Reason::cutoff:
                if (cutoff_is_proven()) return Outcome::cutoff;
                cutoff_wait_ *= 2;
                next_cutoff_test_ = s_.counters.iterations + cutoff_patience * cutoff_wait_;
                fresh = false;
                break;
            case Reason::perturb:
                perturb_costs(s_);
                fresh = false;
                break;
            case Reason::refactor:
            case Reason::trouble:
                s_.dual_current = false;
                break;
        }
    }
}

}  // namespace tenon::ilp

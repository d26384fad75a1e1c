// Simplex: one solve, and what is done when its answer is not accurate.
#include "ilp/lp/simplex.hpp"

#include <algorithm>
#include <cmath>

#include "ilp/lp/extended_simplex.hpp"
#include "ilp/lp/simplex_impl.hpp"

namespace tenon::ilp {

namespace {

// Steps against numerical trouble: as it is; the scaled tolerances as tight as the violation in the
// caller's units asks for; tighter again and with safer pivots; without scaling; from the slack
// basis with the safest pivots.
constexpr int steps = 5;
constexpr int step_without_scaling = 3;
constexpr double threshold_of_step[steps] = {0.1, 0.1, 0.5, 0.5, 0.9};
// Aim at this share of the tolerance, but never below what double precision can hold.
constexpr double aim = 0.3;
constexpr double tightest = 1e-11;
// More iterations a row or column in one step are a sign of cycling.
constexpr std::int64_t most_iterations_each = 100;
// Steps that end in a circle before a program of no more than this share of what is small goes to
// the extended method: there that takes less time than the steps that are left.
constexpr int most_troubles = 2;
constexpr std::int64_t tiny_share = 10;

bool is_tiny(const LinearProgram& p) {
    return tiny_share * p.rows * p.columns <= ExtendedSimplex::most_entries;
}

}  // namespace

void Simplex::Impl::take_step(int step) {
    SimplexState& s = state;
    s.factor.threshold = threshold_of_step[step];
    if (step == 0) {
        worst_primal = worst_dual = 0;
        s.primal_tolerance = tolerances.primal;
        s.dual_tolerance = tolerances.dual;
        return;
    }
    const auto tighten = [](double& scaled_tolerance, double tolerance, double violation) {
        if (violation <= tolerance) return;
        scaled_tolerance = std::max(scaled_tolerance * aim * tolerance / violation, tightest);
    };
    if (step >= step_without_scaling) {
        const Basis kept = basis();
        scaled = step > step_without_scaling;
        load_state();
        if (!scaled) set_basis(kept);
        s.primal_tolerance = aim * tolerances.primal;
        s.dual_tolerance = aim * tolerances.dual;
    } else {
        tighten(s.primal_tolerance, tolerances.primal, worst_primal);
        tighten(s.dual_tolerance, tolerances.dual, worst_dual);
    }
    s.factor.invalidate();
    s.primal_current = s.dual_current = false;
}

// Small programs have a better way out than to go on and on.
std::int64_t Simplex::Impl::iterations_of_step(std::int64_t left) const {
    if (!ExtendedSimplex::is_small_enough(problem)) return left;
    const std::int64_t most = most_iterations_each * (problem.rows + problem.columns);
    return left >= 0 ? std::min(left, most) : most;
}

LpStatus Simplex::Impl::solve_in_steps(const LpLimits& limits) {
    std::int64_t left = limits.iterations;
    // Where careful answers are asked for, doubles are not tried at what they cannot do.
    if (tolerances.refine && ExtendedSimplex::is_small_enough(problem) && is_beyond_doubles())
        return solve_extended(left) ? status : status = LpStatus::numerical;
    int troubles = 0;
    for (int step = 0; step < steps; ++step) {
        if (troubles == most_troubles && is_tiny(problem) && solve_extended(left)) return status;
        take_step(step);
        const std::int64_t allowed = iterations_of_step(left);
        SimplexDriver driver(state, allowed, limits.objective_cutoff - problem.offset);
        Outcome outcome = driver.run(cold || step == steps - 1, method);
        if (left >= 0) left -= allowed - driver.iterations_left();
        if (outcome == Outcome::iteration_limit && left != 0) outcome = Outcome::trouble;
        switch (outcome) {
            case Outcome::optimal:
                if (tolerances.refine && !refine_point() && step + 1 < steps) break;
                if (!state.primal_current || !state.dual_current) break;  // the basis was singular
                if (finish_optimal(true) || !tolerances.strict) return status = LpStatus::optimal;
                if (step + 1 == steps && finish_optimal(false)) return status;
                break;
            case Outcome::infeasible:
                if (!finish_infeasible(driver.proof(), driver.proof_right())) break;
                return tolerances.refine && farkas_residual > 0 ? confirm(left) : status;
            case Outcome::unbounded:
                if (!finish_unbounded(driver.ray(), step + 1 < steps)) break;
                return tolerances.refine ? confirm(left) : status;
            case Outcome::cutoff:
                objective = driver.bound() + problem.offset;
                return status = LpStatus::cutoff;
            case Outcome::iteration_limit:
                extract_primal();
                objective = driver.bound() + problem.offset;
                return status = LpStatus::iteration_limit;
            case Outcome::trouble:
                ++troubles;
                break;
        }
    }
    if (solve_extended(left)) return status;
    return status = LpStatus::numerical;
}

std::int64_t Simplex::Impl::bytes() const {
    // Three copies of the matrix (index and value), the factors in both orders, some twenty
    // vectors.
    constexpr std::int64_t matrix_entry = 3 * 12, factor_entry = 2 * 12, variable = 160;
    const auto factors = state.factor.share();
    return matrix_entry * state.matrix.nonzeros() + variable * state.total() +
           factor_entry * (factors ? factors->entries() : state.m);
}

// What a solve looks at though it takes no pivot: is the basis feasible, which point and prices
// does it stand for, do they hold in the caller's units.
std::int64_t Simplex::Impl::work_of_passes() const {
    constexpr std::int64_t call = 500, over_variables = 4, over_entries = 2;
    return call + over_variables * state.total() + over_entries * state.matrix.nonzeros();
}

LpStatus Simplex::Impl::solve(const LpLimits& limits) {
    const Charge charge = limits.context ? Charge(*limits.context, bytes()) : Charge();
    ++state.counters.solves;
    status = LpStatus::unsolved;
    drop_other_certificates();
    if (contradictions > 0) {
        objective = infinity;
        return status = LpStatus::infeasible;
    }
    // The limits are those of this call: what is asked of the basis later must not meet them.
    const struct Armed {
        SimplexState& state;
        ~Armed() {
            state.stop.disarm();
            state.counters.work = state.stop.work();
        }
    } armed{state};
    state.stop.rearm(limits.context, limits.deadline_seconds, limits.work);
    state.stop.report_as(limits.report ? "linear program" : nullptr);
    try {
        state.stop.poll();
        state.stop.charge(work_of_passes());
        solve_in_steps(limits);
        drop_other_certificates();
        if (status == LpStatus::optimal && (tolerances.refine || is_gap_open())) polish();
        cold = false;
    } catch (const Stopped&) {
        repair_after_stop();
        objective = -infinity;
        status = LpStatus::stopped;
    } catch (...) {
        repair_after_stop();
        throw;
    }
    return status;
}

// Of claims that another method took back.
void Simplex::Impl::drop_other_certificates() {
    if (status != LpStatus::infeasible) {
        farkas.clear();
        farkas_residual = 0;
    }
    if (status != LpStatus::unbounded) ray.clear();
}

// The basis is read off head, which is only ever changed as a whole; everything else is made anew.
void Simplex::Impl::repair_after_stop() {
    SimplexState& s = state;
    std::fill(s.position.begin(), s.position.end(), -1);
    for (std::int32_t p = 0; p < s.m; ++p) s.position[s.head[p]] = p;
    s.use_true_costs();
    s.work_lower = s.lower;
    s.work_upper = s.upper;
    for (std::int32_t j = 0; j < s.total(); ++j) {
        if (s.is_basic(j)) {
            s.where[j] = BasisStatus::basic;
            s.move[j] = Move::none;
        } else {
            s.place(j);
        }
    }
    std::fill(s.weight.begin(), s.weight.end(), 1.0);
    s.resize_workspace();
    s.factor.invalidate();
    s.rows_sorted = false;
    s.primal_current = s.dual_current = false;
}

Simplex::Simplex(LinearProgram problem, LpTolerances tolerances)
    : impl_(std::make_unique<Impl>(std::move(problem), tolerances)) {}
Simplex::~Simplex() = default;
Simplex::Simplex(Simplex&&) noexcept = default;
Simplex& Simplex::operator=(Simplex&&) noexcept = default;

std::int32_t Simplex::columns() const noexcept {
    return impl_->problem.columns;
}
std::int32_t Simplex::rows() const noexcept {
    return impl_->problem.rows;
}
const LinearProgram& Simplex::problem() const noexcept {
    return impl_->problem;
}
LpStatus Simplex::solve(const LpLimits& limits) {
    return impl_->solve(limits);
}
void Simplex::set_method(LpMethod method) noexcept {
    impl_->method = method;
}
LpStatus Simplex::status() const noexcept {
    return impl_->status;
}
double Simplex::objective() const noexcept {
    return impl_->objective;
}
std::span<const double> Simplex::primal() const noexcept {
    return impl_->primal;
}
std::span<const double> Simplex::row_activity() const noexcept {
    return impl_->activity;
}
std::span<const double> Simplex::dual() const noexcept {
    return impl_->dual;
}
std::span<const double> Simplex::reduced_costs() const noexcept {
    return impl_->reduced;
}
std::vector<double> Simplex::multipliers() {
    SimplexState& s = impl_->state;
    if (!s.factor.valid()) return {};
    if (!s.dual_current) s.compute_duals();
    std::vector<double> y(static_cast<std::size_t>(s.m));
    for (std::int32_t i = 0; i < s.m; ++i)
        y[i] = s.is_basic(s.n + i) ? 0.0 : s.reduced[s.n + i] * s.scaling.row[i];
    return y;
}
std::vector<double> Simplex::farkas() const {
    return impl_->farkas;
}
double Simplex::farkas_residual() const noexcept {
    return impl_->farkas_residual;
}
std::vector<double> Simplex::ray() const {
    return impl_->ray;
}
const LpCounters& Simplex::counters() const noexcept {
    return impl_->state.counters;
}

std::int32_t Simplex::basic_variable(std::int32_t position) const noexcept {
    return impl_->state.head[position];
}

// B = R^-1 B_scaled D^-1 with D the factors of the basic variables, so row p of B^-1 is
// D_p e_p' B_scaled^-1 R.
void Simplex::basis_inverse_row(std::int32_t position, std::vector<double>& row) const {
    SimplexState& s = impl_->state;
    if (!s.factor.valid()) {  // see stand_on(): nothing is known of the inverse
        row.assign(static_cast<std::size_t>(s.m), 0.0);
        return;
    }
    s.factor.btran_unit(position, s.rho, s.row_density, s.stop);
    const std::int32_t j = s.head[position];
    const double own = j < s.n ? s.scaling.column[j] : 1 / s.scaling.row[j - s.n];
    row.assign(static_cast<std::size_t>(s.m), 0.0);
    for (std::int32_t k = 0; k < s.rho.count; ++k) {
        const std::int32_t i = s.rho.index[k];
        row[i] = own * s.rho.value[i] * s.scaling.row[i];
    }
}

}  // namespace tenon::ilp

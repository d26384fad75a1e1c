// Simplex: what a solve found, in the caller's units: the point, prices and rays, how far
// they are from what they must be, and their refinement.
#include <algorithm>
#include <cmath>

#include "base/sum.hpp"
#include "ilp/lp/certificate.hpp"
#include "ilp/lp/refinement.hpp"
#include "ilp/lp/simplex_impl.hpp"
#include "ilp/lp/weighed_sum.hpp"

namespace tenon::ilp {

namespace {

// What the last resort may miss the tolerance by, relative to the size of the bound.
constexpr double last_relative = 1e-7;

// How far x lies outside [l, u], beyond `relative` times the size of the bound.
double outside(double x, double l, double u, double relative) {
    double violation = 0;
    if (x < l) violation = (l - x) - relative * std::fabs(l);
    if (x > u) violation = (x - u) - relative * std::fabs(u);
    return std::isnan(x) ? infinity : std::max(violation, 0.0);
}

}  // namespace

void Simplex::Impl::extract_primal() {
    SimplexState& s = state;
    primal.resize(static_cast<std::size_t>(s.n));
    activity.resize(static_cast<std::size_t>(s.m));
    std::fill(activity.begin(), activity.end(), 0.0);
    Sum total;
    total.add(problem.offset);
    for (std::int32_t j = 0; j < s.n; ++j) {
        double x;
        if (s.is_basic(j)) {
            x = s.basic[s.position[j]] * s.scaling.column[j];
        } else if (s.where[j] == BasisStatus::at_lower) {
            x = problem.lower[j];
        } else {
            x = s.where[j] == BasisStatus::at_upper ? problem.upper[j] : 0.0;
        }
        primal[j] = x;
        if (x == 0) continue;
        total.add_product(problem.cost[j], x);
        for (std::int64_t k = problem.matrix.start[j]; k < problem.matrix.start[j + 1]; ++k)
            activity[problem.matrix.index[k]] += problem.matrix.value[k] * x;
    }
    objective = total.value();
}

void Simplex::Impl::extract_dual() {
    SimplexState& s = state;
    dual.resize(static_cast<std::size_t>(s.m));
    reduced.resize(static_cast<std::size_t>(s.n));
    // The reduced cost of a nonbasic logical is y; basic logicals have y = 0.
    for (std::int32_t i = 0; i < s.m; ++i)
        dual[i] = s.is_basic(s.n + i) ? 0.0 : s.reduced[s.n + i] * s.scaling.row[i];
    // Nonbasic ones were computed from y; of basic ones only the rounding is left to see.
    for (std::int32_t j = 0; j < s.n; ++j) {
        if (!s.is_basic(j)) {
            reduced[j] = s.reduced[j] / s.scaling.column[j];
            continue;
        }
        double d = problem.cost[j];
        for (std::int64_t k = problem.matrix.start[j]; k < problem.matrix.start[j + 1]; ++k)
            d -= problem.matrix.value[k] * dual[problem.matrix.index[k]];
        reduced[j] = d;
    }
}

double Simplex::Impl::primal_violation(double relative) const {
    double worst = 0;
    for (std::int32_t j = 0; j < problem.columns; ++j)
        worst = std::max(worst, outside(primal[j], problem.lower[j], problem.upper[j], relative));
    for (std::int32_t i = 0; i < problem.rows; ++i)
        worst = std::max(
            worst, outside(activity[i], problem.row_lower[i], problem.row_upper[i], relative));
    // Where numbers are so large that rounding alone misses the tolerance, what it explains does
    // not count.
    return worst <= tolerances.primal ? worst : primal_violation_beyond_rounding(relative);
}

double Simplex::Impl::primal_violation_beyond_rounding(double relative) const {
    const auto violation = [&](const WeighedSum& x, double lower, double upper) {
        return outside(x.sum.value(), lower, upper, relative) - x.rounding();
    };
    double worst = 0;
    std::vector<WeighedSum> rows(static_cast<std::size_t>(problem.rows));
    for (std::int32_t j = 0; j < problem.columns; ++j) {
        WeighedSum x;
        x.add_product(1, primal[j]);
        worst = std::max(worst, violation(x, problem.lower[j], problem.upper[j]));
        for (std::int64_t k = problem.matrix.start[j]; k < problem.matrix.start[j + 1]; ++k)
            rows[problem.matrix.index[k]].add_product(problem.matrix.value[k], primal[j]);
    }
    for (std::int32_t i = 0; i < problem.rows; ++i)
        worst = std::max(worst, violation(rows[i], problem.row_lower[i], problem.row_upper[i]));
    return worst;
}

// A reduced cost may be positive only where x is at its lower bound, negative only at the upper
// one. What rounding explains counts as little as in the primal.
double Simplex::Impl::dual_violation(double relative) const {
    const SimplexState& s = state;
    const auto wrong = [&](std::int32_t j, double d) {
        const bool is_fixed = !s.is_basic(j) && s.lower[j] == s.upper[j];
        const bool may_rise = s.is_basic(j) || s.where[j] != BasisStatus::at_upper;
        const bool may_fall = s.is_basic(j) || s.where[j] != BasisStatus::at_lower;
        if (std::isnan(d)) return infinity;
        return !is_fixed && ((d < 0 && may_rise) || (d > 0 && may_fall)) ? std::fabs(d) : 0.0;
    };
    double worst = 0;
    for (std::int32_t i = 0; i < s.m; ++i) worst = std::max(worst, wrong(s.n + i, dual[i]));
    for (std::int32_t j = 0; j < s.n; ++j) {
        const double allowed = relative * std::fabs(problem.cost[j]);
        double violation = wrong(j, reduced[j]) - allowed;
        if (violation > tolerances.dual) {
            WeighedSum d;
            d.add_product(1, problem.cost[j]);
            for (std::int64_t k = problem.matrix.start[j]; k < problem.matrix.start[j + 1]; ++k)
                d.add_product(-problem.matrix.value[k], dual[problem.matrix.index[k]]);
            violation = wrong(j, d.sum.value()) - allowed - d.rounding();
        }
        worst = std::max(worst, violation);
    }
    return worst;
}

bool Simplex::Impl::finish_optimal(bool strict) {
    extract_primal();
    extract_dual();
    const double relative = strict ? 0.0 : last_relative;
    worst_primal = primal_violation(relative);
    worst_dual = dual_violation(relative);
    if (worst_primal > tolerances.primal || worst_dual > tolerances.dual) return false;
    status = LpStatus::optimal;
    return true;
}

// Is the point of the basis feasible, if need be to the last digits?
bool Simplex::Impl::stands_at_a_point(bool strict) {
    for (const bool refined : {false, true}) {
        if (refined && !state.factor.valid() && state.refactorise() > 0) return false;
        if (refined) Refinement(state).primal_and_dual();
        extract_primal();
        worst_primal = primal_violation(strict ? 0.0 : last_relative);
        if (worst_primal <= tolerances.primal) return true;
    }
    return false;
}

bool Simplex::Impl::take_ray(const std::vector<double>& direction, bool strict) {
    std::vector<double> r(static_cast<std::size_t>(problem.columns));
    for (std::size_t j = 0; j < r.size(); ++j) r[j] = direction[j] * state.scaling.column[j];
    if (!is_ray(problem, r)) return false;
    if (!stands_at_a_point(strict)) return false;
    ray = std::move(r);
    status = LpStatus::unbounded;
    objective = -infinity;
    return true;
}

// The direction moves one nonbasic variable; the basic ones follow by B^-1 a_q.
bool Simplex::Impl::finish_unbounded(std::vector<double> direction, bool strict) {
    if (direction.size() < static_cast<std::size_t>(state.total())) return false;
    if (!tolerances.refine && take_ray(direction, strict)) return true;
    std::vector<DoubleDouble> right(static_cast<std::size_t>(state.m));
    for (std::int32_t j = 0; j < state.total(); ++j) {
        if (state.is_basic(j) || direction[j] == 0) continue;
        state.matrix.for_each_entry(
            j, [&](std::int32_t i, double a) { right[i] -= DoubleDouble(a * direction[j]); });
    }
    std::vector<double> basic(static_cast<std::size_t>(state.m));
    for (std::int32_t p = 0; p < state.m; ++p) basic[p] = direction[state.head[p]];
    if (!state.factor.valid()) return false;
    Refinement(state).improve_columns(right, basic);
    for (std::int32_t p = 0; p < state.m; ++p) direction[state.head[p]] = basic[p];
    return take_ray(direction, strict);
}

// Makes the point of an optimal basis anew, to the last digits. False if it is not optimal after
// all.
bool Simplex::Impl::refine_point() {
    if (state.factor.updates() > 0 && state.refactorise() > 0) return false;
    Refinement(state).primal_and_dual();
    return state.largest_primal_infeasibility() == 0 && state.count_dual_infeasibilities() == 0;
}

}  // namespace tenon::ilp

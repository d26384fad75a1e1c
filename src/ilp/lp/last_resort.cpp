// Simplex: the last step against numerical trouble, for programs that are small enough. The
// extended simplex method finds the answer; here it is rounded to doubles and accepted only if it
// holds as such.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/sum.hpp"
#include "ilp/lp/extended_simplex.hpp"
#include "ilp/lp/simplex_impl.hpp"
#include "ilp/lp/weighed_sum.hpp"

namespace tenon::ilp {

// Activities and objective of a point that was found elsewhere, and how far it violates bounds.
double Simplex::Impl::take_point(std::vector<double> point) {
    primal = std::move(point);
    std::vector<WeighedSum> rows(static_cast<std::size_t>(problem.rows));
    Sum total;
    total.add(problem.offset);
    double worst = 0;
    for (std::int32_t j = 0; j < problem.columns; ++j) {
        WeighedSum x;
        x.add_product(1, primal[j]);
        worst = std::max(worst, x.outside(problem.lower[j], problem.upper[j]));
        total.add_product(problem.cost[j], primal[j]);
        for (std::int64_t k = problem.matrix.start[j]; k < problem.matrix.start[j + 1]; ++k)
            rows[problem.matrix.index[k]].add_product(problem.matrix.value[k], primal[j]);
    }
    activity.resize(rows.size());
    for (std::int32_t i = 0; i < problem.rows; ++i) {
        activity[i] = rows[i].sum.value();
        worst = std::max(worst, rows[i].outside(problem.row_lower[i], problem.row_upper[i]));
    }
    objective = total.value();
    return worst;
}

// The largest error of  c - A'y = reduced costs  and of their signs.
double Simplex::Impl::dual_error() const {
    double worst = dual_violation(0);
    for (std::int32_t j = 0; j < problem.columns; ++j) {
        WeighedSum d;
        d.add_product(1, problem.cost[j]);
        for (std::int64_t k = problem.matrix.start[j]; k < problem.matrix.start[j + 1]; ++k)
            d.add_product(-problem.matrix.value[k], dual[problem.matrix.index[k]]);
        worst = std::max(worst, d.outside(reduced[j], reduced[j]));
    }
    return worst;
}

// Leaves the state as a solve in doubles does. Where doubles cannot tell the basis from a singular
// one it stays as it is and without factors; the next solve mends it.
void Simplex::Impl::stand_on(const Basis& wanted) {
    set_basis(wanted);
    if (state.refactorise() > 0) {
        set_basis(wanted);
        return;
    }
    state.compute_primal();
    state.compute_duals();
}

// Do the entries span more digits than a double has, even after scaling?
bool Simplex::Impl::is_beyond_doubles() const {
    double smallest = infinity, largest = 0;
    for (std::int32_t j = 0; j < state.n; ++j)
        state.matrix.for_each_entry(j, [&](std::int32_t, double a) {
            largest = std::max(largest, std::fabs(a));
            if (a != 0) smallest = std::min(smallest, std::fabs(a));
        });
    return smallest < std::numeric_limits<double>::epsilon() * largest;
}

// True if that is an answer, also one that nothing could be proved up to a limit.
bool Simplex::Impl::solve_extended(std::int64_t iterations) {
    if (!ExtendedSimplex::is_small_enough(problem)) return false;
    ExtendedSimplex extended(problem, tolerances, state.stop);
    const Outcome outcome = extended.run(iterations);
    state.counters.iterations += extended.iterations();
    state.counters.primal_iterations += extended.iterations();
    if (outcome == Outcome::trouble) return false;
    stand_on(extended.basis());
    worst_primal = take_point(extended.primal());
    switch (outcome) {
        case Outcome::optimal:
            if (!extended.point_holds() || !extended.multipliers_hold()) return false;
            dual = extended.multipliers();
            reduced = extended.reduced_costs();
            worst_dual = dual_error();
            if (worst_primal > tolerances.primal || worst_dual > tolerances.dual) return false;
            status = LpStatus::optimal;
            return true;
        case Outcome::infeasible: {
            std::vector<double> y = extended.multipliers();
            keep_proof(std::move(y));
            if ((farkas.empty() || farkas_residual > 0) && !extended.multipliers_hold())
                return false;
            objective = infinity;
            status = LpStatus::infeasible;
            return true;
        }
        case Outcome::unbounded: {
            std::vector<double> r = extended.direction();
            if (worst_primal > tolerances.primal || !extended.point_holds() || !is_ray(problem, r))
                return false;
            ray = std::move(r);
            objective = -infinity;
            status = LpStatus::unbounded;
            return true;
        }
        case Outcome::iteration_limit:
            objective = -infinity;
            status = LpStatus::iteration_limit;
            return true;
        case Outcome::cutoff:
        case Outcome::trouble:
            break;
    }
    return false;
}

// A claim that rests on tolerances goes to the extended method. Where that knows no better it
// stays.
LpStatus Simplex::Impl::confirm(std::int64_t iterations) {
    const LpStatus claimed = status;
    const std::vector<double> claimed_primal = primal, claimed_activity = activity;
    const double claimed_objective = objective;
    if (solve_extended(iterations) && status != LpStatus::iteration_limit) return status;
    primal = claimed_primal;
    activity = claimed_activity;
    objective = claimed_objective;
    return status = claimed;
}

}  // namespace tenon::ilp

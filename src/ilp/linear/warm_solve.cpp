// Solving a warm linear program, and its answer in the caller's sense.
#include <algorithm>
#include <cmath>
#include <new>

#include "base/clock.hpp"
#include "base/sum.hpp"
#include "ilp/linear/linear_form.hpp"
#include "ilp/linear/warm_linear_impl.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using ilp::LpStatus;

Outcome outcome_of(LpStatus status, const Context& context) {
    switch (status) {
        case LpStatus::optimal:
            return Outcome::optimal;
        case LpStatus::infeasible:
            return Outcome::infeasible;
        case LpStatus::unbounded:
            return Outcome::unbounded;
        case LpStatus::cutoff:
            return Outcome::cutoff;
        case LpStatus::iteration_limit:
            return Outcome::work_limit;
        case LpStatus::stopped:
            return context.cancel && context.cancel->requested() ? Outcome::cancelled
                                                                 : Outcome::time_limit;
        case LpStatus::numerical:
        case LpStatus::unsolved:
            break;
    }
    return Outcome::numerical;
}

void check_limits(const WarmLimits& limits) {
    const auto refuse = [](const char* name, const char* what) {
        throw Error(Status::argument, std::string(name) + " " + what, {name});
    };
    if (!(limits.time_limit_seconds >= 0))
        refuse("time_limit_seconds", "must be zero or more seconds");
    if (limits.cutoff && std::isnan(*limits.cutoff)) refuse("cutoff", "must be a number");
}

std::int32_t copy_signed(double sign, std::span<const double> from, std::span<double> to) noexcept {
    const std::size_t count = std::min(from.size(), to.size());
    for (std::size_t k = 0; k < count; ++k) to[k] = ilp::signed_value(sign, from[k]);
    return static_cast<std::int32_t>(from.size());
}

}  // namespace

// Where the warm path ends in numerical trouble the program is solved once from the beginning.
LpStatus WarmLinear::Impl::run(const ilp::LpLimits& limits) {
    const LpStatus status = engine().solve(limits);
    if (status != LpStatus::numerical) return status;
    auto fresh = std::make_unique<ilp::Simplex>(simplex->problem());
    simplex = std::move(fresh);
    return simplex->solve(limits);
}

Outcome WarmLinear::Impl::solve(const Context& context, const WarmLimits& limits) {
    const Stopwatch watch;
    check_limits(limits);
    build_in();
    ilp::LpLimits engine_limits;
    engine_limits.iterations = limits.iteration_limit < 0 ? -1 : limits.iteration_limit;
    engine_limits.deadline_seconds = steady_seconds() + limits.time_limit_seconds;
    engine_limits.context = &context;
    engine_limits.report = true;
    if (limits.cutoff) engine_limits.objective_cutoff = sign * (*limits.cutoff - offset);
    const ilp::LpCounters before = engine().counters();
    LpStatus status = LpStatus::unsolved;
    Outcome outcome = Outcome::memory_limit;
    answer.solved = false;
    try {
        status = run(engine_limits);
        outcome = outcome_of(status, context);
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
        if (error.status() == Status::cancelled) outcome = Outcome::cancelled;
    } catch (const std::bad_alloc&) {
        status = LpStatus::unsolved;
        suspect = true;
    }
    take_answer(status, outcome);
    const ilp::LpCounters& after = simplex->counters();
    const bool same_engine = after.solves > before.solves;
    answer.counters = {};
    answer.counters.simplex_iterations = after.iterations - (same_engine ? before.iterations : 0);
    answer.counters.refactorisations =
        after.refactorisations - (same_engine ? before.refactorisations : 0);
    answer.counters.work = after.work - (same_engine ? before.work : 0);
    answer.counters.seconds = watch.seconds();
    return outcome;
}

void WarmLinear::Impl::take_answer(LpStatus status, Outcome outcome) {
    answer.outcome = outcome;
    answer.objective = std::numeric_limits<double>::quiet_NaN();
    answer.bound = -infinity;
    if (status == LpStatus::infeasible) answer.bound = infinity;
    if (status == LpStatus::cutoff || status == LpStatus::iteration_limit)
        answer.bound = simplex->objective();
    answer.bound = sign * answer.bound + offset;
    if (status == LpStatus::optimal) {
        const ilp::LinearProgram& p = simplex->problem();
        answer.values.resize(static_cast<std::size_t>(n));
        Sum total;
        total.add(offset);
        for (std::size_t j = 0; j < answer.values.size(); ++j) {
            const double x = std::clamp(simplex->primal()[j], p.lower[j], p.upper[j]) + 0.0;
            answer.values[j] = x;
            if (x != 0) total.add_product(sign * p.cost[j], x);
        }
        answer.objective = answer.bound = total.value();
    }
    answer.solved = answer.current = true;
}

Outcome WarmLinear::solve(const Context& context, const WarmLimits& limits) {
    return impl_->solve(context, limits);
}

bool WarmLinear::has_values() const noexcept {
    return impl_->answer.has_values();
}
double WarmLinear::objective() const noexcept {
    return has_values() ? impl_->answer.objective : std::numeric_limits<double>::quiet_NaN();
}
double WarmLinear::bound() const noexcept {
    return impl_->answer.solved ? impl_->answer.bound : -impl_->sign * infinity;
}
std::int32_t WarmLinear::copy_values(std::span<double> out) const noexcept {
    return has_values() ? copy_signed(1.0, impl_->answer.values, out) : 0;
}
std::int32_t WarmLinear::copy_row_activity(std::span<double> out) const noexcept {
    return has_values() ? copy_signed(1.0, impl_->simplex->row_activity(), out) : 0;
}
std::int32_t WarmLinear::copy_dual(std::span<double> out) const noexcept {
    return has_values() ? copy_signed(impl_->sign, impl_->simplex->dual(), out) : 0;
}
std::int32_t WarmLinear::copy_reduced_cost(std::span<double> out) const noexcept {
    return has_values() ? copy_signed(impl_->sign, impl_->simplex->reduced_costs(), out) : 0;
}
Solution WarmLinear::solution() const {
    return impl_->solution();
}

}  // namespace tenon

// tenon::solve: options are looked at, and linear and integer problems go their ways; a proof, if
// it is wanted, is made of the answer.
#include "ilp/search/solve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <vector>

#include "ilp/certified/certify.hpp"
#include "ilp/node/search_parts.hpp"
#include "ilp/search/linear.hpp"
#include "ilp/search/solver.hpp"
#include "tenon/error.hpp"

namespace tenon {

const char* outcome_text(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::optimal:
            return "optimal";
        case Outcome::infeasible:
            return "infeasible";
        case Outcome::unbounded:
            return "unbounded";
        case Outcome::infeasible_or_unbounded:
            return "infeasible_or_unbounded";
        case Outcome::time_limit:
            return "time_limit";
        case Outcome::node_limit:
            return "node_limit";
        case Outcome::work_limit:
            return "work_limit";
        case Outcome::cancelled:
            return "cancelled";
        case Outcome::memory_limit:
            return "memory_limit";
        case Outcome::numerical:
            return "numerical";
        case Outcome::cutoff:
            return "cutoff";
    }
    return "unknown";
}

void SimplexCounters::add(const SimplexCounters& other) noexcept {
    phase_one_iterations += other.phase_one_iterations;
    dual_iterations += other.dual_iterations;
    primal_iterations += other.primal_iterations;
    bound_flips += other.bound_flips;
    refactorisations += other.refactorisations;
    basis_nonzeros += other.basis_nonzeros;
    factor_nonzeros += other.factor_nonzeros;
    phase_one_seconds += other.phase_one_seconds;
    dual_seconds += other.dual_seconds;
    primal_seconds += other.primal_seconds;
    factor_seconds += other.factor_seconds;
}

Solution solve(const Context& context, const Problem& problem, const SolveOptions& options) {
    return ilp::solve_with(context, problem, options, {.small_tree = true});
}

namespace ilp {

namespace {

void check_options(const Problem& problem, const SolveOptions& options) {
    const auto refuse = [](const char* name, const char* what) {
        throw Error(Status::argument, std::string(name) + " " + what, {name});
    };
    if (std::isnan(options.time_limit_seconds) || options.time_limit_seconds < 0)
        refuse("time_limit_seconds", "must be zero or more seconds");
    if (!(options.relative_gap >= 0)) refuse("relative_gap", "must be zero or more");
    if (!(options.absolute_gap >= 0)) refuse("absolute_gap", "must be zero or more");
    if (!options.start.empty() &&
        options.start.size() != static_cast<std::size_t>(problem.columns()))
        refuse("start", "must have one value for each column, NaN where unknown, or be empty");
    if (!options.start_basis.empty() &&
        (options.start_basis.column.size() != static_cast<std::size_t>(problem.columns()) ||
         options.start_basis.row.size() != static_cast<std::size_t>(problem.rows())))
        refuse("start_basis", "must have one status for each column and each row, or be empty");
    const auto columns = static_cast<std::size_t>(problem.columns());
    const auto fits = [&](std::size_t size) { return size == 0 || size == columns; };
    if (!fits(options.branch_priority.size()))
        refuse("branch_priority", "must have one number for each column, or be empty");
    if (!fits(options.hint.size()))
        refuse("hint", "must have one value for each column, NaN where unknown, or be empty");
    if (!fits(options.hint_weight.size()))
        refuse("hint_weight", "must have one number for each column, or be empty");
    for (const double weight : options.hint_weight)
        if (!(weight >= 0) || std::isinf(weight))
            refuse("hint_weight", "must be finite numbers of zero or more");
    for (const double value : options.hint)
        if (std::isinf(value)) refuse("hint", "must be finite, or NaN where unknown");
    if (options.certify && options.callbacks.lazy_rows)
        refuse("certify", "cannot be used with lazy rows: they are not part of the problem");
    if (options.pool_size < 0) refuse("pool_size", "must be zero or more");
    search_options(options);  // refuses unknown parts
}

// Linear programs have one plan to tell of.
void show_optimum(const SolveOptions& options, Solution& answer) {
    if (!answer.has_values) return;
    if (options.pool_size > 0) answer.pool = {{answer.values, answer.objective}};
    if (!options.callbacks.incumbent) return;
    SolvePoint point;
    point.values = answer.values;
    point.objective = point.incumbent = answer.objective;
    point.bound = answer.bound;
    options.callbacks.incumbent(point);
}

// The first column with which the objective may leave the range of doubles, or -1: costs there are
// no numbers to search by.
std::int32_t cost_beyond_doubles(const Problem& problem) {
    constexpr double largest = 1e290;
    double total = 0;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        const double cost = std::fabs(problem.cost()[j]);
        if (cost == 0) continue;
        double size = 1;
        for (const double bound : {problem.lower()[j], problem.upper()[j]})
            if (std::isfinite(bound)) size = std::max(size, std::fabs(bound));
        total += cost * size;
        if (cost > largest || !(total <= largest)) return j;
    }
    return -1;
}

Solution without_an_answer(const Problem& problem, std::int32_t column) {
    Solution out;
    out.outcome = Outcome::numerical;
    out.objective = std::numeric_limits<double>::quiet_NaN();
    out.bound = problem.sense() == Sense::maximize ? infinity : -infinity;
    out.gap = infinity;
    out.doubt = "the cost of \"" + problem.column_name(column) +
                "\" times its bounds takes the objective beyond the range of doubles; write the "
                "costs in larger units";
    return out;
}

Solution answer_of(const Context& context, const Problem& problem, const SolveOptions& options,
                   const SolveTrial& trial) {
    const bool rows_may_come = options.callbacks.lazy_rows || options.callbacks.user_cuts;
    if (!problem.has_integers() && !rows_may_come) {
        Solution answer = solve_linear(context, problem, options);
        show_optimum(options, answer);
        return answer;
    }
    return Solver(context, problem, options, trial).run();
}

// An unbounded answer need not have a plan, or one of numbers that can be summed.
std::vector<double> plan_to_certify(const Context& context, const Problem& problem,
                                    const SolveOptions& options, const Solution& answer) {
    if (answer.outcome != Outcome::unbounded || std::isfinite(answer.objective))
        return answer.values;
    try {
        const SolveCounters& spent = answer.counters;
        return solve_without_costs(context, problem, options, spent.seconds, spent.work).values;
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
    } catch (const std::bad_alloc&) {
    }
    return {};
}

}  // namespace

Solution solve_without_costs(const Context& context, const Problem& problem,
                             const SolveOptions& options, double seconds, std::int64_t work) {
    Problem any = problem;
    for (std::int32_t j = 0; j < any.columns(); ++j) any.set_cost(j, 0);
    any.set_offset(0);
    SolveOptions left = options;
    left.time_limit_seconds = std::max(0.0, options.time_limit_seconds - seconds);
    if (options.work_limit >= 0)
        left.work_limit = std::max<std::int64_t>(0, options.work_limit - work);
    left.start.clear();
    left.start_basis = {};
    left.callbacks = {};
    left.pool_size = 0;
    left.certify = false;
    left.memory = nullptr;
    Context quiet = context;
    quiet.log = nullptr;
    quiet.log_line = nullptr;
    return solve_with(quiet, any, left, {.small_tree = true});
}

Solution solve_with(const Context& context, const Problem& problem, const SolveOptions& options,
                    const SolveTrial& trial) {
    check_options(problem, options);
    if (problem.has_integers())
        if (const std::int32_t column = cost_beyond_doubles(problem); column >= 0)
            return without_an_answer(problem, column);
    Solution answer = answer_of(context, problem, options, trial);
    if (options.certify) {
        SolveOptions quiet = options;
        quiet.callbacks = {};
        Control control(context, quiet);
        const Plans judge(problem, quiet, control);
        certified::certify(
            context, problem, options, plan_to_certify(context, problem, options, answer),
            [&](std::span<const double> point) { return judge.examine(point); }, answer);
    }
    return answer;
}

}  // namespace ilp

}  // namespace tenon

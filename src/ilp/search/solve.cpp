// tenon::solve: the problem is written as a minimisation, presolved, searched, and the answer
// brought back, judged in the caller's own problem and put in the caller's sense.
#include "ilp/search/solve.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>

#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/linear.hpp"
#include "ilp/search/search.hpp"
#include "ilp/search/start_plan.hpp"
#include "tenon/check.hpp"
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
    return ilp::solve_with(context, problem, options, {});
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
}

Outcome outcome_of(Stop stop) {
    switch (stop) {
        case Stop::time:
            return Outcome::time_limit;
        case Stop::nodes:
            return Outcome::node_limit;
        case Stop::work:
            return Outcome::work_limit;
        case Stop::cancelled:
            return Outcome::cancelled;
        case Stop::memory:
            return Outcome::memory_limit;
        case Stop::none:
            break;
    }
    return Outcome::numerical;
}

// One solve of a mixed integer problem.
class Solver {
  public:
    Solver(const Context& context, const Problem& problem, const SolveOptions& options,
           const SolveTrial& trial)
        : context_(context),
          problem_(problem),
          options_(options),
          trial_(trial),
          sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0),
          control_(context, options) {}

    Solution run() {
        bound_ = -infinity;
        try {
            answer_.outcome = search_problem();
        } catch (const Error& error) {
            if (error.status() == Status::cancelled) {
                control_.stop(Stop::cancelled);
                if (!search_) keep_start();
            } else if (error.status() == Status::budget) {
                control_.stop(Stop::memory);
            } else {
                throw;
            }
            collect();
            answer_.outcome = outcome_of(control_.reason());
        } catch (const std::bad_alloc&) {
            control_.stop(Stop::memory);
            collect();
            answer_.outcome = Outcome::memory_limit;
        }
        finish();
        return std::move(answer_);
    }

  private:
    Outcome search_problem();
    Outcome search_program(const MixedProgram& program);
    Outcome decide_unbounded();
    bool keep_start();
    void take_start();
    void collect();
    void finish();
    Judged judge(std::span<const double> reduced_point);
    void keep(std::vector<double> values, double objective);

    const Context& context_;
    const Problem& problem_;
    const SolveOptions& options_;
    const SolveTrial& trial_;
    double sign_;
    Control control_;
    Presolve presolve_;
    bool presolved_ = false;
    std::optional<Search> search_;
    std::vector<double> best_;  // in the original columns
    double best_objective_ = infinity;
    double bound_ = -infinity;  // of the minimisation
    DebugPoint reduced_debug_;
    Solution answer_;
};

Judged Solver::judge(std::span<const double> reduced_point) {
    std::vector<double> point =
        presolved_ ? presolve_.restore(reduced_point)
                   : std::vector<double>(reduced_point.begin(), reduced_point.end());
    // Presolve may have read an integer off a row: exact again, or the judge refuses it.
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if (problem_.type()[j] != ColumnType::continuous) point[j] = std::round(point[j]) + 0.0;
    const Verdict verdict = check_point(problem_, point, {feasibility_tolerance, 0});
    Judged out;
    if (!verdict.feasible) {
        out.reason = "\"" + verdict.worst + "\" is broken";
        return out;
    }
    out.accepted = true;
    out.objective = sign_ * verdict.objective;
    keep(std::move(point), out.objective);
    return out;
}

void Solver::keep(std::vector<double> values, double objective) {
    if (objective >= best_objective_) return;
    best_objective_ = objective;
    best_ = std::move(values);
}

void Solver::collect() {
    if (!search_) return;
    bound_ = std::max(bound_, search_->bound());
    const SearchCounters& counters = search_->counters();
    answer_.counters.nodes = counters.nodes;
    answer_.counters.simplex_iterations = counters.simplex_iterations;
    answer_.counters.refactorisations = counters.refactorisations;
    answer_.counters.simplex = counters.simplex;
    answer_.counters.cuts = counters.cuts;
    answer_.counters.root_seconds = counters.root_seconds;
}

Outcome Solver::search_problem() {
    const MixedProgram original = to_mixed_program(problem_);
    if (trial_.debug) reduced_debug_ = *trial_.debug;
    if (!options_.presolve) return search_program(original);
    presolve_.watch(trial_.debug);
    const PresolveStatus status = presolve_.run(context_, original, control_.whole_lp_limits());
    control_.add_work(presolve_.work());
    answer_.counters.presolve_seconds = control_.seconds();
    presolve_.report(answer_.counters);
    if (status == PresolveStatus::infeasible) {
        bound_ = infinity;
        return Outcome::infeasible;
    }
    if (status == PresolveStatus::unbounded_or_infeasible) return decide_unbounded();
    if (status == PresolveStatus::stopped) {
        control_.stopped();
        keep_start();
        return outcome_of(control_.reason());
    }
    presolved_ = true;
    if (trial_.debug) reduced_debug_.values = presolve_.project(trial_.debug->values);
    return search_program(presolve_.reduced());
}

Outcome Solver::search_program(const MixedProgram& program) {
    SearchOptions options;
    options.gap = {options_.relative_gap, options_.absolute_gap};
    options.cuts = options_.cuts;
    options.heuristics = options_.heuristics;
    options.seed = options_.seed;
    if (trial_.debug) options.debug = &reduced_debug_;
    search_.emplace(
        program, control_, [this](std::span<const double> x) { return judge(x); }, options);
    if (!options_.start.empty()) take_start();
    const SearchStatus status = search_->run();
    collect();
    switch (status) {
        case SearchStatus::unbounded:
            bound_ = -infinity;
            return decide_unbounded();
        case SearchStatus::stopped:
            return outcome_of(control_.reason());
        case SearchStatus::numerical:
            return Outcome::numerical;
        case SearchStatus::proven:
            break;
    }
    if (best_objective_ < infinity) return Outcome::optimal;
    bound_ = infinity;
    return Outcome::infeasible;
}

// A whole and feasible start is kept as it is, even where presolve has no room for it.
bool Solver::keep_start() {
    const bool whole = std::none_of(options_.start.begin(), options_.start.end(),
                                    [](double x) { return std::isnan(x); });
    if (!whole || options_.start.empty()) return false;
    const Verdict verdict = check_point(problem_, options_.start, {feasibility_tolerance, 0});
    if (verdict.feasible) keep(options_.start, sign_ * verdict.objective);
    return verdict.feasible;
}

// In the search it counts at least as a limit.
void Solver::take_start() {
    const bool kept = keep_start();
    answer_.start_verdict =
        use_start(*search_, presolved_ ? presolve_.project(options_.start) : options_.start);
    if (!kept) return;
    answer_.start_verdict.clear();
    if (!search_->incumbent().found()) search_->incumbent().set_limit(best_objective_);
}

// The relaxation has a ray. With rational data the integer problem is then unbounded as soon as it
// has any plan (R. Meyer, Mathematical Programming 7, 1974), so the costs are dropped and a plan is
// looked for.
Outcome Solver::decide_unbounded() {
    Problem any = problem_;
    for (std::int32_t j = 0; j < any.columns(); ++j) any.set_cost(j, 0);
    any.set_offset(0);
    SolveOptions options = options_;
    options.time_limit_seconds = std::max(0.0, options_.time_limit_seconds - control_.seconds());
    if (options_.work_limit >= 0)
        options.work_limit = std::max<std::int64_t>(0, options_.work_limit - control_.work());
    options.start.clear();
    Context quiet = context_;
    const Solution plan = solve_with(quiet, any, options, {});
    answer_.counters.nodes += plan.counters.nodes;
    answer_.counters.simplex_iterations += plan.counters.simplex_iterations;
    control_.add_work(plan.counters.work);
    if (plan.outcome == Outcome::infeasible) {
        bound_ = infinity;
        return Outcome::infeasible;
    }
    if (plan.has_values) {
        keep(plan.values, sign_ * check_point(problem_, plan.values).objective);
        return Outcome::unbounded;
    }
    if (plan.outcome == Outcome::numerical || plan.outcome == Outcome::unbounded)
        return Outcome::infeasible_or_unbounded;
    return plan.outcome;
}

void Solver::finish() {
    answer_.counters.work = control_.work();
    answer_.has_values = !best_.empty() || (problem_.columns() == 0 && best_objective_ < infinity);
    answer_.objective = std::numeric_limits<double>::quiet_NaN();
    if (answer_.has_values) {
        const Verdict verdict = check_point(problem_, best_, {feasibility_tolerance, 0});
        answer_.values = std::move(best_);
        answer_.objective = verdict.objective;
        answer_.max_violation = verdict.max_violation;
        if (verdict.max_violation > 0) answer_.worst_row = verdict.worst;
        answer_.row_activity = verdict.row_activity;
        bound_ = std::min(bound_, sign_ * verdict.objective);
    }
    answer_.bound = sign_ * bound_;
    if (answer_.has_values) {
        const double difference = std::fabs(answer_.objective - answer_.bound);
        answer_.gap =
            difference == 0 ? 0 : difference / std::max(std::fabs(answer_.objective), 1e-10);
    }
    answer_.counters.seconds = control_.seconds();
}

}  // namespace

Solution solve_with(const Context& context, const Problem& problem, const SolveOptions& options,
                    const SolveTrial& trial) {
    check_options(problem, options);
    if (!problem.has_integers()) return solve_linear(context, problem, options);
    return Solver(context, problem, options, trial).run();
}

}  // namespace ilp

}  // namespace tenon

// A pure linear program is presolved, its rest solved, and the optimum brought back as a basis of
// the caller's own rows and columns. The answer never rests on that basis: the simplex method takes
// it up on the original problem, computes point, prices and reduced costs from it, and pivots on
// where it is not optimal there. Where presolve or the reduced problem has no optimum it looks for
// the proof in the original: only what it proves itself there is claimed.
//
// Only a contradiction that propagation of bounds comes to is a proof of its own, with multipliers.
//
// A start basis belongs to the caller's rows and columns and is expected near the optimum: it goes
// to the simplex method as it is.
//
// The price of a row is the change of the objective, in the caller's sense, for one more unit of
// the side that binds; for a maximisation that is minus the dual value of the minimisation.
#include "ilp/search/linear.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <optional>

#include "ilp/lp/given_value.hpp"
#include "ilp/node/control.hpp"
#include "ilp/node/search_parts.hpp"
#include "ilp/presolve/contradiction.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

// An optimum must pass the judge; a tenth of its tolerance is asked of the simplex the second time.
constexpr LpTolerances usual{.refine = true};
constexpr LpTolerances tight{1e-9, 1e-9, true};

Outcome outcome_of(LpStatus status, Control& control) {
    switch (status) {
        case LpStatus::optimal:
            return Outcome::optimal;
        case LpStatus::infeasible:
            return Outcome::infeasible;
        case LpStatus::unbounded:
            return Outcome::unbounded;
        case LpStatus::stopped:
        case LpStatus::iteration_limit:
            control.stopped();
            if (control.reason() == Stop::cancelled) return Outcome::cancelled;
            return control.reason() == Stop::work ? Outcome::work_limit : Outcome::time_limit;
        case LpStatus::cutoff:
        case LpStatus::numerical:
        case LpStatus::unsolved:
            break;
    }
    return Outcome::numerical;
}

void give_values(const Problem& problem, const Simplex& simplex, double sign, Solution& out) {
    const auto copy = [](std::span<const double> from) {
        return std::vector<double>(from.begin(), from.end());
    };
    out.values = copy(simplex.primal());
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        out.values[j] = given_value(out.values[j], problem.lower()[j], problem.upper()[j]);
    out.dual = copy(simplex.dual());
    out.reduced_cost = copy(simplex.reduced_costs());
    out.basis = simplex.basis();
    for (double& y : out.dual) y = sign * y + 0.0;
    for (double& d : out.reduced_cost) d = sign * d + 0.0;
}

void count(const Simplex& simplex, Control& control, Solution& out) {
    const LpCounters& counters = simplex.counters();
    control.add_work(counters.work);
    out.counters.simplex_iterations += counters.iterations;
    out.counters.refactorisations += counters.refactorisations;
    out.counters.simplex.add(counters);
}

// Where the simplex method ended on the reduced problem. It need not be an optimum: the basis of an
// infeasible or unbounded problem is near its proof as well.
Answer ended_at(const Simplex& simplex) {
    const auto whole = [](std::span<const double> from, std::int32_t size) {
        std::vector<double> out(from.begin(), from.end());
        out.resize(static_cast<std::size_t>(size));
        return out;
    };
    return {whole(simplex.primal(), simplex.columns()), whole(simplex.dual(), simplex.rows()),
            whole(simplex.reduced_costs(), simplex.columns()), simplex.basis()};
}

// Less of the rows and nonzeros than one in so many is not worth a second simplex.
constexpr std::int64_t least_share = 50;

bool is_worth_while(const Presolve& presolve, const LinearProgram& original) {
    const auto nonzeros = static_cast<std::int64_t>(original.matrix.index.size());
    return presolve.removed_rows() * least_share > original.rows ||
           presolve.removed_nonzeros() * least_share > nonzeros;
}

// Multipliers that show without a pivot that there is no plan; empty if there are none to be had.
std::vector<double> contradiction(const Problem& problem, const MixedProgram& program,
                                  Control& control) {
    const LpLimits limits = control.whole_lp_limits();
    StopCheck stop;
    stop.rearm(limits.context, limits.deadline_seconds, limits.work);
    std::vector<double> y;
    try {
        y = find_contradiction(problem, program.lp, stop);
    } catch (const Stopped&) {
        y.clear();
    }
    control.add_work(stop.work());
    return y;
}

// The basis of the original problem that presolve and a simplex method on the rest come to.
std::optional<Basis> presolved_basis(const MixedProgram& program, LinearMethod method,
                                     std::span<const std::string_view> resting, Control& control,
                                     Solution& out) {
    Presolve presolve(PresolveMode::linear);
    for (const std::string_view reduction : resting) presolve.skip(reduction);
    const PresolveStatus status =
        presolve.run(control.context(), program, control.whole_lp_limits());
    control.add_work(presolve.work());
    out.counters.presolve_seconds = control.seconds();
    if (status != PresolveStatus::reduced || !is_worth_while(presolve, program.lp))
        return std::nullopt;
    presolve.report(out.counters);
    Simplex simplex(presolve.reduced().lp, {.strict = false});
    simplex.set_method(method);
    const LpStatus ended = simplex.solve(control.whole_lp_limits());
    count(simplex, control, out);
    if (ended == LpStatus::stopped || ended == LpStatus::numerical) return std::nullopt;
    return presolve.restore_optimum(ended_at(simplex)).basis;
}

// One solve, in steps; each leaves in `out` what it knows.
class LinearSolve {
  public:
    LinearSolve(const Problem& problem, const SolveOptions& options, Control& control,
                Solution& out)
        : problem_(problem),
          options_(options),
          control_(control),
          out_(out),
          sign_(problem.sense() == Sense::maximize ? -1.0 : 1.0) {}

    void run() {
        const MixedProgram program = to_mixed_program(problem_);
        if (begin(program)) return;
        for (const LpTolerances& tolerances : {usual, tight})
            if (attempt(program, tolerances)) return;
    }

    void close() {
        if (out_.has_values) {
            // Primal and dual objective agree to the tolerance of the simplex: that is no gap.
            bound_ = sign_ * out_.objective;
            out_.gap = 0;
        } else {
            out_.values.clear();
            out_.dual.clear();
            out_.reduced_cost.clear();
            out_.basis = {};
            out_.row_activity.clear();
            out_.objective = std::numeric_limits<double>::quiet_NaN();
        }
        out_.bound = sign_ * bound_;
        out_.counters.work = control_.work();
        out_.counters.seconds = control_.seconds();
    }

  private:
    // Finds a start, or an answer before there is need of one.
    bool begin(const MixedProgram& program) {
        if (!options_.start_basis.empty()) {
            start_ = options_.start_basis;
            return false;
        }
        const SearchOptions parts = search_options(options_);
        if (!parts.presolve) return false;
        out_.farkas = contradiction(problem_, program, control_);
        if (!out_.farkas.empty()) {
            out_.outcome = Outcome::infeasible;
            bound_ = infinity;
            return true;
        }
        start_ = presolved_basis(program, options_.linear_method, parts.resting_reductions,
                                 control_, out_);
        return false;
    }

    // The simplex method on the problem as it is. False: its point does not stand before the judge.
    bool attempt(const MixedProgram& program, const LpTolerances& tolerances) {
        if (control_.stopped()) {
            out_.outcome = outcome_of(LpStatus::stopped, control_);
            return true;
        }
        Simplex simplex(program.lp, tolerances);
        simplex.set_method(options_.linear_method);
        if (start_) simplex.set_basis(*start_);
        const LpStatus status = simplex.solve(control_.whole_lp_limits());
        count(simplex, control_, out_);
        out_.outcome = outcome_of(status, control_);
        if (status == LpStatus::infeasible) {
            bound_ = infinity;
            out_.farkas = simplex.farkas();
            out_.farkas_residual = simplex.farkas_residual();
        }
        if (status == LpStatus::unbounded) out_.ray = simplex.ray();
        if (status != LpStatus::optimal) return true;
        bound_ = simplex.objective();
        if (take_point(simplex)) return true;
        out_.outcome = Outcome::numerical;
        return false;
    }

    bool take_point(const Simplex& simplex) {
        give_values(problem_, simplex, sign_, out_);
        const Verdict verdict = check_point(problem_, out_.values, {feasibility_tolerance, 0});
        // An objective beyond the range of doubles is none.
        out_.has_values = verdict.feasible && std::isfinite(verdict.objective);
        out_.objective = verdict.objective;
        out_.max_violation = verdict.max_violation;
        if (verdict.max_violation > 0) out_.worst_row = verdict.worst;
        out_.row_activity = verdict.row_activity;
        return out_.has_values;
    }

    const Problem& problem_;
    const SolveOptions& options_;
    Control& control_;
    Solution& out_;
    double sign_, bound_ = -infinity;  // of the minimisation
    std::optional<Basis> start_;
};

}  // namespace

Solution solve_linear(const Context& context, const Problem& problem, const SolveOptions& options) {
    Control control(context, options);
    Solution out;
    out.objective = std::numeric_limits<double>::quiet_NaN();
    LinearSolve solve(problem, options, control, out);
    try {
        solve.run();
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
        out.outcome =
            error.status() == Status::cancelled ? Outcome::cancelled : Outcome::memory_limit;
    } catch (const std::bad_alloc&) {
        out.outcome = Outcome::memory_limit;
    }
    solve.close();
    return out;
}

}  // namespace tenon::ilp

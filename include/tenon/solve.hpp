// Solving a problem to proven optimality, and what is known when that did not finish.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/basis.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"
#include "tenon/solve_callbacks.hpp"
#include "tenon/solve_parts.hpp"

namespace tenon {

class SolveMemory;  // solve_memory.hpp

enum class Outcome : std::int32_t {
    optimal = 1,  // proven within the gap asked for
    infeasible = 2,
    unbounded = 3,
    infeasible_or_unbounded = 4,
    time_limit = 5,  // for the limits: a plan may or may not have been found
    node_limit = 6,
    work_limit = 7,
    cancelled = 8,  // also where the gap was closed by then: bound and gap tell
    memory_limit = 9,
    numerical = 10,  // no answer could be verified; never a wrong one; Solution::doubt may say why
    cutoff = 11,     // no plan can be better than the cutoff asked for (WarmLinear)
};

const char* outcome_text(Outcome outcome) noexcept;  // "optimal", "time_limit", ...

// Of linear programs without integers. automatic: the primal method where a given basis is primal
// but not dual feasible, else the dual one. Each falls back on the other where it cannot go on.
enum class LinearMethod : std::int32_t { automatic = 0, dual = 1, primal = 2 };

struct SolveOptions {
    double time_limit_seconds = infinity;
    std::int64_t node_limit = -1;  // -1: none
    std::int64_t work_limit = -1;  // deterministic units: entries touched, a few nanoseconds each
    double relative_gap = 1e-6;    // stop when |objective - bound| <= gap * |objective|
    double absolute_gap = 1e-6;
    std::uint64_t seed = 1;
    bool presolve = true;
    bool cuts = true;
    bool heuristics = true;
    std::vector<double> start;  // a first plan, one value a column; NaN: unknown; may be empty
    LinearMethod linear_method = LinearMethod::automatic;
    Basis start_basis;  // pure linear programs: where the simplex method begins
    SolveCallbacks callbacks;
    // One a column: fractional integers of the highest priority are branched on first. Empty: all
    // equal.
    std::vector<std::int32_t> branch_priority;
    // Where good plans are thought to be, one value a column; NaN: no opinion. The search looks
    // there first for a plan and branches that way first; the answer does not depend on it. Weights
    // >= 0, one a column or none (all 1): heavier hints are tried first, weight 0 is no hint.
    std::vector<double> hint, hint_weight;
    // So many of the best plans found on the way are kept in Solution::pool.
    std::int32_t pool_size = 0;
    // Parts to be left out, by names of solve_parts() ('-' may stand for a blank): to see what each
    // is worth. The answer stays the same, the way there does not.
    std::vector<std::string> without;
    // The answer is proved once more, in the problem as it was given, within what the limits leave:
    // Solution::certificate lets anybody check plan and bound in exact arithmetic. Takes a multiple
    // of the solve itself on hard problems. Not together with callbacks.lazy_rows, whose rows the
    // problem does not have, nor with several objectives.
    bool certify = false;
    // What solves of nearly the same problem have left for this one, and where it leaves what it
    // knows; not owned. With a pool old answers are used as plans only.
    SolveMemory* memory = nullptr;
};

// What the simplex method did, summed over all linear programs of a solve.
struct SimplexCounters {
    std::int64_t phase_one_iterations = 0;  // dual method, towards dual feasibility
    std::int64_t dual_iterations = 0;       // dual method, with the caller's bounds
    std::int64_t primal_iterations = 0;
    std::int64_t bound_flips = 0;  // bounded variables that moved without a pivot
    std::int64_t refactorisations = 0;
    // Summed over refactorisations; their ratio is the fill.
    std::int64_t basis_nonzeros = 0, factor_nonzeros = 0;
    double phase_one_seconds = 0, dual_seconds = 0, primal_seconds = 0;
    double factor_seconds = 0;  // part of the three above

    void add(const SimplexCounters& other) noexcept;
};

// A plan of the pool.
struct PoolPlan {
    std::vector<double> values;
    double objective = 0;
};

// How often one of presolve's reductions applied.
struct ReductionCount {
    const char* name;  // a static string, as "doubleton equations"
    std::int64_t fired;
};

struct SolveCounters {
    std::int64_t nodes = 0;
    std::int64_t restarts = 0;  // the search began anew on what was left
    std::int64_t simplex_iterations = 0;
    std::int64_t refactorisations = 0;
    std::int64_t cuts = 0;
    std::int64_t lazy_rows = 0, user_cuts = 0;  // taken over from callbacks
    std::int64_t user_plans = 0;                // handed in by a callback, and plans came of them
    std::int64_t user_branchings = 0;           // chosen by a callback and followed
    std::int64_t proof_nodes = 0;               // of the proof, with SolveOptions::certify
    double proof_seconds = 0;
    std::int64_t work = 0;
    double presolve_seconds = 0, root_seconds = 0, seconds = 0;
    SimplexCounters simplex;
    // What presolve took away; nonzeros less those that substitution brought in.
    std::int64_t presolved_rows = 0, presolved_columns = 0, presolved_nonzeros = 0;
    std::vector<ReductionCount> reductions;  // those that fired, in the order they are tried in
    // What each part of an integer search did: those that ran, in the order of a solve.
    std::vector<SolvePartEffort> parts;
};

// The objective and the bound are in the problem's own sense and include the offset.
struct Solution {
    Outcome outcome = Outcome::numerical;
    bool has_values = false;
    std::vector<double> values;        // one a column; integers are exact integers
    double objective = 0;              // re-evaluated in the original problem; NaN without values
    double bound = 0;                  // no plan can be better than this; +-infinity if unknown
    double gap = infinity;             // |objective - bound| / max(|objective|, 1e-10); 0 if equal
    double max_violation = 0;          // largest breach of a row or bound, absolute
    std::string worst_row;             // its row (or column) name; empty if nothing is breached
    std::vector<double> row_activity;  // A x in the original problem, without lazy rows
    std::vector<double> dual;          // pure linear programs only: shadow price a row
    std::vector<double> reduced_cost;  // pure linear programs only
    Basis basis;                       // pure linear programs only: of the optimum
    // Pure linear programs only, certificates in the caller's rows and columns, checked there.
    // infeasible: multipliers y of the rows; with d = -A'y the least value of y's + d'x over all
    // row_lower <= s <= row_upper, lower <= x <= upper is positive, though A x = s makes it zero.
    // Empty where two bounds of one column or row contradict each other.
    std::vector<double> farkas;
    // 0: no rounding can undo that proof. Above: no doubles were found that hold it, and it rests
    // on coefficients d of up to this share of the terms they are sums of (about 1e-16) being zero.
    double farkas_residual = 0;
    // unbounded: a direction that keeps all rows and bounds and improves the objective for ever.
    std::vector<double> ray;
    // With options.pool_size: the best plans that were met, best first, the first one as above. No
    // two are equal in all integer columns. Others as good may exist that were not met.
    std::vector<PoolPlan> pool;
    // With options.certify. A text whose lines prove, step by step and without any tolerance, that
    // no plan is better than certified_bound (or that there is none, or that the objective has no
    // limit), with the plan and its exact evaluation. src/ilp/certified/README.md has its grammar
    // and rules. Empty where memory ran out or nobody asked.
    std::string certificate;
    // The bound that it proves, in the problem's sense. With a step of the costs it can reach the
    // objective, else it ends up to the gap asked for, or 4e-9 of it, short. As `bound` where there
    // is no plan: +infinity (minimising) says that there is none. It may pass the objective of a
    // plan that breaks rows within the tolerance.
    double certified_bound = 0;
    bool certified = false;  // it proves what `outcome` and the gap say: the proof was finished
    // What of the answer is not confirmed, and why; empty if nothing is in doubt. With rows whose
    // coefficients lie more than 1e9 apart (1e7 with lazy rows), or have over 1e12 units, it is
    // proved exactly: where that fails the outcome is `numerical` (or that of the limit), and the
    // row is named here. Where a limit ended the search of a problem whose relaxation has an
    // integer column beyond 2^53, the column is named. With options.certify: why the proof was not
    // finished, or that it contradicts the answer (which is then mended, if the proof met a better
    // plan).
    std::string doubt;
    // What of a start was not taken as it was given: why it was refused, or "used with ...": which
    // integers of it were rounded, or what its continuous columns broke, which were then solved for
    // anew. Empty if it was used as it was, or not given.
    std::string start_verdict;
    SolveCounters counters;
};

// Errors are for misuse and lack of memory; everything else is an outcome.
Solution solve(const Context& context, const Problem& problem, const SolveOptions& options = {});

}  // namespace tenon

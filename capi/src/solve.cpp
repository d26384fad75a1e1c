#include <cmath>
#include <limits>

#include "handles.hpp"

using namespace tenon;
using namespace tenon::capi;

namespace tenon::capi {

namespace {

// A gap of zero means the default; a negative one asks for exactly zero.
double gap_option(const char* name, double given, double usual) {
    if (std::isnan(given))
        refuse(name, "must be a number; 0 means the default, a negative one exactly 0");
    return given == 0 ? usual : std::max(given, 0.0);
}

}  // namespace

SolveOptions solve_options(const tenon_solve_options* options) {
    const auto given = options_of(options, "solve options");
    SolveOptions result;
    if (given.time_limit_seconds != 0) {
        if (!(given.time_limit_seconds > 0)) refuse("time_limit_seconds", "must be a number that is not negative");
        result.time_limit_seconds = given.time_limit_seconds;
    }
    if (given.node_limit < 0) refuse("node_limit", "must not be negative");
    if (given.node_limit > 0) result.node_limit = given.node_limit;
    if (given.work_limit < 0) refuse("work_limit", "must not be negative");
    if (given.work_limit > 0) result.work_limit = given.work_limit;
    result.relative_gap = gap_option("relative_gap", given.relative_gap, result.relative_gap);
    result.absolute_gap = gap_option("absolute_gap", given.absolute_gap, result.absolute_gap);
    if (given.seed != 0) result.seed = given.seed;
    result.presolve = given.no_presolve == 0;
    result.cuts = given.no_cuts == 0;
    result.heuristics = given.no_heuristics == 0;
    if (given.linear_method < TENON_METHOD_AUTOMATIC || given.linear_method > TENON_METHOD_PRIMAL)
        refuse("linear_method", "must be one of TENON_METHOD_...");
    result.linear_method = static_cast<LinearMethod>(given.linear_method);
    result.start = list_of(given.start, given.start_count, "start");
    result.callbacks = solve_callbacks(given.callbacks);
    result.branch_priority =
        list_of(given.branch_priority, given.branch_priority_count, "branch_priority");
    result.hint = list_of(given.hint, given.hint_count, "hint");
    result.hint_weight = list_of(given.hint_weight, given.hint_weight_count, "hint_weight");
    if (given.pool_size < 0) refuse("pool_size", "must not be negative");
    result.pool_size = given.pool_size;
    result.without = texts(given.without, given.without_count, "without");
    result.certify = given.certify != 0;
    result.memory = given.memory ? &given.memory->value : nullptr;
    result.start_basis = {
        basis_statuses(given.start_column_basis, given.start_column_basis_count,
                       "start_column_basis"),
        basis_statuses(given.start_row_basis, given.start_row_basis_count, "start_row_basis")};
    return result;
}

}  // namespace tenon::capi

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

template <class Member>
std::int32_t copy_member(const tenon_solution* solution, Member member, double* out,
                         std::int32_t capacity) {
    const auto& values = required(solution, "solution").value.get()->*member;
    return static_cast<std::int32_t>(give_values(std::span<const double>(values), out, capacity));
}

const PoolPlan* pool_plan(const tenon_solution* solution, std::int32_t plan) {
    if (!solution || plan < 0) return nullptr;
    const std::vector<PoolPlan>& pool = solution->value->pool;
    const auto place = static_cast<std::size_t>(plan);
    return place < pool.size() ? &pool[place] : nullptr;
}

template <class Member>
double number_member(const tenon_solution* solution, Member member) {
    return solution ? solution->value.get()->*member : nothing;
}

// nullptr where there is no such one.
const ReductionCount* reduction_of(const tenon_solution* solution, std::int32_t index) {
    if (solution == nullptr || index < 0) return nullptr;
    const std::vector<ReductionCount>& all = solution->value->counters.reductions;
    const auto place = static_cast<std::size_t>(index);
    return place < all.size() ? &all[place] : nullptr;
}

// Without a name where there is no such one.
SolvePart solve_part(std::int32_t part) {
    const std::vector<SolvePart> all = solve_parts();
    const auto place = static_cast<std::size_t>(part);
    return part >= 0 && place < all.size() ? all[place] : SolvePart{nullptr, nullptr};
}

}  // namespace

const char* tenon_outcome_text(tenon_outcome outcome) {
    return guard_value("unknown", [&] {
        return outcome >= TENON_OPTIMAL && outcome <= TENON_CUTOFF
                   ? outcome_text(static_cast<Outcome>(outcome))
                   : "unknown";
    });
}

tenon_status tenon_problem_solve(const tenon_context* context, const tenon_problem* problem,
                                 const tenon_solve_options* options, tenon_solution** out,
                                 tenon_error* err) {
    return guard(err, [&] {
        required(out, "out");
        give_handle(out, std::make_shared<const Solution>(solve(solve_context_of(context),
                                                                required(problem, "problem").value,
                                                                solve_options(options))));
    });
}

void tenon_solution_free(tenon_solution* solution) {
    guard_void([&] { delete solution; });
}

tenon_outcome tenon_solution_outcome(const tenon_solution* solution) {
    return guard_value(tenon_outcome{0}, [&] {
        return solution ? static_cast<tenon_outcome>(solution->value->outcome) : tenon_outcome{0};
    });
}

int32_t tenon_solution_has_values(const tenon_solution* solution) {
    return guard_value(std::int32_t{0},
                       [&] { return std::int32_t{solution && solution->value->has_values}; });
}

double tenon_solution_objective(const tenon_solution* solution) {
    return guard_value(nothing, [&] { return number_member(solution, &Solution::objective); });
}

double tenon_solution_bound(const tenon_solution* solution) {
    return guard_value(nothing, [&] { return number_member(solution, &Solution::bound); });
}

double tenon_solution_gap(const tenon_solution* solution) {
    return guard_value(nothing, [&] { return number_member(solution, &Solution::gap); });
}

int32_t tenon_solution_values(const tenon_solution* solution, double* values, int32_t capacity) {
    return guard_value(std::int32_t{-1},
                       [&] { return copy_member(solution, &Solution::values, values, capacity); });
}

int32_t tenon_solution_row_activity(const tenon_solution* solution, double* values,
                                    int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_member(solution, &Solution::row_activity, values, capacity);
    });
}

int32_t tenon_solution_duals(const tenon_solution* solution, double* values, int32_t capacity) {
    return guard_value(std::int32_t{-1},
                       [&] { return copy_member(solution, &Solution::dual, values, capacity); });
}

int32_t tenon_solution_reduced_costs(const tenon_solution* solution, double* values,
                                     int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_member(solution, &Solution::reduced_cost, values, capacity);
    });
}

int32_t tenon_solution_farkas(const tenon_solution* solution, double* multipliers,
                              int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        return copy_member(solution, &Solution::farkas, multipliers, capacity);
    });
}

int32_t tenon_solution_ray(const tenon_solution* solution, double* direction, int32_t capacity) {
    return guard_value(std::int32_t{-1},
                       [&] { return copy_member(solution, &Solution::ray, direction, capacity); });
}

double tenon_solution_farkas_residual(const tenon_solution* solution) {
    return guard_value(nothing, [&] {
        const double residual = number_member(solution, &Solution::farkas_residual);
        return solution && solution->value->farkas.empty() ? nothing : residual;
    });
}

double tenon_solution_max_violation(const tenon_solution* solution) {
    return guard_value(nothing, [&] { return number_member(solution, &Solution::max_violation); });
}

const char* tenon_solution_worst_row(const tenon_solution* solution) {
    return guard_value("", [&] { return solution ? solution->value->worst_row.c_str() : ""; });
}

const char* tenon_solution_start_verdict(const tenon_solution* solution) {
    return guard_value("", [&] { return solution ? solution->value->start_verdict.c_str() : ""; });
}

const char* tenon_solution_doubt(const tenon_solution* solution) {
    return guard_value("", [&] { return solution ? solution->value->doubt.c_str() : ""; });
}

const char* tenon_solution_certificate(const tenon_solution* solution, int64_t* length) {
    return guard_value("", [&] {
        const std::string* text = solution ? &solution->value->certificate : nullptr;
        if (length) *length = text ? static_cast<std::int64_t>(text->size()) : 0;
        return text ? text->c_str() : "";
    });
}

double tenon_solution_certified_bound(const tenon_solution* solution) {
    return guard_value(nothing,
                       [&] { return number_member(solution, &Solution::certified_bound); });
}

int32_t tenon_solution_certified(const tenon_solution* solution) {
    return guard_value(std::int32_t{0},
                       [&] { return std::int32_t{solution && solution->value->certified}; });
}

tenon_status tenon_solution_counters(const tenon_solution* solution, tenon_solve_counters* counters,
                                     tenon_error* err) {
    return guard(err, [&] {
        const SolveCounters& from = required(solution, "solution").value->counters;
        tenon_solve_counters result = TENON_SOLVE_COUNTERS_INIT;
        result.nodes = from.nodes;
        result.simplex_iterations = from.simplex_iterations;
        result.refactorisations = from.refactorisations;
        result.cuts = from.cuts;
        result.work = from.work;
        result.presolve_seconds = from.presolve_seconds;
        result.root_seconds = from.root_seconds;
        result.seconds = from.seconds;
        result.presolved_rows = from.presolved_rows;
        result.presolved_columns = from.presolved_columns;
        result.presolved_nonzeros = from.presolved_nonzeros;
        result.phase_one_iterations = from.simplex.phase_one_iterations;
        result.dual_iterations = from.simplex.dual_iterations;
        result.primal_iterations = from.simplex.primal_iterations;
        result.bound_flips = from.simplex.bound_flips;
        result.basis_nonzeros = from.simplex.basis_nonzeros;
        result.factor_nonzeros = from.simplex.factor_nonzeros;
        result.phase_one_seconds = from.simplex.phase_one_seconds;
        result.dual_seconds = from.simplex.dual_seconds;
        result.primal_seconds = from.simplex.primal_seconds;
        result.factor_seconds = from.simplex.factor_seconds;
        result.lazy_rows = from.lazy_rows;
        result.user_cuts = from.user_cuts;
        result.proof_nodes = from.proof_nodes;
        result.proof_seconds = from.proof_seconds;
        result.user_plans = from.user_plans;
        result.user_branchings = from.user_branchings;
        give(counters, result, "counters");
    });
}

int32_t tenon_solution_reductions(const tenon_solution* solution) {
    return guard_value(std::int32_t{-1}, [&] {
        if (solution == nullptr) return std::int32_t{-1};
        return static_cast<std::int32_t>(solution->value->counters.reductions.size());
    });
}

const char* tenon_solution_reduction_name(const tenon_solution* solution, int32_t index) {
    return guard_value(static_cast<const char*>(nullptr), [&] {
        const ReductionCount* reduction = reduction_of(solution, index);
        return reduction ? reduction->name : nullptr;
    });
}

int64_t tenon_solution_reduction_fired(const tenon_solution* solution, int32_t index) {
    return guard_value(std::int64_t{-1}, [&] {
        const ReductionCount* reduction = reduction_of(solution, index);
        return reduction ? reduction->fired : std::int64_t{-1};
    });
}

int32_t tenon_solve_parts() {
    return guard_value(std::int32_t{-1},
                       [&] { return static_cast<std::int32_t>(solve_parts().size()); });
}

const char* tenon_solve_part_name(int32_t part) {
    return guard_value(static_cast<const char*>(nullptr), [&] { return solve_part(part).name; });
}

const char* tenon_solve_part_text(int32_t part) {
    return guard_value(static_cast<const char*>(nullptr), [&] { return solve_part(part).text; });
}

int32_t tenon_solution_parts(const tenon_solution* solution) {
    return guard_value(std::int32_t{-1}, [&] {
        if (solution == nullptr) return std::int32_t{-1};
        return static_cast<std::int32_t>(solution->value->counters.parts.size());
    });
}

tenon_status tenon_solution_part(const tenon_solution* solution, int32_t part,
                                 tenon_part_effort* effort, tenon_error* err) {
    return guard(err, [&] {
        const std::vector<SolvePartEffort>& all =
            required(solution, "solution").value->counters.parts;
        if (part < 0 || static_cast<std::size_t>(part) >= all.size())
            refuse("part", "must be less than tenon_solution_parts()");
        const SolvePartEffort& from = all[static_cast<std::size_t>(part)];
        give(effort,
             tenon_part_effort{sizeof(tenon_part_effort), 0, from.name, from.calls, from.found,
                               from.kept, from.work, from.seconds},
             "effort");
    });
}

int32_t tenon_solution_pool_count(const tenon_solution* solution) {
    return guard_value(std::int32_t{-1}, [&] {
        return solution ? static_cast<std::int32_t>(solution->value->pool.size())
                        : std::int32_t{-1};
    });
}

double tenon_solution_pool_objective(const tenon_solution* solution, int32_t plan) {
    return guard_value(nothing, [&] {
        const PoolPlan* found = pool_plan(solution, plan);
        return found ? found->objective : nothing;
    });
}

int32_t tenon_solution_pool_values(const tenon_solution* solution, int32_t plan, double* values,
                                   int32_t capacity) {
    return guard_value(std::int32_t{-1}, [&] {
        const PoolPlan* found = pool_plan(solution, plan);
        if (!found) return std::int32_t{-1};
        return static_cast<std::int32_t>(
            give_values(std::span<const double>(found->values), values, capacity));
    });
}

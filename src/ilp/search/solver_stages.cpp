// Programs after the first presolve, and the searches of them.
#include "ilp/search/solver.hpp"

namespace tenon::ilp {

PresolveStatus Solver::run(Presolve& presolve, const MixedProgram& program, SearchPart part) {
    const Stint stint(control_, part);
    for (const std::string_view reduction : search_options_.resting_reductions)
        presolve.skip(reduction);
    // It leaves one plan of several: not where a pool is to hold others.
    if (options_.pool_size > 0) presolve.skip("dominated columns");
    const PresolveStatus status = presolve.run(context_, program, control_.whole_lp_limits());
    control_.add_work(presolve.work());
    return status;
}

// Components of the presolved program. Fixing them picks one optimum of many: not where a pool is
// wanted, the caller is to be asked, or a test carries an optimum of its own.
ComponentStatus Solver::solve_apart(const SearchOptions& options) {
    if (presolves_.empty() || !options.components || options_.pool_size > 0 || trial_.debug ||
        asks_host())
        return ComponentStatus::none;
    const Stint stint(control_, SearchPart::components);
    MixedProgram program = presolves_.reduced();
    const ComponentStatus status = solve_components(program, control_, options);
    if (status != ComponentStatus::fixed) return status;
    ++control_.effort().of(SearchPart::components).found;
    Presolve presolve;
    const PresolveStatus left = run(presolve, program, SearchPart::presolve);
    // Anything else would be the rounding of the fixed values: the whole is searched instead.
    if (left != PresolveStatus::reduced) return ComponentStatus::none;
    presolves_.add(std::move(presolve));
    return status;
}

void Solver::make_search(const MixedProgram& program, SearchOptions options) {
    options.judge_may_err = !presolves_.empty();
    options.judge_floor = judge_floor_;
    options.known_bound = std::max(bound_, known_bound_);
    search_.emplace(
        program, control_, [this](std::span<const double> x) { return judge(x); }, options);
    // Memory may run out before it begins, and the answer asks it for a bound all the same.
    search_->claim_nothing();
    // What comes from outside meets one search, on the caller's thread.
    if (!asks_host())
        search_->may_use_workers(
            [this](std::span<const double> x) { return plans_.examine(plan_of(x)); });
}

// Presolves what the search has learned and makes a search of the rest, which then holds the
// place of the present one. Anything but `reduced` leaves that in place.
PresolveStatus Solver::begin_anew(SearchOptions& options) {
    Presolve presolve;
    DebugPoint debug = reduced_debug_;
    const bool watched = trial_.debug && search_->holds_debug_point();
    if (watched) presolve.watch(&debug);
    presolve.expect(rows_to_come());
    const PresolveStatus status = run(presolve, search_->restart_program(), SearchPart::restarts);
    if (status == PresolveStatus::stopped) control_.stopped();
    if (status == PresolveStatus::unbounded_or_infeasible || status == PresolveStatus::infeasible)
        return PresolveStatus::infeasible;  // the root had an optimum
    if (status != PresolveStatus::reduced) return status;
    const double limit = search_->incumbent().limit();
    SearchCounters counters = search_->counters();
    ++counters.restarts;
    const PseudoCosts learned = search_->pseudo_costs();
    const std::vector<std::int32_t> origin(presolve.kept_columns().begin(),
                                           presolve.kept_columns().end());
    search_.reset();
    const auto carried = [&presolve](const auto& values) {
        std::vector<double> wide(values.begin(), values.end());
        return wide.empty() ? wide : presolve.carry(wide);
    };
    const auto projected = [&presolve](const std::vector<double>& point) {
        return point.empty() ? point : presolve.project(point);
    };
    options.hint = projected(options.hint);
    options.hint_weight = carried(options.hint_weight);
    const std::vector<double> priority = carried(options.priority);
    options.priority.assign(priority.begin(), priority.end());
    reduced_debug_.values = projected(reduced_debug_.values);
    options.debug = watched ? &reduced_debug_ : nullptr;
    --options.restarts;
    options.restarted = true;
    presolves_.add(std::move(presolve));
    if (options.host.branching) find_images();
    log_program("  begins anew with ", presolves_.reduced());
    make_search(presolves_.reduced(), options);
    search_->incumbent().set_limit(limit);
    search_->go_on_from(counters, learned, origin);
    return status;
}

}  // namespace tenon::ilp

// tenon::solve: the problem is written as a minimisation, presolved, searched, and the answer
// brought back, judged in the caller's own problem and put in the caller's sense.
#include "ilp/search/solve.hpp"

#include <algorithm>
#include <cmath>
#include <new>
#include <numeric>
#include <optional>

#include "ilp/certified/certify.hpp"
#include "ilp/node/search_parts.hpp"
#include "ilp/presolve/presolve.hpp"
#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/components.hpp"
#include "ilp/search/linear.hpp"
#include "ilp/search/plans.hpp"
#include "ilp/search/presolve_chain.hpp"
#include "ilp/search/search.hpp"
#include "ilp/search/solve_memory.hpp"
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
        case Stop::proven:
            return Outcome::optimal;
        case Stop::none:
            break;
    }
    return Outcome::numerical;
}

// Times that a search may begin anew.
constexpr std::int32_t most_restarts = 3;

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
          control_(context, options),
          search_options_(search_options(options)),
          plans_(problem, options, control_) {
        control_.tell_in_sense(sign_);
        plans_.connect([this] { return place(); }, [this](const NewRow& row) { add_row(row); });
    }

    Solution run() {
        bound_ = -infinity;
        try {
            answer_.outcome = search_problem();
            if (control_.reason() == Stop::proven) answer_.outcome = Outcome::optimal;
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
        remember_answer();
        return std::move(answer_);
    }

  private:
    void log_program(const char* what, const MixedProgram& program);
    PresolveStatus run(Presolve& presolve, const MixedProgram& program, SearchPart part);
    Outcome search_problem();
    Outcome search_program(const MixedProgram& program);
    void make_search(const MixedProgram& program, const SearchOptions& options);
    PresolveStatus begin_anew(SearchOptions& options);
    ComponentStatus solve_apart(const SearchOptions& options);
    Outcome decide_unbounded();
    bool remembers() const;
    bool recall_answer();
    void remember_answer();
    bool within_gap(double objective) const;
    bool keep_start();
    void explain_start();
    std::vector<double> projected_start() const;
    void take_start();
    void collect();
    void finish();
    std::vector<double> in_callers_columns(std::span<const double> reduced_point) const;
    std::vector<double> plan_of(std::span<const double> reduced_point) const;
    Judged judge(std::span<const double> reduced_point);
    Plans::Place place() const;
    void add_row(const NewRow& row);
    void ask_for_cuts(std::span<const double> point, double objective, std::vector<Cut>& cuts);
    void take_guidance(SearchOptions& options);
    RowsToCome rows_to_come() const;

    const Context& context_;
    const Problem& problem_;
    const SolveOptions& options_;
    const SolveTrial& trial_;
    double sign_;
    Control control_;
    SearchOptions search_options_;
    PresolveChain presolves_;  // none: the program is the caller's
    std::optional<Search> search_;
    Plans plans_;
    std::string start_refusal_;         // what was wrong with a whole start as it was given
    std::vector<AffineColumn> images_;  // of the caller's columns, where rows may come
    bool whole_only_ = false;           // components were fixed apart, and that left no plan
    double bound_ = -infinity;          // of the minimisation
    bool found_in_program_ = false;     // a plan that has a place in the program
    double known_bound_ = -infinity;    // the same, from the memory
    std::vector<double> start_;         // the caller's, or else a plan of the memory
    DebugPoint reduced_debug_;
    Solution answer_;
};

std::vector<double> Solver::in_callers_columns(std::span<const double> reduced_point) const {
    return presolves_.restore(reduced_point);
}

// Presolve may have read an integer off a row: exact again, or the judge refuses it.
std::vector<double> Solver::plan_of(std::span<const double> reduced_point) const {
    std::vector<double> point = in_callers_columns(reduced_point);
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if (problem_.type()[j] != ColumnType::continuous) point[j] = std::round(point[j]) + 0.0;
    return point;
}

Judged Solver::judge(std::span<const double> reduced_point) {
    Judged judged = plans_.consider(plan_of(reduced_point));
    found_in_program_ |= judged.accepted;
    if (judged.accepted && within_gap(plans_.objective())) control_.stop(Stop::proven);
    return judged;
}

bool Solver::within_gap(double objective) const {
    return known_bound_ >= objective - std::max(options_.absolute_gap,
                                                options_.relative_gap * std::fabs(objective));
}

// Linear programs have their own way to stay warm, and what the caller may add during the search
// is no part of the problem that would be remembered.
bool Solver::remembers() const {
    return options_.memory && !options_.callbacks.lazy_rows && !options_.callbacks.user_cuts;
}

// True if what the memory knows is an answer: the plan and the bound meet, or there is no plan.
bool Solver::recall_answer() {
    if (!remembers()) return false;
    const Recollection known = recall(MemoryAccess::inside(*options_.memory), problem_);
    control_.add_work(problem_.nonzeros());
    known_bound_ = known.bound;
    if (known.bound == infinity) return true;
    if (!options_.start.empty() && !keep_start()) explain_start();
    for (const std::vector<double>& plan : known.plans) {
        const bool better = plans_.consider(plan).accepted && plans_.is_best(plan);
        if (options_.start.empty() && (better || start_.empty())) start_ = plan;
    }
    return options_.pool_size == 0 && plans_.found() && within_gap(plans_.objective());
}

// An answer is not lost because there is no memory left to keep it for later.
void Solver::remember_answer() {
    if (!remembers()) return;
    try {
        remember(MemoryAccess::inside(*options_.memory), problem_, answer_);
    } catch (const std::bad_alloc&) {
        options_.memory->clear();
    }
}

Plans::Place Solver::place() const {
    if (!search_) return {};
    return {search_->bound(), search_->counters().nodes};
}

// Rows that come before the search are given to it when it begins.
void Solver::add_row(const NewRow& row) {
    if (!search_) return;
    for (Cut& cut : to_cuts(row, images_)) search_->add_row(std::move(cut));
}

void Solver::ask_for_cuts(std::span<const double> point, double objective, std::vector<Cut>& cuts) {
    NewRows rows(problem_.columns());
    plans_.ask_for_cuts(in_callers_columns(point), objective, rows);
    for (const NewRow& row : rows.rows())
        for (Cut& cut : to_cuts(row, images_)) cuts.push_back(std::move(cut));
}

RowsToCome Solver::rows_to_come() const {
    if (options_.callbacks.lazy_rows) return RowsToCome::any;
    return options_.callbacks.user_cuts ? RowsToCome::implied : RowsToCome::none;
}

void Solver::collect() {
    bound_ = std::max(bound_, known_bound_);
    if (!search_) return;
    bound_ = std::max(bound_, search_->bound());
    const SearchCounters& counters = search_->counters();
    answer_.counters.nodes = counters.nodes;
    answer_.counters.restarts = counters.restarts;
    answer_.counters.simplex_iterations = counters.simplex_iterations;
    answer_.counters.refactorisations = counters.refactorisations;
    answer_.counters.simplex = counters.simplex;
    answer_.counters.cuts = counters.cuts;
    answer_.counters.user_cuts = counters.host_cuts;
    answer_.counters.root_seconds = counters.root_seconds;
}

PresolveStatus Solver::run(Presolve& presolve, const MixedProgram& program, SearchPart part) {
    const Stint stint(control_, part);
    for (const std::string_view reduction : search_options_.resting_reductions)
        presolve.skip(reduction);
    const PresolveStatus status = presolve.run(context_, program, control_.whole_lp_limits());
    control_.add_work(presolve.work());
    return status;
}

Outcome Solver::search_problem() {
    const MixedProgram original = to_mixed_program(problem_);
    log_program("", original);
    if (trial_.debug) reduced_debug_ = *trial_.debug;
    start_ = options_.start;
    if (recall_answer()) {
        bound_ = known_bound_;
        return bound_ == infinity ? Outcome::infeasible : Outcome::optimal;
    }
    if (!search_options_.presolve) return search_program(original);
    Presolve presolve;
    presolve.watch(trial_.debug);
    presolve.expect(rows_to_come());
    const PresolveStatus status = run(presolve, original, SearchPart::presolve);
    answer_.counters.presolve_seconds = control_.seconds();
    presolve.report(answer_.counters);
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
    presolves_.add(std::move(presolve));
    if (trial_.debug) reduced_debug_.values = presolves_.project(trial_.debug->values);
    return search_program(presolves_.reduced());
}

Outcome Solver::search_program(const MixedProgram& program) {
    SearchOptions options = search_options_;
    options.restarts = options.presolve && options.may_restart ? most_restarts : 0;
    options.every_plan = options_.pool_size > 0;
    if (trial_.early_rounds) {
        options.rounds_after_work = 0;
        options.rounds_fewest_open = 1;
    }
    if (trial_.debug) options.debug = &reduced_debug_;
    options.eager_restarts = trial_.eager_restarts;
    options.components = options.components && !whole_only_;
    const ComponentStatus apart = solve_apart(options);
    if (apart == ComponentStatus::infeasible) {
        bound_ = infinity;
        return Outcome::infeasible;
    }
    take_guidance(options);
    make_search(presolves_.empty() ? program : presolves_.reduced(), options);
    if (!presolves_.empty()) log_program("after presolve ", presolves_.reduced());
    if (!start_.empty()) take_start();
    SearchStatus status = search_->run();
    collect();
    while (status == SearchStatus::restart) {
        const PresolveStatus left = begin_anew(options);
        if (left == PresolveStatus::infeasible) status = SearchStatus::proven;
        if (left == PresolveStatus::stopped) status = SearchStatus::stopped;
        if (left != PresolveStatus::reduced) break;
        status = search_->run();
        collect();
    }
    // The judge may refuse what was fixed apart, by the last digits of a row; a plan from before the
    // search says nothing of that.
    if (apart == ComponentStatus::fixed && !found_in_program_ &&
        (status == SearchStatus::proven || status == SearchStatus::numerical)) {
        whole_only_ = true;
        search_.reset();
        presolves_.keep_first();
        bound_ = -infinity;
        return search_program(presolves_.reduced());
    }
    switch (status) {
        case SearchStatus::restart:
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
    if (plans_.found()) return Outcome::optimal;
    bound_ = infinity;
    return Outcome::infeasible;
}

// Components of the presolved program. Fixing them picks one optimum of many: not where a pool is
// wanted, rows may still come, or a test carries an optimum of its own.
ComponentStatus Solver::solve_apart(const SearchOptions& options) {
    if (presolves_.empty() || !options.components || options_.pool_size > 0 || trial_.debug ||
        rows_to_come() != RowsToCome::none)
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

void Solver::make_search(const MixedProgram& program, const SearchOptions& options) {
    search_.emplace(
        program, control_, [this](std::span<const double> x) { return judge(x); }, options);
    // Rows that come from outside meet one search, on the caller's thread.
    if (rows_to_come() == RowsToCome::none)
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
    const PresolveStatus status = run(presolve, search_->restart_program(), SearchPart::restarts);
    if (status == PresolveStatus::stopped) control_.stopped();
    if (status == PresolveStatus::unbounded_or_infeasible || status == PresolveStatus::infeasible)
        return PresolveStatus::infeasible;  // the root had an optimum
    if (status != PresolveStatus::reduced) return status;
    const double limit = search_->incumbent().limit();
    SearchCounters counters = search_->counters();
    ++counters.restarts;
    const PseudoCosts learned = search_->pseudo_costs();
    std::vector<double> origin(static_cast<std::size_t>(search_->program().lp.columns));
    std::iota(origin.begin(), origin.end(), 0.0);
    origin = presolve.project(origin);
    search_.reset();
    const auto carried = [&presolve](const auto& values) {
        std::vector<double> wide(values.begin(), values.end());
        return wide.empty() ? wide : presolve.project(wide);
    };
    options.hint = carried(options.hint);
    options.hint_weight = carried(options.hint_weight);
    const std::vector<double> priority = carried(options.priority);
    options.priority.assign(priority.begin(), priority.end());
    reduced_debug_.values = carried(reduced_debug_.values);
    options.debug = watched ? &reduced_debug_ : nullptr;
    --options.restarts;
    options.restarted = true;
    presolves_.add(std::move(presolve));
    log_program("  begins anew with ", presolves_.reduced());
    make_search(presolves_.reduced(), options);
    search_->incumbent().set_limit(limit);
    search_->go_on_from(counters, learned, std::vector<std::int32_t>(origin.begin(), origin.end()));
    return status;
}

void Solver::log_program(const char* what, const MixedProgram& program) {
    if (!control_.log().wanted()) return;
    const auto number = [](auto count) { return std::to_string(count); };
    const auto integers = std::count(program.integer.begin(), program.integer.end(), 1);
    control_.log().note(what + number(program.lp.rows) + " rows, " + number(program.lp.columns) +
                        " columns (" + number(integers) + " integer), " +
                        number(program.lp.matrix.index.size()) + " nonzeros");
}

// What the caller said of columns, in those of the program.
void Solver::take_guidance(SearchOptions& options) {
    const auto projected = [this](const std::vector<double>& values) {
        return presolves_.project(values);
    };
    if (!options_.branch_priority.empty()) {
        const std::vector<double> wide(options_.branch_priority.begin(),
                                       options_.branch_priority.end());
        for (const double priority : projected(wide))
            options.priority.push_back(static_cast<std::int32_t>(priority));
    }
    if (!options_.hint.empty()) {
        std::vector<double> weight = options_.hint_weight;
        if (weight.empty()) weight.assign(options_.hint.size(), 1);
        options.hint_weight = projected(weight);
        options.hint = projected(options_.hint);
        for (std::size_t j = 0; j < options.hint.size(); ++j)
            if (options.hint_weight[j] == 0)
                options.hint[j] = std::numeric_limits<double>::quiet_NaN();
    }
    const RowsToCome rows = rows_to_come();
    if (rows == RowsToCome::none) return;
    if (!presolves_.empty()) {
        images_ = presolves_.first().affine_columns();
    } else {
        for (std::int32_t j = 0; j < problem_.columns(); ++j) images_.push_back({j, 1, 0});
    }
    options.rows_may_come = rows == RowsToCome::any;
    // Rows of the host may tell apart what the program holds for equal.
    options.symmetry = false;
    if (options_.callbacks.user_cuts)
        options.host_cuts = [this](std::span<const double> point, double objective,
                                   std::vector<Cut>& cuts) {
            ask_for_cuts(point, objective, cuts);
        };
}

// A whole and feasible start is kept as it is, even where presolve has no room for it.
bool Solver::keep_start() {
    const bool whole = std::none_of(options_.start.begin(), options_.start.end(),
                                    [](double x) { return std::isnan(x); });
    if (!whole || options_.start.empty()) return false;
    const Judged judged = plans_.consider(options_.start);
    start_refusal_ = judged.reason;
    return judged.accepted;
}

// Continuous columns that presolve calls integer are left open: theirs are solved for.
std::vector<double> Solver::projected_start() const {
    if (presolves_.empty()) return start_;
    std::vector<double> start = presolves_.project(start_);
    const std::vector<std::uint8_t>& integer = search_->program().integer;
    std::vector<double> continuous;
    for (const ColumnType type : problem_.type())
        continuous.push_back(type == ColumnType::continuous ? 1 : 0);
    continuous = presolves_.project(continuous);
    for (std::size_t j = 0; j < start.size(); ++j)
        if (integer[j] && continuous[j] != 0) start[j] = std::numeric_limits<double>::quiet_NaN();
    return start;
}

// In the caller's words, where there are some. Presolve may have taken out columns that a start
// says impossible things of; what the others gave is then a plan, but not the start's.
void Solver::explain_start() {
    std::string reason = contradiction_of_start(plans_.judged(), options_.start);
    if (reason.empty() && !answer_.start_verdict.empty() && !start_refusal_.empty())
        reason = "in the start " + start_refusal_;
    if (!reason.empty()) answer_.start_verdict = std::move(reason);
}

// In the search it counts at least as a limit.
void Solver::take_start() {
    if (plans_.found()) search_->incumbent().set_limit(plans_.objective());
    if (options_.start.empty()) {
        use_start(*search_, projected_start());
        return;
    }
    const bool kept = keep_start();
    answer_.start_verdict = use_start(*search_, projected_start());
    if (!kept) {
        explain_start();
        return;
    }
    answer_.start_verdict.clear();
    if (!search_->incumbent().found()) search_->incumbent().set_limit(plans_.objective());
}

// The relaxation has a ray. With rational data the integer problem is then unbounded as soon as it
// has any plan (R. Meyer, Mathematical Programming 7, 1974), so the costs are dropped and a plan is
// looked for.
Outcome Solver::decide_unbounded() {
    if (options_.callbacks.lazy_rows) return Outcome::infeasible_or_unbounded;
    Problem any = problem_;
    for (std::int32_t j = 0; j < any.columns(); ++j) any.set_cost(j, 0);
    any.set_offset(0);
    SolveOptions options = options_;
    options.time_limit_seconds = std::max(0.0, options_.time_limit_seconds - control_.seconds());
    if (options_.work_limit >= 0)
        options.work_limit = std::max<std::int64_t>(0, options_.work_limit - control_.work());
    options.start.clear();
    options.callbacks = {};
    options.pool_size = 0;
    options.certify = false;
    options.memory = nullptr;
    Context quiet = context_;
    quiet.log = nullptr;
    const Solution plan = solve_with(quiet, any, options, {});
    answer_.counters.nodes += plan.counters.nodes;
    answer_.counters.simplex_iterations += plan.counters.simplex_iterations;
    control_.add_work(plan.counters.work);
    if (plan.outcome == Outcome::infeasible) {
        bound_ = infinity;
        return Outcome::infeasible;
    }
    if (plan.has_values) {
        plans_.keep(plan.values, sign_ * check_point(problem_, plan.values).objective);
        return Outcome::unbounded;
    }
    if (plan.outcome == Outcome::numerical || plan.outcome == Outcome::unbounded)
        return Outcome::infeasible_or_unbounded;
    return plan.outcome;
}

void Solver::finish() {
    if (search_) search_->report_step(outcome_text(answer_.outcome));
    answer_.counters.work = control_.work();
    control_.effort().turn_to(SearchPart::rest, control_.work());
    report_parts(control_.effort(), answer_.counters);
    answer_.counters.lazy_rows = plans_.lazy_rows();
    answer_.objective = std::numeric_limits<double>::quiet_NaN();
    answer_.has_values = plans_.give(answer_);
    if (answer_.has_values) bound_ = std::min(bound_, sign_ * answer_.objective);
    answer_.bound = sign_ * bound_;
    if (answer_.has_values) {
        const double difference = std::fabs(answer_.objective - answer_.bound);
        answer_.gap = difference == 0
                          ? 0
                          : difference / std::max(std::fabs(answer_.objective), least_objective);
    }
    answer_.counters.seconds = control_.seconds();
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
    Problem any = problem;
    for (std::int32_t j = 0; j < any.columns(); ++j) any.set_cost(j, 0);
    any.set_offset(0);
    SolveOptions left = options;
    left.time_limit_seconds = std::max(0.0, options.time_limit_seconds - answer.counters.seconds);
    left.start.clear();
    left.start_basis = {};
    left.callbacks = {};
    left.pool_size = 0;
    left.certify = false;
    try {
        Context quiet = context;
        quiet.log = nullptr;
        return solve_with(quiet, any, left, {}).values;
    } catch (const Error& error) {
        if (error.status() != Status::cancelled && error.status() != Status::budget) throw;
    } catch (const std::bad_alloc&) {
    }
    return {};
}

}  // namespace

Solution solve_with(const Context& context, const Problem& problem, const SolveOptions& options,
                    const SolveTrial& trial) {
    check_options(problem, options);
    Solution answer = answer_of(context, problem, options, trial);
    if (options.certify) {
        const std::vector<double> plan = plan_to_certify(context, problem, options, answer);
        certified::certify(context, problem, options, plan, answer);
    }
    return answer;
}

}  // namespace ilp

}  // namespace tenon

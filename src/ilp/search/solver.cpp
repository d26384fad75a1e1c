#include "ilp/search/solver.hpp"

#include <algorithm>
#include <cmath>
#include <new>

#include "base/number_text.hpp"
#include "ilp/certified/answer_proof.hpp"
#include "ilp/certified/confirm.hpp"
#include "ilp/search/start_plan.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

namespace tenon::ilp {

namespace {

// Times that a search may begin anew.
constexpr std::int32_t most_restarts = 3;

}  // namespace

Solution Solver::run() {
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
    confirm_answer();
    tell_of_large_integers();
    remember_answer();
    return std::move(answer_);
}

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
    if (judged.accepted && within_gap(known_bound_, plans_.objective()))
        control_.stop(Stop::proven);
    return judged;
}

bool Solver::within_gap(double bound, double objective) const {
    return bound >= objective - std::max(options_.absolute_gap,
                                         options_.relative_gap * std::fabs(objective));
}

void Solver::collect() {
    bound_ = std::max(bound_, known_bound_);
    if (!search_) return;
    bound_ = std::max(bound_, search_->bound());
    closed_by_judge_ |= search_->closed_by_judge();
    judge_floor_ = std::min(judge_floor_, search_->judge_floor());
    const SearchCounters& counters = search_->counters();
    answer_.counters.nodes = counters.nodes;
    answer_.counters.restarts = counters.restarts;
    answer_.counters.simplex_iterations = counters.simplex_iterations;
    answer_.counters.refactorisations = counters.refactorisations;
    answer_.counters.simplex = counters.simplex;
    answer_.counters.cuts = counters.cuts;
    answer_.counters.user_cuts = counters.host_cuts;
    answer_.counters.user_branchings = counters.host_branchings;
    answer_.counters.root_seconds = counters.root_seconds;
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
    // Half of what the caller leaves: the rest is for all else.
    if (context_.budget)
        options.node_bytes = std::clamp<std::int64_t>(
            (context_.budget->limit() - context_.budget->used()) / 2, 0, options.node_bytes);
    if (trial_.node_bytes >= 0) options.node_bytes = trial_.node_bytes;
    options.most_node_bytes = trial_.most_node_bytes;
    if (trial_.debug) options.debug = &reduced_debug_;
    options.eager_restarts = trial_.eager_restarts;
    options.eager_tree_cuts = trial_.eager_tree_cuts;
    options.small_tree = options.small_tree && trial_.small_tree;
    if (trial_.resting_parts) options.fewest_in_set = 2;
    if (trial_.resting_parts)
        options.octane = options.implied_bound_cuts = options.local_cuts = true;
    options.components = options.components && !whole_only_;
    const ComponentStatus apart = solve_apart(options);
    if (apart == ComponentStatus::infeasible) {
        bound_ = infinity;
        return Outcome::infeasible;
    }
    take_guidance(options);
    take_former_search(presolves_.empty() ? program : presolves_.reduced(), options);
    if (!start_.empty())
        options.near_plan = presolves_.empty() ? start_ : presolves_.project(start_);
    if (options.former && !start_.empty()) {
        options.near_faults = near_faults();
        if (!presolves_.empty() && !options.near_faults.empty())
            options.near_faults = presolves_.carry(options.near_faults);
        for (double& near : options.near_faults) near = std::fabs(near);
    }
    make_search(presolves_.empty() ? program : presolves_.reduced(), options);
    if (!presolves_.empty()) log_program("after presolve ", presolves_.reduced());
    search_->count_on(spent_);
    if (options.former) search_->learn_branching(options.former->pseudo_costs);
    if (!start_.empty() && !start_taken_) take_start();
    start_taken_ = true;
    if (plans_.found()) search_->incumbent().set_limit(plans_.objective());
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
    // The judge may refuse what was fixed apart, by the last digits of a row; a plan from before
    // the search says nothing of that.
    if (apart == ComponentStatus::fixed && !found_in_program_ &&
        (status == SearchStatus::proven || status == SearchStatus::numerical)) {
        whole_only_ = true;
        drop_search();
        bound_ = -infinity;
        judge_floor_ = infinity;
        presolves_.keep_first();
        return search_program(presolves_.reduced());
    }
    // What presolve has made of large numbers is not what the judge reads in them: once more,
    // without, and with the rows that have come.
    if (closed_by_judge_ && status == SearchStatus::proven && !presolves_.empty() &&
        !(plans_.found() && within_gap(judge_floor_, plans_.objective()))) {
        drop_search();
        presolves_.clear();
        search_options_.presolve = closed_by_judge_ = false;
        judge_floor_ = infinity;
        if (trial_.debug) reduced_debug_ = *trial_.debug;
        plain_ = to_mixed_program(plans_.judged());
        return search_program(plain_);
    }
    switch (status) {
        case SearchStatus::unbounded:
            bound_ = -infinity;
            return decide_unbounded();
        case SearchStatus::stopped:
            // The last plan before a limit may have met the bound. Who cancels is told so.
            if (control_.reason() != Stop::cancelled && plans_.found() &&
                within_gap(bound_, plans_.objective()) &&
                (!closed_by_judge_ || within_gap(judge_floor_, plans_.objective())))
                return Outcome::optimal;
            return outcome_of(control_.reason());
        case SearchStatus::restart:  // those have been carried out
        case SearchStatus::numerical:
            return Outcome::numerical;
        case SearchStatus::proven:
            break;
    }
    if (plans_.found()) return Outcome::optimal;
    bound_ = infinity;
    return Outcome::infeasible;
}

// For another search of the problem, which goes on with what this one counted.
void Solver::drop_search() {
    spent_ = search_->counters();
    search_.reset();
}

void Solver::log_program(const char* what, const MixedProgram& program) {
    if (!control_.log().wanted()) return;
    const auto number = [](auto count) { return std::to_string(count); };
    const auto integers = std::count(program.integer.begin(), program.integer.end(), 1);
    control_.log().note(what + number(program.lp.rows) + " rows, " + number(program.lp.columns) +
                        " columns (" + number(integers) + " integer), " +
                        number(program.lp.matrix.index.size()) + " nonzeros");
}

// The relaxation has a ray. With rational data the integer problem is then unbounded as soon as it
// has any plan (R. Meyer, Mathematical Programming 7, 1974), so the costs are dropped and a plan is
// looked for.
Outcome Solver::decide_unbounded() {
    if (options_.callbacks.lazy_rows) return Outcome::infeasible_or_unbounded;
    const Solution plan =
        solve_without_costs(context_, problem_, options_, control_.seconds(), control_.work());
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
        answer_.gap = certified::relative_gap(answer_.objective, answer_.bound);
    }
    if (!options_.start.empty() && !start_taken_ && answer_.start_verdict.empty() &&
        !answer_.has_values)
        answer_.start_verdict =
            certified::claims_something(answer_.outcome)
                ? contradiction_of_start(plans_.judged(), options_.start, "start")
                : "the search ended before it came to the start";
    answer_.counters.seconds = control_.seconds();
}

// A plan that the proof meets is shown to the caller's lazy rows as any other; where some came of
// it, the claim is proved anew, of the problem that has them.
void Solver::confirm_answer() {
    const bool lazy = static_cast<bool>(options_.callbacks.lazy_rows);
    const Judge judge = [&](std::span<const double> point) {
        return lazy ? plans_.consider({point.begin(), point.end()}) : plans_.examine(point);
    };
    for (;;) {
        const std::int32_t row = certified::row_beyond_doubles(plans_.judged(), lazy);
        if (row < 0) return;
        const Problem problem = plans_.judged();  // rows may come to it
        const Outcome claimed = answer_.outcome;
        certified::confirm(context_, problem, options_, row, judge, answer_);
        if (plans_.judged().rows() == problem.rows() || !certified::claims_something(claimed))
            return;
        if (control_.reason() == Stop::cancelled) {
            answer_.outcome = Outcome::cancelled;
            return;
        }
        answer_.outcome = claimed;
        answer_.doubt.clear();
    }
}

// A search that a limit ended may not have been able to end: neighbouring integers are one double
// where its relaxation lies.
void Solver::tell_of_large_integers() {
    constexpr double largest = 9007199254740992.0;  // 2^53
    if (!search_ || search_->root_point().empty() || !answer_.doubt.empty() ||
        certified::claims_something(answer_.outcome))
        return;
    const std::vector<double> point = in_callers_columns(search_->root_point());
    std::int32_t worst = -1;
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if (problem_.type()[j] != ColumnType::continuous && std::fabs(point[j]) > largest &&
            (worst < 0 || std::fabs(point[j]) > std::fabs(point[worst])))
            worst = j;
    if (worst < 0) return;
    answer_.doubt = "the relaxation has integer column \"" + problem_.column_name(worst) +
                    "\" at " + format_double(point[worst]) +
                    ", beyond 2^53, from where on doubles do not hold every integer: plans there "
                    "may exist and not be found. Give the column closer bounds, or count it in "
                    "larger units";
}

}  // namespace tenon::ilp

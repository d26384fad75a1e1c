// What the caller of a solve says, and what he hears.
#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <numeric>

#include "ilp/presolve/tolerances.hpp"
#include "ilp/search/plan_images.hpp"
#include "ilp/search/solve_memory.hpp"
#include "ilp/search/solver.hpp"
#include "ilp/search/start_plan.hpp"

namespace tenon::ilp {

namespace {

// Of recipes that are kept for the next solve.
constexpr std::int64_t most_plan_bytes = 32'000'000;

std::vector<std::int32_t> numbers_to(std::int32_t count) {
    std::vector<std::int32_t> out(static_cast<std::size_t>(count));
    std::iota(out.begin(), out.end(), 0);
    return out;
}

}  // namespace

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
    images_.clear();
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
    known_search_ = known.search;
    if (known.bound == infinity) return true;
    if (!options_.start.empty() && !keep_start()) explain_start();
    for (const std::vector<double>& plan : known.plans) {
        const bool better = plans_.consider(plan).accepted && plans_.is_best(plan);
        if (options_.start.empty() && (better || start_.empty())) start_ = plan;
    }
    recall_images();
    return options_.pool_size == 0 && plans_.found() &&
           within_gap(known_bound_, plans_.objective());
}

// What the last plan did in a place where it may not any more, in a place that is alike.
void Solver::recall_images() {
    const std::vector<SolveMemory::Impl::Entry>& entries =
        MemoryAccess::inside(*options_.memory).entries;
    if (!search_options_.symmetry || plans_.found() || entries.empty() ||
        entries.front().plan.empty())
        return;
    const SolveMemory::Impl::Entry& last = entries.front();
    offer_plan_image(last.problem, last.plan, problem_, control_,
                     [this](const std::vector<double>& image) {
                         if (plans_.consider(image).accepted && options_.start.empty())
                             start_ = image;
                     });
}

// Columns that share a row with one whose value in the start is not allowed any more: presolve may
// take that one away.
std::vector<double> Solver::near_faults() const {
    std::vector<double> out;
    for (std::int32_t i = 0; i < problem_.rows(); ++i) {
        const std::int64_t first = problem_.row_start()[i], last = problem_.row_start()[i + 1];
        double faults = 0;
        for (std::int64_t k = first; k < last; ++k) {
            const std::int32_t j = problem_.index()[k];
            if (start_[j] < problem_.lower()[j] || start_[j] > problem_.upper()[j]) ++faults;
        }
        if (faults == 0) continue;
        out.resize(static_cast<std::size_t>(problem_.columns()));
        for (std::int64_t k = first; k < last; ++k)
            out[problem_.index()[k]] += faults / static_cast<double>(last - first);
    }
    return out;
}

// An answer is not lost because there is no memory left to keep it for later.
void Solver::remember_answer() {
    if (!remembers()) return;
    try {
        remember(MemoryAccess::inside(*options_.memory), problem_, answer_, former_search());
    } catch (const std::bad_alloc&) {
        options_.memory->clear();
    }
}

// What the memory knows of an earlier search, for the program that presolve has left; and this one
// is to leave as much. A program that is cut down on the way could not be told to the next one.
void Solver::take_former_search(const MixedProgram& program, SearchOptions& options) {
    if (!remembers()) return;
    options.keep_recipes = true;
    options.restarts = 0;
    BranchingTree tree;
    if (known_search_) {
        std::vector<std::int32_t> columns(static_cast<std::size_t>(problem_.columns()), -1);
        std::vector<std::int32_t> rows(static_cast<std::size_t>(problem_.rows()), -1);
        std::int32_t count = 0, row = 0;
        for (const std::int32_t j : kept_columns()) columns[j] = count++;
        for (const std::int32_t i : kept_rows()) rows[i] = row++;
        FormerSearch former =
            known_search_->renumbered({columns, rows, count, program.integer, start_});
        tree = former.tree;
        options.former = std::make_shared<const FormerSearch>(std::move(former));
    }
    options.record = std::make_shared<BranchingRecord>(std::move(tree));
}

// The caller's column, or row, that each one of the program in the search is.
std::vector<std::int32_t> Solver::kept_columns() const {
    return presolves_.empty() ? numbers_to(problem_.columns()) : presolves_.kept_columns();
}

std::vector<std::int32_t> Solver::kept_rows() const {
    return presolves_.empty() ? numbers_to(problem_.rows()) : presolves_.kept_rows();
}

// What this search leaves, in the caller's columns and rows.
std::shared_ptr<const FormerSearch> Solver::former_search() const {
    if (!search_) return known_search_;
    FormerSearch left = search_->leave();
    if (left.cuts.bytes() > most_plan_bytes) left.cuts = {};
    if (presolves_.empty()) return std::make_shared<const FormerSearch>(std::move(left));
    const std::vector<std::int32_t> columns = kept_columns(), rows = kept_rows();
    return std::make_shared<const FormerSearch>(
        left.renumbered({columns, rows, problem_.columns()}));
}

// A whole and feasible start is kept as it is, even where presolve has no room for it.
bool Solver::keep_start() {
    const bool whole = std::none_of(options_.start.begin(), options_.start.end(),
                                    [](double x) { return std::isnan(x); });
    if (!whole || options_.start.empty()) return false;
    // What solvers leave of an integer is rounded off.
    std::vector<double> start = options_.start;
    for (std::int32_t j = 0; j < problem_.columns(); ++j)
        if (problem_.type()[j] != ColumnType::continuous &&
            distance_to_integer(start[j]) <= integrality_tolerance)
            start[j] = std::round(start[j]);
    const Judged judged = plans_.consider(start);
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
        if (answer_.start_verdict.empty())
            answer_.start_verdict = rounded_in_start(problem_, options_.start);
        if (answer_.start_verdict.empty() && !start_refusal_.empty())
            answer_.start_verdict =
                "used with its integers, and continuous columns solved for anew: in the start " +
                start_refusal_;
        return;
    }
    answer_.start_verdict.clear();
    if (!search_->incumbent().found()) search_->incumbent().set_limit(plans_.objective());
}

}  // namespace tenon::ilp

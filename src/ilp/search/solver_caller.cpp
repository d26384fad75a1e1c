// What the caller of a solve says, and what he hears.
#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <numeric>

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
    const SolveCallbacks& host = options_.callbacks;
    if (host.lazy_rows) return RowsToCome::any;
    // A branching needs the image of its column, as a row does.
    return host.user_cuts || host.user_branching ? RowsToCome::implied : RowsToCome::none;
}

// The search is one, then, of the whole, and on the caller's thread.
bool Solver::asks_host() const {
    const SolveCallbacks& host = options_.callbacks;
    return host.lazy_rows || host.user_cuts || host.user_plans || host.user_branching;
}

// What the caller said of columns, in those of the program.
void Solver::take_guidance(SearchOptions& options) {
    if (!options_.branch_priority.empty()) {
        const std::vector<double> wide(options_.branch_priority.begin(),
                                       options_.branch_priority.end());
        for (const double priority : presolves_.carry(wide))
            options.priority.push_back(static_cast<std::int32_t>(priority));
    }
    if (!options_.hint.empty()) {
        std::vector<double> weight = options_.hint_weight;
        if (weight.empty()) weight.assign(options_.hint.size(), 1);
        std::vector<double> hint = options_.hint;
        for (std::size_t j = 0; j < hint.size(); ++j)
            if (weight[j] == 0) hint[j] = std::numeric_limits<double>::quiet_NaN();
        options.hint_weight = presolves_.carry(weight);
        options.hint = presolves_.project(hint);
    }
    ask_host(options);
}

void Solver::ask_host(SearchOptions& options) {
    using Point = std::span<const double>;
    const SolveCallbacks& host = options_.callbacks;
    if (host.user_plans) {
        options.host.has_plans = [this](Point point, double objective) {
            return ask_for_plans(point, objective);
        };
        options.host.take_plans = [this] { take_plans(); };
    }
    if (rows_to_come() == RowsToCome::none) return;
    find_images();
    options.rows_may_come = static_cast<bool>(host.lazy_rows);
    // Rows of the host may tell apart what the program holds for equal.
    if (host.lazy_rows || host.user_cuts) options.symmetry = false;
    if (host.user_cuts)
        options.host.cuts = [this](Point point, double objective, std::vector<Cut>& cuts) {
            ask_for_cuts(point, objective, cuts);
        };
    if (host.user_branching)
        options.host.branching = [this](Point point, double objective) {
            return ask_for_branching(point, objective);
        };
}

void Solver::find_images() {
    images_.clear();
    if (!presolves_.empty()) {
        images_ = presolves_.affine_columns();
    } else {
        for (std::int32_t j = 0; j < problem_.columns(); ++j) images_.push_back({j, 1, 0});
    }
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
    if (!options_.start.empty() && !keep_start())
        answer_.start_verdict = contradiction_of_start(plans_.judged(), options_.start, "start");
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

}  // namespace tenon::ilp

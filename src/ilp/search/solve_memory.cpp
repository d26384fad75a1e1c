#include "ilp/search/solve_memory.hpp"

#include <algorithm>
#include <utility>

#include "ilp/search/problem_match.hpp"

namespace tenon {

SolveMemory::SolveMemory() = default;
SolveMemory::~SolveMemory() = default;
SolveMemory::SolveMemory(SolveMemory&& other) noexcept = default;
SolveMemory& SolveMemory::operator=(SolveMemory&& other) noexcept = default;

void SolveMemory::clear() noexcept {
    impl_.reset();
}

std::int32_t SolveMemory::problems() const noexcept {
    return impl_ ? static_cast<std::int32_t>(impl_->entries.size()) : 0;
}

namespace ilp {

namespace {

// What an outcome proves: the bound, where the solve vouches for one.
bool has_bound(Outcome outcome) {
    switch (outcome) {
        case Outcome::optimal:
        case Outcome::infeasible:
        case Outcome::time_limit:
        case Outcome::node_limit:
        case Outcome::work_limit:
        case Outcome::cancelled:
        case Outcome::memory_limit:
            return true;
        case Outcome::unbounded:
        case Outcome::infeasible_or_unbounded:
        case Outcome::numerical:
        case Outcome::cutoff:
            break;
    }
    return false;
}

}  // namespace

Recollection recall(const SolveMemory::Impl& memory, const Problem& problem) {
    Recollection out;
    for (const SolveMemory::Impl::Entry& entry : memory.entries) {
        const ProblemMatch pairs = match(entry.problem, problem);
        out.bound =
            std::max(out.bound, inherited_bound(entry.problem, problem, pairs, entry.bound));
        if (!entry.plan.empty()) out.plans.push_back(carried(entry.plan, problem, pairs));
        if (entry.search && !out.search)
            out.search = std::make_shared<const FormerSearch>(
                entry.search->renumbered({pairs.new_column, pairs.new_row, problem.columns()}));
    }
    return out;
}

void remember(SolveMemory::Impl& memory, const Problem& problem, const Solution& answer,
              std::shared_ptr<const FormerSearch> search) {
    SolveMemory::Impl::Entry entry{problem, -infinity, {}, std::move(search)};
    if (has_bound(answer.outcome)) {
        entry.bound = problem.sense() == Sense::maximize ? -answer.bound : answer.bound;
        if (answer.outcome == Outcome::infeasible)
            entry.bound = infinity;
        else if (entry.bound == infinity && !answer.has_values)
            entry.bound = -infinity;
    }
    if (answer.has_values) entry.plan = answer.values;
    if (entry.bound == -infinity && entry.plan.empty()) return;
    std::erase_if(memory.entries, [&](const SolveMemory::Impl::Entry& old) {
        return same_problem(old.problem, problem);
    });
    memory.entries.insert(memory.entries.begin(), std::move(entry));
    if (memory.entries.size() > static_cast<std::size_t>(SolveMemory::most))
        memory.entries.pop_back();
}

}  // namespace ilp

}  // namespace tenon

#include "ilp/node/workbench.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ilp/presolve/tolerances.hpp"

namespace tenon::ilp {

namespace {

void count_locks(const LinearProgram& lp, std::vector<std::int32_t>& down,
                 std::vector<std::int32_t>& up) {
    down.assign(lp.columns, 0);
    up.assign(lp.columns, 0);
    for (std::int32_t j = 0; j < lp.columns; ++j)
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            const std::int32_t i = lp.matrix.index[k];
            const bool positive = lp.matrix.value[k] > 0;
            if (!std::isinf(lp.row_lower[i])) ++(positive ? down : up)[j];
            if (!std::isinf(lp.row_upper[i])) ++(positive ? up : down)[j];
        }
}

}  // namespace

Workbench::Workbench(const MixedProgram& program, Control& control, Judge judge,
                     const SearchOptions& options)
    : program_(program),
      control_(control),
      options_(options),
      incumbent_(program, std::move(judge), options.gap, control,
                 {options.objective_step, options.attainable_costs}),
      domain_(program, &control),
      relaxation_(program),
      pseudo_costs_(program.lp.columns),
      cliques_(program.lp.columns, 0),
      random_(options.seed) {
    for (std::int32_t j = 0; j < program.lp.columns; ++j)
        if (program.integer[j]) integers_.push_back(j);
    count_locks(program.lp, down_locks_, up_locks_);
    if (options.every_plan || options.rows_may_come) incumbent_.judge_every_plan();
}

Workbench::Workbench(const Workbench& whole, Control& control, Judge judge, double share,
                     std::uint64_t stream)
    : program_(whole.program_),
      control_(control),
      options_(whole.options_),
      incumbent_(whole.incumbent_, std::move(judge), control),
      domain_(whole.domain_, &control),
      relaxation_(whole.program_, whole.relaxation_, domain_),
      pseudo_costs_(whole.program_.lp.columns),
      cliques_(whole.cliques_),
      integers_(whole.integers_),
      down_locks_(whole.down_locks_),
      up_locks_(whole.up_locks_),
      random_(whole.options_.seed, stream),
      share_(share),
      sub_budget_(whole.sub_budget_),
      root_start_(whole.root_start_) {
    sub_budget_.work = static_cast<std::int64_t>(share * static_cast<double>(sub_budget_.work));
    // A worker counts its nodes from none.
    pauses_ = {whole.pauses_.shifting.begun_anew(), whole.pauses_.octane.begun_anew()};
}

void Workbench::find_fractional(std::span<const double> x, std::vector<std::int32_t>& out) const {
    out.clear();
    for (const std::int32_t j : integers_)
        if (distance_to_integer(x[j]) > integrality_tolerance) out.push_back(j);
}

bool Workbench::offer_completed(std::span<const double> point, const char* source) {
    return credit(incumbent_.offer_completed(point, source), source);
}

void Workbench::keep_highest_priority(std::vector<std::int32_t>& columns) const {
    const std::vector<std::int32_t>& priority = options_.priority;
    if (priority.empty() || columns.empty()) return;
    std::int32_t highest = priority[columns.front()];
    for (const std::int32_t j : columns) highest = std::max(highest, priority[j]);
    std::erase_if(columns, [&](std::int32_t j) { return priority[j] < highest; });
}

bool Workbench::offer(std::span<const double> point, const char* source) {
    return credit(incumbent_.offer(point, source), source);
}

void Workbench::take_workers_plan(std::span<const double> point, const char* source) {
    if (!incumbent_.offer_completed(point, source)) return;
    domain_.set_cutoff(incumbent_.strict_cutoff());
    tell_plan(source);
}

bool Workbench::credit(bool taken, const char* source) {
    Effort::Account& account = control_.effort().of(control_.effort().current());
    ++account.found;
    if (!taken) return false;
    ++account.kept;
    domain_.set_cutoff(incumbent_.strict_cutoff());
    tell_plan(source);
    return true;
}

}  // namespace tenon::ilp

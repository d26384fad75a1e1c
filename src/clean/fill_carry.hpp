// The fills that look at several rows (previous, next, linear, or with a limit) on a table that
// comes part by part.
#pragma once

#include <string>
#include <vector>

#include "clean/groups.hpp"
#include "clean/plan_step.hpp"
#include "tenon/impute.hpp"

namespace tenon::clean {

// Whether such a fill looks at the rows around: it does not learn a value, or has a limit, for
// which a run must be known to its end or its excess.
bool carries(const ImputeOptions& options) noexcept;

// The runs of missing cells of each group, told part by part: a run that may still be of at most
// `longest` cells waits.
Carry carry_of_runs(const Context& context, const Table& table,
                    const std::vector<std::string>& columns, const Groups& groups,
                    std::int64_t longest);

// What PlanStep::carry is of it. The first `history` rows were decided before.
Carry carry_of_fill(const Context& context, const Table& table,
                    const std::vector<std::string>& columns, const Groups& groups,
                    const ImputeOptions& options, std::int64_t history);

// The filled table, with the cells filled in the range as the count of every change.
Cleaned filled_within(const Table& before, const Table& filled, Run range);

}  // namespace tenon::clean

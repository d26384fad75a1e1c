// The fills from neighbours (previous, next, linear) on a table that comes part by part.
#pragma once

#include <string>
#include <vector>

#include "clean/plan_step.hpp"
#include "tenon/impute.hpp"

namespace tenon::clean {

// Whether such a fill can be told part by part: it does not learn a value, and has no limit, for
// which a run would have to be known to its end.
bool carries(const ImputeOptions& options) noexcept;

// What PlanStep::carry is of it; `timed`: a line runs over a column of times, and not over the
// rows. The first `history` rows were decided before.
Carry carry_of_fill(const Context& context, const Table& table,
                    const std::vector<std::string>& columns, const std::vector<std::string>& group,
                    Fill kind, bool timed, std::int64_t history);

// The filled table, with the cells filled in the range as the count of every change.
Cleaned filled_within(const Table& before, const Table& filled, Run range);

}  // namespace tenon::clean

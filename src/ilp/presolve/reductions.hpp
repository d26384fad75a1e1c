// The reductions of presolve: each a file of the same shape. A reduction looks at the rows or
// columns that changed after `since`, applies what it proves, and returns how often it did.
//
// Every reduction keeps at least one optimum of the problem; those marked dual may drop others.
#pragma once

#include <cstdint>

#include "ilp/presolve/workspace.hpp"

namespace tenon::ilp {

std::int64_t remove_easy_rows(Workspace& work, std::int64_t since);    // easy_row.cpp
std::int64_t judge_rows(Workspace& work, std::int64_t since);          // row_activity.cpp
std::int64_t tighten_bounds(Workspace& work, std::int64_t since);      // bound_tightening.cpp
std::int64_t round_integer_rows(Workspace& work, std::int64_t since);  // integer_row.cpp
std::int64_t tighten_coefficients(Workspace& work,
                                  std::int64_t since);  // coefficient_tightening.cpp
std::int64_t remove_fixed_columns(Workspace& work, std::int64_t since);   // fixed_column.cpp
std::int64_t fix_by_dual(Workspace& work, std::int64_t since);            // dual_fixing.cpp
std::int64_t absorb_slacks(Workspace& work, std::int64_t since);          // slack_column.cpp
std::int64_t substitute_doubletons(Workspace& work, std::int64_t since);  // doubleton.cpp
std::int64_t merge_parallel_rows(Workspace& work, std::int64_t since);    // parallel_row.cpp
std::int64_t mark_implied_integers(Workspace& work, std::int64_t since);  // implied_integer.cpp

}  // namespace tenon::ilp

// The reductions of presolve: each a file of the same shape. A reduction looks at the rows or
// columns that changed after `since` and moves `since` on, applies what it proves, leaves on the
// postsolve stack what undo() in the same file needs, and returns how often it did.
//
// Every reduction keeps at least one optimum of the problem; those marked dual may drop others.
#pragma once

#include <cstdint>

#include "ilp/presolve/workspace.hpp"

namespace tenon::ilp {

std::int64_t remove_singleton_rows(Workspace& work, Cursor& since);    // singleton_row.cpp
std::int64_t judge_rows(Workspace& work, Cursor& since);               // row_activity.cpp
std::int64_t tighten_bounds(Workspace& work, Cursor& since);           // bound_tightening.cpp
std::int64_t round_integer_rows(Workspace& work, Cursor& since);       // integer_row.cpp
std::int64_t round_to_congruences(Workspace& work, Cursor& since);     // congruence.cpp
std::int64_t judge_equation_system(Workspace& work, Cursor& since);    // equation_system.cpp
std::int64_t tighten_coefficients(Workspace& work, Cursor& since);     // coefficient_tightening.cpp
std::int64_t remove_fixed_columns(Workspace& work, Cursor& since);     // fixed_column.cpp
std::int64_t fix_by_dual(Workspace& work, Cursor& since);              // dual_fixing.cpp
std::int64_t absorb_slacks(Workspace& work, Cursor& since);            // slack_column.cpp
std::int64_t substitute_doubletons(Workspace& work, Cursor& since);    // doubleton.cpp
std::int64_t substitute_free_columns(Workspace& work, Cursor& since);  // free_column.cpp
std::int64_t merge_parallel_rows(Workspace& work, Cursor& since);      // parallel_row.cpp
std::int64_t merge_parallel_columns(Workspace& work, Cursor& since);   // parallel_column.cpp
std::int64_t fix_dominated_columns(Workspace& work, Cursor& since);    // dominated_column.cpp
std::int64_t fix_by_dominating_columns(Workspace& work, Cursor& since);  // dominating_column.cpp
std::int64_t drop_small_entries(Workspace& work, Cursor& since);         // small_entry.cpp
std::int64_t remove_implied_rows(Workspace& work, Cursor& since);        // implied_row.cpp
std::int64_t merge_cliques(Workspace& work, Cursor& since);              // clique_merging.cpp
std::int64_t make_rows_sparser(Workspace& work, Cursor& since);          // sparser_row.cpp
std::int64_t mark_implied_integers(Workspace& work, Cursor& since);      // implied_integer.cpp

}  // namespace tenon::ilp

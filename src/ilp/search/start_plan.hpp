// A first plan from the caller: full or partial, checked and completed, or refused with a reason.
#pragma once

#include <span>
#include <string>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

// `start` has one value a column of the searched program, NaN where unknown. Offers the plan and
// returns why it could not be used, or nothing. The bounds of the whole tree stand in the domain.
// `what` it is called in that text, as "start"; `source` in the log.
std::string use_start(Search& search, std::span<const double> start, const char* what,
                      const char* source);

// Why no plan can begin like the start, in the caller's names: the row (or column) at fault and by
// how much it is broken. Empty if rows and bounds alone do not tell. NaN: unknown.
std::string contradiction_of_start(const Problem& problem, std::span<const double> start,
                                   const char* what);

// Which integers of a start that was used are not whole, and what they were rounded to. Empty where
// all are, but for what solvers leave of an integer.
std::string rounded_in_start(const Problem& problem, std::span<const double> start);

}  // namespace tenon::ilp

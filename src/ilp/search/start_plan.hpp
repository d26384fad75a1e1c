// A first plan from the caller: full or partial, checked and completed, or refused with a reason.
#pragma once

#include <span>
#include <string>

#include "ilp/search/search.hpp"

namespace tenon::ilp {

// `start` has one value a column of the searched program, NaN where unknown. Offers the plan and
// returns why it could not be used, or nothing.
std::string use_start(Search& search, std::span<const double> start);

}  // namespace tenon::ilp

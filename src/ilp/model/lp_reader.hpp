// The LP text format (IBM CPLEX file formats reference, "LP file format") to a problem.
#pragma once

#include <string_view>

#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// Linear objective and constraints, ranges, terms on both sides, Bounds, Generals, Binaries, End.
Problem read_lp(const Context& context, std::string_view text);

}  // namespace tenon::ilp

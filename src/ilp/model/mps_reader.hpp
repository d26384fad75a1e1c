// MPS text to a problem (format: IBM, Mathematical Programming System, 1960s; extended by markers
// for integers, by RANGES, negative bounds and OBJSENSE as solvers of today read them).
#pragma once

#include <string_view>

#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

// Reads the free layout; a text that does not fit it is tried in the fixed one.
Problem read_mps(const Context& context, std::string_view text);

}  // namespace tenon::ilp

// The parts of the search by name: the switch of each, and its row in the answer's counters.
#pragma once

#include <string>
#include <string_view>

#include "ilp/node/workbench.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp {

const char* name_of(SearchPart part);

// By a name of the table or of one of presolve's reductions; '-' may stand for a blank. Throws
// Error(argument) with the known names.
void switch_off(std::string_view name, SearchOptions& options);

// Gap, seed and switches as the caller wants them; throws as switch_off().
SearchOptions search_options(const SolveOptions& given);

// Those that did anything.
void report_parts(Effort& effort, SolveCounters& counters);

}  // namespace tenon::ilp

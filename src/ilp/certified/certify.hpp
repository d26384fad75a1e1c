// Certified mode: after the solve its answer is proved once more, on the problem as the caller
// wrote it, and written down so that others can check it.
#pragma once

#include <span>

#include "tenon/solve.hpp"

namespace tenon::ilp::certified {

// Fills certificate, certified and certified_bound of an answer, within what time and work the
// options leave. The answer is otherwise as it was. `plan` is that of the answer, or for an
// unbounded one without any a plan of whatever objective; it may be empty.
void certify(const Context& context, const Problem& problem, const SolveOptions& options,
             std::span<const double> plan, Solution& answer);

}  // namespace tenon::ilp::certified

// Certified mode: after the solve its answer is proved once more, on the problem as the caller
// wrote it, and written down so that others can check it.
#pragma once

#include <vector>

#include "ilp/node/incumbent.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp::certified {

// Fills certificate, certified, certified_bound and, where something is not confirmed, doubt of an
// answer, within what time and work the options leave. A better plan that the proof meets becomes
// the answer's. `plan` is that of the answer, or for an unbounded one without any a plan of
// whatever objective; it may be empty.
void certify(const Context& context, const Problem& problem, const SolveOptions& options,
             std::vector<double> plan, const Judge& judge, Solution& answer);

}  // namespace tenon::ilp::certified

// Certified mode: after the solve its answer is proved once more, on the problem as the caller
// wrote it, and written down so that others can check it.
#pragma once

#include "ilp/node/control.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp::certified {

// Fills certificate, certified and certified_bound of an answer, within what time and work the
// control leaves. The answer is otherwise as it was.
void certify(const Context& context, const Problem& problem, const SolveOptions& options,
             Solution& answer);

}  // namespace tenon::ilp::certified

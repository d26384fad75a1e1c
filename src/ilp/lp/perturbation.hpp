// Small random changes of the costs that break ties among reduced costs.
//
// A dual degenerate vertex has many reduced costs equal to zero; steps of length zero between its
// bases make no progress and can cycle. Every structural cost is moved by a random amount in the
// direction that keeps it dual feasible (A. Koberstein: The dual simplex method, techniques for a
// fast and stable implementation, thesis, Paderborn 2005, ch. 6.3). The amounts are removed at the
// end.
#pragma once

#include "ilp/lp/simplex_state.hpp"

namespace tenon::ilp {

// Changes work_cost; duals must be computed again.
void perturb_costs(SimplexState& s);

}  // namespace tenon::ilp

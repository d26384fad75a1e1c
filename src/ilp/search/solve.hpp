// The entry of the solver with the switches that only tests use.
#pragma once

#include "ilp/presolve/debug_point.hpp"
#include "tenon/solve.hpp"

namespace tenon::ilp {

struct SolveTrial {
    // A known optimum in the caller's columns; solve_with() throws Error(internal) that names the
    // first step which cuts it off. `objective` is in the minimisation.
    const DebugPoint* debug = nullptr;
    // The search begins anew as soon as one integer column more is fixed.
    bool eager_restarts = false;
    // Rounds of workers from the second node on.
    bool early_rounds = false;
    // Memory for open nodes, if not negative; and the most they took.
    std::int64_t node_bytes = -1;
    std::int64_t* most_node_bytes = nullptr;
    // Cuts at every node, of which few stay in the relaxation.
    bool eager_tree_cuts = false;
    // A plain tree before cuts, where few integers are open, as solve() has it: most small problems
    // end there, and nothing else would be tried on them.
    bool small_tree = false;
    // Parts that rest because they do not pay act.
    bool resting_parts = false;
};

Solution solve_with(const Context& context, const Problem& problem, const SolveOptions& options,
                    const SolveTrial& trial);

// Any plan of the problem, in what is left of the limits; nobody hears of it, and the memory does
// not either.
Solution solve_without_costs(const Context& context, const Problem& problem,
                             const SolveOptions& options, double seconds, std::int64_t work);

}  // namespace tenon::ilp

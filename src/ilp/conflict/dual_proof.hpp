// A row that says why a linear relaxation admits nothing, or nothing better than the cutoff.
//
// For any multipliers y of the rows and s = A x within its sides,
//
//   0 = y's + (-A'y)'x             so   d'x <= -least y's       with d = -A'y,
//   C >= c'x = y's + (c - A'y)'x   so   d'x <= C - least y's    with d = c - A'y.
//
// Both hold for all plans (better than C) wherever in the tree y was found, since rows and cuts do.
// With y a Farkas proof, or the duals at the cutoff, the bounds of the node break the row. What
// rounding may have changed in d is added to the right side. Columns that the row is broken
// without, continuous ones and those with coefficients next to nothing, go out over their bounds of
// the whole tree.
//
// J. Witzig, T. Berthold, S. Heinz: Computational aspects of infeasibility analysis in mixed
// integer programming, Mathematical Programming Computation 13, 2021.
#pragma once

#include <span>

#include "ilp/lp/simplex.hpp"
#include "ilp/node/clause.hpp"

namespace tenon::ilp {

// False if the domain's bounds do not break the row by more than plans may. The cutoff is on c'x
// without an offset; infinity: a Farkas proof.
bool dual_proof(const LinearProgram& lp, std::span<const double> multipliers, double cutoff,
                const Domain& domain, ProofRow& out);

}  // namespace tenon::ilp

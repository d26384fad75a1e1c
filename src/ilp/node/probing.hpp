// Probing: a binary is set to zero, then to one, and all that rows imply is compared.
//
//   one side impossible            the column is fixed at the other
//   both sides bound a column      the weaker bound holds by itself
//   x = v fixes a binary y         a clique of two: x = v, and y at its other value
//   both fix y, to unlike values   y = x or y = 1 - x (two such cliques)
//   x = v bounds another column y  y <= b_0 + (b_1 - b_0) x, with b_v the bound where x = v
//
// Columns that are fractional in the LP come first, then long ones, until the work is spent: a few
// passes over the matrix, whatever the number of binaries.
//
// M. Savelsbergh: Preprocessing and probing techniques for mixed integer programming problems,
// ORSA Journal on Computing 6, 1994.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ilp/node/control.hpp"
#include "ilp/node/domain.hpp"
#include "ilp/node/implications.hpp"
#include "ilp/presolve/clique_table.hpp"

namespace tenon::ilp {

// column <= (or >=) at_zero + (at_one - at_zero) binary.
struct ImpliedBound {
    std::int32_t column, binary;
    bool upper;
    double at_zero, at_one;
};

// column = at_zero + (at_one - at_zero) binary, both integer.
struct Equivalence {
    std::int32_t column, binary;
    double at_zero, at_one;
};

struct Probed {
    bool infeasible = false;
    std::int64_t columns = 0, fixed = 0, tightened = 0, pairs = 0, equivalences = 0;
    std::vector<ImpliedBound> bounds;
    // Contrapositives of what was found.
    std::vector<Implication> implications;
    // Of two binaries also where two separate implications make one.
    std::vector<Equivalence> equations;
};

// Tightens the domain for the whole tree and adds pairs to the cliques; lp_point may be empty.
Probed probe(Domain& domain, Control& control, CliqueTable& cliques,
             std::span<const double> lp_point);

}  // namespace tenon::ilp

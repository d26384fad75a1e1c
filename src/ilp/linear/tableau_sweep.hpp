// Both ratio tests of every variable at an optimal vertex, in one walk over the rows of the
// tableau.
//
// With z = (x, s), A x - s = 0 and basis B, the row of basic variable p says
//   z_p = - sum_k alpha_pk z_k,   alpha_p = (e_p' B^-1) [A | -I],   k nonbasic.
// From it two things are read.
//
// Dual ratio test of row p: if the cost of p grows by delta, d_k becomes d_k - delta alpha_pk. The
// first d_k that changes its sign names the delta, and k as the variable that enters.
//
// Primal ratio test of column k: if z_k moves by theta, z_p becomes z_p - theta alpha_pk. The first
// z_p to reach a bound names the theta, and p as the variable that leaves.
//
// (V. Chvatal, Linear Programming, 1983, ch. 10; M. S. Bazaraa, J. J. Jarvis, H. D. Sherali, Linear
// Programming and Network Flows, 2010, ch. 6.)
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "tenon/context.hpp"
#include "tenon/problem.hpp"

namespace tenon::ilp {

struct Limit {
    double step = infinity;      // how far, not negative
    std::int32_t variable = -1;  // who stops it; -1: nobody
    bool upward = false;         // primal: it reaches its upper bound; dual: it rises on entering
};

struct Limits {
    Limit up, down;
};

// Variables are numbered as in the engine: columns, then rows.
struct TableauSweep {
    std::vector<double> value, lower, upper;  // z and its bounds
    std::vector<double> reduced;              // d; y for rows; 0 for basic ones
    std::vector<BasisStatus> status;
    // Of basic variables: how far their cost may move. Of nonbasic ones: how far they may.
    std::vector<Limits> limits;

    bool is_fixed(std::int32_t j) const { return lower[j] == upper[j]; }
};

// The simplex must be at an optimum of the linear form of the problem.
TableauSweep sweep_tableau(const Context& context, const Problem& problem, const Simplex& simplex);

}  // namespace tenon::ilp

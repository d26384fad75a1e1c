// Proofs of infeasibility and unboundedness, checked in the problem as the caller gave it.
//
// Farkas: for any y, every feasible x with s = A x gives  y's + d'x = 0  with d = -A'y. If the
// least value of the left side over the bounds of s and x is positive, no feasible x exists. Ray: a
// direction r with A r and r in the recession cone of the bounds and c'r < 0.
#pragma once

#include <cstdint>
#include <vector>

#include "ilp/lp/simplex.hpp"

namespace tenon::ilp {

enum class Proof : std::uint8_t {
    none,
    tolerable,  // holds if coefficients that are tiny beside their terms are taken as zero
    rigorous,   // holds with a bound on every rounding error
};

struct Evidence {
    Proof proof = Proof::none;
    // tolerable: the largest part that had to be taken as zero, as a share of the terms it is the
    // sum of; at least one rounding. rigorous: 0.
    double residual = 0;

    friend bool operator==(const Evidence& e, Proof kind) noexcept { return e.proof == kind; }
};

// Cleans y (normalised by a power of two to largest entry in [1, 2), or to integers; entries that
// need an infinite row bound are dropped) and says what it proves.
Evidence prove_infeasible(const LinearProgram& problem, std::vector<double>& y);

// Cleans the direction in the same way and says whether it is a ray: out of the cone by no more
// than 1e-9 of the terms of a row, where possible not at all.
bool is_ray(const LinearProgram& problem, std::vector<double>& direction);

}  // namespace tenon::ilp

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

// Cleans y (normalised to largest entry one; entries that need an infinite row bound are dropped)
// and says what it proves.
Proof prove_infeasible(const LinearProgram& problem, std::vector<double>& y);

// Cleans the direction and says whether it is a ray.
bool is_ray(const LinearProgram& problem, std::vector<double>& direction);

}  // namespace tenon::ilp

// Directions of unbounded problems, exactly.
#pragma once

#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp::certified {

// The direction, or whole multiples of it, if it keeps every row and bound exactly and improves the
// cost; else nothing. Doubles are fractions with a power of two below, so that some multiple of the
// direction is whole, and leads from plan to plan.
std::vector<double> exact_ray(const MixedProgram& program, std::vector<double> direction);

}  // namespace tenon::ilp::certified

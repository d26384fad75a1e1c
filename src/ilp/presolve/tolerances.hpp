// The tolerances that presolve, propagation, cuts and search share, each with its reason.
#pragma once

#include <algorithm>
#include <cmath>

namespace tenon::ilp {

// The relative gap is a share of the objective, or of this where the objective is next to zero.
inline constexpr double least_objective = 1e-10;

// Larger magnitudes count as no bound, as every MPS reader has it.
inline constexpr double huge_bound = 1e20;

// A row or bound may be missed by this much (times max(1, |bound|)): what the judge accepts.
inline constexpr double feasibility_tolerance = 1e-6;

// A reduction may call a row redundant or forcing only this near to its side: far below what the
// judge accepts, so that hundreds of reductions in a row cannot add up to a visible breach.
inline constexpr double reduction_tolerance = 1e-9;

// The same in rows with integer columns: their terms are exact but for rounding, and a share of a
// large side would be whole units. `size`: of the largest term or side.
inline double integer_reduction_room(double size) {
    return reduction_tolerance + 4e-15 * std::fabs(size);
}

// A value this near to an integer counts as that integer: the LP engine answers to 1e-7, and an
// LP value times a row of tens of entries must not look fractional.
inline constexpr double integrality_tolerance = 1e-6;

// Coefficients below this in a substituted row are noise of the substitution.
inline constexpr double coefficient_noise = 1e-10;

inline double scaled(double tolerance, double size) {
    return tolerance * std::max(1.0, std::fabs(size));
}

// Integer bounds from real ones: 2.9999999 is 3 for an upper bound, 3.0000001 is 3 for a lower one.
// A bound of x that a row asks for, with the coefficient a there, is missed by the row's tolerance
// at most: from 3,000,000 x >= 1 follows x >= 1. Rounding of the bound itself is always let pass.
inline double bound_room(double x, double coefficient) {
    return std::max(integrality_tolerance / std::max(1.0, std::fabs(coefficient)),
                    4e-16 * std::fabs(x));
}
inline double floor_integer(double x, double coefficient = 1) {
    return std::floor(x + bound_room(x, coefficient));
}
inline double ceil_integer(double x, double coefficient = 1) {
    return std::ceil(x - bound_room(x, coefficient));
}

inline double distance_to_integer(double x) {
    return std::fabs(x - std::round(x));
}

}  // namespace tenon::ilp

// The independent judge: does a point satisfy a problem, and what is it worth? It shares no code
// with the solver and evaluates every row with exactly rounded sums.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/problem.hpp"

namespace tenon {

struct Verdict {
    bool feasible = false;       // within the tolerances below
    double objective = 0;        // exactly rounded
    double max_violation = 0;    // largest over rows and bounds, absolute, exactly rounded
    double max_integrality = 0;  // largest distance to an integer
    // Name of the row or column with the largest violation, those outside the tolerance first; of
    // the least integer column if that alone is wrong; empty if nothing is.
    std::string worst;
    std::vector<double> row_activity;  // A x, exactly rounded
};

struct CheckTolerances {
    // A bound may be missed by max(feasibility, relative * |bound|). So may the side of a row, but
    // what its integer columns make of the side does not count: they are exact.
    double feasibility = 1e-6;
    double integrality = 0;  // integers must be exact unless stated
    double relative = 1e-9;  // the rounding of large sides
};

// A value that is NaN or infinite makes the point infeasible with an infinite violation. Throws
// Error(argument) unless there is one value a column, and for tolerances below zero.
Verdict check_point(const Problem& problem, std::span<const double> values,
                    const CheckTolerances& tolerances = {});

// How well a plan and shadow prices of a linear program belong together. With the reduced costs
// d = c - A'y recomputed exactly, a pair is optimal when both are feasible and nothing is left of
// complementarity; all numbers are then zero up to rounding. Integrality is not looked at.
struct LinearResiduals {
    double primal = 0;         // largest breach of a row or bound
    double primal_scaled = 0;  // the same, each divided by max(1, |side|)
    // Largest price (of a row) or reduced cost (of a column) that has no finite side to lean on.
    double dual = 0;
    double dual_scaled = 0;      // the same, each divided by max(1, sizes it was computed from)
    double complementarity = 0;  // largest |price| * distance from the side it belongs to
    double objective = 0, dual_objective = 0;  // in the problem's sense
    double gap = 0;                            // |objective - dual_objective| / max(1, |objective|)
    std::string worst_primal, worst_dual;      // names of row or column; empty if nothing is wrong
};

// `dual` is one shadow price a row, as in Solution::dual. Throws Error(argument) for wrong counts.
LinearResiduals check_linear(const Problem& problem, std::span<const double> values,
                             std::span<const double> dual);

// Does a vector of row multipliers y prove that a linear program has no feasible point? With
// d = -A'y every feasible x has y's + d'x = 0 for s = A x; `value` is the least that sum can be
// with s and x within their sides.
struct InfeasibilityVerdict {
    bool proves = false;  // value > doubt, and nothing is unexplained: no rounding can undo it
    double value = 0;
    double doubt = 0;  // at most this much of the value is rounding
    // Largest part of y or d that meets no finite side, relative to the terms it was computed from;
    // such parts are left out of the value. Where it is tiny the proof holds but for rounding.
    double unexplained = 0;
};

InfeasibilityVerdict check_infeasible(const Problem& problem, std::span<const double> multipliers);

// Does a direction keep all rows and bounds for ever and improve the objective? Together with one
// feasible point it proves that the problem is unbounded.
struct RayVerdict {
    bool proves = false;
    double slope = 0;  // change of the objective for one step, in the problem's sense
    // Largest movement towards a finite side, relative to the terms it was computed from.
    double breach = 0;
    std::string worst;  // its row or column; empty if there is none
};

// breach <= tolerance, and a slope beyond tolerance times its terms.
RayVerdict check_ray(const Problem& problem, std::span<const double> ray, double tolerance = 1e-9);

}  // namespace tenon

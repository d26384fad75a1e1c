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
    double feasibility =
        1e-6;                // absolute plus relative: violation <= feasibility * max(1, |bound|)
    double integrality = 0;  // integers must be exact unless stated
};

// A value that is NaN or infinite makes the point infeasible with an infinite violation. Throws
// Error(argument) unless there is one value a column, and for tolerances below zero.
Verdict check_point(const Problem& problem, std::span<const double> values,
                    const CheckTolerances& tolerances = {});

}  // namespace tenon

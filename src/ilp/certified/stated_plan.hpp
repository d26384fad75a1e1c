// A plan as a certificate states it: its objective and largest breach, exactly evaluated.
#pragma once

#include <optional>
#include <span>

#include "tenon/problem.hpp"

namespace tenon::ilp::certified {

struct StatedPlan {
    double objective = 0, violation = 0;  // rounded to a neighbouring double
};

// Nothing for a plan that misses a row or bound by more than the judge allows. The objective told
// is kept where it is the exact one, rounded either way.
std::optional<StatedPlan> evaluate_plan(const Problem& problem, std::span<const double> plan,
                                        double objective_told);

}  // namespace tenon::ilp::certified

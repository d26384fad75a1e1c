// What the public solvers answer, in the terms of the exact judge.
#pragma once

#include "exact_truth.hpp"
#include "public_problems.hpp"
#include "tenon/solve.hpp"

namespace tenon::test {

// A solution in the terms of the minimisation.
inline LpAnswer to_answer(const Solution& s, Sense sense) {
    const double sign = sense == Sense::maximize ? -1 : 1;
    LpAnswer a{ilp::LpStatus::numerical, sign * s.objective, s.basis, s.values,         s.dual,
               s.reduced_cost,           s.farkas,           s.ray,   s.farkas_residual};
    if (s.outcome == Outcome::optimal) a.status = ilp::LpStatus::optimal;
    if (s.outcome == Outcome::infeasible) a.status = ilp::LpStatus::infeasible;
    if (s.outcome == Outcome::unbounded) a.status = ilp::LpStatus::unbounded;
    for (auto* prices : {&a.dual, &a.reduced})
        for (double& price : *prices) price *= sign;
    return a;
}

}  // namespace tenon::test

// Where there are many rows, most of Newton's steps are made among few of them.
//
// Evenly spread rows have an estimate that is right to a few digits; from there two or three steps
// over all rows are left. It is left again if all rows find it worse than the few found the start
// that it replaces.
#pragma once

#include "base/eigen.hpp"
#include "models/newton.hpp"

namespace tenon::models {

struct SampledStart {
    NewtonStart start;
    Eigen::MatrixXd hessian;  // lower triangle of H + P as the few rows see it, or empty
};

// A better start than `start`, or `start` itself: where there are few rows, where rows have weights
// or offsets or are elsewhere, where a prior is to be weighed against them, or where the few rows
// have no estimate. `problem.data` must be of a family whose observed information is positive.
SampledStart sampled_start(const Context& context, const NewtonProblem& problem,
                           Eigen::VectorXd start);

}  // namespace tenon::models

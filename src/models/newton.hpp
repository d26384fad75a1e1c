// Newton's method with step control on the penalised log-likelihood
//
//     maximise  l(theta) - 1/2 theta' P theta
//
//     (H + P) d = g - P theta,   theta <- theta + t d,   t = 1, 1/2, 1/4, ...
//
// until the objective does not fall (it is concave, so some t does). It stops when the largest
// gradient entry, for features scaled to unit spread and per unit of weight, is below the
// tolerance; one more step then squares the error that is left.
//
// Where a Hessian costs many gradients (wide designs) its factor serves for more steps, as long as
// they shrink the gradient well enough for the price (chord steps); the last one is that of the
// result.
#pragma once

#include <Eigen/Core>
#include <limits>
#include <vector>

#include "models/likelihood.hpp"

namespace tenon::models {

struct NewtonProblem {
    const Observations& data;
    Eigen::MatrixXd penalty;      // P, full
    Eigen::MatrixXd to_columns;   // gradient by design column = to_columns * gradient by theta;
                                  // empty: the same
    std::vector<double> spreads;  // of the design columns
    double total_weight = 1;      // of the rows
    std::int64_t max_iterations = 100;
    double tolerance = 1e-10;
    const char* phase = "fit logistic";  // as progress reports name it
    // Taken in place of a start whose objective is less than this one's; may be empty.
    Eigen::VectorXd fallback = {};
    double fallback_objective = -std::numeric_limits<double>::infinity();
};

struct NewtonResult {
    Eigen::VectorXd theta;
    Likelihood at;             // l, g, H at theta
    Eigen::VectorXd step;      // the Newton step from theta, or the last one taken
    double gradient_norm = 0;  // as the stopping rule measures it
    std::int64_t iterations = 0;
    bool converged = false;
    bool singular = false;  // H + P lost its rank on the way
};

NewtonResult newton(const Context& context, const NewtonProblem& problem, Eigen::VectorXd start);
// The step that squares the error after convergence; kept if nothing gets worse by it. The Hessian
// of a wide design is not found again: it is that of the iterate before, 1e-9 of it away at most.
void polish(const Context& context, const NewtonProblem& problem, NewtonResult& result);

}  // namespace tenon::models

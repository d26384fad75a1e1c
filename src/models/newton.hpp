// Newton's method with step control on the penalised log-likelihood
//
//     maximise  l(theta) - 1/2 theta' P theta
//
//     (H + P) d = g - P theta,   theta <- theta + t d,   t = 1, 1/2, 1/4, ...
//
// until the objective does not fall (it is concave, so some t does). It stops when the largest
// gradient entry, for features scaled to unit spread and per unit of weight, is below the
// tolerance; one more step then squares the error that is left.
#pragma once

#include <Eigen/Cholesky>
#include <Eigen/Core>

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
// The step that squares the error after convergence; kept if nothing gets worse by it.
void polish(const Context& context, const NewtonProblem& problem, NewtonResult& result);

}  // namespace tenon::models

// Newton's method with step control on the penalised log-likelihood
//
//     maximise  f(theta) = l(theta) - 1/2 theta' P theta  [ + 1/2 ln det I(theta) ]
//     subject to  C' theta = C' theta_start                where a constraint is given
//
//     (H + P) d = g - P theta - C lambda,   theta <- theta + t d,   t = 1, 1/2, 1/4, ...
//
// until f does not fall (where it is concave, some t does it) and the step has not gone far beyond
// the best point on its line. The part in brackets is Firth's
// correction (models/jeffreys.hpp), whose curvature is in H where it is found, and else left out.
// Where H is not positive definite, as it can be for links that are not canonical, the expected
// information takes its place. It stops when the largest gradient entry (of the Lagrangian), for
// features scaled to unit spread, per unit of weight and residual scale, is below the tolerance,
// and on logarithmic scales also g'd, which no far value of a feature can hide; one more step then
// squares the error that is left.
#pragma once

#include <vector>

#include "base/eigen_decompositions.hpp"
#include "models/likelihood.hpp"
#include "models/ridge_penalty.hpp"

namespace tenon::models {

struct NewtonProblem {
    const Observations& data;
    RidgePenalty penalty;         // P
    Eigen::MatrixXd to_columns;   // gradient by design column = to_columns * gradient by theta;
                                  // empty: the same
    std::vector<double> spreads;  // of the design columns
    double total_weight = 1;      // of the rows
    double residual_scale = 1;    // the size that dl/deta has by its nature; 1 for classes
    std::int64_t max_iterations = 100;
    double tolerance = 1e-10;
    const char* phase = "fit logistic";  // as progress reports name it
    bool jeffreys = false;
    Eigen::MatrixXd constraint = {};  // C, a column a constraint; empty: none
};

// Where to begin. With a fallback: begin there if the objective at theta is below the floor.
struct NewtonStart {
    Eigen::VectorXd theta;
    Eigen::VectorXd fallback = {};
    double floor = 0;
    std::int64_t iterations = 0;  // spent already on the way to theta
};

struct NewtonResult {
    Eigen::VectorXd theta;
    Likelihood at;                // f without its penalty, its gradient, and H at theta
    Eigen::VectorXd step;         // the Newton step from theta, or the last one taken
    Eigen::VectorXd earlier;      // the Newton step some iterations before, while H had its digits
    Eigen::VectorXd left;         // the Newton step that would follow, where it was looked at
    Eigen::MatrixXd multipliers;  // lambda is these times the gradient; empty: no constraint
    double gradient_norm = 0;     // as the stopping rule measures it
    double promise = 0;           // g'd of the step: twice the gain that the quadratic model sees
    std::int64_t iterations = 0;
    bool converged = false;
    bool singular = false;   // H + P lost its rank on the way
    bool cut_short = false;  // max_iterations ended it
};

// f at theta, penalty included.
double objective(const NewtonProblem& problem, const NewtonResult& result);

// The largest entry of a gradient of f as the stopping rule measures it.
double gradient_norm(const NewtonProblem& problem, const Eigen::VectorXd& gradient);

NewtonResult newton(const Context& context, const NewtonProblem& problem, NewtonStart start);
// Whether the gradient at the start is as small as convergence asks for; then the result is that
// point, without H and without a step.
bool is_at_maximum(const Context& context, const NewtonProblem& problem, const NewtonStart& start,
                   NewtonResult& result);
// The step that squares the error after convergence; kept if nothing gets worse by it. Where rows
// are many, H stays that of the point before, which is the same to the tolerance.
void polish(const Context& context, const NewtonProblem& problem, NewtonResult& result);

}  // namespace tenon::models

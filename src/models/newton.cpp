#include "models/newton.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int most_halvings = 40;
// The objective is a sum over rows, right to a few eps: a smaller fall is not a fall.
constexpr double rounding = 1e-13;

double objective(const NewtonProblem& problem, const Likelihood& at, const VectorXd& theta) {
    return at.log_likelihood - theta.dot(problem.penalty * theta) / 2;
}

VectorXd penalised_gradient(const NewtonProblem& problem, const Likelihood& at,
                            const VectorXd& theta) {
    return at.gradient - problem.penalty * theta;
}

double gradient_norm(const NewtonProblem& problem, const VectorXd& gradient) {
    const VectorXd g =
        problem.to_columns.size() > 0 ? VectorXd(problem.to_columns * gradient) : gradient;
    double largest = 0;
    for (Eigen::Index j = 0; j < g.size(); ++j)
        largest = std::max(largest, std::fabs(g(j)) / problem.spreads[static_cast<std::size_t>(j)]);
    return largest / problem.total_weight;
}

// False if H + P has no Cholesky factor.
bool newton_step(const NewtonProblem& problem, const NewtonResult& result, VectorXd& step) {
    const MatrixXd h = result.at.hessian + problem.penalty;
    const Eigen::LLT<MatrixXd> cholesky(h);
    if (cholesky.info() != Eigen::Success) return false;
    const VectorXd d = cholesky.solve(penalised_gradient(problem, result.at, result.theta));
    if (!d.allFinite()) return false;
    step = d;
    return true;
}

// theta + t d for the largest t that does not lower the objective.
bool advance(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    const double before = objective(problem, result.at, result.theta);
    double t = 1;
    for (int halving = 0; halving < most_halvings; ++halving, t /= 2) {
        const VectorXd theta = result.theta + t * result.step;
        Likelihood at = evaluate(context, problem.data, theta);
        if (!(objective(problem, at, theta) >= before - rounding * (std::fabs(before) + 1)))
            continue;
        result.theta = theta;
        result.at = std::move(at);
        return true;
    }
    return false;
}

}  // namespace

NewtonResult newton(const Context& context, const NewtonProblem& problem, VectorXd start) {
    NewtonResult result;
    result.theta = std::move(start);
    result.at = evaluate(context, problem.data, result.theta);
    for (;;) {
        context.report({.phase = problem.phase,
                        .work = result.iterations,
                        .rows = problem.data.design.rows()});
        result.gradient_norm =
            gradient_norm(problem, penalised_gradient(problem, result.at, result.theta));
        result.converged = result.gradient_norm <= problem.tolerance;
        result.singular = !newton_step(problem, result, result.step);
        if (result.converged || result.singular || result.iterations == problem.max_iterations)
            return result;
        if (!advance(context, problem, result)) return result;
        ++result.iterations;
    }
}

void polish(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    if (result.singular || result.iterations == problem.max_iterations) return;
    NewtonResult next = result;
    next.theta += result.step;
    next.at = evaluate(context, problem.data, next.theta);
    next.gradient_norm = gradient_norm(problem, penalised_gradient(problem, next.at, next.theta));
    if (!(next.gradient_norm <= result.gradient_norm)) return;
    ++next.iterations;
    result = std::move(next);
}

}  // namespace tenon::models

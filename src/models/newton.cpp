#include "models/newton.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/factoring.hpp"
#include "models/jeffreys.hpp"
#include "models/lower_factor.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int most_halvings = 40;
// The objective is a sum over rows, right to a few eps: a smaller fall is not a fall.
constexpr double rounding = 1e-13;
// A gain this small, as the quadratic model promises it, drowns in the rounding of an objective
// whose rows have large terms that cancel; then the gradient decides whether a step is good.
constexpr double invisible_gain = 1e-9;
// A step shorter than this, as a share of Newton's, that neither raises the objective nor flattens
// it is rounding's own: it would be taken again and again.
constexpr double least_useful_share = 1e-3;
// No row's margin falls by more than this below 0 in one step: beyond, a light row on the wrong
// side would be saturated, and then H does not know how to bring it back.
constexpr double most_fall = 10;
// A pivot of H this small beside its diagonal is half lost in rounding. Where a step far along a
// separating direction would leave no more, a shorter one is taken.
constexpr double least_pivot = 1e-11;
constexpr std::int64_t steps_between = 4;
// How little a step may promise at the maximum, as a share of the tolerance and per unit of weight
// and residual scale; it costs an ordinary fit nothing, since there the promise is the square of
// the gradient. Where rounding lets no step succeed, the tolerance itself will do.
constexpr double sure_promise = 1e-4;
// A design column's values lie within this of 0 (models/design.hpp), so that a short step needs no
// look at the rows.
constexpr double largest_value = 4;
// A step may raise the objective and still end far beyond the best point on its line, where every
// row is saturated and H tells nothing. There the slope along the step falls as steeply as it rose.
constexpr double most_overshoot = 0.9;
// Firth: slopes above this share of the one before are worth a look at the rows; and a step is made
// longer by no more than this.
constexpr double worth_straightening = 0.2, longest_share = 4;

// The least share of the curvature of Jeffreys' prior that is tried.
constexpr double least_share = 1.0 / 64;

double penalised(const NewtonProblem& problem, const Likelihood& at, const VectorXd& theta) {
    return at.log_likelihood - problem.penalty.cost(theta);
}

VectorXd penalised_gradient(const NewtonProblem& problem, const Likelihood& at,
                            const VectorXd& theta) {
    return at.gradient - problem.penalty.times(theta);
}

// The gradient less C lambda.
VectorXd lagrangian(const NewtonProblem& problem, const NewtonResult& result, VectorXd gradient) {
    if (problem.constraint.size() > 0)
        gradient -= problem.constraint * (result.multipliers * gradient);
    return gradient;
}

Likelihood evaluate_at(const Context& context, const NewtonProblem& problem, const VectorXd& theta,
                       Information information = Information::observed) {
    Likelihood at = evaluate(context, problem.data, theta, information);
    if (problem.jeffreys) add_jeffreys(context, problem.data, theta, at);
    return at;
}

// H + P = L L', less a share of the curvature of Jeffreys' prior.
LowerFactor factor_of(const Context& context, const NewtonProblem& problem, const Likelihood& at,
                      double share_of_prior = 0) {
    const Eigen::Index width = at.hessian.rows();
    return LowerFactor(context, width, [&](Eigen::Index j, auto column) {
        column = at.hessian.col(j).tail(width - j);
        if (share_of_prior > 0) column -= share_of_prior * at.prior.col(j).tail(width - j);
        problem.penalty.add_column(j, column);
    });
}

// The factor of H + P, or where the curvature of Jeffreys' prior is known that of the whole
// objective: of as much of it as leaves a positive definite matrix, so that steps still climb far
// from the maximum.
LowerFactor curvature_of(const Context& context, const NewtonProblem& problem,
                         const Likelihood& at) {
    if (at.prior.size() == 0) return factor_of(context, problem, at);
    for (double share = 1; share >= least_share; share /= 2) {
        LowerFactor factor = factor_of(context, problem, at, share);
        if (factor.exists() && factor.regular(least_pivot)) return factor;
    }
    return factor_of(context, problem, at);
}

// Step, gradient norm and singularity at result.theta. False if H + P has no Cholesky factor.
bool examine(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    VectorXd gradient = penalised_gradient(problem, result.at, result.theta);
    result.gradient_norm = gradient_norm(problem, gradient);
    const LowerFactor factor = curvature_of(context, problem, result.at);
    result.singular = !factor.exists();
    if (result.singular) return false;
    if (problem.constraint.size() > 0) {
        const MatrixXd& c = problem.constraint;
        const MatrixXd across = factor.solve(c);
        const MatrixXd inner = c.transpose() * across;
        result.multipliers = inner.ldlt().solve(across.transpose());
        gradient = lagrangian(problem, result, std::move(gradient));
        result.gradient_norm = gradient_norm(problem, gradient);
    }
    const VectorXd d = factor.solve(gradient);
    result.singular = !d.allFinite();
    if (result.singular) return false;
    result.step = d;
    result.promise = d.dot(gradient);
    return true;
}

void examine_either(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    if (examine(context, problem, result) || problem.jeffreys) return;
    Likelihood expected = evaluate_at(context, problem, result.theta, Information::expected);
    std::swap(expected, result.at);
    if (!examine(context, problem, result)) std::swap(expected, result.at);
}

struct StepLimit {
    double share = 1;   // of the step, that keeps every margin from falling too far
    bool wild = false;  // some margin moves far: what H has left is to be looked at
};

StepLimit limit_step(const Context& context, const NewtonProblem& problem, const VectorXd& theta,
                     const VectorXd& step) {
    const Observations& data = problem.data;
    if (data.passes || !data.family.of_logarithms()) return {};
    const bool plain = data.basis.size() == 0;
    if (plain && largest_value * step.lpNorm<1>() <= most_fall) return {};
    const Margins m = margins(context, data, step);
    const bool falls = m.least < -most_fall;
    return {falls ? share_within(context, data, theta, step, most_fall) : 1, m.largest > most_fall};
}

// Firth's steps leave out a curvature that may be as large as the information: a full step then
// ends as far on the other side of the maximum. Moves to where the slope along the way just gone is
// 0 by the secant, if that is a gain.
void straighten(const Context& context, const NewtonProblem& problem, const VectorXd& from,
                double start, double least, NewtonResult& result) {
    const VectorXd way = result.theta - from;
    const double after = way.dot(penalised_gradient(problem, result.at, result.theta));
    if (!(std::fabs(after) > worth_straightening * start)) return;
    const double share =
        after < start ? std::min(start / (start - after), longest_share) : longest_share;
    const VectorXd theta = from + share * way;
    Likelihood at = evaluate_at(context, problem, theta);
    const double left = way.dot(penalised_gradient(problem, at, theta));
    if (!(std::fabs(left) < std::fabs(after)) || !(penalised(problem, at, theta) >= least)) return;
    result.theta = theta;
    result.at = std::move(at);
}

// theta + t d for the largest t that does not lower the objective.
bool advance(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    const double before = objective(problem, result);
    const double slack = std::fabs(before) + 1;
    const double slope = result.step.dot(penalised_gradient(problem, result.at, result.theta));
    const bool visible = slope / 2 > invisible_gain * slack;
    const StepLimit limit = limit_step(context, problem, result.theta, result.step);
    double t = limit.share;
    for (int halving = 0; halving < most_halvings; ++halving, t /= 2) {
        const VectorXd theta = result.theta + t * result.step;
        Likelihood at = evaluate_at(context, problem, theta);
        const bool rises = penalised(problem, at, theta) >= before - rounding * slack;
        const VectorXd gradient = penalised_gradient(problem, at, theta);
        if (rises && visible && !(result.step.dot(gradient) >= -most_overshoot * slope)) continue;
        const auto flatter = [&] {
            return gradient_norm(problem, lagrangian(problem, result, gradient)) <
                   result.gradient_norm;
        };
        if (!rises && (visible || !flatter())) continue;
        if (t < least_useful_share * limit.share &&
            !(penalised(problem, at, theta) > before + rounding * slack) && !flatter())
            return false;
        if (limit.wild && !factor_of(context, problem, at).regular(least_pivot)) continue;
        const VectorXd from = std::exchange(result.theta, theta);
        result.at = std::move(at);
        if (problem.jeffreys && result.at.prior.size() == 0)
            straighten(context, problem, from, t * slope, before - rounding * slack, result);
        return true;
    }
    return false;
}

// A spread that is one far row's hides what the others' gradient asks for; what the step promises
// does not. Where there is a logarithm that row may be settled, and the rest have the word.
bool has_converged(const NewtonProblem& problem, const NewtonResult& result, double share) {
    if (!(result.gradient_norm <= problem.tolerance)) return false;
    if (!problem.data.family.of_logarithms()) return true;
    const double unit = problem.total_weight * problem.residual_scale;
    return !result.singular && result.promise <= share * problem.tolerance * unit;
}

// A Hessian costs what a small problem has to spare.
bool keeps_hessian(const NewtonProblem& problem) {
    const Observations& data = problem.data;
    const auto rows = static_cast<double>(data.design.rows()),
               width = static_cast<double>(data.design.width());
    return !data.passes && data.basis.size() == 0 && !problem.jeffreys && data.family.canonical() &&
           rows * width * width > most_exact_work;
}

}  // namespace

double gradient_norm(const NewtonProblem& problem, const VectorXd& gradient) {
    const VectorXd g =
        problem.to_columns.size() > 0 ? VectorXd(problem.to_columns * gradient) : gradient;
    double largest = 0;
    for (Eigen::Index j = 0; j < g.size(); ++j) {
        const double entry = std::fabs(g(j)) / problem.spreads[static_cast<std::size_t>(j)];
        if (std::isnan(entry)) return entry;
        largest = std::max(largest, entry);
    }
    return largest / (problem.total_weight * problem.residual_scale);
}

double objective(const NewtonProblem& problem, const NewtonResult& result) {
    return penalised(problem, result.at, result.theta);
}

NewtonResult newton(const Context& context, const NewtonProblem& problem, NewtonStart start) {
    NewtonResult result;
    result.theta = std::move(start.theta);
    result.iterations = start.iterations;
    result.at = evaluate_at(context, problem, result.theta);
    if (start.fallback.size() > 0 && !(objective(problem, result) >= start.floor)) {
        result.theta = std::move(start.fallback);
        result.at = evaluate_at(context, problem, result.theta);
    }
    for (;;) {
        context.report({.phase = problem.phase,
                        .work = result.iterations,
                        .rows = problem.data.design.rows()});
        examine_either(context, problem, result);
        result.converged = has_converged(problem, result, sure_promise);
        if (result.converged || result.singular) return result;
        if (result.iterations == problem.max_iterations) {
            result.cut_short = true;
            return result;
        }
        // Flight along a separating direction eats up H, and steps late in it are rounding.
        if (result.earlier.size() == 0 || result.iterations % steps_between == 0)
            result.earlier = result.step;
        if (!advance(context, problem, result)) {
            result.converged = has_converged(problem, result, 1);
            return result;
        }
        ++result.iterations;
    }
}

bool is_at_maximum(const Context& context, const NewtonProblem& problem, const NewtonStart& start,
                   NewtonResult& result) {
    Likelihood at = evaluate_gradient(context, problem.data, start.theta);
    const double norm = gradient_norm(problem, penalised_gradient(problem, at, start.theta));
    if (!(norm <= problem.tolerance)) return false;
    result.theta = start.theta;
    result.at = std::move(at);
    result.at.hessian = {};
    result.step = VectorXd::Zero(start.theta.size());
    result.gradient_norm = norm;
    result.iterations = start.iterations;
    result.converged = true;
    return true;
}

namespace {

bool polish_keeping_hessian(const Context& context, const NewtonProblem& problem,
                            NewtonResult& result) {
    const VectorXd theta = result.theta + result.step;
    Likelihood at = evaluate_gradient(context, problem.data, theta);
    const double norm = gradient_norm(problem, penalised_gradient(problem, at, theta));
    if (!(norm <= result.gradient_norm)) return false;
    at.hessian = std::move(result.at.hessian);
    result.at = std::move(at);
    result.theta = theta;
    result.gradient_norm = norm;
    return true;
}

bool polish_all(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    NewtonResult next = result;
    next.theta += result.step;
    next.at = evaluate_at(context, problem, next.theta);
    if (!examine(context, problem, next) || !(next.gradient_norm <= result.gradient_norm))
        return false;
    next.left = std::move(next.step);
    next.step = std::move(result.step);
    result = std::move(next);
    return true;
}

}  // namespace

void polish(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    if (result.singular || result.iterations == problem.max_iterations) return;
    const bool better = keeps_hessian(problem) ? polish_keeping_hessian(context, problem, result)
                                               : polish_all(context, problem, result);
    if (better) ++result.iterations;
}

}  // namespace tenon::models

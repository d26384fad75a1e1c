#include "models/newton.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/triangular.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
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

// What a pass with the Hessian costs in passes without one; about right from 20 to 2,000 columns.
double hessian_cost(const NewtonProblem& problem) {
    if (problem.data.passes || problem.data.basis.size() > 0) return 1;
    return 1 + static_cast<double>(problem.data.design.width()) / 80;
}
// From this cost on chord steps are tried, and from this one a polished Hessian is not found again.
constexpr double chord_pays = 8, polish_pays = 2;
// A Newton step near the end is worth this shrinkage of the gradient, so a chord step that costs a
// part of it must shrink by that power.
constexpr double newton_shrinkage = 0.02;

// Cholesky's factor of H + P.
class Factor {
  public:
    // False if there is none.
    bool set(const NewtonProblem& problem, const Context& context, const MatrixXd& hessian) {
        width_ = hessian.rows();
        const Index padded = (width_ + 7) / 8 * 8;
        lower_ = MatrixXd::Identity(padded, padded);
        lower_.topLeftCorner(width_, width_) = hessian + problem.penalty;
        return factor_cholesky(context, lower_.data(), padded, padded);
    }
    VectorXd solve(const VectorXd& b) const {
        const auto l = lower_.topLeftCorner(width_, width_).triangularView<Eigen::Lower>();
        return l.transpose().solve(l.solve(b));
    }

  private:
    Index width_ = 0;
    MatrixXd lower_;
};

// theta + t d for the largest t that does not lower the objective.
bool advance(const Context& context, const NewtonProblem& problem, bool hessian,
             NewtonResult& result) {
    const double before = objective(problem, result.at, result.theta);
    double t = 1;
    for (int halving = 0; halving < most_halvings; ++halving, t /= 2) {
        const VectorXd theta = result.theta + t * result.step;
        Likelihood at = hessian ? evaluate(context, problem.data, theta)
                                : evaluate_gradient(context, problem.data, theta);
        if (!(objective(problem, at, theta) >= before - rounding * (std::fabs(before) + 1)))
            continue;
        result.theta = theta;
        result.at = std::move(at);
        return true;
    }
    return false;
}

class Newton {
  public:
    Newton(const Context& context, const NewtonProblem& problem)
        : context_(context),
          problem_(problem),
          chords_(hessian_cost(problem) >= chord_pays),
          worth_(std::pow(newton_shrinkage, 1 / hessian_cost(problem))) {}

    NewtonResult run(VectorXd start) {
        result_.theta = std::move(start);
        begin();
        for (;;) {
            context_.report({.phase = problem_.phase,
                             .work = result_.iterations,
                             .rows = problem_.data.design.rows()});
            measure();
            if (result_.at.hessian.size() == 0 && (is_last() || !pays_)) renew();
            if (!find_step() || is_last()) return std::move(result_);
            const double before = result_.gradient_norm;
            if (!advance(context_, problem_, !chords_, result_)) {
                if (!chords_) return std::move(result_);
                chords_ = false;  // the old factor leads nowhere: Newton's method it is
                if (result_.at.hessian.size() == 0) renew();
                continue;
            }
            ++result_.iterations;
            pays_ = gradient_norm(problem_, gradient()) <= worth_ * before;
        }
    }

  private:
    VectorXd gradient() const { return penalised_gradient(problem_, result_.at, result_.theta); }

    void begin() {
        result_.at = evaluate(context_, problem_.data, result_.theta);
        if (problem_.fallback.size() == 0 ||
            objective(problem_, result_.at, result_.theta) >= problem_.fallback_objective)
            return;
        result_.theta = problem_.fallback;
        result_.at = evaluate(context_, problem_.data, result_.theta);
    }
    void measure() {
        result_.gradient_norm = gradient_norm(problem_, gradient());
        result_.converged = result_.gradient_norm <= problem_.tolerance;
    }
    bool is_last() const {
        return result_.converged || result_.iterations == problem_.max_iterations;
    }
    // The Hessian of this theta.
    void renew() {
        result_.at = evaluate(context_, problem_.data, result_.theta);
        measure();
    }
    // False if H + P has no Cholesky factor.
    bool find_step() {
        if (result_.at.hessian.size() > 0)
            result_.singular = !factor_.set(problem_, context_, result_.at.hessian);
        if (result_.singular) return false;
        const VectorXd d = factor_.solve(gradient());
        result_.singular = !d.allFinite();
        if (!result_.singular) result_.step = d;
        return !result_.singular;
    }

    const Context& context_;
    const NewtonProblem& problem_;
    bool chords_;
    double worth_;
    bool pays_ = true;
    Factor factor_;
    NewtonResult result_;
};

}  // namespace

NewtonResult newton(const Context& context, const NewtonProblem& problem, VectorXd start) {
    return Newton(context, problem).run(std::move(start));
}

void polish(const Context& context, const NewtonProblem& problem, NewtonResult& result) {
    if (result.singular || result.iterations == problem.max_iterations) return;
    NewtonResult next = result;
    next.theta += result.step;
    if (hessian_cost(problem) >= polish_pays) {
        next.at = evaluate_gradient(context, problem.data, next.theta);
        next.at.hessian = result.at.hessian;
    } else {
        next.at = evaluate(context, problem.data, next.theta);
    }
    next.gradient_norm = gradient_norm(problem, penalised_gradient(problem, next.at, next.theta));
    if (!(next.gradient_norm <= result.gradient_norm)) return;
    ++next.iterations;
    result = std::move(next);
}

}  // namespace tenon::models

#include "models/quasi_newton.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>
#include <vector>

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

// Pairs of steps and changes of the gradient that are remembered.
constexpr std::size_t most_pairs = 20;
// A step is long enough if the objective rises by this share of what the slope promises.
constexpr double sufficient_rise = 1e-4;
constexpr int most_halvings = 20;
// Of the objective, a sum over rows: a fall as small as this is none.
constexpr double rounding = 1e-13;
// A pair whose curvature is rounding says nothing.
constexpr double least_curvature = 1e-12;
// Beyond this |eta|, a probability of 2e-9, weights without a penalty may be those of rows in
// flight, which Newton's method has to see before they vanish.
constexpr double flight_predictor = 20;
// Newton's method takes about this many steps; more passes than they cost are not worth it.
constexpr double newton_steps = 6;
constexpr double most_passes = 120;
constexpr double least_cost = 3, most_cost_of_one = 6;

// What a pass with the Hessian costs in passes without; about right from 20 to 2,000 columns.
double hessian_cost(const NewtonProblem& problem) {
    return 1 + static_cast<double>(problem.data.design.width()) / 80;
}

struct Point {
    VectorXd theta, gradient;  // of f, by theta
    double value = 0;          // f
    double curvature = 0, largest_predictor = 0;
};

class Approach {
  public:
    Approach(const Context& context, const NewtonProblem& problem, const CurvatureFactor& factor)
        : context_(context),
          problem_(problem),
          factor_(factor),
          columns_{problem.data.design, problem.data.family, problem.data.target,
                   problem.data.weights, problem.data.offset},
          left_(static_cast<std::int64_t>(
              std::min(most_passes, newton_steps * hessian_cost(problem)))),
          free_(problem.penalty.is_zero()) {}

    NewtonStart run(NewtonStart start, const Likelihood* known) {
        Point at =
            known ? point_of(std::move(start.theta), *known) : evaluate_at(std::move(start.theta));
        if (start.fallback.size() > 0 && !(at.value >= start.floor))
            at = evaluate_at(std::move(start.fallback));
        inverse_scale_ = 1 / (factor_.scale > 0 ? factor_.scale : mean_curvature(at));
        VectorXd slope = to_u(at.gradient);
        std::int64_t steps = 0;
        for (; may_go_on(at, steps); ++steps) {
            context_.report(
                {.phase = problem_.phase, .work = steps, .rows = problem_.data.design.rows()});
            VectorXd direction = find_direction(slope);
            Point next;
            const double t = search(at, direction, slope.dot(direction), next);
            if (t == 0 || (free_ && next.largest_predictor > flight_predictor)) break;
            VectorXd next_slope = to_u(next.gradient);
            remember(t * direction, slope - next_slope);
            at = std::move(next);
            slope = std::move(next_slope);
        }
        return {std::move(at.theta), {}, 0, steps};
    }

  private:
    struct Pair {
        VectorXd step, change;
        double curvature;  // step'change
    };

    Point evaluate_at(VectorXd theta) {
        --left_;
        const MatrixXd& basis = problem_.data.basis;
        const Likelihood found = evaluate_gradient(
            context_, columns_, basis.size() > 0 ? VectorXd(basis * theta) : theta);
        return point_of(std::move(theta), found);
    }

    Point point_of(VectorXd theta, const Likelihood& found) const {
        const MatrixXd& basis = problem_.data.basis;
        const VectorXd pull = problem_.penalty.times(theta);
        Point at;
        at.gradient =
            (basis.size() > 0 ? VectorXd(basis.transpose() * found.gradient) : found.gradient) -
            pull;
        at.value = found.log_likelihood - theta.dot(pull) / 2;
        at.curvature = found.curvature;
        at.largest_predictor = found.largest_predictor;
        at.theta = std::move(theta);
        return at;
    }

    double mean_curvature(const Point& at) const {
        const auto rows = static_cast<double>(problem_.data.design.rows());
        // In the basis V'V = n I, where R is the identity.
        const double mean = at.curvature / (factor_.r ? rows : 1);
        return mean > 0 && std::isfinite(mean) ? mean : 1;
    }

    bool may_go_on(const Point& at, std::int64_t steps) const {
        if (left_ <= 0 || steps >= problem_.max_iterations) return false;
        if (!std::isfinite(at.value) || !at.gradient.allFinite()) return false;
        return gradient_norm(problem_, at.gradient) > problem_.tolerance;
    }

    // R^-T g and R^-1 d.
    VectorXd to_u(const VectorXd& gradient) const {
        if (!factor_.r) return gradient;
        return factor_.r->triangularView<Eigen::Upper>().transpose().solve(gradient);
    }
    VectorXd to_theta(const VectorXd& direction) const {
        if (!factor_.r) return direction;
        return factor_.r->triangularView<Eigen::Upper>().solve(direction);
    }

    VectorXd find_direction(const VectorXd& slope) const {
        VectorXd q = slope;
        std::vector<double> shares(pairs_.size());
        for (std::size_t k = pairs_.size(); k-- > 0;) {
            shares[k] = pairs_[k].step.dot(q) / pairs_[k].curvature;
            q -= shares[k] * pairs_[k].change;
        }
        q *= pairs_.empty() ? inverse_scale_
                            : pairs_.back().curvature / pairs_.back().change.squaredNorm();
        for (std::size_t k = 0; k < pairs_.size(); ++k)
            q += (shares[k] - pairs_[k].change.dot(q) / pairs_[k].curvature) * pairs_[k].step;
        return q;
    }

    void remember(VectorXd step, VectorXd change) {
        const double curvature = step.dot(change);
        if (!(curvature > least_curvature * step.norm() * change.norm())) return;
        if (pairs_.size() == most_pairs) pairs_.pop_front();
        pairs_.push_back({std::move(step), std::move(change), curvature});
    }

    // The step along the direction, or 0 where there is none.
    double search(const Point& at, const VectorXd& direction, double slope, Point& next) {
        if (!(slope > 0) || !std::isfinite(slope)) return 0;
        const VectorXd along = to_theta(direction);
        const double slack = std::fabs(at.value) + 1;
        double t = 1;
        for (int k = 0; k < most_halvings && left_ > 0; ++k, t /= 2) {
            next = evaluate_at(at.theta + t * along);
            if (next.value >= at.value + sufficient_rise * t * slope - rounding * slack) return t;
        }
        return 0;
    }

    const Context& context_;
    const NewtonProblem& problem_;
    const CurvatureFactor& factor_;
    Observations columns_;  // without the basis: what its products lose, Newton's method finds
    std::int64_t left_;     // passes
    bool free_;             // of a penalty
    double inverse_scale_ = 1;
    std::deque<Pair> pairs_;
};

}  // namespace

bool suits_quasi_newton(const NewtonProblem& problem) {
    const Observations& data = problem.data;
    return !data.passes && !problem.jeffreys && problem.constraint.size() == 0 &&
           data.family.canonical() && hessian_cost(problem) >= least_cost;
}

bool one_hessian_pays(const NewtonProblem& problem) {
    return hessian_cost(problem) <= most_cost_of_one;
}

NewtonStart approach(const Context& context, const NewtonProblem& problem,
                     const CurvatureFactor& factor, NewtonStart start, const Likelihood* known) {
    return Approach(context, problem, factor).run(std::move(start), known);
}

}  // namespace tenon::models

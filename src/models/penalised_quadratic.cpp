#include "models/penalised_quadratic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "models/lower_factor.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Sweeps over the coefficients in the model before they are moved together, and between two such
// moves: descent that has not finished by then is slow. A factorisation, which runs at many times
// the speed, costs as much as one more sweep for every 90 coefficients.
constexpr std::int64_t sweeps_before_newton = 4, sizes_a_sweep = 90;
// A pivot of H that lost all but this share of its diagonal is rounding, and so is the step.
constexpr double least_pivot = 1e-12;
// A violation of |g_j| <= l1 below this share of l1 is rounding of g.
constexpr double slope_rounding = 1e-12;
// Steps of a coefficient that are this many roundings of the largest one are rounding of g.
constexpr double step_roundings = 16;
constexpr double infinity = std::numeric_limits<double>::infinity();

double soft(double u, double threshold) {
    return std::copysign(std::max(std::fabs(u) - threshold, 0.0), u);
}

}  // namespace

PenalisedQuadratic::PenalisedQuadratic(const MatrixXd& c, VectorXd q)
    : c_(c),
      q_(std::move(q)),
      b_(VectorXd::Zero(q_.size())),
      g_(q_),
      is_candidate_(static_cast<std::size_t>(q_.size())) {
    double largest = 0;
    for (Index j = 0; j < q_.size(); ++j)
        if (c_(j, j) > 0) largest = std::max(largest, q_[j] * q_[j] / c_(j, j));
    constexpr double roundings = step_roundings * std::numeric_limits<double>::epsilon();
    rounding_ = roundings * roundings * largest;
}

void PenalisedQuadratic::start_from(const VectorXd& b) {
    b_ = b;
    refresh_slope();
}

void PenalisedQuadratic::refresh_slope() {
    g_ = q_;
    for (Index j = 0; j < b_.size(); ++j)
        if (b_[j] != 0) g_ -= b_[j] * c_.col(j);
}

std::vector<Index> PenalisedQuadratic::nonzero() const {
    std::vector<Index> features;
    for (Index j = 0; j < b_.size(); ++j)
        if (b_[j] != 0) features.push_back(j);
    return features;
}

// The most by which one coefficient lowered the objective, times two.
double PenalisedQuadratic::sweep(const std::vector<Index>& features, const Penalty& penalty) {
    double most = 0;
    for (const Index j : features) {
        const double curvature = c_(j, j);
        if (!(curvature > 0)) continue;
        const double next = soft(g_[j] + curvature * b_[j], penalty.l1) / (curvature + penalty.l2);
        const double change = next - b_[j];
        if (change == 0) continue;
        b_[j] = next;
        g_.noalias() -= change * c_.col(j);
        most = std::max(most, (curvature + penalty.l2) * change * change);
    }
    ++sweeps_;
    return most;
}

namespace {

// The coefficients in the model by themselves: C_AA stands together, so that a sweep costs k^2
// rather than k p, and a move of all of them at once a factor of it.
class ActiveSet {
  public:
    ActiveSet(const MatrixXd& c, const VectorXd& q, const VectorXd& b, const VectorXd& g,
              std::vector<Index> features)
        : features_(std::move(features)), c_(size(), size()), q_(size()), b_(size()), g_(size()) {
        for (Index k = 0; k < size(); ++k) {
            const Index j = features_[static_cast<std::size_t>(k)];
            for (Index i = 0; i < size(); ++i)
                c_(i, k) = c(features_[static_cast<std::size_t>(i)], j);
            q_[k] = q[j];
            b_[k] = b[j];
            g_[k] = g[j];
        }
    }

    Index size() const { return static_cast<Index>(features_.size()); }

    double sweep(const Penalty& penalty) {
        double most = 0;
        for (Index k = 0; k < size(); ++k) {
            const double curvature = c_(k, k);
            const double next =
                soft(g_[k] + curvature * b_[k], penalty.l1) / (curvature + penalty.l2);
            const double change = next - b_[k];
            if (change == 0) continue;
            b_[k] = next;
            g_.noalias() -= change * c_.col(k);
            most = std::max(most, (curvature + penalty.l2) * change * change);
        }
        return most;
    }

    void newton_step(const Context& context, const Penalty& penalty);

    // The slope of the coefficients in the model is kept as the sweeps left it: formed anew it
    // would differ by rounding, and they would not stand still.
    void store(const MatrixXd& c, VectorXd& b, VectorXd& g) const {
        for (Index k = 0; k < size(); ++k) {
            const Index j = features_[static_cast<std::size_t>(k)];
            if (b_[k] != b[j]) g.noalias() -= (b_[k] - b[j]) * c.col(j);
            b[j] = b_[k];
        }
        for (Index k = 0; k < size(); ++k) g[features_[static_cast<std::size_t>(k)]] = g_[k];
    }

  private:
    VectorXd direction(const Context& context, const Penalty& penalty,
                       const std::vector<Index>& moving) const;
    double objective(const Penalty& penalty) const {
        return -(q_ + g_).dot(b_) / 2 + penalty.l1 * b_.lpNorm<1>() +
               penalty.l2 / 2 * b_.squaredNorm();
    }
    void refresh_slope() { g_.noalias() = q_ - c_ * b_; }

    std::vector<Index> features_;
    MatrixXd c_;
    VectorXd q_, b_, g_;
};

// The Newton step of coefficients that are not zero, within their signs; empty if H is singular or
// the step is no way down.
VectorXd ActiveSet::direction(const Context& context, const Penalty& penalty,
                              const std::vector<Index>& moving) const {
    const auto count = static_cast<Index>(moving.size());
    VectorXd slope(count);
    const LowerFactor factor(context, count, [&](Index k, auto column) {
        const Index j = moving[static_cast<std::size_t>(k)];
        for (Index i = k; i < count; ++i)
            column(i - k) = c_(moving[static_cast<std::size_t>(i)], j);
        column(0) += penalty.l2;
        slope[k] = g_[j] - penalty.l2 * b_[j] - std::copysign(penalty.l1, b_[j]);
    });
    if (!factor.regular(least_pivot)) return {};
    VectorXd d = factor.solve(slope);
    if (!d.allFinite() || !(slope.dot(d) > 0)) return {};
    return d;
}

void ActiveSet::newton_step(const Context& context, const Penalty& penalty) {
    std::vector<Index> moving;
    for (Index k = 0; k < size(); ++k)
        if (b_[k] != 0) moving.push_back(k);
    const VectorXd d = direction(context, penalty, moving);
    if (d.size() == 0) return;
    const VectorXd before = b_;
    const double height = objective(penalty);
    // All the way, coefficients that would change their sign stopping at zero; if that is no way
    // down, up to where the first of them gets there.
    double length = 1;
    Index first = -1;
    for (Index k = 0; k < d.size(); ++k) {
        double& b = b_[moving[static_cast<std::size_t>(k)]];
        if (b * (b + d[k]) <= 0 && -b / d[k] < length) {
            length = -b / d[k];
            first = moving[static_cast<std::size_t>(k)];
        }
        b = b * (b + d[k]) > 0 ? b + d[k] : 0;
    }
    refresh_slope();
    if (first < 0 || objective(penalty) < height) return;
    b_ = before;
    for (Index k = 0; k < d.size(); ++k) b_[moving[static_cast<std::size_t>(k)]] += length * d[k];
    b_[first] = 0;
    refresh_slope();
}

}  // namespace

// The coefficients in the model, until they stand still.
bool PenalisedQuadratic::descend(const Context& context, const Penalty& penalty, double enough,
                                 std::int64_t last_sweep) {
    ActiveSet active(c_, q_, b_, g_, nonzero());
    std::int64_t patience = sweeps_before_newton + active.size() / sizes_a_sweep;
    std::int64_t next_newton = sweeps_ + patience;
    bool still = true;
    while (++sweeps_, active.sweep(penalty) > enough) {
        if (sweeps_ >= last_sweep) {
            still = false;
            break;
        }
        context.check_cancelled();
        if (sweeps_ < next_newton) continue;
        active.newton_step(context, penalty);
        // Growing patience: where nothing but rounding is left, a step and the sweeps after it may
        // move a coefficient to and fro, and sweeps alone come to rest.
        patience += patience / 2;
        next_newton = sweeps_ + patience;
    }
    active.store(c_, b_, g_);
    return still;
}

bool PenalisedQuadratic::solve(const Context& context, const Penalty& penalty, double screen,
                               double enough, std::int64_t max_sweeps) {
    const std::int64_t last_sweep = sweeps_ + max_sweeps;
    enough = std::max(enough, rounding_);
    const auto admit = [&](double least) {
        bool any = false;
        for (Index j = 0; j < b_.size(); ++j) {
            char& candidate = is_candidate_[static_cast<std::size_t>(j)];
            if (candidate || !(c_(j, j) > 0) || (b_[j] == 0 && !(std::fabs(g_[j]) > least)))
                continue;
            candidate = 1;
            candidates_.push_back(j);
            any = true;
        }
        return any;
    };
    candidates_.clear();
    std::fill(is_candidate_.begin(), is_candidate_.end(), char{0});
    admit(screen);
    for (;;) {
        while (sweep(candidates_, penalty) > enough)
            if (sweeps_ >= last_sweep || !descend(context, penalty, enough, last_sweep))
                return false;
        refresh_slope();
        if (!admit(penalty.l1 * (1 + slope_rounding))) return true;
    }
}

double conjugate_gap(const VectorXd& b, const VectorXd& g, const Penalty& penalty) {
    if (!(penalty.l2 > 0)) return infinity;
    double gap = 0;
    for (Index j = 0; j < b.size(); ++j) {
        // Young's inequality for |b| and its conjugate: no term is negative but by rounding. With
        // b != 0 it is l2/2 (b - soft(g, l1)/l2)^2 plus a part that is 0 where the signs agree.
        const double over = soft(g[j], penalty.l1);
        const double distance = b[j] - over / penalty.l2;
        const double inside = penalty.l1 * std::fabs(b[j]) - b[j] * (g[j] - over);
        gap += penalty.l2 / 2 * distance * distance + std::max(inside, 0.0);
    }
    return gap;
}

ScaledGap scaled_gap(const VectorXd& b, const VectorXd& g, const Penalty& penalty) {
    const VectorXd h = g - penalty.l2 * b;
    const double largest = h.size() > 0 ? h.lpNorm<Eigen::Infinity>() : 0;
    ScaledGap gap;
    if (largest > penalty.l1) gap.share = penalty.l1 / largest;
    for (Index j = 0; j < b.size(); ++j)
        if (b[j] != 0)
            gap.terms += std::max(penalty.l1 * std::fabs(b[j]) - gap.share * b[j] * h[j], 0.0);
    return gap;
}

double duality_gap(const VectorXd& b, const VectorXd& g, const Penalty& penalty, double rr) {
    if (penalty.l1 == 0 && penalty.l2 == 0) return std::numeric_limits<double>::quiet_NaN();
    const ScaledGap scaled = scaled_gap(b, g, penalty);
    const double rest = 1 - scaled.share;
    const double second = rest * rest / 2 * (rr + penalty.l2 * b.squaredNorm()) + scaled.terms;
    return std::min(conjugate_gap(b, g, penalty), second);
}

}  // namespace tenon::models

// In orthonormal coordinates c, with scale s and z_i = r_i / s, half the gradient and Hessian are
//
//     g_c = - sum psi_i u_i,  psi = clamp(r, +-t s) / s       H_cc = sum_in u u' / s
//     g_s = (n - sum_in z^2 - t^2 n_out) / 2                  H_cs = sum_in z u / s,  H_ss = sum_in
//     z^2 / s
//
// for the joint objective sum s (1 + H(r/s)), and g_c, H_cc alone where s is given. A Newton step
// is taken and halved until the objective falls enough (Armijo). Where few rows lie inside, a share
// of the identity makes the Hessian definite.
#include "tenon/huber.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "base/number_text.hpp"
#include "models/orthonormal.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double normal_quartile = 0.6744897501960817;  // median of |Z|
constexpr double sufficient_decrease = 1e-4;
constexpr int most_halvings = 60;
// Changes of the objective below so many roundings of it tell nothing.
constexpr double objective_roundings = 64;
// Share of the identity that makes a Hessian with too few rows inside definite.
constexpr double ridge = 1e-10;
// A scale below this share of the target's spread is that of rounding.
constexpr double vanishing = 1e-13;
constexpr double scale_tolerance = 1e-12;  // of the fixed point

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

double mad(const VectorXd& r) {
    std::vector<double> sizes(static_cast<std::size_t>(r.size()));
    for (Eigen::Index i = 0; i < r.size(); ++i)
        sizes[static_cast<std::size_t>(i)] = std::fabs(r(i));
    return median_of(std::move(sizes)) / normal_quartile;
}

struct State {
    VectorXd c, r;
    double s = 0;
};

class Huber {
  public:
    Huber(const Context& context, const Orthonormal& o, const HuberOptions& options)
        : context_(context), o_(o), options_(options), n_(static_cast<double>(o.y.size())) {}

    HuberFit run() {
        State x;
        x.c = o_.u.transpose() * o_.y;
        x.r = o_.y - o_.u * x.c;
        least_ = vanishing * std::max(o_.y.lpNorm<Eigen::Infinity>(), 1e-300);
        x.s = options_.scale == HuberScale::fixed ? options_.fixed_scale / o_.to_user() : mad(x.r);
        if (options_.scale == HuberScale::joint && !(x.s > least_))
            x.s = x.r.norm() / std::sqrt(n_);
        bool converged = false;
        std::int64_t iterations = 0;
        if (options_.scale != HuberScale::mad) {
            converged = descend(x, options_.scale == HuberScale::joint, iterations);
        } else {
            while (!converged && iterations < options_.max_iterations) {
                insist_on_scale(x.s);
                const bool inner = descend(x, false, iterations);
                const double next = mad(x.r);
                converged = inner && std::fabs(next - x.s) <= scale_tolerance * x.s;
                x.s = next;
                ++iterations;
            }
        }
        insist_on_scale(x.s);
        return finish(x, converged, iterations);
    }

  private:
    void insist_on_scale(double s) const {
        if (s > least_) return;
        throw Error(
            Status::data,
            "the scale of the residuals is 0: half of the rows or more lie on one plane, so "
            "nothing tells an outlier; give a fixed scale, or use quantile regression",
            {.argument = "target"});
    }

    double objective(const VectorXd& r, double s, bool joint) const {
        const double t = options_.threshold, reach = t * s;
        double sum = joint ? n_ * s : 0;
        for (Eigen::Index i = 0; i < r.size(); ++i) {
            const double size = std::fabs(r(i));
            sum += size <= reach ? size * size / s : 2 * t * size - t * t * s;
        }
        return sum;
    }

    // Half the gradient and the Hessian at x; scale last where it is a variable.
    void derivatives(const State& x, bool joint, VectorXd& g, MatrixXd& h) const {
        const Eigen::Index k = x.c.size();
        const double reach = options_.threshold * x.s;
        VectorXd psi(x.r.size()), inside(x.r.size());
        double squares = 0, out = 0;
        for (Eigen::Index i = 0; i < x.r.size(); ++i) {
            const bool in = std::fabs(x.r(i)) <= reach;
            psi(i) = std::clamp(x.r(i), -reach, reach) / x.s;
            inside(i) = in ? 1 : 0;
            if (in)
                squares += psi(i) * psi(i);
            else
                out += 1;
        }
        g = VectorXd::Zero(k + (joint ? 1 : 0));
        h = MatrixXd::Zero(g.size(), g.size());
        g.head(k) = -o_.u.transpose() * psi;
        h.topLeftCorner(k, k) = o_.u.transpose() * inside.asDiagonal() * o_.u / x.s;
        if (joint) {
            const double t = options_.threshold;
            g(k) = (n_ - squares - t * t * out) / 2;
            h.col(k).head(k) = o_.u.transpose() * inside.cwiseProduct(psi) / x.s;
            h.row(k).head(k) = h.col(k).head(k).transpose();
            h(k, k) = squares / x.s;
        }
        h.diagonal().array() += ridge * std::max(h.diagonal().maxCoeff(), 1 / (n_ * x.s));
    }

    bool descend(State& x, bool joint, std::int64_t& iterations) {
        const Eigen::Index k = x.c.size();
        VectorXd g;
        MatrixXd h;
        for (; iterations < options_.max_iterations; ++iterations) {
            context_.report({.phase = "fit huber", .rows = o_.y.size()});
            derivatives(x, joint, g, h);
            gradient_ = g.lpNorm<Eigen::Infinity>() / std::sqrt(n_);
            if (joint)
                gradient_ = std::max(g.head(k).lpNorm<Eigen::Infinity>() / std::sqrt(n_),
                                     std::fabs(g(k)) / n_);
            if (gradient_ <= options_.tolerance * least_share) return true;
            const VectorXd d = h.ldlt().solve(-g);
            const double before = objective(x.r, x.s, joint), slope = 2 * g.dot(d);
            const double rounding =
                objective_roundings * std::fabs(before) * std::numeric_limits<double>::epsilon();
            const bool moved = -slope > rounding ? search(x, d, joint, before, slope, rounding)
                                                 : polish(x, d, joint, g.norm());
            if (joint) insist_on_scale(x.s);
            if (!moved) break;
        }
        return gradient_ <= options_.tolerance;
    }

    // Halves the step until the objective falls enough.
    bool search(State& x, const VectorXd& d, bool joint, double before, double slope,
                double rounding) const {
        const Eigen::Index k = x.c.size();
        const VectorXd moved = o_.u * d.head(k);
        double step = 1;
        if (joint && d(k) < 0) step = std::min(1.0, -0.9 * x.s / d(k));
        for (int halving = 0; halving < most_halvings; ++halving, step /= 2) {
            const double s = joint ? x.s + step * d(k) : x.s;
            if (!(objective(x.r - step * moved, s, joint) <=
                  before + sufficient_decrease * step * slope + rounding))
                continue;
            x.c += step * d.head(k);
            x.r = o_.y - o_.u * x.c;
            x.s = s;
            return true;
        }
        return false;
    }

    // A full step where the objective is too coarse to tell of it: the gradient has to fall.
    bool polish(State& x, const VectorXd& d, bool joint, double gradient) const {
        const Eigen::Index k = x.c.size();
        State y = x;
        y.c += d.head(k);
        y.r = o_.y - o_.u * y.c;
        if (joint) y.s += d(k);
        if (!(y.s > 0)) return false;
        VectorXd next;
        MatrixXd h;
        derivatives(y, joint, next, h);
        if (!(next.norm() < 0.5 * gradient)) return false;
        x = y;
        return true;
    }

    HuberFit finish(const State& x, bool converged, std::int64_t iterations) const {
        const auto k = static_cast<double>(x.c.size());
        const double reach = options_.threshold * x.s, degrees = n_ - k;
        double psi_squares = 0, inside = 0;
        for (Eigen::Index i = 0; i < x.r.size(); ++i) {
            const double psi = std::clamp(x.r(i), -reach, reach);
            psi_squares += psi * psi;
            inside += std::fabs(x.r(i)) <= reach ? 1 : 0;
        }
        const double mean = inside / n_, variance = mean * (1 - mean);
        const double correction = 1 + k / n_ * variance / (mean * mean);
        MatrixXd covariance;
        if (degrees > 0 && mean > 0)
            covariance = MatrixXd::Identity(x.c.size(), x.c.size()) *
                         (correction * correction * psi_squares / degrees / (mean * mean));
        HuberFit fit;
        fit.model = o_.conclude(x.c, covariance, degrees, options_.confidence);
        FitSummary& s = fit.model.summary;
        fit.scale = x.s * o_.to_user();
        fit.outliers = static_cast<std::int64_t>(n_ - inside);
        const bool joint = options_.scale == HuberScale::joint;
        fit.objective = objective(x.r, x.s, joint) * o_.to_user();
        if (!joint) fit.objective *= fit.scale;
        s.residual_sd = fit.scale;
        s.objective = fit.objective;
        s.iterations = iterations;
        s.gradient_norm = gradient_;
        s.converged = converged;
        if (!converged) {
            s.flags |= fit_not_converged;
            fit.model.warnings.push_back(
                "the fit did not converge in " + std::to_string(iterations) +
                " steps: the scaled gradient is " + format_double(gradient_) +
                "; raise max_iterations, or fix the scale");
        }
        return fit;
    }

    // Newton steps go on to this share of the tolerance: near the solution they cost little.
    static constexpr double least_share = 1e-4;

    const Context& context_;
    const Orthonormal& o_;
    const HuberOptions& options_;
    double n_, least_ = 0, gradient_ = 0;
};

void check(const HuberOptions& options) {
    const auto refuse = [](const char* argument, const std::string& message) {
        throw Error(Status::argument, message, {.argument = argument});
    };
    if (!(options.threshold > 0) || std::isinf(options.threshold))
        refuse("threshold", "threshold must be finite and above 0, such as 1.345");
    if (options.scale < HuberScale::joint || options.scale > HuberScale::fixed)
        refuse("scale", "the kind of scale is not known");
    if (options.scale == HuberScale::fixed &&
        (!(options.fixed_scale > 0) || std::isinf(options.fixed_scale)))
        refuse("fixed_scale", "a fixed scale must be finite and above 0");
    if (!(options.tolerance > 0)) refuse("tolerance", "tolerance must be above 0");
    if (options.max_iterations < 1) refuse("max_iterations", "max_iterations must be at least 1");
}

}  // namespace

HuberFit fit_huber(const Context& context, const MatrixView& features,
                   std::span<const double> target, std::span<const std::string> names,
                   const HuberOptions& options) {
    check(options);
    const Charge charge(context, orthonormal_bytes(features));
    const Orthonormal o =
        make_orthonormal(context, features, target, names, options.intercept, options.confidence);
    return Huber(context, o, options).run();
}

}  // namespace tenon

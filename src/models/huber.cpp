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
#include "models/fit_rows.hpp"
#include "models/huber_rows.hpp"
#include "models/weighted_ranks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::MatrixXd;
using Eigen::VectorXd;

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

double mad_of(const VectorXd& r, std::span<const double> weights) {
    std::vector<double> sizes(static_cast<std::size_t>(r.size()));
    for (Eigen::Index i = 0; i < r.size(); ++i)
        sizes[static_cast<std::size_t>(i)] = std::fabs(r(i));
    if (!weights.empty()) return WeightedRanks(sizes, weights).median() / normal_quartile;
    return median_of(std::move(sizes)) / normal_quartile;
}

struct State {
    VectorXd c;
    double s = 0;
};

// The scale that is that of the residuals it leads to, s = F(s): s <- F(s), and after some rounds
// that only crawl there or swing about it, to where a line through the last two would end.
class ScaleSearch {
  public:
    double after(double s, double image) {
        const double slope = (image - image_) / (s - s_);
        const bool crawls = ++rounds_ > plain_rounds && std::fabs(slope) > least_slope && slope < 1;
        s_ = s;
        image_ = image;
        if (!crawls) return image;
        return s + std::clamp((image - s) / (1 - slope), -longest_leap * s, longest_leap * s);
    }

  private:
    static constexpr int plain_rounds = 5;
    static constexpr double least_slope = 0.1, longest_leap = 0.5;
    double s_ = 0, image_ = 0;
    int rounds_ = 0;
};

class Huber {
  public:
    Huber(const Context& context, const Orthonormal& o, const HuberRows& rows,
          const HuberStart& start, const HuberOptions& options)
        : context_(context),
          o_(o),
          rows_(rows),
          start_(start),
          options_(options),
          n_(o.total),
          least_(vanishing * std::max(start.largest, 1e-300)) {}

    HuberFit run() {
        State x{start_.c, start_.scale};
        if (options_.scale == HuberScale::fixed) x.s = options_.fixed_scale / o_.to_user();
        if (options_.scale == HuberScale::mad) x.s = rows_.mad(x.c);
        bool converged = false;
        std::int64_t iterations = 0;
        if (options_.scale != HuberScale::mad) {
            converged = descend(x, options_.scale == HuberScale::joint, iterations);
        } else {
            ScaleSearch search;
            while (!converged && iterations < options_.max_iterations) {
                insist_on_scale(x.s);
                const bool inner = descend(x, false, iterations);
                const double next = rows_.mad(x.c);
                scale_moved_ = std::fabs(next - x.s) / x.s;
                converged = inner && scale_moved_ <= scale_tolerance;
                x.s = converged ? next : search.after(x.s, next);
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

    double objective(double loss, double s, bool joint) const {
        return (joint ? n_ * s : 0) + loss * s;
    }
    static double loss_of(const HuberSums& sums) { return sums.squares + sums.linear; }

    // Half the gradient and the Hessian at x; scale last where it is a variable.
    void derivatives(const HuberSums& sums, double s, bool joint, VectorXd& g, MatrixXd& h) const {
        const Eigen::Index k = sums.push.size();
        g = VectorXd::Zero(k + (joint ? 1 : 0));
        h = MatrixXd::Zero(g.size(), g.size());
        g.head(k) = -sums.push;
        h.topLeftCorner(k, k) = MatrixXd(sums.curve.selfadjointView<Eigen::Lower>()) / s;
        if (joint) {
            const double t = options_.threshold;
            g(k) = (n_ - sums.squares - t * t * sums.outside) / 2;
            h.col(k).head(k) = sums.along / s;
            h.row(k).head(k) = h.col(k).head(k).transpose();
            h(k, k) = sums.squares / s;
        }
        h.diagonal().array() += ridge * std::max(h.diagonal().maxCoeff(), 1 / (n_ * s));
    }

    bool descend(State& x, bool joint, std::int64_t& iterations) {
        const Eigen::Index k = x.c.size();
        VectorXd g;
        MatrixXd h;
        for (; iterations < options_.max_iterations; ++iterations) {
            context_.report({.phase = "fit huber", .rows = o_.design.rows()});
            const HuberSums sums = rows_.at(x.c, x.s);
            derivatives(sums, x.s, joint, g, h);
            gradient_ = g.lpNorm<Eigen::Infinity>() / std::sqrt(n_);
            if (joint)
                gradient_ = std::max(g.head(k).lpNorm<Eigen::Infinity>() / std::sqrt(n_),
                                     std::fabs(g(k)) / n_);
            if (gradient_ <= options_.tolerance * least_share) return true;
            const VectorXd d = h.ldlt().solve(-g);
            const double before = objective(loss_of(sums), x.s, joint), slope = 2 * g.dot(d);
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
        double step = 1;
        if (joint && d(k) < 0) step = std::min(1.0, -0.9 * x.s / d(k));
        for (int halving = 0; halving < most_halvings; ++halving, step /= 2) {
            const double s = joint ? x.s + step * d(k) : x.s;
            const VectorXd c = x.c + step * d.head(k);
            if (!(objective(rows_.loss(c, s), s, joint) <=
                  before + sufficient_decrease * step * slope + rounding))
                continue;
            x = {c, s};
            return true;
        }
        return false;
    }

    // A full step where the objective is too coarse to tell of it: the gradient has to fall.
    bool polish(State& x, const VectorXd& d, bool joint, double gradient) const {
        const Eigen::Index k = x.c.size();
        const State y{x.c + d.head(k), joint ? x.s + d(k) : x.s};
        if (!(y.s > 0)) return false;
        VectorXd next;
        MatrixXd h;
        derivatives(rows_.at(y.c, y.s), y.s, joint, next, h);
        if (!(next.norm() < 0.5 * gradient)) return false;
        x = y;
        return true;
    }

    HuberFit finish(const State& x, bool converged, std::int64_t iterations) const {
        const auto k = static_cast<double>(x.c.size());
        const double degrees = n_ - k, t = options_.threshold;
        const HuberSums sums = rows_.at(x.c, x.s);
        const double psi_squares = (sums.squares + t * t * sums.outside) * x.s * x.s;
        const double mean = (n_ - sums.outside) / n_, variance = mean * (1 - mean);
        const double correction = 1 + k / n_ * variance / (mean * mean);
        MatrixXd covariance;
        if (degrees > 0 && mean > 0)
            covariance = MatrixXd::Identity(x.c.size(), x.c.size()) *
                         (correction * correction * psi_squares / degrees / (mean * mean));
        HuberFit fit;
        fit.model = o_.conclude(x.c, covariance, degrees, options_.confidence);
        FitSummary& s = fit.model.summary;
        fit.scale = x.s * o_.to_user();
        fit.outliers = std::llround(sums.outside);
        const bool joint = options_.scale == HuberScale::joint;
        fit.objective = objective(loss_of(sums), x.s, joint) * o_.to_user();
        if (!joint) fit.objective *= fit.scale;
        s.residual_sd = fit.scale;
        s.objective = fit.objective;
        s.iterations = iterations;
        s.gradient_norm = gradient_;
        s.converged = converged;
        if (!converged) {
            s.flags |= fit_not_converged;
            fit.model.warnings.push_back(
                "the fit did not converge in " + std::to_string(iterations) + " steps: " +
                (options_.scale == HuberScale::mad
                     ? "the scale still moved by " + format_double(scale_moved_) + " of itself, "
                     : std::string()) +
                "the scaled gradient is " + format_double(gradient_) +
                "; raise max_iterations, or fix the scale");
        }
        return fit;
    }

    // Newton steps go on to this share of the tolerance: near the solution they cost little.
    static constexpr double least_share = 1e-4;

    const Context& context_;
    const Orthonormal& o_;
    const HuberRows& rows_;
    const HuberStart& start_;
    const HuberOptions& options_;
    double n_, least_, gradient_ = 0, scale_moved_ = 0;
};

class RowsInMemory final : public HuberRows {
  public:
    RowsInMemory(const Orthonormal& o, double threshold, std::span<const double> weights)
        : o_(o), threshold_(threshold), weights_(weights) {}

    HuberSums at(const VectorXd& c, double scale) const override {
        HuberSums sums(c.size());
        sums.add(o_.u, o_.y - o_.u * c, threshold_, scale, weights_);
        return sums;
    }
    double loss(const VectorXd& c, double scale) const override {
        const VectorXd z = (o_.y - o_.u * c) / scale;
        double sum = 0;
        for (Eigen::Index i = 0; i < z.size(); ++i) {
            const double size = std::fabs(z(i)), t = threshold_;
            const double loss = size <= t ? size * size : t * (2 * size - t);
            sum += weights_.empty() ? loss : weights_[static_cast<std::size_t>(i)] * loss;
        }
        return sum;
    }
    double mad(const VectorXd& c) const override { return mad_of(o_.y - o_.u * c, weights_); }

  private:
    const Orthonormal& o_;
    double threshold_;
    std::span<const double> weights_;
};

}  // namespace

void models::HuberSums::add(const Eigen::Ref<const MatrixXd>& u, const VectorXd& r,
                            double threshold, double scale, std::span<const double> weights) {
    const double t = threshold;
    VectorXd psi(r.size()), inside(r.size());
    for (Eigen::Index i = 0; i < r.size(); ++i) {
        const double z = r(i) / scale, size = std::fabs(z);
        const bool in = size <= t;
        const double weight = weights.empty() ? 1 : weights[static_cast<std::size_t>(i)];
        psi(i) = weight * std::clamp(z, -t, t);
        inside(i) = in ? weight : 0;
        if (in) {
            squares += weight * (z * z);
        } else {
            linear += weight * (t * (2 * size - t));
            outside += weight;
        }
    }
    push += u.transpose() * psi;
    along += u.transpose() * VectorXd((inside.array() > 0).select(psi, 0.0));
    const MatrixXd within = inside.asDiagonal() * u;
    curve.triangularView<Eigen::Lower>() += u.transpose() * within;
}

void models::check_huber_options(const HuberOptions& options) {
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

HuberFit models::fit_huber_rows(const Context& context, const Orthonormal& o, const HuberRows& rows,
                                const HuberStart& start, const HuberOptions& options) {
    return Huber(context, o, rows, start, options).run();
}

HuberFit fit_huber(const Context& context, const MatrixView& features,
                   std::span<const double> target, std::span<const std::string> names,
                   const HuberOptions& options, std::span<const double> weights) {
    check_huber_options(options);
    check_fit_arguments(features, target, names, options.intercept, 0, options.confidence);
    const FitRows rows(context, features, target, {.weights = weights}, {}, false);
    const std::span<const double> w = rows.weights();
    const Charge charge(context, orthonormal_bytes(rows.features()));
    const Orthonormal o = make_orthonormal(context, rows.features(), rows.target(), names,
                                           options.intercept, options.confidence, w);
    const VectorXd one = VectorXd::Ones(w.empty() ? o.y.size() : 0);
    const Eigen::Map<const VectorXd> weight(w.empty() ? one.data() : w.data(), o.y.size());
    HuberStart start{o.u.transpose() * weight.cwiseProduct(o.y), 0, o.y.lpNorm<Eigen::Infinity>()};
    const VectorXd r = o.y - o.u * start.c;
    start.scale = mad_of(r, w);
    if (!(start.scale > vanishing * start.largest))
        start.scale = std::sqrt(weight.dot(r.cwiseAbs2()) / o.total);
    return fit_huber_rows(context, o, RowsInMemory(o, options.threshold, w), start, options);
}

}  // namespace tenon

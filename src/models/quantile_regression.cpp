// In orthonormal coordinates the vertex of least sum (models/quantile_vertex.hpp), from the rows
// that a smoothed problem leaves nearest to its plane. A row of weight w enters as w u and w y,
// since w rho(r) = rho(w r).
#include "tenon/quantile_regression.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/eigen_decompositions.hpp"
#include "base/sum.hpp"
#include "models/fit_rows.hpp"
#include "models/quantile_fit.hpp"
#include "models/quantile_vertex.hpp"
#include "models/weighted_ranks.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int smoothing_rounds = 12, newton_steps = 8;

class QuantileFitting {
  public:
    QuantileFitting(const Context& context, const Orthonormal& o, std::span<const double> weights,
                    const QuantileRegressionOptions& options)
        : context_(context),
          o_(o),
          options_(options),
          q_(options.quantile),
          weights_(weights),
          u_(weights.empty() ? o.u : weighted_u_),
          y_(weights.empty() ? o.y : weighted_y_) {
        if (weights.empty()) return;
        const Eigen::Map<const VectorXd> w(weights.data(), o.y.size());
        weighted_u_ = w.asDiagonal() * o.u;
        weighted_y_ = w.cwiseProduct(o.y);
    }

    QuantileFit run() {
        QuantileVertex vertex(context_, u_, y_, q_, y_.cwiseAbs().mean());
        if (!vertex.run(smoothed(),
                        options_.max_pivots > 0 ? options_.max_pivots : 1000 + 20 * y_.size()))
            throw Error(Status::internal, "no basis was found among rows of full rank");
        const VectorXd &r = vertex.residuals(), &a = vertex.dual();
        Sum primal, dual, sizes;
        for (Index i = 0; i < y_.size(); ++i) {
            primal.add(rho(r(i)));
            // y'a = r'a where U'a = 0: the same number with less to cancel.
            dual.add_product(a(i), r(i));
            sizes.add(std::fabs(r(i)));
        }
        return tell_quantile(
            o_,
            {vertex.c(), primal.value(), dual.value(), sizes.value(), 0, vertex.pivots(),
             vertex.optimal(), covariance(r, plane_rounding(o_, vertex)),
             o_.design.intercept ? best_constant() : 0},
            options_);
    }

  private:
    double rho(double r) const { return r * (r < 0 ? q_ - 1 : q_); }

    // Newton steps on sum rho_g, rho with its corner rounded off on [(q - 1) g, q g], for g that
    // falls.
    VectorXd smoothed() const {
        VectorXd c = o_.u.transpose() * y_;
        VectorXd r = y_ - u_ * c;
        double g = r.cwiseAbs().mean();
        for (int round = 0; round < smoothing_rounds && g > 0; ++round, g /= 4)
            for (int step = 0; step < newton_steps; ++step) {
                context_.report({.phase = "fit quantile", .rows = y_.size()});
                VectorXd a(r.size()), inside(r.size());
                for (Index i = 0; i < r.size(); ++i) {
                    a(i) = std::clamp(r(i) / g, q_ - 1, q_);
                    inside(i) = a(i) > q_ - 1 && a(i) < q_ ? 1 / g : 0;
                }
                MatrixXd h = u_.transpose() * inside.asDiagonal() * u_;
                h.diagonal().array() += 1e-3 / (g * static_cast<double>(r.size()));
                const VectorXd d = h.llt().solve(u_.transpose() * a);
                const VectorXd moved = u_ * d;
                double length = 1;
                const double before = smooth_sum(r, g);
                while (length > 1e-6 && !(smooth_sum(r - length * moved, g) < before)) length /= 4;
                if (length <= 1e-6) break;
                c += length * d;
                r -= length * moved;
                if (d.norm() <= 1e-10 * c.norm()) break;
            }
        return r;
    }

    double smooth_sum(const VectorXd& r, double g) const {
        double sum = 0;
        for (Index i = 0; i < r.size(); ++i) {
            const double a = std::clamp(r(i) / g, q_ - 1, q_);
            sum += a * r(i) - g * a * a / 2;
        }
        return sum;
    }

    double weight(Index i) const {
        return weights_.empty() ? 1 : weights_[static_cast<std::size_t>(i)];
    }

    double best_constant() const {
        const WeightedRanks ranks(std::span(o_.y.data(), static_cast<std::size_t>(o_.y.size())),
                                  weights_);
        const double n = o_.total;
        const double centre = ranks.at(std::min(n - 1, std::max(0.0, std::ceil(q_ * n) - 1)));
        Sum sum;
        for (Index i = 0; i < o_.y.size(); ++i) sum.add(weight(i) * rho(o_.y(i) - centre));
        return sum.value();
    }

    // Percentile as statsmodels takes it: on the line through the sorted values.
    static double percentile(const WeightedRanks& ranks, double share) {
        const double place = share * (ranks.total() - 1), low = std::floor(place);
        const double below = ranks.at(low);
        return below + (place - low) * (ranks.at(low + 1) - below);
    }

    // For residuals of weighted rows; those on the plane are not above it, whatever their rounding.
    MatrixXd covariance(const VectorXd& weighted, const VectorXd& rounding) const {
        const double n = o_.total;
        if (!(n > static_cast<double>(u_.cols()))) return {};
        VectorXd r = weighted, w(r.size());
        for (Index i = 0; i < r.size(); ++i) {
            w(i) = weight(i);
            r(i) /= w(i);
        }
        const WeightedRanks ranks(std::span(r.data(), static_cast<std::size_t>(r.size())),
                                  weights_);
        const double mean = y_.sum() / n;
        const double sd = std::sqrt(w.dot((o_.y.array() - mean).square().matrix()) / n);
        const double h = kernel_width(n, q_, sd, percentile(ranks, 0.75) - percentile(ranks, 0.25));
        double sum = 0;
        for (Index i = 0; i < r.size(); ++i) sum += w(i) * kernel(r(i) / h);
        const double f = sum / (n * h);
        if (!(f > 0) || std::isinf(f)) return {};
        VectorXd d(r.size());
        for (Index i = 0; i < r.size(); ++i) {
            const bool above = weighted(i) > sizes_of_row(u_.data(), u_.rows(), i, rounding);
            const double side = (above ? q_ : 1 - q_) / f;
            d(i) = w(i) * side * side;
        }
        return o_.u.transpose() * d.asDiagonal() * o_.u;
    }

    const Context& context_;
    const Orthonormal& o_;
    const QuantileRegressionOptions& options_;
    double q_;
    std::span<const double> weights_;
    MatrixXd weighted_u_;
    VectorXd weighted_y_;
    const MatrixXd& u_;
    const VectorXd& y_;
};

}  // namespace

QuantileFit fit_quantile(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const QuantileRegressionOptions& options,
                         std::span<const double> weights) {
    check_quantile_options(options);
    check_fit_arguments(features, target, names, options.intercept, 0, options.confidence);
    const FitRows rows(context, features, target, {.weights = weights}, {}, false);
    const Charge charge(context, (weights.empty() ? 2 : 3) * orthonormal_bytes(rows.features()));
    const Orthonormal o = make_orthonormal(context, rows.features(), rows.target(), names,
                                           options.intercept, options.confidence, rows.weights());
    return QuantileFitting(context, o, rows.weights(), options).run();
}

}  // namespace tenon

// In orthonormal coordinates the vertex of least sum (models/quantile_vertex.hpp), from the rows
// that a smoothed problem leaves nearest to its plane.
#include "tenon/quantile_regression.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "base/sum.hpp"
#include "models/quantile_fit.hpp"
#include "models/quantile_vertex.hpp"
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
    QuantileFitting(const Context& context, const Orthonormal& o,
                    const QuantileRegressionOptions& options)
        : context_(context), o_(o), options_(options), q_(options.quantile), y_(o.y) {}

    QuantileFit run() {
        QuantileVertex vertex(context_, o_.u, y_, q_, y_.cwiseAbs().mean());
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
             vertex.optimal(), covariance(r), o_.design.intercept ? best_constant() : 0},
            options_);
    }

  private:
    double rho(double r) const { return r * (r < 0 ? q_ - 1 : q_); }

    // Newton steps on sum rho_g, rho with its corner rounded off on [(q - 1) g, q g], for g that
    // falls.
    VectorXd smoothed() const {
        VectorXd c = o_.u.transpose() * y_;
        VectorXd r = y_ - o_.u * c;
        double g = r.cwiseAbs().mean();
        for (int round = 0; round < smoothing_rounds && g > 0; ++round, g /= 4)
            for (int step = 0; step < newton_steps; ++step) {
                context_.report({.phase = "fit quantile", .rows = y_.size()});
                VectorXd a(r.size()), inside(r.size());
                for (Index i = 0; i < r.size(); ++i) {
                    a(i) = std::clamp(r(i) / g, q_ - 1, q_);
                    inside(i) = a(i) > q_ - 1 && a(i) < q_ ? 1 / g : 0;
                }
                MatrixXd h = o_.u.transpose() * inside.asDiagonal() * o_.u;
                h.diagonal().array() += 1e-3 / (g * static_cast<double>(r.size()));
                const VectorXd d = h.llt().solve(o_.u.transpose() * a);
                const VectorXd moved = o_.u * d;
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

    double best_constant() const {
        std::vector<double> sorted(y_.data(), y_.data() + y_.size());
        const auto n = static_cast<double>(sorted.size());
        const auto at =
            static_cast<std::ptrdiff_t>(std::min(n - 1, std::max(0.0, std::ceil(q_ * n) - 1)));
        std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
        const double centre = sorted[static_cast<std::size_t>(at)];
        Sum sum;
        for (const double y : sorted) sum.add(rho(y - centre));
        return sum.value();
    }

    // Percentile as statsmodels takes it: on the line through the sorted values.
    static double percentile(const std::vector<double>& sorted, double share) {
        const double place = share * static_cast<double>(sorted.size() - 1);
        const auto low = static_cast<std::size_t>(place);
        const std::size_t high = std::min(low + 1, sorted.size() - 1);
        return sorted[low] + (place - static_cast<double>(low)) * (sorted[high] - sorted[low]);
    }

    MatrixXd covariance(const VectorXd& r) const {
        const auto n = static_cast<double>(y_.size());
        if (y_.size() <= o_.u.cols()) return {};
        std::vector<double> sorted(r.data(), r.data() + r.size());
        std::sort(sorted.begin(), sorted.end());
        const double mean = y_.mean();
        const double sd = std::sqrt((y_.array() - mean).square().mean());
        const double h =
            kernel_width(n, q_, sd, percentile(sorted, 0.75) - percentile(sorted, 0.25));
        double sum = 0;
        for (const double x : sorted) sum += kernel(x / h);
        const double f = sum / (n * h);
        if (!(f > 0) || std::isinf(f)) return {};
        VectorXd d(r.size());
        for (Index i = 0; i < r.size(); ++i) {
            const double side = (r(i) > 0 ? q_ : 1 - q_) / f;
            d(i) = side * side;
        }
        return o_.u.transpose() * d.asDiagonal() * o_.u;
    }

    const Context& context_;
    const Orthonormal& o_;
    const QuantileRegressionOptions& options_;
    double q_;
    const VectorXd& y_;
};

}  // namespace

QuantileFit fit_quantile(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const QuantileRegressionOptions& options) {
    check_quantile_options(options);
    const Charge charge(context, 2 * orthonormal_bytes(features));
    const Orthonormal o =
        make_orthonormal(context, features, target, names, options.intercept, options.confidence);
    return QuantileFitting(context, o, options).run();
}

}  // namespace tenon

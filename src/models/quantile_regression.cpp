// In orthonormal coordinates c. A vertex is the plane through k rows h (the basis): c = U_h^-1 y_h.
// With a_i = q for r_i > 0 and q - 1 for r_i < 0 of the other rows, a_h = -U_h^-T sum_(i not in h)
// a_i u_i makes U'a = 0; the vertex is optimal if q - 1 <= a_h <= q, and then y'a equals the sum.
// Else the basic row j with the largest violation leaves: along d = +-U_h^-1 e_j the sum falls at
// the rate of the violation, and each breakpoint t_i = r_i / (u_i'd) that is passed takes |u_i'd|
// from that rate; the row at which it would turn enters.
#include "tenon/quantile_regression.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>
#include <vector>

#include "base/distribution.hpp"
#include "base/eigen_decompositions.hpp"
#include "base/number_text.hpp"
#include "base/sum.hpp"
#include "models/orthonormal.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

namespace tenon {

namespace {

using namespace models;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Slack of the dual's bounds: rounding of a_h at the condition of a basis.
constexpr double dual_slack = 1e-9;
// Below this a direction does not cross a row's plane.
constexpr double parallel = 1e-11;
constexpr double gap_tolerance = 1e-10;
constexpr double perturbation = 1e-12;  // of the target's spread
constexpr std::uint64_t seed = 42;
constexpr int smoothing_rounds = 12, newton_steps = 8;
constexpr std::int64_t pivots_between_factors = 50;

class QuantileFitting {
  public:
    QuantileFitting(const Context& context, const Orthonormal& o,
                    const QuantileRegressionOptions& options)
        : context_(context), o_(o), options_(options), q_(options.quantile), y_(o.y) {}

    QuantileFit run() {
        perturb();
        choose_basis(smoothed());
        factor();
        const std::int64_t most =
            options_.max_pivots > 0 ? options_.max_pivots : 1000 + 20 * y_.size();
        std::int64_t pivots = 0;
        bool done = false;
        while (!(done = !pivot()) && ++pivots < most)
            if (pivots % pivots_between_factors == 0) factor();
        return finish(pivots, done);
    }

  private:
    double rho(double r) const { return r * (r < 0 ? q_ - 1 : q_); }
    double dual_of(double r) const { return r < 0 ? q_ - 1 : q_; }

    void perturb() {
        Random random(seed);
        const double size = perturbation * std::max(spread(), 1e-300);
        for (Index i = 0; i < y_.size(); ++i) y_(i) += size * (random.uniform() - 0.5);
    }

    double spread() const { return o_.y.cwiseAbs().mean(); }

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

    // k independent rows, nearest to the plane first: rows are taken in order of |r| until they
    // span.
    void choose_basis(const VectorXd& r) {
        const Index k = o_.u.cols(), n = y_.size();
        std::vector<Index> order(static_cast<std::size_t>(n));
        std::iota(order.begin(), order.end(), 0);
        std::sort(order.begin(), order.end(), [&](Index a, Index b) {
            const double x = std::fabs(r(a)), z = std::fabs(r(b));
            return x != z ? x < z : a < b;
        });
        MatrixXd q(k, k);
        for (const double least : {1e-3, 1e-9}) {
            basis_.clear();
            for (const Index i : order) {
                const auto have = static_cast<Index>(basis_.size());
                if (have == k) break;
                VectorXd v = o_.u.row(i).transpose();
                const double whole = v.norm();
                for (int twice = 0; twice < 2; ++twice)
                    v -= q.leftCols(have) * (q.leftCols(have).transpose() * v);
                if (!(v.norm() > least * whole) || whole == 0) continue;
                q.col(have) = v / v.norm();
                basis_.push_back(i);
            }
            if (static_cast<Index>(basis_.size()) == k) break;
        }
        if (static_cast<Index>(basis_.size()) < k)
            throw Error(Status::internal, "no basis was found among rows of full rank");
        basic_.assign(static_cast<std::size_t>(n), false);
        for (const Index i : basis_) basic_[static_cast<std::size_t>(i)] = true;
    }

    // Inverse of U_h, the plane through the basis, residuals, duals of the other rows.
    void factor() {
        const Index k = o_.u.cols();
        MatrixXd u(k, k);
        for (Index j = 0; j < k; ++j) u.row(j) = o_.u.row(basis_[static_cast<std::size_t>(j)]);
        inverse_ = u.fullPivLu().inverse();
        VectorXd yh(k);
        for (Index j = 0; j < k; ++j) yh(j) = y_(basis_[static_cast<std::size_t>(j)]);
        c_ = inverse_ * yh;
        r_ = y_ - o_.u * c_;
        for (const Index i : basis_) r_(i) = 0;
    }

    VectorXd others() const {
        VectorXd a(r_.size());
        for (Index i = 0; i < r_.size(); ++i)
            a(i) = basic_[static_cast<std::size_t>(i)] ? 0 : dual_of(r_(i));
        return a;
    }

    // One edge; false at the optimum.
    bool pivot() {
        context_.check_cancelled();
        const VectorXd ah = -inverse_.transpose() * (o_.u.transpose() * others());
        Index leaving = -1;
        double worst = dual_slack, sign = 0;
        for (Index j = 0; j < ah.size(); ++j) {
            // Row j's residual grows: its dual must be q, and the sum falls by a_j - q; or q - 1.
            const double above = ah(j) - q_, below = q_ - 1 - ah(j);
            if (std::max(above, below) <= worst) continue;
            worst = std::max(above, below);
            leaving = j;
            sign = above > below ? 1 : -1;
        }
        if (leaving < 0) return false;
        // Residual of the leaving row moves by +sign: c moves by -sign U_h^-1 e_j.
        const VectorXd d = -sign * inverse_.col(leaving);
        const VectorXd along = o_.u * d;  // r_i - t along_i
        std::vector<std::pair<double, Index>> breaks;
        for (Index i = 0; i < along.size(); ++i) {
            if (basic_[static_cast<std::size_t>(i)] || std::fabs(along(i)) <= parallel) continue;
            const double t = r_(i) / along(i);
            if (t > 0 || (r_(i) == 0 && dual_of(r_(i)) * along(i) > 0)) breaks.emplace_back(t, i);
        }
        std::sort(breaks.begin(), breaks.end());
        double rate = worst;
        Index entering = -1;
        double length = 0;
        for (const auto& [t, i] : breaks) {
            rate -= std::fabs(along(i));
            entering = i;
            length = t;
            if (rate <= 0) break;
        }
        if (entering < 0 || rate > 0) return false;  // cannot be: the sum is bounded below
        exchange(leaving, entering, d, length, along);
        return true;
    }

    void exchange(Index leaving, Index entering, const VectorXd& d, double length,
                  const VectorXd& along) {
        const Index old = basis_[static_cast<std::size_t>(leaving)];
        c_ += length * d;
        r_ -= length * along;
        basic_[static_cast<std::size_t>(old)] = false;
        basic_[static_cast<std::size_t>(entering)] = true;
        basis_[static_cast<std::size_t>(leaving)] = entering;
        for (const Index i : basis_) r_(i) = 0;
        // Sherman and Morrison: row `leaving` of U_h becomes that of the entering row.
        const VectorXd v = inverse_.transpose() * o_.u.row(entering).transpose();
        const VectorXd column = inverse_.col(leaving) / v(leaving);
        for (Index j = 0; j < inverse_.cols(); ++j)
            inverse_.col(j) -= (j == leaving ? v(j) - 1 : v(j)) * column;
    }

    QuantileFit finish(std::int64_t pivots, bool optimal) {
        const VectorXd a_others = others();
        // The vertex with the target as it was given, refined once.
        const Index k = o_.u.cols();
        y_ = o_.y;
        factor();
        for (int twice = 0; twice < 2; ++twice) {
            VectorXd rest(k);
            for (Index j = 0; j < k; ++j) {
                const Index i = basis_[static_cast<std::size_t>(j)];
                Sum sum;
                sum.add(y_(i));
                for (Index m = 0; m < k; ++m) sum.add_product(-o_.u(i, m), c_(m));
                rest(j) = sum.value();
            }
            c_ += inverse_ * rest;
        }
        r_ = y_ - o_.u * c_;
        for (const Index i : basis_) r_(i) = 0;
        VectorXd a = a_others;
        const VectorXd ah = -inverse_.transpose() * (o_.u.transpose() * a);
        bool feasible = optimal;
        for (Index j = 0; j < k; ++j) {
            feasible = feasible && ah(j) >= q_ - 1 - dual_slack && ah(j) <= q_ + dual_slack;
            a(basis_[static_cast<std::size_t>(j)]) = std::clamp(ah(j), q_ - 1, q_);
        }
        Sum primal, dual, sizes;
        for (Index i = 0; i < y_.size(); ++i) {
            primal.add(rho(r_(i)));
            // y'a = r'a where U'a = 0: the same number with less to cancel.
            dual.add_product(a(i), r_(i));
            sizes.add(std::fabs(r_(i)));
        }
        return tell(primal.value(), dual.value(), sizes.value(), pivots, feasible);
    }

    QuantileFit tell(double primal, double dual, double sizes, std::int64_t pivots,
                     bool feasible) const {
        const auto n = static_cast<double>(y_.size()), k = static_cast<double>(o_.u.cols());
        QuantileFit fit;
        const MatrixXd middle = covariance();
        fit.model = o_.conclude(c_, middle, n - k, options_.confidence);
        if (middle.size() == 0 && n > k)
            fit.model.warnings.push_back(
                sizes > 0
                    ? "there are no standard errors: too few rows lie beside the quantile to "
                      "tell how dense the residuals are there; use more rows, or a quantile "
                      "nearer to 0.5"
                    : "the fit leaves no residual: there is no scatter to tell standard errors "
                      "by");
        fit.objective = primal * o_.to_user();
        fit.bound = dual * o_.to_user();
        fit.exact_rows = o_.u.cols();
        FitSummary& s = fit.model.summary;
        s.iterations = pivots;
        s.objective = fit.objective;
        s.bound = fit.bound;
        s.gradient_norm = sizes > 0 ? std::fabs(primal - dual) / sizes : 0;
        s.converged = feasible && s.gradient_norm <= gap_tolerance;
        if (o_.design.intercept && best_constant() > 0) s.r2 = 1 - primal / best_constant();
        if (!s.converged) {
            s.flags |= fit_not_converged;
            fit.model.warnings.push_back("no proof of optimality was found in " +
                                         std::to_string(pivots) + " pivots: the sum is " +
                                         format_double(fit.objective) + ", the bound " +
                                         format_double(fit.bound) + "; raise max_pivots");
        }
        return fit;
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

    MatrixXd covariance() const {
        const auto n = static_cast<double>(y_.size());
        if (y_.size() <= o_.u.cols()) return {};
        const double z = normal_upper_quantile(1 - q_);
        const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
        const double width = std::cbrt(1 / n) * std::pow(normal_upper_quantile(0.025), 2.0 / 3) *
                             std::cbrt(1.5 * density * density / (2 * z * z + 1));
        std::vector<double> sorted(r_.data(), r_.data() + r_.size());
        std::sort(sorted.begin(), sorted.end());
        const double mean = y_.mean();
        const double sd = std::sqrt((y_.array() - mean).square().mean());
        const double middle = percentile(sorted, 0.75) - percentile(sorted, 0.25);
        if (!(q_ - width > 0 && q_ + width < 1)) return {};
        const double h = std::min(sd, middle / 1.34) * (normal_upper_quantile(1 - q_ - width) -
                                                        normal_upper_quantile(1 - q_ + width));
        double kernel = 0;
        for (const double r : sorted) {
            const double u = r / h;
            if (std::fabs(u) <= 1) kernel += 0.75 * (1 - u * u);
        }
        const double f = kernel / (n * h);
        if (!(f > 0) || std::isinf(f)) return {};
        VectorXd d(r_.size());
        for (Index i = 0; i < r_.size(); ++i) {
            const double side = (r_(i) > 0 ? q_ : 1 - q_) / f;
            d(i) = side * side;
        }
        return o_.u.transpose() * d.asDiagonal() * o_.u;
    }

    const Context& context_;
    const Orthonormal& o_;
    const QuantileRegressionOptions& options_;
    double q_;
    VectorXd y_, c_, r_;
    MatrixXd inverse_;
    std::vector<Index> basis_;
    std::vector<bool> basic_;
};

}  // namespace

QuantileFit fit_quantile(const Context& context, const MatrixView& features,
                         std::span<const double> target, std::span<const std::string> names,
                         const QuantileRegressionOptions& options) {
    if (!(options.quantile > 0 && options.quantile < 1))
        throw Error(Status::argument,
                    "quantile is " + format_double(options.quantile) +
                        "; it must lie between 0 and 1, such as 0.9",
                    {.argument = "quantile"});
    if (options.max_pivots < 0)
        throw Error(Status::argument, "max_pivots must not be negative",
                    {.argument = "max_pivots"});
    const Charge charge(context, 2 * orthonormal_bytes(features));
    const Orthonormal o =
        make_orthonormal(context, features, target, names, options.intercept, options.confidence);
    return QuantileFitting(context, o, options).run();
}

}  // namespace tenon

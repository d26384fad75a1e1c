#include "models/quantile_vertex.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/eigen_decompositions.hpp"
#include "base/sum.hpp"
#include "tenon/random.hpp"

namespace tenon::models {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

// Below this a direction does not cross a row's plane.
constexpr double parallel = 1e-11;
constexpr double perturbation = 1e-12;  // of the target's spread
constexpr std::uint64_t seed = 42;
constexpr std::int64_t pivots_between_factors = 50;

}  // namespace

QuantileVertex::QuantileVertex(const Context& context, const MatrixXd& u, const VectorXd& y,
                               double quantile, double spread)
    : context_(context), u_(u), given_(y), q_(quantile), spread_(spread), y_(y) {
    perturb();
}

bool QuantileVertex::run(const VectorXd& r, std::int64_t most_pivots) {
    if (!choose_basis(r)) return false;
    factor();
    while (!(optimal_ = !pivot()) && ++pivots_ < most_pivots)
        if (pivots_ % pivots_between_factors == 0) factor();
    settle();
    return true;
}

void QuantileVertex::perturb() {
    Random random(seed);
    const double size = perturbation * std::max(spread_, 1e-300);
    for (Index i = 0; i < y_.size(); ++i) y_(i) += size * (random.uniform() - 0.5);
}

// k independent rows, nearest to the plane first: rows are taken in order of |r| until they
// span.
bool QuantileVertex::choose_basis(const VectorXd& r) {
    const Index k = u_.cols(), n = y_.size();
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
            VectorXd v = u_.row(i).transpose();
            const double whole = v.norm();
            for (int twice = 0; twice < 2; ++twice)
                v -= q.leftCols(have) * (q.leftCols(have).transpose() * v);
            if (!(v.norm() > least * whole) || whole == 0) continue;
            q.col(have) = v / v.norm();
            basis_.push_back(i);
        }
        if (static_cast<Index>(basis_.size()) == k) break;
    }
    if (static_cast<Index>(basis_.size()) < k) return false;
    basic_.assign(static_cast<std::size_t>(n), false);
    for (const Index i : basis_) basic_[static_cast<std::size_t>(i)] = true;
    return true;
}

// Inverse of U_h, the plane through the basis, residuals, duals of the other rows.
void QuantileVertex::factor() {
    const Index k = u_.cols();
    MatrixXd u(k, k);
    for (Index j = 0; j < k; ++j) u.row(j) = u_.row(basis_[static_cast<std::size_t>(j)]);
    inverse_ = u.fullPivLu().inverse();
    VectorXd yh(k);
    for (Index j = 0; j < k; ++j) yh(j) = y_(basis_[static_cast<std::size_t>(j)]);
    c_ = inverse_ * yh;
    r_ = y_ - u_ * c_;
    for (const Index i : basis_) r_(i) = 0;
}

VectorXd QuantileVertex::others() const {
    VectorXd a(r_.size());
    for (Index i = 0; i < r_.size(); ++i)
        a(i) = basic_[static_cast<std::size_t>(i)] ? 0 : dual_of(r_(i));
    return a;
}

// One edge; false at the optimum.
bool QuantileVertex::pivot() {
    context_.check_cancelled();
    const VectorXd ah = -inverse_.transpose() * (u_.transpose() * others());
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
    const VectorXd along = u_ * d;  // r_i - t along_i
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

void QuantileVertex::exchange(Index leaving, Index entering, const VectorXd& d, double length,
                              const VectorXd& along) {
    const Index old = basis_[static_cast<std::size_t>(leaving)];
    c_ += length * d;
    r_ -= length * along;
    basic_[static_cast<std::size_t>(old)] = false;
    basic_[static_cast<std::size_t>(entering)] = true;
    basis_[static_cast<std::size_t>(leaving)] = entering;
    for (const Index i : basis_) r_(i) = 0;
    // Sherman and Morrison: row `leaving` of U_h becomes that of the entering row.
    const VectorXd v = inverse_.transpose() * u_.row(entering).transpose();
    const VectorXd column = inverse_.col(leaving) / v(leaving);
    for (Index j = 0; j < inverse_.cols(); ++j)
        inverse_.col(j) -= (j == leaving ? v(j) - 1 : v(j)) * column;
}

// The vertex with the target as it was given, refined, and the dual that belongs to it.
void QuantileVertex::settle() {
    const VectorXd a_others = others();
    const Index k = u_.cols();
    y_ = given_;
    factor();
    for (int twice = 0; twice < 2; ++twice) {
        VectorXd rest(k);
        for (Index j = 0; j < k; ++j) {
            const Index i = basis_[static_cast<std::size_t>(j)];
            Sum sum;
            sum.add(y_(i));
            for (Index m = 0; m < k; ++m) sum.add_product(-u_(i, m), c_(m));
            rest(j) = sum.value();
        }
        c_ += inverse_ * rest;
    }
    r_ = y_ - u_ * c_;
    for (const Index i : basis_) r_(i) = 0;
    a_ = a_others;
    const VectorXd ah = -inverse_.transpose() * (u_.transpose() * a_);
    for (Index j = 0; j < k; ++j) {
        optimal_ = optimal_ && ah(j) >= q_ - 1 - dual_slack && ah(j) <= q_ + dual_slack;
        a_(basis_[static_cast<std::size_t>(j)]) = std::clamp(ah(j), q_ - 1, q_);
    }
}

double sizes_of_row(const double* m, Index rows, Index i, const VectorXd& terms) {
    double sum = 0;
    for (Index j = 0; j < terms.size(); ++j) sum += std::fabs(m[j * rows + i] * terms(j));
    return sum;
}

VectorXd QuantileVertex::rounding(const VectorXd& terms) const {
    const Index k = terms.size();
    VectorXd beside(k), all(k);
    for (Index j = 0; j < k; ++j)
        beside(j) = sizes_of_row(u_.data(), u_.rows(), basis_[static_cast<std::size_t>(j)], terms);
    for (Index j = 0; j < k; ++j) all(j) = terms(j) + sizes_of_row(inverse_.data(), k, j, beside);
    return all;
}

}  // namespace tenon::models

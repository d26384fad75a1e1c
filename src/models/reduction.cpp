#include "models/reduction.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/eigen_decompositions.hpp"
#include "models/chunks.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;

// The singular values of more columns than this take seconds.
constexpr Index most_singular_columns = 400;
// Of a condition number a digit or two are asked: steps end when one more changes less than this.
constexpr Index most_lanczos_steps = 30;
constexpr double lanczos_settled = 2e-3;

// Rows [first, last) of [A y] into the upper left of `out`.
void load_rows(const Design& design, const Target* target, std::int64_t first, std::int64_t last,
               double* out, std::int64_t leading) {
    design.load(first, last, out, leading);
    double* y = out + design.width() * leading;
    if (target)
        target->load(first, last, y);
    else
        std::fill(y, y + (last - first), 0.0);
    design.weigh(first, last, design.width() + 1, out, leading);
}

// One Householder QR step: the triangle of [triangle; rows below it] in `work`, upper part back.
void fold(MatrixXd& work, MatrixXd& triangle) {
    Eigen::HouseholderQR<Eigen::Ref<MatrixXd>> qr(work);
    const Index q = triangle.cols();
    triangle = work.topRows(q).template triangularView<Eigen::Upper>();
}

// The largest value of |R D v| / |v|, or of |(R D)^-1 v| / |v|, D diagonal, from below: Lanczos's
// method on (R D)'(R D) with all vectors kept at right angles (C. Lanczos, An iteration method for
// the solution of the eigenvalue problem, J. Res. Nat. Bur. Standards 45, 1950).
double largest_by_lanczos(const Eigen::Ref<const MatrixXd>& r, const Eigen::VectorXd& d,
                          bool inverse) {
    const auto upper = r.triangularView<Eigen::Upper>();
    const Index n = r.cols();
    MatrixXd basis(n, most_lanczos_steps);
    Eigen::VectorXd diagonal(most_lanczos_steps), below(most_lanczos_steps), v(n);
    for (Index i = 0; i < n; ++i) v(i) = 1.0 + 0.1 * static_cast<double>(i % 7);
    double found = 0;
    for (Index k = 0; k < most_lanczos_steps; ++k) {
        const double length = v.norm();
        if (!(length > 0) || !std::isfinite(length)) break;
        if (k > 0) below(k - 1) = length;
        basis.col(k) = v / length;
        if (inverse)
            v = upper.solve(upper.transpose().solve(basis.col(k).cwiseQuotient(d)))
                    .cwiseQuotient(d);
        else
            v = (upper.transpose() * (upper * basis.col(k).cwiseProduct(d))).cwiseProduct(d);
        diagonal(k) = basis.col(k).dot(v);
        const auto known = basis.leftCols(k + 1);
        v -= known * (known.transpose() * v);
        Eigen::SelfAdjointEigenSolver<MatrixXd> solver;
        solver.computeFromTridiagonal(diagonal.head(k + 1), below.head(k), Eigen::EigenvaluesOnly);
        const double now = solver.eigenvalues()(k);
        if (!std::isfinite(now)) return std::numeric_limits<double>::infinity();
        if (now - found <= lanczos_settled * now) return std::sqrt(now);
        found = now;
    }
    return std::sqrt(found);
}

// How many of the singular values of a bidiagonal matrix lie below x > 0: as many as eigenvalues
// lie between 0 and x of the symmetric matrix with zeros on its diagonal and the two diagonals, in
// turn, beside it, whose eigenvalues they are with both signs (W. Barth, R. S. Martin and J. H.
// Wilkinson, Calculation of the eigenvalues of a symmetric tridiagonal matrix by the method of
// bisection, Numer. Math. 9, 1967).
Index singular_below(const Eigen::VectorXd& beside, double x) {
    constexpr double least_pivot = std::numeric_limits<double>::min();
    double pivot = -x;
    Index below = 1;
    for (const double entry : beside) {
        pivot = -x - entry * entry / pivot;
        if (std::fabs(pivot) < least_pivot) pivot = -least_pivot;
        below += pivot < 0 ? 1 : 0;
    }
    return below - (beside.size() + 1) / 2;
}

// The last point between low and high up to which no more than `count` singular values lie.
double singular_value(const Eigen::VectorXd& beside, Index count, double low, double high) {
    for (;;) {
        const double middle =
            low < high / 2 ? std::sqrt(low) * std::sqrt(high) : low + (high - low) / 2;
        if (!(low < middle && middle < high)) return high;
        (singular_below(beside, middle) > count ? high : low) = middle;
    }
}

// The largest of the singular values of a square matrix, by the smallest; infinity where that is
// nothing beside it. The matrix is brought to two diagonals by reflections from both sides (G.
// Golub and W. Kahan, Calculating the singular values and pseudo-inverse of a matrix, SIAM J.
// Numer. Anal. 2, 1965), so each value is as exact as the largest of them allows.
double ratio_of_singular_values(MatrixXd a) {
    const Index k = a.cols();
    if (k == 1) return a(0, 0) != 0 ? 1 : std::numeric_limits<double>::infinity();
    Eigen::VectorXd beside(2 * k - 1), space(k);
    for (Index j = 0; j < k; ++j) {
        double tau;
        a.col(j).tail(k - j).makeHouseholderInPlace(tau, beside(2 * j));
        a.bottomRightCorner(k - j, k - j - 1)
            .applyHouseholderOnTheLeft(a.col(j).tail(k - j - 1), tau, space.data());
        if (j + 1 == k) break;
        a.row(j).tail(k - j - 1).makeHouseholderInPlace(tau, beside(2 * j + 1));
        a.bottomRightCorner(k - j - 1, k - j - 1)
            .applyHouseholderOnTheRight(a.row(j).tail(k - j - 2).transpose(), tau, space.data());
    }
    // No value exceeds twice the largest entry, and rounding leaves no less than this of it.
    const double most = 2 * beside.cwiseAbs().maxCoeff(), least = most * 1e-30;
    if (!beside.allFinite() || !(most > 0) || singular_below(beside, least) > 0)
        return std::numeric_limits<double>::infinity();
    return singular_value(beside, k - 1, least, 2 * most) / singular_value(beside, 0, least, most);
}

}  // namespace

void Target::load(std::int64_t first, std::int64_t last, double* out) const {
    const double inverse = variable.inverse, centre = variable.centre;
    const double* y = values.data();
    for (std::int64_t i = first; i < last; ++i) *out++ = y[i] * inverse - centre;
}

void Target::load_low(std::int64_t first, std::int64_t last, double* out) const {
    for (std::int64_t i = first; i < last; ++i) {
        double rounded;
        exact_sum(values[static_cast<std::size_t>(i)] * variable.inverse, -variable.centre, rounded,
                  *out++);
    }
}

Grid<DoubleDouble> exact_matrix(const Context& context, const Design& design,
                                const Target* target) {
    const std::int64_t rows = design.rows(), width = design.width();
    Grid<DoubleDouble> m(rows, width + 1);
    std::vector<double> high(static_cast<std::size_t>(rows * width)), low(high.size());
    context.check_cancelled();
    design.load_parts(0, rows, high.data(), low.data(), rows);
    for (std::size_t k = 0; k < high.size(); ++k) m.values[k] = {high[k], low[k]};
    if (target)
        for (std::int64_t i = 0; i < rows; ++i) {
            DoubleDouble& y = m(i, width);
            exact_sum(target->values[static_cast<std::size_t>(i)] * target->variable.inverse,
                      -target->variable.centre, y.hi, y.lo);
        }
    if (!design.weighted()) return m;
    for (std::int64_t i = 0; i < rows; ++i) {
        const DoubleDouble root = design.exact_root(i);
        for (std::int64_t c = 0; c <= width; ++c) m(i, c) = m(i, c) * root;
    }
    return m;
}

Grid<double> direct_matrix(const Context& context, const Design& design, const Target* target) {
    context.check_cancelled();
    Grid<double> m(design.rows(), design.width() + 1);
    load_rows(design, target, 0, design.rows(), m.values.data(), m.rows);
    return m;
}

Grid<double> stacked_factor(const Context& context, const Design& design, const Target* target) {
    const std::int64_t rows = design.rows(), width = design.width() + 1;
    const std::int64_t chunks = chunk_count(rows, width);
    const Charge charge(context, (chunks + 4) * width * width * 8);
    std::vector<MatrixXd> triangle(static_cast<std::size_t>(chunks));
    for (auto& t : triangle) t = MatrixXd::Zero(width, width);
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       MatrixXd& t = triangle[static_cast<std::size_t>(chunk)];
                       MatrixXd work(width + last - first, width);
                       work.topRows(width) = t;
                       load_rows(design, target, first, last, work.data() + width, work.rows());
                       fold(work, t);
                   });
    MatrixXd work(2 * width, width);
    for (std::size_t k = 1; k < triangle.size(); ++k) {
        context.check_cancelled();
        work << triangle[0], triangle[k];
        fold(work, triangle[0]);
    }
    Grid<double> m(width, width);
    Eigen::Map<MatrixXd>(m.values.data(), width, width) = triangle[0];
    return m;
}

double condition_number(const Context& context, const Eigen::Ref<const MatrixXd>& r,
                        bool intercept) {
    const Index first = intercept ? 1 : 0, k = r.cols() - first;
    if (k <= 0) return 1;
    const auto behind = r.bottomRightCorner(k, k);
    Eigen::VectorXd unit(k);
    for (Index j = 0; j < k; ++j) unit(j) = 1 / behind.col(j).head(j + 1).stableNorm();
    if (k > most_singular_columns) {
        double largest[2];
        parallel_blocks(context, 2, 1, [&](std::int64_t inverse, std::int64_t, std::int64_t) {
            largest[inverse] = largest_by_lanczos(behind, unit, inverse == 1);
        });
        return largest[0] * largest[1];
    }
    MatrixXd part = behind.triangularView<Eigen::Upper>();
    part = part * unit.asDiagonal();
    return ratio_of_singular_values(std::move(part));
}

}  // namespace tenon::models

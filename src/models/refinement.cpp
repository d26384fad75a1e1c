#include "models/refinement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/factoring.hpp"

namespace tenon::models {

namespace {

using Eigen::VectorXd;

// What is left of a correction after one more contraction, relative to b: below the last bit.
constexpr double refined_enough = std::numeric_limits<double>::epsilon() / 4;
constexpr std::int64_t most_passes = 6;

double scaled_gradient(const VectorXd& g, const std::vector<double>& spreads, std::int64_t rows) {
    double largest = 0;
    for (Eigen::Index j = 0; j < g.size(); ++j)
        largest = std::max(largest, std::fabs(g(j)) / spreads[static_cast<std::size_t>(j)]);
    return largest / static_cast<double>(rows);
}

}  // namespace

Solved<double> refine(const Context& context, const Design& kept, const Target& target,
                      const OrderedQr<double>& f, const std::vector<double>& penalty,
                      const std::vector<double>& spreads, Digits digits, double contraction) {
    Solved<double> solved;
    std::vector<double> start = f.rotated;
    solve_upper(f.r, start);
    const auto k = static_cast<Eigen::Index>(start.size());
    solved.beta.assign(start.begin(), start.end());
    solved.error.assign(start.size(), 0.0);
    VectorXd beta = Eigen::Map<const VectorXd>(start.data(), k);
    const Eigen::Map<const VectorXd> p(penalty.data(), k);
    const auto r = matrix_of(f.r);
    const auto upper = r.triangularView<Eigen::Upper>();
    const VectorXd lengths = r.colwise().norm();
    double previous = std::numeric_limits<double>::infinity(), rate = contraction;
    for (;; ++solved.passes) {
        context.report({.phase = "fit linear", .rows = kept.rows()});
        const Residual residual = residual_pass(context, kept, target, solved.beta, digits);
        solved.sum_squares = residual.sum_squares;
        solved.step_squares = residual.step_squares;
        if (k == 0) return solved;
        const VectorXd g = residual.gradient - p.cwiseProduct(beta);
        const VectorXd d = upper.solve(upper.transpose().solve(g));
        const double size = beta.cwiseProduct(lengths).lpNorm<Eigen::Infinity>();
        const double change = d.cwiseProduct(lengths).lpNorm<Eigen::Infinity>();
        solved.gradient = scaled_gradient(g, spreads, kept.rows());
        if (solved.passes > 1) rate = previous > 0 ? std::min(1.0, change / previous) : 0.0;
        const bool stalled = !(change < previous);  // d is the factor's noise
        for (Eigen::Index j = 0; j < k; ++j)
            solved.error[static_cast<std::size_t>(j)] = std::fabs(d(j)) * (stalled ? 1.0 : rate);
        if (stalled) return solved;
        for (Eigen::Index j = 0; j < k; ++j) {
            DoubleDouble& b = solved.beta[static_cast<std::size_t>(j)];
            b += DoubleDouble(d(j));
            beta(j) = b.hi;
        }
        // What the step leaves of r'W r, by A'W A + P = R'R, instead of another pass.
        const VectorXd moved = upper * d;
        solved.sum_squares +=
            moved.squaredNorm() - d.dot(p.cwiseProduct(d)) - 2 * d.dot(residual.gradient);
        solved.sum_squares = std::max(0.0, solved.sum_squares);
        if (rate * change <= refined_enough * size || solved.passes == most_passes) return solved;
        previous = change;
    }
}

Solved<double> solve_sums(const OrderedQr<double>& f, const std::vector<double>& penalty,
                          const std::vector<double>& spreads, std::int64_t rows) {
    Solved<double> solved;
    solved.from_products = true;
    solved.passes = 0;
    solved.step_squares = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> b = f.rotated;
    solve_upper(f.r, b);
    solved.beta.assign(b.begin(), b.end());
    solved.error.assign(b.size(), 0.0);
    const auto k = static_cast<Eigen::Index>(b.size());
    const Eigen::Map<const VectorXd> beta(b.data(), k), rotated(f.rotated.data(), k),
        p(penalty.data(), k);
    const auto r = matrix_of(f.r);
    const auto upper = r.triangularView<Eigen::Upper>();
    const VectorXd left = rotated - upper * beta;
    solved.gradient = scaled_gradient(upper.transpose() * left, spreads, rows);
    solved.sum_squares = std::max(0.0, f.tail - beta.dot(p.cwiseProduct(beta)));
    return solved;
}

namespace {

// b and r'W r of the penalised problem; `pull` becomes P b.
Solved<DoubleDouble> solve_exactly(const OrderedQr<DoubleDouble>& f,
                                   const std::vector<DoubleDouble>& penalty, VectorXd& pull) {
    Solved<DoubleDouble> solved;
    solved.beta = f.rotated;
    solve_upper(f.r, solved.beta);
    solved.error.assign(solved.beta.size(), 0.0);
    pull.resize(static_cast<Eigen::Index>(solved.beta.size()));
    DoubleDouble left = f.tail;  // |[y; 0] - [A; root P] b|^2 = r'W r + b'P b
    for (Eigen::Index j = 0; j < pull.size(); ++j) {
        const auto at = static_cast<std::size_t>(j);
        const DoubleDouble b = solved.beta[at], pb = penalty[at] * b;
        pull(j) = static_cast<double>(pb);
        left -= pb * b;
    }
    solved.sum_squares = left < DoubleDouble() ? DoubleDouble() : left;
    return solved;
}

}  // namespace

Solved<DoubleDouble> refine(const Context& context, const Design& kept, const Target& target,
                            const OrderedQr<DoubleDouble>& f,
                            const std::vector<DoubleDouble>& penalty,
                            const std::vector<double>& spreads, Digits digits, double) {
    VectorXd pull;
    Solved<DoubleDouble> solved = solve_exactly(f, penalty, pull);
    const Residual residual = residual_pass(context, kept, target, solved.beta, digits);
    solved.step_squares = residual.step_squares;
    solved.gradient = scaled_gradient(residual.gradient - pull, spreads, kept.rows());
    return solved;
}

Solved<DoubleDouble> solve_products(const Grid<DoubleDouble>& m, const OrderedQr<DoubleDouble>& f,
                                    const std::vector<DoubleDouble>& penalty,
                                    const std::vector<double>& spreads, std::int64_t rows) {
    VectorXd pull;
    Solved<DoubleDouble> solved = solve_exactly(f, penalty, pull);
    const DoubleDouble* y = m.column(m.columns - 1);
    std::vector<DoubleDouble> rest(y, y + m.rows);
    for (std::size_t k = 0; k < solved.beta.size(); ++k)
        for (std::int64_t i = 0; i < m.rows; ++i)
            rest[static_cast<std::size_t>(i)] -= m(i, f.kept[k]) * solved.beta[k];
    VectorXd gradient(pull.size());
    for (Eigen::Index k = 0; k < pull.size(); ++k)
        gradient(k) = static_cast<double>(
            dot(m.column(f.kept[static_cast<std::size_t>(k)]), rest.data(), m.rows));
    solved.from_products = true;
    solved.step_squares = std::numeric_limits<double>::quiet_NaN();
    solved.gradient = scaled_gradient(gradient - pull, spreads, rows);
    return solved;
}

}  // namespace tenon::models

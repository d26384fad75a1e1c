#include "models/refinement.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "models/factoring.hpp"

namespace tenon::models {

namespace {

using Eigen::VectorXd;

// A correction this small relative to b leaves an error of its square: nothing.
constexpr double refined_enough = 1e-8;
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
                      const std::vector<double>& spreads) {
    Solved<double> solved;
    solved.beta = f.rotated;
    solve_upper(f.r, solved.beta);
    const auto k = static_cast<Eigen::Index>(solved.beta.size());
    if (k == 0) {
        solved.sum_squares = f.tail;
        return solved;
    }
    Eigen::Map<VectorXd> beta(solved.beta.data(), k);
    const Eigen::Map<const VectorXd> p(penalty.data(), k);
    const Eigen::MatrixXd r = as_doubles(f.r);
    const auto upper = r.triangularView<Eigen::Upper>();
    const VectorXd lengths = r.colwise().norm();
    double previous = std::numeric_limits<double>::infinity();
    for (;; ++solved.passes) {
        context.report({.phase = "fit linear", .rows = kept.rows()});
        const Residual residual = residual_pass(context, kept, target, beta);
        const VectorXd g = residual.gradient - p.cwiseProduct(beta);
        const VectorXd d = upper.solve(upper.transpose().solve(g));
        const double size = beta.cwiseProduct(lengths).lpNorm<Eigen::Infinity>();
        const double change = d.cwiseProduct(lengths).lpNorm<Eigen::Infinity>();
        solved.sum_squares = residual.sum_squares;
        solved.gradient = scaled_gradient(g, spreads, kept.rows());
        if (!(change < previous)) return solved;  // no longer contracting: d is the factor's noise
        beta += d;
        // What the step leaves of |r|^2, by A'A + P = R'R, instead of another pass.
        const VectorXd moved = upper * d;
        solved.sum_squares +=
            moved.squaredNorm() - d.dot(p.cwiseProduct(d)) - 2 * d.dot(residual.gradient);
        solved.sum_squares = std::max(0.0, solved.sum_squares);
        if (change <= refined_enough * size || solved.passes == most_passes) return solved;
        previous = change;
    }
}

Solved<DoubleDouble> refine(const Context& context, const Design& kept, const Target& target,
                            const OrderedQr<DoubleDouble>& f,
                            const std::vector<DoubleDouble>& penalty,
                            const std::vector<double>& spreads) {
    Solved<DoubleDouble> solved;
    solved.beta = f.rotated;
    solve_upper(f.r, solved.beta);
    VectorXd beta(static_cast<Eigen::Index>(solved.beta.size())), pull(beta.size());
    DoubleDouble left = f.tail;  // |[y; 0] - [A; root P] b|^2 = |y - A b|^2 + b'P b
    for (Eigen::Index j = 0; j < beta.size(); ++j) {
        const auto at = static_cast<std::size_t>(j);
        const DoubleDouble b = solved.beta[at], pb = penalty[at] * b;
        beta(j) = static_cast<double>(b);
        pull(j) = static_cast<double>(pb);
        left -= pb * b;
    }
    solved.sum_squares = left < DoubleDouble() ? DoubleDouble() : left;
    const Residual residual = residual_pass(context, kept, target, beta);
    solved.gradient = scaled_gradient(residual.gradient - pull, spreads, kept.rows());
    return solved;
}

}  // namespace tenon::models

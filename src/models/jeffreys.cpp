#include "models/jeffreys.hpp"

#include <limits>
#include <numbers>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

// What the rows of a block give: k = w p (1 - p) and its first two slopes by eta.
struct Curvatures {
    ArrayXd value, slope, bend;
};

Curvatures curvatures_of(const ArrayXd& eta, std::span<const double> weights) {
    // p (1 - p) and 1 - 2p = -tanh(eta/2), both from exp of a number below 0.
    const ArrayXd e = (-eta.abs()).exp();
    const ArrayXd rest = (1 + e).inverse();
    const ArrayXd plain = e * rest * rest;
    Curvatures k{plain, -eta.sign() * (1 - e) * rest, 1 - 6 * plain};
    if (!weights.empty()) k.value *= Eigen::Map<const ArrayXd>(weights.data(), k.value.size());
    k.slope *= k.value;
    k.bend *= k.value;
    return k;
}

// M_a of the rows; `u` holds u_i in its columns.
MatrixXd slopes_of_information(const MatrixXd& v, const MatrixXd& u, const ArrayXd& slope) {
    const Eigen::Index k = v.cols();
    MatrixXd pairs(v.rows(), k * (k + 1) / 2);
    Eigen::Index at = 0;
    for (Eigen::Index b = 0; b < k; ++b)
        for (Eigen::Index a = b; a < k; ++a)
            pairs.col(at++) = (a == b ? 1.0 : std::numbers::sqrt2) * slope *
                              u.row(a).array().transpose() * u.row(b).array().transpose();
    return pairs.transpose() * v;
}

struct Partial {
    CompensatedMatrix gradient, bend, slopes;
};

void add_terms(const JeffreysTerms& terms, Likelihood& at) {
    at.gradient += terms.gradient;
    if (terms.bend.size() > 0) at.prior = terms.bend - terms.slopes.transpose() * terms.slopes / 2;
}

}  // namespace

JeffreysTerms jeffreys_terms(const MatrixXd& v, const ArrayXd& eta, std::span<const double> weights,
                             const MatrixXd& l, bool bent) {
    const Curvatures k = curvatures_of(eta, weights);
    const MatrixXd u = l.triangularView<Eigen::Lower>().solve(v.transpose());
    const ArrayXd q = u.colwise().squaredNorm().transpose().array();
    JeffreysTerms terms{v.transpose() * (k.slope * q / 2).matrix(), {}, {}};
    if (!bent) return terms;
    terms.bend = v.transpose() * (k.bend * q / 2).matrix().asDiagonal() * v;
    terms.slopes = slopes_of_information(v, u, k.slope);
    return terms;
}

void add_jeffreys(const Context& context, const Observations& data, const VectorXd& theta,
                  Likelihood& at) {
    const Eigen::LLT<MatrixXd> cholesky(at.hessian);
    if (cholesky.info() != Eigen::Success) {
        at.log_likelihood = std::numeric_limits<double>::quiet_NaN();
        return;
    }
    const MatrixXd l = cholesky.matrixL();
    at.log_likelihood += l.diagonal().array().log().sum();
    if (data.passes) {
        add_terms(data.passes->jeffreys_terms(context, data, theta, l), at);
        return;
    }
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    const auto size = static_cast<double>(width);
    const bool bent = static_cast<double>(rows) * size * size * size <= most_prior_work;
    const std::int64_t wide = bent ? width : 0, pairs = wide * (wide + 1) / 2;
    const std::int64_t chunks = chunk_count(rows, width);
    const Charge charge(context, chunks * (width + wide * wide + pairs * wide) * 16);
    std::vector<Partial> partial(static_cast<std::size_t>(chunks),
                                 Partial{{width, 1}, {wide, wide}, {pairs, wide}});
    for_each_block(
        context, rows, width, [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            const MatrixXd v = design_block(data, first, last);
            const auto at_rows = static_cast<std::size_t>(first);
            const auto weights =
                data.weights.empty()
                    ? data.weights
                    : data.weights.subspan(at_rows, static_cast<std::size_t>(last - first));
            const JeffreysTerms terms =
                jeffreys_terms(v, linear_predictor(data, v, theta, first, last), weights, l, bent);
            Partial& p = partial[static_cast<std::size_t>(chunk)];
            p.gradient.add(terms.gradient);
            p.bend.add(terms.bend);
            p.slopes.add(terms.slopes);
        });
    for (std::size_t k = 1; k < partial.size(); ++k) {
        partial[0].gradient.merge(partial[k].gradient);
        partial[0].bend.merge(partial[k].bend);
        partial[0].slopes.merge(partial[k].slopes);
    }
    add_terms({partial[0].gradient.value(), partial[0].bend.value(), partial[0].slopes.value()},
              at);
}

}  // namespace tenon::models

#include "models/jeffreys.hpp"

#include <limits>
#include <vector>

#include "base/eigen_decompositions.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd jeffreys_gradient(const MatrixXd& v, const ArrayXd& eta, std::span<const double> weights,
                           const MatrixXd& l) {
    // p (1 - p) and 1/2 - p = -tanh(eta/2)/2, both from exp of a number below 0.
    const ArrayXd e = (-eta.abs()).exp();
    const ArrayXd rest = (1 + e).inverse();
    ArrayXd curvature = e * rest * rest;
    if (!weights.empty()) curvature *= Eigen::Map<const ArrayXd>(weights.data(), curvature.size());
    const ArrayXd towards_half = -eta.sign() * (1 - e) * rest / 2;
    // |u_i|^2 = v_i' I^-1 v_i
    const MatrixXd u = l.triangularView<Eigen::Lower>().solve(v.transpose());
    const ArrayXd leverage = curvature * u.colwise().squaredNorm().transpose().array();
    return v.transpose() * (leverage * towards_half).matrix();
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
        at.gradient += data.passes->jeffreys_gradient(context, data, theta, l);
        return;
    }
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    const std::int64_t chunks = chunk_count(rows, width);
    const Charge charge(context, chunks * width * 16);
    std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(chunks),
                                           CompensatedMatrix(width, 1));
    for_each_block(
        context, rows, width, [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            const MatrixXd v = design_block(data, first, last);
            const ArrayXd eta = linear_predictor(data, v, theta, first, last);
            const auto at_rows = static_cast<std::size_t>(first);
            const auto weights =
                data.weights.empty()
                    ? data.weights
                    : data.weights.subspan(at_rows, static_cast<std::size_t>(last - first));
            partial[static_cast<std::size_t>(chunk)].add(jeffreys_gradient(v, eta, weights, l));
        });
    for (std::size_t k = 1; k < partial.size(); ++k) partial[0].merge(partial[k]);
    at.gradient += partial[0].value();
}

}  // namespace tenon::models

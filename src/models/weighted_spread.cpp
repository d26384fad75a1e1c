#include "models/weighted_spread.hpp"

#include <cmath>

#include "base/eigen.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// sum_i w_i f(row i) of every column, with its own entry for the sum of w.
template <class F>
VectorXd weighted_sums(const Context& context, const Design& design, const ArrayXd& shares,
                       const F& f) {
    const std::int64_t rows = design.rows(), width = design.width();
    std::vector<CompensatedMatrix> partial(static_cast<std::size_t>(chunk_count(rows, width)),
                                           CompensatedMatrix(width, 1));
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       MatrixXd block(last - first, width);
                       design.load(first, last, block.data(), block.rows());
                       f(block);
                       partial[static_cast<std::size_t>(chunk)].add(
                           block.transpose() * shares.segment(first, last - first).matrix());
                   });
    for (std::size_t k = 1; k < partial.size(); ++k) partial[0].merge(partial[k]);
    return partial[0].value();
}

}  // namespace

std::vector<double> weighted_spreads(const Context& context, const Design& design,
                                     const std::vector<std::int64_t>& kept,
                                     std::span<const double> weights) {
    const std::int64_t width = design.width();
    std::vector<double> spreads;
    if (kept.empty()) return spreads;
    const Charge charge(context, design.rows() * 8);
    const auto n = static_cast<double>(design.rows());
    // Over the largest, so that no sum of weights leaves the range of numbers.
    ArrayXd shares = Eigen::Map<const ArrayXd>(weights.data(), design.rows());
    shares /= shares.maxCoeff();
    const double total = shares.sum();
    VectorXd centre = VectorXd::Zero(width);
    if (design.intercept) centre = weighted_sums(context, design, shares, [](MatrixXd&) {}) / total;
    const VectorXd squares = weighted_sums(context, design, shares, [&](MatrixXd& block) {
        block.rowwise() -= centre.transpose();
        block = block.cwiseAbs2();
    });
    const double correction = design.intercept ? n / (n - 1) : 1;
    for (const std::int64_t c : kept)
        spreads.push_back(design.feature(c) < 0 ? 1 : std::sqrt(squares(c) / total * correction));
    return spreads;
}

}  // namespace tenon::models

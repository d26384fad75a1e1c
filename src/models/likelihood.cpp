#include "models/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Partial {
    Sum log_likelihood;
    CompensatedMatrix gradient, hessian;
};

MatrixXd load_block(const LogisticData& data, std::int64_t first, std::int64_t last) {
    MatrixXd v(last - first, data.design.width());
    data.design.load(first, last, v.data(), v.rows());
    if (data.basis.size() > 0) return v * data.basis;
    return v;
}

// s_i (V d)_i of a block.
ArrayXd block_margins(const LogisticData& data, const VectorXd& d, std::int64_t first,
                      std::int64_t last) {
    const Eigen::Map<const ArrayXd> y(data.target.data() + first, last - first);
    return (2 * y - 1) * (load_block(data, first, last) * d).array();
}

// Adds one block; `v` is used up.
void add_block(const Eigen::Ref<const ArrayXd>& y, const VectorXd& theta, MatrixXd& v,
               Partial& sum) {
    const ArrayXd eta = (v * theta).array();
    const ArrayXd e = (-eta.abs()).exp();  // never overflows
    const ArrayXd rest = (1 + e).inverse();
    const ArrayXd least = e * rest;  // the smaller of p and 1 - p, with all its digits
    const ArrayXd margin = (2 * y - 1) * eta;
    sum.log_likelihood.add((margin.min(0.0) - e.log1p()).sum());
    // y - p: in a row on the right side of the boundary it is the small probability.
    const ArrayXd residual = (2 * y - 1) * (margin >= 0).select(least, rest);
    sum.gradient.add(v.transpose() * residual.matrix());
    const ArrayXd root = (least * rest).sqrt();
    v.array().colwise() *= root;
    MatrixXd product = MatrixXd::Zero(v.cols(), v.cols());
    product.selfadjointView<Eigen::Lower>().rankUpdate(v.transpose());
    sum.hessian.add(product);
}

}  // namespace

Likelihood evaluate(const Context& context, const LogisticData& data, const VectorXd& theta) {
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    const std::int64_t chunks = chunk_count(rows, width);
    const Charge charge(context, 2 * chunks * width * (width + 1) * 8);
    std::vector<Partial> partial(static_cast<std::size_t>(chunks));
    for (auto& p : partial) {
        p.gradient = CompensatedMatrix(width, 1);
        p.hessian = CompensatedMatrix(width, width);
    }
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       MatrixXd v = load_block(data, first, last);
                       const Eigen::Map<const ArrayXd> y(data.target.data() + first, last - first);
                       add_block(y, theta, v, partial[static_cast<std::size_t>(chunk)]);
                   });
    for (std::size_t k = 1; k < partial.size(); ++k) {
        partial[0].log_likelihood.merge(partial[k].log_likelihood);
        partial[0].gradient.merge(partial[k].gradient);
        partial[0].hessian.merge(partial[k].hessian);
    }
    return {partial[0].log_likelihood.value(), partial[0].gradient.value(),
            partial[0].hessian.value()};
}

Margins margins(const Context& context, const LogisticData& data, const VectorXd& d) {
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    const double infinity = std::numeric_limits<double>::infinity();
    std::vector<Margins> partial(static_cast<std::size_t>(chunk_count(rows, width)),
                                 Margins{infinity, -infinity, 0});
    const auto merge = [](Margins& into, double least, double most) {
        into.least = std::min(into.least, least);
        into.most = std::max(into.most, most);
        into.largest = std::max({into.largest, std::fabs(least), std::fabs(most)});
    };
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       const ArrayXd m = block_margins(data, d, first, last);
                       merge(partial[static_cast<std::size_t>(chunk)], m.minCoeff(), m.maxCoeff());
                   });
    for (const Margins& p : partial) merge(partial[0], p.least, p.most);
    return partial[0];
}

std::int64_t rows_within(const Context& context, const LogisticData& data, const VectorXd& d,
                         double bound) {
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    std::vector<std::int64_t> partial(static_cast<std::size_t>(chunk_count(rows, width)));
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       const ArrayXd m = block_margins(data, d, first, last);
                       partial[static_cast<std::size_t>(chunk)] += (m.abs() <= bound).count();
                   });
    std::int64_t count = 0;
    for (const std::int64_t part : partial) count += part;
    return count;
}

}  // namespace tenon::models

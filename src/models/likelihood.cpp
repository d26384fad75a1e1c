#include "models/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "base/sum.hpp"
#include "models/basis_block.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"
#include "models/panel_likelihood.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Partial {
    Sum log_likelihood;
    CompensatedMatrix gradient, hessian;
};

// Adds V' diag(c) V; `v` is used up.
void add_hessian(MatrixXd& v, const ArrayXd& curvature, Partial& sum) {
    if (v.cols() == 0) return;
    MatrixXd product = MatrixXd::Zero(v.cols(), v.cols());
    if ((curvature < 0).any()) {
        product.triangularView<Eigen::Lower>() =
            v.transpose() * curvature.matrix().asDiagonal() * v;
    } else {
        v.array().colwise() *= curvature.sqrt();
        product.selfadjointView<Eigen::Lower>().rankUpdate(v.transpose());
    }
    sum.hessian.add(product);
}

Eigen::Map<const ArrayXd> rows_of(std::span<const double> values, std::int64_t first,
                                  std::int64_t last) {
    return {values.data() + first, last - first};
}

// m_i of a block.
ArrayXd block_margins(const Observations& data, const VectorXd& d, std::int64_t first,
                      std::int64_t last) {
    const ArrayXd side = data.family.open_side(rows_of(data.target, first, last));
    const ArrayXd growth = (design_block(data, first, last) * d).array();
    return (side == 0).select(-growth.abs(), side * growth);
}

void add_block(const Observations& data, const VectorXd& theta, Information information,
               std::int64_t first, std::int64_t last, Partial& sum) {
    MatrixXd v = design_block(data, first, last);
    const ArrayXd eta = linear_predictor(data, v, theta, first, last);
    RowTerms terms(last - first);
    data.family.evaluate(rows_of(data.target, first, last), eta, information, terms);
    if (!data.weights.empty()) {
        const auto w = rows_of(data.weights, first, last);
        terms.log_likelihood *= w;
        terms.residual *= w;
        terms.curvature *= w;
    }
    sum.log_likelihood.add(terms.log_likelihood.sum());
    sum.gradient.add(v.transpose() * terms.residual.matrix());
    add_hessian(v, terms.curvature, sum);
}

}  // namespace

MatrixXd design_block(const Observations& data, std::int64_t first, std::int64_t last) {
    if (data.basis.size() > 0)
        return data.rough ? rough_block_in_basis(data.design, data.basis, first, last)
                          : block_in_basis(data.design, data.basis, first, last);
    MatrixXd v(last - first, data.design.width());
    data.design.load(first, last, v.data(), v.rows());
    return v;
}

ArrayXd linear_predictor(const Observations& data, const MatrixXd& v, const VectorXd& theta,
                         std::int64_t first, std::int64_t last) {
    ArrayXd eta = (v * theta).array();
    if (!data.offset.empty()) eta += rows_of(data.offset, first, last);
    return eta;
}

double Observations::total_weight() const {
    if (passes) return passes->total_weight();
    if (weights.empty()) return static_cast<double>(design.rows());
    Sum sum;
    for (const double w : weights) sum.add(w);
    return sum.value();
}

namespace {

// By columns: in the basis, and for curvatures of either sign.
Likelihood evaluate_by_columns(const Context& context, const Observations& data,
                               const VectorXd& theta, Information information) {
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
                       add_block(data, theta, information, first, last,
                                 partial[static_cast<std::size_t>(chunk)]);
                   });
    for (std::size_t k = 1; k < partial.size(); ++k) {
        partial[0].log_likelihood.merge(partial[k].log_likelihood);
        partial[0].gradient.merge(partial[k].gradient);
        partial[0].hessian.merge(partial[k].hessian);
    }
    return {partial[0].log_likelihood.value(), partial[0].gradient.value(),
            partial[0].hessian.value()};
}

// Rows in memory with columns of their own.
bool in_panels(const Observations& data) {
    return !data.passes && data.basis.size() == 0 && data.design.width() > 0;
}

}  // namespace

Likelihood evaluate(const Context& context, const Observations& data, const VectorXd& theta,
                    Information information) {
    if (data.passes) return data.passes->evaluate(context, data, theta, information);
    if (in_panels(data)) {
        auto found = evaluate_panels(context, data, theta, information, true);
        if (found) return *std::move(found);
    }
    return evaluate_by_columns(context, data, theta, information);
}

Likelihood evaluate_gradient(const Context& context, const Observations& data,
                             const VectorXd& theta) {
    if (in_panels(data)) {
        auto found = evaluate_panels(context, data, theta, Information::observed, false);
        if (found) return *std::move(found);
    }
    return evaluate(context, data, theta);
}

Margins margins(const Context& context, const Observations& data, const VectorXd& d) {
    if (data.passes) return data.passes->margins(context, data, d);
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

double share_within(const Context& context, const Observations& data, const VectorXd& theta,
                    const VectorXd& d, double fall) {
    const std::int64_t rows = data.design.rows(), width = data.design.width();
    std::vector<double> partial(static_cast<std::size_t>(chunk_count(rows, width)), 1.0);
    for_each_block(
        context, rows, width, [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
            const MatrixXd v = design_block(data, first, last);
            const ArrayXd side = data.family.open_side(rows_of(data.target, first, last));
            const ArrayXd growth = (v * d).array();
            const ArrayXd loss = (side == 0).select(growth.abs(), -side * growth);
            const ArrayXd eta = linear_predictor(data, v, theta, first, last);
            const ArrayXd spare = fall + (side * eta).max(0.0);
            const double most = (loss / spare).maxCoeff();
            double& share = partial[static_cast<std::size_t>(chunk)];
            if (most * share > 1) share = 1 / most;
        });
    return *std::min_element(partial.begin(), partial.end());
}

std::int64_t rows_within(const Context& context, const Observations& data, const VectorXd& d,
                         double bound) {
    if (data.passes) return data.passes->rows_within(context, data, d, bound);
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

#include "models/pass_block.hpp"

#include <algorithm>
#include <cmath>

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

Design make_design(const PassPlan& plan, const MatrixView& features) {
    Design design;
    design.features = features;
    design.names = plan.names;
    design.intercept = plan.intercept;
    design.active = plan.kept;
    design.variables.resize(plan.names.size());
    design.order.assign(plan.kept.size(), 1);
    for (std::size_t k = 0; k < plan.kept.size(); ++k) {
        Variable& v = design.variables[static_cast<std::size_t>(plan.kept[k])];
        v.inverse = plan.inverse[k];
        v.centre = plan.centre[k];
    }
    return design;
}

}  // namespace

PassBlock::PassBlock(const PassPlan& plan, const MatrixView& features,
                     std::span<const double> target, std::span<const double> weights)
    : plan_(plan), design_(make_design(plan, features)), target_(target), weights_(weights) {
    const std::int64_t k = plan.width();
    point_ = Eigen::Map<const VectorXd>(plan.point.data(), k);
    if (!plan.basis.empty()) basis_ = Eigen::Map<const MatrixXd>(plan.basis.data(), k, k);
}

void PassBlock::add(std::int64_t first, std::int64_t last, LogisticSums& sums) const {
    const std::int64_t rows = last - first;
    MatrixXd v(rows, design_.width());
    design_.load(first, last, v.data(), rows);
    if (basis_.size() > 0) v = v * basis_;
    const ArrayXd eta = (v * point_).array();
    const Eigen::Map<const ArrayXd> y(target_.data() + first, rows);
    ArrayXd w = ArrayXd::Ones(rows);
    if (!weights_.empty()) w = Eigen::Map<const ArrayXd>(weights_.data() + first, rows);

    const ArrayXd margin = family_.open_side(y) * eta;
    for (Index i = 0; i < rows; ++i) {
        if (!(w(i) > 0)) continue;  // no row of the fit
        ++sums.rows;
        sums.least = std::min(sums.least, margin(i));
        sums.most = std::max(sums.most, margin(i));
        if (plan_.task == PassTask::within) sums.within += std::fabs(margin(i)) <= plan_.bound;
    }
    if (plan_.task == PassTask::likelihood) add_likelihood(y, w, v, eta, sums);
}

void PassBlock::add_likelihood(const ArrayXd& y, const ArrayXd& w, MatrixXd& v, const ArrayXd& eta,
                               LogisticSums& sums) const {
    RowTerms terms(v.rows());
    family_.evaluate(y, eta, Information::observed, terms);
    const double l = (w * terms.log_likelihood).sum();
    const VectorXd gradient = v.transpose() * (w * terms.residual).matrix();
    v.array().colwise() *= (w * terms.curvature).sqrt();
    MatrixXd hessian = MatrixXd::Zero(v.cols(), v.cols());
    hessian.selfadjointView<Eigen::Lower>().rankUpdate(v.transpose());
    if (!std::isfinite(l) || !gradient.allFinite() || !hessian.allFinite()) {
        sums.overflowed = true;
        return;
    }
    sums.log_likelihood.add(l);
    std::size_t place = 0;
    for (Index b = 0; b < v.cols(); ++b) {
        sums.gradient[static_cast<std::size_t>(b)].add(gradient(b));
        for (Index a = b; a < v.cols(); ++a) sums.hessian[place++].add(hessian(a, b));
    }
}

}  // namespace tenon::models

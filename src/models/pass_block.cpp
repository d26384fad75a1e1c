#include "models/pass_block.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/basis_block.hpp"
#include "models/bernoulli.hpp"
#include "models/dispersion.hpp"
#include "models/glm_checks.hpp"
#include "models/jeffreys.hpp"
#include "models/residual_tasks.hpp"

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

std::unique_ptr<Family> make_family(const PassFamily& family) {
    if (family.of_classes() || family.kind == ModelKind::linear) return nullptr;
    if (family.kind == ModelKind::logistic) return std::make_unique<Bernoulli>();
    return make_mean_family(family.kind, family.link, family.shape);
}

double log_likelihood(const PassFamily& family, const FittedMeans& fitted, double deviance,
                      double& slope) {
    if (family.kind == ModelKind::poisson) return poisson_log_likelihood(fitted, deviance);
    if (family.kind == ModelKind::negative_binomial)
        return negative_binomial_log_likelihood(fitted, family.shape);
    if (family.kind == ModelKind::gamma) return gamma_log_likelihood(fitted, family.dispersion);
    const TweedieLikelihood found = tweedie_likelihood({}, fitted, family.shape, family.dispersion);
    slope = found.slope;
    return found.log_likelihood;
}

}  // namespace

PassBlock::PassBlock(const PassPlan& plan, const MatrixView& features,
                     std::span<const double> target, std::span<const double> weights,
                     std::span<const double> offset)
    : plan_(plan),
      design_(make_design(plan, features)),
      target_(target),
      weights_(weights),
      offset_(offset),
      family_(make_family(plan.family)) {
    const std::int64_t k = plan.width();
    point_ = Eigen::Map<const VectorXd>(plan.point.data(), plan.parameters());
    if (plan.family.of_classes())
        classes_ =
            make_class_rows(plan.family.kind, k, static_cast<std::int64_t>(plan.family.shape));
    if (!plan.root.empty()) root_ = Eigen::Map<const MatrixXd>(plan.root.data(), k, k);
    if (!plan.basis.empty()) basis_ = Eigen::Map<const MatrixXd>(plan.basis.data(), k, k);
}

void PassBlock::add(std::int64_t first, std::int64_t last, LogisticSums& sums) const {
    const std::int64_t rows = last - first;
    MatrixXd v;
    if (basis_.size() > 0) {
        v = block_in_basis(design_, basis_, first, last);
    } else {
        v.resize(rows, design_.width());
        design_.load(first, last, v.data(), rows);
    }
    if (classes_) {
        add_classes(first, v, sums);
        return;
    }
    if (plan_.of_residuals()) {
        add_target(first, v, sums);
        return;
    }
    ArrayXd eta = (v * point_).array();
    // A direction is not shifted by the offset.
    const bool at_point =
        plan_.has_hessian() || plan_.task == PassTask::measures || root_.size() > 0;
    if (!offset_.empty() && at_point)
        eta += Eigen::Map<const ArrayXd>(offset_.data() + first, rows);
    const Eigen::Map<const ArrayXd> y(target_.data() + first, rows);
    ArrayXd w = ArrayXd::Ones(rows);
    if (!weights_.empty()) w = Eigen::Map<const ArrayXd>(weights_.data() + first, rows);

    const ArrayXd side = family_->open_side(y);
    const ArrayXd margin = (side == 0).select(-eta.abs(), side * eta);
    for (Index i = 0; i < rows; ++i) {
        if (!(w(i) > 0)) continue;  // no row of the fit
        ++sums.rows;
        sums.least = std::min(sums.least, margin(i));
        sums.most = std::max(sums.most, margin(i));
        if (plan_.task == PassTask::within) sums.within += std::fabs(margin(i)) <= plan_.bound;
    }
    if (plan_.has_hessian()) add_likelihood(y, w, v, eta, sums);
    if (plan_.task == PassTask::penalised) add_misfit(w, margin, sums);
    if (plan_.task == PassTask::measures) add_measures(first, w, eta, sums);
    if (root_.size() > 0) add_prior(w, v, eta, sums);
}

void PassBlock::add_likelihood(const ArrayXd& y, const ArrayXd& w, MatrixXd& v, const ArrayXd& eta,
                               LogisticSums& sums) const {
    RowTerms terms(v.rows());
    family_->evaluate(
        y, eta, plan_.task == PassTask::expected ? Information::expected : Information::observed,
        terms);
    const double l = (w * terms.log_likelihood).sum();
    const VectorXd gradient = v.transpose() * (w * terms.residual).matrix();
    MatrixXd hessian = MatrixXd::Zero(v.cols(), v.cols());
    if ((terms.curvature < 0).any()) {
        hessian.triangularView<Eigen::Lower>() =
            v.transpose() * (w * terms.curvature).matrix().asDiagonal() * v;
    } else {
        v.array().colwise() *= (w * terms.curvature).sqrt();
        hessian.selfadjointView<Eigen::Lower>().rankUpdate(v.transpose());
    }
    sums.add(l, gradient, hessian);
}

void PassBlock::add_prior(const ArrayXd& w, const MatrixXd& v, const ArrayXd& eta,
                          LogisticSums& sums) const {
    const JeffreysTerms terms =
        jeffreys_terms(v, eta, {w.data(), static_cast<std::size_t>(w.size())}, root_,
                       plan_.task == PassTask::bent_jeffreys);
    sums.overflowed |=
        !terms.gradient.allFinite() || !terms.bend.allFinite() || !terms.slopes.allFinite();
    if (sums.overflowed) return;
    std::size_t place = 0;
    for (const double x : terms.gradient) sums.measures[place++].add(x);
    for (Index b = 0; b < terms.bend.cols(); ++b)
        for (Index a = b; a < terms.bend.rows(); ++a) sums.measures[place++].add(terms.bend(a, b));
    for (const double x : terms.slopes.reshaped()) sums.measures[place++].add(x);
}

void PassBlock::add_misfit(const ArrayXd& w, const ArrayXd& margin, LogisticSums& sums) {
    const double misfit = (w * (-margin).min(most_misfit_exponent).exp()).sum();
    if (std::isfinite(misfit))
        sums.measures[0].add(misfit);
    else
        sums.overflowed = true;
}

std::vector<Index> PassBlock::counted(std::int64_t first, std::int64_t rows) const {
    std::vector<Index> kept;
    for (Index i = 0; i < rows; ++i)
        if (weights_.empty() || weights_[static_cast<std::size_t>(first + i)] > 0)
            kept.push_back(i);
    return kept;
}

void PassBlock::add_target(std::int64_t first, const MatrixXd& given, LogisticSums& sums) const {
    const std::vector<Index> kept = counted(first, given.rows());
    if (kept.empty()) return;
    VectorXd y(static_cast<Index>(kept.size()));
    for (std::size_t i = 0; i < kept.size(); ++i)
        y(static_cast<Index>(i)) =
            target_[static_cast<std::size_t>(first + kept[i])] * plan_.target_inverse -
            plan_.target_centre;
    sums.rows += y.size();
    add_residuals(plan_, given(kept, Eigen::all), y, sums);
}

void PassBlock::add_classes(std::int64_t first, const MatrixXd& given, LogisticSums& sums) const {
    const std::vector<Index> kept = counted(first, given.rows());
    if (kept.empty()) return;
    std::vector<double> target, weights;
    for (const Index i : kept) {
        const auto at = static_cast<std::size_t>(first + i);
        target.push_back(target_[at]);
        if (!weights_.empty()) weights.push_back(weights_[at]);
    }
    sums.rows += static_cast<std::int64_t>(kept.size());
    const MatrixXd v = given(kept, Eigen::all);
    const ClassBlock block{v, target, weights};
    if (plan_.task == PassTask::classes) {
        for (std::size_t i = 0; i < target.size(); ++i)
            sums.measures[static_cast<std::size_t>(target[i])].add(
                block.weight(static_cast<Index>(i)));
    } else if (plan_.has_hessian()) {
        const Index k = point_.size();
        ClassSums at{0, VectorXd::Zero(k), MatrixXd::Zero(k, k)};
        classes_->evaluate(block, point_, at);
        sums.add(at.log_likelihood, at.gradient, at.hessian);
    } else {
        Margins of{sums.least, sums.most, 0};
        classes_->margins(block, point_, plan_.bound, of, sums.within);
        sums.least = of.least;
        sums.most = of.most;
    }
}

void PassBlock::add_measures(std::int64_t first, const ArrayXd& w, const ArrayXd& eta,
                             LogisticSums& sums) const {
    const auto& family = static_cast<const MeanFamily&>(*family_);
    const auto rows = static_cast<std::size_t>(eta.size());
    const std::span<const double> target = target_.subspan(static_cast<std::size_t>(first), rows);
    const Eigen::Map<const ArrayXd> y(target.data(), eta.size());
    const ArrayXd mu = family.mean(eta);
    const std::span<const double> mean(mu.data(), rows), weights(w.data(), rows);
    const double deviance = (w * family.deviance(y, mu)).sum();
    const double pearson = (w * (y - mu).square() / family.variance(mu)).sum();
    double slope = 0, value = 0;
    if (plan_.family.dispersion > 0)
        value = log_likelihood(plan_.family, {target, mean, weights}, deviance, slope);
    const double total = (w * mu).sum();
    if (!std::isfinite(deviance + pearson + value + slope + total)) {
        sums.overflowed = true;
        return;
    }
    for (std::size_t i = 0; i < rows; ++i)
        sums.within += weights[i] > 0 && target[i] != std::floor(target[i]);
    const auto add = [&](PassMeasure place, double x) {
        sums.measures[static_cast<std::size_t>(place)].add(x);
    };
    add(PassMeasure::deviance, deviance);
    add(PassMeasure::pearson, pearson);
    add(PassMeasure::mean, total);
    add(PassMeasure::log_likelihood, value);
    add(PassMeasure::slope, slope);
}

}  // namespace tenon::models

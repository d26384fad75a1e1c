#include "models/residual_tasks.hpp"

#include <algorithm>
#include <cmath>

#include "models/huber_rows.hpp"
#include "models/quantile_fit.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

template <class Place>
void add_measure(LogisticSums& sums, Place place, double x) {
    if (!std::isfinite(x)) {
        sums.overflowed = true;
        return;
    }
    sums.measures[static_cast<std::size_t>(place)].add(x);
}

void add_huber(const PassPlan& plan, const MatrixXd& v, const VectorXd& r, LogisticSums& sums) {
    HuberSums of(v.cols());
    of.add(v, r, plan.family.shape, plan.family.dispersion);
    sums.add(of.squares + of.linear, of.push, of.curve);
    if (sums.overflowed) return;
    add_measure(sums, HuberPlace::squares, of.squares);
    add_measure(sums, HuberPlace::linear, of.linear);
    add_measure(sums, HuberPlace::outside, of.outside);
    for (Index j = 0; j < v.cols(); ++j)
        add_measure(sums, static_cast<std::int64_t>(HuberPlace::first) + j, of.along(j));
}

void add_pinball(const PassPlan& plan, const MatrixXd& v, const VectorXd& r, LogisticSums& sums) {
    const double q = plan.family.shape, s = plan.family.dispersion;
    VectorXd a(r.size()), inside(r.size());
    double smooth = 0;
    for (Index i = 0; i < r.size(); ++i) {
        a(i) = std::clamp(r(i) / s, q - 1, q);
        inside(i) = a(i) > q - 1 && a(i) < q ? 1 : 0;
        smooth += a(i) * r(i) - s * a(i) * a(i) / 2;
    }
    sums.within += static_cast<std::int64_t>(inside.sum());
    const MatrixXd within = inside.asDiagonal() * v;
    sums.add(smooth, v.transpose() * a, v.transpose() * within);
    add_measure(sums, PinballMeasure::smooth, smooth);
}

void add_ranks(const PassPlan& plan, const VectorXd& r, LogisticSums& sums) {
    for (Index i = 0; i < r.size(); ++i) {
        const double x = plan.bound > 0 ? std::fabs(r(i)) : r(i);
        const auto at = std::lower_bound(plan.marks.begin(), plan.marks.end(), x);
        ++sums.cells[static_cast<std::size_t>(at - plan.marks.begin())];
    }
}

void add_near(const PassPlan& plan, const MatrixXd& v, const VectorXd& y, const VectorXd& r,
              LogisticSums& sums) {
    const Index k = v.cols();
    std::vector<double> rows;
    VectorXd above = VectorXd::Zero(k), below = VectorXd::Zero(k);
    double count_above = 0, count_below = 0, y_above = 0, y_below = 0;
    for (Index i = 0; i < r.size(); ++i) {
        if (std::fabs(r(i)) <= plan.bound) {
            for (Index j = 0; j < k; ++j) rows.push_back(v(i, j));
            rows.push_back(y(i));
        } else if (r(i) > 0) {
            above += v.row(i);
            y_above += y(i);
            ++count_above;
        } else {
            below += v.row(i);
            y_below += y(i);
            ++count_below;
        }
    }
    sums.near.take(std::move(rows));
    add_measure(sums, NearMeasure::above, count_above);
    add_measure(sums, NearMeasure::target_above, y_above);
    add_measure(sums, NearMeasure::below, count_below);
    add_measure(sums, NearMeasure::target_below, y_below);
    const auto first = static_cast<Index>(NearMeasure::first);
    for (Index j = 0; j < k; ++j) {
        add_measure(sums, first + j, above(j));
        add_measure(sums, first + k + j, below(j));
    }
}

void add_check(const PassPlan& plan, const MatrixXd& v, const VectorXd& y, const VectorXd& r,
               LogisticSums& sums) {
    const Eigen::Map<const VectorXd> earlier(plan.earlier.data(), v.cols());
    const VectorXd was = y - v * earlier;
    const double q = plan.family.shape;
    double loss = 0;
    for (Index i = 0; i < r.size(); ++i) {
        loss += r(i) * (r(i) < 0 ? q - 1 : q);
        const bool far = !(std::fabs(was(i)) <= plan.bound);
        sums.within += far && r(i) != 0 && (was(i) > 0) != (r(i) > 0);
    }
    add_measure(sums, CheckMeasure::loss, loss);
    add_measure(sums, CheckMeasure::sizes, r.lpNorm<1>());
}

void add_density(const PassPlan& plan, const MatrixXd& v, const VectorXd& r, LogisticSums& sums) {
    const double q = plan.family.shape;
    VectorXd weight(r.size());
    double dense = 0;
    for (Index i = 0; i < r.size(); ++i) {
        const double side = r(i) > plan.bound ? q : 1 - q;
        weight(i) = side * side;
        dense += kernel(r(i) / plan.family.dispersion);
    }
    const MatrixXd weighed = weight.asDiagonal() * v;
    sums.add(0, VectorXd::Zero(v.cols()), v.transpose() * weighed);
    add_measure(sums, DensityMeasure::kernel, dense);
}

}  // namespace

std::int64_t residual_measures(const PassPlan& plan) {
    switch (plan.task) {
        case PassTask::huber:
            return plan.width() + static_cast<std::int64_t>(HuberPlace::first);
        case PassTask::pinball:
            return static_cast<std::int64_t>(PinballMeasure::count);
        case PassTask::near:
            return 2 * plan.width() + static_cast<std::int64_t>(NearMeasure::first);
        case PassTask::check:
            return static_cast<std::int64_t>(CheckMeasure::count);
        case PassTask::density:
            return static_cast<std::int64_t>(DensityMeasure::count);
        default:
            return 0;
    }
}

void add_residuals(const PassPlan& plan, const MatrixXd& v, const VectorXd& y, LogisticSums& sums) {
    const Eigen::Map<const VectorXd> point(plan.point.data(), v.cols());
    const VectorXd r = y - v * point;
    switch (plan.task) {
        case PassTask::huber:
            return add_huber(plan, v, r, sums);
        case PassTask::pinball:
            return add_pinball(plan, v, r, sums);
        case PassTask::ranks:
            return add_ranks(plan, r, sums);
        case PassTask::near:
            return add_near(plan, v, y, r, sums);
        case PassTask::check:
            return add_check(plan, v, y, r, sums);
        default:
            return add_density(plan, v, r, sums);
    }
}

}  // namespace tenon::models

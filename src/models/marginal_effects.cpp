#include "models/marginal_effects.hpp"

#include <cmath>
#include <limits>

#include "base/sum.hpp"
#include "models/chunks.hpp"
#include "models/compensated.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

ArrayXd probabilities(const ArrayXd& eta) {
    const ArrayXd e = (-eta.abs()).exp();
    return (eta >= 0).select((1 + e).inverse(), e / (1 + e));
}

// Value and derivative of every quantity, summed over the rows of a chunk.
struct Sums {
    Sum slope;                       // w p (1-p)
    CompensatedMatrix curve;         // w p (1-p) (1-2p) V
    std::vector<Sum> change;         // of each dummy
    CompensatedMatrix change_slope;  // a column each
};

class Effects {
  public:
    Effects(const PredictorFit& fit, const MatrixView& features, const VectorXd& theta,
            const std::vector<bool>& difference)
        : fit_(fit), features_(features), theta_(theta) {
        for (std::size_t i = 0; i < difference.size(); ++i)
            if (difference[i]) dummies_.push_back(i);
    }

    Sums blank() const {
        Sums sums;
        sums.curve = CompensatedMatrix(theta_.size(), 1);
        sums.change.resize(dummies_.size());
        sums.change_slope =
            CompensatedMatrix(theta_.size(), static_cast<Eigen::Index>(dummies_.size()));
        return sums;
    }

    void add(std::int64_t first, std::int64_t last, Sums& sums) const {
        const Observations& data = fit_.data();
        const MatrixXd v = design_block(data, first, last);
        const ArrayXd eta = linear_predictor(data, v, theta_, first, last);
        ArrayXd w = ArrayXd::Ones(last - first);
        if (!data.weights.empty())
            w = Eigen::Map<const ArrayXd>(data.weights.data() + first, last - first);
        const ArrayXd p = probabilities(eta), slope = w * p * (1 - p);
        sums.slope.add(slope.sum());
        sums.curve.add(v.transpose() * (slope * (1 - 2 * p)).matrix());
        MatrixXd derivative(theta_.size(), static_cast<Eigen::Index>(dummies_.size()));
        for (std::size_t k = 0; k < dummies_.size(); ++k) {
            const VectorXd a = fit_.raw_direction(dummies_[k]);
            const double b = a.dot(theta_);
            ArrayXd x(last - first);
            for (std::int64_t i = first; i < last; ++i) x(i - first) = value(i, dummies_[k]);
            const ArrayXd p1 = probabilities(eta + (1 - x) * b), p0 = probabilities(eta - x * b);
            const ArrayXd s1 = w * p1 * (1 - p1), s0 = w * p0 * (1 - p0);
            sums.change[k].add((w * (p1 - p0)).sum());
            derivative.col(static_cast<Eigen::Index>(k)) =
                v.transpose() * (s1 - s0).matrix() + (s1 * (1 - x) + s0 * x).sum() * a;
        }
        sums.change_slope.add(derivative);
    }

    static void merge(Sums& into, const Sums& other) {
        into.slope.merge(other.slope);
        into.curve.merge(other.curve);
        for (std::size_t k = 0; k < into.change.size(); ++k) into.change[k].merge(other.change[k]);
        into.change_slope.merge(other.change_slope);
    }

    std::vector<MarginalEffect> conclude(const Sums& sums, double total,
                                         const MatrixXd& root) const {
        std::vector<MarginalEffect> effects;
        const double m = sums.slope.value() / total;
        const VectorXd curve = sums.curve.value() / total;
        for (std::size_t i = 0; i < fit_.columns(); ++i) {
            const VectorXd a = fit_.raw_direction(i);
            const double b = a.dot(theta_);
            effects.push_back({b * m, error_of(m * a + b * curve, root)});
        }
        const MatrixXd slopes = sums.change_slope.value() / total;
        for (std::size_t k = 0; k < dummies_.size(); ++k)
            effects[dummies_[k]] = {sums.change[k].value() / total,
                                    error_of(slopes.col(static_cast<Eigen::Index>(k)), root)};
        if (fit_.columns() > 0 && fit_.data().design.intercept) effects[0] = {nan, nan};
        return effects;
    }

  private:
    double value(std::int64_t row, std::size_t kept) const {
        return features_(row, fit_.data().design.feature(static_cast<std::int64_t>(kept)));
    }
    static double error_of(const VectorXd& g, const MatrixXd& root) {
        return root.size() > 0 ? (root.transpose() * g).norm() : nan;
    }

    const PredictorFit& fit_;
    const MatrixView& features_;
    const VectorXd& theta_;
    std::vector<std::size_t> dummies_;
};

}  // namespace

std::vector<MarginalEffect> marginal_effects(const Context& context, const PredictorFit& fit,
                                             const MatrixView& features, const VectorXd& theta,
                                             const MatrixXd& root,
                                             const std::vector<bool>& difference) {
    const Effects effects(fit, features, theta, difference);
    const std::int64_t rows = features.rows, width = theta.size();
    const std::int64_t chunks = chunk_count(rows, width);
    const auto dummies = static_cast<std::int64_t>(difference.size());
    const Charge charge(context, chunks * width * (dummies + 1) * 16);
    std::vector<Sums> partial(static_cast<std::size_t>(chunks), effects.blank());
    for_each_block(context, rows, width,
                   [&](std::int64_t chunk, std::int64_t first, std::int64_t last) {
                       effects.add(first, last, partial[static_cast<std::size_t>(chunk)]);
                   });
    for (std::size_t k = 1; k < partial.size(); ++k) Effects::merge(partial[0], partial[k]);
    return effects.conclude(partial[0], fit.data().total_weight(), root);
}

}  // namespace tenon::models

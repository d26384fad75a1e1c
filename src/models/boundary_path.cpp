#include "models/boundary_path.hpp"

#include <algorithm>
#include <utility>

#include "models/chunks.hpp"

namespace tenon::models {

namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// Weights of the barrier, over the mean of the target: the last leaves 1e-11 of it a row, and means
// at the boundary not far above that.
constexpr double first_barrier = 0.1, last_barrier = 1e-11, barrier_ratio = 0.1;
// Means of this share of the mean of the target are 0 but for the barrier.
constexpr double at_boundary = 1e-6;

std::int64_t means_below(const Context& context, const PredictorFit& fit, const MeanFamily& family,
                         const VectorXd& theta, double bound) {
    const Observations& data = fit.data();
    const std::int64_t rows = data.design.rows(), step = block_rows(data.design.width());
    std::int64_t count = 0;
    for (std::int64_t first = 0; first < rows; first += step) {
        context.check_cancelled();
        const std::int64_t last = std::min(rows, first + step);
        const MatrixXd v = design_block(data, first, last);
        const ArrayXd mu = family.mean(linear_predictor(data, v, theta, first, last));
        count += (mu <= bound).count();
    }
    return count;
}

}  // namespace

PredictorResult climb_along_boundary(const Context& context, const PredictorFit& fit,
                                     MeanFamily& family, VectorXd start, double level) {
    PredictorResult found;
    found.newton.theta = std::move(start);
    for (double weight = first_barrier; weight >= last_barrier; weight *= barrier_ratio) {
        family.set_barrier(weight * level);
        PredictorResult next = fit.run(found.newton.theta);
        const bool reached = next.newton.converged;
        found = std::move(next);
        if (!reached) break;
    }
    family.set_barrier(0);
    const std::int64_t zeros =
        means_below(context, fit, family, found.newton.theta, at_boundary * level);
    if (zeros == 0) return fit.run(std::move(found.newton.theta));
    found.newton.at = evaluate(context, fit.data(), found.newton.theta);
    found.newton.gradient_norm =
        gradient_norm(fit.make_problem(), found.newton.at.gradient -
                                              fit.make_problem().penalty.times(found.newton.theta));
    found.newton.converged = false;
    found.zero_means = zeros;
    return found;
}

}  // namespace tenon::models

#include "models/profile_interval.hpp"

#include <cmath>
#include <limits>

#include "models/inference.hpp"

namespace tenon::models {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
// The root is right to this share of the quantile: ten digits of the bound or so.
constexpr double root_tolerance = 1e-9;
constexpr int most_steps = 50;
// A profile that does not reach its quantile this many Wald widths away never does.
constexpr double far_away = 1e4;

class Profile {
  public:
    Profile(const PredictorFit& fit, const PredictorResult& result, std::size_t column)
        : fit_(fit),
          direction_(fit.raw_direction(column)),
          estimate_(direction_.dot(result.newton.theta)),
          best_(fit.objective_of(result.newton)),
          at_(result.newton) {
        const Eigen::LLT<MatrixXd> cholesky(at_.at.hessian);
        const bool usable = cholesky.info() == Eigen::Success;
        along_ = usable ? VectorXd(cholesky.solve(direction_)) : direction_;
        along_ /= direction_.dot(along_);
    }

    double estimate() const { return estimate_; }

    // sqrt(2 (f - f(c))); NaN without convergence.
    double root(double c) {
        const VectorXd start = at_.theta + (c - direction_.dot(at_.theta)) * along_;
        NewtonResult next = fit_.run_constrained(start, direction_);
        if (!next.converged) return nan;
        at_ = std::move(next);
        return std::sqrt(2 * std::max(0.0, best_ - fit_.objective_of(at_)));
    }

    // The c on one side (+-1) of the estimate where the root reaches the quantile.
    double bound(double side, double width, double quantile) {
        double near = 0, near_root = 0, far = infinity, far_root = infinity;
        double at = width;
        for (int step = 0; step < most_steps; ++step) {
            const double z = root(estimate_ + side * at);
            if (std::isnan(z)) return nan;
            if (std::fabs(z - quantile) <= root_tolerance * quantile) return estimate_ + side * at;
            if (z < quantile) {
                near = at;
                near_root = z;
            } else {
                far = at;
                far_root = z;
            }
            if (near > far_away * width) return side * infinity;
            if (std::isinf(far)) {
                // The root is nearly proportional to the distance; never more than fourfold.
                at *= std::min(4.0, std::max(1.05 * quantile / z, 1.1));
                continue;
            }
            double share = (quantile - near_root) / (far_root - near_root);
            // Every third step halves, so that a curved profile cannot hold the secant up.
            if (step % 3 == 2) share = 0.5;
            at = near + share * (far - near);
            if (far - near <= root_tolerance * far) return estimate_ + side * at;
        }
        return nan;
    }

  private:
    const PredictorFit& fit_;
    VectorXd direction_, along_;
    double estimate_, best_;
    NewtonResult at_;
};

}  // namespace

void set_profile_intervals(const Context& context, const PredictorFit& fit,
                           const PredictorResult& result, LinearModel& model) {
    const std::vector<bool> away = fit.running_away(result.separation);
    const double quantile = interval_quantile(fit.options().confidence, infinity);
    bool failed = false;
    for (std::size_t i = 0; i < fit.columns(); ++i) {
        context.check_cancelled();
        Coefficient& c = model.coefficients[fit.place(i)];
        c.low = c.high = nan;
        if (away[i] || !(c.standard_error > 0) || !result.newton.converged) continue;
        const double width = quantile * c.standard_error;
        c.low = Profile(fit, result, i).bound(-1, width, quantile);
        c.high = Profile(fit, result, i).bound(1, width, quantile);
        failed |= std::isnan(c.low) || std::isnan(c.high);
    }
    if (failed)
        model.warnings.push_back(
            "some profile-likelihood bounds were not found within the iterations allowed; they "
            "are NaN: raise max_iterations, or read Wald intervals");
}

double likelihood_ratio(const PredictorFit& fit, const PredictorResult& result, std::size_t i) {
    const double z = Profile(fit, result, i).root(0);
    return z * z;
}

}  // namespace tenon::models

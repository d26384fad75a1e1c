// The linear path: everything is in the cross-products (models/standardised.hpp).
//
//     loss = 1/2 (yy - 2 q'b + b'Cb) = 1/2 rr,    rr = yy - q'b - g'b,    g = q - C b
//
// in the unit of the target, in which l1 is penalty / unit.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/eigen.hpp"
#include "models/path_model.hpp"
#include "models/penalised_quadratic.hpp"
#include "models/standardised.hpp"

namespace tenon::models {

namespace {

using Eigen::VectorXd;

// Of what a fit may be off by, the most that one coefficient may still move the objective by. The
// gap falls with the square root of it, so it is lowered until the gap does.
constexpr double first_share = 1e-3;
constexpr double lower_share = 1e-2;
constexpr int most_lowerings = 8;
// |g_j| without a penalty, as a share of sqrt(yy): what rounding leaves.
constexpr double free_slope = 1e-10;

class LinearPath final : public PathModel {
  public:
    LinearPath(const Design& design, const Target& target, const Products& trained,
               const Products* tested, const ElasticNetOptions& options)
        : design_(design),
          tested_(tested),
          options_(options),
          data_(design, target, trained, options.standardise),
          quadratic_(data_.c, data_.q) {}

    double steepest() const override {
        return data_.q.size() > 0 ? data_.q.lpNorm<Eigen::Infinity>() * data_.unit : 0;
    }
    double null_loss() const override { return squared(data_.yy / 2); }
    std::vector<double> scales() const override { return data_.scales(); }
    ElasticNetFit fit(const Context& context, double penalty, double screen) override;
    double held_out_error() override { return data_.mean_square(*tested_, quadratic_.solution()); }

  private:
    bool accurate(const Penalty& penalty, double& gap) const;
    double residual_square() const;
    // To the caller's units.
    double squared(double x) const { return x * data_.unit * data_.unit; }

    const Design& design_;
    const Products* tested_;
    const ElasticNetOptions& options_;
    Standardised data_;
    PenalisedQuadratic quadratic_;
};

double LinearPath::residual_square() const {
    const VectorXd& b = quadratic_.solution();
    return std::max(data_.yy - data_.q.dot(b) - quadratic_.slope().dot(b), 0.0);
}

bool LinearPath::accurate(const Penalty& penalty, double& gap) const {
    gap = duality_gap(quadratic_.solution(), quadratic_.slope(), penalty, residual_square());
    if (std::isnan(gap))
        return quadratic_.slope().size() == 0 ||
               quadratic_.slope().lpNorm<Eigen::Infinity>() <= free_slope * std::sqrt(data_.yy);
    return gap <= options_.tolerance * data_.yy / 2;
}

ElasticNetFit LinearPath::fit(const Context& context, double penalty, double screen) {
    const Penalty parts{penalty * options_.l1_ratio / data_.unit,
                        penalty * (1 - options_.l1_ratio)};
    ElasticNetFit fit;
    fit.penalty = penalty;
    fit.models = 1;
    const std::int64_t before = quadratic_.sweeps();
    double enough = first_share * options_.tolerance * data_.yy / 2;
    for (int lowering = 0; lowering <= most_lowerings && !fit.converged; ++lowering) {
        const std::int64_t left = options_.max_sweeps - (quadratic_.sweeps() - before);
        if (left <= 0 || !quadratic_.solve(context, parts, screen / data_.unit, enough, left)) {
            fit.converged = accurate(parts, fit.gap);
            break;
        }
        fit.converged = accurate(parts, fit.gap);
        enough *= lower_share;
    }
    fit.sweeps = quadratic_.sweeps() - before;
    const VectorXd& b = quadratic_.solution();
    const double loss = residual_square() / 2;
    fit.gap = squared(fit.gap);
    fit.loss = squared(loss);
    fit.objective = squared(loss + parts.l1 * b.lpNorm<1>() + parts.l2 / 2 * b.squaredNorm());
    fit.explained =
        data_.yy > 0 ? 1 - loss / (data_.yy / 2) : std::numeric_limits<double>::quiet_NaN();
    const VectorXd given = b * data_.unit;
    set_coefficients(fit, caller_coefficients(design_, data_.spreads,
                                              {given.data(), static_cast<std::size_t>(b.size())},
                                              data_.free_term(b)));
    return fit;
}

}  // namespace

std::unique_ptr<PathModel> linear_path_model(const Design& design, const Target& target,
                                             const Products& trained, const Products* tested,
                                             const ElasticNetOptions& options) {
    return std::make_unique<LinearPath>(design, target, trained, tested, options);
}

}  // namespace tenon::models

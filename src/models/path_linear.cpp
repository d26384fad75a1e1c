// The linear path: everything is in the cross-products. With C the covariances of the standardised
// features, q those with the target and yy its variance (all by weight, divided by W),
//
//     loss = 1/2 (yy - 2 q'b + b'Cb) = 1/2 rr,    rr = yy - q'b - g'b,    g = q - C b.
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

#include "models/path_model.hpp"
#include "models/penalised_quadratic.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
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
          inverse_(target.variable.inverse),
          centre_(target.variable.centre),
          c_(standardise(trained)),
          quadratic_(c_, q_) {}

    double steepest() const override { return q_.size() > 0 ? q_.lpNorm<Eigen::Infinity>() : 0; }
    double null_loss() const override { return yy_ / 2; }
    std::vector<double> scales() const override {
        std::vector<double> scales(static_cast<std::size_t>(design_.features.columns));
        for (std::size_t k = 0; k < spreads_.size(); ++k) {
            const auto j = static_cast<std::size_t>(design_.active[k]);
            scales[j] = spreads_[k].scale / design_.variables[j].inverse;
        }
        return scales;
    }
    ElasticNetFit fit(const Context& context, double penalty, double screen) override;
    double held_out_error(const Context& context) override;

  private:
    MatrixXd standardise(const Products& trained);
    bool accurate(const Penalty& penalty, double& gap) const;
    double residual_square() const;
    double free_term() const;

    const Design& design_;
    const Products* tested_;
    const ElasticNetOptions& options_;
    double inverse_, centre_;  // of the target
    double y_mean_ = 0, yy_ = 0;
    std::vector<Spread> spreads_;
    VectorXd q_;
    MatrixXd c_;
    PenalisedQuadratic quadratic_;
};

MatrixXd LinearPath::standardise(const Products& trained) {
    const Index first = design_.intercept ? 1 : 0, width = design_.width(), p = width - first;
    const MatrixXd& m = trained.matrix;
    const double w = trained.weight;
    const auto mean_of = [&](Index column) { return design_.intercept ? m(column, 0) / w : 0.0; };
    y_mean_ = mean_of(width);
    yy_ = std::max(m(width, width) / w - y_mean_ * y_mean_, 0.0) / (inverse_ * inverse_);
    for (Index k = 0; k < p; ++k)
        spreads_.push_back(spread_of(m(first + k, first + k) / w, mean_of(first + k),
                                     trained.records, design_.variable(first + k), options_));
    MatrixXd c = MatrixXd::Zero(p, p);
    q_ = VectorXd::Zero(p);
    for (Index k = 0; k < p; ++k) {
        const Spread& a = spreads_[static_cast<std::size_t>(k)];
        if (!(a.scale > 0)) continue;
        for (Index i = k; i < p; ++i) {
            const Spread& b = spreads_[static_cast<std::size_t>(i)];
            if (b.scale > 0)
                c(i, k) = (m(first + i, first + k) / w - a.mean * b.mean) / (a.scale * b.scale);
        }
        q_[k] = (m(width, first + k) / w - a.mean * y_mean_) / a.scale / inverse_;
    }
    c.triangularView<Eigen::StrictlyUpper>() = c.transpose();
    return c;
}

double LinearPath::residual_square() const {
    const VectorXd& b = quadratic_.solution();
    return std::max(yy_ - q_.dot(b) - quadratic_.slope().dot(b), 0.0);
}

bool LinearPath::accurate(const Penalty& penalty, double& gap) const {
    gap = duality_gap(quadratic_.solution(), quadratic_.slope(), penalty, residual_square());
    if (std::isnan(gap))
        return quadratic_.slope().size() == 0 ||
               quadratic_.slope().lpNorm<Eigen::Infinity>() <= free_slope * std::sqrt(yy_);
    return gap <= options_.tolerance * yy_ / 2;
}

// Intercept in units of the design's columns and the caller's target.
double LinearPath::free_term() const {
    double term = (y_mean_ + centre_) / inverse_;
    for (std::size_t k = 0; k < spreads_.size(); ++k)
        if (spreads_[k].scale > 0)
            term -=
                quadratic_.solution()[static_cast<Index>(k)] / spreads_[k].scale * spreads_[k].mean;
    return term;
}

ElasticNetFit LinearPath::fit(const Context& context, double penalty, double screen) {
    const Penalty parts{penalty * options_.l1_ratio, penalty * (1 - options_.l1_ratio)};
    ElasticNetFit fit;
    fit.penalty = penalty;
    fit.models = 1;
    const std::int64_t before = quadratic_.sweeps();
    double enough = first_share * options_.tolerance * yy_ / 2;
    for (int lowering = 0; lowering <= most_lowerings && !fit.converged; ++lowering) {
        const std::int64_t left = options_.max_sweeps - (quadratic_.sweeps() - before);
        if (left <= 0 || !quadratic_.solve(context, parts, screen, enough, left)) {
            fit.converged = accurate(parts, fit.gap);
            break;
        }
        fit.converged = accurate(parts, fit.gap);
        enough *= lower_share;
    }
    fit.sweeps = quadratic_.sweeps() - before;
    const VectorXd& b = quadratic_.solution();
    fit.loss = residual_square() / 2;
    fit.objective = fit.loss + parts.l1 * b.lpNorm<1>() + parts.l2 / 2 * b.squaredNorm();
    fit.explained = yy_ > 0 ? 1 - fit.loss / (yy_ / 2) : std::numeric_limits<double>::quiet_NaN();
    set_coefficients(fit, design_, spreads_, {b.data(), static_cast<std::size_t>(b.size())},
                     free_term());
    return fit;
}

// v'Mv / W with v the residual as a combination of the design's columns and the target, in the
// target's scaled units.
double LinearPath::held_out_error(const Context&) {
    const Index first = design_.intercept ? 1 : 0, width = design_.width();
    VectorXd v = VectorXd::Zero(width + 1);
    v[width] = 1;
    double free = y_mean_;
    for (std::size_t k = 0; k < spreads_.size(); ++k) {
        if (!(spreads_[k].scale > 0)) continue;
        const double slope =
            quadratic_.solution()[static_cast<Index>(k)] / spreads_[k].scale * inverse_;
        v[first + static_cast<Index>(k)] = -slope;
        free -= slope * spreads_[k].mean;
    }
    if (design_.intercept) v[0] = -free;
    const double squares = v.dot(tested_->matrix.selfadjointView<Eigen::Lower>() * v);
    return std::max(squares, 0.0) / tested_->weight / (inverse_ * inverse_);
}

}  // namespace

std::unique_ptr<PathModel> linear_path_model(const Design& design, const Target& target,
                                             const Products& trained, const Products* tested,
                                             const ElasticNetOptions& options) {
    return std::make_unique<LinearPath>(design, target, trained, tested, options);
}

}  // namespace tenon::models

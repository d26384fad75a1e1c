// The rows of a logistic path elsewhere: all that is asked at a point comes with one pass, and the
// last pass is kept. With rows in folds one pass fills the partial of every fold, so that those of
// the training part and those left out are known at the same points.
//
// The divergence of q = y - s (y - p) from p is not summed for every s, but bounded by what is
// known at the point: it is convex in s, so at most (1 - s) times the loss; and at most Pearson's
// (q - p)^2 / (p (1 - p)) = (1 - s)^2 e^-m, m the margin of the row.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "models/pass_block.hpp"
#include "models/path_rows.hpp"
#include "models/row_passes.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

class PassedPathRows final : public PathRows {
  public:
    PassedPathRows(const Context& context, const PartedRows& rows, std::int32_t left_out,
                   bool standardise);

    const Design& design() const override { return rows_.design; }
    bool hessian_is_free() const override { return true; }
    void start(double intercept) override;
    void aim(const Context& context, const Columns& columns, const VectorXd& slopes,
             double free) override;
    double loss_along(const Context& context, double length) override;
    void move(double length) override { theta_ += length * along_; }
    void shift(double change) override { theta_[0] += change; }
    VectorXd residual_sums(const Context& context, const Columns& columns) override;
    MatrixXd hessian(const Context& context, const Columns& columns) override;
    Balance balance(const Context& context) override;
    double divergence(double share) override;
    bool separates() override { return at(theta_).trained.least > 0; }
    double held_out_error() override {
        return -at(theta_).tested / rows_.parts[static_cast<std::size_t>(left_out_)].weight;
    }

  private:
    // Sums over the training part, and the log-likelihood of the rows left out.
    struct Seen {
        VectorXd theta;
        struct {
            double log_likelihood = 0, misfit = 0, least = 0;
            VectorXd gradient;
            MatrixXd hessian;
        } trained;
        double tested = 0;
    };
    const Seen& at(const VectorXd& theta);

    const Context& context_;
    PartedRows rows_;
    std::int32_t left_out_;
    Products products_;  // of the training part
    Index first_;        // 1 with an intercept
    VectorXd theta_, along_;
    std::optional<Seen> seen_;
};

PassedPathRows::PassedPathRows(const Context& context, const PartedRows& rows,
                               std::int32_t left_out, bool standardise)
    : context_(context),
      rows_(rows),
      left_out_(left_out),
      products_(sum_of(rows.parts, left_out)),
      first_(rows.design.intercept ? 1 : 0),
      theta_(VectorXd::Zero(rows.design.width())),
      along_(theta_) {
    context.check_cancelled();
    facts_.weight = products_.weight;
    facts_.records = products_.records;
    facts_.is_part = left_out >= 0;
    for (std::size_t k = 0; k < rows.first.size(); ++k)
        if (static_cast<std::int32_t>(k) != left_out)
            facts_.ones += weight_of_ones(rows.first[k].sums());
    for (Index k = first_; k < rows.design.width(); ++k) {
        const double mean = first_ == 1 ? products_.matrix(k, 0) / facts_.weight : 0.0;
        facts_.spreads.push_back(spread_of(products_.matrix(k, k) / facts_.weight, mean,
                                           facts_.records, rows.design, k, standardise));
    }
}

void PassedPathRows::start(double intercept) {
    theta_.setZero();
    along_.setZero();
    if (first_ == 1) theta_[0] = intercept;
}

void PassedPathRows::aim(const Context&, const Columns& columns, const VectorXd& slopes,
                         double free) {
    along_.setZero();
    if (first_ == 1) along_[0] = free;
    for (std::size_t k = 0; k < columns.size(); ++k)
        along_[columns[k] + first_] = slopes[static_cast<Index>(k)];
}

const PassedPathRows::Seen& PassedPathRows::at(const VectorXd& theta) {
    if (seen_ && seen_->theta == theta) return *seen_;
    PassPlan plan = plan_of_columns(rows_.first.front().sums(), rows_.design);
    plan.task = PassTask::penalised;
    plan.point.assign(theta.begin(), theta.end());
    const std::vector<LogisticPartial> folds = run_passes(context_, rows_.first, rows_.pass, plan);
    LogisticSums trained(plan);
    Seen seen;
    seen.theta = theta;
    for (std::size_t k = 0; k < folds.size(); ++k) {
        const LogisticSums& sums = folds[k].sums();
        if (static_cast<std::int32_t>(k) == left_out_)
            seen.tested = sums.overflowed ? std::numeric_limits<double>::quiet_NaN()
                                          : sums.log_likelihood.value();
        else
            trained.merge(sums);
    }
    auto& of = seen.trained;
    const Index width = theta.size();
    of.gradient = VectorXd::Zero(width);
    of.hessian = MatrixXd::Zero(width, width);
    of.least = trained.least;
    of.log_likelihood = trained.overflowed ? std::numeric_limits<double>::quiet_NaN()
                                           : trained.log_likelihood.value();
    take_derivatives(trained, of.gradient, of.hessian);
    // Some curvature, however sure the point is of its rows.
    of.hessian +=
        least_curvature *
        MatrixXd(products_.matrix.topLeftCorner(width, width).selfadjointView<Eigen::Lower>());
    of.misfit = of.least < -most_misfit_exponent ? std::numeric_limits<double>::infinity()
                                                 : trained.measures[0].value();
    seen_ = std::move(seen);
    return *seen_;
}

double PassedPathRows::loss_along(const Context&, double length) {
    return -at(theta_ + length * along_).trained.log_likelihood / facts_.weight;
}

VectorXd PassedPathRows::residual_sums(const Context&, const Columns& columns) {
    const VectorXd& gradient = at(theta_).trained.gradient;
    VectorXd sums(static_cast<Index>(columns.size()) + 1);
    sums[0] = first_ == 1 ? gradient[0] : 0;
    for (std::size_t k = 0; k < columns.size(); ++k)
        sums[static_cast<Index>(k) + 1] = gradient[columns[k] + first_];
    return sums;
}

MatrixXd PassedPathRows::hessian(const Context&, const Columns& columns) {
    const MatrixXd& whole = at(theta_).trained.hessian;
    std::vector<Index> places;
    if (first_ == 1) places.push_back(0);
    for (const Index k : columns) places.push_back(k + first_);
    return whole(places, places);
}

PathRows::Balance PassedPathRows::balance(const Context&) {
    const auto& sums = at(theta_).trained;
    return {sums.gradient[0], sums.hessian(0, 0)};
}

double PassedPathRows::divergence(double share) {
    const double rest = 1 - share;
    if (rest == 0) return 0;
    const auto& sums = at(theta_).trained;
    return std::min(-sums.log_likelihood * rest, sums.misfit * rest * rest) / facts_.weight;
}

}  // namespace

std::unique_ptr<PathRows> passed_path_rows(const Context& context, const PartedRows& rows,
                                           std::int32_t left_out, bool standardise) {
    return std::make_unique<PassedPathRows>(context, rows, left_out, standardise);
}

}  // namespace tenon::models

// The logistic path: proximal Newton. At b the loss is replaced by its quadratic model with
// gradient and Hessian H, the penalised model is minimised by coordinate descent
// (models/penalised_quadratic.hpp), and the step is halved until the objective falls as J. D. Lee,
// Y. Sun, M. A. Saunders (Proximal Newton-type methods for minimizing composite functions, 2014)
// ask for. With eta = a + sum b_j / s_j z_j, r = w (y - p), c = w p (1 - p) and the intercept
// eliminated from the model:
//
//     g_j  = sum_i r_i (z_ij - m_j) / (s_j W)
//     C_jk = (H_jk - H_0j H_0k / H_00) / (s_j s_k W),    H = sum_i c_i (1, z_i)(1, z_i)'
//
// H is formed for the features that may enter (strong rule) only, and kept from step to step and
// from penalty to penalty for as long as the steps it gives shrink the gap.
//
// Duality gap: the dual point is the residual, scaled by s if that proves more; then the loss adds
// the mean Kullback-Leibler divergence of q_i = y_i - s (y_i - p_i) from p_i, and an intercept that
// is not quite at its minimum adds (sum r / W)^2 / (2 H_00 / W).
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/eigen.hpp"
#include "models/path_rows.hpp"
#include "models/penalised_quadratic.hpp"
#include "tenon/error.hpp"

namespace tenon::models {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::int64_t most_models = 200;
constexpr double sufficient_decrease = 1e-4;  // of what the quadratic model promises
constexpr int most_halvings = 40;
// The objective is a mean over records, right to a few eps: a smaller rise is no rise.
constexpr double rounding = 1e-14;
// A step that leaves more than this share of the gap calls for the Hessian of where it is.
constexpr double poor_step = 0.1;
// The share of the gap that the solution of a quadratic model may leave. The gap grows with the
// error of a coefficient, the objective with its square.
constexpr double model_share = 1e-2;
// Where descent crawls (features nearly collinear) it looks finished before it is: if a step with a
// fresh Hessian shrinks the gap poorly, the next one is solved finer, down to this.
constexpr double finest = 1e-10;

// An intercept this close to its best adds the square of it to the gap.
constexpr double intercept_rounding = 1e-11;
constexpr int most_intercept_steps = 50;

class LogisticPath final : public PathModel {
  public:
    LogisticPath(const Context& context, std::unique_ptr<PathRows> rows,
                 const ElasticNetOptions& options);

    double steepest() const override { return steepest_; }
    double null_loss() const override { return null_loss_; }
    std::vector<double> scales() const override { return caller_scales(design_, spreads_); }
    ElasticNetFit fit(const Context& context, double penalty, double screen) override;
    double held_out_error() override { return rows_->held_out_error(); }

  private:
    void start(const Context& context);
    void slopes(const Context& context, const Columns& columns);
    void hessian(const Context& context);
    void admit(double least);
    double gap(const Penalty& penalty, const Columns& columns) const;
    bool step(const Context& context, const Penalty& penalty, double enough);
    void aim(const Context& context, const VectorXd& direction, double free);
    bool settle_intercept(const Context& context);
    bool within(double gap) const;
    ElasticNetFit told(double penalty, const Penalty& parts) const;
    std::vector<std::int64_t> drivers() const;

    std::unique_ptr<PathRows> rows_;
    const PathFacts& facts_;
    const Design& design_;
    const std::vector<Spread>& spreads_;
    double weight_;  // of all records that are fitted
    const ElasticNetOptions& options_;
    Index features_, first_;  // first_: 1 with an intercept
    double steepest_ = 0, null_loss_ = 0;

    double intercept_ = 0;  // a
    VectorXd b_, g_;
    double free_slope_ = 0;  // sum r / W
    double loss_ = 0;
    Columns all_;
    Columns chosen_;  // features of the Hessian
    std::vector<char> is_chosen_;
    MatrixXd h_;  // of (1, chosen), lower triangle
    MatrixXd c_;  // of the chosen, intercept eliminated
    bool stale_ = true;
    std::int64_t sweeps_ = 0;
};

LogisticPath::LogisticPath(const Context& context, std::unique_ptr<PathRows> rows,
                           const ElasticNetOptions& options)
    : rows_(std::move(rows)),
      facts_(rows_->facts()),
      design_(rows_->design()),
      spreads_(facts_.spreads),
      weight_(facts_.weight),
      options_(options),
      features_(static_cast<Index>(design_.active.size())),
      first_(design_.intercept ? 1 : 0),
      b_(VectorXd::Zero(features_)),
      g_(VectorXd::Zero(features_)),
      is_chosen_(static_cast<std::size_t>(features_)) {
    start(context);
}

void LogisticPath::start(const Context& context) {
    const double share = facts_.ones / facts_.weight;
    if (!(share > 0 && share < 1))
        throw Error(Status::data,
                    facts_.is_part
                        ? "a training part has one class only; use stratified folds"
                        : "the target has one class only; there is nothing to tell apart",
                    {.argument = "target"});
    if (design_.intercept) intercept_ = std::log(share / (1 - share));
    rows_->start(intercept_);
    loss_ = null_loss_ = rows_->loss_along(context, 0);
    for (Index k = 0; k < features_; ++k) all_.push_back(k);
    slopes(context, all_);
    steepest_ = features_ > 0 ? g_.lpNorm<Eigen::Infinity>() : 0;
}

// g_j of these features, and that of the intercept.
void LogisticPath::slopes(const Context& context, const Columns& columns) {
    const VectorXd total = rows_->residual_sums(context, columns);
    free_slope_ = design_.intercept ? total[0] / weight_ : 0;
    for (std::size_t k = 0; k < columns.size(); ++k) {
        const Spread& spread = spreads_[static_cast<std::size_t>(columns[k])];
        g_[columns[k]] =
            spread.scale > 0
                ? (total[static_cast<Index>(k) + 1] / weight_ - spread.mean * free_slope_) /
                      spread.scale
                : 0;
    }
}

// Of the chosen features at eta.
void LogisticPath::hessian(const Context& context) {
    const auto size = static_cast<Index>(chosen_.size());
    h_ = rows_->hessian(context, chosen_);
    c_.resize(size, size);
    for (Index k = 0; k < size; ++k)
        for (Index i = k; i < size; ++i) {
            const double scales =
                spreads_[static_cast<std::size_t>(chosen_[static_cast<std::size_t>(k)])].scale *
                spreads_[static_cast<std::size_t>(chosen_[static_cast<std::size_t>(i)])].scale;
            double entry = h_(i + first_, k + first_);
            if (first_ == 1) entry -= h_(i + 1, 0) * h_(k + 1, 0) / h_(0, 0);
            c_(i, k) = c_(k, i) = entry / (scales * weight_);
        }
    stale_ = rows_->hessian_is_free();
}

// Chooses features in the model and those whose |g_j| is above `least`.
void LogisticPath::admit(double least) {
    for (Index k = 0; k < features_; ++k) {
        char& chosen = is_chosen_[static_cast<std::size_t>(k)];
        if (chosen || !(spreads_[static_cast<std::size_t>(k)].scale > 0) ||
            !(std::fabs(g_[k]) > least))
            continue;
        chosen = 1;
        chosen_.push_back(k);
        stale_ = true;
    }
}

double LogisticPath::gap(const Penalty& penalty, const Columns& columns) const {
    if (penalty.l1 == 0 && penalty.l2 == 0) return std::numeric_limits<double>::quiet_NaN();
    const auto size = static_cast<Index>(columns.size());
    VectorXd b(size), g(size);
    for (Index k = 0; k < size; ++k) {
        b[k] = b_[columns[static_cast<std::size_t>(k)]];
        g[k] = g_[columns[static_cast<std::size_t>(k)]];
    }
    const double free =
        first_ == 1 && h_.size() > 0 ? free_slope_ * free_slope_ * weight_ / (2 * h_(0, 0)) : 0;
    const double conjugate = conjugate_gap(b, g, penalty);
    if (conjugate <= options_.tolerance * null_loss_) return conjugate + free;
    const ScaledGap scaled = scaled_gap(b, g, penalty);
    const double rest = 1 - scaled.share;
    const double second = rows_->divergence(scaled.share) +
                          rest * rest / 2 * penalty.l2 * b.squaredNorm() + scaled.terms;
    return std::min(conjugate, second) + free;
}

// The step that moves b of the chosen features by `direction`, and the intercept by `free`.
void LogisticPath::aim(const Context& context, const VectorXd& direction, double free) {
    VectorXd slopes(direction.size());
    for (Index k = 0; k < direction.size(); ++k) {
        const Index j = chosen_[static_cast<std::size_t>(k)];
        slopes[k] =
            direction[k] == 0 ? 0 : direction[k] / spreads_[static_cast<std::size_t>(j)].scale;
    }
    rows_->aim(context, chosen_, slopes, free);
}

// One quadratic model; false when it moves nothing more.
bool LogisticPath::step(const Context& context, const Penalty& penalty, double enough) {
    const auto size = static_cast<Index>(chosen_.size());
    VectorXd b(size), u(size);
    for (Index k = 0; k < size; ++k) {
        const Index j = chosen_[static_cast<std::size_t>(k)];
        const Spread& spread = spreads_[static_cast<std::size_t>(j)];
        b[k] = b_[j];
        u[k] = g_[j];
        if (first_ == 1)  // from slopes at the mean to slopes with the intercept at its best
            u[k] += free_slope_ * (spread.mean - h_(k + 1, 0) / h_(0, 0)) / spread.scale;
    }
    PenalisedQuadratic quadratic(c_, u + c_ * b);
    quadratic.start_from(b);
    quadratic.solve(context, penalty, penalty.l1, enough, options_.max_sweeps);
    sweeps_ += quadratic.sweeps();
    const VectorXd direction = quadratic.solution() - b;
    double free = 0;
    if (first_ == 1) {
        free = free_slope_ * weight_;
        for (Index k = 0; k < size; ++k)
            free -= h_(k + 1, 0) * direction[k] /
                    spreads_[static_cast<std::size_t>(chosen_[static_cast<std::size_t>(k)])].scale;
        free /= h_(0, 0);
    }
    aim(context, direction, free);
    const auto cost = [&](const VectorXd& at) {
        return penalty.l1 * at.lpNorm<1>() + penalty.l2 / 2 * at.squaredNorm();
    };
    const double before = loss_ + cost(b);
    // Slope of the loss along the step: -(u'd) with the intercept's share.
    double promised = cost(b + direction) - cost(b) - free_slope_ * free;
    for (Index k = 0; k < size; ++k) {
        const Index j = chosen_[static_cast<std::size_t>(k)];
        const Spread& spread = spreads_[static_cast<std::size_t>(j)];
        promised -= (g_[j] + free_slope_ * spread.mean / spread.scale) * direction[k];
    }
    double length = 1;
    for (int halving = 0; halving < most_halvings; ++halving, length /= 2) {
        const VectorXd next = b + length * direction;
        const double loss = rows_->loss_along(context, length);
        if (!(loss + cost(next) <=
              before + sufficient_decrease * length * std::min(promised, 0.0) + rounding * before))
            continue;
        loss_ = loss;
        rows_->move(length);
        intercept_ += length * free;
        for (Index k = 0; k < size; ++k) b_[chosen_[static_cast<std::size_t>(k)]] = next[k];
        return true;
    }
    return false;
}

// Newton's method for the intercept alone, so that the residuals add up to nothing and are a dual
// point. False if it stood there already.
bool LogisticPath::settle_intercept(const Context& context) {
    if (!design_.intercept) return false;
    bool moved = false;
    for (int iteration = 0; iteration < most_intercept_steps; ++iteration) {
        const PathRows::Balance balance = rows_->balance(context);
        const double change = balance.residual / balance.curvature;
        if (std::fabs(change) <= intercept_rounding) break;
        const double bounded = std::clamp(change, -1.0, 1.0);
        intercept_ += bounded;
        rows_->shift(bounded);
        moved = true;
    }
    if (moved) loss_ = rows_->loss_along(context, 0);
    return moved;
}

// Without a penalty there is no gap: slopes are judged instead.
bool LogisticPath::within(double gap) const {
    if (!std::isnan(gap)) return gap <= options_.tolerance * null_loss_;
    const double steepest = g_.size() > 0 ? g_.lpNorm<Eigen::Infinity>() : 0;
    return std::max(steepest, std::fabs(free_slope_)) <= options_.tolerance;
}

ElasticNetFit LogisticPath::fit(const Context& context, double penalty, double screen) {
    const Penalty parts{penalty * options_.l1_ratio, penalty * (1 - options_.l1_ratio)};
    const std::int64_t before = sweeps_;
    std::int64_t models = 0;
    bool whole = true;  // slopes are right for all features, not the chosen ones only
    const auto judge_all = [&] {
        if (settle_intercept(context) || !whole) slopes(context, all_);
        whole = true;
        admit(parts.l1);
        return gap(parts, all_);
    };
    admit(screen);
    double finer = 1;
    double left = gap(parts, all_);
    while (models < most_models && sweeps_ - before < options_.max_sweeps) {
        context.check_cancelled();
        if (within(left)) {
            left = judge_all();
            if (within(left)) break;
        }
        const bool fresh = stale_;
        if (stale_) hessian(context);
        const double share =
            finer * (model_share * std::min(left > 0 ? left : 0.0, null_loss_) / null_loss_ +
                     model_share * options_.tolerance);
        const bool moved = step(context, parts, share * share * null_loss_);
        ++models;
        if (!moved && fresh) break;  // as low as rounding lets it be told
        slopes(context, chosen_);
        whole = false;
        const double last = left;
        left = gap(parts, chosen_);
        if (!moved || !(left <= poor_step * last)) stale_ = true;
        if (fresh && !(left <= poor_step * last)) finer = std::max(finer * model_share, finest);
    }
    left = judge_all();
    ElasticNetFit fit = told(penalty, parts);
    fit.gap = left;
    fit.models = models;
    fit.sweeps = sweeps_ - before;
    fit.converged = within(left);
    if ((fit.converged && penalty > 0) || !rows_->separates()) return fit;
    fit.separating = drivers();
    fit.converged = fit.converged && penalty > 0;
    return fit;
}

std::vector<std::int64_t> LogisticPath::drivers() const {
    constexpr double drives = 0.1;  // of the largest coefficient
    constexpr std::size_t most = 5;
    std::vector<Index> order(all_);
    std::stable_sort(order.begin(), order.end(),
                     [this](Index a, Index b) { return std::fabs(b_[a]) > std::fabs(b_[b]); });
    std::vector<std::int64_t> found;
    for (const Index k : order) {
        if (found.size() == most || !(std::fabs(b_[k]) >= drives * std::fabs(b_[order[0]]))) break;
        found.push_back(design_.active[static_cast<std::size_t>(k)]);
    }
    return found;
}

ElasticNetFit LogisticPath::told(double penalty, const Penalty& parts) const {
    ElasticNetFit fit;
    fit.penalty = penalty;
    fit.loss = loss_;
    fit.objective = loss_ + parts.l1 * b_.lpNorm<1>() + parts.l2 / 2 * b_.squaredNorm();
    fit.explained = 1 - loss_ / null_loss_;
    set_coefficients(
        fit, caller_coefficients(design_, spreads_,
                                 {b_.data(), static_cast<std::size_t>(b_.size())}, intercept_));
    return fit;
}

}  // namespace

std::unique_ptr<PathModel> logistic_path_model(const Context& context,
                                               std::unique_ptr<PathRows> rows,
                                               const ElasticNetOptions& options) {
    return std::make_unique<LogisticPath>(context, std::move(rows), options);
}

}  // namespace tenon::models

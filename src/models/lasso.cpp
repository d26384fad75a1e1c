// Proximal Newton: at b the smooth part is replaced by its quadratic model with gradient g and
// Hessian H, the penalised model is minimised by cyclic coordinate descent
//   b_j <- soft(H_jj b_j - (g + H (b - b0))_j, penalty) / H_jj,   soft(u, t) = sign(u) max(|u| - t,
//   0),
// and the step is halved until the objective falls as J. D. Lee, Y. Sun and M. A. Saunders
// (Proximal Newton-type methods for minimizing composite functions, 2014) ask for. Coordinate
// descent after J. Friedman, T. Hastie, R. Tibshirani: Regularization Paths for Generalized Linear
// Models via Coordinate Descent (2010). For a linear model the quadratic is exact and one step does
// it.
#include "tenon/lasso.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <Eigen/Dense>

#include "base/sum.hpp"
#include "tenon/error.hpp"

namespace tenon {

namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

// Coefficients of features of unit deviation are good to this share of the largest.
constexpr double coefficient_tolerance = 1e-10;
constexpr std::int64_t most_models = 200;
constexpr std::int64_t most_sweeps = 100'000;
constexpr double sufficient_decrease = 1e-4;  // of what the model promises
constexpr int most_halvings = 40;
// A fitted probability of exactly 0 or 1 would leave no curvature to work with.
constexpr double least_weight = 1e-10;

double soft(double u, double threshold) {
    return std::copysign(std::max(std::fabs(u) - threshold, 0.0), u);
}

// ln(1 + e^t) - y t without overflow.
double logistic_loss(double t, double y) {
    return std::max(t, 0.0) + std::log1p(std::exp(-std::fabs(t))) - y * t;
}

[[noreturn]] void refuse(Status status, const char* argument, const std::string& what,
                         std::int64_t row = -1, std::int64_t column = -1) {
    throw Error(status, std::string(argument) + ' ' + what,
                {.argument = argument, .row = row, .column = column});
}

class Lasso {
  public:
    Lasso(const Context& context, const MatrixView& features, std::span<const double> target,
          ModelKind kind);

    double largest_penalty();
    LassoFit fit(double penalty);

  private:
    void check(const MatrixView& features) const;
    void standardise(const MatrixView& features);
    double objective(const Vector& eta, const Vector& b, double penalty) const;
    void model_at(const Vector& eta);
    Vector minimiser(double penalty) const;
    bool step(double penalty);
    LassoFit told(double penalty, std::int64_t models, bool converged) const;

    const Context& context_;
    std::span<const double> target_;
    bool logistic_;
    Charge charge_;
    Matrix z_;  // rows x (1 + features): ones, then features of mean 0 and deviation 1
    Vector means_, scales_;
    Vector b_;         // intercept first
    Vector gradient_;  // of the smooth part at b_
    Matrix hessian_;
    bool has_hessian_ = false;
};

Lasso::Lasso(const Context& context, const MatrixView& features, std::span<const double> target,
             ModelKind kind)
    : context_(context),
      target_(target),
      logistic_(kind == ModelKind::logistic),
      charge_(context, features.rows > 0 && features.columns > 0
                           ? 8 * (features.rows + features.columns) * (features.columns + 3)
                           : 0) {
    check(features);
    standardise(features);
    b_ = Vector::Zero(z_.cols());
    Sum sum;
    for (const double y : target_) sum.add(y);
    const double mean = sum.value() / static_cast<double>(target_.size());
    if (logistic_ && (mean <= 0 || mean >= 1))
        refuse(Status::data, "target", "has one class only; there is nothing to tell apart");
    b_[0] = logistic_ ? std::log(mean / (1 - mean)) : mean;
}

void Lasso::check(const MatrixView& features) const {
    if (features.rows != static_cast<std::int64_t>(target_.size()) || features.columns < 1 ||
        (features.rows > 0 && !features.data))
        refuse(Status::argument, "features", "and target do not fit each other in shape");
    if (features.rows < 2) refuse(Status::data, "features", "have fewer than two rows");
    for (std::int64_t i = 0; i < features.rows; ++i) {
        const double y = target_[static_cast<std::size_t>(i)];
        if (!std::isfinite(y) || (logistic_ && y != 0 && y != 1))
            refuse(Status::data, "target",
                   std::string("holds, in row ") + std::to_string(i) +
                       (logistic_ ? ", a value that is not 0 or 1" : ", no finite number"),
                   i);
        for (std::int64_t j = 0; j < features.columns; ++j)
            if (!std::isfinite(features(i, j)))
                refuse(Status::data, "features",
                       "hold, in row " + std::to_string(i) + ", column " + std::to_string(j) +
                           ", no finite number",
                       i, j);
    }
}

void Lasso::standardise(const MatrixView& features) {
    const auto rows = features.rows, columns = features.columns;
    z_.resize(rows, columns + 1);
    means_ = Vector::Zero(columns + 1);
    scales_ = Vector::Ones(columns + 1);
    z_.col(0).setOnes();
    for (std::int64_t j = 0; j < columns; ++j) {
        context_.check_cancelled();
        Sum sum, squares;
        for (std::int64_t i = 0; i < rows; ++i) sum.add(features(i, j));
        const double mean = sum.value() / static_cast<double>(rows);
        bool varies = false;
        for (std::int64_t i = 0; i < rows; ++i) {
            const double deviation = features(i, j) - mean;
            squares.add(deviation * deviation);
            varies = varies || features(i, j) != features(0, j);
            z_(i, j + 1) = deviation;
        }
        means_[j + 1] = mean;
        const double sd = std::sqrt(squares.value() / static_cast<double>(rows - 1));
        if (varies && sd > 0)
            scales_[j + 1] = sd;
        else
            z_.col(j + 1).setZero();
        z_.col(j + 1) /= scales_[j + 1];
    }
}

double Lasso::objective(const Vector& eta, const Vector& b, double penalty) const {
    Sum loss;
    for (Eigen::Index i = 0; i < eta.size(); ++i) {
        const double y = target_[static_cast<std::size_t>(i)];
        loss.add(logistic_ ? logistic_loss(eta[i], y) : 0.5 * (y - eta[i]) * (y - eta[i]));
    }
    return loss.value() / static_cast<double>(eta.size()) +
           penalty * b.tail(b.size() - 1).lpNorm<1>();
}

void Lasso::model_at(const Vector& eta) {
    const auto n = static_cast<double>(eta.size());
    Vector residual(eta.size()), weight(eta.size());
    for (Eigen::Index i = 0; i < eta.size(); ++i) {
        const double fitted = logistic_ ? logistic_function(eta[i]) : eta[i];
        residual[i] = fitted - target_[static_cast<std::size_t>(i)];
        weight[i] = logistic_ ? std::max(fitted * (1 - fitted), least_weight) : 1;
    }
    gradient_ = z_.transpose() * residual / n;
    if (has_hessian_ && !logistic_) return;
    hessian_ = z_.transpose() * weight.asDiagonal() * z_ / n;
    has_hessian_ = true;
}

// Of the penalised quadratic model, from b_.
Vector Lasso::minimiser(double penalty) const {
    Vector b = b_, slope = gradient_;  // slope: of the quadratic model at b
    for (std::int64_t sweep = 0; sweep < most_sweeps; ++sweep) {
        context_.check_cancelled();
        double moved = 0, largest = 0;
        for (Eigen::Index j = 0; j < b.size(); ++j) {
            const double curvature = hessian_(j, j);
            if (!(curvature > 0)) continue;
            const double u = curvature * b[j] - slope[j];
            const double next = (j == 0 ? u : soft(u, penalty)) / curvature;
            const double change = next - b[j];
            largest = std::max(largest, std::fabs(next));
            if (change == 0) continue;
            slope += change * hessian_.col(j);
            b[j] = next;
            moved = std::max(moved, std::fabs(change));
        }
        if (moved <= coefficient_tolerance * largest) break;
    }
    return b;
}

// One quadratic model; true when it moves nothing more.
bool Lasso::step(double penalty) {
    const Vector eta = z_ * b_;
    model_at(eta);
    const Vector direction = minimiser(penalty) - b_;
    const double largest = b_.lpNorm<Eigen::Infinity>();
    if (direction.lpNorm<Eigen::Infinity>() <= 10 * coefficient_tolerance * std::max(1.0, largest))
        return true;
    const Vector along = z_ * direction;
    const double before = objective(eta, b_, penalty);
    const auto l1 = [](const Vector& v) { return v.tail(v.size() - 1).lpNorm<1>(); };
    const double promised = gradient_.dot(direction) + penalty * (l1(b_ + direction) - l1(b_));
    double length = 1;
    for (int halving = 0; halving < most_halvings; ++halving, length /= 2) {
        const Vector next = b_ + length * direction;
        if (objective(eta + length * along, next, penalty) <=
            before + sufficient_decrease * length * promised) {
            b_ = next;
            return !logistic_;
        }
    }
    return true;  // as low as rounding lets it be told
}

double Lasso::largest_penalty() {
    model_at(z_ * b_);
    return gradient_.tail(gradient_.size() - 1).lpNorm<Eigen::Infinity>();
}

LassoFit Lasso::fit(double penalty) {
    std::int64_t models = 0;
    bool done = false;
    while (!done && models < most_models) {
        context_.check_cancelled();
        done = step(penalty);
        ++models;
    }
    return told(penalty, models, done);
}

LassoFit Lasso::told(double penalty, std::int64_t models, bool converged) const {
    LassoFit fit;
    fit.penalty = penalty;
    fit.iterations = models;
    fit.converged = converged;
    Sum intercept;
    intercept.add(b_[0]);
    for (Eigen::Index j = 1; j < b_.size(); ++j) {
        fit.scaled.push_back(b_[j]);
        fit.coefficients.push_back(b_[j] / scales_[j]);
        intercept.add(-fit.coefficients.back() * means_[j]);
    }
    fit.intercept = intercept.value();
    return fit;
}

}  // namespace

std::int64_t LassoFit::nonzero() const noexcept {
    return std::count_if(scaled.begin(), scaled.end(), [](double b) { return b != 0; });
}

std::vector<LassoFit> fit_lasso(const Context& context, const MatrixView& features,
                                std::span<const double> target, ModelKind kind,
                                std::span<const double> penalties) {
    for (const double penalty : penalties)
        if (!(penalty >= 0) || !std::isfinite(penalty))
            refuse(Status::argument, "penalties", "must be finite and not negative");
    Lasso lasso(context, features, target, kind);
    std::vector<LassoFit> fits;
    for (const double penalty : penalties) {
        context.report(
            {.phase = "fit lasso",
             .share = static_cast<double>(fits.size()) / static_cast<double>(penalties.size())});
        fits.push_back(lasso.fit(penalty));
    }
    return fits;
}

double largest_lasso_penalty(const Context& context, const MatrixView& features,
                             std::span<const double> target, ModelKind kind) {
    return Lasso(context, features, target, kind).largest_penalty();
}

}  // namespace tenon

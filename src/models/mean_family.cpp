#include "models/mean_family.hpp"

#include <cmath>
#include <limits>

#include "base/gamma_function.hpp"
#include "base/vector_math.hpp"
#include "tenon/glm.hpp"

namespace tenon::models {

using Eigen::ArrayXd;

namespace {

// Below this |u| a difference of terms of the size of u loses more than a digit and a half.
constexpr double near_mean = 0.05;
// Up to this |u| the logarithm is taken of 1 + u; beyond, u = (y - mu) / mu has lost what y or mu
// is, where the other is many times larger.
constexpr double near_ratio = 0.5;
// A mean under a log link is above 0 however far down eta lies.
constexpr double least_mean = std::numeric_limits<double>::min();
constexpr double log_least_mean = -708.3;

// ln(y / mu); -infinity for y = 0.
ArrayXd log_ratio(const Family::Values& y, const ArrayXd& mu, const ArrayXd& u) {
    ArrayXd ratio = y / mu;
    ArrayXd out = ratio.log();
    for (Eigen::Index i = 0; i < u.size(); ++i)
        if (std::fabs(u(i)) < near_ratio)
            out(i) = std::log1p(u(i));
        else if (!std::isnormal(ratio(i)))
            out(i) = std::log(y(i)) - std::log(mu(i));
    return out;
}

// y ln(y / mu); 0 for y = 0.
ArrayXd y_log_ratio(const Family::Values& y, const ArrayXd& mu, const ArrayXd& u) {
    return (y > 0).select(y * log_ratio(y, mu, u), 0.0);
}

// ((1 + u)^b - 1 - b u) / ((1 - p) b) with b = 2 - p: the unit deviance of Tweedie's family over
// 2 mu^b. Near 0 by its series u^2/2 - p u^3/6 + p (p + 1) u^4/24 - ..., whose terms fall by |u|.
// `log_ratio` is ln(1 + u).
double power_excess(double u, double log_ratio, double p) {
    const double b = 2 - p;
    if (!(std::fabs(u) < near_mean)) return (std::expm1(b * log_ratio) - b * u) / ((1 - p) * b);
    double term = u * u / 2, sum = 0;
    for (int k = 2; k < 40; ++k) {
        const double before = sum;
        sum += term;
        if (sum == before) break;
        term *= -u * (p + k - 2) / (k + 1);
    }
    return sum;
}

// 2 (y ln(y / mu) - (y - mu)), which near the mean is 2 (mu u^2 + y (ln(1 + u) - u)), in which half
// of the first term goes.
ArrayXd poisson_deviance(const Family::Values& y, const ArrayXd& mu, const ArrayXd& u) {
    ArrayXd out = y_log_ratio(y, mu, u) - (y - mu);
    for (Eigen::Index i = 0; i < u.size(); ++i)
        if (std::fabs(u(i)) < near_mean) out(i) = (y(i) - mu(i)) * u(i) + y(i) * log1p_less(u(i));
    return 2 * out;
}

}  // namespace

ArrayXd log_ratio_less(const Family::Values& y, const ArrayXd& mu) {
    const ArrayXd u = (y - mu) / mu;
    ArrayXd out = log_ratio(y, mu, u) - u;
    for (Eigen::Index i = 0; i < u.size(); ++i)
        if (std::fabs(u(i)) < near_mean) out(i) = log1p_less(u(i));
    return out;
}

ArrayXd MeanFamily::mean(const Values& eta) const {
    if (link_ == Link::log) {
        ArrayXd mu(eta.size());
        exp_of(eta.data(), eta.size(), mu.data());
        return mu.max(least_mean);
    }
    if (link_ == Link::inverse) return eta.inverse();
    return eta;
}

ArrayXd MeanFamily::open_side(const Values& target) const {
    if (link_ != Link::log) return ArrayXd::Zero(target.size());
    return (target == 0).select(ArrayXd::Constant(target.size(), -1.0), 0.0);
}

void MeanFamily::evaluate(const Values& y, const Values& eta, Information information,
                          RowTerms& out) const {
    const ArrayXd mu = mean(eta);
    // m' and m'' over mu, which for the log link are 1.
    ArrayXd first, second;
    if (link_ == Link::log) {
        first = second = mu;
    } else if (link_ == Link::inverse) {
        first = -mu * mu;
        second = 2 * mu * mu * mu;
    } else {
        first = ArrayXd::Ones(mu.size());
        second = ArrayXd::Zero(mu.size());
    }
    const ArrayXd v = variance(mu), share = first / v;
    out.log_likelihood = -deviance(y, mu) / 2;
    // Means that are not above 0 lie outside every family here.
    out.log_likelihood =
        (mu > 0).select(out.log_likelihood, -std::numeric_limits<double>::infinity());
    out.residual = (y - mu) * share;
    out.curvature = first * share;
    if (information == Information::observed && !canonical())
        out.curvature -= (y - mu) * (second / v - share * share * variance_slope(mu));
    if (barrier_ > 0) add_barrier(y, mu, first, out);
    if (link_ != Link::log || !(eta < least_plain_predictor()).any()) return;
    for (Eigen::Index i = 0; i < eta.size(); ++i) {
        if (!(eta(i) < least_plain_predictor())) continue;
        const RowTerm term = vanishing(y(i), eta(i), information);
        out.log_likelihood(i) = term.log_likelihood;
        out.residual(i) = term.residual;
        out.curvature(i) = term.curvature;
    }
}

void MeanFamily::add_barrier(const Values& y, const ArrayXd& mu, const ArrayXd& first,
                             RowTerms& out) const {
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        if (y(i) != 0 || !(mu(i) > 0)) continue;
        const double slope = first(i) / mu(i);
        out.log_likelihood(i) += barrier_ * std::log(mu(i));
        out.residual(i) += barrier_ * slope;
        out.curvature(i) += barrier_ * slope * slope;
    }
}

double MeanFamily::least_plain_predictor() const noexcept {
    return log_least_mean;
}

ArrayXd Poisson::deviance(const Values& y, const ArrayXd& mu) const {
    return poisson_deviance(y, mu, (y - mu) / mu);
}

ArrayXd NegativeBinomial::deviance(const Values& y, const ArrayXd& mu) const {
    const ArrayXd u = (y - mu) / mu;
    if (alpha_ == 0) return poisson_deviance(y, mu, u);
    ArrayXd v = alpha_ * (y - mu) / (1 + alpha_ * mu);
    for (Eigen::Index i = 0; i < v.size(); ++i)
        v(i) = std::fabs(v(i)) < near_ratio
                   ? std::log1p(v(i))
                   : std::log1p(alpha_ * y(i)) - std::log1p(alpha_ * mu(i));
    return 2 * (y_log_ratio(y, mu, u) - (y + 1 / alpha_) * v);
}

// The limits of what evaluate computes as mu, not ln mu, goes to 0.
RowTerm Poisson::vanishing(double y, double eta, Information) const {
    return {y > 0 ? y * (eta - std::log(y)) + y : 0, y, 0};
}

RowTerm NegativeBinomial::vanishing(double y, double eta, Information information) const {
    if (alpha_ == 0) return Poisson(Link::log).vanishing(y, eta, information);
    if (!(y > 0)) return {};
    return {y * (eta - std::log(y)) + (y + 1 / alpha_) * std::log1p(alpha_ * y), y, 0};
}

// Nothing here vanishes with mu^p where p is near 2: the same as in evaluate, without that power.
RowTerm Tweedie::vanishing(double y, double eta, Information information) const {
    const double a = 1 - power_, b = 2 - power_;
    const double rise = y > 0 ? y * std::exp(a * eta) : 0, fall = std::exp(b * eta);
    const double saturated = y > 0 ? std::exp(b * std::log(y)) / (a * b) : 0;
    const bool observed = information == Information::observed;
    return {rise / a - fall / b - saturated, rise - fall, observed ? b * fall - a * rise : fall};
}

ArrayXd Gamma::deviance(const Values& y, const ArrayXd& mu) const {
    return -2 * log_ratio_less(y, mu);
}

ArrayXd Tweedie::deviance(const Values& y, const ArrayXd& mu) const {
    const ArrayXd u = (y - mu) / mu;
    const double power = power_;
    return 2 * ((2 - power_) * mu.log()).exp() *
           u.binaryExpr(log_ratio(y, mu, u),
                        [power](double x, double l) { return power_excess(x, l, power); });
}

}  // namespace tenon::models

namespace tenon {

double inverse_link(Link link, double eta) noexcept {
    switch (link) {
        case Link::log:
            return std::exp(eta);
        case Link::inverse:
            return 1 / eta;
        case Link::logit:
            return logistic_function(eta);
        case Link::identity:
            break;
    }
    return eta;
}

}  // namespace tenon

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
        return mu;
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

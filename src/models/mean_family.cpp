#include "models/mean_family.hpp"

#include <cmath>
#include <limits>

#include "base/vector_math.hpp"
#include "tenon/glm.hpp"

namespace tenon::models {

using Eigen::ArrayXd;

namespace {

// y ln(y / mu) from u = (y - mu) / mu; 0 for y = 0.
ArrayXd y_log_ratio(const Family::Values& y, const ArrayXd& u) {
    return (y > 0).select(y * u.log1p(), 0.0);
}

}  // namespace

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
    const ArrayXd u = (y - mu) / mu;
    return 2 * (y_log_ratio(y, u) - (y - mu));
}

ArrayXd NegativeBinomial::deviance(const Values& y, const ArrayXd& mu) const {
    const ArrayXd u = (y - mu) / mu;
    if (alpha_ == 0) return 2 * (y_log_ratio(y, u) - (y - mu));
    const ArrayXd v = alpha_ * (y - mu) / (1 + alpha_ * mu);
    return 2 * (y_log_ratio(y, u) - (y + 1 / alpha_) * v.log1p());
}

ArrayXd Gamma::deviance(const Values& y, const ArrayXd& mu) const {
    const ArrayXd u = (y - mu) / mu;
    return 2 * (u - u.log1p());
}

ArrayXd Tweedie::deviance(const Values& y, const ArrayXd& mu) const {
    const double a = 1 - power_, b = 2 - power_;
    const ArrayXd own = (y > 0).select((b * y.log()).exp() / (a * b), 0.0);
    const ArrayXd log_mu = mu.log();
    return 2 * (own - y * (a * log_mu).exp() / a + (b * log_mu).exp() / b);
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

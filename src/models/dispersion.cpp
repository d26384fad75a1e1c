#include "models/dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/gamma_function.hpp"
#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "models/root.hpp"

namespace tenon::models {

namespace {

constexpr std::int64_t rows_of_a_block = 1024;
// Terms of Tweedie's series below exp(-this) of the largest do not reach the sixteenth digit.
constexpr double negligible = 40;
constexpr double log_tolerance = 1e-11;  // of ln phi
constexpr int most_values = 100;

template <class F>
double weighted_sum(const FittedMeans& fitted, const F& term) {
    Sum sum;
    for (std::size_t i = 0; i < fitted.target.size(); ++i)
        sum.add(fitted.weight(i) * term(fitted.target[i], fitted.mean[i]));
    return sum.value();
}

struct Series {
    double log_sum = 0, mean = 0;
};

// ln sum_j W_j and the mean of j, from ln z, a, and where the largest term is.
Series sum_series(double log_z, double a, double peak) {
    const auto term = [&](double j) { return j * log_z - log_gamma(j + 1) - log_gamma(j * a); };
    const double top = std::max(1.0, std::round(peak));
    const double largest = term(top);
    double sum = 1, moment = top;
    for (double j = top + 1;; ++j) {
        const double t = term(j) - largest;
        if (!(t >= -negligible)) break;
        const double e = std::exp(t);
        sum += e;
        moment += j * e;
    }
    for (double j = top - 1; j >= 1; --j) {
        const double t = term(j) - largest;
        if (!(t >= -negligible)) break;
        const double e = std::exp(t);
        sum += e;
        moment += j * e;
    }
    return {largest + std::log(sum), moment / sum};
}

}  // namespace

double poisson_log_likelihood(const FittedMeans& fitted, double deviance) {
    return -deviance / 2 -
           weighted_sum(fitted, [](double y, double) { return log_factorial_excess(y); });
}

double negative_binomial_log_likelihood(const FittedMeans& fitted, double alpha) {
    const double r = 1 / alpha;
    return weighted_sum(fitted, [&](double y, double mu) {
        const double counts = (y > 0 ? y * std::log(mu) : 0.0) - log_gamma(y + 1);
        if (alpha == 0) return counts - mu;
        return log_rising(r, y) + counts - (y + r) * std::log1p(alpha * mu);
    });
}

double negative_binomial_slope(const FittedMeans& fitted, double alpha) {
    if (alpha == 0)
        return weighted_sum(fitted,
                            [](double y, double mu) { return ((y - mu) * (y - mu) - y) / 2; });
    return weighted_sum(fitted, [&](double y, double mu) {
        const double x = alpha * mu;
        const double gap = log1p_less(x) + x * x / (1 + x);
        return log_rising_slope(1 / alpha, y) + gap / (alpha * alpha) - y * mu / (1 + x);
    });
}

double gamma_dispersion(double deviance, double total_weight) {
    const double d = deviance / (2 * total_weight);
    if (!(d > 0)) return 0;
    // ln k - psi(k) lies between 1/(2k) and 1/k; Newton in ln k from the usual closed approximation
    // (T. Minka, Estimating a gamma distribution, 2002).
    double k = (3 - d + std::sqrt((d - 3) * (d - 3) + 24 * d)) / (12 * d);
    for (int i = 0; i < most_values; ++i) {
        const double excess = std::log(k) - digamma(k) - d;
        const double slope = 1 - k * trigamma(k);  // with respect to ln k
        const double step = -excess / slope;
        k *= std::exp(std::clamp(step, -2.0, 2.0));
        if (std::fabs(step) <= log_tolerance) break;
    }
    return 1 / k;
}

double gamma_log_likelihood(const FittedMeans& fitted, double dispersion) {
    const double k = 1 / dispersion;
    // k ln k - k - ln Gamma(k) apart: k is large where the fit is good.
    const double constant = std::log(k) - log_factorial_excess(k);
    return weighted_sum(fitted, [&](double y, double mu) {
        const double u = (y - mu) / mu;
        return constant - std::log(y) + k * log1p_less(u);
    });
}

TweedieLikelihood tweedie_likelihood(const Context& context, const FittedMeans& fitted,
                                     double power, double dispersion) {
    const double a = (2 - power) / (power - 1);
    const auto rows = static_cast<std::int64_t>(fitted.target.size());
    std::vector<std::pair<Sum, Sum>> partial(
        static_cast<std::size_t>(block_count(rows, rows_of_a_block)));
    parallel_blocks(context, rows, rows_of_a_block,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        context.check_cancelled();
                        auto& [value, slope] = partial[static_cast<std::size_t>(block)];
                        for (auto i = static_cast<std::size_t>(first);
                             i < static_cast<std::size_t>(last); ++i) {
                            const double y = fitted.target[i], log_mu = std::log(fitted.mean[i]);
                            const double w = fitted.weight(i);
                            const double theta = std::exp((1 - power) * log_mu) / (1 - power);
                            const double kappa = std::exp((2 - power) * log_mu) / (2 - power);
                            const double exponent = (y * theta - kappa) / dispersion;
                            if (y == 0) {
                                value.add(w * exponent);
                                slope.add(-w * exponent);
                                continue;
                            }
                            const double log_z = a * std::log(y / (power - 1)) -
                                                 (1 + a) * std::log(dispersion) -
                                                 std::log(2 - power);
                            const double peak = std::pow(y, 2 - power) / (dispersion * (2 - power));
                            const Series series = sum_series(log_z, a, peak);
                            value.add(w * (exponent - std::log(y) + series.log_sum));
                            slope.add(w * (-exponent - series.mean / (power - 1)));
                        }
                    });
    Sum value, slope;
    for (const auto& [v, s] : partial) {
        value.merge(v);
        slope.merge(s);
    }
    return {value.value(), slope.value()};
}

double tweedie_dispersion(const Context& context, const FittedMeans& fitted, double power,
                          double guess) {
    const auto slope = [&](double log_phi) {
        return tweedie_likelihood(context, fitted, power, std::exp(log_phi)).slope;
    };
    double low = std::log(guess), f_low = slope(low), high = low, f_high = f_low;
    // The slope falls in ln phi: go to where it changes sign.
    for (int k = 0; k < most_values && !(f_low > 0); ++k) f_low = slope(low -= 0.5 + 0.5 * k);
    for (int k = 0; k < most_values && !(f_high < 0); ++k) f_high = slope(high += 0.5 + 0.5 * k);
    bool settled = false;
    return std::exp(
        find_root(low, f_low, high, f_high, log_tolerance, most_values, settled, slope));
}

}  // namespace tenon::models

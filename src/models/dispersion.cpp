#include "models/dispersion.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/eigen.hpp"
#include "base/gamma_function.hpp"
#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "models/mean_family.hpp"
#include "models/root.hpp"

namespace tenon::models {

namespace {

constexpr std::int64_t rows_of_a_block = 1024;
// Terms of Tweedie's series below exp(-this) of the largest do not reach the sixteenth digit.
constexpr double negligible = 40;
// A wider series is summed in larger steps; a guard against a hang.
constexpr double summed_deviation = 8, most_series_terms = 10'000;
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
    double log_sum = 0, excess = 0;  // excess: the mean of j - j0
};

// ln sum_j exp(t(j)) and the mean of j - j0 under those weights, for
//
//     t(j) = -(1 + a) (j ln(j / j0) - (j - j0)) - e(j) - e(j a) + ln(j a)
//
// with e(x) = ln Gamma(x + 1) - x ln x + x. exp(t) is nearly normal about j0 with the deviation
// root(j0 / (1 + a)). Where that is wide the sum over all j is, by Poisson's summation formula, the
// integral but for exp(-2 pi^2 deviation^2), and so is the sum over every h-th times h, h a third
// of the deviation, but for exp(-18 pi^2): whatever the dispersion, at most some hundred terms.
Series sum_series(double j0, double a) {
    const double deviation = std::sqrt(j0 / (1 + a));
    const bool wide = deviation > summed_deviation;
    const double step = wide ? deviation / 3 : 1;
    // j - j0 of the largest term.
    const double middle = wide ? 0 : std::max(1.0, std::round(j0)) - j0;
    const auto term = [&](double d) {
        const double j = j0 + d;
        const double v = -d / j;  // j0/j - 1
        const double less = v > -0.5 ? log1p_less(v) : std::log(j0 / j) - v;
        return (1 + a) * j * less - log_factorial_excess(j) - log_factorial_excess(j * a) +
               std::log(j * a);
    };
    const double largest = term(middle);
    double sum = 1, moment = middle;
    const auto add = [&](double d) {
        const double t = term(d) - largest;
        if (!(t >= -negligible)) return false;
        const double e = std::exp(t);
        sum += e;
        moment += d * e;
        return true;
    };
    const double least = wide ? 0 : 0.5;
    for (double k = 1; k < most_series_terms && add(middle + k * step); ++k) {
    }
    for (double k = 1; j0 + (middle - k * step) > least && add(middle - k * step); ++k) {
    }
    return {largest + std::log(sum * step), moment / sum};
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
        const double excess = log_less_digamma(k) - d;
        const double slope = log_less_digamma_slope(k);
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
        constexpr double near = 0.5;  // beyond, u has lost what the smaller of the two is
        const double u = (y - mu) / mu;
        const double less = std::fabs(u) < near ? log1p_less(u) : std::log(y) - std::log(mu) - u;
        return constant - std::log(y) + k * less;
    });
}

TweedieLikelihood tweedie_likelihood(const Context& context, const FittedMeans& fitted,
                                     double power, double dispersion) {
    const double a = (2 - power) / (power - 1);
    const Tweedie family(Link::log, power);
    const auto rows = static_cast<std::int64_t>(fitted.target.size());
    std::vector<std::pair<Sum, Sum>> partial(
        static_cast<std::size_t>(block_count(rows, rows_of_a_block)));
    parallel_blocks(context, rows, rows_of_a_block,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        context.check_cancelled();
                        auto& [value, slope] = partial[static_cast<std::size_t>(block)];
                        const Eigen::Map<const Eigen::ArrayXd> ys(fitted.target.data() + first,
                                                                  last - first),
                            means(fitted.mean.data() + first, last - first);
                        const Eigen::ArrayXd deviance = family.deviance(ys, means);
                        for (std::int64_t i = first; i < last; ++i) {
                            const double y = fitted.target[static_cast<std::size_t>(i)];
                            const double w = fitted.weight(static_cast<std::size_t>(i));
                            const double distance = deviance(i - first) / (2 * dispersion);
                            value.add(-w * distance);
                            slope.add(w * distance);
                            if (y == 0) continue;
                            const double j0 = std::pow(y, 2 - power) / (dispersion * (2 - power));
                            const Series series = sum_series(j0, a);
                            value.add(w * (series.log_sum - std::log(y)));
                            slope.add(-w * (1 + a) * series.excess);
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

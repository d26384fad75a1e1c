// Log-likelihoods of fitted means with all their constants, and the parameters beside the mean.
//
// Arrays hold one entry a row; weights may be empty (all 1). Sums are compensated.
#pragma once

#include <cstdint>
#include <span>

#include "tenon/context.hpp"

namespace tenon::models {

struct FittedMeans {
    std::span<const double> target, mean, weights;

    double weight(std::size_t i) const { return weights.empty() ? 1.0 : weights[i]; }
};

// sum w (y ln mu - mu - ln y!), from the deviance sum w d.
double poisson_log_likelihood(const FittedMeans& fitted, double deviance);

// alpha >= 0; 0 is Poisson. The slope is that with respect to alpha at fixed means.
double negative_binomial_log_likelihood(const FittedMeans& fitted, double alpha);
double negative_binomial_slope(const FittedMeans& fitted, double alpha);

// The most likely dispersion phi of a gamma model: k = 1/phi solves ln k - psi(k) = D / (2 W), D
// the deviance and W the total weight. 0 for D = 0.
double gamma_dispersion(double deviance, double total_weight);
double gamma_log_likelihood(const FittedMeans& fitted, double dispersion);

// Tweedie with power p in (1, 2): Y is a Poisson number N of gamma variables. For y > 0
//     l = (y mu^(1-p)/(1-p) - mu^(2-p)/(2-p))/phi - ln y + ln W,   W = sum_j W_j,
//     ln W_j = j ln z - ln j! - ln Gamma(j a),  a = (2-p)/(p-1),
//     z = (y / (p-1))^a / (phi^(1+a) (2-p))
// summed about its largest term (P. Dunn and G. Smyth, Statistics and Computing 15, 2005), and
// d ln W / d ln phi = -E[j] / (p - 1) with E[j] the mean under the W_j.
struct TweedieLikelihood {
    double log_likelihood = 0, slope = 0;  // slope with respect to ln phi
};
TweedieLikelihood tweedie_likelihood(const Context& context, const FittedMeans& fitted,
                                     double power, double dispersion);
// The most likely phi for these means; starts at the guess.
double tweedie_dispersion(const Context& context, const FittedMeans& fitted, double power,
                          double guess);

}  // namespace tenon::models

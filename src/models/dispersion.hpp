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
//     l = -d/(2 phi) - ln y + ln sum_{j >= 1} exp(t(j)),   d the unit deviance,
//     t(j) = -(1 + a) (j ln(j / j0) - (j - j0)) - e(j) - e(j a) + ln(j a),
//     a = (2-p)/(p-1),   j0 = y^(2-p) / (phi (2-p)),   e(x) = ln Gamma(x + 1) - x ln x + x
// which is the series of P. Dunn and G. Smyth (Statistics and Computing 15, 2005) with what its
// largest term and the rest have in common taken out, so that no digits cancel. It is summed about
// its largest term, in larger steps where it is wide: at most some hundred terms a row for every
// dispersion; relative error of the density below 1e-13. d l / d ln phi = d/(2 phi) - (1 + a)
// E[j - j0], E the mean under exp(t).
struct TweedieLikelihood {
    double log_likelihood = 0, slope = 0;  // slope with respect to ln phi
};
TweedieLikelihood tweedie_likelihood(const Context& context, const FittedMeans& fitted,
                                     double power, double dispersion);
// The most likely phi for these means; starts at the guess.
double tweedie_dispersion(const Context& context, const FittedMeans& fitted, double power,
                          double guess);

}  // namespace tenon::models

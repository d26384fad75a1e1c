// The gamma function's logarithm with its derivatives, the tail of the chi-squared distribution,
// and the small pieces of them that would cancel if they were taken as differences.
//
// No global is touched (std::lgamma of some systems writes one). NaN in gives NaN out.
#pragma once

namespace tenon {

// For x > 0. Absolute error a few eps times max(1, |value|).
double log_gamma(double x) noexcept;
double digamma(double x) noexcept;
double trigamma(double x) noexcept;

// ln Gamma(y + 1) - (y ln y - y) for y >= 0: what a Poisson variable's best likelihood is short
// of 1.
double log_factorial_excess(double y) noexcept;

// ln(1 + u) - u, right to a few eps of itself for every u > -1.
double log1p_less(double u) noexcept;

// ln x - psi(x) for x > 0, right to a few eps of itself, and its derivative times x.
double log_less_digamma(double x) noexcept;
double log_less_digamma_slope(double x) noexcept;

// ln Gamma(r + y) - ln Gamma(r) - y ln r for r > 0, y >= 0: with r = 1/alpha the part of a negative
// binomial's likelihood that goes to 0 with alpha; and its derivative with respect to alpha.
double log_rising(double r, double y) noexcept;
double log_rising_slope(double r, double y) noexcept;

// P(X > x) of a gamma variable of this shape and scale 1; relative error about 1e-13.
double gamma_upper_tail(double shape, double x) noexcept;
// P(X > x) of chi-squared.
double chi_squared_upper_tail(double x, double degrees) noexcept;

}  // namespace tenon

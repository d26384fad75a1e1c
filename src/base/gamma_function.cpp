// Stirling's series from 15 on, reached from below by Gamma(x + 1) = x Gamma(x). The incomplete
// gamma function is its power series below x = shape + 1 and Legendre's continued fraction above,
// by the modified method of Lentz (W. Gautschi, A computational procedure for incomplete gamma
// functions, ACM TOMS 5, 1979), with the power x^a e^-x / Gamma(a) taken about x = a:
//     x^a e^-x / Gamma(a) = sqrt(a / 2 pi) exp(a (ln(1+u) - u) - remainder(a)),   u = (x - a) / a.
#include "base/gamma_function.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr double stirling_from = 15;   // six terms are exact to double precision from here
constexpr int most_terms = 2'000'000;  // about sqrt(shape) are needed; a guard against a hang
constexpr double half_log_two_pi = 0.91893853320467274178;
// Up to here a sum over j < y is as quick as the closed form, and has no cancellation.
constexpr double most_summed = 32;

// ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2), x >= stirling_from.
double stirling_remainder(double x) noexcept {
    const double r = 1 / x, s = r * r;
    return r * (1.0 / 12 -
                s * (1.0 / 360 -
                     s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * 691.0 / 360360)))));
}

// psi(x) - ln x + 1/(2x), x >= stirling_from.
double digamma_remainder(double x) noexcept {
    const double s = 1 / (x * x);
    return -s * (1.0 / 12 -
                 s * (1.0 / 120 -
                      s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132 - s * 691.0 / 32760)))));
}

// x^a e^-x / Gamma(a).
double gamma_power(double a, double x) noexcept {
    if (a >= stirling_from) {
        const double u = (x - a) / a;
        return std::sqrt(a / (2 * std::numbers::pi)) *
               std::exp(a * log1p_less(u) - stirling_remainder(a));
    }
    return std::exp(a * std::log(x) - x - log_gamma(a));
}

bool counts(double y) noexcept {
    return y <= most_summed && y == std::floor(y);
}

}  // namespace

double log_gamma(double x) noexcept {
    if (!(x > 0)) return nan;
    if (std::isinf(x)) return x;
    double product = 1;
    // At most fifteen factors, none above 15 but a first one that may be tiny.
    for (; x < stirling_from; ++x) product *= x;
    return (x - 0.5) * std::log(x) - x + half_log_two_pi + stirling_remainder(x) -
           std::log(product);
}

double digamma(double x) noexcept {
    if (!(x > 0)) return nan;
    double shift = 0;
    for (; x < stirling_from; ++x) shift += 1 / x;
    return std::log(x) - 0.5 / x + digamma_remainder(x) - shift;
}

double trigamma(double x) noexcept {
    if (!(x > 0)) return nan;
    double shift = 0;
    for (; x < stirling_from; ++x) shift += 1 / (x * x);
    const double r = 1 / x, s = r * r;
    return shift + r + s / 2 +
           r * s *
               (1.0 / 6 -
                s * (1.0 / 30 -
                     s * (1.0 / 42 - s * (1.0 / 30 - s * (5.0 / 66 - s * 691.0 / 2730)))));
}

double log_less_digamma(double x) noexcept {
    if (x >= stirling_from) return 0.5 / x - digamma_remainder(x);
    return std::log(x) - digamma(x);
}

double log_less_digamma_slope(double x) noexcept {
    if (!(x >= stirling_from)) return 1 - x * trigamma(x);
    const double r = 1 / x, s = r * r;
    return -(
        r / 2 +
        s * (1.0 / 6 -
             s * (1.0 / 30 - s * (1.0 / 42 - s * (1.0 / 30 - s * (5.0 / 66 - s * 691.0 / 2730))))));
}

double log_factorial_excess(double y) noexcept {
    if (y == 0) return 0;
    if (y >= stirling_from) return std::log(y) / 2 + half_log_two_pi + stirling_remainder(y);
    return log_gamma(y + 1) - y * (std::log(y) - 1);
}

double log1p_less(double u) noexcept {
    if (!(std::fabs(u) < 0.5)) return std::log1p(u) - u;
    // ln(1+u) = 2 atanh(s) with s = u / (2 + u), and 2 s - u = -u s.
    const double s = u / (2 + u), q = s * s;
    double term = q, sum = 0;
    for (double k = 3; std::fabs(term) > epsilon * epsilon; k += 2, term *= q) {
        const double before = sum;
        sum += term / k;
        if (sum == before) break;
    }
    return s * (2 * sum - u);
}

double log_rising(double r, double y) noexcept {
    if (!(r > 0) || !(y >= 0)) return nan;
    if (counts(y)) {
        double sum = 0;
        for (double j = 1; j < y; ++j) sum += std::log1p(j / r);
        return sum;
    }
    if (r < stirling_from) return log_gamma(r + y) - log_gamma(r) - y * std::log(r);
    // (r + y - 1/2) ln(1 + u) - y with u = y/r.
    const double u = y / r, l = log1p_less(u);
    return (r + y - 0.5) * l + (y - 0.5) * u + stirling_remainder(r + y) - stirling_remainder(r);
}

double log_rising_slope(double r, double y) noexcept {
    if (!(r > 0) || !(y >= 0)) return nan;
    if (counts(y)) {
        double sum = 0;
        for (double j = 1; j < y; ++j) sum += j / (1 + j / r);
        return sum;
    }
    if (r < stirling_from) return -r * r * (digamma(r + y) - digamma(r) - y / r);
    const double u = y / r;
    return -r * r *
           (log1p_less(u) + 0.5 * u / (r + y) + digamma_remainder(r + y) - digamma_remainder(r));
}

double gamma_upper_tail(double a, double x) noexcept {
    if (!(a > 0) || std::isnan(x)) return nan;
    if (x <= 0) return 1;
    if (std::isinf(x)) return 0;
    const double power = gamma_power(a, x);
    if (x < a + 1) {
        double term = 1 / a, sum = term;
        for (double k = 1; k < most_terms && term > epsilon * sum / 4; ++k)
            sum += term *= x / (a + k);
        return 1 - power * sum;
    }
    constexpr double tiny = 1e-300;  // stands for zero in Lentz's ratios
    double b = x + 1 - a, c = 1 / tiny, d = 1 / b, f = d;
    for (double k = 1; k < most_terms; ++k) {
        const double numerator = -k * (k - a);
        b += 2;
        d = numerator * d + b;
        if (std::fabs(d) < tiny) d = tiny;
        c = b + numerator / c;
        if (std::fabs(c) < tiny) c = tiny;
        d = 1 / d;
        f *= d * c;
        if (std::fabs(d * c - 1) <= epsilon) break;
    }
    return power * f;
}

double chi_squared_upper_tail(double x, double degrees) noexcept {
    return gamma_upper_tail(degrees / 2, x / 2);
}

}  // namespace tenon

// The F tail is the incomplete beta function at x = A / (A + B f), A = degrees2 / 2,
// B = degrees1 / 2:
//     P(F > f) = I_x(A, B) = x^A (1-x)^B / Beta(A, B) * K,
//     K = 1 / (b1 + a2 / (b2 + a3 / (b3 + ...)))
// with the continued fraction of A. R. Didonato and A. H. Morris, Significant digit computation of
// the incomplete beta function ratios (ACM TOMS 18, 1992), equation 9, evaluated by the modified
// method of Lentz (W. J. Lentz, Applied Optics 15, 1976). Its first term needs
// lambda = A - (A+B) x, which loses all digits for large A when taken from x; here it comes from
// f - 1. So does the power: with h = B (f-1) / (A+B),
//     ln(x^A (1-x)^B) = ln(x0^A y0^B) + B ln f - (A+B) ln(1+h),   x0 = A/(A+B), y0 = B/(A+B),
// and C(A, B) = x0^A y0^B / Beta(A, B) is a pure Stirling remainder for large A and B. Student's t
// is F with degrees1 = 1 and f = t^2.
#include "base/distribution.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace tenon {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double epsilon = std::numeric_limits<double>::epsilon();
// From here on the Stirling series below is exact to double precision with six terms.
constexpr double stirling_from = 15;
// The fraction needs about sqrt(A) terms; A = 1e9 stays far below this guard against a hang.
constexpr int most_terms = 2'000'000;
// Above this many degrees of freedom t and normal agree to 1e-13 down to tails of 1e-300.
constexpr double normal_from = 1e19;

// ln Gamma(x) - ((x - 1/2) ln x - x + ln(2 pi)/2) for x >= stirling_from.
double stirling_remainder(double x) noexcept {
    const double r = 1 / x, s = r * r;
    return r * (1.0 / 12 -
                s * (1.0 / 360 -
                     s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188 - s * 691.0 / 360360)))));
}

// C(a, b) / C(a, b + m) with b + m >= stirling_from, by Beta(a, b) = Beta(a, b+1) (a+b) / b.
double shift_factor(double a, double& b) noexcept {
    if (b >= stirling_from) return 1;
    const double m = std::ceil(stirling_from - b), shifted = b + m;
    double factor = std::pow(b / shifted, b) * std::exp((a + b) * std::log1p(m / (a + b)));
    for (double i = 0; i < m; ++i) factor *= (b + i) / shifted * ((a + shifted) / (a + b + i));
    b = shifted;
    return factor;
}

double central_constant(double a, double b) noexcept {
    double factor = shift_factor(a, b);
    factor *= shift_factor(b, a);
    const double remainder =
        stirling_remainder(a + b) - stirling_remainder(a) - stirling_remainder(b);
    return factor * std::sqrt(a / (a + b) * b / (2 * std::numbers::pi)) * std::exp(remainder);
}

// x^A (1-x)^B / Beta(A, B) at x = A / (A + B f).
double beta_power(double f, double a, double b) noexcept {
    const double h = b * (f - 1) / (a + b);
    return central_constant(a, b) * std::exp(b * std::log(f) - (a + b) * std::log1p(h));
}

// K of I_x(a, b); y = 1 - x, lambda = a - (a + b) x >= 0.
double beta_fraction(double a, double b, double x, double y, double lambda) noexcept {
    constexpr double tiny = 1e-300;  // stands for zero in Lentz's ratios
    double f = a / (a + 1) * (lambda + 1);
    double c = f, d = 0;
    for (int term = 1; term < most_terms; ++term) {
        const double n = term;
        const double e = a + 2 * n - 1;
        const double alpha = (a + n - 1) / e * ((a + b + n - 1) / e) * n * (b - n) * x * x;
        const double beta =
            n + n * (b - n) * x / e + (a + n) / (e + 2) * (lambda + 1 + n * (1 + y));
        d = beta + alpha * d;
        if (d == 0) d = tiny;
        c = beta + alpha / c;
        if (c == 0) c = tiny;
        d = 1 / d;
        f *= c * d;
        if (std::fabs(c * d - 1) <= epsilon) break;
    }
    return 1 / f;
}

// Density of Student's t at t > 0.
double student_density(double t, double degrees) noexcept {
    return beta_power(t * t, degrees / 2, 0.5) / t;
}

// Newton's method on ln tail(e^u) = ln target, whose left side falls and is concave in u = ln t:
// after one step it comes down from above without turning back. `tail` and `density` are those of
// a symmetric distribution; target < 1/2.
template <class Tail, class Density>
double upper_quantile(double start, double target, Tail tail, Density density) noexcept {
    if (tail(std::numeric_limits<double>::max()) > target) return infinity;
    double t = start;
    double least = 0, most = infinity;  // a bracket for steps that leave the representable range
    for (int iteration = 0; iteration < 200; ++iteration) {
        const double p = tail(t);
        if (p == target) return t;
        (p > target ? least : most) = t;
        double next = t * std::exp(p * std::log(p / target) / (t * density(t)));
        if (!(next > least && next < most)) {
            if (iteration > 3 && std::fabs(next - t) <= 4 * epsilon * t) return next;
            next = std::isinf(most) ? 2 * t : least + (most - least) / 2;
        }
        if (std::fabs(next - t) <= 2 * epsilon * t) return next;
        t = next;
    }
    return t;
}

}  // namespace

double normal_upper_tail(double z) noexcept {
    // x + dx = z / sqrt(2) to twice the digits: in the tail erfc multiplies an error of x by 2x.
    constexpr double root_low = -4.833646656726457e-17;  // sqrt(1/2) minus its double
    constexpr double root = std::numbers::sqrt2 / 2;
    const double x = z * root;
    const double dx = std::fma(z, root, -x) + z * root_low;
    const double tail = std::erfc(x);
    if (x < 1 || tail == 0 || std::isnan(x)) return tail / 2;
    return (tail - 2 * std::numbers::inv_sqrtpi * std::exp(-x * x) * dx) / 2;
}

double normal_upper_quantile(double tail) noexcept {
    if (!(tail >= 0 && tail <= 1)) return nan;
    if (tail == 0) return infinity;
    if (tail == 1) return -infinity;
    if (tail == 0.5) return 0;
    if (tail > 0.5) return -normal_upper_quantile(1 - tail);
    const auto density = [](double z) {
        return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
    };
    // Near the middle the tail is 1/2 - z / sqrt(2 pi); far out exp(-z^2/2).
    const double near = (0.5 - tail) * std::sqrt(2 * std::numbers::pi);
    const double far = std::sqrt(-2 * std::log(2 * tail));
    return upper_quantile(tail > 0.1 ? near : far, tail, normal_upper_tail, density);
}

double f_upper_tail(double f, double degrees1, double degrees2) noexcept {
    if (std::isnan(f) || !(degrees1 > 0) || !(degrees2 > 0)) return nan;
    if (f <= 0) return 1;
    if (std::isinf(f)) return 0;
    const double a = degrees2 / 2, b = degrees1 / 2;
    const double whole = a + b * f;
    if (std::isinf(whole)) return 0;
    const double x = a / whole, y = b * f / whole;
    const double lambda = x * b * (f - 1);
    const double power = beta_power(f, a, b);
    if (f >= 1) return power * beta_fraction(a, b, x, y, lambda);
    return 1 - power * beta_fraction(b, a, y, x, -lambda);
}

double student_two_sided(double t, double degrees) noexcept {
    if (std::isnan(t) || !(degrees > 0)) return nan;
    if (degrees >= normal_from) return 2 * normal_upper_tail(std::fabs(t));
    if (std::fabs(t) > 1e150) {
        // t^2 would overflow; far out the tail is a pure power.
        const double at = 1e150;
        return student_two_sided(at, degrees) * std::pow(at / std::fabs(t), degrees);
    }
    return f_upper_tail(t * t, 1, degrees);
}

double student_upper_tail(double t, double degrees) noexcept {
    const double half = student_two_sided(t, degrees) / 2;
    return t < 0 ? 1 - half : half;
}

double student_upper_quantile(double tail, double degrees) noexcept {
    if (!(tail >= 0 && tail <= 1) || !(degrees > 0)) return nan;
    if (degrees >= normal_from || tail == 0 || tail == 1) return normal_upper_quantile(tail);
    if (tail == 0.5) return 0;
    if (tail > 0.5) return -student_upper_quantile(1 - tail, degrees);
    return upper_quantile(
        normal_upper_quantile(tail), tail, [&](double t) { return student_upper_tail(t, degrees); },
        [&](double t) { return student_density(t, degrees); });
}

}  // namespace tenon

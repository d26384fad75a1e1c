// Numbers of about 32 decimal digits as an unevaluated sum of two doubles, hi + lo.
//
// T. J. Dekker, A floating-point technique for extending the available precision (Numerische
// Mathematik 18, 1971); D. E. Knuth, The Art of Computer Programming 2, 4.2.2 (exact sum). Relative
// error of +, -, *: a few 2^-104; of /, sqrt: a few 2^-102. Exact parts need |values| below 2^996
// and products above 2^-968 or zero; callers scale their data.
#pragma once

#include <cmath>

namespace tenon {

// sum + error == a + b exactly.
inline void exact_sum(double a, double b, double& sum, double& error) noexcept {
    sum = a + b;
    const double part = sum - a;
    error = (a - (sum - part)) + (b - part);
}

// product + error == a * b exactly. The two branches give the same bits.
inline void exact_product(double a, double b, double& product, double& error) noexcept {
    product = a * b;
#ifdef FP_FAST_FMA
    error = std::fma(a, b, -product);
#else
    // Veltkamp's split: the upper 26 bits of a factor times those of another are exact. Inline
    // arithmetic keeps loops vectorised where a call of fma would not.
    constexpr double splitter = 0x1p27 + 1;
    const double wide_a = splitter * a, wide_b = splitter * b;
    const double high_a = wide_a - (wide_a - a), high_b = wide_b - (wide_b - b);
    const double low_a = a - high_a, low_b = b - high_b;
    error = ((high_a * high_b - product) + high_a * low_b + low_a * high_b) + low_a * low_b;
#endif
}

struct DoubleDouble {
    double hi = 0, lo = 0;

    constexpr DoubleDouble() = default;
    constexpr DoubleDouble(double value) : hi(value) {}  // NOLINT: a double is one
    constexpr DoubleDouble(double high, double low) : hi(high), lo(low) {}

    explicit operator double() const noexcept { return hi + lo; }
};

// |b| <= |a| or a == 0: the sum of both as a pair.
inline DoubleDouble ordered_sum(double a, double b) noexcept {
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

inline DoubleDouble operator+(DoubleDouble a, DoubleDouble b) noexcept {
    double s, e, t, f;
    exact_sum(a.hi, b.hi, s, e);
    exact_sum(a.lo, b.lo, t, f);
    const DoubleDouble r = ordered_sum(s, e + t);
    return ordered_sum(r.hi, r.lo + f);
}
inline DoubleDouble operator-(DoubleDouble a) noexcept {
    return {-a.hi, -a.lo};
}
inline DoubleDouble operator-(DoubleDouble a, DoubleDouble b) noexcept {
    return a + -b;
}
inline DoubleDouble operator*(DoubleDouble a, DoubleDouble b) noexcept {
    double p, e;
    exact_product(a.hi, b.hi, p, e);
    return ordered_sum(p, e + (a.hi * b.lo + a.lo * b.hi));
}
inline DoubleDouble operator/(DoubleDouble a, DoubleDouble b) noexcept {
    const double first = a.hi / b.hi;
    DoubleDouble rest = a - b * DoubleDouble(first);
    const double second = rest.hi / b.hi;
    rest = rest - b * DoubleDouble(second);
    return ordered_sum(first, second) + DoubleDouble(rest.hi / b.hi);
}
inline DoubleDouble& operator+=(DoubleDouble& a, DoubleDouble b) noexcept {
    return a = a + b;
}
inline DoubleDouble& operator-=(DoubleDouble& a, DoubleDouble b) noexcept {
    return a = a - b;
}
inline bool operator<(DoubleDouble a, DoubleDouble b) noexcept {
    return a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo);
}
inline DoubleDouble sqrt(DoubleDouble a) noexcept {
    if (!(a.hi > 0)) return a.hi == 0 ? 0.0 : std::sqrt(a.hi);
    const double root = std::sqrt(a.hi);  // one Newton step doubles its digits
    const DoubleDouble rest = a - DoubleDouble(root) * DoubleDouble(root);
    return ordered_sum(root, rest.hi / (2 * root));
}
inline DoubleDouble fabs(DoubleDouble a) noexcept {
    return a.hi < 0 ? -a : a;
}

}  // namespace tenon

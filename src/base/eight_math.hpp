// exp and log1p of eight doubles at a time, to about one ulp. Not fused, so the bits are the same
// at every level (base/eight.hpp); they need not be those of the C library.
//
// exp: x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts of which k times the first is exact
// (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980), and Taylor's
// series of r to the 13th power, whose remainder is below 2^-57. log1p: 1 + x = u + c with c the
// rounding error of u; u = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2; s = f / (2 + f),
// ln(1 + f) = f - f^2/2 + s (f^2/2 + 2 s^2/3 + 2 s^4/5 + ...).
#pragma once

#include <bit>
#include <cstdint>
#include <limits>

#include "base/eight.hpp"

namespace tenon {

// High part of ln 2 with 32 bits, and the rest.
inline constexpr double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
// Added to a number below 2^51 it leaves the nearest integer in the low bits.
inline constexpr double rounding_shift = 0x1.8p52;

inline constexpr double inverse_ln2 = 0x1.71547652b82fep+0;
// The bits of rounding_shift.
inline constexpr std::int64_t rounding_bits = 0x4338000000000000;
inline constexpr double least_exponent = -746, most_exponent = 710;  // beyond: 0 and infinity

// V is eight doubles or one.
template <class V>
TENON_INLINE V splat(double x) noexcept {
    return splat8<V>(x);
}
template <>
TENON_INLINE double splat<double>(double x) noexcept {
    return x;
}
// exp of |r| <= ln 2 / 2: 1 + (r + r^2 q), q by pairs (G. Estrin, 1960), whose chain of operations
// is a third of Horner's.
template <class V>
TENON_INLINE V exp_near_zero(const V& r) noexcept {
    const V r2 = r * r, r4 = r2 * r2;
    const V a = (splat<V>(0.5) + splat<V>(1.0 / 6) * r) +
                (splat<V>(1.0 / 24) + splat<V>(1.0 / 120) * r) * r2;
    const V b = (splat<V>(1.0 / 720) + splat<V>(1.0 / 5040) * r) +
                (splat<V>(1.0 / 40320) + splat<V>(1.0 / 362880) * r) * r2;
    const V c = (splat<V>(1.0 / 3628800) + splat<V>(1.0 / 39916800) * r) +
                (splat<V>(1.0 / 479001600) + splat<V>(1.0 / 6227020800) * r) * r2;
    return splat<V>(1) + (r + r2 * (a + (b + c * r4) * r4));
}

template <class E>
TENON_INLINE E exp8(const E& argument) noexcept {
    constexpr double least = least_exponent, most = most_exponent;
    const E x = select8(less8(splat8<E>(most), argument), splat8<E>(most),
                        select8(less8(argument, splat8<E>(least)), splat8<E>(least), argument));
    const E shift = splat8<E>(rounding_shift);
    const E shifted = x * splat8<E>(inverse_ln2) + shift;
    const E k = shifted - shift;
    const E r = (x - k * splat8<E>(ln2_high)) - k * splat8<E>(ln2_low);
    const E power = exp_near_zero(r);
    // 2^k in two factors, so that neither overflows and subnormal results are rounded once.
    const BitsOf<E> exponent = bits8(shifted) - splat8_bits<E>(rounding_bits);
    const BitsOf<E> half = exponent >> 1;
    const BitsOf<E> one = splat8_bits<E>(1023);
    return power * doubles8<E>((half + one) << 52) * doubles8<E>((exponent - half + one) << 52);
}

// The same bits for one number that is not above 0.
inline double exp_of_nonpositive(double argument) noexcept {
    const double x = argument < least_exponent ? least_exponent : argument;
    const double shifted = x * inverse_ln2 + rounding_shift;
    const double k = shifted - rounding_shift;
    const double r = (x - k * ln2_high) - k * ln2_low;
    const std::int64_t exponent = std::bit_cast<std::int64_t>(shifted) - rounding_bits;
    const std::int64_t half = exponent >> 1;
    return exp_near_zero(r) * std::bit_cast<double>((half + 1023) << 52) *
           std::bit_cast<double>((exponent - half + 1023) << 52);
}

// For x >= 0: the part of log1p that likelihoods need. Infinity and NaN stay what they are.
template <class E>
TENON_INLINE E log1p8(const E& x) noexcept {
    const E one = splat8<E>(1);
    const E u = x + one;
    const E c = select8(less8(x, one), x - (u - one), one - (u - x));
    const BitsOf<E> root_half = splat8_bits<E>(0x3FE6A09E667F3BCD);
    const BitsOf<E> exponent = (bits8(u) - root_half) >> 52;
    const E m = doubles8<E>(bits8(u) - (exponent << 52));
    const E k = doubles8<E>(exponent + splat8_bits<E>(rounding_bits)) - splat8<E>(rounding_shift);
    const E f = m - one;
    const E s = f / (splat8<E>(2) + f), z = s * s;
    E series = splat8<E>(2.0 / 25);
    for (int j = 11; j >= 1; --j) series = series * z + splat8<E>(2.0 / (2 * j + 1));
    const E half_square = splat8<E>(0.5) * f * f;
    const E small = s * (half_square + z * series) + (k * splat8<E>(ln2_low) + c / u);
    const E result = k * splat8<E>(ln2_high) + (f - (half_square - small));
    return select8(less8(x, splat8<E>(std::numeric_limits<double>::infinity())), result, x);
}

}  // namespace tenon

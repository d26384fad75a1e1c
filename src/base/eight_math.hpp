// exp and log1p of eight doubles at a time, to about one ulp. Not fused, so the bits are the same
// at every level (base/eight.hpp); they need not be those of the C library.
//
// exp: x = k ln 2 + r with |r| <= ln 2 / 2, ln 2 in two parts of which k times the first is exact
// (W. J. Cody and W. Waite, Software Manual for the Elementary Functions, 1980), and Taylor's
// series of r to the 13th power, whose remainder is below 2^-57. log1p: 1 + x = u + c with c the
// rounding error of u; u = 2^k (1 + f) with 1 + f between the roots of 1/2 and 2; s = f / (2 + f),
// ln(1 + f) = f - f^2/2 + s (f^2/2 + 2 s^2/3 + 2 s^4/5 + ...).
#pragma once

#include <limits>

#include "base/eight.hpp"

namespace tenon {

// High part of ln 2 with 32 bits, and the rest.
inline constexpr double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
// Added to a number below 2^51 it leaves the nearest integer in the low bits.
inline constexpr double rounding_shift = 0x1.8p52;

TENON_INLINE Eight exp8(const Eight& argument) noexcept {
    constexpr double least = -746, most = 710;  // beyond: 0 and infinity
    const Eight x = select8(less8(splat8(most), argument), splat8(most),
                            select8(less8(argument, splat8(least)), splat8(least), argument));
    const Eight shift = splat8(rounding_shift);
    const Eight shifted = x * splat8(0x1.71547652b82fep+0) + shift;
    const Eight k = shifted - shift;
    const Eight r = (x - k * splat8(ln2_high)) - k * splat8(ln2_low);
    constexpr double inverse_factorial[] = {
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
        1.0 / 5040,       1.0 / 720,       1.0 / 120,      1.0 / 24,      1.0 / 6,      0.5};
    Eight q = splat8(inverse_factorial[0]);
    for (int i = 1; i < 12; ++i) q = q * r + splat8(inverse_factorial[i]);
    const Eight power = splat8(1) + (r + r * r * q);
    // 2^k in two factors, so that neither overflows and subnormal results are rounded once.
    const EightBits exponent = bits8(shifted) - splat8_bits(0x4338000000000000);
    const EightBits half = exponent >> 1;
    const EightBits one = splat8_bits(1023);
    return power * doubles8((half + one) << 52) * doubles8((exponent - half + one) << 52);
}

// For x >= 0: the part of log1p that likelihoods need. Infinity and NaN stay what they are.
TENON_INLINE Eight log1p8(const Eight& x) noexcept {
    const Eight one = splat8(1);
    const Eight u = x + one;
    const Eight c = select8(less8(x, one), x - (u - one), one - (u - x));
    const EightBits root_half = splat8_bits(0x3FE6A09E667F3BCD);
    const EightBits exponent = (bits8(u) - root_half) >> 52;
    const Eight m = doubles8(bits8(u) - (exponent << 52));
    const Eight k = doubles8(exponent + splat8_bits(0x4338000000000000)) - splat8(rounding_shift);
    const Eight f = m - one;
    const Eight s = f / (splat8(2) + f), z = s * s;
    Eight series = splat8(2.0 / 25);
    for (int j = 11; j >= 1; --j) series = series * z + splat8(2.0 / (2 * j + 1));
    const Eight half_square = splat8(0.5) * f * f;
    const Eight small = s * (half_square + z * series) + (k * splat8(ln2_low) + c / u);
    const Eight result = k * splat8(ln2_high) + (f - (half_square - small));
    return select8(less8(x, splat8(std::numeric_limits<double>::infinity())), result, x);
}

}  // namespace tenon

// The double nearest to m 10^e for an integer m, exactly rounded (ties to even).
//
// - m <= 2^53, |e| <= 22: both are exact doubles, one operation rounds once (W. D. Clinger, How to
//   Read Floating Point Numbers Accurately, 1990).
// - |e| <= 27: 5^|e| < 2^63, so m 5^e is an exact 128-bit integer for e >= 0; for e < 0 one
// division
//   of 128 by 64 bits gives at least 62 bits of m / 5^|e| and tells by its remainder whether
//   anything follows. That bit, kept at the end ("sticky"), decides ties; powers of two are exact.
#pragma once

#include <bit>
#include <cstdint>

namespace tenon {

inline constexpr std::uint64_t most_exact_mantissa = std::uint64_t{1} << 53;
inline constexpr int most_exact_power = 22;  // 10^22 = 2^22 5^22 and 5^22 < 2^53
inline constexpr int most_short_power = 27;  // 5^27 < 2^63

inline constexpr double exact_powers_of_ten[most_exact_power + 1] = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

inline double power_of_two(int k) noexcept {  // a normal double
    constexpr int bias = 1023, fraction_bits = 52;
    return std::bit_cast<double>(static_cast<std::uint64_t>(bias + k) << fraction_bits);
}

// True and the magnitude in `value`, or false where this way does not reach.
inline bool nearest_double(std::uint64_t m, int e, double& value) noexcept {
    if (m <= most_exact_mantissa && e >= -most_exact_power && e <= most_exact_power) {
        const auto whole = static_cast<double>(m);
        value = e < 0 ? whole / exact_powers_of_ten[-e] : whole * exact_powers_of_ten[e];
        return true;
    }
#if defined(__SIZEOF_INT128__)
    __extension__ using Wide = unsigned __int128;
    if (m == 0 || e < -most_short_power || e > most_short_power) return false;
    std::uint64_t five = 1;
    for (int i = e < 0 ? -e : e; i > 0; --i) five *= 5;
    if (e >= 0) {
        const Wide product = static_cast<Wide>(m) * five;
        const auto high = static_cast<std::uint64_t>(product >> 64);
        if (high == 0) {
            value = static_cast<double>(static_cast<std::uint64_t>(product)) * power_of_two(e);
            return true;
        }
        const int shift = 64 - std::countl_zero(high);  // bits that 64 do not hold
        auto top = static_cast<std::uint64_t>(product >> shift);
        top |= (product & ((static_cast<Wide>(1) << shift) - 1)) != 0;
        value = static_cast<double>(top) * power_of_two(e + shift);
        return true;
    }
    const int m_shift = std::countl_zero(m), five_shift = std::countl_zero(five);
    // The dividend's upper half is below the divisor, so that 64 bits hold the quotient.
    const Wide dividend = static_cast<Wide>(m << m_shift) << 63;
    const std::uint64_t divisor = five << five_shift;
    const auto quotient = static_cast<std::uint64_t>(dividend / divisor);
    const bool more = static_cast<std::uint64_t>(dividend - static_cast<Wide>(quotient) * divisor);
    value = static_cast<double>(quotient | static_cast<std::uint64_t>(more)) *
            power_of_two(five_shift - m_shift - 63 + e);
    return true;
#else
    return false;
#endif
}

}  // namespace tenon

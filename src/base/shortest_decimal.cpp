// x = c 2^q, with neighbours whose midpoints to x are at c - 1/2 (c - 1/4 above a power of two) and
// c + 1/2. Choose k so that 10^k is the largest power of ten below the width of that interval: then
// it holds one to ten multiples of 10^k and at most one of 10^(k+1). Scale the interval by 4 10^-k
// and round its ends to odd (a bit below the point that says "not exact" is folded into the lowest
// bit), so that integers alone decide which multiples lie inside, and which is nearest to x. The
// scaling is one multiplication by 10^-k to 128 bits (R. Giulietti, The Schubfach Way to Render
// Doubles, 2020).
#include "base/shortest_decimal.hpp"

#include <array>
#include <bit>

namespace tenon {

namespace {

struct Wide {
    std::uint64_t high, low;
};

constexpr Wide multiply(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
    __extension__ using Product = unsigned __int128;
    const Product product = static_cast<Product>(a) * b;
    return {static_cast<std::uint64_t>(product >> 64), static_cast<std::uint64_t>(product)};
#else
    constexpr std::uint64_t half = 0xFFFF'FFFFu;
    const std::uint64_t low = (a & half) * (b & half), right = (a & half) * (b >> 32),
                        left = (a >> 32) * (b & half), high = (a >> 32) * (b >> 32);
    const std::uint64_t middle = (low >> 32) + (right & half) + (left & half);
    return {high + (right >> 32) + (left >> 32) + (middle >> 32), middle << 32 | (low & half)};
#endif
}

// 10^k for k in [-292, 324] as floor(10^k / 2^r) + 1 with r so that it has 128 bits.
constexpr int least_power = -292, most_power = 324;
using Powers = std::array<Wide, most_power - least_power + 1>;

// A binary number of many digits, the lowest limb first, enough for 10^324 and for the first 128
// bits of 10^-292.
class Limbs {
  public:
    constexpr void set_bit(int bit) { limb_[bit / 32] |= std::uint32_t{1} << bit % 32; }
    constexpr void multiply_by_ten() {
        std::uint64_t carry = 0;
        for (std::uint32_t& limb : limb_) {
            carry += std::uint64_t{limb} * 10;
            limb = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    }
    constexpr void divide_by_ten() {
        std::uint64_t rest = 0;
        for (std::size_t i = limb_.size(); i-- > 0;) {
            rest = rest << 32 | limb_[i];
            limb_[i] = static_cast<std::uint32_t>(rest / 10);
            rest %= 10;
        }
    }
    constexpr Wide first_128_bits() const {
        std::size_t top = limb_.size() - 1;
        while (limb_[top] == 0) --top;
        const int shift = std::countl_zero(limb_[top]);
        std::uint32_t words[4] = {};
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint64_t pair = std::uint64_t{limb_at(top, i)} << 32 | limb_at(top, i + 1);
            words[i] = static_cast<std::uint32_t>(pair << shift >> 32);
        }
        return {std::uint64_t{words[0]} << 32 | words[1], std::uint64_t{words[2]} << 32 | words[3]};
    }

  private:
    constexpr std::uint32_t limb_at(std::size_t top, std::size_t below) const {
        return below <= top ? limb_[top - below] : 0;
    }
    std::array<std::uint32_t, 36> limb_{};  // 1152 bits
};

constexpr Wide plus_one(Wide a) {
    return {a.high + (a.low + 1 == 0), a.low + 1};
}

constexpr Powers all_powers() {
    Powers out{};
    Limbs up, down;
    up.set_bit(0);
    for (int k = 0; k <= most_power; ++k, up.multiply_by_ten())
        out[static_cast<std::size_t>(k - least_power)] = plus_one(up.first_128_bits());
    down.set_bit(36 * 32 - 1);  // floors of quotients by ten are floors of the whole quotient
    for (int k = -1; k >= least_power; --k) {
        down.divide_by_ten();
        out[static_cast<std::size_t>(k - least_power)] = plus_one(down.first_128_bits());
    }
    return out;
}

constexpr Powers powers = all_powers();

// floor(log2(10^e)), exact for |e| <= 1233.
constexpr int floor_log2_power(int e) noexcept {
    return (e * 1'741'647) >> 19;
}

// n times the power, over 2^128, rounded to odd.
std::uint64_t scale(Wide power, std::uint64_t n) noexcept {
    const Wide low = multiply(power.low, n), high = multiply(power.high, n);
    const std::uint64_t middle = high.low + low.high;
    // The power is up to one unit too large, so a middle of 1 may stand for 0.
    return (high.high + (middle < low.high)) | static_cast<std::uint64_t>(middle > 1);
}

}  // namespace

Decimal shortest_decimal(double x) noexcept {
    constexpr int fraction_bits = 52, bias = 1023 + fraction_bits;
    constexpr std::uint64_t hidden = std::uint64_t{1} << fraction_bits;
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t fraction = bits & (hidden - 1);
    const auto biased = static_cast<int>(bits >> fraction_bits & 0x7FF);
    const std::uint64_t c = biased == 0 ? fraction : fraction | hidden;
    const int q = (biased == 0 ? 1 : biased) - bias;
    const bool even = c % 2 == 0;                     // then the ends round to x, too
    const bool uneven = fraction == 0 && biased > 1;  // the neighbour below is twice as near

    // floor(log10(2^q)), or of 3/4 2^q
    const int k = (q * 1'262'611 - (uneven ? 524'031 : 0)) >> 22;
    const Wide power = powers[static_cast<std::size_t>(-k - least_power)];
    const int shift = q + floor_log2_power(-k) + 1;
    const std::uint64_t below = scale(power, (4 * c - 2 + uneven) << shift) + !even;
    const std::uint64_t at = scale(power, (4 * c) << shift);
    const std::uint64_t above = scale(power, (4 * c + 2) << shift) - !even;

    const std::uint64_t s = at / 4;
    if (s >= 10) {
        const std::uint64_t tens = s / 10;
        const bool lower = below <= 40 * tens, upper = 40 * tens + 40 <= above;
        if (lower != upper) return {tens + upper, k + 1};
    }
    const bool lower = below <= 4 * s, upper = 4 * s + 4 <= above;
    if (lower != upper) return {s + upper, k};
    const std::uint64_t middle = 4 * s + 2;
    return {s + (at > middle || (at == middle && s % 2 == 1)), k};
}

}  // namespace tenon

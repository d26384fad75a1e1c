#include "ilp/check/exact_sum.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace tenon::ilp {

namespace {

constexpr std::uint64_t low_half = 0xFFFFFFFFu;

// x = mantissa * 2^exponent, exactly, without sign.
struct Parts {
    std::uint64_t mantissa;
    int exponent;
};

Parts parts_of(double x) noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    const int field = static_cast<int>((bits >> 52) & 0x7FF);
    const std::uint64_t fraction = bits & ((std::uint64_t{1} << 52) - 1);
    if (field == 0) return {fraction, -1074};
    return {fraction | (std::uint64_t{1} << 52), field - 1075};
}

}  // namespace

void ExactSum::clear() noexcept {
    limb_.fill(0);
    pending_ = 0;
}

void ExactSum::add_bits(std::uint64_t bits, int position, std::int64_t sign) noexcept {
    const auto word = static_cast<std::size_t>(position / 32);
    const int shift = position % 32;
    const std::uint64_t low = (bits & low_half) << shift, high = (bits >> 32) << shift;
    limb_[word] += sign * static_cast<std::int64_t>(low & low_half);
    limb_[word + 1] += sign * static_cast<std::int64_t>((low >> 32) + (high & low_half));
    limb_[word + 2] += sign * static_cast<std::int64_t>(high >> 32);
}

void ExactSum::add_product(double a, double b) noexcept {
    if (a == 0 || b == 0) return;
    const Parts x = parts_of(a), y = parts_of(b);
    const std::int64_t sign = std::signbit(a) != std::signbit(b) ? -1 : 1;
    const int position = x.exponent + y.exponent - lowest_exponent;
    const std::uint64_t x_low = x.mantissa & low_half, x_high = x.mantissa >> 32;
    const std::uint64_t y_low = y.mantissa & low_half, y_high = y.mantissa >> 32;
    add_bits(x_low * y_low, position, sign);
    add_bits(x_high * y_low + x_low * y_high, position + 32, sign);
    add_bits(x_high * y_high, position + 64, sign);
    if (++pending_ == settle_every) settle();
}

void ExactSum::settle() noexcept {
    for (std::size_t i = 0; i + 1 < limbs; ++i) {
        const std::int64_t carry = limb_[i] >> 32;  // rounds down, also for negative limbs
        limb_[i] -= carry * (std::int64_t{1} << 32);
        limb_[i + 1] += carry;
    }
    pending_ = 0;
}

bool ExactSum::bit(int position) const noexcept {
    return (limb_[static_cast<std::size_t>(position / 32)] >> (position % 32)) & 1;
}

std::uint64_t ExactSum::bits_from(int position) const noexcept {
    const auto word = static_cast<std::size_t>(position / 32);
    const auto limb = [&](std::size_t k) {
        return k < limbs ? static_cast<std::uint64_t>(limb_[k]) : std::uint64_t{0};
    };
    const int shift = position % 32;
    const std::uint64_t low = limb(word) | limb(word + 1) << 32;
    return shift == 0 ? low : low >> shift | limb(word + 2) << (64 - shift);
}

bool ExactSum::any_bit_below(int position) const noexcept {
    const auto word = static_cast<std::size_t>(position / 32);
    const std::int64_t mask = (std::int64_t{1} << (position % 32)) - 1;
    return (limb_[word] & mask) != 0 ||
           std::any_of(limb_.begin(), limb_.begin() + static_cast<std::ptrdiff_t>(word),
                       [](std::int64_t limb) { return limb != 0; });
}

double ExactSum::value() noexcept {
    settle();
    const bool negative = limb_[limbs - 1] < 0;
    if (negative) {
        for (std::int64_t& limb : limb_) limb = -limb;
        settle();
    }
    const auto restore = [&] {
        if (negative)
            for (std::int64_t& limb : limb_) limb = -limb;
    };
    std::size_t top_limb = limbs;
    while (top_limb > 0 && limb_[top_limb - 1] == 0) --top_limb;
    if (top_limb == 0) return 0.0;
    --top_limb;
    const int top = static_cast<int>(top_limb) * 32 +
                    static_cast<int>(std::bit_width(static_cast<std::uint64_t>(limb_[top_limb]))) -
                    1;

    // 53 bits from the top one, fewer where the result is subnormal.
    constexpr int least_position = -1074 - lowest_exponent;
    const int last = std::max(top - 52, least_position);
    std::uint64_t mantissa = bits_from(last) & ((std::uint64_t{2} << (top - last)) - 1);
    const bool half = last > 0 && bit(last - 1);
    if (half && ((mantissa & 1) || any_bit_below(last - 1))) ++mantissa;
    restore();
    const double magnitude = std::ldexp(static_cast<double>(mantissa), last + lowest_exponent);
    return negative ? -magnitude : magnitude;
}

}  // namespace tenon::ilp

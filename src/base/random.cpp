#include "tenon/random.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace tenon {

namespace {

// Ten rounds of Philox4x32 with the published multipliers and Weyl constants.
std::array<std::uint32_t, 4> philox(std::uint64_t counter, std::uint64_t stream,
                                    std::uint64_t seed) noexcept {
    constexpr std::uint64_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
    constexpr std::uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;
    std::array<std::uint32_t, 4> x{
        static_cast<std::uint32_t>(counter), static_cast<std::uint32_t>(counter >> 32),
        static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32)};
    auto key0 = static_cast<std::uint32_t>(seed);
    auto key1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = multiplier0 * x[0], p1 = multiplier1 * x[2];
        x = {static_cast<std::uint32_t>(p1 >> 32) ^ x[1] ^ key0, static_cast<std::uint32_t>(p1),
             static_cast<std::uint32_t>(p0 >> 32) ^ x[3] ^ key1, static_cast<std::uint32_t>(p0)};
        key0 += weyl0;
        key1 += weyl1;
    }
    return x;
}

}  // namespace

std::uint64_t Random::bits() noexcept {
    if (has_spare_) {
        has_spare_ = false;
        return spare_;
    }
    const auto x = philox(counter_++, stream_, seed_);
    spare_ = (std::uint64_t{x[3]} << 32) | x[2];
    has_spare_ = true;
    return (std::uint64_t{x[1]} << 32) | x[0];
}

double Random::uniform() noexcept {
    return static_cast<double>(bits() >> 11) * 0x1p-53;
}

double Random::uniform(double low, double high) noexcept {
    return low + (high - low) * uniform();
}

std::uint64_t Random::below(std::uint64_t limit) noexcept {
    // Draws above the largest multiple of limit are thrown away, so that no value is favoured.
    const std::uint64_t rest = (0 - limit) % limit;  // 2^64 mod limit
    std::uint64_t draw = bits();
    while (draw < rest) draw = bits();
    return draw % limit;
}

double Random::normal() noexcept {
    // Both uniforms come from one block, so that a normal always advances the counter alike.
    const double u = 1.0 - uniform(), v = uniform();
    return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

void Random::shuffle(std::span<std::int64_t> values) noexcept {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
}

}  // namespace tenon

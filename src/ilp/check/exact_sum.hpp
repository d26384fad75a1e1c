// Sums of products of doubles without any rounding until the end.
//
// A product of two doubles is an integer multiple of 2^-2148 and below 2^2048. The sum is kept as
// one long fixed-point number in limbs of 32 bits with lazy carries (the long accumulator of
// U. Kulisch, Computer Arithmetic and Validity, 2008), so that every sum of up to 2^31 terms is
// exact; value() rounds it once, to nearest, ties to even.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace tenon::ilp {

class ExactSum {
  public:
    void clear() noexcept;
    // Finite arguments only.
    void add(double x) noexcept { add_product(x, 1.0); }
    void add_product(double a, double b) noexcept;
    double value() noexcept;  // +-infinity where the sum is beyond the range of double

  private:
    static constexpr int lowest_exponent =
        -2148;                                 // of the lowest bit: the least product of doubles
    static constexpr std::size_t limbs = 136;  // 4352 bits: 2^2048 times 2^31 terms, and room
    // A product adds to a limb at most six times less than 2^32; carries are settled well before
    // 2^63 / (6 * 2^32) products.
    static constexpr std::int64_t settle_every = std::int64_t{1} << 27;

    void add_bits(std::uint64_t bits, int position, std::int64_t sign) noexcept;
    void settle() noexcept;  // all limbs in [0, 2^32), but the top one holds the sign
    bool bit(int position) const noexcept;
    std::uint64_t bits_from(int position) const noexcept;  // 64 of them
    bool any_bit_below(int position) const noexcept;

    std::array<std::int64_t, limbs> limb_{};
    std::int64_t pending_ = 0;  // products since the last settling
};

}  // namespace tenon::ilp

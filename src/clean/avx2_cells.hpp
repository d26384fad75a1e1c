// Four cells of a column in a register of AVX2, which has neither masks in bits nor a conversion of
// 64-bit integers.
#pragma once

#include <cstdint>

#include "base/vector_level.hpp"

#if TENON_VECTOR_LEVELS
#include <immintrin.h>

namespace tenon::clean {

// Masks of the cells of a word of 64, four after four: all bits of a lane where its cell's bit is
// set.
class FourMasks {
  public:
    explicit TENON_TARGET_AVX2 FourMasks(std::uint64_t word) noexcept
        : word_(_mm256_set1_epi64x(static_cast<long long>(word))),
          bits_(_mm256_set_epi64x(8, 4, 2, 1)) {}

    TENON_TARGET_AVX2 __m256i next() noexcept {
        const __m256i held = _mm256_cmpeq_epi64(_mm256_and_si256(word_, bits_), bits_);
        bits_ = _mm256_slli_epi64(bits_, 4);
        return held;
    }

  private:
    __m256i word_, bits_;
};

TENON_TARGET_AVX2 inline __m256d load_four(const double* at) noexcept {
    return _mm256_loadu_pd(at);
}
// The nearest doubles: the upper half of each integer is exact in one double and the lower half in
// another, each by way of the exponent that gives its last bit the value it has, and their sum is
// rounded once.
TENON_TARGET_AVX2 inline __m256d load_four(const std::int64_t* at) noexcept {
    const __m256i low_exponent = _mm256_set1_epi64x(0x4330000000000000);   // 2^52
    const __m256i high_exponent = _mm256_set1_epi64x(0x4530000080000000);  // 2^84 + 2^63
    const __m256d surplus =
        _mm256_castsi256_pd(_mm256_set1_epi64x(0x4530000080100000));  // 2^84 + 2^63 + 2^52
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i low = _mm256_blend_epi32(low_exponent, x, 0x55);
    const __m256i high = _mm256_xor_si256(_mm256_srli_epi64(x, 32), high_exponent);
    return _mm256_add_pd(_mm256_sub_pd(_mm256_castsi256_pd(high), surplus),
                         _mm256_castsi256_pd(low));
}
// x where the mask is set, else the other.
TENON_TARGET_AVX2 inline __m256d where_held(__m256i held, __m256d x, __m256d other) noexcept {
    return _mm256_blendv_pd(other, x, _mm256_castsi256_pd(held));
}
TENON_TARGET_AVX2 inline __m256d magnitude_of(__m256d x) noexcept {
    return _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
}
// Counts of set masks, from how often -1 was taken away.
TENON_TARGET_AVX2 inline std::int64_t sum_of(__m256i x) noexcept {
    alignas(32) std::int64_t at[4];
    _mm256_store_si256(reinterpret_cast<__m256i*>(at), x);
    return at[0] + at[1] + at[2] + at[3];
}

}  // namespace tenon::clean

#endif

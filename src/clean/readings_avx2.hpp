// The passes over readings (clean/readings.cpp) four numbers at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "clean/avx2_cells.hpp"

#if TENON_VECTOR_LEVELS

namespace tenon::clean {

// Row `mask` moves the numbers of four whose bits are set to the front, each as two halves.
struct FrontMoves {
    std::int32_t halves[16][8];
};
inline constexpr FrontMoves front_moves = [] {
    FrontMoves moves{};
    for (unsigned mask = 0; mask < 16; ++mask)
        for (int from = 0, to = 0; from < 4; ++from) {
            if (!(mask >> from & 1)) continue;
            moves.halves[mask][2 * to] = 2 * from;
            moves.halves[mask][2 * to + 1] = 2 * from + 1;
            ++to;
        }
    return moves;
}();

// Of the first `count` numbers, a multiple of four, those inside are put to out[0] and on, up to
// three more behind them are written over; returns how many.
TENON_TARGET_AVX2 inline std::size_t gather_avx2(const double* at, std::size_t count, double low,
                                                 double high, std::int64_t& below,
                                                 double* out) noexcept {
    const __m256d lows = _mm256_set1_pd(low), highs = _mm256_set1_pd(high);
    __m256i less = _mm256_setzero_si256();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += 4) {
        const __m256d x = load_four(at + i);
        less = _mm256_sub_epi64(less, _mm256_castpd_si256(_mm256_cmp_pd(x, lows, _CMP_LT_OQ)));
        const auto inside = static_cast<unsigned>(_mm256_movemask_pd(_mm256_and_pd(
            _mm256_cmp_pd(x, lows, _CMP_GE_OQ), _mm256_cmp_pd(x, highs, _CMP_LE_OQ))));
        const __m256i moves =
            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(front_moves.halves[inside]));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + kept),
                            _mm256_permutevar8x32_epi32(_mm256_castpd_si256(x), moves));
        kept += static_cast<std::size_t>(std::popcount(inside));
    }
    below += sum_of(less);
    return kept;
}

// The first `count` readings, a multiple of four.
TENON_TARGET_AVX2 inline void count_avx2(const double* at, std::size_t count, std::int64_t& numbers,
                                         std::int64_t& finite) noexcept {
    const __m256d most = _mm256_set1_pd(std::numeric_limits<double>::max());
    __m256i ordered = _mm256_setzero_si256(), within = ordered;
    for (std::size_t i = 0; i < count; i += 4) {
        const __m256d x = load_four(at + i);
        ordered = _mm256_sub_epi64(ordered, _mm256_castpd_si256(_mm256_cmp_pd(x, x, _CMP_ORD_Q)));
        within = _mm256_sub_epi64(
            within, _mm256_castpd_si256(_mm256_cmp_pd(magnitude_of(x), most, _CMP_LE_OQ)));
    }
    numbers += sum_of(ordered);
    finite += sum_of(within);
}

// Of 64 readings.
TENON_TARGET_AVX2 inline std::uint64_t outside_avx2(const double* at, double low,
                                                    double high) noexcept {
    const __m256d lows = _mm256_set1_pd(low), highs = _mm256_set1_pd(high);
    std::uint64_t bits = 0;
    for (int i = 0; i < 64; i += 4) {
        const __m256d x = load_four(at + i);
        const auto outside = static_cast<unsigned>(_mm256_movemask_pd(
            _mm256_or_pd(_mm256_cmp_pd(x, lows, _CMP_LT_OQ), _mm256_cmp_pd(x, highs, _CMP_GT_OQ))));
        bits |= static_cast<std::uint64_t>(outside) << i;
    }
    return bits;
}

TENON_TARGET_AVX2 inline std::uint64_t finite_avx2(const double* at) noexcept {
    const __m256d most = _mm256_set1_pd(std::numeric_limits<double>::max());
    std::uint64_t bits = 0;
    for (int i = 0; i < 64; i += 4) {
        const auto within = static_cast<unsigned>(
            _mm256_movemask_pd(_mm256_cmp_pd(magnitude_of(load_four(at + i)), most, _CMP_LE_OQ)));
        bits |= static_cast<std::uint64_t>(within) << i;
    }
    return bits;
}

template <class Cell>
TENON_TARGET_AVX2 void present_avx2(const Cell* at, std::uint64_t present, double* out) noexcept {
    const __m256d none = _mm256_set1_pd(std::numeric_limits<double>::quiet_NaN());
    FourMasks masks(present);
    for (int i = 0; i < 64; i += 4)
        _mm256_storeu_pd(out + i, where_held(masks.next(), load_four(at + i), none));
}

}  // namespace tenon::clean

#endif

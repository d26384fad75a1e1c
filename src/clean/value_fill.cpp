#include "clean/value_fill.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "base/parallel.hpp"
#include "clean/avx2_cells.hpp"
#include "clean/column_edit.hpp"
#include "clean/past_cache.hpp"

#if TENON_VECTOR_LEVELS
#include <immintrin.h>
#endif

namespace tenon::clean {

namespace {

// Every integer up to here is a double; beyond, some are not.
constexpr std::int64_t exact_integers = std::int64_t{1} << 53;

struct Part {
    std::int64_t numbers = 0;  // cells of the result that are not NaN
    bool inexact = false;
};

#if TENON_VECTOR_LEVELS
// Past the cache where the column is long; `out` is aligned for vectors.
TENON_TARGET_AVX512 inline void put(double* out, __m512d x, bool past_cache) noexcept {
    if (past_cache)
        _mm512_stream_pd(out, x);
    else
        _mm512_storeu_pd(out, x);
}
#endif

// Each form fills cells [0, count), count <= 64, of which bit i of `present` says whether at[i] is.

void fill_word(const double* at, std::int64_t count, std::uint64_t present, double value,
               double* out, Part& part) noexcept {
    std::int64_t numbers = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double x = (present >> i) & 1 ? at[i] : value;
        out[i] = x;
        numbers += x == x;
    }
    part.numbers += numbers;
}

void fill_word(const std::int64_t* at, std::int64_t count, std::uint64_t present, double value,
               double* out, Part& part) noexcept {
    bool inexact = false;
    for (std::int64_t i = 0; i < count; ++i) {
        const bool held = (present >> i) & 1;
        out[i] = held ? static_cast<double>(at[i]) : value;
        inexact |= held && (at[i] > exact_integers || at[i] < -exact_integers);
    }
    part.numbers += count;
    part.inexact |= inexact;
}

#if TENON_VECTOR_LEVELS

TENON_TARGET_AVX512 void fill_word_avx512(const double* at, std::uint64_t present, double value,
                                          double* out, bool past_cache, Part& part) noexcept {
    const __m512d filler = _mm512_set1_pd(value);
    std::uint64_t numbers = 0;
    for (int i = 0; i < 8; ++i) {
        const auto held = static_cast<__mmask8>(present >> (8 * i));
        const __m512d x = _mm512_mask_loadu_pd(filler, held, at + 8 * i);
        put(out + 8 * i, x, past_cache);
        numbers |= static_cast<std::uint64_t>(_mm512_cmp_pd_mask(x, x, _CMP_ORD_Q)) << (8 * i);
    }
    part.numbers += std::popcount(numbers);
}

TENON_TARGET_AVX512 void fill_word_avx512(const std::int64_t* at, std::uint64_t present,
                                          double value, double* out, bool past_cache,
                                          Part& part) noexcept {
    const __m512d filler = _mm512_set1_pd(value);
    // -2^53 <= x <= 2^53 where x + 2^53 is at most 2^54 as a number without sign.
    const __m512i shift = _mm512_set1_epi64(exact_integers);
    const __m512i most = _mm512_set1_epi64(2 * exact_integers);
    unsigned inexact = 0;
    for (int i = 0; i < 8; ++i) {
        const auto held = static_cast<__mmask8>(present >> (8 * i));
        const __m512i x = _mm512_maskz_loadu_epi64(held, at + 8 * i);
        put(out + 8 * i, _mm512_mask_cvtepi64_pd(filler, held, x), past_cache);
        inexact |= _mm512_cmpgt_epu64_mask(_mm512_add_epi64(x, shift), most);
    }
    part.numbers += word_bits;
    part.inexact |= inexact != 0;
}

TENON_TARGET_AVX2 inline void put(double* out, __m256d x, bool past_cache) noexcept {
    if (past_cache)
        _mm256_stream_pd(out, x);
    else
        _mm256_storeu_pd(out, x);
}

TENON_TARGET_AVX2 void fill_word_avx2(const double* at, std::uint64_t present, double value,
                                      double* out, bool past_cache, Part& part) noexcept {
    const __m256d filler = _mm256_set1_pd(value);
    __m256i numbers = _mm256_setzero_si256();
    FourMasks masks(present);
    for (int i = 0; i < word_bits; i += 4) {
        const __m256d x = where_held(masks.next(), load_four(at + i), filler);
        put(out + i, x, past_cache);
        numbers = _mm256_sub_epi64(numbers, _mm256_castpd_si256(_mm256_cmp_pd(x, x, _CMP_ORD_Q)));
    }
    part.numbers += sum_of(numbers);
}

TENON_TARGET_AVX2 void fill_word_avx2(const std::int64_t* at, std::uint64_t present, double value,
                                      double* out, bool past_cache, Part& part) noexcept {
    const __m256d filler = _mm256_set1_pd(value);
    // An integer beyond 2^53 never rounds to a double below it, and one that is 2^53 is exact.
    const __m256d most = _mm256_set1_pd(static_cast<double>(exact_integers));
    __m256d beyond = _mm256_setzero_pd();
    FourMasks masks(present);
    for (int i = 0; i < word_bits; i += 4) {
        const __m256i held = masks.next();
        const __m256d x = load_four(at + i);
        put(out + i, where_held(held, x, filler), past_cache);
        beyond =
            _mm256_or_pd(beyond, _mm256_and_pd(_mm256_castsi256_pd(held),
                                               _mm256_cmp_pd(magnitude_of(x), most, _CMP_GE_OQ)));
    }
    part.numbers += word_bits;
    if (_mm256_movemask_pd(beyond) == 0) return;
    for (int i = 0; i < word_bits; ++i)
        part.inexact |= ((present >> i) & 1) && (at[i] > exact_integers || at[i] < -exact_integers);
}

#endif

template <class Cell>
void fill_rows(VectorLevel level, const Column& column, std::span<const Cell> cells, double value,
               std::int64_t first, std::int64_t last, double* out, Part& part) noexcept {
    const bool past_cache = column.size() >= least_rows_past_cache;
    for (std::int64_t row = first; row < last; row += word_bits) {
        const std::int64_t count = std::min(word_bits, last - row);
        const std::uint64_t present = validity_word(column, row);
#if TENON_VECTOR_LEVELS
        if (level == VectorLevel::avx512 && count == word_bits) {
            fill_word_avx512(cells.data() + row, present, value, out + row, past_cache, part);
            continue;
        }
        if (level == VectorLevel::avx2 && count == word_bits) {
            fill_word_avx2(cells.data() + row, present, value, out + row, past_cache, part);
            continue;
        }
#endif
        fill_word(cells.data() + row, count, present, value, out + row, part);
    }
    if (past_cache) end_past_cache();
    static_cast<void>(level);
}

}  // namespace

ValueFilled fill_every_missing(const Context& context, const Column& column, double value,
                               VectorLevel level) {
    ValueFilled filled{LargeArray<double>(static_cast<std::size_t>(column.size()), context.spare)};
    std::vector<Part> parts(
        static_cast<std::size_t>(block_count(column.size(), rows_between_checks)));
    double* out = filled.cells.data();
    parallel_blocks(
        context, column.size(), rows_between_checks,
        [&](std::int64_t block, std::int64_t first, std::int64_t last) {
            Part& part = parts[static_cast<std::size_t>(block)];
            if (column.type() == Type::float64)
                fill_rows(level, column, column.float64s(), value, first, last, out, part);
            else
                fill_rows(level, column, column.int64s(), value, first, last, out, part);
        });
    filled.nan = column.size();
    for (const Part& part : parts) {
        filled.nan -= part.numbers;
        filled.inexact |= part.inexact;
    }
    return filled;
}

void patch_missing(const Context& context, const Column& column, double value,
                   std::span<double> cells) {
    if (column.missing() == 0) return;
    parallel_blocks(context, column.size(), rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        for (std::int64_t row = first; row < last; row += word_bits) {
                            const std::uint64_t all = low_bits(std::min(word_bits, last - row));
                            double* at = cells.data() + row;
                            for (std::uint64_t missing = ~validity_word(column, row) & all; missing;
                                 missing &= missing - 1)
                                at[std::countr_zero(missing)] = value;
                        }
                    });
}

}  // namespace tenon::clean

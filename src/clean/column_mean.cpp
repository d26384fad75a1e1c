#include "clean/column_mean.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <type_traits>
#include <vector>

#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "clean/avx2_cells.hpp"
#include "clean/column_edit.hpp"
#include "clean/lanes.hpp"
#include "clean/past_cache.hpp"
#include "clean/readings.hpp"

#if TENON_VECTOR_LEVELS
#include <immintrin.h>
#endif

namespace tenon::clean {

namespace {

constexpr std::size_t lanes = 8;
// A mean whose sum overflows is taken of numbers this much smaller; a power of two, so exact.
constexpr double overflow_scale = 0x1p-64;

// Every integer below is a double; from here on a double may be a rounded one.
constexpr double exact_integers = 0x1p53;

bool any_beyond_exact(std::span<const double> readings) noexcept {
    std::int64_t beyond = 0;
    for (const double reading : readings) beyond += std::fabs(reading) >= exact_integers;
    return beyond > 0;
}

struct LaneSums {
    double total[lanes] = {};
    double carry[lanes] = {};  // of the totals
    double rest[lanes] = {};   // of the carries
};

template <class Lanes>
TENON_INLINE void add_step(const Lanes& x, Lanes& total, Lanes& carry, Lanes& rest) noexcept {
    const Lanes t = total + x, z = t - total;
    const Lanes error = (total - (t - z)) + (x - z);
    total = t;
    const Lanes c = carry + error, y = c - carry;
    rest = rest + ((carry - (c - y)) + (error - y));
    carry = c;
}

// Adds readings[lane], readings[lane + 8], ... up to a multiple of 8; NaN counts as 0.
template <class Lanes>
TENON_INLINE void add_lanes(const double* readings, std::size_t count, double scale, LaneSums& sums,
                            std::size_t lane) noexcept {
    Lanes total = load_lanes<Lanes>(sums.total + lane),
          carry = load_lanes<Lanes>(sums.carry + lane);
    Lanes rest = load_lanes<Lanes>(sums.rest + lane);
    const Lanes none = same_lanes<Lanes>(0), factor = same_lanes<Lanes>(scale);
    for (std::size_t i = 0; i + lanes <= count; i += lanes) {
        const Lanes read = load_lanes<Lanes>(readings + i + lane);
        add_step(present_or(read, none) * factor, total, carry, rest);
    }
    store_lanes(sums.total + lane, total);
    store_lanes(sums.carry + lane, carry);
    store_lanes(sums.rest + lane, rest);
}

template <class Lanes>
TENON_INLINE void add_width(const double* readings, std::size_t count, double scale,
                            LaneSums& sums) noexcept {
    constexpr std::size_t held = sizeof(Lanes) / sizeof(double);
    for (std::size_t lane = 0; lane < lanes; lane += held)
        add_lanes<Lanes>(readings, count, scale, sums, lane);
}

void add_portable(const double* at, std::size_t count, double scale, LaneSums& sums) noexcept {
    add_width<Lanes2>(at, count, scale, sums);
}
#if TENON_VECTOR_LEVELS
TENON_TARGET_AVX2 void add_avx2(const double* at, std::size_t count, double scale,
                                LaneSums& sums) noexcept {
    add_width<Lanes4>(at, count, scale, sums);
}
TENON_TARGET_AVX512 void add_avx512(const double* at, std::size_t count, double scale,
                                    LaneSums& sums) noexcept {
    add_width<Lanes8>(at, count, scale, sums);
}
#endif

void add_at(VectorLevel level, std::span<const double> readings, double scale,
            LaneSums& sums) noexcept {
    const double* at = readings.data();
    const std::size_t count = readings.size();
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512)
        add_avx512(at, count, scale, sums);
    else if (level == VectorLevel::avx2)
        add_avx2(at, count, scale, sums);
    else
#endif
        add_portable(at, count, scale, sums);
    static_cast<void>(level);
    double last[lanes] = {};
    const std::size_t done = count / lanes * lanes;
    if (done == count) return;
    std::copy(at + done, at + count, last);
    add_portable(last, lanes, scale, sums);
}

struct Part {
    LaneSums sums;
    ReadingCount count;
    bool inexact = false;
};

#if TENON_VECTOR_LEVELS

// Vectors are loaded by intrinsics: clang refuses to return wide ones from functions of no level.
//
// Each form adds whole words of 64 cells, of which bit i of present[word] says whether cell i of it
// is, and writes them to `copy` as they pass, where it is not null and aligned for vectors.

template <bool copies>
TENON_TARGET_AVX512 void add_words_avx512(const double* at, std::span<const std::uint64_t> present,
                                          double scale, double* copy, Part& part) noexcept {
    LaneSums& sums = part.sums;
    Lanes8 total = _mm512_loadu_pd(sums.total), carry = _mm512_loadu_pd(sums.carry),
           rest = _mm512_loadu_pd(sums.rest);
    const Lanes8 factor = _mm512_set1_pd(scale);
    std::int64_t numbers = 0;
    for (const std::uint64_t word : present) {
        std::uint64_t held_cells = 0;
        for (int i = 0; i < 8; ++i, at += 8) {
            const auto there = static_cast<__mmask8>(word >> (8 * i));
            const __m512d read = copies ? _mm512_loadu_pd(at) : _mm512_maskz_loadu_pd(there, at);
            if constexpr (copies) {
                _mm512_stream_pd(copy, read);
                copy += 8;
            }
            const __mmask8 held = _mm512_mask_cmp_pd_mask(there, read, read, _CMP_ORD_Q);
            held_cells |= static_cast<std::uint64_t>(held) << (8 * i);
            add_step<Lanes8>(_mm512_maskz_mov_pd(held, read) * factor, total, carry, rest);
        }
        numbers += std::popcount(held_cells);
    }
    store_lanes(sums.total, total);
    store_lanes(sums.carry, carry);
    store_lanes(sums.rest, rest);
    part.count.numbers += numbers;
}

template <bool copies>
TENON_TARGET_AVX512 void add_words_avx512(const std::int64_t* at,
                                          std::span<const std::uint64_t> present, double scale,
                                          double* copy, Part& part) noexcept {
    LaneSums& sums = part.sums;
    Lanes8 total = _mm512_loadu_pd(sums.total), carry = _mm512_loadu_pd(sums.carry),
           rest = _mm512_loadu_pd(sums.rest);
    const Lanes8 factor = _mm512_set1_pd(scale);
    const __m512d bound = _mm512_set1_pd(exact_integers);
    std::int64_t numbers = 0;
    unsigned inexact = 0;
    for (const std::uint64_t word : present) {
        for (int i = 0; i < 8; ++i, at += 8) {
            const auto there = static_cast<__mmask8>(word >> (8 * i));
            const __m512d read =
                _mm512_maskz_cvtepi64_pd(there, _mm512_maskz_loadu_epi64(there, at));
            if constexpr (copies) {
                _mm512_stream_pd(copy, read);
                copy += 8;
                inexact |= _mm512_cmp_pd_mask(_mm512_abs_pd(read), bound, _CMP_GE_OQ);
            }
            add_step<Lanes8>(read * factor, total, carry, rest);
        }
        numbers += std::popcount(word);
    }
    store_lanes(sums.total, total);
    store_lanes(sums.carry, carry);
    store_lanes(sums.rest, rest);
    part.count.numbers += numbers;
    part.inexact |= inexact != 0;
}

// Four lanes of the sums, from `lane` on.
struct FourSums {
    Lanes4 total, carry, rest;
};
TENON_TARGET_AVX2 inline FourSums load_sums(const LaneSums& sums, std::size_t lane) noexcept {
    return {_mm256_loadu_pd(sums.total + lane), _mm256_loadu_pd(sums.carry + lane),
            _mm256_loadu_pd(sums.rest + lane)};
}
TENON_TARGET_AVX2 inline void store_sums(const FourSums& four, LaneSums& sums,
                                         std::size_t lane) noexcept {
    store_lanes(sums.total + lane, four.total);
    store_lanes(sums.carry + lane, four.carry);
    store_lanes(sums.rest + lane, four.rest);
}

template <bool copies, class Cell>
TENON_TARGET_AVX2 void add_words_avx2(const Cell* at, std::span<const std::uint64_t> present,
                                      double scale, double* copy, Part& part) noexcept {
    constexpr bool integers = !std::is_same_v<Cell, double>;
    // By name: what stands in an array stays in memory, and one sum would wait for the other.
    FourSums low = load_sums(part.sums, 0), high = load_sums(part.sums, 4);
    const __m256d bound = _mm256_set1_pd(exact_integers), none = _mm256_setzero_pd();
    const Lanes4 factor = _mm256_set1_pd(scale);
    __m256i numbers = _mm256_setzero_si256();
    __m256d inexact = none;
    for (const std::uint64_t word : present) {
        FourMasks masks(word);
        const auto add_four = [&](FourSums & sums) TENON_TARGET_AVX2
            __attribute__((always_inline)) {
            const __m256d read = load_four(at);
            __m256d held = _mm256_castsi256_pd(masks.next());
            if constexpr (!integers)
                held = _mm256_and_pd(held, _mm256_cmp_pd(read, read, _CMP_ORD_Q));
            const __m256d x = _mm256_and_pd(read, held);
            if constexpr (copies && integers)
                inexact = _mm256_or_pd(inexact, _mm256_cmp_pd(magnitude_of(x), bound, _CMP_GE_OQ));
            if constexpr (copies) {
                _mm256_stream_pd(copy, integers ? x : read);
                copy += 4;
            }
            at += 4;
            numbers = _mm256_sub_epi64(numbers, _mm256_castpd_si256(held));
            add_step<Lanes4>(x * factor, sums.total, sums.carry, sums.rest);
        };
        for (int i = 0; i < word_bits; i += 8) {
            add_four(low);
            add_four(high);
        }
    }
    store_sums(low, part.sums, 0);
    store_sums(high, part.sums, 4);
    part.count.numbers += sum_of(numbers);
    part.inexact |= _mm256_movemask_pd(inexact) != 0;
}

// Whole words of rows [first, first + count); returns how many rows they hold.
std::int64_t add_words(VectorLevel level, const Column& column, std::int64_t first,
                       std::int64_t count, double scale, double* copy, Part& part) noexcept {
    std::uint64_t words[readings_at_once / word_bits];
    const std::int64_t whole = count / word_bits;
    for (std::int64_t i = 0; i < whole; ++i)
        words[i] = validity_word(column, first + i * word_bits);
    const std::span<const std::uint64_t> present(words, static_cast<std::size_t>(whole));
    const auto add = [&](const auto* cells) {
        const bool wide = level == VectorLevel::avx512;
        if (copy && wide)
            add_words_avx512<true>(cells + first, present, scale, copy, part);
        else if (wide)
            add_words_avx512<false>(cells + first, present, scale, nullptr, part);
        else if (copy)
            add_words_avx2<true>(cells + first, present, scale, copy, part);
        else
            add_words_avx2<false>(cells + first, present, scale, nullptr, part);
    };
    if (column.type() == Type::float64)
        add(column.float64s().data());
    else
        add(column.int64s().data());
    return whole * word_bits;
}

#endif

// Adds rows [first, first + count), count <= readings_at_once, and copies them to copy[0] and on
// where it is not null.
void add_rows(VectorLevel level, const Column& column, std::int64_t first, std::int64_t count,
              double scale, double* copy, Part& part) noexcept {
#if TENON_VECTOR_LEVELS
    const bool cells = column.type() == Type::float64 || column.type() == Type::int64;
    if (level != VectorLevel::portable && cells) {
        const std::int64_t done = add_words(level, column, first, count, scale, copy, part);
        first += done;
        count -= done;
        if (copy) copy += done;
    }
#endif
    double buffer[readings_at_once];
    const auto readings = readings_of(column, first, count, buffer);
    add_at(level, readings, scale, part.sums);
    add_to_count(level, readings, part.count);
    if (!copy) return;
    part.inexact |= column.type() == Type::int64 && any_beyond_exact(readings);
    copy_past_cache(level, readings.data(), readings.size(), copy);
}

struct Total {
    double sum = 0;
    std::int64_t numbers = 0;
    bool inexact = false;
};

Total total_of(const Context& context, const Column& column, double scale, double* copy,
               VectorLevel level) {
    std::vector<Part> parts(
        static_cast<std::size_t>(block_count(column.size(), rows_between_checks)));
    parallel_blocks(context, column.size(), rows_between_checks,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        Part& part = parts[static_cast<std::size_t>(block)];
                        for (std::int64_t row = first; row < last; row += readings_at_once)
                            add_rows(level, column, row, std::min(readings_at_once, last - row),
                                     scale, copy ? copy + row : nullptr, part);
                        if (copy) end_past_cache();
                    });
    Total out;
    Sum sum;
    for (const Part& part : parts) {
        out.numbers += part.count.numbers;
        out.inexact |= part.inexact;
        for (std::size_t l = 0; l < lanes; ++l) {
            sum.add(part.sums.total[l]);
            sum.add(part.sums.carry[l]);
            sum.add(part.sums.rest[l]);
        }
    }
    out.sum = sum.value();
    return out;
}

ColumnMean mean_of(const Context& context, const Column& column, double* copy, bool& inexact,
                   VectorLevel level) {
    Total total = total_of(context, column, 1, copy, level);
    inexact = total.inexact;
    if (total.numbers == 0) return {};
    double mean = total.sum / static_cast<double>(total.numbers);
    if (!std::isfinite(mean)) {
        total = total_of(context, column, overflow_scale, nullptr, level);
        mean = total.sum / static_cast<double>(total.numbers) / overflow_scale;
    }
    return {mean, total.numbers};
}

}  // namespace

ColumnMean column_mean(const Context& context, const Column& column, VectorLevel level) {
    bool inexact = false;
    return mean_of(context, column, nullptr, inexact, level);
}

ColumnMean column_mean_and_copy(const Context& context, const Column& column,
                                LargeArray<double>& copy, bool& inexact, VectorLevel level) {
    return mean_of(context, column, copy.data(), inexact, level);
}

}  // namespace tenon::clean

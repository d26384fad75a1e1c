#include "clean/readings.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/prefetch.hpp"
#include "clean/column_edit.hpp"
#include "clean/readings_avx2.hpp"

#if TENON_VECTOR_LEVELS
#include <immintrin.h>
#endif

namespace tenon::clean {

namespace {

constexpr double unread = std::numeric_limits<double>::quiet_NaN();
constexpr double greatest = std::numeric_limits<double>::max();

// Each pass takes the readings up to `done`, a multiple of 8, and leaves the rest to the portable
// form.

std::size_t gather_portable(const double* at, std::size_t count, double low, double high,
                            std::int64_t& below, double* out) noexcept {
    std::size_t kept = 0;
    std::int64_t less = 0;
    for (std::size_t i = 0; i < count; ++i) {
        out[kept] = at[i];
        kept += static_cast<std::size_t>((at[i] >= low) & (at[i] <= high));
        less += at[i] < low;
    }
    below += less;
    return kept;
}

void count_portable(const double* at, std::size_t count, ReadingCount& total) noexcept {
    std::int64_t numbers = 0, finite = 0;
    for (std::size_t i = 0; i < count; ++i) {
        numbers += at[i] == at[i];
        finite += (at[i] <= greatest) & (at[i] >= -greatest);
    }
    total.numbers += numbers;
    total.finite += finite;
}

std::uint64_t outside_portable(const double* at, std::size_t count, double low,
                               double high) noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < count; ++i)
        bits |= static_cast<std::uint64_t>((at[i] < low) | (at[i] > high)) << i;
    return bits;
}

std::uint64_t finite_portable(const double* at, std::size_t count) noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < count; ++i)
        bits |= static_cast<std::uint64_t>((at[i] <= greatest) & (at[i] >= -greatest)) << i;
    return bits;
}

#if TENON_VECTOR_LEVELS

TENON_TARGET_AVX512 std::size_t gather_avx512(const double* at, std::size_t count, double low,
                                              double high, std::int64_t& below,
                                              double* out) noexcept {
    const __m512d lows = _mm512_set1_pd(low), highs = _mm512_set1_pd(high);
    std::size_t kept = 0;
    std::int64_t less = 0;
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m512d x = _mm512_loadu_pd(at + i);
        less += std::popcount(static_cast<unsigned>(_mm512_cmp_pd_mask(x, lows, _CMP_LT_OQ)));
        const __mmask8 inside =
            _mm512_mask_cmp_pd_mask(_mm512_cmp_pd_mask(x, lows, _CMP_GE_OQ), x, highs, _CMP_LE_OQ);
        _mm512_storeu_pd(out + kept, _mm512_maskz_compress_pd(inside, x));
        kept += static_cast<std::size_t>(std::popcount(static_cast<unsigned>(inside)));
    }
    below += less;
    return kept + gather_portable(at + i, count - i, low, high, below, out + kept);
}

TENON_TARGET_AVX512 void count_avx512(const double* at, std::size_t count,
                                      ReadingCount& total) noexcept {
    const __m512d most = _mm512_set1_pd(greatest);
    std::int64_t numbers = 0, finite = 0;
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m512d x = _mm512_loadu_pd(at + i);
        numbers += std::popcount(static_cast<unsigned>(_mm512_cmp_pd_mask(x, x, _CMP_ORD_Q)));
        finite += std::popcount(
            static_cast<unsigned>(_mm512_cmp_pd_mask(_mm512_abs_pd(x), most, _CMP_LE_OQ)));
    }
    total.numbers += numbers;
    total.finite += finite;
    count_portable(at + i, count - i, total);
}

TENON_TARGET_AVX512 std::uint64_t outside_avx512(const double* at, double low,
                                                 double high) noexcept {
    const __m512d lows = _mm512_set1_pd(low), highs = _mm512_set1_pd(high);
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) {
        const __m512d x = _mm512_loadu_pd(at + 8 * i);
        const std::uint64_t outside = static_cast<std::uint64_t>(
            _mm512_cmp_pd_mask(x, lows, _CMP_LT_OQ) | _mm512_cmp_pd_mask(x, highs, _CMP_GT_OQ));
        bits |= outside << (8 * i);
    }
    return bits;
}

TENON_TARGET_AVX512 std::uint64_t finite_avx512(const double* at) noexcept {
    const __m512d most = _mm512_set1_pd(greatest);
    std::uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) {
        const __m512d x = _mm512_abs_pd(_mm512_loadu_pd(at + 8 * i));
        bits |= static_cast<std::uint64_t>(_mm512_cmp_pd_mask(x, most, _CMP_LE_OQ)) << (8 * i);
    }
    return bits;
}

TENON_TARGET_AVX512 void present_avx512(const double* at, std::uint64_t present,
                                        double* out) noexcept {
    const __m512d none = _mm512_set1_pd(unread);
    for (int i = 0; i < 8; ++i)
        _mm512_storeu_pd(
            out + 8 * i,
            _mm512_mask_loadu_pd(none, static_cast<__mmask8>(present >> (8 * i)), at + 8 * i));
}

TENON_TARGET_AVX512 void present_avx512(const std::int64_t* at, std::uint64_t present,
                                        double* out) noexcept {
    const __m512d none = _mm512_set1_pd(unread);
    for (int i = 0; i < 8; ++i) {
        const auto held = static_cast<__mmask8>(present >> (8 * i));
        const __m512i x = _mm512_maskz_loadu_epi64(held, at + 8 * i);
        _mm512_storeu_pd(out + 8 * i, _mm512_mask_cvtepi64_pd(none, held, x));
    }
}

#endif

void present_portable(const std::int64_t* at, std::uint64_t present, std::int64_t count,
                      double* out) noexcept {
    for (std::int64_t i = 0; i < count; ++i)
        out[i] = (present >> i) & 1 ? static_cast<double>(at[i]) : unread;
}

void present_portable(const double* at, std::uint64_t present, std::int64_t count,
                      double* out) noexcept {
    if (present == ~std::uint64_t{0}) {
        std::copy_n(at, count, out);
        return;
    }
    for (std::int64_t i = 0; i < count; ++i) out[i] = (present >> i) & 1 ? at[i] : unread;
}

template <class Cell>
void copy_present(const Column& column, const Cell* cells, std::int64_t first, std::int64_t count,
                  double* buffer) noexcept {
#if TENON_VECTOR_LEVELS
    const VectorLevel level = vector_level();
#endif
    for (std::int64_t i = 0; i < count; i += word_bits) {
        const std::uint64_t present = validity_word(column, first + i);
        const std::int64_t here = std::min(word_bits, count - i);
#if TENON_VECTOR_LEVELS
        if (level == VectorLevel::avx512 && here == word_bits) {
            present_avx512(cells + first + i, present, buffer + i);
            continue;
        }
        if (level == VectorLevel::avx2 && here == word_bits) {
            present_avx2(cells + first + i, present, buffer + i);
            continue;
        }
#endif
        present_portable(cells + first + i, present, here, buffer + i);
    }
}

}  // namespace

std::span<const double> readings_of(const Column& column, std::int64_t first, std::int64_t count,
                                    double* buffer) noexcept {
    const auto size = static_cast<std::size_t>(count);
    if (column.type() == Type::int64 || column.type() == Type::timestamp) {
        copy_present(column, column.int64s().data(), first, count, buffer);
    } else if (column.type() == Type::boolean) {
        for (std::int64_t i = 0; i < count; ++i) buffer[i] = column.number(first + i);
    } else {
        const double* cells = column.float64s().data();
        if (column.missing() == 0) return {cells + first, size};
        copy_present(column, cells, first, count, buffer);
    }
    return {buffer, size};
}

void prefetch_reading(const Column& column, std::int64_t row) noexcept {
    if (column.type() == Type::float64)
        prefetch(column.float64s().data() + row);
    else if (column.type() == Type::int64 || column.type() == Type::timestamp)
        prefetch(column.int64s().data() + row);
}

std::size_t numbers_inside(VectorLevel level, std::span<const double> readings, const Range& range,
                           std::int64_t& below, double* kept) noexcept {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512)
        return gather_avx512(readings.data(), readings.size(), range.low, range.high, below, kept);
    if (level == VectorLevel::avx2) {
        const std::size_t whole = readings.size() / 4 * 4;
        const std::size_t held =
            gather_avx2(readings.data(), whole, range.low, range.high, below, kept);
        return held + gather_portable(readings.data() + whole, readings.size() - whole, range.low,
                                      range.high, below, kept + held);
    }
#endif
    static_cast<void>(level);
    return gather_portable(readings.data(), readings.size(), range.low, range.high, below, kept);
}

void add_to_count(VectorLevel level, std::span<const double> readings,
                  ReadingCount& count) noexcept {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return count_avx512(readings.data(), readings.size(), count);
    if (level == VectorLevel::avx2) {
        const std::size_t whole = readings.size() / 4 * 4;
        count_avx2(readings.data(), whole, count.numbers, count.finite);
        return count_portable(readings.data() + whole, readings.size() - whole, count);
    }
#endif
    static_cast<void>(level);
    count_portable(readings.data(), readings.size(), count);
}

void mark_finite(VectorLevel level, std::span<const double> readings,
                 std::uint64_t* bits) noexcept {
    constexpr auto word = static_cast<std::size_t>(word_bits);
    for (std::size_t i = 0; i < readings.size(); i += word) {
        const std::size_t count = std::min(word, readings.size() - i);
#if TENON_VECTOR_LEVELS
        if (level == VectorLevel::avx512 && count == word) {
            bits[i / word] = finite_avx512(readings.data() + i);
            continue;
        }
        if (level == VectorLevel::avx2 && count == word) {
            bits[i / word] = finite_avx2(readings.data() + i);
            continue;
        }
#endif
        bits[i / word] = finite_portable(readings.data() + i, count);
    }
    static_cast<void>(level);
}

void mark_outside(VectorLevel level, std::span<const double> readings, double low, double high,
                  std::uint64_t* bits) noexcept {
    constexpr auto word = static_cast<std::size_t>(word_bits);
    for (std::size_t i = 0; i < readings.size(); i += word) {
        const std::size_t count = std::min(word, readings.size() - i);
#if TENON_VECTOR_LEVELS
        if (level == VectorLevel::avx512 && count == word) {
            bits[i / word] = outside_avx512(readings.data() + i, low, high);
            continue;
        }
        if (level == VectorLevel::avx2 && count == word) {
            bits[i / word] = outside_avx2(readings.data() + i, low, high);
            continue;
        }
#endif
        bits[i / word] = outside_portable(readings.data() + i, count, low, high);
    }
    static_cast<void>(level);
}

}  // namespace tenon::clean

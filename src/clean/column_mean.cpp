#include "clean/column_mean.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "clean/column_edit.hpp"
#include "clean/lanes.hpp"
#include "clean/readings.hpp"

#if TENON_VECTOR_LEVELS
#include <immintrin.h>
#endif

namespace tenon::clean {

namespace {

constexpr std::size_t lanes = 8;
// A mean whose sum overflows is taken of numbers this much smaller; a power of two, so exact.
constexpr double overflow_scale = 0x1p-64;

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

#if TENON_VECTOR_LEVELS

// The same for whole words of 64 cells each, of which bit i of present[word] says whether cell i of
// it is; returns how many of them are numbers.
TENON_TARGET_AVX512 std::int64_t add_words_avx512(const double* at,
                                                  std::span<const std::uint64_t> present,
                                                  double scale, LaneSums& sums) noexcept {
    Lanes8 total = load_lanes<Lanes8>(sums.total), carry = load_lanes<Lanes8>(sums.carry),
           rest = load_lanes<Lanes8>(sums.rest);
    const Lanes8 factor = same_lanes<Lanes8>(scale);
    std::int64_t numbers = 0;
    for (const std::uint64_t word : present) {
        std::uint64_t held_cells = 0;
        for (int i = 0; i < 8; ++i, at += 8) {
            const auto there = static_cast<__mmask8>(word >> (8 * i));
            const __m512d read = _mm512_maskz_loadu_pd(there, at);
            const __mmask8 held = _mm512_mask_cmp_pd_mask(there, read, read, _CMP_ORD_Q);
            held_cells |= static_cast<std::uint64_t>(held) << (8 * i);
            add_step<Lanes8>(_mm512_maskz_mov_pd(held, read) * factor, total, carry, rest);
        }
        numbers += std::popcount(held_cells);
    }
    store_lanes(sums.total, total);
    store_lanes(sums.carry, carry);
    store_lanes(sums.rest, rest);
    return numbers;
}

#endif

struct Part {
    LaneSums sums;
    ReadingCount count;
};

// Adds rows [first, first + count), count <= readings_at_once.
void add_rows(VectorLevel level, const Column& column, std::int64_t first, std::int64_t count,
              double scale, Part& part) noexcept {
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512 && column.type() == Type::float64) {
        std::uint64_t present[readings_at_once / word_bits];
        const std::int64_t words = count / word_bits;
        for (std::int64_t i = 0; i < words; ++i)
            present[i] = validity_word(column, first + i * word_bits);
        part.count.numbers +=
            add_words_avx512(column.float64s().data() + first,
                             std::span(present, static_cast<std::size_t>(words)), scale, part.sums);
        first += words * word_bits;
        count -= words * word_bits;
    }
#endif
    double buffer[readings_at_once];
    const auto readings = readings_of(column, first, count, buffer);
    add_at(level, readings, scale, part.sums);
    add_to_count(level, readings, part.count);
}

struct Total {
    double sum = 0;
    std::int64_t numbers = 0;
};

Total total_of(const Context& context, const Column& column, double scale, VectorLevel level) {
    std::vector<Part> parts(
        static_cast<std::size_t>(block_count(column.size(), rows_between_checks)));
    parallel_blocks(context, column.size(), rows_between_checks,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        Part& part = parts[static_cast<std::size_t>(block)];
                        for (std::int64_t row = first; row < last; row += readings_at_once)
                            add_rows(level, column, row, std::min(readings_at_once, last - row),
                                     scale, part);
                    });
    Total out;
    Sum sum;
    for (const Part& part : parts) {
        out.numbers += part.count.numbers;
        for (std::size_t l = 0; l < lanes; ++l) {
            sum.add(part.sums.total[l]);
            sum.add(part.sums.carry[l]);
            sum.add(part.sums.rest[l]);
        }
    }
    out.sum = sum.value();
    return out;
}

}  // namespace

ColumnMean column_mean(const Context& context, const Column& column, VectorLevel level) {
    Total total = total_of(context, column, 1, level);
    if (total.numbers == 0) return {};
    double mean = total.sum / static_cast<double>(total.numbers);
    if (!std::isfinite(mean)) {
        total = total_of(context, column, overflow_scale, level);
        mean = total.sum / static_cast<double>(total.numbers) / overflow_scale;
    }
    return {mean, total.numbers};
}

}  // namespace tenon::clean

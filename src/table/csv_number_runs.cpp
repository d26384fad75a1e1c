#include "table/csv_number_runs.hpp"

#include <bit>

#include "table/csv_number.hpp"
#include "table/csv_runs_by_four.hpp"

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>
#define TENON_WIDE_RUNS 1
#endif

namespace tenon {

namespace {

bool real_at(const char* text, CsvCell cell, std::uint32_t with_care, char mark,
             double& value) noexcept {
    return !(cell.extent & with_care) &&
           read_short_real(text + cell.begin, cell.length(), mark, value);
}

bool integer_at(const char* text, CsvCell cell, std::uint32_t with_care,
                std::int64_t& value) noexcept {
    std::uint64_t magnitude = 0;
    if ((cell.extent & with_care) ||
        !read_short_integer(text + cell.begin, cell.length(), magnitude))
        return false;
    value = static_cast<std::int64_t>(magnitude);
    return true;
}

std::size_t reals_one_by_one(const char* text, const CsvCell* cells, std::size_t count,
                             std::uint32_t with_care, char mark, double* out) {
    std::size_t i = 0;
    while (i < count && real_at(text, cells[i], with_care, mark, out[i])) ++i;
    return i;
}

std::size_t integers_one_by_one(const char* text, const CsvCell* cells, std::size_t count,
                                std::uint32_t with_care, std::int64_t* out) {
    std::size_t i = 0;
    while (i < count && integer_at(text, cells[i], with_care, out[i])) ++i;
    return i;
}

#if defined(TENON_WIDE_RUNS)

// Four cells at a time as long as many(i) says that cells i to i + 3 are read, each by its bit of
// the result; what it leaves is read by one(i), which ends the run where it cannot.
template <class Many, class One>
TENON_INLINE std::size_t run_by_four(std::size_t count, const Many& many, const One& one) {
    constexpr std::size_t four = 4;
    std::size_t i = 0;
    while (i + four <= count) {
        const unsigned sound = many(i);
        if (sound == 0xF) {
            i += four;
            continue;
        }
        i += static_cast<std::size_t>(std::countr_one(sound));
        if (!one(i)) return i;
        ++i;
    }
    while (i < count && one(i)) ++i;
    return i;
}

__attribute__((target("avx2"))) std::size_t reals_by_four(const char* text, const CsvCell* cells,
                                                          std::size_t count,
                                                          std::uint32_t with_care, char mark,
                                                          double* out) {
    return run_by_four(
        count,
        [=](std::size_t i) __attribute__((target("avx2"))) {
            return four_reals(text, cells + i, with_care, mark, out + i);
        },
        [=](std::size_t i) { return real_at(text, cells[i], with_care, mark, out[i]); });
}

__attribute__((target("avx2"))) std::size_t integers_by_four(const char* text, const CsvCell* cells,
                                                             std::size_t count,
                                                             std::uint32_t with_care,
                                                             std::int64_t* out) {
    return run_by_four(
        count,
        [=](std::size_t i) __attribute__((target("avx2"))) {
            return four_integers(text, cells + i, with_care, out + i);
        },
        [=](std::size_t i) { return integer_at(text, cells[i], with_care, out[i]); });
}

#define TENON_EIGHT_LANES \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512cd"), always_inline)) inline

constexpr std::size_t lanes = 8;

// Eight cells at once: where each begins, how long it is, and its first eight bytes.
struct EightCells {
    __m512i length, word;
    __mmask8 sound;  // no bit asks for care, and 1 to 8 bytes
};

TENON_EIGHT_LANES EightCells eight_cells(const char* text, const CsvCell* cells,
                                         std::uint32_t with_care) {
    const __m512i pairs = _mm512_loadu_si512(cells);
    const __m512i begin = _mm512_and_si512(pairs, _mm512_set1_epi64(0xFFFFFFFF));
    const __m512i extent = _mm512_srli_epi64(pairs, 32);
    const __m512i length = _mm512_and_si512(extent, _mm512_set1_epi64(CsvCell::most_bytes));
    const __mmask8 careless =
        _mm512_testn_epi64_mask(extent, _mm512_set1_epi64(static_cast<long long>(with_care)));
    const __mmask8 fits = _mm512_cmple_epu64_mask(_mm512_sub_epi64(length, _mm512_set1_epi64(1)),
                                                  _mm512_set1_epi64(7));
    return {length, _mm512_i64gather_epi64(begin, text, 1), static_cast<__mmask8>(careless & fits)};
}

// Lanes whose bytes are all 0..9.
TENON_EIGHT_LANES __mmask8 lanes_of_digits(__m512i digits) {
    const __m512i above = _mm512_or_si512(_mm512_add_epi8(digits, _mm512_set1_epi8(0x76)), digits);
    return _mm512_testn_epi64_mask(above, _mm512_set1_epi8(static_cast<char>(0x80)));
}

// The numbers of eight digits a lane, first one lowest.
TENON_EIGHT_LANES __m512i lane_values(__m512i digits) {
    const __m512i pairs = _mm512_maddubs_epi16(digits, _mm512_set1_epi16(0x010A));
    const __m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00010064));
    return _mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10'000)),
                            _mm512_srli_epi64(fours, 32));
}

__attribute__((target("avx512f,avx512bw,avx512dq,avx512cd"))) std::size_t reals_by_eight(
    const char* text, const CsvCell* cells, std::size_t count, std::uint32_t with_care, char mark,
    double* out) {
    const __m512i marks = _mm512_set1_epi8(mark), ones = _mm512_set1_epi8(1);
    const __m512i high_bits = _mm512_set1_epi8(static_cast<char>(0x80));
    const __m512i zeros = _mm512_set1_epi8('0'), one = _mm512_set1_epi64(1);
    const __m512d powers = _mm512_setr_pd(1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
    const __m512i sign_bit = _mm512_set1_epi64(static_cast<long long>(std::uint64_t{1} << 63));
    std::size_t i = 0;
    while (i + lanes <= count) {
        const EightCells at = eight_cells(text, cells + i, with_care);
        const __mmask8 negative = _mm512_cmpeq_epi64_mask(
            _mm512_and_si512(at.word, _mm512_set1_epi64(0xFF)), _mm512_set1_epi64('-'));
        const __m512i word = _mm512_mask_srli_epi64(at.word, negative, at.word, 8);
        const __m512i length = _mm512_mask_sub_epi64(at.length, negative, at.length, one);
        // The lowest zero byte of `other` is the mark.
        const __m512i other = _mm512_xor_si512(word, marks);
        const __m512i hit =
            _mm512_and_si512(_mm512_andnot_si512(other, _mm512_sub_epi64(other, ones)), high_bits);
        const __m512i lowest = _mm512_and_si512(hit, _mm512_sub_epi64(_mm512_setzero_si512(), hit));
        const __m512i place = _mm512_sub_epi64(_mm512_set1_epi64(56), _mm512_lzcnt_epi64(lowest));
        const __m512i index = _mm512_srli_epi64(place, 3);  // huge where there is no mark
        const __mmask8 marked =
            _mm512_cmplt_epu64_mask(index, length) & _mm512_cmpgt_epu64_mask(length, one);
        const __m512i before = _mm512_sub_epi64(_mm512_sllv_epi64(one, place), one);
        const __m512i joined =
            _mm512_or_si512(_mm512_and_si512(word, before),
                            _mm512_andnot_si512(before, _mm512_srli_epi64(word, 8)));
        const __m512i shift = _mm512_sub_epi64(_mm512_set1_epi64(72), _mm512_slli_epi64(length, 3));
        const __m512i digits = _mm512_sllv_epi64(_mm512_xor_si512(joined, zeros), shift);
        const __mmask8 sound = at.sound & marked & lanes_of_digits(digits);
        const __m512i behind =
            _mm512_sub_epi64(_mm512_sub_epi64(length, one), index);  // digits after the mark
        const __m512d magnitude = _mm512_div_pd(_mm512_cvtepi64_pd(lane_values(digits)),
                                                _mm512_permutexvar_pd(behind, powers));
        const __m512i value = _mm512_mask_or_epi64(_mm512_castpd_si512(magnitude), negative,
                                                   _mm512_castpd_si512(magnitude), sign_bit);
        _mm512_storeu_pd(out + i, _mm512_castsi512_pd(value));
        if (sound == 0xFF) {
            i += lanes;
            continue;
        }
        i += static_cast<std::size_t>(std::countr_one(static_cast<unsigned>(sound)));
        if (!real_at(text, cells[i], with_care, mark, out[i])) return i;
        ++i;
    }
    return i + reals_one_by_one(text, cells + i, count - i, with_care, mark, out + i);
}

__attribute__((target("avx512f,avx512bw,avx512dq,avx512cd"))) std::size_t integers_by_eight(
    const char* text, const CsvCell* cells, std::size_t count, std::uint32_t with_care,
    std::int64_t* out) {
    const __m512i zeros = _mm512_set1_epi8('0');
    std::size_t i = 0;
    while (i + lanes <= count) {
        const EightCells at = eight_cells(text, cells + i, with_care);
        const __m512i shift =
            _mm512_sub_epi64(_mm512_set1_epi64(64), _mm512_slli_epi64(at.length, 3));
        const __m512i digits = _mm512_sllv_epi64(_mm512_xor_si512(at.word, zeros), shift);
        const __mmask8 led_by_zero =
            _mm512_cmpeq_epi64_mask(_mm512_and_si512(at.word, _mm512_set1_epi64(0xFF)),
                                    _mm512_set1_epi64('0')) &
            _mm512_cmpgt_epu64_mask(at.length, _mm512_set1_epi64(1));
        const __mmask8 sound =
            static_cast<__mmask8>(at.sound & lanes_of_digits(digits) & ~led_by_zero);
        _mm512_storeu_si512(out + i, lane_values(digits));
        if (sound == 0xFF) {
            i += lanes;
            continue;
        }
        i += static_cast<std::size_t>(std::countr_one(static_cast<unsigned>(sound)));
        if (!integer_at(text, cells[i], with_care, out[i])) return i;
        ++i;
    }
    return i + integers_one_by_one(text, cells + i, count - i, with_care, out + i);
}

#endif

}  // namespace

std::span<const NumberRuns> number_runs() noexcept {
    static constexpr NumberRuns forms[] = {
        {"one by one", reals_one_by_one, integers_one_by_one},
#if defined(TENON_WIDE_RUNS)
        {"by four", reals_by_four, integers_by_four},
        {"by eight", reals_by_eight, integers_by_eight}
#endif
    };
    std::size_t count = 1;
#if defined(TENON_WIDE_RUNS)
    if (__builtin_cpu_supports("avx2")) {
        ++count;
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
            __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
            ++count;
    }
#endif
    return std::span(forms, count);
}

}  // namespace tenon

// The runs of short numbers (table/csv_number_runs.cpp) with the instructions of AVX2, four cells
// at a time; the steps are those of table/csv_number.hpp.
#pragma once

#include "base/vector_level.hpp"
#include "table/csv_cell.hpp"
#include "table/csv_number.hpp"

#if TENON_VECTOR_LEVELS && defined(__x86_64__)
#include <immintrin.h>

namespace tenon {

#define TENON_FOUR_LANES __attribute__((target("avx2"), always_inline)) inline

// Four cells: how long each is and its first eight bytes.
struct FourCells {
    __m256i length, word;
    __m256i sound;  // no bit asks for care, and 1 to 8 bytes
};

TENON_FOUR_LANES __m256i four_of(std::int64_t x) {
    return _mm256_set1_epi64x(x);
}

TENON_FOUR_LANES FourCells four_cells(const char* text, const CsvCell* cells,
                                      std::uint32_t with_care) {
    const __m256i pairs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(cells));
    const __m256i extent = _mm256_srli_epi64(pairs, 32);
    const __m256i length = _mm256_and_si256(extent, four_of(CsvCell::most_bytes));
    const __m256i careless =
        _mm256_cmpeq_epi64(_mm256_and_si256(extent, four_of(with_care)), _mm256_setzero_si256());
    const __m256i fits = _mm256_and_si256(_mm256_cmpgt_epi64(length, _mm256_setzero_si256()),
                                          _mm256_cmpgt_epi64(four_of(9), length));
    const auto word = [&](int i) __attribute__((always_inline)) {
        return static_cast<long long>(word_at(text + cells[i].begin));
    };
    return {length, _mm256_set_epi64x(word(3), word(2), word(1), word(0)),
            _mm256_and_si256(careless, fits)};
}

// Lanes whose bytes are all 0..9.
TENON_FOUR_LANES __m256i four_of_digits(__m256i digits) {
    const __m256i above = _mm256_or_si256(_mm256_add_epi8(digits, _mm256_set1_epi8(0x76)), digits);
    return _mm256_cmpeq_epi64(_mm256_and_si256(above, _mm256_set1_epi8(static_cast<char>(0x80))),
                              _mm256_setzero_si256());
}

// The numbers of eight digits a lane, first one lowest.
TENON_FOUR_LANES __m256i four_values(__m256i digits) {
    const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
    const __m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
    return _mm256_add_epi64(_mm256_mul_epu32(fours, four_of(10'000)), _mm256_srli_epi64(fours, 32));
}

// 10^n for n up to 7 a lane.
TENON_FOUR_LANES __m256d four_powers(__m256i n) {
    const __m256d few = _mm256_setr_pd(1e0, 1e1, 1e2, 1e3),
                  many = _mm256_setr_pd(1e4, 1e5, 1e6, 1e7);
    // Both halves of double n modulo 4.
    const __m256i halves =
        _mm256_add_epi64(_mm256_or_si256(_mm256_slli_epi64(n, 1), _mm256_slli_epi64(n, 33)),
                         four_of(std::int64_t{1} << 32));
    const auto pick = [&](__m256d from) __attribute__((always_inline, target("avx2"))) {
        return _mm256_castsi256_pd(_mm256_permutevar8x32_epi32(_mm256_castpd_si256(from), halves));
    };
    return _mm256_blendv_pd(pick(few), pick(many), _mm256_castsi256_pd(_mm256_slli_epi64(n, 61)));
}

// Integers below 2^52.
TENON_FOUR_LANES __m256d four_doubles(__m256i x) {
    const __m256i exponent = four_of(0x4330000000000000);  // of 2^52
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(x, exponent)),
                         _mm256_castsi256_pd(exponent));
}

// Reads four cells to out[0..3]; bit i of the result is set where cell i is read rightly.
TENON_FOUR_LANES unsigned four_reals(const char* text, const CsvCell* cells,
                                     std::uint32_t with_care, char mark, double* out) {
    const __m256i one = four_of(1), ones = _mm256_set1_epi8(1);
    const FourCells at = four_cells(text, cells, with_care);
    const __m256i negative =
        _mm256_cmpeq_epi64(_mm256_and_si256(at.word, four_of(0xFF)), four_of('-'));
    const __m256i word = _mm256_blendv_epi8(at.word, _mm256_srli_epi64(at.word, 8), negative);
    const __m256i length = _mm256_add_epi64(at.length, negative);
    // The lowest zero byte of `other` is the mark, and `before` has the bytes below it.
    const __m256i other = _mm256_xor_si256(word, _mm256_set1_epi8(mark));
    const __m256i hit = _mm256_and_si256(_mm256_andnot_si256(other, _mm256_sub_epi64(other, ones)),
                                         _mm256_set1_epi8(static_cast<char>(0x80)));
    const __m256i lowest = _mm256_and_si256(hit, _mm256_sub_epi64(_mm256_setzero_si256(), hit));
    const __m256i before = _mm256_srli_epi64(_mm256_sub_epi64(lowest, one), 7);
    // Where there is no mark, bytes 0 to 7 count: 8.
    const __m256i index = _mm256_sad_epu8(_mm256_and_si256(before, ones), _mm256_setzero_si256());
    const __m256i marked =
        _mm256_and_si256(_mm256_cmpgt_epi64(length, index), _mm256_cmpgt_epi64(length, one));
    const __m256i joined = _mm256_or_si256(_mm256_and_si256(word, before),
                                           _mm256_andnot_si256(before, _mm256_srli_epi64(word, 8)));
    const __m256i shift = _mm256_sub_epi64(four_of(72), _mm256_slli_epi64(length, 3));
    const __m256i digits =
        _mm256_sllv_epi64(_mm256_xor_si256(joined, _mm256_set1_epi8('0')), shift);
    const __m256i behind = _mm256_sub_epi64(_mm256_sub_epi64(length, one), index);
    const __m256d magnitude = _mm256_div_pd(four_doubles(four_values(digits)), four_powers(behind));
    const __m256d sign = _mm256_castsi256_pd(_mm256_slli_epi64(negative, 63));
    _mm256_storeu_pd(out, _mm256_or_pd(magnitude, sign));
    const __m256i sound =
        _mm256_and_si256(_mm256_and_si256(at.sound, marked), four_of_digits(digits));
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(sound)));
}

TENON_FOUR_LANES unsigned four_integers(const char* text, const CsvCell* cells,
                                        std::uint32_t with_care, std::int64_t* out) {
    const FourCells at = four_cells(text, cells, with_care);
    const __m256i shift = _mm256_sub_epi64(four_of(64), _mm256_slli_epi64(at.length, 3));
    const __m256i digits =
        _mm256_sllv_epi64(_mm256_xor_si256(at.word, _mm256_set1_epi8('0')), shift);
    const __m256i led_by_zero =
        _mm256_and_si256(_mm256_cmpeq_epi64(_mm256_and_si256(at.word, four_of(0xFF)), four_of('0')),
                         _mm256_cmpgt_epi64(at.length, four_of(1)));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), four_values(digits));
    const __m256i sound =
        _mm256_andnot_si256(led_by_zero, _mm256_and_si256(at.sound, four_of_digits(digits)));
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(sound)));
}

#undef TENON_FOUR_LANES

}  // namespace tenon

#endif

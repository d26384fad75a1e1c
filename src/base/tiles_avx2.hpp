// Tiles of C += A'B for sixteen registers of four numbers, where panels (base/rank_update.hpp) are
// halves of four columns. Each entry is one chain of fused multiply-adds, as in any other tile.
//
// By fours: up to twelve rows of C, three halves of A's panels, by four columns. The panels are
// read where they are. By sixes: eight rows by six columns, the form that reads the least for each
// multiply-add; six columns lie in two panels and are put side by side first, which pays where many
// panels of A meet them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/rank_update.hpp"

#if TENON_VECTOR_LEVELS && defined(__x86_64__)
#include <immintrin.h>
#define TENON_FUSED_LEVELS 1
#define TENON_FUSED_AVX2 __attribute__((target("avx2,fma")))
#define TENON_UNROLL _Pragma("GCC unroll 8")

namespace tenon {

inline constexpr std::int64_t half_panel = panel_columns / 2, six = 6;

inline std::int64_t halves_of(std::int64_t columns) noexcept {
    return (columns + half_panel - 1) / half_panel;
}
inline const double* half_of(const Panels& panels, std::int64_t k) noexcept {
    return panels.panel(k / 2) + k % 2 * half_panel;
}

// An address, not a pointer: the last lines may lie beyond what is wanted.
TENON_INLINE void fetch_line(std::uintptr_t& address) {
    _mm_prefetch(reinterpret_cast<const char*>(address), _MM_HINT_T1);
    address += panel_columns * sizeof(double);
}

struct TileAvx2 {
    const double* const* a = nullptr;  // its halves of panels of A
    const double* b = nullptr;
    std::int64_t rows = 0;
    ProductSum c;  // at the tile
    double sign = 1;
    const double* ahead = nullptr;  // a line a row is fetched from here on; null: nothing is
};

// `vectors` halves of A by `columns` of B, whose rows are `width` apart.
template <int vectors, int columns, int width, bool fetch>
TENON_FUSED_AVX2 inline void tile_avx2(const TileAvx2& t) {
    constexpr int n = panel_columns;
    const ProductSum c = t.c;
    __m256d sum[columns][vectors];
    TENON_UNROLL
    for (int j = 0; j < columns; ++j) {
        TENON_UNROLL
        for (int p = 0; p < vectors; ++p) sum[j][p] = _mm256_setzero_pd();
        // Wanted when all rows are done: where C is large it is far away until then.
        _mm_prefetch(reinterpret_cast<const char*>(c.data + j * c.leading), _MM_HINT_T0);
    }
    const double* a[vectors];
    TENON_UNROLL
    for (int p = 0; p < vectors; ++p) a[p] = t.a[p];
    const double* b = t.b;
    auto next = reinterpret_cast<std::uintptr_t>(t.ahead);
    for (std::int64_t r = 0; r < t.rows * n; r += n, b += width) {
        if constexpr (fetch) fetch_line(next);
        __m256d x[vectors];
        TENON_UNROLL
        for (int p = 0; p < vectors; ++p) x[p] = _mm256_loadu_pd(a[p] + r);
        TENON_UNROLL
        for (int j = 0; j < columns; ++j) {
            const __m256d y = _mm256_broadcast_sd(b + j);
            TENON_UNROLL
            for (int p = 0; p < vectors; ++p) sum[j][p] = _mm256_fmadd_pd(x[p], y, sum[j][p]);
        }
    }
    const __m256d sign = _mm256_set1_pd(t.sign);
    TENON_UNROLL
    for (int j = 0; j < columns; ++j) TENON_UNROLL
    for (int p = 0; p < vectors; ++p) {
        double* to = c.data + j * c.leading + p * half_panel;
        _mm256_storeu_pd(to, _mm256_fmadd_pd(sum[j][p], sign, _mm256_loadu_pd(to)));
    }
}

// Four columns of B, half a panel, by up to three halves of A.
inline void tile_of_four(const TileAvx2& t, std::int64_t vectors) {
    constexpr int n = panel_columns;
    if (vectors == 3) return t.ahead ? tile_avx2<3, 4, n, true>(t) : tile_avx2<3, 4, n, false>(t);
    if (vectors == 2) return t.ahead ? tile_avx2<2, 4, n, true>(t) : tile_avx2<2, 4, n, false>(t);
    tile_avx2<1, 4, n, false>(t);
}

// Six columns put side by side, or the first four or two of them, by a panel of A.
inline void tile_of_six(const TileAvx2& t, std::int64_t columns) {
    if (columns == 6) return t.ahead ? tile_avx2<2, 6, 6, true>(t) : tile_avx2<2, 6, 6, false>(t);
    if (columns == 4) return tile_avx2<2, 4, 6, false>(t);
    tile_avx2<2, 2, 6, false>(t);
}

// Columns [column, column + 6) of the panels, six numbers a row. `column` is even; what would lie
// beyond the panels is taken from the last of them.
TENON_FUSED_AVX2 inline void put_side_by_side(const Panels& panels, std::int64_t column,
                                              double* out) {
    constexpr std::int64_t n = panel_columns;
    const std::int64_t within = column % n;
    const double* const here = panels.panel(column / n) + within;
    const double* const next = panels.panel(std::min(column / n + 1, panels.count - 1));
    // Four of a panel and then two of it or of the next; or its last two and then four of the next.
    const bool late = within == six;
    const double* four = late ? next : here;
    const double* two = late ? here : within == half_panel ? next : here + half_panel;
    double *const to_four = out + (late ? 2 : 0), *const to_two = out + (late ? 0 : 4);
    for (std::int64_t r = 0; r < panels.rows; ++r, four += n, two += n) {
        _mm256_storeu_pd(to_four + r * six, _mm256_loadu_pd(four));
        _mm_storeu_pd(to_two + r * six, _mm_loadu_pd(two));
    }
}

}  // namespace tenon

#else
#define TENON_FUSED_LEVELS 0
#endif

#include "base/rank_update.hpp"

#include <algorithm>
#include <cmath>

#if TENON_VECTOR_LEVELS && defined(__x86_64__)
#include <immintrin.h>
#define TENON_FUSED_LEVELS 1
#define TENON_FUSED_AVX2 __attribute__((target("avx2,fma")))
#define TENON_FUSED_AVX512 __attribute__((target("avx512f,avx512dq,avx2,fma")))
#define TENON_UNROLL _Pragma("GCC unroll 8")
#else
#define TENON_FUSED_LEVELS 0
#endif

namespace tenon {

namespace {

// The most panels of A in one tile, and the panels of A that are gone through before the next panel
// of B: about half a megabyte of 384 rows, which stays in the second cache.
constexpr std::int64_t tile_panels = 3, cached_panels = 24;

// One tile: `height` panels of A by one panel of B, added to C at (0, 0).
struct TileTask {
    const double* a = nullptr;
    std::int64_t a_stride = 0;
    const double* b = nullptr;
    std::int64_t rows = 0;
    ProductSum c;
    double sign = 1;
    const double* ahead = nullptr;  // a line a row is fetched from here on
};
using TileKernel = void (*)(const TileTask& task);
struct TileKernels {
    TileKernel of_height[tile_panels];
};

inline double multiply_add(double a, double b, double c) noexcept {
#ifdef FP_FAST_FMA
    return std::fma(a, b, c);
#else
    return a * b + c;
#endif
}

template <int height>
void tile_portable(const TileTask& t) {
    constexpr int n = panel_columns, half = 4;
    for (int p = 0; p < height; ++p)
        for (int from = 0; from < n; from += half) {
            double sum[half][n] = {};
            const double *a = t.a + p * t.a_stride, *b = t.b + from;
            for (std::int64_t r = 0; r < t.rows; ++r, a += n, b += n)
                for (int j = 0; j < half; ++j)
                    for (int i = 0; i < n; ++i) sum[j][i] = multiply_add(a[i], b[j], sum[j][i]);
            for (int j = 0; j < half; ++j) {
                const std::int64_t at = (from + j) * t.c.leading + p * n;
                for (int i = 0; i < n; ++i) t.c.data[at + i] += t.sign * sum[j][i];
            }
        }
}

#if TENON_FUSED_LEVELS

// The sums are wanted when all rows are done: where C is large they are far away until then.
template <int height>
TENON_INLINE void fetch_sums(const TileTask& t) {
    for (int j = 0; j < panel_columns; ++j)
        for (int p = 0; p < height; ++p)
            _mm_prefetch(
                reinterpret_cast<const char*>(t.c.data + j * t.c.leading + p * panel_columns),
                _MM_HINT_T0);
}

template <int height>
TENON_FUSED_AVX512 void tile_avx512(const TileTask& t) {
    constexpr int n = panel_columns;
    __m512d sum[n][height];
    TENON_UNROLL
    for (int j = 0; j < n; ++j) TENON_UNROLL
    for (int p = 0; p < height; ++p) sum[j][p] = _mm512_setzero_pd();
    const double *a = t.a, *b = t.b, *const end = b + t.rows * n;
    const std::int64_t stride = t.a_stride;
    // An address, not a pointer: the last lines may lie beyond what is wanted.
    auto next = reinterpret_cast<std::uintptr_t>(t.ahead);
    fetch_sums<height>(t);
    for (; b != end; a += n, b += n) {
        _mm_prefetch(reinterpret_cast<const char*>(next), _MM_HINT_T1);
        next += n * sizeof(double);
        __m512d x[height];
        TENON_UNROLL
        for (int p = 0; p < height; ++p) x[p] = _mm512_loadu_pd(a + p * stride);
        TENON_UNROLL
        for (int j = 0; j < n; ++j) {
            const __m512d y = _mm512_set1_pd(b[j]);
            TENON_UNROLL
            for (int p = 0; p < height; ++p) sum[j][p] = _mm512_fmadd_pd(x[p], y, sum[j][p]);
        }
    }
    const __m512d sign = _mm512_set1_pd(t.sign);
    TENON_UNROLL
    for (int j = 0; j < n; ++j) TENON_UNROLL
    for (int p = 0; p < height; ++p) {
        double* c = t.c.data + j * t.c.leading + p * n;
        _mm512_storeu_pd(c, _mm512_fmadd_pd(sum[j][p], sign, _mm512_loadu_pd(c)));
    }
}

// Sixteen registers of four numbers: 12 rows by 4 columns of C at a time, or 8 by 4. The first
// piece of a tile fetches what comes next.
template <bool first, int vectors>
TENON_FUSED_AVX2 void piece_avx2(const TileTask& t, const double* const (&parts)[vectors],
                                 const std::int64_t (&row)[vectors], int from) {
    constexpr int n = panel_columns, half = 4;
    __m256d sum[half][vectors];
    TENON_UNROLL
    for (int j = 0; j < half; ++j) TENON_UNROLL
    for (int p = 0; p < vectors; ++p) sum[j][p] = _mm256_setzero_pd();
    const double* b = t.b + from;
    // An address, not a pointer: the last lines may lie beyond what is wanted.
    const auto next = reinterpret_cast<std::uintptr_t>(t.ahead);
    for (std::int64_t r = 0; r < t.rows * n; r += n) {
        if constexpr (first)
            _mm_prefetch(reinterpret_cast<const char*>(next + static_cast<std::uintptr_t>(r) *
                                                                  sizeof(double)),
                         _MM_HINT_T1);
        __m256d x[vectors];
        TENON_UNROLL
        for (int p = 0; p < vectors; ++p) x[p] = _mm256_loadu_pd(parts[p] + r);
        TENON_UNROLL
        for (int j = 0; j < half; ++j) {
            const __m256d y = _mm256_broadcast_sd(b + r + j);
            TENON_UNROLL
            for (int p = 0; p < vectors; ++p) sum[j][p] = _mm256_fmadd_pd(x[p], y, sum[j][p]);
        }
    }
    const __m256d sign = _mm256_set1_pd(t.sign);
    TENON_UNROLL
    for (int j = 0; j < half; ++j) TENON_UNROLL
    for (int p = 0; p < vectors; ++p) {
        double* c = t.c.data + (from + j) * t.c.leading + row[p];
        _mm256_storeu_pd(c, _mm256_fmadd_pd(sum[j][p], sign, _mm256_loadu_pd(c)));
    }
}

template <int height>
TENON_FUSED_AVX2 void tile_avx2(const TileTask& t) {
    const double *a = t.a, *second = a + t.a_stride, *third = second + t.a_stride;
    fetch_sums<height>(t);
    const auto half = [&]<bool first>(int from) {
        if constexpr (height == 3) {
            piece_avx2<first, 3>(t, {a, a + 4, second}, {0, 4, 8}, from);
            piece_avx2<false, 3>(t, {second + 4, third, third + 4}, {12, 16, 20}, from);
        } else {
            piece_avx2<first, 2>(t, {a, a + 4}, {0, 4}, from);
            if constexpr (height == 2) piece_avx2<false, 2>(t, {second, second + 4}, {8, 12}, from);
        }
    };
    half.template operator()<true>(0);
    half.template operator()<false>(4);
}

#endif

const TileKernels& kernels(VectorLevel level) noexcept {
    static constexpr TileKernels portable{{tile_portable<1>, tile_portable<2>, tile_portable<3>}};
#if TENON_FUSED_LEVELS
    static constexpr TileKernels avx2{{tile_avx2<1>, tile_avx2<2>, tile_avx2<3>}};
    static constexpr TileKernels avx512{{tile_avx512<1>, tile_avx512<2>, tile_avx512<3>}};
    if (level == VectorLevel::avx512) return avx512;
    if (level == VectorLevel::avx2) return avx2;
#endif
    static_cast<void>(level);
    return portable;
}

// The next lines to fetch, a line a row; nothing left: those of a panel that is there anyway.
const double* next_lines(RowMemory& ahead, std::int64_t rows, const double* there) {
    if (ahead.count <= 0) return there;
    const double* from = ahead.data;
    const std::int64_t count = std::min(ahead.count, rows * panel_columns);
    ahead.data += count;
    ahead.count -= count;
    return from;
}

// Tiles of the panels [from, last) of A against panel j of B.
void tile_column(const TileKernels& kernel, const Panels& a, std::int64_t from, std::int64_t last,
                 const double* b, std::int64_t j, const ProductSum& c, double sign,
                 RowMemory& ahead) {
    while (from < last) {
        // Four panels left are two and two: a tile of one is the slowest.
        const std::int64_t left = last - from, height = left == 4 ? 2 : std::min(left, tile_panels);
        const std::int64_t at = j * panel_columns * c.leading + from * panel_columns;
        kernel.of_height[height - 1]({a.panel(from),
                                      a.stride,
                                      b,
                                      a.rows,
                                      {c.data + at, c.leading},
                                      sign,
                                      next_lines(ahead, a.rows, b)});
        from += height;
    }
}

double value_of(ProductSign sign) noexcept {
    return sign == ProductSign::add ? 1.0 : -1.0;
}

}  // namespace

VectorLevel fused_level() noexcept {
#if TENON_FUSED_LEVELS
    if (!__builtin_cpu_supports("fma")) return VectorLevel::portable;
    return vector_level();
#else
    return VectorLevel::portable;
#endif
}

void rank_update(const Panels& a, std::int64_t first, std::int64_t last, const ProductSum& c,
                 ProductSign sign, VectorLevel level, RowMemory ahead) {
    const TileKernels& kernel = kernels(level);
    for (std::int64_t from = first; from < a.count; from += cached_panels) {
        const std::int64_t to = std::min(a.count, from + cached_panels);
        for (std::int64_t j = first; j < std::min(last, to); ++j)
            tile_column(kernel, a, std::max(from, j), to, a.panel(j), j, c, value_of(sign), ahead);
    }
}

void product_update(const Panels& a, const Panels& b, const ProductSum& c, ProductSign sign,
                    VectorLevel level) {
    const TileKernels& kernel = kernels(level);
    RowMemory nothing;
    for (std::int64_t from = 0; from < a.count; from += cached_panels)
        for (std::int64_t j = 0; j < b.count; ++j)
            tile_column(kernel, a, from, std::min(a.count, from + cached_panels), b.panel(j), j, c,
                        value_of(sign), nothing);
}

}  // namespace tenon

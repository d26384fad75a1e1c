#include "base/rank_update.hpp"

#include <algorithm>
#include <cmath>

#include "base/tiles_avx2.hpp"

#if TENON_FUSED_LEVELS
#define TENON_FUSED_AVX512 __attribute__((target("avx512f,avx512dq,avx2,fma")))
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
    auto next = reinterpret_cast<std::uintptr_t>(t.ahead);
    fetch_sums<height>(t);
    for (; b != end; a += n, b += n) {
        fetch_line(next);
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

#endif

const TileKernels& kernels(VectorLevel level) noexcept {
    static constexpr TileKernels portable{{tile_portable<1>, tile_portable<2>, tile_portable<3>}};
#if TENON_FUSED_LEVELS
    static constexpr TileKernels avx512{{tile_avx512<1>, tile_avx512<2>, tile_avx512<3>}};
    if (level == VectorLevel::avx512) return avx512;
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

#if TENON_FUSED_LEVELS

// Columns of B are put side by side from this many panels of A on, if they are not too long: 24 KB
// of the stack.
constexpr std::int64_t least_for_six = 33, six_rows = 512;

// C += A'B by the tiles of AVX2; below the diagonal of C where B is A.
struct ProductAvx2 {
    const Panels& a;
    const Panels& b;
    ProductSum c;
    double sign = 1;
    bool symmetric = false;
    RowMemory ahead = {};

    // Columns of the panels [first, last) of B.
    void run(std::int64_t first, std::int64_t last) {
        const bool by_six = a.count >= least_for_six && a.rows <= six_rows;
        for (std::int64_t from = symmetric ? first : 0; from < a.count; from += cached_panels) {
            const std::int64_t to = std::min(a.count, from + cached_panels);
            const std::int64_t end = symmetric ? std::min(last, to) : last;
            if (by_six)
                sixes(first * panel_columns, std::min(end * panel_columns, b.columns), from, to);
            else
                fours(2 * first, std::min(2 * end, halves_of(b.columns)), 2 * from,
                      std::min(2 * to, halves_of(a.columns)));
        }
    }

  private:
    void fours(std::int64_t column, std::int64_t end, std::int64_t from, std::int64_t to) {
        for (; column < end; ++column)
            for (std::int64_t q = symmetric ? std::max(from, column) : from; q < to;) {
                // Four left are two and two: a tile of one is the slowest.
                const std::int64_t left = to - q;
                const std::int64_t vectors = left == 4 ? 2 : std::min<std::int64_t>(left, 3);
                const double* halves[3];
                for (std::int64_t p = 0; p < vectors; ++p) halves[p] = half_of(a, q + p);
                tile_of_four(tile(halves, half_of(b, column), column * half_panel, q), vectors);
                q += vectors;
            }
    }

    void sixes(std::int64_t column, std::int64_t end, std::int64_t from, std::int64_t to) {
        alignas(64) double side_by_side[six * six_rows];
        for (; column < end; column += six) {
            std::int64_t q = symmetric ? std::max(from, column / panel_columns) : from;
            if (q >= to) return;
            put_side_by_side(b, column, side_by_side);
            // A panel on the diagonal has nothing to do with the columns of the next one.
            const std::int64_t columns = std::min(six, (end - column + 1) / 2 * 2);
            for (; q < to; ++q) {
                const double* const halves[2] = {a.panel(q), a.panel(q) + half_panel};
                const std::int64_t until = (q + 1) * panel_columns - column;
                tile_of_six(tile(halves, side_by_side, column, 2 * q),
                            symmetric ? std::min(columns, until) : columns);
            }
        }
    }

    TileAvx2 tile(const double* const* halves, const double* columns, std::int64_t column,
                  std::int64_t row_half) {
        const std::int64_t at = column * c.leading + row_half * half_panel;
        return {halves, columns,
                a.rows, {c.data + at, c.leading},
                sign,   ahead.count > 0 ? next_lines(ahead, a.rows, nullptr) : nullptr};
    }
};

#endif

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
#if TENON_FUSED_LEVELS
    if (level == VectorLevel::avx2)
        return ProductAvx2{a, a, c, value_of(sign), true, ahead}.run(first, last);
#endif
    const TileKernels& kernel = kernels(level);
    for (std::int64_t from = first; from < a.count; from += cached_panels) {
        const std::int64_t to = std::min(a.count, from + cached_panels);
        for (std::int64_t j = first; j < std::min(last, to); ++j)
            tile_column(kernel, a, std::max(from, j), to, a.panel(j), j, c, value_of(sign), ahead);
    }
}

void product_update(const Panels& a, const Panels& b, const ProductSum& c, ProductSign sign,
                    VectorLevel level) {
#if TENON_FUSED_LEVELS
    if (level == VectorLevel::avx2) return ProductAvx2{a, b, c, value_of(sign)}.run(0, b.count);
#endif
    const TileKernels& kernel = kernels(level);
    RowMemory nothing;
    for (std::int64_t from = 0; from < a.count; from += cached_panels)
        for (std::int64_t j = 0; j < b.count; ++j)
            tile_column(kernel, a, from, std::min(a.count, from + cached_panels), b.panel(j), j, c,
                        value_of(sign), nothing);
}

}  // namespace tenon

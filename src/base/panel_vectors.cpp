#include "base/panel_vectors.hpp"

#include <algorithm>

#include "base/eight.hpp"

namespace tenon {

namespace {

constexpr std::int64_t n = panel_columns;

struct TimesTask {
    Panels a;
    const double* c = nullptr;
    double* out = nullptr;
};

TENON_INLINE void times_body(const TimesTask& t) {
    for (std::int64_t r = 0; r < t.a.rows; r += 8) {
        Eight sum[8];
        const double* row = t.a.data + r * n;
        const Eight first = load8(t.c);
        for (int i = 0; i < 8; ++i) sum[i] = load8(row + i * n) * first;
        for (std::int64_t q = 1; q < t.a.count; ++q) {
            const Eight c = load8(t.c + q * n);
            row = t.a.panel(q) + r * n;
            for (int i = 0; i < 8; ++i) sum[i] += load8(row + i * n) * c;
        }
        store8(t.out + r, sums8(sum));
    }
}

struct TransposedTask {
    Panels a;
    const double* v = nullptr;
    double* sum = nullptr;
};

// Rows go to four chains each, so that one addition need not wait for the last.
TENON_INLINE void transposed_body(const TransposedTask& t) {
    for (std::int64_t q = 0; q < t.a.count; ++q) {
        const double* row = t.a.panel(q);
        Eight s0 = splat8(0), s1 = s0, s2 = s0, s3 = s0;
        std::int64_t r = 0;
        for (; r + 4 <= t.a.rows; r += 4, row += 4 * n) {
            s0 += load8(row) * splat8(t.v[r]);
            s1 += load8(row + n) * splat8(t.v[r + 1]);
            s2 += load8(row + 2 * n) * splat8(t.v[r + 2]);
            s3 += load8(row + 3 * n) * splat8(t.v[r + 3]);
        }
        for (; r < t.a.rows; ++r, row += n) s0 += load8(row) * splat8(t.v[r]);
        store8(t.sum + q * n, load8(t.sum + q * n) + ((s0 + s1) + (s2 + s3)));
    }
}

struct ScaleTask {
    double* panels = nullptr;
    std::int64_t stride = 0, count = 0, rows = 0;
    const double* factor = nullptr;
};

TENON_INLINE void scale_body(const ScaleTask& t) {
    for (std::int64_t q = 0; q < t.count; ++q) {
        double* row = t.panels + q * t.stride;
        for (std::int64_t r = 0; r < t.rows; ++r, row += n)
            store8(row, load8(row) * splat8(t.factor[r]));
    }
}

#if TENON_VECTOR_LEVELS
TENON_TARGET_AVX2 void times_avx2(const TimesTask& t) {
    times_body(t);
}
TENON_TARGET_AVX512 void times_avx512(const TimesTask& t) {
    times_body(t);
}
TENON_TARGET_AVX2 void transposed_avx2(const TransposedTask& t) {
    transposed_body(t);
}
TENON_TARGET_AVX512 void transposed_avx512(const TransposedTask& t) {
    transposed_body(t);
}
TENON_TARGET_AVX2 void scale_avx2(const ScaleTask& t) {
    scale_body(t);
}
TENON_TARGET_AVX512 void scale_avx512(const ScaleTask& t) {
    scale_body(t);
}
#endif

}  // namespace

void panel_times(const Panels& a, const double* c, double* out, VectorLevel level) {
    if (a.count == 0) {
        std::fill(out, out + a.rows, 0.0);
        return;
    }
    const TimesTask task{a, c, out};
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return times_avx512(task);
    if (level == VectorLevel::avx2) return times_avx2(task);
#endif
    static_cast<void>(level);
    times_body(task);
}

void panel_transposed_times(const Panels& a, const double* v, double* sum, VectorLevel level) {
    const TransposedTask task{a, v, sum};
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return transposed_avx512(task);
    if (level == VectorLevel::avx2) return transposed_avx2(task);
#endif
    static_cast<void>(level);
    transposed_body(task);
}

void scale_panel_rows(double* panels, std::int64_t stride, std::int64_t count, std::int64_t rows,
                      const double* factor, VectorLevel level) {
    const ScaleTask task{panels, stride, count, rows, factor};
#if TENON_VECTOR_LEVELS
    if (level == VectorLevel::avx512) return scale_avx512(task);
    if (level == VectorLevel::avx2) return scale_avx2(task);
#endif
    static_cast<void>(level);
    scale_body(task);
}

}  // namespace tenon

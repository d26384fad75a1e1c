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

    TENON_INLINE void run() const {
        for (std::int64_t r = 0; r < a.rows; r += 8) {
            Eight sum[8];
            const double* row = a.data + r * n;
            const Eight first = load8(c);
            for (int i = 0; i < 8; ++i) sum[i] = load8(row + i * n) * first;
            for (std::int64_t q = 1; q < a.count; ++q) {
                const Eight weight = load8(c + q * n);
                row = a.panel(q) + r * n;
                for (int i = 0; i < 8; ++i) sum[i] += load8(row + i * n) * weight;
            }
            store8(out + r, sums8(sum));
        }
    }
};

struct TransposedTask {
    Panels a;
    const double* v = nullptr;
    double* sum = nullptr;

    // Rows go to four chains each, so that one addition need not wait for the last.
    TENON_INLINE void run() const {
        for (std::int64_t q = 0; q < a.count; ++q) {
            const double* row = a.panel(q);
            Eight s0 = splat8(0), s1 = s0, s2 = s0, s3 = s0;
            std::int64_t r = 0;
            for (; r + 4 <= a.rows; r += 4, row += 4 * n) {
                s0 += load8(row) * splat8(v[r]);
                s1 += load8(row + n) * splat8(v[r + 1]);
                s2 += load8(row + 2 * n) * splat8(v[r + 2]);
                s3 += load8(row + 3 * n) * splat8(v[r + 3]);
            }
            for (; r < a.rows; ++r, row += n) s0 += load8(row) * splat8(v[r]);
            store8(sum + q * n, load8(sum + q * n) + ((s0 + s1) + (s2 + s3)));
        }
    }
};

struct ScaleTask {
    double* panels = nullptr;
    std::int64_t stride = 0, count = 0, rows = 0;
    const double* factor = nullptr;

    TENON_INLINE void run() const {
        for (std::int64_t q = 0; q < count; ++q) {
            double* row = panels + q * stride;
            for (std::int64_t r = 0; r < rows; ++r, row += n)
                store8(row, load8(row) * splat8(factor[r]));
        }
    }
};

}  // namespace

void panel_times(const Panels& a, const double* c, double* out, VectorLevel level) {
    if (a.count == 0)
        std::fill(out, out + a.rows, 0.0);
    else
        run_at_level(TimesTask{a, c, out}, level);
}

void panel_transposed_times(const Panels& a, const double* v, double* sum, VectorLevel level) {
    run_at_level(TransposedTask{a, v, sum}, level);
}

void scale_panel_rows(double* panels, std::int64_t stride, std::int64_t count, std::int64_t rows,
                      const double* factor, VectorLevel level) {
    run_at_level(ScaleTask{panels, stride, count, rows, factor}, level);
}

}  // namespace tenon

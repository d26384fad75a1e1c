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

    template <class E>
    TENON_INLINE void run() const {
        for (std::int64_t r = 0; r < a.rows; r += 8) {
            E sum[8];
            const double* row = a.data + r * n;
            const E first = load8<E>(c);
            for (int i = 0; i < 8; ++i) sum[i] = load8<E>(row + i * n) * first;
            for (std::int64_t q = 1; q < a.count; ++q) {
                const E weight = load8<E>(c + q * n);
                row = a.panel(q) + r * n;
                for (int i = 0; i < 8; ++i) sum[i] = sum[i] + load8<E>(row + i * n) * weight;
            }
            store8(out + r, lane_sums(sum));
        }
    }
};

struct TransposedTask {
    Panels a;
    const double* v = nullptr;
    double* sum = nullptr;

    // Rows go to four chains each, so that one addition need not wait for the last.
    template <class E>
    TENON_INLINE void run() const {
        for (std::int64_t q = 0; q < a.count; ++q) {
            const double* row = a.panel(q);
            E s0 = splat8<E>(0), s1 = s0, s2 = s0, s3 = s0;
            std::int64_t r = 0;
            for (; r + 4 <= a.rows; r += 4, row += 4 * n) {
                s0 = s0 + load8<E>(row) * splat8<E>(v[r]);
                s1 = s1 + load8<E>(row + n) * splat8<E>(v[r + 1]);
                s2 = s2 + load8<E>(row + 2 * n) * splat8<E>(v[r + 2]);
                s3 = s3 + load8<E>(row + 3 * n) * splat8<E>(v[r + 3]);
            }
            for (; r < a.rows; ++r, row += n) s0 = s0 + load8<E>(row) * splat8<E>(v[r]);
            store8(sum + q * n, load8<E>(sum + q * n) + ((s0 + s1) + (s2 + s3)));
        }
    }
};

struct ScaleTask {
    double* panels = nullptr;
    std::int64_t stride = 0, count = 0, rows = 0;
    const double* factor = nullptr;

    template <class E>
    TENON_INLINE void run() const {
        for (std::int64_t q = 0; q < count; ++q) {
            double* row = panels + q * stride;
            for (std::int64_t r = 0; r < rows; ++r, row += n)
                store8(row, load8<E>(row) * splat8<E>(factor[r]));
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

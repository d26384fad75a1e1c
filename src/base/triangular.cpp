#include "base/triangular.hpp"

#include <algorithm>
#include <cmath>

#include "base/eight.hpp"
#include "base/large_array.hpp"
#include "base/parallel.hpp"
#include "base/rank_update.hpp"

namespace tenon {

namespace {

constexpr std::int64_t n8 = panel_columns;
constexpr std::int64_t block = 64;
// Panels that one thread works on at a time.
constexpr std::int64_t strip = 12;

// Lower Cholesky factor of a block, column by column.
bool factor_block(double* a, std::int64_t n, std::int64_t leading) {
    for (std::int64_t j = 0; j < n; ++j) {
        double* column = a + j * leading;
        for (std::int64_t k = 0; k < j; ++k) {
            const double* before = a + k * leading;
            const double share = before[j];
            for (std::int64_t i = j; i < n; ++i) column[i] -= share * before[i];
        }
        if (!(column[j] > 0) || !std::isfinite(column[j])) return false;
        const double root = std::sqrt(column[j]);
        column[j] = root;
        for (std::int64_t i = j + 1; i < n; ++i) column[i] /= root;
    }
    return true;
}

// Eight rows x of X with X T = B in place, T upper triangular: x_k are the eight numbers of column
// k.
struct SolveTask {
    double* x = nullptr;
    const double* t = nullptr;  // T(k, j) at t[k * row + j * column]
    std::int64_t row = 0, column = 0, n = 0;

    template <class E>
    TENON_INLINE void run() const {
        constexpr std::int64_t together = 4;  // columns taken from the rest in one pass over it
        double* const columns = x;
        const double* const entries = t;
        const std::int64_t along = row, across = column, last = n;
        const auto entry = [=](std::int64_t k, std::int64_t j) {
            return splat8<E>(entries[k * along + j * across]);
        };
        std::int64_t k = 0;
        for (; k + together <= last; k += together) {
            E solved[together];
            for (std::int64_t i = 0; i < together; ++i) {
                E left = load8<E>(columns + (k + i) * n8);
                for (std::int64_t m = 0; m < i; ++m) left = left - solved[m] * entry(k + m, k + i);
                solved[i] = left / entry(k + i, k + i);
                store8(columns + (k + i) * n8, solved[i]);
            }
            for (std::int64_t j = k + together; j < last; ++j) {
                E left = load8<E>(columns + j * n8);
                for (std::int64_t m = 0; m < together; ++m)
                    left = left - solved[m] * entry(k + m, j);
                store8(columns + j * n8, left);
            }
        }
        for (; k < last; ++k) {
            const E solved = load8<E>(columns + k * n8) / entry(k, k);
            store8(columns + k * n8, solved);
            for (std::int64_t j = k + 1; j < last; ++j)
                store8(columns + j * n8, load8<E>(columns + j * n8) - solved * entry(k, j));
        }
    }
};

// Rows 8q, ..., 8q + 7 of an upper triangle are panel q, eight numbers a column. Three panels,
// which are worked on together, hold the columns from the first diagonal of theirs on: half a
// square.
class PanelledTriangle {
  public:
    static constexpr std::int64_t together = 3;

    explicit PanelledTriangle(std::int64_t panels)
        : columns_(panels * n8),
          numbers_(static_cast<std::size_t>(start((panels + together - 1) / together))) {
        for (std::int64_t q = 0; q < panels; ++q)
            std::fill_n(at(q, first(q)), (q * n8 - first(q)) * n8, 0.0);
    }
    // The first column that panel q holds.
    static std::int64_t first(std::int64_t q) { return q / together * together * n8; }
    std::int64_t stride(std::int64_t q) const { return (columns_ - first(q)) * n8; }
    double* at(std::int64_t q, std::int64_t column) {
        return numbers_.data() + start(q / together) + q % together * stride(q) +
               (column - first(q)) * n8;
    }

  private:
    std::int64_t start(std::int64_t group) const {
        return together * n8 * (group * columns_ - group * (group - 1) / 2 * together * n8);
    }

    std::int64_t columns_;
    LargeArray<double> numbers_;
};

}  // namespace

bool factor_cholesky(const Context& context, double* a, std::int64_t n, std::int64_t leading) {
    constexpr std::int64_t stride = block * n8;
    LargeArray<double> memory(static_cast<std::size_t>(n / n8 * stride));
    for (std::int64_t at = 0; at < n; at += block) {
        context.check_cancelled();
        const std::int64_t columns = std::min(block, n - at), next = at + columns;
        double* corner = a + at * leading + at;
        if (!factor_block(corner, columns, leading)) return false;
        const std::int64_t panels = (n - next) / n8;
        if (panels == 0) break;
        // The rows below, eight in a panel, times the inverse of the block's transpose.
        parallel_blocks(context, panels, strip,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            for (std::int64_t q = first; q < last; ++q) {
                                double* x = memory.data() + q * stride;
                                double* rows = a + at * leading + next + q * n8;
                                for (std::int64_t k = 0; k < columns; ++k)
                                    std::copy_n(rows + k * leading, n8, x + k * n8);
                                run_at_level(SolveTask{x, corner, leading, 1, columns});
                                for (std::int64_t k = 0; k < columns; ++k)
                                    std::copy_n(x + k * n8, n8, rows + k * leading);
                            }
                        });
        const Panels below{memory.data(), stride, columns, panels};
        parallel_blocks(context, panels, strip,
                        [&](std::int64_t, std::int64_t first, std::int64_t last) {
                            rank_update(below, first, last, {a + next * leading + next, leading},
                                        ProductSign::subtract);
                        });
    }
    return true;
}

void invert_triangle(const Context& context, const double* r, std::int64_t n, double* w) {
    const std::int64_t panels = panels_of(n);
    PanelledTriangle inverse(panels);
    LargeArray<double> right(static_cast<std::size_t>(block * panels * n8));
    LargeArray<double> product(static_cast<std::size_t>(block * panels * n8));
    for (std::int64_t at = 0; at < n; at += block) {
        context.check_cancelled();
        const std::int64_t columns = std::min(block, n - at), first_panel = at / n8;
        const std::int64_t right_panels = panels_of(columns), right_stride = at * n8;
        for (std::int64_t c = 0; c < right_panels * n8; ++c)
            for (std::int64_t k = 0; k < at; ++k)
                right[static_cast<std::size_t>(c / n8 * right_stride + k * n8 + c % n8)] =
                    c < columns ? r[(at + c) * n + k] : 0.0;
        const double* corner = r + at * n + at;
        const auto finish = [&](double* x) { run_at_level(SolveTask{x, corner, 1, n, columns}); };
        parallel_blocks(
            context, first_panel, strip, [&](std::int64_t, std::int64_t first, std::int64_t last) {
                for (std::int64_t q = first; q < last; q += PanelledTriangle::together) {
                    const std::int64_t to = std::min(last, q + PanelledTriangle::together);
                    const std::int64_t skipped = q * n8 * n8;
                    double* c = product.data() + q * n8;
                    const std::int64_t leading = panels * n8;
                    for (std::int64_t k = 0; k < right_panels * n8; ++k)
                        std::fill_n(c + k * leading, (to - q) * n8, 0.0);
                    product_update(
                        {inverse.at(q, q * n8), inverse.stride(q), at - q * n8, to - q},
                        {right.data() + skipped, right_stride, at - q * n8, right_panels},
                        {c, leading}, ProductSign::subtract);
                    for (std::int64_t p = q; p < to; ++p) {
                        double* x = inverse.at(p, at);
                        for (std::int64_t k = 0; k < columns; ++k)
                            std::copy_n(product.data() + p * n8 + k * leading, n8, x + k * n8);
                        finish(x);
                    }
                }
            });
        // The block on the diagonal: X R_ii = I.
        for (std::int64_t q = 0; q < right_panels; ++q) {
            double x[block * n8] = {};
            for (std::int64_t i = 0; i < n8 && q * n8 + i < columns; ++i)
                x[(q * n8 + i) * n8 + i] = 1.0;
            finish(x);
            const std::int64_t p = first_panel + q;
            const std::int64_t from = std::max(at, PanelledTriangle::first(p));
            std::copy(x + (from - at) * n8, x + columns * n8, inverse.at(p, from));
        }
    }
    for (std::int64_t j = 0; j < n; ++j) {
        const std::int64_t held = panels_of(j + 1) * n8;
        for (std::int64_t q = 0; q * n8 < held; ++q)
            std::copy_n(inverse.at(q, j), std::min(n8, n - q * n8), w + j * n + q * n8);
        if (held < n) std::fill_n(w + j * n + held, n - held, 0.0);
    }
}

}  // namespace tenon

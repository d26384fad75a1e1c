#include "models/panel_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "base/eight.hpp"

namespace tenon::models {

namespace {

constexpr std::int64_t n = panel_columns;
// Numbers of the source that are gone through panel by panel: they stay in the first cache.
constexpr std::int64_t strip_numbers = 2048;

TENON_INLINE void fetch(const double* x, std::int64_t ahead) {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(x) +
                                                     static_cast<std::uintptr_t>(ahead) * 8));
#else
    static_cast<void>(x);
    static_cast<void>(ahead);
#endif
}

struct PanelTask {
    const double* x = nullptr;
    std::int64_t row_stride = 0;
    std::int64_t rows = 0;
    std::int64_t columns = n;  // fewer: what stands behind them in the row counts as 0
    std::int64_t ahead = 0;    // doubles from a row to the one that is fetched with it
    const double* inverse = nullptr;
    const double* centre = nullptr;
    double* out = nullptr;
    double* least = nullptr;  // null: nobody asks
    double* most = nullptr;

    TENON_INLINE void run() const {
        EightBits counts = splat8_bits(0);
        for (int j = 0; j < columns; ++j) counts[j] = -1;
        const Eight unit = load8(inverse), middle = load8(centre), nothing = splat8(0);
        const double* from = x;
        if (!least) {
            for (std::int64_t r = 0; r < rows; ++r, from += row_stride) {
                fetch(from, ahead);
                store8(out + r * n, select8(counts, load8(from), nothing) * unit - middle);
            }
            return;
        }
        Eight low = load8(least), high = load8(most);
        for (std::int64_t r = 0; r < rows; ++r, from += row_stride) {
            fetch(from, ahead);
            const Eight u = select8(counts, load8(from), nothing) * unit;
            low = lesser8(u, low);
            high = greater8(u, high);
            store8(out + r * n, u - middle);
        }
        for (int j = 0; j < columns; ++j) {
            least[j] = low[j];
            most[j] = high[j];
        }
    }
};

// One column of a panel from a column of any stride.
void pack_column(const double* x, std::int64_t stride, std::int64_t rows, double inverse,
                 double centre, double* out, double* least, double* most) {
    if (!least) {
        for (std::int64_t r = 0; r < rows; ++r) out[r * n] = x[r * stride] * inverse - centre;
        return;
    }
    double low = *least, high = *most;
    for (std::int64_t r = 0; r < rows; ++r) {
        const double u = x[r * stride] * inverse;
        low = u < low ? u : low;
        high = u > high ? u : high;
        out[r * n] = u - centre;
    }
    *least = low;
    *most = high;
}

}  // namespace

Extremes::Extremes(std::int64_t panels)
    : least(static_cast<std::size_t>(panels * n), std::numeric_limits<double>::infinity()),
      most(least.size(), -std::numeric_limits<double>::infinity()) {}

void Extremes::merge(const Extremes& other) {
    for (std::size_t j = 0; j < least.size(); ++j) {
        least[j] = std::min(least[j], other.least[j]);
        most[j] = std::max(most[j], other.most[j]);
    }
}

PanelRows::PanelRows(const Design& design, const Target* target)
    : design_(design),
      target_(target),
      features_(static_cast<std::int64_t>(design.active.size())),
      columns_(features_ + (design.intercept ? 1 : 0) + (target ? 1 : 0)),
      adjacent_(design.features.column_stride == 1),
      inverse_(static_cast<std::size_t>(panels() * n), 0.0),
      centre_(inverse_.size(), 0.0) {
    for (std::int64_t j = 0; j < features_; ++j) {
        const std::int64_t feature = design.active[static_cast<std::size_t>(j)];
        if (design.has_powers()) break;
        adjacent_ = adjacent_ && feature == design.active[0] + j;
        const Variable& v = design.variables[static_cast<std::size_t>(feature)];
        inverse_[static_cast<std::size_t>(j)] = v.inverse;
        centre_[static_cast<std::size_t>(j)] = v.centre;
    }
}

std::int64_t PanelRows::place(std::int64_t column) const {
    if (column == design_.width()) return columns_ - 1;
    if (!design_.intercept) return column;
    return column == 0 ? features_ : column - 1;
}

// Rows from whose last features a whole panel can be read without leaving the matrix.
std::int64_t PanelRows::readable_rows() const {
    const MatrixView& x = design_.features;
    if (x.row_stride <= 0) return 0;
    const std::int64_t end = design_.active[0] + (features_ / n + 1) * n;
    if (end <= x.columns) return x.rows;
    return x.rows - (end - x.columns + x.row_stride - 1) / x.row_stride;
}

void PanelRows::pack(std::int64_t first, std::int64_t last, double* out, std::int64_t stride,
                     Extremes* seen) const {
    if (design_.has_powers()) return pack_loaded(first, last, out, stride);
    const MatrixView& x = design_.features;
    const std::int64_t rows = last - first, whole = adjacent_ ? features_ / n : 0;
    // Where the features stand side by side, a strip of rows is taken in while it is near, and the
    // next one is fetched meanwhile.
    const std::int64_t strip =
        adjacent_ ? std::max<std::int64_t>(n, strip_numbers / std::max<std::int64_t>(1, features_))
                  : rows;
    const auto least = [&](std::int64_t j) { return seen ? seen->least.data() + j : nullptr; };
    const auto most = [&](std::int64_t j) { return seen ? seen->most.data() + j : nullptr; };
    const auto task = [&](std::int64_t q, std::int64_t from, std::int64_t to, std::int64_t count) {
        return PanelTask{x.data + (first + from) * x.row_stride + design_.active[0] + q * n,
                         x.row_stride,
                         to - from,
                         count,
                         strip * x.row_stride,
                         inverse_.data() + q * n,
                         centre_.data() + q * n,
                         out + q * stride + from * n,
                         least(q * n),
                         most(q * n)};
    };
    const auto column = [&](std::int64_t j, std::int64_t from, std::int64_t to) {
        const std::int64_t feature = design_.active[static_cast<std::size_t>(j)];
        pack_column(x.data + (first + from) * x.row_stride + feature * x.column_stride,
                    x.row_stride, to - from, inverse_[static_cast<std::size_t>(j)],
                    centre_[static_cast<std::size_t>(j)], out + j / n * stride + from * n + j % n,
                    least(j), most(j));
    };
    const VectorLevel level = vector_level();
    for (std::int64_t from = 0; from < rows; from += strip) {
        const std::int64_t to = std::min(rows, from + strip);
        for (std::int64_t q = 0; q < whole; ++q) run_at_level(task(q, from, to, n), level);
        if (whole * n == features_) continue;
        // The last panel is not full: a row is read beyond its features where more rows follow.
        const std::int64_t vector_end = adjacent_ ? std::min(to, readable_rows() - first) : from;
        if (vector_end > from) run_at_level(task(whole, from, vector_end, features_ % n), level);
        for (std::int64_t j = whole * n; j < features_; ++j)
            column(j, std::max(from, vector_end), to);
    }
    const auto place_of = [&](std::int64_t j) { return out + j / n * stride + j % n; };
    if (design_.intercept) {
        double* one = place_of(features_);
        for (std::int64_t r = 0; r < rows; ++r) one[r * n] = 1.0;
    }
    if (target_) {
        const Variable& v = target_->variable;
        pack_column(target_->values.data() + first, 1, rows, v.inverse, v.centre,
                    place_of(columns_ - 1), least(columns_ - 1), most(columns_ - 1));
    }
}

// Columns that are more than a feature's numbers: by way of columns. Nobody asks for extremes then.
void PanelRows::pack_loaded(std::int64_t first, std::int64_t last, double* out,
                            std::int64_t stride) const {
    const std::int64_t rows = last - first, width = design_.width();
    std::vector<double> columns(static_cast<std::size_t>(rows * (width + 1)));
    design_.load(first, last, columns.data(), rows);
    if (target_) target_->load(first, last, columns.data() + width * rows);
    for (std::int64_t c = 0; c < width + (target_ ? 1 : 0); ++c) {
        const double* from = columns.data() + c * rows;
        double* to = out + place(c) / n * stride + place(c) % n;
        for (std::int64_t r = 0; r < rows; ++r) to[r * n] = from[r];
    }
}

}  // namespace tenon::models

#include "models/panel_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "base/eight.hpp"
#include "base/prefetch.hpp"

namespace tenon::models {

namespace {

constexpr std::int64_t n = panel_columns;
// Their next rows are still near when they are wanted.
constexpr std::int64_t few_columns = 96;
// Numbers of the source that are gone through panel by panel: they stay in the first cache.
constexpr std::int64_t strip_numbers = 2048;

// An address, not a pointer: what is ahead may lie beyond what is wanted.
TENON_INLINE void fetch(const double* x, std::int64_t ahead) {
    prefetch(reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(x) +
                                           static_cast<std::uintptr_t>(ahead) * 8));
}

// The first `count` of eight.
template <class E>
TENON_INLINE void store_first(double* to, const E& x, std::int64_t count) {
    double all[n];
    store8(all, x);
    std::copy_n(all, count, to);
}

// Rows of `group` adjacent panels, so that a row is read once and from its beginning to its end.
template <int group>
struct PanelTask {
    const double* x = nullptr;
    std::int64_t row_stride = 0;
    std::int64_t rows = 0;
    std::int64_t columns = n;  // of the last panel; what stands behind them in the row counts as 0
    std::int64_t ahead = 0;    // doubles from a row to the one that is fetched with it
    const double* inverse = nullptr;
    const double* centre = nullptr;
    double* out = nullptr;
    std::int64_t stride = 0;  // from panel to panel
    double* least = nullptr;  // null: nobody asks
    double* most = nullptr;

    template <class E>
    TENON_INLINE void run() const {
        if (least)
            run_either<E, true>();
        else
            run_either<E, false>();
    }

  private:
    template <class E, bool seen>
    TENON_INLINE void run_either() const {
        const BitsOf<E> counts = first8<E>(columns);
        const E nothing = splat8<E>(0);
        E unit[group], middle[group], low[group], high[group];
        for (int q = 0; q < group; ++q) {
            unit[q] = load8<E>(inverse + q * n);
            middle[q] = load8<E>(centre + q * n);
            if constexpr (seen) low[q] = load8<E>(least + q * n);
            if constexpr (seen) high[q] = load8<E>(most + q * n);
        }
        const double* from = x;
        double* to = out;
        for (std::int64_t r = 0; r < rows; ++r, from += row_stride, to += n)
            for (int q = 0; q < group; ++q) {
                fetch(from + q * n, ahead);
                E u = load8<E>(from + q * n);
                if (q == group - 1) u = select8(counts, u, nothing);
                u = u * unit[q];
                if constexpr (seen) low[q] = lesser8(u, low[q]);
                if constexpr (seen) high[q] = greater8(u, high[q]);
                store8(to + q * stride, u - middle[q]);
            }
        if constexpr (seen)
            for (int q = 0; q < group; ++q) {
                const std::int64_t count = q == group - 1 ? columns : n;
                store_first(least + q * n, low[q], count);
                store_first(most + q * n, high[q], count);
            }
    }
};
// More panels than these take turns, a panel a strip.
constexpr int most_grouped = 4;

// One panel from columns whose numbers stand one behind the other, eight rows at a time.
struct ColumnsTask {
    const double* const* x = nullptr;     // the first number of each of the panel's columns
    const double* const* next = nullptr;  // what is fetched with them
    std::int64_t rows = 0;                // a multiple of eight
    std::int64_t columns = n;             // what stands behind them in the panel becomes 0
    const double* inverse = nullptr;
    const double* centre = nullptr;
    double* out = nullptr;
    double* least = nullptr;  // null: nobody asks
    double* most = nullptr;

    template <class E>
    TENON_INLINE void run() const {
        const double *from[n], *ahead[n];
        for (int j = 0; j < n; ++j) {
            // Where the panel has fewer columns, the last of them is taken in place of the others.
            const std::int64_t k = std::min<std::int64_t>(j, columns - 1);
            from[j] = x[k];
            ahead[j] = next[k];
        }
        const BitsOf<E> counts = first8<E>(columns);
        const E nothing = splat8<E>(0), unit = load8<E>(inverse), middle = load8<E>(centre);
        E low = least ? load8<E>(least) : nothing, high = least ? load8<E>(most) : nothing;
        for (std::int64_t r = 0; r < rows; r += n) {
            E values[n];
            for (int j = 0; j < n; ++j) {
                fetch(ahead[j], r);
                values[j] = load8<E>(from[j] + r);
            }
            transpose(values);
            for (int i = 0; i < n; ++i) {
                const E u = select8(counts, values[i], nothing) * unit;
                low = lesser8(u, low);
                high = greater8(u, high);
                store8(out + (r + i) * n, u - middle);
            }
        }
        if (!least) return;
        store_first(least, low, columns);
        store_first(most, high, columns);
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

RowMemory PanelRows::memory_of(std::int64_t first, std::int64_t last) const {
    const MatrixView& x = design_.features;
    // Rows with much between them are not worth it.
    if (!adjacent_ || design_.has_powers() || features_ == 0 || first >= last ||
        x.row_stride < features_ || x.row_stride > 2 * features_)
        return {};
    return {x.data + first * x.row_stride + design_.active[0],
            (last - first - 1) * x.row_stride + features_};
}

void PanelRows::pack(std::int64_t first, std::int64_t last, double* out, std::int64_t stride,
                     Extremes* seen) const {
    if (design_.has_powers()) return pack_loaded(first, last, out, stride);
    if (design_.features.row_stride == 1)
        pack_columns(first, last, out, stride, seen);
    else
        pack_rows(first, last, out, stride, seen);
    const std::int64_t rows = last - first;
    const auto place_of = [&](std::int64_t j) { return out + j / n * stride + j % n; };
    if (design_.intercept) {
        double* one = place_of(features_);
        for (std::int64_t r = 0; r < rows; ++r) one[r * n] = 1.0;
    }
    if (!target_) return;
    const std::int64_t at = columns_ - 1;
    const Variable& v = target_->variable;
    pack_column(target_->values.data() + first, 1, rows, v.inverse, v.centre, place_of(at),
                seen ? seen->least.data() + at : nullptr, seen ? seen->most.data() + at : nullptr);
}

void PanelRows::pack_columns(std::int64_t first, std::int64_t last, double* out,
                             std::int64_t stride, Extremes* seen) const {
    const MatrixView& x = design_.features;
    const std::int64_t rows = last - first, by_eight = rows / n * n;
    // What comes next in the same columns if they are few, else the next panel of the same rows.
    std::vector<const double*> begins, ahead;
    begins.reserve(static_cast<std::size_t>(features_));
    for (std::int64_t j = 0; j < features_; ++j)
        begins.push_back(x.data + first +
                         design_.active[static_cast<std::size_t>(j)] * x.column_stride);
    ahead = begins;
    for (std::size_t j = 0; j < ahead.size(); ++j) {
        if (features_ <= few_columns)
            ahead[j] = begins[j] + std::min(rows, x.rows - last);
        else if (j + n < ahead.size())
            ahead[j] = begins[j + n];
    }
    const VectorLevel level = vector_level();
    for (std::int64_t j = 0; j < features_; j += n) {
        const std::int64_t columns = std::min(n, features_ - j);
        double* const panel = out + j / n * stride;
        double* const least = seen ? seen->least.data() + j : nullptr;
        double* const most = seen ? seen->most.data() + j : nullptr;
        run_at_level(ColumnsTask{begins.data() + j, ahead.data() + j, by_eight, columns,
                                 inverse_.data() + j, centre_.data() + j, panel, least, most},
                     level);
        for (std::int64_t k = 0; k < columns && by_eight < rows; ++k)
            pack_column(begins[static_cast<std::size_t>(j + k)] + by_eight, 1, rows - by_eight,
                        inverse_[static_cast<std::size_t>(j + k)],
                        centre_[static_cast<std::size_t>(j + k)], panel + by_eight * n + k,
                        least ? least + k : nullptr, most ? most + k : nullptr);
    }
}

// Rows that stand one behind the other, or numbers of any strides.
void PanelRows::pack_rows(std::int64_t first, std::int64_t last, double* out, std::int64_t stride,
                          Extremes* seen) const {
    const MatrixView& x = design_.features;
    const std::int64_t rows = last - first, whole = adjacent_ ? features_ / n : 0;
    // Where the features stand side by side, a strip of rows is taken in while it is near, and the
    // next one is fetched meanwhile.
    const std::int64_t strip =
        adjacent_ ? std::max<std::int64_t>(n, strip_numbers / std::max<std::int64_t>(1, features_))
                  : rows;
    const auto least = [&](std::int64_t j) { return seen ? seen->least.data() + j : nullptr; };
    const auto most = [&](std::int64_t j) { return seen ? seen->most.data() + j : nullptr; };
    const VectorLevel level = vector_level();
    // Panels [0, last_panel) of rows [from, to), of which the last has `columns` features.
    const auto panels = [&](std::int64_t last_panel, std::int64_t columns, std::int64_t from,
                            std::int64_t to) {
        std::int64_t q = 0;
        const auto run = [&]<int group>() {
            const std::int64_t here = q + group == last_panel ? columns : n;
            run_at_level(
                PanelTask<group>{x.data + (first + from) * x.row_stride + design_.active[0] + q * n,
                                 x.row_stride, to - from, here, strip * x.row_stride,
                                 inverse_.data() + q * n, centre_.data() + q * n,
                                 out + q * stride + from * n, stride, least(q * n), most(q * n)},
                level);
        };
        if (last_panel == 2) return run.template operator()<2>();
        if (last_panel == 3) return run.template operator()<3>();
        if (last_panel == most_grouped) return run.template operator()<most_grouped>();
        for (; q < last_panel; ++q) run.template operator()<1>();
    };
    const auto column = [&](std::int64_t j, std::int64_t from, std::int64_t to) {
        const std::int64_t feature = design_.active[static_cast<std::size_t>(j)];
        pack_column(x.data + (first + from) * x.row_stride + feature * x.column_stride,
                    x.row_stride, to - from, inverse_[static_cast<std::size_t>(j)],
                    centre_[static_cast<std::size_t>(j)], out + j / n * stride + from * n + j % n,
                    least(j), most(j));
    };
    for (std::int64_t from = 0; from < rows; from += strip) {
        const std::int64_t to = std::min(rows, from + strip);
        if (whole * n == features_) {
            panels(whole, n, from, to);
            continue;
        }
        // The last panel is not full: a row is read beyond its features where more rows follow.
        const std::int64_t vector_end =
            adjacent_ ? std::clamp(readable_rows() - first, from, to) : from;
        if (vector_end > from) panels(whole + 1, features_ % n, from, vector_end);
        if (vector_end == to) continue;
        panels(whole, n, vector_end, to);
        for (std::int64_t j = whole * n; j < features_; ++j) column(j, vector_end, to);
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

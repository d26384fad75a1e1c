// The Hampel filter: a reading x_i is an outlier if it lies far from its neighbours,
//     |x_i - m_i| > factor * 1.4826 * median_j |x_j - m_i|,    m_i = median_j x_j,
// with j over the window of i: the `half` finite readings before it, itself, and the `half` after,
// as far as they exist (R. K. Pearson, Outliers in Process Modeling and Identification, IEEE
// Transactions on Control Systems Technology 10, 2002). A window without spread judges nothing.
// An infinite reading is an outlier, and its window has the `half` finite readings on either side.
#include <algorithm>
#include <cmath>

#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/sorted_window.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// Readings judged by one task, or as many as the window has where that is more: the first window of
// a task is sorted afresh.
constexpr std::int64_t least_block = 1 << 13;
// Bytes that the window may move between two looks at the cancel handle: about a millisecond.
constexpr std::int64_t bytes_between_checks = 1 << 23;

struct Readings {
    std::vector<double> finite;
    std::vector<std::int64_t> rows;  // of the finite readings
    struct Infinite {
        std::int64_t row, finite_before;
    };
    std::vector<Infinite> infinite;
    std::int64_t nan = 0;
};

Readings readings_of(const Context& context, const Column& column) {
    Readings out;
    out.finite = all_numbers(context, column);
    out.rows.resize(out.finite.size());
    std::size_t kept = 0;
    for (std::int64_t row = 0; row < column.size(); ++row) {
        const double reading = out.finite[static_cast<std::size_t>(row)];
        out.finite[kept] = reading;
        out.rows[kept] = row;
        if (std::isinf(reading)) out.infinite.push_back({row, static_cast<std::int64_t>(kept)});
        kept += std::isfinite(reading) ? 1 : 0;
    }
    out.finite.resize(kept);
    out.rows.resize(kept);
    out.nan = column.size() - column.missing() - static_cast<std::int64_t>(kept) -
              static_cast<std::int64_t>(out.infinite.size());
    return out;
}

// The window over finite readings [first, last), which only ever moves on.
class Slider {
  public:
    Slider(const Context& context, std::span<const double> readings, std::int64_t window)
        : context_(context), readings_(readings), window_(static_cast<std::size_t>(window)) {}

    void start(std::int64_t first, std::int64_t last) {
        first_ = first;
        last_ = last;
        window_.assign(readings_.subspan(static_cast<std::size_t>(first),
                                         static_cast<std::size_t>(last - first)));
    }
    void move_to(std::int64_t first, std::int64_t last) {
        if (first >= last_) return start(first, last);
        for (; first_ < first && last_ < last; ++first_, ++last_)
            window_.replace(at(first_), at(last_));
        for (; first_ < first; ++first_) window_.remove(at(first_));
        for (; last_ < last; ++last_) window_.insert(at(last_));
        moved_ += 8 * (last - first);
        if (moved_ > bytes_between_checks) {
            context_.check_cancelled();
            moved_ = 0;
        }
    }
    const SortedWindow& window() const noexcept { return window_; }

  private:
    double at(std::int64_t i) const noexcept { return readings_[static_cast<std::size_t>(i)]; }

    const Context& context_;
    std::span<const double> readings_;
    SortedWindow window_;
    std::int64_t first_ = 0, last_ = 0;
    std::int64_t moved_ = 0;
};

struct Judged {
    std::vector<OutlierCell> cells;
    std::int64_t still = 0;
};

Judged judge_finite(const Context& context, const Readings& readings, std::int64_t window,
                    double factor, std::int64_t begin, std::int64_t end) {
    Judged out;
    const auto n = static_cast<std::int64_t>(readings.finite.size());
    const std::int64_t half = window / 2;
    Slider slider(context, readings.finite, std::min(window, n));
    slider.start(std::max<std::int64_t>(0, begin - half), std::min(n, begin + half + 1));
    for (std::int64_t i = begin; i < end; ++i) {
        slider.move_to(std::max<std::int64_t>(0, i - half), std::min(n, i + half + 1));
        const double centre = slider.window().median();
        const double spread = slider.window().median_deviation(centre);
        const auto at = static_cast<std::size_t>(i);
        if (spread == 0) {
            ++out.still;
        } else if (std::fabs(readings.finite[at] - centre) > factor * mad_to_sigma * spread) {
            out.cells.push_back({readings.rows[at], centre});
        }
    }
    return out;
}

std::vector<OutlierCell> infinite_cells(const Context& context, const Readings& readings,
                                        std::int64_t window) {
    std::vector<OutlierCell> cells;
    const auto n = static_cast<std::int64_t>(readings.finite.size());
    const std::int64_t half = window / 2;
    Slider slider(context, readings.finite, std::min(window, n));
    for (const auto& infinite : readings.infinite) {
        slider.move_to(std::max<std::int64_t>(0, infinite.finite_before - half),
                       std::min(n, infinite.finite_before + half));
        cells.push_back({infinite.row, slider.window().median()});
    }
    return cells;
}

}  // namespace

OutlierCells hampel_cells(const Context& context, const std::string& name, const Column& column,
                          std::int64_t window, double factor) {
    OutlierCells out;
    if (column.type() == Type::boolean) {
        out.judged = column.size() - column.missing();
        return out;
    }
    const Charge charge(context, column.size() * 16);
    const Readings readings = readings_of(context, column);
    const auto n = static_cast<std::int64_t>(readings.finite.size());
    if (n == 0 && !readings.infinite.empty())
        throw Error(Status::data,
                    "column \"" + name + "\": no finite reading to judge by; drop the column",
                    {.argument = name});
    const std::int64_t width = std::min(window, 2 * n + 1);  // wider windows hold the same
    const std::int64_t block = std::max(least_block, width);
    std::vector<Judged> parts(static_cast<std::size_t>(block_count(n, block)));
    parallel_blocks(context, n, block,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        parts[static_cast<std::size_t>(number)] =
                            judge_finite(context, readings, width, factor, first, last);
                    });
    for (const Judged& part : parts) {
        out.cells.insert(out.cells.end(), part.cells.begin(), part.cells.end());
        out.still += part.still;
    }
    const auto infinite = infinite_cells(context, readings, width);
    const auto middle = out.cells.insert(out.cells.end(), infinite.begin(), infinite.end());
    std::inplace_merge(out.cells.begin(), middle, out.cells.end(),
                       [](const auto& a, const auto& b) { return a.row < b.row; });
    out.judged = n + static_cast<std::int64_t>(readings.infinite.size());
    out.nan = readings.nan;
    return out;
}

}  // namespace tenon::clean

// The Hampel filter: a reading x_i is an outlier if it lies far from its neighbours,
//     |x_i - m_i| > factor * 1.4826 * median_j |x_j - m_i|,    m_i = median_j x_j,
// with j over the window of i: the `half` finite readings before it, itself, and the `half` after,
// as far as they exist (R. K. Pearson, Outliers in Process Modeling and Identification, IEEE
// Transactions on Control Systems Technology 10, 2002). A window without spread judges
// nothing: a reading off among equal ones may be a fault or one step of a coarse sensor.
// An infinite reading is an outlier, and its window has the `half` finite readings on either side.
#include <algorithm>
#include <cmath>

#include "clean/column_edit.hpp"
#include "clean/finite_readings.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/sliding_medians.hpp"
#include "clean/sorted_window.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

struct Judged {
    std::vector<OutlierCell> cells;
    std::int64_t still = 0;
};

// Readings [judged.first, judged.last) of those from `first` on.
Judged judge(const FiniteReadings& readings, double factor, std::int64_t first,
             std::span<const double> centres, std::span<const double> spreads, Run judged) {
    Judged out;
    const std::int64_t skipped = std::clamp<std::int64_t>(
        judged.first - first, 0, static_cast<std::int64_t>(centres.size()));
    const auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(
        judged.last - first, skipped, static_cast<std::int64_t>(centres.size())));
    const auto begin = static_cast<std::size_t>(first);
    const double reach = factor * mad_to_sigma;
    for (std::size_t i = static_cast<std::size_t>(skipped); i < count; ++i) {
        out.still += spreads[i] == 0 ? 1 : 0;
        const bool outside =
            std::fabs(readings.finite[begin + i] - centres[i]) > reach * spreads[i];
        if (outside && spreads[i] != 0)
            out.cells.push_back(
                {readings.row_of(first + static_cast<std::int64_t>(i)), centres[i]});
    }
    return out;
}

// An infinite reading is looked at among the finite ones on either side.
std::vector<OutlierCell> infinite_cells(const Context& context, const FiniteReadings& readings,
                                        std::int64_t window) {
    std::vector<OutlierCell> cells;
    const auto n = static_cast<std::int64_t>(readings.finite.size());
    const std::int64_t half = window / 2;
    SortedWindow around(static_cast<std::size_t>(std::min(window, n)));
    const auto at = [&](std::int64_t i) { return readings.finite[static_cast<std::size_t>(i)]; };
    std::int64_t low = 0, high = 0;  // what the window holds; it only ever moves on
    for (const auto& infinite : readings.infinite) {
        if (cells.size() % 64 == 0) context.check_cancelled();
        const std::int64_t from = std::max<std::int64_t>(0, infinite.finite_before - half);
        const std::int64_t to = std::min(n, infinite.finite_before + half);
        if (from >= high) {
            around.assign(
                std::span(readings.finite)
                    .subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
        } else {
            for (std::int64_t i = low; i < from; ++i) around.remove(at(i));
            for (std::int64_t i = high; i < to; ++i) around.insert(at(i));
        }
        low = from;
        high = to;
        cells.push_back({infinite.row, around.median()});
    }
    return cells;
}

}  // namespace

OutlierCells hampel_cells(const Context& context, const std::string& name, const Column& column,
                          std::int64_t window, double factor, Run range) {
    OutlierCells out;
    if (column.type() == Type::boolean) {
        const Column part = column.slice(range.first, range.length());
        out.judged = part.size() - part.missing();
        return out;
    }
    const Charge charge(context, column.size() * 16);
    const FiniteReadings readings = finite_readings(context, column);
    const auto n = static_cast<std::int64_t>(readings.finite.size());
    const bool infinite_in_range = std::any_of(
        readings.infinite.begin(), readings.infinite.end(),
        [range](const auto& cell) { return cell.row >= range.first && cell.row < range.last; });
    if (n == 0 && infinite_in_range)
        throw Error(Status::data,
                    "column \"" + name + "\": no finite reading to judge by; drop the column",
                    {.argument = name});
    const Run judged = {readings.place_of(range.first), readings.place_of(range.last)};
    std::vector<Judged> parts(static_cast<std::size_t>(stretch_count(n, window)));
    slide_medians(context, std::span<const double>(readings.finite), window, true, vector_level(),
                  [&](std::int64_t stretch, std::int64_t first, std::span<const double> centres,
                      std::span<const double> spreads) {
                      parts[static_cast<std::size_t>(stretch)] =
                          judge(readings, factor, first, centres, spreads, judged);
                  });
    const std::int64_t width = std::min(window, 2 * n + 1);  // wider windows hold the same
    for (const Judged& part : parts) {
        out.cells.insert(out.cells.end(), part.cells.begin(), part.cells.end());
        out.still += part.still;
    }
    auto infinite =
        infinite_in_range ? infinite_cells(context, readings, width) : std::vector<OutlierCell>{};
    std::erase_if(infinite, [range](const OutlierCell& cell) {
        return cell.row < range.first || cell.row >= range.last;
    });
    const auto middle = out.cells.insert(out.cells.end(), infinite.begin(), infinite.end());
    std::inplace_merge(out.cells.begin(), middle, out.cells.end(),
                       [](const auto& a, const auto& b) { return a.row < b.row; });
    out.judged = judged.length() + static_cast<std::int64_t>(infinite.size());
    out.nan = nan_cells(column, range, out.judged);
    return out;
}

}  // namespace tenon::clean

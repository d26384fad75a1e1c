// The rolling rule: a reading x_i is an outlier if it lies far from the readings around it,
//     |x_i - m_i| > factor * s_i,    m_i, s_i mean and standard deviation (n - 1) of x_j,
// j over the `half` finite readings before i and the `half` after, as far as they exist; x_i itself
// does not take part, or a great one would hide behind the spread it makes. A window without
// spread, or of fewer than two readings, judges nothing. An infinite reading is always an outlier.
#include <algorithm>
#include <cmath>

#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "clean/finite_readings.hpp"
#include "clean/outlier_cells.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

struct Around {
    double mean = 0, sd = 0;
    std::int64_t count = 0;
};

// Of readings [from, to) but `without`; -1: of all. Two passes, as a difference of large sums would
// lose the small spread of a level far from zero.
Around around(std::span<const double> readings, std::int64_t from, std::int64_t to,
              std::int64_t without) {
    Around out;
    double sum = 0, squares = 0;
    for (std::int64_t i = from; i < to; ++i)
        if (i != without) {
            sum += readings[static_cast<std::size_t>(i)];
            ++out.count;
        }
    if (out.count == 0) return out;
    out.mean = sum / static_cast<double>(out.count);
    for (std::int64_t i = from; i < to; ++i)
        if (i != without) {
            const double gap = readings[static_cast<std::size_t>(i)] - out.mean;
            squares += gap * gap;
        }
    if (out.count > 1) out.sd = std::sqrt(squares / static_cast<double>(out.count - 1));
    return out;
}

struct Judged {
    std::vector<OutlierCell> cells;
    std::int64_t still = 0;
};

}  // namespace

OutlierCells rolling_cells(const Context& context, const std::string& name, const Column& column,
                           std::int64_t window, double factor, Run range) {
    OutlierCells out;
    if (column.type() == Type::boolean) {
        const Column part = column.slice(range.first, range.length());
        out.judged = part.size() - part.missing();
        return out;
    }
    const FiniteReadings readings = finite_readings(context, column);
    const std::span<const double> finite(readings.finite);
    const auto n = static_cast<std::int64_t>(finite.size());
    const bool infinite_in_range = std::any_of(
        readings.infinite.begin(), readings.infinite.end(),
        [range](const auto& cell) { return cell.row >= range.first && cell.row < range.last; });
    if (n == 0 && infinite_in_range)
        throw Error(Status::data,
                    "column \"" + name + "\": no finite reading to judge by; drop the column",
                    {.argument = name});
    const std::int64_t half = std::min(window / 2, n);
    // About a millisecond of work between two looks at the cancel handle.
    const std::int64_t block = std::max<std::int64_t>(16, (std::int64_t{1} << 20) / window);
    const Run judged = {readings.place_of(range.first), readings.place_of(range.last)};
    std::vector<Judged> parts(static_cast<std::size_t>(block_count(judged.length(), block)));
    parallel_blocks(context, judged.length(), block,
                    [&](std::int64_t number, std::int64_t first, std::int64_t last) {
                        Judged& part = parts[static_cast<std::size_t>(number)];
                        for (std::int64_t i = judged.first + first; i < judged.first + last; ++i) {
                            const Around others =
                                around(finite, std::max<std::int64_t>(0, i - half),
                                       std::min(n, i + half + 1), i);
                            const double x = finite[static_cast<std::size_t>(i)];
                            if (!(others.sd > 0) || !std::isfinite(others.sd))
                                ++part.still;
                            else if (std::fabs(x - others.mean) > factor * others.sd)
                                part.cells.push_back({readings.row_of(i), others.mean});
                        }
                    });
    for (const Judged& part : parts) {
        out.cells.insert(out.cells.end(), part.cells.begin(), part.cells.end());
        out.still += part.still;
    }
    std::int64_t infinities = 0;
    for (const auto& infinite : readings.infinite) {
        if (infinite.row < range.first || infinite.row >= range.last) continue;
        ++infinities;
        const std::int64_t at = infinite.finite_before;
        const Around others =
            around(finite, std::max<std::int64_t>(0, at - half), std::min(n, at + half), -1);
        out.cells.push_back({infinite.row, others.mean});
    }
    std::sort(out.cells.begin(), out.cells.end(),
              [](const auto& a, const auto& b) { return a.row < b.row; });
    out.judged = judged.length() + infinities;
    out.nan = nan_cells(column, range, out.judged);
    return out;
}

}  // namespace tenon::clean

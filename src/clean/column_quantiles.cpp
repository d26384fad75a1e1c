#include "clean/column_quantiles.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <limits>
#include <numeric>
#include <optional>

#include "base/large_array.hpp"
#include "base/order_statistics.hpp"
#include "base/parallel.hpp"
#include "clean/column_edit.hpp"
#include "clean/readings.hpp"

namespace tenon::clean {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// Columns up to this size are gathered whole: a sample would be most of them.
constexpr std::int64_t gathered_whole = 1 << 15;
constexpr std::int64_t sample_size = 1 << 13;
// Standard deviations of the sample's rank on either side of a bracket: once in some thousand
// quantiles the column is gathered whole.
constexpr double bracket_reach = 3.5;
// A sample of fewer numbers (most cells are missing) makes too wide a bracket.
constexpr std::size_t least_sample = 512;

// How a reading is looked at: as it is, or as its distance from a centre.
struct View {
    const Column& column;
    std::optional<double> centre;

    double at(std::int64_t row) const noexcept {
        const double x = column.number(row);
        return centre ? std::fabs(x - *centre) : x;
    }
    std::span<const double> block(std::int64_t first, std::int64_t count,
                                  double* buffer) const noexcept {
        const auto readings = readings_of(column, first, count, buffer);
        if (!centre) return readings;
        const double c = *centre;
        for (std::size_t i = 0; i < readings.size(); ++i) buffer[i] = std::fabs(readings[i] - c);
        return {buffer, readings.size()};
    }
};

// A row of each of `sample_size` equal parts, at a place that repeats in no period of the data.
std::vector<double> sample_of(const View& view) {
    constexpr std::int64_t rows_ahead = 32;  // that are on their way from memory
    const std::int64_t part = view.column.size() / sample_size;
    const auto row_of = [part](std::int64_t i) {
        // 2^64 / golden ratio: steps that fill evenly (Weyl)
        const std::uint64_t place = static_cast<std::uint64_t>(i + 1) * 0x9e3779b97f4a7c15;
        return i * part +
               static_cast<std::int64_t>((place >> 32) * static_cast<std::uint64_t>(part) >> 32);
    };
    std::vector<double> out(static_cast<std::size_t>(sample_size));
    std::size_t size = 0;
    for (std::int64_t i = 0; i < sample_size; ++i) {
        if (i + rows_ahead < sample_size) prefetch_reading(view.column, row_of(i + rows_ahead));
        const double x = view.at(row_of(i));
        out[size] = x;
        size += x == x ? 1 : 0;
    }
    out.resize(size);
    return out;
}

// What lies around the wanted quantiles for all that the sample says.
std::vector<Range> ranges_of(const Context& context, const std::vector<double>& sample,
                             std::span<const double> shares) {
    const auto m = static_cast<std::int64_t>(sample.size());
    struct Ranks {
        std::int64_t low, high;
    };
    std::vector<Ranks> ranks;
    std::vector<std::int64_t> wanted;
    for (const double share : shares) {
        const double place = share * static_cast<double>(m - 1);
        const double reach =
            bracket_reach * std::sqrt(static_cast<double>(m) * share * (1 - share)) + 2;
        ranks.push_back({static_cast<std::int64_t>(std::floor(place - reach)),
                         static_cast<std::int64_t>(std::ceil(place + reach))});
        for (const std::int64_t rank : {ranks.back().low, ranks.back().high})
            if (rank >= 0 && rank < m) wanted.push_back(rank);
    }
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    const auto values = values_at_ranks(context, sample, wanted);
    const auto at = [&](std::int64_t rank) {
        const auto found = std::lower_bound(wanted.begin(), wanted.end(), rank);
        return values[static_cast<std::size_t>(found - wanted.begin())];
    };
    std::vector<Range> out;
    for (const Ranks& of_share : ranks)
        out.push_back({of_share.low < 0 ? -infinity : at(of_share.low),
                       of_share.high >= m ? infinity : at(of_share.high)});
    return out;
}

// As many rows as will hardly lie in the range, for all that the sample says.
std::int64_t room_for(const Range& range, const std::vector<double>& sample, std::int64_t rows) {
    const auto inside = static_cast<double>(std::count_if(
        sample.begin(), sample.end(), [&](double x) { return x >= range.low && x <= range.high; }));
    const double most = inside + 5 * std::sqrt(inside) + 5;
    return std::min(rows, static_cast<std::int64_t>(most / static_cast<double>(sample_size) *
                                                    static_cast<double>(rows)));
}

// The numbers inside a range, in no order, and how many lie below it. Blocks of rows are added from
// several threads at once.
class Gathering {
  public:
    Gathering(const Range& range, std::span<double> room) : range_(range), room_(room) {}

    void add(VectorLevel level, std::span<const double> readings) noexcept {
        double kept[readings_at_once + 8];  // a vector may be stored past the last one kept
        std::int64_t below = 0;
        const std::size_t size = numbers_inside(level, readings, range_, below, kept);
        below_.fetch_add(below, std::memory_order_relaxed);
        const std::size_t at = size_.fetch_add(size, std::memory_order_relaxed);
        if (at + size <= room_.size())
            std::copy_n(kept, size, room_.begin() + static_cast<std::ptrdiff_t>(at));
    }
    std::int64_t below() const noexcept { return below_.load(std::memory_order_relaxed); }
    // Nothing if there was no room for them all.
    std::optional<std::span<const double>> inside() const noexcept {
        const std::size_t size = size_.load(std::memory_order_relaxed);
        if (size > room_.size()) return std::nullopt;
        return room_.first(size);
    }

  private:
    Range range_;
    std::span<double> room_;
    std::atomic<std::int64_t> below_{0};
    std::atomic<std::size_t> size_{0};
};

// One pass over the column.
ReadingCount gather(const Context& context, const View& view, std::deque<Gathering>& gatherings) {
    const VectorLevel level = vector_level();
    std::atomic<std::int64_t> numbers{0}, finite{0};
    parallel_blocks(context, view.column.size(), rows_between_checks,
                    [&](std::int64_t, std::int64_t first, std::int64_t last) {
                        ReadingCount count;
                        double buffer[readings_at_once];
                        for (std::int64_t row = first; row < last; row += readings_at_once) {
                            const auto readings =
                                view.block(row, std::min(readings_at_once, last - row), buffer);
                            add_to_count(level, readings, count);
                            for (Gathering& gathering : gatherings) gathering.add(level, readings);
                        }
                        numbers.fetch_add(count.numbers, std::memory_order_relaxed);
                        finite.fetch_add(count.finite, std::memory_order_relaxed);
                    });
    return {numbers.load(), finite.load()};
}

// The quantile from what was gathered; nothing if a wanted rank lies outside it.
std::optional<Quantile> quantile_in(const Context& context, const Gathering& gathering,
                                    double share, std::int64_t numbers) {
    const double place = static_cast<double>(numbers - 1) * share;
    const std::int64_t low = std::min(static_cast<std::int64_t>(place), numbers - 1);
    const std::int64_t high = std::min(low + 1, numbers - 1);
    const auto inside = gathering.inside();
    if (!inside || low < gathering.below() ||
        high >= gathering.below() + static_cast<std::int64_t>(inside->size()))
        return std::nullopt;
    std::vector<std::int64_t> ranks{low - gathering.below()};
    if (high > low) ranks.push_back(high - gathering.below());
    const auto found = values_at_ranks(context, *inside, ranks);
    return Quantile{found.front(), found.back(), place - static_cast<double>(low)};
}

ColumnQuantiles quantiles(const Context& context, const View& view,
                          std::span<const double> shares) {
    const std::int64_t rows = view.column.size();
    std::vector<Range> ranges;
    std::vector<std::int64_t> rooms;
    if (rows > gathered_whole) {
        const auto sample = sample_of(view);
        if (sample.size() >= least_sample) ranges = ranges_of(context, sample, shares);
        for (const Range& range : ranges) rooms.push_back(room_for(range, sample, rows));
    }
    for (bool whole = ranges.empty();; whole = true) {
        if (whole) {
            ranges.assign(1, {-infinity, infinity});
            rooms.assign(1, rows);
        }
        const std::int64_t room = std::accumulate(rooms.begin(), rooms.end(), std::int64_t{0});
        const Charge charge(context, 8 * room);
        LargeArray<double> memory(static_cast<std::size_t>(room), context.spare);
        std::deque<Gathering> gatherings;
        double* next = memory.data();
        for (std::size_t k = 0; k < ranges.size(); next += rooms[k], ++k)
            gatherings.emplace_back(ranges[k], std::span(next, static_cast<std::size_t>(rooms[k])));
        const ReadingCount count = gather(context, view, gatherings);
        ColumnQuantiles out;
        out.numbers = count.numbers;
        out.finite = count.finite;
        if (out.numbers == 0) return out;
        std::vector<std::optional<Quantile>> found(shares.size());
        parallel_blocks(context, static_cast<std::int64_t>(shares.size()), 1,
                        [&](std::int64_t number, std::int64_t, std::int64_t) {
                            const auto k = static_cast<std::size_t>(number);
                            found[k] = quantile_in(context, gatherings[whole ? 0 : k], shares[k],
                                                   out.numbers);
                        });
        for (const auto& quantile : found)
            if (quantile) out.at.push_back(*quantile);
        if (out.at.size() == shares.size()) return out;
    }
}

}  // namespace

double Quantile::value() const noexcept {
    return between(low, high, rest);
}
double Quantile::median() const noexcept {
    return rest > 0 ? midpoint_of(low, high) : low;
}

ColumnQuantiles column_quantiles(const Context& context, const Column& column,
                                 std::span<const double> shares) {
    return quantiles(context, {column, std::nullopt}, shares);
}

ColumnQuantiles deviation_quantiles(const Context& context, const Column& column, double centre,
                                    std::span<const double> shares) {
    return quantiles(context, {column, centre}, shares);
}

}  // namespace tenon::clean

#include "clean/column_quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

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
    std::vector<double> out;
    out.reserve(static_cast<std::size_t>(sample_size));
    const std::int64_t part = view.column.size() / sample_size;
    std::uint64_t place = 0;
    for (std::int64_t i = 0; i < sample_size; ++i) {
        place += 0x9e3779b97f4a7c15;  // 2^64 / golden ratio: steps that fill evenly (Weyl)
        const auto within =
            static_cast<std::int64_t>((place >> 32) * static_cast<std::uint64_t>(part) >> 32);
        const double x = view.at(i * part + within);
        if (x == x) out.push_back(x);
    }
    return out;
}

// What lies around the wanted quantiles for all that the sample says.
std::vector<Bracket> brackets_of(const Context& context, const std::vector<double>& sample,
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
    std::vector<Bracket> out;
    for (const Ranks& of_share : ranks) {
        out.emplace_back();
        out.back().low = of_share.low < 0 ? -infinity : at(of_share.low);
        out.back().high = of_share.high >= m ? infinity : at(of_share.high);
    }
    return out;
}

struct Pass {
    ReadingCount count;
    std::vector<Bracket> brackets;
};

// One pass over the column; a missing bracket has kept nothing.
Pass pass_over(const Context& context, const View& view, const std::vector<Bracket>& brackets) {
    const VectorLevel level = vector_level();
    std::vector<Pass> parts(
        static_cast<std::size_t>(block_count(view.column.size(), rows_between_checks)));
    parallel_blocks(context, view.column.size(), rows_between_checks,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        Pass& part = parts[static_cast<std::size_t>(block)];
                        part.brackets = brackets;
                        double buffer[readings_at_once];
                        for (std::int64_t row = first; row < last; row += readings_at_once) {
                            const auto readings =
                                view.block(row, std::min(readings_at_once, last - row), buffer);
                            add_to_count(level, readings, part.count);
                            for (Bracket& bracket : part.brackets)
                                add_to_bracket(level, readings, bracket);
                        }
                    });
    Pass out;
    out.brackets = brackets;
    for (std::size_t k = 0; k < brackets.size(); ++k) {
        std::size_t inside = 0;
        for (const Pass& part : parts) inside += part.brackets[k].inside.size();
        out.brackets[k].inside.reserve(inside);
    }
    for (const Pass& part : parts) {
        out.count.numbers += part.count.numbers;
        out.count.finite += part.count.finite;
        for (std::size_t k = 0; k < brackets.size(); ++k) {
            out.brackets[k].below += part.brackets[k].below;
            out.brackets[k].inside.insert(out.brackets[k].inside.end(),
                                          part.brackets[k].inside.begin(),
                                          part.brackets[k].inside.end());
        }
    }
    return out;
}

// The quantile from what the bracket holds; nothing if a wanted rank lies outside it.
std::optional<Quantile> quantile_in(const Context& context, const Bracket& bracket, double share,
                                    std::int64_t numbers) {
    const double place = static_cast<double>(numbers - 1) * share;
    const std::int64_t low = std::min(static_cast<std::int64_t>(place), numbers - 1);
    const std::int64_t high = std::min(low + 1, numbers - 1);
    const auto held = static_cast<std::int64_t>(bracket.inside.size());
    if (low < bracket.below || high >= bracket.below + held) return std::nullopt;
    std::vector<std::int64_t> ranks{low - bracket.below};
    if (high > low) ranks.push_back(high - bracket.below);
    const auto found = values_at_ranks(context, bracket.inside, ranks);
    return Quantile{found.front(), found.back(), place - static_cast<double>(low)};
}

ColumnQuantiles quantiles(const Context& context, const View& view,
                          std::span<const double> shares) {
    std::vector<Bracket> brackets;
    const Bracket everything{-infinity, infinity, 0, {}};
    if (view.column.size() > gathered_whole) {
        const auto sample = sample_of(view);
        if (sample.size() >= least_sample) brackets = brackets_of(context, sample, shares);
    }
    const bool whole = brackets.empty();
    if (whole) brackets.push_back(everything);
    for (bool again = whole;; again = true) {
        Pass pass = pass_over(context, view, brackets);
        ColumnQuantiles out;
        out.numbers = pass.count.numbers;
        out.finite = pass.count.finite;
        if (out.numbers == 0) return out;
        std::vector<std::optional<Quantile>> found(shares.size());
        parallel_blocks(context, static_cast<std::int64_t>(shares.size()), 1,
                        [&](std::int64_t number, std::int64_t, std::int64_t) {
                            const auto k = static_cast<std::size_t>(number);
                            found[k] = quantile_in(context, pass.brackets[again ? 0 : k], shares[k],
                                                   out.numbers);
                        });
        for (const auto& quantile : found)
            if (quantile) out.at.push_back(*quantile);
        if (out.at.size() == shares.size()) return out;
        brackets.assign(1, everything);
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

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/moments.hpp"
#include "base/parallel.hpp"
#include "base/sum.hpp"
#include "clean/column_edit.hpp"
#include "clean/column_quantiles.hpp"
#include "clean/outlier_cells.hpp"
#include "clean/readings.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

constexpr double greatest = std::numeric_limits<double>::max();

[[noreturn]] void refuse(const std::string& name, const std::string& what) {
    throw Error(Status::data, "column \"" + name + "\": " + what, {.argument = name});
}

// Finite bounds, so that infinities always lie outside and every bound can be saved as text.
void set_bounds(OutlierBounds& bounds, double low, double high) {
    const bool judged = bounds.spread > 0;
    bounds.low = judged ? std::clamp(low, -greatest, greatest) : -greatest;
    bounds.high = judged ? std::clamp(high, -greatest, greatest) : greatest;
}

struct MeanAndSpread {
    double mean = 0, sd = 0;  // of the finite readings; sd with n - 1
    std::int64_t finite = 0;
};

MeanAndSpread mean_and_spread(const Context& context, const Column& column) {
    MeanAndSpread out;
    const auto numbers = all_numbers(context, column);
    Sum sum, squares;
    for (const double x : numbers)
        if (std::isfinite(x)) {
            sum.add(x / 2);  // halves cannot overflow before many are added
            ++out.finite;
        }
    if (out.finite == 0) return out;
    const auto n = static_cast<double>(out.finite);
    const DoubleDouble half = sum.mean(n), mean(2 * half.hi, 2 * half.lo);
    out.mean = mean.hi;
    for (const double x : numbers)
        if (std::isfinite(x)) {
            const double d = deviation(x, mean);
            squares.add(d * d);
        }
    if (out.finite > 1) out.sd = std::min(std::sqrt(squares.value() / (n - 1)), greatest);
    return out;
}

// Mean of |x - centre| over the finite readings, for what stands in where most of them are equal; 0
// where more than a hundredth of them differ: they are steps of a coarse sensor, or states.
double mean_deviation(const Context& context, const Column& column, double centre,
                      std::int64_t finite) {
    constexpr double rare = 0.01;
    Sum sum;
    std::int64_t apart = 0;
    for (const double x : all_numbers(context, column)) {
        if (!std::isfinite(x)) continue;
        sum.add(std::fabs(x - centre) / static_cast<double>(finite));
        apart += x != centre;
    }
    if (static_cast<double>(apart) > std::max(1.0, rare * static_cast<double>(finite))) return 0;
    return std::min(sum.value(), greatest);
}

}  // namespace

double usual_factor(OutlierRule rule) noexcept {
    switch (rule) {
        case OutlierRule::iqr:
            return 1.5;  // Tukey, Exploratory Data Analysis, 1977
        case OutlierRule::mad:
            return 3.5;  // Iglewicz and Hoaglin, 1993
        case OutlierRule::hampel:
            return 3.0;  // Pearson, 2002
        case OutlierRule::z:
        case OutlierRule::rolling:
            return 3.0;  // Shewhart, Economic Control of Quality of Manufactured Product, 1931
    }
    return 0;
}

OutlierBounds learn_bounds(const Context& context, const std::string& name, const Column& column,
                           OutlierRule rule, double factor) {
    OutlierBounds bounds;
    bounds.column = name;
    if (rule == OutlierRule::z) {
        const MeanAndSpread moments = mean_and_spread(context, column);
        if (moments.finite == 0)
            refuse(name, "no finite reading to learn bounds from; leave the column out or drop it");
        bounds.cells = moments.finite;
        bounds.centre = moments.mean;
        bounds.spread = column.type() == Type::boolean ? 0 : moments.sd;
        const double reach = factor * bounds.spread;
        set_bounds(bounds, bounds.centre - reach, bounds.centre + reach);
        return bounds;
    }
    const double shares[] = {0.25, 0.5, 0.75};
    const bool by_iqr = rule == OutlierRule::iqr;
    const auto found = column_quantiles(
        context, column, by_iqr ? std::span(shares) : std::span(shares).subspan(1, 1));
    if (found.finite == 0)
        refuse(name, "no finite reading to learn bounds from; leave the column out or drop it");
    bounds.cells = found.numbers;
    bounds.centre = found.at[by_iqr ? 1 : 0].median();
    const double q1 = by_iqr ? found.at[0].value() : 0, q3 = by_iqr ? found.at[2].value() : 0;
    if (!std::isfinite(bounds.centre) || !std::isfinite(q1) || !std::isfinite(q3))
        refuse(name, "too many infinite readings to learn bounds from; clear them first");
    if (column.type() == Type::boolean) {
        set_bounds(bounds, 0, 0);
        return bounds;
    }
    if (by_iqr) {
        bounds.spread = std::min(q3 - q1, greatest);
        if (bounds.spread == 0) {
            bounds.spread = sigma_to_iqr * mean_deviation_to_sigma *
                            mean_deviation(context, column, bounds.centre, found.finite);
            bounds.from_mean = bounds.spread > 0;
        }
        set_bounds(bounds, q1 - factor * bounds.spread, q3 + factor * bounds.spread);
        return bounds;
    }
    const double half[] = {0.5};
    const auto deviations = deviation_quantiles(context, column, bounds.centre, half);
    bounds.spread = std::min(deviations.at[0].median(), greatest);
    double reach = factor * mad_to_sigma * bounds.spread;
    if (bounds.spread == 0) {
        bounds.spread = mean_deviation(context, column, bounds.centre, found.finite);
        bounds.from_mean = bounds.spread > 0;
        reach = factor * mean_deviation_to_sigma * bounds.spread;
    }
    set_bounds(bounds, bounds.centre - reach, bounds.centre + reach);
    return bounds;
}

namespace {

// The outliers among rows [first, last).
OutlierCells outside_within(const Column& column, const OutlierBounds& bounds, std::int64_t first,
                            std::int64_t last) {
    const VectorLevel level = vector_level();
    OutlierCells out;
    double buffer[readings_at_once];
    std::uint64_t bits[readings_at_once / word_bits];
    ReadingCount count;
    for (; first < last; first += readings_at_once) {
        const auto readings =
            readings_of(column, first, std::min(readings_at_once, last - first), buffer);
        add_to_count(level, readings, count);
        mark_outside(level, readings, bounds.low, bounds.high, bits);
        for (std::size_t i = 0; i < readings.size(); i += word_bits)
            for (std::uint64_t left = bits[i / word_bits]; left != 0; left &= left - 1) {
                const std::size_t at = i + static_cast<std::size_t>(std::countr_zero(left));
                out.cells.push_back(
                    {first + static_cast<std::int64_t>(at), bounds.clipped(readings[at])});
            }
    }
    out.judged = count.numbers;
    return out;
}

}  // namespace

OutlierCells cells_outside(const Context& context, const Column& column,
                           const OutlierBounds& bounds) {
    OutlierCells out;
    if (column.type() == Type::boolean) {
        out.judged = column.size() - column.missing();
        return out;
    }
    std::vector<OutlierCells> parts(
        static_cast<std::size_t>(block_count(column.size(), rows_between_checks)));
    parallel_blocks(context, column.size(), rows_between_checks,
                    [&](std::int64_t block, std::int64_t first, std::int64_t last) {
                        parts[static_cast<std::size_t>(block)] =
                            outside_within(column, bounds, first, last);
                    });
    for (const OutlierCells& part : parts) {
        out.cells.insert(out.cells.end(), part.cells.begin(), part.cells.end());
        out.judged += part.judged;
    }
    out.nan = column.size() - column.missing() - out.judged;
    return out;
}

}  // namespace tenon::clean

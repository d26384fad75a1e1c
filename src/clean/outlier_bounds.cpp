#include <algorithm>
#include <cmath>
#include <limits>

#include "base/order_statistics.hpp"
#include "clean/column_edit.hpp"
#include "clean/outlier_cells.hpp"
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

}  // namespace

double usual_factor(OutlierRule rule) noexcept {
    switch (rule) {
        case OutlierRule::iqr:
            return 1.5;  // Tukey, Exploratory Data Analysis, 1977
        case OutlierRule::mad:
            return 3.5;  // Iglewicz and Hoaglin, 1993
        case OutlierRule::hampel:
            return 3.0;  // Pearson, 2002
    }
    return 0;
}

OutlierBounds learn_bounds(const Context& context, const std::string& name, const Column& column,
                           OutlierRule rule, double factor) {
    OutlierBounds bounds;
    bounds.column = name;
    const Charge charge(context, column.size() * 8);
    auto numbers = all_numbers(context, column);
    std::erase_if(numbers, [](double x) { return std::isnan(x); });
    if (std::none_of(numbers.begin(), numbers.end(), [](double x) { return std::isfinite(x); }))
        refuse(name, "no finite reading to learn bounds from; leave the column out or drop it");
    bounds.cells = static_cast<std::int64_t>(numbers.size());

    const double shares[] = {0.25, 0.5, 0.75};
    const auto quartiles = quantiles_of(context, numbers, shares);
    bounds.centre = median_of(context, numbers);
    if (!std::isfinite(bounds.centre) ||
        (rule == OutlierRule::iqr && !(std::isfinite(quartiles[0]) && std::isfinite(quartiles[2]))))
        refuse(name, "too many infinite readings to learn bounds from; clear them first");
    if (column.type() == Type::boolean) {
        set_bounds(bounds, 0, 0);
        return bounds;
    }
    if (rule == OutlierRule::iqr) {
        bounds.spread = std::min(quartiles[2] - quartiles[0], greatest);
        set_bounds(bounds, quartiles[0] - factor * bounds.spread,
                   quartiles[2] + factor * bounds.spread);
        return bounds;
    }
    for (double& x : numbers) x = std::fabs(x - bounds.centre);
    bounds.spread = std::min(median_of(context, numbers), greatest);
    const double reach = factor * mad_to_sigma * bounds.spread;
    set_bounds(bounds, bounds.centre - reach, bounds.centre + reach);
    return bounds;
}

OutlierCells cells_outside(const Context& context, const Column& column,
                           const OutlierBounds& bounds) {
    OutlierCells out;
    if (column.type() == Type::boolean) {
        out.judged = column.size() - column.missing();
        return out;
    }
    std::vector<double> block(
        static_cast<std::size_t>(std::min(rows_between_checks, column.size())));
    for (std::int64_t first = 0; first < column.size(); first += rows_between_checks) {
        context.check_cancelled();
        const std::int64_t count = std::min(rows_between_checks, column.size() - first);
        const auto readings = std::span(block).first(static_cast<std::size_t>(count));
        column.slice(first, count).copy_numbers(readings);
        for (std::int64_t i = 0; i < count; ++i) {
            const double reading = readings[static_cast<std::size_t>(i)];
            out.judged += reading == reading ? 1 : 0;
            if (bounds.is_outlier(reading))
                out.cells.push_back({first + i, bounds.clipped(reading)});
        }
    }
    out.nan = column.size() - column.missing() - out.judged;
    return out;
}

}  // namespace tenon::clean

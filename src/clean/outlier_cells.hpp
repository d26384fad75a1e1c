// The cells of one column that a rule calls outliers, and what would replace them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "clean/column_edit.hpp"
#include "clean/groups.hpp"
#include "tenon/context.hpp"
#include "tenon/outlier.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct OutlierCell {
    std::int64_t row = 0;
    double replacement = 0;  // of clip; NaN: there is none, and it is cleared
};

struct OutlierCells {
    std::vector<OutlierCell> cells;  // ascending rows
    std::int64_t judged = 0;         // present cells that are numbers
    std::int64_t nan = 0;            // present cells that are NaN: never compared, left alone
    std::int64_t still = 0;          // hampel, rolling: cells whose window has no spread
};

// Whether the rule judges by the readings around, rather than by bounds for the whole column.
constexpr bool looks_at_neighbours(OutlierRule rule) noexcept {
    return rule == OutlierRule::hampel || rule == OutlierRule::rolling;
}

// The usual factor of a rule.
double usual_factor(OutlierRule rule) noexcept;

// 1 / inverse normal distribution function at 3/4: times this the median absolute deviation of
// normal readings is their standard deviation (F. R. Hampel, The Influence Curve and Its Role in
// Robust Estimation, 1974).
inline constexpr double mad_to_sigma = 1.4826;

// sqrt(pi / 2): times this the mean absolute deviation of normal readings is their standard
// deviation. It stands in where more than half of the readings are equal and the MAD is 0, which
// would call every other reading an outlier or none (B. Iglewicz, D. C. Hoaglin, How to Detect and
// Handle Outliers, 1993, the modified z-score). One reading that differs among n equal ones is then
// n / 1.2533 such deviations away, whatever its size.
inline constexpr double mean_deviation_to_sigma = 1.2533;
// The interquartile range of normal readings of deviation 1.
inline constexpr double sigma_to_iqr = 1.349;

// iqr and mad: bounds from the present numbers. Throws Error(data) without a finite one.
OutlierBounds learn_bounds(const Context& context, const std::string& name, const Column& column,
                           OutlierRule rule, double factor);
OutlierCells cells_outside(const Context& context, const Column& column,
                           const OutlierBounds& bounds);

// hampel: every present number against the median of the window around it. Only rows in the range
// are judged.
OutlierCells hampel_cells(const Context& context, const std::string& name, const Column& column,
                          std::int64_t window, double factor, Run range);
// rolling: every present number against the mean of the others in the window around it.
OutlierCells rolling_cells(const Context& context, const std::string& name, const Column& column,
                           std::int64_t window, double factor, Run range);

// The rows of a table group by group, each column's to be judged by bounds of the group's own.
struct OutlierGroups {
    GroupRows rows;
    std::size_t count = 0;
    std::vector<std::vector<const OutlierBounds*>> bounds;  // of each column, of each group
    std::string told;                                       // for the reason
};

double factor_of(const OutlierOptions& options) noexcept;
// "bounds [281.3, 316.9] = median 299.1 +- 3.5 x 1.4826 x MAD 3.43"
std::string bounds_text(const OutlierBounds& bounds, const OutlierOptions& options);

// OutlierFilter::apply, whose changes tell of the rows in the range only. Of hampel and rolling the
// rows outside it are not acted on.
Table apply_outliers(const Context& context, const Table& table, const OutlierOptions& options,
                     std::span<const OutlierBounds> bounds, Run range,
                     std::vector<std::int64_t>* kept_rows, const OutlierGroups* groups = nullptr,
                     std::string_view rule_word = {});

}  // namespace tenon::clean

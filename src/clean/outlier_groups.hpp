// Outliers group by group: the bounds of each group, and which rows they judge.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "clean/outlier_cells.hpp"
#include "tenon/context.hpp"
#include "tenon/outlier.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// Of the groups that have a finite reading. For rules with bounds.
std::vector<OutlierGroupBounds> learn_group_bounds(const Context& context, const Table& table,
                                                   std::span<const std::string> columns,
                                                   std::span<const std::string> group,
                                                   const OutlierOptions& options);

// Which bounds of the filter, which outlives the result, each group of the table has.
OutlierGroups groups_in(const Context& context, const Table& table, const OutlierFilter& filter);

// The bounds that judge the cell of a rule with bounds, in words; empty: no column of the filter.
std::string bounds_of_cell(const Table& table, std::int64_t row, std::string_view column,
                           const OutlierFilter& filter);

// OutlierFilter::apply, whose changes tell of the rows in the range only (see apply_outliers). With
// a word of the rule, a flag whose name is taken is "x outlier (mad)" instead of an error.
Table apply_filter(const Context& context, const Table& table, const OutlierFilter& filter,
                   Run range, std::vector<std::int64_t>* kept_rows,
                   std::string_view rule_word = {});

}  // namespace tenon::clean

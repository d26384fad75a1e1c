// The present readings of a number column, group by group, in row order.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "clean/groups.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// Calls body(group, rows, readings) for each group: the rows whose reading is finite, and it.
// Throws Error(type) for a column that holds no numbers.
void for_each_series(const Context& context, const Table& table, const std::string& column,
                     const GroupRows& rows, std::size_t groups,
                     const std::function<void(std::size_t group, std::span<const std::int64_t> rows,
                                              std::span<const double> readings)>& body);

// Ascending, as detectors that walk group by group leave them otherwise.
std::vector<std::int64_t> in_row_order(std::vector<std::int64_t> rows);

// Middle value of a list that may be reordered; at least one.
double middle_of(std::vector<double>& values);

}  // namespace tenon::clean

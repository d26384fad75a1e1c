// Groups of rows that are equal in some columns, and what their other columns come to.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Aggregate : std::int32_t {
    count = 0,  // present cells; rows where no column is named. int64
    sum = 1,    // int64 of integers and bools (refused where the sum itself fits none), float64 of
                // float64
    mean = 2,   // float64
    min = 3,    // of the column's type; NaN only where there is nothing else
    max = 4,
    sd = 5,      // divided by n - 1; missing for fewer than two cells
    median = 6,  // float64
    first = 7,   // present cell, in the order of the rows
    last = 8,
    distinct = 9,  // different present cells. int64
};

const char* aggregate_name(Aggregate aggregate) noexcept;  // "count", "sum", ...

struct AggregateColumn {
    Aggregate what = Aggregate::count;
    std::string column = {};
    std::string name = {};  // of the result; empty: "mean_temperature", and "count" for rows
};

// One row a group, in the order of the groups' first rows: the keys, then the aggregates. Missing
// keys form a group of their own, and so do NaNs. Without keys all rows are one group, also where
// there are none. Only present cells count; where a group has none, the result is missing (count
// and distinct: 0). Sums are compensated, of integers exact, and means and sds keep the digits of
// numbers far from zero. sum, mean, sd and median need numbers (bools count as 0 and 1); text is
// ordered by bytes. O(rows) an aggregate. Throws Error: argument, not_found, type, data (an integer
// sum out of range).
Table aggregate(const Context& context, const Table& table, std::span<const std::string> keys,
                std::span<const AggregateColumn> aggregates);

}  // namespace tenon

// The rows of a table group by group, in order of time within each.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::features {

struct RowOrder {
    std::vector<std::int64_t> rows;    // rows without a time are left out
    std::vector<std::int64_t> starts;  // where each group begins, and past the last
    std::vector<double> times;         // of rows, in their order; empty without a time column
    double ticks_per_second = 1;       // in times: microseconds of a timestamp, else its own unit
};

// `time` may be empty: the order of the table. Groups come in order of their first row. Throws
// Error: not_found, type (a time that is no timestamp and no number).
RowOrder order_rows(const Context& context, const Table& table, std::span<const std::string> groups,
                    const std::string& time);

}  // namespace tenon::features

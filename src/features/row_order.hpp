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
    // Times of rows, in their order: ticks of an int64 or timestamp column, as a double does not
    // hold every one beyond 2^53; times of any other; both empty without a time column.
    std::vector<std::int64_t> ticks;
    std::vector<double> times;
    double ticks_per_second = 1;  // microseconds of a timestamp, else its own unit

    // Of places in rows, the first not after the second in one group. `is_old` is whether it lies
    // `reach` ticks or more before it, `is_older` more than that.
    bool is_earlier(std::int64_t place, std::int64_t other) const;
    bool is_old(std::int64_t place, std::int64_t other, double reach) const;
    bool is_older(std::int64_t place, std::int64_t other, double reach) const;

    // For each of the table's rows the one before it in its group, or -1.
    std::vector<std::int64_t> rows_before(std::int64_t of_rows) const;
};

// `time` may be empty: the order of the table. Groups come in order of their first row. Throws
// Error: not_found, type (a time that is no timestamp and no number). Without `keep_times` there
// are neither ticks nor times in the order.
RowOrder order_rows(const Context& context, const Table& table, std::span<const std::string> groups,
                    const std::string& time, bool keep_times = true);

}  // namespace tenon::features

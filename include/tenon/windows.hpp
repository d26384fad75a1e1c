// What came before: lags and rolling statistics, within groups, in order of time, never from the
// future.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

// A set of bits; each makes one float64 column.
enum WindowStatistic : std::uint32_t {
    window_mean = 1u << 0,
    window_sd = 1u << 1,  // n - 1; missing below two readings
    window_min = 1u << 2,
    window_max = 1u << 3,
    window_sum = 1u << 4,
    window_count = 1u << 5,  // of readings, 0 where there is none
};

struct WindowOptions {
    std::vector<std::string> groups{};  // rows look back among rows of equal cells here; any type
    std::string time{};  // timestamp or number that orders rows; empty: as the table does
    std::vector<std::int64_t> lags{};  // rows back, from 1; each makes "<column>_lag<k>"
    std::int64_t rows = 0;             // window of so many rows; 0: none
    double seconds = 0;                // or of so much time (units of a number column); 0: none
    std::uint32_t statistics = window_mean | window_sd;
    bool include_self = false;   // the row itself is in its window
    std::int64_t min_count = 1;  // fewer readings: missing (count alone is never missing)
};

// The names of windows are "<column>_mean_5rows" or "<column>_mean_60s".
//
// Which rows a row sees: those of its group that stand before it, ordered by time and, at equal
// times, as the table does. With include_self, it itself too. A window of r rows is the last r of
// them; a window of s seconds those with time in [t - s, t), or (t - s, t] and not after it in
// order with include_self, so that without it rows of the very same time are not seen. Rows with a
// missing time get missing cells and are seen by none. A missing cell of a group is a group of its
// own.
//
// Missing and NaN readings are no readings: windows leave them out; a lag gives them as they are.
// Results stand at the rows they belong to, in the table's order. They are aggregated by a queue of
// two stacks, so no error is carried along: each result is that of its window alone. Cost: O(rows
// log rows) for the order, then about two merges a row; memory 80 bytes a row.
//
// Errors: not_found, type, argument (options out of range or contradictory, a column twice, no lag
// and no window).
Feature fit_windows(const Context& context, const Table& table,
                    std::span<const std::string> columns, const WindowOptions& options);

}  // namespace tenon

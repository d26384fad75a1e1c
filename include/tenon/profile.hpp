// What is in a table: one line a column, before anything is changed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

struct ColumnProfile {
    std::string name;
    Type type = Type::float64;
    std::int64_t rows = 0;
    std::int64_t missing = 0;
    std::int64_t distinct = 0;  // of present cells
    // Numbers and times; NaN for text. NaN and infinite values are left out and counted.
    std::int64_t nan = 0, infinite = 0;
    double minimum = 0, maximum = 0, mean = 0, sd = 0;
    double quartile1 = 0, median = 0, quartile3 = 0;
    std::string top;  // most frequent value, as text; the first in the file among equals
    std::int64_t top_count = 0;
    // Of present numbers in the order of the rows: sum (x_i - mean)(x_(i+1) - mean) over
    // sum (x_i - mean)^2; NaN for fewer than two, or where all are equal.
    double autocorrelation = 0;
};

// Means, deviations and autocorrelations are formed in double-double: right to the last digit that
// the cells have.
std::vector<ColumnProfile> profile(const Context& context, const Table& table);
// The same as a table: column, type, rows, missing, distinct, nan, min, max, mean, sd, q1, median,
// q3 (of numbers), earliest, latest (of times), top, top_count, autocorrelation (lag 1, of
// numbers), infinite.
Table profile_table(const std::vector<ColumnProfile>& profile);

}  // namespace tenon

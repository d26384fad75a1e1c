// Records that say the same thing twice.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class Keep : std::int32_t {
    first = 0,
    last = 1,
    most_complete = 2,  // the fewest missing cells in the whole row; the first among equals
};

// Drops rows whose cells in `keys` (all columns when empty) equal those of another row. Missing
// equals missing, NaN equals NaN, 0.0 equals -0.0. The order of the kept rows stays. `kept`, where
// given, receives the rows that stay, ascending.
Table drop_duplicates(const Context& context, const Table& table,
                      std::span<const std::string> keys = {}, Keep keep = Keep::first,
                      std::vector<std::int64_t>* kept = nullptr);

struct NearDuplicateOptions {
    std::vector<std::string> keys;  // empty: all columns but the time
    std::string time_column;        // timestamp or number
    double tolerance = 1;           // seconds for a timestamp, its own unit for a number
    Keep keep = Keep::first;        // by time, then by row
};

// Drops rows that equal another one in the keys and lie near it in time. Rows of one key are met in
// order of time: the first begins a cluster that holds all rows up to `tolerance` after it, the
// next one after that begins another; one row of each cluster stays. Where the last stays, clusters
// are cut from the end: the last row and all up to `tolerance` before it, and so on. So rows that
// stay are not near one another, but for the most complete ones of two clusters. A row whose time
// is missing or NaN is near no other. Throws Error: argument (no time column, a negative tolerance), type,
// not_found.
Table drop_near_duplicates(const Context& context, const Table& table,
                           const NearDuplicateOptions& options,
                           std::vector<std::int64_t>* kept = nullptr);

}  // namespace tenon

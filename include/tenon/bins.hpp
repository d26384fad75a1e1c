// Numbers cut into classes: equal width, equal count, or edges that the caller gives.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class BinRule : std::int32_t { equal_width = 0, equal_count = 1, edges = 2 };

enum class BinOutside : std::int32_t {
    nearest = 0,  // the first or the last bin
    missing = 1,
    error = 2,  // Error(data) that names row, column and value
};

struct BinOptions {
    BinRule rule = BinRule::equal_width;
    std::int64_t bins = 10;       // equal width, equal count; 1 to 100000
    std::vector<double> edges{};  // rule edges: ascending, two or more
    BinOutside outside = BinOutside::nearest;
    bool labels = false;  // text such as "[20, 25)" instead of the bin's number
};

// Bin i holds edge i <= x < edge i + 1, the last one its upper edge too. Edges of equal count are
// type 7 quantiles; those that are equal are merged, so there may be fewer bins. Columns are put in
// place as int64 (from 0) or text. A NaN counts as outside, and with `nearest` is made missing.
//
// Errors: not_found, type, argument (a column twice, options out of range), data (no present
// number; an infinite one in the fit of widths or counts; a constant column, which has one bin, is
// fine).
Feature fit_bins(const Context& context, const Table& table, std::span<const std::string> columns,
                 const BinOptions& options = {});

}  // namespace tenon

// Numbers mapped to their rank among those of the fit: uniform on [0, 1] or normal.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "tenon/context.hpp"
#include "tenon/feature.hpp"
#include "tenon/table.hpp"

namespace tenon {

enum class QuantileShape : std::int32_t { uniform = 0, normal = 1 };

struct QuantileOptions {
    QuantileShape shape = QuantileShape::uniform;
    std::int64_t quantiles =
        1000;  // references kept a column; no more than there are numbers; >= 2
};

// The references are type 7 quantiles at even shares. A number between two of them gets the share
// on the straight line, one equal to several the middle of theirs, one outside 0 or 1. For the
// normal shape the share p then becomes the normal quantile, p held within [1e-7, 1 - 1e-7]
// (about 5.2 standard deviations). Columns become float64 in place. A constant column gets 0.5 (or
// 0).
//
// Errors: not_found, type, argument (a column twice, quantiles < 2 or > 1e6), data (no present
// number; an infinite one).
Feature fit_quantile(const Context& context, const Table& table,
                     std::span<const std::string> columns, const QuantileOptions& options = {});

}  // namespace tenon

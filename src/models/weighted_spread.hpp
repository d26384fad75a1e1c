// The spreads of a design's columns as weights see them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/design.hpp"
#include "tenon/context.hpp"

namespace tenon::models {

// Of the columns `kept`, in scaled units, over rows that are all of weight above 0:
//
//     root( sum w (x - m)^2 / W * n / (n - 1) ),   m = sum w x / W     next to an intercept
//     root( sum w x^2 / W )                                            without
//
// W the total weight and n the number of rows; 1 for the intercept. Two passes, so that a column
// that varies in light rows alone keeps its digits. The design itself must be unweighted.
std::vector<double> weighted_spreads(const Context& context, const Design& design,
                                     const std::vector<std::int64_t>& kept,
                                     std::span<const double> weights);

}  // namespace tenon::models

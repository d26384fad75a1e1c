// Exact order statistics of many numbers without sorting them.
//
// A double's bits, with negative numbers turned round, are an integer of the same order. One pass
// finds the range of these keys, one counts them in equal cells of that range, one gathers the few
// cells that hold the wanted ranks; the gathered part is selected from in the same way. The
// counts do not depend on the order of the values, every pass is sequential in memory, and a
// cancel is seen between blocks. Small parts end in std::nth_element (C. A. R. Hoare, Algorithm
// 65: Find, 1961).
//
// No value may be NaN. -0.0 and 0.0 are equal and reported as 0.0.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tenon/context.hpp"

namespace tenon {

// (a + b) / 2 without overflow.
double midpoint_of(double a, double b) noexcept;
// The straight line from a (share 0) to b (share 1), exact at both ends, never outside them.
double between(double a, double b, double share) noexcept;

// The values at the given places of the sorted order. Ranks ascend and lie in [0, values.size()).
std::vector<double> values_at_ranks(const Context& context, std::span<const double> values,
                                    std::span<const std::int64_t> ranks);

// Middle value, or the average of the two in the middle. At least one value.
double median_of(const Context& context, std::span<const double> values);

// Sample quantiles of type 7 (R. J. Hyndman, Y. Fan: Sample Quantiles in Statistical Packages,
// 1996): the point (n - 1) * share on the line through the sorted values. Shares ascend and lie in
// [0, 1]. At least one value.
std::vector<double> quantiles_of(const Context& context, std::span<const double> values,
                                 std::span<const double> shares);

}  // namespace tenon

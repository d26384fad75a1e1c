// Many numbers in order, with looks at the cancel handle on the way.
//
// A double's bits, with negative numbers turned round, are an integer of the same order, sorted by
// its bytes from the lowest to the highest (D. E. Knuth, The Art of Computer Programming 3, 5.2.5);
// bytes that are the same everywhere are skipped. Few numbers are left to std::sort.
#pragma once

#include <vector>

#include "tenon/context.hpp"

namespace tenon {

// Ascending, -0.0 before 0.0; no value may be NaN. Takes as much memory again, which it charges.
void sort_numbers(const Context& context, std::vector<double>& numbers);

}  // namespace tenon

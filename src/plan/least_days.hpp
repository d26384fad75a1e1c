// How many days of equal length some orders need at least.
#pragma once

#include <cstdint>
#include <vector>

namespace tenon::plan {

// A lower bound on the number of days of `day` hours that hold the orders whole; 0 without orders.
// Orders longer than a day count one day each.
std::int64_t least_days(std::vector<double> hours, double day);

}  // namespace tenon::plan

// Decimals of 128 bits as doubles.
#pragma once

#include <cstdint>

namespace tenon {

// The double nearest to n / 10^scale, n the two's complement integer of these words.
double decimal_value(std::uint64_t low, std::uint64_t high, std::int32_t scale);

}  // namespace tenon

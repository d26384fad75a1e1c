// Decimals of 128 bits as doubles.
#pragma once

#include <cstdint>
#include <string>

namespace tenon {

// The double nearest to n / 10^scale, n the two's complement integer of these words.
double decimal_value(std::uint64_t low, std::uint64_t high, std::int32_t scale);
// All digits of it.
std::string decimal_text(std::uint64_t low, std::uint64_t high, std::int32_t scale);
// Whether the double nearest to it, with as many digits behind the point, is written as it is.
bool decimal_is_kept(std::uint64_t low, std::uint64_t high, std::int32_t scale, double value);

}  // namespace tenon

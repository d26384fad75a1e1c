// The shortest decimal that reads back as a double.
#pragma once

#include <cstdint>

namespace tenon {

struct Decimal {
    std::uint64_t digits;  // below 10^17; may end in zeros
    int exponent;          // the value is digits * 10^exponent
};

// For x positive and finite. Of the shortest decimals that round to x (to nearest, ties to even)
// the one nearest to x.
Decimal shortest_decimal(double x) noexcept;

}  // namespace tenon

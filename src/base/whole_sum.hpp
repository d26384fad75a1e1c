// The exact sum of int64 numbers, in two's complement of 128 bits held as two words.
#pragma once

#include <cstdint>

#include "base/moments.hpp"

namespace tenon {

class WholeSum {
  public:
    void add(std::int64_t x) noexcept {
        low_ += static_cast<std::uint64_t>(x);
        high_ += (low_ < static_cast<std::uint64_t>(x)) - (x < 0);
    }
    bool fits_int64() const noexcept {
        return high_ == (static_cast<std::int64_t>(low_) < 0 ? -1 : 0);
    }
    std::int64_t int64() const noexcept { return static_cast<std::int64_t>(low_); }
    DoubleDouble mean(double n) const noexcept {
        constexpr double word = 0x1p64;
        const auto signed_low = static_cast<std::int64_t>(low_);
        const auto high = static_cast<double>(high_ + (signed_low < 0));  // counts rows: exact
        return (DoubleDouble(high * word) + whole_number(signed_low)) / DoubleDouble(n);
    }

  private:
    std::uint64_t low_ = 0;
    std::int64_t high_ = 0;
};

}  // namespace tenon

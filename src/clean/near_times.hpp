// Times whose distance decides whether two rows are near duplicates.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "tenon/table.hpp"

namespace tenon::clean {

// Every time is an integer that ascends with it: microseconds and whole numbers are themselves, a
// double its bits, those of negative ones turned round. So the distance of two near ones is exact
// where the column's numbers are.
class NearTimes {
  public:
    NearTimes(Type type, double tolerance) noexcept
        : whole_(type != Type::float64),
          tolerance_(type == Type::timestamp ? std::round(tolerance * micros_per_second)
                                             : tolerance) {}

    static bool usable(const Column& time, std::int64_t row) noexcept {
        return time.valid(row) && !std::isnan(time.number(row));
    }
    std::int64_t at(const Column& time, std::int64_t row) const noexcept {
        const auto place = static_cast<std::size_t>(row);
        if (whole_) return time.int64s()[place];
        return turned(std::bit_cast<std::int64_t>(time.float64s()[place] + 0.0));  // no -0.0
    }
    // a <= b.
    bool near(std::int64_t a, std::int64_t b) const noexcept {
        if (whole_) {
            const auto gap = static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a);
            return static_cast<double>(gap) <= tolerance_;
        }
        return std::bit_cast<double>(turned(b)) - std::bit_cast<double>(turned(a)) <= tolerance_;
    }

  private:
    static constexpr double micros_per_second = 1e6;
    static std::int64_t turned(std::int64_t bits) noexcept {
        return bits < 0 ? bits ^ INT64_MAX : bits;
    }

    bool whole_;
    double tolerance_;
};

}  // namespace tenon::clean

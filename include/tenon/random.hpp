// Seeded random numbers that are the same on every platform and for any number of threads.
//
// Philox4x32-10, a counter-based generator (Salmon, Moraes, Dror, Shaw: Parallel Random Numbers:
// As Easy as 1, 2, 3; SC 2011). A value is a pure function of (seed, stream, counter), so slices
// of a task can draw independently: give each its own stream.
#pragma once

#include <cstdint>
#include <span>

namespace tenon {

class Random {
  public:
    explicit Random(std::uint64_t seed, std::uint64_t stream = 0) noexcept
        : seed_(seed), stream_(stream) {}

    std::uint64_t bits() noexcept;                             // 64 uniform bits
    double uniform() noexcept;                                 // in [0, 1), 53 bits
    double uniform(double low, double high) noexcept;          // in [low, high)
    std::uint64_t below(std::uint64_t limit) noexcept;         // in [0, limit), unbiased; limit >= 1
    double normal() noexcept;                                  // mean 0, sd 1 (Box-Muller)
    void shuffle(std::span<std::int64_t> values) noexcept;     // Fisher-Yates

  private:
    std::uint64_t seed_;
    std::uint64_t stream_;
    std::uint64_t counter_ = 0;
    std::uint64_t spare_ = 0;
    bool has_spare_ = false;
};

}  // namespace tenon

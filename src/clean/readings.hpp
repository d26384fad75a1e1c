// Passes over the readings of a number column, a block at a time: each cell as a double, missing
// ones as NaN. No pass holds more than a block, and none allocates inside it. The loops have a form
// for AVX-512 and a portable one, which give the same bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/vector_level.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// Readings of one block; two of them stay in the first-level cache.
inline constexpr std::int64_t readings_at_once = 2048;

// The readings of rows [first, first + count), count <= readings_at_once: the column's own memory
// where it can be used as it is, else copied into buffer.
std::span<const double> readings_of(const Column& column, std::int64_t first, std::int64_t count,
                                    double* buffer) noexcept;

// Both ends belong to it.
struct Range {
    double low = 0, high = 0;
};
// Of at most readings_at_once readings: copies those in the range, and returns how many; `below`
// grows by those below it. There is room for eight more in `kept`. NaN is neither below nor inside.
std::size_t numbers_inside(VectorLevel level, std::span<const double> readings, const Range& range,
                           std::int64_t& below, double* kept) noexcept;

// Has the reading fetched from memory, where that can be asked for.
void prefetch_reading(const Column& column, std::int64_t row) noexcept;

struct ReadingCount {
    std::int64_t numbers = 0;  // not NaN
    std::int64_t finite = 0;
};
void add_to_count(VectorLevel level, std::span<const double> readings,
                  ReadingCount& count) noexcept;

// Bit i of bits[i / 64] is set where readings[i] is neither NaN nor infinite.
void mark_finite(VectorLevel level, std::span<const double> readings, std::uint64_t* bits) noexcept;

// Bit i of bits[i / 64] is set where readings[i] < low or > high; the bits after the last reading
// are 0. NaN lies outside nothing.
void mark_outside(VectorLevel level, std::span<const double> readings, double low, double high,
                  std::uint64_t* bits) noexcept;

}  // namespace tenon::clean

// Medians, and median absolute deviations, of a window that slides over many readings.
//
// Every eighth of a block of readings has a window of its own, and the eight windows move together,
// one vector lane each. A window is kept in order: s[0] <= s[1] <= ... Taking out one reading `old`
// and putting in the next one `new` is one pass from below without a branch,
//     r[i] = s[i] if s[i] < old, else s[i + 1]          the window without `old`
//     s'[i] = max(r[i - 1], min(r[i], new))             and with `new` put in,
// which is about two cycles for eight places at once. A tree or a heap does fewer steps in theory
// and, up to windows of several hundred, more of them in practice: it branches and it chases.
// With the window in order the deviations need no second sort: the h + 1 readings nearest to the
// median m = s[h] are neighbours, so their greatest distance is min over i of
//     max(m - s[i], s[i + h] - m).
// All answers are readings or differences of two, so every level and every division into blocks
// gives the same bits.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "base/vector_level.hpp"
#include "tenon/context.hpp"

namespace tenon::clean {

// Up to here the pass over the whole window beats SortedWindow.
inline constexpr std::int64_t widest_lane_window = 511;

// What was found for the readings [first, first + medians.size()). Stretches are numbered in the
// order of the readings.
using WindowResult =
    std::function<void(std::int64_t stretch, std::int64_t first, std::span<const double> medians,
                       std::span<const double> deviations)>;

// Into how many stretches so many readings are divided.
std::int64_t stretch_count(std::int64_t readings, std::int64_t window) noexcept;

// Calls result once for every stretch of the readings, on several threads in any order where the
// context allows them. `window` is odd, at least 1; near the ends the part of it that exists is
// used, and where the readings are fewer than the window every one has the part around it. Readings
// are finite. Deviations are empty unless wanted.
void slide_medians(const Context& context, std::span<const double> readings, std::int64_t window,
                   bool want_deviations, VectorLevel level, const WindowResult& result);

}  // namespace tenon::clean

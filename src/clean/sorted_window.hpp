// A sliding window kept in order: median and median absolute deviation of the last few readings.
//
// Replacing one reading by the next moves the part of the sorted array between their two places, a
// single memmove at most as long as the window: a few nanoseconds at a width of seven, about a
// microsecond at several thousand. With the sorted array at hand the median absolute deviation
// needs no second sort: the k readings nearest to the median m are neighbours in the array, so the
// k-th smallest deviation is min over i of max(m - s[i], s[i + k - 1] - m), found by bisection as
// the first term falls and the second rises with i.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tenon::clean {

class SortedWindow {
  public:
    // Never holds more than `width` readings; none is NaN or infinite.
    explicit SortedWindow(std::size_t width) { sorted_.reserve(width); }

    void assign(std::span<const double> readings);  // instead of what it holds
    void insert(double reading);
    void remove(double reading) noexcept;                // one that is in the window
    void replace(double reading, double next) noexcept;  // remove and insert in one move
    std::size_t size() const noexcept { return sorted_.size(); }

    // At least one reading.
    double median() const noexcept;
    // Median of |reading - centre|; centre lies between the least and the greatest reading.
    double median_deviation(double centre) const noexcept;

  private:
    std::size_t place_of(double reading) const noexcept;  // first place not less than it
    double nearest_deviation(double centre, std::size_t count) const noexcept;

    std::vector<double> sorted_;
};

}  // namespace tenon::clean

#include "clean/sorted_window.hpp"

#include <algorithm>
#include <cstring>

#include "base/order_statistics.hpp"

namespace tenon::clean {

namespace {

// Up to this many readings a walk, which the processor foresees, beats a bisection.
constexpr std::size_t walk_up_to = 16;

}  // namespace

std::size_t SortedWindow::place_of(double reading) const noexcept {
    if (sorted_.size() <= walk_up_to) {
        std::size_t less = 0;
        for (const double other : sorted_) less += other < reading ? 1 : 0;
        return less;
    }
    return static_cast<std::size_t>(std::lower_bound(sorted_.begin(), sorted_.end(), reading) -
                                    sorted_.begin());
}

void SortedWindow::assign(std::span<const double> readings) {
    sorted_.assign(readings.begin(), readings.end());
    std::sort(sorted_.begin(), sorted_.end());
}

void SortedWindow::insert(double reading) {
    sorted_.insert(sorted_.begin() + static_cast<std::ptrdiff_t>(place_of(reading)), reading);
}

void SortedWindow::remove(double reading) noexcept {
    sorted_.erase(sorted_.begin() + static_cast<std::ptrdiff_t>(place_of(reading)));
}

void SortedWindow::replace(double reading, double next) noexcept {
    std::size_t from = place_of(reading), to = place_of(next);
    double* s = sorted_.data();
    if (to > from) {
        --to;  // the reading that goes lies before it
        std::memmove(s + from, s + from + 1, (to - from) * sizeof(double));
    } else {
        std::memmove(s + to + 1, s + to, (from - to) * sizeof(double));
    }
    s[to] = next;
}

double SortedWindow::median() const noexcept {
    const std::size_t n = sorted_.size();
    return n % 2 ? sorted_[n / 2] : midpoint_of(sorted_[n / 2 - 1], sorted_[n / 2]);
}

double SortedWindow::nearest_deviation(double centre, std::size_t count) const noexcept {
    // The first window of `count` neighbours whose upper end is no nearer than its lower end; the
    // least of the larger ends is there or just before.
    const double* s = sorted_.data();
    std::size_t low = 0, high = sorted_.size() - count;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (s[middle + count - 1] - centre < centre - s[middle])
            low = middle + 1;
        else
            high = middle;
    }
    double least = std::max(centre - s[low], s[low + count - 1] - centre);
    if (low > 0)
        least = std::min(least, std::max(centre - s[low - 1], s[low + count - 2] - centre));
    return least;
}

double SortedWindow::median_deviation(double centre) const noexcept {
    const std::size_t n = sorted_.size();
    const double upper = nearest_deviation(centre, n / 2 + 1);
    return n % 2 ? upper : midpoint_of(nearest_deviation(centre, n / 2), upper);
}

}  // namespace tenon::clean

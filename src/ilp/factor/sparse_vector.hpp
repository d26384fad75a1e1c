// A vector that knows where it is not zero: dense values beside the list of their places.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace tenon::ilp {

// Smaller values that arise in solves are rounding noise: one rounding of entries near 1e2.
inline constexpr double drop_tolerance = 1e-14;
// Holds the place of an entry that cancelled, so that its index is not listed twice.
inline constexpr double placeholder = 1e-100;

// value[i] is zero for every i outside index[0 .. count).
struct SparseVector {
    std::int32_t count = 0;
    std::vector<std::int32_t> index;
    std::vector<double> value;

    void reset(std::int32_t size) {
        count = 0;
        index.assign(static_cast<std::size_t>(size), 0);
        value.assign(static_cast<std::size_t>(size), 0.0);
    }
    std::int32_t size() const noexcept { return static_cast<std::int32_t>(value.size()); }
    double density() const noexcept {
        return value.empty() ? 0.0 : static_cast<double>(count) / static_cast<double>(value.size());
    }
    void clear() noexcept {
        if (count * 4 > size()) {
            std::fill(value.begin(), value.end(), 0.0);
        } else {
            for (std::int32_t k = 0; k < count; ++k) value[index[k]] = 0;
        }
        count = 0;
    }
    void add(std::int32_t i, double x) noexcept {
        const double old = value[i];
        if (old == 0) index[count++] = i;
        const double now = old + x;
        value[i] = std::fabs(now) < drop_tolerance ? placeholder : now;
    }
    void copy(const SparseVector& other) noexcept {
        clear();
        count = other.count;
        for (std::int32_t k = 0; k < count; ++k) {
            const std::int32_t i = other.index[k];
            index[k] = i;
            value[i] = other.value[i];
        }
    }
    // Forgets entries below the drop tolerance.
    void tidy() noexcept {
        std::int32_t kept = 0;
        for (std::int32_t k = 0; k < count; ++k) {
            const std::int32_t i = index[k];
            if (std::fabs(value[i]) < drop_tolerance) {
                value[i] = 0;
            } else {
                index[kept++] = i;
            }
        }
        count = kept;
    }
    // Lists the entries again after they were written densely.
    void relist() noexcept {
        count = 0;
        for (std::int32_t i = 0; i < size(); ++i) {
            if (value[i] == 0) continue;
            if (std::fabs(value[i]) < drop_tolerance) {
                value[i] = 0;
            } else {
                index[count++] = i;
            }
        }
    }
    double squared_norm() const noexcept {
        double sum = 0;
        for (std::int32_t k = 0; k < count; ++k) {
            const double x = value[index[k]];
            sum += x * x;
        }
        return sum;
    }
};

}  // namespace tenon::ilp

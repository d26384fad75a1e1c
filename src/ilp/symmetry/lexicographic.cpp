#include "ilp/symmetry/lexicographic.hpp"

#include <algorithm>

namespace tenon::ilp {

bool largest_at_most(std::span<const double> lower, std::span<const double> upper,
                     std::span<const double> limit, std::span<double> v) {
    const std::size_t length = lower.size();
    std::size_t free = 0;       // from here on v may go to its upper bounds
    std::size_t last = length;  // the last entry that could be smaller than the limit
    for (; free < length; ++free) {
        v[free] = std::min(upper[free], limit[free]);
        if (v[free] < lower[free]) {
            if (last == length) return false;
            v[last] = limit[last] - 1;
            free = last + 1;
            break;
        }
        if (v[free] < limit[free]) {
            ++free;
            break;
        }
        if (v[free] > lower[free]) last = free;
    }
    for (; free < length; ++free) v[free] = upper[free];
    return true;
}

bool smallest_at_least(std::span<const double> lower, std::span<const double> upper,
                       std::span<const double> limit, std::span<double> v) {
    const std::size_t length = lower.size();
    std::size_t free = 0, last = length;
    for (; free < length; ++free) {
        v[free] = std::max(lower[free], limit[free]);
        if (v[free] > upper[free]) {
            if (last == length) return false;
            v[last] = limit[last] + 1;
            free = last + 1;
            break;
        }
        if (v[free] > limit[free]) {
            ++free;
            break;
        }
        if (v[free] < upper[free]) last = free;
    }
    for (; free < length; ++free) v[free] = lower[free];
    return true;
}

bool tighten_ordered(std::int32_t vectors, std::int32_t length, std::span<double> lower,
                     std::span<double> upper) {
    const auto part = [length](auto all, std::int32_t p) {
        return all.subspan(static_cast<std::size_t>(p) * length, length);
    };
    if (vectors == 0) return true;
    std::vector<double> largest(upper.begin(), upper.end()), smallest(lower.begin(), lower.end());
    const std::span<double> high(largest), low(smallest);
    for (std::int32_t p = 1; p < vectors; ++p)
        if (!largest_at_most(part(lower, p), part(upper, p), part(high, p - 1), part(high, p)))
            return false;
    for (std::int32_t p = vectors - 2; p >= 0; --p)
        if (!smallest_at_least(part(lower, p), part(upper, p), part(low, p + 1), part(low, p)))
            return false;
    for (std::int32_t p = 0; p < vectors; ++p) {
        const auto from = part(low, p), to = part(high, p);
        const auto own_lower = part(lower, p), own_upper = part(upper, p);
        for (std::int32_t t = 0; t < length; ++t) {
            if (from[t] > to[t]) return false;
            own_lower[t] = std::max(own_lower[t], from[t]);
            own_upper[t] = std::min(own_upper[t], to[t]);
            if (from[t] < to[t]) break;
        }
    }
    return true;
}

}  // namespace tenon::ilp

// The bound L2 for bin packing (S. Martello, P. Toth, Knapsack Problems, 1990, section 8.3). With
// bins of size C and a threshold a in [0, C/2],
//
//     N1 = {h > C - a},  N2 = {C/2 < h <= C - a},  N3 = {a <= h <= C/2}:
//     L(a) = |N1| + |N2| + max(0, ceil((sum N3 - (|N2| C - sum N2)) / C)),
//
// for no two orders of N1 and N2 share a bin, and those of N3 find no room beside N1. L2 is the
// largest L(a); it is enough to try a = 0 and each h <= C/2.
#include "plan/least_days.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>

#include "plan/order_data.hpp"

namespace tenon::plan {

namespace {

// Orders this close to a border count as the smaller: the bound must never be too large.
constexpr double slack = hours_slack;

std::int64_t bound_for(const std::vector<double>& falling, const std::vector<double>& sum_to,
                       double day, double threshold) {
    const auto after = [&](double least) {  // orders longer than this
        return static_cast<std::size_t>(
            std::lower_bound(falling.begin(), falling.end(), least, std::greater_equal<>()) -
            falling.begin());
    };
    const std::size_t over = after(day - threshold + slack), large = after(day / 2 + slack);
    const std::size_t kept = std::max(after(threshold - slack), large);
    const double rest = sum_to[kept] - sum_to[large];
    const double room = static_cast<double>(large - over) * day - (sum_to[large] - sum_to[over]);
    const double more = std::ceil((rest - room) / day - slack);
    return static_cast<std::int64_t>(large) + static_cast<std::int64_t>(std::max(0.0, more));
}

}  // namespace

std::int64_t least_days(std::vector<double> hours, double day) {
    if (hours.empty()) return 0;
    if (!(day > slack)) return static_cast<std::int64_t>(hours.size());
    std::sort(hours.begin(), hours.end(), std::greater<>());
    std::vector<double> sum_to(hours.size() + 1, 0.0);
    for (std::size_t k = 0; k < hours.size(); ++k)
        sum_to[k + 1] = sum_to[k] + std::min(hours[k], day);
    std::int64_t best = bound_for(hours, sum_to, day, 0);
    for (const double threshold : hours)
        if (threshold <= day / 2) best = std::max(best, bound_for(hours, sum_to, day, threshold));
    return best;
}

}  // namespace tenon::plan

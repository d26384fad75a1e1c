#include "report/marks.hpp"

#include <algorithm>

namespace tenon::report {

std::vector<Point> thinned(std::span<const Point> points, std::int64_t limit) {
    const auto total = static_cast<std::int64_t>(points.size());
    if (total <= limit) return {points.begin(), points.end()};
    const std::int64_t marked =
        std::count_if(points.begin(), points.end(), [](const Point& p) { return p.marked; });
    const std::int64_t others = total - marked;
    // Beyond three quarters the marked ones would hide that there are others at all.
    std::int64_t keep_marked = std::min(marked, limit * 3 / 4);
    const std::int64_t keep_others = std::min(others, limit - keep_marked);
    keep_marked = std::min(marked, limit - keep_others);

    std::vector<Point> kept;
    kept.reserve(static_cast<std::size_t>(keep_marked + keep_others));
    std::int64_t seen[2] = {0, 0};
    const std::int64_t of[2] = {others, marked};
    const std::int64_t keep[2] = {keep_others, keep_marked};
    for (const Point& point : points) {
        const int kind = point.marked ? 1 : 0;
        const std::int64_t k = seen[kind]++;
        // The k-th of n is kept when floor((k + 1) m / n) passes floor(k m / n).
        if ((k + 1) * keep[kind] / of[kind] > k * keep[kind] / of[kind]) kept.push_back(point);
    }
    return kept;
}

}  // namespace tenon::report

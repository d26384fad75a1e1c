// Which of many points are drawn: no picture needs a million marks, and none should lose the rare
// ones.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tenon::report {

constexpr std::int64_t most_marks = 4000;

struct Point {
    double x, y;
    bool marked;  // of the class that matters
};

// At most `limit` points in their order: all marked ones as long as they take no more than three
// quarters of the limit, and the others evenly from first to last. Deterministic.
std::vector<Point> thinned(std::span<const Point> points, std::int64_t limit = most_marks);

}  // namespace tenon::report

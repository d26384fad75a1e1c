#include "report/marks.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace tenon::report;

namespace {

std::vector<Point> points(int n, int every_marked) {
    std::vector<Point> all;
    for (int i = 0; i < n; ++i) all.push_back({double(i), double(-i), i % every_marked == 0});
    return all;
}

std::int64_t marked(const std::vector<Point>& all) {
    return std::count_if(all.begin(), all.end(), [](const Point& p) { return p.marked; });
}

}  // namespace

TEST_CASE("few points are all drawn") {
    CHECK(thinned(points(4000, 3)).size() == 4000);
    CHECK(thinned({}).empty());
}

TEST_CASE("the rare ones are all drawn, the others evenly from first to last") {
    const auto all = points(100'000, 100);
    const auto kept = thinned(all);
    CHECK(kept.size() == 4000);
    CHECK(marked(kept) == marked(all));
    double widest = 0;
    for (std::size_t i = 1; i < kept.size(); ++i) {
        REQUIRE(kept[i].x > kept[i - 1].x);
        widest = std::max(widest, kept[i].x - kept[i - 1].x);
    }
    CHECK(widest <= 2 * 100'000.0 / 3000);
    CHECK(kept.back().x > 99'900);
}

TEST_CASE("many marked ones leave a quarter for the others") {
    const auto kept = thinned(points(100'000, 2));
    CHECK(kept.size() == 4000);
    CHECK(marked(kept) == 3000);
}

TEST_CASE("one class alone may take all the room") {
    CHECK(thinned(points(10'000, 1)).size() == 4000);
    CHECK(thinned(points(10'000, 20'000)).size() == 4000);
}

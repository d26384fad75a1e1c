#include "report/axis.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon::report;

namespace {

// Widely different ranges, made by a small recurrence.
std::vector<Extent> many_extents() {
    std::vector<Extent> extents;
    std::uint64_t state = 1;
    const auto next = [&] {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(state >> 11) / 9007199254740992.0;
    };
    for (int i = 0; i < 2000; ++i) {
        const double size = std::pow(10.0, 40 * next() - 20);
        const double low = (next() - 0.5) * size;
        extents.push_back(padded({low, low + next() * size}));
    }
    return extents;
}

}  // namespace

TEST_CASE("ticks are few, inside the range, increasing and labelled apart") {
    for (const Extent& extent : many_extents()) {
        const Ticks ticks = number_ticks(extent, 6);
        CAPTURE(extent.low);
        CAPTURE(extent.high);
        REQUIRE(ticks.at.size() >= 2);
        REQUIRE(ticks.at.size() <= 8);
        REQUIRE(ticks.labels.size() == ticks.at.size());
        const double slack = (extent.high - extent.low) * 1e-6;
        for (std::size_t i = 0; i < ticks.at.size(); ++i) {
            REQUIRE(ticks.at[i] >= extent.low - slack);
            REQUIRE(ticks.at[i] <= extent.high + slack);
            if (i > 0) REQUIRE(ticks.at[i] > ticks.at[i - 1]);
        }
        const std::set<std::string> distinct(ticks.labels.begin(), ticks.labels.end());
        REQUIRE(distinct.size() == ticks.labels.size());
    }
}

TEST_CASE("tick steps are round numbers") {
    const Ticks ticks = number_ticks({0.3, 9.7}, 5);
    CHECK(ticks.labels == std::vector<std::string>{"2", "4", "6", "8"});
    CHECK(number_ticks({-1, 1}, 4).labels ==
          std::vector<std::string>{"−1.0", "−0.5", "0.0", "0.5", "1.0"});
    CHECK(number_ticks({0, 10000}, 4).labels.back() == "10,000");
}

TEST_CASE("a range of one point, of nothing and of everything can be drawn") {
    constexpr double most = std::numeric_limits<double>::max();
    for (const Extent& extent : {Extent{5, 5}, Extent{0, 0}, Extent{-most, most},
                                 Extent{1e-320, 2e-320}, Extent{1e15, 1e15 + 0.25}}) {
        const Extent wide = padded(extent);
        CAPTURE(extent.low);
        CHECK(wide.low < wide.high);
        const Ticks ticks = number_ticks(wide, 6);
        CHECK(ticks.at.size() >= 2);
        const Scale scale{wide.low, wide.high, 0, 100};
        CHECK(scale(wide.low) == doctest::Approx(0));
        CHECK(scale(wide.high) == doctest::Approx(100));
    }
}

TEST_CASE("count ticks are whole") {
    for (const double high : {0.5, 1.0, 3.0, 17.0, 12345.0})
        for (const double at : count_ticks({0, high}, 5).at) CHECK(at == std::floor(at));
}

TEST_CASE("time ticks fall on the clock") {
    constexpr double hour = 3.6e9;
    const Ticks ticks = time_ticks({1.7e15, 1.7e15 + 24 * hour}, 6);
    REQUIRE(ticks.at.size() >= 3);
    for (const double at : ticks.at) CHECK(std::fmod(at, hour) == 0);
    CHECK(ticks.labels[0] == "11-15 00:00");
}

TEST_CASE("times beyond the calendar draw without a label") {
    const Ticks ticks = time_ticks({9.3e18, 9.9e18}, 5);
    for (const auto& label : ticks.labels) CHECK(label.empty());
}

TEST_CASE("a spike does not squeeze the picture") {
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) values.push_back(i % 100);
    values.push_back(1e9);
    const Extent extent = robust_extent(values);
    CHECK(extent.low == 0);
    CHECK(extent.high == 99);
}

TEST_CASE("without a spike the whole range is drawn, NaN and infinity left out") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const std::vector<double> values = {3, std::nan(""), -inf, 7, inf};
    const Extent extent = robust_extent(values);
    CHECK(extent.low == 3);
    CHECK(extent.high == 7);
    const Extent none = robust_extent(std::vector<double>{std::nan("")});
    CHECK(none.low > none.high);
}

TEST_CASE("a legend wraps and reports the height it takes") {
    std::vector<LegendEntry> entries(12, {"bar", "a family of parts"});
    const double one = legend_height(0, 2000, entries), several = legend_height(0, 400, entries);
    CHECK(several > 3 * one);
    Svg svg(400, 400, "x", "t", "d");
    CHECK(draw_legend(svg, 0, 0, 400, entries) == several);
}

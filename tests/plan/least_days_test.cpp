#include "plan/least_days.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;

namespace {

// The fewest days by trying every place for every order.
std::int64_t fewest(const std::vector<double>& hours, std::size_t next, std::vector<double>& days,
                    double day) {
    if (next == hours.size()) return static_cast<std::int64_t>(days.size());
    std::int64_t best = static_cast<std::int64_t>(hours.size());
    for (std::size_t k = 0; k < days.size(); ++k) {
        if (days[k] + hours[next] > day + 1e-9) continue;
        days[k] += hours[next];
        best = std::min(best, fewest(hours, next + 1, days, day));
        days[k] -= hours[next];
    }
    days.push_back(hours[next]);
    best = std::min(best, fewest(hours, next + 1, days, day));
    days.pop_back();
    return best;
}

}  // namespace

TEST_CASE("the least number of days is never above the fewest possible, and often equal") {
    Random random(71);
    int equal = 0;
    for (int k = 0; k < 400; ++k) {
        std::vector<double> hours(1 + random.below(7));
        for (double& h : hours) h = 0.1 * static_cast<double>(1 + random.below(80));
        std::vector<double> days;
        const std::int64_t least = plan::least_days(hours, 8);
        const std::int64_t truth = fewest(hours, 0, days, 8);
        CHECK(least <= truth);
        equal += least == truth;
    }
    CHECK(equal > 350);
}

TEST_CASE("days that are filled to the last minute are enough") {
    CHECK(plan::least_days({4, 4, 4, 4}, 8) == 2);
    CHECK(plan::least_days({0.1, 0.2, 0.3, 0.3}, 0.3) == 3);
    CHECK(plan::least_days({4.5, 4.5, 4.5}, 8) == 3);
    CHECK(plan::least_days({}, 8) == 0);
    CHECK(plan::least_days({1, 2}, 0) == 2);
}

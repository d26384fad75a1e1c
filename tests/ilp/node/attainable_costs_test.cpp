// Sums that plans can reach, against all of them.
#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "ilp/node/attainable_costs.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("the next attainable cost, up and down, is that of trying every plan") {
    int gaps = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Random random(seed, 9);
        ilp::MixedProgram program;
        const int n = 1 + static_cast<int>(random.below(5));
        std::set<double> sums{0};
        for (int j = 0; j < n; ++j) {
            const double cost = (static_cast<double>(random.below(81)) - 40) / 2;
            const double low = static_cast<double>(random.below(5)) - 2;
            const double high = low + 1 + static_cast<double>(random.below(3));
            program.lp.cost.push_back(cost);
            program.lp.lower.push_back(low);
            program.lp.upper.push_back(high);
            program.integer.push_back(1);
            if (low == high) continue;  // fixed columns are where the grid begins
            std::set<double> next;
            for (const double sum : sums)
                for (double x = low; x <= high; ++x) next.insert(sum + 2 * cost * x);
            sums = next;
        }
        program.lp.columns = n;
        const auto costs = ilp::AttainableCosts::find(program, 0.5);
        if (!costs) continue;
        CAPTURE(seed);
        for (double k = *sums.begin() - 3; k < *sums.rbegin() + 3; ++k) {
            const auto up = sums.lower_bound(k);
            const auto found = costs->at_least(k);
            REQUIRE(found.has_value() == (up != sums.end()));
            if (found) CHECK(*found == *up);
            if (found && *found > k) ++gaps;
            const auto down = costs->below(k);
            REQUIRE(down.has_value() == (up != sums.begin()));
            if (down) CHECK(*down == *std::prev(up));
        }
    }
    CHECK(gaps > 1000);
}

TEST_CASE("unbounded columns and endless sets are left alone") {
    ilp::MixedProgram program;
    program.lp.columns = 1;
    program.lp.cost = {3};
    program.lp.lower = {0};
    program.lp.upper = {infinity};
    program.integer = {1};
    CHECK(!ilp::AttainableCosts::find(program, 1));
    program.lp.upper = {1e9};
    CHECK(!ilp::AttainableCosts::find(program, 1));
}

// The threshold of least cost, against trying all.
#include "tenon/cost_threshold.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("no threshold costs less than the one chosen") {
    Random random(6);
    for (int trial = 0; trial < 300; ++trial) {
        std::vector<double> truth, probability, weights;
        const std::size_t rows = 1 + random.below(30);
        for (std::size_t i = 0; i < rows; ++i) {
            probability.push_back(static_cast<double>(random.below(8)) / 7);
            truth.push_back(static_cast<double>(random.below(2)));
            weights.push_back(0.5 + random.uniform());
        }
        const double alarm = static_cast<double>(random.below(4));
        const double miss = static_cast<double>(1 + random.below(20));
        const CostThreshold chosen = choose_threshold(truth, probability, alarm, miss, weights);
        const auto cost = [&](double threshold) {
            double sum = 0;
            for (std::size_t i = 0; i < rows; ++i) {
                const bool positive = probability[i] >= threshold;
                if (positive && truth[i] == 0) sum += alarm * weights[i];
                if (!positive && truth[i] == 1) sum += miss * weights[i];
            }
            return sum;
        };
        CHECK(std::fabs(cost(chosen.threshold) - chosen.cost) < 1e-9);
        CHECK(std::fabs(cost(chosen.ideal) - chosen.ideal_cost) < 1e-9);
        CHECK(std::fabs(chosen.false_alarms * alarm + chosen.misses * miss - chosen.cost) < 1e-9);
        for (double t = -0.05; t < 1.1; t += 0.01) CHECK(cost(t) >= chosen.cost - 1e-9);
    }
}

TEST_CASE("of thresholds that cost the same the one nearest to the ideal is chosen") {
    // Anything in (0.3, 0.6] separates; the middle is taken.
    const std::vector<double> y{0, 0, 1, 1}, p{0.1, 0.3, 0.6, 0.9};
    const CostThreshold chosen = choose_threshold(y, p, 1, 9);
    CHECK(std::fabs(chosen.threshold - 0.45) < 1e-15);
    CHECK(chosen.cost == 0);
    CHECK(chosen.ideal == 0.1);
    CHECK(chosen.ideal_cost == 2);
    CHECK_THROWS_AS(choose_threshold(y, p, 0, 0), Error);
    CHECK_THROWS_AS(choose_threshold(y, p, -1, 1), Error);
}

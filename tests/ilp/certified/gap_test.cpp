// Whole multipliers, and gaps that never claim too much.
#include "ilp/certified/gap.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "ilp/certified/exact.hpp"
#include "ilp/certified/whole_multipliers.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("fractions become whole multipliers, others are left alone") {
    std::vector<double> y{1.0 / 3, -2.0 / 7, 0, 5};
    REQUIRE(ilp::certified::make_whole(y));
    CHECK(y == std::vector<double>{7, -6, 0, 105});
    std::vector<double> roots{std::sqrt(2.0), std::sqrt(3.0), std::exp(1.0)};
    const std::vector<double> before = roots;
    CHECK(!ilp::certified::make_whole(roots));
    CHECK(roots == before);
}

TEST_CASE("a gap in doubles is never above the exact one") {
    Random random(1, 4);
    for (int k = 0; k < 300; ++k) {
        ilp::MixedProgram program;
        const std::int32_t n = 1 + static_cast<std::int32_t>(random.below(6));
        program.lp.columns = n;
        program.lp.rows = 2;
        for (std::int32_t j = 0; j < n; ++j) {
            program.lp.cost.push_back(random.uniform(-9, 9));
            program.lp.lower.push_back(random.uniform(-1e6, 0));
            program.lp.upper.push_back(random.uniform(0, 1e6));
            program.integer.push_back(0);
            for (std::int32_t i = 0; i < 2; ++i) {
                program.lp.matrix.index.push_back(i);
                // The second multiplier nearly undoes what the first one does.
                program.lp.matrix.value.push_back(i == 0 ? random.uniform(-9, 9)
                                                         : program.lp.matrix.value.back());
            }
            program.lp.matrix.start.push_back(
                static_cast<std::int64_t>(program.lp.matrix.index.size()));
        }
        program.lp.row_lower = {random.uniform(-9, 9), -infinity};
        program.lp.row_upper = {infinity, random.uniform(-9, 9)};
        const ilp::certified::ProofRows rows(program);
        ilp::certified::GapMeter meter(rows);
        const double y = random.uniform(1, 2);
        const double z = std::nextafter(-y, random.below(2) ? 0 : -9);
        const double weight = random.below(2) ? 0 : 1e-9;
        const double least =
            meter.least({weight, {0, 1}, {y, z}}, program.lp.lower, program.lp.upper);
        using certificate_checker::Exact;
        Exact exact =
            Exact(y) * Exact(program.lp.row_lower[0]) + Exact(z) * Exact(program.lp.row_upper[1]);
        for (std::int32_t j = 0; j < n; ++j) {
            const double a = program.lp.matrix.value[2 * static_cast<std::size_t>(j)];
            const Exact d = Exact(weight) * Exact(program.lp.cost[j]) - Exact(y) * Exact(a) -
                            Exact(z) * Exact(a);
            exact += d * Exact(d.sign() > 0 ? program.lp.lower[j] : program.lp.upper[j]);
        }
        CHECK(Exact(least) <= exact);
        CHECK(exact.about() - least <= 1e-6);
    }
}

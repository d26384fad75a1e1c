// The solver's own exact numbers, whole multipliers, and gaps that never claim too much.
#include "ilp/certified/exact_number.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "ilp/certified/exact.hpp"
#include "ilp/certified/gap.hpp"
#include "ilp/certified/whole_multipliers.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using ilp::ExactNumber;

namespace {

double any_double(Random& random) {
    const double size = std::ldexp(random.uniform(1, 2), static_cast<int>(random.below(400)) - 200);
    return random.below(2) ? size : -size;
}

}  // namespace

TEST_CASE("sums and products of doubles are exact") {
    Random random(1, 1);
    for (int k = 0; k < 2000; ++k) {
        const double a = any_double(random), b = any_double(random), c = any_double(random);
        ExactNumber sum = ExactNumber(a) + ExactNumber(b) - ExactNumber(a);
        CHECK(sum.below() == b);
        CHECK(sum.above() == b);
        const double product = a * b, error = std::fma(a, b, -product);
        CHECK(
            (ExactNumber(a) * ExactNumber(b) - ExactNumber(product) - ExactNumber(error)).sign() ==
            0);
        const ExactNumber left = ExactNumber(a) * (ExactNumber(b) + ExactNumber(c));
        const ExactNumber right = ExactNumber(a) * ExactNumber(b) + ExactNumber(a) * ExactNumber(c);
        CHECK((left - right).sign() == 0);
    }
}

TEST_CASE("rounding brackets the number with neighbours") {
    Random random(1, 2);
    for (int k = 0; k < 2000; ++k) {
        const ExactNumber x = ExactNumber(any_double(random)) * ExactNumber(any_double(random)) -
                              ExactNumber(any_double(random));
        const double below = x.below(), above = x.above();
        CHECK(!(x < ExactNumber(below)));
        CHECK(!(ExactNumber(above) < x));
        CHECK((below == above || std::nextafter(below, HUGE_VAL) == above));
        CHECK((-x).below() == -above);
    }
    const double least = std::numeric_limits<double>::denorm_min();
    const ExactNumber tiny = ExactNumber(least) * ExactNumber(0.5);
    CHECK(tiny.sign() == 1);
    CHECK(tiny.below() <= 0);
    CHECK(tiny.above() >= least);
    CHECK(ExactNumber(0.0).sign() == 0);
    CHECK(ExactNumber(-0.0).sign() == 0);
}

TEST_CASE("quotients are rounded down, of either sign") {
    Random random(1, 3);
    for (int k = 0; k < 2000; ++k) {
        const double d = std::fabs(any_double(random));
        const double whole = static_cast<double>(random.below(1'000'000)) - 500'000;
        const ExactNumber x = ExactNumber(whole) * ExactNumber(d);
        double q = 0;
        REQUIRE(ilp::floor_quotient(x, ExactNumber(d), q));
        CHECK(q == whole);
        REQUIRE(ilp::floor_quotient(x - ExactNumber(d * 1e-30), ExactNumber(d), q));
        CHECK(q == whole - 1);
    }
    double q = 0;
    CHECK(!ilp::floor_quotient(ExactNumber(1e30), ExactNumber(1.0), q));
}

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

#include "base/moments.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "base/sum.hpp"
#include "base/whole_sum.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("an int64 is the sum of its double and its rest") {
    CHECK(whole_rest(INT64_MAX) == -1);
    CHECK(whole_rest(INT64_MAX - 511) == -512);
    CHECK(whole_rest(INT64_MIN) == 0);
    CHECK(whole_rest(INT64_MIN + 1) == 1);
    CHECK(whole_rest(5) == 0);
    CHECK(whole_rest((std::int64_t{1} << 53) + 1) == 1);
    CHECK(whole_rest(1'700'000'000'000'000'100) == 100);
}

TEST_CASE("a sum of integers that leaves the range on its way is exact") {
    WholeSum sum;
    sum.add(INT64_MAX);
    sum.add(1);
    CHECK_FALSE(sum.fits_int64());
    CHECK(static_cast<double>(sum.mean(2)) == 0x1p62);
    sum.add(-3);
    CHECK(sum.fits_int64());
    CHECK(sum.int64() == INT64_MAX - 2);
    WholeSum both;
    both.add(INT64_MIN);
    both.add(INT64_MAX);
    CHECK(both.fits_int64());
    CHECK(both.int64() == -1);
    CHECK(static_cast<double>(both.mean(2)) == -0.5);
    WholeSum below;
    for (int i = 0; i < 3; ++i) below.add(INT64_MIN);
    CHECK_FALSE(below.fits_int64());
    CHECK(static_cast<double>(below.mean(3)) == -0x1p63);
}

TEST_CASE("squares of numbers far from zero are those of the same numbers near it") {
    Random random(71);
    for (const double far : {0x1p40, 0x1p52, -0x1p49}) {
        Moments near, merged;
        for (int part = 0; part < 20; ++part) {
            std::vector<double> steps;
            for (int i = 0; i < 50; ++i) steps.push_back(static_cast<double>(random.below(1000)));
            for (const double offset : {0.0, far}) {
                Sum total;
                for (const double x : steps) total.add(x + offset);
                Moments moments;
                moments.count = static_cast<double>(steps.size());
                moments.mean = total.mean(moments.count);
                for (const double x : steps) {
                    const double d = deviation(x + offset, moments.mean);
                    moments.squares += d * d;
                }
                (offset == 0 ? near : merged).merge(moments);
            }
        }
        CHECK(std::fabs(merged.squares / near.squares - 1) < 1e-14);
        CHECK(static_cast<double>(merged.mean - DoubleDouble(far)) ==
              doctest::Approx(static_cast<double>(near.mean)).epsilon(1e-14));
    }
}

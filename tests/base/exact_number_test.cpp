#include "base/exact_number.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;

namespace {

// Numbers of all sizes and both signs.
std::vector<double> wild_numbers(std::size_t count, std::uint64_t seed, int spread = 600) {
    Random random(seed);
    std::vector<double> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(
            std::ldexp(random.normal(), static_cast<int>(random.uniform() * 2 * spread) - spread));
    return list;
}

ExactNumber sum_of(const std::vector<double>& list) {
    ExactNumber sum;
    for (const double x : list) sum.add(x);
    return sum;
}

bool same(const ExactNumber& a, const ExactNumber& b) {
    const auto x = a.digits(), y = b.digits();
    return x.negative == y.negative && x.lowest == y.lowest && x.magnitude == y.magnitude;
}

double any_double(Random& random) {
    const double size = std::ldexp(random.uniform(1, 2), static_cast<int>(random.below(400)) - 200);
    return random.below(2) ? size : -size;
}

}  // namespace

TEST_CASE("a sum of one number is that number, also the least and the largest") {
    for (const double x :
         {1.0, -1.0, 0.1, -1e300, 4e-324, -2.2e-308, 1.7976931348623157e308, 3e-17})
        CHECK(ExactNumber(x).value() == x);
    CHECK(ExactNumber(0.0).is_zero());
    CHECK(ExactNumber().value() == 0);
    ExactNumber scaled;
    scaled.add(3, -2000);
    CHECK(scaled.scaled(-2000).hi == 3);
    CHECK(scaled.exponent() == -1998);
}

TEST_CASE("what cancels leaves nothing behind, and what does not is not lost") {
    ExactNumber sum;
    for (const double x : {1e300, 1.0, -1e300, 1e-300, -1.0}) sum.add(x);
    CHECK(sum.value() == 1e-300);
    sum.add(-1e-300);
    CHECK(sum.is_zero());
}

TEST_CASE("a sum has the same digits in any order and grouping") {
    auto list = wild_numbers(500, 1);
    const ExactNumber whole = sum_of(list);
    Random random(2);
    for (int round = 0; round < 20; ++round) {
        for (std::size_t i = list.size(); i > 1; --i)
            std::swap(list[i - 1], list[static_cast<std::size_t>(random.uniform() * double(i))]);
        const auto cut = static_cast<std::ptrdiff_t>(random.uniform() * 500);
        ExactNumber left = sum_of({list.begin(), list.begin() + cut});
        ExactNumber right = sum_of({list.begin() + cut, list.end()});
        if (round % 2) std::swap(left, right);
        left.add(right);
        CHECK(same(left, whole));
    }
}

TEST_CASE("digits bring a number back, and minus itself takes it away") {
    for (const double x : wild_numbers(200, 3)) {
        ExactNumber number(x);
        number.add(1.0);
        ExactNumber back(number.digits());
        CHECK(same(back, number));
        back.subtract(number);
        CHECK(back.is_zero());
    }
}

TEST_CASE("products are exact: (a + b)(a - b) = a a - b b") {
    const auto list = wild_numbers(200, 4, 100);
    for (std::size_t i = 0; i + 1 < list.size(); ++i) {
        const ExactNumber a(list[i]), b(list[i + 1]);
        ExactNumber plus = a, minus = a;
        plus.add(b);
        minus.subtract(b);
        ExactNumber left = ExactNumber::product(plus, minus);
        left.subtract(ExactNumber::product(a, a));
        left.add(ExactNumber::product(b, b));
        CHECK(left.is_zero());
    }
}

TEST_CASE("a scaled value has the digits of a double-double") {
    ExactNumber third;  // 1/3 to 200 bits
    double rest = 1;
    for (int k = 0; k < 10; ++k) {
        const double digit = std::floor(rest * 0x1p20 / 3);
        third.add(digit, -20 * (k + 1));
        rest = rest * 0x1p20 - 3 * digit;
    }
    const DoubleDouble error = third.scaled(0) * DoubleDouble(3.0) - DoubleDouble(1.0);
    CHECK(std::fabs(static_cast<double>(error)) < 0x1p-102);
    CHECK(third.value() == 1.0 / 3);
}

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
        REQUIRE(floor_quotient(x, ExactNumber(d), q));
        CHECK(q == whole);
        REQUIRE(floor_quotient(x - ExactNumber(d * 1e-30), ExactNumber(d), q));
        CHECK(q == whole - 1);
    }
    double q = 0;
    CHECK(!floor_quotient(ExactNumber(1e30), ExactNumber(1.0), q));
}

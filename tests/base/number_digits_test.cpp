#include <doctest/doctest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

#include "base/number_digits.hpp"
#include "base/number_text.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

std::string put(double value) {
    char out[number_room];
    return {out, put_double(out, value)};
}

std::string put(std::int64_t value) {
    char out[number_room];
    return {out, put_int64(out, value)};
}

// What the standard library says is shortest.
template <class T>
std::string shortest(T value) {
    char out[64];
    return {out, std::to_chars(out, out + sizeof out, value).ptr};
}

}  // namespace

TEST_CASE("doubles are written as std::to_chars writes them") {
    Random random(5);
    for (const double x : {0.0,
                           -0.0,
                           0.001,
                           0.0011,
                           0.00099,
                           0.1,
                           0.5,
                           1.0,
                           10.0,
                           99999.0,
                           1e5,
                           100001.0,
                           1e6,
                           1200000.0,
                           12345600000.0,
                           9999999.99999999,
                           1e7,
                           10000000.5,
                           1e11,
                           99999999999.9999,
                           1e14,
                           123456789012345.0,
                           1e15,
                           1e16,
                           1e17,
                           1e21,
                           1e22,
                           1e23,
                           5e-324,
                           1.7976931348623157e308,
                           1e-5,
                           0.1 + 0.2,
                           std::numeric_limits<double>::infinity()})
        for (const double y : {x, -x}) CHECK(put(y) == shortest(y));
    CHECK(put(std::nan("")) == "nan");
    for (int i = 0; i < 200'000; ++i) {
        // Decimals of every length, whole numbers, their neighbours, and any bits at all.
        const auto digits = static_cast<double>(random.bits() >> random.below(64));
        const double x = digits / std::pow(10.0, static_cast<double>(random.below(20)));
        REQUIRE(put(x) == shortest(x));
        REQUIRE(put(-std::nextafter(x, 0)) == shortest(-std::nextafter(x, 0)));
        const auto any = std::bit_cast<double>(random.bits());
        if (!std::isnan(any)) REQUIRE(put(any) == shortest(any));
        const double round = std::round(x) * std::pow(10.0, static_cast<double>(random.below(9)));
        REQUIRE(put(round) == shortest(round));
    }
}

TEST_CASE("integers are written in full") {
    Random random(6);
    for (const std::int64_t n :
         {std::int64_t{0}, std::int64_t{9}, std::int64_t{10}, std::int64_t{99'999'999},
          std::int64_t{100'000'000}, std::int64_t{9'999'999'999'999'999},
          std::int64_t{10'000'000'000'000'000}, std::numeric_limits<std::int64_t>::max(),
          std::numeric_limits<std::int64_t>::min()})
        CHECK(put(n) == shortest(n));
    for (int i = 0; i < 200'000; ++i) {
        const auto n = static_cast<std::int64_t>(random.bits()) >> random.below(64);
        REQUIRE(put(n) == shortest(n));
        REQUIRE(put(-(n >> 1)) == shortest(-(n >> 1)));
    }
}

TEST_CASE("times are written alike one by one and in a row, with any year") {
    CHECK(format_timestamp(0) == "1970-01-01 00:00:00");
    CHECK(format_timestamp(-1) == "1969-12-31 23:59:59.999999");
    CHECK(format_timestamp(1'709'251'199'000'050) == "2024-02-29 23:59:59.000050");
    CHECK(format_timestamp(253'402'300'800'000'000) == "10000-01-01 00:00:00");
    CHECK(format_timestamp(-62'167'219'200'000'001) == "-0001-12-31 23:59:59.999999");
    CHECK(format_timestamp(std::numeric_limits<std::int64_t>::max()) ==
          "294247-01-10 04:00:54.775807");
    CHECK(format_timestamp(std::numeric_limits<std::int64_t>::min()) ==
          "-290308-12-21 19:59:05.224192");
    Random random(7);
    TimestampDigits in_a_row('T');
    std::int64_t micros = -62'000'000'000'000'000;
    for (int i = 0; i < 100'000; ++i) {
        micros += static_cast<std::int64_t>(random.below(8'000'000'000'000));
        char out[number_room];
        std::string text(out, in_a_row.put(out, micros));
        REQUIRE(parse_timestamp(text) ==
                (micros < 253'402'300'800'000'000 ? std::optional(micros) : std::nullopt));
        text[text.find('T')] = ' ';
        REQUIRE(text == format_timestamp(micros));
    }
}

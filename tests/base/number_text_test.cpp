#include "base/number_text.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("numbers read whole or not at all") {
    CHECK(parse_double("1.5") == 1.5);
    CHECK(parse_double("+1.5e3") == 1500.0);
    CHECK(parse_double(".5") == 0.5);
    CHECK_FALSE(parse_double("1,5"));
    CHECK_FALSE(parse_double(""));
    CHECK_FALSE(parse_double("1.5 "));
    CHECK_FALSE(parse_double("+-1"));
    CHECK_FALSE(parse_double("0x10"));
    CHECK(std::isnan(parse_double("nan").value()));
    CHECK(parse_double("1e999") == std::numeric_limits<double>::infinity());
    CHECK(parse_double("-1e999") == -std::numeric_limits<double>::infinity());
    CHECK(parse_double("1e-999") == 0.0);
    CHECK_FALSE(parse_int64("9223372036854775808"));
    CHECK(parse_int64("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("every double survives a round trip through its shortest text") {
    Random random(7);
    for (int i = 0; i < 20000; ++i) {
        const auto value = std::bit_cast<double>(random.bits());
        if (!std::isfinite(value)) continue;
        CHECK(parse_double(format_double(value)).value() == value);
    }
}

TEST_CASE("timestamps read ISO 8601 and refuse dates that do not exist") {
    CHECK(parse_timestamp("1970-01-01") == 0);
    CHECK(parse_timestamp("1970-01-02T00:00:00Z") == 86'400'000'000);
    CHECK(parse_timestamp("1970-01-01 01:00:00+01:00") == 0);
    CHECK(parse_timestamp("1969-12-31 23:59:59.5") == -500'000);
    CHECK(parse_timestamp("2024-02-29 00:00") == 1'709'164'800'000'000);
    CHECK(parse_timestamp("19700101T010000Z") == 3'600'000'000);
    CHECK(parse_timestamp("19700101T0100") == 3'600'000'000);
    CHECK(parse_timestamp("19700101T010000.5+0100") == 500'000);
    CHECK(parse_timestamp("1969-12-31T24:00:00") == 0);
    CHECK(parse_timestamp("1969-12-31 24:00") == 0);
    CHECK(parse_timestamp("19691231T240000") == 0);
    for (const char* none : {"19700101", "19700101 010000", "1970-0101T010000", "19700101T01:00:00",
                             "1970-01-01T010000", "1969-12-31T24:00:01", "1969-12-31T24:01",
                             "19701301T000000", "19700101T01000", "19700101T"})
        CHECK_FALSE(parse_timestamp(none));
    CHECK_FALSE(parse_timestamp("2023-02-29"));
    CHECK_FALSE(parse_timestamp("2024-13-01"));
    CHECK_FALSE(parse_timestamp("2024-02-29 25:00"));
    CHECK_FALSE(parse_timestamp("29.02.2024"));
    CHECK_FALSE(parse_timestamp("20240229"));
}

TEST_CASE("timestamps survive a round trip over ten thousand years") {
    Random random(11);
    for (int i = 0; i < 5000; ++i) {
        const auto micros =
            static_cast<std::int64_t>(random.uniform(-6.2e16, 2.5e17));  // years 5 to 9892
        CHECK(parse_timestamp(format_timestamp(micros)).value() == micros);
    }
    CHECK(format_timestamp(-500'000) == "1969-12-31 23:59:59.500000");
}

TEST_CASE("short decimals read to the nearest double, as long ones do") {
    Random random(8);
    for (int i = 0; i < 200000; ++i) {
        // Digits with a point anywhere and an exponent, against the same number without a point,
        // which needs the long way for its exponent.
        const std::size_t count = 1 + static_cast<std::size_t>(random.below(17));
        std::string digits;
        for (std::size_t k = 0; k < count; ++k) digits += static_cast<char>('0' + random.below(10));
        const std::size_t point = static_cast<std::size_t>(random.below(count + 1));
        const int power = random.below(2) ? static_cast<int>(random.below(51)) - 25 : 0;
        std::string text = digits;
        text.insert(point, ".");
        if (power != 0) text += (random.below(2) ? "e" : "E") + std::to_string(power);
        std::string same = digits + "00000000000000000000000e" +
                           std::to_string(power - 23 - static_cast<int>(count - point));
        const auto a = parse_double(text), b = parse_double(same);
        REQUIRE(a.has_value());
        REQUIRE(b.has_value());
        if (std::bit_cast<std::uint64_t>(*a) != std::bit_cast<std::uint64_t>(*b))
            FAIL_CHECK(text, " ", same);
    }
    for (const char* wrong : {".", "-", "-.", "1e", "1e+", "1.e-", "e5", "1.2.3", "1e5.", "--1"})
        CHECK_FALSE(parse_double(wrong).has_value());
    CHECK(std::signbit(parse_double("-0").value()));
    CHECK(parse_double("5.") == 5.0);
}

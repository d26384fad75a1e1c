#include "base/reason_text.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using namespace tenon;

TEST_CASE("counts are grouped by threes") {
    CHECK(count_text(0) == "0");
    CHECK(count_text(999) == "999");
    CHECK(count_text(1000) == "1,000");
    CHECK(count_text(-1234567) == "-1,234,567");
    CHECK(count_text(-999) == "-999");
    CHECK(count_text(1, "cell", "cells") == "1 cell");
    CHECK(count_text(4889, "cell", "cells") == "4,889 cells");
    CHECK(count_text(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
}

TEST_CASE("readings have six digits and no exponent in the range of gauges") {
    CHECK(reading_text(298.42) == "298.42");
    CHECK(reading_text(298.4212345) == "298.421");
    CHECK(reading_text(0.1 + 0.2) == "0.3");
    CHECK(reading_text(-0.00012345678) == "-0.000123457");
    CHECK(reading_text(1234567.0) == "1234567");
    CHECK(reading_text(999999.9) == "1000000");
    CHECK(reading_text(1e300) == "1e+300");
    CHECK(reading_text(-0.0) == "0");
    CHECK(reading_text(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("the ends of an interval are told apart, however near") {
    CHECK(interval_text(281.3, 316.9) == "[281.3, 316.9]");
    CHECK(interval_text(999999999.99, 1000000000.01) == "[999999999.99, 1000000000.01]");
    CHECK(interval_text(0.12345678, 0.12345679) == "[0.12345678, 0.12345679]");
    CHECK(interval_text(5, 5) == "[5, 5]");
}

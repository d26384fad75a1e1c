#include "report/number_words.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace tenon::report;

namespace {
constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
}  // namespace

TEST_CASE("counts are grouped by thousands") {
    CHECK(count_text(0) == "0");
    CHECK(count_text(999) == "999");
    CHECK(count_text(1000) == "1,000");
    CHECK(count_text(-1234567) == "−1,234,567");
    CHECK(count_text(std::numeric_limits<std::int64_t>::min()) == "−9,223,372,036,854,775,808");
}

TEST_CASE("measured values keep four digits and no empty zeros") {
    CHECK(number_text(0) == "0");
    CHECK(number_text(-0.0) == "0");
    CHECK(number_text(298.149) == "298.1");
    CHECK(number_text(0.00123456) == "0.001235");
    CHECK(number_text(1551) == "1,551");
    CHECK(number_text(15510) == "15,510");
    CHECK(number_text(12.5) == "12.5");
    CHECK(number_text(-0.5) == "−0.5");
    CHECK(number_text(9.9999) == "10");
    CHECK(number_text(99999.9) == "100,000");
}

TEST_CASE("very large and very small values are powers of ten") {
    CHECK(number_text(3.2e-7) == "3.2 × 10⁻⁷");
    CHECK(number_text(-1.5e12) == "−1.5 × 10¹²");
    CHECK(number_text(1e300) == "1 × 10³⁰⁰");
    CHECK(number_text(5e-324) == "4.941 × 10⁻³²⁴");
}

TEST_CASE("what is not a number is shown as such") {
    CHECK(number_text(nan) == "–");
    CHECK(number_text(inf) == "∞");
    CHECK(number_text(-inf) == "−∞");
    CHECK(fixed_text(nan, 2) == "–");
    CHECK(share_text(nan) == "–");
    CHECK(p_value_text(nan) == "–");
}

TEST_CASE("a rounded minus zero has no sign") {
    CHECK(fixed_text(-0.001, 2) == "0.00");
    CHECK(fixed_text(-0.01, 2) == "−0.01");
}

TEST_CASE("a share is nought or all only when it is") {
    CHECK(share_text(0) == "0%");
    CHECK(share_text(1) == "100%");
    CHECK(share_text(0.00001) == "< 0.01%");
    CHECK(share_text(0.0018) == "0.18%");
    CHECK(share_text(0.9999) == "> 99.9%");
    CHECK(share_text(0.5) == "50.0%");
    CHECK(share_text(0.0999) == "10.0%");
}

TEST_CASE("signed values always carry their sign") {
    CHECK(signed_text(0.8) == "+0.8");
    CHECK(signed_text(-0.8) == "−0.8");
    CHECK(signed_text(0) == "0");
}

TEST_CASE("p-values stop at three decimals") {
    CHECK(p_value_text(0.0004) == "< 0.001");
    CHECK(p_value_text(0.0304) == "0.030");
    CHECK(p_value_text(1) == "1.000");
}

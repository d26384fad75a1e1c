#include "tenon/anova.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tenon/error.hpp"

using namespace tenon;

TEST_CASE("analysis of variance has its textbook values") {
    // Groups 1, 2, 3 | 2, 4, 6 | 5, 6, 10: means 2, 4, 7, mean 13/3.
    const std::vector<double> y{1, 2, 3, 2, 4, 6, 5, 6, 10};
    const std::vector<std::int64_t> g{7, 7, 7, -1, -1, -1, 9, 9, 9};
    const Anova a = one_way_anova({}, y, g);
    CHECK(a.groups == 3);
    CHECK(a.between_degrees == 2);
    CHECK(a.within_degrees == 6);
    CHECK(a.between_squares == doctest::Approx(38).epsilon(1e-15));
    CHECK(a.within_squares == doctest::Approx(24).epsilon(1e-15));
    CHECK(a.f_statistic == doctest::Approx(4.75).epsilon(1e-15));
    CHECK(a.r2 == doctest::Approx(38.0 / 62).epsilon(1e-15));
    CHECK(a.residual_sd == doctest::Approx(2).epsilon(1e-15));
    // F with 2 and 6 degrees has the tail (1 + f / 3)^-3.
    CHECK(a.p_value == doctest::Approx(std::pow(1 + 4.75 / 3, -3)).epsilon(1e-13));
}

TEST_CASE("leading digits that all values share cost nothing where doubles hold the values") {
    const std::vector<double> low{1.5, 1.25, 1.75, 2.5, 2.25, 2.75}, high = [&] {
        std::vector<double> moved = low;
        for (double& x : moved) x += 0x1p48;
        return moved;
    }();
    const std::vector<std::int64_t> g{0, 0, 0, 1, 1, 1};
    const Anova a = one_way_anova({}, low, g), b = one_way_anova({}, high, g);
    CHECK(a.f_statistic == b.f_statistic);
    CHECK(a.within_squares == b.within_squares);
    const std::vector<double> huge{1e300, 2e300, 3e300, 4e300, 5e300, 7e300};
    CHECK(std::isfinite(one_way_anova({}, huge, g).f_statistic));
}

TEST_CASE("data that cannot be compared are refused") {
    const std::vector<double> y{1, 2, 3};
    const auto status = [](const std::vector<double>& values,
                           const std::vector<std::int64_t>& groups) {
        try {
            one_way_anova({}, values, groups);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(status(y, {1, 1, 1}) == Status::data);
    CHECK(status(y, {1, 2, 3}) == Status::data);
    CHECK(status(y, {1, 2}) == Status::argument);
    CHECK(status({1, std::numeric_limits<double>::quiet_NaN(), 2}, {1, 1, 2}) == Status::data);
    CHECK(status({}, {}) == Status::data);
    CHECK(std::isinf(
        one_way_anova({}, std::vector<double>{1, 1, 2, 2}, std::vector<std::int64_t>{1, 1, 2, 2})
            .f_statistic));
}

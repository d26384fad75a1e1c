#include "tenon/scale.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr double not_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();
const std::vector<std::string> x{"x"};

Table one(Column column) {
    return Table({"x"}, {std::move(column)});
}

FittedScale learned(Column column, Scaling scaling) {
    return Scaler::fit({}, one(std::move(column)), x, scaling).scales()[0];
}

Status refusal(Column column, Scaling scaling) {
    try {
        learned(std::move(column), scaling);
    } catch (const Error& error) {
        CHECK(error.where().argument == "x");
        return error.status();
    }
    return Status::ok;
}

}  // namespace

TEST_CASE("each scaling learns its centre and scale from the present numbers") {
    const Column column = Column::from_float64({1, 2, 3, 4, 10, 999, not_number},
                                               {true, true, true, true, true, false, true});
    const FittedScale standard = learned(column, Scaling::standard);
    CHECK(standard.centre == 4);
    CHECK(standard.scale == doctest::Approx(std::sqrt(12.5)).epsilon(1e-15));
    CHECK(standard.cells == 5);
    const FittedScale min_max = learned(column, Scaling::min_max);
    CHECK(min_max.centre == 1);
    CHECK(min_max.scale == 9);
    const FittedScale robust = learned(column, Scaling::robust);
    CHECK(robust.centre == 3);
    CHECK(robust.scale == 2);
}

TEST_CASE("scaled columns are float64, keep missing cells, and are logged") {
    const Table table = one(Column::from_int64({1, 0, 3}, {true, false, true}));
    const Table out = Scaler::fit({}, table, x, Scaling::min_max).apply({}, table);
    CHECK(out.column("x").type() == Type::float64);
    CHECK(out.column("x").number(0) == 0);
    CHECK_FALSE(out.column("x").valid(1));
    CHECK(out.column("x").number(2) == 1);
    CHECK(out.changes()[0].step == "scale");
    CHECK(out.changes()[0].cells == 2);
    CHECK(out.changes()[0].reason == "min-max: less minimum 1, over range 2 of 2 present cells");
}

TEST_CASE("slices at any bit keep their missing cells") {
    std::vector<double> values;
    std::vector<bool> present;
    for (int i = 0; i < 50; ++i) {
        values.push_back(i);
        present.push_back(i % 3 != 0);
    }
    const Table table = one(Column::from_float64(values, present).slice(11, 20));
    const Table out = Scaler(Scaling::standard, {{"x", 1, 2}}).apply({}, table);
    for (std::int64_t row = 0; row < 20; ++row) {
        CHECK(out.column("x").valid(row) == table.column("x").valid(row));
        if (out.column("x").valid(row))
            CHECK(out.column("x").number(row) == (table.column("x").number(row) - 1) / 2);
    }
}

TEST_CASE("standard scores have mean zero and unit deviation") {
    Random random(21);
    std::vector<double> values;
    for (int i = 0; i < 100'000; ++i) values.push_back(1e9 + random.normal());
    const Table table = one(Column::from_float64(values));
    const Table out = Scaler::fit({}, table, x).apply({}, table);
    double mean = 0, square = 0;
    for (const double z : out.column("x").float64s()) mean += z / 1e5;
    for (const double z : out.column("x").float64s()) square += (z - mean) * (z - mean) / 99'999.0;
    // 1e9 is held to 1e-7 only, so the shift by the mean can err by as much.
    CHECK(std::fabs(mean) < 2e-7);
    CHECK(std::fabs(square - 1) < 1e-12);
}

TEST_CASE("the deviation of the certified NumAcc4 problem has all digits its data hold") {
    // NIST StRD, NumAcc4: 1001 values 10000000.2 and alternating .1, .3; deviation 0.1 exactly.
    std::vector<double> values{10000000.2};
    for (int i = 0; i < 500; ++i) {
        values.push_back(10000000.1);
        values.push_back(10000000.3);
    }
    const FittedScale fitted = learned(Column::from_float64(values), Scaling::standard);
    CHECK(std::fabs(fitted.centre - 10000000.2) < 2e-9);
    // The values themselves are rounded to 1.9e-9, so eight digits are what they can give.
    CHECK(std::fabs(fitted.scale - 0.1) < 1e-8);
}

TEST_CASE("scaling units by a power of two scales what is learned, bit for bit") {
    Random random(22);
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) values.push_back(random.normal());
    for (const double unit : {0x1p-1000, 0x1p-1, 0x1p1000}) {
        std::vector<double> other;
        for (const double value : values) other.push_back(value * unit);
        for (const Scaling scaling : {Scaling::standard, Scaling::min_max, Scaling::robust}) {
            const FittedScale a = learned(Column::from_float64(values), scaling);
            const FittedScale b = learned(Column::from_float64(other), scaling);
            CHECK(b.centre == a.centre * unit);
            CHECK(b.scale == a.scale * unit);
        }
    }
}

TEST_CASE("a constant column maps to zero exactly") {
    const Table table = one(Column::from_float64(std::vector<double>(1000, 0.1)));
    for (const Scaling scaling : {Scaling::standard, Scaling::min_max, Scaling::robust}) {
        const Scaler scaler = Scaler::fit({}, table, x, scaling);
        CHECK(scaler.scales()[0].scale == 1);
        CHECK(scaler.apply({}, table).column("x").number(500) == 0);
    }
    CHECK(learned(Column::from_float64({3}), Scaling::standard).scale == 1);
    CHECK(learned(Column::from_float64({1, 1, 1, 1, 1, 1, 1, 9}), Scaling::robust).scale == 1);
}

TEST_CASE("what was learned on one table is replayed on another, and from stored values") {
    const Scaler scaler = Scaler::fit({}, one(Column::from_float64({1, 3})), x);
    const Scaler stored(scaler.scaling(), scaler.scales());
    const Table other = one(Column::from_float64({0.1, 7, -2}));
    const FittedScale& fitted = scaler.scales()[0];
    for (std::int64_t row = 0; row < 3; ++row) {
        const double expected = (other.column("x").number(row) - fitted.centre) / fitted.scale;
        CHECK(scaler.apply({}, other).column("x").number(row) == expected);
        CHECK(stored.apply({}, other).column("x").number(row) == expected);
    }
}

TEST_CASE("what is learned does not depend on threads, nor on the order of rows but for one ulp") {
    Random random(23);
    std::vector<double> values;
    for (int i = 0; i < 200'000; ++i) values.push_back(random.normal() * 1e3 + 7);
    Context four;
    four.threads = 4;
    const Table table = one(Column::from_float64(values));
    std::reverse(values.begin(), values.end());
    const Table turned = one(Column::from_float64(values));
    for (const Scaling scaling : {Scaling::standard, Scaling::min_max, Scaling::robust}) {
        const FittedScale a = Scaler::fit({}, table, x, scaling).scales()[0];
        const FittedScale b = Scaler::fit(four, table, x, scaling).scales()[0];
        const FittedScale c = Scaler::fit({}, turned, x, scaling).scales()[0];
        CHECK(a.centre == b.centre);
        CHECK(a.scale == b.scale);
        // Compensated sums: the rounding of the last addition and division only.
        constexpr double two_ulp = 2 * std::numeric_limits<double>::epsilon();
        CHECK(std::fabs(a.centre - c.centre) <= two_ulp * std::fabs(a.centre));
        CHECK(std::fabs(a.scale - c.scale) <= two_ulp * a.scale);
    }
}

TEST_CASE("what cannot be scaled is refused with the column and the reason") {
    CHECK(refusal(Column::from_text({"a"}), Scaling::standard) == Status::type);
    CHECK(refusal(Column::from_timestamp({1}), Scaling::standard) == Status::type);
    CHECK(refusal(Column::from_float64({}), Scaling::standard) == Status::data);
    CHECK(refusal(Column::from_float64({1, 2}, {false, false}), Scaling::robust) == Status::data);
    CHECK(refusal(Column::from_float64({1, infinite}), Scaling::standard) == Status::data);
    CHECK(refusal(Column::from_float64({1, infinite}), Scaling::min_max) == Status::data);
    CHECK(refusal(Column::from_float64({-1.7e308, 1.7e308}), Scaling::min_max) == Status::data);
    CHECK(refusal(Column::from_float64({1, 2, 3, 4, 5, 6, 7, infinite}), Scaling::robust) ==
          Status::ok);
    CHECK(refusal(Column::from_boolean({true, false}), Scaling::standard) == Status::ok);
    const std::vector<std::string> unknown{"speed"}, twice{"x", "x"};
    const Table table = one(Column::from_float64({1, 2}));
    CHECK_THROWS_AS(Scaler::fit({}, table, unknown), Error);
    CHECK_THROWS_AS(Scaler::fit({}, table, twice), Error);
    CHECK_THROWS_AS(Scaler(Scaling::standard, {{"x", 0, 0}}), Error);
    CHECK_THROWS_AS(Scaler(Scaling::standard, {{"x", not_number, 1}}), Error);
    CHECK(
        Scaler(Scaling::standard, {{"x", 0, 1}}).apply({}, one(Column::from_float64({}))).rows() ==
        0);
}

TEST_CASE("the deviation of readings far from zero is that of the same readings near it") {
    std::vector<double> near, far;
    for (int i = 0; i < 99; ++i) {
        near.push_back(static_cast<double>(i * i % 89) / 4096);
        far.push_back(1e12 + near.back());
    }
    const Table table({"near", "far"}, {Column::from_float64(near), Column::from_float64(far)});
    const std::string columns[] = {"near", "far"};
    const auto scales = Scaler::fit({}, table, columns, Scaling::standard).scales();
    CHECK(scales[1].scale == doctest::Approx(scales[0].scale).epsilon(1e-14));
}

#include "tenon/profile.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <map>

#include "table/distinct.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

ColumnProfile profile_of(Column column) {
    return profile(Context(), Table({"v"}, {std::move(column)})).at(0);
}

}  // namespace

TEST_CASE("numbers are described by their closed forms") {
    // 1..9 and one missing: mean 5, variance 60/8, quartiles of type 7 at 3, 5, 7.
    const ColumnProfile p = profile_of(
        Column::from_int64({9, 1, 8, 2, 0, 7, 3, 6, 4, 5},
                           {true, true, true, true, false, true, true, true, true, true}));
    CHECK(p.rows == 10);
    CHECK(p.missing == 1);
    CHECK(p.distinct == 9);
    CHECK(p.minimum == 1);
    CHECK(p.maximum == 9);
    CHECK(p.mean == 5);
    CHECK(p.sd == doctest::Approx(std::sqrt(7.5)));
    CHECK(p.quartile1 == 3);
    CHECK(p.median == 5);
    CHECK(p.quartile3 == 7);
    CHECK(p.top == "9");
    CHECK(p.top_count == 1);
}

TEST_CASE("a large mean does not eat the spread") {
    const ColumnProfile p =
        profile_of(Column::from_float64({1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}));
    CHECK(p.mean == 1e9 + 10);
    CHECK(p.sd == std::sqrt(30.0));
}

TEST_CASE("quartiles between two values lie on the line through them") {
    const ColumnProfile p = profile_of(Column::from_float64({1, 2, 3, 4}));
    CHECK(p.quartile1 == 1.75);
    CHECK(p.median == 2.5);
    CHECK(p.quartile3 == 3.25);
}

TEST_CASE("NaN and infinities are counted, not averaged") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double inf = std::numeric_limits<double>::infinity();
    const ColumnProfile p = profile_of(Column::from_float64({nan, 1, -nan, 3, 0.0, -0.0}));
    CHECK(p.nan == 2);
    CHECK(p.mean == 1);
    CHECK(p.distinct == 4);  // 0 (twice), 1, 3 and NaN
    CHECK(p.top == "nan");
    const ColumnProfile q = profile_of(Column::from_float64({-inf, 1, inf}));
    CHECK(q.infinite == 2);
    CHECK(q.nan == 0);
    CHECK(q.minimum == 1);
    CHECK(q.maximum == 1);
    CHECK(q.mean == 1);
    CHECK(q.median == 1);
    CHECK(std::isnan(profile_of(Column::from_float64({inf, inf})).mean));
}

TEST_CASE("text has counts only; the first among equals is on top") {
    const ColumnProfile p = profile_of(
        Column::from_text({"b", "a", "b", "a", "", "x"}, {true, true, true, true, true, false}));
    CHECK(p.distinct == 3);
    CHECK(p.top == "b");
    CHECK(p.top_count == 2);
    CHECK(std::isnan(p.mean));
    CHECK(std::isnan(p.minimum));
}

TEST_CASE("columns without a value have nothing to say, one value has no spread") {
    for (const Column& column :
         {Column::from_float64({}), Column::from_float64({1, 2}, {false, false})}) {
        const ColumnProfile p = profile_of(column);
        CHECK(p.distinct == 0);
        CHECK(p.top_count == 0);
        CHECK(std::isnan(p.median));
        CHECK(std::isnan(p.mean));
    }
    const ColumnProfile one = profile_of(Column::from_boolean({true}));
    CHECK(one.mean == 1);
    CHECK(std::isnan(one.sd));
    CHECK(one.quartile3 == 1);
    CHECK(profile(Context(), Table()).empty());
}

TEST_CASE("distinct counts agree with a map") {
    Random random(41);
    DistinctCounts<std::uint64_t> numbers;
    DistinctCounts<std::string_view> texts;
    std::map<std::uint64_t, std::int64_t> expected;
    std::vector<std::string> words;
    for (int i = 0; i < 20000; ++i)
        words.push_back(std::string(i % 30, 'a') + std::to_string(random.below(3000)));
    std::map<std::string, std::int64_t> expected_words;
    for (std::int64_t row = 0; row < 20000; ++row) {
        const std::uint64_t key = random.below(5000) << 40;
        numbers.add(key, row);
        ++expected[key];
        texts.add(words[static_cast<std::size_t>(row)], row);
        ++expected_words[words[static_cast<std::size_t>(row)]];
    }
    REQUIRE(numbers.entries().size() == expected.size());
    REQUIRE(texts.entries().size() == expected_words.size());
    for (const auto& entry : numbers.entries()) REQUIRE(expected.at(entry.key) == entry.count);
    for (const auto& entry : texts.entries()) {
        REQUIRE(expected_words.at(std::string(entry.key)) == entry.count);
        REQUIRE(words[static_cast<std::size_t>(entry.first_row)] == entry.key);
    }
}

TEST_CASE("the profile as a table: one row a column, missing where a number does not apply") {
    const Table table({"x", "s"}, {Column::from_float64({1, 2}), Column::from_text({"a", "a"})});
    const Table p = profile_table(profile(Context(), table));
    CHECK(p.names() == std::vector<std::string>{"column", "type", "rows", "missing", "distinct",
                                                "nan", "min", "max", "mean", "sd", "q1", "median",
                                                "q3", "earliest", "latest", "top", "top_count",
                                                "autocorrelation", "infinite"});
    CHECK(p.rows() == 2);
    CHECK(p.column("type").text(1) == "text");
    CHECK(p.column("mean").number(0) == 1.5);
    CHECK_FALSE(p.column("mean").valid(1));
    CHECK(p.column("top").text(1) == "a");
    CHECK(p.column("top_count").number(1) == 2);
}

TEST_CASE(
    "leading digits that all cells share cost neither the deviation nor the autocorrelation") {
    // 1, 3, 2, 6 about a mean of 3: squares 14, products of neighbours (-2)(0) + (0)(-1) + (-1)(3).
    std::vector<double> near{1, 3, 2, 6}, far = near, huge = near;
    for (double& x : far) x += 0x1p50;
    for (double& x : huge) x *= 0x1p1000;
    for (const auto* values : {&near, &far}) {
        const ColumnProfile p =
            profile(Context(), Table({"x"}, {Column::from_float64(*values)})).front();
        CHECK(p.sd == std::sqrt(14.0 / 3));
        CHECK(p.autocorrelation == -3.0 / 14);
    }
    const ColumnProfile p = profile(Context(), Table({"x"}, {Column::from_float64(huge)})).front();
    CHECK(p.sd == std::sqrt(14.0 / 3) * 0x1p1000);
    CHECK(p.autocorrelation == -3.0 / 14);
    const ColumnProfile same =
        profile(Context(), Table({"x"}, {Column::from_float64({4, 4, 4})})).front();
    CHECK(same.sd == 0);
    CHECK(std::isnan(same.autocorrelation));
}

TEST_CASE("times show their ends as times, not as counts of microseconds") {
    const Table table({"t"}, {Column::from_timestamp({86'400'000'000, 0})});
    const Table p = profile_table(profile(Context(), table));
    CHECK(p.column("earliest").cell_text(0) == "1970-01-01 00:00:00");
    CHECK(p.column("latest").cell_text(0) == "1970-01-02 00:00:00");
    CHECK_FALSE(p.column("mean").valid(0));
}

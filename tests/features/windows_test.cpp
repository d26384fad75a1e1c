#include "tenon/windows.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

const std::vector<std::string> x{"x"};

Table one(std::vector<double> values) {
    return Table({"x"}, {Column::from_float64(std::move(values))});
}

// Machines, times with repeats and holes, readings with holes, in no order.
Table random_log(std::int64_t rows, std::uint64_t seed) {
    Random random(seed);
    std::vector<std::string> machine;
    std::vector<std::int64_t> at;
    std::vector<double> reading;
    std::vector<bool> timed, read;
    for (std::int64_t i = 0; i < rows; ++i) {
        machine.push_back(std::string("M").append(std::to_string(random.below(3))));
        at.push_back(static_cast<std::int64_t>(random.below(40)) * 500'000);
        reading.push_back(random.normal());
        timed.push_back(random.below(20) != 0);
        read.push_back(random.below(8) != 0);
    }
    return Table({"machine", "at", "x"},
                 {Column::from_text(machine), Column::from_timestamp(at, timed),
                  Column::from_float64(reading, read)});
}

constexpr std::uint32_t every_statistic =
    window_mean | window_sd | window_min | window_max | window_sum | window_count;

// What the header promises, row by row and without cleverness.
struct Told {
    std::vector<double> readings;
};
Told rows_seen(const Table& table, std::int64_t row, const WindowOptions& options) {
    const Column &machine = table.column("machine"), &at = table.column("at"),
                 &reading = table.column("x");
    std::vector<std::int64_t> seen;
    const auto before = [&](std::int64_t a, std::int64_t b) {
        const std::int64_t ta = at.int64s()[static_cast<std::size_t>(a)];
        const std::int64_t tb = at.int64s()[static_cast<std::size_t>(b)];
        return ta < tb || (ta == tb && a < b);
    };
    for (std::int64_t other = 0; other < table.rows(); ++other) {
        if (!at.valid(other) || machine.text(other) != machine.text(row)) continue;
        if (!(before(other, row) || (options.include_self && other == row))) continue;
        const double since = static_cast<double>(at.int64s()[static_cast<std::size_t>(row)] -
                                                 at.int64s()[static_cast<std::size_t>(other)]) /
                             1e6;
        if (options.seconds > 0 && options.include_self && since >= options.seconds) continue;
        if (options.seconds > 0 && !options.include_self && (since > options.seconds || since == 0))
            continue;
        seen.push_back(other);
    }
    std::sort(seen.begin(), seen.end(), before);
    if (options.rows > 0 && static_cast<std::int64_t>(seen.size()) > options.rows)
        seen.erase(seen.begin(), seen.end() - options.rows);
    Told told;
    for (const std::int64_t other : seen)
        if (reading.valid(other)) told.readings.push_back(reading.number(other));
    return told;
}

void check_cell(const Column& column, std::int64_t row, bool there, double value) {
    CHECK(column.valid(row) == there);
    if (there && column.valid(row))
        CHECK(column.number(row) == doctest::Approx(value).epsilon(1e-12));
}

}  // namespace

TEST_CASE("a lag is the reading so many rows before") {
    const Table table = one({1, 2, 3, 4});
    const Table out = fit_windows({}, table, x, {.lags = {1, 3}}).apply({}, table);
    CHECK_FALSE(out.column("x_lag1").valid(0));
    CHECK(out.column("x_lag1").number(3) == 3);
    CHECK_FALSE(out.column("x_lag3").valid(2));
    CHECK(out.column("x_lag3").number(3) == 1);
}

TEST_CASE("a window holds earlier rows only, or the row itself too where that is asked for") {
    const Table table = one({1, 2, 3, 4});
    WindowOptions options{.rows = 2, .statistics = window_mean | window_count};
    const Table earlier = fit_windows({}, table, x, options).apply({}, table);
    CHECK_FALSE(earlier.column("x_mean_2rows").valid(0));
    CHECK(earlier.column("x_count_2rows").number(0) == 0);
    CHECK(earlier.column("x_mean_2rows").number(1) == 1);
    CHECK(earlier.column("x_mean_2rows").number(3) == 2.5);
    options.include_self = true;
    const Table self = fit_windows({}, table, x, options).apply({}, table);
    CHECK(self.column("x_mean_2rows").number(0) == 1);
    CHECK(self.column("x_mean_2rows").number(3) == 3.5);
}

TEST_CASE("every statistic is that of the rows the header promises") {
    const Table table = random_log(300, 11);
    for (const bool include_self : {false, true})
        for (const double seconds : {0.0, 3.0}) {
            WindowOptions options{.groups = {"machine"},
                                  .time = "at",
                                  .rows = seconds > 0 ? 0 : 5,
                                  .seconds = seconds,
                                  .statistics = every_statistic,
                                  .include_self = include_self};
            const Table out = fit_windows({}, table, x, options).apply({}, table);
            const std::string width = seconds > 0 ? "3s" : "5rows";
            const auto column = [&](const char* name) {
                return out.column(std::string("x_").append(name).append("_").append(width));
            };
            for (std::int64_t row = 0; row < table.rows(); ++row) {
                if (!table.column("at").valid(row)) {
                    CHECK_FALSE(column("count").valid(row));
                    continue;
                }
                const auto seen = rows_seen(table, row, options).readings;
                double sum = 0, least = HUGE_VAL, greatest = -HUGE_VAL, squares = 0;
                for (const double v : seen) {
                    sum += v;
                    least = std::min(least, v);
                    greatest = std::max(greatest, v);
                }
                const auto n = static_cast<double>(seen.size());
                for (const double v : seen) squares += (v - sum / n) * (v - sum / n);
                check_cell(column("count"), row, true, n);
                check_cell(column("sum"), row, n > 0, sum);
                check_cell(column("mean"), row, n > 0, sum / n);
                check_cell(column("min"), row, n > 0, least);
                check_cell(column("max"), row, n > 0, greatest);
                check_cell(column("sd"), row, n > 1, std::sqrt(squares / (n - 1)));
            }
        }
}

TEST_CASE("nothing of the future leaks: later rows may say anything") {
    const Table table = random_log(200, 4);
    const WindowOptions options{.groups = {"machine"},
                                .time = "at",
                                .lags = {1, 2},
                                .rows = 4,
                                .statistics = every_statistic,
                                .include_self = true};
    const Feature feature = fit_windows({}, table, x, options);
    const Table before = feature.apply({}, table);
    const std::int64_t now = 10'000'000;
    const Column& at = table.column("at");
    std::vector<double> changed;
    for (std::int64_t row = 0; row < table.rows(); ++row)
        changed.push_back(
            at.int64s()[static_cast<std::size_t>(row)] > now ? 1e6 : table.column("x").number(row));
    const Table after = feature.apply({}, table.with_column("x", Column::from_float64(changed)));
    for (const std::string& name : feature.outputs())
        for (std::int64_t row = 0; row < table.rows(); ++row)
            if (at.valid(row) && at.int64s()[static_cast<std::size_t>(row)] <= now &&
                before.column(name).valid(row))
                CHECK(before.column(name).number(row) == after.column(name).number(row));
}

TEST_CASE("a huge reading that has left the window leaves nothing behind") {
    std::vector<double> values{1e300, -1e300, 0.1, 0.2, 0.3, 0.4};
    const Table table = one(values);
    const Table out =
        fit_windows(
            {}, table, x,
            {.rows = 2, .statistics = window_mean | window_sum | window_sd, .include_self = true})
            .apply({}, table);
    CHECK(out.column("x_sum_2rows").number(5) == 0.3 + 0.4);
    CHECK(out.column("x_mean_2rows").number(5) == doctest::Approx(0.35).epsilon(1e-15));
    CHECK(out.column("x_sd_2rows").number(5) == doctest::Approx(std::sqrt(0.005)).epsilon(1e-14));
}

TEST_CASE("fewer readings than asked for have no statistic but their count") {
    const Table table = one({1, 2, 3, 4});
    const Table out =
        fit_windows({}, table, x,
                    {.rows = 3, .statistics = window_mean | window_count, .min_count = 2})
            .apply({}, table);
    CHECK_FALSE(out.column("x_mean_3rows").valid(1));
    CHECK(out.column("x_mean_3rows").number(2) == 1.5);
    CHECK(out.column("x_count_3rows").number(1) == 1);
}

TEST_CASE("contradictory windows are refused") {
    const Table table = one({1, 2});
    for (const WindowOptions& options :
         {WindowOptions{}, WindowOptions{.lags = {0}}, WindowOptions{.lags = {1, 1}},
          WindowOptions{.rows = -1}, WindowOptions{.seconds = 5},
          WindowOptions{.time = "x", .rows = 1, .seconds = 5},
          WindowOptions{.rows = 1, .statistics = 0}, WindowOptions{.rows = 1, .min_count = 0},
          WindowOptions{.groups = {"y"}, .rows = 1}, WindowOptions{.time = "y", .rows = 1}})
        CHECK_THROWS_AS(fit_windows({}, table, x, options), Error);
}

TEST_CASE("missing cells of a group are a group of their own, by one column and by two") {
    const Table table({"a", "b", "x"},
                      {Column::from_text({"", "p", "", "p", "p"}, {false, true, false, true, true}),
                       Column::from_int64({1, 1, 1, 1, 2}), Column::from_float64({1, 2, 3, 4, 5})});
    const auto lag = [&](std::vector<std::string> groups) {
        return fit_windows({}, table, x, {.groups = std::move(groups), .lags = {1}})
            .apply({}, table)
            .column("x_lag1");
    };
    for (const Column& column : {lag({"a"}), lag({"a", "b"}), lag({"b", "a"})}) {
        CHECK_FALSE(column.valid(0));
        CHECK_FALSE(column.valid(1));
        CHECK(column.number(2) == 1);
        CHECK(column.number(3) == 2);
    }
    CHECK(lag({"a"}).number(4) == 4);
    CHECK_FALSE(lag({"a", "b"}).valid(4));
}

TEST_CASE("rows whose int64 times are one double are still in the order of their times") {
    const std::int64_t base = 1'700'000'000'000'000'000;
    const Table table({"t", "x"}, {Column::from_int64({base + 100, base, base + 200}),
                                   Column::from_float64({10, 20, 30})});
    WindowOptions lagging;
    lagging.time = "t";
    lagging.lags = {1};
    const Table lagged = fit_windows({}, table, x, lagging).apply({}, table);
    CHECK(lagged.column("x_lag1").number(0) == 20);
    CHECK_FALSE(lagged.column("x_lag1").valid(1));
    CHECK(lagged.column("x_lag1").number(2) == 10);

    WindowOptions window;
    window.time = "t";
    window.seconds = 100;
    window.statistics = window_sum;
    const Table rolled = fit_windows({}, table, x, window).apply({}, table);
    const Column& sum = rolled.column(rolled.columns() - 1);
    CHECK(sum.number(0) == 20);
    CHECK_FALSE(sum.valid(1));
    CHECK(sum.number(2) == 10);
}

TEST_CASE("a window of part of a unit of a number column is that part, and not rounded") {
    const Table table(
        {"t", "x"}, {Column::from_float64({0, 0.3, 0.6, 1.0}), Column::from_float64({1, 2, 4, 8})});
    WindowOptions window;
    window.time = "t";
    window.seconds = 0.45;
    window.statistics = window_sum;
    const Table rolled = fit_windows({}, table, x, window).apply({}, table);
    const Column& sum = rolled.column(rolled.columns() - 1);
    CHECK(sum.number(1) == 1);
    CHECK(sum.number(2) == 2);
    CHECK(sum.number(3) == 4);
}

TEST_CASE("a window with an infinite reading has an infinite mean, as its sum is") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const Table out =
        fit_windows({}, one({inf, 1, 1, -inf, inf}), x,
                    {.rows = 2, .statistics = window_mean | window_sum, .include_self = true})
            .apply({}, one({inf, 1, 1, -inf, inf}));
    const auto mean = [&](std::int64_t row) { return out.column("x_mean_2rows").number(row); };
    CHECK(mean(1) == inf);
    CHECK(mean(2) == 1);
    CHECK(mean(3) == -inf);
    CHECK(std::isnan(mean(4)));
    CHECK(out.column("x_sum_2rows").number(1) == inf);
}

TEST_CASE("the spread in a window does not depend on how far from zero the readings lie") {
    std::vector<double> near, far;
    std::vector<std::int64_t> whole;
    Random random(5);
    for (int i = 0; i < 400; ++i) {
        near.push_back(static_cast<double>(random.below(4096)));
        far.push_back(1e12 + near.back() / 8192);
        whole.push_back(1'700'000'000'000'000'000 + static_cast<std::int64_t>(near.back()));
    }
    const Table table(
        {"near", "far", "whole"},
        {Column::from_float64(near), Column::from_float64(far), Column::from_int64(whole)});
    WindowOptions options;
    options.rows = 5;
    options.statistics = window_sd;
    const std::string columns[] = {"near", "far", "whole"};
    const Table out = fit_windows({}, table, columns, options).apply({}, table);
    for (std::int64_t row = 2; row < out.rows(); ++row) {
        const double sd = out.column("near_sd_5rows").number(row);
        CHECK(out.column("far_sd_5rows").number(row) == doctest::Approx(sd / 8192).epsilon(1e-13));
        CHECK(out.column("whole_sd_5rows").number(row) == doctest::Approx(sd).epsilon(1e-13));
    }
}

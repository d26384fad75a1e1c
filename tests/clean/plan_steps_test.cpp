// Steps of a plan: duplicates near in time, rules for outliers, noise.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "clean/smooth.hpp"
#include "plan_step_run.hpp"
#include "tenon/duplicates.hpp"
#include "tenon/outlier.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::cells;
using test::gap;
using test::numbers;
using test::run_step;

TEST_CASE("of equal keys the most complete row stays, the first among equals") {
    const Table table({"k", "x", "y"}, {Column::from_int64({1, 1, 1, 2, 2}),
                                        numbers({gap, 5, 6, gap, gap}), numbers({1, 2, 3, 4, 5})});
    const Table out =
        run_step(R"("step": "drop_duplicates", "keys": ["k"], "keep": "most_complete")", table);
    CHECK(cells(out, "y") == std::vector<double>{2, 4});
}

TEST_CASE("near duplicates in time are those within the tolerance of their cluster's first") {
    constexpr std::int64_t second = 1'000'000;
    const Table table(
        {"t", "m", "x"},
        {Column::from_timestamp({0, 1 * second, 2 * second, 1 * second, 9 * second, 5},
                                {true, true, true, true, true, false}),
         Column::from_text({"a", "a", "a", "b", "a", "a"}), numbers({1, 2, 3, 4, 5, 6})});
    const std::string near =
        R"("step": "drop_duplicates", "keys": ["m"], "time": "t", "tolerance": )";
    CHECK(cells(run_step(near + "1.5", table), "x") == std::vector<double>{1, 3, 4, 5, 6});
    CHECK(cells(run_step(near + "1.5, \"keep\": \"last\"", table), "x") ==
          std::vector<double>{1, 3, 4, 5, 6});
    CHECK(cells(run_step(near + "2", table), "x") == std::vector<double>{1, 4, 5, 6});
    CHECK(cells(run_step(near + "0", table), "x").size() == 6);
}

TEST_CASE("no two rows that stay as the first or the last ones are near") {
    for (std::uint64_t trial = 0; trial < 40; ++trial) {
        Random random(81, trial);
        std::vector<double> times;
        std::vector<std::int64_t> keys;
        for (std::uint64_t k = 0; k < 60; ++k) {
            times.push_back(std::floor(random.uniform(0, 300)) / 10);
            keys.push_back(static_cast<std::int64_t>(random.below(2)));
        }
        const Table table({"t", "k"}, {numbers(times), Column::from_int64(keys)});
        for (const Keep keep : {Keep::first, Keep::last}) {
            const Table once = drop_near_duplicates({}, table, {{"k"}, "t", 1, keep});
            CHECK(once.rows() < table.rows());
            CHECK(drop_near_duplicates({}, once, {{"k"}, "t", 1, keep}).rows() == once.rows());
        }
    }
}

TEST_CASE("near duplicates are found whatever the order of the rows") {
    const Table table({"t", "x"}, {Column::from_int64({30, 0, 31, 1}), numbers({1, 2, 3, 4})});
    const Table out = drop_near_duplicates({}, table, {{}, "t", 5, Keep::first});
    CHECK(out.rows() == 4);  // all columns but the time are the key, and x differs
    const Table by_time =
        run_step(R"("step": "drop_duplicates", "keys": ["one"], "time": "t", "tolerance": 5)",
                 table.with_column("one", Column::from_int64({1, 1, 1, 1})));
    CHECK(cells(by_time, "x") == std::vector<double>{1, 2});
}

TEST_CASE("z judges by mean and standard deviation of the finite readings") {
    std::vector<double> values(100, 0);
    for (std::size_t i = 0; i < 100; ++i) values[i] = i % 2 ? 1 : -1;
    values.push_back(50);
    values.push_back(std::numeric_limits<double>::infinity());
    const Table table({"x"}, {numbers(values)});
    const Table out = run_step(R"("step": "outliers", "rule": "z", "action": "missing")", table);
    CHECK(out.column("x").missing() == 2);
    CHECK_FALSE(out.column("x").valid(100));
    CHECK_FALSE(out.column("x").valid(101));
}

TEST_CASE("rolling judges a reading by the others around it, not by the spread it makes itself") {
    std::vector<double> values;
    for (int i = 0; i < 60; ++i) values.push_back(i + (i % 2 ? 0.5 : 0));
    values[30] = 90;
    const Table table({"x"}, {numbers(values)});
    const Table out =
        run_step(R"("step": "outliers", "rule": "rolling", "window": 9, "action": "clip")", table);
    for (int i = 0; i < 60; ++i) {
        if (i == 30) continue;
        CHECK(out.column("x").number(i) == values[static_cast<std::size_t>(i)]);
    }
    CHECK(out.column("x").number(30) == doctest::Approx(30.25).epsilon(0.02));
    CHECK(run_step(R"("step": "outliers", "rule": "rolling", "action": "drop")",
                   Table({"x"}, {numbers({3, 3, 3, 3})}))
              .rows() == 4);
}

TEST_CASE("a moving median and mean use the part of the window that exists") {
    const Table table({"x"}, {numbers({1, 9, gap, 2, 4, 100})});
    CHECK(cells(run_step(R"("step": "smooth", "window": 3)", table), "x") ==
          std::vector<double>{5, 2, gap, 4, 4, 52});
    CHECK(cells(run_step(R"("step": "smooth", "method": "moving_mean", "window": 3)", table),
                "x")[1] == 4);
    const Table added = run_step(R"("step": "smooth", "window": 3, "add": true)", table);
    CHECK(cells(added, "x") == cells(table, "x"));
    CHECK(cells(added, "x smooth")[0] == 5);
}

TEST_CASE("a moving mean forgets a great reading once the window has passed it") {
    std::vector<double> x(400, 0.1);
    x[3] = 1e300;
    std::vector<double> out(x.size());
    clean::smooth({}, x, {clean::Smoother::moving_mean, 5, 2, 0.3}, out);
    for (std::size_t i = 10; i < x.size(); ++i)
        REQUIRE(out[i] == doctest::Approx(0.1).epsilon(1e-14));
}

TEST_CASE("ewma weighs the past down, each group for itself") {
    const Table table({"m", "x"}, {Column::from_text({"a", "b", "a", "b"}), numbers({0, 8, 4, 0})});
    CHECK(cells(run_step(R"("step": "smooth", "method": "ewma", "alpha": 0.25, "group": ["m"])",
                         table),
                "x") == std::vector<double>{0, 8, 1, 6});
}

TEST_CASE("Savitzky-Golay leaves a polynomial of its degree alone, ends included") {
    std::vector<double> x, out(40);
    for (int i = 0; i < 40; ++i) x.push_back(2.0 * i * i - 30 * i + 7);
    clean::smooth({}, x, {clean::Smoother::savitzky_golay, 9, 2, 0}, out);
    for (std::size_t i = 0; i < x.size(); ++i)
        CHECK(out[i] == doctest::Approx(x[i]).epsilon(1e-11));
    // The published weights for five places and degree 2: (-3, 12, 17, 12, -3) / 35.
    const auto weights = clean::savitzky_golay_weights(5, 2, 2);
    const double published[] = {-3, 12, 17, 12, -3};
    for (std::size_t i = 0; i < 5; ++i) CHECK(weights[i] == doctest::Approx(published[i] / 35));
    std::vector<double> two{3, 5}, same(2);
    clean::smooth({}, two, {clean::Smoother::savitzky_golay, 9, 2, 0}, same);
    CHECK(same == two);
}

TEST_CASE("a window that is even or a degree that is too high is refused") {
    CHECK(test::refuses(R"("step": "smooth", "window": 4)"));
    CHECK(
        test::refuses(R"("step": "smooth", "method": "savitzky_golay", "window": 3, "degree": 3)"));
    CHECK(test::refuses(R"("step": "smooth", "method": "ewma", "alpha": 0)"));
    CHECK(test::refuses(R"("step": "drop_duplicates", "tolerance": 3)"));
}

TEST_CASE("outliers by group are those of each group as a table of its own, and replayed so") {
    Random random(31);
    std::vector<std::string> machine;
    std::vector<double> x;
    for (int i = 0; i < 300; ++i) {
        const int m = static_cast<int>(random.below(3));
        machine.push_back("M" + std::to_string(m));
        x.push_back(100 * m + random.normal() + (random.below(20) == 0 ? 30 : 0));
        if (random.below(30) == 0) x.back() = gap;
        if (random.below(50) == 0) x.back() = std::numeric_limits<double>::infinity();
    }
    const Table table({"m", "x"}, {Column::from_text(machine), numbers(x)});
    for (const std::string rule : {"mad", "iqr", "z", "hampel", "rolling"})
        for (const std::string action : {"clip", "missing"}) {
            CAPTURE(rule);
            const std::string members = R"("step": "outliers", "columns": ["x"], "rule": ")" +
                                        rule + R"(", "action": ")" + action + "\"";
            const auto together = cells(run_step(members + R"(, "group": ["m"])", table), "x");
            for (int m = 0; m < 3; ++m) {
                std::vector<std::int64_t> rows;
                for (std::size_t i = 0; i < x.size(); ++i)
                    if (machine[i] == "M" + std::to_string(m))
                        rows.push_back(static_cast<std::int64_t>(i));
                const auto alone = cells(run_step(members, table.take(rows)), "x");
                for (std::size_t i = 0; i < rows.size(); ++i)
                    REQUIRE(alone[i] == together[static_cast<std::size_t>(rows[i])]);
            }
        }
}

TEST_CASE("a group the fit did not see is judged by the bounds of all rows, and why says so") {
    const Table table({"m", "x"}, {Column::from_text({"a", "a", "a", "b", "b", "b"}),
                                   numbers({1, 2, 3, 11, 12, 13})});
    const Table next({"m", "x"}, {Column::from_text({"a", "b", "c", "c"}), numbers({9, 9, 9, 99})});
    const std::string members =
        R"("step": "outliers", "rule": "mad", "group": ["m"], "action": "missing")";
    CHECK(cells(run_step(members, table, &next), "x") == std::vector<double>{gap, 9, 9, gap});
    const auto plan = CleanPlan::parse(R"({"steps": [{)" + members + "}]}").fit({}, table);
    CHECK(plan.why({}, next, 0, "x").at(0).reason.find("of its own group, a") != std::string::npos);
    CHECK(plan.why({}, next, 3, "x")
              .at(0)
              .reason.find("of all rows, as the fit had no finite reading of the group c") !=
          std::string::npos);
    const Table cleaned = plan.apply({}, next);
    CHECK(cleaned.changes().back().reason ==
          "2 of 4 readings; outside the bounds of their own group; by m (3 groups), of which the "
          "fit had no finite reading of c: by the bounds of all rows");
}

TEST_CASE("a window is refused where the rule has none") {
    for (const char* rule : {"mad", "iqr", "z"})
        CHECK(test::refuses(R"("step": "outliers", "window": 7, "rule": ")" + std::string(rule) +
                            "\""));
    CHECK(!test::refuses(R"("step": "outliers", "window": 7, "rule": "hampel")"));
}

TEST_CASE("sort puts the rows in order, a line of time follows, and row ids and why go with them") {
    const Table table({"t", "x"}, {numbers({3, 1, 2, gap}), numbers({30, 10, gap, 5})});
    const CleanPlan plan = CleanPlan::parse(
        R"({"row_id": "row", "steps": [{"step": "sort", "columns": ["t"]},
            {"step": "drop_missing", "columns": ["t"]},
            {"step": "fill", "method": "linear", "time": "t", "columns": ["x"]}]})");
    Table cleaned;
    const CleanPlan fitted = plan.fit({}, table, &cleaned);
    CHECK(cells(cleaned, "t") == std::vector<double>{1, 2, 3});
    CHECK(cells(cleaned, "x") == std::vector<double>{10, 20, 30});
    CHECK(cells(cleaned, "row") == std::vector<double>{1, 2, 0});
    CHECK(fitted.why({}, table, 2, "x").at(0).after == "20");
    CHECK(fitted.why({}, table, 0, "x").empty());
    CHECK(fitted.step_of_whole() == 1);
    CHECK(cells(run_step(R"("step": "sort", "columns": ["t"], "descending": true)", table), "x") ==
          std::vector<double>{30, gap, 10, 5});
    CHECK(test::refuses(R"("step": "sort")"));
}

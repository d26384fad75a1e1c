// The ways to fill that look at groups, seasons and other columns.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/clean_plan.hpp"
#include "tenon/csv.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

// A column of numbers in which `gap` stands for a missing cell.
constexpr double gap = -999;

Column numbers(std::vector<double> values) {
    std::vector<bool> valid;
    for (const double x : values) valid.push_back(x != gap);
    return Column::from_float64(std::move(values), std::move(valid));
}

std::vector<double> cells(const Table& table, const char* name) {
    std::vector<double> out;
    for (std::int64_t row = 0; row < table.rows(); ++row)
        out.push_back(table.column(name).valid(row) ? table.column(name).number(row) : gap);
    return out;
}

// The step fitted and applied; and that a plan read back from its document does the same.
Table filled(const std::string& members, const Table& table, const Table* next = nullptr) {
    Table cleaned;
    const CleanPlan plan = CleanPlan::parse(R"({"steps": [{"step": "fill", )" + members + "}]}")
                               .fit({}, table, &cleaned);
    const CleanPlan loaded = CleanPlan::parse(plan.to_json());
    CHECK(loaded.to_json() == plan.to_json());
    CHECK(write_csv_text(loaded.apply({}, table)) == write_csv_text(cleaned));
    return next ? loaded.apply({}, *next) : cleaned;
}

Table machines() {
    return Table({"machine", "speed"}, {Column::from_text({"a", "b", "a", "b", "a", "b", "a", "b"}),
                                        numbers({1, 10, gap, gap, 3, gap, gap, 40})});
}

}  // namespace

TEST_CASE(
    "groups of short texts are the same for any number of threads, few or many, late, one long") {
    constexpr int rows = 150'000;
    for (const int machines : {7, 700, 3000})
        for (const bool one_long : {false, true}) {
            std::string text = "machine,speed,heat,load\n";
            for (int row = 0; row < rows; ++row) {
                const int late = machines == 700 ? row / 20'000 * 100 : 0;
                const int machine = row * 31 % 100 + row % machines + late;
                text += machine % 50 == 3 ? "" : "m" + std::to_string(machine);
                if (one_long && row == rows - 20) text += " with a long name";
                text += ",";
                text += row % 9 == 4 ? "" : std::to_string(row % 1000);
                text += ",";
                text += row % 7 == 2 ? "" : std::to_string(row % 77) + ".5";
                text += "," + std::to_string(row) + "\n";
            }
            const Table table = read_csv_buffer({}, text);
            const CleanPlan plan = CleanPlan::parse(
                R"({"steps":[{"step":"fill","method":"previous","group":["machine"],
                              "columns":["speed","heat","load"]}]})");
            std::string one;
            for (const int threads : {1, 2, 4, 8}) {
                Context context;
                context.threads = threads;
                const Table fitted = plan.fit(context, table).apply(context, table);
                const std::string written = write_csv_text(fitted);
                if (threads == 1) one = written;
                CHECK((written == one));
            }
        }
}

TEST_CASE("a group is filled by its own mean and median, an unseen one by all rows") {
    CHECK(cells(filled(R"("method": "mean", "group": ["machine"])", machines()), "speed") ==
          std::vector<double>{1, 10, 2, 25, 3, 25, 2, 40});
    const Table next({"machine", "speed"}, {Column::from_text({"c", "a"}), numbers({gap, gap})});
    CHECK(cells(filled(R"("method": "median", "group": ["machine"])", machines(), &next),
                "speed") == std::vector<double>{6.5, 2});
}

TEST_CASE("a group without any present cell takes what all rows taught") {
    const Table table({"machine", "speed"},
                      {Column::from_text({"a", "a", "b"}), numbers({4, 6, gap})});
    CHECK(cells(filled(R"("method": "mean", "group": ["machine"])", table), "speed") ==
          std::vector<double>{4, 6, 5});
}

TEST_CASE("previous, next and linear look at rows of the same group only") {
    const std::string by = R"(, "group": ["machine"])";
    CHECK(cells(filled(R"("method": "previous")" + by, machines()), "speed") ==
          std::vector<double>{1, 10, 1, 10, 3, 10, 3, 40});
    CHECK(cells(filled(R"("method": "next")" + by, machines()), "speed") ==
          std::vector<double>{1, 10, 3, 40, 3, 40, gap, 40});
    CHECK(cells(filled(R"("method": "linear")" + by, machines()), "speed") ==
          std::vector<double>{1, 10, 2, 20, 3, 30, gap, 40});
}

TEST_CASE("the previous value of a group is found by brute force too, whatever the keys and gaps") {
    Random random(11);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const int share : {2, 30, 200}) {  // one cell in so many is missing
        for (const bool long_keys : {false, true}) {
            std::vector<std::string> key;
            std::vector<bool> named;
            std::vector<double> x;
            for (int row = 0; row < 3000; ++row) {
                const auto machine = static_cast<std::int64_t>(random.below(9));
                key.push_back(std::string(long_keys ? "machine " : "M\0") +
                              std::string(static_cast<std::size_t>(machine), 'x'));
                named.push_back(random.below(40) != 0);
                const bool run = row > 1000 && row < 1040;
                x.push_back(run || random.below(static_cast<std::uint64_t>(share)) == 0 ? gap
                            : random.below(20) == 0                                     ? nan
                                                                                        : row);
            }
            std::vector<double> wanted = x;
            for (std::size_t row = 0; row < x.size(); ++row) {
                if (x[row] != gap) continue;
                for (std::size_t above = row; above-- > 0;) {
                    const bool same =
                        named[above] == named[row] && (!named[row] || key[above] == key[row]);
                    if (!same || x[above] == gap || std::isnan(x[above])) continue;
                    wanted[row] = x[above];
                    break;
                }
            }
            const Table table({"machine", "speed"}, {Column::from_text(key, named), numbers(x)});
            const auto found =
                cells(filled(R"("method": "previous", "group": ["machine"], "columns": ["speed"])",
                             table),
                      "speed");
            for (std::size_t row = 0; row < x.size(); ++row)
                if (!std::isnan(wanted[row])) CHECK(found[row] == wanted[row]);
        }
    }
}

TEST_CASE("a limit counts the cells of the gap within the group") {
    CHECK(cells(filled(R"("method": "previous", "limit": 1, "group": ["machine"])", machines()),
                "speed") == std::vector<double>{1, 10, 1, gap, 3, gap, 3, 40});
}

TEST_CASE("a group's line runs over its own time") {
    const Table table({"machine", "t", "x"}, {Column::from_text({"a", "b", "a", "b", "a", "b"}),
                                              Column::from_int64({0, 0, 9, 1, 10, 10}),
                                              numbers({0, 5, gap, gap, 10, 15})});
    CHECK(cells(filled(R"("method": "linear", "time": "t", "group": ["machine"], "columns": ["x"])",
                       table),
                "x") == std::vector<double>{0, 5, 9, 6, 10, 15});
}

TEST_CASE("text and groups of several columns are filled by the mode, a missing key is a group") {
    const Table table(
        {"a", "b", "word"},
        {Column::from_text({"x", "x", "x", "y", "y"}),
         Column::from_text({"", "", "", "1", "1"}, {false, false, false, true, true}),
         Column::from_text({"p", "p", "", "q", ""}, {true, true, false, true, false})});
    const Table out =
        filled(R"("method": "mode", "group": ["a", "b"], "columns": ["word"])", table);
    CHECK(out.column("word").text(2) == "p");
    CHECK(out.column("word").text(4) == "q");
}

TEST_CASE("an hour that a machine was never seen in is filled by the machine's own mean") {
    const Table table =
        read_csv_buffer({},
                        "t,m,x\n2024-03-14T01:00,a,10\n2024-03-15T01:00,a,12\n2024-03-14T02:00,a,\n"
                        "2024-03-14T01:00,b,500\n2024-03-14T02:00,b,502\n2024-03-14T02:00,c,\n");
    const std::string members =
        R"("method": "seasonal_mean", "time": "t", "season": "hour", "group": ["m"])";
    CHECK(cells(filled(members, table), "x") == std::vector<double>{10, 12, 11, 500, 502, 256});
    CHECK(cells(filled(members + R"(, "other": "none")", table), "x") ==
          std::vector<double>{10, 12, gap, 500, 502, gap});
    const CleanPlan plan =
        CleanPlan::parse(R"({"steps": [{"step": "fill", )" + members + "}]}").fit({}, table);
    const auto why = [&](std::int64_t row) {
        const auto reasons = plan.why({}, table, row, "x");
        return reasons.empty() ? std::string() : reasons.back().reason;
    };
    CHECK(why(2).find("of a in all seasons") != std::string::npos);
    CHECK(why(5).find("of all groups") != std::string::npos);
}

TEST_CASE("a seasonal mean is that of the same hour, weekday or month") {
    constexpr std::int64_t hour = 3'600'000'000;
    std::vector<std::int64_t> times;
    std::vector<double> values;
    for (int i = 0; i < 24 * 14; ++i) {
        times.push_back(i * hour - 24 * 7 * hour);  // from before 1970 on
        values.push_back(i % 24 + 100 * (i / 24 % 7));
    }
    values[30] = gap;  // second day, 6 o'clock; the other second day had 106
    const Table table({"t", "x"}, {Column::from_timestamp(times), numbers(values)});
    const std::string season = R"("method": "seasonal_mean", "time": "t", "season": )";
    CHECK(cells(filled(season + "\"hour\"", table), "x")[30] ==
          doctest::Approx((13 * 6 + 2100 * 2 - 100) / 13.0));
    CHECK(cells(filled(season + "\"weekday\"", table), "x")[30] ==
          doctest::Approx((48 * 100 + 2 * 276 - 106) / 47.0));
}

TEST_CASE("the nearest rows say what is missing, and travel with the plan") {
    Random random(3);
    std::vector<double> x, y;
    for (int i = 0; i < 500; ++i) {
        x.push_back(random.normal());
        y.push_back(1000 * x.back());
    }
    const double truth = y[100];
    y[100] = gap;
    const Table table({"x", "y"}, {numbers(x), numbers(y)});
    const auto out =
        cells(filled(R"("method": "nearest", "neighbours": 3, "columns": ["y"], "features": ["x"])",
                     table),
              "y");
    CHECK(std::fabs(out[100] - truth) < 60);
    CHECK(out[99] == y[99]);
}

TEST_CASE("regression on the other columns recovers a linear law and keeps int64 whole") {
    Random random(5);
    std::vector<double> a, b;
    std::vector<std::int64_t> c;
    std::vector<bool> valid;
    for (int i = 0; i < 2000; ++i) {
        a.push_back(random.normal());
        b.push_back(random.normal() * 3 + 2);
        c.push_back(static_cast<std::int64_t>(std::round(100 * a.back() - 50 * b.back())));
        valid.push_back(i % 10 != 0);
    }
    const double hidden = b[7];
    b[7] = gap;
    const Table table({"a", "b", "c"}, {numbers(a), numbers(b), Column::from_int64(c, valid)});
    const Table out = filled(R"("method": "regression")", table);
    CHECK(out.column("c").type() == Type::int64);
    for (std::size_t i = 0; i < c.size(); i += 10)
        CHECK(std::fabs(out.column("c").number(static_cast<std::int64_t>(i)) -
                        static_cast<double>(c[i])) <= 2);
    CHECK(std::fabs(out.column("b").number(7) - hidden) < 0.05);
}

TEST_CASE(
    "a regression that ends before its cells have settled says so, in the plan's next use too") {
    Random random(5);
    std::vector<double> a, b;
    for (int i = 0; i < 400; ++i) {
        a.push_back(random.normal());
        b.push_back(a.back() + 0.1 * random.normal());
    }
    // Each alone is missing in many rows, so the lines move from round to round; both in some.
    for (std::size_t i = 0; i < 400; ++i) {
        if (i % 3 == 0 || i % 20 == 19) a[i] = gap;
        if (i % 3 == 1 || i % 20 == 19) b[i] = gap;
    }
    const Table table({"a", "b", "c"}, {numbers(a), numbers(b), numbers(std::vector<double>(400))});
    const auto reason = [&](const std::string& more) {
        return filled(R"("method": "regression")" + more, table).changes()[0].reason;
    };
    const std::string short_of = reason(R"(, "rounds": 2)");
    CHECK(short_of.find("the fit ended after 2 rounds while cells moved by") != std::string::npos);
    CHECK(short_of.find("not settled after 2 rounds: raise rounds") != std::string::npos);
    CHECK(reason(R"(, "rounds": 1000)") == "regression on the other 2 columns");
}

TEST_CASE("truth values are filled with true or false") {
    const Table table({"on"}, {Column::from_boolean({true, false}, {true, false})});
    const auto fill = [&](const std::string& value, const Table& of) {
        return filled(
            R"("method": "constant", "columns": [")" + of.name(0) + R"("], "value": )" + value, of);
    };
    for (const char* value : {"true", "\"true\"", "1"}) {
        const Table out = fill(value, table);
        REQUIRE(out.column("on").type() == Type::boolean);
        CHECK(out.column("on").boolean(1));
        CHECK(out.changes()[0].reason == "constant true");
    }
    const Table off = fill("false", table);
    CHECK(off.column("on").valid(1));
    CHECK_FALSE(off.column("on").boolean(1));
    CHECK_THROWS_WITH_AS(fill("\"yes\"", table), doctest::Contains("give true, false, 1 or 0"),
                         Error);
    CHECK_THROWS_AS(fill("true", Table({"x"}, {numbers({1, gap})})), Error);
    CHECK(fill("true", Table({"s"}, {Column::from_text({""}, {false})})).column("s").text(0) ==
          "true");
}

TEST_CASE("an indicator says which cells were missing, for every way to fill") {
    for (const char* method :
         {R"("method": "mean")", R"("method": "mean", "group": ["machine"])",
          R"("method": "nearest", "features": ["z"])", R"("method": "regression")"}) {
        const Table table = machines().with_column("z", numbers({1, 2, 3, 4, 5, 6, 7, 8}));
        const Table out = filled(
            std::string(method) + (std::string(method).find("regression") == std::string::npos
                                       ? R"(, "columns": ["speed"], "indicator": true)"
                                       : R"(, "columns": ["speed", "z"], "indicator": true)"),
            table);
        for (std::int64_t row = 0; row < table.rows(); ++row)
            CHECK(out.column("speed missing").boolean(row) == !table.column("speed").valid(row));
    }
}

TEST_CASE("members that contradict each other are refused") {
    const auto refused = [](const std::string& members) {
        try {
            CleanPlan::parse(R"({"steps": [{"step": "fill", )" + members + "}]}");
        } catch (const Error& error) {
            return error.status() == Status::argument;
        }
        return false;
    };
    CHECK(refused(R"("method": "seasonal_mean")"));
    CHECK(refused(R"("method": "mean", "value": 3)"));
    CHECK(refused(R"("method": "constant")"));
    CHECK(refused(R"("method": "mean", "group": [])"));
    CHECK(refused(R"("method": "nearest", "neighbours": 0)"));
    CHECK(refused(R"("method": "previous", "limit": -1)"));
}

TEST_CASE("a constant keeps every digit of an int64 column") {
    const Table table({"v"}, {Column::from_int64({9007199254740995, 0}, {true, false})});
    const Table whole = filled(R"("method": "constant", "value": 9007199254740993)", table);
    REQUIRE(whole.column("v").type() == Type::int64);
    CHECK(whole.column("v").int64s()[0] == 9007199254740995);
    CHECK(whole.column("v").int64s()[1] == 9007199254740993);
}

TEST_CASE("a fraction is refused for an int64 column whose cells no double holds") {
    const char* const half = R"("method": "constant", "value": 0.5)";
    const Table large({"v"}, {Column::from_int64({9007199254740993, 0}, {true, false})});
    CHECK_THROWS_WITH_AS(filled(half, large), doctest::Contains("the column is int64"), Error);
    const Table small({"v"}, {Column::from_int64({9007199254740992, 0}, {true, false})});
    CHECK(filled(half, small).column("v").number(0) == 9007199254740992);
    CHECK(filled(half, small).column("v").number(1) == 0.5);
}

TEST_CASE("regression has a constant term: a line is followed beyond the rows it was seen on") {
    std::vector<double> x, y, z;
    for (int i = 0; i < 100; ++i) {
        x.push_back(i);
        y.push_back(i < 50 ? 2.0 * i + 1 : gap);
        z.push_back(7 - 3.0 * i);  // says the same as x
    }
    for (const bool collinear : {false, true}) {
        const Table table = collinear ? Table({"x", "y", "z"}, {numbers(x), numbers(y), numbers(z)})
                                      : Table({"x", "y"}, {numbers(x), numbers(y)});
        const auto out = cells(filled(R"("method": "regression")", table), "y");
        for (int i = 50; i < 100; ++i)
            CHECK(out[static_cast<std::size_t>(i)] == doctest::Approx(2.0 * i + 1).epsilon(1e-7));
    }
}

TEST_CASE(
    "regression does not learn from a column without a present cell, and says where it rounds") {
    const Table nothing({"x", "y"}, {numbers({1, 2, 3}), numbers({gap, gap, gap})});
    CHECK_THROWS_WITH_AS(
        filled(R"("method": "regression", "columns": ["x", "y"])", nothing),
        doctest::Contains("column \"y\": no present cell to learn a regression from"), Error);
    const Table whole({"x", "y"}, {numbers({1, 2, 3, 4}),
                                   Column::from_int64({1, 2, 0, 3}, {true, true, false, true})});
    const Table out = filled(R"("method": "regression")", whole);
    CHECK(out.column("y").type() == Type::int64);
    CHECK(out.changes()[1].reason.find("rounded to whole numbers") != std::string::npos);
}

TEST_CASE("regression fills the columns named from predictors that stay as they are") {
    const Table table({"a", "b", "c"},
                      {numbers({1, gap, 5, 7, 9, 11}), numbers({0, 1, 2, gap, 4, 5}),
                       numbers({3, 1, 4, 1, 5, 9})});
    const Table out =
        filled(R"("method": "regression", "columns": ["a"], "predictors": ["b"])", table);
    CHECK(cells(out, "a")[1] == doctest::Approx(3));
    CHECK(cells(out, "b") == cells(table, "b"));
    CHECK_THROWS_AS(filled(R"("method": "regression", "columns": ["a"])", table), Error);
    CHECK_THROWS_AS(
        filled(R"("method": "regression", "columns": ["a"], "predictors": ["a", "b"])", table),
        Error);
}

TEST_CASE("a regression fill saved without a constant term is replayed as it was meant") {
    const auto plan = [](const std::string& intercept) {
        return CleanPlan::parse(
            R"({"steps": [{"step": "fill", "method": "regression", "columns": ["x", "y"],
                "learned": [{"column": "x", "mean": 10, "sd": 2, "coefficients": [0, 1]},
                            {"column": "y", "mean": 100, "sd": 4, )" +
            intercept + R"("coefficients": [0.5, 0]}]}]})");
    };
    const Table table({"x", "y"}, {numbers({14}), numbers({gap})});
    CHECK(cells(plan("").apply({}, table), "y") == std::vector<double>{104});
    CHECK(cells(plan(R"("intercept": 2, )").apply({}, table), "y") == std::vector<double>{112});
}

TEST_CASE("a group the fit had no cell of is filled by all rows or left, and why says which") {
    const Table table({"g", "x"},
                      {Column::from_text({"a", "a", "b", "a"}), numbers({1, 2, gap, gap})});
    const Table next({"g", "x"}, {Column::from_text({"c", "a"}), numbers({gap, gap})});
    const std::string members = R"("method": "mean", "columns": ["x"], "group": ["g"])";
    CHECK(cells(filled(members, table), "x") == std::vector<double>{1, 2, 1.5, 1.5});
    CHECK(cells(filled(members, table, &next), "x") == std::vector<double>{1.5, 1.5});
    CHECK(cells(filled(members + R"(, "other": "none")", table), "x") ==
          std::vector<double>{1, 2, gap, 1.5});
    CHECK(cells(filled(members + R"(, "other": "none")", table, &next), "x") ==
          std::vector<double>{gap, 1.5});
    CHECK_THROWS_AS(filled(R"("method": "next", "group": ["g"], "other": "none")", table), Error);

    const CleanPlan plan =
        CleanPlan::parse(R"({"steps": [{"step": "fill", )" + members + "}]}").fit({}, table);
    const auto why = [&](const Table& of, std::int64_t row) {
        return plan.why({}, of, row, "x").at(0).reason;
    };
    CHECK(why(table, 3) == "mean 1.5 of 2 present cells of its own group, a");
    CHECK(
        why(table, 2) ==
        "mean 1.5 of 2 present cells of all groups, as the fit had no present cell of the group b");
    CHECK(why(next, 0) ==
          "mean 1.5 of 2 present cells of all groups, as the fit did not see the group c");
}

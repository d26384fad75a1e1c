// What sensors and clocks do wrong is found where it was planted, and nowhere else.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "plan_step_run.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using test::cells;
using test::gap;
using test::numbers;
using test::run_step;

namespace {

std::vector<std::int64_t> flagged(const Table& table, const char* name) {
    std::vector<std::int64_t> out;
    for (std::int64_t row = 0; row < table.rows(); ++row)
        if (table.column(name).boolean(row)) out.push_back(row);
    return out;
}

}  // namespace

TEST_CASE("a stuck sensor is a run of equal readings, missing cells or not between them") {
    const Table table({"x"}, {numbers({1, 2, 2, gap, 2, 3, 3, 4, 4.05, 3.95, 4})});
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 3)", table), "x stuck") ==
          std::vector<std::int64_t>{1, 2, 4});
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 4, "tolerance": 0.1)", table),
                  "x stuck") == std::vector<std::int64_t>{7, 8, 9, 10});
    // The first reading of a run is a true one.
    CHECK(cells(run_step(R"("step": "stuck", "readings": 3, "action": "missing")", table), "x") ==
          std::vector<double>{1, 2, gap, gap, gap, 3, 3, 4, 4.05, 3.95, 4});
    CHECK(run_step(R"("step": "stuck", "readings": 3, "action": "drop")", table).rows() == 9);
}

TEST_CASE("the log says where a coarse sensor makes runs of equal readings usual") {
    Random random(11);
    const auto reason = [](const std::vector<double>& x, const std::string& more = "") {
        const Table out = run_step(R"("step": "stuck")" + more, Table({"x"}, {numbers(x)}));
        return out.changes()[0].reason;
    };
    std::vector<double> coarse;
    for (int i = 0; i < 4000; ++i) coarse.push_back(std::round(20 + 0.3 * random.normal()));
    const std::string told = reason(coarse);
    CHECK(told.find("are usual: raise readings") != std::string::npos);
    // As long as the reason says, runs are no longer usual.
    const std::size_t at = told.find("runs up to some ");
    REQUIRE(at != std::string::npos);
    const std::string longest = std::to_string(std::stoi(told.substr(at + 16)) + 1);
    const std::string raised = reason(coarse, ", \"readings\": " + longest);
    CHECK(raised.find("usual") == std::string::npos);
    // A fine sensor that is stuck, once for most of the time or three times, is told as such.
    std::vector<double> fine;
    for (int i = 0; i < 1000; ++i) fine.push_back(20 + 0.3 * random.normal());
    std::vector<double> once = fine, thrice = fine;
    for (std::size_t i = 100; i < 900; ++i) once[i] = once[99];
    for (std::size_t i = 0; i < 1000; ++i)
        if (i % 300 > 50) thrice[i] = thrice[i - 1];
    CHECK(reason(once).find("usual") == std::string::npos);
    CHECK(reason(thrice).find("usual") == std::string::npos);
    CHECK(reason(fine, ", \"readings\": 3, \"tolerance\": 0.6")
              .find("raise readings or lower tolerance") != std::string::npos);
}

TEST_CASE("a sensor is stuck by itself: other machines may report in between") {
    const Table table({"m", "x"}, {Column::from_text({"a", "b", "a", "b", "a", "b"}),
                                   numbers({5, 1, 5, 2, 5, 3})});
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 3, "group": ["m"])", table),
                  "x stuck") == std::vector<std::int64_t>{0, 2, 4});
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 3)", table), "x stuck").empty());
}

TEST_CASE("a counter that rises beyond 2^53 is not stuck") {
    std::vector<std::int64_t> counter;
    for (std::int64_t i = 0; i < 12; ++i) counter.push_back((std::int64_t{1} << 60) + i);
    const Table table({"x"}, {Column::from_int64(counter)});
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 2)", table), "x stuck").empty());
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 3, "tolerance": 1.5)", table), "x stuck")
              .empty());
    CHECK(flagged(run_step(R"("step": "stuck", "readings": 12, "tolerance": 11)", table), "x stuck")
              .size() == 12);
}

TEST_CASE("readings outside the physical range are found, its bounds are inside") {
    const Table table({"x"}, {Column::from_int64({-1, 0, 50, 100, 101})});
    CHECK(flagged(run_step(R"("step": "out_of_range", "low": 0, "high": 100)", table),
                  "x out of range") == std::vector<std::int64_t>{0, 4});
    CHECK(cells(run_step(R"("step": "out_of_range", "low": 0, "action": "missing")", table), "x") ==
          std::vector<double>{gap, 0, 50, 100, 101});
    CHECK(test::refuses(R"("step": "out_of_range")"));
    CHECK(test::refuses(R"("step": "out_of_range", "low": 2, "high": 1)"));
}

TEST_CASE("a spike comes back, a new level stays") {
    Random random(8);
    std::vector<double> x;
    for (int i = 0; i < 400; ++i) x.push_back((i < 250 ? 10 : 60) + 0.1 * random.normal());
    x[50] = 40;
    x[100] = x[101] = -30;
    x[300] = 0;
    const Table table({"x"}, {numbers(x)});
    CHECK(flagged(run_step(R"("step": "spike")", table), "x spike") ==
          std::vector<std::int64_t>{50, 100, 101, 300});
    CHECK(flagged(run_step(R"("step": "spike", "longest": 1)", table), "x spike") ==
          std::vector<std::int64_t>{50, 300});
}

TEST_CASE("a spike is judged by the steps of the fit, also in a short next file") {
    std::vector<double> x;
    for (int i = 0; i < 100; ++i) x.push_back(i % 2);
    const Table next({"x"}, {numbers({0, 1, 30, 1})});
    CHECK(flagged(run_step(R"("step": "spike")", Table({"x"}, {numbers(x)}), &next), "x spike") ==
          std::vector<std::int64_t>{2});
}

TEST_CASE("a spike is one by the steps of its own machine, quiet or noisy") {
    for (const int quiet : {1, 3}) {  // of four rows
        CAPTURE(quiet);
        Random random(3);
        std::vector<std::string> machine;
        std::vector<double> x;
        for (int i = 0; i < 4000; ++i) {
            machine.emplace_back(i % 4 < quiet ? "quiet" : "noisy");
            x.push_back(20 + (i % 4 < quiet ? 0.02 : 3.0) * random.normal());
        }
        x[2000] += 5;  // of the quiet one
        machine.emplace_back("new");
        x.push_back(1);
        const Table table({"m", "x"}, {Column::from_text(machine), numbers(x)});
        const Table found = run_step(R"("step": "spike", "group": ["m"])", table);
        CHECK(flagged(found, "x spike") == std::vector<std::int64_t>{2000});
        CHECK(found.changes().back().reason.find("of their group (") != std::string::npos);
        CHECK(flagged(run_step(R"("step": "spike", "columns": ["x"])", table), "x spike") !=
              std::vector<std::int64_t>{2000});
    }
}

TEST_CASE("why a reading is a spike names the reach of its machine") {
    std::vector<std::string> machine;
    std::vector<double> x;
    for (int i = 0; i < 100; ++i) {
        machine.emplace_back(i % 2 ? "b" : "a");
        x.push_back(i % 2 ? i % 4 : 10.0 * (i % 4));
    }
    x[51] = 1000;
    machine.insert(machine.end(), {"c", "c", "c"});
    x.insert(x.end(), {1, 5000, 1});
    const Table table({"m", "x"}, {Column::from_text(machine), numbers(x)});
    const CleanPlan plan =
        CleanPlan::parse(R"({"steps": [{"step": "spike", "group": ["m"], "action": "missing"}]})")
            .fit({}, table);
    const auto why = [&](std::int64_t row) { return plan.why({}, table, row, "x").back().reason; };
    CHECK(why(51).find("of its own group, b") != std::string::npos);
    CHECK(why(101).find("too few steps of the group c") != std::string::npos);
}

TEST_CASE("a gap is one by the usual step of its own machine") {
    std::vector<std::string> machine;
    std::vector<double> time;
    for (int i = 0; i < 3000; ++i) {
        machine.emplace_back("fast");
        time.push_back(i + (i >= 1500 ? 8 : 0));
        if (i % 60 != 0) continue;
        machine.emplace_back("slow");
        time.push_back(i);
    }
    const Table table({"m", "t"}, {Column::from_text(machine), numbers(time)});
    const Table found = run_step(R"("step": "gaps", "time": "t", "group": ["m"])", table);
    CHECK(flagged(found, "t gap") == std::vector<std::int64_t>{1525});
    CHECK(found.changes().back().reason.find("of their group (1 to 60)") != std::string::npos);
}

TEST_CASE("clock jumps are the fewest rows without which time never falls") {
    const Table table({"t"}, {Column::from_timestamp({1, 2, 90, 91, 3, 3, 4, 0, 5})});
    CHECK(flagged(run_step(R"("step": "clock_jumps", "time": "t")", table), "t clock jump") ==
          std::vector<std::int64_t>{2, 3, 7});
    CHECK(run_step(R"("step": "clock_jumps", "time": "t", "action": "drop")", table).rows() == 6);
    const Table groups(
        {"m", "t"}, {Column::from_text({"a", "b", "a", "b"}), Column::from_int64({10, 1, 11, 2})});
    CHECK(flagged(run_step(R"("step": "clock_jumps", "time": "t", "group": ["m"])", groups),
                  "t clock jump")
              .empty());
}

TEST_CASE("a gap is a step far longer than the usual one") {
    const Table table({"t"}, {Column::from_int64({0, 5, 10, 15, 60, 65, 64, 70})});
    CHECK(flagged(run_step(R"("step": "gaps", "time": "t")", table), "t gap") ==
          std::vector<std::int64_t>{4});
    CHECK(test::refuses(R"("step": "gaps")"));
}

TEST_CASE("a machine that writes Fahrenheit is found and its readings converted") {
    Random random(12);
    std::vector<std::string> machine;
    std::vector<double> x, truth;
    for (int i = 0; i < 600; ++i) {
        const int m = i % 6;
        machine.push_back("M" + std::to_string(m));
        truth.push_back(25 + m * 0.5 + random.normal());
        x.push_back(m == 4 ? truth.back() * 1.8 + 32 : truth.back());
    }
    const Table table({"m", "x"}, {Column::from_text(machine), numbers(x)});
    const std::string units = R"("step": "units", "group": ["m"], "action": "convert")";
    const Table out = run_step(units, table);
    // Unasked it is told, and nothing is changed.
    const Table told = run_step(R"("step": "units", "group": ["m"])", table);
    CHECK(told.column("x").number(4) == table.column("x").number(4));
    CHECK(told.columns() == table.columns());
    CHECK(told.changes().back().cells == 0);
    CHECK(told.changes().back().reason.find("M4 Fahrenheit to Celsius") != std::string::npos);
    for (int i = 0; i < 600; ++i)
        REQUIRE(out.column("x").number(i) ==
                doctest::Approx(truth[static_cast<std::size_t>(i)]).epsilon(1e-12));
    CHECK(out.changes().back().cells == 100);
    CHECK(out.changes().back().reason.find("M4 Fahrenheit to Celsius") != std::string::npos);
    // A machine the fit never saw is judged by what the fit knows of the others.
    const Table next({"m", "x"}, {Column::from_text({"new", "new", "new", "new", "new"}),
                                  numbers({77, 78, 79, 80, 81})});
    CHECK(run_step(units, table, &next).column("x").number(0) == doctest::Approx(25));
}

TEST_CASE("machines that merely differ are not converted") {
    Random random(13);
    std::vector<std::string> machine;
    std::vector<double> x;
    for (int i = 0; i < 600; ++i) {
        machine.push_back("M" + std::to_string(i % 6));
        x.push_back(100 + 15 * (i % 6) + random.normal());
    }
    const Table table({"m", "x"}, {Column::from_text(machine), numbers(x)});
    CHECK(run_step(R"("step": "units", "group": ["m"], "action": "convert")", table)
              .changes()
              .back()
              .cells == 0);
    CHECK(test::refuses(R"("step": "units")"));
}

TEST_CASE("an infinite reading is out of range and a spike, with every action") {
    constexpr double inf = std::numeric_limits<double>::infinity();
    const Table table({"x"}, {numbers({1, 2, inf, 3, -inf, 2, gap, 1})});
    for (const std::string step : {R"("step": "out_of_range", "low": 0, "high": 10)",
                                   R"("step": "out_of_range", "low": 0)", R"("step": "spike")"}) {
        CAPTURE(step);
        const char* flag = step.find("spike") == std::string::npos ? "x out of range" : "x spike";
        CHECK(flagged(run_step(step, table), flag) == std::vector<std::int64_t>{2, 4});
        CHECK(cells(run_step(step + R"(, "action": "missing")", table), "x") ==
              std::vector<double>{1, 2, gap, 3, gap, 2, gap, 1});
        CHECK(run_step(step + R"(, "action": "drop")", table).rows() == 6);
    }
    const Table only({"x"}, {numbers({inf, inf})});
    CHECK(run_step(R"("step": "spike", "action": "drop")", only).rows() == 0);
}

TEST_CASE("a spike among equal readings is found, and a level that others have too is none") {
    std::vector<double> x(40, 5.0);
    x[10] = 500;
    CHECK(flagged(run_step(R"("step": "spike")", Table({"x"}, {numbers(x)})), "x spike") ==
          std::vector<std::int64_t>{10});
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = i % 8 < 6 ? 0 : 1;
    const Table found =
        run_step(R"("step": "spike", "columns": ["x"])", Table({"x"}, {numbers(x)}));
    CHECK(flagged(found, "x spike").empty());
}

TEST_CASE(
    "a column of two values is a state, whose short times are judged only where it is named") {
    std::vector<double> failed(200, 0.0), level, counts(200, 0.0);
    for (std::size_t i = 0; i < failed.size(); ++i) {
        level.push_back(20 + 0.25 * static_cast<double>(i * i % 5));
        counts[i] = i % 40 == 7 ? 2 : i % 50 == 9 ? 1 : 0;
    }
    failed[30] = failed[120] = 1;
    level[50] = 90;
    const Table table({"failed", "level", "counts"},
                      {numbers(failed), numbers(level), numbers(counts)});
    const Table out = run_step(R"("step": "spike", "action": "missing")", table);
    CHECK(out.column("failed").missing() == 0);
    CHECK(out.column("level").missing() == 1);
    const auto reason_of = [](const Table& cleaned, const std::string& column) {
        for (const Change& change : cleaned.changes())
            if (change.column == column) return change.reason;
        return std::string();
    };
    CHECK(reason_of(out, "failed").find("not judged: it has two values only") == 0);
    CHECK(reason_of(out, "counts").find("most of its readings repeat the one before") !=
          std::string::npos);
    CHECK(reason_of(out, "level").find("; but") == std::string::npos);
    CHECK_FALSE(run_step(R"("step": "spike")", table).find("failed spike"));
    const Table stuck = run_step(R"("step": "stuck")", table);
    CHECK(reason_of(stuck, "failed").find("two values only") != std::string::npos);
    CHECK(reason_of(stuck, "counts").find("two values only") == std::string::npos);
    const Table named = run_step(R"("step": "spike", "columns": ["failed"])", table);
    CHECK(flagged(named, "failed spike") == std::vector<std::int64_t>{30, 120});
    CHECK(reason_of(named, "failed").find("; but it has two values only") != std::string::npos);
}

namespace {

// 12 readings of each of so many machines around `level`, those of the last one put through f.
template <class F>
Table machines_in_units(int machines, double level, double noise, std::uint64_t seed, F f) {
    Random random(seed);
    std::vector<std::string> machine;
    std::vector<double> x;
    for (int i = 0; i < 12 * machines; ++i) {
        const double truth = level + noise * random.normal();
        machine.push_back("M" + std::to_string(i % machines));
        x.push_back(i % machines == machines - 1 ? f(truth) : truth);
    }
    return Table({"m", "x"}, {Column::from_text(machine), numbers(x)});
}

const Change& told_of(const Table& table) {
    return table.changes().back();
}

}  // namespace

TEST_CASE("a machine that runs at another level is in no other unit, and the log says what it is") {
    Random factors(77);
    for (int i = 0; i < 60; ++i) {
        const double factor = 1.3 + 4.7 * factors.uniform();
        const Table table = machines_in_units(6, 4, 0.2, static_cast<std::uint64_t>(i),
                                              [&](double x) { return factor * x; });
        const Table out =
            run_step(R"("step": "units", "group": ["m"], "action": "convert")", table);
        CAPTURE(factor);
        CHECK(told_of(out).cells == 0);
    }
    const Table fast = machines_in_units(6, 4, 0.2, 1, [](double x) { return 3.5 * x; });
    CHECK(told_of(run_step(R"("step": "units", "group": ["m"])", fast))
              .reason.find("1 group lies far from the others, and none of the conversions "
                           "looked for brings it back: M5 (median 1") == 0);
    // Units that a level looks like are looked for where they are named.
    const Table speed = machines_in_units(6, 4, 0.2, 1, [](double x) { return 3.6 * x; });
    CHECK(told_of(run_step(R"("step": "units", "group": ["m"], "action": "convert",
                              "units": ["metre_per_second", "kilometre_per_hour"])",
                           speed))
              .cells == 12);
    CHECK(test::refuses(R"("step": "units", "group": ["m"], "units": ["furlong"])"));
}

TEST_CASE("a conversion fits the level and the spread of the readings") {
    // The level of 25 degrees in Fahrenheit, with six times its spread.
    const Table table =
        machines_in_units(12, 25, 1, 3, [](double x) { return 77 + 6 * 1.8 * (x - 25); });
    CHECK(
        told_of(run_step(R"("step": "units", "group": ["m"], "action": "convert")", table)).cells ==
        0);
}

TEST_CASE("the others' median is that of the machines that are right") {
    std::vector<double> x;
    std::vector<std::string> m;
    for (const double level : {25.0, 26.0, 24.0, 50.0})
        for (int i = 0; i < 5; ++i) {
            x.push_back(level);
            m.push_back("M" + std::to_string(static_cast<int>(level)));
        }
    const Table table({"m", "x"}, {Column::from_text(m), numbers(x)});
    CHECK(told_of(run_step(R"("step": "units", "group": ["m"])", table))
              .reason.find("the others' median is 25, of 4 groups") != std::string::npos);
    const CleanPlan fitted =
        CleanPlan::parse(R"({"steps": [{"step": "units", "group": ["m"]}]})").fit({}, table);
    CHECK(told_of(CleanPlan::parse(fitted.to_json()).apply({}, table))
              .reason.find("the others' median is 25, of 4 groups") != std::string::npos);
}

TEST_CASE("a conversion that brings back the level alone is named with near") {
    // 5 bar as 73 psi, whose spread in bar is half of the others'.
    Random random(5);
    std::vector<double> x;
    std::vector<std::string> m;
    for (int i = 0; i < 4 * 300; ++i) {
        m.push_back("M" + std::to_string(i % 4));
        x.push_back(i % 4 == 3 ? 72.5 + 1.4 * random.normal() : 5 + 0.2 * random.normal());
    }
    const Table table({"m", "x"}, {Column::from_text(m), numbers(x)});
    const auto told = [&](const std::string& more) {
        return told_of(run_step(R"("step": "units", "group": ["m"])" + more, table)).reason;
    };
    CHECK(told("").find("psi to bar brings the level of M3 back, but its spread would be 0.09") !=
          std::string::npos);
    CHECK(told("").find("a larger near takes it") != std::string::npos);
    CHECK(told(R"(, "near": 20)").find("M3 psi to bar") != std::string::npos);
    CHECK(clean_step_help().find("within `near` standard errors") != std::string::npos);
}

TEST_CASE("of two machines the odd one is known only where the unit of the column is named") {
    const Table table = machines_in_units(2, 25, 1, 4, [](double x) { return 32 + 1.8 * x; });
    const Table told = run_step(R"("step": "units", "group": ["m"], "action": "convert")", table);
    CHECK(told_of(told).cells == 0);
    CHECK(told_of(told).reason.find("of two it cannot be told which one is odd") !=
          std::string::npos);
    const auto as = [&](const std::string& unit) {
        return run_step(
            R"("step": "units", "group": ["m"], "action": "convert", "unit": ")" + unit + "\"",
            table);
    };
    CHECK(told_of(as("celsius")).reason.find("M1 Fahrenheit to Celsius") == 0);
    CHECK(told_of(as("fahrenheit")).reason.find("M0 Celsius to Fahrenheit") == 0);
}

TEST_CASE("where the unit is named the machines that have it are right, however few they are") {
    for (const int right : {1, 3}) {  // of twelve; the others write degrees Fahrenheit
        std::vector<double> x;
        std::vector<std::string> m;
        for (int i = 0; i < 12 * 40; ++i) {
            const int machine = i % 12;
            const double celsius = 80 + machine % 4 * 0.1 + (i * 7 % 11 - 5) * 0.2;
            x.push_back(machine < right ? celsius : celsius * 1.8 + 32);
            m.push_back(std::to_string(machine));
        }
        const Table table({"x", "m"}, {Column::from_float64(x), Column::from_text(m)});
        const auto cleaned = [&](const std::string& unit) {
            Table out;
            CleanPlan::parse(R"({"steps":[{"step":"units","group":["m"],"columns":["x"],)"
                             R"("action":"convert")" +
                             unit + "}]}")
                .fit({}, table, &out);
            return out;
        };
        const Table celsius = cleaned(R"(,"unit":"celsius")");
        CHECK(celsius.changes()[0].cells == (12 - right) * 40);
        for (std::int64_t row = 0; row < celsius.rows(); ++row)
            CHECK(std::fabs(celsius.column("x").number(row) - 80) < 2);
        // Of most groups, where nothing is said, and where they have the unit that is.
        for (const char* unit : {"", R"(,"unit":"fahrenheit")"}) {
            const Table fahrenheit = cleaned(unit);
            CHECK(fahrenheit.changes()[0].cells == right * 40);
            CHECK(fahrenheit.column("x").number(0) > 150);
        }
    }
}

TEST_CASE("a plan of units saved before it compared spreads converts the groups it knew") {
    const CleanPlan plan = CleanPlan::parse(
        R"({"steps": [{"step": "units", "columns": ["x"], "group": ["m"], "action": "convert",
            "learned": [{"centre": 4, "spread": 0.2, "groups": 6, "judged": [
                {"key": ["a"], "conversion": "kilometre an hour to metre a second"}]}]}]})");
    const Table table({"m", "x"}, {Column::from_text({"a"}), numbers({36})});
    CHECK(plan.apply({}, table).column("x").number(0) == doctest::Approx(10));
}

TEST_CASE("a limit that is not there is told as such, one that is to the last digit") {
    const Table table({"x"}, {numbers({-1, 0.1234567891, 5})});
    CHECK(told_of(run_step(R"("step": "out_of_range", "low": 0)", table)).reason ==
          "1 reading below 0; no upper limit");
    CHECK(told_of(run_step(R"("step": "out_of_range", "high": 0.123456789)", table)).reason ==
          "2 readings above 0.123456789; no lower limit");
}

TEST_CASE(
    "where one half of the machines is far from the other, none is said to be near the rest") {
    Random random(8);
    std::vector<std::string> machine;
    std::vector<double> x;
    for (int m = 0; m < 6; ++m)
        for (int i = 0; i < 12; ++i) {
            machine.push_back("M" + std::to_string(m));
            const double celsius = 25 + random.normal();
            x.push_back(m < 3 ? celsius : 32 + 1.8 * celsius);
        }
    const Table table({"m", "x"}, {Column::from_text(machine), numbers(x)});
    const Table told = run_step(R"("step": "units", "group": ["m"], "action": "convert")", table);
    CHECK(told_of(told).cells == 0);
    CHECK(told_of(told).reason.find("no majority") != std::string::npos);
    const Table named = run_step(
        R"("step": "units", "group": ["m"], "action": "convert", "unit": "celsius")", table);
    CHECK(told_of(named).cells == 36);
    CHECK(told_of(named).reason.find("no majority") == std::string::npos);
}

#include "tenon/impute.hpp"

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

Table filled(const Table& table, const ImputeOptions& options) {
    return Imputer::fit({}, table, x, options).apply({}, table);
}

// The cells as text, "." where missing.
std::string cells(const Table& table, const std::string& name = "x") {
    const Column& column = table.column(name);
    std::string out;
    for (std::int64_t row = 0; row < column.size(); ++row)
        out.append(row ? " " : "").append(column.valid(row) ? column.cell_text(row) : ".");
    return out;
}

Error error_of(const Table& table, const ImputeOptions& options,
               const std::vector<std::string>& columns = x) {
    try {
        Imputer::fit({}, table, columns, options);
    } catch (const Error& error) {
        return error;
    }
    return Error(Status::ok, "");
}

}  // namespace

TEST_CASE("mean, median and mode fill what the present cells say") {
    const Table table =
        one(Column::from_float64({1, 0, 2, 2, 7, 0}, {true, false, true, true, true, false}));
    CHECK(cells(filled(table, {.fill = Fill::mean})) == "1 3 2 2 7 3");
    CHECK(cells(filled(table, {.fill = Fill::median})) == "1 2 2 2 7 2");
    CHECK(cells(filled(table, {.fill = Fill::mode})) == "1 2 2 2 7 2");
    CHECK(cells(filled(table, {.fill = Fill::constant, .constant = -1})) == "1 -1 2 2 7 -1");
}

TEST_CASE("filling while fitting gives the table and the log that filling afterwards gives") {
    Random random(5);
    const std::size_t rows = 200'000;  // more than one pass keeps in the cache
    std::vector<double> reals, extremes;
    std::vector<std::int64_t> wholes, halves, large;
    std::vector<bool> valid, bits;
    for (std::size_t i = 0; i < rows; ++i) {
        valid.push_back(random.below(9) != 0);
        bits.push_back(random.below(2) == 0);
        reals.push_back(random.below(99) == 0 ? not_number : random.normal());
        extremes.push_back(1.7e308);
        wholes.push_back(i % 2 ? 5 : 3);
        halves.push_back(static_cast<std::int64_t>(random.below(7)));
        large.push_back(std::int64_t{1} << 53);
    }
    std::vector<bool> even(rows, true);
    even[0] = even[1] = false;
    const Table table({"reals", "extremes", "wholes", "halves", "large", "bits", "all there"},
                      {Column::from_float64(reals, valid), Column::from_float64(extremes, valid),
                       Column::from_int64(wholes, even), Column::from_int64(halves, valid),
                       Column::from_int64(large, valid), Column::from_boolean(bits, valid),
                       Column::from_int64(halves)});
    std::vector<std::string> names;
    for (std::int32_t c = 0; c < table.columns(); ++c) names.push_back(table.name(c));
    for (const Table& part : {table, table.slice(3, 150'001), table.slice(7, 90)})
        for (const ImputeOptions& options :
             {ImputeOptions{.fill = Fill::mean}, ImputeOptions{.fill = Fill::mean, .limit = 1},
              ImputeOptions{.fill = Fill::mean, .add_indicator = true},
              ImputeOptions{.fill = Fill::median}}) {
            Context two;
            two.threads = 2;
            Table at_once;
            const Imputer imputer = Imputer::fit(two, part, names, options, at_once);
            const Table after = Imputer::fit({}, part, names, options).apply({}, part);
            REQUIRE(at_once.columns() == after.columns());
            for (std::int32_t c = 0; c < after.columns(); ++c) {
                CAPTURE(after.name(c));
                CHECK(at_once.name(c) == after.name(c));
                CHECK(at_once.column(c).type() == after.column(c).type());
                CHECK(cells(at_once, after.name(c)) == cells(after, after.name(c)));
            }
            REQUIRE(at_once.changes().size() == after.changes().size());
            for (std::size_t i = 0; i < after.changes().size(); ++i) {
                CHECK(at_once.changes()[i].reason == after.changes()[i].reason);
                CHECK(at_once.changes()[i].cells == after.changes()[i].cells);
            }
            CHECK(imputer.fills().size() == names.size());
        }
}

TEST_CASE("filling while fitting refuses what filling afterwards refuses") {
    std::vector<std::int64_t> large(200'000, 0);
    std::vector<bool> valid(large.size(), true);
    large[5] = (std::int64_t{1} << 53) + 1;
    valid[9] = false;
    Table out;
    const Table table = one(Column::from_int64(large, valid));
    CHECK_THROWS_WITH_AS(Imputer::fit({}, table, x, {.fill = Fill::mean}, out),
                         doctest::Contains("which does not hold 9007199254740993"), Error);
    const std::vector<std::string> twice{"x", "x"};
    const Table reals = one(Column::from_float64(std::vector<double>(200'000, 0.5), valid));
    CHECK_THROWS_WITH_AS(Imputer::fit({}, reals, twice, {.fill = Fill::mean}, out),
                         doctest::Contains("named twice"), Error);
    CHECK(out.rows() == 0);
}

TEST_CASE("the log says what was filled, how often and from how many cells") {
    const Table table =
        one(Column::from_float64({1.5, 0, 2.25, not_number}, {true, false, true, true}));
    const Table out = filled(table, {.fill = Fill::mean});
    REQUIRE(out.changes().size() == 1);
    CHECK(out.changes()[0].step == "fill missing");
    CHECK(out.changes()[0].column == "x");
    CHECK(out.changes()[0].cells == 1);
    CHECK(out.changes()[0].reason == "mean 1.875 of 2 present cells; 1 NaN cell left alone");
    CHECK(std::isnan(out.column("x").number(3)));
}

TEST_CASE("a column without missing cells is shared and logged all the same") {
    const Table table = one(Column::from_int64({1, 2}));
    const Table out = filled(table, {.fill = Fill::mean});
    CHECK(out.column("x").buffers().values == table.column("x").buffers().values);
    CHECK(out.changes()[0].cells == 0);
    CHECK(out.changes()[0].reason ==
          "no cell is missing; would have been mean 1.5 of 2 present cells");
}

TEST_CASE("the median is the middle of the sorted cells for any order of rows") {
    Random random(1);
    for (const std::int64_t rows : {1, 2, 3, 10, 1001, 30'000}) {
        std::vector<double> values;
        for (std::int64_t i = 0; i < rows; ++i) values.push_back(random.normal() * 1e3);
        if (rows > 100)
            for (std::size_t i = 0; i < 50; ++i) values[i] = values[99];  // ties
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        const auto n = sorted.size();
        const double expected = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        CHECK(Imputer::fit({}, one(Column::from_float64(values)), x).fills()[0].value == expected);
        std::reverse(values.begin(), values.end());
        CHECK(Imputer::fit({}, one(Column::from_float64(values)), x).fills()[0].value == expected);
    }
}

TEST_CASE("the median of huge readings does not overflow") {
    const double huge = 1.7e308;
    CHECK(Imputer::fit({}, one(Column::from_float64({huge, huge})), x).fills()[0].value == huge);
    CHECK(Imputer::fit({}, one(Column::from_float64({huge, huge})), x, {.fill = Fill::mean})
              .fills()[0]
              .value == huge);
}

TEST_CASE("the mean loses nothing to cancellation and keeps its bits for any number of threads") {
    Random random(2);
    std::vector<double> values{1e16, 1, -1e16};
    for (int i = 0; i < 200'000; ++i) values.push_back(random.normal());
    double rest = 1;
    for (std::size_t i = 3; i < values.size(); ++i) rest += values[i];
    const Table table = one(Column::from_float64(values));
    Context four;
    four.threads = 4;
    const double mean = Imputer::fit({}, table, x, {.fill = Fill::mean}).fills()[0].value;
    CHECK(mean == Imputer::fit(four, table, x, {.fill = Fill::mean}).fills()[0].value);
    // The plain sum of the small terms errs by about 1e-11; plain summation of all by about 1.
    CHECK(std::fabs(mean * static_cast<double>(values.size()) - rest) < 1e-9);
    // Another order of rows: equal to the last digit but one.
    std::reverse(values.begin(), values.end());
    const Table turned = one(Column::from_float64(values));
    const double other = Imputer::fit({}, turned, x, {.fill = Fill::mean}).fills()[0].value;
    CHECK(std::fabs(other - mean) <= 2 * std::numeric_limits<double>::epsilon() * std::fabs(mean));
}

TEST_CASE("an int64 column stays one while the filled value is an integer") {
    const Table table = one(Column::from_int64({1, 0, 4}, {true, false, true}));
    const Table half = filled(table, {.fill = Fill::median});
    CHECK(half.column("x").type() == Type::float64);
    CHECK(cells(half) == "1 2.5 4");
    CHECK(half.changes()[0].reason == "median 2.5 of 2 present cells; int64 became float64");
    const Table whole = filled(table, {.fill = Fill::constant, .constant = 9});
    CHECK(whole.column("x").type() == Type::int64);
    CHECK(cells(whole) == "1 9 4");
}

TEST_CASE("mean and median of large int64 cells lie within them") {
    const auto fill_of = [](std::vector<std::int64_t> values, Fill kind) {
        std::vector<bool> valid(values.size(), true);
        values.push_back(0);
        valid.push_back(false);
        const Table out = filled(one(Column::from_int64(values, valid)), {.fill = kind});
        REQUIRE(out.column("x").type() == Type::int64);
        return out.column("x").int64s().back();
    };
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::int64_t least = std::numeric_limits<std::int64_t>::min();
    for (const Fill kind : {Fill::mean, Fill::median}) {
        CHECK(fill_of({9007199254740993, 9007199254740993}, kind) == 9007199254740993);
        CHECK(fill_of({most, most, most}, kind) == most);
        CHECK(fill_of({least, least}, kind) == least);
        const std::int64_t base = std::int64_t{1} << 60;
        const std::int64_t between = fill_of({base + 1, base + 2}, kind);
        CHECK(between >= base + 1);
        CHECK(between <= base + 2);
    }
    CHECK(fill_of({most, most - 1, most - 2, most - 5}, Fill::mean) == most - 2);
}

TEST_CASE("an int64 mode is kept digit for digit") {
    const std::int64_t big = 9'007'199'254'740'993;  // 2^53 + 1: no double
    const Table table = one(Column::from_int64({big, 0, big, 5}, {true, false, true, true}));
    CHECK(cells(filled(table, {.fill = Fill::mode})) ==
          "9007199254740993 9007199254740993 9007199254740993 5");
}

TEST_CASE("the mode is the first in the data among equally frequent values, of any type") {
    CHECK(cells(filled(
              one(Column::from_text({"b", "a", "a", "b", ""}, {true, true, true, true, false})),
              {.fill = Fill::mode})) == "b a a b b");
    CHECK(cells(filled(one(Column::from_boolean({true, false, false}, {true, true, false})),
                       {.fill = Fill::mode})) == "true false true");
    CHECK(cells(filled(one(Column::from_timestamp({0, 60'000'000, 0}, {false, true, true})),
                       {.fill = Fill::mode})) ==
          "1970-01-01 00:01:00 1970-01-01 00:01:00 1970-01-01 00:00:00");
    CHECK(cells(filled(
              one(Column::from_float64({not_number, not_number, 3, 0}, {true, true, true, false})),
              {.fill = Fill::mode})) == "nan nan 3 3");
}

TEST_CASE("a bool column takes means as a number and modes as a bool") {
    const Table table =
        one(Column::from_boolean({true, false, true, false}, {true, true, true, false}));
    CHECK(filled(table, {.fill = Fill::median}).column("x").type() == Type::boolean);
    const Table mean = filled(table, {.fill = Fill::mean});
    CHECK(mean.column("x").type() == Type::float64);
    CHECK(mean.column("x").number(3) == doctest::Approx(2.0 / 3).epsilon(1e-15));
}

TEST_CASE("text and times take constants by constant_text") {
    CHECK(cells(filled(one(Column::from_text({"a", "b", "c"}, {false, true, false})),
                       {.fill = Fill::constant, .constant_text = "none"})) == "none b none");
    CHECK(cells(filled(one(Column::from_timestamp({0, 0}, {true, false})),
                       {.fill = Fill::constant, .constant_text = "2024-02-29"})) ==
          "1970-01-01 00:00:00 2024-02-29 00:00:00");
    CHECK(error_of(one(Column::from_timestamp({0})),
                   {.fill = Fill::constant, .constant_text = "soon"})
              .status() == Status::argument);
}

TEST_CASE("previous and next copy neighbours of every type and leave the ends") {
    const std::vector<bool> present{false, true, false, false, true, false};
    const auto both = [&](const Column& column) {
        return cells(filled(one(column), {.fill = Fill::previous})) + " | " +
               cells(filled(one(column), {.fill = Fill::next}));
    };
    CHECK(both(Column::from_float64({0, 1.5, 0, 0, 2.5, 0}, present)) ==
          ". 1.5 1.5 1.5 2.5 2.5 | 1.5 1.5 2.5 2.5 2.5 .");
    CHECK(both(Column::from_int64({0, 1, 0, 0, 2, 0}, present)) == ". 1 1 1 2 2 | 1 1 2 2 2 .");
    CHECK(both(Column::from_text({"?", "one", "?", "?", "two", "?"}, present)) ==
          ". one one one two two | one one two two two .");
    CHECK(both(Column::from_boolean({false, true, false, false, false, true}, present)) ==
          ". true true true false false | true true false false false .");
    CHECK(both(Column::from_timestamp({0, 0, 0, 0, 1'000'000, 0}, present)) ==
          ". 1970-01-01 00:00:00 1970-01-01 00:00:00 1970-01-01 00:00:00 1970-01-01 00:00:01 "
          "1970-01-01 00:00:01 | 1970-01-01 00:00:00 1970-01-01 00:00:00 1970-01-01 00:00:01 "
          "1970-01-01 00:00:01 1970-01-01 00:00:01 .");
    const Table ends =
        filled(one(Column::from_int64({0, 1, 0}, {false, true, false})), {.fill = Fill::previous});
    CHECK(ends.changes()[0].reason ==
          "last present cell above; 1 cell with no present cell above left missing");
}

TEST_CASE("previous looks past NaN") {
    CHECK(cells(filled(one(Column::from_float64({1, not_number, 0, not_number, 0},
                                                {true, true, false, true, false})),
                       {.fill = Fill::previous})) == "1 nan 1 nan 1");
}

TEST_CASE("previous and next agree with a walk over the cells, in slices at any bit") {
    Random random(5);
    for (int round = 0; round < 60; ++round) {
        const auto rows = static_cast<std::int64_t>(random.below(300));
        std::vector<std::string> texts;
        std::vector<bool> present;
        for (std::int64_t i = 0; i < rows + 40; ++i) {
            texts.push_back(
                std::string(random.below(12), 'a' + static_cast<char>(random.below(26))));
            present.push_back(random.below(3) > 0);
        }
        const Table table = one(Column::from_text(texts, present)
                                    .slice(static_cast<std::int64_t>(random.below(40)), rows));
        const auto limit = static_cast<std::int64_t>(random.below(4));
        const Column& before = table.column("x");
        const Table above = filled(table, {.fill = Fill::previous, .limit = limit});
        const Table below = filled(table, {.fill = Fill::next, .limit = limit});
        for (std::int64_t row = 0; row < rows; ++row) {
            std::int64_t up = row, down = row;
            while (up >= 0 && !before.valid(up)) --up;
            while (down < rows && !before.valid(down)) ++down;
            const bool fits = limit == 0 || before.valid(row) || down - up - 1 <= limit;
            REQUIRE(above.column("x").valid(row) == (fits && up >= 0));
            REQUIRE(below.column("x").valid(row) == (fits && down < rows));
            if (fits && up >= 0) REQUIRE(above.column("x").text(row) == before.text(up));
            if (fits && down < rows) REQUIRE(below.column("x").text(row) == before.text(down));
        }
    }
}

TEST_CASE("runs longer than the limit stay missing as a whole") {
    const Table table =
        one(Column::from_int64({1, 0, 2, 0, 0, 3}, {true, false, true, false, false, true}));
    const Table out = filled(table, {.fill = Fill::constant, .constant = 7, .limit = 1});
    CHECK(cells(out) == "1 7 2 . . 3");
    CHECK(out.changes()[0].cells == 1);
    CHECK(out.changes()[0].reason == "constant 7; 2 cells in runs longer than 1 left missing");
}

TEST_CASE("the indicator keeps where cells were missing") {
    const Table table = one(Column::from_int64({1, 0, 3}, {true, false, true}));
    const Table out = filled(table, {.fill = Fill::median, .add_indicator = true});
    CHECK(cells(out, "x missing") == "false true false");
    // A name that is taken is left alone.
    const Table again = filled(out, {.fill = Fill::median, .add_indicator = true});
    CHECK(cells(again, "x missing") == "false true false");
    CHECK(cells(again, "x missing (2)") == "false false false");
}

TEST_CASE("lines run over the row number without a time") {
    const Table table = one(Column::from_float64({not_number, 0, 1, 0, 0, 4, 0},
                                                 {true, false, true, false, false, true, false}));
    const Table out = filled(table, {.fill = Fill::linear_time});
    CHECK(cells(out) == "nan . 1 2 3 4 .");
    CHECK(out.changes()[0].reason ==
          "straight line between neighbours over the row number; 2 cells outside the ends left "
          "missing; 1 NaN cell left alone");
}

TEST_CASE("lines run over unequal times, and halfway where time stands still") {
    const auto line = [](Column time) {
        const Table table({"x", "t"},
                          {Column::from_float64({10, 0, 30}, {true, false, true}), time});
        return cells(filled(table, {.fill = Fill::linear_time, .time_column = "t"}));
    };
    CHECK(line(Column::from_timestamp({0, 1'000'000, 4'000'000})) == "10 15 30");
    CHECK(line(Column::from_float64({0, 3, 4})) == "10 25 30");
    CHECK(line(Column::from_int64({5, 5, 5})) == "10 20 30");
    CHECK(line(Column::from_float64({-1.7e308, 0, 1.7e308})) == "10 20 30");
}

TEST_CASE("a line of integers through integers stays int64") {
    CHECK(
        filled(one(Column::from_int64({1, 0, 3}, {true, false, true})), {.fill = Fill::linear_time})
            .column("x")
            .type() == Type::int64);
    CHECK(cells(filled(one(Column::from_int64({1, 0, 4}, {true, false, true})),
                       {.fill = Fill::linear_time})) == "1 2.5 4");
}

TEST_CASE("a time that is missing, not finite or decreasing is refused with its row") {
    const auto refused = [](Column time) {
        const Table table({"x", "t"}, {Column::from_float64({1, 2, 3}), std::move(time)});
        return error_of(table, {.fill = Fill::linear_time, .time_column = "t"});
    };
    CHECK(refused(Column::from_int64({1, 2, 3}, {true, false, true})).where().row == 1);
    CHECK(refused(Column::from_float64({1, not_number, 3})).where().row == 1);
    const Error falling = refused(Column::from_timestamp({0, 2'000'000, 1'000'000}));
    CHECK(falling.status() == Status::data);
    CHECK(falling.where().row == 2);
    CHECK(falling.message().find("1970-01-01 00:00:01 is before 1970-01-01 00:00:02") !=
          std::string::npos);
    CHECK(refused(Column::from_text({"a", "b", "c"})).status() == Status::type);
}

TEST_CASE("what was learned on one table is filled into another") {
    Random random(4);
    std::vector<double> a, b;
    std::vector<bool> present;
    for (int i = 0; i < 500; ++i) {
        a.push_back(random.normal());
        b.push_back(random.normal() + 5);
        present.push_back(random.below(4) > 0);
    }
    const Table fitted_on = one(Column::from_float64(a, present));
    const Table other = one(Column::from_float64(b, present));
    for (const Fill fill : {Fill::mean, Fill::median, Fill::mode}) {
        const Imputer imputer = Imputer::fit({}, fitted_on, x, {.fill = fill});
        const Imputer stored(imputer.options(), imputer.fills());
        const Table once = imputer.apply({}, other), again = stored.apply({}, other);
        for (std::int64_t row = 0; row < 500; ++row) {
            const double expected = present[static_cast<std::size_t>(row)]
                                        ? b[static_cast<std::size_t>(row)]
                                        : imputer.fills()[0].value;
            REQUIRE(once.column("x").number(row) == expected);
            REQUIRE(again.column("x").number(row) == expected);
        }
        CHECK(once.column("x").missing() == 0);
    }
}

TEST_CASE("numbers replay on other number types, and on nothing else") {
    const Imputer imputer = Imputer::fit({}, one(Column::from_float64({1.0, 2.0, 3.0})), x);
    CHECK(cells(imputer.apply({}, one(Column::from_int64({5, 0}, {true, false})))) == "5 2");
    CHECK_THROWS_AS(imputer.apply({}, one(Column::from_text({"5"}))), Error);
    CHECK_THROWS_AS(imputer.apply({}, Table({"y"}, {Column::from_int64({5})})), Error);
}

TEST_CASE("a slice is filled by its own cells") {
    const Column column =
        Column::from_boolean({true, true, false, true, false, true, true, false, true, true, true},
                             {true, true, true, false, true, true, false, true, true, false, true});
    CHECK(cells(filled(one(column.slice(3, 7)), {.fill = Fill::previous})) ==
          ". false true true false true true");
}

TEST_CASE("what cannot be learned is refused with the column and the reason") {
    const Table missing = one(Column::from_float64({1, 2}, {false, false}));
    for (const Fill fill : {Fill::mean, Fill::median, Fill::mode, Fill::linear_time}) {
        const Error error = error_of(missing, {.fill = fill});
        CHECK(error.status() == Status::data);
        CHECK(error.where().argument == "x");
    }
    CHECK(cells(filled(missing, {.fill = Fill::constant, .constant = 3})) == "3 3");
    CHECK(cells(filled(missing, {.fill = Fill::previous})) == ". .");

    const Table text = one(Column::from_text({"a"}));
    for (const Fill fill : {Fill::mean, Fill::median, Fill::linear_time})
        CHECK(error_of(text, {.fill = fill}).status() == Status::type);
    CHECK(error_of(one(Column::from_float64({1, infinite})), {.fill = Fill::mean}).where().row ==
          1);
    CHECK(error_of(missing, {.fill = Fill::constant, .constant = not_number}).status() ==
          Status::argument);
    CHECK(error_of(missing, {.limit = -1}).status() == Status::argument);
    CHECK(error_of(missing, {}, {"speed"}).status() == Status::not_found);
    CHECK(error_of(one(Column::from_int64({1})), {}, {"x", "x"}).status() == Status::argument);
}

TEST_CASE("tables of no and of one row can be filled") {
    const Table none = one(Column::from_float64({}));
    CHECK(filled(none, {.fill = Fill::previous}).rows() == 0);
    CHECK(filled(none, {.fill = Fill::constant, .constant = 1}).changes().size() == 1);
    CHECK(error_of(none, {.fill = Fill::mean}).status() == Status::data);
    CHECK(cells(filled(one(Column::from_float64({4})), {.fill = Fill::linear_time})) == "4");
    CHECK(Imputer::fit({}, none, {}).apply({}, none).changes()[0].reason == "no column was named");
}

TEST_CASE("what stands in the memory of a missing cell is no NaN that was left alone") {
    const Table table(
        {"x"}, {Column::from_float64({1, not_number, 3, not_number}, {true, false, true, true})});
    const std::string columns[] = {"x"};
    const Imputer imputer = Imputer::fit({}, table, columns, {.fill = Fill::mean});
    const Table out = imputer.apply({}, table);
    CHECK(out.column("x").number(1) == 2);
    CHECK(out.changes()[0].reason == "mean 2 of 2 present cells; 1 NaN cell left alone");
}

TEST_CASE("a line between integers beyond 2^53 is exact, and is no line where it would round") {
    const std::int64_t large = 9007199254740993;  // 2^53 + 1, no double
    const auto line = [](std::vector<std::int64_t> values, std::vector<bool> valid) {
        return filled(one(Column::from_int64(std::move(values), std::move(valid))),
                      {.fill = Fill::linear_time});
    };
    const Table steps = line({large, 0, 0, large + 6}, {true, false, false, true});
    CHECK(cells(steps) == "9007199254740993 9007199254740995 9007199254740997 9007199254740999");
    const Table down = line({large, 0, large - 2}, {true, false, true});
    CHECK(cells(down) == "9007199254740993 9007199254740992 9007199254740991");
    // From end to end of what an int64 holds.
    const Table across = line({std::numeric_limits<std::int64_t>::min(), 0, 0, 0,
                               std::numeric_limits<std::int64_t>::max() - 3},
                              {true, false, false, false, true});
    CHECK(across.column("x").type() == Type::int64);
    CHECK(across.column("x").int64s()[2] == -2);
    try {
        line({large, 0, large + 1}, {true, false, true});
        FAIL("a half was made of integers that no double holds");
    } catch (const Error& error) {
        CHECK(error.status() == Status::data);
        CHECK(error.where().row == 0);
    }
    CHECK(cells(line({1, 0, 2}, {true, false, true})) == "1 1.5 2");
}

TEST_CASE("thirds of an integer distance are integers where they are") {
    const Table table({"x", "t"}, {Column::from_int64({1, 0, 0, 4}, {true, false, false, true}),
                                   Column::from_int64({10, 13, 16, 19})});
    const Table out = filled(table, {.fill = Fill::linear_time, .time_column = "t"});
    CHECK(out.column("x").type() == Type::int64);
    CHECK(cells(out) == "1 2 3 4");
}

TEST_CASE("the median of integers beyond 2^53 is exact") {
    const std::int64_t large = 9007199254740993;
    const auto median = [](std::vector<std::int64_t> values) {
        std::vector<bool> valid(values.size(), true);
        values.push_back(0);
        valid.push_back(false);
        const Table out = filled(one(Column::from_int64(values, valid)), {.fill = Fill::median});
        return out.column("x").int64s().back();
    };
    CHECK(median({large, large - 5, large + 7}) == large);
    CHECK(median({-large, -large + 2}) == -large + 1);
}

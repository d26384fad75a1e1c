#include "tenon/duplicates.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

constexpr double not_number = std::numeric_limits<double>::quiet_NaN();

// A row as text in which equal rows, and only they, are equal.
std::string row_key(const Table& table, const std::vector<std::string>& columns, std::int64_t row) {
    std::string key;
    for (const auto& name : columns) {
        const Column& column = table.column(name);
        key += column.valid(row) ? 'p' : 'm';
        std::string cell = column.valid(row) ? column.cell_text(row) : "";
        if (cell == "-0") cell = "0";
        key += std::to_string(cell.size()) + ':' + cell;
    }
    return key;
}

std::vector<std::int64_t> brute_force(const Table& table, const std::vector<std::string>& columns,
                                      Keep keep) {
    std::vector<std::int64_t> kept;
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        bool again = false;
        for (std::int64_t other = 0; other < table.rows(); ++other) {
            const bool counts = keep == Keep::first ? other < row : other > row;
            again |= counts && row_key(table, columns, other) == row_key(table, columns, row);
        }
        if (!again) kept.push_back(row);
    }
    return kept;
}

// Few distinct values a column, so that equal rows are frequent.
Table random_table(Random& random, std::int64_t rows) {
    std::vector<double> reals;
    std::vector<std::int64_t> counts, times;
    std::vector<bool> flags, present;
    std::vector<std::string> texts;
    const double some_reals[] = {0.0, -0.0, not_number, -not_number, 1.5};
    const char* some_texts[] = {"", "a", "twelve bytes", "twelve bytez", "seven b"};
    for (std::int64_t i = 0; i < rows; ++i) {
        reals.push_back(some_reals[random.below(5)]);
        counts.push_back(static_cast<std::int64_t>(random.below(2)));
        times.push_back(static_cast<std::int64_t>(random.below(2)) * 1'000'000);
        flags.push_back(random.below(2) == 1);
        texts.push_back(some_texts[random.below(5)]);
        present.push_back(random.below(4) > 0);
    }
    return Table({"real", "count", "time", "flag", "text"},
                 {Column::from_float64(reals, present), Column::from_int64(counts),
                  Column::from_timestamp(times, present), Column::from_boolean(flags, present),
                  Column::from_text(texts, present)});
}

}  // namespace

TEST_CASE("duplicates agree with comparing every row with every other") {
    Random random(7);
    for (int round = 0; round < 40; ++round) {
        const Table table = random_table(random, static_cast<std::int64_t>(random.below(120)));
        for (const auto& keys : std::vector<std::vector<std::string>>{
                 {"real", "count", "time", "flag", "text"}, {"real"}, {"text", "flag"}}) {
            for (const Keep keep : {Keep::first, Keep::last}) {
                const auto expected = table.take(brute_force(table, keys, keep));
                const Table found = drop_duplicates({}, table, keys, keep);
                REQUIRE(found.rows() == expected.rows());
                for (std::int64_t row = 0; row < found.rows(); ++row)
                    REQUIRE(row_key(found, table.names(), row) ==
                            row_key(expected, table.names(), row));
            }
        }
    }
}

TEST_CASE("a slice is compared by its own rows") {
    Random random(8);
    const Table table = random_table(random, 200).slice(37, 101);
    const auto expected = brute_force(table, table.names(), Keep::first);
    CHECK(drop_duplicates({}, table).rows() == static_cast<std::int64_t>(expected.size()));
}

TEST_CASE("missing differs from NaN, from zero and from the empty text") {
    const Table table({"x", "t"},
                      {Column::from_float64({not_number, 0, 0, 0}, {true, false, true, true}),
                       Column::from_text({"", "", "", ""}, {true, true, true, false})});
    CHECK(drop_duplicates({}, table).rows() == 4);
}

TEST_CASE("dropping duplicates tells how many went and by which key") {
    const Table table({"order", "part"},
                      {Column::from_int64({1, 2, 1}), Column::from_text({"a", "b", "c"})});
    const std::vector<std::string> key{"order"};
    const Table first = drop_duplicates({}, table, key);
    REQUIRE(first.changes().size() == 1);
    CHECK(first.changes()[0].step == "drop duplicates");
    CHECK(first.changes()[0].rows == 1);
    CHECK(first.changes()[0].reason ==
          "1 of 3 rows equal in the key order to an earlier row, which stays");
    CHECK(first.column("part").text(0) == "a");
    CHECK(drop_duplicates({}, table, key, Keep::last).column("part").text(1) == "c");
    CHECK(drop_duplicates({}, first).changes()[1].reason ==
          "no two of 2 rows are equal in all 2 columns");
}

TEST_CASE("tables of no and of one row have no duplicates") {
    CHECK(drop_duplicates({}, Table()).rows() == 0);
    CHECK(drop_duplicates({}, Table({"x"}, {Column::from_int64({})})).changes().size() == 1);
    CHECK(drop_duplicates({}, Table({"x"}, {Column::from_int64({5})})).rows() == 1);
}

TEST_CASE("an unknown key is named") {
    const Table table({"x"}, {Column::from_int64({1})});
    const std::vector<std::string> key{"y"};
    try {
        drop_duplicates({}, table, key);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.status() == Status::not_found);
        CHECK(error.message().find("\"y\"") != std::string::npos);
    }
}

TEST_CASE("the rows that stay do not depend on the number of threads") {
    Random random(9);
    std::vector<std::int64_t> values(300'000);
    for (auto& value : values) value = static_cast<std::int64_t>(random.below(200'000));
    const Table table({"x"}, {Column::from_int64(values)});
    Context four;
    four.threads = 4;
    const Table one = drop_duplicates({}, table), many = drop_duplicates(four, table);
    REQUIRE(one.rows() == many.rows());
    bool same = true;
    for (std::int64_t row = 0; row < one.rows(); ++row)
        same &= one.column(0).int64s()[static_cast<std::size_t>(row)] ==
                many.column(0).int64s()[static_cast<std::size_t>(row)];
    CHECK(same);
}

TEST_CASE("a cancel and a spent budget stop the step") {
    const Table table({"x"}, {Column::from_int64(std::vector<std::int64_t>(1000, 1))});
    Cancel cancel;
    cancel.request();
    Context stopped;
    stopped.cancel = &cancel;
    Budget budget(1000);
    Context poor;
    poor.budget = &budget;
    const auto status_of = [&](const Context& context) {
        try {
            drop_duplicates(context, table);
        } catch (const Error& error) {
            return error.status();
        }
        return Status::ok;
    };
    CHECK(status_of(stopped) == Status::cancelled);
    CHECK(status_of(poor) == Status::budget);
    CHECK(budget.used() == 0);
}

#include "tenon/table.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tenon/error.hpp"
#include "tenon/random.hpp"

using namespace tenon;

namespace {

template <class Call>
Error error_of(const Call& call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    FAIL("no error");
    return Error(Status::ok, "");
}

Table machines() {
    return Table({"machine", "temperature", "speed", "ok", "time"},
                 {Column::from_text({"M1", "", "M3"}, {true, false, true}),
                  Column::from_float64({300.5, 0, -0.0}, {true, false, true}),
                  Column::from_int64({1200, 1300, 1400}), Column::from_boolean({true, false, true}),
                  Column::from_timestamp({0, 1'000'000, 86'400'000'000})});
}

// Every type, with missing cells at random, and what is in it.
struct Cells {
    std::vector<std::string> text;
    Column column;
};

Cells random_cells(Type type, std::int64_t rows, double missing, Random& random) {
    ColumnBuilder builder(type);
    Cells cells;
    for (std::int64_t i = 0; i < rows; ++i) {
        if (random.uniform() < missing) {
            builder.add_missing();
            cells.text.emplace_back();
            continue;
        }
        const auto n = static_cast<std::int64_t>(random.below(1000)) - 500;
        switch (type) {
            case Type::float64:
                builder.add_float64(static_cast<double>(n) / 8);
                break;
            case Type::int64:
            case Type::timestamp:
                builder.add_int64(n);
                break;
            case Type::boolean:
                builder.add_boolean(n > 0);
                break;
            case Type::text:
                builder.add_text(std::string(static_cast<std::size_t>(n + 500) % 7, 'x'));
                break;
        }
        cells.text.emplace_back("?");
    }
    cells.column = builder.finish();
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (!cells.text[at].empty()) cells.text[at] = "=" + cells.column.cell_text(i);
    }
    return cells;
}

std::string shown(const Column& column, std::int64_t row) {
    return column.valid(row) ? "=" + column.cell_text(row) : "";
}

constexpr Type every_type[] = {Type::float64, Type::int64, Type::boolean, Type::text,
                               Type::timestamp};

}  // namespace

TEST_CASE("cells come back as they were put in") {
    const Table table = machines();
    CHECK(table.rows() == 3);
    CHECK(table.columns() == 5);
    CHECK(table.column("machine").text(0) == "M1");
    CHECK_FALSE(table.column("machine").valid(1));
    CHECK(table.column("machine").missing() == 1);
    CHECK(table.column("temperature").number(0) == 300.5);
    CHECK(std::isnan(table.column("temperature").number(1)));
    CHECK(std::signbit(table.column("temperature").number(2)));
    CHECK(table.column("speed").buffers().validity == nullptr);
    CHECK(table.column("ok").boolean(2));
    CHECK(table.column("ok").number(1) == 0);
    CHECK(table.column("time").cell_text(2) == "1970-01-02 00:00:00");
}

TEST_CASE("an unknown column is an error that names the near ones") {
    const Table table = machines();
    const Error near = error_of([&] { (void)table.column("Temprature"); });
    CHECK(near.status() == Status::not_found);
    CHECK(near.message().find("\"temperature\"") != std::string::npos);
    CHECK(near.where().argument == "Temprature");
    const Error far = error_of([&] { (void)table.index_of("completely else"); });
    CHECK(far.message().find("\"machine\"") != std::string::npos);
    CHECK(error_of([&] { (void)table.without_column("sped"); }).message().find("\"speed\"") !=
          std::string::npos);
    CHECK_FALSE(table.find("sped"));
}

TEST_CASE("a table refuses what contradicts itself") {
    const Column two = Column::from_int64({1, 2}), three = Column::from_int64({1, 2, 3});
    CHECK(error_of([&] { Table({"a"}, {two, two}); }).status() == Status::argument);
    CHECK(error_of([&] { Table({"a", "a"}, {two, two}); }).where().column == 1);
    CHECK(error_of([&] { Table({"a", ""}, {two, two}); }).where().column == 1);
    CHECK(error_of([&] { Table({"a", "b"}, {two, three}); }).where().argument == "b");
    const Table table({"a"}, {two});
    CHECK(error_of([&] { (void)table.with_column("b", three); }).status() == Status::argument);
    CHECK(error_of([&] {
              (void)table.select(std::vector<std::string>{"a", "a"});
          }).status() == Status::argument);
    CHECK(error_of([&] { (void)table.slice(1, 2); }).status() == Status::argument);
    CHECK(error_of([&] { (void)table.slice(-1, 1); }).status() == Status::argument);
    CHECK(error_of([&] {
              (void)table.slice(1, std::numeric_limits<std::int64_t>::max());
          }).status() == Status::argument);
    CHECK(error_of([&] { (void)table.take(std::vector<std::int64_t>{0, 2}); }).where().row == 2);
    CHECK(error_of([&] { Column::from_float64({1, 2}, {true}); }).status() == Status::argument);
}

TEST_CASE("columns are replaced, appended and dropped by name; the others are shared") {
    const Table table = machines();
    const Table more = table.with_column("speed", Column::from_text({"a", "b", "c"}))
                           .with_column("new", Column::from_int64({7, 8, 9}));
    CHECK(more.columns() == 6);
    CHECK(more.index_of("speed") == 2);
    CHECK(more.column("speed").type() == Type::text);
    CHECK(more.name(5) == "new");
    CHECK(table.columns() == 5);
    CHECK(more.column("time").buffers().values == table.column("time").buffers().values);
    const Table fewer = table.select(std::vector<std::string>{"time", "machine"});
    CHECK(fewer.name(0) == "time");
    CHECK(fewer.rows() == 3);
    CHECK(table.without_column("machine").name(0) == "temperature");
}

TEST_CASE("changes and findings travel with the table") {
    const Table table = machines()
                            .with_change({"fill missing", "speed", 0, 2, "why"})
                            .with_findings({{"ragged line", 3, -1, 17, "short"}});
    CHECK(machines().changes().empty());
    for (const Table& t : {table, table.slice(0, 1), table.take(std::vector<std::int64_t>{2}),
                           table.select(std::vector<std::string>{"ok"}),
                           table.with_column("n", Column::from_int64({1, 2, 3}))}) {
        REQUIRE(t.changes().size() == 1);
        CHECK(t.changes()[0].step == "fill missing");
        REQUIRE(t.findings().size() == 1);
        CHECK(t.findings()[0].line == 3);
    }
    CHECK(table.with_change({}).changes().size() == 2);
}

TEST_CASE("take and slice give the rows named, for every type and any offset") {
    Random random(3);
    for (const Type type : every_type) {
        CAPTURE(type_name(type));
        for (const double share : {0.0, 0.3, 1.0}) {
            const Cells cells = random_cells(type, 100, share, random);
            for (int trial = 0; trial < 20; ++trial) {
                const auto first = static_cast<std::int64_t>(random.below(101));
                const auto count = static_cast<std::int64_t>(
                    random.below(static_cast<std::uint64_t>(101 - first)));
                const Column part = cells.column.slice(first, count);
                REQUIRE(part.size() == count);
                std::int64_t missing = 0;
                for (std::int64_t i = 0; i < count; ++i) {
                    REQUIRE(shown(part, i) == cells.text[static_cast<std::size_t>(first + i)]);
                    missing += !part.valid(i);
                }
                REQUIRE(part.missing() == missing);
                std::vector<std::int64_t> rows;
                for (int i = 0; count > 0 && i < 30; ++i)
                    rows.push_back(
                        static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(count))));
                const Column taken = part.take(rows);  // repeats, and out of order
                REQUIRE(taken.size() == static_cast<std::int64_t>(rows.size()));
                for (std::size_t i = 0; i < rows.size(); ++i)
                    REQUIRE(shown(taken, static_cast<std::int64_t>(i)) == shown(part, rows[i]));
            }
        }
    }
}

TEST_CASE("a column outlives the table and the slice it came from") {
    Column kept;
    {
        const Table table = machines().slice(1, 2);
        kept = table.column("machine");
    }
    CHECK(kept.text(1) == "M3");
}

TEST_CASE("numbers are copied in one pass, NaN where missing; text has none") {
    const Table table = machines();
    std::vector<double> out(3);
    table.column("temperature").copy_numbers(out);
    CHECK(out[0] == 300.5);
    CHECK(std::isnan(out[1]));
    table.column("ok").copy_numbers(out);
    CHECK(out == std::vector<double>{1, 0, 1});
    table.column("time").copy_numbers(out);
    CHECK(out[2] == 86.4e9);
    CHECK(error_of([&] { table.column("machine").copy_numbers(out); }).status() == Status::type);
    out.resize(2);
    CHECK(error_of([&] { table.column("ok").copy_numbers(out); }).status() == Status::argument);
}

TEST_CASE("a builder refuses cells of another type and is empty after finishing") {
    ColumnBuilder builder(Type::int64);
    builder.add_missing();
    builder.add_int64(5);
    CHECK(error_of([&] { builder.add_text("5"); }).status() == Status::type);
    CHECK(builder.size() == 2);
    CHECK(builder.finish().missing() == 1);
    CHECK(builder.size() == 0);
    CHECK(builder.finish().size() == 0);
}

TEST_CASE("tables without rows or columns are tables") {
    const Table none;
    CHECK(none.rows() == 0);
    CHECK(none.select({}).columns() == 0);
    const Table empty({"a", "b"}, {Column::from_text({}), Column::from_float64({})});
    CHECK(empty.rows() == 0);
    CHECK(empty.slice(0, 0).rows() == 0);
    CHECK(empty.take({}).rows() == 0);
    CHECK(empty.column("a").type() == Type::text);
}

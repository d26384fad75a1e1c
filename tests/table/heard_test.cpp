// Calls over millions of rows have a word to the host now and then.
#include <cmath>
#include <string>
#include <vector>

#include "silence.hpp"
#include "tenon/group.hpp"
#include "tenon/rows.hpp"
#include "tenon/take.hpp"

using namespace tenon;

namespace {

Table many(std::int64_t rows) {
    std::vector<double> number;
    std::vector<std::int64_t> key;
    for (std::int64_t i = 0; i < rows; ++i) {
        number.push_back(std::sin(static_cast<double>(i)));
        key.push_back(i % 977);
    }
    return Table({"number", "key"}, {Column::from_float64(number), Column::from_int64(key)});
}

}  // namespace

TEST_CASE("sorting, grouping, taking, casting and joining millions of rows hears the host") {
    const Table table = many(4'000'000);
    check_heard("sort",
                [&](const Context& c) { sort(c, table, std::vector<SortKey>{{"number"}}); });
    check_heard("aggregate", [&](const Context& c) {
        aggregate(c, table, std::vector<std::string>{"key"},
                  std::vector<AggregateColumn>{{Aggregate::median, "number", ""}});
    });
    check_heard("cast",
                [&](const Context& c) { cast(c, table, "key", Type::text, Unconverted::missing); });
    const std::vector<Table> twice = {table, table};
    check_heard("concatenate", [&](const Context& c) { concatenate(c, twice); });
    std::vector<std::int64_t> rows;
    for (std::int64_t i = 0; i < table.rows(); ++i) rows.push_back(i * 7919 % table.rows());
    check_heard("take", [&](const Context& c) {
        c.report({.phase = "take"});
        taken_rows(c, table, rows);
        taken_rows(c, table, rows);
    });
}

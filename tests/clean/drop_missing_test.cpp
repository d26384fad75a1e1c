#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/impute.hpp"
#include "tenon/random.hpp"

using namespace tenon;

TEST_CASE("rows with a missing cell go, and the log counts the cells of each column") {
    const Table table({"a", "b"},
                      {Column::from_float64({1, 2, 3, 4}, {true, false, true, true}),
                       Column::from_text({"x", "y", "z", "w"}, {true, false, false, true})});
    const Table all = drop_missing({}, table);
    CHECK(all.rows() == 2);
    CHECK(all.column("b").text(1) == "w");
    CHECK(all.changes()[0].rows == 2);
    CHECK(all.changes()[0].reason == "rows with a missing cell; missing cells: a 1, b 2");
    const std::vector<std::string> only{"a"};
    CHECK(drop_missing({}, table, only).rows() == 3);
    CHECK(drop_missing({}, all).changes()[1].reason == "no cell is missing in 2 rows");
}

TEST_CASE("the kept rows are those whose cells are all present, in slices at any bit") {
    Random random(3);
    for (int round = 0; round < 60; ++round) {
        const auto rows = static_cast<std::int64_t>(random.below(300));
        std::vector<std::int64_t> ids;
        std::vector<bool> present_a, present_b;
        for (std::int64_t i = 0; i < rows + 70; ++i) {
            ids.push_back(i);
            present_a.push_back(random.below(10) > 0);
            present_b.push_back(random.below(3) > 0);
        }
        const Table table =
            Table({"id", "a", "b"}, {Column::from_int64(ids), Column::from_int64(ids, present_a),
                                     Column::from_int64(ids, present_b)})
                .slice(static_cast<std::int64_t>(random.below(70)), rows);
        std::vector<std::int64_t> expected;
        for (std::int64_t row = 0; row < rows; ++row)
            if (table.column("a").valid(row) && table.column("b").valid(row))
                expected.push_back(table.column("id").int64s()[static_cast<std::size_t>(row)]);
        const Table kept = drop_missing({}, table);
        const auto found = kept.column("id").int64s();
        REQUIRE(std::vector<std::int64_t>(found.begin(), found.end()) == expected);
    }
}

TEST_CASE("tables of no rows and of missing cells only become empty") {
    CHECK(drop_missing({}, Table()).rows() == 0);
    CHECK(drop_missing({}, Table({"x"}, {Column::from_int64({1, 2}, {false, false})})).rows() == 0);
    const std::vector<std::string> unknown{"y"};
    CHECK_THROWS_AS(drop_missing({}, Table(), unknown), Error);
}

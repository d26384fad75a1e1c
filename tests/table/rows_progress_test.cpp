// Calls that rearrange rows tell how far they have come, and end where the host says so.
#include <doctest/doctest.h>

#include <functional>
#include <string>
#include <vector>

#include "tenon/error.hpp"
#include "tenon/expression.hpp"
#include "tenon/group.hpp"
#include "tenon/join.hpp"
#include "tenon/rows.hpp"

using namespace tenon;

namespace {

constexpr std::int64_t rows = 100'000;

// A time of any order, a key, a text, a number and a truth.
Table log() {
    std::vector<double> time, value;
    std::vector<std::int64_t> key;
    std::vector<std::string> text;
    std::vector<bool> odd;
    for (std::int64_t row = 0; row < rows; ++row) {
        const std::int64_t shuffled = row * 7919 % rows;
        time.push_back(static_cast<double>(shuffled));
        key.push_back(shuffled / 2);
        text.push_back("part " + std::to_string(shuffled % 997));
        odd.push_back(row % 2 == 1);
        value.push_back(0.5 * static_cast<double>(row));
    }
    return Table({"time", "key", "text", "value", "odd"},
                 {Column::from_float64(time), Column::from_int64(key), Column::from_text(text),
                  Column::from_float64(value), Column::from_boolean(odd)});
}

using Call = std::function<void(const Context&)>;

struct Case {
    const char* phase;
    Call call;
};

std::vector<Case> calls(const Table& table) {
    return {
        {"sort",
         [&](const Context& c) {
             sort(c, table, std::vector<SortKey>{{"text"}, {"value"}});
         }},
        {"filter", [&](const Context& c) { filter(c, table, table.column("odd")); }},
        {"compute", [&](const Context& c) { with_computed(c, table, "twice", "2 * value"); }},
        {"join", [&](const Context& c) { join(c, table, table, {.keys = {"key"}}); }},
        {"join asof", [&](const Context& c) { join_asof(c, table, table, {.time = "time"}); }},
        {"aggregate",
         [&](const Context& c) {
             aggregate(c, table, std::vector<std::string>{"text"},
                       std::vector<AggregateColumn>{{Aggregate::mean, "value", ""},
                                                    {Aggregate::distinct, "key", ""}});
         }},
    };
}

}  // namespace

TEST_CASE("a call over many rows tells a share that grows, several times") {
    const Table table = log();
    for (const Case& one : calls(table)) {
        CAPTURE(one.phase);
        std::vector<double> shares;
        Context context;
        context.progress = [&](const Progress& told) {
            CHECK(std::string(told.phase) == one.phase);
            CHECK(told.share <= 1);
            if (!shares.empty()) CHECK(told.share >= shares.back());
            shares.push_back(told.share);
            return true;
        };
        one.call(context);
        REQUIRE(shares.size() > 3);
        CHECK(shares.front() == 0);
        CHECK(shares.back() > 0.5);
    }
}

TEST_CASE("a call over many rows ends where its progress says so, whenever that is") {
    const Table table = log();
    for (const Case& one : calls(table)) {
        CAPTURE(one.phase);
        for (int most = 1; most <= 4; ++most) {
            int told = 0;
            Context context;
            context.progress = [&](const Progress&) { return ++told < most; };
            try {
                one.call(context);
                FAIL("it was not cancelled");
            } catch (const Error& error) {
                CHECK(error.status() == Status::cancelled);
            }
            CHECK(told == most);
        }
    }
}

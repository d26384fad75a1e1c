// Conflicts and relaxations without memory: an error or an outcome, and nothing left behind.
#include <doctest/doctest.h>

#include "failing_memory.hpp"
#include "tenon/conflict.hpp"
#include "tenon/relax.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

Problem stuck(ColumnType type) {
    Problem problem(Sense::maximize);
    problem.add_column("x", type, 0, 10, 1);
    problem.add_column("y", type, 0, 4, 1);
    const std::vector<std::int32_t> both{0, 1};
    problem.add_row("need", 10, infinity, both, std::vector<double>{1, 1});
    problem.add_row("room", -infinity, 8, both, std::vector<double>{2, 1});
    if (type == ColumnType::integer) {
        problem.set_row_bounds(0, 5, 5);
        problem.set_row_bounds(1, 7.5, 7.8);
    }
    return problem;
}

}  // namespace

TEST_CASE("running out of memory anywhere leaves nothing behind") {
    for (const ColumnType type : {ColumnType::continuous, ColumnType::integer}) {
        const Problem problem = stuck(type);
        REQUIRE(find_conflict({}, problem).outcome == Outcome::infeasible);
        const std::int64_t before = blocks.load();
        const auto nothing_left = [&](std::int64_t) { CHECK(blocks.load() == before); };
        for (const bool on : {false, true}) {
            CHECK(fail_every_allocation(
                      on, [&] { explain_conflict(problem, find_conflict({}, problem)); },
                      nothing_left) > 10);
            CHECK(fail_every_allocation(
                      on, [&] { explain_relaxation(problem, relax({}, problem)); }, nothing_left) >
                  10);
        }
    }
}

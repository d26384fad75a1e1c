// What presolve may cost: counted in looks at entries, never in time.
#include <doctest/doctest.h>

#include <cmath>
#include <span>
#include <vector>

#include "ilp/presolve/presolve.hpp"
#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

// Set partitioning with few rows and many columns, as of crew schedules: each row has a column of
// its own that leaves it uncovered at a price, and many columns cover the same rows.
MixedProgram partitioning(std::int32_t rows, std::int32_t columns) {
    Random random(41);
    Problem problem;
    std::vector<std::vector<std::int32_t>> members(static_cast<std::size_t>(rows));
    for (std::int32_t j = 0; j < columns; ++j) {
        problem.add_column("", ColumnType::continuous, 0, 1, std::floor(random.uniform(100, 999)));
        for (int k = 0; k < 6; ++k) {
            std::vector<std::int32_t>& row =
                members[random.below(static_cast<std::uint64_t>(rows))];
            if (row.empty() || row.back() != j) row.push_back(j);
        }
    }
    for (std::vector<std::int32_t>& row : members) {
        row.push_back(problem.add_column("", ColumnType::continuous, 0, 1, 1000));
        problem.add_row("", 1, 1, row, std::vector<double>(row.size(), 1.0));
    }
    return to_mixed_program(problem);
}

}  // namespace

TEST_CASE("many columns in few rows are presolved in a few looks at each entry") {
    const MixedProgram program = partitioning(20, 20'000);
    Presolve presolve(PresolveMode::linear);
    REQUIRE(presolve.run({}, program) == PresolveStatus::reduced);
    const auto entries = static_cast<std::int64_t>(program.lp.matrix.index.size());
    CHECK(presolve.work() > entries);
    CHECK(presolve.work() < 25 * entries);
}

TEST_CASE("rows of one column that bound it tighter and tighter are taken in one look at each") {
    Problem problem;
    const std::int32_t x = problem.add_column("x", ColumnType::continuous, 0, infinity, 1);
    const double one = 1;
    for (int i = 0; i < 20'000; ++i)
        problem.add_row("", i, infinity, std::span(&x, 1), std::span(&one, 1));
    const MixedProgram program = to_mixed_program(problem);
    Presolve presolve(PresolveMode::linear);
    REQUIRE(presolve.run({}, program) == PresolveStatus::reduced);
    CHECK(presolve.removed_rows() == 20'000);
    CHECK(presolve.work() < 50 * 20'000);
}

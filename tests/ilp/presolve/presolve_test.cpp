// Presolve: each reduction does what its name says, keeps the optimum, and can be undone.
#include <doctest/doctest.h>

#include <cmath>
#include <string_view>
#include <vector>

#include "ilp/presolve/debug_point.hpp"
#include "ilp/presolve/integral_scale.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

void row(Problem& problem, double low, double high, std::vector<std::int32_t> columns,
         std::vector<double> values) {
    problem.add_row("", low, high, columns, values);
}

Presolve reduce(const Problem& problem, PresolveStatus expected = PresolveStatus::reduced) {
    Presolve presolve;
    CHECK(presolve.run({}, to_mixed_program(problem)) == expected);
    return presolve;
}

// Where columns that dominate others would leave nothing to look at.
Presolve reduce_rows(const Problem& problem) {
    Presolve presolve;
    presolve.skip("dominated columns");
    CHECK(presolve.run({}, to_mixed_program(problem)) == PresolveStatus::reduced);
    return presolve;
}

std::int64_t fired(const Presolve& presolve, std::string_view reduction) {
    for (const ReductionCount& count : presolve.counts())
        if (count.name == reduction) return count.fired;
    return -1;
}

}  // namespace

TEST_CASE("a maximisation becomes a minimisation, binaries and fractions of bounds are rounded") {
    Problem problem(Sense::maximize);
    problem.add_column("", ColumnType::integer, 0.5, 3.7, 2);
    problem.add_column("", ColumnType::continuous, 0.5, 3.7, 0);
    problem.add_column("", ColumnType::continuous, -1e25, 1e25, -1);
    problem.set_offset(4);
    const MixedProgram program = to_mixed_program(problem);
    CHECK(program.lp.cost == std::vector<double>{-2, 0, 1});
    CHECK(!std::signbit(program.lp.cost[1]));
    CHECK(program.lp.offset == -4);
    CHECK(program.lp.lower == std::vector<double>{1, 0.5, -infinity});
    CHECK(program.lp.upper == std::vector<double>{3, 3.7, infinity});
    CHECK(program.integer == std::vector<std::uint8_t>{1, 0, 0});
}

TEST_CASE("a problem of singleton rows and fixed columns is solved by presolve") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 10, 1);
    problem.add_column("", ColumnType::integer, 2, 2, 1);
    row(problem, 3, infinity, {0}, {2});
    row(problem, -infinity, 9, {0, 1}, {1, 3});
    const Presolve presolve = reduce(problem);
    CHECK(presolve.reduced().lp.columns == 0);
    CHECK(presolve.reduced().lp.rows == 0);
    CHECK(presolve.reduced().lp.offset == 4);
    CHECK(presolve.restore({}) == std::vector<double>{2, 2});
}

TEST_CASE("contradictions are found: rows, sides and parity") {
    Problem activity;
    activity.add_column("", ColumnType::binary, 0, 1, 1);
    activity.add_column("", ColumnType::binary, 0, 1, 1);
    Problem parity = activity;
    row(activity, 3, infinity, {0, 1}, {1, 1});
    reduce(activity, PresolveStatus::infeasible);
    row(parity, 1, 1, {0, 1}, {2, 4});
    reduce(parity, PresolveStatus::infeasible);
}

TEST_CASE("a column that costs and that nothing holds shows an unbounded or infeasible problem") {
    Problem problem;
    problem.add_column("", ColumnType::integer, -infinity, 4, 1);
    problem.add_column("", ColumnType::integer, 0, 4, 1);
    row(problem, -infinity, 3, {0, 1}, {1, 1});
    reduce(problem, PresolveStatus::unbounded_or_infeasible);
}

TEST_CASE("a forcing row fixes its columns") {
    Problem problem;
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, -1);
    row(problem, -infinity, -2, {0, 1, 2}, {-1, -1, 5});
    const Presolve presolve = reduce(problem);
    CHECK(presolve.reduced().lp.columns == 0);
    CHECK(presolve.restore({}) == std::vector<double>{1, 1, 0});
}

TEST_CASE("a row is not forcing for a column whose share drowns in the rounding of the others") {
    // Exactly: 3000 x stands at its most, and 0.0001 y may fall to -0.001.
    Problem problem;
    problem.add_column("x", ColumnType::integer, -1e9, -999999997, 0);
    problem.add_column("y", ColumnType::integer, -3, 2, 1);
    row(problem, -2999999991000.001, infinity, {0, 1}, {3000, 0.0001});
    const Presolve presolve = reduce(problem);
    const std::vector<double> best = {-999999997, -3};
    const std::vector<double> kept = presolve.project(best);
    CHECK(presolve.restore(kept) == best);
}

TEST_CASE("coefficients are tightened to the same integer points") {
    // 3x + 2y + 2z <= 6 over binaries: only x = y = z = 1 is cut off, as by x + y + z <= 2.
    Problem problem(Sense::maximize);
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 1 + j);
    row(problem, -infinity, 6, {0, 1, 2}, {3, 2, 2});
    row(problem, 1, infinity, {0, 1, 2}, {1, 1, 1});  // keeps dual fixing away
    const Presolve presolve = reduce_rows(problem);
    const LinearProgram& lp = presolve.reduced().lp;
    bool found = false;
    for (std::int32_t i = 0; i < lp.rows; ++i) found = found || lp.row_upper[i] == 2;
    CHECK(found);
    for (const double a : lp.matrix.value) CHECK(std::fabs(a) == 1);
}

TEST_CASE("a continuous slack and a doubleton equation leave and come back exactly") {
    Problem problem;
    problem.add_column("x", ColumnType::integer, 0, 9, 1);
    problem.add_column("y", ColumnType::continuous, 0, 100, 2);
    problem.add_column("s", ColumnType::continuous, 0, 4, 0);
    problem.add_column("z", ColumnType::integer, 0, 9, 1);
    row(problem, 3, 3, {0, 1}, {-2, 1});         // y = 3 + 2x
    row(problem, 20, 20, {1, 2, 3}, {1, 1, 3});  // y + s + 3z = 20
    row(problem, 4, infinity, {0, 3}, {1, 1});
    const Presolve presolve = reduce(problem);
    CHECK(presolve.removed_columns() >= 2);
    std::vector<double> reduced;
    const std::vector<double> point{2, 7, 1, 4};
    for (const double v : presolve.project(point)) reduced.push_back(v);
    const std::vector<double> back = presolve.restore(reduced);
    CHECK(back == point);
    CHECK(check_point(problem, back).feasible);
}

TEST_CASE("parallel rows merge to the tighter sides") {
    Problem problem(Sense::maximize);
    for (int j = 0; j < 2; ++j) problem.add_column("", ColumnType::integer, 0, 9, 1);
    row(problem, 2, 7, {0, 1}, {1, 2});
    row(problem, -24, -9, {0, 1}, {-3, -6});
    const Presolve presolve = reduce(problem);
    const LinearProgram& lp = presolve.reduced().lp;
    REQUIRE(lp.rows == 1);
    const double scale = lp.matrix.value[0];  // either row may have stayed
    CHECK(std::fmin(lp.row_lower[0] / scale, lp.row_upper[0] / scale) == 3);
    CHECK(std::fmax(lp.row_lower[0] / scale, lp.row_upper[0] / scale) == 7);
}

TEST_CASE("a continuous column that must be integer is marked") {
    Problem problem;
    problem.add_column("makespan", ColumnType::continuous, 0, 100, 1);
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::binary, 0, 1, 0);
    row(problem, 0, infinity, {0, 1, 2}, {1, -3, -5});
    row(problem, 4, infinity, {0, 1, 3}, {1, 3, -2});
    row(problem, 1, infinity, {1, 2, 3}, {1, 1, 1});
    const Presolve presolve = reduce(problem);
    for (const std::uint8_t integer : presolve.reduced().integer) CHECK(integer == 1);
}

TEST_CASE("an equation is taken out of rows that repeat it") {
    Problem problem;
    for (int j = 0; j < 8; ++j)
        problem.add_column("", ColumnType::binary, 0, 1, j % 2 ? 5.0 + j : 5.0 - j);
    row(problem, 1, 1, {0, 1, 2, 3}, {1, 1, 1, 1});
    row(problem, 1, 1, {4, 5, 6, 7}, {1, 1, 1, 1});
    // 7 times the first and 2 times the second equation are in it: 7 + 2 + x0 + 3 x5 <= 11.
    row(problem, -infinity, 11, {0, 1, 2, 3, 4, 5, 6, 7}, {8, 7, 7, 7, 2, 5, 2, 2});
    const Presolve presolve = reduce_rows(problem);
    for (const ReductionCount& count : presolve.counts())
        if (std::string_view(count.name) == "sparser rows") CHECK(count.fired == 2);
    const LinearProgram& lp = presolve.reduced().lp;
    CHECK(lp.matrix.value.size() < 12);
    // Points stay what they are.
    std::vector<double> point(static_cast<std::size_t>(lp.columns), 0.0);
    CHECK(presolve.restore(point).size() == 8);
}

TEST_CASE("a watched point that a reduction would lose is named") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 10, 1);
    row(problem, -infinity, 3, {0}, {1});
    const DebugPoint wrong{{5}, 5};
    Presolve presolve;
    presolve.watch(&wrong);
    CHECK_THROWS_AS(presolve.run({}, to_mixed_program(problem)), Error);
}

// 64 a + 18 b = 31678 - 753 y: y is even, so 0; then a = 4 (mod 9) and b = 7 (mod 32), whose bounds
// move there. Every point that keeps the equation keeps the bounds.
TEST_CASE("what division says of an equation moves bounds to the next number with that remainder") {
    Problem problem(Sense::maximize);
    problem.add_column("a", ColumnType::integer, -300, 600, 3);
    problem.add_column("b", ColumnType::integer, 0, 4000, 1);
    problem.add_column("y", ColumnType::binary, 0, 1, 1e6);
    row(problem, 31678, 31678, {0, 1, 2}, {64, 18, 753});
    row(problem, -infinity, 2000, {0, 1}, {7, 1});
    Presolve presolve;
    for (const std::string_view other : {"slack columns", "free columns", "bound tightening",
                                         "dual fixing", "dominated columns", "integer rows"})
        presolve.skip(other);
    CHECK(presolve.run({}, to_mixed_program(problem)) == PresolveStatus::reduced);
    CHECK(fired(presolve, "congruences") >= 5);
    const LinearProgram& lp = presolve.reduced().lp;
    REQUIRE(lp.columns == 2);
    for (const double a : {lp.lower[0], lp.upper[0]})
        CHECK((31678 - 64 * static_cast<std::int64_t>(a)) % 18 == 0);
    for (const double b : {lp.lower[1], lp.upper[1]})
        CHECK((31678 - 18 * static_cast<std::int64_t>(b)) % 64 == 0);
    std::int64_t kept = 0;
    for (std::int64_t a = -300; a <= 600; ++a) {
        const std::int64_t rest = 31678 - 64 * a;
        if (rest < 0 || rest % 18 != 0 || rest / 18 > 4000) continue;
        ++kept;
        CHECK(static_cast<double>(a) >= lp.lower[0]);
        CHECK(static_cast<double>(a) <= lp.upper[0]);
        CHECK(static_cast<double>(rest / 18) >= lp.lower[1]);
        CHECK(static_cast<double>(rest / 18) <= lp.upper[1]);
    }
    CHECK(kept > 10);
    problem.set_bounds(2, 1, 1);
    reduce(problem, PresolveStatus::infeasible);
}

TEST_CASE("the common step of numbers is their greatest common divisor over the rationals") {
    CHECK(common_step(std::vector<double>{6, 10, -4}).value() == 2);
    CHECK(common_step(std::vector<double>{0.5, 0.75}).value() == 0.25);
    CHECK(common_step(std::vector<double>{0.1, 0.3, 0}).value() == doctest::Approx(0.1));
    CHECK(common_step(std::vector<double>{1.0 / 3.0}).value() == doctest::Approx(1.0 / 3.0));
    CHECK(!common_step(std::vector<double>{std::sqrt(2.0), 1}));
    CHECK(!common_step(std::vector<double>{0, 0}));
    CHECK(!common_step(std::vector<double>{1e300}));
}

TEST_CASE("long decimals near a fraction are no multiples of it") {
    const double near = 4613.0 / 317 + 1e-9;  // 35 and this look like multiples of 7 / 317
    const std::vector<double> values{35, -near}, reach{1, 1};
    const std::optional<double> step = common_step(values);
    REQUIRE(step);
    CHECK(drift_from_step(values, reach, *step) == doctest::Approx(1e-9));
    const std::vector<double> tenths{0.1, 0.3}, far{infinity, 1e12};
    CHECK(drift_from_step(tenths, far, common_step(tenths).value()) == 0);

    // x = y = 1 alone keeps the row, and not the row of the multiples.
    Problem problem;
    for (int k = 0; k < 2; ++k) problem.add_column("", ColumnType::binary, 0, 1, 1);
    const std::vector<std::int32_t> index{0, 1};
    problem.add_row("", 35 - near, 35 - near, index, values);
    Presolve presolve;
    CHECK(presolve.run({}, to_mixed_program(problem)) == PresolveStatus::reduced);
}

TEST_CASE("rows that exclude each other's columns pairwise become one clique") {
    Problem problem(Sense::maximize);
    for (int j = 0; j < 4; ++j) problem.add_column("", ColumnType::binary, 0, 1, 3 + j);
    row(problem, -infinity, 1, {0, 1}, {1, 1});
    row(problem, -infinity, 1, {1, 2}, {1, 1});
    row(problem, -infinity, 3, {0, 2, 3}, {2, 2, 1});  // a knapsack excludes the last pair
    row(problem, 1, infinity, {0, 3}, {1, 1});         // keeps dual fixing away
    row(problem, 1, infinity, {1, 2, 3}, {1, 1, 1});
    const Presolve presolve = reduce_rows(problem);
    const LinearProgram& lp = presolve.reduced().lp;
    // Of the first two rows one is left, over three columns.
    CHECK(lp.rows == 4);
    CHECK(fired(presolve, "clique merging") == 1);
}

TEST_CASE("what excludes all members of an equation is zero") {
    Problem problem(Sense::maximize);
    for (int j = 0; j < 4; ++j) problem.add_column("", ColumnType::binary, 0, 1, 3 + j);
    row(problem, 1, 1, {0, 1, 2}, {1, 1, 1});
    row(problem, -infinity, 5, {0, 1, 3}, {3, 3, 3});
    row(problem, -infinity, 0, {2, 3}, {1, -1});  // x2 <= x3, so x3 excludes only x0 and x1
    const Presolve open = reduce_rows(problem);
    CHECK(open.reduced().lp.columns > 0);
    CHECK(fired(open, "clique merging") == 0);
    row(problem, -infinity, 3, {2, 3}, {2, 2});
    const Presolve presolve = reduce_rows(problem);
    CHECK(fired(presolve, "clique merging") > 0);
    const std::vector<double> point = presolve.restore(
        std::vector<double>(static_cast<std::size_t>(presolve.reduced().lp.columns), 0));
    CHECK(point[3] == 0);
}

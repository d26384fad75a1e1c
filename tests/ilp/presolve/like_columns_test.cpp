// Parallel and dominating columns of integer programs: each reduction alone on programs of a few
// rows, and on thousands of random ones against trying every integer point.
#include "ilp/search/like_columns.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "ilp/lp/trials.hpp"
#include "ilp/presolve/presolve.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

using Names = std::vector<std::string_view>;

void leave_only(Presolve& presolve, const Names& wanted) {
    for (const std::string_view name : Presolve::reduction_names())
        if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) presolve.skip(name);
}

std::int64_t fired(const Presolve& presolve, std::string_view reduction) {
    for (const ReductionCount& count : presolve.counts())
        if (count.name == reduction) return count.fired;
    return -1;
}

Problem to_problem(const MixedProgram& program) {
    const LinearProgram& lp = program.lp;
    Problem out;
    std::vector<std::vector<std::int32_t>> index(static_cast<std::size_t>(lp.rows));
    std::vector<std::vector<double>> value(static_cast<std::size_t>(lp.rows));
    for (std::int32_t j = 0; j < lp.columns; ++j) {
        out.add_column("", program.integer[j] ? ColumnType::integer : ColumnType::continuous,
                       lp.lower[j], lp.upper[j], lp.cost[j]);
        for (std::int64_t k = lp.matrix.start[j]; k < lp.matrix.start[j + 1]; ++k) {
            index[lp.matrix.index[k]].push_back(j);
            value[lp.matrix.index[k]].push_back(lp.matrix.value[k]);
        }
    }
    for (std::int32_t i = 0; i < lp.rows; ++i)
        out.add_row("", lp.row_lower[i], lp.row_upper[i], index[i], value[i]);
    out.set_offset(lp.offset);
    return out;
}

void row(Problem& problem, double low, double high, std::vector<std::int32_t> columns,
         std::vector<double> values) {
    problem.add_row("", low, high, columns, values);
}

// Through this reduction alone, which is to fire so often.
Presolve only(std::string_view reduction, const Problem& problem, std::int64_t times) {
    Presolve presolve;
    leave_only(presolve, {reduction});
    REQUIRE(presolve.run({}, to_mixed_program(problem)) == PresolveStatus::reduced);
    CHECK(fired(presolve, reduction) == times);
    return presolve;
}

// The reduced optimum is the one by enumeration, and comes back as a plan of that value.
void compare(const Problem& problem, const std::optional<test::Enumerated>& best,
             const Presolve& presolve) {
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const Problem reduced = to_problem(presolve.reduced());
    const std::optional<test::Enumerated> left = test::enumerate(reduced);
    REQUIRE(left.has_value() == best.has_value());
    if (!best) return;
    CHECK(left->objective == doctest::Approx(sign * best->objective).epsilon(1e-7));
    const Verdict verdict = check_point(problem, presolve.restore(left->values));
    CHECK(verdict.feasible);
    CHECK(verdict.max_integrality == 0);
    CHECK(verdict.objective == doctest::Approx(best->objective).epsilon(1e-7));
}

// Where columns are only merged, every plan has its place in what is left.
void carry(const Problem& problem, const test::Enumerated& best, const Presolve& presolve) {
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const Problem reduced = to_problem(presolve.reduced());
    const std::vector<double> point = presolve.project(best.values);
    const Verdict there = check_point(reduced, point);
    CHECK(there.feasible);
    CHECK(there.objective == doctest::Approx(sign * best.objective).epsilon(1e-7));
    CHECK(check_point(problem, presolve.restore(point)).feasible);
}

}  // namespace

TEST_CASE("integer columns of one cost a unit become one, and are divided again") {
    SUBCASE("equal ones") {
        Problem problem(Sense::maximize);
        for (int j = 0; j < 2; ++j) problem.add_column("", ColumnType::binary, 0, 1, 3);
        row(problem, -infinity, 5, {0, 1}, {2, 2});
        const Presolve presolve = only("parallel columns", problem, 1);
        CHECK(presolve.reduced().lp.upper == std::vector<double>{2});
        CHECK(presolve.reduced().integer[0] == 1);
        CHECK(presolve.restore(std::vector<double>{2}) == std::vector<double>{1, 1});
        CHECK(presolve.project(std::vector<double>{1, 0}) == std::vector<double>{1});
    }
    SUBCASE("a multiple, where the other one fills what is between") {
        Problem problem(Sense::maximize);
        problem.add_column("", ColumnType::integer, 0, 2, 2);
        problem.add_column("", ColumnType::integer, -1, 1, -6);
        row(problem, -infinity, 5, {0, 1}, {1, -3});
        const Presolve presolve = only("parallel columns", problem, 1);
        REQUIRE(presolve.reduced().lp.columns == 1);
        CHECK(presolve.reduced().lp.lower[0] == -3);
        CHECK(presolve.reduced().lp.upper[0] == 5);
        for (double v = -3; v <= 5; ++v) {
            const std::vector<double> point = presolve.restore(std::vector<double>{v});
            CHECK(point[0] - 3 * point[1] == v);
            CHECK(point[0] >= 0);
            CHECK(point[0] <= 2);
            CHECK(std::fabs(point[1]) <= 1);
        }
    }
    SUBCASE("a multiple that leaves gaps stays") {
        Problem problem(Sense::maximize);
        problem.add_column("", ColumnType::integer, 0, 1, 2);
        problem.add_column("", ColumnType::integer, 0, 1, 6);
        row(problem, -infinity, 5, {0, 1}, {1, 3});
        only("parallel columns", problem, 0);
    }
    SUBCASE("a ratio that is not whole stays") {
        Problem problem(Sense::maximize);
        problem.add_column("", ColumnType::integer, 0, 9, 2);
        problem.add_column("", ColumnType::integer, 0, 9, 3);
        row(problem, -infinity, 5, {0, 1}, {2, 3});
        only("parallel columns", problem, 0);
    }
    SUBCASE("without an end on either side") {
        Problem problem;
        problem.add_column("", ColumnType::integer, 0, infinity, 1);
        problem.add_column("", ColumnType::integer, 0, infinity, -1);
        row(problem, -4, infinity, {0, 1}, {2, -2});
        const Presolve presolve = only("parallel columns", problem, 1);
        CHECK(presolve.reduced().lp.lower[0] == -infinity);
        CHECK(presolve.reduced().lp.upper[0] == infinity);
        const double sign = presolve.kept_columns()[0] == 0 ? 1 : -1;
        CHECK(presolve.restore(std::vector<double>{-2 * sign}) == std::vector<double>{0, 2});
        CHECK(presolve.restore(std::vector<double>{7 * sign}) == std::vector<double>{7, 0});
    }
}

TEST_CASE("an integer column goes into a continuous one that spans its steps") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 0, 3, 2);
    problem.add_column("", ColumnType::continuous, 0, 2, 1);
    row(problem, 4.5, infinity, {0, 1}, {2, 1});
    const Presolve presolve = only("parallel columns", problem, 1);
    CHECK(presolve.reduced().integer == std::vector<std::uint8_t>{0});
    CHECK(presolve.reduced().lp.upper == std::vector<double>{8});
    CHECK(presolve.restore(std::vector<double>{4.5}) == std::vector<double>{2, 0.5});
    problem.set_bounds(1, 0, 1.5);
    only("parallel columns", problem, 0);
}

TEST_CASE("a dearer integer column stays where the cheaper one has no end") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 1, 9, 7);
    problem.add_column("", ColumnType::integer, 0, infinity, 3);
    row(problem, 4, infinity, {0, 1}, {2, 1});
    const Presolve presolve = only("parallel columns", problem, 1);
    REQUIRE(presolve.reduced().lp.columns == 1);
    CHECK(presolve.restore(std::vector<double>{2}) == std::vector<double>{1, 2});
    // A step of the dear one is half a step of the other here.
    Problem half;
    half.add_column("", ColumnType::integer, 1, 9, 4);
    half.add_column("", ColumnType::integer, 0, infinity, 3);
    row(half, 4, infinity, {0, 1}, {1, 2});
    only("parallel columns", half, 0);
}

TEST_CASE("a set that another one covers for no more goes; so does one that excludes a better") {
    SUBCASE("covering") {
        Problem problem;
        for (const double cost : {3.0, 3.0, 2.0})
            problem.add_column("", ColumnType::binary, 0, 1, cost);
        row(problem, 1, infinity, {0, 1}, {1, 1});
        row(problem, 1, infinity, {1, 2}, {1, 1});
        const Presolve presolve = only("dominated columns", problem, 1);
        CHECK(presolve.restore(std::vector<double>{1, 1}) == std::vector<double>{0, 1, 1});
    }
    SUBCASE("packing") {
        Problem problem(Sense::maximize);
        for (const double gain : {3.0, 3.0, 4.0})
            problem.add_column("", ColumnType::binary, 0, 1, gain);
        row(problem, -infinity, 1, {0, 1}, {1, 1});
        row(problem, -infinity, 1, {1, 2}, {1, 1});
        // What the middle one would do, the others do: they are true.
        const Presolve presolve = only("dominated columns", problem, 2);
        CHECK(presolve.restore(std::vector<double>{0}) == std::vector<double>{1, 0, 1});
    }
    SUBCASE("a knapsack that has no room for both") {
        Problem problem(Sense::maximize);
        for (const double gain : {3.0, 4.0, 6.0})
            problem.add_column("", ColumnType::binary, 0, 1, gain);
        row(problem, -infinity, 8, {0, 1, 2}, {5, 4, 6});
        only("dominated columns", problem, 1);
        problem.set_row_bounds(0, -infinity, 9);
        only("dominated columns", problem, 0);
    }
    SUBCASE("a continuous column that only rows end") {
        Problem problem;
        problem.add_column("dear", ColumnType::integer, 0, 5, 3);
        problem.add_column("cheap", ColumnType::continuous, 0, 10, 2);
        row(problem, 4, infinity, {0, 1}, {1, 1});
        row(problem, -infinity, 10, {0, 1}, {1, 1});
        only("dominated columns", problem, 1);
    }
    SUBCASE("a continuous column is none the better of an integer one") {
        Problem problem;
        problem.add_column("dear", ColumnType::continuous, 0, 5, 3);
        problem.add_column("cheap", ColumnType::integer, 0, infinity, 2);
        row(problem, 4.5, infinity, {0, 1}, {1, 1});
        only("dominated columns", problem, 0);
    }
}

TEST_CASE("rows to come keep columns that they may tell apart") {
    Problem problem(Sense::maximize);
    for (const double gain : {3.0, 3.0, 3.0, 4.0})
        problem.add_column("", ColumnType::binary, 0, 1, gain);
    row(problem, -infinity, 1, {0, 1, 3}, {1, 1, 1});
    row(problem, -infinity, 3, {0, 1, 2, 3}, {1, 1, 2, 1});
    const auto counts = [&problem](RowsToCome rows) {
        Presolve presolve;
        leave_only(presolve, {"parallel columns", "dominated columns"});
        presolve.expect(rows);
        REQUIRE(presolve.run({}, to_mixed_program(problem)) == PresolveStatus::reduced);
        return std::vector<std::int64_t>{fired(presolve, "parallel columns"),
                                         fired(presolve, "dominated columns")};
    };
    CHECK(counts(RowsToCome::none) == std::vector<std::int64_t>{0, 2});
    CHECK(counts(RowsToCome::implied) == std::vector<std::int64_t>{0, 2});
    CHECK(counts(RowsToCome::any) == std::vector<std::int64_t>{0, 0});
    problem.set_cost(3, 3);
    problem.set_row_bounds(0, -infinity, 2);
    CHECK(counts(RowsToCome::none) == std::vector<std::int64_t>{2, 0});
    CHECK(counts(RowsToCome::implied) == std::vector<std::int64_t>{0, 0});
}

TEST_CASE("a column that stands for two has the sum of a point's values and the larger priority") {
    Problem problem(Sense::maximize);
    for (int j = 0; j < 3; ++j) problem.add_column("", ColumnType::integer, 0, 4, j < 2 ? 3 : 5);
    row(problem, -infinity, 9, {0, 1, 2}, {2, 2, 3});
    const Presolve presolve = only("parallel columns", problem, 1);
    CHECK(presolve.project(std::vector<double>{1, 3, 2}) == std::vector<double>{4, 2});
    CHECK(presolve.carry(std::vector<double>{1, 3, 2}) == std::vector<double>{3, 2});
    CHECK(presolve.carry(std::vector<double>{3, 1, 2}) == std::vector<double>{3, 2});
}

TEST_CASE("what parallel and dominating columns leave has the optimum of enumeration") {
    std::int64_t merged = 0, dominated = 0;
    for (const std::uint64_t k : test::seeds(4000)) {
        Random random(31, k);
        const Problem problem = test::like_columns(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        for (const Names& wanted : {Names{"parallel columns"}, Names{"dominated columns"},
                                    Names{"parallel columns", "dominated columns", "fixed columns",
                                          "bound tightening"}}) {
            Presolve presolve;
            leave_only(presolve, wanted);
            const PresolveStatus status = presolve.run({}, to_mixed_program(problem));
            merged += fired(presolve, "parallel columns");
            dominated += fired(presolve, "dominated columns");
            if (status != PresolveStatus::reduced) {
                CHECK(status == PresolveStatus::infeasible);
                CHECK(!best);
                continue;
            }
            compare(problem, best, presolve);
            if (best && wanted.size() == 1 && fired(presolve, "dominated columns") == 0)
                carry(problem, *best, presolve);
        }
    }
    MESSAGE("merged ", merged, ", dominated ", dominated);
    CHECK(merged > 0);
    CHECK(dominated > 0);
}

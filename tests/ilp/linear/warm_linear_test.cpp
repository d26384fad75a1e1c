// A warm linear program answers as a cold solve of the same problem does, whatever was changed.
#include "tenon/warm_linear.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "ilp/linear/linear_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/error.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

std::vector<double> values_of(const WarmLinear& warm) {
    std::vector<double> values(static_cast<std::size_t>(warm.columns()));
    REQUIRE(warm.copy_values(values) == warm.columns());
    return values;
}

// The warm answer, judged in the problem as it stands and beside a cold solve of it.
void compare_with_cold(WarmLinear& warm) {
    const Problem problem = warm.problem();
    const Outcome outcome = warm.solve();
    const Solution cold = solve({}, problem);
    REQUIRE(outcome == cold.outcome);
    REQUIRE(warm.has_values() == cold.has_values);
    const Solution answer = warm.solution();
    CHECK(answer.outcome == outcome);
    if (!cold.has_values) {
        CHECK(answer.values.empty());
        return;
    }
    const double room = 1e-7 * std::max(1.0, std::fabs(cold.objective));
    CHECK(std::fabs(warm.objective() - cold.objective) <= room);
    CHECK(warm.bound() == warm.objective());
    const Verdict verdict = check_point(problem, answer.values);
    CHECK(verdict.feasible);
    CHECK(std::fabs(verdict.objective - answer.objective) <= 1e-9 * (1 + std::fabs(room)));
    CHECK(std::fabs(verdict.max_violation - answer.max_violation) <= 1e-12);
    CHECK(answer.values == values_of(warm));
    // Prices in the caller's own sense: d = c - A'y, and the basis belongs to the answer.
    std::vector<double> d(problem.cost().begin(), problem.cost().end());
    for (std::int32_t i = 0; i < problem.rows(); ++i)
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k)
            d[problem.index()[k]] -= problem.value()[k] * answer.dual[i];
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        CHECK(std::fabs(d[j] - answer.reduced_cost[j]) <= 1e-7);
    SolveOptions from_basis;
    from_basis.start_basis = answer.basis;
    CHECK(solve({}, problem, from_basis).objective == doctest::Approx(cold.objective));
}

std::int32_t pick(Random& random, std::int32_t count) {
    return static_cast<std::int32_t>(random.below(static_cast<std::uint64_t>(count)));
}

void random_entries(Random& random, std::int32_t count, std::vector<std::int32_t>& index,
                    std::vector<double>& value) {
    for (std::int32_t k = 0; k < count; ++k) {
        if (random.uniform() > 0.3) continue;
        index.push_back(k);
        value.push_back(integer_between(random, -3, 3));
        if (random.below(10) == 0) {  // named twice
            index.push_back(k);
            value.push_back(1);
        }
    }
}

std::vector<std::int32_t> random_subset(Random& random, std::int32_t count, double share) {
    std::vector<std::int32_t> list;
    for (std::int32_t k = 0; k < count; ++k)
        if (random.uniform() < share) list.push_back(k);
    return list;
}

void change_numbers(Random& random, WarmLinear& warm) {
    double l = 0, u = 0;
    if (warm.columns() > 0 && random.below(2)) {
        const std::int32_t j = pick(random, warm.columns());
        if (random.below(2)) {
            warm.set_cost(j, integer_between(random, -2, 9));
        } else {
            l = integer_between(random, 0, 2);
            u = l + integer_between(random, 0, 9);
            warm.set_bounds(j, l, u);
        }
    } else if (warm.rows() > 0) {
        random_bounds(random, 15, l, u);
        if (l == u && random.below(2)) u += 3;
        warm.set_row_bounds(pick(random, warm.rows()), l, u);
    }
    if (random.below(6) == 0) warm.set_offset(integer_between(random, -5, 5));
}

void change_shape(Random& random, WarmLinear& warm) {
    std::vector<std::int32_t> index;
    std::vector<double> value;
    switch (random.below(6)) {
        case 0:
        case 1:
            random_entries(random, warm.rows(), index, value);
            warm.add_column(0, integer_between(random, 0, 8), integer_between(random, -2, 5), index,
                            value);
            return;
        case 2:
        case 3:
            random_entries(random, warm.columns(), index, value);
            warm.add_row(random.below(2) ? -infinity : -integer_between(random, 0, 9),
                         integer_between(random, 0, 30), index, value);
            return;
        case 4:
            if (warm.rows() > 0 && warm.columns() > 0)
                for (int k = 0; k < 3; ++k)
                    warm.set_coefficient(pick(random, warm.rows()), pick(random, warm.columns()),
                                         integer_between(random, -3, 3));
            return;
        default:
            if (random.below(2))
                warm.delete_rows(random_subset(random, warm.rows(), 0.15));
            else
                warm.delete_columns(random_subset(random, warm.columns(), 0.15));
            return;
    }
}

}  // namespace

TEST_CASE("after any sequence of changes the warm answer is that of a cold solve") {
    for (std::uint64_t seed = 0; seed < 150; ++seed) {
        CAPTURE(seed);
        Random random(700, seed);
        const auto rows = static_cast<std::int32_t>(1 + random.below(15));
        const auto columns = static_cast<std::int32_t>(1 + random.below(20));
        const LinearProgram p = feasible_program(random, rows, columns, 0.4);
        WarmLinear warm(to_problem(p, random_sense(random)));
        compare_with_cold(warm);
        for (int step = 0; step < 25; ++step) {
            CAPTURE(step);
            for (std::uint64_t k = 1 + random.below(4); k > 0; --k)
                random.below(3) ? change_numbers(random, warm) : change_shape(random, warm);
            if (random.below(8) == 0) {
                const Basis basis = warm.basis();
                REQUIRE(basis.column.size() == static_cast<std::size_t>(warm.columns()));
                REQUIRE(basis.row.size() == static_cast<std::size_t>(warm.rows()));
                warm.set_basis(basis);
            }
            compare_with_cold(warm);
        }
    }
}

TEST_CASE("the problem as it stands shows every change, gathered or built in") {
    Problem problem(Sense::maximize);
    problem.add_column("x", ColumnType::integer, 0, 3.5, 1);
    problem.add_column("y", ColumnType::continuous, 0, infinity, 2);
    const std::vector<std::int32_t> both{0, 1};
    problem.add_row("hours", -infinity, 8, both, std::vector<double>{1, 2});
    problem.set_name("shop");
    problem.set_offset(5);
    WarmLinear warm(problem);
    CHECK(warm.add_column(0, 1, 7, std::vector<std::int32_t>{0, 0}, std::vector<double>{1, 2}) ==
          2);
    CHECK(warm.add_row(1, 4, std::vector<std::int32_t>{2, 0}, std::vector<double>{5, 6}) == 1);
    warm.set_coefficient(0, 1, 4);
    warm.set_coefficient(1, 1, 9);
    warm.set_cost(2, 8);
    warm.set_bounds(2, 0, 2);
    warm.set_row_bounds(1, 0, 1e20);
    for (int round = 0; round < 2; ++round) {
        const Problem now = warm.problem();
        CHECK(now.name() == "shop");
        CHECK(now.sense() == Sense::maximize);
        CHECK(now.offset() == 5);
        CHECK(now.column_name(0) == "x");
        CHECK(now.type()[0] == ColumnType::continuous);
        CHECK(now.upper()[0] == 3.5);
        CHECK(now.cost()[2] == 8);
        CHECK(now.upper()[2] == 2);
        CHECK(now.row_name(0) == "hours");
        CHECK(now.row_upper()[1] == infinity);
        CHECK(std::vector<double>(now.value().begin(), now.value().end()) ==
              std::vector<double>{1, 4, 3, 6, 9, 5});
        warm.solve();
    }
    warm.delete_columns(std::vector<std::int32_t>{1, 1});
    CHECK(warm.columns() == 2);
    CHECK(warm.problem().column_name(0) == "x");
    CHECK(warm.problem().cost()[1] == 8);
    warm.delete_rows(std::vector<std::int32_t>{0});
    CHECK(warm.rows() == 1);
    CHECK(warm.problem().row_name(0) != "hours");
}

TEST_CASE("the answer of the last solve stays while changes are made") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 2, 9, 1);
    WarmLinear warm(problem);
    CHECK(!warm.has_values());
    CHECK(std::isnan(warm.objective()));
    CHECK(warm.copy_values({}) == 0);
    CHECK_THROWS_AS(warm.solution(), const Error&);
    REQUIRE(warm.solve() == Outcome::optimal);
    warm.set_bounds(0, 5, 9);
    warm.add_column(1, 1, 1, {}, {});
    double x[2] = {0, -1};
    CHECK(warm.copy_values(x) == 1);
    CHECK(x[0] == 2);
    CHECK(x[1] == -1);
    CHECK(warm.objective() == 2);
    CHECK_THROWS_AS(warm.solution(), const Error&);
    REQUIRE(warm.solve() == Outcome::optimal);
    CHECK(warm.objective() == 6);
    CHECK(warm.solution().values == std::vector<double>{5, 1});
}

TEST_CASE("misuse names the place and changes nothing") {
    Problem problem;
    problem.add_column("x", ColumnType::continuous, 0, 9, -1);
    problem.add_row("r", 0, 4, std::vector<std::int32_t>{0}, std::vector<double>{1});
    WarmLinear warm(problem);
    const double nan = std::nan("");
    CHECK_THROWS_AS(warm.set_cost(1, 0), const Error&);
    CHECK_THROWS_AS(warm.set_cost(0, infinity), const Error&);
    CHECK_THROWS_AS(warm.set_bounds(0, 3, 2), const Error&);
    CHECK_THROWS_AS(warm.set_bounds(-1, 0, 2), const Error&);
    CHECK_THROWS_AS(warm.set_row_bounds(0, nan, 2), const Error&);
    CHECK_THROWS_AS(warm.set_offset(nan), const Error&);
    CHECK_THROWS_AS(warm.set_coefficient(0, 0, nan), const Error&);
    CHECK_THROWS_AS(warm.set_coefficient(1, 0, 1), const Error&);
    const std::vector<std::int32_t> beyond{1}, own{0};
    const std::vector<double> one{1}, two{1, 2}, bad{nan};
    CHECK_THROWS_AS(warm.add_row(0, 1, beyond, one), const Error&);
    CHECK_THROWS_AS(warm.add_row(0, 1, own, two), const Error&);
    CHECK_THROWS_AS(warm.add_column(0, 1, 0, own, bad), const Error&);
    CHECK_THROWS_AS(warm.add_column(0, 1, 0, beyond, one), const Error&);
    CHECK_THROWS_AS(warm.delete_rows(beyond), const Error&);
    CHECK_THROWS_AS(warm.delete_columns(beyond), const Error&);
    CHECK_THROWS_AS(warm.set_basis({}), const Error&);
    WarmLimits limits;
    limits.time_limit_seconds = -1;
    CHECK_THROWS_AS(warm.solve({}, limits), const Error&);
    try {
        warm.set_row_bounds(7, 0, 1);
    } catch (const Error& error) {
        CHECK(error.status() == Status::argument);
        CHECK(error.where().row == 7);
    }
    REQUIRE(warm.solve() == Outcome::optimal);
    CHECK(warm.objective() == -4);
    CHECK(warm.columns() == 1);
    CHECK(warm.rows() == 1);
}

TEST_CASE("a cutoff, few pivots, no time and a cancel end a solve with a true bound") {
    Random random(31);
    const LinearProgram p = feasible_program(random, 60, 90, 0.15);
    for (const Sense sense : {Sense::minimize, Sense::maximize}) {
        const double sign = sense == Sense::maximize ? -1 : 1;
        const Problem problem = to_problem(p, sense);
        const double best = solve({}, problem).objective;
        WarmLinear warm(problem);
        WarmLimits limits;
        limits.iteration_limit = 1;
        REQUIRE(warm.solve({}, limits) == Outcome::work_limit);
        CHECK(!warm.has_values());
        CHECK(sign * warm.bound() <= sign * best + 1e-6);
        limits = {};
        limits.cutoff = best - sign * 5;
        REQUIRE(warm.solve({}, limits) == Outcome::cutoff);
        CHECK(sign * warm.bound() >= sign * *limits.cutoff - 1e-6);
        CHECK(warm.solution().outcome == Outcome::cutoff);
        limits.cutoff = best + sign * 5;
        CHECK(warm.solve({}, limits) == Outcome::optimal);
        Cancel cancel;
        cancel.request();
        Context context;
        context.cancel = &cancel;
        CHECK(warm.solve(context) == Outcome::cancelled);
        context.cancel = nullptr;
        context.progress = [](const Progress&) { return false; };
        CHECK(WarmLinear(problem).solve(context) == Outcome::cancelled);
        limits = {};
        limits.time_limit_seconds = 0;
        CHECK(warm.solve({}, limits) == Outcome::time_limit);
        REQUIRE(warm.solve() == Outcome::optimal);
        CHECK(warm.objective() == doctest::Approx(best));
    }
}

TEST_CASE("one changed bound costs few pivots") {
    Random random(32);
    const LinearProgram p = feasible_program(random, 120, 180, 0.1);
    WarmLinear warm(to_problem(p, Sense::minimize));
    REQUIRE(warm.solve() == Outcome::optimal);
    const std::int64_t cold = warm.solution().counters.simplex_iterations;
    std::int64_t pivots = 0, solves = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        const std::vector<double> x = values_of(warm);
        if (x[j] < 1) continue;
        warm.set_bounds(j, 0, x[j] - 1);
        if (warm.solve() == Outcome::optimal) pivots += warm.solution().counters.simplex_iterations;
        warm.set_bounds(j, p.lower[j], p.upper[j]);
        ++solves;
        REQUIRE(warm.solve() == Outcome::optimal);
    }
    REQUIRE(solves > 10);
    CHECK(pivots < solves * cold / 4);
}

// What a caller sees of tenon::solve: outcomes, bounds, limits, starts and prices.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tenon/check.hpp"
#include "tenon/error.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

void row(Problem& problem, double low, double high, std::vector<std::int32_t> columns,
         std::vector<double> values) {
    problem.add_row("", low, high, columns, values);
}

// maximise 5a + 4b + 3c within two capacities: 2a + 3b + c <= 5, 4a + b + 2c <= 11, integers.
Problem workshop() {
    Problem problem(Sense::maximize);
    for (const double profit : {5.0, 4.0, 3.0})
        problem.add_column("", ColumnType::integer, 0, infinity, profit);
    row(problem, -infinity, 5, {0, 1, 2}, {2, 3, 1});
    row(problem, -infinity, 11, {0, 1, 2}, {4, 1, 2});
    return problem;
}

// A knapsack family that needs a tree: `count` items with random weights, several capacities.
Problem hard_knapsack(int count, int rows) {
    Random random(5);
    Problem problem(Sense::maximize);
    for (int j = 0; j < count; ++j)
        problem.add_column("", ColumnType::binary, 0, 1,
                           100 + static_cast<double>(random.below(50)));
    for (int i = 0; i < rows; ++i) {
        std::vector<std::int32_t> columns;
        std::vector<double> weights;
        double sum = 0;
        for (int j = 0; j < count; ++j) {
            columns.push_back(j);
            weights.push_back(20 + static_cast<double>(random.below(180)));
            sum += weights.back();
        }
        problem.add_row("", -infinity, std::floor(sum / 2), columns, weights);
    }
    return problem;
}

}  // namespace

TEST_CASE("an optimum comes with its proof, in the problem's own sense") {
    const Solution solution = solve({}, workshop());
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == 15);  // three of c and one of a: 5 + 9 = 14; five of c: 15
    CHECK(solution.bound == doctest::Approx(15));
    CHECK(solution.gap <= 1e-6);
    CHECK(solution.max_violation == 0);
    CHECK(solution.worst_row.empty());
    REQUIRE(solution.row_activity.size() == 2);
    CHECK(solution.row_activity[0] <= 5);
}

TEST_CASE("the offset belongs to objective and bound") {
    Problem problem = workshop();
    problem.set_offset(-100);
    const Solution solution = solve({}, problem);
    CHECK(solution.objective == -85);
    CHECK(solution.bound == doctest::Approx(-85));
}

TEST_CASE("a problem without columns is feasible if its rows allow zero") {
    Problem problem;
    problem.set_offset(7);
    CHECK(solve({}, problem).outcome == Outcome::optimal);
    CHECK(solve({}, problem).objective == 7);
    row(problem, -1, 1, {}, {});
    CHECK(solve({}, problem).outcome == Outcome::optimal);
    row(problem, 1, 2, {}, {});
    CHECK(solve({}, problem).outcome == Outcome::infeasible);
}

TEST_CASE("a problem without rows stands at the bounds that its costs prefer") {
    Problem problem;
    problem.add_column("", ColumnType::integer, -3, 5, 2);
    problem.add_column("", ColumnType::integer, -3, 5, -1);
    problem.add_column("", ColumnType::integer, 2, 9, 0);
    problem.add_column("", ColumnType::continuous, 1.5, 9, 1);
    const Solution solution = solve({}, problem);
    REQUIRE(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == -6 - 5 + 1.5);
}

TEST_CASE("fixed columns and an empty objective are no special case") {
    Problem problem;
    problem.add_column("", ColumnType::integer, 4, 4, 3);
    problem.add_column("", ColumnType::binary, 0, 1, 0);
    row(problem, 5, 5, {0, 1}, {1, 1});
    const Solution solution = solve({}, problem);
    REQUIRE(solution.outcome == Outcome::optimal);
    CHECK(solution.values == std::vector<double>{4, 1});
    problem.set_cost(0, 0);
    CHECK(solve({}, problem).objective == 0);
}

TEST_CASE("contradictions are infeasible, with and without presolve") {
    Problem rows;
    rows.add_column("", ColumnType::integer, 0, 10, 1);
    row(rows, 7, infinity, {0}, {1});
    row(rows, -infinity, 6, {0}, {1});
    Problem parity;  // 2x + 2y = 5
    parity.add_column("", ColumnType::integer, 0, 10, 1);
    parity.add_column("", ColumnType::integer, 0, 10, 1);
    row(parity, 5, 5, {0, 1}, {2, 2});
    Problem between;  // no integer in [0.2, 0.8]
    between.add_column("", ColumnType::integer, 0.2, 0.8, 1);
    for (const Problem* problem : {&rows, &parity, &between}) {
        for (const bool presolve : {true, false}) {
            SolveOptions options;
            options.presolve = presolve;
            const Solution solution = solve({}, *problem, options);
            CHECK(solution.outcome == Outcome::infeasible);
            CHECK(!solution.has_values);
            CHECK(std::isnan(solution.objective));
        }
    }
}

TEST_CASE("unbounded is claimed only with a plan, else infeasibility is found") {
    for (const bool presolve : {true, false}) {
        SolveOptions options;
        options.presolve = presolve;
        Problem problem;
        problem.add_column("", ColumnType::integer, 0, infinity, -1);
        problem.add_column("", ColumnType::integer, 0, infinity, -1);
        row(problem, -3, 3, {0, 1}, {1, -1});
        const Solution open = solve({}, problem, options);
        CHECK(open.outcome == Outcome::unbounded);
        CHECK(open.has_values);
        CHECK(open.bound == -infinity);
        row(problem, 1, 1, {0, 1}, {2, -2});  // no integer difference of one half
        CHECK(solve({}, problem, options).outcome == Outcome::infeasible);
    }
    Problem linear(Sense::maximize);
    linear.add_column("", ColumnType::continuous, 0, infinity, 1);
    CHECK(solve({}, linear).outcome == Outcome::unbounded);
    CHECK(solve({}, linear).bound == infinity);
}

TEST_CASE("integers beyond 2^53 stay integers within their bounds") {
    const double far = 18014398509481984.0;  // 2^54
    Problem problem(Sense::maximize);
    problem.add_column("", ColumnType::integer, -far, far, 1);
    problem.add_column("", ColumnType::binary, 0, 1, 1);
    row(problem, -infinity, 1, {1}, {1});
    const Solution solution = solve({}, problem);
    REQUIRE(solution.outcome == Outcome::optimal);
    CHECK(solution.values[0] == far);
    CHECK(solution.values[1] == 1);
}

TEST_CASE("a node limit ends the search with a true bound") {
    const Problem problem = hard_knapsack(40, 5);
    SolveOptions options;
    options.relative_gap = 0;
    const Solution full = solve({}, problem, options);
    REQUIRE(full.outcome == Outcome::optimal);
    options.node_limit = 3;
    const Solution part = solve({}, problem, options);
    CHECK(part.outcome == Outcome::node_limit);
    CHECK(part.counters.nodes <= 3);
    CHECK(part.bound >= full.objective);
    if (part.has_values) CHECK(part.objective <= full.objective);
}

// Jobs on machines of limited time, each on one, at costs that are whole numbers.
Problem assignment(Random& random, int machines, int jobs) {
    Problem problem;
    std::vector<double> time(static_cast<std::size_t>(machines), 0);
    std::vector<std::vector<double>> needs(time.size());
    for (int j = 0; j < jobs; ++j) {
        std::vector<std::int32_t> index;
        for (std::size_t m = 0; m < needs.size(); ++m) {
            index.push_back(problem.add_column("", ColumnType::binary, 0, 1,
                                               std::floor(random.uniform(2, 20))));
            needs[m].push_back(std::floor(random.uniform(3, 19)));
            time[m] += needs[m].back() / machines;
        }
        problem.add_row("", 1, 1, index, std::vector<double>(index.size(), 1));
    }
    for (std::size_t m = 0; m < needs.size(); ++m) {
        std::vector<std::int32_t> index;
        for (int j = 0; j < jobs; ++j) index.push_back(j * machines + static_cast<std::int32_t>(m));
        problem.add_row("", -infinity, std::floor(0.75 * time[m]), index, needs[m]);
    }
    return problem;
}

TEST_CASE("a limit that falls when the gap is closed leaves an optimum") {
    int limited = 0, closed = 0;
    for (std::uint64_t k = 0; k < 30; ++k) {
        CAPTURE(k);
        Random random(77, k);
        const Problem problem = assignment(random, 6, 17);
        SolveOptions options;
        const std::int64_t nodes = solve({}, problem, options).counters.nodes;
        for (std::int64_t limit = 1; limit < std::min<std::int64_t>(nodes, 30); ++limit) {
            CAPTURE(limit);
            options.node_limit = limit;
            const Solution solution = solve({}, problem, options);
            if (!solution.has_values) continue;
            const bool proved = solution.gap <= options.relative_gap;
            CHECK((solution.outcome == Outcome::optimal) == proved);
            limited += proved ? 0 : 1;
            closed += proved ? 1 : 0;
        }
    }
    CHECK(limited > 0);
    CHECK(closed > 0);
}

TEST_CASE("work limits and repeated runs are deterministic") {
    const Problem problem = hard_knapsack(40, 5);
    SolveOptions options;
    options.relative_gap = 0;
    options.work_limit = 200'000;
    const Solution one = solve({}, problem, options), two = solve({}, problem, options);
    CHECK(one.outcome == Outcome::work_limit);
    CHECK(one.counters.work == two.counters.work);
    CHECK(one.counters.nodes == two.counters.nodes);
    CHECK(one.values == two.values);
    CHECK(one.bound == two.bound);
}

TEST_CASE("a time limit of zero still answers") {
    SolveOptions options;
    options.time_limit_seconds = 0;
    const Solution solution = solve({}, hard_knapsack(40, 5), options);
    CHECK(solution.outcome == Outcome::time_limit);
}

TEST_CASE("cancel returns the incumbent and a true bound") {
    const Problem problem = hard_knapsack(60, 8);
    int calls = 0;
    Context context;
    context.progress = [&calls](const Progress&) { return ++calls < 3; };
    const Solution solution = solve(context, problem);
    CHECK(solution.outcome == Outcome::cancelled);
    REQUIRE(solution.has_values);
    CHECK(check_point(problem, solution.values).feasible);
    CHECK(solution.bound >= solution.objective);
    Cancel cancel;
    cancel.request();
    Context stopped;
    stopped.cancel = &cancel;
    CHECK(solve(stopped, problem).outcome == Outcome::cancelled);
}

TEST_CASE("a whole start is used, an impossible one is refused with a reason") {
    const Problem problem = workshop();
    SolveOptions options;
    options.node_limit = 0;
    options.heuristics = false;
    options.cuts = false;
    options.start = {1, 0, 2};
    const Solution used = solve({}, problem, options);
    CHECK(used.start_verdict.empty());
    REQUIRE(used.has_values);
    CHECK(used.objective >= 11);
    options.start = {9, 0, 0};
    CHECK(!solve({}, problem, options).start_verdict.empty());
    options.start = {1, 2};
    CHECK_THROWS_AS(solve({}, problem, options), Error);
}

TEST_CASE("the cost of fixed columns is no multiple of the step of the others") {
    Problem problem;
    const auto x = problem.add_column("x", ColumnType::integer, -3, 0, 3);
    problem.add_column("fixed", ColumnType::integer, 1, 1, -13);
    problem.add_row("", -infinity, 5, std::vector<std::int32_t>{x}, std::vector<double>{-2});
    SolveOptions options;
    options.presolve = false;
    const Solution solution = solve({}, problem, options);
    CHECK(solution.objective == -19);
    CHECK(solution.bound == doctest::Approx(-19));
}

TEST_CASE("a refused start is told the row and by how much it is broken") {
    Problem problem(Sense::maximize);
    for (const char* name : {"a", "b", "c"}) problem.add_column(name, ColumnType::integer, 0, 9, 1);
    const auto x = problem.add_column("x", ColumnType::continuous, 0, 4, 1);
    const std::vector<std::int32_t> all{0, 1, 2, x};
    problem.add_row("weight", -infinity, 10, all, std::vector<double>{2, 3, 4, 1});
    problem.add_row("even", 0, 0, std::vector<std::int32_t>{0, 1}, std::vector<double>{1, -2});
    const auto verdict = [&](std::vector<double> start, bool presolve) {
        SolveOptions options;
        options.presolve = presolve;
        options.start = std::move(start);
        const Solution solution = solve({}, problem, options);
        CHECK(solution.outcome == Outcome::optimal);
        return solution.start_verdict;
    };
    const auto has = [](const std::string& text, const char* part) {
        CAPTURE(text);
        CHECK(text.find(part) != std::string::npos);
    };
    for (const bool presolve : {true, false}) {
        has(verdict({4, 2, 1, 0}, presolve), "row \"weight\" is broken by 8");
        has(verdict({11, unknown, unknown, unknown}, presolve), "breaks the upper bound 9 by 2");
        has(verdict({unknown, unknown, 3, unknown}, presolve),
            "row \"weight\" is broken by 2, whatever the others are");
        has(verdict({1, unknown, unknown, unknown}, presolve), "\"a\" = 1");
        has(verdict({2, 1, 1, infinity}, presolve), "\"x\" = inf");
        has(verdict({2, 1, 0, 99}, presolve),
            "used with its integers, and continuous columns solved");
        has(verdict({2, 1, 0, 99}, presolve), "\"weight\" is broken by 96");
        CHECK(verdict({unknown, unknown, 1, unknown}, presolve).empty());
    }
}

TEST_CASE("a start of a problem without a plan is told what speaks against it") {
    Problem problem;
    for (const char* name : {"a", "b"}) problem.add_column(name, ColumnType::integer, 0, 5, 1);
    problem.add_row("most", -infinity, 2, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, 1});
    problem.add_row("least", 3, infinity, std::vector<std::int32_t>{0, 1},
                    std::vector<double>{1, 1});
    for (const bool presolve : {true, false})
        for (const auto& [start, part] :
             {std::pair{std::vector<double>{0, 1}, "row \"least\" is broken by 2"},
              std::pair{std::vector<double>{7, unknown}, "breaks the upper bound 5 by 2"},
              std::pair{std::vector<double>{unknown, unknown}, "the rows leave no plan"}}) {
            SolveOptions options;
            options.presolve = presolve;
            options.start = start;
            const Solution solution = solve({}, problem, options);
            CHECK(solution.outcome == Outcome::infeasible);
            CAPTURE(solution.start_verdict);
            CHECK(solution.start_verdict.find(part) != std::string::npos);
        }
}

TEST_CASE("a start whose integers had to be rounded is told which") {
    Problem problem(Sense::maximize);
    for (const char* name : {"a", "b", "c"}) problem.add_column(name, ColumnType::integer, 0, 9, 1);
    const auto x = problem.add_column("x", ColumnType::continuous, 0, 4, 1);
    problem.add_row("weight", -infinity, 10, std::vector<std::int32_t>{0, 1, 2, x},
                    std::vector<double>{2, 3, 4, 1});
    for (const bool presolve : {true, false}) {
        const auto verdict = [&](std::vector<double> start) {
            SolveOptions options;
            options.presolve = presolve;
            options.start = std::move(start);
            const Solution solution = solve({}, problem, options);
            CHECK(solution.outcome == Outcome::optimal);
            return solution.start_verdict;
        };
        CHECK(verdict({1.25, 1, 0, 0.5}) == "used with \"a\" = 1 (rounded from 1.25)");
        CHECK(verdict({1.25, 0.75, 0, unknown}) ==
              "used with \"a\" = 1 (rounded from 1.25) and 1 more integers rounded");
        CHECK(verdict({unknown, 0.75, unknown, unknown}) ==
              "used with \"b\" = 1 (rounded from 0.75)");
        CHECK(verdict({1 + 1e-9, 1, 0, 0.5}) == "");
        CHECK(verdict({9.75, 0, 0, 0}).find("\"a\" = 10 (rounded from 9.75)") != std::string::npos);
    }
}

TEST_CASE("a partial start is completed") {
    const Problem problem = hard_knapsack(30, 3);
    SolveOptions options;
    options.heuristics = false;
    options.node_limit = 0;
    options.start.assign(30, unknown);
    options.start[3] = 1;
    options.start[4] = 0;
    const Solution solution = solve({}, problem, options);
    CHECK(solution.start_verdict.empty());
    CHECK(solution.has_values);
}

TEST_CASE("pure linear programs give prices in the sense of the problem") {
    // maximise 3x + 2y, x + y <= 4, x + 3y <= 6: x = 4; one more unit of the first side earns 3.
    Problem problem(Sense::maximize);
    problem.add_column("", ColumnType::continuous, 0, infinity, 3);
    problem.add_column("", ColumnType::continuous, 0, infinity, 2);
    row(problem, -infinity, 4, {0, 1}, {1, 1});
    row(problem, -infinity, 6, {0, 1}, {1, 3});
    const Solution solution = solve({}, problem);
    REQUIRE(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == doctest::Approx(12));
    REQUIRE(solution.dual.size() == 2);
    CHECK(solution.dual[0] == doctest::Approx(3));
    CHECK(solution.dual[1] == doctest::Approx(0));
    CHECK(solution.reduced_cost[1] == doctest::Approx(-1));
    CHECK(solution.gap == 0);
}

TEST_CASE("options that contradict themselves are refused by name") {
    SolveOptions options;
    options.relative_gap = -1;
    try {
        solve({}, workshop(), options);
        FAIL("accepted");
    } catch (const Error& error) {
        CHECK(error.status() == Status::argument);
        CHECK(error.where().argument == "relative_gap");
    }
}

TEST_CASE("every outcome has a text") {
    CHECK(std::string(outcome_text(Outcome::optimal)) == "optimal");
    CHECK(std::string(outcome_text(Outcome::infeasible_or_unbounded)) == "infeasible_or_unbounded");
    CHECK(std::string(outcome_text(Outcome::numerical)) == "numerical");
}

TEST_CASE("a makespan that no machine can beat is proved without a linear program") {
    constexpr std::int32_t machines = 60;
    const std::vector<double> times{7, 5, 4, 9, 3, 6};
    Problem problem;
    const std::int32_t makespan =
        problem.add_column("makespan", ColumnType::continuous, 0, infinity, 1);
    std::vector<std::vector<std::int32_t>> on(machines);
    for (std::size_t job = 0; job < times.size(); ++job) {
        std::vector<std::int32_t> places;
        for (std::vector<std::int32_t>& machine : on) {
            places.push_back(problem.add_column("", ColumnType::binary, 0, 1, 0));
            machine.push_back(places.back());
        }
        problem.add_row("", 1, 1, places, std::vector<double>(places.size(), 1.0));
    }
    for (std::vector<std::int32_t>& machine : on) {
        std::vector<double> entries = times;
        machine.push_back(makespan);
        entries.push_back(-1);
        problem.add_row("", -infinity, 0, machine, entries);
    }
    const Solution solution = solve({}, problem);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == 9);
    CHECK(solution.bound == 9);
    CHECK(solution.counters.simplex_iterations == 0);
}

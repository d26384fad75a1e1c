// Every part of the solver has a name by which it can be left out, and an account of what it did.
#include "tenon/solve_parts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "ilp/cuts/cut_problems.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;

namespace {

struct Known {
    Problem problem;
    std::optional<test::Enumerated> best;
};

std::vector<Known> known_problems(int count) {
    std::vector<Known> out;
    for (int k = 0; k < count; ++k) {
        Random random(71, static_cast<std::uint64_t>(k));
        Problem problem = k % 5 == 0   ? test::fixed_charge_network(random)
                          : k % 5 == 1 ? test::lot_sizing(random)
                          : k % 5 == 2 ? test::knapsacks(random)
                          : k % 5 == 3
                              ? test::conflicts(random)
                              : test::random_problem(random, test::random_style(random, true));
        std::optional<test::Enumerated> best = test::enumerate(problem);
        out.push_back({std::move(problem), std::move(best)});
    }
    return out;
}

// Capacities over many items: cuts, plans of many sources and a tree.
Problem warehouse() {
    Random random(5);
    Problem problem(Sense::maximize);
    for (int j = 0; j < 35; ++j)
        problem.add_column("", ColumnType::binary, 0, 1,
                           100 + static_cast<double>(random.below(50)));
    for (int i = 0; i < 4; ++i) {
        std::vector<std::int32_t> columns;
        std::vector<double> weights;
        for (int j = 0; j < 35; ++j) {
            columns.push_back(j);
            weights.push_back(20 + static_cast<double>(random.below(180)));
        }
        problem.add_row("", -infinity, 1750, columns, weights);
    }
    return problem;
}

bool did_anything(const Solution& solution, const std::string& part) {
    const std::vector<SolvePartEffort>& all = solution.counters.parts;
    return std::any_of(all.begin(), all.end(),
                       [&](const SolvePartEffort& effort) { return effort.name == part; });
}

}  // namespace

TEST_CASE("without any one part, small problems have the optimum that enumeration finds") {
    const std::vector<Known> problems = known_problems(50);
    for (const SolvePart& part : solve_parts()) {
        CAPTURE(std::string(part.name));
        SolveOptions options = test::exact_options();
        options.without = {part.name};
        for (std::size_t k = 0; k < problems.size(); ++k) {
            CAPTURE(k);
            const Known& known = problems[k];
            const Solution solution = solve({}, known.problem, options);
            if (!known.best) {
                CHECK(solution.outcome == Outcome::infeasible);
                continue;
            }
            REQUIRE(solution.outcome == Outcome::optimal);
            CHECK(solution.objective == doctest::Approx(known.best->objective).epsilon(1e-6));
        }
    }
}

TEST_CASE("a part that is left out does nothing, and all others may go on") {
    const Problem problem = warehouse();
    SolveOptions options;
    options.node_limit = 150;
    // A small tree would end most of it.
    options.without = {"small tree"};
    const Solution whole = solve({}, problem, options);
    std::size_t tried = 0;
    for (const SolvePart& part : solve_parts()) {
        if (!did_anything(whole, part.name)) continue;
        CAPTURE(std::string(part.name));
        options.without = {"small tree", part.name};
        const Solution solution = solve({}, problem, options);
        CHECK_FALSE(did_anything(solution, part.name));
        CHECK(did_anything(solution, "root LPs"));
        ++tried;
    }
    CHECK(tried >= 15);
}

TEST_CASE("a group goes with all its members") {
    SolveOptions options;
    options.node_limit = 50;
    options.without = {"cuts", "dives", "sub-problems"};
    const Solution solution = solve({}, warehouse(), options);
    for (const SolvePartEffort& part : solution.counters.parts) {
        const std::string name = part.name;
        CHECK(name.find("cuts") == std::string::npos);
        CHECK(name.find("dive") == std::string::npos);
        CHECK(name != "rens");
        CHECK(name != "rins");
    }
}

TEST_CASE("a reduction that is left out does not fire, in integer and in linear programs") {
    Problem problem;
    const std::int32_t x = problem.add_column("", ColumnType::integer, 0, 10, -1);
    const std::int32_t y = problem.add_column("", ColumnType::integer, 0, 10, -1);
    problem.add_row("", -infinity, 7, std::vector<std::int32_t>{x}, std::vector<double>{2});
    problem.add_row("", -infinity, 9, std::vector<std::int32_t>{x, y}, std::vector<double>{2, 3});
    Problem linear = problem;
    linear.set_type(x, ColumnType::continuous);
    linear.set_type(y, ColumnType::continuous);
    for (const Problem& given : {problem, linear}) {
        const auto fired = [&](const SolveOptions& options) {
            std::int64_t count = 0;
            for (const ReductionCount& reduction : solve({}, given, options).counters.reductions)
                if (std::string(reduction.name) == "singleton rows") count += reduction.fired;
            return count;
        };
        CHECK(fired({}) > 0);
        SolveOptions without;
        without.without = {"singleton-rows"};
        CHECK(fired(without) == 0);
    }
}

TEST_CASE("an unknown part is refused, with near names or the place where all are told") {
    const auto message_of = [](ColumnType type, const char* part) {
        Problem problem;
        problem.add_column("", type, 0, 1, 1);
        SolveOptions options;
        options.without = {"clique cuts", part};
        try {
            solve({}, problem, options);
        } catch (const Error& error) {
            CHECK(error.status() == Status::argument);
            return std::string(error.message());
        }
        FAIL("it was taken");
        return std::string();
    };
    constexpr std::size_t whole_message = 936;  // what an error of the C ABI holds
    for (const ColumnType type : {ColumnType::integer, ColumnType::continuous}) {
        const std::string near = message_of(type, "clique cutz"),
                          far = message_of(type, "clairvoyance");
        CHECK(near.find("\"clique cutz\"") != std::string::npos);
        CHECK(near.find("did you mean \"clique cuts\"") != std::string::npos);
        CHECK(far.find("\"clairvoyance\"") != std::string::npos);
        CHECK(far.find("tenon solve --help") != std::string::npos);
        CHECK(far.size() < whole_message);
    }
}

TEST_CASE("many alike machines with a minimum load are proved by one long cut") {
    // sum x >= d with 12 y <= x <= 30 y gives sum y >= d / 30, rounded up.
    constexpr int machines = 400;
    Problem problem;
    std::vector<std::int32_t> all;
    for (int i = 0; i < machines; ++i) {
        const std::int32_t x = problem.add_column("", ColumnType::continuous, 0, infinity, 3);
        const std::int32_t y = problem.add_column("", ColumnType::integer, 0, 1, 50);
        problem.add_row("", -infinity, 0, std::vector{x, y}, std::vector{1.0, -30.0});
        problem.add_row("", 0, infinity, std::vector{x, y}, std::vector{1.0, -12.0});
        all.push_back(x);
    }
    constexpr double demand = 4935.5;
    problem.add_row("", demand, infinity, all, std::vector<double>(all.size(), 1));
    SolveOptions options;
    options.node_limit = 1;
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == doctest::Approx(3 * demand + 50 * 165).epsilon(1e-9));
}

TEST_CASE("the accounts of the parts add up to the solve") {
    SolveOptions options;
    options.without = {"small tree"};
    const Solution solution = solve({}, warehouse(), options);
    std::int64_t work = 0;
    double seconds = 0;
    std::int64_t plans = 0;
    for (const SolvePartEffort& part : solution.counters.parts) {
        work += part.work;
        seconds += part.seconds;
        CHECK(part.found >= part.kept);
        const std::string name = part.name;
        if (name.find("cuts") == std::string::npos) plans += part.kept;
    }
    CHECK(work == solution.counters.work);
    CHECK(seconds <= solution.counters.seconds + 1e-9);
    CHECK(plans > 0);
    CHECK(did_anything(solution, "node LPs"));
}

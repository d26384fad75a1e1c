// Plans and branchings of the caller. Whatever he says, answers are those of enumeration: what he
// hands in is judged, and what he chooses divides a node in two.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include "ilp/search/answer_check.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "tenon/error.hpp"
#include "tenon/objectives.hpp"
#include "tenon/solve.hpp"
#include "tenon/solve_memory.hpp"

using namespace tenon;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

// Anything that may be said, sense or not.
void choose_at_random(Random& random, const Problem& problem, Branching& branching) {
    const auto column = static_cast<std::int32_t>(random.below(problem.columns()));
    if (random.below(6) == 0 || problem.type()[column] == ColumnType::continuous) return;
    double value = unknown;
    if (random.below(2)) value = static_cast<double>(random.below(15)) / 2 - 4;
    branching.choose(column, value, static_cast<BranchSide>(random.below(3)));
}

// The optimum with a fault, with gaps, with continuous columns out of place, or as it is.
std::vector<double> random_plan(Random& random, const Problem& problem,
                                const std::optional<test::Enumerated>& best) {
    std::vector<double> out;
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        out.push_back(best ? best->values[j] : problem.lower()[j]);
    const auto kind = random.below(4);
    for (double& x : out) {
        if (kind == 1 && random.below(2)) x = unknown;
        if (kind == 2 && random.below(3) == 0) x += static_cast<double>(random.below(5)) - 2;
        if (kind == 3 && random.below(3) == 0) x += random.uniform() * 0.75;
    }
    return out;
}

// Small, but not without a tree: dense rows of weights like the costs.
Problem dense_problem(Random& random, bool mixed) {
    Problem problem(random.below(2) ? Sense::minimize : Sense::maximize);
    const double sign = problem.sense() == Sense::maximize ? 1.0 : -1.0;
    const int integers = mixed ? 6 : 8;
    std::vector<std::int32_t> index;
    std::vector<double> cost;
    for (int j = 0; j < integers; ++j) {
        const auto low = static_cast<double>(random.below(3)) - 1;
        const auto high = low + static_cast<double>(1 + random.below(mixed ? 2 : 3));
        cost.push_back(static_cast<double>(20 + random.below(60)));
        index.push_back(problem.add_column("", ColumnType::integer, low, high, sign * cost.back()));
    }
    if (mixed) {
        cost.push_back(25);
        index.push_back(problem.add_column("", ColumnType::continuous, 0, 1.5, sign * 25));
    }
    for (int i = 0; i < 3; ++i) {
        std::vector<double> weight;
        double least = 0, most = 0;
        for (std::size_t j = 0; j < index.size(); ++j) {
            weight.push_back(cost[j] + static_cast<double>(random.below(31)) - 15);
            least += weight.back() * problem.lower()[index[j]];
            most += weight.back() * problem.upper()[index[j]];
        }
        problem.add_row("", -infinity,
                        std::floor(least + (most - least) * random.uniform(0.3, 0.7)), index,
                        weight);
    }
    return problem;
}

// A knapsack whose relaxation is fractional at many nodes.
Problem knapsack(int items = 24) {
    Problem problem(Sense::maximize);
    Random random(5, 0);
    std::vector<std::int32_t> index;
    std::vector<double> first, second;
    for (int j = 0; j < items; ++j) {
        const auto weight = static_cast<double>(20 + random.below(80));
        index.push_back(problem.add_column("item" + std::to_string(j), ColumnType::binary, 0, 1,
                                           weight + static_cast<double>(random.below(9))));
        first.push_back(weight);
        second.push_back(static_cast<double>(10 + random.below(60)));
    }
    problem.add_row("weight", -infinity, 617, index, first);
    problem.add_row("volume", -infinity, 403, index, second);
    return problem;
}

}  // namespace

TEST_CASE("any branchings lead to the optimum: pure and mixed, with and without all parts") {
    std::int64_t followed = 0;
    for (int k = 0; k < 800; ++k) {
        Random random(31, static_cast<std::uint64_t>(k));
        const test::Style style = test::random_style(random, k % 3 == 2);
        const bool dense = k % 4 > 0, mixed = dense ? k % 4 == 3 : style.continuous > 0;
        const Problem problem =
            dense ? dense_problem(random, mixed) : test::random_problem(random, style);
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        SolveOptions options = test::exact_options(static_cast<std::uint64_t>(k % 8));
        options.callbacks.user_branching = [&](const SolvePoint& point, Branching& branching) {
            bool fractional = false;
            for (std::int32_t j = 0; j < problem.columns(); ++j)
                fractional |= problem.type()[j] != ColumnType::continuous &&
                              std::fabs(point.values[j] - std::round(point.values[j])) > 1e-7;
            CHECK(fractional);
            choose_at_random(random, problem, branching);
            return true;
        };
        ilp::SolveTrial trial;
        trial.eager_restarts = k % 2 == 0;
        trial.eager_tree_cuts = k % 5 == 0;
        trial.resting_parts = k % 7 == 0;
        ilp::DebugPoint debug;
        if (best && !mixed) {
            debug.values = best->values;
            debug.objective =
                problem.sense() == Sense::maximize ? -best->objective : best->objective;
            trial.debug = &debug;
        }
        const Solution solution = ilp::solve_with({}, problem, options, trial);
        test::check_answer(problem, best, solution);
        followed += solution.counters.user_branchings;
    }
    CHECK(followed > 1000);
}

TEST_CASE("any branchings on alike columns lead to the optimum") {
    for (int k = 0; k < 60; ++k) {
        Random random(32, static_cast<std::uint64_t>(k));
        // Jobs on alike machines: x_jm, one machine a job, and the makespan.
        const int jobs = 5, machines = 3;
        Problem problem;
        const auto makespan = problem.add_column("makespan", ColumnType::integer, 0, 200, 1);
        std::vector<std::vector<std::int32_t>> on(machines);
        std::vector<double> length;
        for (int j = 0; j < jobs; ++j) {
            length.push_back(static_cast<double>(3 + random.below(20)));
            std::vector<std::int32_t> places;
            for (int m = 0; m < machines; ++m) {
                places.push_back(problem.add_column("", ColumnType::binary, 0, 1, 0));
                on[m].push_back(places.back());
            }
            problem.add_row("", 1, 1, places, std::vector<double>(machines, 1.0));
        }
        for (int m = 0; m < machines; ++m) {
            std::vector<std::int32_t> index = on[m];
            std::vector<double> value = length;
            index.push_back(makespan);
            value.push_back(-1);
            problem.add_row("", -infinity, 0, index, value);
        }
        const Solution alone = solve({}, problem, test::exact_options());
        SolveOptions options = test::exact_options(static_cast<std::uint64_t>(k % 8));
        options.callbacks.user_branching = [&](const SolvePoint&, Branching& branching) {
            choose_at_random(random, problem, branching);
            return true;
        };
        const Solution solution = solve({}, problem, options);
        CHECK(solution.outcome == Outcome::optimal);
        CHECK(solution.objective == alone.objective);
    }
}

TEST_CASE("the side that is to come first does, and the caller's columns decide the tree") {
    const Problem problem = knapsack();
    SolveOptions options = test::exact_options(7);
    std::vector<double> points[2];
    for (const bool up : {false, true}) {
        int asked = 0;
        std::int32_t chosen = -1;
        options.callbacks.user_branching = [&](const SolvePoint& point, Branching& branching) {
            ++asked;
            if (asked == 2) points[up].assign({point.values[chosen]});
            if (asked > 1) return true;
            for (std::int32_t j = 0; j < problem.columns() && chosen < 0; ++j)
                if (std::fabs(point.values[j] - std::round(point.values[j])) > 1e-6) chosen = j;
            branching.choose(chosen, unknown, up ? BranchSide::up : BranchSide::down);
            return true;
        };
        const Solution solution = solve({}, problem, options);
        CHECK(solution.outcome == Outcome::optimal);
        CHECK(solution.counters.user_branchings == 1);
        REQUIRE(points[up].size() == 1);
        CHECK(points[up][0] == (up ? 1 : 0));
    }
}

TEST_CASE("a column that presolve has put another in the place of can be branched on") {
    // lots = 3 pairs + 1 goes out of the program, and with it the caller's column.
    for (const double sign : {1.0, -1.0}) {
        Problem problem(Sense::maximize);
        const auto lots = problem.add_column("lots", ColumnType::integer, -100, 100, 0);
        const auto pairs = problem.add_column("pairs", ColumnType::integer, -30, 30, 7);
        const auto other = problem.add_column("other", ColumnType::integer, 0, 30, 5);
        problem.add_row("", 1, 1, std::vector{lots, pairs}, std::vector{1.0, -3 * sign});
        problem.add_row("", -infinity, 41.5, std::vector{pairs, other}, std::vector{4.0, 3.0});
        problem.add_row("", -infinity, 33, std::vector{pairs, other}, std::vector{2.0, 5.0});
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        for (const BranchSide first : {BranchSide::down, BranchSide::up}) {
            SolveOptions options = test::exact_options(6);
            options.callbacks.user_branching = [&](const SolvePoint& point, Branching& branching) {
                CHECK(std::fabs(point.values[lots] - 3 * sign * point.values[pairs] - 1) <= 1e-6);
                branching.choose(lots, unknown, first);
                return true;
            };
            const Solution solution = solve({}, problem, options);
            test::check_answer(problem, best, solution);
            CHECK(solution.counters.user_branchings > 0);
        }
    }
}

TEST_CASE("what cannot be branched on is left alone, and what is no branching refused") {
    Problem problem = knapsack();
    const auto fixed = problem.add_column("fixed", ColumnType::integer, 3, 3, 1);
    const auto free = problem.add_column("free", ColumnType::continuous, 0, 1, 1);
    SolveOptions options = test::exact_options(7);
    const Solution alone = solve({}, problem, options);
    options.callbacks.user_branching = [&](const SolvePoint&, Branching& branching) {
        CHECK_THROWS_AS(branching.choose(problem.columns()), const Error&);
        CHECK_THROWS_AS(branching.choose(-1), const Error&);
        CHECK_THROWS_AS(branching.choose(free), const Error&);
        CHECK_THROWS_AS(branching.choose(fixed, infinity), const Error&);
        CHECK(branching.column() == -1);
        branching.choose(0, 17.5);
        branching.choose(fixed);
        return true;
    };
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == alone.objective);
    CHECK(solution.counters.user_branchings == 0);
}

TEST_CASE("branchings beside lazy rows, cuts, a pool and a memory") {
    for (int k = 0; k < 240; ++k) {
        Random random(33, static_cast<std::uint64_t>(k));
        const Problem problem =
            k % 3 == 0 ? test::random_problem(random, test::random_style(random, k % 2 == 1))
                       : dense_problem(random, k % 2 == 1);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        SolveMemory memory;
        SolveOptions options = test::exact_options(static_cast<std::uint64_t>(k % 8));
        // Besides: the first column is not above its middle.
        const double most = std::floor((problem.lower()[0] + problem.upper()[0]) / 2);
        Problem whole = problem;
        if (k % 4 == 0) {
            whole.set_bounds(0, problem.lower()[0], most);
            options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
                if (point.values[0] > most)
                    rows.add(-infinity, most, std::vector<std::int32_t>{0}, std::vector<double>{1});
                return true;
            };
        }
        if (k % 4 == 1)
            options.callbacks.user_cuts = [](const SolvePoint&, NewRows&) { return true; };
        if (k % 4 == 2) options.pool_size = 3;
        if (k % 4 == 3) options.memory = &memory;
        const std::optional<test::Enumerated> best = test::enumerate(whole);
        options.callbacks.user_branching = [&](const SolvePoint&, Branching& branching) {
            choose_at_random(random, problem, branching);
            return true;
        };
        options.callbacks.user_plans = [&](const SolvePoint&, NewPlans& plans) {
            plans.add(random_plan(random, problem, best));
            return true;
        };
        test::check_answer(whole, best, solve({}, problem, options));
        if (options.memory) test::check_answer(whole, best, solve({}, problem, options));
    }
}

TEST_CASE("plans handed in are judged: answers are those of enumeration") {
    std::int64_t taken = 0, refused = 0;
    for (int k = 0; k < 800; ++k) {
        Random random(34, static_cast<std::uint64_t>(k));
        const Problem problem =
            k % 3 == 0 ? test::random_problem(random, test::random_style(random, k % 2 == 1))
                       : dense_problem(random, k % 2 == 1);
        const std::optional<test::Enumerated> best = test::enumerate(problem);
        const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        SolveOptions options = test::exact_options(static_cast<std::uint64_t>(k % 8));
        options.pool_size = k % 3 == 0 ? 2 : 0;
        std::int32_t handed = 0, told = 0;
        std::int64_t of_taken = 0;
        double last = infinity;
        options.callbacks.incumbent = [&](const SolvePoint& point) {
            CHECK(check_point(problem, point.values).feasible);
            CHECK(sign * point.objective < last);
            last = sign * point.objective;
            return true;
        };
        options.callbacks.user_plans = [&](const SolvePoint& point, NewPlans& plans) {
            CHECK(told == handed);  // of the call before
            handed = static_cast<std::int32_t>(random.below(3));
            told = 0;
            for (std::int32_t p = 0; p < handed; ++p) plans.add(random_plan(random, problem, best));
            if (best)
                CHECK(sign * point.bound <=
                      sign * best->objective + 1e-6 * std::fmax(1.0, std::fabs(best->objective)));
            return true;
        };
        options.callbacks.plan_verdict = [&](const PlanVerdict& verdict) {
            CHECK(verdict.number == told++);
            CHECK(verdict.taken == !std::isnan(verdict.objective));
            if (!verdict.taken) CHECK(!verdict.reason.empty());
            if (!verdict.taken) ++refused;
            if (!verdict.taken) return true;
            ++of_taken;
            REQUIRE(best);
            CHECK(sign * verdict.objective >=
                  sign * best->objective - 1e-6 * std::fmax(1.0, std::fabs(best->objective)));
            return true;
        };
        ilp::SolveTrial trial;
        trial.eager_restarts = k % 2 == 0;
        trial.eager_tree_cuts = k % 5 == 0;
        trial.resting_parts = k % 7 == 0;
        const Solution solution = ilp::solve_with({}, problem, options, trial);
        test::check_answer(problem, best, solution);
        CHECK(solution.counters.user_plans == of_taken);
        taken += of_taken;
    }
    CHECK(taken > 300);
    CHECK(refused > 300);
}

TEST_CASE("the optimum handed in at the root is the answer, and most of the tree is not needed") {
    const Problem problem = knapsack();
    SolveOptions options = test::exact_options(7);
    const Solution alone = solve({}, problem, options);
    int asked = 0;
    options.callbacks.user_plans = [&](const SolvePoint& point, NewPlans& plans) {
        if (++asked == 1) {
            CHECK(std::isnan(point.incumbent));
            plans.add(alone.values);
        } else {
            CHECK(point.incumbent == alone.objective);
        }
        return true;
    };
    std::vector<double> told;
    options.callbacks.incumbent = [&](const SolvePoint& point) {
        told.push_back(point.objective);
        return true;
    };
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.values == alone.values);
    CHECK(told == std::vector<double>{alone.objective});
    CHECK(solution.counters.user_plans == 1);
    CHECK(solution.counters.nodes <= alone.counters.nodes);
    CHECK(asked >= 1);
}

TEST_CASE("what became of a plan is told in words") {
    Problem problem(Sense::maximize);
    std::vector<std::int32_t> all;
    std::vector<double> weight;
    for (int j = 0; j < 12; ++j) {
        all.push_back(
            problem.add_column("x" + std::to_string(j), ColumnType::integer, 0, 3, 11 + j % 5));
        weight.push_back(7 + (j * 5) % 9);
    }
    problem.add_row("weight", -infinity, 55.5, all, weight);
    const auto use = problem.add_column("use", ColumnType::continuous, 0, 4, 1);
    problem.add_row("power", -infinity, 1.5, std::vector{use, 0}, std::vector{1.0, 1.0});
    const auto with = [&](std::vector<std::pair<int, double>> values, double others = 0) {
        std::vector<double> out(static_cast<std::size_t>(problem.columns()), others);
        for (const auto& [column, value] : values) out[column] = value;
        return out;
    };
    struct Told {
        bool taken;
        double objective;
        std::string reason;
    };
    std::vector<Told> told;
    SolveOptions options = test::exact_options(7);
    options.callbacks.user_plans = [&](const SolvePoint& point, NewPlans& plans) {
        if (point.nodes > 0 || !told.empty()) return true;
        plans.add(with({{3, 1}}));                      // kept as it is; its use could be larger
        plans.add(with({{3, 1}}));                      // once more
        plans.add(with({{3, 5}}));                      // above a bound
        plans.add(with({{3, 3}, {4, 3}, {8, 3}}));      // too heavy
        plans.add(with({{0, 2}}, unknown));             // more power than there is
        plans.add(with({{3, 2}, {12, 4}}));             // too much use for a whole plan
        plans.add(with({{3, 2}, {4, 0.75}, {12, 1}}));  // not whole
        return true;
    };
    options.callbacks.plan_verdict = [&](const PlanVerdict& verdict) {
        told.push_back({verdict.taken, verdict.objective, std::string(verdict.reason)});
        return true;
    };
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    REQUIRE(told.size() == 7);
    CHECK(told[0].taken);
    CHECK(told[0].reason.empty());
    CHECK(told[0].objective == 15.5);  // what its integers allow
    CHECK(!told[1].taken);
    CHECK(told[1].reason == "it is no better than the best plan so far");
    CHECK(std::isnan(told[1].objective));
    CHECK(!told[2].taken);
    CHECK(told[2].reason == "the plan says \"x3\" = 5, which breaks the upper bound 3 by 2");
    CHECK(!told[3].taken);
    CHECK(told[3].reason == "with the integers of the plan row \"weight\" is broken by 43.5");
    CHECK(!told[4].taken);
    CHECK(told[4].reason ==
          "with the integers of the plan row \"power\" is broken by 0.5, whatever the others are");
    CHECK(told[5].taken);
    CHECK(told[5].objective == 29.5);
    CHECK(told[5].reason ==
          "used with its integers, and continuous columns solved for anew: in the plan \"power\" "
          "is broken by 2.5");
    CHECK(told[6].taken);
    CHECK(told[6].reason == "used with \"x4\" = 1 (rounded from 0.75)");
}

TEST_CASE("a plan that a lazy row refuses is not taken") {
    const Problem problem = knapsack();
    const Solution alone = solve({}, problem, test::exact_options());
    SolveOptions options = test::exact_options(7);
    std::vector<std::int32_t> taken;
    std::vector<double> ones;
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        if (alone.values[j] == 1) taken.push_back(j), ones.push_back(1);
    const auto most = static_cast<double>(taken.size()) - 1;
    Problem whole = problem;
    whole.add_row("not all", -infinity, most, taken, ones);
    const Solution expected = solve({}, whole, test::exact_options());
    options.callbacks.lazy_rows = [&](const SolvePoint& point, NewRows& rows) {
        double count = 0;
        for (const std::int32_t j : taken) count += point.values[j];
        if (count > most + 0.5) rows.add(-infinity, most, taken, ones, "not all");
        return true;
    };
    options.callbacks.user_plans = [&](const SolvePoint&, NewPlans& plans) {
        plans.add(alone.values);
        return true;
    };
    std::vector<std::string> reasons;
    options.callbacks.plan_verdict = [&](const PlanVerdict& verdict) {
        CHECK(!verdict.taken);
        reasons.emplace_back(verdict.reason);
        return true;
    };
    const Solution solution = solve({}, problem, options);
    CHECK(solution.outcome == Outcome::optimal);
    CHECK(solution.objective == expected.objective);
    REQUIRE(!reasons.empty());
    CHECK(reasons.front() == "with the integers of the plan row \"not all\" is broken by 1");
}

TEST_CASE("false from any of them ends the solve with the plan so far") {
    const Problem problem = knapsack();
    const Solution alone = solve({}, problem, test::exact_options());
    SolveOptions options = test::exact_options(7);
    options.callbacks.user_branching = [](const SolvePoint&, Branching&) { return false; };
    CHECK(solve({}, problem, options).outcome == Outcome::cancelled);
    options.callbacks.user_branching = {};
    options.callbacks.user_plans = [&](const SolvePoint&, NewPlans& plans) {
        plans.add(alone.values);
        return true;
    };
    options.callbacks.plan_verdict = [](const PlanVerdict&) { return false; };
    const Solution second = solve({}, problem, options);
    CHECK(second.outcome == Outcome::cancelled);
    CHECK(second.values == alone.values);
    options.callbacks.plan_verdict = [](const PlanVerdict&) { return true; };
    options.callbacks.user_plans = [&](const SolvePoint&, NewPlans& plans) {
        plans.add(alone.values);
        return false;
    };
    const Solution third = solve({}, problem, options);
    CHECK(third.outcome == Outcome::cancelled);
    CHECK(!third.has_values);
}

TEST_CASE("exceptions of these callbacks come out of solve, lack of memory is an outcome") {
    const Problem problem = knapsack();
    SolveOptions options = test::exact_options(7);
    options.callbacks.user_branching = [](const SolvePoint&, Branching&) -> bool {
        throw std::runtime_error("the host failed");
    };
    CHECK_THROWS_AS(solve({}, problem, options), std::runtime_error);
    options.callbacks.user_branching = [](const SolvePoint&, Branching&) -> bool {
        throw std::bad_alloc();
    };
    CHECK(solve({}, problem, options).outcome == Outcome::memory_limit);
    options.callbacks.user_branching = {};
    options.callbacks.user_plans = [](const SolvePoint&, NewPlans& plans) {
        plans.add(std::vector<double>{1});
        return true;
    };
    CHECK_THROWS_AS(solve({}, problem, options), const Error&);
    options.callbacks.user_plans = [&](const SolvePoint&, NewPlans& plans) {
        plans.add(std::vector<double>(static_cast<std::size_t>(problem.columns()), infinity));
        return true;
    };
    CHECK_THROWS_AS(solve({}, problem, options), const Error&);
}

TEST_CASE("the same callbacks lead to the same tree, and may solve other problems") {
    const Problem problem = knapsack();
    const auto run = [&](bool nested) {
        SolveOptions options = test::exact_options();
        options.callbacks.user_branching = [&](const SolvePoint& point, Branching& branching) {
            std::int32_t best = -1;
            double farthest = 0.01;
            for (std::int32_t j = 0; j < problem.columns(); ++j) {
                const double away = std::fabs(point.values[j] - std::round(point.values[j]));
                if (away > farthest) best = j, farthest = away;
            }
            if (best >= 0) branching.choose(best);
            return true;
        };
        options.callbacks.user_plans = [&](const SolvePoint&, NewPlans& plans) {
            if (!nested) return true;
            const Problem small = knapsack(8);
            CHECK(solve({}, small, test::exact_options()).outcome == Outcome::optimal);
            plans.add(std::vector<double>(static_cast<std::size_t>(problem.columns()), 1.0));
            return true;
        };
        Context context;
        context.threads = nested ? 2 : 1;
        return solve(context, problem, options);
    };
    const Solution first = run(false), second = run(false), third = run(true);
    CHECK(first.values == second.values);
    CHECK(first.counters.nodes == second.counters.nodes);
    CHECK(first.counters.work == second.counters.work);
    CHECK(first.objective == third.objective);
}

TEST_CASE("with several objectives each one's search asks for plans and branchings") {
    const Problem problem = knapsack();
    std::vector<Objective> objectives(2);
    objectives[0].sense = objectives[1].sense = Sense::maximize;
    objectives[0].priority = 1;
    objectives[0].relative_tolerance = 0.05;
    objectives[0].cost.assign(problem.cost().begin(), problem.cost().end());
    for (std::int32_t j = 0; j < problem.columns(); ++j)
        objectives[1].cost.push_back(j % 3 == 0 ? 5 : 1);
    const ObjectivesAnswer alone = solve_objectives({}, problem, objectives, test::exact_options());
    SolveOptions options = test::exact_options();
    int asked = 0;
    options.callbacks.user_plans = [&](const SolvePoint& point, NewPlans& plans) {
        CHECK(point.values.size() == static_cast<std::size_t>(problem.columns()));
        plans.add(std::vector<double>(point.values.size(), 0.0));
        ++asked;
        return true;
    };
    options.callbacks.user_branching = [&](const SolvePoint&, Branching& branching) {
        branching.choose(0);
        return true;
    };
    const ObjectivesAnswer answer = solve_objectives({}, problem, objectives, options);
    CHECK(asked > 1);
    REQUIRE(answer.outcomes == alone.outcomes);
    CHECK(answer.reached[1] == alone.reached[1]);  // the last one
}

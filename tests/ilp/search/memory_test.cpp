// A tree in rounds that runs out of memory: a true bound, plans kept, nothing left behind.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "failing_memory.hpp"
#include "ilp/search/node_queue.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/tree_problems.hpp"
#include "tenon/error.hpp"
#include "tenon/solve.hpp"

using namespace tenon;
using namespace tenon::test;

namespace {

Solution solve_in_rounds(const Problem& problem, int threads) {
    ilp::SolveTrial trial;
    trial.early_rounds = true;
    Context context;
    context.threads = threads;
    return ilp::solve_with(context, problem, exact_options(6), trial);
}

// Fails one allocation after the other, or one with all that follow, a stride apart.
void run_out(const Problem& problem, int threads, bool on, std::int64_t trials) {
    const std::int64_t blocks_before = blocks.load(), first = allocations.load();
    const double optimum = solve_in_rounds(problem, threads).objective;
    const std::int64_t stride = (allocations.load() - first) / trials + 1;
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    const double room = 1e-6 * std::fabs(optimum);
    int short_of_memory = 0;
    for (std::int64_t k = 0; k < trials; ++k) {
        CAPTURE(k);
        fail_on = on;
        fail_from = allocations.load() + k * stride + k % stride;
        std::optional<Solution> found;
        attempt([&] { found = solve_in_rounds(problem, threads); });
        fail_from = -1;
        if (found) {
            short_of_memory += found->outcome == Outcome::memory_limit;
            CHECK((found->outcome == Outcome::memory_limit || found->outcome == Outcome::optimal));
            CHECK(sign * found->bound <= sign * optimum + room);
            if (found->outcome == Outcome::optimal)
                CHECK(std::fabs(found->objective - optimum) <= room);
            if (found->has_values) CHECK(check_point(problem, found->values).feasible);
        }
        found.reset();
        CHECK(blocks.load() == blocks_before);
    }
    if (!on) CHECK(short_of_memory > trials / 2);
}

}  // namespace

TEST_CASE("rounds that run out of memory leave a true bound and nothing behind") {
    for (std::uint64_t k = 0; k < 3; ++k) {
        CAPTURE(k);
        for (const int threads : {1, 4})
            for (const bool on : {false, true}) run_out(tree_problem(k), threads, on, 40);
    }
}

TEST_CASE(
    "a solve that runs out of memory with a start in hand does not take its cost for the bound") {
    Random random(71);
    const Problem problem = knapsack_rows(random, 12, 4);
    const double optimum = solve({}, problem, exact_options()).objective;
    SolveOptions options = exact_options();
    options.start.assign(static_cast<std::size_t>(problem.columns()),
                         0.0);  // feasible, worth nothing
    const std::int64_t before = blocks.load();
    int kept_the_start = 0;
    for (const bool on : {false, true}) {
        std::optional<Solution> found;
        std::int64_t left = 0, untrue = 0;
        fail_every_allocation(
            on,
            [&] {
                found.reset();
                found = solve({}, problem, options);
            },
            [&](std::int64_t) {
                if (found && found->outcome == Outcome::memory_limit) {
                    kept_the_start += found->has_values;
                    untrue += !(found->bound >= optimum - 1e-6);
                }
                found.reset();
                left += blocks.load() != before;
            });
        CHECK(untrue == 0);
        CHECK(left == 0);
    }
    CHECK(kept_the_start > 10);
}

TEST_CASE(
    "a solve whose callbacks hand in plans and branchings runs out of memory with a true bound") {
    Random random(72);
    const Problem problem = knapsack_rows(random, 14, 3);
    const Solution usual = solve({}, problem, exact_options(7));
    SolveOptions options = exact_options(7);
    options.callbacks.user_plans = [](const SolvePoint& point, NewPlans& plans) {
        std::vector<double> down;
        for (const double x : point.values) down.push_back(std::floor(x + 1e-6));
        plans.add(down);
        down[0] = down[3] = std::numeric_limits<double>::quiet_NaN();
        plans.add(down);
        return true;
    };
    options.callbacks.plan_verdict = [](const PlanVerdict& verdict) {
        return !std::string(verdict.reason).starts_with("stop");
    };
    options.callbacks.user_branching = [](const SolvePoint& point, Branching& branching) {
        for (std::int32_t j = 0; j < static_cast<std::int32_t>(point.values.size()); ++j)
            if (std::fabs(point.values[j] - std::round(point.values[j])) > 1e-6)
                branching.choose(j, point.values[j], BranchSide::up);
        return true;
    };
    const std::int64_t first = allocations.load();
    const Solution heard = solve({}, problem, options);
    CHECK(heard.objective == usual.objective);
    CHECK(heard.counters.user_plans > 0);
    CHECK(heard.counters.user_branchings > 3);
    const std::int64_t stride = (allocations.load() - first) / 300 + 1;
    const std::int64_t held = blocks.load();
    int with_plan = 0;
    for (const bool on : {false, true})
        for (std::int64_t k = 0; k < 300; ++k) {
            std::optional<Solution> found;
            fail_on = on;
            fail_from = allocations.load() + k * stride + k % stride;
            attempt([&] { found = solve({}, problem, options); });
            fail_from = -1;
            if (!found) continue;
            CHECK(found->bound >= usual.objective - 1e-6);
            if (found->outcome == Outcome::optimal) CHECK(found->objective == usual.objective);
            with_plan += found->outcome == Outcome::memory_limit && found->has_values;
            found.reset();
            CHECK(blocks.load() == held);
        }
    CHECK(with_plan > 100);
}

TEST_CASE("a queue of nodes that runs out of memory holds what it held") {
    for (std::int64_t k = 0; k < 12; ++k) {
        CAPTURE(k);
        ilp::NodeQueue queue;
        std::size_t held = 0;
        fail_on = false;
        fail_from = allocations.load() + k;
        for (int n = 0; n < 4; ++n) {
            ilp::Node node;
            node.bound = node.estimate = n;
            held += attempt([&] { queue.push(std::move(node)); }) ? 1 : 0;
        }
        fail_from = -1;
        REQUIRE(queue.size() == held);
        for (; held > 0; --held) queue.take_best_bound();
        CHECK(queue.empty());
    }
}

namespace {

ilp::Node node_at(double bound, double estimate, std::int32_t depth,
                  const std::shared_ptr<const ilp::PackedBasis>& basis) {
    ilp::Node node;
    node.bound = bound;
    node.estimate = estimate;
    node.depth = depth;
    node.basis = basis;
    node.path = ilp::PathRef::make({}, {{0, true, 0.0}});
    return node;
}

std::shared_ptr<const ilp::PackedBasis> some_basis() {
    ilp::Basis basis;
    basis.column.assign(400, ilp::BasisStatus::at_lower);
    basis.row.assign(400, ilp::BasisStatus::basic);
    return std::make_shared<const ilp::PackedBasis>(basis);
}

}  // namespace

TEST_CASE("nodes are charged to the budget while they are in the queue") {
    Budget budget(1'000'000);
    {
        ilp::NodeQueue queue(&budget);
        for (int k = 0; k < 5; ++k) queue.push(node_at(k, k, k, some_basis()));
        CHECK(queue.bytes() > 5 * 100);
        CHECK(budget.used() == queue.bytes());
        queue.take_first();
        queue.prune(3);
        CHECK(queue.size() == 2);
        CHECK(budget.used() == queue.bytes());
    }
    CHECK(budget.used() == 0);
}

TEST_CASE("a node that the budget does not allow is refused, and the queue holds what it held") {
    Budget budget(2 * ilp::bytes_of(node_at(0, 0, 0, some_basis())));
    ilp::NodeQueue queue(&budget);
    queue.push(node_at(1, 1, 0, some_basis()));
    queue.push(node_at(2, 2, 0, some_basis()));
    CHECK_THROWS_AS(queue.push(node_at(0, 0, 0, some_basis())), Error);
    CHECK(queue.size() == 2);
    CHECK(queue.least_bound() == 1);
    CHECK(queue.take_first().bound == 1);
    CHECK(queue.take_first().bound == 2);
    CHECK(queue.empty());
    CHECK(budget.used() == 0);
}

TEST_CASE(
    "short of memory, bases of the worst estimates go first, then the deepest node comes first") {
    ilp::NodeQueue queue;
    for (int k = 0; k < 6; ++k) queue.push(node_at(k, 10 - k, k % 3, some_basis()));
    const std::int64_t all = queue.bytes();
    queue.shed_bases(all - 1);
    queue.go_deep(true);
    CHECK(queue.bytes() < all);
    std::vector<std::int32_t> depths;
    std::vector<double> without;
    while (!queue.empty()) {
        const ilp::Node node = queue.take_first();
        depths.push_back(node.depth);
        if (!node.basis) without.push_back(node.estimate);
    }
    CHECK(std::is_sorted(depths.rbegin(), depths.rend()));
    CHECK(without == std::vector<double>{10});
    CHECK(queue.bytes() == 0);
}

TEST_CASE(
    "with little memory for nodes the optimum is proven all the same, in one tree and in rounds") {
    for (std::uint64_t k = 0; k < 6; ++k) {
        CAPTURE(k);
        const Problem problem = tree_problem(k);
        const Solution usual = solve({}, problem, exact_options());
        REQUIRE(usual.outcome == Outcome::optimal);
        for (const bool rounds : {false, true}) {
            CAPTURE(rounds);
            std::int64_t usual_bytes = 0, few_bytes = 0;
            ilp::SolveTrial trial;
            trial.early_rounds = rounds;
            trial.most_node_bytes = &usual_bytes;
            ilp::solve_with({}, problem, exact_options(), trial);
            trial.most_node_bytes = &few_bytes;
            trial.node_bytes = usual_bytes / 4;
            const Solution few = ilp::solve_with({}, problem, exact_options(), trial);
            REQUIRE(few.outcome == Outcome::optimal);
            CHECK(std::fabs(few.objective - usual.objective) <= 1e-6 * std::fabs(usual.objective));
            if (!rounds && usual_bytes > 20'000) CHECK(few_bytes < usual_bytes / 2);
        }
    }
}

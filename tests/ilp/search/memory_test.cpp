// A tree in rounds that runs out of memory: a true bound, plans kept, nothing left behind.
#include <doctest/doctest.h>

#include "failing_memory.hpp"
#include "ilp/search/node_queue.hpp"
#include "ilp/search/random_problems.hpp"
#include "ilp/search/solve.hpp"
#include "ilp/search/tree_problems.hpp"
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

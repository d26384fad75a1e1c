// A search within the search: it keeps to its part, beats what must be beaten, and spends no more
// than it was given; its plans go through the judge of the whole.
#include <doctest/doctest.h>

#include "ilp/heuristics/heuristics.hpp"
#include "ilp/search/search_bench.hpp"
#include "ilp/search/tree_problems.hpp"

using namespace tenon;

namespace {

// Forty items, three knapsacks.
Problem knapsack() {
    Random random(7, 0);
    Problem problem(Sense::maximize);
    std::vector<std::int32_t> index;
    for (std::int32_t j = 0; j < 40; ++j) {
        problem.add_column("", ColumnType::binary, 0, 1,
                           static_cast<double>(10 + random.below(30)));
        index.push_back(j);
    }
    for (int i = 0; i < 3; ++i) {
        std::vector<double> weight;
        double sum = 0;
        for (std::int32_t j = 0; j < 40; ++j) {
            weight.push_back(static_cast<double>(5 + random.below(40)));
            sum += weight.back();
        }
        problem.add_row("", -infinity, std::floor(sum / 3), index, weight);
    }
    return problem;
}

struct Bench : test::SearchBench {
    Bench() : SearchBench(knapsack()) {}
};

}  // namespace

TEST_CASE("a part is searched within its bounds, and its plan becomes the incumbent") {
    Bench bench;
    ilp::SubProblem part = bench.whole();
    for (std::int32_t j = 0; j < 20; ++j) part.upper[j] = 0;
    REQUIRE(bench.search.solve_sub(part));
    REQUIRE(bench.search.incumbent().found());
    CHECK(bench.judged > 0);
    const std::vector<double>& plan = bench.search.incumbent().point();
    double left = 0;
    for (std::int32_t j = 0; j < 20; ++j) left += plan[j];
    CHECK(left == 0);
    CHECK(std::string(bench.search.incumbent().source()) == "test");
}

TEST_CASE("a part that cannot beat its cutoff brings nothing") {
    Bench bench;
    ilp::SubProblem part = bench.whole();
    part.cutoff = -1e6;
    CHECK(!bench.search.solve_sub(part));
    CHECK(!bench.search.incumbent().found());
}

TEST_CASE("a part ends at its own limits and leaves the whole running") {
    Bench bench;
    ilp::SubProblem part = bench.whole();
    part.work = 20'000;
    const std::int64_t before = bench.control.work();
    bench.search.solve_sub(part);
    const std::int64_t spent = bench.control.work() - before;
    CHECK(spent > 0);
    CHECK(spent < 2'000'000);
    CHECK(!bench.control.stopped());
}

TEST_CASE("work of a part is charged to the limits of the whole") {
    Bench bench;
    SolveOptions options;
    options.work_limit = 50'000;
    ilp::Control control(bench.context, options);
    ilp::Control part(control, -1, 1'000'000);
    part.add_work(60'000);
    CHECK(part.stopped());
    CHECK(control.reason() == ilp::Stop::work);
}

TEST_CASE("neighbourhoods need a plan, and fix what it holds") {
    Bench bench;
    bool found = false;
    CHECK(!ilp::search_neighbourhood(bench.search, ilp::Neighbourhood::mutation, 1'000'000, found));
    ilp::SubProblem part = bench.whole();
    for (std::int32_t j = 0; j < 20; ++j) part.upper[j] = 0;
    REQUIRE(bench.search.solve_sub(part));
    const double before = bench.search.incumbent().objective();
    // Twenty items at zero are a poor plan: some random part around it holds a better one.
    for (int k = 0; k < 10 && !found; ++k)
        CHECK(ilp::search_neighbourhood(bench.search, ilp::Neighbourhood::mutation, 50'000'000,
                                        found));
    CHECK(found);
    CHECK(bench.search.incumbent().objective() < before);
}

namespace {

// How many of the binaries differ.
int distance(std::span<const double> a, std::span<const double> b) {
    int count = 0;
    for (std::size_t j = 0; j < a.size(); ++j) count += a[j] != b[j];
    return count;
}

// A hundred items, one knapsack, nothing packed: better plans are near and far.
struct Packing : test::SearchBench {
    static Problem hundred_items() {
        Random random(8, 0);
        return test::knapsack_rows(random, 100, 1);
    }
    const std::vector<double> nothing = std::vector<double>(100, 0.0);
    Packing() : SearchBench(hundred_items()) {}

    ilp::SubProblem near_nothing(ilp::Neighbourhood kind) {
        REQUIRE(search.offer(nothing, "test"));
        ilp::SubProblem part;
        REQUIRE(ilp::near_best_plan(search, kind, part));
        part.nodes = 1000;
        part.work = 100'000'000;
        return part;
    }
};

}  // namespace

TEST_CASE("local branching looks within a few binaries of the best plan") {
    Packing bench;
    CHECK(bench.search.solve_sub(bench.near_nothing(ilp::Neighbourhood::local_branching)));
    CHECK(bench.search.incumbent().objective() < 0);
    CHECK(distance(bench.search.incumbent().point(), bench.nothing) <= 4);
}

TEST_CASE("proximity ends with the first plan that is better") {
    Packing bench;
    const ilp::SubProblem part = bench.near_nothing(ilp::Neighbourhood::proximity);
    const int judged = bench.judged;
    CHECK(bench.search.solve_sub(part));
    CHECK(bench.search.incumbent().objective() < 0);
    CHECK(bench.judged == judged + 1);
}

TEST_CASE("a small problem has no plans near the best one that are not the whole") {
    Bench bench;
    REQUIRE(bench.search.offer(std::vector<double>(40, 0.0), "test"));
    ilp::SubProblem part;
    CHECK(!ilp::near_best_plan(bench.search, ilp::Neighbourhood::proximity, part));
}

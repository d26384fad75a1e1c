// What one search leaves for the next: the leaves of its tree hold every point of any problem, and
// its cuts come back by their recipes.
#include <doctest/doctest.h>

#include <limits>

#include "ilp/cuts/cut_problems.hpp"
#include "ilp/search/branching_tree.hpp"
#include "ilp/search/search_bench.hpp"
#include "ilp/search/tree_problems.hpp"

using namespace tenon;
using ilp::BranchingTree;

namespace {

constexpr std::int32_t columns = 4;

BranchingTree random_tree(Random& random) {
    BranchingTree tree;
    for (std::uint64_t splits = random.below(30); splits > 0; --splits) {
        auto leaf = static_cast<std::int32_t>(random.below(tree.size()));
        while (tree[leaf].column >= 0)
            leaf = random.below(2) == 0 ? tree[leaf].down : tree[leaf].up();
        tree.split(leaf, static_cast<std::int32_t>(random.below(columns)),
                   static_cast<double>(random.below(5)) - 2, static_cast<double>(random.below(10)));
    }
    return tree;
}

// Leaves whose branchings a point keeps.
int leaves_with(const BranchingTree& tree, const std::vector<double>& point,
                std::int32_t node = BranchingTree::root) {
    if (tree[node].column < 0) return 1;
    const bool down = point[tree[node].column] <= tree[node].low;
    const bool up = point[tree[node].column] >= tree[node].low + 1;
    return (down ? leaves_with(tree, point, tree[node].down) : 0) +
           (up ? leaves_with(tree, point, tree[node].up()) : 0);
}

std::vector<double> random_point(Random& random) {
    std::vector<double> point;
    for (int j = 0; j < columns; ++j) point.push_back(static_cast<double>(random.below(7)) - 3);
    return point;
}

// Same numbers there and here.
ilp::SearchOptions recording() {
    ilp::SearchOptions options;
    options.keep_recipes = true;
    options.record = std::make_shared<ilp::BranchingRecord>(BranchingTree());
    options.restarts = 0;
    options.small_tree = false;
    return options;
}

struct Solved {
    double objective = 0, root_gap = 0;
    std::int64_t nodes = 0, cuts = 0;
    ilp::FormerSearch left{{}, {}, ilp::PseudoCosts(0)};
};

Solved search_with(const Problem& problem, const ilp::SearchOptions& options) {
    test::SearchBench bench(problem);
    ilp::Search search(
        bench.program, bench.control,
        [&](std::span<const double> x) {
            const Verdict verdict = check_point(problem, x);
            const double sign = problem.sense() == Sense::maximize ? -1 : 1;
            return ilp::Judged{verdict.feasible, sign * verdict.objective, {}};
        },
        options);
    REQUIRE(search.run() == ilp::SearchStatus::proven);
    Solved out;
    out.objective = search.incumbent().limit();
    out.left = search.leave();
    out.root_gap = out.left.root_gap;
    out.nodes = search.counters().nodes;
    out.cuts = search.counters().cuts;
    return out;
}

}  // namespace

TEST_CASE("each point lies in one leaf, in any columns and without what was dear") {
    for (std::uint64_t k = 0; k < 500; ++k) {
        Random random(1, k);
        const BranchingTree tree = random_tree(random);
        const std::vector<double> point = random_point(random);
        CAPTURE(k);
        CHECK(leaves_with(tree, point) == 1);
        const BranchingTree pruned = tree.pruned(static_cast<double>(random.below(10)));
        CHECK(leaves_with(pruned, point) == 1);
        CHECK(pruned.leaves() <= tree.leaves());
        const auto gone = static_cast<std::int32_t>(random.below(columns + 1));
        const double guess = static_cast<double>(random.below(5)) - 2;
        const BranchingTree moved = tree.in_columns([&](std::int32_t j) {
            return BranchingTree::Place{j == gone ? -1 : columns - 1 - j, guess};
        });
        CHECK(leaves_with(moved, {point.rbegin(), point.rend()}) == 1);
        CHECK(moved.leaves() <= tree.leaves());
    }
}

TEST_CASE("a column that is continuous in another program is not branched on there") {
    BranchingTree tree;
    const std::int32_t down = tree.split(BranchingTree::root, 0, 0, 0);
    tree.split(down, 1, 2, 0);
    const ilp::FormerSearch former{{}, tree, ilp::PseudoCosts(2)};
    const std::vector<std::uint8_t> integer{0, 1};
    const std::vector<std::int32_t> all{0, 1};
    CHECK(leaves_with(tree, {0.5, 1}) == 0);
    const BranchingTree left = former.renumbered({all, {}, 2, integer}).tree;
    CHECK(left.leaves() == 2);
    CHECK(leaves_with(left, {0.5, 1}) == 1);
    CHECK(leaves_with(left, {0.5, 3}) == 1);
}

TEST_CASE("nothing is kept of a tree that has grown too large") {
    ilp::BranchingRecord record((BranchingTree()));
    std::int32_t leaf = BranchingTree::root;
    while (!record.full()) {
        const std::int32_t down = record.split(leaf, 0, 0, 0);
        if (down == ilp::BranchingRecord::none) break;
        leaf = down;
    }
    CHECK(record.full());
    CHECK(record.tree().size() <= ilp::BranchingRecord::most + 1);
    CHECK(record.split(ilp::BranchingRecord::none, 0, 0, 0) == ilp::BranchingRecord::none);
    record.begin_anew();
    CHECK(!record.full());
    CHECK(record.tree().leaves() == 1);
}

TEST_CASE("cuts come back by their recipes: the root's bound is as good, without a round") {
    int with_cuts = 0;
    double first_gaps = 0, again_gaps = 0, bare_gaps = 0;
    for (std::uint64_t k = 0; k < 60; ++k) {
        Random random(2, k);
        const Problem problem =
            k % 2 == 0 ? test::knapsack_rows(random, 25, 4) : test::stores(random, 8, 14);
        CAPTURE(k);
        ilp::SearchOptions options = recording();
        options.heuristics = false;
        const Solved first = search_with(problem, options);
        if (first.left.cuts.steps.empty() || first.left.tree.leaves() < 2) continue;
        ++with_cuts;
        ilp::SearchOptions again = options;
        again.record = std::make_shared<ilp::BranchingRecord>(first.left.tree);
        again.former = std::make_shared<ilp::FormerSearch>(first.left);
        const Solved second = search_with(problem, again);
        CHECK(second.objective == doctest::Approx(first.objective).epsilon(1e-6));
        CHECK(second.cuts > 0);
        first_gaps += first.root_gap;
        again_gaps += second.root_gap;
        again.former = std::make_shared<ilp::FormerSearch>(
            ilp::FormerSearch{{}, first.left.tree, first.left.pseudo_costs, first.root_gap});
        bare_gaps += search_with(problem, again).root_gap;
    }
    CHECK(with_cuts >= 15);
    // Not all are as deep as they were: they are made before the linear program moves.
    CHECK(again_gaps <= 1.2 * first_gaps);
    CHECK(bare_gaps > 1.2 * again_gaps);
}

TEST_CASE("a search that begins with the leaves of another needs fewer nodes and no trials") {
    std::int64_t first_nodes = 0, again_nodes = 0;
    for (std::uint64_t k = 0; k < 10; ++k) {
        Random random(3, k);
        const Problem problem = test::knapsack_rows(random, 30, 5);
        const Solved first = search_with(problem, recording());
        if (first.left.tree.leaves() < 2) continue;
        ilp::SearchOptions again = recording();
        again.record = std::make_shared<ilp::BranchingRecord>(first.left.tree);
        again.former = std::make_shared<ilp::FormerSearch>(first.left);
        const Solved second = search_with(problem, again);
        CAPTURE(k);
        CHECK(second.objective == doctest::Approx(first.objective).epsilon(1e-6));
        first_nodes += first.nodes;
        again_nodes += second.nodes;
    }
    CHECK(again_nodes < first_nodes);
}

TEST_CASE("a plan of other columns and rows loses what has no place there") {
    ilp::CutPlan plan;
    plan.points = {{1, 2, 3}};
    ilp::CutPlan::Step step;
    step.rows = {{0, 0.5}, {1, 2}};
    plan.steps = {step};
    const std::vector<std::int32_t> columns_there{2, -1, 0}, rows_there{-1, 4};
    const ilp::CutPlan moved = plan.renumbered(columns_there, 4, rows_there);
    REQUIRE(moved.points.size() == 1);
    CHECK(moved.points[0][0] == 3);
    CHECK(std::isnan(moved.points[0][1]));
    CHECK(moved.points[0][2] == 1);
    REQUIRE(moved.steps.size() == 1);
    CHECK(moved.steps[0].rows == std::vector<std::pair<std::int32_t, double>>{{4, 2}});
}

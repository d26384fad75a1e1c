// Alike blocks are found by their form; the cheapest pattern of a block is the cheapest; the bound
// of patterns is below every plan and not below the linear program.
#include <doctest/doctest.h>

#include <cmath>

#include "ilp/blocks/block_problems.hpp"
#include "ilp/blocks/pattern_plans.hpp"
#include "ilp/lp/trials.hpp"
#include "ilp/search/random_problems.hpp"
#include "tenon/check.hpp"
#include "tenon/context.hpp"
#include "tenon/error.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

// Items of these sizes into bins of 10, each bin at a cost of 1.
Problem bins(const std::vector<double>& sizes, std::int32_t count) {
    Problem problem;
    std::vector<std::vector<std::int32_t>> put(sizes.size());
    for (std::int32_t b = 0; b < count; ++b) {
        std::vector<std::int32_t> index{problem.add_column("", ColumnType::binary, 0, 1, 1)};
        std::vector<double> value{-10};
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            put[i].push_back(problem.add_column("", ColumnType::binary, 0, 1, 0));
            index.push_back(put[i].back());
            value.push_back(sizes[i]);
        }
        problem.add_row("", -infinity, 0, index, value);
    }
    for (const std::vector<std::int32_t>& of : put)
        problem.add_row("", 1, 1, of, std::vector<double>(of.size(), 1));
    return problem;
}

double reached(const MixedProgram& program, const KnapsackBlocks& blocks, PatternBound& bound) {
    for (int k = 0; k < 500 && bound.improve(); ++k) continue;
    CHECK(blocks.rows.size() <= static_cast<std::size_t>(program.lp.rows));
    return bound.bound();
}

}  // namespace

TEST_CASE("bins are found as one group, whatever the order of their columns") {
    const MixedProgram program = to_mixed_program(bins({6, 6, 5, 3}, 4));
    const auto blocks = find_knapsack_blocks(program);
    REQUIRE(blocks);
    REQUIRE(blocks->groups.size() == 1);
    CHECK(blocks->groups[0].blocks() == 4);
    CHECK(blocks->groups[0].items.size() == 5);
    CHECK(blocks->rows.size() == 4);
}

TEST_CASE("bins of two prices are two groups; too many kinds, and there are none") {
    Problem problem = bins({6, 5, 3}, 6);
    for (const std::int32_t opened : {0, 4, 8}) problem.set_cost(opened, 2);
    auto blocks = find_knapsack_blocks(to_mixed_program(problem));
    REQUIRE(blocks);
    CHECK(blocks->groups.size() == 2);
    for (std::int32_t b = 0; b < 6; ++b) problem.set_cost(4 * b, 1 + b);
    CHECK(!find_knapsack_blocks(to_mixed_program(problem)));
}

TEST_CASE("a column beside the blocks, a continuous one, or a row with two sides: no blocks") {
    Problem beside = bins({6, 5, 3}, 3);
    beside.add_column("", ColumnType::binary, 0, 1, 1);
    CHECK(!find_knapsack_blocks(to_mixed_program(beside)));
    Problem continuous = bins({6, 5, 3}, 3);
    continuous.set_type(1, ColumnType::continuous);
    CHECK(!find_knapsack_blocks(to_mixed_program(continuous)));
    Problem ranged = bins({6, 5, 3}, 3);
    ranged.set_row_bounds(3, 1, 2);
    CHECK(!find_knapsack_blocks(to_mixed_program(ranged)));
}

TEST_CASE("the cheapest pattern costs what the cheapest of all points costs") {
    for (const std::uint64_t k : test::seeds(300)) {
        CAPTURE(k);
        Random random(31, k);
        BlockGroup group;
        const auto places = static_cast<std::int32_t>(1 + random.below(5));
        std::vector<double> cost;
        for (std::int32_t r = 0; r < places; ++r) {
            BlockItem item;
            item.weight = static_cast<std::int64_t>(random.below(12)) - 3;
            item.lower = static_cast<std::int32_t>(random.below(3)) - 1;
            item.upper = item.lower + static_cast<std::int32_t>(random.below(5));
            group.items.push_back(item);
            cost.push_back(random.uniform(-5, 3));
        }
        group.capacity = static_cast<std::int64_t>(random.below(20)) - 2;
        double least = infinity;
        std::vector<std::int32_t> x;
        for (const BlockItem& item : group.items) x.push_back(item.lower);
        for (bool more = true; more;) {
            std::int64_t weight = 0;
            double total = 0;
            for (std::int32_t r = 0; r < places; ++r) {
                weight += group.items[r].weight * x[r];
                total += cost[r] * x[r];
            }
            if (weight <= group.capacity) least = std::min(least, total);
            more = false;
            for (std::int32_t r = 0; r < places && !more; ++r) {
                more = x[r] < group.items[r].upper;
                x[r] = more ? x[r] + 1 : group.items[r].lower;
            }
        }
        std::vector<std::int32_t> amount;
        KnapsackTable table;
        const double found = BlockKnapsack(group, table).cheapest(cost, {}, amount);
        if (std::isinf(least)) {
            CHECK(std::isinf(found));
            continue;
        }
        CHECK(found == doctest::Approx(least).epsilon(1e-12));
        std::int64_t weight = 0;
        for (std::int32_t r = 0; r < places; ++r) {
            CHECK(amount[r] >= group.items[r].lower);
            CHECK(amount[r] <= group.items[r].upper);
            weight += group.items[r].weight * amount[r];
        }
        CHECK(weight <= group.capacity);
    }
}

TEST_CASE("the bound of patterns keeps bins whole where the relaxation fills them") {
    // Five items of 6: five bins of 10, while 30 / 10 is 3.
    const MixedProgram program = to_mixed_program(bins({6, 6, 6, 6, 6}, 5));
    const auto blocks = find_knapsack_blocks(program);
    REQUIRE(blocks);
    const Context context;
    Control control(context, {});
    PatternBound bound(program, *blocks, std::vector<double>(blocks->rows.size(), 0), control);
    CHECK(reached(program, *blocks, bound) == doctest::Approx(5));
}

TEST_CASE("the bound of patterns is below every plan, at every prices") {
    std::int64_t seen = 0;
    for (const std::uint64_t k : test::seeds(600)) {
        Random random(32, k);
        const Problem problem = test::alike_blocks(random);
        CAPTURE(k);
        CAPTURE(write_mps_text(problem));
        const MixedProgram program = to_mixed_program(problem);
        const auto blocks = find_knapsack_blocks(program);
        if (!blocks) continue;
        const auto best = test::enumerate(problem);
        if (!best) continue;
        ++seen;
        const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
        const double optimum = sign * best->objective;
        std::vector<double> prices;
        for (std::size_t i = 0; i < blocks->rows.size(); ++i)
            prices.push_back(random.uniform(-3, 3));
        const Context context;
        Control control(context, {});
        PatternBound bound(program, *blocks, prices, control);
        CHECK(bound.bound() <= optimum + 1e-9);
        const double after = reached(program, *blocks, bound);
        CHECK(after <= optimum + 1e-9);
        // Not below the linear program, as far as prices may go.
        Simplex lp(program.lp);
        REQUIRE(lp.solve() == LpStatus::optimal);
        CHECK(after >= lp.objective() - 1e-6 * std::max(1.0, std::fabs(lp.objective())));
        // Patterns of the optimum make the master no worse than the optimum.
        PatternBound with(program, *blocks, prices, control);
        for (const Pattern& pattern : patterns_of(*blocks, best->values)) with.add(pattern);
        CHECK(reached(program, *blocks, with) == doctest::Approx(after).epsilon(1e-6));
        if (const auto plan =
                fill_blocks(program, *blocks, bound.knapsacks(), bound.prices(), control)) {
            const Verdict verdict = check_point(problem, *plan);
            CHECK(verdict.feasible);
            CHECK(sign * verdict.objective >= after - 1e-9);
        }
    }
    CHECK(seen > 50);
}

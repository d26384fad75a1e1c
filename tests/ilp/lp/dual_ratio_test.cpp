// The bound flipping ratio test on rows made by hand: which variable enters, which flip.
#include "ilp/lp/dual_ratio_test.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "tenon/random.hpp"

using namespace tenon;
using namespace tenon::ilp;

namespace {

struct Entry {
    double slope;    // how fast the reduced cost falls
    double reduced;  // d_j
    double range = infinity;
};

// One basic logical, whose row has an entry for each column; columns rest at their lower bound
// zero. The basic variable lies below its bound, so that negative entries block.
struct Row {
    SimplexState s;
    DualRatioTest test;

    explicit Row(const std::vector<Entry>& entries) {
        LinearProgram p;
        p.columns = static_cast<std::int32_t>(entries.size());
        p.rows = 1;
        p.row_lower = {1};
        p.row_upper = {infinity};
        for (const Entry& e : entries) {
            p.cost.push_back(e.reduced);
            p.lower.push_back(0);
            p.upper.push_back(e.range);
            p.matrix.index.push_back(0);
            p.matrix.value.push_back(1);
            p.matrix.start.push_back(static_cast<std::int64_t>(p.matrix.index.size()));
        }
        Scaling none;
        none.row = {1};
        none.column.assign(entries.size(), 1.0);
        s.load(p, none);
        s.slack_basis();
        for (std::int32_t j = 0; j < p.columns; ++j) {
            s.reduced[j] = entries[j].reduced;
            s.row.add(j, -entries[j].slope);
        }
        s.rho.add(0, -1);
    }
    std::int32_t choose(double violation = -1) { return test.choose(s, violation); }
};

}  // namespace

TEST_CASE("the variable whose reduced cost vanishes first enters") {
    Row row({{1, 4}, {1, 3}, {3, 6}, {0.5, 8}});
    CHECK(row.choose() == 2);
    CHECK(row.test.pivot() == -3);
    CHECK(row.test.flips().empty());
}

TEST_CASE("entries that move the other way do not block, above the bound they do") {
    Row row({{-1, 1}, {1, 5}, {-2, 4}});
    CHECK(row.choose(-1) == 1);
    CHECK(row.choose(+1) == 0);
    Row none({{-1, 1}, {-2, 4}});
    CHECK(none.choose() == -1);
    CHECK(none.test.flips().empty());
}

TEST_CASE("a variable at its upper bound blocks with the opposite sign") {
    Row row({{-1, -2, 4}, {1, 5}});
    row.s.where[0] = BasisStatus::at_upper;
    row.s.place(0);
    CHECK(row.choose() == 0);
    CHECK(row.test.pivot() == 1);
}

TEST_CASE("boxed variables flip while the slope stays positive") {
    // The slope falls from 5 by 2 at each: to 3, to 1, below zero.
    Row row({{2, 2, 1}, {2, 4, 1}, {2, 6, 1}, {2, 8, 1}});
    CHECK(row.choose(-5) == 2);
    CHECK(row.test.flips() == std::vector<std::int32_t>{0, 1});
    CHECK(row.choose(-1) == 0);
    CHECK(row.test.flips().empty());
    // Enough slope to pass all: the last one enters, for lack of another.
    CHECK(row.choose(-100) == 3);
    CHECK(row.test.flips() == std::vector<std::int32_t>{0, 1, 2});
}

TEST_CASE("a variable without an upper bound cannot flip") {
    Row row({{2, 2, 1}, {2, 3}, {2, 6, 1}});
    CHECK(row.choose(-50) == 1);
    CHECK(row.test.flips() == std::vector<std::int32_t>{0});
}

TEST_CASE("fixed variables never enter nor flip, free ones enter at once from either side") {
    Row fixed({{5, 1, 0}, {1, 7}});
    CHECK(fixed.choose() == 1);
    CHECK(fixed.test.flips().empty());
    for (const double slope : {-1.0, 1.0}) {
        Row free({{1, 0.5}, {slope, 0}});
        free.s.work_lower[1] = -infinity;
        free.s.place(1);
        CHECK(free.choose() == 1);
    }
}

TEST_CASE("of equal ratios the largest pivot enters") {
    Row row({{1, 2}, {4, 8}, {2, 4}});
    CHECK(row.choose() == 1);
}

TEST_CASE("a small pivot gives way to a larger one within the dual tolerance") {
    Row row({{1e-3, 0}, {1, 5e-8}});
    CHECK(row.choose() == 1);
    // Beyond the tolerance it does not: the first reduced cost would become -1e-3.
    Row far({{1e-3, 0}, {1, 1}});
    CHECK(far.choose() == 0);
}

TEST_CASE("entries that are rounding noise do not block") {
    Row row({{1e-10, 1}, {2e-12, 0}});
    CHECK(row.choose() == -1);
    Row beside({{1e-10, 1e-14}, {1, 1}});
    CHECK(beside.choose() == 1);
}

TEST_CASE("a long step does not end on a pivot far smaller than those before it") {
    Row row({{4, 4, 1}, {1e-4, 2e-4, 1e9}});
    CHECK(row.choose(-5) == 0);
}

TEST_CASE(
    "a reduced cost of the wrong sign is shifted to zero, so that the objective cannot fall") {
    Row row({{1, -5e-8}, {1, 3}});
    const double cost = row.s.work_cost[0];
    CHECK(row.choose() == 0);
    CHECK(row.s.reduced[0] == 0);
    CHECK(row.s.work_cost[0] == cost + 5e-8);
    CHECK(row.s.perturbed);
}

TEST_CASE("random rows: the dual objective rises up to the chosen breakpoint and falls behind it") {
    Random random(1);
    for (int trial = 0; trial < 2000; ++trial) {
        CAPTURE(trial);
        std::vector<Entry> entries;
        const auto count = 1 + random.below(12);
        for (std::uint64_t k = 0; k < count; ++k)
            entries.push_back({random.uniform(0.5, 2) * (random.below(3) ? 1 : -1),
                               random.uniform(0, 10),
                               random.below(4) ? random.uniform(0.1, 3) : infinity});
        const double violation = random.uniform(0.1, 10);
        Row row(entries);
        const std::int32_t q = row.choose(-violation);
        // The breakpoints in order, and the first whose slope beyond is negative.
        std::vector<std::int32_t> order;
        for (std::int32_t j = 0; j < row.s.n; ++j)
            if (entries[j].slope > 0) order.push_back(j);
        std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
            return entries[a].reduced / entries[a].slope < entries[b].reduced / entries[b].slope;
        });
        double slope = violation;
        std::size_t k = 0;
        for (; k < order.size(); ++k) {
            slope -= entries[order[k]].slope * entries[order[k]].range;
            if (slope < 0 || k + 1 == order.size()) break;
        }
        if (order.empty()) {
            REQUIRE(q == -1);
            continue;
        }
        REQUIRE(q == order[k]);
        std::vector<std::int32_t> flips = row.test.flips();
        std::sort(flips.begin(), flips.end());
        std::vector<std::int32_t> passed(order.begin(), order.begin() + static_cast<long>(k));
        std::sort(passed.begin(), passed.end());
        REQUIRE(flips == passed);
    }
}

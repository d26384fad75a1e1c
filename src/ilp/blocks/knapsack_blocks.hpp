// Programs of many alike blocks, each held together by one knapsack row: bins, bars, coils,
// vehicles. Rows that belong to no block link them:
//
//   minimise sum_k c_k x_k   subject to   sum_k A_k x_k within the sides,   w_k x_k <= C_k, x_k
//   whole.
//
// Blocks with the same costs, bounds, weights and links, place by place, form a group. They are
// found by the form of rows alone: rows of the same coefficients and sides that have no column in
// common are knapsacks of blocks, until every column has its block.
//
// M. Bergner et al.: Automatic Dantzig-Wolfe reformulation of mixed integer programs, Mathematical
// Programming 149, 2015 (what such structure is good for, and other ways to find it).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ilp/presolve/presolve.hpp"

namespace tenon::ilp {

struct BlockLink {
    std::int32_t row = 0;  // among KnapsackBlocks::rows
    double value = 0;
    bool operator==(const BlockLink&) const = default;
};

// What stands at one place of every block of a group.
struct BlockItem {
    double cost = 0;
    std::int64_t weight = 0;  // in the steps of the group's capacity
    std::int32_t lower = 0, upper = 0;
    std::vector<BlockLink> links;
    bool operator==(const BlockItem&) const = default;
};

struct BlockGroup {
    std::vector<BlockItem> items;
    // sum of weight x <= capacity: that row, or a little weaker where its numbers are no whole
    // multiples of a step.
    std::int64_t capacity = 0;
    std::vector<std::vector<std::int32_t>> columns;  // of each block, in the order of items

    std::int32_t blocks() const { return static_cast<std::int32_t>(columns.size()); }
};

struct KnapsackBlocks {
    std::vector<BlockGroup> groups;
    std::vector<std::int32_t> rows;  // of the program: those that link

    std::int32_t blocks() const;
};

// Nothing where the program is not of this kind, or where blocks are alike too seldom to be worth
// it.
std::optional<KnapsackBlocks> find_knapsack_blocks(const MixedProgram& program);

}  // namespace tenon::ilp

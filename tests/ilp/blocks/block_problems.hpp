// Small random programs of alike blocks, each with a knapsack row: bins, bars, vehicles, with rows
// of all kinds that link them.
#pragma once

#include <cstdint>
#include <vector>

#include "tenon/problem.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

inline Problem alike_blocks(Random& random) {
    Problem problem;
    if (random.below(3) == 0) problem.set_sense(Sense::maximize);
    const auto blocks = static_cast<std::int32_t>(3 + random.below(2));
    const auto places = static_cast<std::int32_t>(2 + random.below(blocks == 3 ? 2 : 1));
    const bool opened = random.below(2) == 0;  // a column opens the block
    const bool whole = random.below(4) != 0;
    const auto kinds = static_cast<std::int32_t>(1 + random.below(2));  // of costs
    const auto number = [&](std::uint64_t below) {
        return static_cast<double>(random.below(below)) / (whole ? 1 : 10);
    };
    std::vector<double> weight, upper, cost, open_cost;
    for (std::int32_t r = 0; r < places; ++r) {
        weight.push_back(number(9) + (random.below(6) == 0 ? -3 : 1));
        upper.push_back(random.below(3) == 0 ? 2 : 1);
        cost.push_back(random.below(2) == 0 ? 0 : number(9) - number(5));
    }
    for (std::int32_t k = 0; k < kinds; ++k) open_cost.push_back(number(12));
    const double capacity = 4 + number(9);
    const bool at_least = random.below(5) == 0;  // the knapsack the other way round
    std::vector<std::vector<std::int32_t>> column(places);
    for (std::int32_t b = 0; b < blocks; ++b) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        const double sign = at_least ? -1 : 1;
        for (std::int32_t r = 0; r < places; ++r) {
            column[r].push_back(problem.add_column("", ColumnType::integer, 0, upper[r], cost[r]));
            index.push_back(column[r].back());
            value.push_back(sign * weight[r]);
        }
        if (opened) {
            index.push_back(problem.add_column("", ColumnType::binary, 0, 1, open_cost[b % kinds]));
            value.push_back(-sign * capacity);
        }
        const double side = sign * (opened ? 0 : capacity);
        problem.add_row("", at_least ? side : -infinity, at_least ? infinity : side, index, value);
    }
    for (std::int32_t r = 0; r < places; ++r) {
        if (random.below(8) == 0) continue;
        const double coefficient = random.below(5) == 0 ? 2 : 1;
        std::vector<double> value(column[r].size(), coefficient);
        const double side = static_cast<double>(random.below(4));
        const std::uint64_t kind = random.below(4);
        problem.add_row("", kind == 0 ? -infinity : side, kind >= 2 ? infinity : side, column[r],
                        value);
    }
    if (random.below(3) == 0) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int32_t r = 0; r < places; ++r) {
            const double coefficient = static_cast<double>(random.below(7)) - 3;
            for (const std::int32_t j : column[r]) {
                if (coefficient == 0) continue;
                index.push_back(j);
                value.push_back(coefficient);
            }
        }
        problem.add_row("", static_cast<double>(random.below(5)) - 2, infinity, index, value);
    }
    return problem;
}

}  // namespace tenon::test

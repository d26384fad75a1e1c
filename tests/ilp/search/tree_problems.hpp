// Problems of middling size whose trees have hundreds of nodes, for what happens within a tree.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "tenon/problem.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

// Several knapsacks over the same items.
inline Problem knapsack_rows(Random& random, int columns, int rows) {
    Problem problem(Sense::maximize);
    for (int j = 0; j < columns; ++j)
        problem.add_column("", ColumnType::binary, 0, 1, std::floor(random.uniform(20, 60)));
    for (int i = 0; i < rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double sum = 0;
        for (int j = 0; j < columns; ++j) {
            index.push_back(j);
            value.push_back(std::floor(random.uniform(10, 50)));
            sum += value.back();
        }
        problem.add_row("", -infinity, std::floor(sum / 2), index, value);
    }
    return problem;
}

// Stores that cost when open, customers that are served from open stores in any parts.
inline Problem stores(Random& random, int count, int customers) {
    Problem problem;
    std::vector<std::int32_t> open;
    for (int s = 0; s < count; ++s)
        open.push_back(
            problem.add_column("", ColumnType::binary, 0, 1, std::floor(random.uniform(30, 60))));
    std::vector<std::vector<std::int32_t>> served(count);
    std::vector<double> demand;
    for (int c = 0; c < customers; ++c) {
        demand.push_back(std::floor(random.uniform(3, 12)));
        std::vector<std::int32_t> index;
        for (int s = 0; s < count; ++s) {
            index.push_back(problem.add_column("", ColumnType::continuous, 0, 1,
                                               demand.back() * std::floor(random.uniform(1, 9))));
            served[s].push_back(index.back());
        }
        problem.add_row("", 1, 1, index, std::vector<double>(index.size(), 1));
    }
    for (int s = 0; s < count; ++s) {
        std::vector<std::int32_t> index = served[s];
        std::vector<double> value = demand;
        index.push_back(open[s]);
        value.push_back(-std::floor(random.uniform(25, 50)));
        problem.add_row("", -infinity, 0, index, value);
    }
    return problem;
}

// Jobs on equal machines, the longest machine as short as possible: many symmetries.
inline Problem equal_machines(Random& random, int jobs, int machines) {
    Problem problem;
    const std::int32_t longest = problem.add_column("", ColumnType::integer, 0, 1000, 1);
    std::vector<double> length;
    for (int j = 0; j < jobs; ++j) length.push_back(std::floor(random.uniform(10, 60)));
    std::vector<std::vector<std::int32_t>> on(machines);
    for (int j = 0; j < jobs; ++j) {
        std::vector<std::int32_t> index;
        for (int m = 0; m < machines; ++m) {
            index.push_back(problem.add_column("", ColumnType::binary, 0, 1, 0));
            on[m].push_back(index.back());
        }
        problem.add_row("", 1, 1, index, std::vector<double>(index.size(), 1));
    }
    for (int m = 0; m < machines; ++m) {
        std::vector<std::int32_t> index = on[m];
        std::vector<double> value = length;
        index.push_back(longest);
        value.push_back(-1);
        problem.add_row("", -infinity, 0, index, value);
    }
    return problem;
}

// Of the three kinds in turn.
inline Problem tree_problem(std::uint64_t number) {
    Random random(71, number);
    switch (number % 3) {
        case 0:
            return knapsack_rows(random, 35 + static_cast<int>(random.below(8)), 10);
        case 1:
            return stores(random, 16 + static_cast<int>(random.below(4)), 20);
        default:
            return equal_machines(random, 14 + static_cast<int>(random.below(4)), 5);
    }
}

}  // namespace tenon::test

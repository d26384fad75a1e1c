// Small random problems with planted symmetries.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "tenon/problem.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

inline double small_number(Random& random) {
    const double x = static_cast<double>(random.below(11)) - 4;
    return x == 0 ? 2 : x;
}

// Equal blocks: a few columns each, rows of their own with the same numbers in each, and rows over
// all blocks with one coefficient a matrix row; a few columns outside.
inline Problem block_problem(Random& random, bool mixed) {
    Problem problem(random.below(2) ? Sense::minimize : Sense::maximize);
    const bool binary = random.below(2) == 0;
    const int blocks = 2 + static_cast<int>(random.below(3));
    const int most = blocks > 3 ? 2 : 3;
    const int rows = 1 + static_cast<int>(random.below(most));
    const int outside = static_cast<int>(random.below(2));
    std::vector<double> lower, upper, cost;
    std::vector<ColumnType> type;
    for (int t = 0; t < rows; ++t) {
        const bool continuous = mixed && t > 0 && random.below(2) == 0;
        type.push_back(continuous ? ColumnType::continuous : ColumnType::integer);
        lower.push_back(binary ? 0 : -static_cast<double>(random.below(2)));
        upper.push_back(binary ? 1 : lower.back() + 1 + static_cast<double>(random.below(2)));
        cost.push_back(small_number(random));
    }
    for (int b = 0; b < blocks; ++b)
        for (int t = 0; t < rows; ++t) problem.add_column("", type[t], lower[t], upper[t], cost[t]);
    for (int k = 0; k < outside; ++k)
        problem.add_column("", ColumnType::integer, 0, 2, small_number(random));
    const auto side = [&](double& low, double& high, double reach) {
        const double at = std::floor(random.uniform(-0.3, 0.8) * reach) + 0.5;
        low = -infinity;
        high = infinity;
        (random.below(2) ? low : high) = random.below(2) ? std::floor(at) : at;
    };
    for (int r = static_cast<int>(random.below(3)); r > 0; --r) {
        std::vector<double> value;
        double reach = 0;
        for (int t = 0; t < rows; ++t) {
            value.push_back(small_number(random));
            reach += std::fabs(value.back()) * upper[t];
        }
        double low = 0, high = 0;
        side(low, high, reach);
        for (int b = 0; b < blocks; ++b) {
            std::vector<std::int32_t> index;
            for (int t = 0; t < rows; ++t) index.push_back(b * rows + t);
            problem.add_row("", low, high, index, value);
        }
    }
    for (int r = 1 + static_cast<int>(random.below(3)); r > 0; --r) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double reach = 0;
        for (int t = 0; t < rows; ++t) {
            if (random.below(3) == 0) continue;
            const double a = random.below(2) ? 1 : small_number(random);
            for (int b = 0; b < blocks; ++b) {
                index.push_back(b * rows + t);
                value.push_back(a);
                reach += std::fabs(a) * upper[t] / 2;
            }
        }
        for (int k = 0; k < outside; ++k) {
            index.push_back(blocks * rows + k);
            value.push_back(small_number(random));
        }
        if (index.empty()) continue;
        double low = 0, high = 0;
        side(low, high, reach);
        if (random.below(4) == 0)
            low = high = std::floor(std::fmin(std::fabs(low), std::fabs(high)));
        problem.add_row("", low, high, index, value);
    }
    return problem;
}

// Bins and counts: each kind is needed some times, each bin has a size and a price; bins of one
// price are equal.
inline Problem bin_problem(Random& random) {
    Problem problem(Sense::minimize);
    const int bins = 2 + static_cast<int>(random.below(2));
    const int kinds = 2;
    const double size = 5 + static_cast<double>(random.below(6));
    std::vector<double> weight;
    for (int t = 0; t < kinds; ++t) weight.push_back(1 + static_cast<double>(random.below(4)));
    const bool equal_kinds = random.below(3) == 0;
    if (equal_kinds) weight[1] = weight[0];
    const double other_price = random.below(2) ? 10 : 11;
    for (int b = 0; b < bins; ++b) {
        problem.add_column("", ColumnType::binary, 0, 1, b == 0 ? other_price : 10);
        for (int t = 0; t < kinds; ++t) problem.add_column("", ColumnType::integer, 0, 2, 0);
    }
    for (int t = 0; t < kinds; ++t) {
        std::vector<std::int32_t> index;
        for (int b = 0; b < bins; ++b) index.push_back(b * (kinds + 1) + 1 + t);
        const double need = equal_kinds ? 2 : 1 + static_cast<double>(random.below(4));
        problem.add_row("", need, infinity, index, std::vector<double>(index.size(), 1));
    }
    for (int b = 0; b < bins; ++b) {
        std::vector<std::int32_t> index{b * (kinds + 1)};
        std::vector<double> value{-size};
        for (int t = 0; t < kinds; ++t) {
            index.push_back(b * (kinds + 1) + 1 + t);
            value.push_back(weight[t]);
        }
        problem.add_row("", -infinity, 0, index, value);
    }
    return problem;
}

// Items into bins, each item in one.
inline Problem packing_problem(Random& random) {
    Problem problem(Sense::minimize);
    const int bins = 2 + static_cast<int>(random.below(2)), items = 3 + (bins == 2 ? 1 : 0);
    std::vector<double> weight;
    for (int t = 0; t < items; ++t) weight.push_back(1 + static_cast<double>(random.below(5)));
    const double size = 4 + static_cast<double>(random.below(6));
    for (int b = 0; b < bins; ++b) {
        problem.add_column("", ColumnType::binary, 0, 1, 1);
        for (int t = 0; t < items; ++t)
            problem.add_column("", ColumnType::binary, 0, 1, random.below(30) == 0 ? -1 : 0);
    }
    for (int t = 0; t < items; ++t) {
        std::vector<std::int32_t> index;
        for (int b = 0; b < bins; ++b) index.push_back(b * (items + 1) + 1 + t);
        problem.add_row("", 1, 1, index, std::vector<double>(index.size(), 1));
    }
    for (int b = 0; b < bins; ++b) {
        std::vector<std::int32_t> index{b * (items + 1)};
        std::vector<double> value{-size};
        for (int t = 0; t < items; ++t) {
            index.push_back(b * (items + 1) + 1 + t);
            value.push_back(weight[t]);
        }
        problem.add_row("", -infinity, 0, index, value);
    }
    return problem;
}

// Every row in all its rotations: a cyclic group, and often more.
inline Problem cyclic_problem(Random& random) {
    Problem problem(random.below(2) ? Sense::minimize : Sense::maximize);
    const int n = 3 + static_cast<int>(random.below(7));
    const bool binary = n > 5 || random.below(2) == 0;
    const double cost = small_number(random);
    const double high = binary ? 1 : 2;
    for (int j = 0; j < n; ++j) problem.add_column("", ColumnType::integer, 0, high, cost);
    for (int r = 1 + static_cast<int>(random.below(2)); r > 0; --r) {
        std::vector<std::int32_t> support;
        std::vector<double> value;
        double reach = 0;
        for (int j = 0; j < n; ++j) {
            if (random.below(2)) continue;
            support.push_back(j);
            value.push_back(random.below(2) ? 1 : small_number(random));
            reach += std::fabs(value.back()) * high;
        }
        if (support.empty()) continue;
        const double at = std::floor(random.uniform(-0.2, 0.6) * reach) + 0.5;
        const bool below = random.below(2) != 0;
        for (int k = 0; k < n; ++k) {
            std::vector<std::pair<std::int32_t, double>> entries;
            for (std::size_t e = 0; e < support.size(); ++e)
                entries.emplace_back((support[e] + k) % n, value[e]);
            std::vector<std::int32_t> index;
            std::vector<double> a;
            for (const auto& [j, v] : entries) {
                index.push_back(j);
                a.push_back(v);
            }
            problem.add_row("", below ? -infinity : at, below ? at : infinity, index, a);
        }
    }
    return problem;
}

inline Problem symmetric_problem(Random& random) {
    switch (random.below(6)) {
        case 0:
            return bin_problem(random);
        case 1:
            return packing_problem(random);
        case 2:
            return cyclic_problem(random);
        case 3:
            return block_problem(random, true);
        default:
            return block_problem(random, false);
    }
}

// The same with columns and rows in another order.
inline Problem shuffled(const Problem& problem, Random& random) {
    std::vector<std::int64_t> columns(problem.columns()), rows(problem.rows());
    for (std::size_t j = 0; j < columns.size(); ++j) columns[j] = static_cast<std::int64_t>(j);
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i);
    random.shuffle(columns);
    random.shuffle(rows);
    Problem out(problem.sense());
    std::vector<std::int32_t> place(columns.size());
    for (std::size_t k = 0; k < columns.size(); ++k) {
        const auto j = static_cast<std::int32_t>(columns[k]);
        place[j] = static_cast<std::int32_t>(k);
        out.add_column("", problem.type()[j], problem.lower()[j], problem.upper()[j],
                       problem.cost()[j]);
    }
    for (const std::int64_t i : rows) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int64_t k = problem.row_start()[i]; k < problem.row_start()[i + 1]; ++k) {
            index.push_back(place[problem.index()[k]]);
            value.push_back(problem.value()[k]);
        }
        out.add_row("", problem.row_lower()[i], problem.row_upper()[i], index, value);
    }
    return out;
}

}  // namespace tenon::test

// Small random programs of the shapes that cut families are made for.
#pragma once

#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "tenon/problem.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

// A few nodes, arcs between them with fixed charges: x <= u y, balances of flow.
inline Problem fixed_charge_network(Random& random) {
    Problem problem;
    const auto nodes = static_cast<std::int32_t>(2 + random.below(3));
    const auto arcs = static_cast<std::int32_t>(3 + random.below(5));
    std::vector<std::vector<std::int32_t>> index(nodes);
    std::vector<std::vector<double>> value(nodes);
    for (std::int32_t a = 0; a < arcs; ++a) {
        const double capacity = static_cast<double>(2 + random.below(12));
        const std::int32_t x = problem.add_column("", ColumnType::continuous, 0, capacity,
                                                  static_cast<double>(random.below(4)));
        const std::int32_t y = problem.add_column("", ColumnType::binary, 0, 1,
                                                  static_cast<double>(1 + random.below(20)));
        const std::vector<std::int32_t> pair{x, y};
        const std::vector<double> link{1, -capacity};
        problem.add_row("", -infinity, 0, pair, link);
        const auto from = static_cast<std::int32_t>(random.below(nodes + 1)) - 1;  // -1: outside
        const auto to = static_cast<std::int32_t>(random.below(nodes));
        if (from == to) continue;
        index[to].push_back(x);
        value[to].push_back(1);
        if (from < 0) continue;
        index[from].push_back(x);
        value[from].push_back(-1);
    }
    for (std::int32_t i = 0; i < nodes; ++i) {
        const double demand = static_cast<double>(random.below(9));
        const bool at_least = random.below(3) == 0;
        problem.add_row("", demand, at_least ? infinity : demand, index[i], value[i]);
    }
    return problem;
}

// Items of one lot sizing model: stock balances in a row, production behind setups.
inline Problem lot_sizing(Random& random) {
    Problem problem;
    const auto periods = static_cast<std::int32_t>(3 + random.below(5));
    const bool tight = random.below(2) == 0;
    std::int32_t stock = -1;
    for (std::int32_t t = 0; t < periods; ++t) {
        const double capacity =
            tight ? static_cast<double>(8 + random.below(10)) : 9.0 * static_cast<double>(periods);
        const std::int32_t x = problem.add_column("", ColumnType::continuous, 0, infinity, 1);
        const std::int32_t y = problem.add_column("", ColumnType::binary, 0, 1,
                                                  static_cast<double>(10 + random.below(30)));
        const std::int32_t next = problem.add_column("", ColumnType::continuous, 0, infinity,
                                                     static_cast<double>(1 + random.below(3)));
        const std::vector<std::int32_t> pair{x, y};
        const std::vector<double> link{1, -capacity};
        problem.add_row("", -infinity, 0, pair, link);
        std::vector<std::int32_t> index{x, next};
        std::vector<double> value{1, -1};
        if (stock >= 0) {
            index.push_back(stock);
            value.push_back(1);
        }
        const double demand = static_cast<double>(random.below(10));
        problem.add_row("", demand, demand, index, value);
        stock = next;
    }
    return problem;
}

// Knapsacks over binaries and small integers, in both directions.
inline Problem knapsacks(Random& random) {
    Problem problem;
    const auto columns = static_cast<std::int32_t>(4 + random.below(6));
    for (std::int32_t j = 0; j < columns; ++j) {
        const bool binary = random.below(4) != 0;
        problem.add_column("", ColumnType::integer, 0, binary ? 1 : 2,
                           -static_cast<double>(1 + random.below(20)));
    }
    const auto rows = 1 + random.below(4);
    for (std::uint64_t i = 0; i < rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double sum = 0;
        for (std::int32_t j = 0; j < columns; ++j) {
            if (random.below(4) == 0) continue;
            index.push_back(j);
            value.push_back(static_cast<double>(1 + random.below(15)) *
                            (random.below(6) == 0 ? -1 : 1));
            sum += std::fmax(0.0, value.back());
        }
        problem.add_row("", -infinity, std::floor(sum / 2), index, value);
    }
    return problem;
}

// Pairs and sets of binaries that exclude one another, and covers.
inline Problem conflicts(Random& random) {
    Problem problem;
    const auto columns = static_cast<std::int32_t>(5 + random.below(5));
    for (std::int32_t j = 0; j < columns; ++j)
        problem.add_column("", ColumnType::binary, 0, 1, -static_cast<double>(1 + random.below(9)));
    const std::vector<double> ones(static_cast<std::size_t>(columns), 1.0);
    for (std::int32_t i = 0; i < columns; ++i)
        for (std::int32_t j = i + 1; j < columns; ++j) {
            if (random.below(3) != 0) continue;
            const std::vector<std::int32_t> pair{i, j};
            problem.add_row("", -infinity, 1, pair, std::span(ones).first(2));
        }
    std::vector<std::int32_t> all;
    for (std::int32_t j = 0; j < columns; ++j)
        if (random.below(2)) all.push_back(j);
    if (!all.empty()) problem.add_row("", 1, infinity, all, std::span(ones).first(all.size()));
    return problem;
}

// Capacities bought by the piece, over which several commodities flow from one node each to
// another: balances of commodities at nodes, and sums of flows below capacities.
struct NetworkShape {
    std::int32_t nodes = 4, arcs = 6, commodities = 2;
    bool undirected = false;  // flows both ways share what an arc has
    double most = 1;          // pieces on an arc
    bool disguised = true;    // rows in any order, negated and scaled
};
inline Problem network_design(Random& random, const NetworkShape& shape) {
    struct Row {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double lower, upper;
    };
    Problem problem;
    std::vector<Row> rows(static_cast<std::size_t>(shape.nodes * shape.commodities), Row{});
    const auto balance = [&](std::int32_t node, std::int32_t k) -> Row& {
        return rows[static_cast<std::size_t>(node * shape.commodities + k)];
    };
    double total = 0;
    for (std::int32_t k = 0; k < shape.commodities; ++k) {
        const auto from = static_cast<std::int32_t>(random.below(shape.nodes));
        const auto step = static_cast<std::int32_t>(1 + random.below(shape.nodes - 1));
        const double demand = static_cast<double>(2 + random.below(9));
        Row &source = balance(from, k), &sink = balance((from + step) % shape.nodes, k);
        source.lower = source.upper = demand;
        sink.lower = sink.upper = -demand;
        total += demand;
    }
    const double piece = std::ceil(total / 2) + 0.5;
    for (std::int32_t a = 0; a < shape.arcs; ++a) {
        // A ring, and arcs across.
        const std::int32_t tail =
            a < shape.nodes ? a : static_cast<std::int32_t>(random.below(shape.nodes));
        const auto step = static_cast<std::int32_t>(1 + random.below(shape.nodes - 1));
        const std::int32_t head = (tail + (a < shape.nodes ? 1 : step)) % shape.nodes;
        Row capacity{{}, {}, -infinity, 0};
        for (std::int32_t k = 0; k < shape.commodities; ++k)
            for (int turn = 0; turn < (shape.undirected ? 2 : 1); ++turn) {
                const std::int32_t flow = problem.add_column(
                    "", ColumnType::continuous, 0, infinity, static_cast<double>(random.below(3)));
                balance(turn == 0 ? tail : head, k).index.push_back(flow);
                balance(turn == 0 ? tail : head, k).value.push_back(1);
                balance(turn == 0 ? head : tail, k).index.push_back(flow);
                balance(turn == 0 ? head : tail, k).value.push_back(-1);
                capacity.index.push_back(flow);
                capacity.value.push_back(1);
            }
        capacity.index.push_back(problem.add_column("", ColumnType::integer, 0, shape.most,
                                                    static_cast<double>(5 + random.below(30))));
        capacity.value.push_back(-piece);
        rows.push_back(std::move(capacity));
    }
    for (std::size_t left = rows.size(); left > 0; --left) {
        Row& row = rows[shape.disguised ? random.below(left) : 0];
        if (shape.disguised) {
            const double scale =
                (random.below(2) ? 1 : -1) * (0.5 + 0.5 * static_cast<double>(random.below(5)));
            for (double& value : row.value) value *= scale;
            row.lower *= scale;
            row.upper *= scale;
            if (scale < 0) std::swap(row.lower, row.upper);
        }
        problem.add_row("", row.lower, row.upper, row.index, row.value);
        if (shape.disguised)
            std::swap(row, rows[left - 1]);
        else
            rows.erase(rows.begin());
    }
    return problem;
}
inline Problem small_network_design(Random& random) {
    NetworkShape shape;
    shape.nodes = static_cast<std::int32_t>(3 + random.below(2));
    shape.arcs = shape.nodes + static_cast<std::int32_t>(random.below(4));
    shape.commodities = static_cast<std::int32_t>(1 + random.below(3));
    shape.undirected = random.below(3) == 0;
    shape.most = static_cast<double>(1 + random.below(2));
    return network_design(random, shape);
}

// Rows of coefficients a million apart: a bound may be missed by next to nothing, the row not.
inline Problem wide_coefficients(Random& random) {
    Problem problem;
    if (random.below(2) == 0) problem.set_sense(Sense::maximize);
    const auto columns = static_cast<std::int32_t>(1 + random.below(4));
    for (std::int32_t j = 0; j < columns; ++j)
        problem.add_column("", ColumnType::integer, random.below(4) == 0 ? -1 : 0,
                           static_cast<double>(1 + random.below(3)),
                           static_cast<double>(random.below(9)) - 4);
    // With 1e12 beside 1 the linear programs cannot tell one from nothing.
    constexpr double sizes[] = {1, 1, 2, 3, 7, 1e3, 3e6, 1e7, 5e8, 1e10};
    const auto rows = 1 + random.below(3);
    for (std::uint64_t i = 0; i < rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        for (std::int32_t j = 0; j < columns; ++j) {
            if (random.below(3) == 0) continue;
            index.push_back(j);
            value.push_back(sizes[random.below(10)] * (random.below(4) == 0 ? -1 : 1));
        }
        // Near what some point gives, or near zero.
        double side = static_cast<double>(random.below(7)) - 3;
        if (random.below(2) == 0)
            for (const double a : value) side += a * static_cast<double>(random.below(3));
        const std::uint64_t kind = random.below(5);
        problem.add_row("", kind == 0 || kind == 1 ? -infinity : side,
                        kind == 0 || kind == 4 ? side : infinity, index, value);
    }
    return problem;
}

// Rows in which the largest coefficient is 1e9 to 1e15 times the smallest: what the small ones say
// is below the rounding of a linear program. Every activity is a whole number below 2^53.
inline Problem far_apart(Random& random) {
    Problem problem(random.below(2) == 0 ? Sense::minimize : Sense::maximize);
    const auto columns = static_cast<std::int32_t>(2 + random.below(4));
    std::vector<double> point;
    for (std::int32_t j = 0; j < columns; ++j) {
        const double low = random.below(4) == 0 ? -2 : 0;
        const double high = low + 1 + static_cast<double>(random.below(4));
        problem.add_column("", ColumnType::integer, low, high,
                           static_cast<double>(random.below(19)) - 9);
        point.push_back(low + static_cast<double>(random.below(2)));
    }
    const auto rows = 1 + random.below(3);
    for (std::uint64_t i = 0; i < rows; ++i) {
        const bool plain = i > 0 && random.below(2) == 0;
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double side = 0;
        for (std::int32_t j = 0; j < columns; ++j) {
            double a = static_cast<double>(random.below(11)) - 5;
            if (!plain && random.below(2) == 0) {
                a = std::floor(std::pow(10.0, random.uniform(random.below(4) == 0 ? 0 : 9, 14.5)));
                if (random.below(3) == 0) a = -a;
            }
            if (a == 0) continue;
            index.push_back(j);
            value.push_back(a);
            side += a * point[j];
        }
        const std::uint64_t kind = random.below(5);
        if (kind != 0 && random.below(2) == 0) side += static_cast<double>(random.below(10)) - 3;
        problem.add_row("", kind == 1 || kind == 2 ? -infinity : side,
                        kind == 3 || kind == 4 ? infinity : side, index, value);
    }
    return problem;
}

}  // namespace tenon::test

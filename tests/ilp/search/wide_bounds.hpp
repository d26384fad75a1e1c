// Integers whose bounds lie far beyond the values that any good plan takes: 2^31, 1e12, 4e18, as
// models have them that were written for unsigned numbers. A side that such a bound has passed
// through keeps few of its digits; nothing that is claimed may rest on the lost ones.
#pragma once

#include "ilp/search/random_problems.hpp"

namespace tenon::test {

// Every unit away from the near bound costs at least 1, so that beyond the box nothing is better.
inline constexpr double wide_box = 9;

inline Problem wide_bounds(Random& random) {
    const double sign = random.below(2) == 0 ? 1 : -1;
    Problem problem(sign > 0 ? Sense::minimize : Sense::maximize);
    const auto columns = static_cast<std::int32_t>(2 + random.below(3));
    const bool mixed = random.below(4) == 0;
    std::vector<double> point;
    for (std::int32_t j = 0; j < columns; ++j) {
        constexpr double highs[] = {2147483647.0, 2.1e9, 1e12, 9007199254740992.0, 4.41e18, 3.0};
        const double near = random.below(3) == 0 ? -static_cast<double>(random.below(4)) : 0.0;
        const double far = highs[random.below(6)];
        const double cost = static_cast<double>(1 + random.below(9));
        const double x = near + static_cast<double>(random.below(4));
        const ColumnType type = mixed && j == 0 ? ColumnType::continuous : ColumnType::integer;
        const bool mirrored = random.below(3) == 0;
        if (mirrored)
            problem.add_column("", type, -far, -near, -sign * cost);
        else
            problem.add_column("", type, near, far, sign * cost);
        point.push_back(mirrored ? -x : x);
    }
    const auto rows = 2 + random.below(6);
    for (std::uint64_t i = 0; i < rows; ++i) {
        const bool decimals = random.below(2) == 0;
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double activity = 0;
        for (std::int32_t j = 0; j < columns; ++j) {
            if (random.below(3) == 0) continue;
            double a = decimals ? random.uniform(-1, 1) : static_cast<double>(random.below(13)) - 6;
            if (random.below(8) == 0) a *= 20'000;
            if (random.below(4) == 0) a = -1;
            if (a == 0) continue;
            index.push_back(j);
            value.push_back(a);
            activity += a * point[j];
        }
        const double room = static_cast<double>(random.below(4)) * (decimals ? 0.1 : 1);
        const std::uint64_t kind = random.below(7);
        problem.add_row("", kind < 3 ? activity : -infinity,
                        kind == 0  ? activity
                        : kind < 3 ? infinity
                                   : activity + room,
                        index, value);
    }
    return problem;
}

// Pairs of x that costs and y that lies above several lines through x; all y small enough, x large
// enough for one more row. Smaller y are never worse, so that they lie in the box with their x.
inline Problem wide_lines(Random& random) {
    Problem problem(Sense::minimize);
    std::vector<std::int32_t> all;
    std::vector<double> weight;
    for (std::int32_t pair = 0; pair < 2; ++pair) {
        const std::int32_t x =
            problem.add_column("", ColumnType::integer, -static_cast<double>(random.below(4)),
                               2.1e9, static_cast<double>(1 + random.below(9)));
        const std::int32_t y = problem.add_column("", ColumnType::integer, 0, 4.41e18, 0);
        const auto lines = 2 + random.below(4);
        for (std::uint64_t i = 0; i < lines; ++i) {
            const double slope = random.uniform(-1, 1);
            problem.add_row("", -infinity, random.uniform(0, 0.2), std::vector{x, y},
                            std::vector{slope, -1.0});
        }
        all.insert(all.end(), {x, y});
        weight.insert(weight.end(), {-98.0, 100.0});
    }
    problem.add_row("", -infinity, -1 - 50 * static_cast<double>(random.below(4)), all, weight);
    return problem;
}

// The optimum, if it is known to lie in the box.
inline std::optional<Enumerated> best_in_box(const Problem& problem) {
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    Problem small = problem;
    double least = 0;
    for (std::int32_t j = 0; j < small.columns(); ++j) {
        const double low = small.lower()[j], high = small.upper()[j];
        const bool rises = sign * small.cost()[j] >= 0;
        least += sign * small.cost()[j] * (rises ? low : high);
        if (rises)
            small.set_bounds(j, low, std::fmin(high, low + wide_box));
        else
            small.set_bounds(j, std::fmax(low, high - wide_box), high);
    }
    std::optional<Enumerated> best = enumerate(small);
    if (!best) return best;
    for (const double cost : small.cost())
        if (cost != 0 && least + std::fabs(cost) * wide_box <= sign * best->objective)
            return std::nullopt;
    return best;
}

}  // namespace tenon::test

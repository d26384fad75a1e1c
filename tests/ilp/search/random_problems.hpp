// Small random integer problems of many styles, and their optimum by trying every integer point.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "ilp/presolve/presolve.hpp"
#include "tenon/check.hpp"
#include "tenon/problem.hpp"
#include "tenon/random.hpp"
#include "tenon/solve.hpp"

namespace tenon::test {

// Proven to the last digit, with some of the parts switched off: 1 presolve, 2 cuts, 4 heuristics.
inline SolveOptions exact_options(std::uint64_t off = 0) {
    SolveOptions options;
    options.relative_gap = options.absolute_gap = 0;
    options.presolve = (off & 1) == 0;
    options.cuts = (off & 2) == 0;
    options.heuristics = (off & 4) == 0;
    return options;
}

struct Style {
    int columns = 4, continuous = 0, rows = 4;
    bool binary = false, equations = false, big = false, fractions = false;
};

inline Style random_style(Random& random, bool mixed) {
    Style style;
    style.columns = 1 + static_cast<int>(random.below(6));
    style.continuous = mixed ? 1 + static_cast<int>(random.below(3)) : 0;
    style.rows = static_cast<int>(random.below(6));
    style.binary = random.below(2) == 0;
    style.equations = random.below(4) == 0;
    style.big = random.below(5) == 0;
    style.fractions = random.below(4) == 0;
    return style;
}

inline double random_number(Random& random, const Style& style) {
    double x = static_cast<double>(random.below(19)) - 9;
    if (style.big && random.below(3) == 0) x *= static_cast<double>(1 + random.below(1000));
    if (style.fractions) x /= static_cast<double>(1 + random.below(4));
    return x;
}

// Integer columns first, each over at most five values; sides near the activity of a random point,
// so that about half of the problems are feasible and rows bind.
inline Problem random_problem(Random& random, const Style& style) {
    Problem problem(random.below(2) ? Sense::minimize : Sense::maximize);
    const int n = style.columns + style.continuous;
    std::vector<double> point;
    for (int j = 0; j < n; ++j) {
        const bool integer = j < style.columns;
        const double low = style.binary && integer ? 0.0 : static_cast<double>(random.below(7)) - 4;
        const double high =
            style.binary && integer ? 1.0 : low + static_cast<double>(random.below(5));
        const double cost = random.below(5) == 0 ? 0.0 : random_number(random, style);
        problem.add_column("", integer ? ColumnType::integer : ColumnType::continuous, low, high,
                           cost);
        double x = low + std::floor(random.uniform() * (high - low + 1));
        if (!integer) x = random.uniform(low, high + 1e-9);
        point.push_back(std::fmin(x, high));
    }
    for (int i = 0; i < style.rows; ++i) {
        std::vector<std::int32_t> index;
        std::vector<double> value;
        double activity = 0;
        for (int j = 0; j < n; ++j) {
            if (random.below(3) == 0) continue;
            const double a = random_number(random, style);
            if (a == 0) continue;
            index.push_back(j);
            value.push_back(a);
            activity += a * point[j];
        }
        if (random.below(4) == 0) activity += static_cast<double>(random.below(7)) - 3;
        double low = -infinity, high = infinity;
        const std::uint64_t kind = random.below(style.equations ? 3 : 2);
        if (kind == 2) {
            low = high = activity;
        } else if (kind == 0) {
            high = activity + static_cast<double>(random.below(3));
            if (random.below(4) == 0) low = high - static_cast<double>(random.below(8));
        } else {
            low = activity - static_cast<double>(random.below(3));
        }
        problem.add_row("", low, high, index, value);
    }
    problem.set_offset(random.below(3) == 0 ? random_number(random, style) : 0.0);
    return problem;
}

struct Enumerated {
    std::vector<double> values;
    double objective = 0;  // in the problem's sense
};

// Every integer point; with continuous columns an LP over those at each.
inline std::optional<Enumerated> enumerate(const Problem& problem) {
    std::vector<std::int32_t> integers;
    bool mixed = false;
    for (std::int32_t j = 0; j < problem.columns(); ++j) {
        if (problem.type()[j] == ColumnType::continuous)
            mixed = true;
        else
            integers.push_back(j);
    }
    const double sign = problem.sense() == Sense::maximize ? -1.0 : 1.0;
    std::optional<Enumerated> best;
    std::vector<double> x(problem.lower().begin(), problem.lower().end());
    std::optional<ilp::Simplex> simplex;
    if (mixed) simplex.emplace(ilp::to_mixed_program(problem).lp);
    while (true) {
        bool feasible = true;
        if (mixed) {
            for (const std::int32_t j : integers) simplex->set_bounds(j, x[j], x[j]);
            feasible = simplex->solve() == ilp::LpStatus::optimal;
            if (feasible) x.assign(simplex->primal().begin(), simplex->primal().end());
            for (const std::int32_t j : integers) x[j] = std::round(x[j]);
        }
        if (feasible) {
            const Verdict verdict = check_point(problem, x);
            if (verdict.feasible && (!best || sign * verdict.objective < sign * best->objective))
                best = Enumerated{x, verdict.objective};
        }
        std::size_t k = 0;
        for (; k < integers.size(); ++k) {
            const std::int32_t j = integers[k];
            if (x[j] < problem.upper()[j]) {
                x[j] += 1;
                break;
            }
            x[j] = problem.lower()[j];
        }
        if (k == integers.size()) return best;
    }
}

}  // namespace tenon::test

// Random linear programs of many styles, small enough for exact arithmetic.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "lp_changes.hpp"

namespace tenon::test {

enum class LpStyle : std::uint8_t {
    small_integers,   // bounds of every kind
    feasible,         // around a known point
    wide,             // each number times its own power of two from 2^-8 to 2^8
    scaled,           // each row and column times a power of two
    degenerate,       // right-hand sides zero, costs with many ties
    equalities,       // most rows are equations through a known point
    gaps,             // empty rows and columns, zero costs
    duplicates,       // rows and columns repeated, some with a factor
    infeasible,       // a combination of rows contradicts their bounds
    unbounded,        // a direction that costs less for ever
    free_columns,     // hardly any bound on a column
    assignment,       // zeros and ones, one of each
    knapsack,         // large coefficients, few rows
    decimals,         // tenths, which no double holds exactly
    nearly_parallel,  // rows that differ in one coefficient by 2^-10
    boxed,            // every column has two bounds, costs of both signs
    wider,            // as wide, from 2^-20 to 2^20: only where asked for
};
inline constexpr std::uint64_t usual_styles = static_cast<std::uint64_t>(LpStyle::wider);

inline std::string style_name(LpStyle style) {
    constexpr const char* names[] = {
        "small_integers", "feasible",   "wide",       "scaled",     "degenerate",
        "equalities",     "gaps",       "duplicates", "infeasible", "unbounded",
        "free_columns",   "assignment", "knapsack",   "decimals",   "nearly_parallel",
        "boxed",          "wider"};
    return names[static_cast<std::size_t>(style)];
}

namespace style_detail {

inline void shake(Random& random, std::vector<double>& numbers, int reach) {
    for (double& x : numbers)
        if (std::isfinite(x)) x *= power_of_two(random, reach);
}

inline void order_bounds(std::vector<double>& lower, std::vector<double>& upper) {
    for (std::size_t i = 0; i < lower.size(); ++i)
        if (lower[i] > upper[i]) std::swap(lower[i], upper[i]);
}

inline LinearProgram wide(Random& random, std::int32_t m, std::int32_t n, int reach) {
    LinearProgram p =
        random.below(2) ? feasible_program(random, m, n, 0.6) : random_program(random, m, n, 0.6);
    shake(random, p.matrix.value, reach);
    shake(random, p.cost, reach);
    if (random.below(2)) {
        for (auto* side : {&p.lower, &p.upper, &p.row_lower, &p.row_upper})
            shake(random, *side, reach);
        order_bounds(p.lower, p.upper);
        order_bounds(p.row_lower, p.row_upper);
    }
    return p;
}

inline LinearProgram degenerate(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = random_program(random, m, n, 0.6, 1);
    for (std::int32_t i = 0; i < m; ++i) {
        if (p.row_lower[i] > -infinity) p.row_lower[i] = 0;
        if (p.row_upper[i] < infinity) p.row_upper[i] = 0;
    }
    for (std::int32_t j = 0; j < n; ++j) {
        p.lower[j] = 0;
        p.upper[j] = random.below(3) ? infinity : 1;
        p.cost[j] = integer_between(random, -1, 1);
    }
    return p;
}

inline LinearProgram equalities(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = feasible_program(random, m, n, 0.5);
    for (std::int32_t i = 0; i < m; ++i) {
        if (p.row_lower[i] == -infinity) p.row_lower[i] = p.row_upper[i];
        if (random.below(8)) p.row_upper[i] = p.row_lower[i];
    }
    return p;
}

inline LinearProgram gaps(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = random_program(random, m, n, 0.3);
    DenseRows a = dense_rows(p);
    for (auto& row : a)
        if (random.below(3) == 0) row.assign(row.size(), 0.0);
    for (std::int32_t j = 0; j < n; ++j) {
        if (random.below(3) == 0) p.cost[j] = 0;
        if (random.below(3) == 0)
            for (auto& row : a) row[j] = 0;
    }
    set_matrix(p, a);
    return p;
}

inline LinearProgram duplicates(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p =
        random.below(2) ? feasible_program(random, m, n, 0.5) : random_program(random, m, n, 0.5);
    std::vector<std::int64_t> rows = in_order(m), columns = in_order(n);
    for (std::int32_t i = 0; i < m; ++i) rows[i] = random.below(2) ? i : i / 2;
    for (std::int32_t j = 0; j < n; ++j) columns[j] = random.below(2) ? j : j / 2;
    p = rearranged(p, rows, columns);
    std::vector<double> row(rows.size(), 1.0), column(columns.size(), 1.0);
    for (double& f : row)
        if (random.below(3) == 0) f = power_of_two(random, 2);
    for (double& f : column)
        if (random.below(3) == 0) f = power_of_two(random, 2);
    return rescaled(p, row, column);
}

// Row m - 1 becomes a combination of others, with a bound those cannot meet.
inline LinearProgram infeasible(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = feasible_program(random, m, n, 0.5);
    if (m < 2) return p;
    DenseRows a = dense_rows(p);
    a[m - 1].assign(static_cast<std::size_t>(n), 0.0);
    double most = 0;
    for (std::int32_t i = 0; i + 1 < m; ++i) {
        const double times = integer_between(random, -3, 3);
        const double bound = times > 0 ? p.row_upper[i] : p.row_lower[i];
        if (times == 0 || std::isinf(bound)) continue;
        most += times * bound;
        for (std::int32_t j = 0; j < n; ++j) a[m - 1][j] += times * a[i][j];
    }
    set_matrix(p, a);
    p.row_lower[m - 1] = most + 1;
    p.row_upper[m - 1] = random.below(2) ? infinity : most + 3;
    return p;
}

inline LinearProgram unbounded(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = feasible_program(random, m, n, 0.5);
    double cost = 0;
    std::vector<double> direction(static_cast<std::size_t>(n));
    for (std::int32_t j = 0; j < n; ++j) {
        direction[j] = integer_between(random, 0, 2);
        if (direction[j] > 0) p.upper[j] = infinity;
        cost += direction[j] * p.cost[j];
    }
    const DenseRows a = dense_rows(p);
    for (std::int32_t i = 0; i < m; ++i) {
        double slope = 0;
        for (std::int32_t j = 0; j < n; ++j) slope += a[i][j] * direction[j];
        if (slope > 0) p.row_upper[i] = infinity;
        if (slope < 0) p.row_lower[i] = -infinity;
    }
    for (std::int32_t j = 0; j < n && cost >= 0; ++j)
        if (direction[j] > 0) {
            p.cost[j] -= cost + 1;
            cost -= direction[j] * (cost + 1);
        }
    return p;
}

inline LinearProgram free_columns(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = random_program(random, m, n, 0.6);
    for (std::int32_t j = 0; j < n; ++j) {
        if (random.below(8) == 0) continue;
        p.lower[j] = -infinity;
        p.upper[j] = infinity;
        if (random.below(2)) p.cost[j] = 0;
    }
    return p;
}

inline LinearProgram assignment(Random& random, std::int32_t size) {
    LinearProgram p;
    p.rows = 2 * size;
    p.columns = size * size;
    DenseRows a(static_cast<std::size_t>(p.rows),
                std::vector<double>(static_cast<std::size_t>(p.columns), 0.0));
    const int costs = random.below(2) ? 1 : 5;
    for (std::int32_t i = 0; i < size; ++i)
        for (std::int32_t j = 0; j < size; ++j) {
            a[i][i * size + j] = a[size + j][i * size + j] = 1;
            p.cost.push_back(integer_between(random, 1, costs));
        }
    p.lower.assign(p.cost.size(), 0.0);
    p.upper.assign(p.cost.size(), random.below(2) ? 1.0 : infinity);
    p.row_lower.assign(static_cast<std::size_t>(p.rows), 1.0);
    p.row_upper = p.row_lower;
    set_matrix(p, a);
    return p;
}

inline LinearProgram knapsack(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p;
    p.rows = std::min(m, 3);
    p.columns = n;
    DenseRows a(static_cast<std::size_t>(p.rows));
    for (auto& row : a) {
        double sum = 0;
        for (std::int32_t j = 0; j < n; ++j) {
            row.push_back(integer_between(random, 1, 1000));
            sum += row.back();
        }
        p.row_lower.push_back(-infinity);
        p.row_upper.push_back(std::floor(sum / 2));
    }
    for (std::int32_t j = 0; j < n; ++j) {
        p.cost.push_back(-integer_between(random, 1, 1000));
        p.lower.push_back(0);
        p.upper.push_back(1);
    }
    set_matrix(p, a);
    return p;
}

inline LinearProgram decimals(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = feasible_program(random, m, n, 0.6);
    for (auto* numbers : {&p.matrix.value, &p.cost, &p.row_lower, &p.row_upper})
        for (double& x : *numbers) x *= 0.1;
    return p;
}

inline LinearProgram nearly_parallel(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = feasible_program(random, m, n, 0.7);
    DenseRows a = dense_rows(p);
    for (std::int32_t i = 1; i < m; i += 2) {
        a[i] = a[i - 1];
        if (n > 0) a[i][random.below(static_cast<std::uint64_t>(n))] += 0x1p-10;
        if (random.below(2)) {
            p.row_lower[i] = p.row_lower[i - 1];
            p.row_upper[i] = p.row_upper[i - 1];
        }
    }
    set_matrix(p, a);
    return p;
}

inline LinearProgram boxed(Random& random, std::int32_t m, std::int32_t n) {
    LinearProgram p = random_program(random, m, n, 0.5);
    for (std::int32_t j = 0; j < n; ++j) {
        p.lower[j] = integer_between(random, -4, 2);
        p.upper[j] = p.lower[j] + integer_between(random, 0, 3);
    }
    for (std::int32_t i = 0; i < m; ++i) {
        p.row_lower[i] -= 6;
        p.row_upper[i] += 6;
    }
    return p;
}

}  // namespace style_detail

inline LinearProgram styled_program(Random& random, LpStyle style, std::int32_t m, std::int32_t n) {
    using namespace style_detail;
    switch (style) {
        case LpStyle::small_integers:
            return random_program(random, m, n, 0.6);
        case LpStyle::feasible:
            return feasible_program(random, m, n, 0.5);
        case LpStyle::wide:
            return wide(random, m, n, 8);
        case LpStyle::wider:
            return wide(random, m, n, 20);
        case LpStyle::scaled:
            return randomly_rescaled(random, feasible_program(random, m, n, 0.5), 20);
        case LpStyle::degenerate:
            return degenerate(random, m, n);
        case LpStyle::equalities:
            return equalities(random, m, n);
        case LpStyle::gaps:
            return gaps(random, m, n);
        case LpStyle::duplicates:
            return duplicates(random, m, n);
        case LpStyle::infeasible:
            return infeasible(random, m, n);
        case LpStyle::unbounded:
            return unbounded(random, m, n);
        case LpStyle::free_columns:
            return free_columns(random, m, n);
        case LpStyle::assignment:
            return assignment(random, std::min(m, 4));
        case LpStyle::knapsack:
            return knapsack(random, m, n);
        case LpStyle::decimals:
            return decimals(random, m, n);
        case LpStyle::nearly_parallel:
            return nearly_parallel(random, m, n);
        case LpStyle::boxed:
            break;
    }
    return boxed(random, m, n);
}

// A program of random size, often with a constant in the objective.
inline LinearProgram any_program(Random& random, LpStyle style) {
    const int largest = random.below(8) == 0 ? 16 : 7;
    const auto m = static_cast<std::int32_t>(integer_between(random, 0, largest));
    const auto n = static_cast<std::int32_t>(integer_between(random, 0, largest + 3));
    LinearProgram p = styled_program(random, style, m, n);
    if (random.below(3) == 0) p.offset = integer_between(random, -100, 100) / 8;
    return p;
}

inline LpStyle any_style(Random& random) {
    return LpStyle(random.below(usual_styles));
}

}  // namespace tenon::test

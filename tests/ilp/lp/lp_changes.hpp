// Changes of a linear program that leave its answer known: rows and columns in another order,
// repeated, reflected, moved, and measured in other units.
#pragma once

#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "lp_checks.hpp"

namespace tenon::test {

inline double power_of_two(Random& random, int reach) {
    return std::ldexp(1.0, static_cast<int>(integer_between(random, -reach, reach)));
}

using DenseRows = std::vector<std::vector<double>>;

inline DenseRows dense_rows(const LinearProgram& p) {
    DenseRows a(static_cast<std::size_t>(p.rows),
                std::vector<double>(static_cast<std::size_t>(p.columns), 0.0));
    for (std::int32_t j = 0; j < p.columns; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            a[p.matrix.index[k]][j] += p.matrix.value[k];
    return a;
}

// Multiplies row i by row[i] and measures column j in units of column[j]: powers of two, so that
// nothing is rounded.
inline LinearProgram rescaled(LinearProgram p, const std::vector<double>& row,
                              const std::vector<double>& column) {
    for (std::int32_t i = 0; i < p.rows; ++i) {
        p.row_lower[i] *= row[i];
        p.row_upper[i] *= row[i];
    }
    for (std::int32_t j = 0; j < p.columns; ++j) {
        p.cost[j] *= column[j];
        p.lower[j] /= column[j];
        p.upper[j] /= column[j];
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            p.matrix.value[k] *= column[j] * row[p.matrix.index[k]];
    }
    return p;
}

inline LinearProgram randomly_rescaled(Random& random, const LinearProgram& p, int reach) {
    std::vector<double> row(static_cast<std::size_t>(p.rows)),
        column(static_cast<std::size_t>(p.columns));
    for (double& f : row) f = power_of_two(random, reach);
    for (double& f : column) f = power_of_two(random, reach);
    return rescaled(p, row, column);
}

// Row i of the result is row order[i]; columns likewise. Numbers may repeat.
inline LinearProgram rearranged(const LinearProgram& p, const std::vector<std::int64_t>& rows,
                                const std::vector<std::int64_t>& columns) {
    LinearProgram q;
    q.rows = static_cast<std::int32_t>(rows.size());
    q.columns = static_cast<std::int32_t>(columns.size());
    q.offset = p.offset;
    const DenseRows a = dense_rows(p);
    DenseRows b;
    for (const std::int64_t i : rows) {
        b.emplace_back();
        for (const std::int64_t j : columns) b.back().push_back(a[i][j]);
        q.row_lower.push_back(p.row_lower[i]);
        q.row_upper.push_back(p.row_upper[i]);
    }
    for (const std::int64_t j : columns) {
        q.cost.push_back(p.cost[j]);
        q.lower.push_back(p.lower[j]);
        q.upper.push_back(p.upper[j]);
    }
    set_matrix(q, b);
    return q;
}

inline std::vector<std::int64_t> in_order(std::int32_t count) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    return order;
}

inline LinearProgram permuted(Random& random, const LinearProgram& p) {
    std::vector<std::int64_t> rows = in_order(p.rows), columns = in_order(p.columns);
    random.shuffle(rows);
    random.shuffle(columns);
    return rearranged(p, rows, columns);
}

inline LinearProgram with_repeated_rows(Random& random, const LinearProgram& p) {
    std::vector<std::int64_t> rows = in_order(p.rows);
    for (std::int32_t i = 0; i < p.rows; ++i)
        if (random.below(3) == 0) rows.push_back(i);
    return rearranged(p, rows, in_order(p.columns));
}

// x_j = y_j + shift[j] for integer shifts: small integer data stay exact.
inline LinearProgram shifted(Random& random, LinearProgram p) {
    const DenseRows a = dense_rows(p);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        const double by = integer_between(random, -8, 8);
        p.lower[j] -= by;
        p.upper[j] -= by;
        p.offset += by * p.cost[j];
        for (std::int32_t i = 0; i < p.rows; ++i) {
            p.row_lower[i] -= by * a[i][j];
            p.row_upper[i] -= by * a[i][j];
        }
    }
    return p;
}

// x -> -x in some columns and rows.
inline LinearProgram reflected(Random& random, LinearProgram p) {
    DenseRows a = dense_rows(p);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (random.below(2) == 0) continue;
        std::swap(p.lower[j], p.upper[j]);
        p.lower[j] = -p.lower[j];
        p.upper[j] = -p.upper[j];
        p.cost[j] = -p.cost[j];
        for (auto& row : a) row[j] = -row[j];
    }
    for (std::int32_t i = 0; i < p.rows; ++i) {
        if (random.below(2) == 0) continue;
        std::swap(p.row_lower[i], p.row_upper[i]);
        p.row_lower[i] = -p.row_lower[i];
        p.row_upper[i] = -p.row_upper[i];
        for (double& x : a[i]) x = -x;
    }
    set_matrix(p, a);
    return p;
}

// Every row with two finite sides becomes one row for each.
inline LinearProgram with_rows_split(const LinearProgram& p) {
    std::vector<std::int64_t> rows = in_order(p.rows);
    for (std::int32_t i = 0; i < p.rows; ++i)
        if (std::isfinite(p.row_lower[i]) && std::isfinite(p.row_upper[i])) rows.push_back(i);
    LinearProgram q = rearranged(p, rows, in_order(p.columns));
    for (std::int32_t i = p.rows; i < q.rows; ++i) {
        q.row_upper[i] = infinity;
        q.row_lower[rows[i]] = -infinity;
    }
    return q;
}

// Bounds of columns become rows; the columns are free.
inline LinearProgram with_bounds_as_rows(const LinearProgram& p) {
    LinearProgram q = p;
    DenseRows a = dense_rows(p);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (p.lower[j] == -infinity && p.upper[j] == infinity) continue;
        a.emplace_back(static_cast<std::size_t>(p.columns), 0.0);
        a.back()[j] = 1;
        q.row_lower.push_back(p.lower[j]);
        q.row_upper.push_back(p.upper[j]);
        q.lower[j] = -infinity;
        q.upper[j] = infinity;
    }
    q.rows = static_cast<std::int32_t>(a.size());
    set_matrix(q, a);
    return q;
}

// The dual as a minimisation: its optimum is minus that of p. A column for each finite side of a
// row or column of p, one for two sides that are equal; a row for each column of p.
//   minimise  -offset - sum over sides of side * y   subject to  A'y + d = c
inline LinearProgram dual_program(const LinearProgram& p) {
    LinearProgram q;
    q.offset = -p.offset;
    q.rows = p.columns;
    q.row_lower = q.row_upper = p.cost;
    const DenseRows a = dense_rows(p);
    DenseRows by_column;  // transposed
    const auto add = [&](double side, double lower, double upper, const std::vector<double>& row) {
        q.cost.push_back(-side);
        q.lower.push_back(lower);
        q.upper.push_back(upper);
        by_column.push_back(row);
    };
    const auto add_sides = [&](double lower, double upper, const std::vector<double>& row) {
        if (lower == upper) return add(lower, -infinity, infinity, row);
        if (lower > -infinity) add(lower, 0, infinity, row);
        if (upper < infinity) add(upper, -infinity, 0, row);
    };
    for (std::int32_t i = 0; i < p.rows; ++i) add_sides(p.row_lower[i], p.row_upper[i], a[i]);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        std::vector<double> unit(static_cast<std::size_t>(p.columns), 0.0);
        unit[j] = 1;
        add_sides(p.lower[j], p.upper[j], unit);
    }
    q.columns = static_cast<std::int32_t>(by_column.size());
    DenseRows b(static_cast<std::size_t>(q.rows));
    for (std::int32_t j = 0; j < p.columns; ++j)
        for (const auto& row : by_column) b[j].push_back(row[j]);
    set_matrix(q, b);
    return q;
}

}  // namespace tenon::test

// What the tests of the simplex engine share: random programs, an independent judge of answers, and
// enumeration of all basic points of tiny programs.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ilp/lp/simplex.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

using ilp::LinearProgram;

// Row-wise entries to a column-wise program.
inline void set_matrix(LinearProgram& p, const std::vector<std::vector<double>>& rows) {
    p.matrix = {};
    for (std::int32_t j = 0; j < p.columns; ++j) {
        for (std::int32_t i = 0; i < p.rows; ++i) {
            if (rows[i][j] == 0) continue;
            p.matrix.index.push_back(i);
            p.matrix.value.push_back(rows[i][j]);
        }
        p.matrix.start.push_back(static_cast<std::int64_t>(p.matrix.index.size()));
    }
}

inline double integer_between(Random& random, int low, int high) {
    return low + static_cast<double>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

// Bounds of every kind: boxed, fixed, one-sided, free.
inline void random_bounds(Random& random, int reach, double& lower, double& upper) {
    const double a = integer_between(random, -reach, reach);
    switch (random.below(6)) {
        case 0:
            lower = a;
            upper = infinity;
            return;
        case 1:
            lower = -infinity;
            upper = a;
            return;
        case 2:
            lower = -infinity;
            upper = infinity;
            return;
        case 3:
            lower = upper = a;
            return;
        default:
            lower = a;
            upper = a + integer_between(random, 0, reach);
            return;
    }
}

// Small integers everywhere, so that nothing lies within a tolerance of anything else.
inline LinearProgram random_program(Random& random, std::int32_t rows, std::int32_t columns,
                                    double density, int reach = 4) {
    LinearProgram p;
    p.rows = rows;
    p.columns = columns;
    std::vector<std::vector<double>> a(static_cast<std::size_t>(rows),
                                       std::vector<double>(static_cast<std::size_t>(columns)));
    for (auto& row : a)
        for (double& x : row)
            if (random.uniform() < density) x = integer_between(random, -3, 3);
    set_matrix(p, a);
    for (std::int32_t j = 0; j < columns; ++j) {
        double l = 0, u = 0;
        random_bounds(random, reach, l, u);
        p.lower.push_back(l);
        p.upper.push_back(u);
        p.cost.push_back(integer_between(random, -4, 4));
    }
    for (std::int32_t i = 0; i < rows; ++i) {
        double l = 0, u = 0;
        random_bounds(random, 2 * reach, l, u);
        p.row_lower.push_back(l);
        p.row_upper.push_back(u);
    }
    return p;
}

// A feasible, bounded program around a known point; costs in the cone of the bounds.
inline LinearProgram feasible_program(Random& random, std::int32_t rows, std::int32_t columns,
                                      double density) {
    LinearProgram p = random_program(random, rows, columns, density, 10);
    std::vector<double> x(static_cast<std::size_t>(columns));
    for (std::int32_t j = 0; j < columns; ++j) {
        x[j] = integer_between(random, 0, 5);
        p.lower[j] = 0;
        p.upper[j] = random.below(2) ? infinity : 10;
        p.cost[j] = integer_between(random, random.below(4) ? 0 : -2, 9);
        if (p.cost[j] < 0) p.upper[j] = 10;
    }
    std::vector<double> activity(static_cast<std::size_t>(rows), 0.0);
    for (std::int32_t j = 0; j < columns; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            activity[p.matrix.index[k]] += p.matrix.value[k] * x[j];
    for (std::int32_t i = 0; i < rows; ++i) {
        const auto kind = random.below(4);
        p.row_lower[i] = kind == 0 ? -infinity : activity[i] - (kind == 1 ? 0 : 1);
        p.row_upper[i] = kind == 2 ? infinity : activity[i] + (kind == 1 ? 0 : 2);
    }
    return p;
}

// Largest violation of feasibility, stationarity and complementary slackness, and the gap of the
// objective, each relative to the numbers it is made of. Computed from the answer alone.
inline double optimality_error(const ilp::Simplex& s) {
    const LinearProgram& p = s.problem();
    double worst = 0, objective = p.offset, scale = 1;
    std::vector<double> activity(static_cast<std::size_t>(p.rows), 0.0);
    const auto see = [&](double x, double l, double u, double d) {
        worst = std::max({worst, l - x, x - u});
        const bool below = l > -infinity && std::fabs(x - l) <= 1e-6 * (1 + std::fabs(l));
        const bool above = u < infinity && std::fabs(x - u) <= 1e-6 * (1 + std::fabs(u));
        if (d > 0 && !below) worst = std::max(worst, d);
        if (d < 0 && !above) worst = std::max(worst, -d);
    };
    for (std::int32_t j = 0; j < p.columns; ++j) {
        double d = p.cost[j];
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            activity[p.matrix.index[k]] += p.matrix.value[k] * s.primal()[j];
            d -= p.matrix.value[k] * s.dual()[p.matrix.index[k]];
        }
        worst = std::max(worst, std::fabs(d - s.reduced_costs()[j]) / (1 + std::fabs(p.cost[j])));
        see(s.primal()[j], p.lower[j], p.upper[j], s.reduced_costs()[j]);
        objective += p.cost[j] * s.primal()[j];
        scale += std::fabs(p.cost[j] * s.primal()[j]);
    }
    for (std::int32_t i = 0; i < p.rows; ++i) {
        worst = std::max(
            worst, std::fabs(activity[i] - s.row_activity()[i]) / (1 + std::fabs(activity[i])));
        see(activity[i], p.row_lower[i], p.row_upper[i], s.dual()[i]);
    }
    return std::max(worst, std::fabs(objective - s.objective()) / scale);
}

// Least value of y's + d'x over the bounds, d = -A'y; positive proves that no feasible point
// exists. Exact for integer data and y of few digits; otherwise up to rounding.
inline double farkas_value(const LinearProgram& p, const std::vector<double>& y) {
    long double sum = 0;
    for (std::int32_t i = 0; i < p.rows; ++i)
        if (y[i] != 0)
            sum += static_cast<long double>(y[i]) * (y[i] > 0 ? p.row_lower[i] : p.row_upper[i]);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        long double d = 0, terms = 0;
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k) {
            const long double term =
                static_cast<long double>(p.matrix.value[k]) * y[p.matrix.index[k]];
            d -= term;
            terms += std::fabs(term);
        }
        if (std::fabs(d) <= 1e-18L * terms) continue;
        sum += d * (d > 0 ? p.lower[j] : p.upper[j]);
    }
    return static_cast<double>(sum);
}

// A direction that lowers the cost for ever.
inline bool ray_holds(const LinearProgram& p, const std::vector<double>& r) {
    double cost = 0;
    std::vector<double> activity(static_cast<std::size_t>(p.rows), 0.0);
    for (std::int32_t j = 0; j < p.columns; ++j) {
        if (r[j] > 0 && p.upper[j] < infinity) return false;
        if (r[j] < 0 && p.lower[j] > -infinity) return false;
        cost += p.cost[j] * r[j];
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            activity[p.matrix.index[k]] += p.matrix.value[k] * r[j];
    }
    for (std::int32_t i = 0; i < p.rows; ++i) {
        if (activity[i] > 1e-9 && p.row_upper[i] < infinity) return false;
        if (activity[i] < -1e-9 && p.row_lower[i] > -infinity) return false;
    }
    return cost < -1e-9;
}

// Solves B x = b by elimination with full row search; false if B is singular.
inline bool solve_dense(std::vector<std::vector<double>> b, std::vector<double>& x) {
    const std::size_t m = b.size();
    for (std::size_t k = 0; k < m; ++k) {
        std::size_t r = k;
        for (std::size_t i = k; i < m; ++i)
            if (std::fabs(b[i][k]) > std::fabs(b[r][k])) r = i;
        if (std::fabs(b[r][k]) < 1e-9) return false;
        std::swap(b[k], b[r]);
        std::swap(x[k], x[r]);
        for (std::size_t i = 0; i < m; ++i) {
            if (i == k) continue;
            const double factor = b[i][k] / b[k][k];
            for (std::size_t j = k; j < m; ++j) b[i][j] -= factor * b[k][j];
            x[i] -= factor * x[k];
        }
    }
    for (std::size_t k = 0; k < m; ++k) x[k] /= b[k][k];
    return true;
}

// The best objective over all basic feasible points, or infinity when there is none.
inline double best_vertex(const LinearProgram& p) {
    const std::int32_t n = p.columns, m = p.rows, total = n + m;
    std::vector<std::vector<double>> a(static_cast<std::size_t>(m),
                                       std::vector<double>(static_cast<std::size_t>(total)));
    for (std::int32_t j = 0; j < n; ++j)
        for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
            a[p.matrix.index[k]][j] = p.matrix.value[k];
    for (std::int32_t i = 0; i < m; ++i) a[i][n + i] = -1;
    const auto low = [&](std::int32_t j) { return j < n ? p.lower[j] : p.row_lower[j - n]; };
    const auto high = [&](std::int32_t j) { return j < n ? p.upper[j] : p.row_upper[j - n]; };
    double best = infinity;
    for (std::uint32_t basis = 0; basis < (1u << total); ++basis) {
        std::vector<std::int32_t> in, out;
        for (std::int32_t j = 0; j < total; ++j) (basis >> j & 1 ? in : out).push_back(j);
        if (in.size() != static_cast<std::size_t>(m)) continue;
        for (std::uint32_t side = 0; side < (1u << out.size()); ++side) {
            std::vector<double> z(static_cast<std::size_t>(total), 0.0);
            bool skip = false;
            for (std::size_t k = 0; k < out.size() && !skip; ++k) {
                const bool up = side >> k & 1;
                const double l = low(out[k]), u = high(out[k]);
                const bool free = l == -infinity && u == infinity;
                if (up && (free || l == u || u == infinity)) skip = true;
                if (!up && !free && l == -infinity) skip = true;
                z[out[k]] = free ? 0.0 : up ? u : l;
            }
            if (skip) continue;
            std::vector<std::vector<double>> b(static_cast<std::size_t>(m),
                                               std::vector<double>(static_cast<std::size_t>(m)));
            std::vector<double> x(static_cast<std::size_t>(m), 0.0);
            for (std::int32_t i = 0; i < m; ++i) {
                for (std::int32_t k = 0; k < m; ++k) b[i][k] = a[i][in[k]];
                for (std::int32_t j : out) x[i] -= a[i][j] * z[j];
            }
            if (!solve_dense(b, x)) break;
            bool feasible = true;
            for (std::int32_t k = 0; k < m; ++k) {
                z[in[k]] = x[k];
                feasible = feasible && x[k] >= low(in[k]) - 1e-7 && x[k] <= high(in[k]) + 1e-7;
            }
            if (!feasible) continue;
            double objective = p.offset;
            for (std::int32_t j = 0; j < n; ++j) objective += p.cost[j] * z[j];
            best = std::min(best, objective);
        }
    }
    return best;
}

// The recession cone cut off at size one: its least cost is negative if a feasible program is
// unbounded.
inline LinearProgram recession_program(const LinearProgram& p) {
    LinearProgram r = p;
    r.offset = 0;
    for (std::int32_t j = 0; j < p.columns; ++j) {
        r.lower[j] = p.lower[j] > -infinity ? 0 : -1;
        r.upper[j] = p.upper[j] < infinity ? 0 : 1;
    }
    for (std::int32_t i = 0; i < p.rows; ++i) {
        r.row_lower[i] = p.row_lower[i] > -infinity ? 0 : -infinity;
        r.row_upper[i] = p.row_upper[i] < infinity ? 0 : infinity;
    }
    return r;
}

}  // namespace tenon::test

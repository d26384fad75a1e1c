// A matrix, a basis of its columns and the factors of that basis, with the residuals of its solves.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "ilp/factor/basis_factor.hpp"
#include "tenon/random.hpp"

namespace tenon::test {

using namespace tenon::ilp;

// Columns to factorise, with logicals behind them.
struct Matrix {
    std::int32_t rows = 0;
    std::vector<std::int64_t> start{0};
    std::vector<std::int32_t> index;
    std::vector<double> value;

    std::int32_t columns() const { return static_cast<std::int32_t>(start.size()) - 1; }
    void close_column() { start.push_back(static_cast<std::int64_t>(index.size())); }
    void add(std::int32_t row, double x) {
        index.push_back(row);
        value.push_back(x);
    }
    ColumnsView view() const { return {columns(), rows, start.data(), index.data(), value.data()}; }
    void add_to(std::int32_t variable, double factor, std::vector<double>& y) const {
        if (variable >= columns()) {
            y[variable - columns()] -= factor;
            return;
        }
        for (std::int64_t k = start[variable]; k < start[variable + 1]; ++k)
            y[index[k]] += factor * value[k];
    }
    double dot(std::int32_t variable, const std::vector<double>& y) const {
        if (variable >= columns()) return -y[variable - columns()];
        double sum = 0;
        for (std::int64_t k = start[variable]; k < start[variable + 1]; ++k)
            sum += value[k] * y[index[k]];
        return sum;
    }
    double largest(std::int32_t variable) const {
        if (variable >= columns()) return 1;
        double size = 0;
        for (std::int64_t k = start[variable]; k < start[variable + 1]; ++k)
            size = std::max(size, std::fabs(value[k]));
        return size;
    }
};

struct Bench {
    Matrix matrix;
    std::vector<std::int32_t> head;
    BasisFactor factor;
    StopCheck stop;
    ResultDensity density;

    std::vector<BasisFactor::Dependent> factorise() {
        return factor.factorise(matrix.view(), head, stop);
    }

    // Largest residual of a random right-hand side in both directions, relative to the solution.
    double residual(Random& random, double fill) {
        const std::int32_t m = matrix.rows;
        SparseVector x;
        x.reset(m);
        double worst = 0;
        for (const bool transposed : {false, true}) {
            x.clear();
            std::vector<double> b(static_cast<std::size_t>(m), 0.0);
            for (std::int32_t i = 0; i < m; ++i)
                if (random.uniform() < fill) b[i] = random.uniform(-1, 1);
            b[random.below(static_cast<std::uint64_t>(m))] = 1;
            for (std::int32_t i = 0; i < m; ++i)
                if (b[i] != 0) x.add(i, b[i]);
            if (transposed) {
                factor.btran(x, density, stop);
            } else {
                factor.ftran(x, density, stop);
            }
            double size = 1;
            for (double v : x.value) size = std::max(size, std::fabs(v));
            if (transposed) {
                for (std::int32_t p = 0; p < m; ++p)
                    worst = std::max(worst, std::fabs(matrix.dot(head[p], x.value) - b[p]) / size);
            } else {
                for (std::int32_t p = 0; p < m; ++p) matrix.add_to(head[p], -x.value[p], b);
                for (double r : b) worst = std::max(worst, std::fabs(r) / size);
            }
            for (std::int32_t i = 0, k = 0; i < m; ++i) {
                if (x.value[i] == 0) continue;
                REQUIRE(++k <= x.count);  // every nonzero is listed
            }
        }
        return worst;
    }

    // The same as a share of what the systems are made of: ||B x - b|| / (||B|| ||x||), in largest
    // absolute values; right-hand sides are of size one.
    double backward_error(Random& random, double fill) {
        double size = 0;
        for (const std::int32_t j : head) size = std::max(size, matrix.largest(j));
        return residual(random, fill) / std::max(size, 1.0);
    }
};

}  // namespace tenon::test

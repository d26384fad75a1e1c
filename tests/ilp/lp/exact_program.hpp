// A linear program in exact numbers. Doubles are fractions whose denominators are powers of two,
// so that three scale factors (of the matrix, of bounds, of costs) make all of it integers:
//
//   matrix * 2^matrix_shift,   x * 2^bound_shift,   s = A x * 2^(matrix_shift + bound_shift),
//   cost * 2^cost_shift,       objective * 2^(cost_shift + bound_shift).
//
// Variables are the columns, then one logical a row, as in tenon/basis.hpp.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "exact_integer.hpp"
#include "ilp/lp/simplex.hpp"

namespace tenon::test {

// How often the finite number x must be doubled to be an integer; may be negative.
inline int fraction_bits(double x) {
    if (x == 0) return std::numeric_limits<int>::min();
    int exponent = 0;
    auto odd = static_cast<std::int64_t>(std::ldexp(std::frexp(x, &exponent), 53));
    int bits = 53 - exponent;
    for (; odd % 2 == 0; odd /= 2) --bits;
    return bits;
}

// The same for all finite numbers of a list, at least `bits`.
inline int fraction_bits(std::span<const double> list, int bits) {
    for (double x : list)
        if (std::isfinite(x)) bits = std::max(bits, fraction_bits(x));
    return bits;
}

struct ExactBound {
    bool finite = false;
    Integer value;
};

struct ExactProgram {
    std::int32_t columns = 0, rows = 0;
    std::vector<std::vector<Integer>> matrix;  // dense, by row
    std::vector<Integer> cost;                 // of columns
    Integer offset;                            // of the objective, scaled as it is
    std::vector<ExactBound> lower, upper;      // of columns, then rows
    int matrix_shift = 0, bound_shift = 0, cost_shift = 0;

    explicit ExactProgram(const ilp::LinearProgram& p) : columns(p.columns), rows(p.rows) {
        matrix_shift = fraction_bits(p.matrix.value, 0);
        const int of_columns = fraction_bits(p.upper, fraction_bits(p.lower, 0));
        const int of_rows = fraction_bits(p.row_upper, fraction_bits(p.row_lower, 0));
        bound_shift = std::max({of_columns, of_rows - matrix_shift, 0});
        cost_shift = fraction_bits(p.cost, 0);
        cost_shift = std::max(cost_shift, fraction_bits(std::span(&p.offset, 1), 0) - bound_shift);
        matrix.assign(static_cast<std::size_t>(rows),
                      std::vector<Integer>(static_cast<std::size_t>(columns)));
        for (std::int32_t j = 0; j < columns; ++j) {
            cost.push_back(Integer::from_double(p.cost[j], cost_shift));
            for (std::int64_t k = p.matrix.start[j]; k < p.matrix.start[j + 1]; ++k)
                matrix[p.matrix.index[k]][j] +=
                    Integer::from_double(p.matrix.value[k], matrix_shift);
        }
        offset = Integer::from_double(p.offset, objective_shift());
        add_bounds(p.lower, p.upper, bound_shift);
        add_bounds(p.row_lower, p.row_upper, bound_shift + matrix_shift);
    }

    int objective_shift() const noexcept { return cost_shift + bound_shift; }
    std::int32_t total() const noexcept { return columns + rows; }
    bool is_fixed(std::int32_t j) const {
        return lower[j].finite && upper[j].finite && lower[j].value == upper[j].value;
    }
    bool has_contradicting_bounds() const {
        for (std::int32_t j = 0; j < total(); ++j)
            if (lower[j].finite && upper[j].finite && lower[j].value > upper[j].value) return true;
        return false;
    }

  private:
    void add_bounds(std::span<const double> l, std::span<const double> u, int shift) {
        const auto exact = [&](double x) {
            return std::isfinite(x) ? ExactBound{true, Integer::from_double(x, shift)}
                                    : ExactBound{};
        };
        for (double x : l) lower.push_back(exact(x));
        for (double x : u) upper.push_back(exact(x));
    }
};

}  // namespace tenon::test

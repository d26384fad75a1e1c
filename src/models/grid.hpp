// Small dense matrices over double or DoubleDouble, and triangular systems with them.
#pragma once

#include <cstdint>
#include <vector>

#include "base/double_double.hpp"
#include "base/large_array.hpp"

namespace tenon::models {

// A dense matrix, column after column. T is double or DoubleDouble.
template <class T>
struct Grid {
    std::int64_t rows = 0, columns = 0;
    std::vector<T> values;

    Grid() = default;
    Grid(std::int64_t m, std::int64_t n) : rows(m), columns(n) {
        const auto count = static_cast<std::size_t>(m) * static_cast<std::size_t>(n);
        values.reserve(count);
        wish_huge_pages(values.data(), count * sizeof(T));
        values.resize(count);
    }
    T* column(std::int64_t j) { return values.data() + j * rows; }
    const T* column(std::int64_t j) const { return values.data() + j * rows; }
    T& operator()(std::int64_t i, std::int64_t j) { return column(j)[i]; }
    const T& operator()(std::int64_t i, std::int64_t j) const { return column(j)[i]; }
};

template <class T>
T dot(const T* a, const T* b, std::int64_t n) {
    T s0{}, s1{}, s2{}, s3{};  // four chains, so that one addition need not wait for the last
    std::int64_t i = 0;
    for (; i + 4 <= n; i += 4) {
        s0 += a[i] * b[i];
        s1 += a[i + 1] * b[i + 1];
        s2 += a[i + 2] * b[i + 2];
        s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; ++i) s0 += a[i] * b[i];
    return (s0 + s1) + (s2 + s3);
}

// The square of every row's length, of an upper triangle, by columns as they lie.
template <class T>
std::vector<T> row_squares(const Grid<T>& w) {
    std::vector<T> squares(static_cast<std::size_t>(w.rows));
    for (std::int64_t j = 0; j < w.columns; ++j) {
        const T* column = w.column(j);
        for (std::int64_t i = 0; i <= j; ++i)
            squares[static_cast<std::size_t>(i)] += column[i] * column[i];
    }
    return squares;
}

// Solves R(:k, :k) x = b in place, k = b.size().
template <class T>
void solve_upper(const Grid<T>& r, std::vector<T>& b) {
    for (auto j = static_cast<std::int64_t>(b.size()) - 1; j >= 0; --j) {
        T& x = b[static_cast<std::size_t>(j)];
        x = x / r(j, j);
        for (std::int64_t i = 0; i < j; ++i) b[static_cast<std::size_t>(i)] -= r(i, j) * x;
    }
}

// Solves R' x = b in place.
template <class T>
void solve_upper_transposed(const Grid<T>& r, std::vector<T>& b) {
    for (std::size_t j = 0; j < b.size(); ++j) {
        const auto column = static_cast<std::int64_t>(j);
        b[j] = (b[j] - dot(r.column(column), b.data(), column)) / r(column, column);
    }
}

template <class T>
Grid<T> invert_upper(const Grid<T>& r) {
    Grid<T> inverse(r.rows, r.columns);
    for (std::int64_t j = 0; j < r.columns; ++j) {
        std::vector<T> unit(static_cast<std::size_t>(j) + 1);
        unit.back() = 1.0;
        solve_upper(r, unit);
        for (std::int64_t i = 0; i <= j; ++i) inverse(i, j) = unit[static_cast<std::size_t>(i)];
    }
    return inverse;
}

}  // namespace tenon::models

// A view of a dense matrix of doubles owned by the caller: any strides, nothing copied.
#pragma once

#include <cstdint>

namespace tenon {

struct MatrixView {
    const double* data = nullptr;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t row_stride = 0;     // elements between (i, j) and (i + 1, j)
    std::int64_t column_stride = 0;  // elements between (i, j) and (i, j + 1)

    double operator()(std::int64_t row, std::int64_t column) const noexcept {
        return data[row * row_stride + column * column_stride];
    }
    static MatrixView column_major(const double* data, std::int64_t rows, std::int64_t columns) {
        return {data, rows, columns, 1, rows};
    }
    static MatrixView row_major(const double* data, std::int64_t rows, std::int64_t columns) {
        return {data, rows, columns, columns, 1};
    }
};

}  // namespace tenon

// Numbers of a column in and out of a plain array.
#pragma once

#include <cstdint>
#include <vector>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::features {

// Rows looked at between two looks at the cancel handle: a fraction of a millisecond of work.
inline constexpr std::int64_t rows_between_checks = 1 << 16;

// Every cell as Column::number gives it: NaN where missing.
std::vector<double> all_numbers(const Context& context, const Column& column);

// A float64 column of these values whose missing cells are those of `column`, in shared memory.
Column with_numbers(const Column& column, std::vector<double> values);

// So many values in memory that asks for huge pages before it is written: see base/large_array.hpp.
template <class T>
std::vector<T> long_vector(std::size_t size, T value) {
    std::vector<T> out;
    out.reserve(size);
    wish_huge_pages(out.data(), size * sizeof(T));
    out.resize(size, value);
    return out;
}

}  // namespace tenon::features

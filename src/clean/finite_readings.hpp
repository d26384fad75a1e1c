// The finite readings of a column one after the other, and what lies between them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/large_array.hpp"
#include "clean/column_edit.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct FiniteReadings {
    LargeArray<double> finite;
    // Of each row without a finite reading: how many finite ones lie before it.
    std::vector<std::int64_t> skipped_after;
    struct Infinite {
        std::int64_t row, finite_before;
    };
    std::vector<Infinite> infinite;
    std::int64_t nan = 0;

    std::int64_t row_of(std::int64_t place) const noexcept {
        const auto skipped = std::upper_bound(skipped_after.begin(), skipped_after.end(), place);
        return place + (skipped - skipped_after.begin());
    }
    // How many finite readings lie before the row.
    std::int64_t place_of(std::int64_t row) const noexcept {
        // The k-th row without one (from 0) is row skipped_after[k] + k.
        std::int64_t low = 0, high = static_cast<std::int64_t>(skipped_after.size());
        while (low < high) {
            const std::int64_t k = low + (high - low) / 2;
            if (skipped_after[static_cast<std::size_t>(k)] + k < row)
                low = k + 1;
            else
                high = k;
        }
        return row - low;
    }
};

// Cells in the range that are present and NaN, where `judged` of them are numbers.
inline std::int64_t nan_cells(const Column& column, Run range, std::int64_t judged) {
    const Column part = column.slice(range.first, range.length());
    return part.size() - part.missing() - judged;
}

// -0.0 is 0.0. Not for text.
FiniteReadings finite_readings(const Context& context, const Column& column);

}  // namespace tenon::clean

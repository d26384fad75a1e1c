// The finite readings of a column one after the other, and what lies between them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/large_array.hpp"
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
};

// -0.0 is 0.0. Not for text.
FiniteReadings finite_readings(const Context& context, const Column& column);

}  // namespace tenon::clean

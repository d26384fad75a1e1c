// The mean of a number column in one pass, with compensated sums.
//
// Eight sums side by side take every eighth reading each; every addition's rounding error is kept
// by the branch-free form of D. E. Knuth (The Art of Computer Programming 2, 4.2.2, theorem B),
//     t = s + x,  z = t - s,  error = (s - (t - z)) + (x - z),
// the errors are summed in the same way, and blocks of fixed size are put together in order, so the
// mean has the same bits for any number of threads and any vector level.
#pragma once

#include <cstdint>

#include "base/vector_level.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct ColumnMean {
    double mean = 0;           // 0 without a number; infinite or NaN where a reading is infinite
    std::int64_t numbers = 0;  // present and not NaN
};

ColumnMean column_mean(const Context& context, const Column& column,
                       VectorLevel level = vector_level());

}  // namespace tenon::clean

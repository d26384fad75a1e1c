// The mean of a number column in one pass, with compensated sums.
//
// Eight sums side by side take every eighth reading each; every addition's rounding error is kept
// by the branch-free form of D. E. Knuth (The Art of Computer Programming 2, 4.2.2, theorem B),
//     t = s + x,  z = t - s,  error = (s - (t - z)) + (x - z),
// the errors are summed in the same way, and blocks of fixed size are put together in order, so the
// mean has the same bits for any number of threads and any vector level.
#pragma once

#include <cstdint>

#include "base/large_array.hpp"
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

// The same of a float64 or int64 column, and every present cell as a double in `copy`, of the
// column's size, while it is in the cache anyway; what `copy` holds of missing cells is not told.
// `inexact` becomes true where an int64 cell may have been rounded.
ColumnMean column_mean_and_copy(const Context& context, const Column& column,
                                LargeArray<double>& copy, bool& inexact,
                                VectorLevel level = vector_level());

}  // namespace tenon::clean

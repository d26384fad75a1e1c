// A number column as float64 with every missing cell replaced by one value, in a single pass that
// neither lists the missing cells nor copies the validity: each word of the bitmap masks the load
// of its 64 cells. The forms for the vector levels give the same bits.
#pragma once

#include <cstdint>
#include <span>

#include "base/large_array.hpp"
#include "base/vector_level.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct ValueFilled {
    LargeArray<double> cells;
    std::int64_t nan = 0;  // present cells that are NaN, and were left alone
    bool inexact = false;  // an int64 cell may have been rounded: some lies beyond 2^53
};

// `column` is float64 or int64, `value` not NaN.
ValueFilled fill_every_missing(const Context& context, const Column& column, double value,
                               VectorLevel level = vector_level());

// Puts the value into every missing cell of a column, of which `cells` has the present ones.
void patch_missing(const Context& context, const Column& column, double value,
                   std::span<double> cells);

}  // namespace tenon::clean

// One Arrow array, checked and made a column.
#pragma once

#include <memory>

#include "table/arrow_abi.hpp"
#include "table/arrow_schema.hpp"
#include "table/lost_digits.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// What an import could not keep of a column: decimals with more digits than a double, and times
// between two microseconds. Rows are counted from that of the batch.
struct ArrowLosses {
    LostDigits digits, times;
};

// Cells [first, first + rows) of a child array, not counting its own offset. `owner` keeps its
// memory; the column shares it where the layout agrees. `place` is the column's, for messages.
Column import_column(const Context& context, const ArrowArray* array, const ArrowField& field,
                     std::int64_t first, std::int64_t rows, std::int64_t place,
                     const std::shared_ptr<const void>& owner, ArrowLosses& losses);

}  // namespace tenon

// One Arrow array, checked and made a column.
#pragma once

#include <memory>

#include "table/arrow_abi.hpp"
#include "table/arrow_schema.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Cells [first, first + rows) of a child array, not counting its own offset. `owner` keeps its
// memory; the column shares it where the layout agrees. `place` is the column's, for messages.
Column import_column(const Context& context, const ArrowArray* array, const ArrowField& field,
                     std::int64_t first, std::int64_t rows, std::int64_t place,
                     const std::shared_ptr<const void>& owner);

}  // namespace tenon

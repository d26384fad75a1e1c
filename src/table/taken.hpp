// Rows of a table, as Table::take, with looks at the cancel handle on the way.
#pragma once

#include <cstdint>
#include <span>

#include "base/passes.hpp"
#include "tenon/table.hpp"

namespace tenon {

// As Column::take.
Column taken(const Context& context, const Column& column, std::span<const std::int64_t> rows);
// Told column by column until the share `to` of the call is done.
Table taken(Passes& passes, const Table& table, std::span<const std::int64_t> rows, double to);

}  // namespace tenon

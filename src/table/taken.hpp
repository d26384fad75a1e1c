// Rows of a table, as Table::take, told column by column until the share `to` of the call is done.
#pragma once

#include <cstdint>
#include <span>

#include "base/passes.hpp"
#include "tenon/table.hpp"

namespace tenon {

Table taken(Passes& passes, const Table& table, std::span<const std::int64_t> rows, double to);

}  // namespace tenon

// Rows of a table, as Table::take, with looks at the cancel handle in between.
#pragma once

#include <cstdint>
#include <span>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

Table taken(const Context& context, const Table& table, std::span<const std::int64_t> rows);

}  // namespace tenon

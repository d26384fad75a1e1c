// Rows by number, as Table::take, of a call that can be cancelled.
#pragma once

#include <cstdint>
#include <span>

#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon {

// Throws Error: argument (a number that is no row), cancelled.
Table taken_rows(const Context& context, const Table& table, std::span<const std::int64_t> rows);

}  // namespace tenon

// A table without some of its rows, copied run by run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "clean/column_edit.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

// The runs between the given rows, which ascend.
std::vector<Run> runs_without(std::int64_t rows, std::span<const std::int64_t> dropped);
// The rows of the runs, one by one.
std::vector<std::int64_t> rows_in(std::span<const Run> runs);

// The rows of the runs, in their order; shares everything where nothing is left out. As fast as
// memory where the runs are long, and no slower than Table::take where they are short.
Table keep_rows(const Context& context, const Table& table, std::span<const Run> runs);

}  // namespace tenon::clean

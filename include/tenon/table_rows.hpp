// Tables as the row blocks that fits over parts take.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tenon/context.hpp"
#include "tenon/row_source.hpp"
#include "tenon/table_source.hpp"

namespace tenon {

// The number columns `features` (float64, int64, bool) and `target`, and `weights` if not empty,
// of every table in turn; a file by csv_table_source, an Arrow stream by arrow_table_source. Rows
// with a missing cell or NaN among them are left out; `left_out`, if not null, receives how many
// there were in the last pass. The context and left_out must outlive the source. Its functions
// throw Error: not_found, type (a column that is no number), and what the tables' source throws.
RowSource table_rows(const Context& context, TableSource tables, std::vector<std::string> features,
                     std::string target, std::string weights = {},
                     std::int64_t* left_out = nullptr);

}  // namespace tenon

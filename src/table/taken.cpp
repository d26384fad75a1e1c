#include "table/taken.hpp"

namespace tenon {

Table taken(const Context& context, const Table& table, std::span<const std::int64_t> rows) {
    if (table.columns() == 0) return table.take(rows);
    Table out = table.select({});  // findings and changes
    for (std::int32_t j = 0; j < table.columns(); ++j) {
        context.check_cancelled();
        Column column = table.column(j).take(rows);
        out = out.with_column(table.name(j), std::move(column));
    }
    return out;
}

}  // namespace tenon

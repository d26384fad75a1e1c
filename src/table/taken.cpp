#include "table/taken.hpp"

#include "tenon/take.hpp"

namespace tenon {

Table taken_rows(const Context& context, const Table& table, std::span<const std::int64_t> rows) {
    if (table.columns() == 0) return table.take(rows);
    Table out = table.select({});  // findings and changes
    for (std::int32_t j = 0; j < table.columns(); ++j)
        out = out.with_column(table.name(j), taken(context, table.column(j), rows));
    return out;
}

Table taken(Passes& passes, const Table& table, std::span<const std::int64_t> rows, double to) {
    if (table.columns() == 0) return table.take(rows);
    Table out = table.select({});  // findings and changes
    const double from = passes.reached();
    for (std::int32_t j = 0; j < table.columns(); ++j) {
        passes.next(from + (to - from) * (j + 1) / table.columns(), 1);
        Column column = taken(passes.context(), table.column(j), rows);
        out = out.with_column(table.name(j), std::move(column));
    }
    return out;
}

}  // namespace tenon

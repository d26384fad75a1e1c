#include "clean/groups.hpp"

#include <limits>

#include "clean/column_edit.hpp"
#include "clean/row_index.hpp"
#include "tenon/error.hpp"

namespace tenon::clean {

namespace {

// What a grouping is first made for; with more the index grows.
constexpr std::int64_t usual_groups = 1 << 10;

}  // namespace

Groups groups_of(const Context& context, std::int64_t rows, std::vector<const Column*> keys) {
    Groups out;
    out.of_row.assign(static_cast<std::size_t>(rows), 0);
    if (keys.empty()) {
        if (rows > 0) out.first_row.push_back(0);
        return out;
    }
    const Charge charge(context, rows * 12);
    RowIndex index(context, std::move(keys), usual_groups);
    for (std::int64_t row = 0; row < rows; ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        const std::int64_t first = index.find_or_add(row);
        if (first == row) {
            if (out.first_row.size() >= std::numeric_limits<std::int32_t>::max())
                throw Error(Status::data, "there are too many groups; group by fewer columns");
            out.of_row[static_cast<std::size_t>(row)] =
                static_cast<std::int32_t>(out.first_row.size());
            out.first_row.push_back(row);
        } else {
            out.of_row[static_cast<std::size_t>(row)] = out.of_row[static_cast<std::size_t>(first)];
        }
    }
    return out;
}

Groups groups_of(const Context& context, const Table& table, std::span<const std::string> keys) {
    std::vector<const Column*> columns;
    for (const std::string& key : keys) columns.push_back(&table.column(key));
    return groups_of(context, table.rows(), std::move(columns));
}

GroupRows rows_of(const Groups& groups) {
    GroupRows out;
    out.begin.assign(groups.count() + 1, 0);
    for (const std::int32_t group : groups.of_row) ++out.begin[static_cast<std::size_t>(group) + 1];
    for (std::size_t g = 0; g < groups.count(); ++g) out.begin[g + 1] += out.begin[g];
    out.rows.resize(groups.of_row.size());
    std::vector<std::int64_t> at(out.begin.begin(), out.begin.end() - 1);
    for (std::size_t row = 0; row < groups.of_row.size(); ++row)
        out.rows[static_cast<std::size_t>(at[static_cast<std::size_t>(groups.of_row[row])]++)] =
            static_cast<std::int64_t>(row);
    return out;
}

GroupKey key_of(std::span<const Column* const> keys, std::int64_t row) {
    GroupKey out;
    for (const Column* key : keys)
        out.push_back(key->valid(row) ? std::optional(key->cell_text(row)) : std::nullopt);
    return out;
}

}  // namespace tenon::clean

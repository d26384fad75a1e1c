// Rows of one group: those whose key cells are equal.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/large_array.hpp"
#include "tenon/context.hpp"
#include "tenon/table.hpp"

namespace tenon::clean {

struct Groups {
    LargeArray<std::int32_t> of_row;      // numbered in the order of their first rows
    std::vector<std::int64_t> first_row;  // one a group
    std::size_t count() const noexcept { return first_row.size(); }
};

std::vector<const Column*> key_columns(const Table& table, std::span<const std::string> names);

// Missing equals missing. Without keys all rows are one group. Throws Error(data) for more than
// 2^31 - 1 groups.
Groups groups_of(const Context& context, std::int64_t rows, std::vector<const Column*> keys);
Groups groups_of(const Context& context, const Table& table, std::span<const std::string> keys);

// The rows of each group, ascending: rows[begin[g]] to rows[begin[g + 1] - 1].
struct GroupRows {
    std::vector<std::int64_t> rows, begin;
    std::span<const std::int64_t> of(std::size_t group) const noexcept {
        return std::span(rows).subspan(static_cast<std::size_t>(begin[group]),
                                       static_cast<std::size_t>(begin[group + 1] - begin[group]));
    }
};
GroupRows rows_of(const Groups& groups);

// The key cells of a row as texts, nullopt where missing: by what a fitted step knows a group.
using GroupKey = std::vector<std::optional<std::string>>;
GroupKey key_of(std::span<const Column* const> keys, std::int64_t row);

}  // namespace tenon::clean

#include "clean/fill_carry.hpp"

#include <algorithm>

#include "clean/fill_cells.hpp"
#include "clean/fill_value.hpp"
#include "clean/groups.hpp"
#include "clean/series.hpp"

namespace tenon::clean {

namespace {

// Row of the group's last usable cell before `end`, -1 without one.
std::int64_t last_usable(const Column& column, std::span<const std::int64_t> rows, bool finite,
                         std::int64_t end) {
    auto at = std::lower_bound(rows.begin(), rows.end(), end);
    while (at != rows.begin())
        if (usable_cell(column, *--at, finite)) return *at;
    return -1;
}

}  // namespace

bool carries(const ImputeOptions& options) noexcept {
    return !learns_value(options.fill) && options.limit == 0;
}

Carry carry_of_fill(const Context& context, const Table& table,
                    const std::vector<std::string>& columns, const std::vector<std::string>& group,
                    Fill kind, bool timed, std::int64_t history) {
    const Groups groups = groups_of(context, table, group);
    const GroupRows rows = rows_of(groups);
    const bool finite = kind == Fill::linear_time;
    const bool above = kind != Fill::next, below = kind != Fill::previous;
    Carry out;
    out.decided = table.rows();
    for (std::size_t g = 0; below && g < groups.count(); ++g)
        for (const std::string& name : columns) {
            context.check_cancelled();
            const Column& column = table.column(name);
            const std::int64_t last = last_usable(column, rows.of(g), finite, table.rows());
            // A line has no end without a beginning.
            if (last < 0 && above) continue;
            const auto of_group = rows.of(g);
            auto at = std::lower_bound(of_group.begin(), of_group.end(), std::max(history, last));
            while (at != of_group.end() && column.valid(*at)) ++at;
            if (at != of_group.end()) out.decided = std::min(out.decided, *at);
        }
    for (const std::string& name : columns) {
        auto& kept = out.columns.emplace_back();
        kept.name = name;
        for (std::size_t g = 0; above && g < groups.count(); ++g) {
            const std::int64_t row =
                last_usable(table.column(name), rows.of(g), finite, out.decided);
            if (row >= 0) kept.rows.push_back(row);
        }
        kept.rows = in_row_order(std::move(kept.rows));
    }
    // Times must not fall from one part to the next either.
    for (std::size_t g = 0; timed && g < groups.count(); ++g) {
        const auto of_group = rows.of(g);
        const auto end = std::lower_bound(of_group.begin(), of_group.end(), out.decided);
        if (end != of_group.begin()) out.rows.push_back(*(end - 1));
    }
    // Where rows stand for time, all between the ends of a line are there.
    std::int64_t first = out.decided - 1;
    if (kind == Fill::linear_time && !timed)
        for (const auto& column : out.columns)
            if (!column.rows.empty()) first = std::min(first, column.rows.front());
    if (first == out.decided - 1) return out;
    for (std::int64_t row = first; row < out.decided; ++row) out.rows.push_back(row);
    return out;
}

Cleaned filled_within(const Table& before, const Table& filled, Run range) {
    const auto missing = [&](const Table& table, const std::string& name) {
        return table.column(name).slice(range.first, range.length()).missing();
    };
    std::vector<Column> columns;
    for (std::int32_t c = 0; c < filled.columns(); ++c) columns.push_back(filled.column(c));
    Cleaned out{Table(filled.names(), std::move(columns))};
    for (Change change : filled.changes()) {
        if (before.find(change.column))
            change.cells = missing(before, change.column) - missing(filled, change.column);
        out.table = out.table.with_change(std::move(change));
    }
    return out;
}

}  // namespace tenon::clean

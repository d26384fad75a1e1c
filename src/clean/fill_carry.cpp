#include "clean/fill_carry.hpp"

#include <algorithm>

#include "clean/fill_cells.hpp"
#include "clean/fill_value.hpp"
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

// Rows of the group's last present cell before `end`, -1 without one.
std::int64_t last_present(const Column& column, std::span<const std::int64_t> rows,
                          std::int64_t end) {
    auto at = std::lower_bound(rows.begin(), rows.end(), end);
    while (at != rows.begin())
        if (column.valid(*--at)) return *at;
    return -1;
}

// The first row of [from, ...) in a run of at most `longest` missing cells (0: of any length) that
// ends in a present cell or with the group's rows, -1 without one.
std::int64_t first_open(const Column& column, std::span<const std::int64_t> rows, std::int64_t from,
                        std::int64_t longest) {
    auto at = std::lower_bound(rows.begin(), rows.end(), from);
    while (at != rows.end()) {
        if (column.valid(*at)) {
            ++at;
            continue;
        }
        const auto begin = at;
        while (at != rows.end() && !column.valid(*at)) ++at;
        if (longest == 0 || at - begin <= longest) return *begin;
    }
    return -1;
}

// What a run that goes on behind `decided` needs of it: the present cell it follows, and more rows
// of it than `longest` where there are.
void keep_run(const Column& column, std::span<const std::int64_t> rows, std::int64_t decided,
              std::int64_t longest, std::vector<std::int64_t>& cells,
              std::vector<std::int64_t>& kept_rows) {
    auto at = std::lower_bound(rows.begin(), rows.end(), decided);
    std::int64_t kept = 0;
    while (at != rows.begin() && !column.valid(*(at - 1)) && kept <= longest) {
        kept_rows.push_back(*--at);
        ++kept;
    }
    if (const std::int64_t row = last_present(column, rows, decided); row >= 0)
        cells.push_back(row);
}

std::vector<std::int64_t> ascending(std::vector<std::int64_t> rows) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

}  // namespace

bool carries(const ImputeOptions& options) noexcept {
    return !learns_value(options.fill) || options.limit > 0;
}

Carry carry_of_runs(const Context& context, const Table& table,
                    const std::vector<std::string>& columns, const Groups& groups,
                    std::int64_t longest) {
    const GroupRows rows = rows_of(groups);
    Carry out;
    out.decided = table.rows();
    for (const std::string& name : columns)
        for (std::size_t g = 0; g < groups.count() && longest > 0; ++g) {
            context.check_cancelled();
            const Column& column = table.column(name);
            const std::int64_t last = last_present(column, rows.of(g), table.rows());
            const std::int64_t open = first_open(column, rows.of(g), last + 1, longest);
            if (open >= 0) out.decided = std::min(out.decided, open);
        }
    for (const std::string& name : columns) {
        auto& kept = out.columns.emplace_back();
        kept.name = name;
        for (std::size_t g = 0; g < groups.count(); ++g)
            keep_run(table.column(name), rows.of(g), out.decided, longest, kept.rows, out.rows);
        kept.rows = ascending(std::move(kept.rows));
    }
    out.rows = ascending(std::move(out.rows));
    return out;
}

Carry carry_of_fill(const Context& context, const Table& table,
                    const std::vector<std::string>& columns, const Groups& groups,
                    const ImputeOptions& options, std::int64_t history) {
    if (learns_value(options.fill))
        return carry_of_runs(context, table, columns, groups, options.limit);
    const Fill kind = options.fill;
    const bool timed = !options.time_column.empty();
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
            // With a limit the part of a run that was decided counts too.
            const std::int64_t from = options.limit > 0 ? last + 1 : std::max(history, last);
            const std::int64_t open = first_open(column, rows.of(g), from, options.limit);
            if (open >= 0) out.decided = std::min(out.decided, std::max(history, open));
        }
    if (options.limit > 0) {
        const Carry runs = carry_of_runs(context, table, columns, groups, options.limit);
        out.decided = std::min(out.decided, runs.decided);
    }
    for (const std::string& name : columns) {
        auto& kept = out.columns.emplace_back();
        kept.name = name;
        for (std::size_t g = 0; g < groups.count(); ++g) {
            const Column& column = table.column(name);
            const std::int64_t row =
                above ? last_usable(column, rows.of(g), finite, out.decided) : -1;
            if (row >= 0) kept.rows.push_back(row);
            if (options.limit > 0)
                keep_run(column, rows.of(g), out.decided, options.limit, kept.rows, out.rows);
        }
        kept.rows = ascending(std::move(kept.rows));
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
    if (first < out.decided - 1)
        for (std::int64_t row = first; row < out.decided; ++row) out.rows.push_back(row);
    out.rows = ascending(std::move(out.rows));
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

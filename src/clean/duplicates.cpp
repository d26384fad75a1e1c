#include "tenon/duplicates.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "base/parallel.hpp"
#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "clean/completeness.hpp"
#include "clean/duplicate_rows.hpp"
#include "clean/keep_rows.hpp"
#include "clean/row_index.hpp"
#include "tenon/error.hpp"

namespace tenon {

using namespace clean;

namespace {

// So far ahead the slot of a row is loaded: about the time one miss of the cache takes.
constexpr std::int64_t rows_ahead = 12;

std::vector<const Column*> key_columns(const Table& table, std::span<const std::string> keys) {
    std::vector<const Column*> columns;
    if (keys.empty())
        for (std::int32_t c = 0; c < table.columns(); ++c) columns.push_back(&table.column(c));
    for (const std::string& key : keys) columns.push_back(&table.column(key));
    return columns;
}

// Of one part of the index, in the order in which they are met: with Keep::last from the last row.
std::vector<std::int64_t> repeated_in_part(const Context& context, std::int64_t rows,
                                           RowIndex& index, Keep keep, std::size_t part) {
    constexpr std::int64_t rows_at_once = 2048;
    std::int64_t own[rows_at_once];
    std::vector<std::int64_t> dropped;
    for (std::int64_t first = 0; first < rows; first += rows_at_once) {
        if (first % rows_between_checks == 0) {
            // Of many parts most are not worked on by the thread that may report.
            if (index.parts() > 1)
                context.check_cancelled();
            else
                context.report({.phase = "drop duplicates",
                                .share = static_cast<double>(first) / static_cast<double>(rows),
                                .rows = first});
        }
        const std::int64_t last = std::min(rows, first + rows_at_once);
        std::int64_t count = 0;
        for (std::int64_t i = first; i < last; ++i) {
            own[count] = keep == Keep::first ? i : rows - 1 - i;
            count += index.part_of(own[count]) == part ? 1 : 0;
        }
        for (std::int64_t i = 0; i < count; ++i) {
            if (i + rows_ahead < count) index.prefetch(own[i + rows_ahead]);
            if (index.find_or_add(own[i]) != own[i]) dropped.push_back(own[i]);
        }
    }
    return dropped;
}

// The rows to drop, ascending.
std::vector<std::int64_t> repeated_rows(const Context& context, std::int64_t rows, RowIndex& index,
                                        Keep keep) {
    std::vector<std::vector<std::int64_t>> parts(index.parts());
    parallel_blocks(context, static_cast<std::int64_t>(parts.size()), 1,
                    [&](std::int64_t number, std::int64_t, std::int64_t) {
                        const auto part = static_cast<std::size_t>(number);
                        parts[part] = repeated_in_part(context, rows, index, keep, part);
                    });
    std::vector<std::int64_t> dropped;
    for (auto& part : parts) {
        if (keep == Keep::last) std::reverse(part.begin(), part.end());
        const auto middle = dropped.insert(dropped.end(), part.begin(), part.end());
        std::inplace_merge(dropped.begin(), middle, dropped.end());
    }
    return dropped;
}

// The rows to drop, ascending, where of equal ones the most complete stays, the first of those.
std::vector<std::int64_t> less_complete_rows(const Context& context, const Table& table,
                                             RowIndex& index) {
    std::vector<std::int64_t> best(static_cast<std::size_t>(table.rows()), -1);  // of a first row
    std::vector<std::int64_t> dropped;
    for (std::int64_t row = 0; row < table.rows(); ++row) {
        if (row % rows_between_checks == 0) context.check_cancelled();
        std::int64_t& stays = best[static_cast<std::size_t>(index.find_or_add(row))];
        if (stays < 0) {
            stays = row;
        } else if (present_cells(table, row) > present_cells(table, stays)) {
            dropped.push_back(stays);
            stays = row;
        } else {
            dropped.push_back(row);
        }
    }
    std::sort(dropped.begin(), dropped.end());
    return dropped;
}

std::string reason_of(const Table& table, std::span<const std::string> keys, Keep keep,
                      std::int64_t dropped) {
    std::string compared = "all " + count_text(table.columns(), "column", "columns");
    if (!keys.empty()) {
        compared = "the key ";
        for (std::size_t i = 0; i < keys.size(); ++i) compared += (i ? ", " : "") + keys[i];
    }
    const std::string rows = count_text(table.rows(), "row", "rows");
    if (dropped == 0) return "no two of " + rows + " are equal in " + compared;
    return count_text(dropped) + " of " + rows + " equal in " + compared + " to " +
           (keep == Keep::first  ? "an earlier row"
            : keep == Keep::last ? "a later row"
                                 : "a more complete or earlier row") +
           ", which stays";
}

}  // namespace

Change clean::duplicates_change(const Table& table, std::span<const std::string> keys, Keep keep,
                                std::int64_t dropped) {
    return {"drop duplicates", "", dropped, 0, reason_of(table, keys, keep, dropped)};
}

Table drop_duplicates(const Context& context, const Table& table, std::span<const std::string> keys,
                      Keep keep, std::vector<std::int64_t>* kept_rows) {
    if (static_cast<std::int32_t>(keep) < 0 || keep > Keep::most_complete)
        throw Error(Status::argument, "keep must be first, last or most_complete",
                    {.argument = "keep"});
    auto columns = key_columns(table, keys);
    const Charge charge(context, RowIndex::bytes_needed(table.rows()));
    constexpr unsigned most_parts = 64;
    const auto threads = static_cast<unsigned>(std::max(1, context.threads));
    RowIndex index(context, std::move(columns), -1, std::bit_ceil(std::min(most_parts, threads)));
    const auto dropped = keep == Keep::most_complete
                             ? less_complete_rows(context, table, index)
                             : repeated_rows(context, table.rows(), index, keep);
    const auto runs = runs_without(table.rows(), dropped);
    if (kept_rows) *kept_rows = rows_in(runs);
    const auto count = static_cast<std::int64_t>(dropped.size());
    return keep_rows(context, table, runs).with_change(duplicates_change(table, keys, keep, count));
}

}  // namespace tenon

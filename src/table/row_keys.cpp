#include "table/row_keys.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "base/held_bytes.hpp"
#include "base/passes.hpp"
#include "base/pieces.hpp"
#include "base/poll.hpp"
#include "base/utf8.hpp"
#include "table/column_store.hpp"
#include "table/distinct.hpp"
#include "tenon/error.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

namespace {

// One word for the values that are equal: both zeros, and all NaNs.
std::uint64_t word_of(double value) noexcept {
    if (std::isnan(value))
        return std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
    return std::bit_cast<std::uint64_t>(value + 0.0);
}

std::uint64_t word_of(const Column& column, std::int64_t row) noexcept {
    const auto at = static_cast<std::size_t>(row);
    switch (column.type()) {
        case Type::float64:
            return word_of(column.float64s()[at]);
        case Type::boolean:
            return column.boolean(row);
        case Type::int64:
        case Type::timestamp:
            return static_cast<std::uint64_t>(column.int64s()[at]);
        case Type::text:
            break;
    }
    return hash_of(column.text(row));
}

bool equal(const Column& a, std::int64_t i, const Column& b, std::int64_t j) noexcept {
    const bool present = a.valid(i);
    if (present != b.valid(j)) return false;
    if (!present) return true;
    return a.type() == Type::text ? a.text(i) == b.text(j) : word_of(a, i) == word_of(b, j);
}

std::uint64_t hash_of_row(const std::vector<Column>& columns, std::int64_t row) noexcept {
    constexpr std::uint64_t missing = 0x6D69'7373'696E'6721u;
    std::uint64_t hash = 0;
    for (const Column& column : columns)
        hash = mixed(hash ^ (column.valid(row) ? word_of(column, row) : missing));
    return hash;
}

}  // namespace

RowKeys::RowKeys(Passes& passes, std::vector<Column> columns, std::int64_t rows)
    : columns_(std::move(columns)), slots_(16, none) {
    groups_.reserve(static_cast<std::size_t>(rows));
    for (std::int64_t row = 0; row < rows; ++row) {
        passes();
        if (2 * (first_rows_.size() + 1) > slots_.size()) grow(passes.context());
        const std::uint64_t hash = hash_of_row(columns_, row);
        std::size_t slot = 0;
        std::int64_t group = find(hash, columns_, row, slot);
        if (group == none) {
            group = count();
            first_rows_.push_back(row);
            hashes_.push_back(hash);
            slots_[slot] = group;
        }
        groups_.push_back(group);
    }
}

std::int64_t RowKeys::find(std::uint64_t hash, const std::vector<Column>& others, std::int64_t row,
                           std::size_t& slot) const {
    const std::size_t mask = slots_.size() - 1;
    for (slot = hash & mask; slots_[slot] != none; slot = (slot + 1) & mask) {
        const auto group = static_cast<std::size_t>(slots_[slot]);
        if (hashes_[group] != hash) continue;
        bool same = true;
        for (std::size_t k = 0; k < columns_.size() && same; ++k)
            same = equal(columns_[k], first_rows_[group], others[k], row);
        if (same) return slots_[slot];
    }
    return none;
}

void RowKeys::grow(const Context& context) {
    Poll poll(context);
    std::vector<std::int64_t> wider;
    resize_in_pieces(
        wider, 2 * slots_.size(), [&] { context.check_cancelled(); }, none);
    const std::size_t mask = wider.size() - 1;
    for (std::size_t g = 0; g < hashes_.size(); ++g) {
        poll();
        std::size_t slot = hashes_[g] & mask;
        while (wider[slot] != none) slot = (slot + 1) & mask;
        wider[slot] = static_cast<std::int64_t>(g);
    }
    slots_.swap(wider);
}

bool RowKeys::any_missing(const std::vector<Column>& columns, std::int64_t row) noexcept {
    return std::any_of(columns.begin(), columns.end(),
                       [row](const Column& column) { return !column.valid(row); });
}

std::vector<std::int64_t> RowKeys::groups_of(Passes& passes, const std::vector<Column>& others,
                                             std::int64_t rows) const {
    std::vector<std::int64_t> out;
    out.reserve(static_cast<std::size_t>(rows));
    for (std::int64_t row = 0; row < rows; ++row) {
        passes();
        std::size_t slot = 0;
        out.push_back(any_missing(others, row) ? none
                                               : find(hash_of_row(others, row), others, row, slot));
    }
    return out;
}

RowsByGroup::RowsByGroup(const Context& context, const std::vector<std::int64_t>& groups,
                         std::int64_t count) {
    Poll poll(context);
    resize_in_pieces(start, static_cast<std::size_t>(count) + 1,
                     [&] { context.check_cancelled(); });
    for (const std::int64_t g : groups) {
        poll();
        if (g >= 0) ++start[static_cast<std::size_t>(g) + 1];
    }
    for (std::size_t g = 1; g < start.size(); ++g) start[g] += start[g - 1];
    resize_in_pieces(rows, static_cast<std::size_t>(start.back()),
                     [&] { context.check_cancelled(); });
    std::vector<std::int64_t> next(start.begin(), start.end() - 1);
    for (std::size_t row = 0; row < groups.size(); ++row) {
        poll();
        if (groups[row] >= 0)
            rows[static_cast<std::size_t>(next[static_cast<std::size_t>(groups[row])]++)] =
                static_cast<std::int64_t>(row);
    }
}

Column take_or_missing(Passes& passes, const Column& column,
                       const std::vector<std::int64_t>& rows) {
    ColumnStore out(column.type());
    out.reserve(static_cast<std::int64_t>(rows.size()));
    for (const std::int64_t row : rows) {
        passes();
        if (row < 0 || !column.valid(row)) {
            out.add_missing();
            continue;
        }
        const auto at = static_cast<std::size_t>(row);
        switch (column.type()) {
            case Type::float64:
                out.add_float64(column.float64s()[at]);
                break;
            case Type::int64:
            case Type::timestamp:
                out.add_int64(column.int64s()[at]);
                break;
            case Type::boolean:
                out.add_boolean(column.boolean(row));
                break;
            case Type::text:
                out.add_text(column.text(row));
                break;
        }
    }
    return out.finish();
}

KeyColumns::KeyColumns(const Table& left_table, const Table& right_table,
                       const std::vector<std::string>& names,
                       const std::vector<std::string>& given_right_names)
    : right_names(given_right_names.empty() ? names : given_right_names) {
    if (right_names.size() != names.size())
        throw Error(Status::argument,
                    std::to_string(names.size()) + " keys are named for the left table and " +
                        std::to_string(right_names.size()) + " for the right",
                    {.argument = "right_keys"});
    for (std::size_t k = 0; k < names.size(); ++k) {
        left.push_back(left_table.column(names[k]));
        right.push_back(right_table.column(right_names[k]));
        if (left[k].type() != right[k].type())
            throw Error(Status::type,
                        "the key \"" + excerpt(names[k]) + "\" is " + type_name(left[k].type()) +
                            " in the left table and " + type_name(right[k].type()) +
                            " in the right; cast one of them first",
                        {.argument = names[k]});
    }
}

Table beside(const Context& context, Passes& passes, const Table& left, const Table& right,
             const std::vector<std::int64_t>& rows, const std::vector<std::string>& left_out,
             const std::string& suffix) {
    Table out = left;
    HeldBytes held(context);
    const auto count = static_cast<std::int64_t>(rows.size());
    const double from = passes.reached();
    for (std::int32_t j = 0; j < right.columns(); ++j) {
        passes.next(from + (1 - from) * (j + 1) / right.columns(), count);
        std::string name = right.name(j);
        if (std::find(left_out.begin(), left_out.end(), name) != left_out.end()) continue;
        if (left.find(name)) name += suffix;
        if (out.find(name))
            throw Error(Status::argument,
                        "two columns of the result would be named \"" + excerpt(name) +
                            "\"; choose another suffix or rename one",
                        {.argument = "suffix"});
        held.add(cells_bytes(right.column(j), count));
        out = out.with_column(std::move(name), take_or_missing(passes, right.column(j), rows));
    }
    return out;
}

}  // namespace tenon

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "base/reason_text.hpp"
#include "clean/column_edit.hpp"
#include "tenon/impute.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

using namespace clean;

namespace {

std::vector<std::int32_t> columns_or_all(const Table& table, std::span<const std::string> names) {
    if (!names.empty()) return table.indices_of(names);
    std::vector<std::int32_t> all;
    for (std::int32_t c = 0; c < table.columns(); ++c) all.push_back(c);
    return all;
}

// Rows present in all columns, as bits: one pass a column that has missing cells at all.
std::vector<std::uint64_t> complete_rows(const Context& context, const Table& table,
                                         const std::vector<std::int32_t>& columns) {
    const auto words = static_cast<std::size_t>((table.rows() + word_bits - 1) / word_bits);
    std::vector<std::uint64_t> complete(words, ~std::uint64_t{0});
    for (const std::int32_t c : columns) {
        const Column& column = table.column(c);
        if (column.missing() == 0) continue;
        for (std::size_t w = 0; w < words; ++w) {
            if (w % (rows_between_checks / word_bits) == 0) context.check_cancelled();
            complete[w] &= validity_word(column, static_cast<std::int64_t>(w) * word_bits);
        }
    }
    return complete;
}

std::string reason_of(const Table& table, const std::vector<std::int32_t>& columns,
                      std::int64_t dropped) {
    if (dropped == 0) return "no cell is missing in " + count_text(table.rows(), "row", "rows");
    std::string reason = "rows with a missing cell; missing cells:";
    const char* separator = " ";
    for (const std::int32_t c : columns) {
        const std::int64_t missing = table.column(c).missing();
        if (missing == 0) continue;
        reason += separator + table.name(c) + ' ' + count_text(missing);
        separator = ", ";
    }
    return reason;
}

}  // namespace

Table drop_missing(const Context& context, const Table& table, std::span<const std::string> columns,
                   std::vector<std::int64_t>* kept_rows) {
    const auto looked_at = columns_or_all(table, columns);
    const Charge charge(context, table.rows() / 8 + table.rows() * 8);
    context.report({.phase = "drop missing", .share = 0, .rows = table.rows()});
    const auto complete = complete_rows(context, table, looked_at);

    std::vector<std::int64_t> kept;
    for (std::size_t w = 0; w < complete.size(); ++w) {
        const std::int64_t first = static_cast<std::int64_t>(w) * word_bits;
        for (std::uint64_t bits = complete[w]; bits; bits &= bits - 1) {
            const std::int64_t row = first + std::countr_zero(bits);
            if (row < table.rows()) kept.push_back(row);
        }
    }
    const std::int64_t dropped = table.rows() - static_cast<std::int64_t>(kept.size());
    const Change change{"drop missing", "", dropped, 0, reason_of(table, looked_at, dropped)};
    const Charge taken(
        context, dropped == 0 ? 0 : rows_bytes(table, static_cast<std::int64_t>(kept.size())));
    Table out = (dropped == 0 ? table : table.take(kept)).with_change(change);
    if (kept_rows) *kept_rows = std::move(kept);
    return out;
}

}  // namespace tenon

// Stable sorts by one key after another, from the last key to the first, order by all of them. A
// key of numbers is a 64-bit word whose unsigned order is that of the numbers, sorted by its bytes
// from the lowest to the highest (H. Hollerith's way with cards; D. E. Knuth, TAOCP 3, 5.2.5);
// bytes that are the same everywhere are skipped.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/passes.hpp"
#include "base/pieces.hpp"
#include "table/taken.hpp"
#include "tenon/error.hpp"
#include "tenon/rows.hpp"
#include "tenon/table_bytes.hpp"

namespace tenon {

namespace {

constexpr std::uint64_t sign = std::uint64_t{1} << 63;

// Both zeros are equal; NaN comes after every number.
std::uint64_t word_of(double value) noexcept {
    if (std::isnan(value)) return ~std::uint64_t{0};
    const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
    return bits & sign ? ~bits : bits | sign;
}

struct Keyed {
    std::uint64_t word;
    std::int64_t row;
};

std::vector<Keyed> words_of(Passes& passes, const Column& column,
                            const std::vector<std::int64_t>& rows, bool descending) {
    std::vector<Keyed> out;
    out.reserve(rows.size());
    const bool real = column.type() == Type::float64;
    for (const std::int64_t row : rows) {
        passes();
        std::uint64_t word = 0;
        if (real)
            word = word_of(column.float64s()[static_cast<std::size_t>(row)]);
        else if (column.type() == Type::boolean)
            word = column.boolean(row);
        else
            word =
                static_cast<std::uint64_t>(column.int64s()[static_cast<std::size_t>(row)]) ^ sign;
        // NaN stays behind the numbers in either direction.
        const bool nan = real && word == ~std::uint64_t{0};
        out.push_back({descending && !nan ? ~word : word, row});
    }
    return out;
}

void sort_by_words(Passes& passes, std::vector<Keyed>& keyed) {
    constexpr std::size_t bytes = sizeof(std::uint64_t);
    std::array<std::array<std::size_t, 256>, bytes> counts{};
    for (const Keyed& k : keyed) {
        passes();
        for (std::size_t b = 0; b < bytes; ++b) ++counts[b][k.word >> (8 * b) & 255];
    }
    std::vector<Keyed> other;
    resize_in_pieces(other, keyed.size(), [&] { passes.context().check_cancelled(); });
    for (std::size_t b = 0; b < bytes; ++b) {
        auto& places = counts[b];
        if (keyed.empty() || places[keyed[0].word >> (8 * b) & 255] == keyed.size()) continue;
        std::exclusive_scan(places.begin(), places.end(), places.begin(), std::size_t{0});
        for (const Keyed& k : keyed) {
            passes();
            other[places[k.word >> (8 * b) & 255]++] = k;
        }
        keyed.swap(other);
    }
}

void sort_by(Passes& passes, const Column& column, bool descending,
             std::vector<std::int64_t>& rows) {
    const auto gone = std::stable_partition(rows.begin(), rows.end(), [&](std::int64_t row) {
        passes();
        return column.valid(row);
    });
    std::vector<std::int64_t> missing(gone, rows.end());
    rows.erase(gone, rows.end());
    if (column.type() == Type::text) {
        std::stable_sort(rows.begin(), rows.end(), [&](std::int64_t a, std::int64_t b) {
            passes();
            return descending ? column.text(b) < column.text(a) : column.text(a) < column.text(b);
        });
    } else {
        std::vector<Keyed> keyed = words_of(passes, column, rows, descending);
        sort_by_words(passes, keyed);
        for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keyed[i].row;
    }
    rows.insert(rows.end(), missing.begin(), missing.end());
}

// Looks at a row and, of texts, comparisons.
std::int64_t steps_of(const Column& column) {
    constexpr std::int64_t looks_at_a_number = 6;  // for its word, its bytes, some of their places
    const std::int64_t rows = column.size();
    return rows * (column.type() == Type::text ? std::bit_width(static_cast<std::uint64_t>(rows))
                                               : looks_at_a_number);
}

// The rows in order, which is the share `to` of the call.
std::vector<std::int64_t> ordered(const Context& context, Passes& passes, const Table& table,
                                  std::span<const SortKey> keys, double to) {
    if (keys.empty())
        throw Error(Status::argument, "name at least one column to sort by", {.argument = "keys"});
    for (const SortKey& key : keys) table.index_of(key.column);
    constexpr std::int64_t bytes_a_row = 48;  // rows, missing rows, and words with rows twice
    const Charge held(context, bytes_a_row * table.rows());
    std::vector<std::int64_t> rows(static_cast<std::size_t>(table.rows()));
    std::iota(rows.begin(), rows.end(), std::int64_t{0});
    for (std::size_t k = keys.size(); k-- > 0;) {
        const Column& column = table.column(keys[k].column);
        passes.next(to * static_cast<double>(keys.size() - k) / static_cast<double>(keys.size()),
                    steps_of(column));
        sort_by(passes, column, keys[k].descending, rows);
    }
    return rows;
}

}  // namespace

std::vector<std::int64_t> sorted_rows(const Context& context, const Table& table,
                                      std::span<const SortKey> keys) {
    Passes passes(context, "sort");
    return ordered(context, passes, table, keys, 1);
}

Table sort(const Context& context, const Table& table, std::span<const SortKey> keys) {
    constexpr double share_of_order = 0.6;  // after which the rows are taken
    Passes passes(context, "sort");
    const std::vector<std::int64_t> rows = ordered(context, passes, table, keys, share_of_order);
    const Charge held(context, 8 * table.rows() + rows_bytes(table, table.rows()));
    return taken(passes, table, rows, 1);
}

Table filter(const Context& context, const Table& table, const Column& mask) {
    if (mask.type() != Type::boolean)
        throw Error(Status::type,
                    std::string("a filter needs a bool column, not ") + type_name(mask.type()),
                    {.argument = "mask"});
    if (mask.size() != table.rows())
        throw Error(Status::argument,
                    "the mask has " + std::to_string(mask.size()) + " rows, the table " +
                        std::to_string(table.rows()),
                    {.argument = "mask"});
    std::int64_t kept = 0;
    for (std::int64_t row = 0; row < mask.size(); ++row)
        kept += mask.valid(row) && mask.boolean(row);
    const Charge held(context, 8 * kept + rows_bytes(table, kept));
    std::vector<std::int64_t> rows;
    rows.reserve(static_cast<std::size_t>(kept));
    for (std::int64_t row = 0; row < mask.size(); ++row)
        if (mask.valid(row) && mask.boolean(row)) rows.push_back(row);
    Passes passes(context, "filter");
    return taken(passes, table, rows, 1);
}

}  // namespace tenon

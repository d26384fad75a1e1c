#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "base/number_text.hpp"
#include "table/bits.hpp"
#include "table/column_store.hpp"
#include "table/taken.hpp"
#include "tenon/context.hpp"
#include "tenon/error.hpp"
#include "tenon/table.hpp"

namespace tenon {

namespace {

// Values kept as they came, beside the bitmap made for them.
template <class Values>
struct Kept {
    Values values;
    BitVector validity;
};

void check_lengths(std::size_t values, const std::vector<bool>& valid) {
    if (!valid.empty() && valid.size() != values)
        throw Error(Status::argument,
                    "the column has " + std::to_string(values) + " values but " +
                        std::to_string(valid.size()) + " validity flags; give one flag a value",
                    {.argument = "valid"});
}

template <class T>
Column from_values(Type type, std::vector<T> values, const std::vector<bool>& valid) {
    check_lengths(values.size(), valid);
    auto kept = std::make_shared<Kept<std::vector<T>>>();
    kept->values = std::move(values);
    ColumnBuffers buffers;
    buffers.type = type;
    buffers.rows = static_cast<std::int64_t>(kept->values.size());
    for (const bool v : valid) buffers.missing += !v;
    if (buffers.missing > 0) {
        for (const bool v : valid) kept->validity.push(v);
        buffers.validity = kept->validity.data();
    }
    buffers.values = kept->values.data();
    buffers.owner = std::move(kept);
    return Column(std::move(buffers));
}

// Rows copied between two looks at the cancel handle: less than a millisecond, or some where each
// is a miss of the cache.
constexpr std::size_t rows_between_checks = std::size_t{1} << 15;

// Copies the chosen rows into a store by a getter of one type.
template <class Add>
Column take_with(const Column& column, std::span<const std::int64_t> rows, const Context& context,
                 const Add& add) {
    ColumnStore store(column.type());
    store.reserve(static_cast<std::int64_t>(rows.size()));
    while (!rows.empty()) {
        context.check_cancelled();
        const auto piece = rows.first(std::min(rows.size(), rows_between_checks));
        rows = rows.subspan(piece.size());
        if (column.missing() == 0) {
            for (const std::int64_t row : piece) add(store, row);
            continue;
        }
        for (const std::int64_t row : piece) {
            if (column.valid(row))
                add(store, row);
            else
                store.add_missing();
        }
    }
    return store.finish().with_notation(column.notation());
}

void check_rows(std::span<const std::int64_t> rows, std::int64_t size) {
    for (const std::int64_t row : rows)
        if (row < 0 || row >= size)
            throw Error(Status::argument,
                        "row " + std::to_string(row) +
                            " was asked for, but the column has rows 0 to " +
                            std::to_string(size - 1),
                        {.argument = "rows", .row = row});
}

}  // namespace

const char* type_name(Type type) noexcept {
    switch (type) {
        case Type::float64:
            return "float64";
        case Type::int64:
            return "int64";
        case Type::boolean:
            return "bool";
        case Type::text:
            return "text";
        case Type::timestamp:
            return "timestamp";
    }
    return "unknown";
}

Column::Column(ColumnBuffers buffers) : buffers_(std::move(buffers)) {}

Column Column::from_float64(std::vector<double> values, std::vector<bool> valid) {
    return from_values(Type::float64, std::move(values), valid);
}

Column Column::from_int64(std::vector<std::int64_t> values, std::vector<bool> valid) {
    return from_values(Type::int64, std::move(values), valid);
}

Column Column::from_timestamp(std::vector<std::int64_t> micros, std::vector<bool> valid) {
    return from_values(Type::timestamp, std::move(micros), valid);
}

Column Column::from_boolean(const std::vector<bool>& values, std::vector<bool> valid) {
    check_lengths(values.size(), valid);
    ColumnStore store(Type::boolean);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (valid.empty() || valid[i])
            store.add_boolean(values[i]);
        else
            store.add_missing();
    }
    return store.finish();
}

Column Column::from_text(const std::vector<std::string>& values, std::vector<bool> valid) {
    check_lengths(values.size(), valid);
    ColumnStore store(Type::text);
    store.reserve(static_cast<std::int64_t>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (valid.empty() || valid[i])
            store.add_text(values[i]);
        else
            store.add_missing();
    }
    return store.finish();
}

std::span<const double> Column::float64s() const noexcept {
    return {static_cast<const double*>(buffers_.values), static_cast<std::size_t>(size())};
}

std::span<const std::int64_t> Column::int64s() const noexcept {
    return {static_cast<const std::int64_t*>(buffers_.values), static_cast<std::size_t>(size())};
}

double Column::number(std::int64_t row) const noexcept {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (!valid(row)) return nothing;
    const auto at = static_cast<std::size_t>(row);
    switch (type()) {
        case Type::float64:
            return float64s()[at];
        case Type::int64:
        case Type::timestamp:
            return static_cast<double>(int64s()[at]);
        case Type::boolean:
            return boolean(row) ? 1.0 : 0.0;
        case Type::text:
            break;
    }
    return nothing;
}

void Column::copy_numbers(std::span<double> out) const {
    if (type() == Type::text)
        throw Error(Status::type,
                    "a text column has no numbers; encode it or choose another column");
    if (static_cast<std::int64_t>(out.size()) != size())
        throw Error(Status::argument,
                    "the output holds " + std::to_string(out.size()) + " numbers, the column " +
                        std::to_string(size()),
                    {.argument = "out"});
    if (type() == Type::float64) {
        const auto values = float64s();
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = values[i];
    } else if (type() == Type::boolean) {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = boolean(static_cast<std::int64_t>(i)) ? 1.0 : 0.0;
    } else {
        const auto values = int64s();
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<double>(values[i]);
    }
    if (missing() == 0) return;
    for (std::size_t i = 0; i < out.size();) {
        const std::int64_t bit = buffers_.bit_offset + static_cast<std::int64_t>(i);
        if ((bit & 7) == 0 && i + 8 <= out.size() && buffers_.validity[bit >> 3] == 0xFF) {
            i += 8;
            continue;
        }
        if (!valid(static_cast<std::int64_t>(i))) out[i] = std::numeric_limits<double>::quiet_NaN();
        ++i;
    }
}

std::string Column::cell_text(std::int64_t row) const {
    std::string out;
    if (!valid(row)) return out;
    const auto at = static_cast<std::size_t>(row);
    switch (type()) {
        case Type::float64:
            append_double(out, float64s()[at]);
            break;
        case Type::int64:
            append_int64(out, int64s()[at]);
            break;
        case Type::boolean:
            out = boolean(row) ? "true" : "false";
            break;
        case Type::text:
            out = text(row);
            break;
        case Type::timestamp:
            out = format_timestamp(int64s()[at]);
            break;
    }
    return out;
}

Column Column::take(std::span<const std::int64_t> rows) const {
    static const Context silent;
    return taken(silent, *this, rows);
}

Column taken(const Context& context, const Column& column, std::span<const std::int64_t> rows) {
    check_rows(rows, column.size());
    switch (column.type()) {
        case Type::float64:
            return take_with(column, rows, context,
                             [v = column.float64s()](ColumnStore& store, std::int64_t row) {
                                 store.add_float64(v[static_cast<std::size_t>(row)]);
                             });
        case Type::int64:
        case Type::timestamp:
            return take_with(column, rows, context,
                             [v = column.int64s()](ColumnStore& store, std::int64_t row) {
                                 store.add_int64(v[static_cast<std::size_t>(row)]);
                             });
        case Type::boolean:
            return take_with(column, rows, context, [&](ColumnStore& store, std::int64_t row) {
                store.add_boolean(column.boolean(row));
            });
        case Type::text:
            break;
    }
    return take_with(column, rows, context, [&](ColumnStore& store, std::int64_t row) {
        store.add_text(column.text(row));
    });
}

Column Column::with_notation(const Notation& notation) const {
    Column out = *this;
    out.buffers_.notation = notation;
    return out;
}

Column Column::slice(std::int64_t first, std::int64_t count) const {
    if (first < 0 || count < 0 || first > size() || count > size() - first)
        throw Error(Status::argument,
                    std::to_string(count) + " rows from row " + std::to_string(first) + " on" +
                        " were asked for, but the column has " + std::to_string(size()),
                    {.argument = first < 0 || first > size() ? "first" : "count"});
    ColumnBuffers part = buffers_;
    part.rows = count;
    part.bit_offset += first;
    if (type() == Type::text) {
        if (part.offsets) part.offsets += first;
    } else if (type() != Type::boolean && part.values) {
        part.values = static_cast<const std::int64_t*>(part.values) + first;  // eight bytes a cell
    }
    if (part.validity) {
        part.missing = count - count_ones(part.validity, part.bit_offset, count);
        if (part.missing == 0) part.validity = nullptr;
    }
    return Column(std::move(part));
}

}  // namespace tenon
